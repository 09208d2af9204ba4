#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/out.h"
#include "random.h"

enum { MOST = 8 };

struct table {
	int nrows, ncolumns;
	struct str cell[MOST][MOST];
};

static struct str random_cell(uint64_t *seed, struct arena *arena) {
	/* clang-format off */
	static const char *const pieces[] = {
		"a", "b c", ",", "\"", "\"\"", "\n", "\r\n", "\r", ";", "\t", " ", "\xC3\xA9",
		"\xD8\xA8", "\xF0\x9D\x84\x9E", "1.5", "'", "#",
	};
	/* clang-format on */
	struct out *out = out_memory(arena);
	for (uint64_t n = random_next(seed) % 5; n > 0; n--)
		out_str(out, str_of(pieces[random_next(seed) % 17]));
	return out_bytes(out);
}

static void write_table(const struct table *t, uint64_t *seed, struct out *out) {
	bool windows = random_next(seed) % 2;
	if (random_next(seed) % 4 == 0)
		out_str(out, STR("\xEF\xBB\xBF"));
	for (int r = 0; r < t->nrows; r++) {
		for (int c = 0; c < t->ncolumns; c++) {
			if (c)
				out_str(out, STR(","));
			csv_write_cell(out, t->cell[r][c]);
		}
		if (r + 1 < t->nrows || random_next(seed) % 2)
			out_str(out, windows ? STR("\r\n") : STR("\n"));
	}
}

static void expect_table(const struct table *t, const struct source *source, struct arena *arena) {
	struct csv csv;
	struct csv_row row;
	struct diag diag;
	diag_init(&diag, arena);
	csv_open(&csv, source, arena);
	for (int r = 0; r < t->nrows; r++) {
		if (!csv_next(&csv, &row, &diag))
			fail_msg("row %d is missing in %.*s", r, STR_ARG(source->text));
		assert_int_equal(row.ncells, t->ncolumns);
		for (int c = 0; c < t->ncolumns; c++)
			if (!str_equal(row.cell[c].text, t->cell[r][c]))
				fail_msg("row %d, cell %d is \"%.*s\" in %.*s", r, c,
					STR_ARG(row.cell[c].text), STR_ARG(source->text));
	}
	assert_false(csv_next(&csv, &row, &diag));
	assert_int_equal(diag.errors, 0);
}

static void test_round_trip(void **state) {
	uint64_t seed = 1;
	(void)state;
	for (int i = 0; i < 5000; i++) {
		struct arena arena = ARENA_INIT;
		struct table t = { 1 + (int)(random_next(&seed) % MOST),
			2 + (int)(random_next(&seed) % (MOST - 1)), { { { 0 } } } };
		for (int r = 0; r < t.nrows; r++)
			for (int c = 0; c < t.ncolumns; c++)
				t.cell[r][c] = r ? random_cell(&seed, &arena) : STR("#head");
		struct out *out = out_memory(&arena);
		write_table(&t, &seed, out);
		struct str text = out_bytes(out);
		char *copy = malloc(text.len);
		memcpy(copy, text.at, text.len);
		struct source source = { "test.csv", { copy, text.len } };
		expect_table(&t, &source, &arena);
		free(copy);
		arena_release(&arena);
	}
}

/* Any bytes: it ends, cells lie in order, and at most one error is reported. */
static void test_any_bytes(void **state) {
	static const char alphabet[] = "#ab,,;\"\"\n\n\r\t\xC3\xA9";
	uint64_t seed = 2;
	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct arena arena = ARENA_INIT;
		struct diag diag;
		struct csv csv;
		struct csv_row row;
		size_t len = random_next(&seed) % 40, rows = 0, last = 0;
		char *text = malloc(len ? len : 1);
		for (size_t k = 0; k < len; k++)
			text[k] = alphabet[random_next(&seed) % (sizeof(alphabet) - 1)];
		struct source source = { "test.csv", { text, len } };
		diag_init(&diag, &arena);
		csv_open(&csv, &source, &arena);
		while (csv_next(&csv, &row, &diag)) {
			assert_true(++rows <= len && row.ncells > 0);
			for (uint32_t c = 0; c < row.ncells; c++) {
				assert_true(
					row.cell[c].offset >= last && row.cell[c].offset <= len);
				last = row.cell[c].offset;
			}
		}
		assert_true(diag.errors <= 1);
		free(text);
		arena_release(&arena);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_any_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
