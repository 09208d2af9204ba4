#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shapes.h"

static struct arena arena;

static int release(void **state) {
	(void)state;
	arena_release(&arena);
	arena = (struct arena)ARENA_INIT;
	return 0;
}

static void test_cases(void **state) {
	static const struct {
		const char *what;
		enum geom_type type;
		double lon0;
		const char *in, *out;
	} cases[] = {
		{ "points move", GEOM_POINTS, 180, "-170 5, 170 5, 0 0", "190 5, 170 5, 0 0" },
		{ "nothing to do", GEOM_LINES, 0, "170 0, 175 1", "170 0, 175 1" },
		{ "a line over the dateline", GEOM_LINES, 0, "170 0, -170 10",
			"170 0, 180 5; -180 5, -170 10" },
		{ "westwards", GEOM_LINES, 0, "-170 10, 170 0", "-170 10, -180 5; 180 5, 170 0" },
		{ "written beyond 180", GEOM_LINES, 0, "170 0, 190 10",
			"170 0, 180 5; -180 5, -170 10" },
		{ "the Pacific in the middle", GEOM_LINES, 180, "170 0, -170 10", "170 0, 190 10" },
		{ "cut at Greenwich instead", GEOM_LINES, 180, "-10 0, 10 10",
			"350 0, 360 5; 0 5, 10 10" },
		{ "ends on it", GEOM_LINES, 0, "170 0, 180 5", "170 0, 180 5" },
		{ "runs along it", GEOM_LINES, 0, "170 0, 180 0, 180 5, 170 5",
			"170 0, 180 0, 180 5, 170 5" },
		{ "once around", GEOM_LINES, 0, "-90 0, 0 0, 90 0, 180 0, -90 0",
			"-90 0, 0 0, 90 0, 180 0; -180 0, -90 0" },
		{ "a box", GEOM_POLYGONS, 0, "170 0, -170 0, -170 10, 170 10, 170 0",
			"170 0, 180 0, 180 10, 170 10, 170 0; -180 0, -170 0, -170 10, -180 10, "
			"-180 0" },
		{ "a box with a hole in the east", GEOM_POLYGONS, 0,
			"170 0, -170 0, -170 10, 170 10, 170 0; -176 4, -176 6, -174 6, -176 4",
			"170 0, 180 0, 180 10, 170 10, 170 0; -180 0, -170 0, -170 10, -180 10, "
			"-180 0; "
			"-176 4, -176 6, -174 6, -176 4" },
		{ "the whole world stays whole", GEOM_POLYGONS, 0,
			"-180 -90, 180 -90, 180 90, -180 90, -180 -90",
			"-180 -90, 180 -90, 180 90, -180 90, -180 -90" },
		{ "so does a band", GEOM_POLYGONS, 0,
			"-180 -10, 180 -10, 180 10, -180 10, -180 -10",
			"-180 -10, 180 -10, 180 10, -180 10, -180 -10" },
		{ "the cap of the north, eastwards", GEOM_POLYGONS, 0,
			"-180 70, -90 70, 0 70, 90 70, 180 70, -180 70",
			"-180 70, -90 70, 0 70, 90 70, 180 70, 180 90, -180 90, -180 70" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct geom g = shape(cases[i].type, cases[i].in, &arena);
		struct geom split = geom_split_dateline(&g, cases[i].lon0, &arena);
		const char *text = shape_text(&split, &arena);
		if (strcmp(text, cases[i].out) != 0)
			fail_msg("%s: %s instead of %s", cases[i].what, text, cases[i].out);
	}
}

/* Everything south of 70 S in the four ways that files have it, for maps cut at
 * four meridians: always 20 by 360 degrees. */
static void test_antarctica(void **state) {
	static const char *const ways[] = {
		"-180 -90, 180 -90, 180 -70, 60 -70, -60 -70, -180 -70, -180 -90",
		"-180 -70, -180 -90, 0 -90, 180 -90, 180 -70, 60 -70, -60 -70, -180 -70",
		"180 -70, 60 -70, -60 -70, -180 -70, 180 -70",
		"170 -70, 50 -70, -70 -70, -170 -70, 170 -70",
	};
	static const double middles[] = { 0, 180, -75, 33.5 };
	(void)state;
	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < 4; k++) {
			struct geom g = shape(GEOM_POLYGONS, ways[i], &arena);
			struct geom split = geom_split_dateline(&g, middles[k], &arena);
			struct rect box = geom_bounds(&split);
			if (fabs(shape_area(&split) - 7200) > 1e-6)
				fail_msg("way %zu, middle %g: area %g, %s", i, middles[k],
					shape_area(&split), shape_text(&split, &arena));
			assert_true(box.min.x == middles[k] - 180 && box.max.x == middles[k] + 180);
			assert_true(box.min.y == -90 && box.max.y == -70);
			assert_true(
				geom_contains(&split, (struct point){ middles[k] + 179.9, -89.9 }));
			assert_false(geom_contains(&split, (struct point){ middles[k], -69 }));
		}
}

/* A sea around the north pole with an island on the pole: a ring in a ring. */
static void test_polar_hole(void **state) {
	(void)state;
	struct geom g = shape(GEOM_POLYGONS,
		"-180 60, -60 60, 60 60, 180 60, -180 60; 180 80.1, 60 80, -60 80, -180 80.1, 180 "
		"80.1",
		&arena);
	/* A ring whose ends have one latitude has no area of its own: its role
	 * shows in how it runs (a hole runs clockwise: its area is negative). */
	struct geom split = geom_split_dateline(&g, 0, &arena);
	assert_int_equal(split.nparts, 2);
	assert_true(ring_area(split.point, split.end[0]) > 0);
	assert_false(geom_contains(&split, (struct point){ 10, 89 }));
	assert_true(geom_contains(&split, (struct point){ 10, 70 }));
}

static void test_hostile(void **state) {
	(void)state;
	static const char *const shapes[] = {
		"1e300 0, -1e300 5, 3 3, 1e300 0",
		"nan 0, 1 nan, 2 2, nan 0",
		"inf 0, 0 0, 1 1, inf 0",
		"0 0, 1e7 0, 1e7 1, 0 1, 0 0",
	};
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		struct geom g = shape(GEOM_POLYGONS, shapes[i], &arena);
		geom_split_dateline(&g, 0, &arena);
		g.type = GEOM_LINES;
		struct geom split = geom_split_dateline(&g, 0, &arena);
		assert_true(split.npoints < 1000);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_cases, release),
		cmocka_unit_test_teardown(test_antarctica, release),
		cmocka_unit_test_teardown(test_polar_hole, release),
		cmocka_unit_test_teardown(test_hostile, release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
