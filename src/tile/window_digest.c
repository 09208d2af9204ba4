#include "base/digest.h"
#include "scene/image.h"
#include "tile/window.h"

/* Numbers go in by their bits: what is nearly the same is painted again. */

static void add_number(struct digest_stream *s, double v) {
	digest_add(s, &v, sizeof(v));
}

static void add_count(struct digest_stream *s, uint32_t v) {
	digest_add(s, &v, sizeof(v));
}

static void add_color(struct digest_stream *s, struct color c) {
	const float channel[] = { c.r, c.g, c.b, c.a };
	digest_add(s, channel, sizeof(channel));
}

static void add_rect(struct digest_stream *s, struct rect r) {
	const double side[] = { r.min.x, r.min.y, r.max.x, r.max.y };
	digest_add(s, side, sizeof(side));
}

static void add_path(struct digest_stream *s, const struct path *p) {
	add_count(s, p->nverbs);
	digest_add(s, p->verb, p->nverbs);
	digest_add(s, p->point, p->npoints * sizeof(*p->point));
}

static void add_icon(struct digest_stream *s, const struct icon *icon) {
	digest_add(s, &icon->size, sizeof(icon->size));
	add_count(s, icon->nparts);
	for (uint32_t i = 0; i < icon->nparts; i++) {
		const struct icon_part *part = &icon->part[i];
		const uint32_t kind[] = { part->fill_paint, part->stroke_paint, part->has_fill,
			part->has_stroke };
		add_path(s, &part->path);
		digest_add(s, kind, sizeof(kind));
		add_color(s, part->fill);
		add_color(s, part->stroke);
		add_number(s, part->stroke_width);
	}
}

static void add_pattern(struct digest_stream *s, const struct scene_pattern *p) {
	const double where[] = { p->scale, p->origin.x, p->origin.y, p->angle, p->mirrored };
	add_icon(s, p->icon);
	add_color(s, p->tint);
	add_color(s, p->rim);
	digest_add(s, where, sizeof(where));
}

static void add_ramp(struct digest_stream *s, const struct scene_ramp *r) {
	const double where[] = { r->from.x, r->from.y, r->to.x, r->to.y, r->radius };
	digest_add(s, where, sizeof(where));
	add_count(s, r->nstops);
	for (uint32_t i = 0; i < r->nstops; i++) {
		add_number(s, r->stop[i].at);
		add_color(s, r->stop[i].color);
	}
}

static void add_source(struct digest_stream *s, const struct scene_pattern *pattern,
	const struct scene_ramp *ramp) {
	add_count(s, pattern ? 2 : ramp ? 1 : 0);
	if (pattern)
		add_pattern(s, pattern);
	else if (ramp)
		add_ramp(s, ramp);
}

static void add_fill(struct digest_stream *s, const struct scene_op *op) {
	add_path(s, &op->fill.path);
	add_color(s, op->fill.color);
	add_count(s, op->fill.evenodd + 2u * op->fill.aliased);
	add_source(s, op->fill.pattern, op->fill.ramp);
}

static void add_stroke(struct digest_stream *s, const struct scene_op *op) {
	const struct stroke *k = &op->stroke.stroke;
	const double measure[] = { k->width, k->miter_limit, k->dash_offset };
	const uint32_t kind[] = { k->cap, k->join, k->hairline, k->ndashes };
	add_path(s, &op->stroke.path);
	add_color(s, k->color);
	digest_add(s, measure, sizeof(measure));
	digest_add(s, kind, sizeof(kind));
	digest_add(s, k->dash, k->ndashes * sizeof(*k->dash));
	add_source(s, op->stroke.pattern, op->stroke.ramp);
}

/* Letters by their outlines: that is all that pixels are made of. */
static void add_span(struct digest_stream *s, const struct glyph_span *span) {
	const double measure[] = { span->font->size, span->at.x, span->at.y, span->advance };
	digest_add(s, measure, sizeof(measure));
	add_color(s, span->color);
	add_count(s, span->rtl);
	add_count(s, span->nglyphs);
	for (uint32_t i = 0; i < span->nglyphs; i++) {
		const struct glyph_outline *o = glyph_outline_find(span->font,
			span->glyph[i].index);
		digest_add(s, &span->glyph[i].at, sizeof(span->glyph[i].at));
		if (o)
			add_path(s, &o->path);
	}
	for (uint32_t i = 0; i < span->nclusters; i++) {
		add_count(s, span->cluster[i].nglyphs);
		add_number(s, span->cluster[i].advance);
	}
}

static void add_glyphs(struct digest_stream *s, const struct scene_op *op) {
	const struct glyph_run *run = op->glyphs.run;
	const double where[] = { op->glyphs.at.x, op->glyphs.at.y, op->glyphs.angle,
		op->glyphs.halo_width };
	uint32_t nspots = op->glyphs.spot ? glyph_run_nclusters(run) : 0;
	digest_add(s, where, sizeof(where));
	add_rect(s, op->bounds);
	add_color(s, op->glyphs.color);
	add_color(s, op->glyphs.halo);
	add_count(s, nspots);
	for (uint32_t i = 0; i < nspots; i++) {
		digest_add(s, &op->glyphs.spot[i].at, sizeof(struct point));
		add_number(s, op->glyphs.spot[i].angle);
	}
	add_count(s, run->nspans);
	for (uint32_t i = 0; i < run->nspans; i++)
		add_span(s, &run->span[i]);
}

static void add_symbol(struct digest_stream *s, const struct scene_op *op) {
	const double where[] = { op->icon.at.x, op->icon.at.y, op->icon.angle, op->icon.scale,
		op->icon.opacity };
	add_icon(s, op->icon.icon);
	digest_add(s, where, sizeof(where));
	add_color(s, op->icon.tint);
	add_color(s, op->icon.rim);
}

static void add_image(struct digest_stream *s, const struct scene_op *op) {
	const struct image *image = op->image.image;
	const uint32_t size[] = { image->width, image->height };
	digest_add(s, size, sizeof(size));
	digest_add(s, image->pixel, (size_t)image->width * image->height * sizeof(*image->pixel));
	add_rect(s, op->image.to);
	add_number(s, op->image.opacity);
}

static void add_op(struct digest_stream *s, const struct scene_op *op, struct rect near) {
	add_count(s, op->type + 16u * op->clipped);
	/* Painters look at the bounds, but not far beyond the window. */
	if (scene_draws(op))
		add_rect(s, rect_intersection(op->bounds, near));
	switch (op->type) {
	case SCENE_FILL:
		add_fill(s, op);
		break;
	case SCENE_STROKE:
		add_stroke(s, op);
		break;
	case SCENE_GLYPHS:
		add_glyphs(s, op);
		break;
	case SCENE_ICON:
		add_symbol(s, op);
		break;
	case SCENE_IMAGE:
		add_image(s, op);
		break;
	case SCENE_PUSH_GROUP:
		add_number(s, op->group.opacity);
		add_count(s, op->group.clip != NULL);
		if (op->group.clip)
			add_path(s, op->group.clip);
		break;
	case SCENE_POP_GROUP:
		break;
	}
}

void window_digest(const struct window *window, struct rect at, struct digest_stream *s) {
	struct rect near = rect_grow(at, 8);
	add_rect(s, at);
	add_count(s, window->nops);
	for (uint32_t i = 0; i < window->nops; i++)
		add_op(s, &window->op[i], near);
}
