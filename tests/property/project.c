#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <proj.h>

#include "geo/geodesic.h"
#include "geo/mercator.h"
#include "geo/projdef.h"
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

static const struct rect ANY = RECT_EMPTY;

/* Of the whole world, in projected units of about 6,371 km to the radian. */
static const char *const projections[] = {
	"EPSG:3857",
	"+proj=eqearth +lon_0=0",
	"+proj=eqearth +lon_0=-160",
	"+proj=robin +lon_0=11",
	"+proj=moll +lon_0=0",
	"+proj=wintri +lon_0=90",
	"+proj=natearth +lon_0=179",
	"+proj=cea +lat_ts=30",
	"+proj=eqc",
	"+proj=merc +lon_0=100",
	"+proj=sinu +lon_0=-30",
	"+proj=igh",
	"+proj=lcc +lat_1=33 +lat_2=37 +lat_0=35 +lon_0=43",
	"+proj=lcc +lat_1=-20 +lat_2=-40 +lat_0=-30 +lon_0=-177",
	"+proj=aea +lat_1=29.5 +lat_2=45.5 +lat_0=37 +lon_0=-96",
	"+proj=eqdc +lat_1=40 +lat_2=60 +lon_0=100",
	"+proj=laea +lat_0=0 +lon_0=0",
	"+proj=laea +lat_0=90 +lon_0=0",
	"+proj=laea +lat_0=-90 +lon_0=45",
	"+proj=laea +lat_0=35 +lon_0=170",
	"+proj=laea +lat_0=-30 +lon_0=20",
	"+proj=aeqd +lat_0=52 +lon_0=5",
	"+proj=stere +lat_0=90 +lat_ts=70 +lon_0=-45",
	"+proj=stere +lat_0=-20 +lon_0=130",
	"+proj=ortho +lat_0=0 +lon_0=0",
	"+proj=ortho +lat_0=33 +lon_0=44",
	"+proj=ortho +lat_0=-90 +lon_0=0",
	"+proj=gnom +lat_0=45 +lon_0=-100",
	"+proj=nsper +h=3000000 +lat_0=30 +lon_0=-170",
	"+proj=geos +h=35785831 +lon_0=10",
	"+proj=tmerc +lon_0=45",
	"+proj=utm +zone=60",
};

enum { NPROJECTIONS = sizeof(projections) / sizeof(projections[0]) };

static void test_round_trip(void **state) {
	uint64_t seed = 1;
	(void)state;
	for (size_t k = 0; k < NPROJECTIONS; k++) {
		struct projector *p = open_projector(projections[k]);
		int seen = 0;
		for (int i = 0; i < 3000; i++) {
			struct point at = { random_between(&seed, -180, 180),
				random_between(&seed, -89, 89) };
			struct geom one = { .type = GEOM_POINTS, .npoints = 1, .point = &at };
			struct arena_mark mark = arena_mark(&arena);
			struct geom shown = geom_project(&one, p, 1, ANY, &arena);
			if (shown.npoints) {
				struct point back = shown.point[0], direct = at;
				projector_forward(p, &direct, 1);
				assert_true(hypot(direct.x - back.x, direct.y - back.y) < 1e-3);
				projector_inverse(p, &back, 1);
				double off = geodesic_distance(at, back);
				/* Near a horizon a millimetre of the map is a long way; transverse
				 * Mercator is a series, here far from where it is meant. */
				double most = strstr(projections[k], "ortho")
						|| strstr(projections[k], "nsper")
						|| strstr(projections[k], "geos")
					? 100
					: strstr(projections[k], "tmerc")
						|| strstr(projections[k], "utm")
					? 50
					: 0.1;
				if (off > most)
					fail_msg("%s: %.6f %.6f comes back %g m away",
						projections[k], at.x, at.y, off);
				seen++;
			}
			arena_rewind(&arena, mark);
		}
		assert_true(seen > 150);
		projector_close(p);
	}
}

