#ifndef SCENE_ICON_H
#define SCENE_ICON_H

#include "base/color.h"
#include "scene/path.h"

/* What a part of an icon is painted with. */
enum icon_paint {
	ICON_TINT,  /* the icon's colour, chosen by the style */
	ICON_RIM,   /* the halo colour, chosen by the style */
	ICON_FIXED, /* its own colour */
};

struct icon_part {
	struct path path;
	enum icon_paint fill_paint, stroke_paint;
	bool has_fill, has_stroke;
	struct color fill, stroke; /* when ICON_FIXED */
	double stroke_width;
};

/* A small drawing around (0, 0), in page units at scale 1.  Used as a symbol,
 * and repeated as a pattern (then `size` is the period). */
struct icon {
	struct str name;
	struct point size;
	const struct icon_part *part;
	uint32_t nparts;
	/* Where a number is written, how large, and in which of the icon's colours
	 * (icon_number_color()); size 0: nowhere. */
	struct point number_at;
	double number_size;
	enum icon_paint number_paint;
};

/* What an icon inks at scale 1, around its origin. */
struct rect icon_bounds(const struct icon *icon);

static inline struct color icon_number_color(const struct icon *icon, struct color tint,
	struct color rim) {
	return icon->number_paint == ICON_TINT ? tint : rim;
}

#endif
