#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/date.h"
#include "base/out.h"
#include "base/schema.h"
#include "base/yaml.h"

struct layer {
	struct str id;
	double width;
	const struct json *filter;
};

struct map {
	struct str name;
	struct schema_list outputs, layers;
	double zoom, bbox[4];
	bool strict;
	int format;
	struct date since;
	struct layer top;
	int sides;
};

static bool read_sides(const struct json *value, void *field, struct arena *arena,
	struct diag *diag) {
	(void)arena;
	*(int *)field = 2;
	return value->type == JSON_STRING || json_error(diag, value, "sides in words");
}

static const char *const formats[] = { "png", "svg", "pdf", NULL };

static const struct schema_row layer_rows[] = {
	{ .key = "id",
		.type = SCHEMA_STRING,
		.required = true,
		.offset = offsetof(struct layer, id) },
	{ .key = "width", .type = SCHEMA_NUMBER, .offset = offsetof(struct layer, width) },
	{ .key = "filter", .type = SCHEMA_ANY, .offset = offsetof(struct layer, filter) },
};

static const struct layer layer_defaults = { .width = 1.5 };

static const struct schema layer_schema = { layer_rows, 3, sizeof(struct layer), &layer_defaults };

/* clang-format off */
static const struct schema_row map_rows[] = {
	{ .key = "name", .type = SCHEMA_STRING, .required = true, .offset = offsetof(struct map, name) },
	{ .key = "outputs", .type = SCHEMA_STRINGS, .required = true,
		.offset = offsetof(struct map, outputs) },
	{ .key = "zoom", .type = SCHEMA_NUMBER, .offset = offsetof(struct map, zoom), .max = 24 },
	{ .key = "bbox", .type = SCHEMA_BBOX, .offset = offsetof(struct map, bbox) },
	{ .key = "strict", .type = SCHEMA_BOOL, .offset = offsetof(struct map, strict) },
	{ .key = "format", .type = SCHEMA_ENUM, .offset = offsetof(struct map, format), .words = formats },
	{ .key = "since", .type = SCHEMA_DATE, .offset = offsetof(struct map, since) },
	{ .key = "top", .type = SCHEMA_OBJECT, .offset = offsetof(struct map, top), .schema = &layer_schema },
	{ .key = "layers", .type = SCHEMA_OBJECTS, .offset = offsetof(struct map, layers),
		.schema = &layer_schema },
	{ .key = "sides", .type = SCHEMA_CUSTOM, .offset = offsetof(struct map, sides), .read = read_sides },
};
/* clang-format on */

static const struct schema map_schema = { map_rows, 10, sizeof(struct map), NULL };

static bool read_map(const char *text, struct map *map, struct source *source, struct arena *arena,
	struct diag *diag) {
	*source = (struct source){ "test.yaml", str_of(text) };
	diag_init(diag, arena);
	const struct json *root = yaml_parse(source, arena, diag);
	assert_non_null(root);
	*map = (struct map){ .zoom = 7, .strict = true };
	return schema_read(&map_schema, root, map, arena, diag);
}

static void test_filled(void **state) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct source source;
	struct map map;
	(void)state;
	assert_true(read_map(
		"name: iraq\noutputs: [a.png, b.svg]\nbbox: [170, -10, -170, 10]\nformat: pdf\n"
		"since: 2020-04\ntop: {id: t}\nlayers: [{id: a, width: 3}, {id: b, filter: [x]}]\nsides: two\n",
		&map, &source, &arena, &diag));
	assert_int_equal(diag.errors, 0);
	assert_true(str_equal(map.name, STR("iraq")));
	assert_int_equal(map.outputs.count, 2);
	assert_true(str_equal(((struct str *)map.outputs.item)[1], STR("b.svg")));
	assert_true(map.zoom == 7 && map.strict);
	assert_true(map.bbox[0] == 170 && map.bbox[2] == -170);
	assert_int_equal(map.format, 2);
	assert_true(map.since.year == 2020 && map.since.month == 4 && map.since.day == 0);
	assert_true(str_equal(map.top.id, STR("t")));
	struct layer *layer = map.layers.item;
	assert_int_equal(map.layers.count, 2);
	assert_true(layer[0].width == 3 && layer[1].width == 1.5);
	assert_int_equal(layer[1].filter->type, JSON_ARRAY);
	assert_int_equal(map.sides, 2);
	assert_true(read_map("{name: '', outputs: one.png, since: 2020, strict: false}", &map,
		&source, &arena, &diag));
	assert_int_equal(map.outputs.count, 1);
	assert_int_equal(map.since.year, 2020);
	assert_false(map.strict);
	arena_release(&arena);
}

