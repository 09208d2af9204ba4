#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "paint/svgpath.h"
#include "random.h"

static const struct transform same = { 1, 0, 0, 1, 0, 0 };

static struct str data_of(const struct path *path, int precision, struct arena *arena) {
	struct buffer b = { .arena = arena };
	struct svgpath writer;
	svgpath_begin(&writer, &b, precision);
	svgpath_add(&writer, path, &same);
	return buffer_bytes(&b);
}

static void test_short(void **state) {
	(void)state;
	static const struct {
		const char *in, *out;
		int precision;
	} cases[] = {
		{ "M0 0L10 0L10 10L0 10Z", "M0 0h10v10h-10z", 2 },
		{ "M0 0L1.5 .5L2 1", "M0 0l1.5.5.5.5", 2 },
		{ "M0 0L.25 .25L.251 .25L.5 .5", "M0 0l.25.25.25.25", 2 },
		{ "M-1 -2L-3.456 7", "M-1-2l-2.46 9", 2 },
		{ "M1 1L2 2zM5 5L6 6L4 9", "M1 1l1 1zm4 4 1 1-2 3", 2 },
		{ "M0 0C1 1 2 2 3 3C4 4 5 5 6 6", "M0 0c1 1 2 2 3 3 1 1 2 2 3 3", 2 },
		{ "M1.4 1.6L3 3", "M1 2l2 1", 0 },
		{ "M5 5L5 5", "M5 5h0", 2 },
		{ "M-.001 0L1 0", "M0 0h1", 2 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena arena = ARENA_INIT;
		struct path path;
		assert_true(path_parse(str_of(cases[i].in), &path, &arena));
		struct str got = data_of(&path, cases[i].precision, &arena);
		if (!str_equal(got, str_of(cases[i].out)))
			fail_msg("%s: %.*s instead of %s", cases[i].in, STR_ARG(got), cases[i].out);
		arena_release(&arena);
	}
}

static double coordinate(uint64_t *seed) {
	return (double)(int64_t)(random_next(seed) % 400000) / 1000 - 100;
}

static struct point spot(uint64_t *seed) {
	double x = coordinate(seed), y = coordinate(seed);
	return (struct point){ x, y };
}

/* Read again, every subpath ends where it did, within half a unit of the last
 * decimal: rounding does not add up. */
static void test_read_again(void **state) {
	(void)state;
	uint64_t seed = 3;
	for (int round = 0; round < 2000; round++) {
		struct arena arena = ARENA_INIT;
		struct path_builder b = { .arena = &arena };
		struct point p = spot(&seed);
		path_move(&b, p.x, p.y);
		int n = 1 + (int)(random_next(&seed) % 60);
		for (int i = 0; i < n; i++) {
			p = spot(&seed);
			/* Some steps are level, upright or none at all. */
			if (random_next(&seed) % 4 == 0)
				p.x = b.point[b.npoints - 1].x;
			if (random_next(&seed) % 4 == 0)
				p.y = b.point[b.npoints - 1].y;
			if (random_next(&seed) % 3 == 0)
				path_curve(&b, spot(&seed), spot(&seed), p);
			else
				path_line(&b, p.x, p.y);
		}
		int precision = (int)(random_next(&seed) % 4);
		struct path path = path_builder_path(&b), again;
		struct str data = data_of(&path, precision, &arena);
		if (!path_parse(data, &again, &arena))
			fail_msg("cannot be read: %.*s", STR_ARG(data));
		struct point want = path.point[path.npoints - 1];
		struct point got = again.point[again.npoints - 1];
		double allowed = 0.5 * pow(10, -precision) + 1e-6;
		assert_true(fabs(want.x - got.x) <= allowed && fabs(want.y - got.y) <= allowed);
		arena_release(&arena);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_short),
		cmocka_unit_test(test_read_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
