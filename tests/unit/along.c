#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "label/along.h"
#include "label/around.h"
#include "label/list.h"
#include "label/mask.h"
#include "label/pieces.h"
#include "label/track.h"

#define assert_near(a, b, by) assert_true(fabs((a) - (b)) <= (by))

/* A run of n letters, each 6 units wide; "middle" of the run is its origin. */
struct fake {
	struct glyph_cluster cluster[64];
	struct glyph glyph[64];
	struct glyph_span span;
	struct glyph_run run;
};

static void fake_run(struct fake *f, const char *text, bool joined, bool rtl) {
	uint32_t n = 0, bytes = (uint32_t)strlen(text);
	memset(f, 0, sizeof *f);
	for (uint32_t i = 0; i < bytes; i++)
		if ((text[i] & 0xc0) != 0x80)
			f->cluster[n++] = (struct glyph_cluster){ 1, 1, 6 };
		else
			f->cluster[n - 1].nbytes++;
	for (uint32_t i = 0; i < n; i++)
		f->glyph[i].at = (struct point){ 6.0 * i - 3.0 * n, 3 };
	f->span = (struct glyph_span){ .text_len = bytes,
		.rtl = rtl,
		.at = { -3.0 * n, 3 },
		.advance = 6.0 * n,
		.glyph = f->glyph,
		.cluster = f->cluster,
		.nglyphs = n,
		.nclusters = n,
		.joined = joined };
	f->run = (struct glyph_run){ .text = { text, bytes },
		.size = 10,
		.nlines = 1,
		.nspans = 1,
		.span = &f->span,
		.baseline = 3,
		.line_advance = 12,
		.box = { { -3.0 * n, -6 }, { 3.0 * n, 6 } },
		.ink = { { -3.0 * n, -4 }, { 3.0 * n, 3 } } };
}

struct try {
	struct arena arena, scratch;
	struct label_list list;
	struct fake fake;
	struct label_along how;
};

static void begin(struct try *t, const char *text) {
	memset(t, 0, sizeof *t);
	t->list.arena = &t->arena;
	fake_run(&t->fake, text, false, false);
	t->how = (struct label_along){ .run = &t->fake.run,
		.text = t->fake.run.box,
		.icon = RECT_EMPTY,
		.size = 10,
		.spacing = 250,
		.keep_upright = true };
}

static void end(struct try *t) {
	arena_release(&t->arena);
	arena_release(&t->scratch);
}

static uint32_t add(struct try *t, const struct point *p, uint32_t n) {
	return label_add_along(&t->list, &(struct label){ 0 }, p, n, &t->how, &t->scratch);
}

static void a_text_longer_than_its_line_is_left_out(void **state) {
	(void)state;
	static const struct point line[] = { { 0, 0 }, { 50, 0 } };
	struct try t;
	begin(&t, "Euphrates");
	assert_int_equal(add(&t, line, 2), 0);
	t.how.fine = true;
	assert_int_equal(add(&t, line, 2), 0);
	end(&t);
}

/* The web map's rule: the first away from the end by half the length and twice the
 * size, then by the spacing. */
static void plain_labels_stand_at_the_spacing(void **state) {
	(void)state;
	static const struct point line[] = { { 0, 0 }, { 700, 0 } };
	static const double wanted[] = { 47, 297, 547 };
	struct try t;
	begin(&t, "Euphrates");
	assert_int_equal(add(&t, line, 2), 3);
	for (uint32_t i = 0; i < 3; i++) {
		assert_int_equal(t.list.label[i].nspots, 1);
		assert_near(t.list.spot[i].at.x, wanted[i], 1e-9);
	}
	end(&t);
}

static void a_short_line_is_labelled_at_its_middle(void **state) {
	(void)state;
	static const struct point line[] = { { 0, 0 }, { 70, 0 } };
	struct try t;
	begin(&t, "Euphrates");
	assert_int_equal(add(&t, line, 2), 1);
	assert_near(t.list.spot[0].at.x, 35, 1e-9);
	end(&t);
}

