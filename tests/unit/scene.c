#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "paint/paint.h"

static const struct color black = { 0, 0, 0, 1 };
static const struct rect page = { { 0, 0 }, { 100, 100 } };

static struct path square(struct arena *arena, double x, double y, double side) {
	struct path_builder b = { .arena = arena };
	path_rect(&b, (struct rect){ { x, y }, { x + side, y + side } }, 0);
	return path_builder_path(&b);
}

static void fill_at(struct scene *s, const char *layer, double x, double y) {
	s->layer = str_of(layer);
	scene_fill(s, square(s->arena, x, y, 5), black);
}

/* The trace of a window: first word and layer of each line, groups in brackets. */
static struct str replayed(const struct scene *scene, struct rect window, struct arena *arena) {
	struct diag diag;
	diag_init(&diag, arena);
	struct painter *p = paint_trace_open(window, &diag);
	struct out *out = out_memory(arena);
	painter_replay(p, scene, window);
	assert_true(painter_finish(p, out, &diag));
	struct str all = out_bytes(out);
	all.at = arena_strdup(arena, all);
	painter_close(p);
	char *text = arena_new(arena, char, all.len + 1);
	size_t n = 0;
	struct str rest = all;
	str_split(&rest, '\n');
	while (rest.at && rest.len) {
		struct str line = str_split(&rest, '\n');
		for (; line.len && line.at[0] == '\t'; line = str_slice(line, 1, line.len))
			text[n++] = '>';
		str_split(&line, ' ');
		struct str layer = str_split(&line, ' ');
		memcpy(text + n, layer.at, layer.len);
		n += layer.len;
		text[n++] = ' ';
	}
	return str_trim((struct str){ text, n });
}

static void expect(const struct scene *scene, struct rect window, const char *layers) {
	struct arena arena = ARENA_INIT;
	struct str got = replayed(scene, window, &arena);
	if (!str_equal(got, str_of(layers)))
		fail_msg("\"%.*s\" instead of \"%s\"", STR_ARG(got), layers);
	arena_release(&arena);
}

static void test_window(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct scene s;
	scene_init(&s, page, &arena);
	fill_at(&s, "a", 0, 0);
	fill_at(&s, "b", 50, 50);
	fill_at(&s, "c", 90, 0);
	fill_at(&s, "d", 52, 52);
	scene_seal(&s);
	expect(&s, page, "a b c d");
	expect(&s, (struct rect){ { 40, 40 }, { 60, 60 } }, "b d");
	expect(&s, (struct rect){ { 20, 20 }, { 30, 30 } }, "");
	expect(&s, (struct rect){ { 80, 0 }, { 100, 20 } }, "c");
	arena_release(&arena);
}

/* A group is entered only for what is inside the window, and in order. */
static void test_groups(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct scene s;
	scene_init(&s, page, &arena);
	fill_at(&s, "a", 0, 0);
	s.layer = STR("g");
	scene_push(&s, NULL, 0.5);
	fill_at(&s, "b", 50, 50);
	s.layer = STR("h");
	scene_push(&s, NULL, 0.5);
	fill_at(&s, "c", 0, 50);
	scene_pop(&s);
	fill_at(&s, "d", 90, 90);
	scene_pop(&s);
	s.layer = STR("i");
	scene_push(&s, NULL, 0.5);
	scene_pop(&s);
	fill_at(&s, "e", 0, 0);
	scene_seal(&s);
	expect(&s, page, "a g >b >h >>c >d e");
	expect(&s, (struct rect){ { 0, 0 }, { 10, 10 } }, "a e");
	expect(&s, (struct rect){ { 0, 40 }, { 20, 60 } }, "g >h >>c");
	expect(&s, (struct rect){ { 85, 85 }, { 99, 99 } }, "g >d");
	arena_release(&arena);
}

/* What a clip hides is not drawn; what it cuts is marked. */
static void test_clip(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct scene s;
	scene_init(&s, page, &arena);
	struct path clip = square(&arena, 10, 10, 20);
	s.layer = STR("g");
	scene_push(&s, &clip, 1);
	fill_at(&s, "in", 15, 15);
	fill_at(&s, "cut", 28, 15);
	fill_at(&s, "out", 50, 50);
	scene_pop(&s);
	scene_seal(&s);
	assert_false(s.op[1].clipped);
	assert_true(s.op[2].clipped);
	assert_true(s.op[2].bounds.max.x == 30);
	assert_false(scene_draws(&s.op[3]));
	expect(&s, page, "g >in >cut");
	arena_release(&arena);
}

static void test_reach(void **state) {
	(void)state;
	struct stroke s = { .width = 4, .miter_limit = 10 };
	assert_true(stroke_reach(&s) == 20);
	s.join = JOIN_ROUND;
	assert_true(stroke_reach(&s) == 2);
	s.cap = CAP_SQUARE;
	assert_true(stroke_reach(&s) == 3);
}

static void test_empty(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct scene s;
	scene_init(&s, page, &arena);
	scene_seal(&s);
	expect(&s, page, "");
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_clip),
		cmocka_unit_test(test_reach),
		cmocka_unit_test(test_empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
