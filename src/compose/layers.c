#include "compose/layers.h"

#include <stdlib.h>

#include "geo/mercator.h"

bool color_is_visible(struct color color) {
	return color.a >= 1.0f / 512;
}

struct color compose_color(struct compose *c, const struct style_layer *layer,
	enum style_prop color, enum style_prop opacity) {
	struct color out = style_color(layer, color, &c->env);
	double share = style_number(layer, opacity, &c->env);
	out.a *= (float)fmax(0, fmin(1, share));
	return out;
}

struct point compose_translate(struct compose *c, const struct style_layer *layer,
	enum style_prop translate, enum style_prop anchor) {
	double by[2] = { 0, 0 };
	if (!style_has(layer, translate) || style_numbers(layer, translate, &c->env, by, 2) != 2)
		return (struct point){ 0, 0 };
	if (c->view->bearing == 0 || str_equal(style_text(layer, anchor, &c->env), STR("viewport")))
		return (struct point){ by[0], by[1] };
	double a = -c->view->bearing * RADIANS;
	return (struct point){ by[0] * cos(a) - by[1] * sin(a), by[0] * sin(a) + by[1] * cos(a) };
}

static bool is_web_map(const struct compose *c) {
	return c->map->bare && projector_is_mercator(c->map->projector);
}

double compose_zoom_growth(const struct compose *c) {
	double growth = exp2(c->env.zoom - floor(c->env.zoom + 1e-9));
	return is_web_map(c) && fabs(growth - 1) > 1e-6 ? growth : 1;
}

/* The corner of the grid's period that is nearest to the frame's; far away ones would
 * cost the painters their figures. */
static struct point nearest_corner(const struct compose *c, struct point projected,
	const struct scene_pattern *p) {
	struct point far = view_to_page(c->view, projected);
	double turn = p->angle, cx = cos(turn), sx = sin(turn);
	double width = p->icon->size.x * p->scale, height = p->icon->size.y * p->scale;
	/* Along the grid's own axes. */
	double u = -(far.x * cx + far.y * sx), v = far.x * sx - far.y * cx;
	u = round(u / width) * width;
	v = round(v / height) * height;
	return (struct point){ far.x + u * cx - v * sx, far.y + u * sx + v * cx };
}

const struct scene_pattern *compose_pattern(struct compose *c, const struct style_layer *layer,
	enum style_prop pattern, struct color tint, struct point moved) {
	if (!style_has(layer, pattern) || !c->map->icons)
		return NULL;
	const struct icon *icon = iconset_find(c->map->icons, style_text(layer, pattern, &c->env));
	if (!icon)
		return NULL;
	struct scene_pattern *p = arena_new(c->scene->arena, struct scene_pattern, 1);
	*p = (struct scene_pattern){ .icon = icon, .tint = tint, .rim = tint, .scale = 1 };
	if (is_web_map(c)) {
		struct point corner = { -MERCATOR_HALF, MERCATOR_HALF };
		p->scale = compose_zoom_growth(c);
		p->angle = -c->view->bearing * RADIANS;
		p->origin = nearest_corner(c, corner, p);
		p->origin.x += moved.x;
		p->origin.y += moved.y;
	}
	return p;
}

double compose_pixel(const struct compose *c) {
	return c->map->pixel_ratio > 0 ? 1 / c->map->pixel_ratio : 1;
}

bool compose_layer_begin(struct compose *c, const struct style_layer *layer,
	enum style_prop opacity) {
	compose_env(c, NULL);
	double share = style_has(layer, opacity) ? style_number(layer, opacity, &c->env) : 1;
	if (share >= 1)
		return false;
	scene_push(c->scene, NULL, fmax(0, share));
	return true;
}

void compose_layer_end(struct compose *c, bool begun) {
	if (begun)
		scene_pop(c->scene);
}

void geom_move(struct geom *g, struct point by) {
	if (by.x == 0 && by.y == 0)
		return;
	for (uint32_t i = 0; i < g->npoints; i++) {
		g->point[i].x += by.x;
		g->point[i].y += by.y;
	}
}

struct geom geom_copy(const struct geom *g, struct arena *a) {
	struct geom copy = *g;
	copy.point = arena_new(a, struct point, g->npoints);
	for (uint32_t i = 0; i < g->npoints; i++)
		copy.point[i] = g->point[i];
	if (g->end) {
		copy.end = arena_new(a, uint32_t, g->nparts);
		for (uint32_t i = 0; i < g->nparts; i++)
			copy.end[i] = g->end[i];
	}
	return copy;
}

/* Where the frame shows more than the world, the ground ends with it. */
static struct path ground_path(struct compose *c) {
	struct geom globe;
	if (view_globe(c->view, c->map->projector, &globe, c->scene->arena))
		return path_from_geom(&globe, c->scene->arena);
	struct path_builder b = { .arena = c->scene->arena };
	path_rect(&b, c->view->page, 0);
	return path_builder_path(&b);
}

uint32_t compose_background(struct compose *c, const struct style_layer *layer) {
	struct color color = compose_color(c, layer, STYLE_BACKGROUND_COLOR,
		STYLE_BACKGROUND_OPACITY);
	if (!color_is_visible(color))
		return 0;
	const struct scene_pattern *pattern = compose_pattern(c, layer, STYLE_BACKGROUND_PATTERN,
		color, (struct point){ 0, 0 });
	struct scene_op *op = scene_add(c->scene, SCENE_FILL, c->view->page);
	op->fill.path = ground_path(c);
	op->fill.color = color;
	op->fill.pattern = pattern;
	return 1;
}

struct ranked {
	double key;
	uint32_t index;
};

static int compare_ranked(const void *left, const void *right) {
	const struct ranked *a = left, *b = right;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

const uint32_t *compose_order(struct compose *c, const struct style_layer *layer,
	enum style_prop key, const struct drawn *drawn, uint32_t n) {
	struct ranked *rank = arena_new(c->scratch, struct ranked, n);
	uint32_t *order = arena_new(c->scratch, uint32_t, n);
	bool has_key = style_has(layer, key);
	for (uint32_t i = 0; i < n; i++) {
		compose_env(c, drawn[i].feature);
		rank[i] = (struct ranked){ has_key ? style_number(layer, key, &c->env) : 0, i };
	}
	if (has_key)
		qsort(rank, n, sizeof(*rank), compare_ranked);
	for (uint32_t i = 0; i < n; i++)
		order[i] = rank[i].index;
	return order;
}