static bool any_long_edge(const struct geom *g) {
	for (uint32_t i = 0; i < g->nparts; i++)
		for (uint32_t k = geom_start(g, i) + 1; k < g->end[i]; k++)
			if (fabs(g->point[k].x - g->point[k - 1].x) > 170)
				return true;
	return false;
}

/* From a small lake to nearly the world, wherever. */
static struct geom random_country(uint64_t *seed) {
	double rx = exp(random_between(seed, log(0.5), log(175)));
	double ry = fmin(89, rx * random_between(seed, 0.3, 1.5));
	struct point center = { random_between(seed, -180, 180),
		random_between(seed, ry - 90, 90 - ry) };
	return random_polygon(seed, center, rx, ry, 12 + (uint32_t)(random_next(seed) % 40),
		&arena);
}

static bool holds_degrees(const struct geom *g, struct point p) {
	bool inside = false;
	for (int turn = -2; turn <= 2; turn++)
		inside ^= geom_contains(g, (struct point){ p.x + 360 * turn, p.y });
	return inside;
}

/* What a polygon holds on the globe it holds on the map, whatever was cut. */
static void test_polygons_hold_what_they_held(void **state) {
	uint64_t seed = 2;
	(void)state;
	for (size_t k = 0; k < NPROJECTIONS; k++) {
		struct projector *p = open_projector(projections[k]);
		unsigned asked = 0, inside = 0;
		for (int i = 0; i < 120; i++) {
			struct arena_mark mark = arena_mark(&arena);
			struct geom g = random_country(&seed);
			if (any_long_edge(&g))
				continue;
			const double tolerance = 2000;
			struct geom map = geom_project(&g, p, tolerance, ANY, &arena);
			for (int q = 0; q < 40; q++) {
				struct point at = { random_between(&seed, -180, 180),
					random_between(&seed, -90, 90) };
				if (q < 20) {
					struct rect box = geom_bounds(&g);
					at.x = random_between(&seed, box.min.x, box.max.x);
					at.y = random_between(&seed, box.min.y, box.max.y);
				}
				struct geom one = { .type = GEOM_POINTS,
					.npoints = 1,
					.point = &at };
				struct geom shown = geom_project(&one, p, 1, ANY, &arena);
				if (!shown.npoints)
					continue;
				bool want = holds_degrees(&g, at);
				asked++;
				inside += want;
				if (geom_contains(&map, shown.point[0]) != want
					&& distance_to_shape(&map, shown.point[0]) > 2 * tolerance)
					fail_msg("%s: polygon %d %s %.4f %.4f (%u rings)\n%s",
						projections[k], i, want ? "lost" : "covers", at.x,
						at.y, map.nparts, shape_text(&g, &arena));
			}
			arena_rewind(&arena, mark);
		}
		assert_true(asked > 300 && inside > 60);
		projector_close(p);
	}
}

