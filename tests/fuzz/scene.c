/* Path data and texts from outside, through to SVG, PNG and the trace; the bits of the first
 * byte choose which, and which of these.  Run from the top of the tree; seeds in scene/. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "paint/paint.h"
#include "paint/svg.h"
#include "text/shape.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct rect window = { { 0, 0 }, { 30, 20 } };

/* What cannot be said in XML must not come out. */
static void check_xml(struct str text) {
	if (utf8_check(text) != SIZE_MAX)
		abort();
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] < 0x20 && text.at[i] != '\n' && text.at[i] != '\t')
			abort();
}

static void paint(struct painter *painter, const struct scene *scene, bool xml, struct diag *diag) {
	struct arena arena = ARENA_INIT;
	struct out *out = out_memory(&arena);
	painter_replay(painter, scene, window);
	painter_finish(painter, out, diag);
	if (xml)
		check_xml(out_bytes(out));
	painter_close(painter);
	arena_release(&arena);
}

/* Pixels, or one of the ways to say a text in SVG. */
static void paint_as(const struct scene *scene, unsigned choice, struct diag *diag) {
	struct paint_options options = { .about = &scene->about, .pixel_ratio = 1 };
	struct svg_options svg = SVG_OPTIONS_DEFAULT;
	svg.text = choice == 2 ? SVG_PATHS : choice == 3 ? SVG_BOTH : SVG_TEXT;
	if (choice == 0)
		paint(paint_png_open(window, &options, diag), scene, false, diag);
	else
		paint(paint_svg_open(window, &options, &svg, diag), scene, true, diag);
	if (choice == 1)
		paint(paint_trace_open(window, diag), scene, false, diag);
}

static void draw_path(struct scene *scene, struct str text) {
	struct path path;
	path_parse(text, &path, scene->arena);
	scene_fill(scene, path, (struct color){ 1, 0, 0, 0.5f });
	scene_stroke(scene, path, &(struct stroke){ .color = { 0, 0, 0, 1 }, .width = 2 });
}

/* It keeps the texts that it has shaped: closed before they are too many. */
static struct shaper *shaper_for_now(void) {
	enum { TEXTS = 1000 };
	static struct arena arena;
	static struct diag diag;
	static struct shaper *shaper;
	static unsigned ntexts;
	if (ntexts++ % TEXTS == 0) {
		shaper_close(shaper);
		arena_release(&arena);
		diag_init(&diag, &arena);
		shaper = shaper_open(NULL, &diag);
	}
	if (!shaper)
		abort();
	return shaper;
}

static void draw_text(struct scene *scene, struct str text, double max_width) {
	struct shaper *shaper = shaper_for_now();
	struct scene_subject *subject = arena_new(scene->arena, struct scene_subject, 1);
	*subject = (struct scene_subject){ .id = text, .kind = text, .title = text, .link = text };
	scene->subject = subject;
	scene->layer = text;
	scene->about.title = scene->about.description = text;
	const struct glyph_run *run = shaper_shape(shaper, text,
		&(struct text_style){ .size = 5, .max_width = max_width, .justify = TEXT_CENTER });
	scene_text(scene, run, (struct point){ 15, 10 }, (struct color){ 0, 0, 0, 1 },
		(struct color){ 1, 1, 1, 1 }, 0.7);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size == 0 || size > 4096)
		return 0;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct scene scene;
	struct str text = { (const char *)data + 1, size - 1 };
	diag_init(&diag, &arena);
	scene_init(&scene, window, &arena);
	if (data[0] % 4 == 0)
		draw_path(&scene, text);
	else
		draw_text(&scene, text, data[0] % 4 == 3 ? 20 : 0);
	scene_seal(&scene);
	paint_as(&scene, data[0] / 4 % 4, &diag);
	arena_release(&arena);
	return 0;
}
