#include "paint/svgpath.h"
#include "paint/svgwrite.h"

/*
 * Other colours for those who like their screen dark.  The scene drawn in a second style
 * has the same operations; where their colours differ, a CSS rule swaps them within one
 * layer or symbol.  Attributes stay as they are, so that a program without CSS draws the
 * first style.
 */

bool svg_dark_fits(const struct scene *light, const struct scene *dark) {
	if (light->nops != dark->nops)
		return false;
	for (uint32_t i = 0; i < light->nops; i++)
		if (light->op[i].type != dark->op[i].type
			|| !str_equal(light->op[i].layer, dark->op[i].layer))
			return false;
	return true;
}

/* The first one that a colour has within a scope stays. */
static void swap(struct svg *s, struct str scope, const char *property, struct color light,
	struct color dark) {
	for (uint32_t i = 0; i < s->nswaps; i++) {
		const struct svg_swap *known = &s->swap[i];
		if (known->property == property && color_equal(known->light, light)
			&& str_equal(known->scope, scope))
			return;
	}
	*arena_push(&s->arena, s->swap, s->nswaps, s->swaps_capacity) = (struct svg_swap){ scope,
		property, light, dark };
}

static const char fill[] = "fill", stroke[] = "stroke", stop[] = "stop-color";

static struct str numbered(struct svg *s, const char *kind, unsigned number) {
	return str_of(arena_printf(&s->arena, "%s%u", kind, number));
}

/* Symbols and patterns are shared by all layers: each is a scope of its own. */
static void swap_icon(struct svg *s, unsigned number, const struct color light[static 2],
	const struct color dark[static 2]) {
	struct str scope = numbered(s, "i", number);
	for (int i = 0; i < 2; i++) {
		swap(s, scope, fill, light[i], dark[i]);
		swap(s, scope, stroke, light[i], dark[i]);
	}
}

static void swap_pattern(struct svg *s, unsigned number, const struct scene_pattern *light,
	const struct scene_pattern *dark) {
	if (dark)
		swap_icon(s, number, (struct color[]){ light->tint, light->rim },
			(struct color[]){ dark->tint, dark->rim });
}

static void swap_ramp(struct svg *s, unsigned number, const struct scene_ramp *light,
	const struct scene_ramp *dark) {
	struct str scope = numbered(s, "r", number);
	for (uint32_t i = 0; dark && i < light->nstops && i < dark->nstops; i++)
		swap(s, scope, stop, light->stop[i].color, dark->stop[i].color);
}

static void swap_glyphs(struct svg *s, struct str scope, const struct scene_op *light,
	const struct scene_op *dark) {
	const struct glyph_run *run = light->glyphs.run, *other = dark->glyphs.run;
	struct color a = light->glyphs.halo, b = dark->glyphs.halo;
	swap(s, scope, fill, light->glyphs.color, dark->glyphs.color);
	/* The halo's own transparency is that of its group. */
	a.a = b.a = 1;
	if (light->glyphs.halo_width > 0 && light->glyphs.halo.a > 0) {
		swap(s, scope, fill, a, b);
		swap(s, scope, stroke, a, b);
	}
	for (uint32_t i = 0; i < run->nspans && i < other->nspans; i++)
		if (run->span[i].color.a >= 0 && other->span[i].color.a >= 0)
			swap(s, scope, fill, run->span[i].color, other->span[i].color);
}

void svg_swap_colors(struct svg *s, const struct scene_op *op, unsigned number) {
	if (!s->dark)
		return;
	const struct scene_op *dark = &s->dark->op[op - s->light->op];
	struct str scope = s->in_layer ? s->layer_id : STR("map");
	switch (op->type) {
	case SCENE_FILL:
		if (op->fill.pattern)
			swap_pattern(s, number, op->fill.pattern, dark->fill.pattern);
		else if (op->fill.ramp)
			swap_ramp(s, number, op->fill.ramp, dark->fill.ramp);
		else
			swap(s, scope, fill, op->fill.color, dark->fill.color);
		break;
	case SCENE_STROKE:
		if (op->stroke.pattern)
			swap_pattern(s, number, op->stroke.pattern, dark->stroke.pattern);
		else if (op->stroke.ramp)
			swap_ramp(s, number, op->stroke.ramp, dark->stroke.ramp);
		else
			swap(s, scope, stroke, op->stroke.stroke.color, dark->stroke.stroke.color);
		break;
	case SCENE_GLYPHS:
		swap_glyphs(s, scope, op, dark);
		break;
	case SCENE_ICON:
		swap_icon(s, number, (struct color[]){ op->icon.tint, op->icon.rim },
			(struct color[]){ dark->icon.tint, dark->icon.rim });
		break;
	case SCENE_IMAGE:
	case SCENE_PUSH_GROUP:
	case SCENE_POP_GROUP:
		break;
	}
}

static void put_opacity(struct buffer *b, struct color color) {
	svg_number(b, (double)color.a, 3);
}

static void put_swap(struct buffer *b, const struct svg_swap *w) {
	bool stops = w->property == stop;
	buffer_printf(b, "#" SVG_PREFIX "%.*s [%s=\"", STR_ARG(w->scope), w->property);
	svg_color(b, w->light, stops);
	buffer_put(b, "\"]");
	if (w->light.a < 1) {
		buffer_printf(b, "[%s-opacity=\"", stops ? "stop" : w->property);
		put_opacity(b, w->light);
		buffer_put(b, "\"]");
	}
	buffer_printf(b, "{%s:", w->property);
	svg_color(b, w->dark, stops);
	if (w->dark.a != w->light.a) {
		buffer_printf(b, ";%s-opacity:", stops ? "stop" : w->property);
		put_opacity(b, w->dark);
	}
	buffer_put(b, "}\n");
}

void svg_write_swaps(struct svg *s, struct buffer *to) {
	uint32_t written = 0;
	for (uint32_t i = 0; i < s->nswaps; i++) {
		if (color_equal(s->swap[i].light, s->swap[i].dark))
			continue;
		if (written++ == 0)
			buffer_put(to, "@media (prefers-color-scheme:dark){\n");
		put_swap(to, &s->swap[i]);
	}
	if (written)
		buffer_put(to, "}\n");
}
