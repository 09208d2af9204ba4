#include "geo/geom.h"

#include "geo/build.h"

/*
 * The pole of inaccessibility by bisection: cells of a grid, the most promising
 * first, are cut into four as long as one could hold a spot that is better by
 * more than the precision (V. Agafonkin, "polylabel", 2016).
 */

enum { MOST_CELLS = 1500 };

/* A spot is good when no other is farther from the edges by more than this part. */
static const double NEAR_ENOUGH = 0.02;

struct cell {
	struct point center;
	double half;
	double distance; /* to the nearest edge, below 0 outside */
	double most;     /* no spot of the cell is farther from the edges */
};

struct heap {
	struct cell *cell;
	uint32_t n, capacity;
	struct arena *arena;
};

static void heap_push(struct heap *h, struct cell c) {
	arena_push(h->arena, h->cell, h->n, h->capacity);
	uint32_t i = h->n - 1;
	for (; i > 0 && h->cell[(i - 1) / 2].most < c.most; i = (i - 1) / 2)
		h->cell[i] = h->cell[(i - 1) / 2];
	h->cell[i] = c;
}

static struct cell heap_pop(struct heap *h) {
	struct cell top = h->cell[0], last = h->cell[--h->n];
	uint32_t i = 0;
	for (uint32_t k = 1; k < h->n; k = 2 * i + 1) {
		if (k + 1 < h->n && h->cell[k + 1].most > h->cell[k].most)
			k++;
		if (h->cell[k].most <= last.most)
			break;
		h->cell[i] = h->cell[k];
		i = k;
	}
	h->cell[i] = last;
	return top;
}

static double segment_distance2(struct point p, struct point a, struct point b) {
	double dx = b.x - a.x, dy = b.y - a.y, x = p.x - a.x, y = p.y - a.y;
	double length2 = dx * dx + dy * dy;
	double t = length2 > 0 ? (x * dx + y * dy) / length2 : 0;
	t = t < 0 ? 0 : t > 1 ? 1 : t;
	x -= t * dx;
	y -= t * dy;
	return x * x + y * y;
}

static double edge_distance(const struct geom *g, struct point p) {
	double least = INFINITY;
	for (uint32_t i = 0; i < g->nparts; i++)
		for (uint32_t k = geom_start(g, i) + 1; k < g->end[i]; k++) {
			double d = segment_distance2(p, g->point[k - 1], g->point[k]);
			least = d < least ? d : least;
		}
	least = sqrt(least);
	return geom_contains(g, p) ? least : -least;
}

static struct cell cell_at(const struct geom *g, struct point center, double half) {
	double distance = edge_distance(g, center);
	return (struct cell){ center, half, distance, distance + half * sqrt(2) };
}

static struct point centroid(const struct point *p, uint32_t n) {
	double x = 0, y = 0, area = ring_area(p, n);
	for (uint32_t i = 1; i + 1 < n; i++) {
		double ax = p[i].x - p[0].x, ay = p[i].y - p[0].y;
		double bx = p[i + 1].x - p[0].x, by = p[i + 1].y - p[0].y;
		double cross = ax * by - bx * ay;
		x += (ax + bx) * cross;
		y += (ay + by) * cross;
	}
	return (struct point){ p[0].x + x / (3 * area), p[0].y + y / (3 * area) };
}

/* `g`: one outer ring and its holes. */
static struct point inaccessible(const struct geom *g, double precision, struct arena *a) {
	struct rect box = geom_part_bounds(g, 0);
	double side = fmin(rect_width(box), rect_height(box));
	if (!(side > 0))
		return rect_center(box);
	/* A thin sliver is not cut into thousands of squares. */
	side = fmax(side, fmax(rect_width(box), rect_height(box)) / 64);
	struct heap heap = { .arena = a };
	for (double x = box.min.x; x < box.max.x; x += side)
		for (double y = box.min.y; y < box.max.y; y += side)
			heap_push(&heap,
				cell_at(g, (struct point){ x + side / 2, y + side / 2 }, side / 2));
	struct cell best = cell_at(g, centroid(g->point, g->end[0]), 0);
	for (uint32_t n = heap.n; heap.n && n < MOST_CELLS; n += 4) {
		struct cell c = heap_pop(&heap);
		if (c.distance > best.distance)
			best = c;
		if (c.most - best.distance <= fmax(precision, NEAR_ENOUGH * best.distance))
			break;
		double half = c.half / 2;
		for (int k = 0; k < 4; k++) {
			double x = c.center.x + (k & 1 ? half : -half);
			double y = c.center.y + (k & 2 ? half : -half);
			heap_push(&heap, cell_at(g, (struct point){ x, y }, half));
		}
	}
	return best.center;
}

static double part_area(const struct geom *g, uint32_t part) {
	uint32_t start = geom_start(g, part);
	return ring_area(g->point + start, g->end[part] - start);
}

/* The polygon of the largest area, its holes taken off. */
static void largest_polygon(const struct geom *g, uint32_t *from, uint32_t *to) {
	double most = -INFINITY, area = 0;
	uint32_t outer = 0;
	*from = *to = 0;
	for (uint32_t i = 0; i <= g->nparts; i++) {
		double own = i < g->nparts ? part_area(g, i) : 0;
		if (i > 0 && (i == g->nparts || own >= 0)) {
			if (area > most) {
				most = area;
				*from = outer;
				*to = i;
			}
			outer = i;
			area = 0;
		}
		area += own;
	}
}

static struct point in_polygon(const struct geom *g, double precision) {
	uint32_t from, to;
	struct arena scratch = ARENA_INIT;
	struct geom_builder b;
	largest_polygon(g, &from, &to);
	if (from == to)
		return g->point[0];
	build_init(&b, GEOM_POLYGONS, to - from, &scratch);
	for (uint32_t i = from; i < to; i++) {
		build_points(&b, g->point + geom_start(g, i), g->end[i] - geom_start(g, i));
		build_end(&b, 1);
	}
	struct rect box = geom_bounds(&b.geom);
	double detail = fmax(precision / 4, (rect_width(box) + rect_height(box)) / 1000);
	struct geom simple = geom_simplify(&b.geom, detail, &scratch);
	if (geom_is_empty(&simple))
		simple = b.geom;
	struct point spot = inaccessible(&simple, precision, &scratch);
	arena_release(&scratch);
	return spot;
}

static double run_length(const struct geom *g, uint32_t part) {
	double sum = 0;
	for (uint32_t k = geom_start(g, part) + 1; k < g->end[part]; k++)
		sum += point_distance(g->point[k - 1], g->point[k]);
	return sum;
}

static struct point on_line(const struct geom *g) {
	uint32_t longest = 0;
	double most = -1;
	for (uint32_t i = 0; i < g->nparts; i++) {
		double length = run_length(g, i);
		if (length > most) {
			most = length;
			longest = i;
		}
	}
	double left = most / 2;
	for (uint32_t k = geom_start(g, longest) + 1; k < g->end[longest]; k++) {
		struct point a = g->point[k - 1], b = g->point[k];
		double step = point_distance(a, b);
		if (step >= left && step > 0)
			return (struct point){ a.x + left / step * (b.x - a.x),
				a.y + left / step * (b.y - a.y) };
		left -= step;
	}
	return g->point[geom_start(g, longest)];
}

struct point geom_label_point(const struct geom *g, double precision) {
	if (geom_is_empty(g))
		return (struct point){ INFINITY, INFINITY };
	if (g->type == GEOM_POINTS || g->nparts == 0)
		return g->point[0];
	return g->type == GEOM_LINES ? on_line(g) : in_polygon(g, precision);
}
