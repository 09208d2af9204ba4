#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evaluate.h"
#include "rows.h"

/* The rows of tests/data/expressions.test. */

static const struct {
	const char *name;
	enum spec_type type;
} types[] = {
	{ "number", SPEC_NUMBER },
	{ "string", SPEC_STRING },
	{ "boolean", SPEC_BOOL },
	{ "color", SPEC_COLOR },
	{ "enum", SPEC_ENUM },
	{ "array", SPEC_ARRAY_NUMBER },
	{ "padding", SPEC_PADDING },
	{ "numbers", SPEC_NUMBERS },
	{ "colors", SPEC_COLORS },
	{ "anchors", SPEC_ANCHORS },
	{ "image", SPEC_IMAGE },
	{ "formatted", SPEC_FORMATTED },
	{ "projection", SPEC_PROJECTION },
	{ "words", SPEC_ARRAY_ENUM },
	{ "strings", SPEC_ARRAY_STRING },
};

static enum spec_type type_of_word(struct str word) {
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_equal(word, str_of(types[i].name)))
			return types[i].type;
	fail_msg("no type \"%.*s\"", STR_ARG(word));
	return SPEC_ANY;
}

static const char *filter_result(const char *filter, const char *properties, struct arena *arena) {
	struct expr_names names = { NULL, 0, 0 };
	struct expr_errors errors = { NULL, 0, 0 };
	struct feature feature = feature_of(properties, arena);
	struct expr_env env = { .zoom = 5, .feature = &feature };
	const struct expr *e = expr_parse_filter(json_of(filter, arena), &names, arena, &errors);
	return e ? result_of(e, &env, arena) : errors_of(&errors, arena);
}

/* The length of the object that a text begins with; no brace stands in its strings. */
static size_t object_length(struct str s) {
	int depth = 0;
	for (size_t i = 0; i < s.len; i++) {
		depth += s.at[i] == '{' ? 1 : s.at[i] == '}' ? -1 : 0;
		if (depth == 0)
			return i + 1;
	}
	return s.len;
}

static const char *row_result(struct str row, struct arena *arena) {
	struct str type = str_split(&row, ' ');
	size_t n = object_length(row);
	const char *properties = arena_strdup(arena, str_slice(row, 0, n));
	const char *expression = arena_strdup(arena, str_slice(row, n + 1, row.len));
	if (str_equal(type, STR("filter")))
		return filter_result(expression, properties, arena);
	struct prop_spec spec = { .name = "p",
		.type = type_of_word(type),
		.flags = SPEC_ZOOM | SPEC_DATA | SPEC_LERP,
		.least = -INFINITY,
		.greatest = INFINITY,
		.words = "a b" };
	return evaluate(expression, &spec, &(struct expr_env){ .zoom = 5 }, properties, arena);
}

static void expect_result(struct str row, struct str *rest, struct arena *arena) {
	struct str expected = str_trim(str_split(rest, '\n'));
	const char *result = row_result(row, arena);
	if (!str_equal(str_trim(str_of(result)), expected))
		fail_msg("%.*s\ngives %s\nnot   %.*s", STR_ARG(row), result, STR_ARG(expected));
}

static void test_rows(void **state) {
	(void)state;
	each_row("tests/data/expressions.test", 150, expect_result);
}

/* Values that are written as they are, for a property of each type. */
static void test_constants(void **state) {
	static const struct {
		enum spec_type type;
		uint32_t length;
		const char *json;
		bool fits;
	} rows[] = {
		{ SPEC_ANY, 0, "{}", true },
		{ SPEC_COLOR, 0, "\"red\"", true },
		{ SPEC_COLOR, 0, "\"rosa\"", false },
		{ SPEC_COLOR, 0, "5", false },
		{ SPEC_NUMBER, 0, "5", true },
		{ SPEC_NUMBER, 0, "\"5\"", false },
		{ SPEC_BOOL, 0, "true", true },
		{ SPEC_BOOL, 0, "1", false },
		{ SPEC_STRING, 0, "\"x\"", true },
		{ SPEC_STRING, 0, "5", false },
		{ SPEC_ENUM, 0, "\"b\"", true },
		{ SPEC_ENUM, 0, "\"c\"", false },
		{ SPEC_ENUM, 0, "5", false },
		{ SPEC_FORMATTED, 0, "\"x\"", true },
		{ SPEC_FORMATTED, 0, "5", false },
		{ SPEC_IMAGE, 0, "\"x\"", true },
		{ SPEC_IMAGE, 0, "5", false },
		{ SPEC_PADDING, 0, "[1,2]", true },
		{ SPEC_PADDING, 0, "\"x\"", false },
		{ SPEC_PROJECTION, 0, "\"mercator\"", true },
		{ SPEC_PROJECTION, 0, "5", false },
		{ SPEC_ARRAY_NUMBER, 2, "[1,2]", true },
		{ SPEC_ARRAY_NUMBER, 2, "[1]", false },
		{ SPEC_ARRAY_NUMBER, 2, "[1,\"2\"]", false },
		{ SPEC_ARRAY_NUMBER, 0, "[]", true },
		{ SPEC_ARRAY_NUMBER, 0, "5", false },
		{ SPEC_ARRAY_STRING, 0, "[\"x\"]", true },
		{ SPEC_ARRAY_STRING, 0, "[1]", false },
	};
	struct arena arena = ARENA_INIT;
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct prop_spec spec = { .name = "p",
			.type = rows[i].type,
			.length = rows[i].length,
			.words = "a b" };
		struct value v;
		if (value_of_constant(json_of(rows[i].json, &arena), &spec, &v, &arena)
			!= rows[i].fits)
			fail_msg("%s of type %d", rows[i].json, (int)rows[i].type);
	}
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_constants),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
