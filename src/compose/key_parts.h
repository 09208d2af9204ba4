#ifndef COMPOSE_KEY_PARTS_H
#define COMPOSE_KEY_PARTS_H

#include "compose/sheet_parts.h"

/* What the key is made of: key.c decides what stands in it, key_draw.c where. */

/* Space inside its edge; the width of two circles side by side. */
enum { KEY_PAD = 9, KEY_CIRCLES = 68 };

/* Sizes of what stands in a row. */
struct key_set {
	double type, badge, gap, symbol;
};

/* One event: its symbol and number, when, where and what. */
struct key_row {
	const struct icon *icon;
	struct color tint;
	const struct glyph_run *figure, *date, *text;
};

/* What a symbol or a line means. */
struct legend_item {
	const struct icon *icon; /* NULL: a sample of the layer */
	const struct style_layer *layer;
	struct str kind, also; /* one kind or two; "other event" stands for more */
	struct str status;     /* "claimed / denied", of all that look so */
	struct color tint;
	struct stroke stroke;
	bool circles; /* samples of what stands for several events */
	const struct glyph_run *text;
};

struct key {
	struct key_row *row;
	struct legend_item *item;
	uint32_t nrows, nitems, row_capacity, item_capacity;
	double width, date_width; /* of one column */
	uint32_t ncolumns;
	struct key_set set;
	const struct glyph_run *more; /* "and 12 more", below the rows; NULL */
	struct arena *arena;
};

#endif
