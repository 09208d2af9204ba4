#include "compose/curve.h"

enum { STEPS = 24 }; /* samples of one span */

/* The bow's height as a share of its length. */
static const double BOW = 0.07;

/* A quadratic curve that leaves the straight line to the left of the way. */
static uint32_t bow(struct point a, struct point b, struct point *out) {
	struct point middle = point_between(a, b, 0.5);
	struct point top = { middle.x + (b.y - a.y) * BOW * 2, middle.y - (b.x - a.x) * BOW * 2 };
	for (int i = 0; i <= STEPS; i++) {
		double t = (double)i / STEPS;
		out[i] = point_between(point_between(a, top, t), point_between(top, b, t), t);
	}
	return STEPS + 1;
}

/* Barry and Goldman's pyramid with knots at the square root of the distances. */
static struct point catmull_rom(const struct point p[4], const double knot[4], double t) {
	struct point a1 = point_between(p[0], p[1], (t - knot[0]) / (knot[1] - knot[0]));
	struct point a2 = point_between(p[1], p[2], (t - knot[1]) / (knot[2] - knot[1]));
	struct point a3 = point_between(p[2], p[3], (t - knot[2]) / (knot[3] - knot[2]));
	struct point b1 = point_between(a1, a2, (t - knot[0]) / (knot[2] - knot[0]));
	struct point b2 = point_between(a2, a3, (t - knot[1]) / (knot[3] - knot[1]));
	return point_between(b1, b2, (t - knot[1]) / (knot[2] - knot[1]));
}

/* The point before the first is the second one mirrored, likewise at the end. */
static struct point neighbour(const struct point *p, uint32_t n, int64_t i) {
	if (i < 0)
		return point_between(p[1], p[0], 2);
	if (i >= n)
		return point_between(p[n - 2], p[n - 1], 2);
	return p[i];
}

static uint32_t through(const struct point *p, uint32_t n, struct point *out) {
	uint32_t count = 0;
	out[count++] = p[0];
	for (uint32_t i = 0; i + 1 < n; i++) {
		struct point four[4];
		double knot[4] = { 0 };
		for (int k = 0; k < 4; k++) {
			four[k] = neighbour(p, n, (int64_t)i + k - 1);
			if (k)
				knot[k] = knot[k - 1]
					+ fmax(sqrt(point_distance(four[k - 1], four[k])), 1e-6);
		}
		for (int step = 1; step <= STEPS; step++)
			out[count++] = catmull_rom(four, knot,
				knot[1] + (knot[2] - knot[1]) * step / STEPS);
	}
	return count;
}

/* Waypoints nearer than a page unit to the one before are one stop. */
static uint32_t without_repeats(const struct point *p, uint32_t n, struct point *out) {
	uint32_t count = 0;
	for (uint32_t i = 0; i < n; i++)
		if (count == 0 || point_distance(out[count - 1], p[i]) > 1)
			out[count++] = p[i];
	return count;
}

struct geom curve_through(const struct geom *waypoints, struct arena *a) {
	size_t most = (size_t)waypoints->npoints * STEPS + waypoints->nparts + 1;
	struct geom g = { .type = GEOM_LINES, .nparts = 0 };
	g.point = arena_new(a, struct point, most);
	g.end = arena_new(a, uint32_t, waypoints->nparts);
	struct point *stop = arena_new(a, struct point, waypoints->npoints);
	for (uint32_t i = 0; i < waypoints->nparts; i++) {
		uint32_t start = geom_start(waypoints, i);
		uint32_t n = without_repeats(waypoints->point + start, waypoints->end[i] - start,
			stop);
		if (n < 2)
			continue;
		struct point *out = g.point + g.npoints;
		g.npoints += n == 2 ? bow(stop[0], stop[1], out) : through(stop, n, out);
		g.end[g.nparts++] = g.npoints;
	}
	return g;
}

bool line_shorten(struct geom *line, double length, struct point *tip, double *angle) {
	if (line->nparts == 0)
		return false;
	uint32_t start = geom_start(line, line->nparts - 1);
	uint32_t n = line->end[line->nparts - 1];
	if (n - start < 2)
		return false;
	*tip = line->point[n - 1];
	double left = length;
	while (n - start >= 2) {
		struct point a = line->point[n - 2], b = line->point[n - 1];
		double step = point_distance(a, b);
		if (step > left) {
			line->point[n - 1] = point_between(b, a, left / step);
			break;
		}
		left -= step;
		n--;
	}
	if (n - start < 2)
		return false;
	line->end[line->nparts - 1] = line->npoints = n;
	struct point end = line->point[n - 1];
	*angle = atan2(tip->y - end.y, tip->x - end.x);
	return true;
}
