#ifndef LABEL_MASK_H
#define LABEL_MASK_H

#include <stdint.h>

#include "base/arena.h"
#include "geo/geom.h"

/* Which cells of the page lie in polygons: coarse, but quick to ask. */
struct mask {
	struct rect extent;
	uint32_t columns, rows;
	double cell_width, cell_height;
	uint8_t *inside;
};

/* Cells of 4 page units, larger where the page is huge. */
void mask_init(struct mask *m, struct rect extent, struct arena *arena);

/* By the even-odd rule at the middles of cells; what is marked stays marked. */
void mask_add(struct mask *m, const struct geom *polygons, struct arena *scratch);

/* The share of the box's cells that are marked, 0 to 1; outside the extent
 * nothing is. */
double mask_share(const struct mask *m, struct rect box);

#endif
