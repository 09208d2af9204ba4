/* Archives of tiles: PMTiles as it is read by merge, and both kinds as an earlier run's
 * from which tiles are carried over; seeds in archive/.  What begins with "raw" is a
 * directory and the metadata before they are packed, since no mutation gets past a gzip's
 * checksum. */
#include <stddef.h>
#include <stdint.h>

#include "asfile.h"
#include "sink/former.h"
#include "sink/pmformat.h"
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

/* Appends a part, and says where it lies. */
static struct pm_span append(char *to, size_t *len, struct str part) {
	struct pm_span span = { *len, part.len };
	for (size_t i = 0; i < part.len; i++)
		to[(*len)++] = part.at[i];
	return span;
}

/* Behind "raw": whether the directory is a leaf, zooms, the length of the metadata. */
static struct str pack(struct str raw, struct arena *arena) {
	enum { BEFORE = 7, ROOM = 1 << 17 };
	unsigned char header[PM_HEADER];
	char *archive = arena_new(arena, char, ROOM);
	size_t len = PM_HEADER, nmetadata = (unsigned char)raw.at[6] * (size_t)4;
	struct pm_header h = { .clustered = 1,
		.internal_compression = PM_GZIP,
		.tile_compression = PM_NONE,
		.tile_type = PM_PNG,
		.minzoom = (uint8_t)raw.at[4],
		.maxzoom = (uint8_t)raw.at[5] };
	struct str rest = str_slice(raw, BEFORE, raw.len);
	if (nmetadata > rest.len)
		nmetadata = rest.len;
	struct str directory = pm_gzip(str_slice(rest, nmetadata, rest.len), arena);
	if (raw.at[3] & 1) {
		struct pm_entry leaf = { .len = (uint32_t)directory.len };
		h.leaves = append(archive, &len, directory);
		directory = pm_directory_write(&leaf, 1, arena);
	}
	h.root = append(archive, &len, directory);
	h.metadata = append(archive, &len, pm_gzip(str_slice(rest, 0, nmetadata), arena));
	h.tiles = append(archive, &len, STR("some tiles"));
	pm_header_write(&h, header);
	for (size_t i = 0; i < PM_HEADER; i++)
		archive[i] = (char)header[i];
	return (struct str){ archive, len };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct str bytes = { (const char *)data, size };
	if (size > 7 && size < 1 << 15 && str_starts(bytes, STR("raw")))
		bytes = pack(bytes, &arena);
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
