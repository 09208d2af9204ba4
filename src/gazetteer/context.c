#include "gazetteer/rank.h"

#include <string.h>

#include "gazetteer/keys.h"

/* "IQ", as ISO 3166-1 writes it. */
static bool is_code(struct str s) {
	return s.len == 2 && s.at[0] >= 'A' && s.at[0] <= 'Z' && s.at[1] >= 'A' && s.at[1] <= 'Z';
}

/* The place of class country among those that bear the very name. */
static bool country_by_name(struct gazetteer *g, struct str name, struct store_country *out,
	struct arena *arena) {
	enum { MOST_VALUES = 256 };
	uint64_t key[KEYS_MOST];
	uint32_t value[MOST_VALUES];
	struct folded f;
	bool found = false;
	struct arena_mark mark = arena_mark(arena);
	fold(name, &f);
	size_t nkeys = keys_make(&f, KEY_WHOLE, true, key);
	for (size_t k = 0; k < nkeys && !found; k++) {
		uint32_t n = posting_read_all(g, key[k], value, MOST_VALUES);
		for (uint32_t i = 0; i < n && !found; i++) {
			struct stored s;
			found = store_read(g, value[i] >> STORE_WEIGHT_BITS, &s, arena)
				&& str_equal(s.place.class, STR("country"))
				&& store_read_country(g, s.place.country, out);
		}
	}
	arena_rewind(arena, mark);
	return found;
}

bool context_country(struct gazetteer *g, struct str name, struct store_country *out,
	struct arena *arena) {
	name = str_trim(name);
	if (is_code(name) && store_read_country(g, name, out))
		return true;
	return name.len > 0 && country_by_name(g, name, out, arena);
}

static bool lies_also_in(const struct stored *s, struct str code) {
	for (size_t i = 0; i + code.len <= s->also.len; i++)
		if (str_equal(str_slice(s->also, i, i + code.len), code))
			return true;
	return false;
}

bool context_is_in_country(const struct context *context, const struct stored *s) {
	struct str code = str_of(context->country.code);
	return !code.len || str_equal(s->place.country, code) || lies_also_in(s, code);
}

/* Any place that lies in it is among its parts. */
static bool has_parts(struct gazetteer *g, struct str id) {
	uint32_t value;
	return posting_read_all(g, keys_text(KEY_PARENT, id), &value, 1) > 0;
}

static struct anchor anchor_of(struct gazetteer *g, const struct stored *s) {
	struct anchor a = { .id = s->place.id,
		.country = s->place.country,
		.admin1 = s->place.admin1,
		.admin2 = s->admin2,
		.feature_code = s->place.feature_code,
		.at = s->place.at,
		.has_parts = has_parts(g, s->place.id) };
	if (!store_read_extent(g, s->number, &a.extent))
		a.extent = (struct rect)RECT_EMPTY;
	return a;
}

/* What the qualifier may mean, places of any class: "Lebanon" was tried before,
 * now "California", "Homs", "Al-Hasakah". */
static void find_region(struct gazetteer *g, struct context *context, struct arena *arena) {
	enum { MOST_ANCHORS = 8 };
	struct place_query query = { .name = context->asked.qualifier };
	struct context around = { .query = &query };
	struct region *r = &context->region;
	struct candidate *c;
	asked_parse(&query, &around.asked);
	if (context->country.code[0])
		around.country = context->country;
	uint32_t n = find_candidates(g, &around, &c, arena);
	*r = (struct region){ .g = g, .name = around.asked.whole, .core = around.asked.core };
	r->has_core = around.asked.has_core;
	r->anchor = arena_new(arena, struct anchor, MOST_ANCHORS);
	for (uint32_t i = 0; i < n && r->nanchors < MOST_ANCHORS; i++)
		if (c[i].fits && c[i].similarity >= c[0].similarity - PLACE_RIVAL)
			r->anchor[r->nanchors++] = anchor_of(g, &c[i].stored);
	context->has_region = r->nanchors > 0;
}

bool context_make(struct gazetteer *g, const struct place_query *query, struct context *out,
	struct arena *arena, struct diag *diag) {
	*out = (struct context){ .query = query };
	asked_parse(query, &out->asked);
	if (query->country.len && !context_country(g, query->country, &out->country, arena))
		return diag_error(diag, query->at,
			"no country \"%.*s\"; write its name or its "
			"code of two letters, such as IQ",
			STR_ARG(query->country));
	if (!out->asked.qualifier.len)
		return true;
	struct store_country named;
	if (context_country(g, out->asked.qualifier, &named, arena)
		&& (!out->country.code[0] || strcmp(out->country.code, named.code) == 0)) {
		out->country = named;
		return true;
	}
	find_region(g, out, arena);
	return true;
}
