#ifndef DATA_SHAPEFILE_H
#define DATA_SHAPEFILE_H

#include "base/diag.h"
#include "data/read.h"

/* The files of a shapefile; tests hand over bytes, not paths.  Only shp is
 * required; without shx the records are walked. */
struct shapefile {
	struct source shp, shx, dbf, cpg, prj;
};

/* Maps the files beside `path` (which names the .shp) into memory. */
bool shapefile_open(struct shapefile *files, const char *path, struct arena *arena,
	struct diag *diag);
void shapefile_close(struct shapefile *files);

/* Coordinates come out as degrees of WGS 84.  A broken record is skipped with a
 * warning that counts (layer.skipped); a broken file is an error. */
bool shapefile_read(const struct shapefile *files, const struct read_options *options,
	struct layer *out, struct arena *arena, struct diag *diag);

#endif