/* A window as a map has it: same answers inside, and nothing runs across. */
static void test_windows(void **state) {
	uint64_t seed = 3;
	(void)state;
	for (size_t k = 0; k < NPROJECTIONS; k++) {
		struct projector *p = open_projector(projections[k]);
		unsigned asked = 0;
		for (int w = 0; w < 12; w++) {
			struct point middle = { random_between(&seed, -180, 180),
				random_between(&seed, -90, 90) };
			struct geom one = { .type = GEOM_POINTS, .npoints = 1, .point = &middle };
			struct geom seen = geom_project(&one, p, 1, ANY, &arena);
			if (!seen.npoints)
				continue;
			double size = exp(random_between(&seed, log(2e4), log(6e6)));
			struct rect window = rect_grow(
				(struct rect){ seen.point[0], seen.point[0] }, size);
			struct rect box = projector_window_degrees(p, window);
			double tolerance = size / 800;
			for (int i = 0; i < 25; i++) {
				struct arena_mark mark = arena_mark(&arena);
				struct geom g = random_country(&seed);
				if (any_long_edge(&g))
					continue;
				struct geom map = geom_project(&g, p, tolerance, window, &arena);
				map = geom_clip(&map, window, &arena);
				for (int q = 0; q < 30; q++) {
					struct point at = { random_between(&seed, window.min.x,
								    window.max.x),
						random_between(&seed, window.min.y, window.max.y) },
						     degrees = at, back;
					if (!projector_inverse(p, &degrees, 1))
						continue;
					back = degrees;
					projector_forward(p, &back, 1);
					struct geom there = { .type = GEOM_POINTS,
						.npoints = 1,
						.point = &degrees };
					struct geom shown = geom_project(&there, p, 1, window,
						&arena);
					if (!(hypot(back.x - at.x, back.y - at.y) < tolerance)
						|| !shown.npoints)
						continue;
					/* The box holds what the window shows. */
					double x = degrees.x
						- 360 * floor((degrees.x - box.min.x) / 360);
					if (x > box.max.x + 1e-6 || degrees.y < box.min.y - 1e-6
						|| degrees.y > box.max.y + 1e-6)
						fail_msg("%s: %.4f %.4f is not in %.4f %.4f to "
							 "%.4f %.4f",
							projections[k], degrees.x, degrees.y,
							box.min.x, box.min.y, box.max.x, box.max.y);
					asked++;
					if (geom_contains(&map, at) != holds_degrees(&g, degrees)
						&& distance_to_shape(&map, at) > 2 * tolerance)
						fail_msg("%s: window %d polygon %d at %.4f %.4f",
							projections[k], w, i, degrees.x, degrees.y);
				}
				arena_rewind(&arena, mark);
			}
		}
		assert_true(asked > 200);
		projector_close(p);
	}
}

/* Lines are cut, never drawn across: no segment is longer than its five degrees
 * may be on the map. */
static void test_no_line_across(void **state) {
	uint64_t seed = 4;
	(void)state;
	for (size_t k = 0; k < NPROJECTIONS; k++) {
		struct projector *p = open_projector(projections[k]);
		for (int i = 0; i < 150; i++) {
			struct arena_mark mark = arena_mark(&arena);
			struct geom g = random_country(&seed);
			if (i % 2)
				for (uint32_t n = 0; n < g.npoints; n++)
					g.point[n].x -= 360 * floor((g.point[n].x + 180) / 360);
			struct geom lines = geom_boundary(&g, &arena);
			struct geom map = geom_project(&lines, p, 5000, ANY, &arena);
			struct geom filled = geom_project(&g, p, 5000, ANY, &arena);
			for (int both = 0; both < 2; both++) {
				const struct geom *m = both ? &filled : &map;
				for (uint32_t part = 0; part < m->nparts; part++)
					for (uint32_t n = geom_start(m, part) + 1; n < m->end[part];
						n++) {
						struct point a = m->point[n - 1], b = m->point[n];
						assert_true(isfinite(a.x) && isfinite(b.y));
						struct point middle = { (a.x + b.x) / 2,
							(a.y + b.y) / 2 };
						double length = hypot(b.x - a.x, b.y - a.y);
						if (length < 1e6)
							continue;
						/* A long one is true: its middle lies between its ends. */
						struct point ends[3] = { a, middle, b };
						projector_inverse(p, ends, 3);
						double way = geodesic_distance(ends[0], ends[1])
							+ geodesic_distance(ends[1], ends[2]);
						if (!(way < 1.5
									    * geodesic_distance(
										    ends[0],
										    ends[2])
								    + 1000)
							|| !(way < 900000))
							fail_msg("%s: %s of %.0f km from %.3f %.3f "
								 "to %.3f %.3f",
								projections[k],
								both ? "edge" : "line",
								length / 1000, ends[0].x, ends[0].y,
								ends[2].x, ends[2].y);
					}
			}
			arena_rewind(&arena, mark);
		}
		projector_close(p);
	}
}

