#ifndef DATA_GEOJSON_H
#define DATA_GEOJSON_H

#include "base/diag.h"
#include "base/json.h"
#include "data/read.h"

/* RFC 7946, streamed: no tree of the whole file. */
bool geojson_read(const struct source *source, const struct read_options *options,
	struct layer *out, struct arena *arena, struct diag *diag);

/* Inline GeoJSON of a style: a tree is there already. */
bool geojson_from_json(const struct json *json, struct layer *out, struct arena *arena,
	struct diag *diag);

#endif
