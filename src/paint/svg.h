#ifndef PAINT_SVG_H
#define PAINT_SVG_H

#include "paint/paint.h"

enum svg_text_mode {
	SVG_TEXT,  /* <text>, outlines only where it cannot be said */
	SVG_PATHS, /* outlines with <title> */
	SVG_BOTH,  /* outlines seen, <text> selected and found */
};

struct svg_options {
	int precision; /* decimals of coordinates, 0 to 6; < 0: 2 */
	enum svg_text_mode text;
	/* In front of every id: letters, figures, "-" and "_", a letter first;
	 * empty: a hash of the content. */
	struct str prefix;
	bool fluid;       /* no width and height: as large as there is room */
	bool embed_fonts; /* the letters that occur, as data URI */
	/* The same in the colours for a dark screen (svg_dark_fits()); NULL: none. */
	const struct scene *dark;
};

#define SVG_OPTIONS_DEFAULT \
	{ .precision = -1 }

/*
 * SVG 1.1 with real text: a group for each style layer (data-layer) and in it
 * one for each event (class, data-* and title).  Vectors only (but for scene
 * images); nothing refers to anything outside, nothing runs.  It can stand in an
 * HTML page with others of its kind.  NULL when the prefix cannot be one.
 */
struct painter *paint_svg_open(struct rect page, const struct paint_options *options,
	const struct svg_options *svg, struct diag *diag);

/* Whether the scenes differ in nothing but their colours and numbers: they have the same
 * operations in the same layers. */
bool svg_dark_fits(const struct scene *light, const struct scene *dark);

#endif
