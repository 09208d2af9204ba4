#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evaluate.h"

/* What an expression comes to for a feature; the property takes anything. */
struct row {
	const char *expression, *properties, *result;
};

static const struct row lookups[] = {
	{ "[\"get\",\"name\"]", "{\"name\":\"Mosul\"}", "\"Mosul\"" },
	{ "[\"get\",\"name\"]", "{}", "null" },
	{ "[\"get\",[\"concat\",\"na\",\"me\"]]", "{\"name\":\"Mosul\"}", "\"Mosul\"" },
	{ "[\"get\",\"b\",[\"get\",\"a\"]]", "{\"a\":{\"b\":[1,2]}}", "[1,2]" },
	{ "[\"get\",\"b\",[\"get\",\"a\"]]", "{}",
		"error [2]: Expected value to be of type object, but found null instead." },
	{ "[\"get\",\"b\",[\"literal\",{\"b\":[1,2]}]]", "{}", "[1,2]" },
	{ "[\"has\",\"name\"]", "{\"name\":null}", "true" },
	{ "[\"has\",\"name\"]", "{}", "false" },
	{ "[\"has\",\"b\",[\"literal\",{\"a\":1}]]", "{}", "false" },
	{ "[\"at\",1,[\"literal\",[5,6,7]]]", "{}", "6" },
	{ "[\"at\",[\"get\",\"i\"],[\"literal\",[5,6,7]]]", "{\"i\":3}",
		"error : Array index out of bounds: 3 > 2." },
	{ "[\"at\",[\"get\",\"i\"],[\"literal\",[5]]]", "{\"i\":-1}",
		"error : Array index out of bounds: -1 < 0." },
	{ "[\"at\",[\"get\",\"i\"],[\"literal\",[5,6]]]", "{\"i\":0.5}",
		"error : Array index must be an integer, but found 0.5 instead." },
	{ "[\"in\",\"ul\",[\"get\",\"name\"]]", "{\"name\":\"Mosul\"}", "true" },
	{ "[\"in\",3,[\"literal\",[1,2,3]]]", "{}", "true" },
	{ "[\"in\",\"3\",[\"literal\",[1,2,3]]]", "{}", "false" },
	{ "[\"in\",1,[\"get\",\"n\"]]", "{\"n\":1}",
		"error : Expected second argument to be of type array or string, but found number "
		"instead." },
	{ "[\"index-of\",\"s\",[\"get\",\"name\"]]", "{\"name\":\"Mosul\"}", "2" },
	{ "[\"index-of\",\"x\",[\"get\",\"name\"]]", "{\"name\":\"Mosul\"}", "-1" },
	{ "[\"index-of\",\"a\",\"banana\",2]", "{}", "3" },
	{ "[\"index-of\",\"b\",\"\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a"
	  "b\"]",
		"{}", "2" },
	{ "[\"index-of\",2,[\"literal\",[1,2,1,2]],2]", "{}", "3" },
	{ "[\"slice\",\"\xd8\xa7\xd9\x84\xd9\x85\xd9\x88\xd8\xb5\xd9\x84\",2,4]", "{}",
		"\"\xd9\x85\xd9\x88\"" },
	{ "[\"slice\",\"convoy\",-3]", "{}", "\"voy\"" },
	{ "[\"slice\",[\"literal\",[1,2,3,4]],1,-1]", "{}", "[2,3]" },
	{ "[\"slice\",\"convoy\",4,2]", "{}", "\"\"" },
	{ "[\"length\",\"\xf0\x9f\x9a\x9a!\"]", "{}", "2" },
	{ "[\"length\",[\"literal\",[]]]", "{}", "0" },
	{ "[\"properties\"]", "{\"a\":1,\"b\":null}", "{\"a\":1,\"b\":null}" },
	{ "[\"typeof\",[\"get\",\"a\"]]", "{\"a\":[1,\"x\"]}", "\"array<value, 2>\"" },
	{ "[\"split\",\"a;b;;c\",\";\"]", "{}", "[\"a\",\"b\",\"\",\"c\"]" },
	{ "[\"split\",\"ab\",\"\"]", "{}", "[\"a\",\"b\"]" },
	{ "[\"split\",\"\",\"\"]", "{}", "[]" },
	{ "[\"join\",[\"split\",\"a;b\",\";\"],\", \"]", "{}", "\"a, b\"" },
};

