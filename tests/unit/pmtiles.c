#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "archive.h"
#include "random.h"
#include "sink/pmreader.h"
#include "sink/sink.h"

static char path[64];

static size_t add_chunk(char *to, const char *type, const char *data, size_t len) {
	for (int i = 0; i < 4; i++) {
		to[i] = (char)(len >> (24 - 8 * i));
		to[4 + i] = type[i];
	}
	if (len)
		memcpy(to + 8, data, len);
	uint32_t sum = libdeflate_crc32(0, to + 4, len + 4);
	for (int i = 0; i < 4; i++)
		to[8 + len + (size_t)i] = (char)(sum >> (24 - 8 * i));
	return 12 + len;
}

/* What a PNG is from outside. */
static struct str image_of(uint64_t id, char *buffer) {
	/* Stretches of equal images, and single ones. */
	uint64_t seed = id % 7 < 4 ? id / 50 : id;
	uint64_t state = seed;
	char data[60];
	size_t len = 20 + random_next(&state) % 40, used = 8;
	for (size_t i = 0; i < len; i++)
		data[i] = (char)random_next(&state);
	memcpy(buffer, "\x89PNG\r\n\x1a\n", used);
	used += add_chunk(buffer + used, "IDAT", data, len);
	used += add_chunk(buffer + used, "IEND", NULL, 0);
	return (struct str){ buffer, used };
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
	char buffer[128];
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
	struct archive a = archive_load(path);
	char buffer[128];
	assert_memory_equal(a.bytes, "PMTiles\3", 8);
	for (uint64_t id = 0; id < n; id += 1 + n / 400) {
		size_t len;
		const unsigned char *got = archive_find(&a, id, &len);
		if (holes && id % 3 == 0) {
			assert_null(got);
		} else {
			struct str wanted = image_of(id, buffer);
			assert_int_equal(len, wanted.len);
			assert_memory_equal(got, wanted.at, wanted.len);
		}
	}
	free(a.bytes);
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
	struct archive a = archive_load(path);
	assert_true(archive_number(a.bytes + 48, 8) > 0);
	assert_int_equal(archive_number(a.bytes + 72, 8), 40000);
	assert_true(archive_number(a.bytes + 88, 8) < archive_number(a.bytes + 72, 8));
	free(a.bytes);
}

/* So many that it is not even tried to list them in the root. */
static void many_entries_are_read_back(void **state) {
	(void)state;
	write_tiles(&about, 0, 120000, false);
	check_tiles(120000, false);
	struct archive a = archive_load(path);
	assert_true(archive_number(a.bytes + 80, 8) > 65000);
	free(a.bytes);
}

static void check_box(const struct tileset *set, int32_t west, int32_t east) {
	write_tiles(set, 0, 5, false);
	struct archive a = archive_load(path);
	assert_int_equal((int32_t)archive_number(a.bytes + 102, 4), west);
	assert_int_equal((int32_t)archive_number(a.bytes + 110, 4), east);
	assert_int_equal((int32_t)archive_number(a.bytes + 119, 4), -1750000000);
	free(a.bytes);
}

/* A box over the dateline: west before east, and its middle on this side; that of a part is kept,
 * within what four bytes hold. */
static void a_set_over_the_dateline(void **state) {
	(void)state;
	struct tileset set = about;
	set.bounds = (struct rect){ { 170, -20 }, { 200, 20 } };
	check_box(&set, -1800000000, 1800000000);
	set.shard = 1;
	set.nshards = 2;
	check_box(&set, 1700000000, -1600000000);
}

static void nothing_at_all_is_an_archive(void **state) {
	(void)state;
	write_tiles(&about, 0, 0, false);
	size_t len;
	struct archive a = archive_load(path);
	assert_null(archive_find(&a, 0, &len));
	free(a.bytes);
}

