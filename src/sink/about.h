#ifndef SINK_ABOUT_H
#define SINK_ABOUT_H

#include "base/out.h"
#include "sink/sink.h"

/* TileJSON 3.0 of a folder; `tiles` is the template of addresses in it. */
void about_tilejson(const struct tileset *about, struct str tiles, struct out *out);

/* The JSON that PMTiles keeps. */
void about_metadata(const struct tileset *about, struct out *out);
/* And back: what about_metadata() and the header say.  False when it is not ours. */
bool about_read(struct str json, struct tileset *out, struct arena *arena);

/* Where a viewer may begin: the middle of the bounds. */
struct point about_center(const struct tileset *about);

/* Degrees within -180 to 180: what crosses the dateline is all around the world for TileJSON
 * (3.0.0, section 3.5) and MBTiles, whose bounds do not wrap. */
struct rect about_bounds(const struct tileset *about);

#endif
