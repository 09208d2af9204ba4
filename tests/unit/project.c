#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/crs.h"
#include "geo/geodesic.h"
#include "geo/mercator.h"
#include "geo/project.h"
#include "shapes.h"

static struct arena arena;

static int release(void **state) {
	(void)state;
	arena_release(&arena);
	arena = (struct arena)ARENA_INIT;
	return 0;
}

static struct projector *open_projector(const char *crs) {
	struct diag diag;
	diag_init(&diag, &arena);
	struct projector *p = projector_open(crs, &diag);
	if (!p)
		fail_msg("%s: %s", crs, diag.first->message);
	return p;
}

#define DMS(d, m, s) ((d) + (m) / 60.0 + (s) / 3600.0)

static void test_known_coordinates(void **state) {
	static const struct {
		const char *source, *crs;
		struct point degrees, projected;
		double within;
	} cases[] = {
		{ "IOGP Guidance Note 7-2, method 1024", "EPSG:3857",
			{ -DMS(100, 20, 0), DMS(24, 22, 54.433) }, { -11169055.58, 2800000.00 },
			0.01 },
		{ "IOGP Guidance Note 7-2, method 9820", "EPSG:3035", { 5, 50 },
			{ 3962799.45, 2999718.85 }, 0.01 },
		{ "IOGP Guidance Note 7-2, method 9802, on its own ellipsoid",
			"+proj=lcc +lat_0=27.8333333333333 +lon_0=-99 +lat_1=28.3833333333333 "
			"+lat_2=30.2833333333333 +x_0=609601.218880244 +ellps=clrk66 +units=us-ft",
			{ -96, 28.5 }, { 2963503.91, 254759.80 }, 0.02 },
		{ "IOGP Guidance Note 7-2, method 9810: EPSG:32661, UPS north",
			"+proj=stere +lat_0=90 +lon_0=0 +k=0.994 +x_0=2000000 +y_0=2000000 "
			"+ellps=WGS84",
			{ 44, 73 }, { 3320416.75, 632668.43 }, 0.01 },
		{ "Wikipedia, Universal Transverse Mercator: CN Tower", "EPSG:32617",
			{ -DMS(79, 23, 13.7), DMS(43, 38, 33.24) }, { 630084, 4833438 }, 1 },
		{ "Snyder (1987), p. 269: UTM on Clarke 1866", "+proj=utm +zone=18 +ellps=clrk66",
			{ -73.5, 40.5 }, { 627106.5, 4484124.4 }, 0.1 },
		{ "Snyder (1987), p. 292: Albers on Clarke 1866",
			"+proj=aea +lat_1=29.5 +lat_2=45.5 +lat_0=23 +lon_0=-96 +ellps=clrk66",
			{ -75, 35 }, { 1885472.7, 1535925.0 }, 0.1 },
		{ "the corner of the web's world", "EPSG:3857", { 180, 85.0511287798066 },
			{ 20037508.342789, 20037508.342789 }, 1e-4 },
		{ "degrees", "EPSG:4326", { 12.5, -7 }, { 12.5, -7 }, 0 },
		{ "degrees by another name", "OGC:CRS84", { 12.5, -7 }, { 12.5, -7 }, 0 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct projector *p = open_projector(cases[i].crs);
		struct point at = cases[i].degrees;
		assert_int_equal(projector_forward(p, &at, 1), 1);
		double off = hypot(at.x - cases[i].projected.x, at.y - cases[i].projected.y);
		if (off > cases[i].within)
			fail_msg("%s: %.3f %.3f", cases[i].source, at.x, at.y);
		assert_int_equal(projector_inverse(p, &at, 1), 1);
		off = hypot(at.x - cases[i].degrees.x, at.y - cases[i].degrees.y);
		if (off > 1e-8)
			fail_msg("%s: back to %.9f %.9f", cases[i].source, at.x, at.y);
		projector_close(p);
	}
}

static void test_wkt(void **state) {
	static const char *const degrees[] = {
		"GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298."
		"257223563]],"
		"PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]",
		"GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],"
		"PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]",
	};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct projector *p = open_projector(degrees[i]);
		struct point at = { 44.2, 33.3 };
		projector_inverse(p, &at, 1);
		assert_true(fabs(at.x - 44.2) < 1e-9 && fabs(at.y - 33.3) < 1e-9);
		projector_close(p);
	}
	/* As in the .prj of a survey office: the Gauss-Krueger zone of Baghdad. */
	struct projector *p = open_projector(
		"PROJCS[\"WGS_1984_UTM_Zone_38N\",GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\","
		"SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],"
		"UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
		"PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],"
		"PARAMETER[\"Central_Meridian\",45.0],PARAMETER[\"Scale_Factor\",0.9996],"
		"PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]");
	struct projector *utm = open_projector("EPSG:32638");
	struct point at = { 44.366, 33.315 }, same = at;
	projector_forward(p, &at, 1);
	projector_forward(utm, &same, 1);
	assert_true(hypot(at.x - same.x, at.y - same.y) < 1e-4);
	projector_inverse(p, &at, 1);
	assert_true(fabs(at.x - 44.366) < 1e-9 && fabs(at.y - 33.315) < 1e-9);
	projector_close(utm);
	projector_close(p);
	/* Latitude first in the definition, longitude first for us. */
	p = open_projector("EPSG:4258");
	at = (struct point){ 5, 50 };
	projector_forward(p, &at, 1);
	assert_true(at.x == 5 && at.y == 50);
	projector_close(p);
}

