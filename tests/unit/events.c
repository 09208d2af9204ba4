#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "event/events.h"
#include "event/fields.h"

struct fixture {
	struct arena arena;
	struct diag diag;
	struct source source;
	struct events events;
};

static int setup(void **state) {
	struct fixture *f = calloc(1, sizeof(*f));
	diag_init(&f->diag, &f->arena);
	*state = f;
	return 0;
}

static int teardown(void **state) {
	struct fixture *f = *state;
	arena_release(&f->arena);
	free(f);
	return 0;
}

static bool read(struct fixture *f, const char *text) {
	diag_init(&f->diag, &f->arena);
	f->source = (struct source){ "list", str_of(text) };
	return events_read(&f->source, &f->events, &f->arena, &f->diag);
}

static void expect_read(struct fixture *f, const char *text) {
	bool ok = read(f, text);
	diag_print(&f->diag, stderr, false);
	assert_true(ok);
	assert_int_equal(f->diag.errors, 0);
}

/* Each of the messages, in order: what it must hold, and line and column. */
struct expected {
	const char *words;
	unsigned line, column;
};

static void expect_errors(struct fixture *f, const char *text, const struct expected *e, size_t n) {
	size_t k = 0;
	assert_false(read(f, text));
	for (const struct diag_item *i = f->diag.first; i; i = i->next, k++) {
		unsigned line = 0, column = 0;
		if (i->at.offset != WHERE_WHOLE)
			source_position(&f->source, i->at.offset, &line, &column);
		if (k >= n || !strstr(i->message, e[k].words) || line != e[k].line
			|| (e[k].column && column != e[k].column))
			fail_msg("message %zu: %u:%u %s", k, line, column, i->message);
	}
	assert_int_equal(k, n);
}

static bool is(struct str s, const char *text) {
	return str_equal(s, str_of(text));
}

static void test_csv(void **state) {
	struct fixture *f = *state;
	expect_read(f,
		"\xEF\xBB\xBFLat,LON,Kind,date,End_Date,Confidence,precision,My column,fatalities\r\n"
		"33.3,44.2,Handover,2020-04-07,2020-04-09,Claimed,15km,\"a,b\",3\r\n"
		"\r\n"
		"-33.3,-44.2,,2020,,,,,\r\n");
	assert_int_equal(f->events.count, 2);
	const struct event *e = &f->events.event[0];
	assert_true(is(e->kind, "handover") && is(e->confidence, "claimed"));
	assert_float_equal(e->place[0].point.x, 44.2, 0);
	assert_true(e->place[0].has_point && !e->is_route);
	assert_float_equal(e->precision, 15000, 0);
	assert_true(e->has_precision);
	assert_int_equal(e->date.day, 7);
	assert_int_equal(e->end_date.day, 9);
	assert_true(
		is(f->events.columns.name[0], "lat") && is(f->events.columns.name[7], "My column"));
	assert_true(is(e->column[7].string, "a,b"));
	assert_int_equal(e->column[8].type, VALUE_NUMBER);
	e = &f->events.event[1];
	assert_false(e->has_precision);
	assert_int_equal(e->column[8].type, VALUE_MISSING);
	assert_int_equal(e->date.month, 0);
}

static void test_routes(void **state) {
	struct fixture *f = *state;
	expect_read(f,
		"place,country,via,to\n"
		"al-Walid crossing,IQ,Qamishli; ;Tall Tamr,\"Al-Malikiyah, SY\"\n");
	const struct event *e = &f->events.event[0];
	assert_true(e->is_route);
	assert_int_equal(e->nplaces, 4);
	assert_true(is(e->place[0].country, "IQ") && !e->place[1].country.len);
	assert_true(is(e->place[1].name, "Qamishli") && is(e->place[2].name, "Tall Tamr"));
	assert_true(is(e->place[3].name, "Al-Malikiyah") && is(e->place[3].country, "SY"));
}

