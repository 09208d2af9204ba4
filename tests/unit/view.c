#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/extent.h"
#include "compose/view.h"

static struct arena arena;
static struct diag diag;

static struct projector *open_crs(const char *crs) {
	diag_init(&diag, &arena);
	struct projector *p = projector_open(crs, &diag);
	assert_non_null(p);
	return p;
}

static const struct rect page = { { 0, 0 }, { 1000, 500 } };

/* At zoom 0 the world is 512 page units wide, at the equator and in the middle. */
static void test_camera(void **state) {
	struct projector *p = open_crs("EPSG:3857");
	struct view v;
	(void)state;
	view_camera(&v, p, page, (struct point){ 0, 0 }, 0, 0);
	struct point east = { 20037508.342789244, 0 };
	assert_true(fabs(view_to_page(&v, east).x - (500 + 256)) < 1e-6);
	assert_true(fabs(v.zoom) < 1e-9);
	view_camera(&v, p, page, (struct point){ 10, 50 }, 5.5, 0);
	assert_true(fabs(v.zoom - 5.5) < 1e-9);
	projector_close(p);
}

static void test_there_and_back(void **state) {
	struct projector *p = open_crs("EPSG:3857");
	struct view v;
	(void)state;
	for (int bearing = -180; bearing <= 180; bearing += 45) {
		view_camera(&v, p, page, (struct point){ 44, 33 }, 6, bearing);
		struct point at = { 123, 456 }, back = view_to_page(&v, view_from_page(&v, at));
		assert_true(hypot(back.x - at.x, back.y - at.y) < 1e-6);
	}
	projector_close(p);
}

/* With the bearing 90 the east is up. */
static void test_bearing(void **state) {
	struct projector *p = open_crs("EPSG:3857");
	struct view v;
	(void)state;
	view_camera(&v, p, page, (struct point){ 0, 0 }, 2, 90);
	struct point east = view_to_page(&v, (struct point){ 1e6, 0 });
	assert_true(fabs(east.x - 500) < 1e-6 && east.y < 250);
	projector_close(p);
}

static void test_fit_shows_every_point(void **state) {
	struct projector *p = open_crs("+proj=lcc +lat_1=33 +lat_2=37 +lon_0=43 +ellps=WGS84");
	const struct point points[] = { { 38.9, 33.4 }, { 44.4, 33.3 }, { 42.1, 37.2 } };
	struct view v;
	(void)state;
	for (int bearing = 0; bearing < 360; bearing += 30) {
		struct view_fit fit = { .padding = 0.15, .snap = true, .bearing = bearing };
		assert_true(view_fit(&v, p, page, points, 3, &fit));
		for (int i = 0; i < 3; i++) {
			struct point at = points[i];
			projector_forward(p, &at, 1);
			assert_true(rect_contains(rect_grow(page, -30), view_to_page(&v, at)));
		}
		/* A round scale: two digits and zeros. */
		double power = pow(10, floor(log10(v.denominator)));
		double digits = v.denominator / power * 100;
		assert_true(fabs(digits - round(digits)) < 0.2);
	}
	projector_close(p);
}

static void test_least_width(void **state) {
	struct projector *p = open_crs("+proj=tmerc +lon_0=44 +ellps=WGS84");
	const struct point one = { 44, 33 };
	struct view v;
	double x, y;
	(void)state;
	assert_true(view_fit(&v, p, page, &one, 1, &(struct view_fit){ .min_width = 40000 }));
	assert_true(view_metres(&v, p, rect_center(page), &x, &y));
	assert_true(fabs(x * 1000 - 40000) < 200);
	projector_close(p);
}

/* Points on both sides of the dateline are neighbours. */
static void test_extent_over_the_dateline(void **state) {
	struct extent e = { .arena = &arena };
	(void)state;
	extent_add(&e, (struct point){ 178, -18 });
	extent_add(&e, (struct point){ -172, -13 });
	extent_add(&e, (struct point){ -175, -20 });
	struct rect box = extent_unwrap(&e);
	assert_true(box.min.x == 178 && box.max.x == 188);
}

static int release(void **state) {
	(void)state;
	arena_release(&arena);
	return 0;
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_camera),
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_bearing),
		cmocka_unit_test(test_fit_shows_every_point),
		cmocka_unit_test(test_least_width),
		cmocka_unit_test(test_extent_over_the_dateline),
	};
	return cmocka_run_group_tests(tests, NULL, release);
}
