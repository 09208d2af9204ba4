#ifndef LABEL_PIECES_H
#define LABEL_PIECES_H

#include "base/arena.h"
#include "scene/glyphs.h"

/* Clusters that turn as one: a letter, or a word of a script whose letters hang
 * together.  Distances from the run's origin. */
struct text_piece {
	double left, right;
	uint32_t first, count; /* clusters */
};

struct text_pieces {
	const struct text_piece *piece;
	const struct glyph_place *place; /* one a cluster */
	uint32_t npieces, nclusters;
};

struct text_pieces text_pieces_of(const struct glyph_run *run, struct arena *arena);

#endif
