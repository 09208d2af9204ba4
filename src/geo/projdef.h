#ifndef GEO_PROJDEF_H
#define GEO_PROJDEF_H

#include <stddef.h>

#include "geo/point.h"

/* What a PROJ string says about the shape of its map: read from the text alone,
 * so that the common projections need no database. */
struct projdef {
	char proj[16]; /* "lcc" */
	double lon_0, lat_0, lat_1, lat_2, lat_ts;
	double height; /* of the eye, metres: nsper, geos */
	int zone;      /* utm */
	bool south;
	bool plain; /* the WGS 84 ellipsoid or near it, no datum shift */
	bool web_mercator;
};

/* "+proj=lcc +lat_1=33 ..."; false when there is no +proj. */
bool projdef_parse(struct projdef *def, const char *text);

/* The PROJ string of a code that is common and needs no datum shift
 * ("EPSG:32638"), or false. */
bool projdef_for_code(const char *code, char *out, size_t size);

/* "Lambert conformal conic, parallels 33° and 37° N"; false for a projection
 * that has no name here. */
bool projdef_name(const struct projdef *def, char *out, size_t size);

enum outline_kind {
	OUTLINE_LOBES,   /* rectangles of degrees */
	OUTLINE_HORIZON, /* a circle on the globe */
};

enum { OUTLINE_MAX_LOBES = 6 };

/* The part of the world that a projection draws without tearing it. */
struct outline {
	enum outline_kind kind;
	double lon0;                         /* the map is cut at lon0 + 180 */
	struct rect lobe[OUTLINE_MAX_LOBES]; /* longitudes from lon0 */
	unsigned nlobes;
	struct point center; /* of the horizon, degrees */
	double horizon;      /* degrees from the center */
};

struct outline projdef_outline(const struct projdef *def);

#endif
