#ifndef COMPOSE_RING_H
#define COMPOSE_RING_H

#include <math.h>

#include "base/arena.h"
#include "scene/icon.h"

/* One part of a ring: events of one colour. */
struct ring_share {
	struct color tint;
	bool tinted; /* in the icon's own colour instead */
	bool unsure; /* hollow */
	uint32_t count;
};

/* A circle with a ring of shares, clockwise from the top, a rim around it, and room for a
 * figure, the sum of the shares, in its middle. */
const struct icon *ring_icon(const struct ring_share *share, uint32_t nshares, double radius,
	struct arena *arena);

/* The size of type in which the figure has room. */
double ring_figure_size(uint32_t count, double radius);

#endif
