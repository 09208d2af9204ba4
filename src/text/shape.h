#ifndef TEXT_SHAPE_H
#define TEXT_SHAPE_H

#include "base/diag.h"
#include "scene/glyphs.h"

/* Fonts and shaping; the only module that knows Pango.  One thread only. */
struct shaper;

enum text_justify { TEXT_LEFT, TEXT_CENTER, TEXT_RIGHT, TEXT_AUTO };

struct text_style {
	const char *family;                                  /* NULL: Noto Sans */
	double size, letter_spacing, line_height, max_width; /* page units; 0: default, none */
	int weight;                                          /* 0: 400 */
	bool italic, tabular;                                /* tabular: figures of one width */
	bool web_breaks; /* lines end where MapLibre GL JS ends them */
	bool cut_words;  /* words wider than max_width are cut, those of joined letters not */
	enum text_justify justify;
	struct str language; /* "" : from the script */
};

/* A piece of a text with a style of its own (format expressions). */
struct text_section {
	struct str text;
	double scale;       /* of the style's size; 0: 1 */
	const char *family; /* NULL: the style's */
	int weight;         /* 0: the style's */
	bool italic;
	struct color color; /* alpha < 0: the run's */
};

/* Uses only fonts of the named packages (or of `font_dir` if not NULL), found
 * through a private fontconfig setup, so that text is the same everywhere.
 * Runs and fonts live until shaper_close(). */
struct shaper *shaper_open(const char *font_dir, struct diag *diag);
void shaper_close(struct shaper *s);

/* Never NULL: broken UTF-8 becomes U+FFFD, control characters are dropped.
 * The same text and style give the same run (cached). */
const struct glyph_run *shaper_shape(struct shaper *s, struct str text,
	const struct text_style *style);
const struct glyph_run *shaper_shape_sections(struct shaper *s, const struct text_section *section,
	uint32_t n, const struct text_style *style);

#endif
