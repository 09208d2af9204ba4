/* Path data and texts from outside, through to SVG, PNG and the trace; the first
 * byte chooses.  Run from the top of the tree; seeds in scene/. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "paint/paint.h"
#include "paint/svg.h"
#include "text/shape.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What cannot be said in XML must not come out. */
static void check_xml(struct str text) {
	if (utf8_check(text) != SIZE_MAX)
		abort();
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] < 0x20 && text.at[i] != '\n' && text.at[i] != '\t')
			abort();
}

static void paint_all(const struct scene *scene, struct diag *diag) {
	struct rect window = { { 0, 0 }, { 60, 40 } };
	struct paint_options options = { .about = &scene->about, .pixel_ratio = 1 };
	struct painter *painter[] = { paint_png_open(window, &options, diag),
		paint_svg_open(window, &options, NULL, diag), paint_trace_open(window, diag) };
	for (size_t i = 0; i < sizeof(painter) / sizeof(painter[0]); i++) {
		struct arena arena = ARENA_INIT;
		struct out *out = out_memory(&arena);
		painter_replay(painter[i], scene, window);
		painter_finish(painter[i], out, diag);
		if (i == 1)
			check_xml(out_bytes(out));
		painter_close(painter[i]);
		arena_release(&arena);
	}
}

static void draw_path(struct scene *scene, struct str text) {
	struct path path;
	path_parse(text, &path, scene->arena);
	scene_fill(scene, path, (struct color){ 1, 0, 0, 0.5f });
	scene_stroke(scene, path, &(struct stroke){ .color = { 0, 0, 0, 1 }, .width = 2 });
}

static void draw_text(struct scene *scene, struct str text, double max_width, struct diag *diag) {
	struct shaper *shaper = shaper_open(NULL, diag);
	if (!shaper)
		abort();
	struct scene_subject *subject = arena_new(scene->arena, struct scene_subject, 1);
	*subject = (struct scene_subject){ .id = text, .kind = text, .title = text, .link = text };
	scene->subject = subject;
	scene->layer = text;
	scene->about.title = scene->about.description = text;
	const struct glyph_run *run = shaper_shape(shaper, text,
		&(struct text_style){ .size = 10, .max_width = max_width, .justify = TEXT_CENTER });
	scene_text(scene, run, (struct point){ 30, 20 }, (struct color){ 0, 0, 0, 1 },
		(struct color){ 1, 1, 1, 1 }, 1.5);
	scene_seal(scene);
	paint_all(scene, diag);
	shaper_close(shaper);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size == 0 || size > 4096)
		return 0;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct scene scene;
	struct str text = { (const char *)data + 1, size - 1 };
	diag_init(&diag, &arena);
	scene_init(&scene, (struct rect){ { 0, 0 }, { 60, 40 } }, &arena);
	if (data[0] == 'p') {
		draw_path(&scene, text);
		scene_seal(&scene);
		paint_all(&scene, &diag);
	} else {
		draw_text(&scene, text, data[0] == 'w' ? 40 : 0, &diag);
	}
	arena_release(&arena);
	return 0;
}
