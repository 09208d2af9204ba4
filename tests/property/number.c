#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/str.h"
#include "random.h"

/* strtod() of the C library rounds correctly: the reference. */
static void expect_as_reference(const char *text) {
	double expected = strtod(text, NULL), got = 0;
	bool ok = str_to_double(str_of(text), &got);
	if (!isfinite(expected)) {
		if (ok)
			fail_msg("%s: taken as %.17g, too large", text, got);
		return;
	}
	if (!ok || memcmp(&got, &expected, sizeof(got)) != 0)
		fail_msg("%s: %.17g instead of %.17g", text, got, expected);
}

/* Digits with a point somewhere and an exponent, as files have them and worse. */
static void test_random_decimals(void **state) {
	uint64_t seed = 1;
	(void)state;
	for (int i = 0; i < 200000; i++) {
		char text[64];
		int n = 0, digits = 1 + (int)(random_next(&seed) % 25),
		    point = (int)(random_next(&seed) % 26);
		if (random_next(&seed) % 4 == 0)
			text[n++] = '-';
		for (int d = 0; d < digits; d++) {
			if (d == point)
				text[n++] = '.';
			text[n++] = (char)('0' + random_next(&seed) % 10);
		}
		if (random_next(&seed) % 3 == 0)
			n += snprintf(text + n, sizeof(text) - (size_t)n, "e%d",
				(int)(random_next(&seed) % 680) - 340);
		text[n] = '\0';
		expect_as_reference(text);
	}
}

/* Any double printed with any number of digits, up to its exact value. */
static void test_doubles_printed(void **state) {
	uint64_t seed = 2;
	(void)state;
	for (int i = 0; i < 100000; i++) {
		char text[1200];
		uint64_t bits = random_next(&seed);
		double value;
		memcpy(&value, &bits, sizeof(value));
		if (!isfinite(value))
			continue;
		int precision = i % 50 == 0 ? 770 : (int)(random_next(&seed) % 40);
		snprintf(text, sizeof(text), "%.*e", precision, value);
		expect_as_reference(text);
	}
}

/* Exactly between two doubles, and the least bit beside. */
static void test_middles(void **state) {
	uint64_t seed = 3;
	(void)state;
	for (int i = 0; i < 3000; i++) {
		char text[1300];
		uint64_t bits = random_next(&seed) & INT64_MAX, next = bits + 1;
		double low, high;
		memcpy(&low, &bits, sizeof(low));
		memcpy(&high, &next, sizeof(high));
		if (!isfinite(high) || low < 1e-300)
			continue;
		/* long double holds the middle exactly. */
		int len = snprintf(text, sizeof(text), "%.1100Le",
			((long double)low + (long double)high) / 2);
		expect_as_reference(text);
		char *e = strchr(text, 'e');
		e[-1] = '1';
		expect_as_reference(text);
		assert_true(len > 0);
	}
}

static void test_edges(void **state) {
	/* clang-format off */
	static const char *const texts[] = {
		"0", "-0", "0.0e400", "1e22", "1e23", "9007199254740993", "9007199254740992.5",
		"9007199254740993.0000000000000000000000000000000001", "1.7976931348623157e308",
		"1.7976931348623158e308", "1.7976931348623159e308", "17976931348623157e292",
		"2.2250738585072014e-308", "2.2250738585072011e-308", "4.9406564584124654e-324",
		"2.4703282292062327e-324", "2.4703282292062328e-324", "2.47e-324", "1e-323", "1e-324",
		"18446744073709551615", "18446744073709551616", "10000000000000000000",
		"9999999999999999999", "99999999999999999999", "0.000000000000000000000000000001",
		"1e309", "1e-400", "1e99999999999999999999", "1e-99999999999999999999",
		"123456789012345678901234567890e-20", "0.1", "0.2", "0.3", "179.99999999999997",
		"8.5899345920000002e9", "6.631236846766477e-316", "3.237883913302901e-319",
	};
	/* clang-format on */
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		expect_as_reference(texts[i]);
	static char zeros[5000];
	memset(zeros, '0', sizeof(zeros) - 1);
	zeros[1] = '.';
	zeros[4000] = '7';
	expect_as_reference(zeros);
	memcpy(zeros + 4100, "e4000", 6);
	expect_as_reference(zeros);
	memset(zeros, '0', sizeof(zeros) - 1);
	memcpy(zeros + 300, "1.", 2);
	expect_as_reference(zeros);
}

static void test_shortest_reads_back(void **state) {
	uint64_t seed = 4;
	(void)state;
	for (int i = 0; i < 200000; i++) {
		char text[NUMBER_SIZE];
		uint64_t bits = random_next(&seed);
		double value, back;
		memcpy(&value, &bits, sizeof(value));
		if (i % 2)
			value = (double)(int64_t)(bits >> (bits & 63)) / 1e6;
		if (!isfinite(value))
			continue;
		int len = number_format(value, text);
		assert_int_equal(len, strlen(text));
		assert_true(len < NUMBER_SIZE);
		assert_true(str_to_double(str_of(text), &back));
		if (back != value)
			fail_msg("%.17g printed as %s", value, text);
		char shorter[40];
		int digits = 0;
		for (const char *p = text; *p && *p != 'e'; p++)
			digits += *p >= '0' && *p <= '9';
		if (digits < 2 || strchr(text, 'e') == NULL)
			continue;
		snprintf(shorter, sizeof(shorter), "%.*e", digits - 2, value);
		if (strtod(shorter, NULL) == value)
			fail_msg("%.17g printed as %s, %s is shorter", value, text, shorter);
	}
}

/* Rounded to n digits, it reads back within half a unit of the last one. */
static void test_rounded_reads_back(void **state) {
	uint64_t seed = 5;
	(void)state;
	for (int i = 0; i < 200000; i++) {
		char text[32];
		double back, value = ((double)(int64_t)random_next(&seed)) / 9223372036854775808.0;
		int decimals = (int)(random_next(&seed) % 10);
		value *= pow(10, (double)(random_next(&seed) % 12));
		int len = str_from_double(value, decimals, text, sizeof(text));
		assert_int_equal(len, strlen(text));
		assert_true(str_to_double(str_of(text), &back));
		double unit = pow(10, -decimals);
		if (fabs(back - value) > unit * .5 + fabs(value) * 4e-16)
			fail_msg("%.17g with %d decimals printed as %s", value, decimals, text);
		const char *point = strchr(text, '.');
		assert_true(!point || text[len - 1] != '0');
		assert_string_not_equal(text, "-0");
		if (fabs(value) * pow(10, decimals) < 9e15)
			assert_true(!point || (int)strlen(point + 1) <= decimals);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_decimals),
		cmocka_unit_test(test_doubles_printed),
		cmocka_unit_test(test_middles),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_shortest_reads_back),
		cmocka_unit_test(test_rounded_reads_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
