#ifndef COMPOSE_CLUSTER_H
#define COMPOSE_CLUSTER_H

#include <stdint.h>

#include "base/arena.h"
#include "geo/point.h"

/*
 * Points that are too many to be shown one by one.  All is measured on the page, and nothing
 * depends on the order of the points.
 */

/* How much of discs of this diameter other discs hide: 0: they lie apart; near 1: one on
 * the other. */
double cluster_hidden(const struct point *at, uint32_t n, double diameter, struct arena *scratch);

/* One circle instead of `count` points. */
struct cluster {
	struct point middle;
	uint32_t count;
	double radius;
};

/* The radius of the circle for so many; `largest` is the count of the largest of the map.
 * The area grows with the count. */
double cluster_radius(uint32_t count, uint32_t largest);

/* A point that stays what it is. */
#define CLUSTER_ALONE UINT32_MAX

/* Gathers points that touch others when they are drawn as discs of this diameter around
 * where they are densest; no circle then covers much of another, nor a point that stays
 * alone.  Fills group[i] with the index of the point's cluster, or CLUSTER_ALONE.  Clusters
 * come largest first.  Returns how many. */
uint32_t cluster_points(const struct point *at, uint32_t n, double diameter, uint32_t *group,
	struct cluster **out, struct arena *arena);

#endif
