#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "style/color.h"

/* Colours as a style writes them: red, green, blue and alpha in thousandths; "": none. */
static const struct {
	const char *css, *rgba;
} rows[] = {
	{ "rgb(255,0,51)", "1000 0 200 1000" },
	{ "rgb(255 0 51)", "1000 0 200 1000" },
	{ " RGBA( 255 , 0 , 51 , 0.5 ) ", "1000 0 200 500" },
	{ "rgb(255 0 51 / 50%)", "1000 0 200 500" },
	{ "rgb(255\t0\n51/.5)", "1000 0 200 500" },
	{ "rgb(100%,0%,20%)", "1000 0 200 1000" },
	{ "rgb(300,-5,1e2)", "1000 0 392 1000" },
	{ "rgb(0,0,0,2)", "0 0 0 1000" },
	{ "rgb(0,0,0,-1)", "0 0 0 0" },
	{ "rgb(+1E2 0 0)", "392 0 0 1000" },
	{ "hsl(0,100%,50%)", "1000 0 0 1000" },
	{ "hsl(120deg 100% 50%)", "0 1000 0 1000" },
	{ "HSLA(-120DEG,100%,50%,25%)", "0 0 1000 250" },
	{ "hsl(480,200%,-10%)", "0 0 0 1000" },
	{ "hsl(60,100%,25%)", "500 500 0 1000" },
	{ "red", "1000 0 0 1000" },
	{ "#0f08", "0 1000 0 533" },
	{ "transparent", "0 0 0 0" },
	{ "", "" },
	{ "rgb(", "" },
	{ "rgb()", "" },
	{ "rgb(1)", "" },
	{ "rgb(1,2)", "" },
	{ "rgb(1,2,3", "" },
	{ "rgb(1,2,3,4,5)", "" },
	{ "rgb(1,2 3)", "" },
	{ "rgb(1 2,3)", "" },
	{ "rgb(1/2/3)", "" },
	{ "rgb(1,2,3/4)", "" },
	{ "rgb(1 2 3,4)", "" },
	{ "rgb(1 2 3 4)", "" },
	{ "rgb(1,2,)", "" },
	{ "rgb(1,2,3,)", "" },
	{ "rgb(1;2;3)", "" },
	{ "rgb(1%,2,3)", "" },
	{ "rgb(1%,2%,3)", "" },
	{ "rgb(a,2,3)", "" },
	{ "rgb(1,.,3)", "" },
	{ "rgb(1deg,2,3)", "" },
	{ "hsl(1%,2%,3%)", "" },
	{ "hsl(1,2,3%)", "" },
	{ "hsl(1,2%,3)", "" },
	{ "hsl(1rad,2%,3%)", "" },
	{ "hwb(1,2%,3%)", "" },
	{ "rgb(1,2,3)x", "" },
	{ "redd", "" },
};

static long thousandths(double x) {
	return (long)(x * 1000 + 0.5);
}

static void test_rows(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct rgba c;
		char text[64] = "";
		if (rgba_parse(str_of(rows[i].css), &c))
			snprintf(text, sizeof(text), "%ld %ld %ld %ld", thousandths(c.r),
				thousandths(c.g), thousandths(c.b), thousandths(c.a));
		if (strcmp(text, rows[i].rgba) != 0)
			fail_msg("%s: \"%s\", not \"%s\"", rows[i].css, text, rows[i].rgba);
	}
}

/* The shorter way round, from either side, and greys that have no hue. */
static void test_mixtures(void **state) {
	struct rgba red = { 1, 0, 0, 1 }, blue = { 0, 0, 1, 1 }, grey = { 0.5, 0.5, 0.5, 1 };
	struct rgba none = { 0, 0, 0, 0 };
	(void)state;
	for (int i = 0; i <= 4; i++) {
		double t = i / 4.0;
		struct rgba there = rgba_mix_hcl(red, blue, t),
			    back = rgba_mix_hcl(blue, red, 1 - t);
		assert_int_equal(thousandths(there.r), thousandths(back.r));
		assert_int_equal(thousandths(there.g), thousandths(back.g));
		assert_int_equal(thousandths(there.b), thousandths(back.b));
	}
	assert_int_equal(thousandths(rgba_mix_hcl(grey, red, 1).r), 1000);
	assert_int_equal(thousandths(rgba_mix_hcl(red, grey, 1).g), 500);
	assert_int_equal(thousandths(rgba_mix_hcl(grey, grey, 0.5).b), 500);
	assert_int_equal(thousandths(rgba_mix_lab(none, red, 0.5).a), 500);
	assert_int_equal(thousandths(rgba_mix(none, red, 0.5).r), 500);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_mixtures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
