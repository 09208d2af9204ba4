#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/limits.h"
#include "data/geojson.h"
#include "showlayer.h"

static const struct read_options everything = { .geometry_only = false };

/* The text in a block of its own size, read as a stream. */
static void read_text(const char *text, const struct read_options *options, struct shown *s) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct layer layer;
	size_t len = strlen(text);
	char *copy = malloc(len ? len : 1);
	memcpy(copy, text, len);
	struct source source = { "a.geojson", { copy, len } };
	diag_init(&diag, &arena);
	if (geojson_read(&source, options, &layer, &arena, &diag))
		show_layer(s, &layer);
	show_diag(s, &diag);
	arena_release(&arena);
	free(copy);
}

static void expect_with(const char *text, const struct read_options *options, const char *wanted) {
	struct shown s = { .len = 0 };
	read_text(text, options, &s);
	if (strcmp(s.text, wanted) != 0)
		fail_msg("%s\ngives %s\nnot   %s", text, s.text, wanted);
}

/* As a stream, and as the tree of a style's inline data. */
static void expect(const char *text, const char *wanted) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct layer layer;
	struct shown s = { .len = 0 };
	struct source source = { "style.json", { text, strlen(text) } };
	expect_with(text, &everything, wanted);
	diag_init(&diag, &arena);
	const struct json *json = json_parse(&source, &arena, &diag);
	if (json && geojson_from_json(json, &layer, &arena, &diag))
		show_layer(&s, &layer);
	show_diag(&s, &diag);
	if (strcmp(s.text, wanted) != 0)
		fail_msg("as a tree, %s\ngives %s\nnot   %s", text, s.text, wanted);
	arena_release(&arena);
}

#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"
#define FEATURE(geometry, properties) \
	"{\"type\":\"Feature\",\"geometry\":" geometry ",\"properties\":" properties "}"
#define GEOMETRY(type, coordinates) "{\"type\":\"" type "\",\"coordinates\":" coordinates "}"
#define POINT GEOMETRY("Point", "[1,2]")

static void every_geometry_is_read(void **state) {
	(void)state;
	expect(GEOMETRY("Point", "[1.5,-2,300]"), "points (1.5 -2)");
	expect(GEOMETRY("MultiPoint", "[[1,2],[3,4]]"), "points (1 2, 3 4)");
	expect(GEOMETRY("LineString", "[[1,2],[3,4]]"), "lines (1 2, 3 4)");
	expect(GEOMETRY("MultiLineString", "[[[1,2],[3,4]],[[5,6],[7,8]]]"),
		"lines (1 2, 3 4) (5 6, 7 8)");
	expect(GEOMETRY("Polygon", "[[[0,0],[4,0],[4,4],[0,0]],[[2,1],[3,2],[3,1],[2,1]]]"),
		"polygons (0 0, 4 0, 4 4, 0 0) (2 1, 3 2, 3 1, 2 1)");
	expect(GEOMETRY("MultiPolygon",
		       "[[[[0,0],[4,0],[4,4],[0,0]]],"
		       "[[[10,0],[14,0],[14,4],[10,0]]]]"),
		"polygons (0 0, 4 0, 4 4, 0 0) (10 0, 14 0, 14 4, 10 0)");
	expect("{\"coordinates\":[1,2],\"type\":\"Point\"}", "points (1 2)");
	expect(GEOMETRY("Point", "[]"), "points");
	expect(GEOMETRY("MultiPolygon", "[]"), "polygons");
}

static void rings_are_turned_and_closed(void **state) {
	(void)state;
	expect(GEOMETRY("Polygon", "[[[0,0],[4,4],[4,0]],[[2,1],[3,1],[3,2],[2,1]]]"),
		"polygons (0 0, 4 0, 4 4, 0 0) (2 1, 3 2, 3 1, 2 1)");
	/* The second polygon's first ring is no hole of the first. */
	expect(GEOMETRY("MultiPolygon",
		       "[[[[0,0],[4,4],[4,0],[0,0]],[[2,1],[3,1],[3,2],[2,1]]],"
		       "[[[10,0],[14,4],[14,0],[10,0]]]]"),
		"polygons (0 0, 4 0, 4 4, 0 0) (2 1, 3 2, 3 1, 2 1) (10 0, 14 0, 14 4, 10 0)");
}

