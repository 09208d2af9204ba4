#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evaluate.h"
#include "rows.h"
#include "style/check.h"

/* What the checker says of a style: "LINE SEVERITY KEY: TEXT (SUGGESTION)" each. */
struct row {
	const char *style, *said;
};

#define SOURCES "\"sources\":{\"s\":{\"type\":\"geojson\",\"data\":\"x\"}}"
#define LAYER(members) \
	"{\"version\":8," SOURCES ",\"layers\":[{\"id\":\"a\",\"source\":\"s\"," members "}]}"

static const struct row rows[] = {
	{ "{\"version\":8," SOURCES ",\"layers\":[]}", "" },
	{ "[]", "1 error : object expected, array found\n" },
	{ "{}",
		"1 error : missing required property \"version\"\n"
		"1 error : missing required property \"sources\"\n"
		"1 error : missing required property \"layers\"\n" },
	{ "{\"version\":7,\n\"sources\":{},\n\"layers\":{}}",
		"1 error version: expected one of [8], 7 found\n"
		"3 error layers: array expected, object found\n" },
	{ LAYER("\"type\":\"fil\""),
		"1 error layers[0].type: expected one of [fill, line, symbol, circle, heatmap, "
		"fill-extrusion, raster, hillshade, color-relief, background], \"fil\" found "
		"(fill)\n" },
	{ LAYER("\"type\":\"fill\",\"paint\":{\n\"fil-color\":\"red\",\n\"fill-opacity\":2}"),
		"2 error layers[0].paint.fil-color: unknown property \"fil-color\" (fill-color)\n"
		"3 error layers[0].paint.fill-opacity: 2 is greater than the maximum value 1\n" },
	{ LAYER("\"type\":\"fill\",\"paint\":{\"fill-color\":\"rosa\"}"),
		"1 error layers[0].paint.fill-color: color expected, \"rosa\" found\n" },
	{ LAYER("\"type\":\"fill\",\"layout\":{\"fill-color\":\"red\"}"),
		"1 error layers[0].layout.fill-color: unknown property \"fill-color\"\n" },
	{ LAYER("\"type\":\"line\",\"layout\":{\"line-cap\":\"rond\"}"),
		"1 error layers[0].layout.line-cap: expected one of [butt, round, square], \"rond\" "
		"found (round)\n" },
	{ LAYER("\"type\":\"line\",\"paint\":{\"line-width\":[\"+\",1,[\"gett\",\"n\"]]}"),
		"1 error layers[0].paint.line-width[2][0]: Unknown expression \"gett\". If you wanted "
		"a literal array, use [\"literal\", [...]]. (get)\n" },
	{ LAYER("\"type\":\"line\",\"paint\":{\"line-translate\":[1,\"2\",3]}"),
		"1 error layers[0].paint.line-translate: array length 2 expected, length 3 found\n" },
	{ LAYER("\"type\":\"line\",\"paint\":{\"line-translate\":[1,\"2\"]}"),
		"1 error layers[0].paint.line-translate[1]: number expected, string found\n" },
	{ LAYER("\"type\":\"line\",\"filtr\":[]"),
		"1 note layers[0]: unknown property \"filtr\" (filter)\n" },
	{ LAYER("\"type\":\"line\",\"filter\":[\"==\",\"$type\",\"Pont\"]"),
		"1 error layers[0].filter[2]: expected one of [Point, LineString, Polygon], \"Pont\" "
		"found (Point)\n" },
	{ LAYER("\"type\":\"symbol\",\"layout\":{\"icon-padding\":[1,2,3,4,5]}"),
		"1 error layers[0].layout.icon-padding: padding requires 1 to 4 values; 5 values "
		"found\n" },
	{ LAYER("\"type\":\"heatmap\",\"paint\":{\"heatmap-radius\":5}"),
		"1 undrawn layers[0].type: layers of type \"heatmap\" are not drawn\n" },
	{ "{\"version\":8,\"sources\":{\"v\":{\"type\":\"vector\",\"url\":\"x\"}},\"layers\":[],"
	  "\"sky\":{},\"terrain\":{\"source\":\"v\"}}",
		"1 undrawn sources.v.type: sources of type \"vector\" are not read\n"
		"1 undrawn sky: \"sky\" is not drawn\n"
		"1 undrawn terrain: \"terrain\" is not drawn\n" },
	{ LAYER("\"type\":\"fill\",\"paint\":{\"fill-color\":{\"stops\":[[5,\"red\"],[3,\"blue\"]]}}"),
		"1 error layers[0].paint.fill-color.stops[1][0]: stop domain values must appear in "
		"ascending order\n" },
	{ LAYER("\"type\":\"fill\",\"paint\":{\"fill-color\":{\"stop\":[]}}"),
		"1 error layers[0].paint.fill-color: unknown property \"stop\"\n"
		"1 error layers[0].paint.fill-color: missing required property \"stops\"\n" },
	{ "{\"version\":8," SOURCES ",\"layers\":[{\"id\":\"a\",\"type\":\"background\"},\n"
	  "{\"id\":\"a\",\"type\":\"fill\",\"source\":\"t\"}]}",
		"2 error layers[1]: duplicate layer id \"a\", previously used at line 1\n"
		"2 error layers[1]: source \"t\" not found\n" },
	{ LAYER("\"type\":\"hillshade\""),
		"1 error layers[0]: layer \"a\" requires a raster-dem source\n"
		"1 undrawn layers[0].type: layers of type \"hillshade\" are not drawn\n" },
};

