#ifndef COMPOSE_SHEET_PLAN_H
#define COMPOSE_SHEET_PLAN_H

#include "compose/sheet_parts.h"

/* Where everything stands: sheet.c decides it, sheet_draw.c draws it. */

enum { MOST_RESERVED = 4 };

struct sheet_plan {
	struct sheet_context context;
	struct rect page, frame;
	const struct glyph_run *title, *subtitle, *foot[2];
	struct key *key;
	bool key_outside;
	bool last; /* there is no other plan */
	struct rect key_box, scale_box, locator_box;
	struct scale_bar scale;
	bool has_scale;
	struct locator *locator;
	struct view view;
	struct rect reserved[MOST_RESERVED];
	uint32_t nreserved;
};

/* Margins follow the page, within what looks right. */
double sheet_margin(struct rect page);
/* A line of the foot with the gap to the next. */
double sheet_foot_height(const struct glyph_run *run);

#endif
