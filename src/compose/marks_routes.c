#include <stdlib.h>
#include <string.h>

#include "compose/entries.h"
#include "compose/marks.h"
#include "compose/words.h"

/* A route, where it stood in the list, and how many it stands for. */
struct way {
	const struct feature *feature;
	uint32_t index, count;
	struct value *value; /* what is true of all of them */
};

static int compare_points(const struct geom *a, const struct geom *b) {
	if (a->npoints != b->npoints)
		return a->npoints < b->npoints ? -1 : 1;
	for (uint32_t i = 0; i < a->npoints; i++) {
		struct point p = a->point[i], q = b->point[i];
		if (p.x < q.x || p.x > q.x)
			return p.x < q.x ? -1 : 1;
		if (p.y < q.y || p.y > q.y)
			return p.y < q.y ? -1 : 1;
	}
	return 0;
}

static int compare_ways(const struct feature *a, const struct feature *b) {
	int order = str_compare(entry_text(a, "kind"), entry_text(b, "kind"));
	order = order ? order
		      : str_compare(entry_text(a, "confidence"), entry_text(b, "confidence"));
	return order ? order : compare_points(&a->geom, &b->geom);
}

static int by_way(const void *left, const void *right) {
	const struct way *a = left, *b = right;
	int order = compare_ways(a->feature, b->feature);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static int by_index(const void *left, const void *right) {
	const struct way *a = left, *b = right;
	return (a->index > b->index) - (a->index < b->index);
}

static bool same_value(const struct value *a, const struct value *b) {
	bool plain = a->type == VALUE_STRING || a->type == VALUE_NUMBER || a->type == VALUE_BOOL;
	return a->type == b->type && (a->type == VALUE_MISSING || (plain && value_equal(a, b)));
}

/* What is said of one of them is not true of all. */
static void keep_common(struct value *v, const struct value *other, uint32_t n) {
	for (uint32_t i = 0; i < n; i++)
		if (!same_value(&v[i], &other[i]))
			v[i] = (struct value){ .type = VALUE_MISSING };
}

/* The first of `count` equal ones stands for all; its figure is then their number. */
static void set_count(struct value *v, const struct columns *columns, uint32_t count,
	struct str language, struct arena *arena) {
	struct value number = { .type = VALUE_NUMBER, .number = count };
	struct str kind = words_in(language,
		words_capitalised(
			entry_text(&(struct feature){ .columns = columns, .value = v }, "kind"),
			arena));
	struct str said = words_events(language, count);
	const char *summary = arena_printf(arena, "%u %.*s%s%.*s", count, STR_ARG(said),
		kind.len ? ": " : "", STR_ARG(kind));
	columns_set(columns, v, STR("number"), number);
	columns_set(columns, v, STR("cluster"), number);
	columns_set(columns, v, STR("summary"),
		(struct value){ .type = VALUE_STRING, .string = str_of(summary) });
}

/* Sorted ways of which those that are equal become one; how many are left. */
static uint32_t join_equal(struct way *way, uint32_t n, const struct columns *columns,
	struct arena *arena) {
	uint32_t nways = 0, width = columns->count - 2;
	for (uint32_t i = 0; i < n; i++) {
		const struct feature *f = way[i].feature;
		struct way *last = nways ? &way[nways - 1] : NULL;
		if (last && compare_ways(last->feature, f) == 0) {
			keep_common(last->value, f->value, width);
			last->count++;
			continue;
		}
		struct value *v = arena_new(arena, struct value, columns->count);
		memcpy(v, f->value, width * sizeof(*v));
		v[width].type = v[width + 1].type = VALUE_MISSING;
		way[nways++] = (struct way){ f, way[i].index, 1, v };
	}
	return nways;
}

void marks_join_routes(const struct layer *routes, const struct columns *columns,
	struct str language, struct layer *out, struct arena *arena) {
	uint32_t n = routes->nfeatures;
	struct way *way = arena_new(arena, struct way, n);
	for (uint32_t i = 0; i < n; i++)
		way[i] = (struct way){ .feature = &routes->feature[i], .index = i };
	if (n)
		qsort(way, n, sizeof(*way), by_way);
	uint32_t nways = join_equal(way, n, columns, arena);
	if (nways)
		qsort(way, nways, sizeof(*way), by_index);
	*out = *routes;
	out->columns = *columns;
	out->feature = arena_new(arena, struct feature, nways);
	out->nfeatures = nways;
	for (uint32_t i = 0; i < nways; i++) {
		struct value *v = way[i].value;
		columns_set(columns, v, STR("number"), (struct value){ .type = VALUE_MISSING });
		columns_set(columns, v, STR("date_text"), (struct value){ .type = VALUE_MISSING });
		if (way[i].count > 1)
			set_count(v, columns, way[i].count, language, arena);
		out->feature[i] = *way[i].feature;
		out->feature[i].columns = columns;
		out->feature[i].value = v;
	}
}
