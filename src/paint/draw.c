#include "paint/draw.h"

#include <math.h>

#include "paint/hairline.h"
#include "scene/image.h"

void draw_init(struct draw *draw, const struct painter_ops *ops, double pixel_ratio) {
	draw->painter.ops = ops;
	draw->pixel_ratio = pixel_ratio;
	draw->font_options = cairo_font_options_create();
	cairo_font_options_set_hint_style(draw->font_options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(draw->font_options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(draw->font_options, CAIRO_ANTIALIAS_GRAY);
}

void draw_release(struct draw *draw) {
	if (draw->cr)
		cairo_destroy(draw->cr);
	cairo_font_options_destroy(draw->font_options);
	/* The painter itself is in its arena. */
	struct arena arena = draw->arena;
	arena_release(&arena);
}

void draw_begin(struct draw *draw, cairo_t *cr, struct rect window) {
	draw->cr = cr;
	draw->ngroups = 0;
	cairo_set_font_options(cr, draw->font_options);
	cairo_translate(cr, -window.min.x, -window.min.y);
}

void draw_color(cairo_t *cr, struct color c) {
	cairo_set_source_rgba(cr, (double)c.r, (double)c.g, (double)c.b, (double)c.a);
}

void draw_path(cairo_t *cr, const struct path *path) {
	const struct point *p = path->point;
	for (uint32_t i = 0; i < path->nverbs; i++) {
		switch ((enum path_verb)path->verb[i]) {
		case PATH_MOVE:
			cairo_move_to(cr, p[0].x, p[0].y);
			p += 1;
			break;
		case PATH_LINE:
			cairo_line_to(cr, p[0].x, p[0].y);
			p += 1;
			break;
		case PATH_CURVE:
			cairo_curve_to(cr, p[0].x, p[0].y, p[1].x, p[1].y, p[2].x, p[2].y);
			p += 3;
			break;
		case PATH_CLOSE:
			cairo_close_path(cr);
			break;
		}
	}
}

static void paint_path(cairo_t *cr, const struct path *path, bool evenodd) {
	cairo_set_fill_rule(cr, evenodd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
	cairo_new_path(cr);
	draw_path(cr, path);
	cairo_fill(cr);
}

static struct color part_color(enum icon_paint paint, struct color fixed, struct color tint,
	struct color rim) {
	return paint == ICON_TINT ? tint : paint == ICON_RIM ? rim : fixed;
}

/* At the origin, at scale 1. */
static void draw_parts(cairo_t *cr, const struct icon *icon, struct color tint, struct color rim,
	double alpha) {
	for (uint32_t i = 0; i < icon->nparts; i++) {
		const struct icon_part *part = &icon->part[i];
		if (part->has_fill) {
			struct color c = part_color(part->fill_paint, part->fill, tint, rim);
			c.a *= (float)alpha;
			draw_color(cr, c);
			paint_path(cr, &part->path, false);
		}
		if (part->has_stroke) {
			struct color c = part_color(part->stroke_paint, part->stroke, tint, rim);
			c.a *= (float)alpha;
			draw_color(cr, c);
			cairo_set_line_width(cr, part->stroke_width);
			cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
			cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
			cairo_set_dash(cr, NULL, 0, 0);
			cairo_new_path(cr);
			draw_path(cr, &part->path);
			cairo_stroke(cr);
		}
	}
}

/* One period of a pattern, drawn around its middle. */
static void draw_period(cairo_surface_t *to, const struct scene_pattern *pattern, double width,
	double height) {
	const struct icon *icon = pattern->icon;
	cairo_t *cr = cairo_create(to);
	cairo_scale(cr, width / icon->size.x, height / icon->size.y);
	cairo_translate(cr, icon->size.x / 2, icon->size.y / 2);
	draw_parts(cr, icon, pattern->tint, pattern->rim, 1);
	cairo_destroy(cr);
}

/* Vectors stay vectors; pixels get a period of whole pixels, which is exact when
 * the period is.  Cairo rounds the extents of what it records, so that they are
 * made large. */
static void set_pattern(struct draw *draw, const struct scene_pattern *pattern) {
	double width = pattern->icon->size.x * pattern->scale;
	double height = pattern->icon->size.y * pattern->scale;
	double across = width, down = height;
	cairo_surface_t *surface;
	if (draw->pixel_ratio > 0) {
		across = fmax(1, ceil(width * draw->pixel_ratio - 1e-6));
		down = fmax(1, ceil(height * draw->pixel_ratio - 1e-6));
		surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)across, (int)down);
	} else {
		across = ceil(width * 64);
		down = ceil(height * 64);
		cairo_rectangle_t extents = { 0, 0, across, down };
		surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
	}
	draw_period(surface, pattern, across, down);
	cairo_pattern_t *source = cairo_pattern_create_for_surface(surface);
	cairo_matrix_t matrix;
	cairo_matrix_init_scale(&matrix, across / width, down / height);
	if (pattern->mirrored)
		cairo_matrix_scale(&matrix, 1, -1);
	cairo_matrix_rotate(&matrix, -pattern->angle);
	cairo_matrix_translate(&matrix, -pattern->origin.x, -pattern->origin.y);
	cairo_pattern_set_matrix(source, &matrix);
	cairo_pattern_set_extend(source, CAIRO_EXTEND_REPEAT);
	cairo_set_source(draw->cr, source);
	cairo_pattern_destroy(source);
	cairo_surface_destroy(surface);
}

static void set_ramp(cairo_t *cr, const struct scene_ramp *ramp) {
	struct point from = ramp->from, to = ramp->to;
	cairo_pattern_t *source = ramp->radius > 0
		? cairo_pattern_create_radial(from.x, from.y, 0, from.x, from.y, ramp->radius)
		: cairo_pattern_create_linear(from.x, from.y, to.x, to.y);
	for (uint32_t i = 0; i < ramp->nstops; i++) {
		struct color c = ramp->stop[i].color;
		cairo_pattern_add_color_stop_rgba(source, ramp->stop[i].at, (double)c.r,
			(double)c.g, (double)c.b, (double)c.a);
	}
	cairo_set_source(cr, source);
	cairo_pattern_destroy(source);
}

void draw_fill(struct painter *painter, const struct scene_op *op) {
	struct draw *draw = (struct draw *)painter;
	if (op->fill.pattern)
		set_pattern(draw, op->fill.pattern);
	else if (op->fill.ramp)
		set_ramp(draw->cr, op->fill.ramp);
	else
		draw_color(draw->cr, op->fill.color);
	if (op->fill.aliased)
		cairo_set_antialias(draw->cr, CAIRO_ANTIALIAS_NONE);
	paint_path(draw->cr, &op->fill.path, op->fill.evenodd);
	if (op->fill.aliased)
		cairo_set_antialias(draw->cr, CAIRO_ANTIALIAS_DEFAULT);
}

/* `space`: where the op is, when Cairo's is another; NULL: Cairo's. */
static void set_stroke_source(struct draw *draw, const struct scene_op *op,
	const cairo_matrix_t *space) {
	if (op->stroke.pattern)
		set_pattern(draw, op->stroke.pattern);
	else if (op->stroke.ramp)
		set_ramp(draw->cr, op->stroke.ramp);
	else
		draw_color(draw->cr, op->stroke.stroke.color);
	cairo_pattern_t *source = cairo_get_source(draw->cr);
	if (!space || cairo_pattern_get_type(source) == CAIRO_PATTERN_TYPE_SOLID)
		return;
	cairo_matrix_t back = *space, matrix;
	cairo_matrix_invert(&back);
	cairo_pattern_get_matrix(source, &matrix);
	cairo_matrix_multiply(&matrix, &back, &matrix);
	cairo_pattern_set_matrix(source, &matrix);
}

/* False: not among pixels. */
static bool draw_hairline(struct draw *draw, const struct scene_op *op) {
	cairo_t *cr = draw->cr;
	double x0, y0, x1, y1;
	cairo_clip_extents(cr, &x0, &y0, &x1, &y1);
	struct rect seen = rect_intersection((struct rect){ { x0, y0 }, { x1, y1 } },
		rect_grow(op->bounds, 2));
	if (rect_is_empty(seen))
		return true;
	x0 = seen.min.x;
	y0 = seen.min.y;
	x1 = seen.max.x;
	y1 = seen.max.y;
	cairo_user_to_device(cr, &x0, &y0);
	cairo_user_to_device(cr, &x1, &y1);
	struct hairline h = { .x = (int)floor(x0), .y = (int)floor(y0) };
	h.width = (int)ceil(x1) - h.x;
	h.height = (int)ceil(y1) - h.y;
	if (!(draw->pixel_ratio > 0) || h.width <= 0 || h.height <= 0)
		return false;
	cairo_surface_t *mask = cairo_image_surface_create(CAIRO_FORMAT_A8, h.width, h.height);
	h.alpha = cairo_image_surface_get_data(mask);
	h.stride = cairo_image_surface_get_stride(mask);
	if (!h.alpha) {
		cairo_surface_destroy(mask);
		return false;
	}
	const struct path *path = &op->stroke.path;
	struct point at = { 0, 0 }, start = at;
	const struct point *p = path->point;
	for (uint32_t i = 0; i < path->nverbs; i++) {
		uint32_t n = path_verb_npoints(path->verb[i]);
		struct point to = start;
		if (n) {
			to = p[n - 1];
			cairo_user_to_device(cr, &to.x, &to.y);
		}
		p += n;
		if (path->verb[i] == PATH_MOVE)
			start = to;
		else
			hairline_add(&h, at, to);
		at = to;
	}
	cairo_surface_mark_dirty(mask);
	cairo_matrix_t space;
	cairo_get_matrix(cr, &space);
	cairo_save(cr);
	cairo_identity_matrix(cr);
	set_stroke_source(draw, op, &space);
	cairo_mask_surface(cr, mask, h.x, h.y);
	cairo_restore(cr);
	cairo_surface_destroy(mask);
	return true;
}

void draw_stroke(struct painter *painter, const struct scene_op *op) {
	static const cairo_line_cap_t caps[] = {
		[CAP_BUTT] = CAIRO_LINE_CAP_BUTT,
		[CAP_ROUND] = CAIRO_LINE_CAP_ROUND,
		[CAP_SQUARE] = CAIRO_LINE_CAP_SQUARE,
	};
	static const cairo_line_join_t joins[] = {
		[JOIN_MITER] = CAIRO_LINE_JOIN_MITER,
		[JOIN_ROUND] = CAIRO_LINE_JOIN_ROUND,
		[JOIN_BEVEL] = CAIRO_LINE_JOIN_BEVEL,
	};
	cairo_t *cr = ((struct draw *)painter)->cr;
	const struct stroke *s = &op->stroke.stroke;
	if (!(s->width > 0) || (s->hairline && draw_hairline((struct draw *)painter, op)))
		return;
	set_stroke_source((struct draw *)painter, op, NULL);
	cairo_set_line_width(cr, s->width);
	cairo_set_line_cap(cr, caps[s->cap]);
	cairo_set_line_join(cr, joins[s->join]);
	cairo_set_miter_limit(cr, s->miter_limit > 0 ? s->miter_limit : 10);
	cairo_set_dash(cr, s->dash, (int)s->ndashes, s->dash_offset);
	cairo_new_path(cr);
	draw_path(cr, &op->stroke.path);
	cairo_stroke(cr);
}

void draw_icon(struct painter *painter, const struct scene_op *op) {
	cairo_t *cr = ((struct draw *)painter)->cr;
	double opacity = op->icon.opacity;
	bool group = opacity < 1 && op->icon.icon->nparts > 1;
	cairo_save(cr);
	if (group)
		cairo_push_group(cr);
	cairo_translate(cr, op->icon.at.x, op->icon.at.y);
	if (op->icon.angle != 0)
		cairo_rotate(cr, op->icon.angle);
	cairo_scale(cr, op->icon.scale, op->icon.scale);
	draw_parts(cr, op->icon.icon, op->icon.tint, op->icon.rim, group ? 1 : opacity);
	if (group) {
		cairo_pop_group_to_source(cr);
		cairo_paint_with_alpha(cr, opacity);
	}
	cairo_restore(cr);
}

void draw_image(struct painter *painter, const struct scene_op *op) {
	cairo_t *cr = ((struct draw *)painter)->cr;
	const struct image *image = op->image.image;
	struct rect to = op->image.to;
	cairo_surface_t *surface = cairo_image_surface_create_for_data(
		(unsigned char *)(uintptr_t)image->pixel, CAIRO_FORMAT_ARGB32, (int)image->width,
		(int)image->height, (int)image->width * 4);
	cairo_save(cr);
	cairo_rectangle(cr, to.min.x, to.min.y, rect_width(to), rect_height(to));
	cairo_clip(cr);
	cairo_translate(cr, to.min.x, to.min.y);
	cairo_scale(cr, rect_width(to) / image->width, rect_height(to) / image->height);
	cairo_set_source_surface(cr, surface, 0, 0);
	/* The edge fades into itself, not into nothing. */
	cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
	cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
	cairo_paint_with_alpha(cr, op->image.opacity);
	cairo_restore(cr);
	cairo_surface_finish(surface);
	cairo_surface_destroy(surface);
}

void draw_push_group(struct painter *painter, const struct scene_op *op) {
	struct draw *draw = (struct draw *)painter;
	*arena_push(&draw->arena, draw->opacity, draw->ngroups,
		draw->groups_capacity) = op->group.opacity;
	cairo_save(draw->cr);
	if (op->group.clip) {
		cairo_set_fill_rule(draw->cr, CAIRO_FILL_RULE_WINDING);
		cairo_new_path(draw->cr);
		draw_path(draw->cr, op->group.clip);
		cairo_clip(draw->cr);
	}
	if (op->group.opacity < 1)
		cairo_push_group(draw->cr);
}

void draw_pop_group(struct painter *painter) {
	struct draw *draw = (struct draw *)painter;
	double opacity = draw->opacity[--draw->ngroups];
	if (opacity < 1) {
		cairo_pop_group_to_source(draw->cr);
		cairo_paint_with_alpha(draw->cr, opacity);
	}
	cairo_restore(draw->cr);
}
