#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evaluate.h"

/* Old-style functions: what they come to at a zoom, for a feature. */
struct row {
	enum spec_type type;
	const char *function;
	double zoom;
	const char *properties, *result;
};

static const struct row of_zoom[] = {
	{ SPEC_NUMBER, "{\"stops\":[[4,1],[8,5]]}", 6, "{}", "3" },
	{ SPEC_NUMBER, "{\"stops\":[[4,1],[8,5]]}", 3, "{}", "1" },
	{ SPEC_NUMBER, "{\"stops\":[[4,1],[8,5]]}", 20, "{}", "5" },
	{ SPEC_NUMBER, "{\"base\":2,\"stops\":[[0,0],[2,3]]}", 1, "{}", "1" },
	{ SPEC_NUMBER, "{\"type\":\"interval\",\"stops\":[[4,1],[8,5]]}", 7.9, "{}", "1" },
	{ SPEC_NUMBER, "{\"stops\":[[4,1],[4,9],[8,5]]}", 4, "{}", "1" },
	{ SPEC_COLOR, "{\"stops\":[[0,\"#000000\"],[2,\"#ffffff\"]]}", 1, "{}",
		"{\"r\":0.5,\"g\":0.5,\"b\":0.5,\"a\":1}" },
	{ SPEC_COLOR, "{\"colorSpace\":\"lab\",\"stops\":[[0,\"black\"],[2,\"black\"]]}", 1, "{}",
		"{\"r\":0,\"g\":0,\"b\":0,\"a\":1}" },
	{ SPEC_ENUM, "{\"stops\":[[0,\"butt\"],[5,\"round\"]]}", 6, "{}", "\"round\"" },
	{ SPEC_ENUM, "{\"stops\":[[5,\"round\"]]}", 1, "{}", "\"round\"" },
	{ SPEC_STRING, "{\"stops\":[[0,\"{name}\"],[5,\"{name} ({n})\"]]}", 6,
		"{\"name\":\"K1\",\"n\":3}", "\"K1 (3)\"" },
};

static const struct row of_property[] = {
	{ SPEC_NUMBER, "{\"property\":\"n\",\"stops\":[[0,0],[10,100]]}", 0, "{\"n\":5}", "50" },
	{ SPEC_NUMBER, "{\"property\":\"n\",\"stops\":[[0,0],[10,100]]}", 0, "{\"n\":\"5\"}",
		"error [2]: Expected value to be of type number, but found string instead." },
	{ SPEC_NUMBER, "{\"property\":\"n\",\"stops\":[[0,0],[10,100]],\"default\":7}", 0, "{}",
		"7" },
	{ SPEC_NUMBER,
		"{\"property\":\"n\",\"type\":\"interval\",\"stops\":[[0,1],[10,2]],\"default\":9}",
		0, "{\"n\":9.5}", "1" },
	{ SPEC_COLOR,
		"{\"property\":\"kind\",\"type\":\"categorical\",\"stops\":[[\"a\",\"red\"],"
		"[\"b\",\"lime\"]],\"default\":\"blue\"}",
		0, "{\"kind\":\"b\"}", "{\"r\":0,\"g\":1,\"b\":0,\"a\":1}" },
	{ SPEC_COLOR,
		"{\"property\":\"kind\",\"type\":\"categorical\",\"stops\":[[\"a\",\"red\"]],"
		"\"default\":\"blue\"}",
		0, "{\"kind\":1}", "{\"r\":0,\"g\":0,\"b\":1,\"a\":1}" },
	{ SPEC_NUMBER,
		"{\"property\":\"b\",\"type\":\"categorical\",\"stops\":[[true,1],[false,2]],"
		"\"default\":3}",
		0, "{\"b\":false}", "2" },
	/* Fractions may be labels here, though not of ["match"]. */
	{ SPEC_NUMBER,
		"{\"property\":\"n\",\"type\":\"categorical\",\"stops\":[[0.5,1]],\"default\":3}",
		0, "{\"n\":0.5}", "1" },
	{ SPEC_NUMBER, "{\"property\":\"n\",\"type\":\"categorical\",\"stops\":[[1,1]]}", 0, "{}",
		"error [4]: no default" },
	{ SPEC_NUMBER, "{\"property\":\"n\",\"type\":\"identity\"}", 0, "{\"n\":4}", "4" },
	{ SPEC_NUMBER, "{\"property\":\"n\",\"type\":\"identity\",\"default\":2}", 0,
		"{\"n\":\"x\"}", "2" },
	{ SPEC_COLOR, "{\"property\":\"c\",\"type\":\"identity\"}", 0, "{\"c\":\"#f00\"}",
		"{\"r\":1,\"g\":0,\"b\":0,\"a\":1}" },
	{ SPEC_ENUM, "{\"property\":\"c\",\"type\":\"identity\",\"default\":\"butt\"}", 0,
		"{\"c\":\"silly\"}", "\"butt\"" },
	{ SPEC_ARRAY_NUMBER, "{\"property\":\"o\",\"type\":\"identity\",\"default\":[0,0]}", 0,
		"{\"o\":[1,2]}", "[1,2]" },
};

