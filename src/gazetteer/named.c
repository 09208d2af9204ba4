#include "gazetteer/named.h"

#include <stdlib.h>
#include <string.h>

#include "gazetteer/asked.h"
#include "gazetteer/keys.h"
#include "gazetteer/letters.h"

/* "BGW", "K1": codes are looked up as they are, nothing is like them. */
static bool is_code(struct str name, const struct folded *f) {
	if (name.len > 3)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] >= 'a' && name.at[i] <= 'z')
			return false;
	return f->scripts == 1u << SCRIPT_LATIN;
}

static int compare_u64(const void *a, const void *b) {
	const uint64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static void sort_keys(uint64_t *key, uint32_t n) {
	enum { FEW = 100 };
	if (n > FEW) {
		qsort(key, n, sizeof(*key), compare_u64);
		return;
	}
	for (uint32_t i = 1; i < n; i++) {
		uint64_t k = key[i];
		uint32_t at = i;
		for (; at > 0 && key[at - 1] > k; at--)
			key[at] = key[at - 1];
		key[at] = k;
	}
}

/* Names that fold to the same in one language: a hash set of them. */
struct seen {
	uint64_t hash; /* of the folded name; 0: free */
	struct str language;
	struct place_name *name;
};

struct naming {
	struct seen *seen;
	uint32_t room; /* a power of two */
	uint64_t *key;
	uint32_t nkeys, capacity;
	struct arena *arena;
};

static void add_made(struct naming *n, const struct folded *f, unsigned kinds) {
	uint64_t key[KEYS_MOST];
	size_t nkeys = keys_make(f, kinds, false, key);
	for (size_t i = 0; i < nkeys; i++)
		*arena_push(n->arena, n->key, n->nkeys, n->capacity) = key[i];
}

static void add_keys(struct naming *n, struct str name, const struct folded *f) {
	struct folded core;
	const struct class_word *kind;
	add_made(n, f, is_code(name, f) ? KEY_WHOLE : KEY_ALL);
	/* "Habbaniyah" finds "Habbaniyah base". */
	if (asked_core(f, &core, &kind))
		add_made(n, &core, KEY_ALL);
}

/* The slot of a name: taken by one that folds to the same in this language, or
 * free.  `*first`: none before folds to the same in any. */
static struct seen *find_seen(struct naming *n, uint64_t hash, struct str language, bool *first) {
	uint32_t i = (uint32_t)hash & (n->room - 1);
	*first = true;
	for (; n->seen[i].hash; i = (i + 1) & (n->room - 1)) {
		if (n->seen[i].hash != hash)
			continue;
		*first = false;
		if (str_equal(n->seen[i].language, language))
			break;
	}
	return &n->seen[i];
}

/* Whether it is kept. */
static bool add_name(struct naming *n, const struct place_name *name, struct place_name *kept) {
	struct folded f;
	bool first;
	fold(name->text, &f);
	if (!f.nwhole)
		return false;
	uint64_t hash = keys_whole(&f);
	struct seen *same = find_seen(n, hash, name->language, &first);
	if (same->hash) {
		/* When it was in use is only known to some. */
		if (same->name && (name->from.len || name->until.len))
			*same->name = *name;
		return false;
	}
	if (first)
		add_keys(n, name->text, &f);
	*same = (struct seen){ hash, name->language, kept };
	return true;
}

static size_t put_str(char *out, struct str s) {
	if (s.len)
		memcpy(out, s.at, s.len);
	return s.len;
}

/* A line for each: language, "@from/until" where it was not always in use, tab,
 * name. */
static struct str join_names(const struct place_name *name, uint32_t count, struct arena *arena) {
	enum { SIGNS = 4 };
	size_t size = 0, n = 0;
	for (uint32_t i = 0; i < count; i++)
		size += name[i].text.len + name[i].language.len + name[i].from.len
			+ name[i].until.len + SIGNS;
	char *text = arena_new(arena, char, size + 1);
	for (uint32_t i = 0; i < count; i++) {
		n += put_str(text + n, name[i].language);
		if (name[i].from.len || name[i].until.len) {
			text[n++] = '@';
			n += put_str(text + n, name[i].from);
			text[n++] = '/';
			n += put_str(text + n, name[i].until);
		}
		text[n++] = '\t';
		n += put_str(text + n, name[i].text);
		text[n++] = '\n';
	}
	return (struct str){ text, n };
}

static void add_text(struct naming *n, enum key_kind kind, struct str text) {
	if (text.len)
		*arena_push(n->arena, n->key, n->nkeys, n->capacity) = keys_text(kind, text);
}

/* Its id, what it lies in, and the division that it is. */
static void add_texts(struct naming *n, const struct gathered *p) {
	bool first = str_equal(p->feature_code, STR("ADM1"));
	bool second = str_equal(p->feature_code, STR("ADM2"));
	struct str parents = p->parent;
	add_text(n, KEY_ID, p->id);
	while (parents.at && parents.len)
		add_text(n, KEY_PARENT, str_split(&parents, ';'));
	if (first || (second && p->admin2.len))
		add_text(n, KEY_DIVISION,
			gathered_division(p->country, p->admin1,
				second ? p->admin2 : (struct str){ "", 0 }, n->arena));
}

void named_make(struct gathered *p, struct named *out, struct arena *arena) {
	struct naming n = { .room = 4, .arena = arena };
	struct place_name own = { .text = p->name, .language = name_language(p->name) };
	uint32_t kept = 0, nkeys = 0;
	while (n.room < 2 * (p->nothers + 1))
		n.room *= 2;
	n.seen = arena_new(arena, struct seen, n.room);
	add_name(&n, &own, NULL);
	for (uint32_t i = 0; i < p->nothers; i++) {
		struct place_name name = p->other[i];
		if (name.text.len && add_name(&n, &name, &p->other[kept]))
			p->other[kept++] = name;
	}
	add_texts(&n, p);
	sort_keys(n.key, n.nkeys);
	for (uint32_t i = 0; i < n.nkeys; i++)
		if (!i || n.key[i] != n.key[i - 1])
			n.key[nkeys++] = n.key[i];
	*out = (struct named){ .lines = join_names(p->other, kept, arena),
		.key = n.key,
		.nkeys = nkeys,
		.nnames = kept + 1 };
}
