#ifndef PAINT_SHADES_H
#define PAINT_SHADES_H

#include <stdint.h>

#include "base/color.h"

/*
 * A colour at each of the levels that a pixel can be covered by.  Steps of so many levels
 * are not seen at the edges of areas, lines and letters, and a picture of fewer colours
 * packs better: most tiles have no more than the 256 of a palette.
 */
enum { SHADES = 32 };

struct shades {
	uint32_t color[SHADES + 1]; /* premultiplied ARGB */
	uint8_t rest[SHADES + 1];   /* of 255: what is left of what is below */
};

struct shades shades_of(struct color color);

/* Over n pixels of premultiplied ARGB; `level`: 0 to SHADES. */
void shades_paint(const struct shades *s, int level, uint32_t *pixel, int n);

#endif
