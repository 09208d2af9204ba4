#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "text/shape.h"

struct fixture {
	struct arena arena;
	struct diag diag;
	struct shaper *shaper;
};

static struct fixture fixture;

static int open_shaper(void **state) {
	(void)state;
	diag_init(&fixture.diag, &fixture.arena);
	fixture.shaper = shaper_open(NULL, &fixture.diag);
	return fixture.shaper ? 0 : -1;
}

static int close_shaper(void **state) {
	(void)state;
	shaper_close(fixture.shaper);
	arena_release(&fixture.arena);
	return 0;
}

static const struct glyph_run *shaped(const char *text) {
	return shaper_shape(fixture.shaper, str_of(text), &(struct text_style){ .size = 10 });
}

/* Clusters stand for all of the span's text and all of its glyphs. */
static void check_run(const struct glyph_run *run) {
	for (uint32_t i = 0; i < run->nspans; i++) {
		const struct glyph_span *s = &run->span[i];
		uint32_t bytes = 0, glyphs = 0;
		double advance = 0;
		for (uint32_t c = 0; c < s->nclusters; c++) {
			bytes += s->cluster[c].nbytes;
			glyphs += s->cluster[c].nglyphs;
			advance += s->cluster[c].advance;
		}
		assert_int_equal(bytes, s->text_len);
		assert_int_equal(glyphs, s->nglyphs);
		assert_true(fabs(advance - s->advance) < 1e-9);
		assert_true(s->text_start + s->text_len <= run->text.len);
		for (uint32_t g = 0; g < s->nglyphs; g++) {
			assert_true(s->glyph[g].index < s->font->face->nglyphs);
			assert_non_null(s->font->face->outline[s->glyph[g].index]);
		}
	}
	assert_true(utf8_check(run->text) == SIZE_MAX);
}

static void test_latin(void **state) {
	(void)state;
	const struct glyph_run *run = shaped("Abu Ghraib");
	check_run(run);
	assert_int_equal(run->nspans, 1);
	assert_int_equal(run->span[0].nglyphs, 10);
	assert_int_equal(run->nlines, 1);
	assert_false(run->rtl);
	assert_true(str_equal(run->span[0].font->face->family, STR("Noto Sans")));
	/* Centred on its origin. */
	assert_true(fabs(run->box.min.x + run->box.max.x) < 1e-9);
	assert_true(fabs(rect_width(run->box) - run->span[0].advance) < 1e-9);
	assert_true(run->ink.min.x >= run->box.min.x - 1 && run->ink.max.x <= run->box.max.x + 1);
	assert_true(run->baseline > 0 && run->baseline < run->box.max.y);
}

/* One pair of text and style is shaped once. */
static void test_cached(void **state) {
	(void)state;
	const struct glyph_run *run = shaped("Mosul");
	assert_ptr_equal(run, shaped("Mosul"));
	assert_ptr_not_equal(run, shaped("Mosul "));
	assert_ptr_not_equal(run,
		shaper_shape(fixture.shaper, STR("Mosul"),
			&(struct text_style){ .size = 10, .weight = 700 }));
	assert_ptr_not_equal(run,
		shaper_shape(fixture.shaper, STR("Mosul"),
			&(struct text_style){ .size = 10, .language = STR("tr") }));
}

/* Between others a letter has another form than alone: beh, beh, beh. */
static void test_arabic_joins(void **state) {
	(void)state;
	const struct glyph_run *one = shaped("ب"), *three = shaped("ببب");
	check_run(three);
	assert_true(three->rtl);
	assert_int_equal(three->nspans, 1);
	const struct glyph_span *s = &three->span[0];
	assert_true(s->rtl && s->joined);
	assert_true(str_equal(s->language, STR("ar")));
	assert_int_equal(s->nclusters, 3);
	/* The letter's own glyph; dots may be glyphs of their own. */
	uint32_t alone = one->span[0].glyph[0].index;
	for (uint32_t i = 0; i < s->nglyphs; i++)
		if (one->span[0].nglyphs == 1)
			assert_int_not_equal(s->glyph[i].index, alone);
	/* Joined, three take less room than three alone. */
	assert_true(s->advance < 3 * one->span[0].advance);
	/* Larger than Latin letters of the same size. */
	assert_true(fabs(s->font->size - 11.5) < 1e-9);
}

