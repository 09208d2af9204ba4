#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evaluate.h"

/* Which features a filter passes, in both notations. */
struct row {
	const char *filter, *properties;
	bool passes;
};

static const struct row legacy[] = {
	{ "[\"==\",\"kind\",\"strike\"]", "{\"kind\":\"strike\"}", true },
	{ "[\"==\",\"kind\",\"strike\"]", "{\"kind\":\"base\"}", false },
	{ "[\"==\",\"kind\",\"strike\"]", "{}", false },
	{ "[\"==\",\"n\",1]", "{\"n\":\"1\"}", false },
	{ "[\"==\",\"n\",null]", "{\"n\":null}", true },
	{ "[\"==\",\"n\",null]", "{}", false },
	{ "[\"!=\",\"kind\",\"strike\"]", "{}", true },
	{ "[\"<\",\"n\",5]", "{\"n\":4.5}", true },
	{ "[\"<\",\"n\",5]", "{\"n\":\"4\"}", false },
	{ "[\"<\",\"n\",5]", "{}", false },
	{ "[\">=\",\"name\",\"b\"]", "{\"name\":\"beta\"}", true },
	{ "[\"<=\",\"b\",true]", "{\"b\":false}", true },
	{ "[\"in\",\"kind\",\"a\",\"b\"]", "{\"kind\":\"b\"}", true },
	{ "[\"in\",\"kind\",\"a\",\"b\"]", "{\"kind\":\"c\"}", false },
	{ "[\"in\",\"kind\"]", "{\"kind\":\"c\"}", false },
	{ "[\"!in\",\"kind\",\"a\",\"b\"]", "{}", true },
	{ "[\"in\",\"n\",1,2,\"3\"]", "{\"n\":3}", false },
	{ "[\"has\",\"n\"]", "{\"n\":null}", true },
	{ "[\"!has\",\"n\"]", "{\"n\":1}", false },
	{ "[\"all\",[\">\",\"n\",1],[\"<\",\"n\",3]]", "{\"n\":2}", true },
	{ "[\"all\",[\">\",\"n\",1],[\"<\",\"n\",3]]", "{\"n\":3}", false },
	{ "[\"any\",[\">\",\"n\",1],[\"==\",\"kind\",\"a\"]]", "{\"n\":\"x\",\"kind\":\"a\"}",
		true },
	{ "[\"none\",[\">\",\"n\",1],[\"==\",\"kind\",\"a\"]]", "{\"n\":1}", true },
	{ "[\"all\"]", "{}", true },
	{ "[\"any\"]", "{}", false },
	{ "[\"none\"]", "{}", true },
	{ "[\"==\",\"$type\",\"Point\"]", "{}", true },
	{ "[\"==\",\"$type\",\"Polygon\"]", "{}", false },
	{ "[\"in\",\"$type\",\"LineString\",\"Polygon\"]", "{}", false },
	{ "[\"!in\",\"$type\",\"LineString\",\"Polygon\"]", "{}", true },
	{ "[\"==\",\"$id\",7]", "{}", true },
	{ "[\"<\",\"$id\",7]", "{}", false },
	{ "[\"<\",\"$id\",8]", "{}", true },
	{ "[\"<\",\"$id\",\"8\"]", "{}", false },
	{ "[\">\",\"$id\",7]", "{}", false },
	{ "[\">\",\"$id\",6]", "{}", true },
	{ "[\">\",\"$id\",\"6\"]", "{}", false },
	{ "[\"<=\",\"$id\",7]", "{}", true },
	{ "[\"<=\",\"$id\",6]", "{}", false },
	{ "[\"<=\",\"$id\",\"7\"]", "{}", false },
	{ "[\">=\",\"$id\",7]", "{}", true },
	{ "[\">=\",\"$id\",8]", "{}", false },
	{ "[\">=\",\"$id\",\"7\"]", "{}", false },
	{ "[\"in\",\"$id\",6,7,8]", "{}", true },
	{ "[\"has\",\"$id\"]", "{}", true },
	{ "[\"!has\",\"$id\"]", "{}", false },
};

static const struct row modern[] = {
	{ "true", "{}", true },
	{ "false", "{}", false },
	{ "null", "{}", true },
	{ "[\"==\",[\"get\",\"kind\"],\"strike\"]", "{\"kind\":\"strike\"}", true },
	{ "[\"<\",[\"get\",\"n\"],5]", "{\"n\":4}", true },
	/* A wrong type fails, and what fails does not pass. */
	{ "[\"<\",[\"get\",\"n\"],5]", "{\"n\":\"4\"}", false },
	{ "[\"!\",[\"<\",[\"get\",\"n\"],5]]", "{\"n\":\"4\"}", false },
	{ "[\"any\",[\"has\",\"a\"],[\"has\",\"b\"]]", "{\"b\":1}", true },
	{ "[\"in\",[\"get\",\"kind\"],[\"literal\",[\"a\",\"b\"]]]", "{\"kind\":\"b\"}", true },
	{ "[\"in\",\"kind\",[\"literal\",[\"a\",\"kind\"]]]", "{}", true },
	{ "[\"match\",[\"get\",\"kind\"],[\"a\",\"b\"],true,false]", "{\"kind\":\"b\"}", true },
	{ "[\"==\",[\"geometry-type\"],\"Point\"]", "{}", true },
	{ "[\"==\",[\"id\"],7]", "{}", true },
	{ "[\">=\",[\"zoom\"],5]", "{}", true },
	{ "[\"has\",\"n\",[\"literal\",{\"n\":1}]]", "{}", true },
};

