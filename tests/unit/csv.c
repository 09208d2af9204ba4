#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/out.h"

/* Cells are shown between brackets, one row after the other. */
static void expect(const char *text, const char *shown) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct csv csv;
	struct csv_row row;
	size_t len = strlen(text);
	char *copy = malloc(len ? len : 1);
	memcpy(copy, text, len);
	struct source source = { "test.csv", { copy, len } };
	struct out *out = out_memory(&arena);
	diag_init(&diag, &arena);
	csv_open(&csv, &source, &arena);
	while (csv_next(&csv, &row, &diag)) {
		for (uint32_t i = 0; i < row.ncells; i++)
			out_printf(out, "[%.*s]", STR_ARG(row.cell[i].text));
		out_printf(out, "|");
	}
	if (diag.errors)
		out_printf(out, "!%zu %s", diag.first->at.offset, diag.first->message);
	struct str got = out_bytes(out);
	if (!str_equal(got, str_of(shown)))
		fail_msg("%s\ngives %.*s\nnot   %s", text, STR_ARG(got), shown);
	assert_false(csv_next(&csv, &row, &diag));
	assert_true(diag.errors <= 1);
	arena_release(&arena);
	free(copy);
}

static void test_rows(void **state) {
	(void)state;
	expect("", "");
	expect("\n\r\n\n", "");
	expect("a", "[a]|");
	expect("a,b\n", "[a][b]|");
	expect("a,b\r\n1,2\r\n", "[a][b]|[1][2]|");
	expect("a,b\n\n\r\n1,2", "[a][b]|[1][2]|");
	expect("a,b\n,\n1,\n", "[a][b]|[][]|[1][]|");
	expect("a,\n", "[a][]|");
	expect("a,", "[a][]|");
	expect(" a , b \n", "[ a ][ b ]|");
	expect("\xEF\xBB\xBF"
	       "a,b\n",
		"[a][b]|");
	expect("\xEF\xBB\xBF\"a\",b\n", "[a][b]|");
	expect("a\rb,c\n", "[a\rb][c]|");
	expect("a,b\r", "[a][b]|");
	expect("\xD8\xA8,\xC3\xA9\n", "[\xD8\xA8][\xC3\xA9]|");
}

static void test_comments(void **state) {
	(void)state;
	expect("# a, b; c\n\n#\r\n#d\na;b\n", "[a][b]|");
	expect("\xEF\xBB\xBF# a\na\tb\n", "[a][b]|");
	expect("a,b\n#1,2\n", "[a][b]|[#1][2]|");
	expect("#,b\n", "[#][b]|");
	expect("#;b\n", "[#][b]|");
	expect("#\tb\n", "[#][b]|");
	expect("\"#\",b\n", "[#][b]|");
	expect("  \n \r\n# a\n  \na;b\n", "[a][b]|");
	expect("# a", "");
	expect("#", "");
	/* At the place in the file. */
	expect("# a\n\"b", "!4 a quoted cell without its closing quote");
}

static void test_quotes(void **state) {
	(void)state;
	expect("\"a,b\",c\n", "[a,b][c]|");
	expect("\"a\"\"b\"\n", "[a\"b]|");
	expect("\"\"\"\"\n", "[\"]|");
	expect("\"\"\n", "[]|");
	expect("\"\",\"\"\n", "[][]|");
	expect("\"a\nb\",c\r\n\"d\r\ne\"\r\n", "[a\nb][c]|[d\r\ne]|");
	expect("a\"b,c\n", "[a\"b][c]|");
	expect("5\" pipe,x\n", "[5\" pipe][x]|");
	expect("\"a\",\"b\"", "[a][b]|");
	expect("\"\"\"a\"\"\"\n", "[\"a\"]|");
}

static void test_separators(void **state) {
	(void)state;
	expect("a;b;c\n1;2,5;3\n", "[a][b][c]|[1][2,5][3]|");
	expect("a\tb\n1\t2\n", "[a][b]|[1][2]|");
	expect("\"x;y\",b\n", "[x;y][b]|");
	expect("a,b;c\n", "[a][b;c]|");
	expect("\n\na;b\n", "[a][b]|");
	expect("place\nA;B\n", "[place]|[A;B]|");
}

static void test_errors(void **state) {
	(void)state;
	expect("a,b\n\"c,d\n", "[a][b]|!4 a quoted cell without its closing quote");
	expect("a\n\"b\"c\nd\n",
		"[a]|!5 text behind the closing quote of a cell; "
		"a quote inside a quoted cell is written twice");
	expect("a,\xE9t\xE9\n1,2\n", "!2 byte 0xe9 is not UTF-8; save the file as UTF-8");
	expect("a\n\"b\xFF\"\n", "[a]|!4 byte 0xff is not UTF-8; save the file as UTF-8");
}

static void test_limits(void **state) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct csv csv;
	struct csv_row row;
	char *text = malloc(LIMIT_STRING + 2);
	(void)state;
	diag_init(&diag, &arena);
	memset(text, ',', LIMIT_FIELDS);
	struct source source = { "test.csv", { text, LIMIT_FIELDS - 1 } };
	csv_open(&csv, &source, &arena);
	assert_true(csv_next(&csv, &row, &diag));
	assert_int_equal(row.ncells, LIMIT_FIELDS);
	source.text.len++;
	csv_open(&csv, &source, &arena);
	assert_false(csv_next(&csv, &row, &diag));
	assert_non_null(strstr(diag.first->message, "limit of 10000 columns"));
	memset(text, 'x', LIMIT_STRING + 1);
	source.text.len = LIMIT_STRING + 1;
	csv_open(&csv, &source, &arena);
	assert_false(csv_next(&csv, &row, &diag));
	assert_non_null(strstr(diag.first->next->message, "limit of 1048576 bytes"));
	free(text);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_separators),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