static void collections_are_flattened(void **state) {
	(void)state;
	expect("{\"type\":\"GeometryCollection\",\"geometries\":[" GEOMETRY("Point",
		       "[1,2]") "," GEOMETRY("LineString",
		       "[[1,2],[3,4]]") ","
					"{\"type\":\"GeometryCollection\",\"geometries\":[" GEOMETRY(
						"MultiPoint",
						"[[5,6],[7,8]]") "," GEOMETRY("Polygon",
						"[[[0,0],[4,0],[4,4],[0,0]]]") "]}]}",
		"polygons (0 0, 4 0, 4 4, 0 0); lines (1 2, 3 4); points (1 2, 5 6, 7 8)");
	expect("{\"type\":\"GeometryCollection\",\"geometries\":[]}", "points");
	expect(COLLECTION("{\"type\":\"Feature\",\"id\":7,\"properties\":{\"a\":1},\"geometry\":"
			  "{\"geometries\":[" POINT "," GEOMETRY("LineString",
				  "[[1,2],[3,4]]") "],\"type\":\"GeometryCollection\"}}"),
		"lines (1 2, 3 4) #7 a=1; points (1 2) #7 a=1");
}

static void properties_become_columns(void **state) {
	(void)state;
	expect(COLLECTION(""), "");
	expect(COLLECTION(FEATURE(POINT, "{\"a\":1,\"b\":\"x\\ty\"}") "," FEATURE("null",
		       "{\"b\":null,\"c\":true}") "," FEATURE(POINT, "null")),
		"points (1 2) a=1 b=\"x\ty\" c=-; points a=- b=null c=true; "
		"points (1 2) a=- b=- c=-");
	expect(FEATURE(POINT, "{\"list\":[1,[],{\"k\":[true,null]}],\"o\":{}}"),
		"points (1 2) list=[1, [], {k: [true, null]}] o={}");
	expect("{\"type\":\"Feature\",\"id\":\"x\",\"properties\":{\"title\":\"a\"},\"geometry\":" POINT
	       ",\"title\":\"b\",\"style\":{\"weight\":2},\"bbox\":[1,2,1,2]}",
		"points (1 2) #\"x\" title=\"a\" style={weight: 2}");
	/* As ogr2ogr writes it: members of the collection are nobody's properties. */
	expect("{\"type\":\"FeatureCollection\",\"name\":\"towns\",\"crs\":{\"type\":\"name\","
	       "\"properties\":{\"name\":\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},\"features\":[" FEATURE(
		       POINT, "{\"n\":1}") "]}",
		"points (1 2) n=1");
	expect("{\"features\":[" FEATURE(POINT, "{}") "],\"type\":\"FeatureCollection\"}",
		"points (1 2)");
}

static void what_is_asked_for_is_read(void **state) {
	static const char text[] = COLLECTION(FEATURE(GEOMETRY("Point", "[10,10]"),
		"{\"a\":1,\"b\":2}") "," FEATURE(GEOMETRY("Point", "[50,10]"),
		"{\"a\":3}") "," FEATURE("null", "{\"a\":4}"));
	struct str name = STR("a");
	struct columns only = { &name, 1 };
	(void)state;
	expect_with(text, &(struct read_options){ .geometry_only = true },
		"points (10 10); points (50 10); points");
	expect_with(text, &(struct read_options){ .only = &only },
		"points (10 10) a=1; points (50 10) a=3; points a=4");
	expect_with(text,
		&(struct read_options){ .has_window = true, .window = { { 0, 0 }, { 20, 20 } } },
		"points (10 10) a=1 b=2");
	expect_with(text,
		&(struct read_options){ .has_window = true,
			.window = { { -320, 0 }, { -300, 20 } } },
		"points (50 10) a=3");
}

