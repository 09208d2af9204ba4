#include "scene/path.h"

#include <math.h>

/* Points that each verb takes. */
static const uint8_t verb_points[] = {
	[PATH_MOVE] = 1,
	[PATH_LINE] = 1,
	[PATH_CURVE] = 3,
	[PATH_CLOSE] = 0,
};

static void add_verb(struct path_builder *b, enum path_verb verb) {
	*arena_push(b->arena, b->verb, b->nverbs, b->verb_capacity) = (uint8_t)verb;
}

static void add_point(struct path_builder *b, struct point p) {
	*arena_push(b->arena, b->point, b->npoints, b->point_capacity) = p;
}

void path_move(struct path_builder *b, double x, double y) {
	add_verb(b, PATH_MOVE);
	add_point(b, (struct point){ x, y });
}

void path_line(struct path_builder *b, double x, double y) {
	add_verb(b, PATH_LINE);
	add_point(b, (struct point){ x, y });
}

void path_curve(struct path_builder *b, struct point c1, struct point c2, struct point to) {
	add_verb(b, PATH_CURVE);
	add_point(b, c1);
	add_point(b, c2);
	add_point(b, to);
}

void path_close(struct path_builder *b) {
	add_verb(b, PATH_CLOSE);
}

/* Length of the control arms for a quarter of a circle of radius 1; the curve
 * is then off by less than 0.03% of the radius. */
static const double quarter_arm = 0.5522847498;

/* A quarter turn from where the path stands, by way of `corner`. */
static void add_quarter(struct path_builder *b, struct point from, struct point corner,
	struct point to) {
	struct point c1 = { from.x + (corner.x - from.x) * quarter_arm,
		from.y + (corner.y - from.y) * quarter_arm };
	struct point c2 = { to.x + (corner.x - to.x) * quarter_arm,
		to.y + (corner.y - to.y) * quarter_arm };
	path_curve(b, c1, c2, to);
}

void path_circle(struct path_builder *b, struct point center, double radius) {
	path_rect(b, rect_grow((struct rect){ center, center }, radius), radius);
}

void path_rect(struct path_builder *b, struct rect r, double corner_radius) {
	double w = rect_width(r), h = rect_height(r);
	double c = fmin(corner_radius, fmin(w, h) / 2);
	double x0 = r.min.x, y0 = r.min.y, x1 = r.max.x, y1 = r.max.y;
	if (!(c > 0)) {
		path_move(b, x0, y0);
		path_line(b, x1, y0);
		path_line(b, x1, y1);
		path_line(b, x0, y1);
		path_close(b);
		return;
	}
	bool wide = w > 2 * c, high = h > 2 * c;
	path_move(b, x0 + c, y0);
	if (wide)
		path_line(b, x1 - c, y0);
	add_quarter(b, (struct point){ x1 - c, y0 }, (struct point){ x1, y0 },
		(struct point){ x1, y0 + c });
	if (high)
		path_line(b, x1, y1 - c);
	add_quarter(b, (struct point){ x1, y1 - c }, (struct point){ x1, y1 },
		(struct point){ x1 - c, y1 });
	if (wide)
		path_line(b, x0 + c, y1);
	add_quarter(b, (struct point){ x0 + c, y1 }, (struct point){ x0, y1 },
		(struct point){ x0, y1 - c });
	if (high)
		path_line(b, x0, y0 + c);
	add_quarter(b, (struct point){ x0, y0 + c }, (struct point){ x0, y0 },
		(struct point){ x0 + c, y0 });
	path_close(b);
}

struct path path_builder_path(const struct path_builder *b) {
	return (struct path){ b->verb, b->point, b->nverbs, b->npoints };
}

struct path path_from_geom(const struct geom *g, struct arena *arena) {
	struct path path = { 0 };
	if (g->npoints == 0)
		return path;
	bool rings = g->type == GEOM_POLYGONS;
	uint32_t nparts = g->nparts ? g->nparts : 1, npoints = 0, nverbs = 0;
	uint8_t *verb = arena_new(arena, uint8_t, (size_t)g->npoints + nparts);
	struct point *point = arena_new(arena, struct point, g->npoints);
	for (uint32_t part = 0; part < nparts; part++) {
		uint32_t start = g->nparts ? geom_start(g, part) : 0;
		uint32_t end = g->nparts ? g->end[part] : g->npoints;
		/* The last point of a ring repeats the first. */
		if (rings && end - start > 1)
			end--;
		for (uint32_t i = start; i < end; i++) {
			verb[nverbs++] = i == start ? PATH_MOVE : PATH_LINE;
			point[npoints++] = g->point[i];
		}
		if (rings && end > start)
			verb[nverbs++] = PATH_CLOSE;
	}
	return (struct path){ verb, point, nverbs, npoints };
}

struct rect path_bounds(const struct path *p) {
	struct rect r = RECT_EMPTY;
	for (uint32_t i = 0; i < p->npoints; i++)
		r = rect_add(r, p->point[i]);
	return r;
}

struct path path_transform(const struct path *p, const struct transform *t, struct arena *arena) {
	struct point *point = arena_new(arena, struct point, p->npoints);
	for (uint32_t i = 0; i < p->npoints; i++)
		point[i] = transform_point(t, p->point[i]);
	return (struct path){ p->verb, point, p->nverbs, p->npoints };
}

struct transform transform_of(struct point at, double angle, double scale) {
	double c = cos(angle) * scale, s = sin(angle) * scale;
	return (struct transform){ c, s, -s, c, at.x, at.y };
}

uint32_t path_verb_npoints(uint8_t verb) {
	return verb_points[verb];
}
