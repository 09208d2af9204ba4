#ifndef SCENE_GLYPHS_H
#define SCENE_GLYPHS_H

#include "base/color.h"
#include "scene/path.h"

/* What a glyph looks like at size 1: y down, origin on the baseline. */
struct glyph_outline {
	struct path path;
	struct rect bounds; /* RECT_EMPTY: blank, as a space is */
	double advance;
};

/* One font file's face.  All of it is filled in while text is shaped and only
 * read afterwards, so that several threads may draw. */
struct glyph_face {
	struct str family; /* "Noto Sans Arabic" */
	int weight;        /* 100 to 900 */
	bool italic;
	uint32_t nglyphs;
	/* By glyph index; not NULL for all glyphs that occur in a run. */
	const struct glyph_outline *const *outline;
	void *native; /* a cairo_font_face_t of the shaper */
	const struct glyph_face_ops *ops;
};

struct glyph_face_ops {
	/* A font file (TrueType or OpenType) with only what these characters, in
	 * ascending order, are written with; empty when the font cannot be cut. */
	struct str (*subset)(const struct glyph_face *face, const uint32_t *character, uint32_t n,
		struct arena *arena);
};

/* One face at one size, in page units. */
struct glyph_font {
	const struct glyph_face *face;
	double size;
};

/* Relative to the run's origin, y down. */
struct glyph {
	uint32_t index;
	struct point at;
};

/* `nbytes` of text stand for `nglyphs` glyphs, in the order of the text. */
struct glyph_cluster {
	uint32_t nbytes, nglyphs;
	double advance;
};

/* One font, one direction, one line.  Clusters run in the order of the text;
 * in a right-to-left span glyphs still run in visual order (left to right), and
 * the clusters cover them from the end, as cairo_show_text_glyphs() with
 * CAIRO_TEXT_CLUSTER_FLAG_BACKWARD wants it. */
struct glyph_span {
	const struct glyph_font *font;
	uint32_t text_start, text_len; /* bytes of the run's text */
	bool rtl;
	struct str language; /* "ar", or empty */
	uint32_t line;
	struct point at; /* pen at the left end of the span */
	double advance;
	const struct glyph *glyph;
	const struct glyph_cluster *cluster;
	uint32_t nglyphs, nclusters;
	/* Letters join (Arabic) or were given extra space. */
	bool joined, spaced;
	/* Colour of its own (format sections); alpha < 0: the run's. */
	struct color color;
};

/* Shaped text.  The origin is the middle of the box of all its lines, so that
 * a centred label stands at its anchor.  Spans are in the order of the text and
 * cover all of it but the spaces and line ends at which a line was broken. */
struct glyph_run {
	struct str text, language;
	bool rtl; /* base direction */
	double size, letter_spacing;
	uint32_t nlines, nspans;
	const struct glyph_span *span;
	struct rect box;     /* logical: advance by ascent + descent */
	struct rect ink;     /* what is inked, halo not counted */
	double baseline;     /* y of the first line's baseline */
	double line_advance; /* from baseline to baseline */
};

/* One glyph cluster of a run put somewhere else: for text along a line.  Counted
 * through the spans in order. */
struct glyph_spot {
	struct point at; /* where the pen stands: left end, on the baseline */
	double angle;    /* radians, clockwise on the page */
};

/* Where a cluster stands in its run. */
struct glyph_place {
	const struct glyph_span *span;
	uint32_t text_start, text_len; /* bytes of the run's text */
	const struct glyph *glyph;     /* visual order */
	uint32_t nglyphs;
	struct point at; /* pen: left end, on the baseline */
	double advance;
};

uint32_t glyph_run_nclusters(const struct glyph_run *run);

/* Fills place[glyph_run_nclusters(run)], in the order of spots. */
void glyph_run_places(const struct glyph_run *run, struct glyph_place *place);

/* NULL when the glyph has no ink. */
const struct glyph_outline *glyph_outline_find(const struct glyph_font *font, uint32_t index);

/* What is inked when the run is drawn at `at`, turned by `angle`, or with a
 * spot for each cluster when `spot` is not NULL; halo not counted. */
struct rect glyph_run_bounds(const struct glyph_run *run, struct point at, double angle,
	const struct glyph_spot *spot);

#endif
