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

static void test_clip(void **state) {
	/* To the square from 0 to 10. */
	static const struct rect square = { { 0, 0 }, { 10, 10 } };
	static const struct {
		const char *what;
		enum geom_type type;
		const char *in, *out;
	} cases[] = {
		{ "points", GEOM_POINTS, "1 1, 11 1, 10 10, 5 -1", "1 1, 10 10" },
		{ "a line inside", GEOM_LINES, "1 1, 2 2, 3 1", "1 1, 2 2, 3 1" },
		{ "a line across", GEOM_LINES, "-5 5, 15 5", "0 5, 10 5" },
		{ "out and in again", GEOM_LINES, "5 5, 15 5, 15 6, 5 6", "5 5, 10 5; 10 6, 5 6" },
		{ "over a corner", GEOM_LINES, "-1 5, 5 11, 5 5", "0 6, 4 10; 5 10, 5 5" },
		{ "touching a corner only", GEOM_LINES, "-5 5, 5 -5", "" },
		{ "touching a side from outside", GEOM_LINES, "5 12, 6 10, 7 12", "" },
		{ "along a side", GEOM_LINES, "-5 10, 15 10", "0 10, 10 10" },
		{ "touching a side from inside", GEOM_LINES, "4 8, 5 10, 6 8", "4 8, 5 10, 6 8" },
		{ "far away", GEOM_LINES, "20 20, 30 30", "" },
		{ "a ring inside", GEOM_POLYGONS, "1 1, 2 1, 2 2, 1 1", "1 1, 2 1, 2 2, 1 1" },
		{ "a ring around", GEOM_POLYGONS, "-5 -5, 15 -5, 15 15, -5 15, -5 -5",
			"10 0, 10 10, 0 10, 0 0, 10 0" },
		{ "a ring over a side", GEOM_POLYGONS, "5 2, 15 2, 15 4, 5 4, 5 2",
			"5 2, 10 2, 10 4, 5 4, 5 2" },
		{ "a ring beside", GEOM_POLYGONS, "12 2, 15 2, 15 4, 12 2", "" },
		{ "a ring that lies against a side", GEOM_POLYGONS, "10 2, 15 2, 15 4, 10 4, 10 2",
			"" },
		{ "an L around a corner, which it does not touch", GEOM_POLYGONS,
			"5 11, 11 11, 11 5, 12 5, 12 12, 5 12, 5 11", "" },
		{ "a hole over a side", GEOM_POLYGONS,
			"2 2, 20 2, 20 8, 2 8, 2 2; 8 4, 8 6, 12 6, 12 4, 8 4",
			"2 2, 10 2, 10 8, 2 8, 2 2; 8 4, 8 6, 10 6, 10 4, 8 4" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct geom g = shape(cases[i].type, cases[i].in, &arena);
		struct geom clipped = geom_clip(&g, square, &arena);
		const char *text = shape_text(&clipped, &arena);
		if (strcmp(text, cases[i].out) != 0)
			fail_msg("%s: %s instead of %s", cases[i].what, text, cases[i].out);
	}
}

/* Two teeth of a comb stay tied along the side, by an edge that encloses nothing. */
static void test_clip_falls_apart(void **state) {
	(void)state;
	struct geom comb = shape(GEOM_POLYGONS, "2 2, 4 2, 4 12, 6 12, 6 2, 8 2, 8 14, 2 14, 2 2",
		&arena);
	struct geom clipped = geom_clip(&comb, (struct rect){ { 0, 0 }, { 10, 10 } }, &arena);
	assert_true(fabs(shape_area(&clipped) - 32) < 1e-12);
	assert_false(geom_contains(&clipped, (struct point){ 5, 5 }));
	assert_true(geom_contains(&clipped, (struct point){ 3, 5 }));
	assert_true(geom_contains(&clipped, (struct point){ 7, 5 }));
}

static void test_boundary(void **state) {
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "0 0, 1 0, 1 1, 0 0; 5 5, 5 6, 6 6, 5 5",
			"0 0, 1 0, 1 1, 0 0; 5 5, 5 6, 6 6, 5 5" },
		/* The far east of Russia, cut at 180: no line along the cut. */
		{ "170 60, 180 60, 180 70, 170 70, 170 60", "180 70, 170 70, 170 60, 180 60" },
		{ "180 60, 180 70, 170 70, 170 60, 180 60", "180 70, 170 70, 170 60, 180 60" },
		/* Antarctica as shapefiles have it. */
		{ "-180 -90, 180 -90, 180 -80, 0 -70, -180 -80, -180 -90",
			"180 -80, 0 -70, -180 -80" },
		/* Two cuts. */
		{ "-180 0, 0 1, 180 0, 180 2, 0 3, -180 2, -180 0",
			"180 2, 0 3, -180 2; -180 0, 0 1, 180 0" },
		/* Crossing 180 is not running along it. */
		{ "-180 0, 180 1, 0 5, -180 0", "-180 0, 180 1, 0 5, -180 0" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct geom g = shape(GEOM_POLYGONS, cases[i].in, &arena);
		struct geom lines = geom_boundary(&g, &arena);
		assert_int_equal(lines.type, GEOM_LINES);
		assert_string_equal(shape_text(&lines, &arena), cases[i].out);
	}
}

