#include "label/grid.h"

/* A typical name is 60 by 14 page units: it meets three or four cells. */
#define CELL_WIDTH 48.0
#define CELL_HEIGHT 24.0

void grid_init(struct grid *g, struct rect extent, uint32_t expected, struct arena *arena) {
	double width = rect_is_empty(extent) ? 1 : fmax(rect_width(extent), 1);
	double height = rect_is_empty(extent) ? 1 : fmax(rect_height(extent), 1);
	double most = fmax(4096, 8.0 * expected);
	double cells = ceil(width / CELL_WIDTH) * ceil(height / CELL_HEIGHT);
	double wider = cells > most ? sqrt(cells / most) : 1;
	*g = (struct grid){
		.arena = arena,
		.origin = rect_is_empty(extent) ? (struct point){ 0, 0 } : extent.min,
		.cell_width = CELL_WIDTH * wider,
		.cell_height = CELL_HEIGHT * wider,
		.free_link = GRID_NONE,
		.free_item = GRID_NONE,
	};
	/* A sliver of a page a million units long still has a bounded grid. */
	g->columns = (uint32_t)fmin(ceil(width / g->cell_width), most);
	g->rows = (uint32_t)fmin(ceil(height / g->cell_height), most);
	g->cell_width = width / g->columns;
	g->cell_height = height / g->rows;
	g->head = arena_new(arena, uint32_t, (size_t)g->columns * g->rows);
	for (size_t i = 0; i < (size_t)g->columns * g->rows; i++)
		g->head[i] = GRID_NONE;
}

static uint32_t cell_of(double at, double size, uint32_t count) {
	double cell = at / size;
	if (!(cell > 0))
		return 0;
	return cell < count ? (uint32_t)cell : count - 1;
}

static uint32_t column_of(const struct grid *g, double x) {
	return cell_of(x - g->origin.x, g->cell_width, g->columns);
}

static uint32_t row_of(const struct grid *g, double y) {
	return cell_of(y - g->origin.y, g->cell_height, g->rows);
}

static uint32_t link_take(struct grid *g) {
	if (g->free_link != GRID_NONE) {
		uint32_t link = g->free_link;
		g->free_link = g->link[link].next;
		return link;
	}
	(void)arena_push(g->arena, g->link, g->nlinks, g->link_capacity);
	return g->nlinks - 1;
}

static uint32_t item_take(struct grid *g) {
	if (g->free_item != GRID_NONE) {
		uint32_t item = g->free_item;
		g->free_item = g->item[item].next;
		return item;
	}
	(void)arena_push(g->arena, g->item, g->nitems, g->item_capacity);
	return g->nitems - 1;
}

uint32_t grid_add(struct grid *g, const struct grid_item *item) {
	uint32_t id = item_take(g);
	g->item[id] = *item;
	uint32_t x1 = column_of(g, item->box.max.x), y1 = row_of(g, item->box.max.y);
	for (uint32_t y = row_of(g, item->box.min.y); y <= y1; y++)
		for (uint32_t x = column_of(g, item->box.min.x); x <= x1; x++) {
			uint32_t link = link_take(g), *head = &g->head[(size_t)y * g->columns + x];
			g->link[link] = (struct grid_link){ id, *head };
			*head = link;
		}
	return id;
}

static void cell_forget(struct grid *g, size_t cell, uint32_t item) {
	for (uint32_t *at = &g->head[cell]; *at != GRID_NONE; at = &g->link[*at].next) {
		uint32_t link = *at;
		if (g->link[link].item != item)
			continue;
		*at = g->link[link].next;
		g->link[link].next = g->free_link;
		g->free_link = link;
		return;
	}
}

void grid_remove(struct grid *g, uint32_t item) {
	struct rect box = g->item[item].box;
	uint32_t x1 = column_of(g, box.max.x), y1 = row_of(g, box.max.y);
	for (uint32_t y = row_of(g, box.min.y); y <= y1; y++)
		for (uint32_t x = column_of(g, box.min.x); x <= x1; x++)
			cell_forget(g, (size_t)y * g->columns + x, item);
	g->item[item].next = g->free_item;
	g->free_item = item;
}

struct grid_item grid_stroke(const struct grid_item *like, struct point from, struct point to,
	double width) {
	struct grid_item item = *like;
	struct rect box = { { fmin(from.x, to.x), fmin(from.y, to.y) },
		{ fmax(from.x, to.x), fmax(from.y, to.y) } };
	item.stroke = true;
	item.from = from;
	item.to = to;
	item.half_width = width / 2;
	item.box = rect_grow(box, width / 2);
	return item;
}

static bool is_finite(struct point p) {
	return isfinite(p.x) && isfinite(p.y);
}

/* Strokes so long that the cells of their boxes stay few; a line from far
 * outside is cut into at most 64. */
