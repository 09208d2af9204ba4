#include <string.h>

#include "paint/draw.h"

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

/* Glyphs that were placed around `from`, moved by `t`. */
static void add_glyphs(cairo_t *cr, const struct glyph_font *font, const struct glyph *glyph,
	uint32_t nglyphs, struct point from, const struct transform *t) {
	for (uint32_t i = 0; i < nglyphs; i++) {
		const struct glyph_outline *o = glyph_outline_find(font, glyph[i].index);
		if (!o)
			continue;
		struct point at = { glyph[i].at.x - from.x, glyph[i].at.y - from.y };
		at = transform_point(t, at);
		double s = font->size;
		struct transform all = { t->a * s, t->b * s, t->c * s, t->d * s, at.x, at.y };
		add_outline(cr, &o->path, &all);
	}
}

static uint32_t nclusters_before(const struct glyph_run *run, const struct glyph_span *span) {
	uint32_t n = 0;
	for (const struct glyph_span *s = run->span; s < span; s++)
		n += s->nclusters;
	return n;
}

/* Calls add_glyphs() for each cluster at its spot. */
static void add_spots(cairo_t *cr, const struct glyph_span *span,
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
		add_glyphs(cr, span->font, span->glyph + glyph, c->nglyphs,
			(struct point){ x, span->at.y }, &t);
		if (!span->rtl) {
			x += c->advance;
			glyph += c->nglyphs;
		}
	}
}

void draw_run_path(cairo_t *cr, const struct scene_op *op, const struct glyph_span *only) {
	const struct glyph_run *run = op->glyphs.run;
	struct transform t = transform_of(op->glyphs.at, op->glyphs.angle, 1);
	struct point origin = { 0, 0 };
	for (uint32_t i = 0; i < run->nspans; i++) {
		const struct glyph_span *span = &run->span[i];
		if (only && span != only)
			continue;
		if (op->glyphs.spot)
			add_spots(cr, span, op->glyphs.spot + nclusters_before(run, span));
		else
			add_glyphs(cr, span->font, span->glyph, span->nglyphs, origin, &t);
	}
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
	draw_run_path(cr, op, NULL);
	cairo_stroke(cr);
}

static bool has_colors(const struct glyph_run *run) {
	for (uint32_t i = 0; i < run->nspans; i++)
		if (run->span[i].color.a >= 0)
			return true;
	return false;
}

static struct color span_color(const struct scene_op *op, const struct glyph_span *span) {
	return span->color.a >= 0 ? span->color : op->glyphs.color;
}

void draw_glyph_paths(struct painter *painter, const struct scene_op *op) {
	cairo_t *cr = ((struct draw *)painter)->cr;
	const struct glyph_run *run = op->glyphs.run;
	draw_halo(cr, op);
	cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
	if (!has_colors(run)) {
		draw_color(cr, op->glyphs.color);
		cairo_new_path(cr);
		draw_run_path(cr, op, NULL);
		cairo_fill(cr);
		return;
	}
	for (uint32_t i = 0; i < run->nspans; i++) {
		draw_color(cr, span_color(op, &run->span[i]));
		cairo_new_path(cr);
		draw_run_path(cr, op, &run->span[i]);
		cairo_fill(cr);
	}
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

static void show_span(cairo_t *cr, const struct glyph_run *run, const struct glyph_span *span,
	struct arena *arena) {
	struct point origin = { 0, 0 };
	cairo_text_cluster_t *cluster = arena_new(arena, cairo_text_cluster_t, span->nclusters);
	for (uint32_t i = 0; i < span->nclusters; i++)
		cluster[i] = (cairo_text_cluster_t){ (int)span->cluster[i].nbytes,
			(int)span->cluster[i].nglyphs };
	set_font(cr, span->font);
	cairo_show_text_glyphs(cr, run->text.at + span->text_start, (int)span->text_len,
		native_glyphs(span->glyph, span->nglyphs, origin, arena), (int)span->nglyphs,
		cluster, (int)span->nclusters, span->rtl ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0);
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
		cairo_show_text_glyphs(cr, run->text.at + place[i].text_start,
			(int)place[i].text_len,
			native_glyphs(place[i].glyph, place[i].nglyphs, place[i].at, arena),
			(int)place[i].nglyphs, &cluster, 1,
			place[i].span->rtl ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0);
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
