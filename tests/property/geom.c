#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/boxindex.h"
#include "geo/tilegrid.h"
#include "shapes.h"

static struct arena arena;

static int release(void **state) {
	(void)state;
	arena_release(&arena);
	arena = (struct arena)ARENA_INIT;
	return 0;
}

static struct rect random_rect(uint64_t *seed, double reach, double size) {
	struct point at = { random_between(seed, -reach, reach),
		random_between(seed, -reach, reach) };
	return (struct rect){ at,
		{ at.x + random_between(seed, 0.01, size),
			at.y + random_between(seed, 0.01, size) } };
}

static void expect_same(const struct geom *a, const struct geom *b) {
	assert_int_equal(a->npoints, b->npoints);
	assert_int_equal(a->nparts, b->nparts);
	if (a->npoints)
		assert_memory_equal(a->point, b->point, a->npoints * sizeof(*a->point));
	if (a->nparts)
		assert_memory_equal(a->end, b->end, a->nparts * sizeof(*a->end));
}

/* Inside the window a place is in the clipped polygon if it is in the polygon;
 * clipping again changes nothing; rings stay closed and within. */
static void test_clip_polygons(void **state) {
	uint64_t seed = 1;
	(void)state;
	for (int i = 0; i < 1500; i++) {
		struct arena_mark mark = arena_mark(&arena);
		uint32_t n = 3 + (uint32_t)(random_next(&seed) % 60);
		struct point center = { random_between(&seed, -3, 3),
			random_between(&seed, -3, 3) };
		struct geom g = random_polygon(&seed, center, 8, 8, n, &arena);
		/* On a coarse grid, points and edges lie on the window's sides. */
		if (i % 3 == 0)
			for (uint32_t k = 0; k < g.npoints; k++)
				g.point[k] = (struct point){ round(g.point[k].x),
					round(g.point[k].y) };
		struct rect window = random_rect(&seed, 6, 9);
		if (i % 3 == 0)
			window = (struct rect){ { round(window.min.x), round(window.min.y) },
				{ round(window.max.x) + 1, round(window.max.y) + 1 } };
		struct geom clipped = geom_clip(&g, window, &arena);
		for (uint32_t part = 0; part < clipped.nparts; part++) {
			struct point first = clipped.point[geom_start(&clipped, part)];
			struct point last = clipped.point[clipped.end[part] - 1];
			assert_true(clipped.end[part] - geom_start(&clipped, part) >= 4);
			assert_true(first.x == last.x && first.y == last.y);
		}
		for (uint32_t k = 0; k < clipped.npoints; k++)
			assert_true(rect_contains(window, clipped.point[k]));
		for (int k = 0; k < 60; k++) {
			struct point p = { random_between(&seed, window.min.x, window.max.x),
				random_between(&seed, window.min.y, window.max.y) };
			if (geom_contains(&g, p) != geom_contains(&clipped, p)
				&& distance_to_shape(&g, p) > 1e-9)
				fail_msg("polygon %d: %g %g", i, p.x, p.y);
		}
		struct geom again = geom_clip(&clipped, window, &arena);
		expect_same(&clipped, &again);
		arena_rewind(&arena, mark);
	}
}

/* The pieces of a mosaic of windows have, together, the area and the length. */
static void test_clip_mosaic(void **state) {
	uint64_t seed = 2;
	(void)state;
	for (int i = 0; i < 300; i++) {
		struct arena_mark mark = arena_mark(&arena);
		struct geom g = random_polygon(&seed, (struct point){ 0.3, -0.2 }, 9, 7, 40,
			&arena);
		struct geom lines = geom_boundary(&g, &arena);
		double area = 0, length = 0;
		for (int x = -10; x < 10; x += 4)
			for (int y = -10; y < 10; y += 4) {
				struct rect tile = { { x, y }, { x + 4, y + 4 } };
				struct geom part = geom_clip(&g, tile, &arena);
				area += shape_area(&part);
				part = geom_clip(&lines, tile, &arena);
				length += shape_length(&part);
			}
		assert_true(fabs(area - shape_area(&g)) < 1e-9);
		assert_true(fabs(length - shape_length(&lines)) < 1e-9);
		arena_rewind(&arena, mark);
	}
}

