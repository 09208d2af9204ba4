/* What the parts of drawing take: opening fonts, shaping, text in pixels, PNG. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "paint/paint.h"
#include "paint/pngfile.h"
#include "text/shape.h"

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void bench_shaping(struct shaper *shaper) {
	static const char *const words[] = { "Abu Ghraib", "القائم", "Al-Habbaniyah" };
	struct text_style style = { .size = 9.5, .justify = TEXT_CENTER };
	enum { LABELS = 3000 };
	double start = now();
	for (int i = 0; i < LABELS; i++) {
		char name[64];
		snprintf(name, sizeof(name), "%s %d", words[i % 3], i);
		shaper_shape(shaper, str_of(name), &style);
	}
	printf("shaping, a label                 %8.4f ms\n", (now() - start) / LABELS);
}

static void add_labels(struct scene *scene, struct shaper *shaper, int n) {
	struct text_style style = { .size = 9.5, .justify = TEXT_CENTER };
	for (int i = 0; i < n; i++) {
		char name[64];
		snprintf(name, sizeof(name), "Abu Ghraib %d", i);
		scene_text(scene, shaper_shape(shaper, str_of(name), &style),
			(struct point){ 60 + i % 15 * 100.3, 20 + i / 15 * 60.7 },
			(struct color){ 0, 0, 0, 1 }, (struct color){ 1, 1, 1, 1 }, 1.4);
	}
}

/* Borders and rivers, as far as the file's size goes. */
static void add_lines(struct scene *scene) {
	for (int i = 0; i < 30; i++) {
		struct path_builder b = { .arena = scene->arena };
		path_move(&b, 0, i * 40);
		for (int k = 1; k < 400; k++)
			path_line(&b, k * 4, i * 40 + (k * 7919 + i * 104729) % 23);
		scene_stroke(scene, path_builder_path(&b),
			&(struct stroke){ .color = { .6f, .7f, .8f, 1 },
				.width = 0.8,
				.join = JOIN_ROUND });
	}
}

static void bench_pictures(struct shaper *shaper, struct diag *diag, struct arena *arena) {
	struct rect page = { { 0, 0 }, { 1600, 1200 } };
	struct paint_options options = { .pixel_ratio = 1 };
	struct scene text, all;
	scene_init(&text, page, arena);
	add_labels(&text, shaper, 150);
	scene_seal(&text);
	scene_init(&all, page, arena);
	add_lines(&all);
	add_labels(&all, shaper, 150);
	scene_seal(&all);
	struct painter *painter = paint_png_open(page, &options, diag);
	painter_replay(painter, &text, page);
	double start = now();
	painter_replay(painter, &text, page);
	printf("150 labels with halo, 1600x1200  %8.2f ms\n", now() - start);
	start = now();
	painter_replay(painter, &all, page);
	printf("12000 segments and 150 labels    %8.2f ms\n", now() - start);
	struct out *out = out_memory(arena);
	start = now();
	painter_finish(painter, out, diag);
	printf("PNG of it, %7zu bytes         %8.2f ms\n", out_size(out), now() - start);
	painter_close(painter);
}

int main(void) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	diag_init(&diag, &arena);
	double start = now();
	struct shaper *shaper = shaper_open(NULL, &diag);
	if (!shaper) {
		diag_print(&diag, stderr, false);
		return 1;
	}
	printf("opening the fonts                %8.2f ms\n", now() - start);
	start = now();
	shaper_shape(shaper, STR("Baghdad بغداد"), &(struct text_style){ .size = 10 });
	printf("first label, two scripts         %8.2f ms\n", now() - start);
	bench_shaping(shaper);
	bench_pictures(shaper, &diag, &arena);
	shaper_close(shaper);
	arena_release(&arena);
	return 0;
}