static void broken_features_are_left_out(void **state) {
	(void)state;
	expect(COLLECTION(FEATURE(GEOMETRY("Point", "[33.3,95]"), "{}") "," FEATURE(POINT, "{}")),
		"points (1 2) ~features[0]: latitude 95 is beyond 90 degrees; "
		"longitude and latitude swapped?; skipped");
	expect(COLLECTION(FEATURE(POINT, "{\"a\":1}") "," FEATURE(
		       GEOMETRY("Point", "[500000,3700000]"), "{\"a\":2}")),
		"points (1 2) a=1 ~features[1]: latitude 3700000 is beyond 90 degrees; "
		"GeoJSON holds degrees of WGS 84; skipped");
	expect(COLLECTION(FEATURE(POINT, "{}") "," FEATURE(GEOMETRY("Pont", "[1,2]"),
		       "{}") "," FEATURE(GEOMETRY("LineString", "[[1,2]]"),
		       "{}") "," FEATURE(GEOMETRY("LineString", "[1,2]"),
		       "{}") "," FEATURE(GEOMETRY("Point", "[1,\"x\"]"),
		       "{}") "," FEATURE(GEOMETRY("Polygon", "[[[0,0],[1,1]]]"), "{}")),
		"points (1 2) ~features[1]: unknown geometry type \"Pont\"; \"Point\"?; skipped "
		"~features[2]: a line needs two positions; skipped "
		"~features[3]: coordinates of a LineString are nested 2 deep, here 1; skipped "
		"~features[4]: coordinates are numbers in nested arrays, all nested alike; skipped "
		"~features[5]: a ring needs four positions; skipped");
	expect(COLLECTION(FEATURE(POINT, "{}") ",7," FEATURE(POINT, "[]") ",{}," FEATURE(
		       "{\"type\":\"Point\"}", "{}") "," FEATURE("[1,2]", "{}")),
		"points (1 2) ~features[1]: a feature is an object; skipped "
		"~features[2]: \"properties\" is neither an object nor null; skipped "
		"~features[3]: an object of \"features\" whose type is not \"Feature\"; skipped "
		"~features[4]: a geometry without \"coordinates\"; skipped "
		"~features[5]: \"geometry\" is neither an object nor null; skipped");
	expect(COLLECTION("1,2,3,4,5,6,7," FEATURE(POINT, "{}")),
		"points (1 2) ~features[0]: a feature is an object; skipped "
		"~features[1]: a feature is an object; skipped "
		"~features[2]: a feature is an object; skipped "
		"~features[3]: a feature is an object; skipped "
		"~features[4]: a feature is an object; skipped "
		"~2 more features are broken; skipped");
	expect(COLLECTION("1"),
		"~features[0]: a feature is an object; skipped "
		"!its only feature is broken");
	expect(COLLECTION(FEATURE(GEOMETRY("LineString", "[[1,2],[[3,4],[5,6]]]"),
		       "{}") "," FEATURE(GEOMETRY("LineString", "[[1,2],[3]]"), "{}")),
		"~features[0]: coordinates are numbers in nested arrays, all nested alike; skipped "
		"~features[1]: a position has two numbers, longitude and latitude; skipped "
		"!all 2 features are broken");
}

static void what_is_no_geojson_is_said(void **state) {
	(void)state;
	expect("{}", "!no GeoJSON: the object has no \"type\"");
	expect("[1]", "!no GeoJSON: its outermost value is no object");
	expect("{\"type\":\"Topology\"}",
		"!this is TopoJSON; convert it to GeoJSON, "
		"for instance by ogr2ogr");
	expect("{\"type\":\"FeatureCollection\"}", "!a FeatureCollection without \"features\"");
	expect("{\"features\":[],\"type\":\"Feature\"}",
		"!\"features\" belong to a "
		"FeatureCollection");
	expect("{\"type\":\"FeatureCollection\",\"features\":{}}", "!\"features\" is no array");
	expect(GEOMETRY("Point", "[1,95]"),
		"!latitude 95 is beyond 90 degrees; "
		"longitude and latitude swapped?");
	expect("{\"type\":\"Circle\",\"coordinates\":[1,2]}", "!unknown geometry type \"Circle\"");
	expect("{\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:32638\"}},"
	       "\"type\":\"FeatureCollection\",\"features\":[]}",
		"~crs: \"EPSG:32638\" is not looked at: GeoJSON holds degrees of WGS 84");
}