/* Glyphs run from left to right, the text from right to left. */
static void test_arabic_order(void **state) {
	(void)state;
	const struct glyph_run *run = shaped("قائم");
	struct glyph_place place[8];
	check_run(run);
	uint32_t n = glyph_run_nclusters(run);
	assert_int_equal(n, 4);
	glyph_run_places(run, place);
	for (uint32_t i = 1; i < n; i++) {
		assert_true(place[i].at.x < place[i - 1].at.x);
		assert_true(place[i].text_start > place[i - 1].text_start);
	}
	const struct glyph_span *s = &run->span[0];
	for (uint32_t i = 1; i < s->nglyphs; i++)
		assert_true(s->glyph[i].at.x >= s->glyph[i - 1].at.x - 10);
}

/* Left edges of the spans, in the order of the text. */
static void test_bidi(void **state) {
	(void)state;
	const struct glyph_run *run = shaped("Habbaniyah (الحبانية) 2020");
	check_run(run);
	assert_false(run->rtl);
	assert_true(run->nspans >= 3);
	for (uint32_t i = 1; i < run->nspans; i++)
		assert_true(run->span[i].at.x > run->span[i - 1].at.x);
	/* Day, month, year of an Arabic date run to the left. */
	run = shaped("7 أبريل 2020");
	check_run(run);
	assert_true(run->rtl);
	for (uint32_t i = 1; i < run->nspans; i++)
		assert_true(run->span[i].at.x < run->span[i - 1].at.x);
	/* Figures alone follow the language. */
	run = shaper_shape(fixture.shaper, STR("2020"),
		&(struct text_style){ .size = 10, .language = STR("ar") });
	assert_true(run->rtl);
}

static void test_scripts(void **state) {
	(void)state;
	static const struct {
		const char *text, *family;
	} wanted[] = {
		{ "Москва", "Noto Sans" },
		{ "Ελλάδα", "Noto Sans" },
		{ "القائم", "Noto Sans Arabic" },
		{ "ירושלים", "Noto Sans Hebrew" },
		{ "दिल्ली", "Noto Sans Devanagari" },
		{ "กรุงเทพ", "Noto Sans Thai" },
		{ "თბილისი", "Noto Sans Georgian" },
		{ "Երևան", "Noto Sans Armenian" },
		{ "አዲስ", "Noto Sans Ethiopic" },
	};
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		const struct glyph_run *run = shaped(wanted[i].text);
		check_run(run);
		assert_int_equal(run->nspans, 1);
		struct str family = run->span[0].font->face->family;
		if (!str_equal(family, str_of(wanted[i].family)))
			fail_msg("%s: %.*s", wanted[i].text, STR_ARG(family));
		for (uint32_t g = 0; g < run->span[0].nglyphs; g++)
			assert_int_not_equal(run->span[0].glyph[g].index, 0);
	}
}

static void test_weights(void **state) {
	(void)state;
	static const struct {
		int weight;
		bool italic;
		int got;
	} wanted[] = {
		{ 0, false, 400 },
		{ 300, false, 400 },
		{ 500, false, 700 },
		{ 700, false, 700 },
		{ 900, true, 700 },
		{ 400, true, 400 },
	};
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		const struct glyph_run *run = shaper_shape(fixture.shaper, STR("Erbil"),
			&(struct text_style){ .size = 10,
				.weight = wanted[i].weight,
				.italic = wanted[i].italic });
		assert_int_equal(run->span[0].font->face->weight, wanted[i].got);
		assert_int_equal(run->span[0].font->face->italic, wanted[i].italic);
	}
	const struct glyph_run *serif = shaper_shape(fixture.shaper, STR("Erbil"),
		&(struct text_style){ .size = 10, .family = "Noto Serif" });
	assert_true(str_equal(serif->span[0].font->face->family, STR("Noto Serif")));
	const struct glyph_run *unknown = shaper_shape(fixture.shaper, STR("Erbil"),
		&(struct text_style){ .size = 10, .family = "../../No Such Font" });
	assert_true(str_equal(unknown->span[0].font->face->family, STR("Noto Sans")));
}

