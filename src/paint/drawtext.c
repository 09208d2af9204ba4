#include <math.h>
#include <string.h>

#include "paint/coverage.h"
#include "paint/draw.h"
#include "paint/escape.h"
#include "paint/shades.h"

/* A glyph's outline through a transform that includes its size. */
static void add_outline(cairo_t *cr, const struct path *path, const struct transform *t) {
	const struct point *p = path->point;
	for (uint32_t i = 0; i < path->nverbs; i++) {
		struct point a, b, c;
		switch ((enum path_verb)path->verb[i]) {
		case PATH_MOVE:
			a = transform_point(t, *p++);
			cairo_move_to(cr, a.x, a.y);
			break;
		case PATH_LINE:
			a = transform_point(t, *p++);
			cairo_line_to(cr, a.x, a.y);
			break;
		case PATH_CURVE:
			a = transform_point(t, p[0]);
			b = transform_point(t, p[1]);
			c = transform_point(t, p[2]);
			p += 3;
			cairo_curve_to(cr, a.x, a.y, b.x, b.y, c.x, c.y);
			break;
		case PATH_CLOSE:
			cairo_close_path(cr);
			break;
		}
	}
}

/* Where outlines go: into Cairo's path, or, through one more transform, into a
 * coverage of pixels. */
struct outline_sink {
	cairo_t *cr;
	struct coverage *coverage;
	struct transform to_pixels;
};

static void sink_outline(const struct outline_sink *sink, const struct path *path,
	const struct transform *t) {
	if (sink->cr) {
		add_outline(sink->cr, path, t);
		return;
	}
	const struct transform *p = &sink->to_pixels;
	struct point at = transform_point(p, (struct point){ t->e, t->f });
	struct transform all = { p->a * t->a + p->c * t->b, p->b * t->a + p->d * t->b,
		p->a * t->c + p->c * t->d, p->b * t->c + p->d * t->d, at.x, at.y };
	coverage_add(sink->coverage, path, &all);
}

/* Glyphs that were placed around `from`, moved by `t`. */
static void add_glyphs(const struct outline_sink *sink, const struct glyph_font *font,
	const struct glyph *glyph, uint32_t nglyphs, struct point from, const struct transform *t) {
	for (uint32_t i = 0; i < nglyphs; i++) {
		const struct glyph_outline *o = glyph_outline_find(font, glyph[i].index);
		if (!o)
			continue;
		struct point at = { glyph[i].at.x - from.x, glyph[i].at.y - from.y };
		at = transform_point(t, at);
		double s = font->size;
		struct transform all = { t->a * s, t->b * s, t->c * s, t->d * s, at.x, at.y };
		sink_outline(sink, &o->path, &all);
	}
}

/* Calls add_glyphs() for each cluster at its spot. */
static void add_spots(const struct outline_sink *sink, const struct glyph_span *span,
	const struct glyph_spot *spot) {
	double x = span->rtl ? span->at.x + span->advance : span->at.x;
	uint32_t glyph = span->rtl ? span->nglyphs : 0;
	for (uint32_t i = 0; i < span->nclusters; i++) {
		const struct glyph_cluster *c = &span->cluster[i];
		if (span->rtl) {
			x -= c->advance;
			glyph -= c->nglyphs;
		}
		struct transform t = transform_of(spot[i].at, spot[i].angle, 1);
		add_glyphs(sink, span->font, span->glyph + glyph, c->nglyphs,
			(struct point){ x, span->at.y }, &t);
		if (!span->rtl) {
			x += c->advance;
			glyph += c->nglyphs;
		}
	}
}

/* All of a run, or only its spans of one colour. */
static void add_run(const struct outline_sink *sink, const struct scene_op *op,
	const struct color *only) {
	const struct glyph_run *run = op->glyphs.run;
	const struct glyph_spot *spot = op->glyphs.spot;
	struct transform t = transform_of(op->glyphs.at, op->glyphs.angle, 1);
	struct point origin = { 0, 0 };
	for (uint32_t i = 0; i < run->nspans; i++) {
		const struct glyph_span *span = &run->span[i];
		bool wanted = !only || color_equal(span->color, *only);
		if (wanted && spot)
			add_spots(sink, span, spot);
		else if (wanted)
			add_glyphs(sink, span->font, span->glyph, span->nglyphs, origin, &t);
		if (spot)
			spot += span->nclusters;
	}
}

