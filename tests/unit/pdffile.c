#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "paint/pdffile.h"

/* What Cairo's file is made of, as far as an update refers to it. */
static const char page[] =
	"%PDF-1.5\n"
	"3 0 obj\n<< /Length 0 >>\nendobj\n"
	"2 0 obj\n<< /Font << >> >>\nendobj\n"
	"5 0 obj\n<< /Type /Page\n   /Contents 3 0 R\n   /Resources 2 0 R\n>>\nendobj\n"
	"1 0 obj\n<< /Type /Pages\n   /Kids [ 5 0 R ]\n>>\nendobj\n"
	"6 0 obj\n<< /Producer (x) >>\nendobj\n"
	"7 0 obj\n<< /Type /Catalog\n   /Pages 1 0 R\n>>\nendobj\n"
	"xref\n0 8\n"
	"trailer\n<< /Size 8\n   /Root 7 0 R\n   /Info 6 0 R\n>>\n"
	"startxref\n300\n%%EOF\n";

#define TEXT(literal) \
	{ (literal), sizeof(literal) - 1 }

static const struct pdflink link = { { { 1, 2 }, { 3, 4 } },
	TEXT("https://example.org/(a)\\b \xC3\xBC") };
static const struct pdftext text[] = {
	{ TEXT("al-Q\xC4\x81\x69m \xF0\x9F\x97\xBA"), { 10, 20 }, 0.5, 30, 8 },
	{ TEXT(""), { 10, 20 }, 0, 0, 8 },
};
static const struct pdfextra extra = { .language = TEXT("ar-IQ"),
	.has_title = true,
	.link = &link,
	.nlinks = 1,
	.text = text,
	.ntexts = 2,
	.page_height = 100,
	.unit = 0.75 };

static struct arena arena;

static bool extend(const char *from, struct buffer *file, const struct pdfextra *with) {
	*file = (struct buffer){ .arena = &arena };
	buffer_put(file, from);
	return pdffile_extend(file, with);
}

static bool holds(struct buffer *file, const char *words) {
	struct str bytes = buffer_bytes(file);
	size_t n = strlen(words);
	for (size_t i = 0; i + n <= bytes.len; i++)
		if (memcmp(bytes.at + i, words, n) == 0)
			return true;
	return false;
}

static void test_update(void **state) {
	struct buffer file;
	(void)state;
	assert_true(extend(page, &file, &extra));
	assert_memory_equal(buffer_bytes(&file).at, page, sizeof(page) - 1);
	assert_true(holds(&file, "/Lang (ar-IQ)"));
	assert_true(holds(&file, "/DisplayDocTitle true"));
	assert_true(holds(&file, "/URI"));
	assert_true(holds(&file, "/Prev 300"));
	assert_true(holds(&file, "/Info 6 0 R"));
	/* Parentheses would end the string. */
	assert_false(holds(&file, "(a)\\b"));
	arena_release(&arena);
}

/* A language that is none is left out, and nothing needs nothing. */
static void test_little(void **state) {
	struct buffer file;
	struct pdfextra little = { .language = STR("a(b"), .page_height = 100, .unit = 1 };
	(void)state;
	assert_true(extend(page, &file, &little));
	assert_false(holds(&file, "/Lang"));
	assert_false(holds(&file, "/Annots"));
	arena_release(&arena);
}

/* What a language is, and what would break out of its string. */
static void test_languages(void **state) {
	static const char *const good[] = { "a", "zh-Hant-TW", "AZ-09" };
	static const char *const bad[] = { "", "en_US", "a/b", "a:", "a@", "a[", "a`", "a{",
		"a b" };
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct buffer file;
		char words[40];
		struct pdfextra with = { .language = str_of(good[i]), .unit = 1 };
		snprintf(words, sizeof(words), "<< /Lang (%s)\n", good[i]);
		assert_true(extend(page, &file, &with));
		assert_true(holds(&file, words));
		arena_release(&arena);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct buffer file;
		struct pdfextra with = { .language = str_of(bad[i]), .unit = 1 };
		assert_true(extend(page, &file, &with));
		assert_false(holds(&file, "/Lang"));
		arena_release(&arena);
	}
}

/* The page with one part of it written otherwise. */
static const char *changed(const char *part, const char *other) {
	const char *at = strstr(page, part);
	assert_non_null(at);
	return arena_printf(&arena, "%.*s%s%s", (int)(at - page), page, other, at + strlen(part));
}

/* Numbers that something else than a blank follows, or nothing at all. */
static void test_numbers(void **state) {
	struct buffer file;
	(void)state;
	assert_true(extend(changed("/Size 8\n", "/Size 8>>\n"), &file, &extra));
	assert_true(holds(&file, "8 0 obj\n<< /Type /Annot"));
	assert_true(extend(changed("300\n%%EOF\n", "300"), &file, &extra));
	assert_true(holds(&file, "/Prev 300"));
	assert_false(extend(changed("\n300\n%%EOF\n", ""), &file, &extra));
	assert_true(extend(changed("   /Info 6 0 R\n", ""), &file, &extra));
	assert_false(holds(&file, "/Info"));
	/* Resources that have no fonts yet. */
	assert_true(extend(changed(" /Font << >>", ""), &file, &extra));
	assert_true(holds(&file, "2 0 obj\n<< /Font << /unseen 10 0 R >>\n"));
	arena_release(&arena);
}

/* Every part is needed: without it the file is left as it was. */
static void test_other_files(void **state) {
	static const char *const parts[] = { "trailer", "/Root", "/Size", "startxref", "\n7 0 obj",
		"/Pages 1", "\n1 0 obj", "/Kids", "\n5 0 obj", "/Contents", "/Resources",
		"\n2 0 obj", "8\n   /Root", "endobj\nxref" };
	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		struct buffer file;
		char other[sizeof(page)];
		memcpy(other, page, sizeof(page));
		char *at = strstr(other, parts[i]);
		assert_non_null(at);
		at[strlen(parts[i]) > 1 && parts[i][0] == '\n'] = '!';
		if (extend(other, &file, &extra) || buffer_bytes(&file).len != sizeof(page) - 1)
			fail_msg("extended without %s", parts[i]);
		arena_release(&arena);
	}
	struct buffer file;
	assert_false(extend("", &file, &extra));
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_update),
		cmocka_unit_test(test_little),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_other_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