static void test_names(void **state) {
	static const struct {
		const char *crs, *name;
	} cases[] = {
		{ "EPSG:3857", "Web Mercator" },
		{ "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m "
		  "+nadgrids=@null +wktext +no_defs",
			"Web Mercator" },
		{ "EPSG:32738", "universal transverse Mercator (UTM), zone 38S" },
		{ "+proj=lcc +lat_1=33 +lat_2=37 +lon_0=43",
			"Lambert conformal conic, parallels 33° and 37° N" },
		{ "+proj=lcc +lat_1=-30 +lat_2=-20.5",
			"Lambert conformal conic, parallels 30° and 20.5° S" },
		{ "+proj=lcc +lat_1=36 +lat_0=36", "Lambert conformal conic, parallel 36° N" },
		{ "+proj=aea +lat_1=-10 +lat_2=20",
			"Albers equal-area conic, parallels 10° S and 20° N" },
		{ "+proj=laea +lat_0=90", "Lambert azimuthal equal-area, centred on 90° N" },
		{ "+proj=ortho +lat_0=-5 +lon_0=-60", "orthographic, centred on 5° S 60° W" },
		{ "+proj=eqearth", "Equal Earth, central meridian 0°" },
		{ "+proj=cea +lat_ts=45", "cylindrical equal-area, true at 45° N and S" },
		{ "+proj=tmerc +lon_0=43.5 +type=crs",
			"transverse Mercator, central meridian 43.5° E" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct projector *p = open_projector(cases[i].crs);
		char text[128];
		size_t used = 0;
		/* No-break spaces read as spaces here. */
		for (const char *s = projector_name(p); *s; s++) {
			if (s[0] == '\302' && s[1] == '\240') {
				text[used++] = ' ';
				s++;
			} else
				text[used++] = *s;
		}
		text[used] = '\0';
		assert_string_equal(text, cases[i].name);
		projector_close(p);
	}
}

static void test_refused(void **state) {
	static const char *const texts[] = {
		"",
		"EPSG:0",
		"EPSG:999999",
		"EPSG:32661x",
		"+proj=nonsense",
		"+proj=utm +zone=77",
		"+proj=lcc +lat_1=30 +lat_2=-30",
		"GEOGCS[\"broken",
		"/etc/passwd",
		/* Names that PROJ would look for, and find. */
		"foo",
		"WGS 84 / UTM zone 38N",
		"urn:ogc:def:crs:foo",
		"foo:bar baz",
		"PROJXS[\"WGS 84 / UTM zone 38N\"]",
		"GEOGCS_WGS_1984\",FATUM[\"D_WGS_1984\"]",
		"+proj=pipeline +step +proj=merc",
		"+init=/etc/passwd:1",
		"+proj=geos",
	};
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct diag diag;
		diag_init(&diag, &arena);
		struct projector *p = projector_open(texts[i], &diag);
		if (p)
			fail_msg("\"%s\" taken as %s", texts[i], projector_name(p));
		assert_int_equal(diag.errors, 1);
	}
}