static void random_walk(uint64_t *seed, uint32_t n, double step, struct point *p) {
	double angle = 0;
	p[0] = (struct point){ 0, 0 };
	for (uint32_t i = 1; i < n; i++) {
		angle += random_between(seed, -0.7, 0.7);
		p[i] = (struct point){ p[i - 1].x + step * cos(angle),
			p[i - 1].y + step * sin(angle) };
	}
}

/* Every dropped point lies within the tolerance of what is drawn, ends stay, and
 * what stays is in the order it was. */
static void test_simplify_lines(void **state) {
	uint64_t seed = 3;
	(void)state;
	for (int i = 0; i < 300; i++) {
		struct arena_mark mark = arena_mark(&arena);
		uint32_t n = 2 + (uint32_t)(random_next(&seed) % 700);
		struct geom g = { .type = GEOM_LINES, .npoints = n, .nparts = 1 };
		g.point = arena_new(&arena, struct point, n);
		g.end = arena_new(&arena, uint32_t, 1);
		g.end[0] = n;
		random_walk(&seed, n, 1, g.point);
		double tolerance = random_between(&seed, 0.05, 8);
		struct geom simple = geom_simplify(&g, tolerance, &arena);
		struct rect box = geom_bounds(&g);
		if (rect_width(box) < tolerance && rect_height(box) < tolerance) {
			assert_int_equal(simple.npoints, 0);
			continue;
		}
		assert_int_equal(simple.nparts, 1);
		assert_memory_equal(&simple.point[0], &g.point[0], sizeof(struct point));
		assert_memory_equal(&simple.point[simple.npoints - 1], &g.point[n - 1],
			sizeof(struct point));
		uint32_t at = 0;
		for (uint32_t k = 0; k < n; k++) {
			double off = distance_to_shape(&simple, g.point[k]);
			if (off > tolerance * (1 + 1e-12))
				fail_msg("line %d: off by %g, tolerance %g", i, off, tolerance);
			if (at < simple.npoints && simple.point[at].x == g.point[k].x
				&& simple.point[at].y == g.point[k].y)
				at++;
		}
		assert_int_equal(at, simple.npoints);
		arena_rewind(&arena, mark);
	}
}

static void test_simplify_polygons(void **state) {
	uint64_t seed = 4;
	(void)state;
	for (int i = 0; i < 400; i++) {
		struct arena_mark mark = arena_mark(&arena);
		uint32_t n = 3 + (uint32_t)(random_next(&seed) % 200);
		struct geom g = random_polygon(&seed, (struct point){ 5, 5 }, 10, 10, n, &arena);
		double tolerance = random_between(&seed, 0.01, 1.5);
		struct geom simple = geom_simplify(&g, tolerance, &arena);
		for (uint32_t k = 0; k < simple.nparts; k++) {
			uint32_t start = geom_start(&simple, k), m = simple.end[k] - start;
			assert_true(m >= 4);
			assert_true(simple.point[start].x == simple.point[start + m - 1].x);
			assert_true(simple.point[start].y == simple.point[start + m - 1].y);
		}
		/* The area changes by no more than a seam as wide as the tolerance. */
		double change = fabs(shape_area(&simple) - shape_area(&g));
		assert_true(change <= shape_length(&g) * tolerance * 1.01);
		arena_rewind(&arena, mark);
	}
}

/* Long and hostile: each half of a zigzag is as far as the other.  Done in time,
 * and the stack of the pass suffices. */
static void test_simplify_hostile(void **state) {
	(void)state;
	enum { N = 400000 };
	struct geom g = { .type = GEOM_LINES, .npoints = N, .nparts = 1 };
	g.point = arena_new(&arena, struct point, N);
	g.end = arena_new(&arena, uint32_t, 1);
	g.end[0] = N;
	for (uint32_t i = 0; i < N; i++)
		g.point[i] = (struct point){ i, i % 2 ? 10.0 + i * 1e-4 : -10.0 - i * 1e-4 };
	struct geom simple = geom_simplify(&g, 1, &arena);
	assert_int_equal(simple.npoints, N);
	for (uint32_t i = 0; i < N; i++)
		g.point[i] = (struct point){ i, 0 };
	simple = geom_simplify(&g, 1, &arena);
	assert_true(simple.npoints < 200);
}

