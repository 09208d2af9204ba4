#ifndef GEO_HORIZON_H
#define GEO_HORIZON_H

#include "geo/geom.h"

/* A circle on the globe: what is farther than `radius` degrees from `center`
 * (on the sphere) is out of sight. */
struct horizon {
	struct point center;
	double radius;
};

/* -1: the whole box lies beyond, 1: before the horizon, 0: neither is certain. */
int horizon_side(const struct horizon *h, struct rect degrees);
bool horizon_shows(const struct horizon *h, struct point degrees);

/* Lines and polygons cut at the horizon.  `g` is continuous (geom_unwrap()) and
 * its steps are short (5 degrees or less); edges are straight in degrees.
 * Rings are closed along the horizon by points half a degree apart, whose
 * longitudes may jump by whole turns. */
struct geom horizon_clip(const struct horizon *h, const struct geom *g, struct arena *a);

#endif
