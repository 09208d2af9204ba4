#include "compose/sheet_parts.h"

enum { TICK = 5, SAMPLES = 256 };

/* Steps of degrees that read well, from the coarsest. */
static const double step_degrees[] = { 60, 30, 20, 10, 5, 2, 1, 0.5, 0.25, 0.1, 0.05, 0.02, 0.01 };

/* One side of the frame, from one corner to the next. */
struct side {
	struct point from, to, outward;
	bool meridians, figures;
};

static double step_for(double span) {
	size_t i = 0, last = sizeof(step_degrees) / sizeof(*step_degrees) - 1;
	while (i < last && span / step_degrees[i] < 3.2)
		i++;
	return step_degrees[i];
}

static struct point at_share(const struct side *s, double t) {
	return (struct point){ s->from.x + (s->to.x - s->from.x) * t,
		s->from.y + (s->to.y - s->from.y) * t };
}

static const char *degree_text(const struct sheet_context *c, double value, bool meridian) {
	char number[40];
	value = meridian ? value - 360 * floor((value + 180) / 360) : value;
	if (value == -180)
		value = 180;
	str_from_double(fabs(value), 2, number, sizeof(number));
	const char *side = fabs(value) < 1e-9 || fabs(value) > 179.999 ? ""
		: meridian                                             ? value > 0 ? "E" : "W"
		: value > 0                                            ? "N"
								       : "S";
	return arena_printf(c->arena, "%s°%s", number, side);
}

static void draw_tick(const struct sheet_context *c, struct scene *scene, const struct side *s,
	struct point at, double value) {
	struct stroke line = { .color = c->color.frame, .width = 0.8, .miter_limit = 4 };
	struct path_builder b = { .arena = scene->arena };
	struct color none = { 0, 0, 0, 0 };
	path_move(&b, at.x, at.y);
	path_line(&b, at.x + s->outward.x * TICK, at.y + s->outward.y * TICK);
	scene_stroke(scene, path_builder_path(&b), &line);
	if (!s->figures)
		return;
	const struct glyph_run *run = sheet_text(c, str_of(degree_text(c, value, s->meridians)),
		TYPE_TICK, 400, 0);
	double away = s->meridians ? TICK + run_height(run) / 2 - 1 : run_height(run) / 2 + 1;
	struct point middle = { at.x + s->outward.x * away, at.y + s->outward.y * away };
	scene_text(scene, run, middle, c->color.muted, none, 0);
	/* Beside the frame figures are written upwards, between the ticks' outer ends. */
	if (!s->meridians) {
		struct scene_op *op = &scene->op[scene->nops - 1];
		op->glyphs.angle = -1.5707963267948966;
		op->glyphs.at.x = at.x - TICK - run_height(run) / 2 + 2;
		double half_width = run_height(run) / 2, half_height = run_width(run) / 2;
		op->bounds = (struct rect){ { op->glyphs.at.x - half_width, at.y - half_height },
			{ op->glyphs.at.x + half_width, at.y + half_height } };
	}
}

/* Ticks where the coordinate along a side passes a multiple of the step. */
static void draw_side(const struct sheet_context *c, const struct view *view, struct scene *scene,
	const struct side *s, double step) {
	struct point at[SAMPLES + 1];
	for (int i = 0; i <= SAMPLES; i++)
		at[i] = view_from_page(view, at_share(s, (double)i / SAMPLES));
	projector_inverse(c->map->projector, at, SAMPLES + 1);
	for (int i = 0; i < SAMPLES; i++) {
		double a = s->meridians ? at[i].x : at[i].y,
		       b = s->meridians ? at[i + 1].x : at[i + 1].y;
		if (!isfinite(a) || !isfinite(b))
			continue;
		if (s->meridians && fabs(b - a) > 180)
			b += b < a ? 360 : -360;
		double lower = fmin(a, b), value = ceil(lower / step) * step;
		if (value > fmax(a, b) || a == b || fabs(b - a) > step)
			continue;
		double share = (i + (value - a) / (b - a)) / SAMPLES;
		if (share > 0.02 && share < 0.98)
			draw_tick(c, scene, s, at_share(s, share), value);
	}
}

void graticule_draw(const struct sheet_context *c, const struct view *view, struct scene *scene) {
	struct rect f = view->page, d = view->degrees;
	const struct side side[4] = {
		{ { f.min.x, f.max.y }, f.max, { 0, 1 }, true, true },
		{ f.min, { f.max.x, f.min.y }, { 0, -1 }, true, false },
		{ { f.min.x, f.max.y }, f.min, { -1, 0 }, false, true },
		{ f.max, { f.max.x, f.min.y }, { 1, 0 }, false, false },
	};
	double span = fmax(rect_width(d), rect_height(d));
	/* A whole world or a pole in the frame has edges beyond the map. */
	if (rect_is_empty(d) || span > 300 || d.max.y > 89.9 || d.min.y < -89.9)
		return;
	double step = step_for(fmin(rect_width(d), rect_height(d) * 1.5));
	for (int i = 0; i < 4; i++)
		draw_side(c, view, scene, &side[i], step);
}

void north_arrow_draw(const struct sheet_context *c, const struct view *view, struct scene *scene,
	struct point at) {
	enum { LENGTH = 22 };
	struct point here = view_from_page(view, at), there;
	if (projector_inverse(c->map->projector, &here, 1) != 1)
		return;
	there = (struct point){ here.x, fmin(here.y + 0.05, 89.99) };
	if (projector_forward(c->map->projector, &there, 1) != 1)
		return;
	there = view_to_page(view, there);
	double len = point_distance(at, there);
	if (len == 0)
		return;
	double dx = (there.x - at.x) / len, dy = (there.y - at.y) / len;
	struct path_builder b = { .arena = scene->arena };
	path_move(&b, at.x + dx * LENGTH / 2, at.y + dy * LENGTH / 2);
	path_line(&b, at.x - dx * LENGTH / 2 - dy * 6, at.y - dy * LENGTH / 2 + dx * 6);
	path_line(&b, at.x - dx * LENGTH * 0.28, at.y - dy * LENGTH * 0.28);
	path_line(&b, at.x - dx * LENGTH / 2 + dy * 6, at.y - dy * LENGTH / 2 - dx * 6);
	path_close(&b);
	scene_fill(scene, path_builder_path(&b), c->color.ink);
	const struct glyph_run *n = sheet_text(c, STR("N"), TYPE_FOOT, 700, 0);
	struct point top = { at.x + dx * (LENGTH / 2 + 6), at.y + dy * (LENGTH / 2 + 6) };
	scene_text(scene, n, top, c->color.ink, c->color.panel, 1.4);
}
