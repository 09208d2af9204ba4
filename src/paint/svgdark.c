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

/* The icon's own colours, where the other style has the same drawing in others. */
static void swap_parts(struct svg *s, unsigned number, const struct icon *light,
	const struct icon *dark) {
	struct str scope = numbered(s, "i", number);
	if (light == dark || light->nparts != dark->nparts)
		return;
	for (uint32_t i = 0; i < light->nparts; i++) {
		const struct icon_part *a = &light->part[i], *b = &dark->part[i];
		if (a->fill_paint == ICON_FIXED && b->fill_paint == ICON_FIXED)
			swap(s, scope, fill, a->fill, b->fill);
		if (a->stroke_paint == ICON_FIXED && b->stroke_paint == ICON_FIXED)
			swap(s, scope, stroke, a->stroke, b->stroke);
	}
}

/* What an area or a line is painted with. */
struct paint {
	const struct scene_pattern *pattern;
	const struct scene_ramp *ramp;
	struct color color;
};

static struct paint paint_of(const struct scene_op *op) {
	return op->type == SCENE_FILL
		? (struct paint){ op->fill.pattern, op->fill.ramp, op->fill.color }
		: (struct paint){ op->stroke.pattern, op->stroke.ramp, op->stroke.stroke.color };
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

static void swap_paint(struct svg *s, struct str scope, const char *property, unsigned number,
	struct paint light, struct paint dark) {
	if (light.pattern)
		swap_pattern(s, number, light.pattern, dark.pattern);
	else if (light.ramp)
		swap_ramp(s, number, light.ramp, dark.ramp);
	else
		swap(s, scope, property, light.color, dark.color);
}

static void swap_symbol(struct svg *s, unsigned number, const struct scene_op *light,
	const struct scene_op *dark) {
	swap_icon(s, number, (struct color[]){ light->icon.tint, light->icon.rim },
		(struct color[]){ dark->icon.tint, dark->icon.rim });
	swap_parts(s, number, light->icon.icon, dark->icon.icon);
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
	if (op->type == SCENE_GLYPHS)
		swap_glyphs(s, scope, op, dark);
	else if (op->type == SCENE_ICON)
		swap_symbol(s, number, op, dark);
	else
		swap_paint(s, scope, op->type == SCENE_FILL ? fill : stroke, number, paint_of(op),
			paint_of(dark));
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