/* Equal-area maps of all shapes agree about the area, of Antarctica too. */
static void test_equal_areas(void **state) {
	static const char *const equal[] = {
		"+proj=cea",
		"+proj=cea +lon_0=150",
		"+proj=eqearth",
		"+proj=sinu +lon_0=70",
		"+proj=moll +R=6371007.181",
		"+proj=aea +lat_1=20 +lat_2=50",
		"+proj=laea +lat_0=90",
		"+proj=laea +lat_0=-90 +lon_0=30",
		"+proj=laea +lat_0=0 +lon_0=0",
	};
	uint64_t seed = 5;
	(void)state;
	for (int i = 0; i < 60; i++) {
		struct arena_mark mark = arena_mark(&arena);
		struct geom g;
		if (i % 3 == 0) {
			/* Around the south pole, as one ring. */
			uint32_t n = 40;
			g = (struct geom){ .type = GEOM_POLYGONS, .npoints = n + 1, .nparts = 1 };
			g.point = arena_new(&arena, struct point, n + 1);
			g.end = arena_new(&arena, uint32_t, 1);
			g.end[0] = n + 1;
			for (uint32_t k = 0; k <= n; k++)
				g.point[k] = k == n ? g.point[0]
						    : (struct point){ 175 - 9.0 * k,
							      random_between(&seed, -80, -64) };
		} else {
			double size = random_between(&seed, 1, 25);
			g = random_polygon(&seed,
				(struct point){ random_between(&seed, -120, 120),
					random_between(&seed, size - 60, 60 - size) },
				size, size, 20, &arena);
		}
		double first = 0;
		for (size_t k = 0; k < sizeof(equal) / sizeof(equal[0]); k++) {
			/* What lies around the far pole is beyond the horizon of these. */
			if (i % 3 == 0 && (k == 4 || k == 6))
				continue;
			struct projector *p = open_projector(equal[k]);
			struct geom map = geom_project(&g, p, 20, ANY, &arena);
			double area = shape_area(&map);
			if (k == 0)
				first = area;
			/* Mollweide is drawn on a sphere. */
			double within = strstr(equal[k], "moll") ? 0.01 : 2e-4;
			if (fabs(area - first) > within * first)
				fail_msg("%s: polygon %d has %.0f km2 instead of %.0f", equal[k], i,
					area / 1e6, first / 1e6);
			projector_close(p);
		}
		assert_true(first > 0);
		arena_rewind(&arena, mark);
	}
}

/* No point of a projected line is farther than the tolerance from where it
 * belongs. */
static void test_tolerance(void **state) {
	uint64_t seed = 6;
	(void)state;
	for (size_t k = 0; k < NPROJECTIONS; k++) {
		struct projector *p = open_projector(projections[k]);
		for (int i = 0; i < 60; i++) {
			struct arena_mark mark = arena_mark(&arena);
			double size = exp(random_between(&seed, log(0.1), log(60)));
			struct point ends[2];
			for (int e = 0; e < 2; e++)
				ends[e] = (struct point){ projector_central_meridian(p)
						+ random_between(&seed, -size, size),
					random_between(&seed, -size, size) };
			struct geom line = { .type = GEOM_LINES,
				.npoints = 2,
				.nparts = 1,
				.point = ends,
				.end = (uint32_t[]){ 2 } };
			double tolerance = exp(random_between(&seed, log(10), log(20000)));
			struct geom map = geom_project(&line, p, tolerance, ANY, &arena);
			for (int q = 0; q < 60 && map.npoints; q++) {
				double t = random_between(&seed, 0, 1);
				struct point at = { ends[0].x + t * (ends[1].x - ends[0].x),
					ends[0].y + t * (ends[1].y - ends[0].y) };
				struct geom one = { .type = GEOM_POINTS,
					.npoints = 1,
					.point = &at };
				struct geom shown = geom_project(&one, p, 1, ANY, &arena);
				if (!shown.npoints)
					continue;
				double off = distance_to_shape(&map, shown.point[0]);
				if (off > 1.5 * tolerance + 0.01)
					fail_msg("%s: %g off, tolerance %g, from %.3f %.3f to %.3f "
						 "%.3f at %.3f %.3f",
						projections[k], off, tolerance, ends[0].x,
						ends[0].y, ends[1].x, ends[1].y, at.x, at.y);
			}
			arena_rewind(&arena, mark);
		}
		projector_close(p);
	}
}

