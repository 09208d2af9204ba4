#ifndef COMPOSE_SHEET_H
#define COMPOSE_SHEET_H

#include "compose/compose.h"

/* The parts of a sheet around and on the map. */
enum furniture {
	FURNITURE_TITLE = 1, FURNITURE_KEY = 2, FURNITURE_SCALE = 4,
	FURNITURE_GRATICULE = 8, FURNITURE_INSET = 16, FURNITURE_SOURCES = 32,
	FURNITURE_ALL = 63, FURNITURE_NONE = 0,
};

/* "all", "none" or names separated by commas; false and an error otherwise. */
bool furniture_parse(struct str text, unsigned *out, struct diag *diag);

/* What the sheet says; empty strings are left out. */
struct sheet {
	struct str title, subtitle, sources, attribution, as_of, projection;
	struct str language;            /* first language: "en", "ar" */
	bool rtl;
	unsigned furniture;
	const struct layer *events;     /* rows of the key, in degrees; NULL: none */
	const struct layer *land;       /* for the locator; NULL: none */
};

/* Where its parts stand on the page. */
struct sheet_plan;

/* Before the view is known: title, foot and so the frame of the map. */
struct sheet_plan *sheet_plan(const struct sheet *sheet, const struct map *map,
	struct rect page, struct rect *frame, struct arena *arena);

/* When it is: key, scale bar and locator where the map is emptiest.  The boxes that
 * they take up are what compose_map() must keep labels off. */
uint32_t sheet_arrange(struct sheet_plan *plan, const struct view *view,
	const struct rect **reserved, struct arena *arena);

/* Under the map (paper, title) and over it (key, scale bar, frame, ticks). */
void sheet_draw_below(const struct sheet_plan *plan, struct scene *scene);
void sheet_draw_above(const struct sheet_plan *plan, const struct view *view,
	const struct composed *drawn, struct scene *scene);

#endif
