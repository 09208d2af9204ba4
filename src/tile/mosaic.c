#include "tile/mosaic.h"

#include "tile/window.h"

bool mosaic_paint(struct painter *whole, const struct scene *scene,
	const struct paint_options *options, struct diag *diag) {
	struct rect page = scene->page, cell = { { 0, 0 }, { MOSAIC_CELL, MOSAIC_CELL } };
	double ratio = options->pixel_ratio > 0 ? options->pixel_ratio : 1;
	struct paint_options of_part = *options;
	of_part.window = true;
	struct painter *part = paint_png_open(cell, &of_part, diag);
	if (!part)
		return false;
	whole->ops->begin(whole, scene, page);
	struct arena scratch = ARENA_INIT;
	for (double y = page.min.y; y < page.max.y; y += MOSAIC_CELL) {
		for (double x = page.min.x; x < page.max.x; x += MOSAIC_CELL) {
			struct rect at = { { x, y }, { x + MOSAIC_CELL, y + MOSAIC_CELL } };
			struct arena_mark mark = arena_mark(&scratch);
			struct window window;
			window_find(scene, at, &window, &scratch);
			window_paint(&window, part, scene, at);
			paint_png_place(whole, part, (uint32_t)((x - page.min.x) * ratio),
				(uint32_t)((y - page.min.y) * ratio));
			arena_rewind(&scratch, mark);
		}
	}
	arena_release(&scratch);
	painter_close(part);
	return true;
}
