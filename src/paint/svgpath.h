#ifndef PAINT_SVGPATH_H
#define PAINT_SVGPATH_H

#include "paint/buffer.h"
#include "scene/path.h"

/*
 * Path data in the shortest form: points are rounded to `precision` decimals
 * first and the way from one to the next is written, so that nothing drifts;
 * points that fall on the one before are left out.
 */
struct svgpath {
	struct buffer *to;
	int precision;
	int64_t x, y; /* the pen, in units of the last decimal */
	int64_t start_x, start_y;
	char command;      /* written last; 0: none */
	bool digit, point; /* how the last number ended */
};

void svgpath_begin(struct svgpath *s, struct buffer *to, int precision);
void svgpath_add(struct svgpath *s, const struct path *path, const struct transform *t);

/* The number alone, as svgpath_add() writes it. */
void svg_number(struct buffer *to, double value, int precision);

#endif
