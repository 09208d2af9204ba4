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
	bool geometry_only;         /* no columns at all */
	const struct columns *only; /* the columns wanted; NULL: every one */
};

/* Whether a box of degrees meets the window, also when it is meant 360 degrees
 * to the east or west of it; true without a window. */
bool read_options_want(const struct read_options *options, struct rect box);

/* The file's name without folder and suffix. */
struct str layer_name(const char *path, struct arena *arena);

/* What a file is called or, where that says nothing, begins with. */
enum layer_format { LAYER_SHAPEFILE, LAYER_GEOJSON, LAYER_TABLE };

/* A layer from a .shp, .geojson, .json, .csv or .tsv file (with lon and lat
 * columns); told apart by suffix, or by content.  "-" is standard input.  All of
 * the layer lives in the arena. */
bool layer_read(const char *path, const struct read_options *options, struct layer *out,
	struct arena *arena, struct diag *diag);

/* The same, saying what it was. */
bool layer_read_format(const char *path, const struct read_options *options, struct layer *out,
	enum layer_format *format, struct arena *arena, struct diag *diag);

#endif
