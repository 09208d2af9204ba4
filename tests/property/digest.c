#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "paint/paint.h"
#include "scene/image.h"
#include "tile/window.h"

/*
 * A tile whose window_digest() is that of an earlier run is not painted again, so that the
 * digest must tell apart whatever looks different.  Every byte of what painters are given is
 * changed in turn, those of fields that are new since this was written too: where the picture is
 * then another one, so is the digest.  Pointers, texts and counts are held, and enumerations take
 * their values: of a new field of that kind a changed byte ends the test.
 */

static const struct rect at = { { 0, 0 }, { 64, 64 } };

/* What is changed byte by byte, and what of it is not. */
struct part {
	unsigned char *at;
	size_t size;
	const char *name;
};
struct held {
	unsigned char *at;
	size_t size;
	uint32_t low, high; /* of a number that takes these values; 1 to 0: stays */
	bool pointer;       /* that may be NULL */
	const char *name;
};

struct world {
	struct part part[16];
	struct held held[48];
	uint32_t nparts, nheld;
	/* What the operations point to. */
	uint8_t verb[6], icon_verb[5];
	struct point point[5], icon_point[4], letter_point[2][4];
	struct path clip;
	double dash[2];
	struct icon_part icon_part[3];
	struct icon icon;
	struct scene_pattern pattern;
	struct scene_stop stop[3];
	struct scene_ramp ramp;
	uint32_t pixel[4];
	struct image image;
	struct glyph_outline letter[2];
	const struct glyph_outline *outline[2];
	struct glyph_face face;
	struct glyph_font font;
	struct glyph glyph[2];
	struct glyph_cluster cluster[2];
	struct glyph_span span;
	struct glyph_run run;
	struct glyph_spot spot[2];
	struct scene_op op[3];
	uint32_t nops;
};

static void add_part(struct world *w, void *start, size_t size, const char *name) {
	assert_true(w->nparts < sizeof(w->part) / sizeof(*w->part));
	w->part[w->nparts++] = (struct part){ start, size, name };
}

static void add_held(struct world *w, struct held held) {
	assert_true(w->nheld < sizeof(w->held) / sizeof(*w->held));
	w->held[w->nheld++] = held;
}

