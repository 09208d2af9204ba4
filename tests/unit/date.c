#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/date.h"

static void test_parse(void **state) {
	/* clang-format off */
	static const struct { const char *text; struct date date; } rows[] = {
		{ "2020", { 2020, 0, 0 } }, { "2020-04", { 2020, 4, 0 } }, { "2020-04-07", { 2020, 4, 7 } },
		{ "20200407", { 2020, 4, 7 } }, { " 2020-04-07 ", { 2020, 4, 7 } },
		{ "2020-02-29", { 2020, 2, 29 } }, { "2000-02-29", { 2000, 2, 29 } },
		{ "0001-01-01", { 1, 1, 1 } }, { "9999-12-31", { 9999, 12, 31 } },
		{ "2020-04-07T12:30", { 2020, 4, 7 } }, { "2020-04-07T12:30:59Z", { 2020, 4, 7 } },
		{ "2020-04-07 12:30:59.123+03:00", { 2020, 4, 7 } }, { "2020-04-07T12:30-0330", { 2020, 4, 7 } },
		{ "2020-04-07T12:30+03", { 2020, 4, 7 } }, { "2020-04-07T24:00:00", { 2020, 4, 7 } }, { "7 April 2020", { 2020, 4, 7 } },
		{ "07 April 2020", { 2020, 4, 7 } }, { "7 apr 2020", { 2020, 4, 7 } },
		{ "07-Apr-2020", { 2020, 4, 7 } }, { "31 May 1999", { 1999, 5, 31 } },
	};
	/* clang-format on */
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct date d = { 0 };
		if (!date_parse(str_of(rows[i].text), &d)
			|| memcmp(&d, &rows[i].date, sizeof(d)) != 0)
			fail_msg("%s: %d-%d-%d", rows[i].text, d.year, d.month, d.day);
	}
}

static void test_refused(void **state) {
	/* clang-format off */
	static const char *const texts[] = {
		"", " ", "0000", "20", "202", "20201", "2020-", "2020-4", "2020-00", "2020-13", "2020-04-",
		"2020-04-00", "2020-04-31", "2021-02-29", "1900-02-29", "2020-04-7", "2020/04/07",
		"07.04.2020", "07-04-2020", "20200431", "20200400", "202004", "2020-04-07T", "2020-04-07T25:00",
		"2020-04-07T12", "2020-04-07T12:60", "2020-04-07T12:30:61", "2020-04-07T12:30Q",
		"2020-04-07T12:30+15:00", "2020-04-07x", "2020-04T12:00", "-2020", "+2020", "2020-W15",
		"2020-098", "April 2020 7", "7 Aprils 2020", "7 April 20", "7 April", "0 April 2020",
		"2020-04-07T12:30:5", "2020-04-07T12:30:59.", "2020-04-07T12:30+", "2020-04-07T12:30+0x",
		"2020-04-07T12:30+03:60", "2020-04-07T12:30+03:0", "2020-04-07T12:30+03:00x", "20200007",
		"31 April 2020", "7 April 2020 x", "today", "2020-O4-07", "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA0",
	};
	/* clang-format on */
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct date d = { 1, 2, 3 };
		if (date_parse(str_of(texts[i]), &d))
			fail_msg("%s: taken as %d-%d-%d", texts[i], d.year, d.month, d.day);
		assert_int_equal(d.year, 1);
	}
}

static void test_compare(void **state) {
	static const struct date sorted[] = {
		{ 0, 0, 0 },
		{ 2019, 12, 31 },
		{ 2020, 0, 0 },
		{ 2020, 1, 0 },
		{ 2020, 1, 1 },
		{ 2020, 1, 2 },
		{ 2020, 4, 0 },
		{ 2020, 4, 1 },
		{ 2021, 0, 0 },
	};
	(void)state;
	for (int i = 0; i < 9; i++)
		for (int k = 0; k < 9; k++) {
			int order = date_compare(sorted[i], sorted[k]);
			assert_int_equal((order > 0) - (order < 0), (i > k) - (i < k));
		}
}

static void test_format(void **state) {
	static const struct {
		struct date d;
		const char *language, *text;
	} rows[] = {
		{ { 2020, 4, 7 }, "en", "7 April 2020" },
		{ { 2020, 4, 0 }, "en", "April 2020" },
		{ { 2020, 0, 0 }, "en", "2020" },
		{ { 0, 0, 0 }, "en", "" },
		{ { 2020, 4, 7 }, "ar", "7 أبريل 2020" },
		{ { 2020, 4, 7 }, "ar-IQ", "7 نيسان 2020" },
		{ { 2020, 1, 3 }, "ar-SY", "3 كانون الثاني 2020" },
		{ { 2020, 12, 0 }, "ar-EG", "ديسمبر 2020" },
		{ { 2020, 4, 7 }, "en-GB", "7 April 2020" },
		{ { 2020, 4, 7 }, "fr", "7 avril 2020" },
		{ { 2020, 4, 1 }, "fr", "1er avril 2020" },
		{ { 2020, 4, 7 }, "de", "7. April 2020" },
		{ { 2020, 4, 7 }, "es", "7 de abril de 2020" },
		{ { 2020, 4, 7 }, "ru-RU", "7 апреля 2020" },
		{ { 2020, 4, 0 }, "ru", "апрель 2020" },
		{ { 2020, 4, 7 }, "he", "7 באפריל 2020" },
		{ { 2020, 4, 7 }, "zh", "2020年4月7日" },
		{ { 2020, 0, 0 }, "zh", "2020年" },
		{ { 2020, 4, 7 }, "tlh", "7 April 2020" },
		{ { 2020, 4, 7 }, "", "7 April 2020" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[DATE_SIZE];
		int len = date_format(rows[i].d, str_of(rows[i].language), text, sizeof(text));
		assert_string_equal(text, rows[i].text);
		assert_int_equal(len, strlen(text));
	}
	char small[5];
	date_format((struct date){ 2020, 4, 7 }, STR("en"), small, sizeof(small));
	assert_string_equal(small, "7 Ap");
	assert_int_equal(date_format((struct date){ 2020, 4, 7 }, STR("en"), NULL, 0), 12);
	assert_int_equal(date_format((struct date){ 0, 0, 0 }, STR("en"), NULL, 0), 0);
}

static void test_unix(void **state) {
	(void)state;
	assert_int_equal(date_to_unix((struct date){ 1970, 1, 1 }), 0);
	assert_int_equal(date_to_unix((struct date){ 2020, 4, 7 }), 1586217600);
	assert_int_equal(date_to_unix((struct date){ 2020, 4, 0 }), 1585699200);
	assert_int_equal(date_to_unix((struct date){ 2000, 0, 0 }), 946684800);
	assert_int_equal(date_to_unix((struct date){ 1969, 12, 31 }), -86400);
	assert_int_equal(date_to_unix((struct date){ 1, 1, 1 }), INT64_C(-62135596800));
	/* The era before the first. */
	struct date before = date_from_unix(INT64_C(-62167219200));
	assert_memory_equal(&before, (&(struct date){ 0, 1, 1 }), sizeof(before));
	assert_int_equal(date_to_unix(before), INT64_C(-62167219200));
	/* Every day of eleven thousand years, one after the other. */
	struct date d = { 1, 1, 1 };
	for (int64_t t = date_to_unix(d); d.year < 9999; t += 86400) {
		d = date_from_unix(t);
		assert_int_equal(date_to_unix(d), t);
		struct date late = date_from_unix(t + 86399);
		assert_memory_equal(&d, &late, sizeof(d));
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_unix),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
