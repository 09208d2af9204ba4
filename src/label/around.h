#ifndef LABEL_AROUND_H
#define LABEL_AROUND_H

#include "base/str.h"
#include "label/place.h"

/* Wishes for texts around a point. */

/* Which part of the text stands at the point (text-anchor of the MapLibre Style
 * Specification): with its bottom left there, the text is to the right above. */
enum label_anchor {
	LABEL_CENTER,
	LABEL_LEFT,
	LABEL_RIGHT,
	LABEL_TOP,
	LABEL_BOTTOM,
	LABEL_TOP_LEFT,
	LABEL_TOP_RIGHT,
	LABEL_BOTTOM_LEFT,
	LABEL_BOTTOM_RIGHT,
	LABEL_NANCHORS
};

/* "bottom-left": the specification's words. */
bool label_anchor_parse(struct str name, enum label_anchor *anchor);

/* "right-above": where the text stands. */
bool label_side_parse(struct str name, enum label_anchor *anchor);

/* Imhof's order of preference (Positioning Names on Maps, 1975): right above, right
 * below, left above, left below, right, left, above, below. */
#define LABEL_NIMHOF 8
extern const enum label_anchor label_imhof[LABEL_NIMHOF];

/* x: -1 where the text is to the left of the point, 1 to the right; y: -1 above
 * it, 1 below. */
struct point label_side(enum label_anchor anchor);

/* The visible text around the run's origin: from the top of the capitals of its
 * first line to its last baseline, and with the letters' tails. */
struct label_body {
	struct rect box;
	double tail;
};
struct label_body label_body(const struct glyph_run *run);

/* Where the run's origin goes so that the text stands beside a symbol of this
 * radius with `gap` between them; at the corners a little above or below its
 * middle rather than over it. */
struct point label_beside(enum label_anchor anchor, struct point at, double radius, double gap,
	const struct label_body *body);

#endif