static void test_letter_spacing(void **state) {
	(void)state;
	struct text_style spaced = { .size = 10, .letter_spacing = 2 };
	const struct glyph_run *plain = shaped("IRAQ");
	const struct glyph_run *wide = shaper_shape(fixture.shaper, STR("IRAQ"), &spaced);
	/* Between the letters, not behind the last. */
	assert_true(fabs(rect_width(wide->box) - rect_width(plain->box) - 6) < 0.5);
	/* Joined letters stay joined. */
	plain = shaped("العراق");
	wide = shaper_shape(fixture.shaper, STR("العراق"), &spaced);
	assert_true(fabs(rect_width(wide->box) - rect_width(plain->box)) < 1e-9);
}

static void test_wrap(void **state) {
	(void)state;
	struct text_style style = { .size = 10, .max_width = 60, .justify = TEXT_CENTER };
	const struct glyph_run *run = shaper_shape(fixture.shaper,
		STR("Baghdad International Airport"), &style);
	check_run(run);
	assert_int_equal(run->nlines, 3);
	assert_true(rect_width(run->box) <= 70);
	assert_true(run->span[1].at.y > run->span[0].at.y);
	/* A hyphen behind an article does not break, one between two names does. */
	style.max_width = 1;
	run = shaper_shape(fixture.shaper, STR("al-Qaim"), &style);
	assert_int_equal(run->nlines, 1);
	run = shaper_shape(fixture.shaper, STR("Habbaniyah-Taqaddum"), &style);
	assert_int_equal(run->nlines, 2);
	/* What is wider than a line is cut where that is wished, joined letters never. */
	style = (struct text_style){ .size = 10, .max_width = 60, .cut_words = true };
	run = shaper_shape(fixture.shaper, STR("Donaudampfschifffahrtsgesellschaft an"), &style);
	check_run(run);
	assert_true(run->nlines >= 3 && rect_width(run->box) <= 60.5);
	style.max_width = 20;
	run = shaper_shape(fixture.shaper, STR("القسطنطينية"), &style);
	assert_int_equal(run->nlines, 1);
	/* An Arabic comma behind a Latin word has a glyph. */
	run = shaped("district\u060C غير مؤكد");
	for (uint32_t i = 0; i < run->nspans; i++)
		for (uint32_t k = 0; k < run->span[i].nglyphs; k++)
			assert_int_not_equal(run->span[i].glyph[k].index, 0);
	/* A date below a Hebrew name keeps the order of its own letters. */
	run = shaped("עזה\n7 October 2023");
	assert_int_equal(run->nlines, 2);
	for (uint32_t i = 2; i < run->nspans; i++)
		assert_true((run->span[i].at.x > run->span[i - 1].at.x)
			== (run->span[i].text_start > run->span[i - 1].text_start));
	run = shaped("one\ntwo\r\nthree\n\nfive");
	check_run(run);
	assert_int_equal(run->nlines, 5);
	style = (struct text_style){ .size = 10, .max_width = 100, .justify = TEXT_AUTO };
	run = shaper_shape(fixture.shaper, STR("سلّم التحالف الدولي قاعدة القائم"), &style);
	assert_true(run->nlines >= 2);
	/* Right edges agree. */
	const struct glyph_span *a = &run->span[0], *b = &run->span[run->nspans - 1];
	assert_true(fabs(a->at.x + a->advance - run->box.max.x) < 1e-6);
	assert_true(fabs(b->at.x + b->advance - run->box.max.x) < 1e-6);
}

