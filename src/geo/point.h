#ifndef GEO_POINT_H
#define GEO_POINT_H

#include <math.h>
#include <stdbool.h>

#include "base/angle.h"

struct point {
	double x, y;
};

/* Closed on every side; empty when min.x > max.x. */
struct rect {
	struct point min, max;
};

/* clang-format off */
#define RECT_EMPTY { { INFINITY, INFINITY }, { -INFINITY, -INFINITY } }
/* clang-format on */

static inline bool rect_is_empty(struct rect r) {
	return !(r.min.x <= r.max.x && r.min.y <= r.max.y);
}

static inline bool rect_contains(struct rect r, struct point p) {
	return p.x >= r.min.x && p.x <= r.max.x && p.y >= r.min.y && p.y <= r.max.y;
}

static inline bool rect_overlaps(struct rect a, struct rect b) {
	return a.min.x <= b.max.x && b.min.x <= a.max.x && a.min.y <= b.max.y && b.min.y <= a.max.y;
}

static inline struct rect rect_union(struct rect a, struct rect b) {
	return (struct rect){ { fmin(a.min.x, b.min.x), fmin(a.min.y, b.min.y) },
		{ fmax(a.max.x, b.max.x), fmax(a.max.y, b.max.y) } };
}

static inline struct rect rect_add(struct rect r, struct point p) {
	return rect_union(r, (struct rect){ p, p });
}

static inline struct rect rect_intersection(struct rect a, struct rect b) {
	return (struct rect){ { fmax(a.min.x, b.min.x), fmax(a.min.y, b.min.y) },
		{ fmin(a.max.x, b.max.x), fmin(a.max.y, b.max.y) } };
}

static inline struct rect rect_grow(struct rect r, double by) {
	return (struct rect){ { r.min.x - by, r.min.y - by }, { r.max.x + by, r.max.y + by } };
}

static inline double rect_width(struct rect r) {
	return r.max.x - r.min.x;
}

static inline double rect_height(struct rect r) {
	return r.max.y - r.min.y;
}

static inline double point_distance(struct point a, struct point b) {
	return hypot(b.x - a.x, b.y - a.y);
}

/* On the line from a (t = 0) to b (t = 1), or beyond. */
static inline struct point point_between(struct point a, struct point b, double t) {
	return (struct point){ a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t };
}

static inline struct point rect_center(struct rect r) {
	return (struct point){ (r.min.x + r.max.x) / 2, (r.min.y + r.max.y) / 2 };
}

#endif