static void text_is_not_read_upside_down(void **state) {
	(void)state;
	static const struct point back[] = { { 400, 0 }, { 0, 0 } };
	struct try t;
	begin(&t, "Euphrates");
	t.how.once = true;
	t.how.offset = -8;
	add(&t, back, 2);
	assert_near(t.list.spot[0].angle, 0, 1e-9);
	assert_near(t.list.spot[0].at.y, -8, 1e-9);
	t.how.keep_upright = false;
	add(&t, back, 2);
	assert_near(fabs(t.list.spot[1].angle), PI, 1e-9);
	assert_near(t.list.spot[1].at.y, 8, 1e-9);
	end(&t);
}

/* Beside a river that winds its name follows the general course, clear of the bends. */
static void a_name_keeps_off_the_bends_of_its_river(void **state) {
	(void)state;
	struct point line[200];
	struct try t;
	for (int i = 0; i < 200; i++)
		line[i] = (struct point){ i * 1.5, 200 + 9 * sin(i * 1.5 * 2 * PI / 26) };
	begin(&t, "Euphrates");
	t.how.fine = true;
	t.how.max_angle = 32 * PI / 180;
	t.how.offset = -8;
	assert_int_equal(add(&t, line, 200), 1);
	const struct label *label = &t.list.label[0];
	uint32_t clear = 0;
	for (uint32_t i = 0; i < label->nspots; i++) {
		const struct label_spot *spot = &t.list.spot[label->first_spot + i];
		assert_true(i == 0 || spot[0].cost >= spot[-1].cost);
		bool hit = false;
		for (uint32_t b = 0; b < spot->nboxes; b++)
			for (int k = 0; k < 200; k++)
				hit |= rect_contains(t.list.box[spot->first_box + b], line[k]);
		clear += !hit;
	}
	assert_true(clear > 0);
	end(&t);
}

/* The badge of a route shorter than it: beside the line to every side, so that one is free. */
static void an_icon_finds_a_place_beside_a_short_line(void **state) {
	(void)state;
	static const struct point line[] = { { 0, 0 }, { 10, 0 } };
	struct try t;
	begin(&t, "");
	t.how.run = NULL;
	t.how.text = (struct rect)RECT_EMPTY;
	t.how.icon = (struct rect){ { 8, -8 }, { 32, 8 } };
	t.how.once = t.how.level = t.how.fine = true;
	assert_int_equal(add(&t, line, 2), 1);
	unsigned sides = 0;
	assert_true(t.list.label[0].nspots >= 4);
	for (uint32_t i = 0; i < t.list.label[0].nspots; i++) {
		struct point at = rect_center(t.list.box[t.list.spot[i].first_box]);
		sides |= at.x > 20 ? 1 : at.x < -10 ? 2 : at.y < -20 ? 4 : at.y > 20 ? 8 : 0;
	}
	assert_int_equal(sides, 15);
	end(&t);
}

static void a_sharp_corner_is_avoided(void **state) {
	(void)state;
	static const struct point line[] = { { 0, 0 }, { 100, 0 }, { 100, 100 } };
	struct try t;
	begin(&t, "Euphrates");
	t.how.once = true;
	t.how.max_angle = 45 * PI / 180;
	assert_int_equal(add(&t, line, 3), 0);
	t.how.max_angle = 0;
	assert_int_equal(add(&t, line, 3), 1);
	end(&t);
}

/* Straight for 200, then zigzag for 200: the name slides to the straight part. */
static void a_fine_label_stands_where_the_line_is_straight(void **state) {
	(void)state;
	struct point line[42] = { { 0, 0 } };
	for (int i = 0; i <= 40; i++)
		line[i + 1] = (struct point){ 200 + 5 * i, i % 4 < 2 ? -8 : 8 };
	struct try t;
	begin(&t, "Euphrates");
	t.how.fine = true;
	t.how.spacing = 600;
	t.how.max_angle = 30 * PI / 180;
	assert_int_equal(add(&t, line, 42), 1);
	assert_true(t.list.spot[0].at.x < 175);
	for (uint32_t i = 1; i < t.list.nspots; i++)
		assert_true(t.list.spot[i].cost >= t.list.spot[i - 1].cost);
	end(&t);
}

