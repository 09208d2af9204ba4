#include "gazetteer/gather.h"

#include <string.h>

#include "gazetteer/fold.h"

enum { LONGEST_TEXT = UINT16_MAX, ROW_BYTES = 5 };

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
	/* The id stands first, and a NUL behind it. */
	if (g->sorter)
		sorter_put(g->sorter,
			(struct record){ hash(str_of(bytes.at)), (const unsigned char *)bytes.at,
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

/* LEB128 */
static void put_number(struct packing *p, uint64_t v) {
	unsigned char byte[10];
	size_t n = 0;
	for (; v >= 0x80; v >>= 7)
		byte[n++] = (unsigned char)(v | 0x80);
	byte[n++] = (unsigned char)v;
	put(p, byte, n);
}

/* Tabs and line ends would make two lines of a name in the file, and a NUL ends an id. */
static void put_printable(struct packing *p, struct str s) {
	char *from = p->at ? p->at + p->n : NULL;
	put(p, s.at, s.len);
	for (size_t i = 0; from && i < s.len; i++)
		if ((unsigned char)from[i] < 0x20)
			from[i] = ' ';
}

/* At most LONGEST_TEXT bytes, and no part of a letter behind them. */
static struct str cut_text(struct str s) {
	size_t len = s.len <= LONGEST_TEXT ? s.len : LONGEST_TEXT;
	while (len && len < s.len && ((unsigned char)s.at[len] & 0xC0) == 0x80)
		len--;
	return str_slice(s, 0, len);
}

/* `bit` stands beside the length. */
static void put_text_with(struct packing *p, struct str s, bool bit) {
	s = cut_text(s);
	put_number(p, s.len << 1 | bit);
	put_printable(p, s);
}

static void put_text(struct packing *p, struct str s) {
	put_text_with(p, s, false);
}

/* What a row of the inputs seldom has takes no room: which of its parts follow
 * is said by bits. */
enum {
	HAS_POINT = 1,
	HAS_EXTENT = 2,
	IS_CURATED = 4,
	HAS_PRECISION = 8,
	HAS_POPULATION = 16,
};

static unsigned flags_of(const struct gathered *p) {
	return (p->has_point ? HAS_POINT : 0u) | (p->has_extent ? HAS_EXTENT : 0u)
		| (p->curated ? IS_CURATED : 0u) | (p->precision > 0 ? HAS_PRECISION : 0u)
		| (p->population ? HAS_POPULATION : 0u);
}

enum { NTEXTS = 8 };

static void texts_of(struct gathered *p, struct str *text[static NTEXTS]) {
	struct str *all[NTEXTS] = { &p->name, &p->country, &p->also, &p->admin1, &p->admin2,
		&p->feature_code, &p->class, &p->parent };
	memcpy(text, all, sizeof(all));
}

static void pack(struct packing *out, struct gathered *p, uint64_t row) {
	struct str *text[NTEXTS];
	unsigned char order[ROW_BYTES], flags = (unsigned char)flags_of(p), texts = 0;
	texts_of(p, text);
	for (int i = 0; i < NTEXTS; i++)
		texts = (unsigned char)(texts | (text[i]->len ? 1u << i : 0u));
	for (int i = 0; i < ROW_BYTES; i++)
		order[i] = (unsigned char)(row >> 8 * (ROW_BYTES - 1 - i));
	unsigned char curated = p->curated;
	put_printable(out, p->id);
	put(out, "", 1);
	/* GeoNames' row first: ours is laid over it. */
	put(out, &curated, 1);
	put(out, order, sizeof(order));
	put(out, &flags, 1);
	put(out, &texts, 1);
	if (p->has_point)
		put(out, &p->at, sizeof(p->at));
	if (p->population)
		put_number(out, p->population);
	if (p->precision > 0)
		put(out, &p->precision, sizeof(p->precision));
	if (p->has_extent)
		put(out, &p->extent, sizeof(p->extent));
	for (int i = 0; i < NTEXTS; i++)
		if (text[i]->len)
			put_text(out, *text[i]);
	put_number(out, p->nothers);
	for (uint32_t i = 0; i < p->nothers; i++) {
		const struct place_name *n = &p->other[i];
		bool dated = n->from.len || n->until.len;
		put_text_with(out, n->text, dated);
		put_text(out, n->language);
		if (dated) {
			put_text(out, n->from);
			put_text(out, n->until);
		}
	}
}

struct str gathered_pack(const struct gathered *p, uint64_t row, struct arena *arena) {
	struct packing packing = { 0 };
	struct gathered place = *p;
	pack(&packing, &place, row);
	packing.at = arena_new(arena, char, packing.n + 1);
	packing.n = 0;
	pack(&packing, &place, row);
	return (struct str){ packing.at, packing.n };
}

static bool take(struct str *rest, void *out, size_t n) {
	if (rest->len < n)
		return false;
	memcpy(out, rest->at, n);
	rest->at += n;
	rest->len -= n;
	return true;
}

static bool take_number(struct str *rest, uint64_t *out) {
	unsigned char byte;
	*out = 0;
	for (unsigned shift = 0; shift < 63 && take(rest, &byte, 1); shift += 7) {
		*out |= (uint64_t)(byte & 0x7F) << shift;
		if (!(byte & 0x80))
			return true;
	}
	return false;
}

static bool take_text_with(struct str *rest, struct str *out, bool *bit) {
	uint64_t len;
	if (!take_number(rest, &len) || rest->len < len >> 1)
		return false;
	*bit = len & 1;
	*out = (struct str){ rest->at, (size_t)(len >> 1) };
	rest->at += out->len;
	rest->len -= out->len;
	return true;
}

static bool take_text(struct str *rest, struct str *out) {
	bool nothing;
	return take_text_with(rest, out, &nothing);
}

static bool take_name(struct str *rest, struct place_name *out) {
	bool dated;
	*out = (struct place_name){ .from = { "", 0 }, .until = { "", 0 } };
	if (!take_text_with(rest, &out->text, &dated) || !take_text(rest, &out->language))
		return false;
	return !dated || (take_text(rest, &out->from) && take_text(rest, &out->until));
}

static bool take_names(struct str *rest, struct gathered *p, struct arena *arena) {
	uint64_t n;
	if (!take_number(rest, &n) || n > rest->len)
		return false;
	p->other = arena_new(arena, struct place_name, (size_t)n + 1);
	p->nothers = p->capacity = (uint32_t)n;
	for (uint32_t i = 0; i < n; i++)
		if (!take_name(rest, &p->other[i]))
			return false;
	return true;
}

static bool take_figures(struct str *bytes, unsigned flags, struct gathered *p) {
	uint64_t population = 0;
	p->has_point = flags & HAS_POINT;
	p->has_extent = flags & HAS_EXTENT;
	p->curated = flags & IS_CURATED;
	if ((p->has_point && !take(bytes, &p->at, sizeof(p->at)))
		|| ((flags & HAS_POPULATION) && !take_number(bytes, &population))
		|| ((flags & HAS_PRECISION) && !take(bytes, &p->precision, sizeof(p->precision)))
		|| (p->has_extent && !take(bytes, &p->extent, sizeof(p->extent))))
		return false;
	p->population = (uint32_t)population;
	return true;
}

bool gathered_unpack(struct str bytes, struct gathered *p, struct arena *arena) {
	unsigned char skipped[1 + ROW_BYTES], flags, texts;
	struct str *text[NTEXTS];
	*p = (struct gathered){ 0 };
	const char *end = memchr(bytes.at, 0, bytes.len);
	if (!end)
		return false;
	p->id = (struct str){ bytes.at, (size_t)(end - bytes.at) };
	bytes = str_slice(bytes, p->id.len + 1, bytes.len);
	if (!take(&bytes, skipped, sizeof(skipped)) || !take(&bytes, &flags, 1)
		|| !take(&bytes, &texts, 1) || !take_figures(&bytes, flags, p))
		return false;
	texts_of(p, text);
	for (int i = 0; i < NTEXTS; i++) {
		*text[i] = (struct str){ "", 0 };
		if ((texts >> i & 1) && !take_text(&bytes, text[i]))
			return false;
	}
	return take_names(&bytes, p, arena);
}

struct str gathered_division(struct str country, struct str admin1, struct str admin2,
	struct arena *arena) {
	if (!country.len || !admin1.len)
		return (struct str){ "", 0 };
	return str_of(arena_printf(arena, "%.*s.%.*s%s%.*s", STR_ARG(country), STR_ARG(admin1),
		admin2.len ? "." : "", STR_ARG(admin2)));
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
