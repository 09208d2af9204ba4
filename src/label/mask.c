#include "label/mask.h"

#include <stdlib.h>

#define CELL 4.0
#define MOST_CELLS 4e6

void mask_init(struct mask *m, struct rect extent, struct arena *arena) {
	*m = (struct mask){ .extent = extent };
	if (rect_is_empty(extent))
		return;
	double width = fmax(rect_width(extent), 1), height = fmax(rect_height(extent), 1);
	double cells = ceil(width / CELL) * ceil(height / CELL);
	double wider = cells > MOST_CELLS ? sqrt(cells / MOST_CELLS) : 1;
	m->columns = (uint32_t)fmin(ceil(width / (CELL * wider)), MOST_CELLS);
	m->rows = (uint32_t)fmin(ceil(height / (CELL * wider)), MOST_CELLS);
	m->cell_width = width / m->columns;
	m->cell_height = height / m->rows;
	m->inside = arena_new(arena, uint8_t, (size_t)m->columns * m->rows);
}

/* A row's crossing with an edge. */
struct crossing {
	uint32_t row;
	double x;
};

static int by_row(const void *left, const void *right) {
	const struct crossing *a = left, *b = right;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return (a->x > b->x) - (a->x < b->x);
}

/* The first row whose middle is at or below y. */
static double row_from(const struct mask *m, double y) {
	return fmax(0, ceil((y - m->extent.min.y) / m->cell_height - 0.5));
}

struct crossings {
	struct crossing *at;
	uint32_t count, capacity;
	struct arena *arena;
};

static void add_edge(const struct mask *m, struct point a, struct point b, struct crossings *out) {
	struct point top = a.y <= b.y ? a : b, bottom = a.y <= b.y ? b : a;
	if (!isfinite(a.x) || !isfinite(a.y) || !isfinite(b.x) || !isfinite(b.y))
		return;
	double end = fmin(row_from(m, bottom.y), m->rows);
	for (double row = row_from(m, top.y); row < end; row++) {
		double y = m->extent.min.y + (row + 0.5) * m->cell_height;
		double x = top.x + (bottom.x - top.x) * (y - top.y) / (bottom.y - top.y);
		*arena_push(out->arena, out->at, out->count,
			out->capacity) = (struct crossing){ (uint32_t)row, x };
	}
}

static double column_from(const struct mask *m, double x) {
	double column = ceil((x - m->extent.min.x) / m->cell_width - 0.5);
	return fmin(fmax(column, 0), m->columns);
}

static void fill_row(struct mask *m, uint32_t row, double from, double to) {
	uint32_t end = (uint32_t)column_from(m, to);
	for (uint32_t x = (uint32_t)column_from(m, from); x < end; x++)
		m->inside[(size_t)row * m->columns + x] = 1;
}

void mask_add(struct mask *m, const struct geom *polygons, struct arena *scratch) {
	struct arena_mark mark = arena_mark(scratch);
	struct crossings all = { .arena = scratch };
	if (!m->inside || polygons->type != GEOM_POLYGONS)
		return;
	for (uint32_t part = 0; part < polygons->nparts; part++)
		for (uint32_t i = geom_start(polygons, part) + 1; i < polygons->end[part]; i++)
			add_edge(m, polygons->point[i - 1], polygons->point[i], &all);
	if (all.count)
		qsort(all.at, all.count, sizeof *all.at, by_row);
	/* Rings are closed, so a row has an even number of crossings. */
	for (uint32_t i = 0; i + 1 < all.count;) {
		bool pair = all.at[i].row == all.at[i + 1].row;
		if (pair)
			fill_row(m, all.at[i].row, all.at[i].x, all.at[i + 1].x);
		i += pair ? 2 : 1;
	}
	arena_rewind(scratch, mark);
}

double mask_share(const struct mask *m, struct rect box) {
	if (!m->inside || rect_is_empty(box))
		return 0;
	struct rect part = rect_intersection(box, m->extent);
	if (rect_is_empty(part))
		return 0;
	uint32_t x0 = (uint32_t)fmin((part.min.x - m->extent.min.x) / m->cell_width,
		m->columns - 1);
	uint32_t x1 = (uint32_t)fmin((part.max.x - m->extent.min.x) / m->cell_width,
		m->columns - 1);
	uint32_t y0 = (uint32_t)fmin((part.min.y - m->extent.min.y) / m->cell_height, m->rows - 1);
	uint32_t y1 = (uint32_t)fmin((part.max.y - m->extent.min.y) / m->cell_height, m->rows - 1);
	uint32_t marked = 0;
	for (uint32_t y = y0; y <= y1; y++)
		for (uint32_t x = x0; x <= x1; x++)
			marked += m->inside[(size_t)y * m->columns + x];
	return (double)marked / ((double)(x1 - x0 + 1) * (y1 - y0 + 1));
}
