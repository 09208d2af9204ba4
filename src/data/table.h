#ifndef DATA_TABLE_H
#define DATA_TABLE_H

#include "data/read.h"

/*
 * A table of points: CSV with a header row and a column of longitudes ("lon",
 * "lng", "long", "longitude" or "x") and one of latitudes ("lat", "latitude" or
 * "y").  Every column becomes one of the layer, as numbers where each of its
 * cells is a number or empty (but not where one is written like a code: 007,
 * +49), as text else.  An empty cell is null.
 *
 * A row whose position is missing, not a number or out of range is left out
 * with a warning that names its line and column.
 */
bool table_read(const struct source *source, const struct read_options *options, struct layer *out,
	struct arena *arena, struct diag *diag);

#endif
