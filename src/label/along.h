#ifndef LABEL_ALONG_H
#define LABEL_ALONG_H

#include "label/place.h"

/* Wishes for texts and icons along lines. */

struct label_along {
	const struct glyph_run *run; /* of one line; NULL: an icon alone */
	/* What text and icon cover when they lie level, from the point of the line:
	 * empty where there is none. */
	struct rect text, icon;
	double text_padding, icon_padding;
	/* The run's origin lies this far below the line, as the text is read. */
	double offset;
	/* So far to the right of the line as it runs, however the text is read, lies its
	 * parallel on which the text stands and is spaced. */
	double parallel;
	double size;       /* of the text: smooths lines, measures corners */
	double web_size;   /* the same at zoom 18: the web map's rule goes by it; 0: size */
	double web_icon;   /* length of the icon at its own size, for the same */
	double spacing;    /* between the middles of two */
	double max_angle;  /* radians within three fifths of the size; 0: any */
	double icon_turn;  /* radians, more than the line's direction */
	bool keep_upright; /* of the text (of the icon where it is alone) */
	bool once;         /* at the middle only */
	bool level;        /* anchored on the line, but not turned with it */
	/* Fine: the line is smoothed, each looks for the straightest place near to
	 * where it belongs and may stand on the other side of the line.  Else where
	 * the rules of the web map put it. */
	bool fine;
};

/* Appends a label for each place along the line where text and icon fit, a copy
 * of `like` but for its spots, boxes, `at` and `angle`.  An icon alone is the
 * label's text as far as the placement goes: it has spots.  Returns how many. */
uint32_t label_add_along(struct label_list *list, const struct label *like,
	const struct point *point, uint32_t npoints, const struct label_along *how,
	struct arena *scratch);

#endif