static void test_acled(void **state) {
	struct fixture *f = *state;
	expect_read(f,
		"event_id_cnty,event_date,event_type,actor1,country,location,latitude,longitude,"
		"geo_precision,source,notes,fatalities\n"
		"IRQ1,07 April 2020,Battles,Someone,Iraq,Abu Ghraib,33.3,44.1,2,Rudaw,A note,0\n"
		"IRQ2,2020-04-08,Battles,Someone,Iraq,Abu Ghraib,33.3,44.1,1,Rudaw,A note,12\n");
	const struct event *e = &f->events.event[0];
	assert_true(is(e->id, "IRQ1") && is(e->kind, "clash") && is(e->note, "A note"));
	assert_true(is(e->place[0].name, "Abu Ghraib") && is(e->place[0].country, "Iraq"));
	assert_int_equal(e->date.month, 4);
	assert_float_equal(e->precision, 20000, 0);
	assert_float_equal(f->events.event[1].precision, 0, 0);
	assert_true(f->events.event[1].has_precision);
	/* The proper name wins; the alias is a column of the user's then. */
	expect_read(f, "location,place\nA,B\n");
	assert_true(is(f->events.event[0].place[0].name, "B"));
}

static void test_all_errors(void **state) {
	struct fixture *f = *state;
	static const struct expected all[] = {
		{ "\"07/04/2020\" is not a date", 2, 1 },
		{ "confidence \"sure\" is not known", 2, 18 },
		{ "precision \"vague\" is not known", 2, 23 },
		{ "lon \"44,1\" is not a number; write a point", 3, 14 },
		{ "lat \"143\" is not between -90 and 90; are lon and lat swapped?", 4, 17 },
		{ "lon without lat", 5, 14 },
		{ "3 cells, but the header has 6 columns", 6, 1 },
		{ "7 cells, but the header has 6 columns; a cell that holds a comma", 7, 1 },
		{ "neither place nor lon and lat", 8, 1 },
		{ "precision \"-3km\"", 9, 0 },
		{ "\"2020-02-30\" is not a date", 10, 1 },
		{ "\"7 April 0\" is not a date", 11, 1 },
		{ "\"7 April 12345\" is not a date", 12, 1 },
		{ "precision \"30000km\"", 13, 0 },
		{ "lon \"-181\" is not between -180 and 180", 14, 0 },
		{ "lat \"-200\" is not between -90 and 90", 15, 0 },
	};
	expect_errors(f,
		"date,place,lon,lat,confidence,precision\n"
		"07/04/2020,A,1,1,sure,vague\n"
		"2020-01-01,A,\"44,1\",1,,\n"
		"2020-01-01,A,44,143,,\n"
		"2020-01-01,A,44,,,\n"
		"2020-01-01,A,44\n"
		"2020-01-01,A,44,1,1,1,1\n"
		"2020-01-01,,,,,\n"
		"2020-01-01,A,,,,-3km\n"
		"2020-02-30,A,,,,\n"
		"7 April 0,A,,,,\n"
		"7 April 12345,A,,,,\n"
		"2020,A,,,,30000km\n"
		"2020,A,-181,1,,\n"
		"2020,A,1,-200,,\n",
		all, sizeof(all) / sizeof(all[0]));
}

static void test_header_errors(void **state) {
	struct fixture *f = *state;
	expect_errors(f, "", (struct expected[]){ { "empty", 0, 0 } }, 1);
	expect_errors(f, "plcae,date\nA,2020\n",
		(struct expected[]){ { "did you mean \"place\" by \"plcae\"?", 1, 0 } }, 1);
	expect_errors(f, "date,kind\n2020,x\n",
		(struct expected[]){ { "no column \"place\"", 1, 0 } }, 1);
	/* What a known column means is no question; one coordinate asks for the other. */
	expect_errors(f, "date,Art\n2020,x\n",
		(struct expected[]){ { "\"lat\": an event list needs one or the other", 1, 0 } },
		1);
	expect_errors(f, "lt,lon\n1,2\n",
		(struct expected[]){ { "did you mean \"lat\" by \"lt\"?", 1, 0 } }, 1);
	expect_errors(f, "place,Place\nA,B\n",
		(struct expected[]){ { "\"Place\" appears twice", 1, 7 } }, 1);
	expect_errors(f, "place,via\nA,B\n", (struct expected[]){ { "via without to", 2, 3 } }, 1);
	expect_errors(f, "place,end_date,date\nA,2020-01-01,2020-01-02\n",
		(struct expected[]){ { "is before the event's date", 2, 3 } }, 1);
	expect_errors(f, "place,end_date,date\nA,2020-03,2020-04-01\n",
		(struct expected[]){ { "is before the event's date", 2, 3 } }, 1);
	expect_read(f, "place,end_date,date\nA,2020-04,2020-04-07\nA,2020,2020-04-07\n");
	expect_errors(f, "place\nA\xFF\n\xFE,x\n", (struct expected[]){ { "not UTF-8", 2, 2 } }, 1);
	char zeros[] = "place\nA\0B\n";
	f->source = (struct source){ "list", { zeros, sizeof(zeros) - 1 } };
	diag_init(&f->diag, &f->arena);
	assert_false(events_read(&f->source, &f->events, &f->arena, &f->diag));
	assert_non_null(strstr(f->diag.first->message, "zero bytes"));
}

