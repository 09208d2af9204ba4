#ifndef PAINT_DEFLATE_H
#define PAINT_DEFLATE_H

#include "paint/buffer.h"

/*
 * Opaque pixels as the zlib stream (RFC 1950, 1951) of a PNG's RGB rows, filter
 * type 0.  Maps are flat: most pixels equal the one to the left or the one above,
 * and comparing whole pixels finds that several times faster than a general
 * compressor looks for strings, in a hundredth of the memory.
 */
struct deflate_pixels {
	const unsigned char *pixels;    /* 0xffRRGGBB in the machine's byte order */
	uint32_t width, height, stride; /* stride in bytes */
};

void deflate_pixels(const struct deflate_pixels *picture, struct buffer *to);

#endif