static const struct row numbers[] = {
	{ "[\"+\",1,2,[\"get\",\"n\"]]", "{\"n\":4}", "7" },
	{ "[\"+\"]", "{}", "0" },
	{ "[\"*\"]", "{}", "1" },
	{ "[\"-\",[\"get\",\"n\"]]", "{\"n\":4}", "-4" },
	{ "[\"-\",10,[\"get\",\"n\"]]", "{\"n\":4}", "6" },
	{ "[\"/\",1,8]", "{}", "0.125" },
	{ "[\"%\",-7,3]", "{}", "-1" },
	{ "[\"^\",2,10]", "{}", "1024" },
	{ "[\"round\",-2.5]", "{}", "-3" },
	{ "[\"round\",0.49999999999999994]", "{}", "0" },
	{ "[\"min\",3,1,2]", "{}", "1" },
	{ "[\"max\",3,[\"sqrt\",-1]]", "{}", "null" },
	{ "[\"log10\",1000]", "{}", "2.9999999999999996" },
	{ "[\"to-number\",\" 0x1F \"]", "{}", "31" },
	{ "[\"to-number\",\"\"]", "{}", "0" },
	{ "[\"to-number\",\"1e3\"]", "{}", "1000" },
	{ "[\"to-number\",[\"get\",\"a\"],[\"get\",\"b\"]]", "{\"a\":\"x\",\"b\":\"5\"}", "5" },
	{ "[\"to-number\",[\"get\",\"a\"]]", "{\"a\":\"x\"}",
		"error : Could not convert \"x\" to number." },
	{ "[\"to-string\",0.1]", "{}", "\"0.1\"" },
	{ "[\"to-string\",1e21]", "{}", "\"1e+21\"" },
	{ "[\"to-string\",[\"literal\",{\"a\":[1,null,\"\\\"\"]}]]", "{}",
		"\"{\\\"a\\\":[1,null,\\\"\\\\\\\"\\\"]}\"" },
	{ "[\"to-string\",[\"rgba\",255,0,127.5,0.25]]", "{}", "\"rgba(255,0,128,0.25)\"" },
	{ "[\"number-format\",1234567.891,{\"locale\":\"de\"}]", "{}", "\"1.234.567,891\"" },
	{ "[\"number-format\",2.5,{\"locale\":\"en\",\"min-fraction-digits\":2}]", "{}",
		"\"2.50\"" },
	{ "[\"number-format\",2.25,{\"locale\":\"en\",\"max-fraction-digits\":1}]", "{}",
		"\"2.3\"" },
	{ "[\"number-format\",99,{\"locale\":\"en\",\"currency\":\"EUR\"}]", "{}",
		"\"\xe2\x82\xac"
		"99.00\"" },
	{ "[\"number-format\",12,{\"locale\":\"en\",\"unit\":\"kilometer\"}]", "{}", "\"12 km\"" },
};

