#ifndef PAINT_RASTER_H
#define PAINT_RASTER_H

#include "base/arena.h"
#include "base/color.h"
#include "scene/path.h"

/*
 * Areas over the pixels of a window: edges are added one by one, then all that they
 * enclose is painted in one colour.  How much of a pixel is covered is worked out in whole
 * numbers from the edges' places on the page, so that a pixel is the same in every window
 * that shows it.  Where several edges share a pixel their areas are added up, as in
 * FreeType and AGG.
 */
struct raster;

struct raster *raster_new(int width, int height, struct arena *arena);

/* The window's corner on the page, pixels; edges are counted from the page's corner. */
void raster_place(struct raster *r, struct point corner);

/* Clockwise and counterclockwise cancel each other out. */
void raster_edge(struct raster *r, struct point a, struct point b);

/* A path's subpaths, each of them closed, curves as chords; `scale`: pixels for one of its
 * units. */
void raster_path(struct raster *r, const struct path *path, double scale);

/* Paints what the edges enclose onto premultiplied ARGB, and forgets the edges. */
void raster_paint(struct raster *r, bool evenodd, struct color color, unsigned char *pixels,
	size_t stride);

#endif
