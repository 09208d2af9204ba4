#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evaluate.h"
#include "style/style.h"

/* A style of these layers, with two sources. */
static const struct style *style_of(const char *layers, struct arena *arena) {
	struct source *source = arena_new(arena, struct source, 1);
	struct diag diag;
	*source = (struct source){ "test.json",
		str_of(arena_printf(arena,
			"{\"version\":8,\"name\":\"test\",\"metadata\":{\"sitmap:ground\":\"#fff\"},"
			"\"sources\":{\"s\":{\"type\":\"geojson\",\"data\":\"s.geojson\","
			"\"lineMetrics\":true}},\"layers\":[%s]}",
			layers)) };
	diag_init(&diag, arena);
	const struct style *style = style_parse(source, arena, &diag);
	if (!style)
		diag_print(&diag, stderr, true);
	return style;
}

static void test_defaults(void **state) {
	struct arena arena = ARENA_INIT;
	const struct style *style = style_of("{\"id\":\"a\",\"type\":\"line\",\"source\":\"s\"}",
		&arena);
	struct expr_env env = { .zoom = 3, .scratch = &arena };
	double number[4];
	(void)state;
	assert_non_null(style);
	assert_int_equal(style->nlayers, 1);
	const struct style_layer *layer = style->layer;
	assert_int_equal(layer->type, STYLE_LINE);
	assert_true(style_number(layer, STYLE_LINE_WIDTH, &env) == 1);
	assert_true(style_number(layer, STYLE_LINE_MITER_LIMIT, &env) == 2);
	assert_true(str_equal(style_text(layer, STYLE_LINE_CAP, &env), STR("butt")));
	assert_int_equal(style_numbers(layer, STYLE_LINE_TRANSLATE, &env, number, 4), 2);
	assert_int_equal(style_numbers(layer, STYLE_LINE_DASHARRAY, &env, number, 4), 0);
	assert_false(style_has(layer, STYLE_LINE_WIDTH));
	assert_true(style_color(layer, STYLE_LINE_COLOR, &env).a == 1);
	assert_true(style_layer_shows(layer, &env));
	arena_release(&arena);
}

static void test_values(void **state) {
	struct arena arena = ARENA_INIT;
	const struct style *style = style_of(
		"{\"id\":\"a\",\"type\":\"symbol\",\"source\":\"s\",\"layout\":{"
		"\"text-field\":\"{name} ({n})\",\"text-size\":{\"stops\":[[0,10],[10,20]]},"
		"\"text-offset\":[0,[\"get\",\"n\"]],\"text-font\":[\"Noto Sans Bold\"],"
		"\"icon-image\":\"flag-{n}\",\"text-optional\":true,\"icon-padding\":[1,2],"
		"\"text-variable-anchor-offset\":[\"top\",[0,1],\"left\",[2,0]]},"
		"\"paint\":{\"text-color\":[\"match\",[\"get\",\"n\"],1,\"red\",\"oops\"],"
		"\"text-halo-color\":\"rgba(255,255,255,0.5)\"}}",
		&arena);
	(void)state;
	/* A constant array may not hold an expression, and "oops" is no colour. */
	assert_null(style);
	style = style_of("{\"id\":\"a\",\"type\":\"symbol\",\"source\":\"s\",\"layout\":{"
			 "\"text-field\":\"{name} ({n})\","
			 "\"text-size\":{\"stops\":[[0,10],[10,20]]},\"text-offset\":[0,1.5],"
			 "\"text-font\":[\"Noto Sans Bold\"],\"icon-image\":\"flag-{n}\","
			 "\"text-optional\":true,\"icon-padding\":[1,2],"
			 "\"text-variable-anchor-offset\":[\"top\",[0,1],\"left\",[2,0]]},"
			 "\"paint\":{\"text-color\":[\"match\",[\"get\",\"n\"],1,\"red\",\"blue\"],"
			 "\"text-opacity\":[\"get\",\"opacity\"],"
			 "\"text-halo-color\":\"rgba(255,255,255,0.5)\"}}",
		&arena);
	assert_non_null(style);
	const struct style_layer *layer = style->layer;
	struct feature feature = feature_of("{\"name\":\"Taji\",\"n\":1,\"opacity\":\"no\"}",
		&arena);
	struct expr_env env = { .zoom = 5,
		.scratch = &arena,
		.feature = &feature,
		.cache = style_cache(style, &arena) };
	double number[4];
	assert_true(str_equal(style_text(layer, STYLE_TEXT_FIELD, &env), STR("Taji (1)")));
	assert_true(style_number(layer, STYLE_TEXT_SIZE, &env) == 15);
	assert_true(str_equal(style_text(layer, STYLE_ICON_IMAGE, &env), STR("flag-1")));
	assert_int_equal(style_numbers(layer, STYLE_TEXT_OFFSET, &env, number, 4), 2);
	assert_true(number[1] == 1.5);
	assert_int_equal(style_numbers(layer, STYLE_ICON_PADDING, &env, number, 4), 4);
	assert_true(number[0] == 1 && number[1] == 2 && number[2] == 1 && number[3] == 2);
	assert_true(style_bool(layer, STYLE_TEXT_OPTIONAL, &env));
	assert_true(style_color(layer, STYLE_TEXT_COLOR, &env).r == 1);
	assert_true(style_color(layer, STYLE_TEXT_HALO_COLOR, &env).a == 0.5f);
	/* What fails gives the default. */
	assert_true(style_number(layer, STYLE_TEXT_OPACITY, &env) == 1);
	struct value anchors = style_value(layer, STYLE_TEXT_VARIABLE_ANCHOR_OFFSET, &env);
	assert_int_equal(anchors.type, VALUE_ANCHORS);
	assert_int_equal(anchors.anchors.count, 2);
	struct value fonts = style_value(layer, STYLE_TEXT_FONT, &env);
	assert_true(str_equal(fonts.array.item[0].string, STR("Noto Sans Bold")));
	arena_release(&arena);
}