/* Data much finer than the tolerance is thinned out, within the tolerance. */
static void test_fine_data(void **state) {
	uint64_t seed = 8;
	(void)state;
	for (size_t k = 0; k < NPROJECTIONS; k++) {
		struct projector *p = open_projector(projections[k]);
		for (int i = 0; i < 4; i++) {
			struct arena_mark mark = arena_mark(&arena);
			enum { N = 3000 };
			struct geom line = { .type = GEOM_LINES,
				.npoints = N,
				.nparts = 1,
				.end = (uint32_t[]){ N } };
			line.point = arena_new(&arena, struct point, N);
			struct point at = { projector_central_meridian(p)
					+ random_between(&seed, -20, 20),
				random_between(&seed, -20, 40) };
			for (uint32_t n = 0; n < N; n++) {
				line.point[n] = at;
				at.x += random_between(&seed, -0.02, 0.021);
				at.y += random_between(&seed, -0.02, 0.021);
			}
			double tolerance = 20000;
			struct geom map = geom_project(&line, p, tolerance, ANY, &arena);
			assert_true(map.npoints < N / 3);
			for (uint32_t n = 0; n < N && map.npoints; n += 7) {
				struct geom one = { .type = GEOM_POINTS,
					.npoints = 1,
					.point = &line.point[n] };
				struct geom shown = geom_project(&one, p, 1, ANY, &arena);
				if (shown.npoints
					&& distance_to_shape(&map, shown.point[0]) > tolerance)
					fail_msg("%s: %g off at %.3f %.3f", projections[k],
						distance_to_shape(&map, shown.point[0]),
						line.point[n].x, line.point[n].y);
			}
			arena_rewind(&arena, mark);
		}
		projector_close(p);
	}
}

static double garbage(uint64_t *seed) {
	static const double values[] = { NAN, INFINITY, -INFINITY, 1e300, -1e300, 1e18, 0, -0.0,
		180, -180, 90, -90, 360, 3600, -3600, 1e-300, 89.9999999999, 179.999999999999,
		5e-324 };
	uint64_t pick = random_next(seed) % 40;
	if (pick < sizeof(values) / sizeof(values[0]))
		return values[pick];
	return random_between(seed, -400, 400);
}

/* Nothing crashes, hangs or gives what is not finite. */
static void test_garbage(void **state) {
	uint64_t seed = 9;
	(void)state;
	for (size_t k = 0; k < NPROJECTIONS; k++) {
		struct projector *p = open_projector(projections[k]);
		for (int i = 0; i < 300; i++) {
			struct arena_mark mark = arena_mark(&arena);
			uint32_t n = (uint32_t)(random_next(&seed) % 12),
				 m = (uint32_t)(random_next(&seed) % 3);
			struct geom g = { .type = (enum geom_type)(random_next(&seed) % 3),
				.npoints = n };
			g.point = arena_new(&arena, struct point, n);
			g.end = (uint32_t[]){ n / 2, n };
			g.nparts = g.type == GEOM_POINTS ? 0 : n ? (m ? 2 : 1) : 0;
			if (g.nparts == 1)
				g.end[0] = n;
			for (uint32_t q = 0; q < n; q++)
				g.point[q] = (struct point){ garbage(&seed), garbage(&seed) };
			if (i % 2 && n)
				for (uint32_t q = 0; q < n; q++)
					g.point[q] = (struct point){ fmod(g.point[q].x, 360),
						fmod(g.point[q].y, 90) };
			struct rect window = { { garbage(&seed) * 1e4, garbage(&seed) * 1e4 },
				{ garbage(&seed) * 1e4, garbage(&seed) * 1e4 } };
			struct geom map = geom_project(&g, p, fabs(garbage(&seed)) + 10,
				i % 3 ? ANY : window, &arena);
			for (uint32_t q = 0; q < map.npoints; q++)
				assert_true(isfinite(map.point[q].x) && isfinite(map.point[q].y));
			if (k == 0) {
				struct geom copy = g;
				geom_orient(&copy, &arena);
				geom_split_dateline(&g, garbage(&seed), &arena);
				geom_clip(&g, window, &arena);
				geom_simplify(&g, garbage(&seed), &arena);
				geom_boundary(&g, &arena);
				geom_label_point(&g, garbage(&seed));
			}
			arena_rewind(&arena, mark);
		}
		projector_close(p);
	}
}

