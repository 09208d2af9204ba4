#ifndef GEO_GUARD_H
#define GEO_GUARD_H

#include "geo/geom.h"

/*
 * Leaves out what cannot be seen in a window, and moves nothing: no new point is
 * made, so every edge that meets the window stays exactly where it was.  Lines
 * lose the edges that lie wholly on one side of the window, rings only the points
 * between two such edges.  What is left may reach far out.
 */
struct geom geom_guard(const struct geom *g, struct rect window, struct arena *a);

/* The parts whose boxes meet the window, whole. */
struct geom geom_guard_parts(const struct geom *g, struct rect window, struct arena *a);

/* The sides of the window a point lies beyond, as bits. */
static inline unsigned guard_side(struct rect w, struct point p) {
	return (p.x < w.min.x ? 1u : 0u) | (p.x > w.max.x ? 2u : 0u) | (p.y < w.min.y ? 4u : 0u)
		| (p.y > w.max.y ? 8u : 0u);
}

#endif