static bool passes(const char *filter, const char *properties, struct arena *arena) {
	struct expr_names names = { NULL, 0, 0 };
	struct expr_errors errors = { NULL, 0, 0 };
	const struct expr *e = expr_parse_filter(json_of(filter, arena), &names, arena, &errors);
	if (!e)
		fail_msg("%s: %s", filter, errors_of(&errors, arena));
	struct point place = { 44, 33 };
	struct feature feature = feature_of(properties, arena);
	feature.geom = (struct geom){ .type = GEOM_POINTS, .npoints = 1, .point = &place };
	feature.id = value_number(7);
	struct expr_env env = { .zoom = 5, .feature = &feature, .scratch = arena };
	struct value v;
	return expr_eval(e, &env, &v) && v.type == VALUE_BOOL && v.boolean;
}

static void check(const struct row *row, size_t n) {
	struct arena arena = ARENA_INIT;
	for (size_t i = 0; i < n; i++)
		if (passes(row[i].filter, row[i].properties, &arena) != row[i].passes)
			fail_msg("%s with %s does not give %s", row[i].filter, row[i].properties,
				row[i].passes ? "true" : "false");
	arena_release(&arena);
}

static void test_legacy(void **state) {
	(void)state;
	check(legacy, sizeof(legacy) / sizeof(legacy[0]));
}

static void test_modern(void **state) {
	(void)state;
	check(modern, sizeof(modern) / sizeof(modern[0]));
}

/* Before there is a feature nothing has an id or a type. */
static void test_without_feature(void **state) {
	static const char *const none[] = { "[\"==\",\"$id\",7]", "[\"<\",\"$id\",7]",
		"[\"has\",\"$id\"]", "[\"==\",\"$type\",\"Point\"]",
		"[\"in\",\"$type\",\"Point\"]" };
	struct arena arena = ARENA_INIT;
	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		struct expr_names names = { NULL, 0, 0 };
		struct expr_errors errors = { NULL, 0, 0 };
		struct expr_env env = { .zoom = 5, .scratch = &arena };
		const struct expr *e = expr_parse_filter(json_of(none[i], &arena), &names, &arena,
			&errors);
		struct value v;
		assert_true(expr_eval(e, &env, &v));
		assert_false(v.boolean);
	}
	arena_release(&arena);
}

/* The specification's rule: one child that can only be an expression decides. */
static void test_told_apart(void **state) {
	static const struct {
		const char *filter;
		bool expression;
	} row[] = {
		{ "true", true },
		{ "[\"has\",\"a\"]", true },
		{ "[\"has\",\"$id\"]", false },
		{ "[\"has\"]", false },
		{ "[\"in\",\"a\",\"b\"]", false },
		{ "[\"in\",\"a\",[\"literal\",[\"b\"]]]", true },
		{ "[\"in\",[\"get\",\"a\"],\"b\"]", true },
		{ "[\"in\",\"a\"]", false },
		{ "[\"==\",\"a\",1]", false },
		{ "[\"==\",[\"get\",\"a\"],1]", true },
		{ "[\"==\",\"a\",\"b\",[\"collator\",{}]]", true },
		{ "[\"none\",[\"==\",[\"get\",\"a\"],1]]", false },
		{ "[\"all\",[\"==\",\"a\",1],[\"has\",\"b\"]]", false },
		{ "[\"all\",[\"==\",\"a\",1],[\"==\",[\"get\",\"a\"],1]]", true },
		{ "[\"all\",[\"has\",\"a\"],true]", true },
		{ "[\"any\",[\"!has\",\"a\"]]", false },
		{ "[\"!\",[\"has\",\"a\"]]", true },
		{ "[\"case\",true,true,false]", true },
		{ "{}", false },
	};
	struct arena arena = ARENA_INIT;
	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		if (filter_is_expression(json_of(row[i].filter, &arena)) != row[i].expression)
			fail_msg("%s is %s expression", row[i].filter,
				row[i].expression ? "an" : "no");
	arena_release(&arena);
}

static void test_what_does_not_compile(void **state) {
	static const struct {
		const char *filter, *error;
	} row[] = {
		{ "[\"<\",[\"get\",\"a\"],true]",
			"cannot [2]: \"<\" comparisons are not supported for type 'boolean'." },
		{ "[\"concat\",\"a\"]", "cannot : Expected boolean but found string instead." },
		{ "[\"==\",1,2]", "cannot [1]: Expected string but found number instead." },
		{ "[\"<\",\"$type\",\"Point\"]",
			"cannot [0]: Unknown expression \"filter-type-<\". If you wanted a literal "
			"array, use [\"literal\", [...]]." },
	};
	struct arena arena = ARENA_INIT;
	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct expr_names names = { NULL, 0, 0 };
		struct expr_errors errors = { NULL, 0, 0 };
		assert_null(
			expr_parse_filter(json_of(row[i].filter, &arena), &names, &arena, &errors));
		assert_string_equal(errors_of(&errors, &arena), row[i].error);
	}
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_legacy),
		cmocka_unit_test(test_modern),
		cmocka_unit_test(test_without_feature),
		cmocka_unit_test(test_told_apart),
		cmocka_unit_test(test_what_does_not_compile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
