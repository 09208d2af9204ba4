#ifndef PAINT_COVERAGE_H
#define PAINT_COVERAGE_H

#include <stdint.h>

#include "scene/path.h"

/*
 * How much of each pixel outlines cover, 0 to 255: text and its halo.  The area
 * is exact, which a hundred small glyphs get faster than from a general path
 * filler, and a halo is grown from the pixels, which costs a tenth of stroking
 * the outlines.
 */
struct coverage {
	int x, y;                  /* of the first pixel, on the surface */
	int width, height, stride; /* stride: bytes of a row of `alpha` */
	float *cell;               /* (width + 2) x height: change of cover */
	uint8_t *alpha;            /* set by coverage_resolve() */
};

/* Nothing covered; `box` in pixels is what will be drawn in, cut to `clip`.
 * False when nothing is left of it. */
bool coverage_begin(struct coverage *c, struct rect box, struct rect clip, struct arena *arena);

/* Adds an outline; the transform leads to pixels.  Outlines that overlap must
 * run in the same direction, as those of fonts do. */
void coverage_add(struct coverage *c, const struct path *path, const struct transform *t);
void coverage_resolve(struct coverage *c, struct arena *arena);

/* The same with everything grown by `radius` pixels; the box must have room. */
struct coverage coverage_grow(const struct coverage *c, double radius, struct arena *arena);

#endif
