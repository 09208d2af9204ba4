#include "geo/guard.h"

#include "geo/build.h"

/* A point goes when it and both its neighbours lie beyond one side: the two edges
 * become one that lies there too, and nothing changes in the window. */
static void guard_ring(const struct point *p, uint32_t n, struct rect w, struct geom_builder *b) {
	unsigned before = 0, last = 0, all = 15;
	for (uint32_t i = 0; i < n; i++) {
		unsigned side = guard_side(w, p[i]);
		all &= side;
		if (build_length(b) >= 2 && (before & last & side)) {
			b->geom.point[b->geom.npoints - 1] = p[i];
			last = side;
			continue;
		}
		build_point(b, p[i]);
		before = last;
		last = side;
	}
	if (all)
		build_drop(b);
	build_end(b, 4);
}

static bool is_dropped(const struct point *p, uint32_t edge, struct rect w) {
	return (guard_side(w, p[edge]) & guard_side(w, p[edge + 1])) != 0;
}

/* The edges of a line that returns to its start are gone through from one that goes:
 * so the run over the start stays in one piece, with a join there and no ends. */
static uint32_t first_edge(const struct point *p, uint32_t n, struct rect w) {
	uint32_t i = 0;
	if (n < 4 || p[0].x != p[n - 1].x || p[0].y != p[n - 1].y)
		return 0;
	while (i + 1 < n && !is_dropped(p, i, w))
		i++;
	return i + 1 < n ? i : 0;
}

static void guard_line(const struct point *p, uint32_t n, struct rect w, struct geom_builder *b) {
	bool open = false;
	uint32_t first = n > 1 ? first_edge(p, n, w) : 0;
	for (uint32_t k = 0; k + 1 < n; k++) {
		uint32_t i = first + k < n - 1 ? first + k : first + k - (n - 1);
		if (is_dropped(p, i, w)) {
			if (open)
				build_end(b, 2);
			open = false;
			continue;
		}
		if (!open)
			build_point(b, p[i]);
		build_point(b, p[i + 1]);
		open = true;
	}
	if (open)
		build_end(b, 2);
}

static struct geom guard_points(const struct geom *g, struct rect w, struct arena *a) {
	struct geom out = { .type = GEOM_POINTS };
	out.point = arena_new(a, struct point, g->npoints);
	for (uint32_t i = 0; i < g->npoints; i++)
		if (rect_contains(w, g->point[i]))
			out.point[out.npoints++] = g->point[i];
	return out;
}

struct geom geom_guard(const struct geom *g, struct rect window, struct arena *a) {
	if (g->type == GEOM_POINTS)
		return guard_points(g, window, a);
	struct geom_builder b;
	build_init(&b, g->type, g->nparts, a);
	for (uint32_t i = 0; i < g->nparts; i++) {
		uint32_t start = geom_start(g, i);
		if (g->type == GEOM_POLYGONS)
			guard_ring(g->point + start, g->end[i] - start, window, &b);
		else
			guard_line(g->point + start, g->end[i] - start, window, &b);
	}
	return b.geom;
}

struct geom geom_guard_parts(const struct geom *g, struct rect window, struct arena *a) {
	struct geom_builder b;
	if (g->type == GEOM_POINTS)
		return guard_points(g, window, a);
	build_init(&b, g->type, g->nparts, a);
	for (uint32_t i = 0; i < g->nparts; i++) {
		uint32_t start = geom_start(g, i);
		if (!rect_overlaps(geom_part_bounds(g, i), window))
			continue;
		build_points(&b, g->point + start, g->end[i] - start);
		build_end(&b, 2);
	}
	return b.geom;
}
