#ifndef DATA_GEOJSON_H
#define DATA_GEOJSON_H

#include "base/diag.h"
#include "base/json.h"
#include "data/read.h"

/*
 * GeoJSON by RFC 7946, streamed: no tree of the whole file.  A FeatureCollection,
 * one Feature, or a bare geometry.
 *
 * - Each property name is a column, LIMIT_FIELDS of them at most; arrays and
 *   objects stay what they are.  Members of a feature that the RFC does not know
 *   ("style", "title") are properties, too, where no property has their name.
 * - A GeometryCollection is flattened, however deep: its points, its lines and
 *   its polygons each make one feature, all with the same id and properties.
 * - Rings may run either way and may be left open.
 * - A feature without geometry is kept (empty) unless there is a window.
 * - "crs" of the format's elder version gets a warning unless it is WGS 84.
 *
 * A broken feature (a latitude of 95, a ring of two positions) is left out with
 * a warning that names line, column and index; text that is no JSON or no
 * GeoJSON is an error.  Values may lie in the source, which has to live as long
 * as the layer.
 */
bool geojson_read(const struct source *source, const struct read_options *options,
	struct layer *out, struct arena *arena, struct diag *diag);

/* The same for inline GeoJSON of a style: a tree is there already. */
bool geojson_from_json(const struct json *json, struct layer *out, struct arena *arena,
	struct diag *diag);

#endif
