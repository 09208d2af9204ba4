#ifndef GEO_GEOM_H
#define GEO_GEOM_H

#include <stdint.h>

#include "base/arena.h"
#include "geo/point.h"

enum geom_type { GEOM_POINTS, GEOM_LINES, GEOM_POLYGONS };

/*
 * Points in one array, cut into parts: part i runs from end[i - 1] up to but
 * not including end[i].  A polygon part is a closed ring (first point equals
 * last); an outer ring runs counter-clockwise (y up) and is followed by its
 * holes, which run clockwise.  A GEOM_POINTS geometry may leave `end` NULL and
 * nparts 0.
 */
struct geom {
	enum geom_type type;
	uint32_t npoints, nparts;
	struct point *point;
	uint32_t *end;
};

/* First point of part i. */
static inline uint32_t geom_start(const struct geom *g, uint32_t part) {
	return part ? g->end[part - 1] : 0;
}

struct rect geom_bounds(const struct geom *g);
struct rect geom_part_bounds(const struct geom *g, uint32_t part);
bool geom_is_empty(const struct geom *g);

/* Twice the signed area of a closed ring, positive when counter-clockwise. */
double ring_area(const struct point *ring, uint32_t n);
bool ring_contains(const struct point *ring, uint32_t n, struct point p);

/* Rings closed, outer rings counter-clockwise and followed by their holes,
 * whatever order and direction they came in (by containment).  Degrees: rings
 * over the dateline and around a pole are seen as geom_split_dateline() does.
 * What encloses nothing is dropped. */
void geom_orient(struct geom *g, struct arena *a);

/* A spot inside the largest polygon, far from its edges (pole of
 * inaccessibility, found to `precision` or a fiftieth of the distance), the
 * middle of the longest line, or the first point; INFINITY when there is none. */
struct point geom_label_point(const struct geom *g, double precision);
bool geom_contains(const struct geom *polygons, struct point p);

/* The rings of polygons as lines; lines as they are.  Segments on the edge of
 * the world (x = +-180, y = +-90) are left out: they are cuts, not coasts. */
struct geom geom_boundary(const struct geom *g, struct arena *a);

/* Cut to a rectangle.  Polygons get edges along the rectangle, so what is to
 * be stroked is clipped as lines (geom_boundary()) instead. */
struct geom geom_clip(const struct geom *g, struct rect to, struct arena *a);

/* Drops points that change the shape by less than `tolerance`; parts smaller
 * than that vanish.  Endpoints of lines stay. */
struct geom geom_simplify(const struct geom *g, double tolerance, struct arena *a);

/* Degrees, longitudes from anywhere: unwrapped over jumps of more than 180
 * degrees, then cut at the meridian lon0 + 180 and moved into
 * [lon0 - 180, lon0 + 180].  Rings around a pole are closed along it. */
struct geom geom_split_dateline(const struct geom *g, double lon0, struct arena *a);

#endif