/* The codes that are known without the database say what it says. */
static void test_codes(void **state) {
	static const char *const codes[] = {
		"EPSG:3031",
		"EPSG:3034",
		"EPSG:3035",
		"EPSG:3395",
		"EPSG:3413",
		"EPSG:3857",
		"EPSG:3995",
		"EPSG:4087",
		"EPSG:4258",
		"EPSG:4326",
		"EPSG:6933",
		"EPSG:8857",
		"ESRI:54009",
		"ESRI:54030",
		"EPSG:32601",
		"EPSG:32638",
		"EPSG:32660",
		"EPSG:32701",
		"EPSG:32738",
		"EPSG:32760",
	};
	uint64_t seed = 7;
	(void)state;
	PJ_CONTEXT *context = proj_context_create();
	proj_context_set_enable_network(context, 0);
	for (size_t k = 0; k < sizeof(codes) / sizeof(codes[0]); k++) {
		char known[256];
		assert_true(projdef_for_code(codes[k], known, sizeof(known)));
		struct projector *p = open_projector(codes[k]);
		PJ *raw = proj_create_crs_to_crs(context, "OGC:CRS84", codes[k], NULL);
		assert_non_null(raw);
		PJ *reference = proj_normalize_for_visualization(context, raw);
		double lon0 = projector_central_meridian(p);
		bool polar = strstr(known, "lat_0=90"), south = strstr(known, "lat_0=-90");
		for (int i = 0; i < 200; i++) {
			struct point at = { lon0 + random_between(&seed, -2.9, 2.9),
				polar ? random_between(&seed, 60, 90)
					: south
					? random_between(&seed, -90, -60)
					: random_between(&seed, strstr(codes[k], ":326") ? 0 : -80,
						strstr(codes[k], ":327") ? 0 : 80) };
			PJ_COORD c = proj_trans(reference, PJ_FWD, proj_coord(at.x, at.y, 0, 0));
			struct point degrees = at;
			projector_forward(p, &at, 1);
			if (hypot(at.x - c.xy.x, at.y - c.xy.y) > 1e-3)
				fail_msg("%s at %g %g: %.4f %.4f instead of %.4f %.4f", codes[k],
					degrees.x, degrees.y, at.x, at.y, c.xy.x, c.xy.y);
		}
		proj_destroy(reference);
		proj_destroy(raw);
		projector_close(p);
	}
	proj_context_destroy(context);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_round_trip, release),
		cmocka_unit_test_teardown(test_polygons_hold_what_they_held, release),
		cmocka_unit_test_teardown(test_windows, release),
		cmocka_unit_test_teardown(test_no_line_across, release),
		cmocka_unit_test_teardown(test_equal_areas, release),
		cmocka_unit_test_teardown(test_tolerance, release),
		cmocka_unit_test_teardown(test_fine_data, release),
		cmocka_unit_test_teardown(test_garbage, release),
		cmocka_unit_test_teardown(test_codes, release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
