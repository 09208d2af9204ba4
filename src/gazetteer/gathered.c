#include "gazetteer/gather.h"

#include <string.h>

#include "gazetteer/fold.h"

enum { LONGEST_TEXT = UINT16_MAX, ROW_BYTES = 8 };

static uint64_t hash(struct str s) {
	uint64_t h = 14695981039346656037u;
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.at[i]) * 1099511628211u;
	h = (h ^ h >> 33) * 0xFF51AFD7ED558CCDu;
	return h ^ h >> 33;
}

struct gathered *gather_place(struct gathering *g) {
	if (!g->clean.block) {
		arena_new(&g->scratch, char, 1);
		g->clean = arena_mark(&g->scratch);
	}
	g->place = (struct gathered){ 0 };
	return &g->place;
}

void gather_dated_name(struct gathering *g, struct place_name name) {
	struct gathered *p = &g->place;
	if (!name.language.len)
		name.language = name_language(name.text);
	*arena_push(&g->scratch, p->other, p->nothers, p->capacity) = name;
}

void gather_name(struct gathering *g, struct str text, struct str language) {
	struct str none = { "", 0 };
	gather_dated_name(g, (struct place_name){ text, language, none, none });
}

void gather_put(struct gathering *g) {
	struct str bytes = gathered_pack(&g->place, g->nrows, &g->scratch);
	g->nrows++;
	g->nplaces += g->place.has_point;
	if (g->sorter)
		sorter_put(g->sorter,
			(struct record){ hash(g->place.id), (const unsigned char *)bytes.at,
				(uint32_t)bytes.len });
	arena_rewind(&g->scratch, g->clean);
}

struct packing {
	char *at;
	size_t n, size;
};

static void put(struct packing *p, const void *data, size_t n) {
	if (p->at && n)
		memcpy(p->at + p->n, data, n);
	p->n += n;
}

/* Tabs and line ends would make two lines of a name in the file. */
static void put_text(struct packing *p, struct str s) {
	uint16_t len = (uint16_t)(s.len < LONGEST_TEXT ? s.len : LONGEST_TEXT);
	put(p, &len, sizeof(len));
	char *from = p->at ? p->at + p->n : NULL;
	put(p, s.at, len);
	for (size_t i = 0; from && i < len; i++)
		if ((unsigned char)from[i] < 0x20)
			from[i] = ' ';
}

static void pack(struct packing *out, const struct gathered *p, uint64_t row) {
	unsigned char order[ROW_BYTES];
	for (int i = 0; i < ROW_BYTES; i++)
		order[i] = (unsigned char)(row >> 8 * (ROW_BYTES - 1 - i));
	unsigned char flags = (unsigned char)(p->has_point | p->has_extent << 1 | p->curated << 2);
	unsigned char curated = p->curated;
	put(out, p->id.at, p->id.len);
	put(out, "", 1);
	/* GeoNames' row first: ours is laid over it. */
	put(out, &curated, 1);
	put(out, order, sizeof(order));
	put(out, &flags, 1);
	put(out, &p->at, sizeof(p->at));
	put(out, &p->population, sizeof(p->population));
	put(out, &p->precision, sizeof(p->precision));
	if (p->has_extent)
		put(out, &p->extent, sizeof(p->extent));
	put_text(out, p->name);
	put_text(out, p->country);
	put_text(out, p->also);
	put_text(out, p->admin1);
	put_text(out, p->feature_code);
	put_text(out, p->class);
	put_text(out, p->parent);
	put(out, &p->nothers, sizeof(p->nothers));
	for (uint32_t i = 0; i < p->nothers; i++) {
		put_text(out, p->other[i].text);
		put_text(out, p->other[i].language);
		put_text(out, p->other[i].from);
		put_text(out, p->other[i].until);
	}
}

struct str gathered_pack(const struct gathered *p, uint64_t row, struct arena *arena) {
	struct packing packing = { 0 };
	pack(&packing, p, row);
	packing.at = arena_new(arena, char, packing.n + 1);
	packing.n = 0;
	pack(&packing, p, row);
	return (struct str){ packing.at, packing.n };
}

static bool take(struct str *rest, void *out, size_t n) {
	if (rest->len < n)
		return false;
	if (n)
		memcpy(out, rest->at, n);
	*rest = str_slice(*rest, n, rest->len);
	return true;
}

static bool take_text(struct str *rest, struct str *out) {
	uint16_t len;
	if (!take(rest, &len, sizeof(len)) || rest->len < len)
		return false;
	*out = str_slice(*rest, 0, len);
	*rest = str_slice(*rest, len, rest->len);
	return true;
}

static bool take_names(struct str *rest, struct gathered *p, struct arena *arena) {
	uint32_t n;
	if (!take(rest, &n, sizeof(n)) || n > rest->len)
		return false;
	p->other = arena_new(arena, struct place_name, (size_t)n + 1);
	p->nothers = p->capacity = n;
	for (uint32_t i = 0; i < n; i++)
		if (!take_text(rest, &p->other[i].text) || !take_text(rest, &p->other[i].language)
			|| !take_text(rest, &p->other[i].from)
			|| !take_text(rest, &p->other[i].until))
			return false;
	return true;
}

bool gathered_unpack(struct str bytes, struct gathered *p, struct arena *arena) {
	unsigned char skipped[1 + ROW_BYTES], flags;
	*p = (struct gathered){ 0 };
	const char *end = bytes.len ? memchr(bytes.at, 0, bytes.len) : NULL;
	if (!end)
		return false;
	p->id = (struct str){ bytes.at, (size_t)(end - bytes.at) };
	bytes = str_slice(bytes, p->id.len + 1, bytes.len);
	if (!take(&bytes, skipped, sizeof(skipped)) || !take(&bytes, &flags, 1)
		|| !take(&bytes, &p->at, sizeof(p->at))
		|| !take(&bytes, &p->population, sizeof(p->population))
		|| !take(&bytes, &p->precision, sizeof(p->precision)))
		return false;
	p->has_point = flags & 1;
	p->has_extent = flags >> 1 & 1;
	p->curated = flags >> 2 & 1;
	if (p->has_extent && !take(&bytes, &p->extent, sizeof(p->extent)))
		return false;
	return take_text(&bytes, &p->name) && take_text(&bytes, &p->country)
		&& take_text(&bytes, &p->also) && take_text(&bytes, &p->admin1)
		&& take_text(&bytes, &p->feature_code) && take_text(&bytes, &p->class)
		&& take_text(&bytes, &p->parent) && take_names(&bytes, p, arena);
}

static char *folded_name(struct str name, struct arena *arena) {
	struct folded f;
	fold(name, &f);
	return arena_strdup(arena, (struct str){ f.bare, f.nbare });
}

void gather_country(struct gathering *g, struct str name, struct str code) {
	if (code.len != 2 || !name.len)
		return;
	struct country_code *c = arena_push(g->arena, g->country, g->ncountries,
		g->country_capacity);
	*c = (struct country_code){ .name = folded_name(name, g->arena) };
	memcpy(c->code, code.at, code.len);
}

struct str gather_country_code(const struct gathering *g, struct str name) {
	struct folded f;
	fold(name, &f);
	for (uint32_t i = 0; i < g->ncountries; i++)
		if (strcmp(g->country[i].name, f.bare) == 0)
			return str_of(g->country[i].code);
	return (struct str){ "", 0 };
}
