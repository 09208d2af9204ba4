#include <math.h>

#include "style/ops.h"
#include "style/region.h"

/*
 * within: in the plane of the Web Mercator projection, the world being one unit, or
 * 8192 times a power of two on a tile's grid.  distance: on a plane fitted to the
 * WGS 84 ellipsoid at the latitude of the feature (Cheap Ruler by Mapbox), metres.
 */

struct plane {
	double size; /* of the world */
	bool whole;  /* coordinates are rounded */
};

static struct plane plane_of(const struct expr_env *env) {
	if (!env->tile)
		return (struct plane){ 1, false };
	return (struct plane){ 8192 * exp2(env->tile->z), true };
}

static struct point to_plane(struct plane plane, struct point p) {
	struct point m = {
		(180 + p.x) / 360 * plane.size,
		(180 - log(tan(PI / 4 + p.y * RADIANS / 2)) / RADIANS) / 360 * plane.size,
	};
	if (plane.whole)
		m = (struct point){ floor(m.x + 0.5), floor(m.y + 0.5) };
	return m;
}

static struct point from_plane(struct plane plane, struct point m) {
	return (struct point){ m.x / plane.size * 360 - 180,
		2 / RADIANS * atan(exp((180 - m.y / plane.size * 360) * RADIANS)) - 90 };
}

static struct region region_in_plane(const struct region *r, struct plane plane,
	struct point map(struct plane, struct point), struct arena *arena) {
	struct shape *shape = arena_new(arena, struct shape, r->nshapes);
	for (uint32_t i = 0; i < r->nshapes; i++) {
		struct ring *ring = arena_new(arena, struct ring, r->shape[i].nrings);
		for (uint32_t k = 0; k < r->shape[i].nrings; k++) {
			const struct ring *from = &r->shape[i].ring[k];
			struct point *point = arena_new(arena, struct point, from->npoints);
			for (uint32_t n = 0; n < from->npoints; n++)
				point[n] = map(plane, from->point[n]);
			ring[k] = (struct ring){ point, from->npoints };
		}
		shape[i] = (struct shape){ r->shape[i].type, ring, r->shape[i].nrings };
	}
	return (struct region){ shape, r->nshapes };
}

static struct rect region_bounds(const struct region *r) {
	struct rect box = RECT_EMPTY;
	for (uint32_t i = 0; i < r->nshapes; i++)
		for (uint32_t k = 0; k < r->shape[i].nrings; k++)
			for (uint32_t n = 0; n < r->shape[i].ring[k].npoints; n++)
				box = rect_add(box, r->shape[i].ring[k].point[n]);
	return box;
}

static bool box_inside(struct rect a, struct rect b) {
	return a.min.x > b.min.x && a.max.x < b.max.x && a.min.y > b.min.y && a.max.y < b.max.y;
}

/* Points, lines and polygons. */

static bool on_segment(struct point p, struct point a, struct point b) {
	double ax = p.x - a.x, ay = p.y - a.y, bx = p.x - b.x, by = p.y - b.y;
	return ax * by - bx * ay == 0 && ax * bx <= 0 && ay * by <= 0;
}