static const struct row decisions[] = {
	{ "[\"case\",[\"get\",\"b\"],1,2]", "{\"b\":true}", "1" },
	{ "[\"case\",[\"get\",\"b\"],1,2]", "{\"b\":1}",
		"error [1]: Expected value to be of type boolean, but found number instead." },
	{ "[\"match\",[\"get\",\"kind\"],\"strike\",\"red\",[\"base\",\"camp\"],\"blue\",\"grey\"]",
		"{\"kind\":\"camp\"}", "\"blue\"" },
	{ "[\"match\",[\"get\",\"kind\"],\"strike\",\"red\",\"grey\"]", "{\"kind\":7}",
		"\"grey\"" },
	{ "[\"match\",[\"get\",\"n\"],[0,1,2],\"few\",\"many\"]", "{\"n\":2}", "\"few\"" },
	{ "[\"coalesce\",[\"get\",\"a\"],[\"get\",\"b\"],\"none\"]", "{\"a\":null,\"b\":0}", "0" },
	{ "[\"coalesce\",[\"get\",\"a\"],\"none\"]", "{}", "\"none\"" },
	{ "[\"step\",[\"get\",\"n\"],\"s\",10,\"m\",100,\"l\"]", "{\"n\":10}", "\"m\"" },
	{ "[\"step\",[\"get\",\"n\"],\"s\",10,\"m\",100,\"l\"]", "{\"n\":9.99}", "\"s\"" },
	{ "[\"step\",[\"get\",\"n\"],\"s\",10,\"m\",100,\"l\"]", "{\"n\":1e9}", "\"l\"" },
	{ "[\"all\",[\">\",[\"get\",\"n\"],1],[\"<\",[\"get\",\"n\"],5]]", "{\"n\":3}", "true" },
	{ "[\"all\"]", "{}", "true" },
	{ "[\"any\"]", "{}", "false" },
	{ "[\"!\",[\"has\",\"x\"]]", "{}", "true" },
	{ "[\"let\",\"a\",[\"+\",[\"get\",\"n\"],1],[\"*\",[\"var\",\"a\"],[\"var\",\"a\"]]]",
		"{\"n\":2}", "9" },
	{ "[\"==\",[\"get\",\"a\"],1]", "{\"a\":\"1\"}", "false" },
	{ "[\"!=\",[\"get\",\"a\"],null]", "{}", "false" },
	{ "[\"<\",[\"get\",\"a\"],5]", "{\"a\":\"4\"}",
		"error : Expected value to be of type number, but found string instead." },
	{ "[\"<\",[\"get\",\"a\"],[\"get\",\"b\"]]", "{\"a\":1,\"b\":\"2\"}",
		"error : Expected arguments for \"<\" to be (string, string) or (number, number), but "
		"found (number, string) instead." },
	{ "[\">=\",\"b\",[\"get\",\"a\"]]", "{\"a\":\"a\"}", "true" },
	{ "[\"==\",\"stra\xc3\x9f"
	  "e\",\"STRASSE\",[\"collator\",{\"locale\":\"de\"}]]",
		"{}", "true" },
	{ "[\"==\",\"a\",\"\xc3\xa4\",[\"collator\",{\"diacritic-sensitive\":true,"
	  "\"locale\":\"en\"}]]",
		"{}", "false" },
	{ "[\"<\",\"a\",\"B\",[\"collator\",{\"case-sensitive\":true,\"locale\":\"en\"}]]", "{}",
		"true" },
	{ "[\"resolved-locale\",[\"collator\",{\"locale\":\"de-AT\"}]]", "{}", "\"de-AT\"" },
	{ "[\"upcase\",\"stra\xc3\x9f"
	  "e\"]",
		"{}", "\"STRASSE\"" },
	{ "[\"downcase\",\"\xc3\x84I\"]", "{}", "\"\xc3\xa4i\"" },
};

static const struct row curves[] = {
	{ "[\"interpolate\",[\"linear\"],[\"get\",\"n\"],0,0,10,100]", "{\"n\":2.5}", "25" },
	{ "[\"interpolate\",[\"linear\"],[\"get\",\"n\"],0,0,10,100]", "{\"n\":-1}", "0" },
	{ "[\"interpolate\",[\"linear\"],[\"get\",\"n\"],0,0,10,100]", "{\"n\":11}", "100" },
	{ "[\"interpolate\",[\"exponential\",2],[\"get\",\"n\"],0,0,2,3]", "{\"n\":1}", "1" },
	{ "[\"interpolate\",[\"linear\"],[\"get\",\"n\"],0,[\"literal\",[0,10]],10,"
	  "[\"literal\",[10,20]]]",
		"{\"n\":5}", "[5,15]" },
	{ "[\"interpolate\",[\"cubic-bezier\",0.5,0,0.5,1],[\"get\",\"n\"],0,0,1,1]", "{\"n\":0.5}",
		"0.5" },
	{ "[\"to-rgba\",[\"interpolate\",[\"linear\"],[\"get\",\"n\"],0,[\"rgb\",0,0,0],1,"
	  "[\"rgb\",100,200,50]]]",
		"{\"n\":0.5}", "[50,100,25,1]" },
	{ "[\"interpolate\",[\"linear\"],[\"/\",0,0],0,1,1,2]", "{}",
		"cannot : Input is not a number." },
};

