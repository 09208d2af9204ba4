#ifndef PAINT_PNGFILE_H
#define PAINT_PNGFILE_H

#include <stdint.h>

#include "base/out.h"

struct deflate;

/* A finished picture as Cairo keeps it: 0xAARRGGBB, alpha multiplied in. */
struct pngfile {
	const unsigned char *pixels;
	uint32_t width, height, stride; /* stride in bytes */
	bool plain;                     /* no colour space is named */
	bool opaque;                    /* known to be; else it is looked at */
	double dpi;                     /* 0: not said */
	struct deflate *work;           /* deflate_new() for this width; NULL: made here */
	struct str title, description, author, sources; /* UTF-8; empty: left out */
};

/* PNG (ISO/IEC 15948): a palette when the picture has at most 256 colours, else
 * RGB, or RGBA when something is transparent. */
void pngfile_write(const struct pngfile *png, struct out *out);

#endif
