/* What becomes of text on its way into a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/jsonwrite.h"
#include "paint/escape.h"
#include "scan/json.h"

static struct arena arena;

static int tear_down(void **state) {
	(void)state;
	arena_release(&arena);
	return 0;
}

static const struct {
	const char *text, *in_page, *in_line;
} strings[] = {
	{ "", "\"\"", "\"\"" },
	{ "a \"b\" \\c", "\"a \\\"b\\\" \\\\c\"", "\"a \\\"b\\\" \\\\c\"" },
	{ "\n\t\x1F\x7F", "\"\\u000a\\u0009\\u001f\\u007f\"", "\"\\n\\t\\u001f\\u007f\"" },
	{ "</script>", "\"\\u003c/script>\"", "\"</script>\"" },
	{ "a\xE2\x80\xA8\xE2\x80\xA9z", "\"a\\u2028\\u2029z\"", "\"a\xE2\x80\xA8\xE2\x80\xA9z\"" },
	{ "\xD8\xA8\xFF", "\"\xD8\xA8\xEF\xBF\xBD\"", "\"\xD8\xA8\xEF\xBF\xBD\"" },
};

static void test_json(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		struct out *page = out_memory(&arena), *line = out_memory(&arena);
		json_write_string(page, str_of(strings[i].text));
		json_put_string(line, str_of(strings[i].text));
		assert_string_equal(arena_strdup(&arena, out_bytes(page)), strings[i].in_page);
		assert_string_equal(arena_strdup(&arena, out_bytes(line)), strings[i].in_line);
	}
}

static void test_names(void **state) {
	static const char *const plain[] = { "a", "Z", "az-AZ_09" };
	static const char *const other[] = { "", " ", "a.b", "a/b", "a:b", "a@b", "a[b", "a`b",
		"a{b", "\xC3\xA4" };
	(void)state;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		assert_true(is_plain_name(str_of(plain[i])));
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		assert_false(is_plain_name(str_of(other[i])));
}

static const char *xml(const char *text) {
	struct buffer b = { .arena = &arena };
	escape_xml_text(&b, str_of(text));
	return arena_strdup(&arena, buffer_bytes(&b));
}

/* Of the code points past U+FFFF only those that stand for nothing are dropped. */
static void test_xml_beyond_the_first_plane(void **state) {
	(void)state;
	assert_string_equal(xml("a\xF0\x9F\x97\xBAz"), "a\xF0\x9F\x97\xBAz");
	assert_string_equal(xml("a\xF0\x9F\xBF\xBEz"), "az");
	assert_string_equal(xml("a\xF4\x8F\xBF\xBFz"), "az");
	assert_string_equal(xml("a\xC2\x85\xEE\x80\x80z"), "a\xEE\x80\x80z");
}

static void test_cairo(void **state) {
	static const struct {
		const char *text, *kept;
		bool taken;
	} cases[] = {
		{ "a\xF0\x9F\x97\xBA", "a\xF0\x9F\x97\xBA", true },
		{ "a\xEF\xB7\x90z", "az", false },            /* U+FDD0 */
		{ "a\xEF\xB7\xB0z", "a\xEF\xB7\xB0z", true }, /* U+FDF0 */
		{ "a\xEF\xBF\xBEz", "az", false },            /* U+FFFE */
		{ "a\xFFz", "a\xEF\xBF\xBDz", false },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buffer b = { .arena = &arena };
		escape_cairo_text(&b, str_of(cases[i].text));
		assert_string_equal(buffer_bytes(&b).at, cases[i].kept);
		assert_int_equal(is_cairo_text(str_of(cases[i].text)), cases[i].taken);
	}
	/* A NUL would end it. */
	struct buffer b = { .arena = &arena };
	escape_cairo_text(&b, (struct str){ "a\0z", 3 });
	assert_string_equal(buffer_bytes(&b).at, "az");
}

/* Past 2 GB nothing is added any more, however little it is. */
static void test_too_large(void **state) {
	char byte = 'x';
	struct buffer b = { .arena = &arena,
		.bytes = &byte,
		.nbytes = UINT32_MAX / 2 - 1,
		.capacity = UINT32_MAX };
	(void)state;
	buffer_add(&b, "ab", 2);
	assert_true(b.too_large);
	assert_int_equal(b.nbytes, UINT32_MAX / 2 - 1);
	buffer_put(&b, "a");
	buffer_put(&b, "");
	assert_int_equal(b.nbytes, UINT32_MAX / 2 - 1);
}

static void test_colors(void **state) {
	struct buffer b = { .arena = &arena };
	(void)state;
	buffer_color(&b, (struct color){ 0, 0.5f, 1, 0 });
	buffer_color(&b, (struct color){ -0.1f, 1.1f, 0.001f, 1 });
	assert_string_equal(arena_strdup(&arena, buffer_bytes(&b)), "#0080ff#00ff00");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_json, tear_down),
		cmocka_unit_test(test_names),
		cmocka_unit_test_teardown(test_xml_beyond_the_first_plane, tear_down),
		cmocka_unit_test_teardown(test_cairo, tear_down),
		cmocka_unit_test_teardown(test_too_large, tear_down),
		cmocka_unit_test_teardown(test_colors, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
