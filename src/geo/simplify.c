#include "geo/geom.h"

#include <string.h>

#include "geo/build.h"

/*
 * Douglas and Peucker (1973), behind a pass that thins out points which lie
 * closer together than a part of the tolerance.  No dropped point is farther
 * than `tolerance` from what is drawn in its stead: both errors add up to it.
 */

static const double THINNING = 0.3; /* of the tolerance; the rest is for the bends */

/* Longer runs are taken in pieces, which bounds the time of hostile shapes. */
enum { LONGEST_RUN = 4096, DEPTH = 16 };

struct range {
	uint32_t from, to;
};

struct simplify {
	struct arena arena;
	struct point *point; /* thinned out */
	unsigned char *keep;
	uint32_t capacity;
};

static double square(double v) {
	return v * v;
}

static uint32_t thin(struct simplify *s, const struct point *p, uint32_t n, double radius) {
	double least = square(radius);
	uint32_t m = 0;
	s->point[m++] = p[0];
	for (uint32_t i = 1; i + 1 < n; i++)
		if (square(p[i].x - s->point[m - 1].x) + square(p[i].y - s->point[m - 1].y) > least)
			s->point[m++] = p[i];
	if (n > 1)
		s->point[m++] = p[n - 1];
	return m;
}

/* The point between both ends that is farthest from the segment between them,
 * or 0 when all are within the tolerance. */
static uint32_t farthest(const struct point *p, struct range r, double tolerance2) {
	struct point a = p[r.from];
	double dx = p[r.to].x - a.x, dy = p[r.to].y - a.y;
	double length2 = dx * dx + dy * dy, inverse = length2 > 0 ? 1 / length2 : 0;
	double most = tolerance2;
	uint32_t found = 0;
	for (uint32_t i = r.from + 1; i < r.to; i++) {
		double x = p[i].x - a.x, y = p[i].y - a.y;
		double t = (x * dx + y * dy) * inverse;
		t = t < 0 ? 0 : t > 1 ? 1 : t;
		double d = square(x - t * dx) + square(y - t * dy);
		if (d > most) {
			most = d;
			found = i;
		}
	}
	return found;
}

/* The smaller half is put off, so that the stack stays as low as the logarithm
 * of the run. */
static void mark_run(struct simplify *s, struct range r, double tolerance2) {
	struct range stack[DEPTH];
	uint32_t depth = 0;
	s->keep[r.from] = s->keep[r.to] = 1;
	stack[depth++] = r;
	while (depth) {
		r = stack[--depth];
		uint32_t middle = farthest(s->point, r, tolerance2);
		if (!middle)
			continue;
		s->keep[middle] = 1;
		struct range left = { r.from, middle }, right = { middle, r.to };
		bool left_first = middle - r.from < r.to - middle;
		stack[depth++] = left_first ? right : left;
		stack[depth++] = left_first ? left : right;
	}
}

static void mark(struct simplify *s, struct range r, double tolerance2) {
	for (uint32_t from = r.from; from < r.to; from += LONGEST_RUN) {
		uint32_t to = r.to - from > LONGEST_RUN ? from + LONGEST_RUN : r.to;
		mark_run(s, (struct range){ from, to }, tolerance2);
	}
}

/* A ring is two lines: from its first point to the farthest one, and back. */
static uint32_t opposite(const struct point *p, uint32_t n) {
	uint32_t found = 0;
	double most = 0;
	for (uint32_t i = 1; i < n; i++) {
		double d = square(p[i].x - p[0].x) + square(p[i].y - p[0].y);
		if (d > most) {
			most = d;
			found = i;
		}
	}
	return found;
}

static bool simplify_part(struct simplify *s, const struct point *p, uint32_t n, bool ring,
	double tolerance, struct geom_builder *b) {
	if (s->capacity < n) {
		s->point = arena_new(&s->arena, struct point, n);
		s->keep = arena_new(&s->arena, unsigned char, n);
		s->capacity = n;
	}
	uint32_t m = thin(s, p, n, THINNING * tolerance);
	if (m < (ring ? 4 : 2))
		return false;
	memset(s->keep, 0, m);
	double tolerance2 = square((1 - THINNING) * tolerance);
	uint32_t turn = ring ? opposite(s->point, m) : 0;
	if (turn)
		mark(s, (struct range){ 0, turn }, tolerance2);
	mark(s, (struct range){ turn, m - 1 }, tolerance2);
	for (uint32_t i = 0; i < m; i++)
		if (s->keep[i])
			build_point(b, s->point[i]);
	/* A small ring may have been turned inside out: it is too thin to show. */
	if (ring && build_length(b) <= 6
		&& ring_area(b->geom.point + build_start(b), build_length(b)) * ring_area(p, n)
			<= 0)
		build_drop(b);
	return build_end(b, ring ? 4 : 2);
}

static bool is_small(struct rect bounds, double tolerance) {
	return rect_width(bounds) < tolerance && rect_height(bounds) < tolerance;
}

struct geom geom_simplify(const struct geom *g, double tolerance, struct arena *a) {
	if (g->type == GEOM_POINTS || !(tolerance > 0))
		return *g;
	struct geom_builder b;
	build_init(&b, g->type, g->nparts, a);
	struct simplify s = { .arena = ARENA_INIT };
	bool ring = g->type == GEOM_POLYGONS, lost_outer = false;
	/* Outer rings turn as the first does: on pages, whose y runs down, the other way. */
	double way = ring && g->nparts ? ring_area(g->point, g->end[0]) : 0;
	for (uint32_t i = 0; i < g->nparts; i++) {
		const struct point *p = g->point + geom_start(g, i);
		uint32_t n = g->end[i] - geom_start(g, i);
		if (n < 2)
			continue;
		/* The holes of what has vanished vanish with it. */
		if (lost_outer && ring_area(p, n) * way < 0)
			continue;
		bool kept = !is_small(geom_part_bounds(g, i), tolerance)
			&& simplify_part(&s, p, n, ring, tolerance, &b);
		if (ring && (kept || ring_area(p, n) * way > 0))
			lost_outer = !kept;
	}
	arena_release(&s.arena);
	return b.geom;
}