static void add_pieces(struct grid *g, const struct grid_item *like, struct point from,
	struct point to, double width) {
	double length = point_distance(from, to);
	double pieces = fmin(ceil(length / g->cell_width), 64);
	for (double i = 0; i < pieces; i++) {
		double t0 = i / pieces, t1 = (i + 1) / pieces;
		struct point a = { from.x + (to.x - from.x) * t0, from.y + (to.y - from.y) * t0 };
		struct point b = { from.x + (to.x - from.x) * t1, from.y + (to.y - from.y) * t1 };
		struct grid_item item = grid_stroke(like, a, b, width);
		grid_add(g, &item);
	}
}

void grid_add_line(struct grid *g, const struct grid_item *like, const struct point *point,
	uint32_t npoints, double width) {
	/* For the price of a line points nearer to each other tell nothing. */
	const double step = isinf(like->cost) ? 0 : 6;
	struct point last = { 0, 0 };
	bool have = false;
	for (uint32_t i = 0; i < npoints; i++) {
		if (!is_finite(point[i])) {
			have = false;
			continue;
		}
		bool near = have && i + 1 < npoints
			&& fabs(point[i].x - last.x) + fabs(point[i].y - last.y) < step;
		if (near)
			continue;
		if (have)
			add_pieces(g, like, last, point[i], width);
		last = point[i];
		have = true;
	}
}

struct grid_search grid_search(const struct grid *g, struct rect window) {
	struct grid_search s = {
		.grid = g,
		.window = window,
		.x0 = column_of(g, window.min.x),
		.x1 = column_of(g, window.max.x),
		.y = row_of(g, window.min.y),
		.y1 = row_of(g, window.max.y),
	};
	s.x = s.x0;
	s.link = g->head[(size_t)s.y * g->columns + s.x];
	return s;
}

/* An item stands in every cell that it touches: it is reported in the first
 * of those that the window touches too. */
static bool first_meeting(const struct grid_search *s, const struct grid_item *item) {
	const struct grid *g = s->grid;
	return column_of(g, fmax(item->box.min.x, s->window.min.x)) == s->x
		&& row_of(g, fmax(item->box.min.y, s->window.min.y)) == s->y;
}

uint32_t grid_next(struct grid_search *s) {
	const struct grid *g = s->grid;
	for (;;) {
		while (s->link != GRID_NONE) {
			uint32_t id = g->link[s->link].item;
			s->link = g->link[s->link].next;
			const struct grid_item *item = &g->item[id];
			if (rect_meets(item->box, s->window) && first_meeting(s, item))
				return id;
		}
		if (s->x < s->x1) {
			s->x++;
		} else if (s->y < s->y1) {
			s->x = s->x0;
			s->y++;
		} else {
			return GRID_NONE;
		}
		s->link = g->head[(size_t)s->y * g->columns + s->x];
	}
}

bool segment_clip(struct point from, struct point to, struct rect r, double *t0, double *t1) {
	/* Liang and Barsky 1984: each side cuts the range of the parameter. */
	double dx = to.x - from.x, dy = to.y - from.y;
	double p[4] = { -dx, dx, -dy, dy };
	double q[4] = { from.x - r.min.x, r.max.x - from.x, from.y - r.min.y, r.max.y - from.y };
	*t0 = 0;
	*t1 = 1;
	for (int i = 0; i < 4; i++) {
		if (p[i] == 0) {
			if (q[i] < 0)
				return false;
			continue;
		}
		double t = q[i] / p[i];
		if (p[i] < 0)
			*t0 = fmax(*t0, t);
		else
			*t1 = fmin(*t1, t);
	}
	return *t0 <= *t1;
}

bool grid_item_touches(const struct grid_item *item, struct rect window) {
	double t0, t1;
	if (!rect_meets(item->box, window))
		return false;
	struct rect near = rect_grow(window, item->half_width);
	return !item->stroke || segment_clip(item->from, item->to, near, &t0, &t1);
}

double grid_stroke_inside(const struct grid_item *item, struct rect window) {
	double t0, t1;
	if (!segment_clip(item->from, item->to, rect_grow(window, item->half_width), &t0, &t1))
		return 0;
	double dx = item->to.x - item->from.x, dy = item->to.y - item->from.y;
	return (t1 - t0) * sqrt(dx * dx + dy * dy);
}

static double side(struct point a, struct point b, struct point p) {
	return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

static bool between(struct point a, struct point b, struct point p) {
	return fmin(a.x, b.x) <= p.x && p.x <= fmax(a.x, b.x) && fmin(a.y, b.y) <= p.y
		&& p.y <= fmax(a.y, b.y);
}

bool segments_cross(struct point a, struct point b, struct point c, struct point d) {
	double abc = side(a, b, c), abd = side(a, b, d), cda = side(c, d, a), cdb = side(c, d, b);
	if (((abc > 0) != (abd > 0)) && ((cda > 0) != (cdb > 0)) && abc != 0 && abd != 0 && cda != 0
		&& cdb != 0)
		return true;
	return (abc == 0 && between(a, b, c)) || (abd == 0 && between(a, b, d))
		|| (cda == 0 && between(c, d, a)) || (cdb == 0 && between(c, d, b));
}
