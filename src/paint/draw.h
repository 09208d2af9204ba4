#ifndef PAINT_DRAW_H
#define PAINT_DRAW_H

#include <cairo.h>

#include "paint/paint.h"

/*
 * Scene operations drawn with Cairo, the same for all its surfaces.  A painter
 * embeds `struct draw` first, sets `cr` in its begin(), and takes over what it
 * does better.
 */
struct draw {
	struct painter painter;
	cairo_t *cr;
	double pixel_ratio; /* pixels for one page unit; 0: vectors */
	bool shaded;        /* an image surface; text outside of groups by paint/shades.h */
	struct arena arena; /* holds the painter itself */
	double *opacity;    /* of the open groups */
	uint32_t ngroups, groups_capacity;
	cairo_font_options_t *font_options;
};

void draw_init(struct draw *draw, const struct painter_ops *ops, double pixel_ratio);
/* Frees the painter's memory too. */
void draw_release(struct draw *draw);

/* What operations find when a page begins: the window's corner at the page's. */
void draw_begin(struct draw *draw, cairo_t *cr, struct rect window);

void draw_fill(struct painter *painter, const struct scene_op *op);
void draw_stroke(struct painter *painter, const struct scene_op *op);
void draw_icon(struct painter *painter, const struct scene_op *op);
void draw_image(struct painter *painter, const struct scene_op *op);
void draw_push_group(struct painter *painter, const struct scene_op *op);
void draw_pop_group(struct painter *painter);

/* Text as pixels, as outlines, and as characters that can be selected. */
void draw_glyph_paths(struct painter *painter, const struct scene_op *op);
void draw_glyph_pixels(struct painter *painter, const struct scene_op *op);
void draw_glyph_text(struct painter *painter, const struct scene_op *op);

/* Appends to Cairo's current path. */
void draw_path(cairo_t *cr, const struct path *path);
void draw_color(cairo_t *cr, struct color color);

#endif
