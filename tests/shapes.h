#ifndef TESTS_SHAPES_H
#define TESTS_SHAPES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/geom.h"
#include "random.h"

/* "0 0, 10 0, 10 10, 0 0; 2 2, ..." : points by commas, parts by semicolons. */
static inline struct geom shape(enum geom_type type, const char *text, struct arena *a) {
	struct geom g = { .type = type };
	uint32_t points = 0, parts = 0;
	while (*text) {
		char *end;
		struct point *p = arena_push(a, g.point, g.npoints, points);
		p->x = strtod(text, &end);
		p->y = strtod(end, &end);
		while (*end == ' ')
			end++;
		if (*end != ',')
			*arena_push(a, g.end, g.nparts, parts) = g.npoints;
		text = *end ? end + 1 : end;
	}
	if (type == GEOM_POINTS)
		g.nparts = 0;
	return g;
}

/* The same, back; figures to a thousandth. */
static inline const char *shape_text(const struct geom *g, struct arena *a) {
	size_t size = 64 * ((size_t)g->npoints + 1), used = 0;
	char *text = arena_new(a, char, size);
	for (uint32_t i = 0, part = 0; i < g->npoints; i++) {
		double x = g->point[i].x + 0.0, y = g->point[i].y + 0.0;
		bool last = g->nparts && i + 1 == g->end[part];
		part += last;
		used += (size_t)snprintf(text + used, size - used, "%.7g %.7g%s", x, y,
			i + 1 == g->npoints ? ""
				: last      ? "; "
					    : ", ");
	}
	return text;
}

static inline double shape_area(const struct geom *g) {
	double sum = 0;
	for (uint32_t i = 0; i < g->nparts; i++)
		sum += ring_area(g->point + geom_start(g, i), g->end[i] - geom_start(g, i));
	return sum / 2;
}

static inline double shape_length(const struct geom *g) {
	double sum = 0;
	for (uint32_t i = 0; i < g->nparts; i++)
		for (uint32_t k = geom_start(g, i) + 1; k < g->end[i]; k++)
			sum += hypot(g->point[k].x - g->point[k - 1].x,
				g->point[k].y - g->point[k - 1].y);
	return sum;
}

static inline double random_between(uint64_t *seed, double low, double high) {
	return low + (high - low) * ((double)(random_next(seed) >> 11) / 9007199254740992.0);
}

/* A ring whose points lie around a center at any distance up to the radius. */
static inline void random_star(uint64_t *seed, struct point center, double rx, double ry,
	uint32_t n, bool hole, struct point *out) {
	for (uint32_t i = 0; i < n; i++) {
		double angle = 6.283185307179586 * i / n * (hole ? -1 : 1);
		double r = random_between(seed, 0.35, 1);
		out[i] = (struct point){ center.x + rx * r * cos(angle),
			center.y + ry * r * sin(angle) };
	}
	out[n] = out[0];
}

/* A star, with a hole in its middle every other time. */
static inline struct geom random_polygon(uint64_t *seed, struct point center, double rx, double ry,
	uint32_t n, struct arena *a) {
	bool hole = random_next(seed) % 2;
	struct geom g = { .type = GEOM_POLYGONS, .nparts = hole ? 2 : 1 };
	g.npoints = g.nparts * (n + 1);
	g.point = arena_new(a, struct point, g.npoints);
	g.end = arena_new(a, uint32_t, g.nparts);
	random_star(seed, center, rx, ry, n, false, g.point);
	g.end[0] = n + 1;
	if (hole) {
		random_star(seed, center, rx * 0.3, ry * 0.3, n, true, g.point + n + 1);
		g.end[1] = 2 * (n + 1);
	}
	return g;
}

static inline double distance_to_shape(const struct geom *g, struct point p) {
	double least = INFINITY;
	for (uint32_t i = 0; i < g->nparts; i++)
		for (uint32_t k = geom_start(g, i) + 1; k < g->end[i]; k++) {
			struct point a = g->point[k - 1], b = g->point[k];
			double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
			double t = length2 > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2
					       : 0;
			t = fmax(0, fmin(1, t));
			least = fmin(least, hypot(p.x - a.x - t * dx, p.y - a.y - t * dy));
		}
	return least;
}

#endif