static void test_orient(void **state) {
	static const struct {
		const char *what, *in, *out;
	} cases[] = {
		{ "clockwise", "0 0, 0 1, 1 1, 0 0", "0 0, 1 1, 0 1, 0 0" },
		{ "not closed", "0 0, 1 0, 1 1", "0 0, 1 0, 1 1, 0 0" },
		{ "the hole first", "2 2, 3 2, 3 3, 2 2; 0 0, 0 9, 9 9, 9 0, 0 0",
			"0 0, 9 0, 9 9, 0 9, 0 0; 2 2, 3 3, 3 2, 2 2" },
		{ "an island in a lake",
			"0 0, 9 0, 9 9, 0 9, 0 0; 1 1, 8 1, 8 8, 1 8, 1 1; "
			"3 3, 4 3, 4 4, 3 3",
			"0 0, 9 0, 9 9, 0 9, 0 0; 1 1, 1 8, 8 8, 8 1, 1 1; "
			"3 3, 4 3, 4 4, 3 3" },
		{ "two polygons, holes at the end",
			"0 0, 9 0, 9 9, 0 9, 0 0; 20 0, 29 0, 29 9, 20 9, "
			"20 0; 21 1, 22 1, 22 2, 21 1; 1 1, 2 1, 2 2, 1 1",
			"0 0, 9 0, 9 9, 0 9, 0 0; 1 1, 2 2, 2 1, 1 1; 20 0, 29 0, 29 9, 20 9, 20 "
			"0; "
			"21 1, 22 2, 22 1, 21 1" },
		{ "a hole that touches its ring", "0 0, 9 0, 9 9, 0 9, 0 0; 0 0, 5 1, 1 5, 0 0",
			"0 0, 9 0, 9 9, 0 9, 0 0; 0 0, 1 5, 5 1, 0 0" },
		/* Steps over the dateline. */
		{ "a box over it", "170 0, -170 0, -170 10, 170 10, 170 0",
			"170 0, -170 0, -170 10, 170 10, 170 0" },
		{ "the other way", "170 0, 170 10, -170 10, -170 0, 170 0",
			"170 0, -170 0, -170 10, 170 10, 170 0" },
		{ "a lake beyond it",
			"-176 4, -174 4, -174 6, -176 4; 170 0, -170 0, -170 10, 170 10, 170 0",
			"170 0, -170 0, -170 10, 170 10, 170 0; -176 4, -174 6, -174 4, -176 4" },
		{ "around the south pole", "-180 -70, -60 -70, 60 -70, 180 -70, -180 -70",
			"-180 -70, 180 -70, 60 -70, -60 -70, -180 -70" },
		{ "around the north pole", "-180 70, -60 70, 60 70, 180 70, -180 70",
			"-180 70, -60 70, 60 70, 180 70, -180 70" },
		{ "nothing enclosed", "0 0, 5 5, 0 0; 0 0, 1 0, 1 1, 0 0", "0 0, 1 0, 1 1, 0 0" },
		{ "side by side", "0 0, 1 0, 1 1, 0 1, 0 0; 1 0, 2 0, 2 1, 1 1, 1 0",
			"0 0, 1 0, 1 1, 0 1, 0 0; 1 0, 2 0, 2 1, 1 1, 1 0" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct geom g = shape(GEOM_POLYGONS, cases[i].in, &arena);
		geom_orient(&g, &arena);
		const char *text = shape_text(&g, &arena);
		if (strcmp(text, cases[i].out) != 0)
			fail_msg("%s: %s instead of %s", cases[i].what, text, cases[i].out);
		geom_orient(&g, &arena);
		assert_string_equal(shape_text(&g, &arena), text);
	}
}

static void test_simplify(void **state) {
	static const struct {
		enum geom_type type;
		double tolerance;
		const char *in, *out;
	} cases[] = {
		{ GEOM_LINES, 1, "0 0, 5 0.1, 10 0", "0 0, 10 0" },
		{ GEOM_LINES, 1, "0 0, 5 2, 10 0", "0 0, 5 2, 10 0" },
		{ GEOM_LINES, 1, "0 0, 0.2 0.3, 0.1 0", "" },
		{ GEOM_LINES, 1, "0 0, 0.1 0; 5 5, 9 9", "5 5, 9 9" },
		/* A spike beyond the end of the chord is no small matter. */
		{ GEOM_LINES, 1, "0 0, -5 0, 10 0", "0 0, -5 0, 10 0" },
		{ GEOM_LINES, 0, "0 0, 5 0, 10 0", "0 0, 5 0, 10 0" },
		{ GEOM_POLYGONS, 1, "0 0, 5 0.1, 10 0, 10 10, 0 10, 0 0",
			"0 0, 10 0, 10 10, 0 10, 0 0" },
		{ GEOM_POLYGONS, 1, "0 0, 0.5 0, 0.5 0.5, 0 0", "" },
		/* Too thin to be a ring, and its hole goes with it. */
		{ GEOM_POLYGONS, 1,
			"0 0, 90 0, 90 0.6, 0 0.6, 0 0; 5 0.1, 5 0.5, 80 0.5, 80 0.1, 5 0.1", "" },
		/* On a page, whose y runs down, all rings turn the other way: what follows a
		 * hole that vanishes stays. */
		{ GEOM_POLYGONS, 1,
			"0 0, 0 9, 9 9, 9 0, 0 0; 5 5, 5.2 5, 5.2 5.2, 5 5; 20 0, 20 9, 29 9, 20 0",
			"0 0, 0 9, 9 9, 9 0, 0 0; 20 0, 20 9, 29 9, 20 0" },
		{ GEOM_POINTS, 1, "0 0, 0.1 0", "0 0, 0.1 0" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct geom g = shape(cases[i].type, cases[i].in, &arena);
		struct geom simple = geom_simplify(&g, cases[i].tolerance, &arena);
		assert_string_equal(shape_text(&simple, &arena), cases[i].out);
	}
}

static void test_label_point(void **state) {
	static const struct {
		const char *what;
		enum geom_type type;
		const char *in;
		struct point spot;
	} cases[] = {
		{ "a point", GEOM_POINTS, "3 4, 5 6", { 3, 4 } },
		{ "the middle of the longest line", GEOM_LINES, "0 0, 1 0; 0 5, 2 5, 2 13",
			{ 2, 8 } },
		{ "a square", GEOM_POLYGONS, "0 0, 10 0, 10 10, 0 10, 0 0", { 5, 5 } },
		{ "the larger of two", GEOM_POLYGONS,
			"0 0, 1 0, 1 1, 0 1, 0 0; 20 0, 24 0, 24 4, 20 4, 20 0", { 22, 2 } },
		/* The middle of an L is outside of it; the largest circle lies in the corner. */
		{ "an L", GEOM_POLYGONS, "0 0, 20 0, 20 4, 4 4, 4 20, 0 20, 0 0", { 2.34, 2.34 } },
		/* A hole in the middle: the widest place is in the east. */
		{ "a hole", GEOM_POLYGONS, "0 0, 20 0, 20 8, 0 8, 0 0; 2 2, 2 6, 12 6, 12 2, 2 2",
			{ 16, 4 } },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct geom g = shape(cases[i].type, cases[i].in, &arena);
		struct point spot = geom_label_point(&g, 0.05);
		if (hypot(spot.x - cases[i].spot.x, spot.y - cases[i].spot.y) > 0.12)
			fail_msg("%s: %g %g", cases[i].what, spot.x, spot.y);
	}
	struct geom empty = { .type = GEOM_POLYGONS };
	assert_true(isinf(geom_label_point(&empty, 1).x));
}

static void test_bounds_and_area(void **state) {
	(void)state;
	struct geom g = shape(GEOM_POLYGONS, "0 0, 4 0, 4 2, 0 2, 0 0; 1 1, 1 1.5, 2 1, 1 1",
		&arena);
	struct rect all = geom_bounds(&g), hole = geom_part_bounds(&g, 1);
	assert_true(all.min.x == 0 && all.max.x == 4 && all.max.y == 2);
	assert_true(hole.min.x == 1 && hole.max.y == 1.5);
	assert_true(ring_area(g.point, 5) == 16);
	assert_true(ring_area(g.point + 5, 4) == -0.5);
	assert_true(geom_contains(&g, (struct point){ 3, 1 }));
	assert_false(geom_contains(&g, (struct point){ 1.2, 1.1 }));
	assert_false(geom_contains(&g, (struct point){ 5, 1 }));
	struct geom empty = { .type = GEOM_LINES };
	assert_true(geom_is_empty(&empty));
	assert_true(rect_is_empty(geom_bounds(&empty)));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_bounds_and_area, release),
		cmocka_unit_test_teardown(test_clip, release),
		cmocka_unit_test_teardown(test_clip_falls_apart, release),
		cmocka_unit_test_teardown(test_boundary, release),
		cmocka_unit_test_teardown(test_orient, release),
		cmocka_unit_test_teardown(test_simplify, release),
		cmocka_unit_test_teardown(test_label_point, release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
