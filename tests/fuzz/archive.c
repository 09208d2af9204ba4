/* Archives of tiles: PMTiles as it is read by merge, and both kinds as an earlier run's
 * from which tiles are carried over; seeds in archive/. */
#include <stddef.h>
#include <stdint.h>

#include "asfile.h"
#include "sink/former.h"
#include "sink/pmreader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool put(struct sink *sink, struct tile_id tile, struct str image, struct diag *diag) {
	unsigned sum = tile.z;
	(void)sink;
	(void)diag;
	for (size_t i = 0; i < image.len; i++)
		sum += (unsigned char)image.at[i];
	return sum != 1;
}

static bool commit(struct sink *sink, struct diag *diag) {
	return sink && diag;
}

static void leave(struct sink *sink) {
	(void)sink;
}

static void read_archive(const char *path, struct diag *diag) {
	static const struct sink_ops ops = { .put = put, .commit = commit, .close = leave };
	struct sink sink = { &ops };
	struct tileset about;
	uint64_t first, last;
	struct pmreader *reader = pmreader_open(path, &about, diag);
	if (reader) {
		pmreader_range(reader, &first, &last);
		pmreader_copy(reader, &sink, diag);
	}
	pmreader_close(reader);
}

static void find_tiles(const char *path) {
	struct tileset about = { .scale = 1 };
	struct former *former = former_open(path, &about);
	struct str image;
	for (uint8_t z = 0; former && z < 3; z++)
		if (former_find(former, (struct tile_id){ .z = z, .x = 0, .y = z }, &image))
			put(NULL, (struct tile_id){ .z = z }, image, NULL);
	former_close(former);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct str bytes = { (const char *)data, size };
	bool is_database = str_starts(bytes, STR("SQLite format 3"));
	const char *path = as_file(bytes, is_database ? ".mbtiles" : ".pmtiles", &arena);
	diag_init(&diag, &arena);
	if (!is_database)
		read_archive(path, &diag);
	find_tiles(path);
	unlink(path);
	arena_release(&arena);
	return 0;
}