/* Members that stand twice or are of another kind, empty parts, places beyond the globe. */
static void odd_members_are_understood_or_said(void **state) {
	static const char *const rows[][2] = {
		{ "{\"type\":\"Point\",\"coordinates\":[1,2],\"coordinates\":[3,4]}",
			"!\"coordinates\" twice" },
		{ "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"geometry\":null,\"properties\":{}}",
			"!\"geometry\" twice" },
		{ "{\"type\":\"Point\",\"coordinates\":null}", "points" },
		{ "{\"type\":\"Point\",\"coordinates\":\"x\"}",
			"!coordinates are numbers in nested arrays, all nested alike" },
		{ "{\"type\":\"Feature\",\"id\":[1,2],\"bbox\":[1,2,3,4],\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"properties\":{}}",
			"points (1 2)" },
		{ "{\"type\":\"Feature\",\"id\":null,\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"properties\":{}}",
			"points (1 2)" },
		{ "{\"type\":\"FeatureCollection\",\"crs\":null,\"features\":[]}", "" },
		{ "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\"},\"features\":[]}",
			"~crs: \"?\" is not looked at: GeoJSON holds degrees of WGS 84" },
		{ "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"href\":\"x\"}},\"features\":[]}",
			"~crs: \"?\" is not looked at: GeoJSON holds degrees of WGS 84" },
		{ "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":5}},\"features\":[]}",
			"~crs: \"?\" is not looked at: GeoJSON holds degrees of WGS 84" },
		{ "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:4326\"}},\"features\":[]}",
			"" },
		{ "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"a name of a coordinate system that is longer than sixty letters and cut\"}},\"features\":[]}",
			"~crs: \"a name of a coordinate system that is longer than sixty lett\" is not looked at: GeoJSON holds degrees of WGS 84" },
		{ "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":nme},\"features\":[]}",
			"!found \"nme\" where a value should be" },
		{ "{\"type\":\"Point\",\"coordinates\":[700,10]}",
			"!longitude 700 is beyond 540 degrees" },
		{ "{\"type\":\"Point\",\"coordinates\":[700,95]}",
			"!latitude 95 is beyond 90 degrees" },
		{ "{\"type\":\"Point\",\"coordinates\":[100,95]}",
			"!latitude 95 is beyond 90 degrees" },
		{ "{\"type\":\"Point\",\"coordinates\":[500000,3700000]}",
			"!latitude 3700000 is beyond 90 degrees; GeoJSON holds degrees of WGS 84" },
		{ "{\"type\":\"Point\",\"coordinates\":[500000,37]}",
			"!longitude 500000 is beyond 540 degrees; GeoJSON holds degrees of WGS 84" },
		{ "{\"type\":\"Point\",\"coordinates\":[50,3700]}",
			"!latitude 3700 is beyond 90 degrees; GeoJSON holds degrees of WGS 84" },
		{ "{\"type\":\"LineString\",\"coordinates\":[]}", "lines" },
		{ "{\"type\":\"MultiLineString\",\"coordinates\":[[],[[1,2],[3,4]]]}",
			"lines (1 2, 3 4)" },
		{ "{\"type\":\"MultiPolygon\",\"coordinates\":[[],[[[0,0],[4,0],[4,4],[0,0]]]]}",
			"polygons (0 0, 4 0, 4 4, 0 0)" },
		{ "{\"type\":\"MultiPolygon\",\"coordinates\":[[[]]]}", "polygons" },
		{ "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,",
			"!the text ends where a value should be" },
		{ "{\"type\":\"A type whose name is longer than forty letters, as none is\",\"coordinates\":[1,2]}",
			"!unknown geometry type \"A type whose name is longer than forty l\"" },
		{ "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"properties\":{}}]} x",
			"!found \"x\" where the end of the text should be" },
		{ "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[1,2]},{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}],\"geometries\":[]}",
			"lines (1 2, 3 4); points (1 2)" },
		{ "{\"type\":\"GeometryCollection\",\"geometries\":5}",
			"!\"geometries\" is no array" },
		{ "{\"type\":\"GeometryCollection\"}",
			"!a GeometryCollection without \"geometries\"" },
		{ "{\"type\":\"Feature\"}", "points" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect_with(rows[i][0], &everything, rows[i][1]);
	expect_with(
		"{\"type\":\"Feature\",\"title\":{\"a\":[1]},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"properties\":{}}",
		&(struct read_options){ .geometry_only = true }, "points (1 2)");
}

static void errors_have_a_line(void **state) {
	static const char text[] =
		"{\"type\": \"FeatureCollection\", \"features\": [\n"
		"  {\"type\": \"Feature\", \"properties\": {},\n"
		"   \"geometry\": {\"type\": \"Point\", \"coordinates\": [33.3, 95.0]}}]}\n";
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct layer layer;
	struct source source = { "a.geojson", { text, sizeof(text) - 1 } };
	unsigned line, column;
	(void)state;
	diag_init(&diag, &arena);
	assert_false(geojson_read(&source, &everything, &layer, &arena, &diag));
	assert_non_null(diag.first);
	source_position(diag.first->at.source, diag.first->at.offset, &line, &column);
	assert_int_equal(line, 3);
	assert_in_range(column, 40, 65);
	arena_release(&arena);
}

