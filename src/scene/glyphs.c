#include "scene/glyphs.h"

#include <stddef.h>

uint32_t glyph_run_nclusters(const struct glyph_run *run) {
	uint32_t n = 0;
	for (uint32_t i = 0; i < run->nspans; i++)
		n += run->span[i].nclusters;
	return n;
}

/* Places of one span; returns the one behind the last. */
static struct glyph_place *span_places(const struct glyph_span *span, struct glyph_place *place) {
	double x = span->rtl ? span->at.x + span->advance : span->at.x;
	uint32_t text = span->text_start, glyph = span->rtl ? span->nglyphs : 0;
	for (uint32_t i = 0; i < span->nclusters; i++, place++) {
		const struct glyph_cluster *c = &span->cluster[i];
		if (span->rtl) {
			x -= c->advance;
			glyph -= c->nglyphs;
		}
		*place = (struct glyph_place){
			.span = span,
			.text_start = text,
			.text_len = c->nbytes,
			.glyph = span->glyph + glyph,
			.nglyphs = c->nglyphs,
			.at = { x, span->at.y },
			.advance = c->advance,
		};
		text += c->nbytes;
		if (!span->rtl) {
			x += c->advance;
			glyph += c->nglyphs;
		}
	}
	return place;
}

void glyph_run_places(const struct glyph_run *run, struct glyph_place *place) {
	for (uint32_t i = 0; i < run->nspans; i++)
		place = span_places(&run->span[i], place);
}

const struct glyph_outline *glyph_outline_find(const struct glyph_font *font, uint32_t index) {
	if (index >= font->face->nglyphs)
		return NULL;
	const struct glyph_outline *outline = font->face->outline[index];
	return outline && outline->path.nverbs ? outline : NULL;
}

/* Around the corners of `box` after the transform. */
static struct rect turned(struct rect box, const struct transform *t) {
	struct rect r = RECT_EMPTY;
	if (rect_is_empty(box))
		return r;
	r = rect_add(r, transform_point(t, box.min));
	r = rect_add(r, transform_point(t, box.max));
	r = rect_add(r, transform_point(t, (struct point){ box.min.x, box.max.y }));
	return rect_add(r, transform_point(t, (struct point){ box.max.x, box.min.y }));
}

/* Ink of one cluster, from its pen. */
static struct rect cluster_ink(const struct glyph_span *span, const struct glyph *glyph,
	uint32_t nglyphs, struct point pen) {
	struct rect ink = RECT_EMPTY;
	double size = span->font->size;
	for (uint32_t i = 0; i < nglyphs; i++) {
		const struct glyph_outline *o = glyph_outline_find(span->font, glyph[i].index);
		if (!o)
			continue;
		double x = glyph[i].at.x - pen.x, y = glyph[i].at.y - pen.y;
		ink = rect_union(ink,
			(struct rect){ { x + o->bounds.min.x * size, y + o->bounds.min.y * size },
				{ x + o->bounds.max.x * size, y + o->bounds.max.y * size } });
	}
	return ink;
}

static struct rect spots_bounds(const struct glyph_run *run, const struct glyph_spot *spot) {
	struct rect all = RECT_EMPTY;
	for (uint32_t s = 0; s < run->nspans; s++) {
		const struct glyph_span *span = &run->span[s];
		double x = span->rtl ? span->at.x + span->advance : span->at.x;
		uint32_t glyph = span->rtl ? span->nglyphs : 0;
		for (uint32_t i = 0; i < span->nclusters; i++, spot++) {
			const struct glyph_cluster *c = &span->cluster[i];
			if (span->rtl) {
				x -= c->advance;
				glyph -= c->nglyphs;
			}
			struct transform t = transform_of(spot->at, spot->angle, 1);
			all = rect_union(all,
				turned(cluster_ink(span, span->glyph + glyph, c->nglyphs,
					       (struct point){ x, span->at.y }),
					&t));
			if (!span->rtl) {
				x += c->advance;
				glyph += c->nglyphs;
			}
		}
	}
	return all;
}

struct rect glyph_run_bounds(const struct glyph_run *run, struct point at, double angle,
	const struct glyph_spot *spot) {
	if (spot)
		return spots_bounds(run, spot);
	struct transform t = transform_of(at, angle, 1);
	return turned(run->ink, &t);
}
