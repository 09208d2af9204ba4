#ifndef GEO_DATELINE_H
#define GEO_DATELINE_H

#include "geo/build.h"

/* Whether the part steps over the dateline (by more than 180 degrees). */
bool part_jumps(const struct point *p, uint32_t n);

/* Appends a ring to the part that is being written: continuous, and closed along
 * the nearer pole when it runs around one, which makes it 360 degrees wide. */
void ring_unwrap(const struct point *p, uint32_t n, struct geom_builder *b);

/* Every part made continuous: no step of more than 180 degrees of longitude, so
 * that parts may reach beyond +-180; rings by ring_unwrap(), holes moved to where
 * their outer ring is.  Returns `g` itself, uncopied, when nothing is to be done. */
struct geom geom_unwrap(const struct geom *g, struct arena *a);

/* Whole turns by which x lies outside [low, low + 360). */
double turns_from(double x, double low);

#endif