static void our_reader_hands_on_every_tile(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct tileset set = about, read;
	struct sink_memory memory;
	uint64_t first, last;
	char buffer[128];
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
	struct archive a = archive_load(path);
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
		size_t behind = (size_t)archive_number(a.bytes + 24, 8);
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
	free(a.bytes);
	arena_release(&arena);
}

/* Reads the archive with one number of its head (little-endian, `n` bytes) changed; the first
 * message, or that of copying it, or "". */
static const char *read_patched(const struct archive *a, size_t at, size_t n, uint64_t value,
	struct arena *arena) {
	struct diag *diag = arena_new(arena, struct diag, 1);
	struct tileset read;
	struct sink_memory memory;
	diag_init(diag, arena);
	FILE *f = fopen(path, "wb");
	fwrite(a->bytes, 1, a->len, f);
	fseek(f, (long)at, SEEK_SET);
	for (size_t i = 0; i < n; i++)
		fputc((int)(value >> 8 * i & 255), f);
	fclose(f);
	struct pmreader *reader = pmreader_open(path, &read, diag);
	sink_memory_init(&memory, arena);
	if (reader)
		pmreader_copy(reader, &memory.sink, diag);
	pmreader_close(reader);
	return diag->first ? diag->first->message : "";
}

/* What the head says is held against the file and the limits. */
static void heads_are_claims(void **state) {
	static const char foreign[] = "not a part that sitmap tiles has written";
	(void)state;
	struct arena arena = ARENA_INIT;
	write_tiles(&about, 0, 60000, true);
	struct archive a = archive_load(path);
	uint64_t leaves = archive_number(a.bytes + 40, 8);
	assert_string_equal(read_patched(&a, 101, 1, 8, &arena), "");
	assert_string_equal(read_patched(&a, 101, 1, 40, &arena), foreign);
	assert_string_equal(read_patched(&a, 100, 1, 9, &arena), foreign);
	const char *damaged = read_patched(&a, 101, 1, 2, &arena);
	assert_non_null(strstr(damaged, "damaged"));
	assert_string_equal(read_patched(&a, 48, 8, 10, &arena), damaged);
	assert_string_equal(read_patched(&a, 40, 8, a.len, &arena), damaged);
	assert_string_equal(read_patched(&a, 40, 8, leaves + 1, &arena), damaged);
	assert_string_equal(read_patched(&a, 56, 8, a.len, &arena), damaged);
	free(a.bytes);
	arena_release(&arena);
}

/* Tiles that are no whole PNG are not handed on. */
static void images_are_looked_at(void **state) {
	(void)state;
	char whole[128];
	struct arena arena = ARENA_INIT;
	struct str image = image_of(1, whole);
	whole[8 + 3] ^= 1; /* the length of its first chunk */
	struct str wrong[] = { STR("no picture"), STR("\x89PNG\r\n\x1a\n"), { whole, image.len },
		{ whole, 24 } };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct diag diag;
		struct tileset read;
		struct sink_memory memory;
		diag_init(&diag, &arena);
		if (i == 3)
			whole[8] = 1; /* longer than the image */
		struct sink *sink = sink_open(path, &(struct sink_options){ .about = &about },
			&diag);
		assert_true(sink_put(sink, (struct tile_id){ 0, 0, 0 }, wrong[i], &diag));
		assert_true(sink_commit(sink, &diag));
		sink_close(sink);
		struct pmreader *reader = pmreader_open(path, &read, &diag);
		sink_memory_init(&memory, &arena);
		assert_false(pmreader_copy(reader, &memory.sink, &diag));
		assert_int_equal(diag.errors, 1);
		assert_int_equal(memory.ntiles, 0);
		pmreader_close(reader);
	}
	arena_release(&arena);
}

static bool put_two(struct sink *sink, struct tile_id id, struct str image, struct diag *diag) {
	struct sink_memory *memory = (struct sink_memory *)(void *)sink;
	(void)id, (void)image;
	return memory->ntiles++ < 2 || diag_error(diag, WHERE_NOWHERE, "full");
}

