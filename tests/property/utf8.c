#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/utf8.h"
#include "random.h"

/* Every code point there is. */
static void test_round_trip(void **state) {
	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		char bytes[4];
		size_t i = 0;
		struct str s = { bytes, (size_t)utf8_put(c, bytes) };
		bool surrogate = c >= 0xD800 && c < 0xE000;
		assert_int_equal(s.len, c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
		assert_int_equal(utf8_check(s), surrogate ? 0 : SIZE_MAX);
		assert_int_equal(utf8_next(s, &i), surrogate ? 0xFFFD : c);
		assert_int_equal(i, surrogate ? 1 : s.len);
		if (!surrogate)
			assert_int_equal(utf8_count(s), 1);
	}
}

/* RFC 3629, section 4, as a table of ranges: the reference. */
static bool is_sequence(const unsigned char *b, size_t len, size_t *used) {
	/* clang-format off */
	static const struct { unsigned char first, last, low, high; size_t len; } rows[] = {
		{ 0x00, 0x7F, 0, 0, 1 }, { 0xC2, 0xDF, 0x80, 0xBF, 2 }, { 0xE0, 0xE0, 0xA0, 0xBF, 3 },
		{ 0xE1, 0xEC, 0x80, 0xBF, 3 }, { 0xED, 0xED, 0x80, 0x9F, 3 }, { 0xEE, 0xEF, 0x80, 0xBF, 3 },
		{ 0xF0, 0xF0, 0x90, 0xBF, 4 }, { 0xF1, 0xF3, 0x80, 0xBF, 4 }, { 0xF4, 0xF4, 0x80, 0x8F, 4 },
	};
	/* clang-format on */
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (b[0] < rows[i].first || b[0] > rows[i].last)
			continue;
		*used = rows[i].len;
		if (len < *used || (*used > 1 && (b[1] < rows[i].low || b[1] > rows[i].high)))
			return false;
		for (size_t k = 2; k < *used; k++)
			if (b[k] < 0x80 || b[k] > 0xBF)
				return false;
		return true;
	}
	return false;
}

static size_t reference(const unsigned char *bytes, size_t len) {
	for (size_t i = 0, used = 0; i < len; i += used)
		if (!is_sequence(bytes + i, len - i, &used))
			return i;
	return SIZE_MAX;
}

static void expect_as_reference(const unsigned char *bytes, size_t len) {
	struct str s = { (const char *)bytes, len };
	assert_int_equal(utf8_check(s), reference(bytes, len));
}

/* All sequences of two bytes, and many longer ones. */
static void test_against_the_table(void **state) {
	uint64_t seed = 1;
	(void)state;
	for (unsigned i = 0; i < 0x10000; i++) {
		const unsigned char bytes[] = { (unsigned char)(i >> 8), (unsigned char)i, 0x80,
			0x80 };
		for (size_t len = 0; len <= 4; len++)
			expect_as_reference(bytes, len);
	}
	for (int i = 0; i < 300000; i++) {
		static const unsigned char edges[] = { 0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
			0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF };
		unsigned char bytes[12];
		size_t len = random_next(&seed) % 13;
		for (size_t k = 0; k < len; k++)
			bytes[k] = edges[random_next(&seed) % sizeof(edges)];
		expect_as_reference(bytes, len);
	}
}

/* A walk over any bytes ends, and makes as many steps as utf8_count() says. */
static void test_walk(void **state) {
	uint64_t seed = 3;
	(void)state;
	for (int i = 0; i < 100000; i++) {
		char bytes[16];
		size_t len = random_next(&seed) % 17, steps = 0;
		for (size_t k = 0; k < len; k++)
			bytes[k] = (char)random_next(&seed);
		struct str s = { bytes, len };
		for (size_t at = 0; at < len; steps++) {
			size_t before = at;
			uint32_t c = utf8_next(s, &at);
			assert_true(at > before && at <= len && c <= 0x10FFFF);
		}
		assert_int_equal(steps, utf8_count(s));
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_against_the_table),
		cmocka_unit_test(test_walk),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
