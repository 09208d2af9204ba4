#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "paint/raster.h"
#include "paint/stroker.h"

enum { SIDE = 64 };

struct picture {
	struct arena arena;
	struct raster *raster;
	uint32_t pixel[SIDE * SIDE];
};

static const struct color black = { 0, 0, 0, 1 };

static int setup(void **state) {
	static struct picture p;
	p = (struct picture){ .arena = ARENA_INIT };
	p.raster = raster_new(SIDE, SIDE, &p.arena);
	*state = &p;
	return 0;
}

static int teardown(void **state) {
	struct picture *p = *state;
	arena_release(&p->arena);
	return 0;
}

static void paint(struct picture *p, bool evenodd) {
	memset(p->pixel, 0, sizeof(p->pixel));
	raster_paint(p->raster, evenodd, black, (unsigned char *)p->pixel, SIDE * 4);
}

static unsigned alpha(const struct picture *p, int x, int y) {
	return p->pixel[y * SIDE + x] >> 24;
}

/* In whole pixels. */
static double inked(const struct picture *p) {
	double sum = 0;
	for (int i = 0; i < SIDE * SIDE; i++)
		sum += p->pixel[i] >> 24;
	return sum / 255;
}

static void add_ring(struct raster *r, const struct point *p, int n) {
	for (int i = 0; i < n; i++)
		raster_edge(r, p[i], p[(i + 1) % n]);
}

static void edges_cover_their_part_of_a_pixel(void **state) {
	struct picture *p = *state;
	const struct point box[] = { { 2.5, 3.25 }, { 10, 3.25 }, { 10, 8 }, { 2.5, 8 } };
	add_ring(p->raster, box, 4);
	paint(p, false);
	assert_int_equal(alpha(p, 5, 5), 255);
	assert_int_equal(alpha(p, 2, 5), 128);
	assert_int_equal(alpha(p, 5, 3), 191);
	assert_int_equal(alpha(p, 10, 5), 0);
	assert_int_equal(alpha(p, 5, 8), 0);
	/* What was painted is forgotten. */
	paint(p, false);
	assert_true(inked(p) == 0);
}

static void a_hole_is_empty_by_either_rule(void **state) {
	struct picture *p = *state;
	const struct point out[] = { { 4, 4 }, { 40, 4 }, { 40, 40 }, { 4, 40 } };
	const struct point in[] = { { 10, 10 }, { 10, 20 }, { 20, 20 }, { 20, 10 } };
	const struct point same[] = { { 10, 10 }, { 20, 10 }, { 20, 20 }, { 10, 20 } };
	add_ring(p->raster, out, 4);
	add_ring(p->raster, in, 4);
	paint(p, false);
	assert_true(inked(p) == 36 * 36 - 100);
	add_ring(p->raster, out, 4);
	add_ring(p->raster, same, 4);
	paint(p, true);
	assert_true(inked(p) == 36 * 36 - 100);
	add_ring(p->raster, out, 4);
	add_ring(p->raster, same, 4);
	paint(p, false);
	assert_true(inked(p) == 36 * 36);
}

static uint32_t next_random(uint32_t *seed) {
	*seed = *seed * UINT32_C(1664525) + UINT32_C(1013904223);
	return *seed >> 8;
}

static double random_between(uint32_t *seed, double low, double high) {
	return low + (high - low) * next_random(seed) / (1 << 24);
}

/* Any star of points around, seen through windows at any place of the page. */
static void a_pixel_is_the_same_in_all_windows(void **state) {
	enum { POINTS = 40, PART = SIDE / 4 };
	struct picture *p = *state, part = { .arena = ARENA_INIT };
	part.raster = raster_new(PART, PART, &part.arena);
	uint32_t seed = 7;
	for (int round = 0; round < 50; round++) {
		double page = ldexp(1, (int)(next_random(&seed) % 30));
		struct point corner = { floor(random_between(&seed, 0, page)), floor(page) };
		struct point ring[POINTS];
		for (int i = 0; i < POINTS; i++)
			ring[i] = (struct point){ corner.x + random_between(&seed, -300, 300),
				corner.y + random_between(&seed, -300, 300) };
		raster_place(p->raster, corner);
		add_ring(p->raster, ring, POINTS);
		paint(p, true);
		for (int y = 0; y < SIDE; y += PART) {
			for (int x = 0; x < SIDE; x += PART) {
				memset(part.pixel, 0, sizeof(part.pixel));
				raster_place(part.raster,
					(struct point){ corner.x + x, corner.y + y });
				add_ring(part.raster, ring, POINTS);
				raster_paint(part.raster, true, black, (unsigned char *)part.pixel,
					PART * 4);
				for (int row = 0; row < PART; row++)
					assert_memory_equal(part.pixel + row * PART,
						p->pixel + (y + row) * SIDE + x, PART * 4);
			}
		}
	}
	raster_place(p->raster, (struct point){ 0, 0 });
	arena_release(&part.arena);
}

static void stroke(struct picture *p, const struct path_builder *b, struct stroke s) {
	struct path path = path_builder_path(b);
	s.color = black;
	assert_true(stroker_add(p->raster, &path, &s, 1, &p->arena));
	paint(p, false);
}

static void near(double value, double wanted, double by) {
	if (!(fabs(value - wanted) <= by))
		fail_msg("%g is not %g", value, wanted);
}

