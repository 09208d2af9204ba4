#include "compose/layers.h"

static bool fill_one(struct compose *c, const struct style_layer *layer, const struct drawn *d) {
	compose_env(c, d->feature);
	struct color color = compose_color(c, layer, STYLE_FILL_COLOR, STYLE_FILL_OPACITY);
	bool outlined = style_has(layer, STYLE_FILL_OUTLINE_COLOR);
	if (!color_is_visible(color) && !outlined)
		return false;
	struct point by = compose_translate(c, layer, STYLE_FILL_TRANSLATE,
		STYLE_FILL_TRANSLATE_ANCHOR);
	struct geom area = d->geom;
	if (by.x != 0 || by.y != 0) {
		area = geom_copy(&d->geom, c->scratch);
		geom_move(&area, by);
	}
	c->scene->subject = d->subject;
	const struct scene_pattern *pattern = compose_pattern(c, layer, STYLE_FILL_PATTERN, color,
		by);
	struct path path = path_from_geom(&area, c->scene->arena);
	struct scene_op *op = scene_add(c->scene, SCENE_FILL, path_bounds(&path));
	op->fill.path = path;
	op->fill.color = color;
	op->fill.pattern = pattern;
	op->fill.evenodd = true;
	op->fill.aliased = !style_bool(layer, STYLE_FILL_ANTIALIAS, &c->env);
	return true;
}

static bool varies(const struct style_layer *layer, enum style_prop prop) {
	return layer->prop[prop] && expr_uses_feature(layer->prop[prop]);
}

/*
 * Which colour outlines have; STYLE_NPROPS: there are none.  Where the colour depends on
 * the feature, a web map softens the edges of all areas after it has filled all of
 * them, so that the edges of what is covered shine through.
 */
static enum style_prop outline_color(const struct compose *c, const struct style_layer *layer) {
	if (style_has(layer, STYLE_FILL_OUTLINE_COLOR))
		return STYLE_FILL_OUTLINE_COLOR;
	bool by_feature = varies(layer, STYLE_FILL_COLOR) || varies(layer, STYLE_FILL_OPACITY)
		|| style_has(layer, STYLE_FILL_PATTERN);
	/* A pattern's as well. */
	bool shine = c->map->bare && c->map->pixel_ratio > 0 && by_feature;
	return shine ? STYLE_FILL_COLOR : STYLE_NPROPS;
}

bool compose_fill_is_outlined(const struct compose *c, const struct style_layer *layer) {
	return outline_color(c, layer) != STYLE_NPROPS;
}

/* The outline is drawn from the boundary, which the frame has not cut: one pixel. */
static void outline_layer(struct compose *c, const struct style_layer *layer,
	enum style_prop paint) {
	uint32_t n;
	const struct drawn *edge = compose_features(c, layer, GEOM_LINES, &n);
	const uint32_t *order = compose_order(c, layer, STYLE_FILL_SORT_KEY, edge, n);
	for (uint32_t i = 0; i < n; i++) {
		const struct drawn *d = &edge[order[i]];
		compose_env(c, d->feature);
		struct color color = compose_color(c, layer, paint, STYLE_FILL_OPACITY);
		if (!color_is_visible(color) || d->feature->geom.type != GEOM_POLYGONS
			|| !style_bool(layer, STYLE_FILL_ANTIALIAS, &c->env))
			continue;
		struct geom lines = geom_copy(&d->geom, c->scene->arena);
		struct point by = compose_translate(c, layer, STYLE_FILL_TRANSLATE,
			STYLE_FILL_TRANSLATE_ANCHOR);
		c->scene->subject = d->subject;
		geom_move(&lines, by);
		struct stroke stroke = { .color = color,
			.width = compose_pixel(c),
			.hairline = c->map->pixel_ratio > 0,
			.miter_limit = 2,
			.join = JOIN_ROUND };
		scene_stroke(c->scene, path_from_geom(&lines, c->scene->arena), &stroke);
		if (paint == STYLE_FILL_COLOR)
			c->scene->op[c->scene->nops - 1].stroke.pattern = compose_pattern(c, layer,
				STYLE_FILL_PATTERN, color, by);
	}
}

uint32_t compose_fill(struct compose *c, const struct style_layer *layer) {
	uint32_t n, count = 0;
	const struct drawn *drawn = compose_features(c, layer, GEOM_POLYGONS, &n);
	bool faded = compose_layer_begin(c, layer, STYLE_FILL_LAYER_OPACITY);
	struct arena_mark mark = arena_mark(c->scratch);
	const uint32_t *order = compose_order(c, layer, STYLE_FILL_SORT_KEY, drawn, n);
	for (uint32_t i = 0; i < n; i++)
		count += fill_one(c, layer, &drawn[order[i]]);
	enum style_prop outline = outline_color(c, layer);
	if (outline != STYLE_NPROPS)
		outline_layer(c, layer, outline);
	arena_rewind(c->scratch, mark);
	c->scene->subject = NULL;
	compose_layer_end(c, faded);
	return count;
}
