#include <stdlib.h>
#include <string.h>

#include "compose/entries.h"
#include "compose/marks.h"
#include "compose/words.h"

/* A route and where it stood in the list. */
struct way {
	const struct feature *feature;
	uint32_t index;
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

static void set(struct value *v, const struct columns *columns, const char *column,
	struct value to) {
	int i = columns_find(columns, str_of(column));
	if (i >= 0)
		v[i] = to;
}

/* What is said of one of them is not true of all. */
static void forget_own(struct value *v, const struct columns *columns) {
	static const char *const own[] = { "id", "title", "note", "url", "date", "end_date" };
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		set(v, columns, own[i], (struct value){ .type = VALUE_MISSING });
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
	forget_own(v, columns);
	set(v, columns, "number", number);
	set(v, columns, "cluster", number);
	set(v, columns, "summary",
		(struct value){ .type = VALUE_STRING, .string = str_of(summary) });
}

void marks_join_routes(const struct layer *routes, const struct columns *columns,
	struct str language, struct layer *out, struct arena *arena) {
	uint32_t n = routes->nfeatures, nways = 0;
	struct way *way = arena_new(arena, struct way, n);
	uint32_t *count = arena_new(arena, uint32_t, n);
	for (uint32_t i = 0; i < n; i++)
		way[i] = (struct way){ &routes->feature[i], i };
	if (n)
		qsort(way, n, sizeof(*way), by_way);
	for (uint32_t i = 0; i < n; i++) {
		bool again = nways && compare_ways(way[nways - 1].feature, way[i].feature) == 0;
		if (!again)
			way[nways++] = way[i];
		count[way[nways - 1].index]++;
	}
	if (nways)
		qsort(way, nways, sizeof(*way), by_index);
	*out = *routes;
	out->columns = *columns;
	out->feature = arena_new(arena, struct feature, nways);
	out->nfeatures = nways;
	for (uint32_t i = 0; i < nways; i++) {
		struct value *v = arena_new(arena, struct value, columns->count);
		memcpy(v, way[i].feature->value, (columns->count - 2) * sizeof(*v));
		v[columns->count - 2].type = v[columns->count - 1].type = VALUE_MISSING;
		set(v, columns, "number", (struct value){ .type = VALUE_MISSING });
		set(v, columns, "date_text", (struct value){ .type = VALUE_MISSING });
		if (count[way[i].index] > 1)
			set_count(v, columns, count[way[i].index], language, arena);
		out->feature[i] = *way[i].feature;
		out->feature[i].columns = columns;
		out->feature[i].value = v;
	}
}