static const struct row of_both[] = {
	{ SPEC_NUMBER,
		"{\"property\":\"n\",\"stops\":[[{\"zoom\":0,\"value\":0},0],"
		"[{\"zoom\":0,\"value\":10},10],[{\"zoom\":10,\"value\":0},0],"
		"[{\"zoom\":10,\"value\":10},100]]}",
		5, "{\"n\":5}", "27.5" },
	{ SPEC_NUMBER,
		"{\"property\":\"n\",\"stops\":[[{\"zoom\":0,\"value\":0},0],"
		"[{\"zoom\":10,\"value\":0},8]],\"default\":3}",
		5, "{}", "3" },
	{ SPEC_ENUM,
		"{\"property\":\"k\",\"type\":\"categorical\",\"stops\":[[{\"zoom\":0,\"value\":"
		"\"a\"},\"butt\"],[{\"zoom\":10,\"value\":\"a\"},\"round\"]],\"default\":\"butt\"}",
		12, "{\"k\":\"a\"}", "\"round\"" },
};

static void check(const struct row *row, size_t n) {
	struct arena arena = ARENA_INIT;
	for (size_t i = 0; i < n; i++) {
		bool lerp = row[i].type == SPEC_NUMBER || row[i].type == SPEC_COLOR;
		struct prop_spec spec = { .name = "p",
			.type = row[i].type,
			.length = row[i].type == SPEC_ARRAY_NUMBER ? 2 : 0,
			.flags = SPEC_ZOOM | SPEC_DATA | SPEC_TOKENS | (lerp ? SPEC_LERP : 0),
			.words = "butt round" };
		struct expr_env env = { .zoom = row[i].zoom };
		const char *result = evaluate(row[i].function, &spec, &env, row[i].properties,
			&arena);
		if (strcmp(result, row[i].result) != 0)
			fail_msg("%s at %g with %s:\n\t%s\ninstead of\n\t%s", row[i].function,
				row[i].zoom, row[i].properties, result, row[i].result);
	}
	arena_release(&arena);
}

#define CHECK_TABLE(name) \
	static void test_##name(void **state) { \
		(void)state; \
		check(name, sizeof(name) / sizeof(name[0])); \
	}

CHECK_TABLE(of_zoom)
CHECK_TABLE(of_property)
CHECK_TABLE(of_both)

/* What matches no stop is the property's default, where the function names none. */
static void test_default_of_property(void **state) {
	static const char function[] = "{\"property\":\"k\",\"type\":\"categorical\",\"stops\":"
				       "[[\"a\",\"lime\"]]}";
	struct prop_spec spec = { .name = "p",
		.type = SPEC_COLOR,
		.flags = SPEC_ZOOM | SPEC_DATA,
		.fallback = "\"#ff0000\"" };
	struct expr_env env = { .zoom = 5 };
	struct arena arena = ARENA_INIT;
	(void)state;
	assert_string_equal(evaluate(function, &spec, &env, "{\"k\":\"b\"}", &arena),
		"{\"r\":1,\"g\":0,\"b\":0,\"a\":1}");
	arena_release(&arena);
}

static void test_tokens(void **state) {
	static const struct {
		const char *text, *expression;
	} row[] = {
		{ "\"plain\"", "\"plain\"" },
		{ "\"{name}\"", "[\"to-string\",[\"get\",\"name\"]]" },
		{ "\"{name} {date}\"", "[\"concat\",[\"get\",\"name\"],\" \",[\"get\",\"date\"]]" },
		{ "\"a {b} c\"", "[\"concat\",\"a \",[\"get\",\"b\"],\" c\"]" },
		{ "\"{\"", "\"{\"" },
		{ "\"{}\"", "\"{}\"" },
		{ "\"{a{b}\"", "[\"concat\",\"{a\",[\"get\",\"b\"]]" },
		{ "\"\"", "\"\"" },
	};
	struct arena arena = ARENA_INIT;
	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		const struct json *json = tokens_rewrite(json_of(row[i].text, &arena), &arena);
		struct value v = value_of_json(json, &arena);
		struct str text = value_to_json(&v, &arena);
		assert_string_equal(arena_strdup(&arena, text), row[i].expression);
	}
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_of_zoom),
		cmocka_unit_test(test_of_property),
		cmocka_unit_test(test_of_both),
		cmocka_unit_test(test_default_of_property),
		cmocka_unit_test(test_tokens),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