static const struct row texts[] = {
	{ "[\"concat\",\"a\",1,null,true,[\"literal\",[1]]]", "{}", "\"a1true[1]\"" },
	{ "[\"format\",[\"get\",\"name\"],{\"font-scale\":1.2},\"\\n\",{},[\"get\",\"date\"],"
	  "{\"text-color\":\"#ff0000\",\"text-font\":[\"literal\",[\"Noto Sans Bold\"]]}]",
		"{\"name\":\"K1\",\"date\":\"29 March\"}",
		"{\"sections\":[{\"text\":\"K1\",\"image\":null,\"scale\":1.2,\"fontStack\":null,"
		"\"textColor\":null,\"verticalAlign\":null},{\"text\":\"\\n\",\"image\":null,"
		"\"scale\":null,\"fontStack\":null,\"textColor\":null,\"verticalAlign\":null},"
		"{\"text\":\"29 March\",\"image\":null,\"scale\":null,\"fontStack\":\"Noto Sans Bold\","
		"\"textColor\":{\"r\":1,\"g\":0,\"b\":0,\"a\":1},\"verticalAlign\":null}]}" },
	{ "[\"image\",[\"get\",\"icon\"]]", "{\"icon\":\"flag\"}",
		"{\"name\":\"flag\",\"available\":true}" },
	{ "[\"to-color\",[\"get\",\"c\"]]", "{\"c\":\"hsl(120, 100%, 25%)\"}",
		"{\"r\":0,\"g\":0.5,\"b\":0,\"a\":1}" },
	{ "[\"to-color\",[\"get\",\"c\"]]", "{\"c\":\"beautiful\"}",
		"error : Could not parse color from value 'beautiful'" },
	{ "[\"error\",[\"concat\",\"no \",[\"get\",\"c\"]]]", "{\"c\":\"luck\"}",
		"error : no luck" },
};

