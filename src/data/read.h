#ifndef DATA_READ_H
#define DATA_READ_H

#include "base/diag.h"
#include "data/feature.h"

/* What of a file is wanted; zeroed: all. */
struct read_options {
	/* Features whose box misses this are passed over (degrees; may reach
	 * beyond +-180).  Used when has_window is set. */
	struct rect window;
	bool has_window;
	bool geometry_only;
};

/* A layer from a .shp, .geojson, .json or .csv file (with lon and lat columns);
 * told apart by suffix, or by content. */
bool layer_read(const char *path, const struct read_options *options,
	struct layer *out, struct arena *arena, struct diag *diag);

#endif
