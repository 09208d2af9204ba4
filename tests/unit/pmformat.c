#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sink/pmformat.h"

/* A directory of varints: how many, tiles, runs, lengths, offsets. */
struct row {
	const char *bytes;
	size_t len;
	bool is_one;
};

#define ROW(bytes, is_one) \
	{ bytes, sizeof(bytes) - 1, is_one }

static const struct row rows[] = {
	ROW("\x00", true),
	ROW("\x01\x05\x01\x04\x01", true),
	ROW("\x02\x05\x01\x01\x01\x04\x04\x01\x00", true),
	ROW("\x02\x05\x01\x00\x01\x04\x04\x01\x09", true),
	/* Cut short, at every column. */
	ROW("", false),
	ROW("\x80", false),
	ROW("\x02\x05", false),
	ROW("\x02\x05\x01\x01", false),
	ROW("\x02\x05\x01\x01\x01\x04", false),
	ROW("\x02\x05\x01\x01\x01\x04\x04\x01", false),
	ROW("\x02\x05\x01\x01\x01\x04\x80\x80\x80", false),
	ROW("\x01\x05\x01\x04\x80", false),
	ROW("\x01\x05\x80\x80\x80", false),
	ROW("\x01\x05\x01\x80\x80", false),
	/* The same tile twice, no length, an offset that follows nothing. */
	ROW("\x02\x05\x00\x01\x01\x04\x04\x01\x00", false),
	ROW("\x01\x05\x01\x00\x01", false),
	ROW("\x01\x05\x01\x04\x00", false),
	/* More entries than bytes, numbers past 32 and past 64 bits. */
	ROW("\xFF\xFF\xFF\x7F\x01", false),
	ROW("\x01\x05\xFF\xFF\xFF\xFF\x7F\x04\x01", false),
	ROW("\x01\x05\x01\xFF\xFF\xFF\xFF\x7F\x01", false),
	ROW("\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\x01\x04\x01", false),
	ROW("\x02\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\x02\x01\x01\x04\x04\x01\x00", false),
};

static void test_directories(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena arena = ARENA_INIT;
		struct pm_entry *entry;
		uint32_t n;
		struct str raw = { rows[i].bytes, rows[i].len };
		if (pm_directory_read(raw, PM_NONE, &entry, &n, &arena) != rows[i].is_one)
			fail_msg("row %zu as it is", i);
		if (pm_directory_read(pm_gzip(raw, &arena), PM_GZIP, &entry, &n, &arena)
			!= rows[i].is_one)
			fail_msg("row %zu packed", i);
		assert_false(pm_directory_read(raw, 3, &entry, &n, &arena));
		arena_release(&arena);
	}
}

static void test_packed(void **state) {
	struct arena arena = ARENA_INIT;
	struct str text = STR("what is packed, is packed, is packed"), out;
	(void)state;
	struct str packed = pm_gzip(text, &arena);
	assert_true(pm_gunzip(packed, 1000, &out, &arena));
	assert_true(str_equal(out, text));
	assert_false(pm_gunzip(packed, text.len - 1, &out, &arena));
	assert_false(pm_gunzip(str_slice(packed, 0, packed.len - 1), 1000, &out, &arena));
	assert_false(pm_gunzip(text, 1000, &out, &arena));
	arena_release(&arena);
}

static void test_header(void **state) {
	unsigned char bytes[PM_HEADER];
	struct pm_header h = { .minzoom = 1,
		.maxzoom = 5,
		.bounds = { { -180, -85 }, { 180, 85 } } };
	struct pm_header again;
	(void)state;
	pm_header_write(&h, bytes);
	struct str all = { (char *)bytes, sizeof(bytes) };
	assert_true(pm_header_read(all, &again));
	assert_int_equal(again.maxzoom, 5);
	assert_float_equal(again.bounds.min.x, -180, 1e-6);
	assert_false(pm_header_read(str_slice(all, 0, PM_HEADER - 1), &again));
	bytes[7] = 2;
	assert_false(pm_header_read(all, &again));
	bytes[7] = 3;
	bytes[0] = 'p';
	assert_false(pm_header_read(all, &again));
}

/* All that was unpacked counts, though the packed bytes are few. */
static void test_much_of_little(void **state) {
	struct arena arena = ARENA_INIT;
	static char zeros[100000];
	struct str out, packed = pm_gzip((struct str){ zeros, sizeof(zeros) }, &arena);
	(void)state;
	assert_true(packed.len < 1000);
	assert_true(pm_gunzip(packed, sizeof(zeros), &out, &arena));
	assert_int_equal(out.len, sizeof(zeros));
	assert_false(pm_gunzip(packed, sizeof(zeros) - 1, &out, &arena));
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_directories),
		cmocka_unit_test(test_packed),
		cmocka_unit_test(test_much_of_little),
		cmocka_unit_test(test_header),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
