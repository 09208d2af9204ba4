#include "data/shape.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The geometry types of RFC 7946, and how deep their coordinates are nested. */
static const struct {
	const char *name;
	enum geom_type type;
	unsigned depth;
} kinds[] = {
	{ "Point", GEOM_POINTS, 1 },
	{ "MultiPoint", GEOM_POINTS, 2 },
	{ "LineString", GEOM_LINES, 2 },
	{ "MultiLineString", GEOM_LINES, 3 },
	{ "Polygon", GEOM_POLYGONS, 3 },
	{ "MultiPolygon", GEOM_POLYGONS, 4 },
};

enum { NKINDS = sizeof(kinds) / sizeof(kinds[0]), DEEPEST = 4 };

void shape_reset(struct shape *s) {
	s->npoints = s->nparts = s->npolygons = s->npieces = 0;
	s->bounds = (struct rect)RECT_EMPTY;
	s->depth = 0;
	s->fault[0] = '\0';
}

bool shape_fault(struct shape *s, const struct json *at, const char *fmt, ...) {
	if (s->fault[0])
		return false;
	va_list args;
	va_start(args, fmt);
	vsnprintf(s->fault, sizeof(s->fault), fmt, args);
	va_end(args);
	s->fault_at = *at;
	return false;
}

/* A position of degrees; positions beyond the antimeridian are meant so. */
static bool check_position(struct shape *s, struct point p, const struct json *at) {
	char text[32];
	if (fabs(p.y) <= 90.000001 && fabs(p.x) <= 540)
		return true;
	bool latitude = fabs(p.y) > 90;
	str_from_double(latitude ? p.y : p.x, 6, text, sizeof(text));
	const char *hint = fabs(p.x) > 1000 || fabs(p.y) > 1000
		? "; GeoJSON holds degrees of WGS 84"
		: latitude && fabs(p.x) <= 90 ? "; longitude and latitude swapped?"
					      : "";
	return shape_fault(s, at, "%s %s is beyond %d degrees%s",
		latitude ? "latitude" : "longitude", text, latitude ? 90 : 540, hint);
}

static bool add_position(struct shape *s, const double *number, unsigned n, const struct json *at) {
	if (n < 2)
		return shape_fault(s, at, "a position has two numbers, longitude and latitude");
	struct point p = { number[0], number[1] };
	if (!check_position(s, p, at))
		return false;
	p.y = fmin(fmax(p.y, -90), 90);
	*arena_push(s->scratch, s->point, s->npoints, s->point_capacity) = p;
	s->bounds.min.x = p.x < s->bounds.min.x ? p.x : s->bounds.min.x;
	s->bounds.min.y = p.y < s->bounds.min.y ? p.y : s->bounds.min.y;
	s->bounds.max.x = p.x > s->bounds.max.x ? p.x : s->bounds.max.x;
	s->bounds.max.y = p.y > s->bounds.max.y ? p.y : s->bounds.max.y;
	return true;
}

static void end_part(struct shape *s) {
	uint32_t last = s->nparts ? s->end[s->nparts - 1] : 0;
	if (s->npoints > last)
		*arena_push(s->scratch, s->end, s->nparts, s->part_capacity) = s->npoints;
}

static void end_polygon(struct shape *s) {
	uint32_t last = s->npolygons ? s->polygon_end[s->npolygons - 1] : 0;
	if (s->nparts > last)
		*arena_push(s->scratch, s->polygon_end, s->npolygons,
			s->polygon_capacity) = s->nparts;
}

bool shape_coordinates(struct shape *s, struct tokens *t, enum json_token token,
	const struct json *value) {
	double number[2] = { 0, 0 };
	unsigned n = 0, depth = 0, leaf = 0;
	struct json at = *value;
	for (;; token = tokens_next(t, &at)) {
		if (token == JSON_TOKEN_VALUE && at.type == JSON_NUMBER && depth > 0
			&& (!leaf || leaf == depth)) {
			leaf = depth;
			if (n < 2)
				number[n] = at.number;
			n++;
			continue;
		}
		if (token == JSON_TOKEN_OPEN && at.type == JSON_ARRAY
			&& (leaf ? depth < leaf : depth < DEEPEST)) {
			depth++;
			continue;
		}
		if (token == JSON_TOKEN_ERROR || token == JSON_TOKEN_END)
			return false;
		if (token != JSON_TOKEN_CLOSE)
			return shape_fault(s, &at,
				"coordinates are numbers in nested arrays, "
				"all nested alike");
		if (depth == leaf) {
			if (!add_position(s, number, n, &at))
				return false;
			n = 0;
		} else if (leaf && depth == leaf - 1) {
			end_part(s);
		} else if (leaf && leaf >= 2 && depth == leaf - 2) {
			end_polygon(s);
		}
		if (--depth == 0)
			break;
	}
	s->depth = leaf;
	return true;
}

