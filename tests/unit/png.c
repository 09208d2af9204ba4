/* The painter of PNG: what cannot be a picture, and pictures put into others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "paint/paint.h"

static struct arena arena;
static struct diag diag;

static int set_up(void **state) {
	(void)state;
	diag_init(&diag, &arena);
	return 0;
}

static int tear_down(void **state) {
	(void)state;
	arena_release(&arena);
	return 0;
}

static struct rect page(double width, double height) {
	return (struct rect){ { 0, 0 }, { width, height } };
}

static void expect_error(const char *words) {
	const struct diag_item *last = diag.first;
	assert_non_null(last);
	while (last->next)
		last = last->next;
	assert_string_equal(last->message, words);
}

static void test_sizes(void **state) {
	struct paint_options options = { .pixel_ratio = 1 };
	(void)state;
	assert_null(paint_png_open(page(0, 10), &options, &diag));
	expect_error("the picture has no pixels");
	assert_null(paint_png_open(page(10, 0.4), &options, &diag));
	expect_error("the picture has no pixels");
	assert_null(paint_png_open(page(16385, 10), &options, &diag));
	expect_error("16385 x 10 pixels are more than the limit of 16384 on a side");
	options.pixel_ratio = 2;
	assert_null(paint_png_open(page(10, 9000), &options, &diag));
	expect_error("20 x 18000 pixels are more than the limit of 16384 on a side");
	assert_int_equal(diag.errors, 4);
}

/* The picture as it is with these options. */
static struct str painted(struct scene *scene, struct rect size,
	const struct paint_options *options) {
	struct painter *p = paint_png_open(size, options, &diag);
	struct out *out = out_memory(&arena);
	assert_non_null(p);
	painter_replay(p, scene, size);
	bool ok = painter_finish(p, out, &diag);
	painter_close(p);
	return ok ? out_bytes(out) : (struct str){ NULL, 0 };
}

static unsigned long number_at(const char *at) {
	const unsigned char *b = (const unsigned char *)at;
	return (unsigned long)b[0] << 24 | (unsigned long)b[1] << 16 | (unsigned long)b[2] << 8
		| b[3];
}

/* Pixels for a metre, of the chunk pHYs. */
static unsigned long resolution(struct str png) {
	for (size_t i = 0; i + 8 < png.len; i++)
		if (memcmp(png.at + i, "pHYs", 4) == 0)
			return number_at(png.at + i + 4);
	return 0;
}

static void test_resolution(void **state) {
	struct paint_options options = { .pixel_ratio = 0 };
	struct scene scene;
	(void)state;
	scene_init(&scene, page(8, 4), &arena);
	scene_seal(&scene);
	struct str png = painted(&scene, scene.page, &options);
	assert_int_equal(number_at(png.at + 16), 8);
	assert_int_equal(resolution(png), 3780);
	options.pixel_ratio = 2;
	png = painted(&scene, scene.page, &options);
	assert_int_equal(number_at(png.at + 16), 16);
	assert_int_equal(resolution(png), 7559);
	options.dpi = 300;
	assert_int_equal(resolution(painted(&scene, scene.page, &options)), 11811);
}

/* What Cairo cannot draw is no picture. */
static void test_failed_drawing(void **state) {
	const struct icon icon = { .name = STR("x"), .size = { 8, 8 } };
	struct paint_options options = { .pixel_ratio = 1 };
	struct scene scene;
	(void)state;
	scene_init(&scene, page(8, 8), &arena);
	scene_icon(&scene, &icon, (struct point){ 4, 4 }, 0, 0, (struct color){ 0, 0, 0, 1 },
		(struct color){ 0, 0, 0, 1 });
	scene_seal(&scene);
	scene.op[0].bounds = scene.page;
	assert_null(painted(&scene, scene.page, &options).at);
	expect_error("cannot draw the picture: invalid matrix (not invertible)");
}

static void fill(struct scene *scene, struct rect box, struct color color) {
	struct path_builder b = { .arena = &arena };
	path_rect(&b, box, 0);
	scene_fill(scene, path_builder_path(&b), color);
}

static struct painter *begun(struct scene *scene, struct rect size) {
	const struct paint_options options = { .pixel_ratio = 1 };
	struct painter *p = paint_png_open(size, &options, &diag);
	assert_non_null(p);
	painter_replay(p, scene, size);
	return p;
}

/* Four parts, of which the last do not fit, are the picture that is drawn at once; what
 * lies outside is left out. */
static void test_parts(void **state) {
	static const struct color red = { 1, 0, 0, 1 };
	struct scene part, empty, all;
	(void)state;
	scene_init(&part, page(8, 8), &arena);
	fill(&part, page(8, 8), red);
	scene_init(&empty, page(12, 12), &arena);
	scene_init(&all, page(12, 12), &arena);
	fill(&all, (struct rect){ { 2, 0 }, { 10, 8 } }, red);
	fill(&all, (struct rect){ { 6, 10 }, { 12, 12 } }, red);
	scene_seal(&part);
	scene_seal(&empty);
	scene_seal(&all);
	struct painter *whole = begun(&empty, page(12, 12)), *from = begun(&part, page(8, 8));
	paint_png_place(whole, from, 2, 0);
	paint_png_place(whole, from, 6, 10);
	paint_png_place(whole, from, 12, 0);
	paint_png_place(whole, from, 0, 12);
	struct out *out = out_memory(&arena);
	assert_true(painter_finish(whole, out, &diag));
	painter_close(whole);
	painter_close(from);
	struct str once = painted(&all, page(12, 12), &(struct paint_options){ .pixel_ratio = 1 });
	assert_true(str_equal(out_bytes(out), once));
}

/* A line without width has no ink, whatever draws it. */
static void test_line_without_width(void **state) {
	struct paint_options options = { .pixel_ratio = 1 };
	struct scene empty, line;
	struct path_builder b = { .arena = &arena };
	struct stroke stroke = { .color = { 0, 0, 0, 1 }, .width = 1 };
	(void)state;
	path_move(&b, 1, 1);
	path_line(&b, 7, 6);
	struct path path = path_builder_path(&b);
	scene_init(&empty, page(8, 8), &arena);
	scene_init(&line, page(8, 8), &arena);
	scene_stroke(&line, path, &stroke);
	scene_seal(&empty);
	scene_seal(&line);
	for (int window = 0; window < 2; window++) {
		options.window = window;
		line.op[0].stroke.stroke.width = 1;
		struct str none = painted(&empty, page(8, 8), &options);
		assert_false(str_equal(painted(&line, page(8, 8), &options), none));
		line.op[0].stroke.stroke.width = 0;
		assert_true(str_equal(painted(&line, page(8, 8), &options), none));
	}
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_sizes),
		TEST(test_resolution),
		TEST(test_failed_drawing),
		TEST(test_parts),
		TEST(test_line_without_width),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
