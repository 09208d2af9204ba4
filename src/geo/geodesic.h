#ifndef GEO_GEODESIC_H
#define GEO_GEODESIC_H

#include "geo/geom.h"

/* On the WGS 84 ellipsoid (Karney 2013, as in PROJ); degrees and metres.
 * Azimuths are degrees clockwise from north. */
double geodesic_distance(struct point from, struct point to);
double geodesic_azimuth(struct point from, struct point to);
struct point geodesic_direct(struct point from, double azimuth, double metres);

/* A ring of n points (and the first once more), counter-clockwise, at `metres`
 * around a point.  Longitudes are within 180 degrees of the center's; around a
 * pole the ring jumps there, as geom_split_dateline() expects. */
struct geom geodesic_circle(struct point center, double metres, uint32_t n, struct arena *a);

/* The shortest way through n points, with points at most `step` metres apart.
 * Continuous: longitudes may pass beyond +-180. */
struct geom geodesic_line(const struct point *through, uint32_t n, double step, struct arena *a);

#endif
