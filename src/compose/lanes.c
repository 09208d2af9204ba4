#include "compose/lanes.h"

#include <stdlib.h>

#include "compose/curve.h"
#include "compose/entries.h"
#include "compose/fan.h"
#include "compose/layers.h"
#include "compose/offset.h"

/* Between the middles of two lanes, and of all of them together at most, page units. */
static const double LANE = 9, WIDEST = 45;

/* A route as seen from the end that comes first. */
struct way {
	const struct feature *feature;
	uint32_t index;
	bool back;
};

/* The same place, whichever way a great circle through it was followed. */
static int compare_places(struct point a, struct point b) {
	const double step = 1e-6; /* degrees */
	double x = round(a.x / step) - round(b.x / step), y = round(a.y / step) - round(b.y / step);
	return x != 0 ? (x > 0) - (x < 0) : (y > 0) - (y < 0);
}

static struct point place(const struct way *w, uint32_t i) {
	const struct geom *g = &w->feature->geom;
	return g->point[w->back ? g->npoints - 1 - i : i];
}

static int compare_ways(const struct way *a, const struct way *b) {
	uint32_t n = a->feature->geom.npoints, m = b->feature->geom.npoints;
	int order = (n > m) - (n < m);
	for (uint32_t i = 0; order == 0 && i < n; i++)
		order = compare_places(place(a, i), place(b, i));
	return order;
}

/* Within a way: what lies in one lane. */
static int compare_lanes(const struct way *a, const struct way *b) {
	const struct feature *f = a->feature, *g = b->feature;
	if (a->back != b->back)
		return a->back ? 1 : -1;
	int order = str_compare(entry_text(f, "kind"), entry_text(g, "kind"));
	return order ? order
		     : str_compare(entry_text(f, "confidence"), entry_text(g, "confidence"));
}

static int by_lane(const void *left, const void *right) {
	const struct way *a = left, *b = right;
	int order = compare_ways(a, b);
	order = order ? order : compare_lanes(a, b);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

/* Sorted routes over one way. */
static void share_way(const struct way *way, uint32_t n, struct map_lane *out) {
	uint32_t nlanes = 1, lane = 0;
	for (uint32_t i = 1; i < n; i++)
		nlanes += compare_lanes(&way[i - 1], &way[i]) != 0;
	double width = fmin(LANE, WIDEST / nlanes);
	for (uint32_t i = 0; i < n; i++) {
		lane += i && compare_lanes(&way[i - 1], &way[i]) != 0;
		double right = (lane - (nlanes - 1) / 2.0) * width;
		out[way[i].index].aside = way[i].back ? -right : right;
	}
}

static int by_place(const void *left, const void *right) {
	return compare_places(*(const struct point *)left, *(const struct point *)right);
}

/* How many of the sorted places come before this one or, with `or_at`, are not behind it. */
static uint32_t places_before(const struct point *place, uint32_t n, struct point p, bool or_at) {
	uint32_t low = 0;
	while (low < n) {
		uint32_t middle = low + (n - low) / 2;
		if (compare_places(place[middle], p) < or_at)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

static void stop_early(const struct layer *routes, const struct layer *events, double symbol,
	struct map_lane *out, struct arena *arena) {
	uint32_t n = events->nfeatures;
	struct point *at = arena_new(arena, struct point, n);
	for (uint32_t i = 0; i < n; i++)
		at[i] = events->feature[i].geom.point[0];
	if (n)
		qsort(at, n, sizeof(*at), by_place);
	for (uint32_t i = 0; i < routes->nfeatures; i++) {
		const struct geom *g = &routes->feature[i].geom;
		struct point end = g->point[g->npoints - 1];
		uint32_t there = places_before(at, n, end, true) - places_before(at, n, end, false);
		out[i].early = there ? fan_radius(there, symbol) + symbol / 2 : 0;
	}
}

const struct map_lane *lanes_of(const struct layer *routes, const struct layer *events,
	double symbol, struct arena *arena) {
	uint32_t n = routes->nfeatures;
	struct map_lane *out = arena_new(arena, struct map_lane, n);
	struct way *way = arena_new(arena, struct way, n);
	for (uint32_t i = 0; i < n; i++) {
		const struct feature *f = &routes->feature[i];
		struct way there = { f, i, false }, back = { f, i, true };
		way[i] = compare_ways(&there, &back) > 0 ? back : there;
	}
	if (n)
		qsort(way, n, sizeof(*way), by_lane);
	for (uint32_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && compare_ways(&way[i], &way[end]) == 0;)
			end++;
		share_way(way + i, end - i, out);
	}
	stop_early(routes, events, symbol, out, arena);
	return out;
}

struct geom lane_line(const struct geom *line, struct map_lane lane, struct arena *arena) {
	const double arrow = 24; /* room for its head */
	struct point tip;
	double angle;
	struct geom aside = lane.aside != 0 ? lines_offset(line, lane.aside, arena) : *line;
	struct geom rest = geom_copy(&aside, arena), out = geom_copy(&aside, arena);
	if (lane.early > 0 && line_shorten(&rest, lane.early + arrow, &tip, &angle))
		line_shorten(&out, lane.early, &tip, &angle);
	return out;
}
