#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "geo/guard.h"
#include "random.h"

static const struct rect window = { { 10, 10 }, { 20, 20 } };

static double unit(uint64_t *r) {
	return (double)(random_next(r) >> 11) / 9007199254740992.0;
}

/* A closed walk of n points; small steps now and then, so that it wanders outside. */
static struct geom random_ring(uint64_t *r, uint32_t n, struct arena *a) {
	struct geom g = { .type = GEOM_POLYGONS, .npoints = n + 1, .nparts = 1 };
	g.point = arena_new(a, struct point, n + 1);
	g.end = arena_new(a, uint32_t, 1);
	struct point p = { unit(r) * 30, unit(r) * 30 };
	for (uint32_t i = 0; i < n; i++) {
		if ((uint32_t)(random_next(r) % 3) == 0)
			p = (struct point){ unit(r) * 30, unit(r) * 30 };
		else
			p = (struct point){ p.x + unit(r) * 6 - 3, p.y + unit(r) * 6 - 3 };
		/* Edges along one another and through corners are met often. */
		if ((uint32_t)(random_next(r) % 2))
			p = (struct point){ floor(p.x), floor(p.y) };
		g.point[i] = p;
	}
	g.point[n] = g.point[0];
	g.end[0] = n + 1;
	return g;
}

static int winding(const struct geom *g, struct point m) {
	int sum = 0;
	for (uint32_t part = 0; part < g->nparts; part++) {
		for (uint32_t i = geom_start(g, part) + 1; i < g->end[part]; i++) {
			struct point a = g->point[i - 1], b = g->point[i];
			if ((a.y > m.y) == (b.y > m.y))
				continue;
			if (m.x < a.x + (m.y - a.y) / (b.y - a.y) * (b.x - a.x))
				sum += a.y < b.y ? 1 : -1;
		}
	}
	return sum;
}

static void rings_keep_their_inside(void **state) {
	(void)state;
	uint64_t r = 4;
	struct arena a = ARENA_INIT;
	uint32_t fewer = 0;
	for (int round = 0; round < 20000; round++) {
		struct arena_mark mark = arena_mark(&a);
		struct geom g = random_ring(&r, 3 + (uint32_t)(random_next(&r) % 40), &a);
		struct geom less = geom_guard(&g, window, &a);
		assert_true(less.npoints <= g.npoints);
		fewer += less.npoints < g.npoints;
		for (int k = 0; k < 8; k++) {
			struct point p = { 10 + unit(&r) * 10, 10 + unit(&r) * 10 };
			assert_int_equal(winding(&g, p), winding(&less, p));
		}
		arena_rewind(&a, mark);
	}
	assert_true(fewer > 10000);
	arena_release(&a);
}

static bool has_edge(const struct geom *g, struct point a, struct point b) {
	for (uint32_t part = 0; part < g->nparts; part++)
		for (uint32_t i = geom_start(g, part) + 1; i < g->end[part]; i++)
			if (memcmp(&g->point[i - 1], &a, sizeof(a)) == 0
				&& memcmp(&g->point[i], &b, sizeof(b)) == 0)
				return true;
	return false;
}

static void edges_in_the_window_stay(void **state) {
	(void)state;
	uint64_t r = 5;
	struct arena a = ARENA_INIT;
	for (int round = 0; round < 5000; round++) {
		struct arena_mark mark = arena_mark(&a);
		struct geom g = random_ring(&r, 3 + (uint32_t)(random_next(&r) % 40), &a);
		g.type = round % 2 ? GEOM_LINES : GEOM_POLYGONS;
		struct geom less = geom_guard(&g, window, &a);
		for (uint32_t i = 1; i < g.npoints; i++)
			if (!(guard_side(window, g.point[i - 1]) & guard_side(window, g.point[i])))
				assert_true(has_edge(&less, g.point[i - 1], g.point[i]));
		arena_rewind(&a, mark);
	}
	arena_release(&a);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rings_keep_their_inside),
		cmocka_unit_test(edges_in_the_window_stay),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
