#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libdeflate.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "random.h"
#include "sink/pmreader.h"
#include "sink/sink.h"

/* A reader of its own, written from the specification and not from the writer. */
struct archive {
	unsigned char *bytes;
	size_t len;
};

static uint64_t number(const unsigned char *p, int n) {
	uint64_t v = 0;
	while (n-- > 0)
		v = v << 8 | p[n];
	return v;
}

static uint64_t varint(const unsigned char **p) {
	uint64_t v = 0;
	for (int shift = 0;; shift += 7) {
		unsigned char c = *(*p)++;
		v |= (uint64_t)(c & 127) << shift;
		if (!(c & 128))
			return v;
	}
}

static struct archive load(const char *path, struct arena *a) {
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	fseek(f, 0, SEEK_END);
	struct archive archive = { .len = (size_t)ftell(f) };
	rewind(f);
	archive.bytes = arena_new(a, unsigned char, archive.len);
	assert_int_equal(fread(archive.bytes, 1, archive.len, f), archive.len);
	fclose(f);
	return archive;
}

struct entry {
	uint64_t id, run, len, offset;
};

static struct entry *directory(const struct archive *a, uint64_t offset, uint64_t len, uint64_t *n,
	struct arena *arena) {
	size_t room = 8 << 20, got;
	unsigned char *text = arena_new(arena, unsigned char, room);
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	assert_int_equal(libdeflate_gzip_decompress(d, a->bytes + offset, len, text, room, &got),
		LIBDEFLATE_SUCCESS);
	libdeflate_free_decompressor(d);
	const unsigned char *p = text;
	*n = varint(&p);
	struct entry *e = arena_new(arena, struct entry, *n);
	uint64_t id = 0;
	for (uint64_t i = 0; i < *n; i++)
		e[i].id = id += varint(&p);
	for (uint64_t i = 0; i < *n; i++)
		e[i].run = varint(&p);
	for (uint64_t i = 0; i < *n; i++)
		e[i].len = varint(&p);
	for (uint64_t i = 0; i < *n; i++) {
		uint64_t v = varint(&p);
		e[i].offset = v ? v - 1 : e[i - 1].offset + e[i - 1].len;
	}
	assert_int_equal(p - text, got);
	return e;
}

/* As a client finds one tile: root, then leaf. */
static struct str find(const struct archive *a, uint64_t id, struct arena *arena) {
	uint64_t offset = number(a->bytes + 8, 8), len = number(a->bytes + 16, 8), n;
	uint64_t leaves = number(a->bytes + 40, 8), tiles = number(a->bytes + 56, 8);
	assert_true(offset + len <= 16384);
	for (int depth = 0; depth < 3; depth++) {
		struct entry *e = directory(a, offset, len, &n, arena), *best = NULL;
		for (uint64_t i = 0; i < n && e[i].id <= id; i++)
			best = &e[i];
		if (!best)
			break;
		if (best->run) {
			if (id >= best->id + best->run)
				break;
			return (struct str){ (char *)a->bytes + tiles + best->offset, best->len };
		}
		offset = leaves + best->offset;
		len = best->len;
	}
	return (struct str){ NULL, 0 };
}

static char path[64];

static struct str image_of(uint64_t id, char *buffer) {
	/* Stretches of equal images, and single ones. */
	uint64_t seed = id % 7 < 4 ? id / 50 : id;
	uint64_t state = seed;
	size_t len = 20 + random_next(&state) % 40;
	for (size_t i = 0; i < len; i++)
		buffer[i] = (char)random_next(&state);
	return (struct str){ buffer, len };
}

static const struct tileset about = { .name = { "N", 1 },
	.bounds = { { -180, -85 }, { 180, 85 } },
	.minzoom = 0,
	.maxzoom = 8,
	.tile_size = 256,
	.scale = 1 };

/* Tiles from `from` on, one of three left out when `holes`. */
static void write_tiles(const struct tileset *set, uint64_t from, uint64_t to, bool holes) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	char buffer[64];
	diag_init(&diag, &arena);
	struct sink_options options = { .about = set };
	struct sink *sink = sink_open(path, &options, &diag);
	assert_non_null(sink);
	for (uint64_t id = from; id < to; id++)
		if (!holes || id % 3)
			assert_true(
				sink_put(sink, tile_from_hilbert(id), image_of(id, buffer), &diag));
	assert_true(sink_commit(sink, &diag));
	sink_close(sink);
	arena_release(&arena);
}

static void check_tiles(uint64_t n, bool holes) {
	struct arena arena = ARENA_INIT;
	struct archive a = load(path, &arena);
	char buffer[64];
	assert_memory_equal(a.bytes, "PMTiles\3", 8);
	for (uint64_t id = 0; id < n; id += 1 + n / 400) {
		struct arena_mark mark = arena_mark(&arena);
		struct str got = find(&a, id, &arena);
		if (holes && id % 3 == 0) {
			assert_int_equal(got.len, 0);
		} else {
			struct str wanted = image_of(id, buffer);
			assert_int_equal(got.len, wanted.len);
			assert_memory_equal(got.at, wanted.at, wanted.len);
		}
		arena_rewind(&arena, mark);
	}
	arena_release(&arena);
}

