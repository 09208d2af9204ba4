#include "compose/layers.h"

static struct path circle_path(struct compose *c, struct point at, double radius) {
	struct path_builder b = { .arena = c->scene->arena };
	path_circle(&b, at, radius);
	return path_builder_path(&b);
}

/* The stroke lies outside the radius, as the specification has it. */
static bool circle_one(struct compose *c, const struct style_layer *layer, const struct drawn *d) {
	const struct expr_env *env = compose_env(c, d->feature);
	double radius = style_number(layer, STYLE_CIRCLE_RADIUS, env);
	double width = style_number(layer, STYLE_CIRCLE_STROKE_WIDTH, env);
	struct color fill = compose_color(c, layer, STYLE_CIRCLE_COLOR, STYLE_CIRCLE_OPACITY);
	struct color rim = compose_color(c, layer, STYLE_CIRCLE_STROKE_COLOR,
		STYLE_CIRCLE_STROKE_OPACITY);
	struct point by = compose_translate(c, layer, STYLE_CIRCLE_TRANSLATE,
		STYLE_CIRCLE_TRANSLATE_ANCHOR);
	bool inside = radius > 0 && color_is_visible(fill);
	bool around = width > 0 && color_is_visible(rim);
	if (!inside && !around)
		return false;
	c->scene->subject = d->subject;
	for (uint32_t i = 0; i < d->geom.npoints; i++) {
		struct point at = { d->geom.point[i].x + by.x, d->geom.point[i].y + by.y };
		if (inside)
			scene_fill(c->scene, circle_path(c, at, radius), fill);
		struct stroke s = { .color = rim, .width = width, .miter_limit = 2 };
		if (around)
			scene_stroke(c->scene, circle_path(c, at, radius + width / 2), &s);
	}
	return true;
}

uint32_t compose_circle(struct compose *c, const struct style_layer *layer) {
	uint32_t n, count = 0;
	const struct drawn *drawn = compose_features(c, layer, GEOM_POINTS, &n);
	struct arena_mark mark = arena_mark(c->scratch);
	const uint32_t *order = compose_order(c, layer, STYLE_CIRCLE_SORT_KEY, drawn, n);
	for (uint32_t i = 0; i < n; i++)
		count += circle_one(c, layer, &drawn[order[i]]);
	arena_rewind(c->scratch, mark);
	c->scene->subject = NULL;
	return count;
}
