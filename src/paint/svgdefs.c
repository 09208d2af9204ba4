#include "paint/escape.h"
#include "paint/svgpath.h"
#include "paint/svgwrite.h"

static unsigned define(struct svg *s, const struct svg_icon *icon) {
	for (uint32_t i = 0; i < s->nicons; i++) {
		const struct svg_icon *known = &s->icon[i];
		if (known->icon == icon->icon && color_equal(known->tint, icon->tint)
			&& color_equal(known->rim, icon->rim) && known->scale == icon->scale
			&& known->angle == icon->angle && known->mirrored == icon->mirrored
			&& known->origin.x == icon->origin.x && known->origin.y == icon->origin.y)
			return i + 1;
	}
	*arena_push(&s->arena, s->icon, s->nicons, s->icons_capacity) = *icon;
	return s->nicons;
}

unsigned svg_define_icon(struct svg *s, const struct icon *icon, struct color tint,
	struct color rim) {
	return define(s, &(struct svg_icon){ .icon = icon, .tint = tint, .rim = rim });
}

unsigned svg_define_pattern(struct svg *s, const struct scene_pattern *p) {
	return define(s,
		&(struct svg_icon){ p->icon, p->tint, p->rim, p->scale, p->origin, p->angle,
			p->mirrored });
}

unsigned svg_define_ramp(struct svg *s, const struct scene_ramp *ramp) {
	*arena_push(&s->arena, s->ramp, s->nramps, s->ramps_capacity) = ramp;
	return s->nramps;
}

static void write_ramp(struct svg *s, unsigned id, const struct scene_ramp *r) {
	struct buffer *b = &s->defs;
	struct point from = { r->from.x - s->origin.x, r->from.y - s->origin.y };
	const char *tag = r->radius > 0 ? "radialGradient" : "linearGradient";
	buffer_printf(b, "<%s id=\"" SVG_PREFIX "r%u\" gradientUnits=\"userSpaceOnUse\"", tag, id);
	svg_attribute(b, r->radius > 0 ? "cx" : "x1", from.x, 2);
	svg_attribute(b, r->radius > 0 ? "cy" : "y1", from.y, 2);
	if (r->radius > 0) {
		svg_attribute(b, "r", r->radius, 2);
	} else {
		svg_attribute(b, "x2", r->to.x - s->origin.x, 2);
		svg_attribute(b, "y2", r->to.y - s->origin.y, 2);
	}
	buffer_put(b, ">");
	for (uint32_t i = 0; i < r->nstops; i++) {
		buffer_put(b, "<stop");
		svg_attribute(b, "offset", r->stop[i].at, 4);
		buffer_put(b, " stop-color=\"");
		buffer_color(b, r->stop[i].color);
		buffer_put(b, "\"");
		if (r->stop[i].color.a < 1)
			svg_attribute(b, "stop-opacity", (double)r->stop[i].color.a, 3);
		buffer_put(b, "/>");
	}
	buffer_printf(b, "</%s>\n", tag);
}

static struct color paint_color(enum icon_paint paint, struct color fixed,
	const struct svg_icon *icon) {
	return paint == ICON_TINT ? icon->tint : paint == ICON_RIM ? icon->rim : fixed;
}

static void put_part(struct svg *s, const struct icon_part *part, const struct svg_icon *icon) {
	struct buffer *b = &s->defs;
	struct color fill = paint_color(part->fill_paint, part->fill, icon);
	struct color stroke = paint_color(part->stroke_paint, part->stroke, icon);
	bool filled = part->has_fill && fill.a > 0, stroked = part->has_stroke && stroke.a > 0;
	if (!filled && !stroked)
		return;
	buffer_put(b, "<path");
	if (filled)
		svg_paint(b, "fill", fill);
	else
		buffer_put(b, " fill=\"none\"");
	if (stroked) {
		svg_paint(b, "stroke", stroke);
		svg_attribute(b, "stroke-width", part->stroke_width, 3);
		buffer_put(b, " stroke-linecap=\"round\" stroke-linejoin=\"round\"");
	}
	struct svgpath data;
	struct transform t = { 1, 0, 0, 1, 0, 0 };
	buffer_put(b, " d=\"");
	svgpath_begin(&data, b, s->options.precision > 3 ? s->options.precision : 3);
	svgpath_add(&data, &part->path, &t);
	buffer_put(b, "\"/>");
}

/* A pattern's grid begins at the corner of the scene's page, or where it says. */
static void begin_pattern(struct svg *s, unsigned id, const struct svg_icon *icon) {
	struct buffer *b = &s->defs;
	buffer_printf(b, "<pattern id=\"" SVG_PREFIX "i%u\" patternUnits=\"userSpaceOnUse\"", id);
	struct point at = { icon->origin.x - s->origin.x, icon->origin.y - s->origin.y };
	if (icon->angle != 0 || icon->mirrored) {
		buffer_put(b, " patternTransform=\"translate(");
		svg_number(b, at.x, 3);
		buffer_put(b, " ");
		svg_number(b, at.y, 3);
		buffer_put(b, ")rotate(");
		svg_number(b, icon->angle / RADIANS, 3);
		buffer_put(b, icon->mirrored ? ")scale(1 -1)\"" : ")\"");
		at = (struct point){ 0, 0 };
	}
	svg_attribute(b, "x", at.x, 3);
	svg_attribute(b, "y", at.y, 3);
	svg_attribute(b, "width", icon->icon->size.x * icon->scale, 4);
	svg_attribute(b, "height", icon->icon->size.y * icon->scale, 4);
	buffer_put(b, "><g transform=\"");
	if (icon->scale != 1) {
		buffer_put(b, "scale(");
		svg_number(b, icon->scale, 4);
		buffer_put(b, ")");
	}
	buffer_put(b, "translate(");
	svg_number(b, icon->icon->size.x / 2, 4);
	buffer_put(b, " ");
	svg_number(b, icon->icon->size.y / 2, 4);
	buffer_put(b, ")\">");
}

void svg_write_icons(struct svg *s) {
	struct buffer *b = &s->defs;
	for (uint32_t i = 0; i < s->nramps; i++)
		write_ramp(s, i + 1, s->ramp[i]);
	for (uint32_t i = 0; i < s->nicons; i++) {
		const struct svg_icon *icon = &s->icon[i];
		if (icon->scale > 0)
			begin_pattern(s, i + 1, icon);
		else
			buffer_printf(b, "<g id=\"" SVG_PREFIX "i%u\">", i + 1);
		for (uint32_t k = 0; k < icon->icon->nparts; k++)
			put_part(s, &icon->icon->part[k], icon);
		buffer_put(b, icon->scale > 0 ? "</g></pattern>\n" : "</g>\n");
	}
}
