#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "compose/entries.h"

enum { N = 4 };

static struct str column[] = { { "number", 6 }, { "label", 5 }, { "name:ar", 7 } };
static const struct columns columns = { column, 3 };

/* Features that are numbered as given; 0: not at all. */
static struct layer layer_of(const double *number, struct value (*value)[3],
	struct feature *feature) {
	for (int i = 0; i < N; i++) {
		value[i][0] = (struct value){ .type = number[i] > 0 ? VALUE_NUMBER : VALUE_MISSING,
			.number = number[i] };
		value[i][1] = (struct value){ .type = VALUE_STRING, .string = STR("Town") };
		value[i][2] = (struct value){ .type = i ? VALUE_MISSING : VALUE_STRING,
			.string = STR("بلدة") };
		feature[i] = (struct feature){ .columns = &columns, .value = value[i] };
	}
	return (struct layer){ .columns = columns, .feature = feature, .nfeatures = N };
}

static void test_order(void **state) {
	static const double first[N] = { 3, 0, 1, 5 }, second[N] = { 0, 4, 1, 2 };
	static const struct {
		double number;
		bool is_route;
		int at;
	} expected[] = { { 1, false, 2 }, { 1, true, 2 }, { 2, true, 3 }, { 3, false, 0 },
		{ 4, true, 1 }, { 5, false, 3 }, { INFINITY, false, 1 }, { INFINITY, true, 0 } };
	struct value value[2][N][3];
	struct feature feature[2][N];
	struct layer events = layer_of(first, value[0], feature[0]);
	struct layer routes = layer_of(second, value[1], feature[1]);
	struct sheet sheet = { .events = &events, .routes = &routes }, nothing = { .events = NULL };
	struct arena arena = ARENA_INIT;
	struct entry *entry;
	(void)state;
	assert_int_equal(entries_in_order(&sheet, &entry, &arena), 2 * N);
	for (int i = 0; i < 2 * N; i++) {
		assert_true(entry[i].number == expected[i].number);
		assert_int_equal(entry[i].is_route, expected[i].is_route);
		assert_ptr_equal(entry[i].feature, &feature[expected[i].is_route][expected[i].at]);
	}
	assert_int_equal(entries_in_order(&nothing, &entry, &arena), 0);
	arena_release(&arena);
}

static void test_texts(void **state) {
	static const double number[N] = { 1, 2, 3, 4 };
	struct value value[N][3];
	struct feature feature[N];
	struct arena arena = ARENA_INIT;
	(void)state;
	layer_of(number, value, feature);
	assert_true(str_equal(entry_text(&feature[0], "label"), STR("Town")));
	assert_int_equal(entry_text(&feature[0], "number").len, 0);
	assert_int_equal(entry_text(&feature[0], "title").len, 0);
	assert_true(str_equal(entry_place(&feature[0], STR("ar"), &arena), STR("بلدة")));
	assert_true(str_equal(entry_place(&feature[1], STR("ar"), &arena), STR("Town")));
	assert_true(str_equal(entry_place(&feature[0], STR("en"), &arena), STR("Town")));
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_order),
		cmocka_unit_test(test_texts) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
