#ifndef SCENE_GLYPHS_H
#define SCENE_GLYPHS_H

#include "base/color.h"
#include "scene/path.h"

/* One font at one size.  `native` is a cairo_scaled_font_t of the shaper,
 * unhinted, in page units; painters that do not use Cairo need not look. */
struct glyph_font {
	void *native;
	struct str family;
	double size;
	int weight;                     /* 100 to 900 */
	bool italic;
};

/* Relative to the run's origin, y down. */
struct glyph {
	uint32_t index;
	struct point at;
};

/* `nbytes` of text stand for `nglyphs` glyphs, in the order of the text. */
struct glyph_cluster {
	uint16_t nbytes, nglyphs;
};

/* One font, one direction, one line.  Clusters run in the order of the text;
 * in a right-to-left span glyphs still run in visual order (left to right), and
 * the clusters cover them from the end, as cairo_show_text_glyphs() with
 * CAIRO_TEXT_CLUSTER_FLAG_BACKWARD wants it. */
struct glyph_span {
	const struct glyph_font *font;
	uint32_t text_start, text_len;  /* bytes of the run's text */
	bool rtl;
	struct str language;            /* "ar", or empty */
	uint32_t line;
	struct point at;                /* pen at the start of the span */
	double advance;
	const struct glyph *glyph;
	const struct glyph_cluster *cluster;
	uint32_t nglyphs, nclusters;
	/* Colour of its own (format sections); alpha < 0: the run's. */
	struct color color;
};

/* Shaped text.  The origin is the middle of the box of all its lines, so that
 * a centred label stands at its anchor. */
struct glyph_run {
	struct str text, language;
	bool rtl;                       /* base direction */
	double size, letter_spacing;
	uint32_t nlines, nspans;
	const struct glyph_span *span;
	struct rect box;                /* logical: advance by ascent + descent */
	struct rect ink;                /* what is inked, halo not counted */
	double baseline;                /* y of the first line's baseline */
};

/* One glyph cluster of a run put somewhere else: for text along a line.  Counted
 * through the spans in order. */
struct glyph_spot {
	struct point at;                /* where the pen stands */
	double angle;                   /* radians, clockwise on the page */
};

#endif
