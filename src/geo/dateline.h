#ifndef GEO_DATELINE_H
#define GEO_DATELINE_H

#include "geo/geom.h"

/* Every part made continuous: no step of more than 180 degrees of longitude, so
 * that parts may reach beyond +-180.  A ring around a pole is closed along the
 * pole (the nearer one), which makes it 360 degrees wide.  Holes are moved to
 * their outer ring.  Returns `g` itself, uncopied, when nothing is to be done. */
struct geom geom_unwrap(const struct geom *g, struct arena *a);

/* Whole turns by which x lies outside [low, low + 360). */
double turns_from(double x, double low);

#endif