static void test_no_text(void **state) {
	struct fixture *f = *state;
	static const struct {
		struct str text;
		const char *said;
	} files[] = {
		{ { "PK\3\4\0\0", 6 }, "save the list as CSV" },
		{ { "\xFF\xFEp\0l\0", 6 }, "in UTF-16; save the file as UTF-8" },
		{ { "p\0l\0a\0", 6 }, "in UTF-16; save the file as UTF-8" },
		{ { "\0p\0l\0a", 6 }, "in UTF-16; save the file as UTF-8" },
		{ { "\xFF\xFE\0\0p\0\0\0", 8 }, "in UTF-32; save the file as UTF-8" },
		{ { "\x1F\x8B\x08\0\0\0", 6 }, "gzip'd; unpack it first" },
		{ { "place\0", 6 }, "holds zero bytes: this is no text" },
	};
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		f->source = (struct source){ "list", files[i].text };
		diag_init(&f->diag, &f->arena);
		assert_false(events_read(&f->source, &f->events, &f->arena, &f->diag));
		assert_non_null(strstr(f->diag.first->message, files[i].said));
	}
}

static void test_odd_rows(void **state) {
	struct fixture *f = *state;
	expect_errors(f, "place,date\n# later\nA\nA,2020,x\n",
		(struct expected[]){
			{ "1 cell, but the header has 2 columns; comments stand above", 2, 1 },
			{ "1 cell, but the header has 2 columns", 3, 1 },
			{ "3 cells, but the header has 2 columns; a cell that holds a comma", 4,
				1 } },
		3);
	expect_errors(f, "place\nA,B\n",
		(struct expected[]){ { "2 cells, but the header has 1 column;", 2, 1 } }, 1);
	expect_errors(f, "place,date\rA,2020\r",
		(struct expected[]){ { "save the file with line ends LF or CRLF", 1, 7 } }, 1);
	expect_errors(f, "# list\n2020,handover\n",
		(struct expected[]){ { "its first row begins with \"2020\"", 2, 1 } }, 1);
	expect_errors(f, "date|place\n",
		(struct expected[]){ { "write commas, semicolons or tabs between", 1, 1 } }, 1);
	expect_errors(f, "lon,lat\n44 E,33\n",
		(struct expected[]){ { "is not a number; write degrees, as in 44.25", 2, 1 } }, 1);
}

static void test_blank_rows(void **state) {
	struct fixture *f = *state;
	expect_read(f, "\"my\r\nnote\",place\n,A\n");
	expect_read(f, "  \n# list\ndate,place\n2020,A\n");
	assert_int_equal(f->events.count, 1);
	expect_read(f, "date,place\r\n2020,A\r\n,\r\n\r\n , \r\n2021,B\r\n,,,\r\n");
	assert_int_equal(f->events.count, 2);
	assert_true(is(f->events.event[1].place[0].name, "B"));
}