static void a_fine_label_may_stand_on_the_other_side(void **state) {
	(void)state;
	static const struct point line[] = { { 0, 0 }, { 300, 0 } };
	struct try t;
	begin(&t, "Euphrates");
	t.how.fine = true;
	t.how.offset = -8;
	add(&t, line, 2);
	bool above = false, below = false;
	for (uint32_t i = 0; i < t.list.nspots; i++) {
		above |= t.list.spot[i].at.y < 0;
		below |= t.list.spot[i].at.y > 0;
	}
	assert_true(above && below);
	assert_true(t.list.spot[0].at.y < 0);
	end(&t);
}

/* Around a bend each letter has a place of its own, the next one a letter's width
 * further, and the boxes follow. */
static void letters_follow_a_bend(void **state) {
	(void)state;
	struct point line[61];
	for (int i = 0; i <= 60; i++)
		line[i] = (struct point){ 100 * sin(i * PI / 60 - PI / 2),
			-100 * cos(i * PI / 60 - PI / 2) };
	struct try t;
	begin(&t, "Euphrates");
	t.how.once = true;
	assert_int_equal(add(&t, line, 61), 1);
	const struct label_spot *spot = &t.list.spot[0];
	assert_non_null(spot->glyph);
	for (uint32_t i = 1; i < 9; i++) {
		double dx = spot->glyph[i].at.x - spot->glyph[i - 1].at.x;
		double dy = spot->glyph[i].at.y - spot->glyph[i - 1].at.y;
		assert_near(hypot(dx, dy), 6, 0.4);
		assert_true(spot->glyph[i].angle > spot->glyph[i - 1].angle);
	}
	assert_true(spot->nboxes > 3);
	for (uint32_t i = 0; i < spot->nboxes; i++)
		assert_near(hypot(rect_center(t.list.box[spot->first_box + i]).x,
				    rect_center(t.list.box[spot->first_box + i]).y),
			100, 3);
	end(&t);
}

static void an_icon_alone_turns_with_the_line(void **state) {
	(void)state;
	static const struct point line[] = { { 0, 0 }, { 0, 300 } };
	struct try t;
	begin(&t, "");
	t.how.run = NULL;
	t.how.text = (struct rect)RECT_EMPTY;
	t.how.icon = (struct rect){ { -4, -4 }, { 4, 4 } };
	t.how.spacing = 90;
	t.how.fine = true;
	assert_int_equal(add(&t, line, 2), 3);
	for (uint32_t i = 0; i < 3; i++) {
		const struct label_spot *spot = &t.list.spot[t.list.label[i].first_spot];
		assert_near(spot->angle, PI / 2, 1e-9);
		assert_near(spot->at.y, 50 + 100.0 * i, 1e-9);
	}
	end(&t);
}

static void words_of_joined_letters_stay_whole(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct fake f;
	/* Two words of four and three letters. */
	fake_run(&f, "\xd9\x86\xd9\x87\xd8\xb1\xd8\xa7 \xd8\xb1\xd8\xa7\xd8\xaa", true, true);
	struct text_pieces p = text_pieces_of(&f.run, &arena);
	assert_int_equal(p.nclusters, 8);
	assert_int_equal(p.npieces, 3);
	assert_int_equal(p.piece[0].count, 4);
	assert_near(p.piece[0].right - p.piece[0].left, 24, 1e-9);
	/* Read from the right: the first word is the rightmost. */
	assert_near(p.piece[0].right, 24, 1e-9);
	assert_int_equal(p.piece[2].count, 3);
	fake_run(&f, "Tigris", false, false);
	assert_int_equal(text_pieces_of(&f.run, &arena).npieces, 6);
	arena_release(&arena);
}

