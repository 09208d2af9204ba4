#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "paint/paint.h"
#include "text/shape.h"

static const char golden[] =
	"page 60x40 \"A \\\"map\\\"\"\n"
	"fill land #f4f0e6 box=0,0,10,10 M0 0L10 0L10 10L0 10Z\n"
	"group land opacity=0.5 clip=0,0,30,30\n"
	"\tstroke roads #ff0000/0.5 width=1.5 cap=round join=round dash=3,2 box=0.25,0.25,20.75,20.75 "
	"M1 1L20 20 for=\"e1\"\n"
	"\tfill roads pattern=hatch,#0000ff evenodd box=5,5,15,15 M10 5C12.76 5 15 7.24 15 10"
	"C15 12.76 12.76 15 10 15C7.24 15 5 12.76 5 10C5 7.24 7.24 5 10 5Z\n"
	"text towns \"Erbil\" at=30,20 size=10 weight=700 #000000 halo=#ffffff,1.5 box=";

static struct str traced(const struct scene *scene, struct arena *arena) {
	struct diag diag;
	diag_init(&diag, arena);
	struct painter *p = paint_trace_open(scene->page, &diag);
	struct out *out = out_memory(arena);
	painter_replay(p, scene, scene->page);
	assert_true(painter_finish(p, out, &diag));
	painter_close(p);
	return out_bytes(out);
}

static struct path parsed(const char *data, struct arena *arena) {
	struct path path;
	assert_true(path_parse(str_of(data), &path, arena));
	return path;
}

static void test_golden(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	diag_init(&diag, &arena);
	struct shaper *shaper = shaper_open(NULL, &diag);
	assert_non_null(shaper);
	static const double dash[] = { 3, 2 };
	static const struct scene_subject subject = { .id = { "e1", 2 } };
	const struct icon hatch = { .name = STR("hatch"), .size = { 8, 8 } };
	const struct scene_pattern pattern = { .icon = &hatch,
		.tint = { 0, 0, 1, 1 },
		.rim = { 1, 1, 1, 1 },
		.scale = 1 };
	struct scene s;
	scene_init(&s, (struct rect){ { 0, 0 }, { 60, 40 } }, &arena);
	s.about.title = STR("A \"map\"");
	s.layer = STR("land");
	scene_fill(&s, parsed("M0 0H10V10H0z", &arena), (struct color){ .957f, .941f, .902f, 1 });
	struct path clip = parsed("M0 0H30V30H0z", &arena);
	scene_push(&s, &clip, 0.5);
	s.layer = STR("roads");
	s.subject = &subject;
	scene_stroke(&s, parsed("M1 1L20 20", &arena),
		&(struct stroke){ .color = { 1, 0, 0, .5f },
			.width = 1.5,
			.cap = CAP_ROUND,
			.join = JOIN_ROUND,
			.ndashes = 2,
			.dash = dash });
	s.subject = NULL;
	struct path_builder b = { .arena = &arena };
	path_circle(&b, (struct point){ 10, 10 }, 5);
	scene_fill(&s, path_builder_path(&b), (struct color){ 0, 0, 0, 1 });
	s.op[s.nops - 1].fill.pattern = &pattern;
	s.op[s.nops - 1].fill.evenodd = true;
	scene_pop(&s);
	s.layer = STR("towns");
	scene_text(&s,
		shaper_shape(shaper, STR("Erbil"),
			&(struct text_style){ .size = 10, .weight = 700 }),
		(struct point){ 30, 20 }, (struct color){ 0, 0, 0, 1 },
		(struct color){ 1, 1, 1, 1 }, 1.5);
	scene_seal(&s);
	struct str got = traced(&s, &arena);
	if (got.len < strlen(golden) || memcmp(got.at, golden, strlen(golden)) != 0)
		fail_msg("%.*s", STR_ARG(got));
	shaper_close(shaper);
	arena_release(&arena);
}

/* The window's corner is the page's. */
static void test_moved(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct scene s;
	scene_init(&s, (struct rect){ { 100, 200 }, { 160, 240 } }, &arena);
	scene_fill(&s, parsed("M100 200H110V210z", &arena), (struct color){ 0, 0, 0, 1 });
	scene_seal(&s);
	assert_true(str_equal(traced(&s, &arena),
		STR("page 60x40\nfill - #000000 box=0,0,10,10 M0 0L10 0L10 10Z\n")));
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_moved),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
