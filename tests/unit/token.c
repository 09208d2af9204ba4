#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scan/token.h"

struct fixture {
	struct arena arena;
	struct words words;
	struct tokens tokens;
};

static void cut(struct fixture *f, const char *text) {
	*f = (struct fixture){ 0 };
	words_make(&f->words, &f->arena);
	tokens_make(&f->tokens, str_of(text), &f->words, &f->arena);
}

static void is_token(const struct fixture *f, uint32_t i, const char *text) {
	assert_true(i < f->tokens.n);
	struct str found = token_text(&f->tokens, i);
	if (!str_equal(found, str_of(text)))
		fail_msg("token %u is \"%.*s\", not \"%s\"", i, STR_ARG(found), text);
}

static void test_words(void **state) {
	(void)state;
	struct fixture f;
	cut(&f, "In Turkey's east, O'Hare (al-Walid) saw 1,500 men.");
	static const char *const words[] = { "In", "Turkey", "east", "O'Hare", "al", "Walid", "saw",
		"1", "500", "men" };
	assert_int_equal(f.tokens.n, sizeof(words) / sizeof(words[0]));
	for (uint32_t i = 0; i < f.tokens.n; i++)
		is_token(&f, i, words[i]);
	assert_true(f.tokens.at[0].flags & TOKEN_SENTENCE);
	assert_true(f.tokens.at[1].flags & TOKEN_OWNS);
	assert_false(f.tokens.at[3].flags & TOKEN_OWNS);
	assert_true(f.tokens.at[3].flags & TOKEN_COMMA);
	assert_true(f.tokens.at[4].flags & TOKEN_PAREN);
	assert_true(f.tokens.at[5].flags & TOKEN_HYPHEN);
	assert_true(f.tokens.at[1].flags & TOKEN_ADJACENT);
	assert_true(f.tokens.at[0].classes & WORD_LOCATIVE);
	arena_release(&f.arena);
}

static void test_abbreviations(void **state) {
	(void)state;
	struct fixture f;
	cut(&f, "The U.S. and St. Louis. Then Washington, D.C. fell");
	is_token(&f, 1, "U.S.");
	assert_true(f.tokens.at[1].flags & TOKEN_DOTS);
	assert_true(f.tokens.at[1].classes & WORD_PLACE_CODE);
	is_token(&f, 4, "Louis");
	assert_false(f.tokens.at[4].flags & TOKEN_SENTENCE);
	assert_true(f.tokens.at[4].flags & TOKEN_ADJACENT);
	is_token(&f, 5, "Then");
	assert_true(f.tokens.at[5].flags & TOKEN_SENTENCE);
	is_token(&f, 7, "D.C.");
	arena_release(&f.arena);
}

static void test_points(void **state) {
	(void)state;
	struct fixture f;
	/* Offsets are code points, and broken bytes count as one each. */
	cut(&f, "Låsby – Ñuñoa\xFF Kyiv");
	is_token(&f, 0, "Låsby");
	assert_int_equal(f.tokens.at[0].npoints, 5);
	is_token(&f, 1, "Ñuñoa");
	assert_int_equal(f.tokens.at[1].point, 8);
	assert_true(f.tokens.at[1].flags & TOKEN_CAPITAL);
	is_token(&f, 2, "Kyiv");
	assert_int_equal(f.tokens.at[2].point, 15);
	arena_release(&f.arena);
}

static void test_demonyms(void **state) {
	(void)state;
	struct fixture f;
	cut(&f, "South Korean and Iraqi men met Turks");
	assert_true(f.tokens.at[1].classes & WORD_DEMONYM);
	assert_string_equal(f.tokens.at[1].country, "KR");
	assert_string_equal(f.tokens.at[3].country, "IQ");
	assert_string_equal(f.tokens.at[6].country, "TR");
	assert_false(f.tokens.at[4].classes & WORD_DEMONYM);
	arena_release(&f.arena);
}

static void test_paragraphs(void **state) {
	(void)state;
	struct fixture f;
	cut(&f, "Headline without a dot\n\nText begins\nhere");
	assert_true(f.tokens.at[4].flags & TOKEN_PARAGRAPH);
	assert_true(f.tokens.at[4].flags & TOKEN_SENTENCE);
	assert_false(f.tokens.at[6].flags & TOKEN_SENTENCE);
	assert_int_equal(sentence_end(&f.tokens, 0), 4);
	arena_release(&f.arena);
}

static void test_nothing(void **state) {
	(void)state;
	struct fixture f;
	cut(&f, "");
	assert_int_equal(f.tokens.n, 0);
	arena_release(&f.arena);
	cut(&f, " .,\n\n\xC3 - '");
	assert_int_equal(f.tokens.n, 0);
	arena_release(&f.arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_abbreviations),
		cmocka_unit_test(test_points),
		cmocka_unit_test(test_demonyms),
		cmocka_unit_test(test_paragraphs),
		cmocka_unit_test(test_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
