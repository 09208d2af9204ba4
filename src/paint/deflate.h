#ifndef PAINT_DEFLATE_H
#define PAINT_DEFLATE_H

#include "paint/buffer.h"
#include "paint/palette.h"

/*
 * Pixels as the zlib stream (RFC 1950, 1951) of a PNG's rows, filter type 0: one byte a
 * pixel with a palette, else red, green and blue.  Maps are flat: most pixels equal the one
 * to the left or the one above, and comparing whole pixels finds that several times faster
 * than a general compressor looks for strings, in a hundredth of the memory.
 */
struct deflate_pixels {
	const unsigned char *pixels;    /* 0xAARRGGBB in the machine's byte order */
	uint32_t width, height, stride; /* stride in bytes; width below 65,536 */
	struct palette *palette;        /* initialised, to be filled; NULL: none */
	unsigned char *index;           /* with a palette: gets its rows, led by a 0 */
};

/* What is needed for a picture of that width, to be used for one after the other. */
struct deflate;
struct deflate *deflate_new(uint32_t width, struct arena *arena);

/* False, with nothing of use written, when the palette has no room for all colours. */
bool deflate_pixels(struct deflate *work, const struct deflate_pixels *picture, struct buffer *to);

#endif
