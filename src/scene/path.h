#ifndef SCENE_PATH_H
#define SCENE_PATH_H

#include <stdint.h>

#include "base/arena.h"
#include "geo/geom.h"

/* A move and a line take one point, a curve (cubic) three, a close none. */
enum path_verb { PATH_MOVE, PATH_LINE, PATH_CURVE, PATH_CLOSE };

/* An outline in page units (CSS pixels, 1/96 inch, y down). */
struct path {
	const uint8_t *verb;
	const struct point *point;
	uint32_t nverbs, npoints;
};

/* Builds a path; `path_builder_path()` is what has been added so far. */
struct path_builder {
	struct arena *arena;
	uint8_t *verb;
	struct point *point;
	uint32_t nverbs, npoints, verb_capacity, point_capacity;
};

void path_move(struct path_builder *b, double x, double y);
void path_line(struct path_builder *b, double x, double y);
void path_curve(struct path_builder *b, struct point c1, struct point c2, struct point to);
void path_close(struct path_builder *b);
void path_circle(struct path_builder *b, struct point center, double radius);
void path_rect(struct path_builder *b, struct rect r, double corner_radius);
struct path path_builder_path(const struct path_builder *b);

/* Lines stay open, rings are closed. */
struct path path_from_geom(const struct geom *g, struct arena *arena);

/* Around all points, control points of curves included. */
struct rect path_bounds(const struct path *p);

/* How many points a verb takes. */
uint32_t path_verb_npoints(uint8_t verb);

/* x' = a x + c y + e, y' = b x + d y + f. */
struct transform {
	double a, b, c, d, e, f;
};

/* Scales, then turns (radians, clockwise on the page), then moves to `at`. */
struct transform transform_of(struct point at, double angle, double scale);

static inline struct point transform_point(const struct transform *t, struct point p) {
	return (struct point){ t->a * p.x + t->c * p.y + t->e, t->b * p.x + t->d * p.y + t->f };
}

/* The verbs are shared with `p`. */
struct path path_transform(const struct path *p, const struct transform *t, struct arena *arena);

/* SVG path data (SVG 1.1, section 8.3): all commands but arcs are exact, arcs
 * become curves.  False when the text is not path data; `out` is then what came
 * before the mistake. */
bool path_parse(struct str data, struct path *out, struct arena *arena);

#endif
