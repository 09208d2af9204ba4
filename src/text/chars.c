#include "text/chars.h"

#include <fribidi.h>

#include "base/limits.h"
#include "base/utf8.h"

bool char_is_space(uint32_t c) {
	return c == ' ' || c == '\n' || c == 0x3000 || c == 0x200B
		|| (c >= 0x2000 && c <= 0x200A && c != 0x2007);
}

/* What is drawn in place of `c`; 0: nothing. */
static uint32_t cleaned(uint32_t c) {
	if (c == '\t')
		return ' ';
	if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029)
		return '\n';
	if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF)
		return 0;
	/* Embeddings and overrides reorder what follows; isolates end by themselves. */
	if (c >= 0x202A && c <= 0x202E)
		return 0;
	if ((c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE)
		return 0;
	if (c >= 0xE0000 && c <= 0xE0FFF)
		return 0;
	return c;
}

static bool is_mark(uint32_t c) {
	if (c < 0x300)
		return false;
	hb_unicode_general_category_t category = hb_unicode_general_category(
		hb_unicode_funcs_get_default(), c);
	return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK
		|| category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

static void read_section(struct chars *to, char *utf8, struct str text, uint32_t section) {
	uint32_t marks = 0, before = 0;
	for (size_t i = 0; i < text.len;) {
		uint32_t c = utf8_next(text, &i);
		bool second = c == '\n' && before == '\r';
		before = c;
		c = cleaned(c);
		if (c == 0 || second)
			continue;
		marks = is_mark(c) ? marks + 1 : 0;
		if (marks > LIMIT_COMBINING_MARKS)
			continue;
		to->c[to->n] = c;
		to->section[to->n] = section;
		to->byte[to->n++] = (uint32_t)to->text.len;
		char put[4];
		int bytes = utf8_put(c, put);
		for (int k = 0; k < bytes; k++)
			utf8[to->text.len++] = put[k];
	}
}

static void find_scripts(struct chars *chars) {
	hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
	hb_script_t script = HB_SCRIPT_COMMON;
	uint32_t open = 0;
	for (uint32_t i = 0; i < chars->n; i++) {
		uint32_t c = chars->c[i];
		bool latin = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		hb_script_t own = latin ? HB_SCRIPT_LATIN
			: c < 0x80      ? HB_SCRIPT_COMMON
					: hb_unicode_script(unicode, c);
		if (own == HB_SCRIPT_COMMON || own == HB_SCRIPT_INHERITED
			|| own == HB_SCRIPT_UNKNOWN) {
			chars->script[i] = script;
			continue;
		}
		/* What stands before the first letter belongs to it. */
		if (script == HB_SCRIPT_COMMON)
			for (; open < i; open++)
				chars->script[open] = own;
		chars->script[i] = script = own;
	}
}

static bool is_rtl_language(struct str language) {
	/* clang-format off */
	static const char *const languages[] = {
		"ar", "fa", "ur", "he", "yi", "ps", "sd", "ug", "ckb", "dv", "syr",
	};
	/* clang-format on */
	struct str rest = language, main = str_split(&rest, '-');
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (str_equal(main, str_of(languages[i])))
			return true;
	return false;
}

/* The first letter that has a direction decides; signs and figures alone follow
 * the language. */
static bool base_direction(const FriBidiCharType *types, uint32_t n, struct str language) {
	FriBidiParType base = fribidi_get_par_direction(types, (FriBidiStrIndex)n);
	if (base == FRIBIDI_PAR_ON)
		return is_rtl_language(language);
	return FRIBIDI_IS_RTL(base);
}

static void find_levels(struct chars *chars, struct str language, struct arena *scratch) {
	bool simple = !is_rtl_language(language);
	for (uint32_t i = 0; simple && i < chars->n; i++)
		simple = chars->c[i] < 0x590;
	if (simple || chars->n == 0)
		return;
	FriBidiCharType *types = arena_new(scratch, FriBidiCharType, chars->n);
	FriBidiBracketType *brackets = arena_new(scratch, FriBidiBracketType, chars->n);
	fribidi_get_bidi_types(chars->c, (FriBidiStrIndex)chars->n, types);
	fribidi_get_bracket_types(chars->c, (FriBidiStrIndex)chars->n, types, brackets);
	chars->rtl = base_direction(types, chars->n, language);
	for (uint32_t start = 0, end; start < chars->n; start = end) {
		for (end = start; end < chars->n && chars->c[end] != '\n'; end++)
			;
		if (end < chars->n)
			end++;
		/* Each line of a label is a paragraph of its own: a date in figures and
		 * English below a Hebrew name reads from the left. */
		FriBidiParType base = fribidi_get_par_direction(types + start,
			(FriBidiStrIndex)(end - start));
		if (base == FRIBIDI_PAR_ON)
			base = chars->rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
		if (!fribidi_get_par_embedding_levels_ex(types + start, brackets + start,
			    (FriBidiStrIndex)(end - start), &base,
			    (FriBidiLevel *)chars->level + start))
			for (uint32_t i = start; i < end; i++)
				chars->level[i] = chars->rtl;
	}
}

void chars_read(struct chars *chars, const struct text_section *section, uint32_t n,
	struct str language, struct arena *arena) {
	size_t bytes = 0;
	for (uint32_t i = 0; i < n; i++)
		bytes += section[i].text.len;
	*chars = (struct chars){
		.c = arena_new(arena, uint32_t, bytes),
		.byte = arena_new(arena, uint32_t, bytes + 1),
		.section = arena_new(arena, uint32_t, bytes),
		.script = arena_new(arena, hb_script_t, bytes),
		.level = arena_new(arena, uint8_t, bytes),
	};
	/* A broken byte becomes the three of U+FFFD. */
	char *utf8 = arena_new(arena, char, bytes * 3 + 1);
	chars->text.at = utf8;
	for (uint32_t i = 0; i < n; i++)
		read_section(chars, utf8, section[i].text, i);
	chars->byte[chars->n] = (uint32_t)chars->text.len;
	find_scripts(chars);
	find_levels(chars, language, arena);
}

static bool is_ideograph(uint32_t c) {
	return (c >= 0x2E80 && c <= 0x2FFF) || (c >= 0x3040 && c <= 0x9FFF)
		|| (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF)
		|| (c >= 0x20000 && c <= 0x3FFFF);
}

/* What never begins a line of ideographs: closing signs and small kana. */
static bool clings(uint32_t c) {
	/* clang-format off */
	static const uint32_t signs[] = {
		0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x30FC, 0xFF01,
		0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, ')', ',', '.', ':', ';', '!', '?',
	};
	/* clang-format on */
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (signs[i] == c)
			return true;
	return false;
}

/* Length of the word that ends before `i`. */
static uint32_t word_before(const struct chars *chars, uint32_t i) {
	uint32_t n = 0;
	while (n < i && !char_is_space(chars->c[i - n - 1]))
		n++;
	return n;
}

bool chars_may_break(const struct chars *chars, uint32_t i) {
	if (i == 0 || i >= chars->n)
		return false;
	uint32_t before = chars->c[i - 1], after = chars->c[i];
	if (char_is_space(after))
		return false;
	if (char_is_space(before))
		return true;
	if (before == '/' || before == 0x2010 || before == 0x2013 || before == 0x2014)
		return true;
	/* "al-Qaim" stays together, "Habbaniyah-Taqaddum" may part. */
	if (before == '-')
		return word_before(chars, i - 1) > 3 && !(after >= '0' && after <= '9');
	if (is_mark(after) || clings(after))
		return false;
	return is_ideograph(before) || is_ideograph(after);
}
