#include "gazetteer/rank.h"

#include <string.h>

#include "gazetteer/keys.h"
#include "geo/geodesic.h"

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

/* What the qualifier may mean, places of any class: "Lebanon" was tried before,
 * now "California", "Homs", "Al-Hasakah". */
static void find_anchors(struct gazetteer *g, struct context *context, struct arena *arena) {
	enum { MOST_ANCHORS = 8 };
	struct place_query query = { .name = context->asked.qualifier };
	struct context around = { .query = &query };
	struct candidate *c;
	asked_parse(&query, &around.asked);
	if (context->country.code[0])
		around.country = context->country;
	uint32_t n = find_candidates(g, &around, &c, arena);
	context->anchor = arena_new(arena, struct point, MOST_ANCHORS);
	context->anchor_admin1 = arena_new(arena, struct str, MOST_ANCHORS);
	context->anchor_country = arena_new(arena, struct str, MOST_ANCHORS);
	context->anchor_extent = arena_new(arena, struct rect, MOST_ANCHORS);
	for (uint32_t i = 0; i < n && context->nanchors < MOST_ANCHORS; i++) {
		if (!c[i].fits || c[i].similarity < c[0].similarity - PLACE_RIVAL)
			continue;
		uint32_t k = context->nanchors++;
		context->anchor[k] = c[i].stored.place.at;
		context->anchor_admin1[k] = c[i].stored.place.admin1;
		context->anchor_country[k] = c[i].stored.place.country;
		if (!store_read_extent(g, c[i].stored.number, &context->anchor_extent[k]))
			context->anchor_extent[k] = (struct rect)RECT_EMPTY;
	}
	context->has_region = context->nanchors > 0;
}

/* "03", "CA", not "Anbar": our own lists name the division. */
static bool is_division_code(struct str s) {
	return s.len > 0 && s.len <= 3;
}

static bool is_named(struct str admin1, const struct asked *asked) {
	struct folded own, qualifier, core;
	const struct class_word *kind;
	enum fit fit;
	if (!admin1.len || is_division_code(admin1))
		return false;
	fold(admin1, &own);
	fold(asked->qualifier, &qualifier);
	return name_similarity(&own, &qualifier, &fit) >= PLACE_FITS_ALONE
		|| (asked_core(&qualifier, &core, &kind)
			&& name_similarity(&own, &core, &fit) >= PLACE_FITS_ALONE);
}

bool context_in_region(const struct context *context, const struct stored *s) {
	/* A region is named after its seat; where no code tells, so far around it. */
	static const double reach = 100000;
	if (is_named(s->place.admin1, &context->asked))
		return true;
	for (uint32_t i = 0; i < context->nanchors; i++) {
		struct str admin1 = context->anchor_admin1[i];
		if (!rect_is_empty(context->anchor_extent[i])
			&& rect_contains(context->anchor_extent[i], s->place.at))
			return true;
		if (is_division_code(admin1) && is_division_code(s->place.admin1)
			&& str_equal(context->anchor_country[i], s->place.country)) {
			if (str_equal(admin1, s->place.admin1))
				return true;
			continue;
		}
		if (geodesic_distance(context->anchor[i], s->place.at) <= reach)
			return true;
	}
	return false;
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
	find_anchors(g, out, arena);
	return true;
}