static bool ray_crosses(struct point p, struct point a, struct point b) {
	return (a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x;
}

static bool in_polygon(struct point p, const struct shape *polygon, bool on_edge) {
	bool inside = false;
	for (uint32_t k = 0; k < polygon->nrings; k++) {
		const struct ring *ring = &polygon->ring[k];
		for (uint32_t i = 0; i + 1 < ring->npoints; i++) {
			if (on_segment(p, ring->point[i], ring->point[i + 1]))
				return on_edge;
			if (ray_crosses(p, ring->point[i], ring->point[i + 1]))
				inside = !inside;
		}
	}
	return inside;
}

static double cross(struct point o, struct point a, struct point b) {
	return (a.x - o.x) * (b.y - o.y) - (b.x - o.x) * (a.y - o.y);
}

static bool two_sided(struct point a, struct point b, struct point c, struct point d) {
	double x = cross(c, a, d), y = cross(c, b, d);
	return (x > 0 && y < 0) || (x < 0 && y > 0);
}

/* Both cross the other; merely touching does not count. */
static bool segments_cross(struct point a, struct point b, struct point c, struct point d) {
	return two_sided(a, b, c, d) && two_sided(c, d, a, b);
}

static bool line_in_polygon(const struct ring *line, const struct shape *polygon) {
	for (uint32_t i = 0; i < line->npoints; i++)
		if (!in_polygon(line->point[i], polygon, false))
			return false;
	for (uint32_t i = 0; i + 1 < line->npoints; i++)
		for (uint32_t k = 0; k < polygon->nrings; k++) {
			const struct ring *ring = &polygon->ring[k];
			for (uint32_t j = 0; j + 1 < ring->npoints; j++)
				if (segments_cross(line->point[i], line->point[i + 1],
					    ring->point[j], ring->point[j + 1]))
					return false;
		}
	return true;
}

/* within */

/* Moved by a world's width when that brings it nearer to the box. */
static struct point wrap_point(struct point p, struct rect box, double world) {
	double half = world / 2, shift = 0;
	if (p.x >= box.min.x && p.x <= box.max.x)
		return p;
	if (p.x - box.min.x > half)
		shift = -world;
	else if (box.min.x - p.x > half)
		shift = world;
	else if (p.x - box.max.x > half)
		shift = -world;
	else if (box.max.x - p.x > half)
		shift = world;
	return (struct point){ p.x + shift, p.y };
}

static void wrap_region(struct region *r, struct rect box, double world) {
	for (uint32_t i = 0; i < r->nshapes; i++)
		for (uint32_t k = 0; k < r->shape[i].nrings; k++) {
			struct point *point = (struct point *)r->shape[i].ring[k].point;
			for (uint32_t n = 0; n < r->shape[i].ring[k].npoints; n++)
				point[n] = wrap_point(point[n], box, world);
		}
}

static bool point_in_any(struct point p, const struct region *polygons) {
	for (uint32_t i = 0; i < polygons->nshapes; i++)
		if (in_polygon(p, &polygons->shape[i], false))
			return true;
	return false;
}

static bool line_in_any(const struct ring *line, const struct region *polygons) {
	for (uint32_t i = 0; i < polygons->nshapes; i++)
		if (line_in_polygon(line, &polygons->shape[i]))
			return true;
	return false;
}

static bool ring_in_any(const struct ring *ring, bool line, const struct region *polygons) {
	if (line)
		return line_in_any(ring, polygons);
	for (uint32_t n = 0; n < ring->npoints; n++)
		if (!point_in_any(ring->point[n], polygons))
			return false;
	return true;
}

static bool is_within(const struct expr_env *env, const struct region *region) {
	const struct geom *g = &env->feature->geom;
	struct plane plane = plane_of(env);
	struct region from = region_of_geom(g, env->scratch);
	struct region feature = region_in_plane(&from, plane, to_plane, env->scratch);
	struct region polygons = region_in_plane(region, plane, to_plane, env->scratch);
	struct rect box = region_bounds(&polygons), own = region_bounds(&feature);
	bool lines = g->type == GEOM_LINES;
	if (!lines || rect_width(own) <= plane.size / 2)
		wrap_region(&feature, box, plane.size);
	if (!box_inside(region_bounds(&feature), box))
		return false;
	for (uint32_t i = 0; i < feature.nshapes; i++)
		if (!ring_in_any(feature.shape[i].ring, lines, &polygons))
			return false;
	return true;
}

static bool has_geometry(const struct expr_env *env) {
	return env->feature && env->feature->geom.npoints > 0;
}

static bool eval_within(const struct expr *e, const struct expr_env *env, struct value *out) {
	*out = value_bool(false);
	if (!has_geometry(env) || env->feature->geom.type == GEOM_POLYGONS)
		return true;
	struct arena_mark mark = arena_mark(env->scratch);
	out->boolean = is_within(env, e->region);
	arena_rewind(env->scratch, mark);
	return true;
}

static const struct expr *parse_region(const struct at *at, const struct json *json,
	const char *name, bool only_polygons, expr_fn *eval, enum kind kind) {
	if (json->count != 2)
		return parse_error(at,
			"'%s' expression requires exactly one argument, but "
			"found %u instead.",
			name, json->count - 1);
	const struct region *region = region_parse(json->child->next, only_polygons,
		at->parser->arena);
	if (!region)
		return parse_error(at,
			"'%s' expression requires valid geojson object that "
			"contains polygon geometry type.",
			name);
	struct expr *e = node_new(at, eval, type_of_kind(kind), 0);
	e->region = region;
	e->flags = EXPR_FEATURE | EXPR_VARIES | EXPR_DEFINED;
	return node_finish(e);
}

const struct expr *parse_within(const struct at *at, const struct json *json) {
	return parse_region(at, json, "within", true, eval_within, KIND_BOOL);
}

/* distance */

struct ruler {
	double x, y; /* metres of a degree */
};

static struct ruler ruler_at(double latitude) {
	double radius = 6378137, flattening = 1 / 298.257223563;
	double square = flattening * (2 - flattening), cosine = cos(latitude * RADIANS);
	double w2 = 1 / (1 - square * (1 - cosine * cosine)), w = sqrt(w2);
	double m = RADIANS * radius;
	return (struct ruler){ m * w * cosine, m * w * w2 * (1 - square) };
}

static double wrap_degrees(double x) {
	return x - 360 * round(x / 360);
}

static double metres(struct ruler r, struct point a, struct point b) {
	return hypot(wrap_degrees(a.x - b.x) * r.x, (a.y - b.y) * r.y);
}

static double to_segment(struct ruler r, struct point p, struct point a, struct point b) {
	double dx = wrap_degrees(b.x - a.x) * r.x, dy = (b.y - a.y) * r.y;
	double px = wrap_degrees(p.x - a.x) * r.x, py = (p.y - a.y) * r.y;
	double length = dx * dx + dy * dy;
	double t = length > 0 ? (px * dx + py * dy) / length : 0;
	t = t > 1 ? 1 : t > 0 ? t : 0;
	return hypot(px - t * dx, py - t * dy);
}

static double to_line(struct ruler r, struct point p, const struct ring *line) {
	double least = metres(r, p, line->point[0]);
	for (uint32_t i = 0; i + 1 < line->npoints && least > 0; i++)
		least = fmin(least, to_segment(r, p, line->point[i], line->point[i + 1]));
	return least;
}

static double between_segments(struct ruler r, struct point a, struct point b, struct point c,
	struct point d) {
	if (segments_cross(a, b, c, d))
		return 0;
	return fmin(fmin(to_segment(r, a, c, d), to_segment(r, b, c, d)),
		fmin(to_segment(r, c, a, b), to_segment(r, d, a, b)));
}

static double between_lines(struct ruler r, const struct ring *a, const struct ring *b) {
	double least = INFINITY;
	if (a->npoints == 1)
		return to_line(r, a->point[0], b);
	if (b->npoints == 1)
		return to_line(r, b->point[0], a);
	for (uint32_t i = 0; i + 1 < a->npoints && least > 0; i++)
		for (uint32_t j = 0; j + 1 < b->npoints && least > 0; j++)
			least = fmin(least,
				between_segments(r, a->point[i], a->point[i + 1], b->point[j],
					b->point[j + 1]));
	return least;
}

static bool ring_touches(const struct ring *ring, const struct shape *polygon) {
	for (uint32_t i = 0; i < ring->npoints; i++)
		if (in_polygon(ring->point[i], polygon, true))
			return true;
	return false;
}

static bool shape_touches(const struct shape *s, const struct shape *polygon) {
	for (uint32_t k = 0; k < s->nrings; k++)
		if (ring_touches(&s->ring[k], polygon))
			return true;
	return false;
}

static double between_points(struct ruler r, const struct ring *a, const struct ring *b,
	bool b_line) {
	double least = INFINITY;
	for (uint32_t i = 0; i < a->npoints && least > 0; i++) {
		if (b_line) {
			least = fmin(least, to_line(r, a->point[i], b));
			continue;
		}
		for (uint32_t j = 0; j < b->npoints; j++)
			least = fmin(least, metres(r, a->point[i], b->point[j]));
	}
	return least;
}

static double between_shapes(struct ruler r, const struct shape *a, const struct shape *b) {
	if ((b->type == GEOM_POLYGONS && shape_touches(a, b))
		|| (a->type == GEOM_POLYGONS && shape_touches(b, a)))
		return 0;
	double least = INFINITY;
	for (uint32_t i = 0; i < a->nrings; i++)
		for (uint32_t k = 0; k < b->nrings && least > 0; k++) {
			const struct ring *x = &a->ring[i], *y = &b->ring[k];
			double d = a->type == GEOM_POINTS
				? between_points(r, x, y, b->type != GEOM_POINTS)
				: b->type == GEOM_POINTS ? between_points(r, y, x, true)
							 : between_lines(r, x, y);
			least = fmin(least, d);
		}
	return least;
}

static double distance(const struct expr_env *env, const struct region *region) {
	struct plane plane = plane_of(env);
	struct region feature = region_of_geom(&env->feature->geom, env->scratch);
	if (plane.whole) {
		feature = region_in_plane(&feature, plane, to_plane, env->scratch);
		feature = region_in_plane(&feature, plane, from_plane, env->scratch);
	}
	struct ruler r = ruler_at(feature.shape->ring->point->y);
	double least = INFINITY;
	for (uint32_t i = 0; i < region->nshapes; i++)
		for (uint32_t k = 0; k < feature.nshapes && least > 0; k++)
			least = fmin(least,
				between_shapes(r, &feature.shape[k], &region->shape[i]));
	return least;
}

static bool eval_distance(const struct expr *e, const struct expr_env *env, struct value *out) {
	*out = value_number(NAN);
	if (!has_geometry(env))
		return true;
	struct arena_mark mark = arena_mark(env->scratch);
	out->number = distance(env, e->region);
	arena_rewind(env->scratch, mark);
	return true;
}

const struct expr *parse_distance(const struct at *at, const struct json *json) {
	return parse_region(at, json, "distance", false, eval_distance, KIND_NUMBER);
}
