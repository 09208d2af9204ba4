#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gazetteer/gather.h"
#include "showlayer.h"

/* Tables of places: what a text becomes, one line a place, and what is said of it. */

typedef bool gather_fn(struct gathering *g, const struct source *source, struct diag *diag);

static void show_place(struct shown *s, const struct gathered *p) {
	show(s, "%.*s %.*s %.*s", STR_ARG(p->id), STR_ARG(p->name), STR_ARG(p->country));
	if (p->also.len)
		show(s, "+%.*s", STR_ARG(p->also));
	if (p->class.len)
		show(s, " [%.*s]", STR_ARG(p->class));
	if (p->has_point)
		show(s, " %g,%g", p->at.x, p->at.y);
	if (p->population)
		show(s, " pop=%u", p->population);
	if (p->precision > 0)
		show(s, " ~%g", p->precision);
	if (p->has_extent)
		show(s, " (%g,%g,%g,%g)", p->extent.min.x, p->extent.min.y, p->extent.max.x,
			p->extent.max.y);
	for (uint32_t i = 0; i < p->nothers; i++) {
		const struct place_name *n = &p->other[i];
		show(s, " =%.*s", STR_ARG(n->text));
		if (n->language.len)
			show(s, "@%.*s", STR_ARG(n->language));
		if (n->from.len || n->until.len)
			show(s, "<%.*s-%.*s>", STR_ARG(n->from), STR_ARG(n->until));
	}
	show(s, "\n");
}

static void expect_of(struct gathering *g, gather_fn *gather, const char *text,
	const char *wanted) {
	struct shown s = { .len = 0 };
	struct diag diag;
	struct record record;
	struct gathered p;
	struct source source = { "a.csv", { text, strlen(text) } };
	diag_init(&diag, g->arena);
	g->sorter = sorter_open("/tmp/x", 1 << 20);
	bool ok = gather(g, &source, &diag);
	assert_int_equal(ok, diag.errors == 0);
	while (sorter_take(g->sorter, &record)) {
		struct str bytes = { (const char *)record.at, record.size };
		assert_true(gathered_unpack(bytes, &p, g->arena));
		show_place(&s, &p);
	}
	show_diag(&s, &diag);
	if (strcmp(s.text, wanted) != 0)
		fail_msg("%s\ngives %s\nnot   %s", text, s.text, wanted);
	sorter_close(g->sorter);
}

static void expect(gather_fn *gather, const char *text, const char *wanted) {
	struct arena arena = ARENA_INIT;
	struct gathering g = { .arena = &arena };
	expect_of(&g, gather, text, wanted);
	arena_release(&g.scratch);
	arena_release(&arena);
}

