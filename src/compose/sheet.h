#ifndef COMPOSE_SHEET_H
#define COMPOSE_SHEET_H

#include "compose/compose.h"

/* The parts of a sheet around and on the map. */
enum furniture {
	FURNITURE_NONE = 0,
	FURNITURE_TITLE = 1,
	FURNITURE_KEY = 2,
	FURNITURE_SCALE = 4,
	FURNITURE_GRATICULE = 8,
	FURNITURE_INSET = 16,
	FURNITURE_SOURCES = 32,
	FURNITURE_ALL = 63,
};

/* "all", "none" or names separated by commas; false and an error at `at` otherwise. */
bool furniture_parse(struct str text, struct where at, unsigned *out, struct diag *diag);

/* What the sheet says; empty strings are left out. */
struct sheet {
	struct str title, subtitle, sources, attribution, as_of, projection;
	struct str language; /* first language: "en", "ar" */
	bool rtl;
	unsigned furniture;
	const struct layer *events, *routes; /* rows of the key; NULL: none */
	const struct layer *land;            /* of the whole world, for the locator; NULL: none */
	double aspect;                       /* width by height of what the map shows */
	bool whole_world;                    /* the frame keeps to that aspect */
	bool flexible;                       /* the page may be made less high */
	bool clustered;                      /* circles stand for many events, without numbers */
	uint32_t largest_cluster;            /* what the largest stands for */
};

/* Where its parts stand on the page. */
struct sheet_plan;

/* Before the view is known: title, foot and so the frame of the map.  The key stands
 * beside or below the map when `key_outside` or when it is too large to stand on it. */
struct sheet_plan *sheet_plan(const struct sheet *sheet, const struct map *map, struct rect page,
	bool key_outside, struct arena *arena);
struct rect sheet_frame(const struct sheet_plan *plan);
struct rect sheet_page(const struct sheet_plan *plan);

/* True when the key, whatever the legend of the layers adds, would cover an event in every
 * corner; of map->source only the subjects are looked at. */
bool sheet_is_crowded(struct sheet_plan *plan, const struct view *view);

/* When it is known: key, scale bar and locator where the map is emptiest; map->source
 * is set by now.  False when the key would cover events: plan again with the key
 * outside. */
bool sheet_arrange(struct sheet_plan *plan, const struct view *view);

/* The boxes that compose_map() must keep labels off. */
uint32_t sheet_reserved(const struct sheet_plan *plan, const struct rect **boxes);

/* Under the map (paper, title, foot) and over it (frame, ticks, key, scale bar). */
void sheet_draw_below(const struct sheet_plan *plan, struct scene *scene);
void sheet_draw_above(const struct sheet_plan *plan, struct scene *scene);

#endif
