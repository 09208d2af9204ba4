#ifndef COMPOSE_OFFSET_H
#define COMPOSE_OFFSET_H

#include "geo/geom.h"

/* Parallel lines `by` page units to the right of the way (negative: left), corners
 * mitred up to twice the distance and else cut, so that no spikes stand out; the
 * inside of a bend closer than the distance is left out.  Closed lines stay closed. */
struct geom lines_offset(const struct geom *lines, double by, struct arena *a);

/* Closed lines around each open line, `by` page units away, half a circle around each
 * end; closed lines get one on either side. */
struct geom lines_around(const struct geom *lines, double by, struct arena *a);

#endif
