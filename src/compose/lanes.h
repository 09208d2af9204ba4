#ifndef COMPOSE_LANES_H
#define COMPOSE_LANES_H

#include "compose/compose.h"

/* Where on its way a line is drawn, so that it is told from others. */
struct map_lane {
	double aside; /* page units to the right of the way */
	double early; /* page units before its end that it stops */
};

/* One lane a route.  Routes over the same places, there or back, lie side by side, each on
 * the left of its way; those of one direction, kind and confidence lie on one another.  A
 * route stops before the symbols of the events at its end, each `symbol` page units wide. */
const struct map_lane *lanes_of(const struct layer *routes, const struct layer *events,
	double symbol, struct arena *arena);

/* The line (page units) in its lane. */
struct geom lane_line(const struct geom *line, struct map_lane lane, struct arena *arena);

#endif