/* What does not compile, and where. */
static const struct row wrong[] = {
	{ "[]", "{}",
		"cannot : Expected an array with at least one element. If you wanted a literal array, "
		"use [\"literal\", []]." },
	{ "[1]", "{}",
		"cannot [0]: Expression name must be a string, but found number instead. If you wanted "
		"a literal array, use [\"literal\", [...]]." },
	{ "[\"gett\",\"a\"]", "{}",
		"cannot [0]: Unknown expression \"gett\". If you wanted a literal array, use "
		"[\"literal\", [...]]." },
	{ "[\"+\",1,\"a\"]", "{}", "cannot [2]: Expected number but found string instead." },
	{ "[\"+\",1,[\"*\",2,true]]", "{}",
		"cannot [2][2]: Expected number but found boolean instead." },
	{ "[\"/\",1]", "{}",
		"cannot : Expected arguments of type (number, number), but found (number) instead." },
	{ "[\"-\",1,2,3]", "{}",
		"cannot : Expected arguments of type (number, number) | (number), but found (number, "
		"number, number) instead." },
	{ "[\"all\",1]", "{}", "cannot [1]: Expected boolean but found number instead." },
	{ "[\"==\",1]", "{}", "cannot : Expected two or three arguments." },
	{ "[\"<\",true,false]", "{}",
		"cannot [1]: \"<\" comparisons are not supported for type 'boolean'." },
	{ "[\"==\",1,\"1\"]", "{}", "cannot : Cannot compare types 'number' and 'string'." },
	{ "[\"case\",true,1]", "{}", "cannot : Expected at least 3 arguments, but found only 2." },
	{ "[\"match\",1,[],2,3]", "{}", "cannot [2]: Expected at least one branch label." },
	{ "[\"match\",[\"get\",\"a\"],1,2,1,3,4]", "{}",
		"cannot [4]: Branch labels must be unique." },
	{ "[\"match\",[\"get\",\"a\"],1.5,2,3]", "{}",
		"cannot [2]: Numeric branch labels must be integer values." },
	{ "[\"step\",1,2,5,3,4,5]", "{}",
		"cannot [5]: Input/output pairs for \"step\" expressions must be arranged with input "
		"values in strictly ascending order." },
	{ "[\"interpolate\",[\"wavy\"],1,0,0,1,1]", "{}",
		"cannot [1][0]: Unknown interpolation type wavy" },
	{ "[\"interpolate\",[\"linear\"],1,0,\"a\",1,\"b\"]", "{}",
		"cannot : Type string is not interpolatable." },
	{ "[\"var\",\"x\"]", "{}",
		"cannot [1]: Unknown variable \"x\". Make sure \"x\" has been bound in an enclosing "
		"\"let\" expression before using it." },
	{ "[\"let\",\"a-b\",1,2]", "{}",
		"cannot [1]: Variable names must contain only alphanumeric characters or '_'." },
	{ "[\"rgba\",300,0,0,1]", "{}",
		"cannot : Invalid rgba value [300, 0, 0, 1]: 'r', 'g', and 'b' must be between 0 and "
		"255." },
	{ "[\"get\",1]", "{}", "cannot [1]: Expected string but found number instead." },
	{ "[\"get\",{\"a\":1}]", "{}",
		"cannot [1]: Bare objects invalid. Use [\"literal\", {...}] instead." },
	{ "[\"within\",{\"type\":\"Point\",\"coordinates\":[0,0]}]", "{}",
		"cannot : 'within' expression requires valid geojson object that contains polygon "
		"geometry type." },
};

static const struct prop_spec anything = { .name = "anything",
	.flags = SPEC_ZOOM | SPEC_DATA | SPEC_LERP,
	.least = -INFINITY,
	.greatest = INFINITY };

static void check_rows(const struct row *row, size_t n) {
	struct arena arena = ARENA_INIT;
	struct expr_env env = { .zoom = 5 };
	for (size_t i = 0; i < n; i++) {
		const char *result = evaluate(row[i].expression, &anything, &env, row[i].properties,
			&arena);
		if (strcmp(result, row[i].result) != 0)
			fail_msg("%s with %s:\n\t%s\ninstead of\n\t%s", row[i].expression,
				row[i].properties, result, row[i].result);
	}
	arena_release(&arena);
}

#define CHECK_TABLE(name) \
	static void test_##name(void **state) { \
		(void)state; \
		check_rows(name, sizeof(name) / sizeof(name[0])); \
	}

CHECK_TABLE(lookups)
CHECK_TABLE(numbers)
CHECK_TABLE(decisions)
CHECK_TABLE(curves)
CHECK_TABLE(texts)

static void test_wrong(void **state) {
	struct arena arena = ARENA_INIT;
	struct expr_env env = { .zoom = 5 };
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const char *result = evaluate(wrong[i].expression, &anything, &env,
			wrong[i].properties, &arena);
		if (strncmp(result, wrong[i].result, strlen(wrong[i].result)) != 0)
			fail_msg("%s:\n\t%s\ninstead of\n\t%s", wrong[i].expression, result,
				wrong[i].result);
	}
	arena_release(&arena);
}

