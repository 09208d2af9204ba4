/* Archives of tiles: PMTiles as it is read by merge, and both kinds as an earlier run's
 * from which tiles are carried over; seeds in archive/.  What begins with "raw" is a
 * directory and the metadata before they are packed, since no mutation gets past a gzip's
 * checksum. */
#include <libdeflate.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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
	memcpy(to + *len, part.at, part.len);
	*len += part.len;
	return span;
}

static char *put_little_endian(char *to, uint32_t value, int nbytes) {
	for (int i = 0; i < nbytes; i++, value >>= 8)
		*to++ = (char)(value & 255);
	return to;
}

/* gzip of one stored block: a real compressor takes ten times as long as all the rest. */
static struct str pack_gzip(struct str text, struct arena *arena) {
	static const char head[] = "\x1f\x8b\x08\0\0\0\0\0\0\xff\1";
	char *bytes = arena_new(arena, char, sizeof(head) - 1 + 4 + text.len + 8), *to = bytes;
	memcpy(to, head, sizeof(head) - 1);
	to = put_little_endian(to + sizeof(head) - 1, (uint32_t)text.len, 2);
	to = put_little_endian(to, ~(uint32_t)text.len, 2);
	if (text.len)
		memcpy(to, text.at, text.len);
	to = put_little_endian(to + text.len, libdeflate_crc32(0, text.at, text.len), 4);
	to = put_little_endian(to, (uint32_t)text.len, 4);
	return (struct str){ bytes, (size_t)(to - bytes) };
}

/* One pixel. */
static const unsigned char png[] = { 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00,
	0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08,
	0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41,
	0x54, 0x78, 0x9c, 0x63, 0x60, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01, 0x48, 0xaf, 0xa4, 0x71,
	0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82 };

/* A directory whose one entry is a leaf of less than 2^14 bytes. */
static struct str root_of_leaf(size_t len, struct arena *arena) {
	const char root[] = { 1, 0, 0, (char)((len & 127) | 128), (char)(len >> 7), 1 };
	return pack_gzip((struct str){ root, sizeof(root) }, arena);
}

/* Behind "raw": whether the directory is a leaf, zooms, the length of the metadata. */
static struct str pack(struct str raw, struct arena *arena) {
	enum { BEFORE = 7 };
	unsigned char header[PM_HEADER];
	char *archive = arena_new(arena, char, raw.len + 512);
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
	struct str directory = pack_gzip(str_slice(rest, nmetadata, rest.len), arena);
	if (raw.at[3] & 1) {
		h.leaves = append(archive, &len, directory);
		directory = root_of_leaf(directory.len, arena);
	}
	h.root = append(archive, &len, directory);
	h.metadata = append(archive, &len, pack_gzip(str_slice(rest, 0, nmetadata), arena));
	h.tiles = append(archive, &len, (struct str){ (const char *)png, sizeof(png) });
	pm_header_write(&h, header);
	memcpy(archive, header, PM_HEADER);
	return (struct str){ archive, len };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct str bytes = { (const char *)data, size };
	if (size > 7 && size < 1 << 14 && str_starts(bytes, STR("raw")))
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
