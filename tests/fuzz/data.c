/* The readers of geodata, chosen by the first byte of the input, as is whether there is a window;
 * seeds in data/.  The files of a shapefile come as one input: behind the first byte their
 * lengths, two bytes each; that of the .prj chooses one, since PROJ takes its time (crs.c has
 * the others). */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/gzip.h"
#include "data/geojson.h"
#include "data/shapefile.h"
#include "data/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str take(struct str *rest, size_t len) {
	if (len > rest->len)
		len = rest->len;
	struct str part = str_slice(*rest, 0, len);
	*rest = str_slice(*rest, len, rest->len);
	return part;
}

static void read_shapefile(struct str rest, const struct read_options *options, struct arena *arena,
	struct diag *diag) {
	enum { NPARTS = 5, NSYSTEMS = 4 };
	static const char *const systems[NSYSTEMS] = { "", "PROJCS[\"WGS 84 / Pseudo-Mercator\"]",
		"EPSG:32638", "nonsense" };
	struct shapefile files = { .shp = { "a.shp", { NULL, 0 } } };
	struct source *part[NPARTS] = { &files.shp, &files.shx, &files.dbf, &files.cpg,
		&files.prj };
	static const char *const name[NPARTS] = { "a.shp", "a.shx", "a.dbf", "a.cpg", "a.prj" };
	size_t len[NPARTS];
	struct layer layer;
	if (rest.len < 2 * NPARTS)
		return;
	for (size_t i = 0; i < NPARTS; i++)
		len[i] = (size_t)(unsigned char)rest.at[2 * i] << 8
			| (unsigned char)rest.at[2 * i + 1];
	take(&rest, 2 * NPARTS);
	for (size_t i = 0; i < NPARTS; i++) {
		struct str text = take(&rest, len[i]);
		*part[i] = (struct source){ name[i], { text.len ? text.at : NULL, text.len } };
	}
	if (len[NPARTS - 1])
		files.prj.text = str_of(systems[len[NPARTS - 1] % NSYSTEMS]);
	if (files.shp.text.at)
		shapefile_read(&files, options, &layer, arena, diag);
}

/* As in a style. */
static void read_tree(const struct source *source, struct arena *arena, struct diag *diag) {
	struct layer layer;
	const struct json *json = json_parse(source, arena, diag);
	if (json)
		geojson_from_json(json, &layer, arena, diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct layer layer;
	if (size == 0)
		return 0;
	struct source source = { "input", { (const char *)data + 1, size - 1 } };
	diag_init(&diag, &arena);
	struct read_options options = { .window = { { 0, 0 }, { 2, 1 } },
		.has_window = data[0] & 4,
		.geometry_only = data[0] & 8 };
	switch (data[0] % 4) {
	case 0:
		read_shapefile(source.text, &options, &arena, &diag);
		break;
	case 1:
		if (data[0] & 16)
			read_tree(&source, &arena, &diag);
		else
			geojson_read(&source, &options, &layer, &arena, &diag);
		break;
	case 2:
		table_read(&source, &options, &layer, &arena, &diag);
		break;
	default:
		gzip_inflate(&source, &arena, &diag);
	}
	arena_release(&arena);
	return 0;
}