static void lines_that_meet_are_joined(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	/* A river in three pieces, one drawn upstream, and a tributary. */
	struct point p[] = { { 0, 0 }, { 100, 0 }, { 200, 0 }, { 100.2, 0 }, { 200, 0.1 },
		{ 300, 5 }, { 100, 0 }, { 110, 80 } };
	uint32_t ends[] = { 2, 4, 6, 8 };
	struct geom lines = { GEOM_LINES, 8, 4, p, ends };
	struct geom joined = track_join(&lines, 0.5, &arena);
	assert_int_equal(joined.nparts, 2);
	assert_int_equal(joined.end[0], 6);
	assert_near(fabs(joined.point[0].x - joined.point[5].x), 300, 1e-9);
	arena_release(&arena);
}

static void a_parallel_track_has_its_own_distances(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct point p[] = { { 0, 0 }, { 100, 0 }, { 100, 100 } };
	struct track t = track_of(p, 3, &arena);
	double at = 150;
	/* To the right of the way east is south, the inside of the corner. */
	struct track inside = track_parallel(&t, 10, &at, &arena);
	assert_near(inside.length, 180, 1e-9);
	assert_near(at, 130, 1e-9);
	assert_near(track_point(&inside, at).x, 90, 1e-9);
	assert_near(track_point(&inside, at).y, 50, 1e-9);
	at = 30;
	struct track outside = track_parallel(&t, -10, &at, &arena);
	assert_near(outside.length, 220, 1e-9);
	assert_near(at, 30, 1e-9);
	arena_release(&arena);
}

static void a_track_knows_its_turns(void **state) {
	(void)state;
	static const struct point p[] = { { 0, 0 }, { 100, 0 }, { 100, 0 }, { NAN, 1 }, { 100, 50 },
		{ 200, 50 } };
	struct arena arena = ARENA_INIT;
	struct track t = track_of(p, 6, &arena);
	assert_int_equal(t.npoints, 4);
	assert_near(t.length, 250, 1e-9);
	assert_near(track_turn(&t, 0, 250), PI, 1e-9);
	assert_near(track_turn(&t, 0, 120), PI / 2, 1e-9);
	assert_near(track_sharpest(&t, 0, 250, 20), PI / 2, 1e-9);
	assert_near(track_sharpest(&t, 0, 250, 60), PI, 1e-9);
	assert_near(track_sag(&t, 0, 90), 0, 1e-9);
	assert_near(track_point(&t, 125).y, 25, 1e-9);
	assert_near(track_point(&t, -10).x, -10, 1e-9);
	struct track smooth = track_smooth(&t, 20, &arena);
	assert_true(track_sharpest(&smooth, 0, smooth.length, 6) < 1.2);
	assert_near(smooth.point[0].x, 0, 1e-9);
	assert_near(smooth.point[smooth.npoints - 1].x, 200, 1e-9);
	arena_release(&arena);
}

static void texts_stand_beside_their_symbol(void **state) {
	(void)state;
	struct fake f;
	fake_run(&f, "Mosul", false, false);
	f.run.ink.max.y = 5;
	struct label_body body = label_body(&f.run);
	assert_near(body.tail, 2, 1e-9);
	for (int anchor = LABEL_LEFT; anchor < LABEL_NANCHORS; anchor++) {
		struct point at = label_beside((enum label_anchor)anchor, (struct point){ 50, 50 },
			8, 2, &body);
		struct rect box = body.box;
		box.min = (struct point){ box.min.x + at.x, box.min.y + at.y };
		box.max = (struct point){ box.max.x + at.x, box.max.y + at.y };
		/* The nearest point of the text is a gap away from the symbol. */
		double x = fmax(box.min.x, fmin(50, box.max.x)),
		       y = fmax(box.min.y, fmin(50, box.max.y));
		double tail = anchor == LABEL_BOTTOM ? 2 : 0;
		assert_near(hypot(x - 50, y - 50), 10 + tail, 0.01);
		struct point side = label_side((enum label_anchor)anchor);
		assert_true(side.x * (rect_center(box).x - 50) >= 0);
		assert_true(side.y * (rect_center(box).y - 50) >= 0);
	}
}

