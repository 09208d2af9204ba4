#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "paint/hairline.h"

enum { SIDE = 20 };

struct picture {
	uint8_t pixel[SIDE * SIDE];
	struct hairline line;
};

static void draw(struct picture *p, double x0, double y0, double x1, double y1) {
	memset(p, 0, sizeof *p);
	p->line = (struct hairline){ .width = SIDE, .height = SIDE, .stride = SIDE };
	p->line.alpha = p->pixel;
	hairline_add(&p->line, (struct point){ x0, y0 }, (struct point){ x1, y1 });
}

static int inked(const struct picture *p) {
	int n = 0;
	for (int i = 0; i < SIDE * SIDE; i++)
		n += p->pixel[i] > 0;
	return n;
}

static void a_level_line_is_one_row(void **state) {
	(void)state;
	struct picture p;
	draw(&p, 2.5, 5.5, 12.5, 5.5);
	assert_int_equal(inked(&p), 10);
	for (int x = 2; x < 12; x++)
		assert_int_equal(p.pixel[5 * SIDE + x], 255);
}

static void between_two_rows_it_is_half_as_dark(void **state) {
	(void)state;
	struct picture p;
	draw(&p, 2.5, 5, 12.5, 5);
	assert_int_equal(inked(&p), 10);
	assert_int_equal(p.pixel[5 * SIDE + 7], 128);
}

static void a_slope_has_one_pixel_in_each_step(void **state) {
	(void)state;
	struct picture p;
	draw(&p, 1.5, 2.5, 15.5, 7.5);
	assert_int_equal(inked(&p), 14);
	draw(&p, 2.5, 15.5, 7.5, 1.5);
	assert_int_equal(inked(&p), 14);
	for (int y = 2; y < 15; y++) {
		int row = 0;
		for (int x = 0; x < SIDE; x++)
			row += p.pixel[y * SIDE + x] > 0;
		assert_int_equal(row, 1);
	}
}

static void what_lies_outside_is_left_out(void **state) {
	(void)state;
	struct picture p;
	draw(&p, -1e9, 5.5, 1e9, 5.5);
	assert_int_equal(inked(&p), SIDE);
	draw(&p, 3, -1e300, 3, 1e300);
	assert_true(inked(&p) <= SIDE);
	draw(&p, 30, 5, 40, 50);
	assert_int_equal(inked(&p), 0);
	draw(&p, NAN, 5, 10, 5);
	assert_int_equal(inked(&p), 0);
	draw(&p, 5, 5, 5, 5);
	assert_int_equal(inked(&p), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_level_line_is_one_row),
		cmocka_unit_test(between_two_rows_it_is_half_as_dark),
		cmocka_unit_test(a_slope_has_one_pixel_in_each_step),
		cmocka_unit_test(what_lies_outside_is_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