static void a_sink_that_is_full_ends_the_copy(void **state) {
	static const struct sink_ops ops = { .put = put_two };
	(void)state;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct tileset read;
	struct sink_memory memory = { .sink = { &ops } };
	diag_init(&diag, &arena);
	write_tiles(&about, 0, 85, false);
	struct pmreader *reader = pmreader_open(path, &read, &diag);
	assert_false(pmreader_copy(reader, &memory.sink, &diag));
	assert_int_equal(diag.errors, 1);
	assert_int_equal(memory.ntiles, 3);
	pmreader_close(reader);
	arena_release(&arena);
}

static void what_is_not_there_is_not_found(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct tileset set = about, read;
	struct str image;
	uint64_t first, last;
	char buffer[128];
	diag_init(&diag, &arena);
	set.bounds = (struct rect){ { 170, -20 }, { 200, 20 } };
	set.shard = set.nshards = 1;
	write_tiles(&set, 3, 9, true);
	struct pmreader *reader = pmreader_open(path, &read, &diag);
	assert_true(read.bounds.max.x == 200);
	assert_true(pmreader_find(reader, tile_from_hilbert(4), &image, &arena));
	assert_memory_equal(image.at, image_of(4, buffer).at, image.len);
	assert_false(pmreader_find(reader, tile_from_hilbert(1), &image, &arena));
	assert_false(pmreader_find(reader, tile_from_hilbert(6), &image, &arena));
	assert_false(pmreader_find(reader, tile_from_hilbert(9), &image, &arena));
	pmreader_close(reader);
	write_tiles(&about, 0, 0, false);
	reader = pmreader_open(path, &read, &diag);
	assert_non_null(reader);
	assert_false(pmreader_range(reader, &first, &last));
	pmreader_close(reader);
	arena_release(&arena);
}

/* A disk that is full ends it at the tile that no longer fits. */
static void a_full_disk_is_an_error(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct rlimit old, small;
	char buffer[128];
	diag_init(&diag, &arena);
	struct sink_options options = { .about = &about };
	struct sink *sink = sink_open(path, &options, &diag);
	uint64_t id = 0;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 200000;
	setrlimit(RLIMIT_FSIZE, &small);
	while (id < 100000 && sink_put(sink, tile_from_hilbert(id), image_of(id, buffer), &diag))
		id++;
	setrlimit(RLIMIT_FSIZE, &old);
	sink_close(sink);
	assert_true(id > 1000 && id < 100000);
	assert_int_equal(diag.errors, 1);
	assert_string_equal(diag.first->message, "cannot write: File too large");
	assert_int_equal(access(path, F_OK), -1);
	arena_release(&arena);
}

static int end_without(void **state) {
	(void)state;
	return 0;
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
	struct archive a = archive_load(path);
	assert_memory_equal(a.bytes, "my diary", 8);
	free(a.bytes);
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
		cmocka_unit_test_setup_teardown(many_entries_are_read_back, begin, end),
		cmocka_unit_test_setup_teardown(a_set_over_the_dateline, begin, end),
		cmocka_unit_test_setup_teardown(nothing_at_all_is_an_archive, begin, end),
		cmocka_unit_test_setup_teardown(our_reader_hands_on_every_tile, begin, end),
		cmocka_unit_test_setup_teardown(damage_is_an_error, begin, end),
		cmocka_unit_test_setup_teardown(heads_are_claims, begin, end),
		cmocka_unit_test_setup_teardown(images_are_looked_at, begin, end),
		cmocka_unit_test_setup_teardown(a_sink_that_is_full_ends_the_copy, begin, end),
		cmocka_unit_test_setup_teardown(what_is_not_there_is_not_found, begin, end),
		cmocka_unit_test_setup_teardown(a_full_disk_is_an_error, begin, end_without),
		cmocka_unit_test_setup_teardown(a_foreign_file_stays, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