static void anchors_have_two_names(void **state) {
	(void)state;
	enum label_anchor a, b;
	assert_true(label_anchor_parse(STR("bottom-left"), &a));
	assert_true(label_side_parse(STR("right-above"), &b));
	assert_int_equal(a, b);
	assert_int_equal(a, label_imhof[0]);
	assert_true(label_anchor_parse(STR("left"), &a));
	assert_true(label_side_parse(STR("right"), &b));
	assert_int_equal(a, b);
	assert_false(label_side_parse(STR("bottom-left"), &a));
	assert_false(label_anchor_parse(STR("nowhere"), &a));
}

static void a_mask_knows_what_lies_in_polygons(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct point p[] = { { 20, 20 }, { 80, 20 }, { 80, 80 }, { 20, 80 }, { 20, 20 }, { 40, 40 },
		{ 40, 60 }, { 60, 60 }, { 60, 40 }, { 40, 40 } };
	uint32_t ends[] = { 5, 10 };
	struct geom square = { GEOM_POLYGONS, 10, 2, p, ends };
	struct mask m;
	mask_init(&m, (struct rect){ { 0, 0 }, { 100, 100 } }, &arena);
	mask_add(&m, &square, &arena);
	assert_near(mask_share(&m, (struct rect){ { 21, 21 }, { 39, 39 } }), 1, 1e-9);
	assert_near(mask_share(&m, (struct rect){ { 42, 42 }, { 58, 58 } }), 0, 1e-9);
	assert_near(mask_share(&m, (struct rect){ { 1, 1 }, { 18, 99 } }), 0, 1e-9);
	assert_near(mask_share(&m, (struct rect){ { 0.5, 28.5 }, { 39.5, 31.5 } }), 0.5, 0.01);
	assert_near(mask_share(&m, (struct rect){ { 200, 0 }, { 300, 50 } }), 0, 1e-9);
	arena_release(&arena);
}

static void a_turned_box_is_covered_by_small_ones(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct label_list list = { .arena = &arena };
	struct rect box = { { -50, -5 }, { 50, 5 } };
	assert_int_equal(label_add_boxes(&list, box, (struct point){ 0, 0 }, 0, 2), 1);
	assert_near(list.box[0].max.x, 52, 1e-9);
	assert_int_equal(label_add_boxes(&list, box, (struct point){ 0, 0 }, PI / 2, 0), 1);
	assert_near(list.box[1].max.y, 50, 1e-9);
	uint32_t n = label_add_boxes(&list, box, (struct point){ 0, 0 }, PI / 4, 0);
	assert_int_equal(n, 10);
	double covered = 0;
	for (uint32_t i = 0; i < n; i++)
		covered += rect_width(list.box[2 + i]) * rect_height(list.box[2 + i]);
	/* One box around it would be 77 by 77. */
	assert_true(covered < 77 * 77 / 2.0);
	assert_int_equal(
		label_add_boxes(&list, (struct rect)RECT_EMPTY, (struct point){ 0, 0 }, 1, 0), 0);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_longer_than_its_line_is_left_out),
		cmocka_unit_test(plain_labels_stand_at_the_spacing),
		cmocka_unit_test(a_short_line_is_labelled_at_its_middle),
		cmocka_unit_test(text_is_not_read_upside_down),
		cmocka_unit_test(a_sharp_corner_is_avoided),
		cmocka_unit_test(a_name_keeps_off_the_bends_of_its_river),
		cmocka_unit_test(an_icon_finds_a_place_beside_a_short_line),
		cmocka_unit_test(a_fine_label_stands_where_the_line_is_straight),
		cmocka_unit_test(a_fine_label_may_stand_on_the_other_side),
		cmocka_unit_test(letters_follow_a_bend),
		cmocka_unit_test(an_icon_alone_turns_with_the_line),
		cmocka_unit_test(words_of_joined_letters_stay_whole),
		cmocka_unit_test(lines_that_meet_are_joined),
		cmocka_unit_test(a_parallel_track_has_its_own_distances),
		cmocka_unit_test(a_track_knows_its_turns),
		cmocka_unit_test(texts_stand_beside_their_symbol),
		cmocka_unit_test(anchors_have_two_names),
		cmocka_unit_test(a_mask_knows_what_lies_in_polygons),
		cmocka_unit_test(a_turned_box_is_covered_by_small_ones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
