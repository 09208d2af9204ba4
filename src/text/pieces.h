#ifndef TEXT_PIECES_H
#define TEXT_PIECES_H

#include "text/chars.h"
#include "text/fonts.h"

/* Characters that are shaped in one go: one face, size, script and direction. */
struct piece {
	uint32_t start, end; /* characters */
	struct face *face;
	double size; /* with the section's and the face's scale */
	hb_script_t script;
	uint8_t level;
	uint32_t section;
	double advance; /* set by piece_shape() */
};

/* What all pieces of one text share. */
struct shaping {
	struct fonts *fonts;
	const struct chars *chars;
	const struct text_section *section;
	const struct text_style *style;
	hb_buffer_t *buffer;
	struct arena *scratch;
};

/* Cuts the text where face, script, direction or section change, and at line
 * ends, which are in no piece. */
struct piece *pieces_find(const struct shaping *s, uint32_t *n);

/* Shapes [start, end) of a piece; the letters next to it in the text count for
 * how letters join.  Glyphs and clusters are put in `arena`; `span->at.x` and
 * glyph positions count from the left end of the span. */
void piece_shape(const struct shaping *s, const struct piece *piece, uint32_t start, uint32_t end,
	struct glyph_span *span, struct arena *arena);

/* Letters of this script join, so that no space may be put between them. */
bool script_joins(hb_script_t script);

#endif