/* Each name once: an error at the limit, and no waiting for it. */
static void names_are_limited(void **state) {
	enum { NAMES = 100000 };
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct layer layer;
	size_t room = NAMES * 24 + 200, len = 0;
	char *text = malloc(room);
	(void)state;
	len += (size_t)snprintf(text, room,
		"{\"type\":\"Feature\",\"geometry\":null,"
		"\"properties\":{");
	for (int i = 0; i < NAMES; i++)
		len += (size_t)snprintf(text + len, room - len, "%s\"name%d\":%d", i ? "," : "", i,
			i);
	len += (size_t)snprintf(text + len, room - len, "}}");
	struct source source = { "a.geojson", { text, len } };
	diag_init(&diag, &arena);
	assert_false(geojson_read(&source, &everything, &layer, &arena, &diag));
	assert_int_equal(diag.errors, 1);
	assert_non_null(strstr(diag.first->message, "limit of 10000"));
	arena_release(&arena);
	free(text);
}

/* A file of features that have no name in common must not take the square of
 * its size. */
static void sparse_tables_are_limited(void **state) {
	enum { FEATURES = LIMIT_FIELDS };
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct layer layer;
	size_t room = FEATURES * 80 + 200, len = 0;
	char *text = malloc(room);
	(void)state;
	len += (size_t)snprintf(text, room, "{\"type\":\"FeatureCollection\",\"features\":[");
	for (int i = 0; i < FEATURES; i++)
		len += (size_t)snprintf(text + len, room - len,
			"%s{\"type\":\"Feature\","
			"\"geometry\":null,\"properties\":{\"n%d\":1}}",
			i ? "," : "", i);
	len += (size_t)snprintf(text + len, room - len, "]}");
	struct source source = { "a.geojson", { text, len } };
	diag_init(&diag, &arena);
	assert_false(geojson_read(&source, &everything, &layer, &arena, &diag));
	assert_int_equal(diag.errors, 1);
	assert_non_null(strstr(diag.first->message, "missing values"));
	arena_release(&arena);
	free(text);
}

/* Cut anywhere, or with any byte replaced: an error or a layer, no crash. */
static void broken_texts_do_no_harm(void **state) {
	static const char text[] = COLLECTION(
		"{\"type\":\"Feature\",\"id\":7,\"properties\":{\"a\":[1,{\"b\":null}]},\"geometry\":"
		"{\"geometries\":[" POINT
		"," GEOMETRY("LineString", "[[1,2],[3,4]]") "],\"type\":\"GeometryCollection\"}}," FEATURE(
			GEOMETRY("MultiPolygon", "[[[[0,0],[4,0],[4,4],[0,0]]]]"),
			"{\"c\":\"\\u00e9\"}"));
	static const char odd[] = "\"[]{},:01-eE.x \\\xFF";
	char copy[sizeof(text)];
	(void)state;
	for (size_t i = 0; i + 1 < sizeof(text); i++) {
		struct shown s = { .len = 0 };
		memcpy(copy, text, i);
		copy[i] = '\0';
		read_text(copy, &everything, &s);
		assert_non_null(strchr(s.text, '!'));
		memcpy(copy, text, sizeof(text));
		for (size_t k = 0; k < sizeof(odd) - 1; k++) {
			copy[i] = odd[k];
			read_text(copy, &everything, &s);
		}
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_geometry_is_read),
		cmocka_unit_test(rings_are_turned_and_closed),
		cmocka_unit_test(collections_are_flattened),
		cmocka_unit_test(properties_become_columns),
		cmocka_unit_test(what_is_asked_for_is_read),
		cmocka_unit_test(broken_features_are_left_out),
		cmocka_unit_test(what_is_no_geojson_is_said),
		cmocka_unit_test(odd_members_are_understood_or_said),
		cmocka_unit_test(errors_have_a_line),
		cmocka_unit_test(names_are_limited),
		cmocka_unit_test(sparse_tables_are_limited),
		cmocka_unit_test(broken_texts_do_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