static void test_lost_points(void **state) {
	(void)state;
	struct projector *p = open_projector("+proj=ortho +lat_0=30 +lon_0=40");
	struct point at[] = { { 40, 30 }, { -140, -30 }, { NAN, 0 }, { 50, 20 }, { 0, 300 } };
	assert_int_equal(projector_forward(p, at, 5), 2);
	assert_true(isinf(at[1].x) && isinf(at[2].x) && isinf(at[4].y));
	assert_true(fabs(at[0].x) < 1e-6 && isfinite(at[3].x));
	projector_close(p);
}

/* The choice for regions of all sizes and places. */
static void test_crs_for_bounds(void **state) {
	static const struct {
		const char *what;
		struct rect degrees;
		const char *crs;
	} cases[] = {
		{ "Iraq and Syria", { { 37, 31.5 }, { 46, 38 } },
			"+proj=lcc +lat_1=32.5 +lat_2=37 +lat_0=35 +lon_0=41.5 +ellps=WGS84" },
		{ "Baghdad", { { 43.9, 33.1 }, { 44.7, 33.6 } },
			"+proj=tmerc +lat_0=33.5 +lon_0=44.5 +ellps=WGS84" },
		{ "the United States", { { -125, 24 }, { -66, 50 } },
			"+proj=lcc +lat_1=28.5 +lat_2=45.5 +lat_0=37 +lon_0=-95.5 +ellps=WGS84" },
		{ "Chile", { { -76, -56 }, { -66, -17 } },
			"+proj=laea +lat_0=-36.5 +lon_0=-71 +ellps=WGS84" },
		{ "New Zealand", { { 166, -48 }, { 179, -34 } },
			"+proj=lcc +lat_1=-45.5 +lat_2=-36.5 +lat_0=-41 +lon_0=172.5 "
			"+ellps=WGS84" },
		{ "Fiji, over the dateline", { { 176.5, -19.5 }, { 182, -15.5 } },
			"+proj=lcc +lat_1=-19 +lat_2=-16 +lat_0=-17.5 +lon_0=179.5 +ellps=WGS84" },
		{ "the Bering Sea", { { 160, 50 }, { 205, 67 } },
			"+proj=lcc +lat_1=53 +lat_2=64 +lat_0=58.5 +lon_0=-177.5 +ellps=WGS84" },
		{ "Gabon", { { 8, -4 }, { 15, 3 } },
			"+proj=tmerc +lat_0=-0.5 +lon_0=11.5 +ellps=WGS84" },
		{ "Indonesia", { { 95, -11 }, { 141, 6 } },
			"+proj=laea +lat_0=-2.5 +lon_0=118 +ellps=WGS84" },
		{ "Africa", { { -18, -35 }, { 52, 38 } },
			"+proj=laea +lat_0=1.5 +lon_0=17 +ellps=WGS84" },
		{ "Europe", { { -25, 34 }, { 45, 72 } },
			"+proj=laea +lat_0=53 +lon_0=10 +ellps=WGS84" },
		{ "the Arctic", { { -180, 60 }, { 180, 90 } },
			"+proj=laea +lat_0=90 +lon_0=0 +ellps=WGS84" },
		{ "Antarctica", { { -180, -90 }, { 180, -60 } },
			"+proj=laea +lat_0=-90 +lon_0=0 +ellps=WGS84" },
		{ "the world", { { -180, -90 }, { 180, 90 } },
			"+proj=eqearth +lon_0=0 +ellps=WGS84" },
		{ "the Pacific", { { 110, -50 }, { 290, 60 } },
			"+proj=eqearth +lon_0=-160 +ellps=WGS84" },
		{ "one place", { { 44, 33 }, { 44, 33 } },
			"+proj=tmerc +lat_0=33 +lon_0=44 +ellps=WGS84" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char crs[200];
		crs_for_bounds(cases[i].degrees, crs, sizeof(crs));
		if (strcmp(crs, cases[i].crs) != 0)
			print_error("%s: %s instead of %s\n", cases[i].what, crs, cases[i].crs);
		assert_string_equal(crs, cases[i].crs);
		projector_close(open_projector(crs));
	}
}

static void test_geodesic(void **state) {
	(void)state;
	/* Karney (2013), "Algorithms for geodesics", and the page of GeodSolve. */
	static const struct {
		struct point from, to;
		double metres, azimuth;
	} cases[] = {
		{ { -73.8, 40.6 }, { -0.5, 51.6 }, 5551759.400, 51.19888 },
		{ { 0, 0 }, { 179.5, 0.5 }, 19936288.579, 25.67188 },
		{ { 0, 0 }, { 0, 90 }, 10001965.729, 0 },
		{ { 0, 0 }, { 1, 0 }, 111319.491, 90 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double metres = geodesic_distance(cases[i].from, cases[i].to);
		double azimuth = geodesic_azimuth(cases[i].from, cases[i].to);
		if (fabs(metres - cases[i].metres) > 0.001
			|| fabs(azimuth - cases[i].azimuth) > 1e-5)
			fail_msg("%.4f m at %.6f", metres, azimuth);
		struct point to = geodesic_direct(cases[i].from, azimuth, metres);
		assert_true(geodesic_distance(to, cases[i].to) < 1e-3);
	}
}

static void test_geodesic_shapes(void **state) {
	(void)state;
	struct geom ring = geodesic_circle((struct point){ 179.95, 10 }, 15000, 36, &arena);
	assert_int_equal(ring.npoints, 37);
	assert_true(ring_area(ring.point, 37) > 0);
	for (uint32_t i = 0; i < 37; i++) {
		assert_true(
			fabs(geodesic_distance((struct point){ 179.95, 10 }, ring.point[i]) - 15000)
			< 1e-3);
		assert_true(fabs(ring.point[i].x - 179.95) < 1);
	}
	assert_true(ring.point[0].x == ring.point[36].x && ring.point[0].y == ring.point[36].y);
	/* Around the pole: 1000 km from it everywhere once it is split. */
	ring = geodesic_circle((struct point){ 20, 88 }, 1000000, 90, &arena);
	struct geom cap = geom_split_dateline(&ring, 0, &arena);
	assert_true(geom_contains(&cap, (struct point){ -100, 89.5 }));
	assert_true(geom_contains(&cap, (struct point){ 20, 80 }));
	assert_false(geom_contains(&cap, (struct point){ 20, 78 }));
	/* Tokyo to San Francisco goes over the dateline, and far to the north. */
	const struct point route[] = { { 139.7, 35.7 }, { -122.4, 37.8 } };
	struct geom line = geodesic_line(route, 2, 100000, &arena);
	assert_int_equal(line.npoints, 84);
	assert_true(fabs(line.point[83].x - 237.6) < 1e-9 && line.point[83].y == 37.8);
	double north = 0, sum = 0;
	for (uint32_t i = 1; i < line.npoints; i++) {
		north = fmax(north, line.point[i].y);
		double step = geodesic_distance(line.point[i - 1], line.point[i]);
		assert_true(step < 100000 + 1e-6);
		sum += step;
	}
	assert_true(north > 47 && north < 49);
	assert_true(fabs(sum - geodesic_distance(route[0], route[1])) < 0.01);
}

static void test_window_degrees(void **state) {
	static const struct {
		const char *what, *crs;
		struct rect window, degrees;
		double margin;
	} cases[] = {
		{ "all of Web Mercator", "EPSG:3857",
			{ { -MERCATOR_HALF, -MERCATOR_HALF }, { MERCATOR_HALF, MERCATOR_HALF } },
			{ { -180, -85.0511287798 }, { 180, 85.0511287798 } }, 1e-9 },
		{ "Web Mercator over the dateline", "EPSG:3857",
			{ { MERCATOR_HALF - 1113194.9, 0 },
				{ MERCATOR_HALF + 1113194.9, 1113194.9 } },
			{ { 170, 0 }, { 190, 9.95 } }, 0.02 },
		{ "a country", "+proj=lcc +lat_1=33 +lat_2=37 +lat_0=35 +lon_0=43 +ellps=WGS84",
			{ { -500000, -300000 }, { 500000, 300000 } },
			{ { 37.33, 32.14 }, { 48.67, 37.71 } }, 0.3 },
		{ "the north pole", "+proj=laea +lat_0=90 +ellps=WGS84",
			{ { -1e6, -1e6 }, { 1e6, 1e6 } }, { { -180, 77.2 }, { 180, 90 } }, 0.5 },
		{ "the north pole in a corner", "+proj=laea +lat_0=60 +lon_0=40 +ellps=WGS84",
			{ { -1e6, 2e6 }, { 1e6, 4e6 } }, { { -140, 75.6 }, { 220, 90 } }, 1 },
		{ "beside the pole", "+proj=stere +lat_0=90 +ellps=WGS84",
			{ { 1e6, -1e6 }, { 2e6, 1e6 } }, { { 45, 70.2 }, { 135, 81.0 } }, 2.6 },
		{ "beyond the pole, over 180", "+proj=laea +lat_0=80 +lon_0=0 +ellps=WGS84",
			{ { -5e5, 2e6 }, { 5e5, 3e6 } }, { { 150, 72.4 }, { 210, 82.2 } }, 2.5 },
		{ "Fiji", "+proj=tmerc +lat_0=-18 +lon_0=179 +ellps=WGS84",
			{ { -3e5, -3e5 }, { 3e5, 3e5 } }, { { 176.1, -20.8 }, { 181.9, -15.2 } },
			0.2 },
		{ "the world and more", "+proj=eqearth +ellps=WGS84",
			{ { -3e7, -2e7 }, { 3e7, 2e7 } }, { { -180, -90 }, { 180, 90 } }, 0 },
		{ "the south pole of a cylinder", "+proj=cea +ellps=WGS84",
			{ { -1e6, -7e6 }, { 1e6, -5e6 } }, { { -180, -90 }, { 180, 90 } }, 0 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct projector *p = open_projector(cases[i].crs);
		struct rect got = projector_window_degrees(p, cases[i].window),
			    want = cases[i].degrees;
		double m = cases[i].margin + 1e-9;
		/* Never less than what it covers, and not much more. */
		if (got.min.x > want.min.x + 0.01 || got.min.y > want.min.y + 0.01
			|| got.max.x < want.max.x - 0.01 || got.max.y < want.max.y - 0.01
			|| got.min.x < want.min.x - m || got.min.y < want.min.y - m
			|| got.max.x > want.max.x + m || got.max.y > want.max.y + m)
			fail_msg("%s: %.3f %.3f to %.3f %.3f", cases[i].what, got.min.x, got.min.y,
				got.max.x, got.max.y);
		projector_close(p);
	}
}

static const struct rect ANY = RECT_EMPTY;

static void test_project_shapes(void **state) {
	(void)state;
	/* The 60th parallel is a circle around the pole: straight in degrees, it is
	 * not straight on the map. */
	struct projector *p = open_projector("+proj=laea +lat_0=90 +R=6371000");
	struct geom parallel = shape(GEOM_LINES, "0 60, 90 60", &arena);
	struct geom arc = geom_project(&parallel, p, 1000, ANY, &arena);
	double radius = 2 * 6371000 * sin(15 * 3.14159265358979 / 180);
	assert_true(arc.npoints > 20 && arc.npoints < 200);
	for (uint32_t i = 1; i < arc.npoints; i++) {
		struct point a = arc.point[i - 1], b = arc.point[i];
		double middle = hypot((a.x + b.x) / 2, (a.y + b.y) / 2);
		assert_true(radius - middle >= -1e-6 && radius - middle <= 1000);
	}
	/* A meridian is straight there: no point is added for its bend. */
	struct geom meridian = shape(GEOM_LINES, "10 60, 10 64", &arena);
	assert_int_equal(geom_project(&meridian, p, 1000, ANY, &arena).npoints, 2);
	projector_close(p);
	/* The globe: the world is a disc, the far side is not drawn. */
	p = open_projector("+proj=ortho +R=1");
	struct geom world = shape(GEOM_POLYGONS, "-180 -90, 180 -90, 180 90, -180 90, -180 -90",
		&arena);
	struct geom disc = geom_project(&world, p, 0.001, ANY, &arena);
	assert_true(fabs(shape_area(&disc) - 3.14159265) < 1e-3);
	struct geom places = shape(GEOM_POINTS, "0 0, 100 0, -89 0, 179 5", &arena);
	assert_int_equal(geom_project(&places, p, 0.001, ANY, &arena).npoints, 2);
	struct geom equator = shape(GEOM_LINES, "-180 0, 180 0", &arena);
	struct geom seen = geom_project(&equator, p, 0.001, ANY, &arena);
	assert_int_equal(seen.nparts, 1);
	assert_true(fabs(shape_length(&seen) - 2) < 1e-4);
	projector_close(p);
}

/* Plane and window beyond the dateline: the map is cut on its far side. */
static void test_project_mercator_window(void **state) {
	(void)state;
	struct projector *p = open_projector("EPSG:3857");
	struct rect pacific = { { MERCATOR_HALF - 2e6, -2e6 }, { MERCATOR_HALF + 2e6, 2e6 } };
	struct geom line = shape(GEOM_LINES, "175 0, -175 0", &arena);
	struct geom whole = geom_project(&line, p, 100, pacific, &arena);
	assert_int_equal(whole.nparts, 1);
	assert_true(fabs(shape_length(&whole) - 1113194.908) < 0.01);
	struct geom places = shape(GEOM_POINTS, "175 0, -175 0, 0 0", &arena);
	whole = geom_project(&places, p, 100, pacific, &arena);
	assert_int_equal(whole.npoints, 2);
	assert_true(whole.point[1].x > MERCATOR_HALF);
	struct geom cut = geom_project(&line, p, 100, ANY, &arena);
	assert_int_equal(cut.nparts, 2);
	/* Three worlds in one window. */
	struct rect wide = { { -3 * MERCATOR_HALF, -1e6 }, { 3 * MERCATOR_HALF, 1e6 } };
	cut = geom_project(&line, p, 100, wide, &arena);
	assert_int_equal(cut.nparts, 4);
	assert_true(fabs(shape_length(&cut) - 3 * 1113194.908) < 0.01);
	whole = geom_project(&places, p, 100, wide, &arena);
	assert_int_equal(whole.npoints, 9);
	struct geom box = shape(GEOM_POLYGONS, "170 -1, -170 -1, -170 1, 170 1, 170 -1", &arena);
	cut = geom_project(&box, p, 100, wide, &arena);
	assert_int_equal(cut.nparts, 4);
	assert_true(fabs(shape_area(&cut) - 3 * 2226389.816 * 2 * 111325.1429) < 1e7);
	/* A tile of zoom 0 shows the world once, to its edge. */
	struct geom band = shape(GEOM_POLYGONS, "-180 -1, 180 -1, 180 1, -180 1, -180 -1", &arena);
	struct rect tile = { { -MERCATOR_HALF, -MERCATOR_HALF }, { MERCATOR_HALF, MERCATOR_HALF } };
	cut = geom_project(&band, p, 100, tile, &arena);
	struct rect bounds = geom_bounds(&cut);
	assert_int_equal(cut.nparts, 1);
	assert_true(bounds.min.x == -MERCATOR_HALF && bounds.max.x == MERCATOR_HALF);
	projector_close(p);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_known_coordinates, release),
		cmocka_unit_test_teardown(test_wkt, release),
		cmocka_unit_test_teardown(test_names, release),
		cmocka_unit_test_teardown(test_refused, release),
		cmocka_unit_test_teardown(test_lost_points, release),
		cmocka_unit_test_teardown(test_crs_for_bounds, release),
		cmocka_unit_test_teardown(test_geodesic, release),
		cmocka_unit_test_teardown(test_geodesic_shapes, release),
		cmocka_unit_test_teardown(test_window_degrees, release),
		cmocka_unit_test_teardown(test_project_shapes, release),
		cmocka_unit_test_teardown(test_project_mercator_window, release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