static void test_geojson(void **state) {
	struct fixture *f = *state;
	expect_read(f,
		" {\"type\":\"FeatureCollection\",\"title\":\"T\",\"features\":["
		"{\"type\":\"Feature\",\"id\":7,\"geometry\":{\"type\":\"Point\",\"coordinates\":[44.2,33.3,9]},"
		"\"properties\":{\"kind\":\"Strike\",\"marker-color\":\"#f00\",\"deep\":[1,{\"a\":null}]}},"
		"{\"type\":\"Feature\",\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4],[5,6]]},"
		"\"properties\":{\"place\":\"A\",\"to\":\"B\",\"description\":\"why\"}},"
		"{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"place\":\"Mosul\",\"count\":12}}]}");
	assert_true(is(f->events.title, "T"));
	assert_int_equal(f->events.count, 3);
	const struct event *e = f->events.event;
	assert_true(is(e[0].id, "7") && is(e[0].kind, "strike") && e[0].place[0].has_point);
	assert_true(is(e[0].column[1].string, "#f00"));
	assert_int_equal(e[0].column[2].type, VALUE_ARRAY);
	assert_true(e[1].is_route && e[1].npath == 3 && is(e[1].note, "why"));
	assert_float_equal(e[1].place[1].point.y, 6, 0);
	assert_true(is(e[1].place[1].name, "B"));
	assert_false(e[2].place[0].has_point);
	assert_true(is(e[2].count, "12"));
}

static void test_geojson_errors(void **state) {
	struct fixture *f = *state;
	static const struct expected all[] = {
		{ "a Polygon is no event", 2, 0 },
		{ "lon 200 is not between", 3, 0 },
		{ "a line of one position", 4, 0 },
		{ "a feature is an object", 5, 0 },
		{ "neither place nor lon and lat", 6, 0 },
		{ "MultiPoint of 2 parts", 7, 0 },
		{ "confidence \"maybe\"", 8, 0 },
	};
	expect_errors(f,
		"{\"features\":[\n"
		"{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}},\n"
		"{\"geometry\":{\"type\":\"Point\",\"coordinates\":[200,0]}},\n"
		"{\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[1,2]]}},\n"
		"17,\n"
		"{\"geometry\":null,\"properties\":null},\n"
		"{\"geometry\":{\"type\":\"MultiPoint\",\"coordinates\":[[1,1],[2,2]]}},\n"
		"{\"properties\":{\"place\":\"A\",\"confidence\":\"maybe\"}}]}",
		all, sizeof(all) / sizeof(all[0]));
	expect_errors(f, "[1]", (struct expected[]){ { "FeatureCollection", 1, 0 } }, 1);
}

static void test_geojson_geometries(void **state) {
	struct fixture *f = *state;
	static const struct expected all[] = {
		{ "a geometry is an object", 2, 0 },
		{ "the geometry has no type", 3, 0 },
		{ "the geometry has no type", 4, 0 },
		{ "the geometry has no coordinates", 5, 0 },
		{ "the geometry has no coordinates", 6, 0 },
		{ "a position is [lon, lat]", 7, 0 },
		{ "a position is [lon, lat]", 8, 0 },
		{ "a position is two numbers", 9, 0 },
		{ "a position is two numbers", 10, 0 },
		{ "lat 95 is not between -90 and 90; are lon and lat swapped?", 11, 0 },
		{ "lat 500 is not between -90 and 90", 12, 0 },
		{ "no positions", 13, 0 },
		{ "a position is [lon, lat]", 14, 0 },
		{ "no positions", 15, 0 },
	};
	expect_errors(f,
		"{\"features\":[\n{\"geometry\":5},\n{\"geometry\":{}},\n"
		"{\"geometry\":{\"type\":5}},\n{\"geometry\":{\"type\":\"Point\"}},\n"
		"{\"geometry\":{\"type\":\"Point\",\"coordinates\":5}},\n"
		"{\"geometry\":{\"type\":\"Point\",\"coordinates\":[1]}},\n"
		"{\"geometry\":{\"type\":\"MultiPoint\",\"coordinates\":[1]}},\n"
		"{\"geometry\":{\"type\":\"Point\",\"coordinates\":[\"1\",2]}},\n"
		"{\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,null]}},\n"
		"{\"geometry\":{\"type\":\"Point\",\"coordinates\":[33,95]}},\n"
		"{\"geometry\":{\"type\":\"Point\",\"coordinates\":[33,500]}},\n"
		"{\"geometry\":{\"type\":\"LineString\",\"coordinates\":[]}},\n"
		"{\"geometry\":{\"type\":\"LineString\",\"coordinates\":[5,6]}},\n"
		"{\"geometry\":{\"type\":\"MultiLineString\",\"coordinates\":[5]}}]}",
		all, sizeof(all) / sizeof(all[0]));
	for (const char *const *text = (const char *const[]){ "{}", "5", "{\"features\":5}", NULL };
		*text; text++) {
		f->source = (struct source){ "list", str_of(*text) };
		assert_false(events_read_geojson(&f->source, &f->events, &f->arena, &f->diag));
	}
	expect_read(f,
		"{\"type\":\"FeatureCollection\",\"title\":5,\"features\":["
		"{\"type\":\"Feature\",\"id\":true,\"properties\":{\"place\":\"A\",\"b\":false,\"c\":true},"
		"\"geometry\":{\"type\":\"MultiLineString\",\"coordinates\":[[[1,2],[3,4]]]}},"
		"{\"type\":\"Feature\",\"id\":9,\"properties\":{\"id\":\"own\",\"place\":\"A\",\"b\":true}}]}");
	assert_true(f->events.title.len == 0);
	assert_true(f->events.event[0].is_route);
	assert_true(is(f->events.event[1].id, "own"));
	assert_int_equal(f->events.event[1].column[2].type, VALUE_MISSING);
}

