#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>

#include "paint/coverage.h"

static const struct transform same = { 1, 0, 0, 1, 0, 0 };
static const struct rect everywhere = { { -1000, -1000 }, { 1000, 1000 } };

static struct coverage covered(const char *data, struct rect box, struct arena *arena) {
	struct path path;
	struct coverage c;
	assert_true(path_parse(str_of(data), &path, arena));
	assert_true(coverage_begin(&c, box, everywhere, arena));
	coverage_add(&c, &path, &same);
	coverage_resolve(&c, arena);
	return c;
}

static int alpha_at(const struct coverage *c, int x, int y) {
	return c->alpha[(size_t)(y - c->y) * (size_t)c->stride + (size_t)(x - c->x)];
}

static double area(const struct coverage *c) {
	double sum = 0;
	for (int y = 0; y < c->height; y++)
		for (int x = 0; x < c->width; x++)
			sum += c->alpha[(size_t)y * (size_t)c->stride + (size_t)x] / 255.0;
	return sum;
}

/* Each pixel by the part of it that is covered, whichever way the outline runs. */
static void test_exact(void **state) {
	(void)state;
	static const char *const squares[] = {
		"M1.5 2.25H4V4H1.5z",
		"M1.5 2.25V4H4V2.25z",
		"M4 4V2.25H1.5V4z",
	};
	struct rect box = { { -1, 0 }, { 8, 6 } };
	for (size_t i = 0; i < sizeof(squares) / sizeof(squares[0]); i++) {
		struct arena arena = ARENA_INIT;
		struct coverage c = covered(squares[i], box, &arena);
		assert_int_equal(alpha_at(&c, 1, 2), 96); /* 0.5 x 0.75 */
		assert_int_equal(alpha_at(&c, 2, 2), 191);
		assert_int_equal(alpha_at(&c, 1, 3), 128);
		assert_int_equal(alpha_at(&c, 3, 3), 255);
		assert_int_equal(alpha_at(&c, 4, 3), 0);
		assert_int_equal(alpha_at(&c, 3, 1), 0);
		arena_release(&arena);
	}
}

static void test_areas(void **state) {
	(void)state;
	static const struct {
		const char *data;
		double area;
	} cases[] = {
		{ "M2 2L18 2L2 18z", 128 },
		{ "M10.3 1L19 10.1L9.9 19L1 9.7z", 161.87 },
		/* A circle with a hole that runs the other way. */
		{ "M2 10a8 8 0 1 1 16 0a8 8 0 1 1 -16 0zM6 10a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
			150.796 },
		/* Left open, it is closed. */
		{ "M2 2H12V12", 50 },
		{ "M2 2H12V12H2zM5 5H15V15H5z", 151 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena arena = ARENA_INIT;
		struct coverage c = covered(cases[i].data, (struct rect){ { 0, 0 }, { 20, 20 } },
			&arena);
		double got = area(&c);
		/* Curves are chords within 0.05 pixels. */
		if (!(fabs(got - cases[i].area) < 0.8))
			fail_msg("%s: %g instead of %g", cases[i].data, got, cases[i].area);
		arena_release(&arena);
	}
}

/* What lies outside the box neither harms nor leaks. */
static void test_cut(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct coverage c = covered("M-50 -50H50V5H-50z", (struct rect){ { 0, 0 }, { 10, 10 } },
		&arena);
	assert_true(area(&c) > 49.9 && area(&c) < 50.1);
	c = covered("M20 0H30V30H20z", (struct rect){ { 0, 0 }, { 10, 10 } }, &arena);
	assert_true(area(&c) == 0);
	c = covered("M-30 0H-20V30H-30z", (struct rect){ { 0, 0 }, { 10, 10 } }, &arena);
	assert_true(area(&c) == 0);
	struct coverage none;
	assert_false(coverage_begin(&none, (struct rect){ { 5, 5 }, { 9, 9 } },
		(struct rect){ { 10, 10 }, { 20, 20 } }, &arena));
	arena_release(&arena);
}

/* A point grows to a disc. */
static void test_grow(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct coverage c = covered("M10 10H11V11H10z", (struct rect){ { 0, 0 }, { 21, 21 } },
		&arena);
	struct coverage g = coverage_grow(&c, 3, &arena);
	assert_int_equal(alpha_at(&g, 10, 10), 255);
	assert_int_equal(alpha_at(&g, 12, 10), 255);
	assert_int_equal(alpha_at(&g, 10, 14), 0);
	assert_int_equal(alpha_at(&g, 13, 10), alpha_at(&g, 10, 7));
	assert_int_equal(alpha_at(&g, 12, 12), alpha_at(&g, 8, 8));
	assert_true(area(&g) > 38 && area(&g) < 46);
	g = coverage_grow(&c, 0.4, &arena);
	assert_int_equal(alpha_at(&g, 10, 10), 255);
	assert_true(alpha_at(&g, 11, 10) > 95 && alpha_at(&g, 11, 10) < 110);
	/* A letter thinner than a pixel has a whole halo. */
	c = covered("M10 10.4H11V10.6H10z", (struct rect){ { 0, 0 }, { 21, 21 } }, &arena);
	g = coverage_grow(&c, 2, &arena);
	assert_int_equal(alpha_at(&g, 10, 11), 255);
	assert_int_equal(alpha_at(&g, 11, 10), 255);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exact),
		cmocka_unit_test(test_areas),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_grow),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
