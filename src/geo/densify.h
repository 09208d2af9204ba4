#ifndef GEO_DENSIFY_H
#define GEO_DENSIFY_H

#include "geo/build.h"
#include "geo/project.h"

/* What projects the parts of a geometry, one after the other. */
struct densify {
	struct projector *projector;
	double tolerance;   /* projected units; INFINITY: bends do not matter */
	struct rect inside; /* degrees; keeps clear of the cut by a hair */
	struct arena *scratch;
	struct geom_builder *out;
};

/* Appends every part of `g` (degrees, nothing in it that the projection tears)
 * in projected units, with as many points more as its bends need. */
void densify_parts(const struct densify *d, const struct geom *g);

/* The same geometry with fewer points where it is much finer than the tolerance,
 * and more where a segment is so long that its middle alone says nothing. */
struct geom densify_prepare(const struct densify *d, const struct geom *g);

#endif
