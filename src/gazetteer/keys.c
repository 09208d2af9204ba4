#include "gazetteer/keys.h"

#include <string.h>

#include "gazetteer/letters.h"

enum {
	DELETE_PREFIX = 7,   /* letters of the name that delete keys look at */
	SHORTEST_DELETE = 4, /* below, one letter less says nothing */
	SHORTEST_SKELETON = 2,
};

/* FNV-1a, then the finisher of MurmurHash3, so that all bits are as good. */
static uint64_t hash(enum key_kind kind, const char *s, size_t n) {
	uint64_t h = 14695981039346656037u ^ (uint64_t)kind;
	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 1099511628211u;
	h = (h ^ h >> 33) * 0xFF51AFD7ED558CCDu;
	h = (h ^ h >> 33) * 0xC4CEB9FE1A85EC53u;
	return h ^ h >> 33;
}

struct key_list {
	uint64_t *key;
	size_t n;
};

static void add(struct key_list *list, enum key_kind kind, const char *s, size_t n) {
	uint64_t h = hash(kind, s, n);
	for (size_t i = 0; i < list->n; i++)
		if (list->key[i] == h)
			return;
	if (list->n < KEYS_MOST)
		list->key[list->n++] = h;
}

/* Strong: th and t, dh and d, gh and g, zh and z are one, for that is how most
 * writers simplify. */
static char strong_sound(char c) {
	switch (c) {
	case 'a':
	case 'e':
	case 'i':
	case 'o':
	case 'u':
	case 'y':
	case 'w':
		return 0;
	case 'T':
		return 't';
	case 'D':
		return 'd';
	case 'G':
		return 'g';
	case 'Z':
		return 'z';
	default:
		return c;
	}
}

/* Weak: one letter for all that is made in the same part of the mouth. */
static char weak_sound(char c) {
	switch (c) {
	case 'a':
	case 'e':
	case 'i':
	case 'o':
	case 'u':
	case 'y':
	case 'w':
	case 'h':
		return 0;
	case 'p':
		return 'b';
	case 't':
	case 'T':
	case 'D':
		return 'd';
	case 'q':
	case 'k':
	case 'x':
	case 'G':
		return 'g';
	case 'v':
		return 'f';
	case 'z':
	case 'Z':
	case 'S':
	case 'C':
	case 'j':
		return 's';
	default:
		return c;
	}
}

size_t keys_skeleton(struct str sound, bool weak, char *out) {
	size_t n = 0;
	for (size_t i = 0; i < sound.len; i++) {
		char c = weak ? weak_sound(sound.at[i]) : strong_sound(sound.at[i]);
		if (c && !(n && out[n - 1] == c && c >= 'A'))
			out[n++] = c;
	}
	out[n] = 0;
	return n;
}

static size_t without(const char *s, size_t n, size_t i, char *out) {
	memcpy(out, s, i);
	memcpy(out + i, s + i + 1, n - i - 1);
	return n - 1;
}

static void add_deletes(struct key_list *list, const char *s, size_t n, bool query) {
	char one[DELETE_PREFIX], two[DELETE_PREFIX];
	if (n < SHORTEST_DELETE)
		return;
	if (n > DELETE_PREFIX)
		n = DELETE_PREFIX;
	add(list, KEY_DELETE, s, n);
	for (size_t i = 0; i < n; i++) {
		size_t none = without(s, n, i, one);
		add(list, KEY_DELETE, one, none);
		for (size_t k = i; query && n > SHORTEST_DELETE && k < none; k++)
			add(list, KEY_DELETE, two, without(one, none, k, two));
	}
}

uint64_t keys_whole(const struct folded *f) {
	uint64_t h = hash(KEY_WHOLE, f->whole, f->nwhole);
	return h ? h : 1;
}

uint64_t keys_text(enum key_kind kind, struct str text) {
	return hash(kind, text.at, text.len);
}

size_t keys_make(const struct folded *f, unsigned kinds, bool query,
	uint64_t out[static KEYS_MOST]) {
	struct key_list list = { out, 0 };
	struct str sound = { f->sound, f->nsound };
	char skeleton[FOLD_SIZE];
	if (!f->nwhole)
		return 0;
	if (kinds & KEY_WHOLE) {
		add(&list, KEY_WHOLE, f->whole, f->nwhole);
		add(&list, KEY_WHOLE, f->bare, f->nbare);
	}
	size_t n = keys_skeleton(sound, false, skeleton);
	if ((kinds & KEY_STRONG) && n >= SHORTEST_SKELETON)
		add(&list, KEY_STRONG, skeleton, n);
	n = keys_skeleton(sound, true, skeleton);
	if ((kinds & KEY_WEAK) && n >= SHORTEST_SKELETON)
		add(&list, KEY_WEAK, skeleton, n);
	/* Letters of other scripts are several bytes, and syllables rather. */
	if ((kinds & KEY_DELETE) && !(f->scripts & 1u << SCRIPT_OTHER))
		add_deletes(&list, f->bare, f->nbare, query);
	return list.n;
}