/* Moved to any longitude and cut at any meridian a polygon keeps its area, and
 * what it holds. */
static void test_split_dateline(void **state) {
	uint64_t seed = 5;
	(void)state;
	for (int i = 0; i < 1500; i++) {
		struct arena_mark mark = arena_mark(&arena);
		uint32_t n = 8 + (uint32_t)(random_next(&seed) % 40);
		struct point center = { random_between(&seed, -180, 180),
			random_between(&seed, -40, 40) };
		struct geom g = random_polygon(&seed, center, random_between(&seed, 1, 170), 45, n,
			&arena);
		double area = shape_area(&g), lon0 = random_between(&seed, -180, 180);
		struct geom wrapped = g;
		/* Wrapped into +-180, as files have it; only where no edge is so long
		 * that it would be taken for a jump. */
		wrapped.point = arena_new(&arena, struct point, g.npoints);
		bool long_edge = false;
		for (uint32_t k = 0; k < g.npoints; k++) {
			wrapped.point[k] = g.point[k];
			wrapped.point[k].x -= 360 * floor((g.point[k].x + 180) / 360);
			long_edge = long_edge
				|| (k && fabs(g.point[k].x - g.point[k - 1].x) > 179 && k != n + 1);
		}
		if (long_edge)
			continue;
		struct geom split = geom_split_dateline(i % 2 ? &wrapped : &g, lon0, &arena);
		struct rect box = geom_bounds(&split);
		assert_true(box.min.x >= lon0 - 180 - 1e-9 && box.max.x <= lon0 + 180 + 1e-9);
		if (fabs(shape_area(&split) - area) > 1e-7 * (1 + fabs(area)))
			fail_msg("polygon %d: area %g, %g after", i, area, shape_area(&split));
		for (int k = 0; k < 40; k++) {
			struct point p = { random_between(&seed, lon0 - 180, lon0 + 180),
				random_between(&seed, -85, 85) };
			bool before = false;
			double away = INFINITY;
			for (int turn = -1; turn <= 1; turn++) {
				struct point q = { p.x + 360 * turn, p.y };
				before ^= geom_contains(&g, q);
				away = fmin(away, distance_to_shape(&g, q));
			}
			if (before != geom_contains(&split, p) && away > 1e-9)
				fail_msg("polygon %d: %g %g", i, p.x, p.y);
		}
		/* Each hole follows the ring that holds it. */
		for (uint32_t k = 0, outer = 0; k < split.nparts; k++) {
			uint32_t start = geom_start(&split, k), first = geom_start(&split, outer);
			if (ring_area(split.point + start, split.end[k] - start) >= 0) {
				outer = k;
				continue;
			}
			struct point middle = { (split.point[start].x + split.point[start + 1].x)
					/ 2,
				(split.point[start].y + split.point[start + 1].y) / 2 };
			struct geom ring = { GEOM_POLYGONS, split.end[outer] - first, 1,
				split.point + first, (uint32_t[]){ split.end[outer] - first } };
			assert_true(geom_contains(&ring, middle)
				|| distance_to_shape(&ring, middle) < 1e-6);
		}
		arena_rewind(&arena, mark);
	}
}

static void test_split_lines(void **state) {
	uint64_t seed = 6;
	(void)state;
	for (int i = 0; i < 1000; i++) {
		struct arena_mark mark = arena_mark(&arena);
		uint32_t n = 2 + (uint32_t)(random_next(&seed) % 50);
		struct geom g = { .type = GEOM_LINES, .npoints = n, .nparts = 1 };
		g.point = arena_new(&arena, struct point, n);
		g.end = arena_new(&arena, uint32_t, 1);
		g.end[0] = n;
		random_walk(&seed, n, random_between(&seed, 1, 120), g.point);
		double length = shape_length(&g), lon0 = random_between(&seed, -400, 400);
		struct geom split = geom_split_dateline(&g, lon0, &arena);
		assert_true(fabs(shape_length(&split) - length) < 1e-7 * length);
		for (uint32_t k = 0; k < split.npoints; k++)
			assert_true(fabs(split.point[k].x - lon0) <= 180 + 1e-9);
		arena_rewind(&arena, mark);
	}
}

