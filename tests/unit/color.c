#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/color.h"

/* Every way to write it, and what color_format() makes of it. */
/* clang-format off */
static const struct { const char *css, *text; } taken[] = {
	{ "red", "#ff0000" }, { "Red", "#ff0000" }, { " red\n", "#ff0000" }, { "aliceblue", "#f0f8ff" },
	{ "yellowgreen", "#9acd32" }, { "rebeccapurple", "#663399" }, { "lightgoldenrodyellow", "#fafad2" },
	{ "transparent", "#00000000" }, { "darkslategrey", "#2f4f4f" }, { "black", "#000000" },
	{ "#123", "#112233" }, { "#1234", "#11223344" }, { "#a1B2c3", "#a1b2c3" },
	{ "#a1b2c3d4", "#a1b2c3d4" }, { "#FFFFFFFF", "#ffffff" },
	{ "rgb(1, 2, 3)", "#010203" }, { "rgb(1,2,3)", "#010203" }, { "RGB( 1 ,2, 3 )", "#010203" },
	{ "rgba(255, 0, 0, 0.5)", "#ff000080" }, { "rgb(255, 0, 0, 50%)", "#ff000080" },
	{ "rgba(1, 2, 3)", "#010203" }, { "rgb(1 2 3)", "#010203" }, { "rgb(1 2 3 / 0)", "#01020300" },
	{ "rgb(1 2 3/0.2)", "#01020333" }, { "rgba(10% 20% 100% / 100%)", "#1a33ff" },
	{ "rgb(100%, 0%, 50%)", "#ff0080" }, { "rgb(300, -5, 0)", "#ff0000" }, { "rgb(0,0,0,7)", "#000000" },
	{ "rgb(0,0,0,-7)", "#00000000" }, { "rgb(1.6, .4, 2e1)", "#020014" }, { "rgb(+1 -0 3)", "#010003" },
	{ "rgb(\t1\n2 3)", "#010203" },
	{ "hsl(0, 100%, 50%)", "#ff0000" }, { "hsl(120,100%,50%)", "#00ff00" },
	{ "hsl(240deg 100% 50%)", "#0000ff" }, { "hsla(-120, 100%, 50%, 0.5)", "#0000ff80" },
	{ "hsl(480 100% 25%)", "#008000" }, { "hsl(0 0% 50% / 50%)", "#80808080" },
	{ "hsl(60, 100%, 100%)", "#ffffff" }, { "hsl(300 200% 50%)", "#ff00ff" },
	{ "hsl(210, 40%, 60%)", "#7099c2" },
	{ "hwb(0 0% 0%)", "#ff0000" }, { "hwb(120 50% 0%)", "#80ff80" }, { "hwb(120deg 0% 50% / .5)", "#00800080" },
	{ "hwb(45 100% 100%)", "#808080" }, { "hwb(45 30% 90%)", "#404040" },
	/* sRGB's primaries in Lab and LCH, from CSS Color 4 (sample values there). */
	{ "lab(0 0 0)", "#000000" }, { "lab(100 0 0)", "#ffffff" }, { "lab(100% 0 0)", "#ffffff" },
	{ "lab(46.277% -47.552 48.586)", "#008000" }, { "lab(54.29 80.8049 69.891)", "#ff0000" },
	{ "lab(50 0% 0% / 50%)", "#77777780" }, { "lch(46.2775% 67.9892 134.3912)", "#008000" },
	{ "lch(46.2775 67.9892 134.3912deg / 0.5)", "#00800080" }, { "lch(50 0% 0)", "#777777" },
};

