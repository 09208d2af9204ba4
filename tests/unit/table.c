#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "data/table.h"
#include "showlayer.h"

static const struct read_options everything = { .geometry_only = false };

static void expect_with(const char *text, const struct read_options *options, const char *wanted) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct layer layer;
	struct shown s = { .len = 0 };
	size_t len = strlen(text);
	char *copy = malloc(len ? len : 1);
	memcpy(copy, text, len);
	struct source source = { "a.csv", { copy, len } };
	diag_init(&diag, &arena);
	if (table_read(&source, options, &layer, &arena, &diag))
		show_layer(&s, &layer);
	show_diag(&s, &diag);
	if (strcmp(s.text, wanted) != 0)
		fail_msg("%s\ngives %s\nnot   %s", text, s.text, wanted);
	arena_release(&arena);
	free(copy);
}

static void expect(const char *text, const char *wanted) {
	expect_with(text, &everything, wanted);
}

static void positions_come_under_many_names(void **state) {
	(void)state;
	expect("name,lon,lat\nMosul,43.1,36.3\n",
		"points (43.1 36.3) name=\"Mosul\" lon=43.1 lat=36.3");
	expect("Latitude;Longitude\n36.3;43.1\n",
		"points (43.1 36.3) Latitude=36.3 Longitude=43.1");
	expect("Y\tX\n36.3\t43.1\n", "points (43.1 36.3) Y=36.3 X=43.1");
	/* A proper name goes before a vague one. */
	expect("x,lng,y,lat\n1,43.1,2,36.3\n", "points (43.1 36.3) x=1 lng=43.1 y=2 lat=36.3");
}

static void columns_are_numbers_or_text(void **state) {
	(void)state;
	expect("lon,lat,n,code,mixed,none\n1,2,7,007,1,\n3,4,,+49,x,\n",
		"points (1 2) lon=1 lat=2 n=7 code=\"007\" mixed=\"1\" none=null; "
		"points (3 4) lon=3 lat=4 n=null code=\"+49\" mixed=\"x\" none=null");
	expect("lon,lat,f\n1,2,-0.5\n3,4,1e3\n5,6,0\n",
		"points (1 2) lon=1 lat=2 f=-0.5; points (3 4) lon=3 lat=4 f=1000; "
		"points (5 6) lon=5 lat=6 f=0");
	expect("lon,lat,text\n1,2,\"a, \"\"b\"\"\"\n3,4\n",
		"points (1 2) lon=1 lat=2 text=\"a, \"b\"\"; points (3 4) lon=3 lat=4 text=null");
	expect("lon,lat\n", "");
}

static void what_is_asked_for_is_read(void **state) {
	static const char text[] = "a,lon,lat\n1,10,10\n2,50,10\n";
	struct str name = STR("a");
	struct columns only = { &name, 1 };
	(void)state;
	expect_with(text, &(struct read_options){ .geometry_only = true },
		"points (10 10); points (50 10)");
	expect_with(text, &(struct read_options){ .only = &only },
		"points (10 10) a=1; points (50 10) a=2");
	expect_with(text,
		&(struct read_options){ .only = &only,
			.has_window = true,
			.window = { { 40, 0 }, { 60, 20 } } },
		"points (50 10) a=2");
}

static void broken_rows_are_left_out(void **state) {
	(void)state;
	expect("lon,lat\n1,2\nx,2\n,2\n1,95\n33,\"36,5\"\n700,1\n1,2,3\n",
		"points (1 2) lon=1 lat=2 "
		"~longitude \"x\" is not a number; skipped ~no longitude; skipped "
		"~latitude 95 is beyond 90 degrees; longitude and latitude swapped?; skipped "
		"~latitude \"36,5\" is not a number; skipped "
		"~longitude 700 is beyond 540 degrees; skipped "
		"~1 more features are broken; skipped");
	expect("lon,lat\n1,nan\n",
		"~latitude \"nan\" is not a number; skipped "
		"!its only feature is broken");
}

static void broken_tables_are_named(void **state) {
	(void)state;
	expect("", "!empty: a table begins with a row of column names");
	expect("place,lat\nMosul,36\n",
		"!no column of longitudes (lon, longitude, lng, x): the header has \"place\", \"lat\"");
	expect("lon,place\n43,Mosul\n",
		"!no column of latitudes (lat, latitude, y): the header has \"lon\", \"place\"");
}

/* Short rows below a wide header must not take the product of both. */
static void sparse_tables_are_limited(void **state) {
	enum { COLUMNS = 9000, ROWS = 9000 };
	size_t room = COLUMNS * 8 + ROWS * 4 + 100, len = 0;
	char *text = malloc(room);
	(void)state;
	len += (size_t)snprintf(text, room, "lon,lat");
	for (int i = 0; i < COLUMNS; i++)
		len += (size_t)snprintf(text + len, room - len, ",c%d", i);
	for (int i = 0; i < ROWS; i++)
		len += (size_t)snprintf(text + len, room - len, "\n1,2");
	expect(text,
		"!short rows below 9002 columns: more than the limit of 16777216 "
		"missing values");
	free(text);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(positions_come_under_many_names),
		cmocka_unit_test(columns_are_numbers_or_text),
		cmocka_unit_test(what_is_asked_for_is_read),
		cmocka_unit_test(broken_rows_are_left_out),
		cmocka_unit_test(broken_tables_are_named),
		cmocka_unit_test(sparse_tables_are_limited),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
