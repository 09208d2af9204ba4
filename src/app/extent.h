#ifndef APP_EXTENT_H
#define APP_EXTENT_H

#include "event/events.h"

/* Points in degrees that a map must show; longitudes run on over the dateline where
 * that makes the extent smaller. */
struct extent {
	struct point *point;
	uint32_t npoints, capacity;
	uint32_t nfixed; /* points of one box, as long as there is nothing else */
	struct arena *arena;
};

void extent_add(struct extent *e, struct point p);
/* A box, sampled, so that its curved image is inside the view too: the edges, and what
 * is inside where an edge may lie behind the horizon. */
void extent_add_box(struct extent *e, struct rect degrees);
void extent_add_layer(struct extent *e, const struct layer *layer);

/* Moves longitudes by full turns so that they leave out the widest gap; returns the
 * box of all.  One box alone stays as it is: 180 E is not 180 W there. */
struct rect extent_unwrap(struct extent *e);

#endif