static void test_rows(void **state) {
	struct arena arena = ARENA_INIT;
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct check check;
		const char *said = "";
		bool fine = style_check(json_of(rows[i].style, &arena), &check, &arena);
		for (uint32_t k = 0; k < check.count; k++) {
			const struct check_item *item = &check.item[k];
			const char *hint = item->suggestion
				? arena_printf(&arena, " (%s)", item->suggestion)
				: "";
			said = arena_printf(&arena, "%s%u %s %s: %s%s\n", said, item->line,
				check_severity_name(item->severity), item->key, item->text, hint);
		}
		if (strcmp(said, rows[i].said) != 0)
			fail_msg("%s:\n%sinstead of\n%s", rows[i].style, said, rows[i].said);
		assert_int_equal(fine, strstr(rows[i].said, " error ") == NULL);
	}
	arena_release(&arena);
}

static const char *item_text(const struct check_item *item, struct arena *arena) {
	struct str rest = str_of(item->text);
	const char *said = arena_printf(arena, "  %s %s: ", check_severity_name(item->severity),
		item->key);
	for (const char *between = ""; rest.at; between = "\\n") {
		struct str line = str_split(&rest, '\n');
		said = arena_printf(arena, "%s%s%.*s", said, between, STR_ARG(line));
	}
	if (item->suggestion)
		said = arena_printf(arena, "%s (%s)", said, item->suggestion);
	if (item->identifier)
		said = arena_printf(arena, "%s [%s]", said, item->identifier);
	return said;
}

/* One style of the file and what is said of it, which `rest` begins with. */
static void expect_style(struct str line, struct str *rest, struct arena *arena) {
	struct check check;
	bool layer = str_starts(line, STR("layer "));
	struct str given = str_slice(line, 6, line.len);
	const char *style = arena_printf(arena, layer ? LAYER("%.*s") : "%.*s", STR_ARG(given));
	style_check(json_of(style, arena), &check, arena);
	for (uint32_t i = 0; i < check.count; i++) {
		const char *said = item_text(&check.item[i], arena);
		struct str expected = str_split(rest, '\n');
		if (!str_equal(expected, str_of(said)))
			fail_msg("%s:\n%s\ninstead of\n%.*s", style, said, STR_ARG(expected));
	}
	if (str_split(rest, '\n').len)
		fail_msg("%s: less is said than expected", style);
}

static void test_file(void **state) {
	(void)state;
	each_row("tests/data/check.test", 50, expect_style);
}

static void test_json(void **state) {
	struct arena arena = ARENA_INIT;
	struct check check;
	(void)state;
	style_check(json_of("{\"version\":8,\"sources\":{},\n\"layers\":[],\"lights\":1}", &arena),
		&check, &arena);
	struct str text = check_json(&check, &arena);
	assert_string_equal(arena_strdup(&arena, text),
		"[\n{\"message\":\"unknown property \\\"lights\\\"\",\"severity\":\"note\","
		"\"line\":2,\"path\":\"lights\",\"suggestion\":\"light\"}\n]\n");
	arena_release(&arena);
}

static void test_report(void **state) {
	struct arena arena = ARENA_INIT;
	struct check check;
	struct diag diag;
	(void)state;
	diag_init(&diag, &arena);
	style_check(json_of(LAYER("\"type\":\"line\",\"paint\":{\"line-widht\":2}"), &arena),
		&check, &arena);
	check_report(&check, &diag);
	assert_int_equal(diag.errors, 1);
	assert_string_equal(diag.first->message,
		"unknown property \"line-widht\" (did you mean \"line-width\"?)");
	assert_string_equal(diag.first->at.path, "layers[0].paint.line-widht");
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_report),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