/* Rings of all depths, shuffled, turned, come out as they were. */
static void test_orient(void **state) {
	uint64_t seed = 7;
	(void)state;
	for (int i = 0; i < 200; i++) {
		struct arena_mark mark = arena_mark(&arena);
		enum { RINGS = 24, N = 24 };
		struct geom g = { .type = GEOM_POLYGONS,
			.npoints = RINGS * (N + 1),
			.nparts = RINGS };
		g.point = arena_new(&arena, struct point, g.npoints);
		g.end = arena_new(&arena, uint32_t, RINGS);
		uint32_t order[RINGS];
		for (uint32_t k = 0; k < RINGS; k++)
			order[k] = k;
		for (uint32_t k = RINGS - 1; k > 0; k--) {
			uint32_t other = (uint32_t)(random_next(&seed) % (k + 1)), swap = order[k];
			order[k] = order[other];
			order[other] = swap;
		}
		/* Four nests side by side, six rings deep. */
		for (uint32_t k = 0; k < RINGS; k++) {
			uint32_t nest = order[k] / 6, depth = order[k] % 6;
			struct point *p = g.point + k * (N + 1);
			double radius = 4 * pow(0.3, depth);
			random_star(&seed, (struct point){ 10.0 * nest, 0 }, radius, radius, N,
				random_next(&seed) % 2, p);
			g.end[k] = (k + 1) * (N + 1);
		}
		struct geom before = g;
		geom_orient(&g, &arena);
		assert_int_equal(g.nparts, RINGS);
		for (uint32_t k = 0, outer_radius = 0; k < RINGS; k++) {
			double area = ring_area(g.point + geom_start(&g, k), N + 1);
			uint32_t radius = (uint32_t)(geom_part_bounds(&g, k).max.y * 1e6);
			assert_true(k > 0 || area > 0);
			if (area > 0)
				outer_radius = radius;
			else
				assert_true(radius < outer_radius && radius > outer_radius / 20);
		}
		for (int k = 0; k < 50; k++) {
			struct point p = { random_between(&seed, -5, 35),
				random_between(&seed, -5, 5) };
			assert_true(geom_contains(&before, p) == geom_contains(&g, p));
		}
		arena_rewind(&arena, mark);
	}
}

/* The spot is inside, and nearly as far from the edges as any place of a grid. */
static void test_label_point(void **state) {
	uint64_t seed = 8;
	(void)state;
	for (int i = 0; i < 150; i++) {
		struct arena_mark mark = arena_mark(&arena);
		uint32_t n = 3 + (uint32_t)(random_next(&seed) % 60);
		struct geom g = random_polygon(&seed, (struct point){ 5, 5 }, 10, 6, n, &arena);
		struct point spot = geom_label_point(&g, 0.02);
		assert_true(geom_contains(&g, spot));
		double best = distance_to_shape(&g, spot);
		struct rect box = geom_bounds(&g);
		for (int k = 0; k < 400; k++) {
			struct point p = { box.min.x + rect_width(box) * (k % 20 + 0.5) / 20,
				box.min.y + rect_height(box) * (k / 20 + 0.5) / 20 };
			if (geom_contains(&g, p) && distance_to_shape(&g, p) > best * 1.03 + 0.05)
				fail_msg("polygon %d: %g at the spot, %g at %g %g", i, best,
					distance_to_shape(&g, p), p.x, p.y);
		}
		arena_rewind(&arena, mark);
	}
}

struct found {
	uint32_t item[4000], n;
	uint32_t stop;
};

static bool note(uint32_t i, void *user) {
	struct found *f = user;
	f->item[f->n++] = i;
	return f->n != f->stop;
}

