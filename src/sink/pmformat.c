#include "sink/pmformat.h"

#include <libdeflate.h>
#include <math.h>
#include <string.h>

static const char magic[] = "PMTiles";

enum { VERSION = 3, LEVEL = 9, MOST_DIRECTORY = 64 << 20 };

static void put_number(unsigned char *to, uint64_t value, int bytes) {
	for (int i = 0; i < bytes; i++)
		to[i] = (unsigned char)(value >> 8 * i);
}

static uint64_t take_number(const unsigned char *from, int bytes) {
	uint64_t value = 0;
	for (int i = 0; i < bytes; i++)
		value |= (uint64_t)from[i] << 8 * i;
	return value;
}

/* Degrees in tens of millions. */
static void put_degrees(unsigned char *to, double degrees) {
	put_number(to, (uint32_t)(int32_t)lround(degrees * 1e7), 4);
}

static double take_degrees(const unsigned char *from) {
	return (int32_t)(uint32_t)take_number(from, 4) / 1e7;
}

static void put_span(unsigned char *to, struct pm_span span) {
	put_number(to, span.offset, 8);
	put_number(to + 8, span.len, 8);
}

static struct pm_span take_span(const unsigned char *from) {
	return (struct pm_span){ take_number(from, 8), take_number(from + 8, 8) };
}

void pm_header_write(const struct pm_header *h, unsigned char to[PM_HEADER]) {
	memcpy(to, magic, 7);
	to[7] = VERSION;
	put_span(to + 8, h->root);
	put_span(to + 24, h->metadata);
	put_span(to + 40, h->leaves);
	put_span(to + 56, h->tiles);
	put_number(to + 72, h->naddressed, 8);
	put_number(to + 80, h->nentries, 8);
	put_number(to + 88, h->ncontents, 8);
	to[96] = h->clustered;
	to[97] = h->internal_compression;
	to[98] = h->tile_compression;
	to[99] = h->tile_type;
	to[100] = h->minzoom;
	to[101] = h->maxzoom;
	put_degrees(to + 102, h->bounds.min.x);
	put_degrees(to + 106, h->bounds.min.y);
	put_degrees(to + 110, h->bounds.max.x);
	put_degrees(to + 114, h->bounds.max.y);
	to[118] = h->center_zoom;
	put_degrees(to + 119, h->center.x);
	put_degrees(to + 123, h->center.y);
}

bool pm_header_read(struct str bytes, struct pm_header *out) {
	const unsigned char *at = (const unsigned char *)bytes.at;
	if (bytes.len < PM_HEADER || memcmp(at, magic, 7) != 0 || at[7] != VERSION)
		return false;
	*out = (struct pm_header){ .root = take_span(at + 8),
		.metadata = take_span(at + 24),
		.leaves = take_span(at + 40),
		.tiles = take_span(at + 56),
		.naddressed = take_number(at + 72, 8),
		.nentries = take_number(at + 80, 8),
		.ncontents = take_number(at + 88, 8),
		.clustered = at[96],
		.internal_compression = at[97],
		.tile_compression = at[98],
		.tile_type = at[99],
		.minzoom = at[100],
		.maxzoom = at[101],
		.center_zoom = at[118] };
	out->bounds = (struct rect){ { take_degrees(at + 102), take_degrees(at + 106) },
		{ take_degrees(at + 110), take_degrees(at + 114) } };
	out->center = (struct point){ take_degrees(at + 119), take_degrees(at + 123) };
	return true;
}

struct str pm_gzip(struct str text, struct arena *arena) {
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL);
	size_t bound = libdeflate_gzip_compress_bound(c, text.len);
	char *packed = arena_new(arena, char, bound);
	size_t n = libdeflate_gzip_compress(c, text.at, text.len, packed, bound);
	libdeflate_free_compressor(c);
	return (struct str){ packed, n };
}

bool pm_gunzip(struct str packed, size_t most, struct str *out, struct arena *arena) {
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	enum libdeflate_result result = LIBDEFLATE_INSUFFICIENT_SPACE;
	size_t size = packed.len * 4 + 1024, n = 0;
	char *text = NULL;
	for (; result == LIBDEFLATE_INSUFFICIENT_SPACE && size / 4 <= most; size *= 4) {
		text = arena_new(arena, char, size);
		result = libdeflate_gzip_decompress(d, packed.at, packed.len, text, size, &n);
	}
	libdeflate_free_decompressor(d);
	*out = (struct str){ text, n };
	return result == LIBDEFLATE_SUCCESS && n <= most;
}

/* Seven bits a byte, lowest first. */
static unsigned char *put_varint(unsigned char *to, uint64_t value) {
	for (; value >= 128; value >>= 7)
		*to++ = (unsigned char)(value | 128);
	*to++ = (unsigned char)value;
	return to;
}

static bool take_varint(struct str *rest, uint64_t *out) {
	*out = 0;
	for (unsigned shift = 0; shift < 64 && rest->len; shift += 7) {
		unsigned char byte = (unsigned char)*rest->at++;
		rest->len--;
		*out |= (uint64_t)(byte & 127) << shift;
		if (byte < 128)
			return true;
	}
	return false;
}

struct str pm_directory_write(const struct pm_entry *entry, uint32_t n, struct arena *arena) {
	enum { LONGEST = 10 };
	unsigned char *bytes = arena_new(arena, unsigned char, ((size_t)n * 4 + 1) * LONGEST);
	unsigned char *to = put_varint(bytes, n);
	uint64_t last = 0;
	for (uint32_t i = 0; i < n; i++) {
		to = put_varint(to, entry[i].tile - last);
		last = entry[i].tile;
	}
	for (uint32_t i = 0; i < n; i++)
		to = put_varint(to, entry[i].run);
	for (uint32_t i = 0; i < n; i++)
		to = put_varint(to, entry[i].len);
	for (uint32_t i = 0; i < n; i++) {
		bool follows = i && entry[i].offset == entry[i - 1].offset + entry[i - 1].len;
		to = put_varint(to, follows ? 0 : entry[i].offset + 1);
	}
	return pm_gzip((struct str){ (char *)bytes, (size_t)(to - bytes) }, arena);
}

static bool read_columns(struct str rest, struct pm_entry *entry, uint32_t n) {
	uint64_t value, last = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (!take_varint(&rest, &value) || last + value < last || (i && value == 0))
			return false;
		entry[i].tile = last += value;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (!take_varint(&rest, &value) || value > UINT32_MAX)
			return false;
		entry[i].run = (uint32_t)value;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (!take_varint(&rest, &value) || value == 0 || value > UINT32_MAX)
			return false;
		entry[i].len = (uint32_t)value;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (!take_varint(&rest, &value) || (value == 0 && i == 0))
			return false;
		entry[i].offset = value ? value - 1 : entry[i - 1].offset + entry[i - 1].len;
	}
	return rest.len == 0;
}

bool pm_directory_read(struct str packed, uint8_t compression, struct pm_entry **out, uint32_t *n,
	struct arena *arena) {
	struct str rest = packed;
	uint64_t count;
	if (compression == PM_GZIP && !pm_gunzip(packed, MOST_DIRECTORY, &rest, arena))
		return false;
	/* An entry has four numbers of a byte or more. */
	if ((compression != PM_GZIP && compression != PM_NONE) || !take_varint(&rest, &count)
		|| count > rest.len / 4)
		return false;
	*n = (uint32_t)count;
	*out = arena_new(arena, struct pm_entry, count);
	return read_columns(rest, *out, *n);
}
