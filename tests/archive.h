#ifndef TESTS_ARCHIVE_H
#define TESTS_ARCHIVE_H

#include <libdeflate.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* A reader of PMTiles of its own, written from the specification (version 3) and not from
 * the writer.  What is wrong ends the program with exit 3. */
struct archive {
	unsigned char *bytes;
	size_t len;
};

struct archive_entry {
	uint64_t id, run, len, offset;
};

static inline void archive_must(int holds, const char *what) {
	if (holds)
		return;
	fprintf(stderr, "archive: %s\n", what);
	exit(3);
}

static inline uint64_t archive_number(const unsigned char *p, int n) {
	uint64_t v = 0;
	while (n-- > 0)
		v = v << 8 | p[n];
	return v;
}

static inline uint64_t archive_varint(const unsigned char **p) {
	uint64_t v = 0;
	for (int shift = 0;; shift += 7) {
		unsigned char c = *(*p)++;
		v |= (uint64_t)(c & 127) << shift;
		if (!(c & 128))
			return v;
	}
}

/* The caller frees `bytes`. */
static inline struct archive archive_load(const char *path) {
	FILE *f = fopen(path, "rb");
	archive_must(f != NULL, "it cannot be read");
	fseek(f, 0, SEEK_END);
	struct archive archive = { .len = (size_t)ftell(f) };
	rewind(f);
	archive.bytes = malloc(archive.len + 1);
	archive_must(archive.bytes && fread(archive.bytes, 1, archive.len, f) == archive.len,
		"it cannot be read");
	fclose(f);
	return archive;
}

/* The caller frees it. */
static inline struct archive_entry *archive_directory(const struct archive *a, uint64_t offset,
	uint64_t len, uint64_t *n) {
	size_t room = 8 << 20, got;
	unsigned char *text = malloc(room);
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	archive_must(offset + len <= a->len, "a directory lies beyond its end");
	archive_must(libdeflate_gzip_decompress(d, a->bytes + offset, len, text, room, &got)
			== LIBDEFLATE_SUCCESS,
		"a directory is not gzip");
	libdeflate_free_decompressor(d);
	const unsigned char *p = text;
	*n = archive_varint(&p);
	struct archive_entry *e = calloc(*n + 1, sizeof(*e));
	uint64_t id = 0;
	for (uint64_t i = 0; i < *n; i++)
		e[i].id = id += archive_varint(&p);
	for (uint64_t i = 0; i < *n; i++)
		e[i].run = archive_varint(&p);
	for (uint64_t i = 0; i < *n; i++)
		e[i].len = archive_varint(&p);
	for (uint64_t i = 0; i < *n; i++) {
		uint64_t v = archive_varint(&p);
		e[i].offset = v ? v - 1 : e[i - 1].offset + e[i - 1].len;
	}
	archive_must((size_t)(p - text) == got, "a directory goes on behind its entries");
	free(text);
	return e;
}

/* The last entry that begins at or before a tile; NULL: none does. */
static inline const struct archive_entry *archive_before(const struct archive_entry *e, uint64_t n,
	uint64_t id) {
	const struct archive_entry *best = NULL;
	for (uint64_t i = 0; i < n && e[i].id <= id; i++)
		best = &e[i];
	return best;
}

/* As a client finds one tile: root, then leaf.  NULL: it is not there. */
static inline const unsigned char *archive_find(const struct archive *a, uint64_t id, size_t *len) {
	uint64_t offset = archive_number(a->bytes + 8, 8), size = archive_number(a->bytes + 16, 8);
	uint64_t leaves = archive_number(a->bytes + 40, 8);
	uint64_t tiles = archive_number(a->bytes + 56, 8), n;
	archive_must(offset + size <= 16384, "the root is not in the first 16 KiB");
	for (int depth = 0; depth < 3; depth++) {
		struct archive_entry *e = archive_directory(a, offset, size, &n);
		const struct archive_entry *best = archive_before(e, n, id);
		struct archive_entry found = best ? *best : (struct archive_entry){ 0, 0, 0, 0 };
		free(e);
		if (!best || (found.run && id >= found.id + found.run))
			break;
		if (found.run) {
			*len = found.len;
			return a->bytes + tiles + found.offset;
		}
		offset = leaves + found.offset;
		size = found.len;
	}
	*len = 0;
	return NULL;
}

/* The number of a tile along the Hilbert curves of all zooms, by the pseudo code of
 * "Encoding and decoding the Hilbert order" (Wikipedia's xy2d), as the specification says. */
static inline uint64_t archive_tile(unsigned z, uint64_t x, uint64_t y) {
	uint64_t n = UINT64_C(1) << z, before = (n * n - 1) / 3, d = 0;
	for (uint64_t s = n / 2; s > 0; s /= 2) {
		uint64_t rx = (x & s) > 0, ry = (y & s) > 0;
		d += s * s * ((3 * rx) ^ ry);
		if (ry == 0) {
			if (rx == 1) {
				x = n - 1 - x;
				y = n - 1 - y;
			}
			uint64_t t = x;
			x = y;
			y = t;
		}
	}
	return before + d;
}

#endif
