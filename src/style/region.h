#ifndef STYLE_REGION_H
#define STYLE_REGION_H

#include "base/json.h"
#include "geo/geom.h"

/* Geometry that an expression carries: points, lines and polygons, in degrees. */
struct ring {
	const struct point *point;
	uint32_t npoints;
};

struct shape {
	enum geom_type type;
	const struct ring *ring; /* one for points and lines; of a polygon the outer first */
	uint32_t nrings;
};

struct region {
	const struct shape *shape;
	uint32_t nshapes;
};

/* A geometry, a feature or a collection of features; NULL: it is none of these or
 * broken.  `only_polygons`: others are left out, and there must be one. */
const struct region *region_parse(const struct json *geojson, bool only_polygons,
	struct arena *arena);

/* The same of a feature's geometry; points are one shape. */
struct region region_of_geom(const struct geom *g, struct arena *arena);

/* Back again; shapes are of one type.  Outer rings counter-clockwise. */
struct geom region_to_geom(const struct region *r, struct arena *arena);

#endif
