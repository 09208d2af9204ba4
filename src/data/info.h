#ifndef DATA_INFO_H
#define DATA_INFO_H

#include "base/diag.h"
#include "base/out.h"
#include "data/read.h"

/* What a data file holds, as `sitmap info` says it. */

struct data_column {
	struct str name;
	const char *type;    /* "number", "text", "mixed", ...; "empty" */
	uint32_t nvalues;    /* features that have one that is not null */
	struct value sample; /* the first of them */
};

struct data_info {
	const char *path;
	const char *format;                  /* "shapefile", "GeoJSON", "table" */
	const char *geometry;                /* "points", "lines and polygons", ... */
	uint32_t nfeatures, skipped, nempty; /* read; broken; without geometry */
	uint64_t npoints;
	struct rect bounds; /* degrees; may be empty */
	const char *crs;    /* of the file */
	const char *encoding;
	struct data_column *column;
	uint32_t ncolumns;
};

/* Reads the whole file.  All text lives in the arena. */
bool data_info_read(const char *path, struct data_info *out, struct arena *arena,
	struct diag *diag);

/* A few lines for people.  Control characters of the data are not passed on. */
void data_info_write(const struct data_info *info, struct out *out);

/* At most so many letters of a text of the data, without what steers a terminal. */
void data_info_text(struct out *out, struct str s, unsigned letters);

#endif
