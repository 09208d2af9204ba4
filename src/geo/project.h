#ifndef GEO_PROJECT_H
#define GEO_PROJECT_H

#include "base/diag.h"
#include "geo/geom.h"

/* One coordinate reference system, from and to degrees of WGS 84 (longitude,
 * latitude).  Belongs to one thread: it holds a PJ_CONTEXT of its own. */
struct projector;

/* `crs`: "EPSG:32638", a PROJ string ("+proj=lcc ..."), WKT.  EPSG:3857 and
 * degrees (EPSG:4326, OGC:CRS84) are closed form, without PROJ. */
struct projector *projector_open(const char *crs, struct diag *diag);
void projector_close(struct projector *p);

/* In place.  A point that cannot be projected becomes INFINITY; returns how
 * many could. */
size_t projector_forward(struct projector *p, struct point *points, size_t n);
size_t projector_inverse(struct projector *p, struct point *points, size_t n);

bool projector_is_mercator(const struct projector *p); /* Web Mercator */
bool projector_is_degrees(const struct projector *p);

/* Degrees and Web Mercator go on over the dateline, as often as the window
 * reaches round the world. */
bool projector_repeats(const struct projector *p);

/* What a line below the map says: "Lambert Conformal Conic, 33° and 37° N". */
const char *projector_name(const struct projector *p);

/* Longitude of the middle of the map (+lon_0): it is cut opposite to it. */
double projector_central_meridian(const struct projector *p);

/* Degrees to projected units.  Adds points until no projected segment is off
 * by more than `tolerance` projected units (0 or less: only breaks what is longer
 * than 5 degrees), cuts what the projection tears (at the meridian opposite to
 * the central one, at the horizon), so that no line ever runs across the whole
 * sheet.  Polygons stay closed; they get edges along the cuts, so what is to be
 * stroked is projected as lines (geom_boundary()).  `window` (projected units;
 * RECT_EMPTY: none) allows to leave out what lies outside; what is near to its
 * edge may reach over it.  Web Mercator and degrees go on over the dateline: what
 * is there is repeated as often as the window reaches round the world, points
 * too.  Details too small for the tolerance are left out, and so is a geometry
 * with coordinates that are no degrees (not finite, beyond 3600). */
struct geom geom_project(const struct geom *g, struct projector *p, double tolerance,
	struct rect window, struct arena *a);

/* The box in degrees that covers a window of projected units (RECT_EMPTY: of the
 * whole map), up to a fiftieth of its size larger.  Where the window crosses the
 * dateline the box begins within +-180 and reaches beyond 180; where it holds a
 * pole, or more than the map, the box is a full turn around the central meridian
 * (and, if more than the map, the whole world). */
struct rect projector_window_degrees(struct projector *p, struct rect window);

#endif
