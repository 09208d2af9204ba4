#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "paint/huffman.h"
#include "random.h"

/* The code fills its space exactly, none is longer than the limit, none begins
 * with another. */
static void check(const uint32_t *count, int n, int limit) {
	struct huffman h;
	huffman_build(&h, count, n, limit);
	uint32_t filled = 0;
	int used = 0;
	for (int i = 0; i < n; i++) {
		assert_int_equal(h.length[i] > 0, count[i] > 0);
		assert_true(h.length[i] <= limit);
		used += h.length[i] > 0;
		if (h.length[i])
			filled += UINT32_C(1) << (limit - h.length[i]);
	}
	if (used > 1)
		assert_int_equal(filled, UINT32_C(1) << limit);
	for (int a = 0; a < n; a++) {
		for (int b = 0; b < n; b++) {
			if (a == b || !h.length[a] || h.length[b] < h.length[a])
				continue;
			uint32_t mask = (UINT32_C(1) << h.length[a]) - 1;
			assert_true((h.code[b] & mask) != h.code[a]);
		}
	}
}

static void test_known(void **state) {
	(void)state;
	const uint32_t count[] = { 45, 13, 12, 16, 9, 5 };
	const uint8_t length[] = { 1, 3, 3, 3, 4, 4 };
	struct huffman h;
	huffman_build(&h, count, 6, 15);
	assert_memory_equal(h.length, length, sizeof(length));
}

/* Fibonacci's numbers make the deepest tree. */
static void test_limit(void **state) {
	(void)state;
	uint32_t count[30] = { 1, 1 };
	for (int i = 2; i < 30; i++)
		count[i] = count[i - 1] + count[i - 2];
	check(count, 30, 15);
	check(count, 30, 7);
	check(count, 19, 7);
	check(count, 30, 5);
}

static void test_few(void **state) {
	(void)state;
	uint32_t count[286] = { 0 };
	check(count, 286, 15);
	count[7] = 3;
	check(count, 286, 15);
	count[200] = 1;
	check(count, 286, 15);
}

static void test_random(void **state) {
	(void)state;
	uint64_t seed = 7;
	for (int round = 0; round < 300; round++) {
		uint32_t count[286] = { 0 };
		int n = 2 + (int)(random_next(&seed) % 285);
		for (int i = 0; i < n; i++)
			count[i] = (uint32_t)(random_next(&seed) >> (40 + random_next(&seed) % 24));
		check(count, n, n <= 120 ? 7 + (int)(random_next(&seed) % 9) : 15);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_few),
		cmocka_unit_test(test_random),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