static const struct value *get(const struct feature *f, const char *name) {
	return feature_get(f, str_of(name));
}

static void expect_text(const struct feature *f, const char *name, const char *text) {
	const struct value *v = get(f, name);
	if (!v || v->type != VALUE_STRING || !is(v->string, text))
		fail_msg("%s is %.*s, not %s", name,
			v && v->type == VALUE_STRING ? (int)v->string.len : 0,
			v && v->type == VALUE_STRING ? v->string.at : "", text);
}

static void expect_number(const struct feature *f, const char *name, double n) {
	const struct value *v = get(f, name);
	assert_non_null(v);
	assert_int_equal(v->type, VALUE_NUMBER);
	assert_float_equal(v->number, n, 1e-9);
}

static const struct date none = { 0 };

static void test_select(void **state) {
	struct fixture *f = *state;
	static const char list[] =
		"id,date,end_date,lon,lat\n"
		"c,2020-04-07,,1,1\nm,2020-04,,1,1\nn,,,1,1\na,2020-03-01,2020-04-06,1,1\n"
		"b,2020-04-07,,1,1\ny,2019,,1,1\n";
	expect_read(f, list);
	events_select(&f->events, none, none);
	static const unsigned order[] = { 4, 3, 0, 2, 5, 1 };
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(f->events.event[i].number, order[i]);
	expect_read(f, list);
	events_select(&f->events, (struct date){ 2020, 4, 7 }, none);
	assert_int_equal(f->events.count, 4); /* c, m, n, b */
	assert_int_equal(f->events.event[1].number, 1);
	expect_read(f, list);
	events_select(&f->events, none, (struct date){ 2020, 3, 0 });
	assert_int_equal(f->events.count, 3); /* n, a, y */
	expect_read(f, list);
	events_select(&f->events, (struct date){ 2020, 4, 0 }, (struct date){ 2020, 4, 6 });
	assert_int_equal(f->events.count, 3); /* m, n, a */
}