/* The property's type decides what is asserted and what is made to fit. */
static void test_property_types(void **state) {
	static const struct {
		enum spec_type type;
		uint32_t length;
		unsigned flags;
		const char *expression, *properties, *result;
	} row[] = {
		{ SPEC_NUMBER, 0, SPEC_DATA, "[\"get\",\"n\"]", "{\"n\":\"5\"}",
			"error : Expected value to be of type number, but found string instead." },
		{ SPEC_STRING, 0, SPEC_DATA, "[\"get\",\"n\"]", "{\"n\":5}", "\"5\"" },
		{ SPEC_COLOR, 0, SPEC_DATA, "[\"get\",\"c\"]", "{\"c\":\"red\"}",
			"{\"r\":1,\"g\":0,\"b\":0,\"a\":1}" },
		{ SPEC_COLOR, 0, SPEC_DATA, "[\"case\",true,\"rd\",\"red\"]", "{}",
			"cannot [2]: Could not parse color from value 'rd'" },
		{ SPEC_PADDING, 0, SPEC_DATA, "[\"get\",\"p\"]", "{\"p\":[1,2]}",
			"{\"values\":[1,2,1,2]}" },
		{ SPEC_ARRAY_NUMBER, 2, SPEC_DATA, "[\"get\",\"o\"]", "{\"o\":[1]}",
			"error : Expected value to be of type array<number, 2>, but found "
			"array<number, 1> instead." },
		{ SPEC_FORMATTED, 0, SPEC_DATA, "[\"get\",\"n\"]", "{\"n\":5}",
			"{\"sections\":[{\"text\":\"5\",\"image\":null,\"scale\":null,"
			"\"fontStack\":null,\"textColor\":null,\"verticalAlign\":null}]}" },
		{ SPEC_NUMBER, 0, 0, "[\"get\",\"n\"]", "{}",
			"cannot : data expressions not supported" },
		{ SPEC_NUMBER, 0, SPEC_DATA, "[\"zoom\"]", "{}",
			"cannot : zoom expressions not supported" },
		{ SPEC_NUMBER, 0, SPEC_ZOOM, "[\"+\",1,[\"zoom\"]]", "{}",
			"cannot : \"zoom\" expression may only be used as input to a top-level \"step\" "
			"or \"interpolate\" expression." },
		{ SPEC_NUMBER, 0, SPEC_ZOOM, "[\"interpolate\",[\"linear\"],[\"zoom\"],0,1,10,2]",
			"{}",
			"cannot : \"interpolate\" expressions cannot be used with this property" },
		{ SPEC_NUMBER, 0, SPEC_ZOOM | SPEC_LERP,
			"[\"let\",\"w\",2,[\"interpolate\",[\"linear\"],[\"zoom\"],0,0,10,"
			"[\"*\",10,[\"var\",\"w\"]]]]",
			"{}", "10" },
	};
	struct arena arena = ARENA_INIT;
	struct expr_env env = { .zoom = 5 };
	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct prop_spec spec = { .name = "p",
			.type = row[i].type,
			.length = row[i].length,
			.flags = row[i].flags };
		const char *result = evaluate(row[i].expression, &spec, &env, row[i].properties,
			&arena);
		if (strcmp(result, row[i].result) != 0)
			fail_msg("%s:\n\t%s\ninstead of\n\t%s", row[i].expression, result,
				row[i].result);
	}
	arena_release(&arena);
}

static void test_what_it_depends_on(void **state) {
	static const struct {
		const char *expression;
		bool constant, feature, zoom;
	} row[] = {
		{ "[\"+\",1,2]", true, false, false },
		{ "[\"get\",\"a\"]", false, true, false },
		{ "[\"step\",[\"zoom\"],1,5,2]", false, false, true },
		{ "[\"step\",[\"zoom\"],[\"get\",\"a\"],5,2]", false, true, true },
		{ "[\"global-state\",\"a\"]", false, false, false },
		{ "[\"get\",\"a\",[\"literal\",{\"a\":1}]]", true, false, false },
		{ "[\"image\",\"flag\"]", false, false, false },
		{ "[\"geometry-type\"]", false, true, false },
		{ "[\"let\",\"a\",[\"get\",\"b\"],1]", false, true, false },
	};
	struct arena arena = ARENA_INIT;
	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct expr_names names = { NULL, 0, 0 };
		struct expr_errors errors = { NULL, 0, 0 };
		const struct expr *e = expr_compile(json_of(row[i].expression, &arena), &anything,
			&names, &arena, &errors);
		assert_non_null(e);
		assert_int_equal(expr_is_constant(e), row[i].constant);
		assert_int_equal(expr_uses_feature(e), row[i].feature);
		assert_int_equal(expr_uses_zoom(e), row[i].zoom);
	}
	arena_release(&arena);
}

