#include "app/state.h"

static struct value text_value(struct str s) {
	return (struct value){ .type = VALUE_STRING, .string = s };
}

static struct str text_of(const struct feature *f, struct str column) {
	const struct value *v = feature_get(f, column);
	return v && v->type == VALUE_STRING ? v->string : STR("");
}

static bool lies_in(const struct geom *g, const struct feature *country) {
	for (uint32_t k = 0; k < g->npoints; k++)
		if (rect_contains(country->bounds, g->point[k])
			&& geom_contains(&country->geom, g->point[k]))
			return true;
	return false;
}

static struct str text_in(const struct feature *f, int column) {
	const struct value *v = column >= 0 ? &f->value[column] : NULL;
	return v && v->type == VALUE_STRING ? v->string : STR("");
}

/* An event says its country itself, if as a code: a town on a border may lie beyond it on
 * a map of this scale.  Stops of a route lie where they lie, and so does what lies in an
 * area that is disputed, which has the code of a country. */
uint32_t layer_count_in(const struct layer *events, const struct feature *country, uint32_t most) {
	int code_at = columns_find(&events->columns, STR("country"));
	int role_at = columns_find(&events->columns, STR("role"));
	bool disputed = str_equal(text_of(country, STR("kind")), STR("disputed"));
	struct str own = text_of(country, STR("iso_a2"));
	uint32_t n = 0;
	for (uint32_t i = 0; i < events->nfeatures && n < most; i++) {
		const struct feature *f = &events->feature[i];
		struct str code = text_in(f, code_at);
		bool says = code.len == 2 && text_in(f, role_at).len == 0 && !disputed;
		n += says ? str_equal(code, own) : lies_in(&f->geom, country);
	}
	return n;
}

static struct value countries_of(const struct map *map, const struct event_layers *events,
	struct arena *arena) {
	struct value *item = NULL;
	uint32_t count = 0, capacity = 0;
	for (uint32_t s = 0; s < map->nsources && events; s++) {
		const struct layer *layer = map->source[s].layer;
		if (!layer || columns_find(&layer->columns, STR("iso_a2")) < 0)
			continue;
		for (uint32_t i = 0; i < layer->nfeatures; i++) {
			const struct feature *f = &layer->feature[i];
			const struct value *code = feature_get(f, STR("iso_a2"));
			if (f->geom.type == GEOM_POLYGONS && code && code->type == VALUE_STRING
				&& (layer_count_in(&events->events, f, 1)
					|| layer_count_in(&events->stops, f, 1)))
				*arena_push(arena, item, count, capacity) = *code;
		}
	}
	return (struct value){ .type = VALUE_ARRAY, .array = { item, count } };
}

const struct value *state_make(const struct map *map, const struct event_layers *events,
	const struct str *language, uint32_t nlanguages, struct arena *arena) {
	enum { LANG1, LANG2, COUNTRIES, N };
	struct value *key = arena_new(arena, struct value, N);
	struct value *item = arena_new(arena, struct value, N);
	struct value *state = arena_new(arena, struct value, 1);
	key[LANG1] = text_value(STR("lang1"));
	key[LANG2] = text_value(STR("lang2"));
	key[COUNTRIES] = text_value(STR("countries"));
	item[LANG1] = text_value(nlanguages > 0 ? language[0] : STR("en"));
	item[LANG2] = text_value(nlanguages > 1 ? language[1] : STR(""));
	item[COUNTRIES] = countries_of(map, events, arena);
	*state = (struct value){ .type = VALUE_OBJECT, .object = { key, item, N } };
	return state;
}
