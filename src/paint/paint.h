#ifndef PAINT_PAINT_H
#define PAINT_PAINT_H

#include "scene/painter.h"

/* What a picture file is to be like; the rest comes from the scene. */
struct paint_options {
	const struct scene_about *about;
	double pixel_ratio; /* pixels of a PNG for one page unit */
	double dpi;         /* a PNG's physical resolution; 0: 96 * ratio */
	bool transparent;   /* else white where nothing is drawn */
	bool plain;         /* a PNG of pixels only: no resolution, no colour space */
	/* Windows of a larger picture are painted: areas and lines by paint/raster.h, which
	 * is faster than Cairo, and a pixel is the same in all windows that show it. */
	bool window;
};

struct painter *paint_png_open(struct rect page, const struct paint_options *options,
	struct diag *diag);
/* Copies what a painter of paint_png_open() has drawn into the picture of another one,
 * its corner at a pixel of that; what does not fit is left out.  begin() of both was
 * called. */
void paint_png_place(struct painter *whole, struct painter *part, uint32_t x, uint32_t y);
struct painter *paint_pdf_open(struct rect page, const struct paint_options *options,
	struct diag *diag);
struct painter *paint_cairo_svg_open(struct rect page, const struct paint_options *options,
	struct diag *diag);
/* One line for each operation: what most tests compare. */
struct painter *paint_trace_open(struct rect page, struct diag *diag);

#endif
