#include "compose/sheet_parts.h"
#include "compose/words.h"

enum { BAR_HEIGHT = 5, TARGET = 130, PAD = 6 };

/* The largest of 1, 2, 5 times a power of ten that is not above `x`. */
static double round_below(double x) {
	double power = pow(10, floor(log10(x)));
	return x >= 5 * power ? 5 * power : x >= 2 * power ? 2 * power : power;
}

static const char *figure(const struct sheet_context *c, double metres, bool last) {
	bool km = metres >= 1000 || (metres == 0);
	char number[40];
	str_from_double(km ? metres / 1000 : metres, 3, number, sizeof(number));
	struct str unit = words_in(c->sheet->language, km ? STR("km") : STR("m"));
	return last ? arena_printf(c->arena, "%s %.*s", number, STR_ARG(unit))
		    : arena_printf(c->arena, "%s", number);
}

static const struct glyph_run *figure_run(const struct sheet_context *c,
	const struct scale_bar *bar, int part) {
	const char *text = figure(c, part * bar->unit_metres, part == bar->parts);
	return sheet_text(c, str_of(text), TYPE_FOOT, 400, 0);
}

bool scale_bar_make(struct scale_bar *bar, const struct sheet_context *c, const struct view *view) {
	double along_x, along_y;
	if (!view_metres(view, c->map->projector, rect_center(view->page), &along_x, &along_y))
		return false;
	/* A bar on a map of the whole world would be true at one latitude only. */
	if (view->denominator > 4e7)
		return false;
	double unit = round_below(TARGET * along_x / 2);
	*bar = (struct scale_bar){ .unit_metres = unit,
		.unit_width = unit / along_x,
		.parts = 2,
		.denominator = view->denominator };
	while (bar->parts < 4 && bar->unit_width * (bar->parts + 1) <= TARGET)
		bar->parts++;
	double height = run_height(figure_run(c, bar, bar->parts));
	bar->size = (struct point){ bar->unit_width * bar->parts + 2 * PAD
			+ run_width(figure_run(c, bar, bar->parts)) * 0.6,
		height + BAR_HEIGHT + 2 * PAD };
	return true;
}

static void part_box(struct scene *scene, struct rect box, struct color color) {
	struct path_builder b = { .arena = scene->arena };
	path_rect(&b, box, 0);
	scene_fill(scene, path_builder_path(&b), color);
}

/* From the reading side: in a sheet from the right to the left zero is at the right. */
void scale_bar_draw(const struct scale_bar *bar, const struct sheet_context *c, struct scene *scene,
	struct rect box) {
	double top = box.max.y - PAD - BAR_HEIGHT, way = c->sheet->rtl ? -1 : 1;
	double x = c->sheet->rtl ? box.max.x - PAD : box.min.x + PAD;
	struct color halo = c->color.panel;
	for (int i = 0; i < bar->parts; i++) {
		double from = x + way * i * bar->unit_width, to = from + way * bar->unit_width;
		struct rect part = { { fmin(from, to), top },
			{ fmax(from, to), top + BAR_HEIGHT } };
		part_box(scene, rect_grow(part, 0.6), c->color.ink);
		if (i % 2)
			part_box(scene, part, c->color.paper);
	}
	for (int i = 0; i <= bar->parts; i++) {
		const struct glyph_run *run = figure_run(c, bar, i);
		double middle = x + way * i * bar->unit_width;
		/* The unit hangs over at the end, the figure stands over its mark. */
		const char *alone = figure(c, i * bar->unit_metres, false);
		double bare = run_width(sheet_text(c, str_of(alone), TYPE_FOOT, 400, 0));
		double shift = i == bar->parts ? way * (run_width(run) - bare) / 2 : 0;
		scene_text(scene, run,
			(struct point){ middle + shift, top - 2 - run_height(run) / 2 },
			c->color.ink, halo, 1.4);
	}
}
