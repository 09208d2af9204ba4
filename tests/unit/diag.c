#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/limits.h"

/* What diag_print() writes. */
static void expect_printed(const struct diag *diag, bool excerpt, const char *expected) {
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);
	diag_print(diag, file, excerpt);
	fclose(file);
	assert_string_equal(text, expected);
	free(text);
}

static void test_forms(void **state) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct source source = { "a.json", STR("one\ntw\xC3\xA9 three\n") };
	struct source name = { "b.shp", { NULL, 0 } };
	(void)state;
	diag_init(&diag, &arena);
	assert_false(diag_error(&diag, (struct where){ &source, 9, "x.y" }, "bad \"%s\"", "w"));
	diag_warn(&diag, (struct where){ &source, WHERE_WHOLE, NULL }, "odd");
	diag_note(&diag, (struct where){ &name, 0, NULL }, "so");
	diag_error(&diag, WHERE_NOWHERE, "alone");
	diag_error(&diag, (struct where){ &source, 0, "" }, "first");
	diag_error(&diag, (struct where){ &source, 9999, NULL }, "last");
	assert_int_equal(diag.errors, 4);
	assert_int_equal(diag.warnings, 1);
	expect_printed(&diag, false,
		"sitmap: a.json:2:5: x.y: bad \"w\"\n"
		"sitmap: a.json: warning: odd\n"
		"sitmap: b.shp: note: so\n"
		"sitmap: alone\n"
		"sitmap: a.json:1:1: first\n"
		"sitmap: a.json:3:1: last\n");
	arena_release(&arena);
}

static void test_excerpt(void **state) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	char wide[400];
	struct source source = { "a", STR("ab\xC3\xA9\t\"x\"\r\nnext") };
	struct source longer = { "b", { wide, sizeof(wide) } };
	(void)state;
	memset(wide, 'w', sizeof(wide));
	wide[200] = '!';
	diag_init(&diag, &arena);
	diag_error(&diag, (struct where){ &source, 5, NULL }, "here");
	diag_error(&diag, (struct where){ &source, 10, NULL }, "there");
	expect_printed(&diag, true,
		"sitmap: a:1:5: here\n    ab\xC3\xA9\\x09\"x\"\n           ^\n"
		"sitmap: a:2:1: there\n    next\n    ^\n");
	diag_init(&diag, &arena);
	diag_error(&diag, (struct where){ &longer, 200, NULL }, "far");
	char expected[400];
	snprintf(expected, sizeof(expected), "sitmap: b:1:201: far\n    %.60s!%.59s\n    %60s^\n",
		wide, wide, "");
	expect_printed(&diag, true, expected);
	/* The cut is not through a letter; an empty line has nothing to show. */
	struct source letters = { "c", { wide, sizeof(wide) } };
	for (size_t i = 0; i < sizeof(wide); i += 2) {
		/* Two odd ones: the cuts at 141 and 261 would halve a letter. */
		i += i == 180 || i == 231;
		memcpy(wide + i, "\xC3\xA9", 2);
	}
	wide[180] = wide[231] = 'x';
	diag_init(&diag, &arena);
	diag_error(&diag, (struct where){ &letters, 201, NULL }, "far");
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);
	diag_print(&diag, file, true);
	fclose(file);
	assert_null(strstr(text, "\\x"));
	free(text);
	struct source lines = { "d", STR("a\n\nb") };
	diag_init(&diag, &arena);
	diag_error(&diag, (struct where){ &lines, 2, NULL }, "empty");
	diag_error(&diag, (struct where){ &lines, WHERE_WHOLE, NULL }, "whole");
	expect_printed(&diag, true, "sitmap: d:2:1: empty\nsitmap: d: whole\n");
	arena_release(&arena);
}

/* A file's content must not reach the terminal as control codes. */
static void test_escapes(void **state) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct source source = { "a\n\x1b[2J", { NULL, 0 } };
	(void)state;
	diag_init(&diag, &arena);
	diag_error(&diag, (struct where){ &source, 0, "p\x07" },
		"\x1b]0;t\x7f \xC2\x9B"
		"31m \xE2\x80\xAE \xE2\x81\xA6 \xE2\x80\xB0 \xE2\x81\xB0 \xFF \xC3\xA9 \xD8\xA8");
	expect_printed(&diag, false,
		"sitmap: a\\x0a\\x1b[2J: p\\x07: "
		"\\x1b]0;t\\x7f \\x9b31m \\u202e \\u2066 \xE2\x80\xB0 \xE2\x81\xB0 \\xff \xC3\xA9 \xD8\xA8\n");
	arena_release(&arena);
}