#define PART(thing) add_part(w, &(thing), sizeof(thing), #thing)
#define HOLD(field) \
	add_held(w, (struct held){ (unsigned char *)&(field), sizeof(field), 1, 0, false, #field })
#define VALUES(field, low, high) \
	add_held(w, \
		(struct held){ (unsigned char *)&(field), sizeof(field), low, high, false, \
			#field })
#define OPTIONAL(field) \
	add_held(w, (struct held){ (unsigned char *)&(field), sizeof(field), 1, 0, true, #field })

/* --- the operations ------------------------------------------------------------------ */

static const uint8_t kite[5] = { PATH_MOVE, PATH_LINE, PATH_LINE, PATH_LINE, PATH_CLOSE };

static void hold_path(struct world *w, struct path *path) {
	HOLD(path->verb);
	HOLD(path->point);
	HOLD(path->npoints);
	VALUES(path->nverbs, 0, path->nverbs);
}

/* A star of five points, its middle inside twice. */
static struct path make_path(struct world *w) {
	for (int i = 0; i < 5; i++) {
		double angle = 4 * i * 3.14159265358979 / 5;
		w->verb[i] = i ? PATH_LINE : PATH_MOVE;
		w->point[i] = (struct point){ 31.5 + 24 * sin(angle), 33.5 - 24 * cos(angle) };
	}
	w->verb[5] = PATH_CLOSE;
	PART(w->point);
	VALUES(w->verb[2], PATH_MOVE, PATH_LINE);
	return (struct path){ w->verb, w->point, 6, 5 };
}

static struct scene_op *add_op(struct world *w, enum scene_type type) {
	struct scene_op *op = &w->op[w->nops++];
	op->type = type;
	op->bounds = (struct rect){ { 3, 3 }, { 61, 61 } };
	HOLD(op->type);
	HOLD(op->layer);
	HOLD(op->subject);
	return op;
}

static void use_icon(struct world *w) {
	const struct point corner[4] = { { -5, -6 }, { 6, -4 }, { 5, 6 }, { -6, 3 } };
	memcpy(w->icon_verb, kite, sizeof(kite));
	memcpy(w->icon_point, corner, sizeof(corner));
	for (int i = 0; i < 3; i++) {
		struct icon_part *part = &w->icon_part[i];
		*part = (struct icon_part){ .path = { w->icon_verb, w->icon_point, 5, 4 },
			.fill_paint = (enum icon_paint)i,
			.stroke_paint = (enum icon_paint)((i + 1) % 3),
			.has_fill = true,
			.has_stroke = i != 0,
			.fill = { 0.2f, 0.4f, 0.7f, 0.6f },
			.stroke = { 0.6f, 0.3f, 0.2f, 0.7f },
			.stroke_width = 1.3 + i };
		hold_path(w, &part->path);
		VALUES(part->fill_paint, ICON_TINT, ICON_FIXED);
		VALUES(part->stroke_paint, ICON_TINT, ICON_FIXED);
	}
	w->icon = (struct icon){ .size = { 14, 17 }, .part = w->icon_part, .nparts = 3 };
	PART(w->icon_point);
	PART(w->icon_part);
	PART(w->icon);
	HOLD(w->icon.name);
	HOLD(w->icon.part);
	VALUES(w->icon.nparts, 0, 3);
	HOLD(w->icon.number_paint);
}

static const struct scene_pattern *make_pattern(struct world *w, bool mirrored) {
	use_icon(w);
	w->pattern = (struct scene_pattern){ .icon = &w->icon,
		.tint = { 0.7f, 0.1f, 0.3f, 0.8f },
		.rim = { 0.1f, 0.6f, 0.3f, 0.7f },
		.scale = 1.5,
		.origin = { 3, 5 },
		.angle = mirrored ? 0 : 0.4,
		.mirrored = mirrored };
	PART(w->pattern);
	HOLD(w->pattern.icon);
	return &w->pattern;
}

static const struct scene_ramp *make_ramp(struct world *w, double radius) {
	const struct scene_stop stop[3] = { { 0.125, { 0.2f, 0.3f, 0.4f, 0.9f } },
		{ 0.5, { 0.9f, 0.5f, 0.1f, 0.5f } }, { 0.875, { 0.3f, 0.9f, 0.6f, 0.7f } } };
	memcpy(w->stop, stop, sizeof(stop));
	w->ramp = (struct scene_ramp){ { 12, 14 }, { 50, 42 }, radius, w->stop, 3 };
	PART(w->stop);
	PART(w->ramp);
	HOLD(w->ramp.stop);
	VALUES(w->ramp.nstops, 1, 3);
	return &w->ramp;
}

enum paint_with { COLOR, PATTERN, MIRRORED, RAMP, ROUND };

static void add_fill(struct world *w, enum paint_with source) {
	struct scene_op *op = add_op(w, SCENE_FILL);
	op->fill.path = make_path(w);
	op->fill.color = (struct color){ 0.3f, 0.6f, 0.2f, 0.7f };
	if (source == PATTERN || source == MIRRORED)
		op->fill.pattern = make_pattern(w, source == MIRRORED);
	if (source == RAMP || source == ROUND)
		op->fill.ramp = make_ramp(w, source == ROUND ? 30 : 0);
	hold_path(w, &op->fill.path);
	OPTIONAL(op->fill.pattern);
	OPTIONAL(op->fill.ramp);
}

static void add_stroke(struct world *w, enum paint_with source, bool dashed) {
	struct scene_op *op = add_op(w, SCENE_STROKE);
	struct stroke *s = &op->stroke.stroke;
	op->stroke.path = make_path(w);
	w->dash[0] = 6.5;
	w->dash[1] = 4.5;
	*s = (struct stroke){ .color = { 0.3f, 0.6f, 0.2f, 0.7f },
		.width = 3.5,
		.miter_limit = 3.24, /* just what the angles have */
		.dash_offset = dashed ? 2.5 : 0,
		.ndashes = dashed ? 2 : 0,
		.dash = w->dash };
	if (source == PATTERN)
		op->stroke.pattern = make_pattern(w, false);
	if (source == RAMP)
		op->stroke.ramp = make_ramp(w, 0);
	PART(w->dash);
	hold_path(w, &op->stroke.path);
	VALUES(s->cap, CAP_BUTT, CAP_SQUARE);
	VALUES(s->join, JOIN_MITER, JOIN_BEVEL);
	VALUES(s->ndashes, 0, 2);
	HOLD(s->dash);
	OPTIONAL(op->stroke.pattern);
	OPTIONAL(op->stroke.ramp);
}

static void use_letters(struct world *w, bool rtl) {
	const struct point corner[2][4] = { { { 0.1, -0.7 }, { 0.6, -0.6 }, { 0.5, 0 },
						    { 0.1, 0 } },
		{ { 0.1, -0.3 }, { 0.4, -0.8 }, { 0.7, -0.2 }, { 0.2, 0.2 } } };
	memcpy(w->letter_point, corner, sizeof(corner));
	memcpy(w->icon_verb, kite, sizeof(kite));
	for (int i = 0; i < 2; i++) {
		struct glyph_outline *o = &w->letter[i];
		*o = (struct glyph_outline){ .path = { w->icon_verb, w->letter_point[i], 5, 4 },
			.bounds = { { 0, -0.8 }, { 0.8, 0.2 } },
			.advance = 0.7 };
		w->outline[i] = o;
		hold_path(w, &o->path);
		w->glyph[i] = (struct glyph){ (uint32_t)i, { 14.5 * i - 13.5, 6.5 } };
		w->cluster[i] = (struct glyph_cluster){ 1, 1, 14.5 };
		VALUES(w->glyph[i].index, 0, 2);
		VALUES(w->cluster[i].nglyphs, 0, 1);
	}
	w->face = (struct glyph_face){ .nglyphs = 2, .outline = w->outline };
	w->font = (struct glyph_font){ &w->face, 22.5 };
	w->span = (struct glyph_span){ .font = &w->font,
		.text_len = 2,
		.rtl = rtl,
		.at = { -13.5, 6.5 },
		.advance = 29.5,
		.glyph = w->glyph,
		.cluster = w->cluster,
		.nglyphs = 2,
		.nclusters = 2,
		.color = { 0.5f, 0.2f, 0.7f, rtl ? 0.8f : -1 } };
	w->run = (struct glyph_run){ .text = STR("ab"),
		.size = 22.5,
		.nlines = 1,
		.nspans = 1,
		.span = &w->span,
		.box = { { -14, -12 }, { 15, 12 } },
		.ink = { { -14, -12 }, { 15, 12 } } };
	PART(w->letter_point);
	PART(w->letter);
	PART(w->font);
	HOLD(w->font.face);
	PART(w->glyph);
	PART(w->cluster);
	PART(w->span);
	HOLD(w->span.font);
	HOLD(w->span.language);
	HOLD(w->span.glyph);
	HOLD(w->span.cluster);
	VALUES(w->span.nglyphs, rtl ? 2 : 0, 2); /* clusters cover them from the end */
	VALUES(w->span.nclusters, 0, 2);
	PART(w->run);
	HOLD(w->run.text);
	HOLD(w->run.language);
	HOLD(w->run.span);
	VALUES(w->run.nspans, 0, 1);
}

static void add_glyphs(struct world *w, double angle, double halo, bool rtl, bool along) {
	struct scene_op *op = add_op(w, SCENE_GLYPHS);
	use_letters(w, rtl);
	op->glyphs.run = &w->run;
	op->glyphs.at = (struct point){ 31.5, 33.5 };
	op->glyphs.angle = angle;
	op->glyphs.color = (struct color){ 0.2f, 0.3f, 0.4f, 0.8f };
	op->glyphs.halo = (struct color){ 0.9f, 0.8f, 0.3f, 0.7f };
	op->glyphs.halo_width = halo;
	HOLD(op->glyphs.run);
	OPTIONAL(op->glyphs.spot);
	if (!along)
		return;
	w->spot[0] = (struct glyph_spot){ { 17.5, 38.5 }, 0.3 };
	w->spot[1] = (struct glyph_spot){ { 33.5, 41.5 }, -0.4 };
	op->glyphs.spot = w->spot;
	PART(w->spot);
}

static void add_icon(struct world *w, double angle) {
	struct scene_op *op = add_op(w, SCENE_ICON);
	use_icon(w);
	op->icon.icon = &w->icon;
	op->icon.at = (struct point){ 31.5, 33.5 };
	op->icon.angle = angle;
	op->icon.scale = 2.5;
	op->icon.opacity = 0.75;
	op->icon.tint = (struct color){ 0.7f, 0.1f, 0.3f, 0.8f };
	op->icon.rim = (struct color){ 0.1f, 0.6f, 0.3f, 0.7f };
	HOLD(op->icon.icon);
}

static void add_image(struct world *w) {
	struct scene_op *op = add_op(w, SCENE_IMAGE);
	const uint32_t pixel[4] = { 0xFF204060, 0xFF604020, 0xC0308050, 0x80402010 };
	memcpy(w->pixel, pixel, sizeof(pixel));
	w->image = (struct image){ 2, 2, w->pixel };
	op->image.image = &w->image;
	op->image.to = (struct rect){ { 9, 11 }, { 53, 47 } };
	op->image.opacity = 0.75;
	PART(w->pixel);
	PART(w->image);
	VALUES(w->image.width, 1, 2);
	VALUES(w->image.height, 1, 2);
	HOLD(w->image.pixel);
	HOLD(op->image.image);
}

static void add_group(struct world *w) {
	struct scene_op *op = add_op(w, SCENE_PUSH_GROUP);
	w->clip = make_path(w);
	op->group.clip = &w->clip;
	op->group.opacity = 0.75;
	PART(w->clip);
	hold_path(w, &w->clip);
	OPTIONAL(op->group.clip);
	add_icon(w, 0);
	add_op(w, SCENE_POP_GROUP);
}

static void make_world(struct world *w, int kind) {
	*w = (struct world){ .nops = 0 };
	switch (kind) {
	case 0:
		add_fill(w, COLOR);
		break;
	case 1:
		add_fill(w, PATTERN);
		break;
	case 2:
		add_fill(w, MIRRORED);
		break;
	case 3:
		add_fill(w, RAMP);
		break;
	case 4:
		add_fill(w, ROUND);
		break;
	case 5:
		add_stroke(w, COLOR, false);
		break;
	case 6:
		add_stroke(w, COLOR, true);
		break;
	case 7:
		add_stroke(w, PATTERN, false);
		break;
	case 8:
		add_stroke(w, RAMP, true);
		break;
	case 9:
		add_glyphs(w, 0, 0, false, false);
		break;
	case 10:
		add_glyphs(w, 0.4, 2.5, false, false);
		break;
	case 11:
		add_glyphs(w, 0, 1.5, true, true);
		break;
	case 12:
		add_icon(w, 0.4);
		break;
	case 13:
		add_image(w);
		break;
	default:
		add_group(w);
		break;
	}
	PART(w->op);
}
enum { KINDS = 15 };

/* --- pictures ------------------------------------------------------------------------ */

struct seen {
	struct digest digest;
	struct str picture;
};

static struct seen look(const struct world *w, struct painter *painter, struct arena *arena) {
	struct scene scene;
	struct window window;
	struct diag diag;
	struct digest_stream s;
	diag_init(&diag, arena);
	scene_init(&scene, at, arena);
	for (uint32_t i = 0; i < w->nops; i++)
		*scene_add(&scene, w->op[i].type, w->op[i].bounds) = w->op[i];
	scene_seal(&scene);
	window_find(&scene, at, &window, arena);
	digest_begin(&s);
	window_digest(&window, at, &s);
	window_paint(&window, painter, &scene, at);
	struct out *png = out_memory(arena);
	assert_true(painter_finish(painter, png, &diag));
	return (struct seen){ digest_end(&s), out_bytes(png) };
}

struct trial {
	struct world *w;
	struct painter *painter;
	struct seen first;
	struct arena own;
	uint32_t changed; /* pictures that were others */
	int kind;
};

static void try_it(struct trial *t, const char *name, size_t byte) {
	struct arena_mark mark = arena_mark(&t->own);
	struct seen now = look(t->w, t->painter, &t->own);
	if (!str_equal(now.picture, t->first.picture)) {
		t->changed++;
		if (digest_equal(now.digest, t->first.digest))
			fail_msg("kind %d, byte %zu of %s: another picture, the same digest",
				t->kind, byte, name);
	}
	arena_rewind(&t->own, mark);
}

static bool is_held(const struct world *w, const unsigned char *byte) {
	for (uint32_t i = 0; i < w->nheld; i++)
		if (byte >= w->held[i].at && byte < w->held[i].at + w->held[i].size)
			return true;
	return false;
}

static void try_bytes(struct trial *t, const struct part *part) {
	for (size_t i = 0; i < part->size; i++) {
		unsigned char *byte = &part->at[i];
		/* With other exponents numbers are enormous, or next to nothing. */
		bool exponent = (uintptr_t)byte % sizeof(double) == sizeof(double) - 1 && *byte;
		if (exponent || is_held(t->w, byte))
			continue;
		*byte ^= 1;
		try_it(t, part->name, i);
		*byte ^= 1;
	}
}

static void try_values(struct trial *t, const struct held *held) {
	unsigned char kept[64];
	assert_true(held->size <= sizeof(kept));
	memcpy(kept, held->at, held->size);
	for (uint32_t v = held->low; held->low <= held->high && v <= held->high; v++) {
		if (held->size == 1)
			*held->at = (unsigned char)v;
		else
			memcpy(held->at, &v, sizeof(v));
		try_it(t, held->name, v);
	}
	if (held->pointer) {
		memset(held->at, 0, held->size);
		try_it(t, held->name, 0);
	}
	memcpy(held->at, kept, held->size);
}

static void test_what_looks_different(void **state) {
	enum { LEAST = 20 };
	struct arena arena = ARENA_INIT;
	struct diag diag;
	(void)state;
	diag_init(&diag, &arena);
	struct paint_options options = { .pixel_ratio = 1,
		.transparent = true,
		.plain = true,
		.window = true };
	struct painter *painter = paint_png_open(at, &options, &diag);
	struct world *w = arena_new(&arena, struct world, 1);
	assert_non_null(painter);
	for (int kind = 0; kind < KINDS; kind++) {
		struct trial t = { .w = w, .painter = painter, .kind = kind };
		make_world(w, kind);
		t.first = look(w, painter, &t.own);
		for (uint32_t i = 0; i < w->nparts; i++)
			try_bytes(&t, &w->part[i]);
		for (uint32_t i = 0; i < w->nheld; i++)
			try_values(&t, &w->held[i]);
		if (t.changed < LEAST)
			fail_msg("kind %d: only %u changes are seen", kind, t.changed);
		arena_release(&t.own);
	}
	painter_close(painter);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_looks_different),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