static void test_zoom_stops(void **state) {
	struct arena arena = ARENA_INIT;
	struct expr_names names = { NULL, 0, 0 };
	struct expr_errors errors = { NULL, 0, 0 };
	const double *stops = NULL;
	const struct expr *e = expr_compile(
		json_of("[\"interpolate\",[\"linear\"],[\"zoom\"],3,1,7.5,2]", &arena), &anything,
		&names, &arena, &errors);
	(void)state;
	assert_int_equal(expr_zoom_stops(e, &stops), 2);
	assert_true(stops[0] == 3 && stops[1] == 7.5);
	arena_release(&arena);
}

/* Geometry: a square of ten degrees around (5, 5). */
static void test_within_and_distance(void **state) {
	struct arena arena = ARENA_INIT;
	struct expr_names names = { NULL, 0, 0 };
	struct expr_errors errors = { NULL, 0, 0 };
	static const char square[] = "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],[10,10],"
				     "[0,10],[0,0]]]}";
	const struct expr *within = expr_compile(
		json_of(arena_printf(&arena, "[\"within\",%s]", square), &arena), &anything, &names,
		&arena, &errors);
	const struct expr *distance = expr_compile(
		json_of(arena_printf(&arena, "[\"distance\",%s]", square), &arena), &anything,
		&names, &arena, &errors);
	static const struct {
		struct point p;
		const char *within;
		double metres;
	} row[] = {
		{ { 5, 5 }, "true", 0 },
		{ { 10, 5 }, "false", 0 },
		/* One degree of longitude at 5 degrees north (WGS 84). */
		{ { 11, 5 }, "false", 110899.6 },
		/* One degree of latitude there. */
		{ { 5, 11 }, "false", 110610.4 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct point p = row[i].p;
		struct feature f = { .geom = { .type = GEOM_POINTS, .npoints = 1, .point = &p } };
		struct expr_env env = { .feature = &f, .scratch = &arena };
		struct value v;
		assert_string_equal(result_of(within, &env, &arena), row[i].within);
		assert_true(expr_eval(distance, &env, &v));
		if (fabs(v.number - row[i].metres) > 20)
			fail_msg("%g m, not %g", v.number, row[i].metres);
	}
	arena_release(&arena);
}

static bool has_flag(void *user, struct str name) {
	(void)user;
	return str_equal(name, STR("flag"));
}

static void test_images_that_are_there(void **state) {
	struct arena arena = ARENA_INIT;
	struct expr_env env = { .has_image = has_flag };
	(void)state;
	assert_string_equal(evaluate("[\"coalesce\",[\"image\",\"ship\"],[\"image\",\"flag\"]]",
				    &anything, &env, "{}", &arena),
		"{\"name\":\"flag\",\"available\":true}");
	assert_string_equal(evaluate("[\"coalesce\",[\"image\",\"ship\"],[\"image\",\"boat\"]]",
				    &anything, &env, "{}", &arena),
		"\"ship\"");
	arena_release(&arena);
}

/* The same names at other places among the columns. */
static void test_cache_follows_the_columns(void **state) {
	struct arena arena = ARENA_INIT;
	struct expr_names names = { NULL, 0, 0 };
	struct expr_errors errors = { NULL, 0, 0 };
	const struct expr *e = expr_compile(
		json_of("[\"-\",[\"get\",\"a\"],[\"get\",\"b\"]]", &arena), &anything, &names,
		&arena, &errors);
	struct feature one = feature_of("{\"a\":5,\"b\":3}", &arena);
	struct feature other = feature_of("{\"x\":1,\"b\":1,\"a\":9}", &arena);
	struct expr_env env = { .cache = expr_cache_new(&names, &arena) };
	(void)state;
	for (int i = 0; i < 3; i++) {
		env.feature = &one;
		assert_string_equal(result_of(e, &env, &arena), "2");
		env.feature = &other;
		assert_string_equal(result_of(e, &env, &arena), "8");
	}
	arena_release(&arena);
}

/* Nested as deep as JSON may be, wide, and with bindings that double each time. */
static void test_large_expressions(void **state) {
	struct arena arena = ARENA_INIT;
	struct expr_env env = { .zoom = 5 };
	struct strbuf deep = { .arena = &arena }, doubling = { .arena = &arena };
	(void)state;
	for (int i = 0; i < 500; i++)
		strbuf_add(&deep, STR("[\"abs\","));
	strbuf_add(&deep, STR("[\"get\",\"n\"]"));
	for (int i = 0; i < 500; i++)
		strbuf_add(&deep, STR("]"));
	strbuf_add(&deep, (struct str){ "", 1 });
	assert_string_equal(evaluate(deep.at, &anything, &env, "{\"n\":-3}", &arena), "3");
	strbuf_add(&doubling, STR("[\"let\",\"a0\",[\"get\",\"n\"]"));
	for (int i = 1; i < 40; i++)
		strbuf_add(&doubling,
			str_of(arena_printf(&arena, ",\"a%d\",[\"let\",\"x\",0,\"y\",0,0]", i)));
	strbuf_add(&doubling, STR(",0]"));
	strbuf_add(&doubling, (struct str){ "", 1 });
	assert_string_equal(evaluate(doubling.at, &anything, &env, "{\"n\":1}", &arena), "0");
	arena_release(&arena);
}

/* let a1 = a0 + a0 in let a2 = a1 + a1 in ...: no evaluation of 2^60 steps. */
static void test_doubling_is_refused(void **state) {
	struct arena arena = ARENA_INIT;
	struct expr_env env = { .zoom = 5 };
	struct strbuf b = { .arena = &arena };
	(void)state;
	strbuf_add(&b, STR("[\"let\",\"a0\",[\"number\",[\"get\",\"n\"]],"));
	for (int i = 1; i < 60; i++)
		strbuf_add(&b,
			str_of(arena_printf(&arena,
				"[\"let\",\"a%d\",[\"+\",[\"var\",\"a%d\"],"
				"[\"var\",\"a%d\"]],",
				i, i - 1, i - 1)));
	strbuf_add(&b, STR("[\"var\",\"a59\"]"));
	for (int i = 0; i < 60; i++)
		strbuf_add(&b, STR("]"));
	strbuf_add(&b, (struct str){ "", 1 });
	const char *result = evaluate(b.at, &anything, &env, "{\"n\":1}", &arena);
	assert_non_null(strstr(result, "LIMIT_EXPRESSION_STEPS"));
	arena_release(&arena);
}

/* Every overload is tried again for the message: must not double with the depth. */
static void test_wrong_and_deep(void **state) {
	struct arena arena = ARENA_INIT;
	struct expr_env env = { .zoom = 5 };
	struct strbuf b = { .arena = &arena };
	(void)state;
	for (int i = 0; i < 400; i++)
		strbuf_add(&b, STR("[\"all\",true,"));
	strbuf_add(&b, STR("[\"gett\",\"n\"]"));
	for (int i = 0; i < 400; i++)
		strbuf_add(&b, STR("]"));
	strbuf_add(&b, (struct str){ "", 1 });
	const char *result = evaluate(b.at, &anything, &env, "{}", &arena);
	assert_int_equal(strncmp(result, "cannot", 6), 0);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lookups),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_decisions),
		cmocka_unit_test(test_curves),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_property_types),
		cmocka_unit_test(test_what_it_depends_on),
		cmocka_unit_test(test_zoom_stops),
		cmocka_unit_test(test_within_and_distance),
		cmocka_unit_test(test_images_that_are_there),
		cmocka_unit_test(test_cache_follows_the_columns),
		cmocka_unit_test(test_large_expressions),
		cmocka_unit_test(test_doubling_is_refused),
		cmocka_unit_test(test_wrong_and_deep),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