static void test_line_height(void **state) {
	(void)state;
	struct text_style style = { .size = 10, .line_height = 17 };
	const struct glyph_run *run = shaper_shape(fixture.shaper, STR("a\nb"), &style);
	assert_true(fabs(run->span[1].at.y - run->span[0].at.y - 17) < 1e-9);
	run = shaped("a\nb");
	assert_true(fabs(run->span[1].at.y - run->span[0].at.y - 12) < 1e-9);
}

static void test_sections(void **state) {
	(void)state;
	struct text_section section[] = {
		{ .text = STR("K1\n"), .weight = 700, .color = { 0, 0, 0, -1 } },
		{ .text = STR("29 March"), .scale = 0.8, .color = { 1, 0, 0, 1 } },
	};
	const struct glyph_run *run = shaper_shape_sections(fixture.shaper, section, 2,
		&(struct text_style){ .size = 10 });
	check_run(run);
	for (uint32_t i = 2; i < run->nspans; i++)
		assert_true((run->span[i].at.x > run->span[i - 1].at.x)
			== (run->span[i].text_start > run->span[i - 1].text_start));
	assert_int_equal(run->span[0].font->face->weight, 700);
	assert_true(fabs(run->span[1].font->size - 8) < 1e-9);
	assert_true(run->span[0].color.a < 0 && run->span[1].color.r == 1);
	assert_true(str_equal(run->text, STR("K1\n29 March")));
}

/* Whatever comes in, clean text comes out. */
static void test_dirty(void **state) {
	(void)state;
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "a\x01\x7f"
		  "b",
			"ab" },
		{ "a\tb", "a b" },
		{ "\xff", "\xEF\xBF\xBD" },
		{ "x\xe2\x80\xae"
		  "y",
			"xy" },
		{ "\xef\xbb\xbfz", "z" },
		{ "\xf3\xa0\x81\x81q", "q" },
		{ "\xc3", "\xEF\xBF\xBD" },
		{ "\xef\xbf\xbe.", "." },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct glyph_run *run = shaped(cases[i].in);
		check_run(run);
		assert_true(str_equal(run->text, str_of(cases[i].out)));
	}
	/* A heap of marks is cut to eight. */
	char marks[2 * 50 + 2] = "a";
	for (int i = 0; i < 50; i++)
		memcpy(marks + 1 + 2 * i, "\xcc\x81", 2);
	const struct glyph_run *run = shaped(marks);
	check_run(run);
	assert_int_equal(run->text.len, 1 + 2 * 8);
	run = shaped("");
	assert_int_equal(run->nspans, 0);
	assert_true(rect_width(run->box) == 0);
	run = shaped("   ");
	assert_int_equal(run->nspans, 0);
}

static void test_missing_font(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	diag_init(&diag, &arena);
	assert_null(shaper_open("/nonexistent", &diag));
	assert_int_equal(diag.errors, 1);
	assert_non_null(strstr(diag.first->message, "NotoSans-Regular.ttf"));
	shaper_close(NULL);
	arena_release(&arena);
}

/* A cut font is a font, far smaller than the whole. */
static void test_subset(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	const struct glyph_run *run = shaped("Mosul");
	const uint32_t characters[] = { 'M', 'l', 'o', 's', 'u' };
	const struct glyph_face *face = run->span[0].font->face;
	struct str file = face->ops->subset(face, characters, 5, &arena);
	assert_true(file.len > 500 && file.len < 20000);
	assert_memory_equal(file.at, "\0\1\0\0", 4);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_latin),
		cmocka_unit_test(test_cached),
		cmocka_unit_test(test_arabic_joins),
		cmocka_unit_test(test_arabic_order),
		cmocka_unit_test(test_bidi),
		cmocka_unit_test(test_scripts),
		cmocka_unit_test(test_weights),
		cmocka_unit_test(test_letter_spacing),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_line_height),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_dirty),
		cmocka_unit_test(test_missing_font),
		cmocka_unit_test(test_subset),
	};
	return cmocka_run_group_tests(tests, open_shaper, close_shaper);
}
