#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scan/when.h"

static const struct date tuesday = { 2020, 4, 7 };

static void check(const char *text, struct date article, bool ahead, const char *expected) {
	struct arena arena = ARENA_INIT;
	struct words words;
	struct tokens tokens;
	char found[DATE_SIZE] = "";
	words_make(&words, &arena);
	tokens_make(&tokens, str_of(text), &words, &arena);
	struct calendar calendar = { article, { 2020, 4, 3 }, ahead };
	struct when w = when_nearest(&tokens, 0, tokens.n, 0, &calendar);
	if (w.found)
		date_format(w.date, STR("en"), found, sizeof(found));
	if (!str_equal(str_of(found), str_of(expected)))
		fail_msg("\"%s\" gives \"%s\", not \"%s\"", text, found, expected);
	arena_release(&arena);
}

static void test_dates(void **state) {
	(void)state;
	struct date none = { 0 };
	check("on April 7, 2019 they", none, false, "7 April 2019");
	check("on 7 April 2019", none, false, "7 April 2019");
	check("on the 7th of April 2019", none, false, "7 April 2019");
	check("on 2020-03-19", none, false, "19 March 2020");
	check("in July 2018", none, false, "July 2018");
	check("on March 29", tuesday, false, "29 March 2020");
	check("on December 29", tuesday, false, "29 December 2019");
	check("on December 29", tuesday, true, "29 December 2020");
	check("in July", tuesday, false, "July 2019");
	check("on March 29", none, false, "");
	check("on February 31, 2020", none, false, "");
	check("they may leave", tuesday, false, "");
	check("Sergeant March said", none, false, "");
}

static void test_relative(void **state) {
	(void)state;
	struct date none = { 0 };
	check("on Tuesday", tuesday, false, "7 April 2020");
	check("on Monday", tuesday, false, "6 April 2020");
	check("last Tuesday", tuesday, false, "31 March 2020");
	check("on Wednesday", tuesday, false, "1 April 2020");
	check("on Wednesday", tuesday, true, "8 April 2020");
	check("next Sunday", tuesday, false, "12 April 2020");
	check("yesterday", tuesday, false, "6 April 2020");
	check("tomorrow", tuesday, true, "8 April 2020");
	check("on Monday", none, false, "");
	check("last week", tuesday, false, "30 March 2020");
	check("next month", tuesday, true, "May 2020");
	check("by the end of the year", tuesday, true, "2020");
	check("next year", tuesday, true, "2021");
	check("earlier this month", tuesday, false, "April 2020");
	check("overnight", tuesday, false, "7 April 2020");
	/* Of the day that was told before, 3 April. */
	check("the same day", tuesday, false, "3 April 2020");
	check("two days earlier", tuesday, false, "1 April 2020");
	check("a day later", tuesday, false, "4 April 2020");
	check("hours later", tuesday, false, "3 April 2020");
	check("two days ago", tuesday, false, "5 April 2020");
	check("two months ago", tuesday, false, "February 2020");
	check("by early 2022", tuesday, true, "2022");
	check("in 2000 vehicles", tuesday, false, "");
	check("the last days of it", tuesday, false, "");
	/* The date is more than the day before it. */
	check("on Sunday, March 29", tuesday, false, "29 March 2020");
}

static void check_article(const char *text, const char *file, struct date given,
	struct date expected, const char *agency) {
	struct arena arena = ARENA_INIT;
	struct words words;
	struct tokens tokens;
	words_make(&words, &arena);
	tokens_make(&tokens, str_of(text), &words, &arena);
	struct date d = when_article(&tokens, str_of(file), given);
	assert_int_equal(d.year, expected.year);
	assert_int_equal(d.month, expected.month);
	assert_int_equal(d.day, expected.day);
	struct str found = when_agency(&tokens);
	assert_true(str_equal(found, str_of(agency)));
	arena_release(&arena);
}

static void test_article(void **state) {
	(void)state;
	struct date none = { 0 };
	check_article("BAGHDAD, April 7, 2020 (Reuters) - Troops left.", "a.txt", none, tuesday,
		"Reuters");
	check_article("BAGHDAD, April 7 (AFP) - Troops left.", "a.txt", none, none, "AFP");
	check_article("BAGHDAD, April 7 (AFP) - Troops left.", "x/2020-04-09.txt", none, tuesday,
		"AFP");
	check_article("Troops left on Sunday.", "20200407-a.txt", none, tuesday, "");
	check_article("Troops left on Sunday.", "a.txt", tuesday, tuesday, "");
	check_article("Troops left (on foot) on Sunday.", "a.txt", none, none, "");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_relative),
		cmocka_unit_test(test_article),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
