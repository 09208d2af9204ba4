#ifndef TILE_MOSAIC_H
#define TILE_MOSAIC_H

#include "paint/paint.h"

/* Cells are this wide, page units: a tile is one of them or four. */
enum { MOSAIC_CELL = 256 };

/*
 * Paints a bare picture cell by cell from its corner, as tiles are painted, so that
 * it is what its tiles show, pixel for pixel: Cairo draws an edge a little otherwise
 * when something changes in the same row far away.  `whole` is a painter of
 * paint_png_open() for the scene's page with these options.
 */
bool mosaic_paint(struct painter *whole, const struct scene *scene,
	const struct paint_options *options, struct diag *diag);

#endif
