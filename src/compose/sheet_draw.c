#include "compose/sheet_plan.h"

static struct path box_path(struct scene *scene, struct rect box, double radius) {
	struct path_builder b = { .arena = scene->arena };
	path_rect(&b, box, radius);
	return path_builder_path(&b);
}

void sheet_draw_below(const struct sheet_plan *p, struct scene *scene) {
	const struct sheet_context *c = &p->context;
	bool rtl = c->sheet->rtl;
	struct rect inner = rect_grow(p->page, -sheet_margin(p->page));
	double x = rtl ? inner.max.x : inner.min.x;
	scene->layer = STR("paper");
	scene_fill(scene, box_path(scene, p->page, 0), c->color.paper);
	scene->layer = STR("title");
	sheet_put(c, scene, p->title, (struct point){ x, inner.min.y - 4 }, rtl, c->color.ink);
	sheet_put(c, scene, p->subtitle,
		(struct point){ x, inner.min.y - 3 + run_height(p->title) }, rtl, c->color.muted);
	scene->layer = STR("sources");
	double y = inner.max.y + 4;
	for (int i = 1; i >= 0; i--) {
		y -= sheet_foot_height(p->foot[i]);
		sheet_put(c, scene, p->foot[i], (struct point){ x, y }, rtl, c->color.muted);
	}
}

/* Beside the scale bar, towards the middle of the map. */
static struct point north_place(const struct sheet_plan *p) {
	enum { AWAY = 26 };
	struct point middle = rect_center(p->scale_box);
	bool left = middle.x < rect_center(p->frame).x;
	return (struct point){ left ? p->scale_box.max.x + AWAY : p->scale_box.min.x - AWAY,
		middle.y };
}

static void draw_panel(const struct sheet_context *c, struct scene *scene, struct rect box) {
	struct color panel = c->color.panel;
	panel.a = 0.97f;
	struct stroke edge = { .color = c->color.frame, .width = 0.6, .miter_limit = 4 };
	edge.color.a = 0.7f;
	struct path path = box_path(scene, box, 3);
	scene_fill(scene, path, panel);
	scene_stroke(scene, path, &edge);
}

/* Whether there is world on one side of the line only: where a pole lies within the map
 * its outline has a seam. */
static bool is_edge(const struct geom *globe, struct point a, struct point b) {
	double length = point_distance(a, b);
	if (length < 1e-6)
		return true;
	struct point middle = point_between(a, b, 0.5);
	struct point across = { (b.y - a.y) / length, (a.x - b.x) / length };
	struct point left = { middle.x - across.x, middle.y - across.y };
	struct point right = { middle.x + across.x, middle.y + across.y };
	return geom_contains(globe, left) != geom_contains(globe, right);
}

/* Around what is seen of the world, where the frame shows more. */
static struct path neat_line(const struct sheet_plan *p, struct scene *scene) {
	struct geom globe;
	struct path_builder b = { .arena = scene->arena };
	if (!view_globe(&p->view, p->context.map->projector, &globe, scene->arena))
		return box_path(scene, p->frame, 0);
	globe = geom_clip(&globe, p->frame, scene->arena);
	for (uint32_t part = 0; part < globe.nparts; part++) {
		bool drawing = false;
		for (uint32_t i = geom_start(&globe, part) + 1; i < globe.end[part]; i++) {
			struct point from = globe.point[i - 1], to = globe.point[i];
			bool edge = is_edge(&globe, from, to);
			if (edge && !drawing)
				path_move(&b, from.x, from.y);
			if (edge)
				path_line(&b, to.x, to.y);
			drawing = edge;
		}
	}
	return path_builder_path(&b);
}

void sheet_draw_above(const struct sheet_plan *p, struct scene *scene) {
	const struct sheet_context *c = &p->context;
	scene->subject = NULL;
	if (c->sheet->furniture != FURNITURE_NONE) {
		struct stroke line = { .color = c->color.frame, .width = 0.9, .miter_limit = 4 };
		scene->layer = STR("frame");
		scene_stroke(scene, neat_line(p, scene), &line);
	}
	scene->layer = STR("graticule");
	if (c->sheet->furniture & FURNITURE_GRATICULE)
		graticule_draw(c, &p->view, scene);
	scene->layer = STR("inset");
	if (p->locator)
		locator_draw(p->locator, c, &p->view, scene, p->locator_box);
	scene->layer = STR("scale");
	if (p->has_scale)
		scale_bar_draw(&p->scale, c, scene, p->scale_box);
	if (p->view.bearing != 0 && c->sheet->furniture & FURNITURE_SCALE)
		north_arrow_draw(c, &p->view, scene, north_place(p));
	scene->layer = STR("key");
	if (p->key && key_size(p->key).y > 0) {
		if (!p->key_outside)
			draw_panel(c, scene, p->key_box);
		key_draw(p->key, c, scene, p->key_box);
	}
}
