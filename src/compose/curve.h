#ifndef COMPOSE_CURVE_H
#define COMPOSE_CURVE_H

#include <stdbool.h>

#include "geo/geom.h"

/* A smooth line through waypoints, sampled finely enough to draw: a centripetal
 * Catmull-Rom curve (Yuksel, Schaefer and Keyser 2011: no cusps and no loops);
 * two points alone are joined by a gentle bow.  Page units. */
struct geom curve_through(const struct geom *waypoints, struct arena *a);

/* The line without its last `length` units; `*tip` is its old end and `*angle` the
 * direction there (radians, clockwise on the page).  False when it is shorter. */
bool line_shorten(struct geom *line, double length, struct point *tip, double *angle);

#endif
