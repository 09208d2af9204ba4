#include "geo/geom.h"

#include "geo/build.h"

static struct rect points_bounds(const struct point *p, uint32_t n) {
	struct rect r = RECT_EMPTY;
	for (uint32_t i = 0; i < n; i++) {
		/* Comparisons, not fmin(): four times as fast, and as deaf to NaN. */
		if (p[i].x < r.min.x)
			r.min.x = p[i].x;
		if (p[i].x > r.max.x)
			r.max.x = p[i].x;
		if (p[i].y < r.min.y)
			r.min.y = p[i].y;
		if (p[i].y > r.max.y)
			r.max.y = p[i].y;
	}
	return r;
}

struct rect geom_bounds(const struct geom *g) {
	return points_bounds(g->point, g->npoints);
}

struct rect geom_part_bounds(const struct geom *g, uint32_t part) {
	uint32_t start = geom_start(g, part);
	return points_bounds(g->point + start, g->end[part] - start);
}

bool geom_is_empty(const struct geom *g) {
	return g->npoints == 0;
}

double ring_area(const struct point *ring, uint32_t n) {
	double sum = 0;
	for (uint32_t i = 1; i + 1 < n; i++) {
		/* Relative to the first point: small rings far from the origin
		 * keep their digits. */
		double ax = ring[i].x - ring[0].x, ay = ring[i].y - ring[0].y;
		double bx = ring[i + 1].x - ring[0].x, by = ring[i + 1].y - ring[0].y;
		sum += ax * by - bx * ay;
	}
	return sum;
}

bool ring_contains(const struct point *ring, uint32_t n, struct point p) {
	bool inside = false;
	for (uint32_t i = 1; i < n; i++) {
		struct point a = ring[i - 1], b = ring[i];
		if ((a.y > p.y) == (b.y > p.y))
			continue;
		if (p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
			inside = !inside;
	}
	return inside;
}

bool geom_contains(const struct geom *polygons, struct point p) {
	bool inside = false;
	for (uint32_t i = 0; i < polygons->nparts; i++) {
		uint32_t start = geom_start(polygons, i);
		inside ^= ring_contains(polygons->point + start, polygons->end[i] - start, p);
	}
	return inside;
}

/* Both ends on one edge of the world.  Data is often rounded to a millionth. */
static bool on_world_edge(struct point a, struct point b) {
	const double near = 1e-6;
	if (fabs(a.x - b.x) <= near && fabs(fabs(a.x) - 180) <= near)
		return true;
	return fabs(a.y - b.y) <= near && fabs(fabs(a.y) - 90) <= near;
}

/* A ring that is broken begins behind its first gap, so that no run is cut
 * where the ring happened to begin. */
static void boundary_ring(const struct point *p, uint32_t n, struct geom_builder *b) {
	uint32_t gap = 1;
	while (gap < n && !on_world_edge(p[gap - 1], p[gap]))
		gap++;
	if (gap >= n) {
		build_points(b, p, n);
		build_end(b, 2);
		return;
	}
	build_point(b, p[gap]);
	for (uint32_t i = 1; i < n - 1; i++) {
		uint32_t at = (gap + i - 1) % (n - 1);
		if (on_world_edge(p[at], p[at + 1]))
			build_end(b, 2);
		build_point(b, p[at + 1]);
	}
	build_end(b, 2);
}

struct geom geom_boundary(const struct geom *g, struct arena *a) {
	if (g->type != GEOM_POLYGONS)
		return *g;
	struct geom_builder b;
	build_init(&b, GEOM_LINES, g->nparts, a);
	for (uint32_t i = 0; i < g->nparts; i++) {
		uint32_t start = geom_start(g, i);
		if (g->end[i] - start >= 2)
			boundary_ring(g->point + start, g->end[i] - start, &b);
	}
	return b.geom;
}
