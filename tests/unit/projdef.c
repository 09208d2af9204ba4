#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "geo/projdef.h"
#include "showlayer.h"

/* What a PROJ string says: its name, whether it needs a datum shift or is the map of the web,
 * and the part of the world that it draws. */
static void expect(const char *text, const char *wanted) {
	struct shown s = { .len = 0 };
	struct projdef def;
	char name[160];
	if (!projdef_parse(&def, text))
		show(&s, "none, ");
	show(&s, "%s%s%s", projdef_name(&def, name, sizeof(name)) ? name : "no name",
		def.plain ? "" : ", shifted", def.web_mercator ? ", web" : "");
	struct outline o = projdef_outline(&def);
	if (o.kind == OUTLINE_HORIZON)
		show(&s, " | %.4g around %g %g", o.horizon, o.center.x, o.center.y);
	else
		show(&s, " | %u from %g: %g %g %g %g", o.nlobes, o.lon0, o.lobe[0].min.x,
			o.lobe[0].min.y, o.lobe[0].max.x, o.lobe[0].max.y);
	if (strcmp(s.text, wanted) != 0)
		fail_msg("%s\ngives %s\nnot   %s", text, s.text, wanted);
}

static void strings_are_read(void **state) {
	static const char *const rows[][2] = {
		{ "", "none, no name | 1 from 0: -180 -90 180 90" },
		{ "+lon_0=5", "none, no name | 1 from 5: -180 -90 180 90" },
		{ "+proj=longlat", "plain degrees (plate carrée) | 1 from 0: -180 -90 180 90" },
		{ "proj=latlong", "plain degrees (plate carrée) | 1 from 0: -180 -90 180 90" },
		{ "+proj=longlat +datum=WGS84",
			"plain degrees (plate carrée) | 1 from 0: -180 -90 180 90" },
		{ "+proj=longlat +datum=NAD27",
			"plain degrees (plate carrée), shifted | 1 from 0: -180 -90 180 90" },
		{ "+proj=longlat +datum=NAD27 +datum=WGS84",
			"plain degrees (plate carrée), shifted | 1 from 0: -180 -90 180 90" },
		{ "+proj=longlat +towgs84=0,0,0",
			"plain degrees (plate carrée) | 1 from 0: -180 -90 180 90" },
		{ "+proj=longlat +towgs84=0,0,0,0,0,0,0",
			"plain degrees (plate carrée) | 1 from 0: -180 -90 180 90" },
		{ "+proj=longlat +towgs84=0,0,0,1,0,0,0",
			"plain degrees (plate carrée), shifted | 1 from 0: -180 -90 180 90" },
		{ "+proj=longlat +towgs84=5,0,0",
			"plain degrees (plate carrée), shifted | 1 from 0: -180 -90 180 90" },
		{ "+proj=longlat +datum=NAD27 +towgs84=0,0,0",
			"plain degrees (plate carrée), shifted | 1 from 0: -180 -90 180 90" },
		{ "+proj=longlat +pm=paris",
			"plain degrees (plate carrée), shifted | 1 from 0: -180 -90 180 90" },
		{ "+proj=longlat +axis=neu",
			"plain degrees (plate carrée), shifted | 1 from 0: -180 -90 180 90" },
		{ "+proj=longlat +geoidgrids=x",
			"plain degrees (plate carrée), shifted | 1 from 0: -180 -90 180 90" },
		{ "+proj=longlat +nadgrids=x",
			"plain degrees (plate carrée), shifted | 1 from 0: -180 -90 180 90" },
		{ "+step +proj=longlat",
			"plain degrees (plate carrée), shifted | 1 from 0: -180 -90 180 90" },
		{ "+proj=merc", "Mercator | 1 from 0: -180 -85.0511 180 85.0511" },
		{ "+proj=merc +lat_ts=-30",
			"Mercator, true at 30° N and S | 1 from 0: -180 -85.0511 180 85.0511" },
		{ "+proj=webmerc", "Web Mercator, web | 1 from 0: -180 -85.0511 180 85.0511" },
		{ "+proj=webmerc +lon_0=5", "Web Mercator | 1 from 5: -180 -85.0511 180 85.0511" },
		{ "+proj=webmerc +x_0=5", "Web Mercator | 1 from 0: -180 -85.0511 180 85.0511" },
		{ "+proj=webmerc +y_0=0 +k=1",
			"Web Mercator, web | 1 from 0: -180 -85.0511 180 85.0511" },
		{ "+proj=webmerc +k=2", "Web Mercator | 1 from 0: -180 -85.0511 180 85.0511" },
		{ "+proj=webmerc +k_0=2", "Web Mercator | 1 from 0: -180 -85.0511 180 85.0511" },
		{ "+proj=webmerc +lat_ts=0",
			"Web Mercator, web | 1 from 0: -180 -85.0511 180 85.0511" },
		{ "+proj=webmerc +lat_ts=30",
			"Web Mercator | 1 from 0: -180 -85.0511 180 85.0511" },
		{ "+proj=merc +a=6378137 +b=6378137 +nadgrids=@null",
			"Web Mercator, shifted, web | 1 from 0: -180 -85.0511 180 85.0511" },
		{ "+proj=merc +a=6378137 +b=6378137 +nadgrids=x",
			"Mercator, shifted | 1 from 0: -180 -85.0511 180 85.0511" },
		{ "+proj=merc +a=6378137 +b=6378137",
			"Web Mercator, web | 1 from 0: -180 -85.0511 180 85.0511" },
		{ "+proj=merc +a=6378137 +b=6356752",
			"Mercator | 1 from 0: -180 -85.0511 180 85.0511" },
		{ "+proj=utm +zone=38",
			"universal transverse Mercator (UTM), zone 38N | 1 from 45: -80 -90 80 90" },
		{ "+proj=utm +zone=38 +south",
			"universal transverse Mercator (UTM), zone 38S | 1 from 45: -80 -90 80 90" },
		{ "+proj=utm +zone=61",
			"universal transverse Mercator (UTM), zone 31N | 1 from 3: -80 -90 80 90" },
		{ "+proj=utm +zone=0 +lon_0=44",
			"universal transverse Mercator (UTM), zone 38N | 1 from 45: -80 -90 80 90" },
		{ "+proj=utm +lon_0=180",
			"universal transverse Mercator (UTM), zone 60N | 1 from 177: -80 -90 80 90" },
		{ "+proj=utm +lon_0=200",
			"universal transverse Mercator (UTM), zone 0N | 1 from -183: -80 -90 80 90" },
		{ "+proj=ups",
			"universal polar stereographic, centred on 90° N | 142 around 0 90" },
		{ "+proj=ups +south",
			"universal polar stereographic, centred on 90° S | 142 around 0 -90" },
		{ "+proj=lcc +lat_1=33 +lat_2=37 +lon_0=44",
			"Lambert conformal conic, parallels 33° and 37° N | 1 from 44: -180 -50 180 90" },
		{ "+proj=lcc +lat_1=-33 +lat_2=-37",
			"Lambert conformal conic, parallels 33° and 37° S | 1 from 0: -180 -90 180 50" },
		{ "+proj=lcc +lat_1=-10 +lat_2=20",
			"Lambert conformal conic, parallels 10° S and 20° N | 1 from 0: -180 -50 180 90" },
		{ "+proj=lcc +lat_1=33 +lat_2=33",
			"Lambert conformal conic, parallel 33° N | 1 from 0: -180 -50 180 90" },
		{ "+proj=lcc +lat_1=33",
			"Lambert conformal conic, parallel 33° N | 1 from 0: -180 -50 180 90" },
		{ "+proj=lcc +lat_0=-20",
			"Lambert conformal conic, parallel 20° S | 1 from 0: -180 -90 180 50" },
		{ "+proj=ortho +lat_0=95", "orthographic, centred on 95° N | 89.9 around 0 90" },
		{ "+proj=ortho +lat_0=-95", "orthographic, centred on 95° S | 89.9 around 0 -90" },
		{ "+proj=laea +lat_0=52 +lon_0=10",
			"Lambert azimuthal equal-area, centred on 52° N 10° E | 165 around 10 52" },
		{ "+proj=stere +lat_0=90", "stereographic, centred on 90° N | 142 around 0 90" },
		{ "+proj=nsper +h=3000000",
			"view from space, centred on 0° 0° | 46.68 around 0 0" },
		{ "+proj=nsper", "view from space, centred on 0° 0° | 89.9 around 0 0" },
		{ "+proj=geos +h=35785831",
			"view from a geostationary satellite, central meridian 0° | 80.49 around 0 0" },
		{ "+proj=igh", "interrupted Goode homolosine | 6 from 0: -180 0 -40 90" },
		{ "+proj=eqc +lat_ts=0", "equirectangular | 1 from 0: -180 -90 180 90" },
		{ "+proj=somerc", "Swiss oblique Mercator | 1 from 0: -60 -85 60 85" },
		{ "+proj=aprojectionwithalongname", "no name | 1 from 0: -180 -90 180 90" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(rows[i][0], rows[i][1]);
}

static void names_fit_their_room(void **state) {
	struct projdef def;
	char name[24];
	(void)state;
	assert_true(projdef_parse(&def, "+proj=lcc +lat_1=33 +lat_2=37"));
	assert_true(projdef_name(&def, name, sizeof(name)));
	assert_true(strlen(name) < sizeof(name));
}

static void codes_are_known(void **state) {
	static const char *const rows[][2] = {
		{ "EPSG:32638", "+proj=utm +zone=38 +ellps=WGS84" },
		{ "epsg:32738", "+proj=utm +zone=38 +south +ellps=WGS84" },
		{ "EPSG:3857", "+proj=webmerc" },
		{ "OGC:CRS84", "+proj=longlat" },
	};
	static const char *const unknown[] = { "EPSG:32600", "EPSG:32661", "EPSG:32538",
		"EPSG:3263x", "ESRI:32638", "EPSG:2154", "" };
	char text[256];
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(projdef_for_code(rows[i][0], text, sizeof(text)));
		assert_string_equal(text, rows[i][1]);
	}
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		assert_false(projdef_for_code(unknown[i], text, sizeof(text)));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings_are_read),
		cmocka_unit_test(names_fit_their_room),
		cmocka_unit_test(codes_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
