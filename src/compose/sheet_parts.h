#ifndef COMPOSE_SHEET_PARTS_H
#define COMPOSE_SHEET_PARTS_H

#include "compose/sheet.h"

/* Colours of the sheet, from the style's metadata "sitmap:sheet". */
struct sheet_colors {
	struct color paper, ink, muted, frame, panel, accent, land, sea;
};

/* What the parts of a sheet share while it is made. */
struct sheet_context {
	const struct sheet *sheet;
	const struct map *map;
	struct arena *arena;
	struct sheet_colors color;
	bool narrow; /* says only what it must */
};

/* Sizes of type on the sheet, page units. */
#define TYPE_TITLE 20.0
#define TYPE_SUBTITLE 12.5
#define TYPE_KEY 10.0
#define TYPE_FOOT 8.0
#define TYPE_TICK 7.5

const struct glyph_run *sheet_text(const struct sheet_context *c, struct str text, double size,
	int weight, double max_width);

/* The run with its upper corner at `at`: the left one, in right-to-left sheets the
 * right one. */
void sheet_put(const struct sheet_context *c, struct scene *scene, const struct glyph_run *run,
	struct point corner, bool from_right, struct color color);

double run_width(const struct glyph_run *run);
double run_height(const struct glyph_run *run);

/* The numbered list of events and what the symbols mean. */
struct key;
struct key *key_make(const struct sheet_context *c, double width);
struct point key_size(const struct key *key); /* x: width, y: height; 0: nothing to say */
/* Sets all rows anew in columns of this width; `close`: smaller. */
void key_set(struct key *key, const struct sheet_context *c, double width, uint32_t ncolumns,
	bool close);
uint32_t key_rows(const struct key *key);
/* Width of a line of what happened. */
double key_text_room(const struct key *key);
/* The least width of a column in which no row takes more lines than it does now, and the
 * legend one line where that is not wider than `widest`. */
double key_natural_width(const struct key *key, double widest);
/* What the layers say of themselves will hardly need another line. */
bool key_has_legend_room(const struct key *key);
/* Leaves rows out at the end until the key is not higher, and says how many; all of them
 * when more than half would be missing. */
void key_limit(struct key *key, const struct sheet_context *c, double height);
/* What the layers say of themselves, once it is known what the view shows. */
void key_add_layers(struct key *key, const struct sheet_context *c, const struct view *view);
void key_draw(const struct key *key, const struct sheet_context *c, struct scene *scene,
	struct rect box);

/* A bar with round figures, geodesic at the middle of the map. */
struct scale_bar {
	double unit_width; /* page units of one of its parts */
	double unit_metres;
	int parts;
	struct point size;
	double denominator;
};
bool scale_bar_make(struct scale_bar *bar, const struct sheet_context *c, const struct view *view);
void scale_bar_draw(const struct scale_bar *bar, const struct sheet_context *c, struct scene *scene,
	struct rect box);

/* Ticks outside the frame with degrees. */
void graticule_draw(const struct sheet_context *c, const struct view *view, struct scene *scene);

/* A globe, or a part of it, with the map's frame on it. */
struct locator;
struct locator *locator_make(const struct sheet_context *c, const struct view *view);
struct point locator_size(const struct locator *l);
void locator_draw(const struct locator *l, const struct sheet_context *c,
	const struct view *map_view, struct scene *scene, struct rect box);

/* An arrow where north is not up. */
void north_arrow_draw(const struct sheet_context *c, const struct view *view, struct scene *scene,
	struct point at);

#endif