static const char *const refused[] = {
	"", " ", "#", "#1", "#12", "#12345", "#1234567", "#123456789", "#12g", "# 123", "123456", "redd",
	"re d", "none", "currentcolor", "lightgoldenrodyelloww", "averyveryveryverylongcolorname",
	"rgb", "rgb()", "rgb(1)", "rgb(1,2)", "rgb(1,2,3", "rgb 1,2,3", "rgb(1,2,3,4,5)", "rgb(1,2,3,)",
	"rgb(,1,2,3)", "rgb(1,,2,3)", "rgb(1 2, 3)", "rgb(1, 2 3)", "rgb(1,2,3/4)", "rgb(1 2 3 4)",
	"rgb(1 2 3, 4)", "rgb(1/2/3)", "rgb(1 2 / 3)", "rgb(1%,2,3)", "rgb(1,2%,3)", "rgb(1deg,2,3)",
	"rgb(a,b,c)", "rgb(1,2,3)x", "rgb (1,2,3)", "x(1,2,3)", "rgb(0x1,2,3)", "rgb(nan,2,3)",
	"rgb(1px,2,3)", "rgb(1,2,3,.5deg)", "rgb((1,2,3))", "hsl(1,2,3)", "hsl(1%,2%,3%)",
	"hsl(1,2%,3)", "hsl(1rad 2% 3%)", "hsl(1, 2% 3%)", "hwb(0, 0%, 0%)", "hwb(0 0 0)",
	"lab(1,2,3)", "lab(50 0)", "lab(50 0deg 0)", "lch(50 0 0%)", "lch(50, 0, 0)", "rgb(1e,2,3)",
	"rgb(1-2 3)", "rgb(1+2+3)", "rgb(\xC2\xA0 1,2,3)", "url(#a)",
};
/* clang-format on */

static void test_taken(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		struct color c = { -1, -1, -1, -1 };
		char text[10] = "";
		if (!color_parse(str_of(taken[i].css), &c))
			fail_msg("%s: refused", taken[i].css);
		int len = color_format(c, text);
		if (strcmp(text, taken[i].text) != 0)
			fail_msg("%s: %s instead of %s", taken[i].css, text, taken[i].text);
		assert_int_equal(len, strlen(text));
	}
}

static void test_refused(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct color c = { 7, 7, 7, 7 };
		if (color_parse(str_of(refused[i]), &c))
			fail_msg("%s: taken", refused[i]);
		assert_true(c.r == 7 && c.a == 7);
	}
}

static void test_hex_round_trip(void **state) {
	(void)state;
	for (unsigned i = 0; i < 256; i++) {
		char text[10], again[10];
		struct color c = { (float)i / 255, (float)(255 - i) / 255, (float)(i ^ 85) / 255,
			(float)(i ^ 170) / 255 };
		int len = color_format(c, text);
		struct color back;
		assert_true(color_parse((struct str){ text, (size_t)len }, &back));
		color_format(back, again);
		assert_string_equal(text, again);
		assert_true(fabsf(back.r - c.r) < 1e-6f && fabsf(back.a - c.a) < 1e-6f);
	}
}

static void test_lab_round_trip(void **state) {
	(void)state;
	for (int i = 0; i < 4096; i++) {
		struct color c = { (float)(i & 15) / 15, (float)(i >> 4 & 15) / 15,
			(float)(i >> 8) / 15, 1 };
		struct color back = color_from_lab(color_to_lab(c), 1);
		assert_true(
			fabsf(back.r - c.r) + fabsf(back.g - c.g) + fabsf(back.b - c.b) < 2e-5f);
	}
	struct lab white = color_to_lab((struct color){ 1, 1, 1, 1 });
	assert_true(fabs(white.l - 100) < 1e-6 && fabs(white.a) < 1e-4 && fabs(white.b) < 1e-4);
}

static void test_mix(void **state) {
	struct color a = { 0, 1, .5f, 0 }, b = { 1, 0, .5f, 1 }, c = color_mix(a, b, .25);
	(void)state;
	assert_true(c.r == .25f && c.g == .75f && c.b == .5f && c.a == .25f);
	c = color_mix(a, b, 1);
	assert_memory_equal(&c, &b, sizeof(c));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_taken),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_hex_round_trip),
		cmocka_unit_test(test_lab_round_trip),
		cmocka_unit_test(test_mix),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
