#ifndef GEO_MERCATOR_H
#define GEO_MERCATOR_H

#include "geo/point.h"

/* Web Mercator (EPSG:3857, IOGP Guidance Note 7-2, method 1024), closed form. */
#define MERCATOR_RADIUS 6378137.0
#define MERCATOR_HALF 20037508.342789244 /* half the width of the world, metres */
#define MERCATOR_MAX_LAT 85.051128779806604

struct point mercator_forward(struct point degrees);
struct point mercator_inverse(struct point metres);

#endif