/* The next span from `i` on whose colour no span before it has; nspans: none. */
static uint32_t next_color(const struct glyph_run *run, uint32_t i) {
	for (; i < run->nspans; i++) {
		uint32_t first = 0;
		while (!color_equal(run->span[first].color, run->span[i].color))
			first++;
		if (first == i)
			break;
	}
	return i;
}

static void draw_halo(cairo_t *cr, const struct scene_op *op) {
	if (!(op->glyphs.halo_width > 0) || !(op->glyphs.halo.a > 0))
		return;
	draw_color(cr, op->glyphs.halo);
	cairo_set_line_width(cr, 2 * op->glyphs.halo_width);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	cairo_set_dash(cr, NULL, 0, 0);
	cairo_new_path(cr);
	add_run(&(struct outline_sink){ .cr = cr }, op, NULL);
	cairo_stroke(cr);
}

static struct color span_color(const struct scene_op *op, const struct glyph_span *span) {
	return span->color.a >= 0 ? span->color : op->glyphs.color;
}

void draw_glyph_paths(struct painter *painter, const struct scene_op *op) {
	cairo_t *cr = ((struct draw *)painter)->cr;
	const struct glyph_run *run = op->glyphs.run;
	draw_halo(cr, op);
	cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
	for (uint32_t i = 0; (i = next_color(run, i)) < run->nspans; i++) {
		draw_color(cr, span_color(op, &run->span[i]));
		cairo_new_path(cr);
		add_run(&(struct outline_sink){ .cr = cr }, op, &run->span[i].color);
		cairo_fill(cr);
	}
}

/* Where text falls on the surface: `matrix` without its offset, and the offset. */
struct text_pixels {
	struct transform scale;
	double x, y;
};

static struct text_pixels text_pixels(cairo_t *cr) {
	cairo_matrix_t m;
	cairo_get_matrix(cr, &m);
	return (struct text_pixels){ { m.xx, m.yx, m.xy, m.yy, 0, 0 }, m.x0, m.y0 };
}

/* What lies on the surface, in a picture that has few shades. */
static void shade_coverage(cairo_surface_t *surface, const struct coverage *c, int left, int top,
	struct color color) {
	struct shades shades = shades_of(color);
	int width = cairo_image_surface_get_width(surface);
	int height = cairo_image_surface_get_height(surface);
	int x0 = left < 0 ? -left : 0, y0 = top < 0 ? -top : 0;
	int x1 = c->width < width - left ? c->width : width - left;
	int y1 = c->height < height - top ? c->height : height - top;
	cairo_surface_flush(surface);
	unsigned char *pixels = cairo_image_surface_get_data(surface);
	size_t stride = (size_t)cairo_image_surface_get_stride(surface);
	for (int y = y0; y < y1; y++) {
		const uint8_t *alpha = c->alpha + (size_t)y * (size_t)c->stride;
		uint32_t *row = (uint32_t *)(void *)(pixels + (size_t)(top + y) * stride) + left;
		for (int x = x0; x < x1; x++)
			if (alpha[x])
				shades_paint(&shades, (alpha[x] * SHADES + 127) / 255, row + x, 1);
	}
	cairo_surface_mark_dirty(surface);
}

/* Paints through a coverage, at the pixels it was made for. */
static void paint_coverage(const struct draw *draw, const struct coverage *c,
	const struct text_pixels *to, struct color color) {
	cairo_t *cr = draw->cr;
	if (draw->shaded && draw->ngroups == 0 && to->x == floor(to->x) && to->y == floor(to->y)) {
		shade_coverage(cairo_get_target(cr), c, c->x + (int)to->x, c->y + (int)to->y,
			color);
		return;
	}
	cairo_surface_t *mask = cairo_image_surface_create_for_data(c->alpha, CAIRO_FORMAT_A8,
		c->width, c->height, c->stride);
	draw_color(cr, color);
	cairo_save(cr);
	cairo_identity_matrix(cr);
	cairo_mask_surface(cr, mask, c->x + to->x, c->y + to->y);
	cairo_restore(cr);
	cairo_surface_finish(mask);
	cairo_surface_destroy(mask);
}

