#include "compose/badge.h"
#include "compose/symbol_parts.h"

static const struct icon *find_icon(struct symbols *s, const struct style_layer *layer) {
	if (!s->c->map->icons || !style_has(layer, STYLE_ICON_IMAGE))
		return NULL;
	const struct map_mark *mark = map_source_mark(map_source_of(s->c->map, layer->source),
		s->c->env.feature);
	if (mark && layer == badge_layer(s->c->map, layer->source))
		return mark->icon;
	struct value v = style_value(layer, STYLE_ICON_IMAGE, &s->c->env);
	struct str name = v.type == VALUE_IMAGE ? v.image.name
		: v.type == VALUE_STRING        ? v.string
						: STR("");
	return name.len ? iconset_find(s->c->map->icons, name) : NULL;
}

/* How far the drawing's middle lies from the point that its anchor is put on. */
static struct point anchor_shift(struct symbols *s, const struct style_layer *layer,
	struct rect box) {
	enum label_anchor anchor = LABEL_CENTER;
	label_anchor_parse(style_text(layer, STYLE_ICON_ANCHOR, &s->c->env), &anchor);
	struct point side = label_side(anchor), middle = rect_center(box);
	return (struct point){ side.x * rect_width(box) / 2 - (side.x != 0 ? middle.x : 0),
		side.y * rect_height(box) / 2 - (side.y != 0 ? middle.y : 0) };
}

static void read_padding(struct symbols *s, const struct style_layer *layer, double padding[4]) {
	struct value v = style_value(layer, STYLE_ICON_PADDING, &s->c->env);
	for (int i = 0; i < 4; i++)
		padding[i] = v.type == VALUE_PADDING ? v.padding[i] : 2;
}

bool symbol_icon_read(struct symbols *s, const struct style_layer *layer, struct symbol_icon *out) {
	const struct expr_env *env = &s->c->env;
	double offset[2] = { 0, 0 };
	*out = (struct symbol_icon){ .icon = find_icon(s, layer) };
	if (!out->icon)
		return false;
	out->scale = style_number(layer, STYLE_ICON_SIZE, env);
	out->angle = style_number(layer, STYLE_ICON_ROTATE, env) * RADIANS;
	struct rect ink = icon_bounds(out->icon);
	if (!(out->scale > 0) || rect_is_empty(ink))
		return false;
	style_numbers(layer, STYLE_ICON_OFFSET, env, offset, 2);
	struct point shift = anchor_shift(s, layer, ink);
	out->offset = (struct point){ out->scale * (offset[0] + shift.x),
		out->scale * (offset[1] + shift.y) };
	struct transform t = transform_of(out->offset, 0, out->scale);
	out->box = (struct rect){ transform_point(&t, ink.min), transform_point(&t, ink.max) };
	out->radius = fmax(rect_width(out->box), rect_height(out->box)) / 2;
	read_padding(s, layer, out->padding);
	return true;
}