static void our_tables_are_read(void **state) {
	static const char *const rows[][2] = {
		{ "id,name,country,lon,lat,note\n\"a:1\",Mosul,IQ,43.1,36.3,x\n",
			"a:1 Mosul IQ 43.1,36.3\n" },
		{ "id,name,country,lon,lat\na:1,al-Walid,IQ; SY,43.1,36.3\n",
			"a:1 al-Walid IQ+SY 43.1,36.3\n" },
		{ "name,lon,lat\nMosul,43.1,36.3\n", "own:Mosul, Mosul  43.1,36.3\n" },
		{ "name,class,country,lon,lat\nIraq,country,IQ,44,33\n",
			"country:IQ Iraq IQ [country] 44,33\n" },
		{ "name,lon,lat,precision\nA,1,2,15km\n", "own:A, A  1,2 ~15000\n" },
		{ "name,lon,lat,precision\nA,1,2, 300m \n", "own:A, A  1,2 ~300\n" },
		{ "name,lon,lat,precision\nA,1,2,300\n", "own:A, A  1,2 ~300\n" },
		{ "name,lon,lat,precision_km,population\nA,1,2,1.5,0\n", "own:A, A  1,2 ~1500\n" },
		{ "name,lon,lat,pop\nA,1,2,20\n", "own:A, A  1,2 pop=20\n" },
		{ "name,lon,lat,names\nA,1,2,B|C;D| |E\n", "own:A, A  1,2 =B =C;D =E\n" },
		{ "name,lon,lat,names\nA,1,2,Saigon (-1976);L (1924-1991);K (1918);M (city);N ();O (1918-10-3000)\n",
			"own:A, A  1,2 =Saigon<-1976> =L<1924-1991> =K<1918-1918> =M (city) =N () =O (1918-10-3000)\n" },
		{ "id,lon,lat,names\na:1,1,2,B;C\n", "a:1 B  1,2 =B =C\n" },
		{ "id,name:fr,name_x,name_\ngn:5,Syrie,B,C\n", "gn:5   =Syrie@fr =B@x\n" },
		{ "name,west,south,east,north\nA,170,-20,-170,-10\n",
			"own:A, A  180,-15 (170,-20,190,-10)\n" },
		{ "name,lon,lat,west,south,east,north,feature_code,admin1\nA,1,2,0,0,4,4,ADM1,07\n",
			"own:A, A  1,2 (0,0,4,4)\n" },
		{ "name,lon,lat,west,south,east\nA,1,2,0,0,4\n", "own:A, A  1,2\n" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(gather_csv, rows[i][0], rows[i][1]);
}

static void wrong_rows_are_said(void **state) {
	static const char *const rows[][2] = {
		{ "", "!empty: a table of places begins with a row of column names" },
		{ "\"a", "!a quoted cell without its closing quote" },
		{ "lon,lat\n1,2\n", "!no column \"name\": a table of places needs one" },
		{ "name,lon,lat\nA,1\n", "!2 cells, but the header has 3 columns" },
		{ "name,lon,lat\nA,1,\n", "!only one of lon and lat" },
		{ "name,lon,lat\nA,,2\n", "!only one of lon and lat" },
		{ "name,lon,lat\nA,,\n", "!a place without lon and lat" },
		{ "id,name,lon,lat\nx:1,,1,2\n", "!a place without a name" },
		{ "name,lon,lat\nA,181,2\n", "!lon: \"181\" is not between -180 and 180" },
		{ "name,lon,lat\nA,1,-91\n", "!lat: \"-91\" is not between -90 and 90" },
		{ "name,lon,lat,country\nA,1,2,Iraq\n",
			"!country: \"Iraq\" is no country's code of two letters, such as IQ" },
		{ "name,lon,lat,precision\nA,1,2,-5m\n", "!precision: \"-5m\" is below zero" },
		{ "name,lon,lat,precision\nA,1,2,far\n", "!precision: \"far\" is not a number" },
		{ "name,lon,lat,tolerance_km\nA,1,2,30000\n",
			"!tolerance_km: \"30000\" is not between -20000 and 20000" },
		{ "name,lon,lat,population\nA,1,2,5000000000\n",
			"!population: \"5000000000\" is not between -4294967295 and 4294967295" },
		{ "name,west,south,east,north\nA,361,5,2,4\nB,1,5,2,4\n",
			"!west: \"361\" is not between -360 and 360 !the extent's south is above its north" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(gather_csv, rows[i][0], rows[i][1]);
}

#define OURS \
	"ident,type,name,latitude_deg,longitude_deg,iso_country,municipality,gps_code,iata_code,keywords\n"

static void airports_are_read(void **state) {
	static const char *const rows[][2] = {
		{ OURS "ORBI,large_airport,Baghdad International Airport,33.2,44.2,IQ,Baghdad,"
		       "ORBI,BGW,\"Saddam, BIAP,x\"\n",
			"oa:ORBI Baghdad International Airport IQ [airport] 44.2,33.2 =ORBI =BGW =ORBI =Baghdad airport =Saddam =BIAP\n" },
		{ OURS "ORXX,large_airport,K1 Air Base,33.2,44.2,IQ,,K1 Air Base,,\n",
			"oa:ORXX K1 Air Base IQ [base] 44.2,33.2 =ORXX\n" },
		{ OURS "ORYY,heliport,Roof,33.2,44.2,IQ,Baghdad,,,\n",
			"oa:ORYY Roof IQ [heliport] 44.2,33.2 =ORYY\n" },
		{ OURS "ORZZ,closed,Old,33.2,44.2,IQ,,,,\n", "" },
		{ OURS "ORBI,x,,33.2,44.2,IQ,,,,\n",
			"!an airport without a name, a code or a country's code" },
		{ OURS ",x,A,33.2,44.2,IQ,,,,\n",
			"!an airport without a name, a code or a country's code" },
		{ OURS "ORBI,x,A,33.2,44.2,Iraq,,,,\n",
			"!an airport without a name, a code or a country's code" },
		{ OURS "ORBI,x,A,x,44.2,IQ,,,,\n",
			"!\"44.2\", \"x\" is not a longitude and a latitude" },
		{ OURS "ORBI,x,A,33.2,,IQ,,,,\n",
			"!\"\", \"33.2\" is not a longitude and a latitude" },
		{ OURS "ORBI,x,A,33.2,181,IQ,,,,\n",
			"!\"181\", \"33.2\" is not a longitude and a latitude" },
		{ OURS "ORBI,x,A,91,44.2,IQ,,,,\n",
			"!\"44.2\", \"91\" is not a longitude and a latitude" },
		{ OURS "ORBI,x,A,33.2,44.2\n", "oa:ORBI A  [airport] 44.2,33.2 =ORBI\n" },
		{ "ident,latitude_deg\nA,1\n",
			"!no column \"type\" !no column \"name\" !no column \"longitude_deg\" !no column \"iso_country\"" },
		{ "", "" },
		{ "\"ident", "!a quoted cell without its closing quote" },
	};
	static const char *const sites[][2] = {
		{ "5,\"Shayrat Air Base\",\"Homs\",\"Syria\",\\N,\"OS65\",34.49,36.9\n",
			"oa:OS65 Shayrat Air Base SY [base] 36.9,34.49 =OS65 =Homs airport\n" },
		{ "6,Somewhere,,Nowhere,\\N,\\N,34.49,36.9\n",
			"of:6 Somewhere  [airport] 36.9,34.49\n" },
		{ "7,Somewhere,,,ABC,\\N,34.49,36.9\n",
			"of:7 Somewhere  [airport] 36.9,34.49 =ABC\n" },
		{ "8,\\N,,,ABC,\\N,34.49,36.9\n", "!an airport without a name" },
		{ "9,A,,,ABC,\\N,34.49,\\N\n",
			"!\"\", \"34.49\" is not a longitude and a latitude" },
		{ "\"10", "!a quoted cell without its closing quote" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(gather_ourairports, rows[i][0], rows[i][1]);
	for (size_t i = 0; i < sizeof(sites) / sizeof(sites[0]); i++) {
		struct arena arena = ARENA_INIT;
		struct gathering g = { .arena = &arena };
		gather_country(&g, STR("Syria"), STR("SY"));
		expect_of(&g, gather_openflights, sites[i][0], sites[i][1]);
		arena_release(&g.scratch);
		arena_release(&arena);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_tables_are_read),
		cmocka_unit_test(wrong_rows_are_said),
		cmocka_unit_test(airports_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