static struct coverage cover_run(const struct text_pixels *to, const struct coverage *empty,
	const struct scene_op *op, const struct color *only, struct arena *arena) {
	struct coverage c = *empty;
	size_t ncells = (size_t)(c.width + 2) * (size_t)c.height;
	struct outline_sink sink = { .coverage = &c, .to_pixels = to->scale };
	memset(c.cell, 0, ncells * sizeof(*c.cell));
	add_run(&sink, op, only);
	coverage_resolve(&c, arena);
	return c;
}

/* The box of all its ink, in pixels counted from the page's corner, not from the
 * window's: text that crosses the edge of a window is the same in both, to the last
 * bit.  Where the page's corner is not at a whole pixel it is counted from there. */
static struct rect ink_pixels(const struct scene_op *op, struct text_pixels *to) {
	struct rect box = op->bounds;
	if (op->clipped)
		box = rect_grow(glyph_run_bounds(op->glyphs.run, op->glyphs.at, op->glyphs.angle,
					op->glyphs.spot),
			op->glyphs.halo_width);
	if (to->x != floor(to->x) || to->y != floor(to->y)) {
		to->scale.e = to->x;
		to->scale.f = to->y;
		to->x = to->y = 0;
	}
	box.min = transform_point(&to->scale, box.min);
	box.max = transform_point(&to->scale, box.max);
	return rect_grow(box, 2);
}

/* Room for the op's ink on the surface. */
static bool begin_coverage(const struct draw *draw, const struct scene_op *op,
	struct text_pixels *to, struct coverage *c, struct arena *arena) {
	const double large = 2048;
	struct rect box = ink_pixels(op, to), clip;
	cairo_clip_extents(draw->cr, &clip.min.x, &clip.min.y, &clip.max.x, &clip.max.y);
	clip.min = transform_point(&to->scale, clip.min);
	clip.max = transform_point(&to->scale, clip.max);
	/* The halo at the edge grows from what lies beyond it. */
	clip = rect_grow(clip, op->glyphs.halo_width * draw->pixel_ratio + 2);
	if (!rect_overlaps(box, clip))
		return false;
	bool cut = rect_width(box) > large || rect_height(box) > large;
	return coverage_begin(c, box, cut ? clip : box, arena);
}

void draw_glyph_pixels(struct painter *painter, const struct scene_op *op) {
	struct draw *draw = (struct draw *)painter;
	cairo_t *cr = draw->cr;
	const struct glyph_run *run = op->glyphs.run;
	struct arena *arena = &draw->arena;
	struct arena_mark mark = arena_mark(arena);
	struct text_pixels to = text_pixels(cr);
	struct coverage empty;
	if (!begin_coverage(draw, op, &to, &empty, arena)) {
		arena_rewind(arena, mark);
		return;
	}
	struct coverage letters = cover_run(&to, &empty, op, NULL, arena);
	if (op->glyphs.halo_width > 0 && op->glyphs.halo.a > 0) {
		double radius = op->glyphs.halo_width * draw->pixel_ratio;
		struct coverage halo = coverage_grow(&letters, radius, arena);
		paint_coverage(draw, &halo, &to, op->glyphs.halo);
	}
	bool several = run->nspans && next_color(run, 1) < run->nspans;
	for (uint32_t i = 0; (i = next_color(run, i)) < run->nspans; i++) {
		struct color color = run->span[i].color;
		if (several)
			letters = cover_run(&to, &empty, op, &color, arena);
		paint_coverage(draw, &letters, &to, span_color(op, &run->span[i]));
	}
	arena_rewind(arena, mark);
}

/* Cairo's form of a stretch of glyphs, positions counted from `from`. */
static cairo_glyph_t *native_glyphs(const struct glyph *glyph, uint32_t n, struct point from,
	struct arena *arena) {
	cairo_glyph_t *native = arena_new(arena, cairo_glyph_t, n);
	for (uint32_t i = 0; i < n; i++)
		native[i] = (cairo_glyph_t){ glyph[i].index, glyph[i].at.x - from.x,
			glyph[i].at.y - from.y };
	return native;
}

