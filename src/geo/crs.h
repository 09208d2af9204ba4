#ifndef GEO_CRS_H
#define GEO_CRS_H

#include <stddef.h>

#include "geo/point.h"

/* A projection that suits the region: transverse Mercator for small areas, a
 * conformal conic for mid-latitude countries, Lambert azimuthal equal-area for
 * continents and the poles, Equal Earth for the world.  `degrees` may reach
 * beyond +-180.  Writes a PROJ string with figures rounded to a half degree or
 * finer, so that maps of one region share it. */
void crs_for_bounds(struct rect degrees, char *out, size_t size);

/* All around a pole, or nearly. */
bool crs_is_polar(struct rect degrees);

#endif
