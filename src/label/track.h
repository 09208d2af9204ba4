#ifndef LABEL_TRACK_H
#define LABEL_TRACK_H

#include <stdint.h>

#include "base/arena.h"
#include "geo/geom.h"

/* A line by the distance along it; page units. */
struct track {
	const struct point *point;
	const double *at; /* distance of each point from the first */
	uint32_t npoints;
	double length;
};

/* Points that are not finite, and repeated ones, are left out. */
struct track track_of(const struct point *point, uint32_t n, struct arena *arena);
struct track track_reverse(const struct track *t, struct arena *arena);

/* Without wiggles much shorter than `reach`: sampled evenly, then each point
 * moved to the mean of the line around it.  The ends stay. */
struct track track_smooth(const struct track *t, double reach, struct arena *arena);

/* The line `by` to the right of the way, corners mitred up to twice as far; `*at` is
 * made the distance along it of the point beside the old one. */
struct track track_parallel(const struct track *t, double by, double *at, struct arena *arena);

/* Beyond its ends the line goes straight on. */
struct point track_point(const struct track *t, double at);

/* The sum of all turns between two distances, radians, and the largest such sum
 * within any stretch as long as `window`. */
double track_turn(const struct track *t, double from, double to);
double track_sharpest(const struct track *t, double from, double to, double window);

/* How far the line leaves the straight connection of two of its points. */
double track_sag(const struct track *t, double from, double to);

/* Lines whose ends meet (within `reach`) become one; where more than two meet,
 * those that go straightest on. */
struct geom track_join(const struct geom *lines, double reach, struct arena *arena);

#endif