static void set_font(cairo_t *cr, const struct glyph_font *font) {
	cairo_set_font_face(cr, font->face->native);
	cairo_set_font_size(cr, font->size);
}

/* What a stretch of text and its glyphs are to each other. */
struct shown {
	struct str text;
	const cairo_glyph_t *glyph;
	const cairo_text_cluster_t *cluster;
	uint32_t nglyphs, nclusters;
	bool rtl;
};

/* Text that Cairo does not take would end its file: then the glyphs alone. */
static void show(cairo_t *cr, const struct shown *s) {
	if (is_cairo_text(s->text))
		cairo_show_text_glyphs(cr, s->text.at, (int)s->text.len, s->glyph, (int)s->nglyphs,
			s->cluster, (int)s->nclusters,
			s->rtl ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0);
	else
		cairo_show_glyphs(cr, s->glyph, (int)s->nglyphs);
}

static void show_span(cairo_t *cr, const struct glyph_run *run, const struct glyph_span *span,
	struct arena *arena) {
	struct point origin = { 0, 0 };
	cairo_text_cluster_t *cluster = arena_new(arena, cairo_text_cluster_t, span->nclusters);
	for (uint32_t i = 0; i < span->nclusters; i++)
		cluster[i] = (cairo_text_cluster_t){ (int)span->cluster[i].nbytes,
			(int)span->cluster[i].nglyphs };
	set_font(cr, span->font);
	show(cr,
		&(struct shown){
			.text = str_slice(run->text, span->text_start,
				span->text_start + span->text_len),
			.glyph = native_glyphs(span->glyph, span->nglyphs, origin, arena),
			.cluster = cluster,
			.nglyphs = span->nglyphs,
			.nclusters = span->nclusters,
			.rtl = span->rtl,
		});
}

static void show_spots(cairo_t *cr, const struct scene_op *op, const struct glyph_place *place,
	uint32_t n, struct arena *arena) {
	const struct glyph_run *run = op->glyphs.run;
	for (uint32_t i = 0; i < n; i++) {
		const struct glyph_spot *spot = &op->glyphs.spot[i];
		cairo_text_cluster_t cluster = { (int)place[i].text_len, (int)place[i].nglyphs };
		draw_color(cr, span_color(op, place[i].span));
		cairo_save(cr);
		cairo_translate(cr, spot->at.x, spot->at.y);
		cairo_rotate(cr, spot->angle);
		set_font(cr, place[i].span->font);
		show(cr,
			&(struct shown){
				.text = str_slice(run->text, place[i].text_start,
					place[i].text_start + place[i].text_len),
				.glyph = native_glyphs(place[i].glyph, place[i].nglyphs,
					place[i].at, arena),
				.cluster = &cluster,
				.nglyphs = place[i].nglyphs,
				.nclusters = 1,
				.rtl = place[i].span->rtl,
			});
		cairo_restore(cr);
	}
}

void draw_glyph_text(struct painter *painter, const struct scene_op *op) {
	struct draw *draw = (struct draw *)painter;
	cairo_t *cr = draw->cr;
	const struct glyph_run *run = op->glyphs.run;
	struct arena_mark mark = arena_mark(&draw->arena);
	draw_halo(cr, op);
	cairo_save(cr);
	if (op->glyphs.spot) {
		uint32_t n = glyph_run_nclusters(run);
		struct glyph_place *place = arena_new(&draw->arena, struct glyph_place, n);
		glyph_run_places(run, place);
		show_spots(cr, op, place, n, &draw->arena);
	} else {
		cairo_translate(cr, op->glyphs.at.x, op->glyphs.at.y);
		if (op->glyphs.angle != 0)
			cairo_rotate(cr, op->glyphs.angle);
		for (uint32_t i = 0; i < run->nspans; i++) {
			draw_color(cr, span_color(op, &run->span[i]));
			show_span(cr, run, &run->span[i], &draw->arena);
		}
	}
	cairo_restore(cr);
	arena_rewind(&draw->arena, mark);
}
