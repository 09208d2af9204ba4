#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/curve.h"
#include "compose/fan.h"
#include "compose/offset.h"

static struct geom line_of(struct point *p, uint32_t n, uint32_t *end) {
	*end = n;
	return (struct geom){ .type = GEOM_LINES,
		.npoints = n,
		.nparts = 1,
		.point = p,
		.end = end };
}

static double nearest(const struct geom *g, struct point p) {
	double best = INFINITY;
	for (uint32_t i = 0; i < g->npoints; i++)
		best = fmin(best, hypot(g->point[i].x - p.x, g->point[i].y - p.y));
	return best;
}

static void test_curve_goes_through_its_places(void **state) {
	struct arena arena = ARENA_INIT;
	struct point way[] = { { 0, 0 }, { 100, 10 }, { 120, 90 }, { 20, 140 } };
	uint32_t end;
	struct geom in = line_of(way, 4, &end), out = curve_through(&in, &arena);
	(void)state;
	assert_int_equal(out.nparts, 1);
	for (int i = 0; i < 4; i++)
		assert_true(nearest(&out, way[i]) < 1e-9);
	/* No step of the curve runs away from its neighbours. */
	for (uint32_t i = 1; i < out.npoints; i++)
		assert_true(hypot(out.point[i].x - out.point[i - 1].x,
				    out.point[i].y - out.point[i - 1].y)
			< 10);
	arena_release(&arena);
}

static void test_two_places_are_joined_by_a_bow(void **state) {
	struct arena arena = ARENA_INIT;
	struct point way[] = { { 0, 0 }, { 100, 0 } };
	uint32_t end;
	struct geom in = line_of(way, 2, &end), out = curve_through(&in, &arena);
	double highest = 0;
	(void)state;
	for (uint32_t i = 0; i < out.npoints; i++)
		highest = fmin(highest, out.point[i].y);
	assert_true(highest < -5 && highest > -10);
	arena_release(&arena);
}

static void test_one_place_twice_is_no_route(void **state) {
	struct arena arena = ARENA_INIT;
	struct point way[] = { { 5, 5 }, { 5, 5 } };
	uint32_t end;
	struct geom in = line_of(way, 2, &end), out = curve_through(&in, &arena);
	(void)state;
	assert_int_equal(out.nparts, 0);
	arena_release(&arena);
}

static void test_shorten(void **state) {
	struct point way[] = { { 0, 0 }, { 10, 0 }, { 20, 0 } }, tip;
	uint32_t end;
	double angle;
	struct geom g = line_of(way, 3, &end);
	(void)state;
	assert_true(line_shorten(&g, 12, &tip, &angle));
	assert_int_equal(g.npoints, 2);
	assert_true(g.point[1].x == 8 && tip.x == 20 && angle == 0);
	assert_false(line_shorten(&g, 100, &tip, &angle));
}

static void test_offset_lies_beside(void **state) {
	struct arena arena = ARENA_INIT;
	struct point way[] = { { 0, 0 }, { 50, 0 }, { 50, 50 } };
	uint32_t end;
	struct geom in = line_of(way, 3, &end);
	struct geom right = lines_offset(&in, 5, &arena), left = lines_offset(&in, -5, &arena);
	(void)state;
	/* Going east and then south (y down), the right-hand side is the inner one. */
	assert_int_equal(right.npoints, 3);
	assert_true(fabs(right.point[1].x - 45) < 1e-9 && fabs(right.point[1].y - 5) < 1e-9);
	assert_int_equal(left.npoints, 3);
	assert_true(fabs(left.point[1].x - 55) < 1e-9 && fabs(left.point[1].y + 5) < 1e-9);
	arena_release(&arena);
}

/* A hairpin's outer corner would lie far out: it is cut. */
static void test_offset_has_no_spikes(void **state) {
	struct arena arena = ARENA_INIT;
	struct point way[] = { { 0, 0 }, { 100, 0 }, { 0, 4 } };
	uint32_t end;
	struct geom in = line_of(way, 3, &end), out = lines_offset(&in, -10, &arena);
	(void)state;
	for (uint32_t i = 0; i < out.npoints; i++)
		assert_true(out.point[i].x < 125);
	arena_release(&arena);
}

/* Every point of the loop is so far from a straight line, and it closes. */
static void test_around_a_line(void **state) {
	struct arena arena = ARENA_INIT;
	struct point way[] = { { 0, 0 }, { 50, 0 } };
	uint32_t end;
	struct geom in = line_of(way, 2, &end), out = lines_around(&in, 5, &arena);
	(void)state;
	assert_int_equal(out.nparts, 1);
	const struct point *p = out.point;
	assert_true(p[0].x == p[out.npoints - 1].x && p[0].y == p[out.npoints - 1].y);
	for (uint32_t i = 0; i < out.npoints; i++) {
		double x = fmax(0, fmin(50, p[i].x));
		assert_true(fabs(hypot(p[i].x - x, p[i].y) - 5) < 1e-9);
	}
	assert_true(geom_bounds(&out).max.x > 54.9 && geom_bounds(&out).min.x < -4.9);
	struct point ring[] = { { 0, 0 }, { 50, 0 }, { 50, 50 }, { 0, 50 }, { 0, 0 } };
	in = line_of(ring, 5, &end);
	out = lines_around(&in, 5, &arena);
	assert_int_equal(out.nparts, 2);
	arena_release(&arena);
}

static double least_distance(const struct point *p, uint32_t n) {
	double least = INFINITY;
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < i; j++)
			least = fmin(least, hypot(p[i].x - p[j].x, p[i].y - p[j].y));
	return least;
}

static void test_fan(void **state) {
	struct arena arena = ARENA_INIT;
	struct point p[] = { { 50, 50 }, { 50, 50 }, { 50, 50 }, { 58, 50 }, { 300, 300 } };
	(void)state;
	fan_out(p, 5, 18, &arena);
	assert_true(least_distance(p, 5) >= 18);
	assert_true(p[4].x == 300 && p[4].y == 300);
	for (int i = 0; i < 4; i++)
		assert_true(hypot(p[i].x - 52, p[i].y - 50) < 30);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_curve_goes_through_its_places),
		cmocka_unit_test(test_two_places_are_joined_by_a_bow),
		cmocka_unit_test(test_one_place_twice_is_no_route),
		cmocka_unit_test(test_shorten),
		cmocka_unit_test(test_offset_lies_beside),
		cmocka_unit_test(test_offset_has_no_spikes),
		cmocka_unit_test(test_around_a_line),
		cmocka_unit_test(test_fan),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