static bool check_parts(struct shape *s, const struct piece *piece, const struct json *at) {
	uint32_t start = piece->point;
	for (uint32_t i = piece->part; i < piece->part + piece->nparts; i++) {
		uint32_t n = s->end[i] - start;
		start = s->end[i];
		if (piece->type == GEOM_LINES && n < 2)
			return shape_fault(s, at, "a line needs two positions");
		if (piece->type == GEOM_POLYGONS && n < 3)
			return shape_fault(s, at, "a ring needs four positions");
	}
	return true;
}

bool shape_piece(struct shape *s, struct str type, const struct json *at) {
	const char *names[NKINDS];
	size_t k = 0;
	for (; k < NKINDS; k++) {
		names[k] = kinds[k].name;
		if (str_equal(type, str_of(names[k])))
			break;
	}
	if (k == NKINDS) {
		const char *near = str_nearest(type, names, NKINDS);
		return shape_fault(s, at, "unknown geometry type \"%.*s\"%s%s%s",
			type.len > 40 ? 40 : (int)type.len, type.at, near ? "; \"" : "",
			near ? near : "", near ? "\"?" : "");
	}
	const struct piece *last = s->npieces ? &s->piece[s->npieces - 1] : NULL;
	struct piece piece = { .type = kinds[k].type,
		.point = last ? last->point + last->npoints : 0,
		.part = last ? last->part + last->nparts : 0,
		.polygon = last ? last->polygon + last->npolygons : 0 };
	piece.npoints = s->npoints - piece.point;
	piece.nparts = s->nparts - piece.part;
	piece.npolygons = s->npolygons - piece.polygon;
	if (piece.npoints && s->depth != kinds[k].depth)
		return shape_fault(s, at, "coordinates of a %s are nested %u deep, here %u",
			kinds[k].name, kinds[k].depth, s->depth);
	if (!check_parts(s, &piece, at))
		return false;
	*arena_push(s->scratch, s->piece, s->npieces, s->piece_capacity) = piece;
	return true;
}

static void turn(struct point *ring, uint32_t n) {
	for (uint32_t i = 0, k = n - 1; i < k; i++, k--) {
		struct point swap = ring[i];
		ring[i] = ring[k];
		ring[k] = swap;
	}
}

/* One line or ring behind what `out` has. */
static void add_part(const struct shape *s, uint32_t part, uint32_t start, bool hole,
	struct geom *out) {
	uint32_t n = s->end[part] - start;
	struct point *to = out->point + out->npoints;
	memcpy(to, s->point + start, n * sizeof(*to));
	if (out->type == GEOM_POLYGONS) {
		if (to[0].x != to[n - 1].x || to[0].y != to[n - 1].y) {
			to[n] = to[0];
			n++;
		}
		double area = ring_area(to, n);
		if (hole ? area > 0 : area < 0)
			turn(to, n);
	}
	out->npoints += n;
	out->end[out->nparts++] = out->npoints;
}

static void add_piece(const struct shape *s, const struct piece *piece, struct geom *out) {
	uint32_t start = piece->point, polygon = piece->polygon;
	bool hole = false;
	if (out->type == GEOM_POINTS) {
		memcpy(out->point + out->npoints, s->point + start,
			piece->npoints * sizeof(struct point));
		out->npoints += piece->npoints;
		return;
	}
	for (uint32_t i = piece->part; i < piece->part + piece->nparts; i++) {
		add_part(s, i, start, hole, out);
		start = s->end[i];
		hole = true;
		if (polygon < piece->polygon + piece->npolygons
			&& s->polygon_end[polygon] == i + 1) {
			polygon++;
			hole = false;
		}
	}
}

bool shape_geom(const struct shape *s, enum geom_type type, struct geom *out, struct arena *arena) {
	uint32_t npoints = 0, nparts = 0;
	*out = (struct geom){ .type = type };
	for (uint32_t i = 0; i < s->npieces; i++) {
		if (s->piece[i].type != type)
			continue;
		npoints += s->piece[i].npoints;
		nparts += s->piece[i].nparts;
	}
	if (!npoints)
		return false;
	/* Each ring may need a point more to be closed. */
	out->point = arena_new(arena, struct point, (size_t)npoints + nparts);
	if (type != GEOM_POINTS)
		out->end = arena_new(arena, uint32_t, nparts);
	for (uint32_t i = 0; i < s->npieces; i++)
		if (s->piece[i].type == type)
			add_piece(s, &s->piece[i], out);
	return true;
}
