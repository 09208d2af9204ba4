#ifndef APP_EXTENT_H
#define APP_EXTENT_H

#include "event/events.h"

/* Points in degrees that a map must show; longitudes run on over the dateline where
 * that makes the extent smaller. */
struct extent {
	struct point *point;
	uint32_t npoints, capacity;
	struct arena *arena;
};

void extent_add(struct extent *e, struct point p);
/* The edges of a box, sampled, so that its curved image is inside the view too. */
void extent_add_box(struct extent *e, struct rect degrees);
void extent_add_layer(struct extent *e, const struct layer *layer);

/* Moves longitudes by full turns so that they leave out the widest gap; returns the
 * box of all. */
struct rect extent_unwrap(struct extent *e);

#endif