static void test_boxindex(void **state) {
	uint64_t seed = 9;
	(void)state;
	static const uint32_t sizes[] = { 0, 1, 2, 15, 16, 17, 255, 256, 257, 3000 };
	static struct found found;
	for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
		uint32_t n = sizes[s];
		struct rect *box = arena_new(&arena, struct rect, n);
		for (uint32_t i = 0; i < n; i++) {
			box[i] = random_rect(&seed, 100, 10);
			if (i % 7 == 3)
				box[i].max = box[i].min;
			if (i % 41 == 5)
				box[i] = (struct rect)RECT_EMPTY;
			if (i % 97 == 6)
				box[i] = (struct rect){ { -INFINITY, -INFINITY },
					{ INFINITY, INFINITY } };
		}
		const struct boxindex *index = boxindex_build(box, n, &arena);
		for (int k = 0; k < 200; k++) {
			struct rect window = random_rect(&seed, 110, k % 2 ? 3 : 200);
			if (k % 10 == 0)
				window.max = window.min;
			found.n = 0;
			found.stop = k % 5 == 4 ? 3 : UINT32_MAX;
			boxindex_search(index, window, note, &found);
			uint32_t at = 0;
			for (uint32_t i = 0; i < n && at != found.stop; i++) {
				if (!rect_overlaps(box[i], window))
					continue;
				assert_true(at < found.n);
				assert_int_equal(found.item[at], i);
				at++;
			}
			assert_int_equal(at, found.n);
		}
	}
}

static void test_tile_numbers(void **state) {
	uint64_t seed = 10;
	(void)state;
	/* The examples of the PMTiles specification, version 3. */
	static const struct {
		struct tile_id tile;
		uint64_t id;
	} known[] = {
		{ { 0, 0, 0 }, 0 },
		{ { 1, 0, 0 }, 1 },
		{ { 1, 0, 1 }, 2 },
		{ { 1, 1, 1 }, 3 },
		{ { 1, 1, 0 }, 4 },
		{ { 2, 0, 0 }, 5 },
		{ { 12, 3423, 1763 }, 19078479 },
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		assert_true(tile_hilbert(known[i].tile) == known[i].id);
	/* One number for each tile, none left out, neighbours beside each other. */
	struct tile_id before = { 0 };
	for (uint64_t id = 0; id < 87381; id++) {
		struct tile_id t = tile_from_hilbert(id);
		assert_true(tile_hilbert(t) == id);
		assert_true(t.x < 1u << t.z && t.y < 1u << t.z);
		if (id && t.z == before.z)
			assert_int_equal(
				abs((int)t.x - (int)before.x) + abs((int)t.y - (int)before.y), 1);
		before = t;
	}
	for (int i = 0; i < 20000; i++) {
		struct tile_id t = { .z = (uint8_t)(random_next(&seed) % (TILE_MAX_ZOOM + 1)) };
		t.x = (uint32_t)(random_next(&seed) & ((1ull << t.z) - 1));
		t.y = (uint32_t)(random_next(&seed) & ((1ull << t.z) - 1));
		struct tile_id back = tile_from_hilbert(tile_hilbert(t));
		assert_true(back.z == t.z && back.x == t.x && back.y == t.y);
		if (t.z > 26)
			continue;
		struct tile_id at = tile_at(rect_center(tile_bounds(t)), t.z);
		assert_true(at.x == t.x && at.y == t.y);
		struct tile_id south = { t.z, t.x, tile_flip_y(t) };
		struct rect a = tile_bounds(t), b = tile_bounds(south);
		assert_true(fabs(a.min.y + b.max.y) < 1e-6 && a.min.x == b.min.x);
		assert_int_equal(tile_flip_y(south), t.y);
	}
	assert_int_equal(tile_at((struct point){ 9e9, -9e9 }, 3).x, 7);
	assert_int_equal(tile_at((struct point){ 9e9, -9e9 }, 3).y, 7);
	assert_int_equal(tile_at((struct point){ -9e9, 9e9 }, 3).x, 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_clip_polygons, release),
		cmocka_unit_test_teardown(test_clip_mosaic, release),
		cmocka_unit_test_teardown(test_simplify_lines, release),
		cmocka_unit_test_teardown(test_simplify_polygons, release),
		cmocka_unit_test_teardown(test_simplify_hostile, release),
		cmocka_unit_test_teardown(test_split_dateline, release),
		cmocka_unit_test_teardown(test_split_lines, release),
		cmocka_unit_test_teardown(test_orient, release),
		cmocka_unit_test_teardown(test_label_point, release),
		cmocka_unit_test_teardown(test_boxindex, release),
		cmocka_unit_test_teardown(test_tile_numbers, release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
