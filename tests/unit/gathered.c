#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gazetteer/gather.h"

#define TEXT(literal) \
	{ (literal), sizeof(literal) - 1 }

static struct place_name names[] = {
	{ TEXT("al-Qa\xCA\xBFim"), TEXT("en"), TEXT(""), TEXT("") },
	{ TEXT("a\tb\nc"), TEXT(""), TEXT("1918"), TEXT("1932-10-03") },
};

/* A place with everything that a row may have. */
static const struct gathered whole = { .id = TEXT("t:1"),
	.name = TEXT("al-Qaim"),
	.country = TEXT("IQ"),
	.also = TEXT("SY;TR"),
	.admin1 = TEXT("01"),
	.admin2 = TEXT("02"),
	.feature_code = TEXT("PPL"),
	.class = TEXT("town"),
	.parent = TEXT("gn:1;gn:2"),
	.at = { 41.08, 34.37 },
	.population = 200000,
	.precision = 500,
	.other = names,
	.nothers = 2,
	.extent = { { 41, 34 }, { 42, 35 } },
	.has_extent = true,
	.has_point = true,
	.curated = true };

/* Bytes in memory of just their length, so that reading behind the end is seen. */
static bool unpack(struct str bytes, struct gathered *out, struct arena *arena) {
	char *copy = malloc(bytes.len + !bytes.len);
	memcpy(copy, bytes.at, bytes.len);
	bool ok = gathered_unpack((struct str){ copy, bytes.len }, out, arena);
	/* What was unpacked refers to them. */
	ok = ok && str_equal(out->id, STR("t:1"));
	free(copy);
	return ok;
}

static void test_round_trip(void **state) {
	struct arena arena = ARENA_INIT;
	struct gathered p;
	(void)state;
	struct str bytes = gathered_pack(&whole, 7, &arena);
	assert_true(gathered_unpack(bytes, &p, &arena));
	assert_true(str_equal(p.id, whole.id) && str_equal(p.name, whole.name));
	assert_true(str_equal(p.also, whole.also) && str_equal(p.parent, whole.parent));
	assert_true(str_equal(p.admin2, whole.admin2) && str_equal(p.class, whole.class));
	assert_true(p.has_point && p.has_extent && p.curated && p.population == 200000);
	assert_float_equal(p.precision, 500, 0);
	assert_float_equal(p.extent.max.y, 35, 0);
	assert_int_equal(p.nothers, 2);
	assert_true(str_equal(p.other[1].text, STR("a b c")));
	assert_true(str_equal(p.other[1].until, STR("1932-10-03")));
	assert_true(p.other[0].from.len == 0);
	arena_release(&arena);
}

/* A row that was cut is no row, wherever it was cut. */
static void test_cut(void **state) {
	struct arena arena = ARENA_INIT;
	struct gathered p;
	(void)state;
	struct str bytes = gathered_pack(&whole, 7, &arena);
	assert_true(unpack(bytes, &p, &arena));
	for (size_t len = 0; len < bytes.len; len++)
		if (unpack(str_slice(bytes, 0, len), &p, &arena))
			fail_msg("%zu of %zu bytes are taken for a row", len, bytes.len);
	arena_release(&arena);
}

/* The least that a row can be, and control bytes in an id. */
static void test_bare(void **state) {
	struct arena arena = ARENA_INIT;
	struct gathered p, bare = { .id = { "a\0b\n", 4 } };
	(void)state;
	struct str bytes = gathered_pack(&bare, 0, &arena);
	assert_true(gathered_unpack(bytes, &p, &arena));
	assert_true(str_equal(p.id, STR("a b ")));
	assert_true(!p.has_point && !p.has_extent && !p.curated && p.nothers == 0);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_bare),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