/* Many lines with a message on each must not take the square of it. */
static void test_many_messages(void **state) {
	enum { LINES = 300000 };
	struct arena arena = ARENA_INIT;
	struct diag diag;
	char *text = malloc(LINES * 2);
	(void)state;
	diag_init(&diag, &arena);
	struct source source = { "a", { text, LINES * 2 } };
	for (size_t i = 0; i < LINES; i++) {
		memcpy(text + 2 * i, "x\n", 2);
		diag_warn(&diag, (struct where){ &source, 2 * i, NULL }, "w");
	}
	FILE *file = fopen("/dev/null", "w");
	diag_print(&diag, file, true);
	fclose(file);
	unsigned line, column;
	source_position(&source, 2 * (LINES - 1), &line, &column);
	assert_int_equal(line, LINES);
	assert_int_equal(column, 1);
	source_position(&source, SIZE_MAX, &line, &column);
	assert_int_equal(line, LINES + 1);
	free(text);
	arena_release(&arena);
}

static void test_append_outlives(void **state) {
	struct arena arena = ARENA_INIT, worker = ARENA_INIT;
	struct diag diag, from;
	(void)state;
	diag_init(&diag, &arena);
	diag_init(&from, &worker);
	struct source *source = arena_new(&worker, struct source, 1);
	source->name = arena_strdup(&worker, STR("tile"));
	diag_error(&from, (struct where){ source, WHERE_WHOLE, arena_strdup(&worker, STR("a.b")) },
		"no");
	from.locked = true;
	struct source read = { "b", STR("x") };
	diag_error(&from, (struct where){ &read, 0, NULL }, "so");
	diag_append(&diag, &from);
	diag_append(&diag, &from);
	arena_release(&worker);
	assert_int_equal(diag.errors, 4);
	assert_true(diag.locked);
	expect_printed(&diag, false,
		"sitmap: tile: a.b: no\nsitmap: b:1:1: so\n"
		"sitmap: tile: a.b: no\nsitmap: b:1:1: so\n");
	arena_release(&arena);
}

static void count(void *listener, const char *path) {
	assert_string_equal(path, "/proc/self/status");
	++*(int *)listener;
}

/* A file that is longer than it says, one that is too long, and who hears of it. */
static void test_load_sizes(void **state) {
	static const char path[] = "/tmp/sitmap-diag-large";
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct source source;
	int heard = 0;
	(void)state;
	diag_init(&diag, &arena);
	diag.on_read = count;
	diag.listener = &heard;
	assert_true(source_load(&source, "/proc/self/status", &arena, &diag));
	assert_true(str_starts(source.text, STR("Name:")));
	assert_true(source.text.len > 100);
	assert_int_equal(heard, 1);
	diag.on_read = NULL;
	FILE *file = fopen(path, "w");
	assert_int_equal(ftruncate(fileno(file), (off_t)LIMIT_FILE_SIZE + 1), 0);
	fclose(file);
	assert_false(source_load(&source, path, &arena, &diag));
	assert_string_equal(diag.first->message,
		"larger than the limit of 4294967296 bytes for an input file");
	unlink(path);
	arena_release(&arena);
}

static void test_load(void **state) {
	static const char path[] = "/tmp/sitmap-diag-test";
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct source source;
	(void)state;
	diag_init(&diag, &arena);
	unlink(path);
	assert_false(source_load(&source, path, &arena, &diag));
	assert_string_equal(diag.first->message, "cannot open: No such file or directory");
	FILE *file = fopen(path, "w");
	for (int i = 0; i < 100000; i++)
		fputs("line\n", file);
	fclose(file);
	assert_true(source_load(&source, path, &arena, &diag));
	assert_int_equal(source.text.len, 500000);
	assert_string_equal(source.name, path);
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_false(source_load(&source, path, &arena, &diag));
	assert_string_equal(diag.first->next->message, "not a regular file");
	unlink(path);
	assert_false(source_load(&source, "/tmp", &arena, &diag));
	assert_int_equal(diag.errors, 3);
	arena_release(&arena);
}

static void test_file_by_name(void **state) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	char path[] = "a.mbtiles";
	(void)state;
	diag_init(&diag, &arena);
	struct where at = diag_file(&diag, path);
	path[0] = 'b';
	assert_string_equal(at.source->name, "a.mbtiles");
	assert_true(at.offset == WHERE_WHOLE);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_excerpt),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_many_messages),
		cmocka_unit_test(test_append_outlives),
		cmocka_unit_test(test_load_sizes),
		cmocka_unit_test(test_load),
		cmocka_unit_test(test_file_by_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
