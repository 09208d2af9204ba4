#ifndef GEO_GEODESIC_H
#define GEO_GEODESIC_H

#include "geo/geom.h"

/* On the WGS 84 ellipsoid (Karney 2013, as in PROJ); degrees and metres. */
double geodesic_distance(struct point from, struct point to);
struct point geodesic_direct(struct point from, double azimuth, double metres);

/* A ring of n points, counter-clockwise, at `metres` around a point. */
struct geom geodesic_circle(struct point center, double metres, uint32_t n,
	struct arena *a);

#endif
