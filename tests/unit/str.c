#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/str.h"

static void test_split_and_trim(void **state) {
	struct str rest = STR("a;;b");
	(void)state;
	assert_true(str_equal(str_split(&rest, ';'), STR("a")));
	assert_true(str_equal(str_split(&rest, ';'), STR("")));
	assert_true(str_equal(str_split(&rest, ';'), STR("b")));
	assert_null(rest.at);
	rest = STR("a;");
	assert_true(str_equal(str_split(&rest, ';'), STR("a")));
	assert_non_null(rest.at);
	assert_int_equal(rest.len, 0);
	assert_int_equal(str_split(&rest, ';').len, 0);
	assert_null(rest.at);
	assert_true(str_equal(str_trim(STR(" \t a b\r\n")), STR("a b")));
	assert_int_equal(str_trim(STR("  ")).len, 0);
	assert_true(str_equal(str_slice(STR("abc"), 1, 99), STR("bc")));
	assert_int_equal(str_slice(STR("abc"), 3, 1).len, 0);
}

static void test_compare(void **state) {
	(void)state;
	assert_true(str_compare(STR("a"), STR("b")) < 0);
	assert_true(str_compare(STR("ab"), STR("a")) > 0);
	assert_true(str_compare(STR("\x80"), STR("a")) > 0);
	assert_int_equal(str_compare(STR(""), (struct str){ NULL, 0 }), 0);
	assert_true(str_equal_nocase(STR("EPSG"), STR("epsg")));
	assert_false(str_equal_nocase(STR("\xC3\x89"), STR("\xC3\xA9")));
	assert_true(str_starts(STR("sitmap:rivers"), STR("sitmap:")));
	assert_false(str_starts(STR("s"), STR("sitmap:")));
	assert_true(str_ends(STR("a.csv"), STR(".csv")));
	assert_false(str_ends(STR("csv"), STR(".csv")));
}

static void test_numbers_refused(void **state) {
	/* clang-format off */
	static const char *const texts[] = {
		"", " ", "+", "-", ".", "e", "e5", "1e", "1e+", "7,44", "7.44abc", " 1", "1 ", "nan",
		"inf", "-inf", "infinity", "0x10", "1f", "1.2.3", "--1", "+-1", "1e1e1", "1_0", "١",
		"1e309", "-1e309", "1e 5",
	};
	/* clang-format on */
	double value = 7;
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (str_to_double(str_of(texts[i]), &value))
			fail_msg("\"%s\" taken", texts[i]);
	assert_true(value == 7);
	assert_false(str_to_double((struct str){ NULL, 0 }, &value));
	assert_false(str_to_double(STR("1\0002"), &value));
}

static void test_numbers_taken(void **state) {
	/* clang-format off */
	static const struct { const char *text; double value; } rows[] = {
		{ "0", 0 }, { "+1", 1 }, { "-1.5", -1.5 }, { ".5", .5 }, { "5.", 5 }, { "-.5e1", -5 },
		{ "1E3", 1000 }, { "007", 7 }, { "1e-2", .01 },
	};
	/* clang-format on */
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double value = NAN;
		assert_true(str_to_double(str_of(rows[i].text), &value));
		assert_true(value == rows[i].value);
	}
}

static void test_whole_numbers(void **state) {
	long value = 0;
	(void)state;
	assert_true(str_to_long(STR("-12"), &value));
	assert_int_equal(value, -12);
	assert_true(str_to_long(STR("9223372036854775807"), &value));
	assert_true(value == LONG_MAX);
	assert_true(str_to_long(STR("-9223372036854775808"), &value));
	assert_true(value == LONG_MIN);
	assert_false(str_to_long(STR("9223372036854775808"), &value));
	assert_false(str_to_long(STR("-9223372036854775809"), &value));
	assert_false(str_to_long(STR(""), &value));
	assert_false(str_to_long(STR("-"), &value));
	assert_false(str_to_long(STR("1.0"), &value));
	assert_false(str_to_long(STR("1 "), &value));
}

static void test_fixed(void **state) {
	/* clang-format off */
	static const struct { double value; int decimals; const char *text; } rows[] = {
		{ 0, 2, "0" }, { -0.0, 2, "0" }, { -0.001, 2, "0" }, { 1.5, 0, "2" }, { 2.5, 0, "3" },
		{ -1.5, 0, "-2" }, { 1.005, 3, "1.005" }, { 0.1, 9, "0.1" }, { 100, 0, "100" },
		{ 1.10, 2, "1.1" }, { 1234.5678, 2, "1234.57" }, { 0.05, 2, "0.05" },
		{ 0.49999999999999994, 0, "0" }, { 4503599627370497, 0, "4503599627370497" },
		{ 9007199254740992, 3, "9007199254740992" }, { 1e20, 2, "100000000000000000000" },
		{ 1e21, 2, "1e+21" }, { -1e300, 9, "-1e+300" }, { NAN, 2, "0" }, { INFINITY, 2, "0" },
		{ 0.999, 2, "1" }, { 179.999999999, 6, "180" }, { 5, -3, "5" }, { 1e-12, 9, "0" },
		{ 12.3456789012345, 20, "12.345678901" },
	};
	/* clang-format on */
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[32];
		int len = str_from_double(rows[i].value, rows[i].decimals, text, sizeof(text));
		assert_string_equal(text, rows[i].text);
		assert_int_equal(len, strlen(text));
	}
}

/* The forms of ECMA-262, Number::toString. */
static void test_shortest(void **state) {
	/* clang-format off */
	static const struct { double value; const char *text; } rows[] = {
		{ 0, "0" }, { -0.0, "0" }, { 1, "1" }, { -1.5, "-1.5" }, { 0.1, "0.1" }, { 100, "100" },
		{ 123456789, "123456789" }, { 1e20, "100000000000000000000" }, { 1e21, "1e+21" },
		{ 1.5e300, "1.5e+300" }, { 1e-6, "0.000001" }, { 1.5e-6, "0.0000015" }, { 1e-7, "1e-7" },
		{ 1.25e-7, "1.25e-7" }, { 5e-324, "5e-324" }, { 1.7976931348623157e308,
		"1.7976931348623157e+308" }, { 0.30000000000000004, "0.30000000000000004" },
		{ 4.35, "4.35" }, { 9007199254740992, "9007199254740992" }, { 123.456, "123.456" },
		{ 1.0 / 3, "0.3333333333333333" }, { 2e-308, "2e-308" }, { NAN, "0" },
		{ -1.2345678901234567e-300, "-1.2345678901234568e-300" },
	};
	/* clang-format on */
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[NUMBER_SIZE];
		int len = number_format(rows[i].value, text);
		assert_string_equal(text, rows[i].text);
		assert_int_equal(len, strlen(text));
	}
}

static void test_nearest(void **state) {
	static const char *const words[] = { "fill-color", "fill-opacity", "line-width",
		"text-field", "id" };
	(void)state;
	assert_string_equal(str_nearest(STR("fill-colour"), words, 5), "fill-color");
	assert_string_equal(str_nearest(STR("linewidth"), words, 5), "line-width");
	assert_string_equal(str_nearest(STR("Text-Field"), words, 5), "text-field");
	assert_null(str_nearest(STR("circle-radius"), words, 5));
	assert_null(str_nearest(STR(""), words, 5));
	assert_null(str_nearest(STR("x"), words, 0));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_split_and_trim),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_numbers_refused),
		cmocka_unit_test(test_numbers_taken),
		cmocka_unit_test(test_whole_numbers),
		cmocka_unit_test(test_fixed),
		cmocka_unit_test(test_shortest),
		cmocka_unit_test(test_nearest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
