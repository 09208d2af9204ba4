#ifndef PAINT_HAIRLINE_H
#define PAINT_HAIRLINE_H

#include <stdint.h>

#include "geo/point.h"

/* Lines of one pixel as a graphics card draws them: one pixel in each step along
 * the line, paler where the line passes between two. */
struct hairline {
	int x, y, width, height, stride; /* pixels of the surface that `alpha` covers */
	uint8_t *alpha;                  /* zero where no line is */
};

/* In pixels of the surface. */
void hairline_add(struct hairline *h, struct point a, struct point b);

#endif
