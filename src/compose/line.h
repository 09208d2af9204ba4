#ifndef COMPOSE_LINE_H
#define COMPOSE_LINE_H

#include "compose/layers.h"

/* What the style says of one line, page units. */
struct line_look {
	struct stroke stroke;
	double gap, offset, blur;
	struct point translate;
	const struct scene_pattern *pattern; /* NULL: none */
	bool has_gradient;
	double arrow; /* length of an arrow head at the end; 0: none */
	double trim;  /* cut off at the end, before the arrow's tip */
};

/* line_draw.c: strokes beside one another (gap-width), moved (offset), with soft edges
 * (blur). */
void line_draw(struct compose *c, const struct geom *lines, const struct line_look *look);

/* line_along.c: what changes on the way: the colours of a gradient over the whole of
 * each line (not cut to the frame), or a pattern as high as the line is wide.  The
 * environment holds the feature. */
void line_draw_gradient(struct compose *c, const struct style_layer *layer,
	const struct geom *whole, const struct line_look *look);
void line_draw_pattern(struct compose *c, const struct geom *lines, const struct line_look *look);

/* Each open line longer by this at both ends; in the scratch arena. */
struct geom line_extend(struct compose *c, const struct geom *lines, double by);

#endif
