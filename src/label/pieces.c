#include "label/pieces.h"

#include "base/utf8.h"

/* The letters of a word hang on one line (Devanagari, Bengali, Gurmukhi), or
 * stand above, below and around each other (the other Indic scripts). */
static bool hangs_together(uint32_t c) {
	return (c >= 0x0900 && c < 0x0e00) || (c >= 0x1000 && c < 0x10a0)
		|| (c >= 0x1780 && c < 0x1800);
}

static bool is_rigid(const struct glyph_run *run, const struct glyph_place *place) {
	size_t i = 0;
	struct str text = str_slice(run->text, place->text_start,
		(size_t)place->text_start + place->text_len);
	if (text.len == 0)
		return false;
	uint32_t c = utf8_next(text, &i);
	if (c == ' ' || c == 0xa0)
		return false;
	return (place->span->joined && !place->span->spaced) || hangs_together(c);
}

static struct text_piece piece_of(const struct glyph_place *place, uint32_t first, uint32_t count) {
	struct text_piece piece = { .left = INFINITY,
		.right = -INFINITY,
		.first = first,
		.count = count };
	for (uint32_t i = first; i < first + count; i++) {
		piece.left = fmin(piece.left, place[i].at.x);
		piece.right = fmax(piece.right, place[i].at.x + place[i].advance);
	}
	return piece;
}

struct text_pieces text_pieces_of(const struct glyph_run *run, struct arena *arena) {
	uint32_t n = glyph_run_nclusters(run), npieces = 0;
	struct glyph_place *place = arena_new(arena, struct glyph_place, n);
	struct text_piece *piece = arena_new(arena, struct text_piece, n);
	glyph_run_places(run, place);
	for (uint32_t first = 0, end; first < n; first = end) {
		end = first + 1;
		while (end < n && is_rigid(run, &place[end - 1]) && is_rigid(run, &place[end]))
			end++;
		piece[npieces++] = piece_of(place, first, end - first);
	}
	return (struct text_pieces){ piece, place, npieces, n };
}