static void test_layers(void **state) {
	struct fixture *f = *state;
	struct event_layers l;
	struct str languages[] = { STR("en"), STR("ar") };
	expect_read(f,
		"date,kind,place,lon,lat,to,precision,confidence,label,crew\n"
		"2020-04-07,handover,K1,44.284,35.513,,,claimed,,3\n"
		"2020-04-06,strike,K1 again,44.28401,35.513,,15km,,Own label,4\n"
		"2020-04-08,strike,,10,10,,,,,\n");
	events_select(&f->events, none, none);
	events_layers(&f->events, NULL, languages, 2, &l, &f->arena);
	assert_int_equal(l.events.nfeatures, 3);
	const struct feature *e = l.events.feature;
	expect_text(&e[0], "kind", "handover");
	expect_text(&e[0], "label", "K1");
	expect_text(&e[0], "name:en", "K1");
	expect_text(&e[0], "date", "2020-04-07");
	expect_text(&e[0], "date_text", "7 April 2020");
	expect_text(&e[0], "confidence", "claimed");
	expect_number(&e[0], "number", 2);
	expect_number(&e[0], "crew", 3);
	expect_number(&e[0], "stacked", 1);
	expect_number(&e[0], "stack_size", 2);
	expect_text(&e[1], "label", "Own label");
	expect_number(&e[1], "stacked", 0);
	expect_number(&e[1], "precision_m", 15000);
	expect_number(&e[2], "stack_size", 1);
	assert_null(get(&e[2], "label"));
	assert_null(get(&e[0], "name:ar"));
	assert_int_equal(l.precision.nfeatures, 1);
	assert_int_equal(l.precision.feature[0].geom.type, GEOM_POLYGONS);
	assert_int_equal(l.routes.nfeatures + l.stops.nfeatures, 0);
	assert_float_equal(l.events.bounds.max.x, 44.28401, 1e-9);
}

static void test_route_layers(void **state) {
	struct fixture *f = *state;
	struct event_layers l;
	struct str arabic = STR("ar");
	expect_read(f,
		"kind,place,lon,lat,via,to\nflight,Oakland,-122.3,37.8,Honolulu;Suva,Brisbane\n");
	/* As events_locate() would. */
	struct event_place *p = f->events.event[0].place;
	p[1].point = (struct point){ -157.86, 21.3 };
	p[2].point = (struct point){ 178.4, -18.1 };
	p[3].point = (struct point){ 153.0, -27.5 };
	p[3].precision = 5000;
	for (int i = 1; i < 4; i++)
		p[i].has_point = true;
	events_layers(&f->events, NULL, &arabic, 1, &l, &f->arena);
	assert_int_equal(l.events.nfeatures, 0);
	assert_int_equal(l.routes.nfeatures, 1);
	assert_int_equal(l.stops.nfeatures, 4);
	assert_int_equal(l.precision.nfeatures, 1);
	expect_text(&l.routes.feature[0], "label", "Oakland \xE2\x86\x92 Brisbane");
	expect_text(&l.stops.feature[0], "role", "origin");
	expect_text(&l.stops.feature[1], "role", "via");
	expect_text(&l.stops.feature[1], "label", "Honolulu");
	expect_text(&l.stops.feature[3], "role", "destination");
	const struct geom *g = &l.routes.feature[0].geom;
	assert_int_equal(g->type, GEOM_LINES);
	assert_int_equal(g->nparts, 1);
	assert_int_equal(g->end[0], g->npoints);
	assert_true(g->npoints > 30);
	for (uint32_t i = 0; i < g->npoints; i++)
		assert_true(g->point[i].x >= -180 && g->point[i].x <= 180);
	assert_float_equal(g->point[g->npoints - 1].x, 153, 0);
}

static void test_short_leg_is_straight(void **state) {
	struct fixture *f = *state;
	struct event_layers l;
	expect_read(f, "place,lon,lat,to\nA,42.17,36.9,B\nC,0,0,D\n");
	struct event_place *p = f->events.event[0].place;
	p[1].point = (struct point){ 42.14, 37.18 };
	p[1].has_point = true;
	events_layers(&f->events, NULL, NULL, 0, &l, &f->arena);
	assert_int_equal(l.routes.nfeatures, 1); /* D has no place */
	assert_int_equal(l.routes.feature[0].geom.npoints, 2);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_csv, setup, teardown),
		cmocka_unit_test_setup_teardown(test_routes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_acled, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_text, setup, teardown),
		cmocka_unit_test_setup_teardown(test_odd_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(test_blank_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(test_all_errors, setup, teardown),
		cmocka_unit_test_setup_teardown(test_header_errors, setup, teardown),
		cmocka_unit_test_setup_teardown(test_geojson, setup, teardown),
		cmocka_unit_test_setup_teardown(test_geojson_errors, setup, teardown),
		cmocka_unit_test_setup_teardown(test_geojson_geometries, setup, teardown),
		cmocka_unit_test_setup_teardown(test_select, setup, teardown),
		cmocka_unit_test_setup_teardown(test_layers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_route_layers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_short_leg_is_straight, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
