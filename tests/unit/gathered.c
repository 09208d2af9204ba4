#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
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

/* A text takes what two bytes can count, an overlong number is none. */
static void test_limits(void **state) {
	struct arena arena = ARENA_INIT;
	static char text[70000];
	struct gathered p, large = { .id = STR("t:1"), .name = { text, sizeof(text) } };
	(void)state;
	memset(text, 'n', sizeof(text));
	assert_true(gathered_unpack(gathered_pack(&large, 0, &arena), &p, &arena));
	assert_int_equal(p.name.len, UINT16_MAX);
	/* No letter is cut: of four bytes each, three are left over. */
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "\xF0\x90\x80\x80"[i % 4];
	assert_true(gathered_unpack(gathered_pack(&large, 0, &arena), &p, &arena));
	assert_int_equal(p.name.len, UINT16_MAX - 3);
	assert_int_equal(utf8_check(p.name), SIZE_MAX);
	/* An id, six bytes that are passed over, no parts, then how many names. */
	static const char few[] = "t:1\0......\0\0\x80\x80\x80\x80\x80\x80\x80\x80\x00";
	static const char many[] = "t:1\0......\0\0\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00";
	assert_true(unpack((struct str){ few, sizeof(few) - 1 }, &p, &arena));
	assert_false(unpack((struct str){ many, sizeof(many) - 1 }, &p, &arena));
	arena_release(&arena);
}

static void test_divisions(void **state) {
	struct arena arena = ARENA_INIT;
	const struct str iq = STR("IQ"), one = STR("01"), two = STR("02"), none = STR("");
	(void)state;
	assert_true(str_equal(gathered_division(iq, one, none, &arena), STR("IQ.01")));
	assert_true(str_equal(gathered_division(iq, one, two, &arena), STR("IQ.01.02")));
	assert_int_equal(gathered_division(none, one, two, &arena).len, 0);
	assert_int_equal(gathered_division(iq, none, two, &arena).len, 0);
	arena_release(&arena);
}

static void test_countries(void **state) {
	struct arena arena = ARENA_INIT;
	struct gathering g = { .arena = &arena };
	(void)state;
	gather_country(&g, STR("Nowhere"), STR("XYZ"));
	gather_country(&g, STR(""), STR("XY"));
	gather_country(&g, STR("Iraq"), STR("IQ"));
	gather_country(&g, STR("T\xC3\xBCrkiye"), STR("TR"));
	assert_int_equal(g.ncountries, 2);
	assert_true(str_equal(gather_country_code(&g, STR("TURKIYE")), STR("TR")));
	assert_int_equal(gather_country_code(&g, STR("Nowhere")).len, 0);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_bare),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_divisions),
		cmocka_unit_test(test_countries),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
