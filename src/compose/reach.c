#include "compose/reach.h"

#include "compose/layers.h"

/* Wider than anyone draws; memory follows it. */
static const double FARTHEST = 2048;

static const struct layer *features_of(const struct compose *c, const struct style_layer *layer) {
	for (uint32_t i = 0; i < c->map->nsources; i++)
		if (str_equal(c->map->source[i].id, layer->source))
			return c->map->source[i].layer;
	return NULL;
}

/* The largest size that any feature gives the property. */
static double largest(struct compose *c, const struct style_layer *layer, enum style_prop prop) {
	double most = 0;
	if (!layer->prop[prop] || !expr_uses_feature(layer->prop[prop])) {
		compose_env(c, NULL);
		return fabs(style_number(layer, prop, &c->env));
	}
	const struct layer *from = features_of(c, layer);
	for (uint32_t i = 0; from && i < from->nfeatures; i++) {
		compose_env(c, &from->feature[i]);
		most = fmax(most, fabs(style_number(layer, prop, &c->env)));
	}
	return most;
}

static double moved_by(struct compose *c, const struct style_layer *layer,
	enum style_prop translate) {
	double by[2] = { 0, 0 };
	compose_env(c, NULL);
	if (!style_has(layer, translate) || style_numbers(layer, translate, &c->env, by, 2) != 2)
		return 0;
	return hypot(by[0], by[1]);
}

/* Corners of a line that is moved aside lie up to twice as far out. */
static double line_reach(struct compose *c, const struct style_layer *layer) {
	double width = largest(c, layer, STYLE_LINE_WIDTH);
	double aside = largest(c, layer, STYLE_LINE_OFFSET);
	double gap = largest(c, layer, STYLE_LINE_GAP_WIDTH);
	double sharp = fmax(2, largest(c, layer, STYLE_LINE_MITER_LIMIT));
	if (gap > 0)
		aside += (gap + width) / 2;
	return 2 * aside + sharp * width / 2 + largest(c, layer, STYLE_LINE_BLUR)
		+ moved_by(c, layer, STYLE_LINE_TRANSLATE);
}

static double layer_reach(struct compose *c, const struct style_layer *layer) {
	switch (layer->type) {
	case STYLE_LINE:
		return line_reach(c, layer);
	case STYLE_CIRCLE:
		return largest(c, layer, STYLE_CIRCLE_RADIUS)
			+ largest(c, layer, STYLE_CIRCLE_STROKE_WIDTH)
			+ moved_by(c, layer, STYLE_CIRCLE_TRANSLATE);
	case STYLE_FILL:
		return moved_by(c, layer, STYLE_FILL_TRANSLATE);
	case STYLE_BACKGROUND:
	case STYLE_SYMBOL:
	case STYLE_UNDRAWN:
		break;
	}
	return 0;
}

double compose_reach(struct compose *c) {
	/* A hair line's width, and what antialiasing adds. */
	const double little = 4;
	double most = COMPOSE_MARGIN;
	for (uint32_t i = 0; i < c->map->style->nlayers; i++) {
		const struct style_layer *layer = &c->map->style->layer[i];
		if (compose_layer_is_on(c, layer))
			most = fmax(most, layer_reach(c, layer) + little);
	}
	return fmin(most, FARTHEST);
}