static void test_which_layers_show(void **state) {
	struct arena arena = ARENA_INIT;
	const struct style *style = style_of(
		"{\"id\":\"a\",\"type\":\"fill\",\"source\":\"s\",\"minzoom\":3,\"maxzoom\":6},"
		"{\"id\":\"b\",\"type\":\"fill\",\"source\":\"s\",\"layout\":{\"visibility\":\"none\"}},"
		"{\"id\":\"c\",\"type\":\"fill\",\"source\":\"s\",\"filter\":[\"==\",\"kind\",\"x\"]},"
		"{\"id\":\"d\",\"type\":\"fill\",\"source\":\"s\",\"layout\":{\"visibility\":"
		"[\"case\",[\"==\",[\"global-state\",\"dark\"],true],\"visible\",\"none\"]}},"
		"{\"id\":\"e\",\"ref\":\"c\",\"paint\":{\"fill-color\":\"red\"}}",
		&arena);
	static const struct value dark_key = { .type = VALUE_STRING, .string = { "dark", 4 } };
	static const struct value dark_value = { .type = VALUE_BOOL, .boolean = true };
	struct value dark = { .type = VALUE_OBJECT, .object = { &dark_key, &dark_value, 1 } };
	struct feature feature = feature_of("{\"kind\":\"x\"}", &arena);
	struct expr_env env = { .zoom = 3, .scratch = &arena, .feature = &feature };
	(void)state;
	assert_non_null(style);
	assert_true(style_layer_shows(&style->layer[0], &env));
	env.zoom = 6;
	assert_false(style_layer_shows(&style->layer[0], &env));
	env.zoom = 2.99;
	assert_false(style_layer_shows(&style->layer[0], &env));
	assert_true(style->layer[1].hidden);
	assert_true(style_layer_shows(&style->layer[2], &env));
	assert_false(style_layer_shows(&style->layer[3], &env));
	env.global_state = &dark;
	assert_true(style_layer_shows(&style->layer[3], &env));
	assert_int_equal(style->layer[4].type, STYLE_FILL);
	assert_true(style_layer_shows(&style->layer[4], &env));
	feature = feature_of("{\"kind\":\"y\"}", &arena);
	assert_false(style_layer_shows(&style->layer[2], &env));
	assert_false(style_layer_shows(&style->layer[4], &env));
	arena_release(&arena);
}

static void test_state(void **state) {
	struct arena arena = ARENA_INIT;
	struct source source = { "test.json",
		STR("{\"version\":8,\"sources\":{},\"layers\":[],\"state\":{\"dark\":"
		    "{\"default\":true},\"size\":{\"default\":[1,2]},\"none\":{}}}") };
	struct diag diag;
	(void)state;
	diag_init(&diag, &arena);
	const struct style *style = style_parse(&source, &arena, &diag);
	assert_non_null(style);
	struct value given = value_of_json(json_of("{\"dark\":false,\"day\":3}", &arena), &arena);
	struct value defaults = style_state(style, NULL, &arena);
	struct value merged = style_state(style, &given, &arena);
	assert_string_equal(arena_strdup(&arena, value_to_json(&defaults, &arena)),
		"{\"dark\":true,\"size\":[1,2]}");
	assert_string_equal(arena_strdup(&arena, value_to_json(&merged, &arena)),
		"{\"dark\":false,\"day\":3,\"size\":[1,2]}");
	arena_release(&arena);
}

static void test_metadata(void **state) {
	struct arena arena = ARENA_INIT;
	const struct style *style = style_of("{\"id\":\"a\",\"type\":\"fill\",\"source\":\"s\","
					     "\"metadata\":{\"sitmap:key\":\"Land\"}}",
		&arena);
	(void)state;
	assert_true(str_equal(style_metadata(style, NULL, "ground")->string, STR("#fff")));
	assert_true(str_equal(style_metadata(style, style->layer, "key")->string, STR("Land")));
	assert_null(style_metadata(style, style->layer, "ground"));
	arena_release(&arena);
}

/* Every default of the table is a value of its type. */
static void test_table_defaults(void **state) {
	struct arena arena = ARENA_INIT;
	(void)state;
	for (uint32_t i = 0; i < nprop_specs + nundrawn_specs; i++) {
		const struct prop_spec *spec = i < nprop_specs ? &prop_specs[i]
							       : &undrawn_specs[i - nprop_specs];
		struct value v;
		if (spec->fallback
			&& !value_of_constant(json_of(spec->fallback, &arena), spec, &v, &arena))
			fail_msg("%s: %s", spec->name, spec->fallback);
	}
	assert_true(spec_find(STR("line"), SPEC_PAINT, STR("line-width"))
		== &prop_specs[STYLE_LINE_WIDTH]);
	assert_null(spec_find(STR("line"), SPEC_LAYOUT, STR("line-width")));
	assert_null(spec_find(STR("fill"), SPEC_PAINT, STR("line-width")));
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_which_layers_show),
		cmocka_unit_test(test_state),
		cmocka_unit_test(test_metadata),
		cmocka_unit_test(test_table_defaults),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