static void small_ones_are_read_back(void **state) {
	(void)state;
	write_tiles(&about, 0, 85, false);
	check_tiles(85, false);
	write_tiles(&about, 0, 85, true);
	check_tiles(85, true);
}

static void leaves_are_read_back(void **state) {
	(void)state;
	write_tiles(&about, 0, 60000, true);
	check_tiles(60000, true);
	struct arena arena = ARENA_INIT;
	struct archive a = load(path, &arena);
	assert_true(number(a.bytes + 48, 8) > 0);
	assert_int_equal(number(a.bytes + 72, 8), 40000);
	assert_true(number(a.bytes + 88, 8) < number(a.bytes + 72, 8));
	arena_release(&arena);
}

static void nothing_at_all_is_an_archive(void **state) {
	(void)state;
	write_tiles(&about, 0, 0, false);
	struct arena arena = ARENA_INIT;
	struct archive a = load(path, &arena);
	assert_int_equal(find(&a, 0, &arena).len, 0);
	arena_release(&arena);
}

static void our_reader_hands_on_every_tile(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct tileset set = about, read;
	struct sink_memory memory;
	uint64_t first, last;
	char buffer[64];
	diag_init(&diag, &arena);
	set.shard = 2;
	set.nshards = 3;
	write_tiles(&set, 100, 30000, true);
	struct pmreader *r = pmreader_open(path, &read, &diag);
	assert_non_null(r);
	assert_int_equal(read.shard, 2);
	assert_int_equal(read.maxzoom, 8);
	assert_true(pmreader_range(r, &first, &last));
	assert_int_equal(first, 100);
	assert_int_equal(last, 29999);
	sink_memory_init(&memory, &arena);
	assert_true(pmreader_copy(r, &memory.sink, &diag));
	pmreader_close(r);
	uint32_t k = 0;
	for (uint64_t id = 100; id < 30000; id++) {
		if (id % 3 == 0)
			continue;
		struct str wanted = image_of(id, buffer);
		assert_int_equal(tile_hilbert(memory.tile[k].id), id);
		assert_int_equal(memory.tile[k].image.len, wanted.len);
		assert_memory_equal(memory.tile[k].image.at, wanted.at, wanted.len);
		k++;
	}
	assert_int_equal(k, memory.ntiles);
	arena_release(&arena);
}

static void damage_is_an_error(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	uint64_t r = 9;
	write_tiles(&about, 0, 5000, true);
	struct archive a = load(path, &arena);
	for (int round = 0; round < 300; round++) {
		struct arena_mark mark = arena_mark(&arena);
		struct diag diag;
		struct tileset read;
		struct sink_memory memory;
		diag_init(&diag, &arena);
		size_t len = round % 3 ? a.len : (size_t)(random_next(&r) % a.len);
		FILE *f = fopen(path, "wb");
		fwrite(a.bytes, 1, len, f);
		/* The head, the root, the metadata or a leaf. */
		size_t behind = (size_t)number(a.bytes + 24, 8);
		size_t at = round % 2 ? (size_t)(random_next(&r) % 400)
				      : behind + (size_t)(random_next(&r) % (a.len - behind));
		if (at < len) {
			fseek(f, (long)at, SEEK_SET);
			fputc((int)(random_next(&r) & 255), f);
		}
		fclose(f);
		struct pmreader *reader = pmreader_open(path, &read, &diag);
		assert_true(reader || diag.errors);
		sink_memory_init(&memory, &arena);
		if (reader && !pmreader_copy(reader, &memory.sink, &diag))
			assert_true(diag.errors > 0);
		pmreader_close(reader);
		arena_rewind(&arena, mark);
	}
	arena_release(&arena);
}

static void a_foreign_file_stays(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	diag_init(&diag, &arena);
	FILE *f = fopen(path, "wb");
	fputs("my diary", f);
	fclose(f);
	struct sink_options options = { .about = &about };
	assert_null(sink_open(path, &options, &diag));
	assert_int_equal(diag.errors, 1);
	struct archive a = load(path, &arena);
	assert_memory_equal(a.bytes, "my diary", 8);
	arena_release(&arena);
}

static int begin(void **state) {
	(void)state;
	snprintf(path, sizeof(path), "/tmp/sitmap-test-%ld.pmtiles", (long)getpid());
	unlink(path);
	return 0;
}

static int end(void **state) {
	(void)state;
	return unlink(path);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(small_ones_are_read_back, begin, end),
		cmocka_unit_test_setup_teardown(leaves_are_read_back, begin, end),
		cmocka_unit_test_setup_teardown(nothing_at_all_is_an_archive, begin, end),
		cmocka_unit_test_setup_teardown(our_reader_hands_on_every_tile, begin, end),
		cmocka_unit_test_setup_teardown(damage_is_an_error, begin, end),
		cmocka_unit_test_setup_teardown(a_foreign_file_stays, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
