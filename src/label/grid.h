#ifndef LABEL_GRID_H
#define LABEL_GRID_H

#include <stdint.h>

#include "base/arena.h"
#include "geo/point.h"

#define GRID_NONE UINT32_MAX

/* What takes up room on the page: a box, or the stroke of a short line. */
struct grid_item {
	struct rect box;       /* around all of it */
	struct point from, to; /* the middle of the stroke */
	double half_width, cost;
	uint64_t owner; /* labels of the same owner do not mind it; 0: nobody's */
	uint32_t label; /* whose label it is part of, or GRID_NONE */
	uint32_t next;  /* kept by the caller, and by the free list */
	bool stroke, cooperative, fixed;
};

struct grid_link {
	uint32_t item, next;
};

/*
 * Boxes and strokes by place: a window finds what it touches.  Items may be
 * added and taken away at any time.  What lies outside the extent is kept in
 * the cells at its edge, so nothing is lost, only found more slowly.
 */
struct grid {
	struct arena *arena;
	struct point origin;
	double cell_width, cell_height;
	uint32_t columns, rows;
	uint32_t *head; /* first link of each cell */
	struct grid_link *link;
	struct grid_item *item;
	uint32_t nlinks, link_capacity, nitems, item_capacity;
	uint32_t free_link, free_item;
};

/* `expected`: about how many items there will be; bounds the number of cells. */
void grid_init(struct grid *g, struct rect extent, uint32_t expected, struct arena *arena);

/* The item's number, good until it is removed. */
uint32_t grid_add(struct grid *g, const struct grid_item *item);
void grid_remove(struct grid *g, uint32_t item);

/* Adds a line as strokes no longer than a cell, each a copy of `like`. */
void grid_add_line(struct grid *g, const struct grid_item *like, const struct point *point,
	uint32_t npoints, double width);
struct grid_item grid_stroke(const struct grid_item *like, struct point from, struct point to,
	double width);

struct grid_search {
	const struct grid *grid;
	struct rect window;
	uint32_t x0, x1, y1; /* cells, inclusive */
	uint32_t x, y, link;
};

struct grid_search grid_search(const struct grid *g, struct rect window);

/* The next item whose box overlaps the window by more than an edge, each once;
 * GRID_NONE when there are no more. */
uint32_t grid_next(struct grid_search *s);

/* Whether the item itself, not only its box, covers part of the window. */
bool grid_item_touches(const struct grid_item *item, struct rect window);

/* Length of the stroke's middle line inside the window, grown by its half width. */
double grid_stroke_inside(const struct grid_item *item, struct rect window);

/* The part of from-to inside the rectangle as fractions; false when outside. */
bool segment_clip(struct point from, struct point to, struct rect r, double *t0, double *t1);

/* Whether two segments have a point in common (touching counts). */
bool segments_cross(struct point a, struct point b, struct point c, struct point d);

static inline bool rect_meets(struct rect a, struct rect b) {
	return a.min.x < b.max.x && b.min.x < a.max.x && a.min.y < b.max.y && b.min.y < a.max.y;
}

#endif