/* All errors of one file, each where it is. */
static void test_errors(void **state) {
	static const char text[] = "nmae: iraq\n"
				   "outputs: [a.png, 3, {}]\n"
				   "zoom: 25\n"
				   "bbox: [0, 10, 5, 5]\n"
				   "strict: maybe\n"
				   "format: pgn\n"
				   "since: yesterday\n"
				   "top: []\n"
				   "layers:\n"
				   "  - id: 5\n"
				   "    wdith: 3\n"
				   "  - width: thick\n"
				   "sides: 2\n"
				   "zzz: 1\n";
	static const char expected[] =
		"1:1 nmae unknown key \"nmae\"; did you mean \"name\"?\n"
		"2:18 outputs[1] should be text, not a number; put it in quotes\n"
		"2:21 outputs[2] should be text, not an object\n"
		"3:7 zoom should be from 0 to 24\n"
		"4:7 bbox south should be less than north\n"
		"5:9 strict should be true or false, not text\n"
		"6:9 format \"pgn\" is not known here; did you mean \"png\"?\n"
		"7:8 since \"yesterday\" is not a date such as 2020-04-07\n"
		"8:6 top should be keys with values, not an array\n"
		"10:9 layers[0].id should be text, not a number; put it in quotes\n"
		"11:5 layers[0].wdith unknown key \"wdith\"; did you mean \"width\"?\n"
		"12:12 layers[1].width should be a number, not text\n"
		"12:5 layers[1] \"id\" is missing\n"
		"13:8 sides sides in words\n"
		"14:1 zzz unknown key \"zzz\"\n"
		"1:1  \"name\" is missing\n";
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct source source;
	struct map map;
	(void)state;
	assert_false(read_map(text, &map, &source, &arena, &diag));
	struct out *out = out_memory(&arena);
	for (const struct diag_item *i = diag.first; i; i = i->next) {
		unsigned line, column;
		source_position(&source, i->at.offset, &line, &column);
		out_printf(out, "%u:%u %s %s\n", line, column, i->at.path, i->message);
	}
	if (!str_equal(out_bytes(out), str_of(expected)))
		fail_msg("%.*s", STR_ARG(out_bytes(out)));
	arena_release(&arena);
}

static void expect_error(const char *text, const char *message) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct source source;
	struct map map;
	assert_false(read_map(arena_printf(&arena, "name: x\noutputs: []\n%s", text), &map, &source,
		&arena, &diag));
	assert_int_equal(diag.errors, 1);
	assert_string_equal(diag.first->message, message);
	arena_release(&arena);
}

static void test_more_errors(void **state) {
	(void)state;
	expect_error("bbox: [1, 2, 3]", "should be four numbers, [west, south, east, north]");
	expect_error("bbox: 5", "should be four numbers, [west, south, east, north]");
	expect_error("bbox: [-181, 2, 3, 9]", "should be from -180 to 180 degrees");
	expect_error("bbox: [1, 2, 3, 91]", "should be from -90 to 90 degrees");
	expect_error("bbox: [1, 2, x, 9]", "should be a number, not text");
	expect_error("format: jpeg2000", "\"jpeg2000\" is not one of png, svg, pdf");
	expect_error("format: 3", "should be text, not a number; put it in quotes");
	expect_error("since: [2020]", "should be a date, not an array");
	expect_error("since: 2020.5", "\"2020.5\" is not a date such as 2020-04-07");
	expect_error("layers: {id: a}", "should be a list, not an object");
	expect_error("zoom: -1", "should be from 0 to 24");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_filled),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_more_errors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