static void caps_and_joins_have_their_areas(void **state) {
	const double pi = 3.14159265358979;
	struct picture *p = *state;
	struct path_builder line = { .arena = &p->arena }, bend = line, ring = line, dot = line;
	path_move(&line, 10, 20);
	path_line(&line, 50, 20);
	stroke(p, &line, (struct stroke){ .width = 8 });
	near(inked(p), 320, 0.01);
	stroke(p, &line, (struct stroke){ .width = 8, .cap = CAP_SQUARE });
	near(inked(p), 320 + 64, 0.01);
	stroke(p, &line, (struct stroke){ .width = 8, .cap = CAP_ROUND });
	near(inked(p), 320 + 16 * pi, 1);
	path_move(&bend, 10, 50);
	path_line(&bend, 40, 50);
	path_line(&bend, 40, 10);
	stroke(p, &bend, (struct stroke){ .width = 8, .join = JOIN_MITER });
	near(inked(p), 240 + 320, 0.01);
	stroke(p, &bend, (struct stroke){ .width = 8, .join = JOIN_MITER, .miter_limit = 1.2 });
	near(inked(p), 240 + 320 - 8, 0.3);
	stroke(p, &bend, (struct stroke){ .width = 8, .join = JOIN_BEVEL });
	near(inked(p), 240 + 320 - 8, 0.3);
	stroke(p, &bend, (struct stroke){ .width = 8, .join = JOIN_ROUND });
	near(inked(p), 240 + 320 - 16 + 4 * pi, 0.5);
	path_rect(&ring, (struct rect){ { 10, 10 }, { 50, 50 } }, 0);
	stroke(p, &ring, (struct stroke){ .width = 4 });
	near(inked(p), 44 * 44 - 36 * 36, 0.01);
	path_move(&dot, 30, 30);
	path_line(&dot, 30, 30);
	stroke(p, &dot, (struct stroke){ .width = 8, .cap = CAP_ROUND });
	near(inked(p), 16 * pi, 1);
	stroke(p, &dot, (struct stroke){ .width = 8 });
	near(inked(p), 0, 0);
}

/* Turning back, and pieces much shorter than the line is wide. */
static void sharp_and_short_pieces_stay_whole(void **state) {
	struct picture *p = *state;
	struct path_builder back = { .arena = &p->arena }, round = back;
	path_move(&back, 10, 30);
	path_line(&back, 50, 30);
	path_line(&back, 20, 30);
	stroke(p, &back, (struct stroke){ .width = 6 });
	near(inked(p), 240, 0.01);
	for (int i = 0; i < 200; i++) {
		double x = 32 + 12 * cos(i * 0.0314159265), y = 32 + 12 * sin(i * 0.0314159265);
		if (i)
			path_line(&round, x, y);
		else
			path_move(&round, x, y);
	}
	path_close(&round);
	stroke(p, &round, (struct stroke){ .width = 20, .join = JOIN_ROUND });
	near(inked(p), 3.14159265 * (22 * 22 - 2 * 2), 4);
	assert_int_equal(alpha(p, 32, 32), 0);
	assert_int_equal(alpha(p, 32, 20), 255);
}

static void dashes_and_curves_are_for_cairo(void **state) {
	struct picture *p = *state;
	struct path_builder b = { .arena = &p->arena };
	const double dash[] = { 3, 2 };
	path_move(&b, 1, 1);
	path_line(&b, 9, 9);
	struct path path = path_builder_path(&b);
	struct stroke s = { .width = 2, .ndashes = 2, .dash = dash };
	assert_false(stroker_add(p->raster, &path, &s, 1, &p->arena));
	path_curve(&b, (struct point){ 10, 10 }, (struct point){ 11, 11 }, (struct point){ 20, 9 });
	path = path_builder_path(&b);
	s.ndashes = 0;
	assert_false(stroker_add(p->raster, &path, &s, 1, &p->arena));
	paint(p, false);
	assert_true(inked(p) == 0);
}

static void far_and_wild_places_do_no_harm(void **state) {
	struct picture *p = *state;
	const struct point wild[] = { { -1e30, 5 }, { 1e30, 5.5 }, { 20, 1e300 }, { NAN, 3 },
		{ 3, -INFINITY } };
	add_ring(p->raster, wild, 5);
	paint(p, true);
	const struct point wide[] = { { -1e7, -1e7 }, { 1e7, -1e7 }, { 1e7, 1e7 }, { -1e7, 1e7 } };
	add_ring(p->raster, wide, 4);
	paint(p, true);
	assert_true(inked(p) == SIDE * SIDE);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(edges_cover_their_part_of_a_pixel, setup, teardown),
		cmocka_unit_test_setup_teardown(a_hole_is_empty_by_either_rule, setup, teardown),
		cmocka_unit_test_setup_teardown(a_pixel_is_the_same_in_all_windows, setup,
			teardown),
		cmocka_unit_test_setup_teardown(caps_and_joins_have_their_areas, setup, teardown),
		cmocka_unit_test_setup_teardown(sharp_and_short_pieces_stay_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(dashes_and_curves_are_for_cairo, setup, teardown),
		cmocka_unit_test_setup_teardown(far_and_wild_places_do_no_harm, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
