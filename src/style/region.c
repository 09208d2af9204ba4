#include "style/region.h"

#include <math.h>

/* Shapes as they are gathered. */
struct shapes {
	struct arena *arena;
	struct shape *shape;
	uint32_t count, capacity;
	bool only_polygons;
};

static bool parse_position(const struct json *json, struct point *out) {
	if (json->type != JSON_ARRAY || json->count < 2)
		return false;
	const struct json *x = json->child, *y = x->next;
	if (x->type != JSON_NUMBER || y->type != JSON_NUMBER)
		return false;
	*out = (struct point){ x->number, y->number };
	return true;
}

static bool parse_ring(const struct json *json, uint32_t least, struct ring *out,
	struct arena *arena) {
	if (json->type != JSON_ARRAY || json->count < least)
		return false;
	struct point *point = arena_new(arena, struct point, json->count);
	*out = (struct ring){ point, json->count };
	for (const struct json *j = json->child; j; j = j->next)
		if (!parse_position(j, point++))
			return false;
	return true;
}

static void add_shape(struct shapes *s, enum geom_type type, const struct ring *ring,
	uint32_t nrings) {
	if (s->only_polygons && type != GEOM_POLYGONS)
		return;
	*arena_push(s->arena, s->shape, s->count, s->capacity) = (struct shape){ type, ring,
		nrings };
}

static bool add_point(struct shapes *s, const struct json *json) {
	struct ring *ring = arena_new(s->arena, struct ring, 1);
	struct point *point = arena_new(s->arena, struct point, 1);
	*ring = (struct ring){ point, 1 };
	if (!parse_position(json, point))
		return false;
	add_shape(s, GEOM_POINTS, ring, 1);
	return true;
}

static bool add_line(struct shapes *s, const struct json *json) {
	struct ring *ring = arena_new(s->arena, struct ring, 1);
	if (!parse_ring(json, 1, ring, s->arena))
		return false;
	add_shape(s, GEOM_LINES, ring, 1);
	return true;
}

static bool add_polygon(struct shapes *s, const struct json *json) {
	if (json->type != JSON_ARRAY || json->count == 0)
		return false;
	struct ring *ring = arena_new(s->arena, struct ring, json->count);
	uint32_t n = 0;
	for (const struct json *j = json->child; j; j = j->next)
		if (!parse_ring(j, 1, &ring[n++], s->arena))
			return false;
	add_shape(s, GEOM_POLYGONS, ring, n);
	return true;
}

static bool add_each(struct shapes *s, const struct json *json,
	bool add(struct shapes *, const struct json *)) {
	if (json->type != JSON_ARRAY)
		return false;
	for (const struct json *j = json->child; j; j = j->next)
		if (!add(s, j))
			return false;
	return true;
}

static bool add_geometry(struct shapes *s, const struct json *json) {
	const struct json *type = json_member(json, "type");
	const struct json *at = json_member(json, "coordinates");
	if (!type || type->type != JSON_STRING || !at)
		return false;
	if (str_equal(type->string, STR("Point")))
		return add_point(s, at);
	if (str_equal(type->string, STR("LineString")))
		return add_line(s, at);
	if (str_equal(type->string, STR("Polygon")))
		return add_polygon(s, at);
	if (str_equal(type->string, STR("MultiPoint")))
		return add_each(s, at, add_point);
	if (str_equal(type->string, STR("MultiLineString")))
		return add_each(s, at, add_line);
	if (str_equal(type->string, STR("MultiPolygon")))
		return add_each(s, at, add_polygon);
	return false;
}

static bool add_feature(struct shapes *s, const struct json *json) {
	const struct json *geometry = json->type == JSON_OBJECT ? json_member(json, "geometry")
								: NULL;
	return geometry && geometry->type == JSON_OBJECT && add_geometry(s, geometry);
}

const struct region *region_parse(const struct json *geojson, bool only_polygons,
	struct arena *arena) {
	struct shapes s = { .arena = arena, .only_polygons = only_polygons };
	const struct json *type = geojson->type == JSON_OBJECT ? json_member(geojson, "type")
							       : NULL;
	if (!type || type->type != JSON_STRING)
		return NULL;
	bool fine;
	if (str_equal(type->string, STR("FeatureCollection"))) {
		const struct json *features = json_member(geojson, "features");
		fine = features && add_each(&s, features, add_feature);
	} else if (str_equal(type->string, STR("Feature"))) {
		fine = add_feature(&s, geojson);
	} else {
		fine = add_geometry(&s, geojson);
	}
	if (!fine || (only_polygons && s.count == 0))
		return NULL;
	struct region *region = arena_new(arena, struct region, 1);
	*region = (struct region){ s.shape, s.count };
	return region;
}

struct region region_of_geom(const struct geom *g, struct arena *arena) {
	bool points = g->type == GEOM_POINTS;
	uint32_t nrings = points ? g->npoints > 0 : g->nparts;
	struct ring *ring = arena_new(arena, struct ring, nrings);
	struct shape *shape = arena_new(arena, struct shape, nrings);
	uint32_t nshapes = 0;
	for (uint32_t i = 0; i < nrings; i++) {
		uint32_t start = points ? 0 : geom_start(g, i);
		ring[i] = (struct ring){ g->point + start,
			(points ? g->npoints : g->end[i]) - start };
		/* A hole runs the other way round and belongs to the ring before it. */
		if (g->type == GEOM_POLYGONS && nshapes
			&& ring_area(ring[i].point, ring[i].npoints) < 0)
			shape[nshapes - 1].nrings++;
		else
			shape[nshapes++] = (struct shape){ g->type, &ring[i], 1 };
	}
	return (struct region){ shape, nshapes };
}

/* Copies the ring, the other way round if its area has not the sign. */
static void copy_ring(const struct ring *ring, bool directed, bool outer, struct point *out) {
	uint32_t n = ring->npoints;
	bool turn = directed && (ring_area(ring->point, n) > 0) != outer;
	for (uint32_t i = 0; i < n; i++)
		out[i] = ring->point[turn ? n - 1 - i : i];
}

struct geom region_to_geom(const struct region *r, struct arena *arena) {
	struct geom g = { .type = r->nshapes ? r->shape->type : GEOM_POINTS };
	uint32_t npoints = 0, nparts = 0;
	for (uint32_t i = 0; i < r->nshapes; i++)
		for (uint32_t k = 0; k < r->shape[i].nrings; k++, nparts++)
			npoints += r->shape[i].ring[k].npoints;
	g.point = arena_new(arena, struct point, npoints);
	g.end = arena_new(arena, uint32_t, nparts);
	for (uint32_t i = 0; i < r->nshapes; i++)
		for (uint32_t k = 0; k < r->shape[i].nrings; k++) {
			copy_ring(&r->shape[i].ring[k], g.type == GEOM_POLYGONS, k == 0,
				g.point + g.npoints);
			g.npoints += r->shape[i].ring[k].npoints;
			g.end[g.nparts++] = g.npoints;
		}
	return g;
}
