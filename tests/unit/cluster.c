#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/cluster.h"
#include "random.h"

enum { N = 3000 };

static double random_unit(uint64_t *state) {
	return (double)(random_next(state) >> 11) * 0x1p-53;
}

/* Three towns, and events all over the land. */
static void scatter(struct point *at, uint32_t n) {
	static const struct point town[] = { { 200, 300 }, { 420, 280 }, { 800, 600 } };
	uint64_t state = 11;
	for (uint32_t i = 0; i < n; i++) {
		double dx = random_unit(&state), dy = random_unit(&state);
		at[i] = (struct point){ dx * 1100, dy * 800 };
		if (i % 4)
			at[i] = (struct point){ town[i % 3].x + dx * dy * 60,
				town[i % 3].y + dy * dy * 60 };
	}
}

static void test_every_point_is_counted_once(void **state) {
	struct arena arena = ARENA_INIT;
	struct point at[N];
	uint32_t group[N], counted[N] = { 0 }, alone = 0, all = 0;
	struct cluster *cluster;
	(void)state;
	scatter(at, N);
	uint32_t n = cluster_points(at, N, 15, group, &cluster, &arena);
	assert_in_range(n, 3, 400);
	for (uint32_t i = 0; i < N; i++) {
		assert_true(group[i] == CLUSTER_ALONE || group[i] < n);
		if (group[i] == CLUSTER_ALONE)
			alone++;
		else
			counted[group[i]]++;
	}
	for (uint32_t k = 0; k < n; k++) {
		assert_int_equal(counted[k], cluster[k].count);
		assert_true(cluster[k].count >= 2);
		assert_true(k == 0 || cluster[k].count <= cluster[k - 1].count);
		all += cluster[k].count;
	}
	assert_int_equal(all + alone, N);
	arena_release(&arena);
}

static void test_the_order_of_the_points_does_not_matter(void **state) {
	struct arena arena = ARENA_INIT;
	struct point at[N], mixed[N];
	uint32_t group[N], other[N];
	struct cluster *cluster, *again;
	(void)state;
	scatter(at, N);
	uint32_t n = cluster_points(at, N, 15, group, &cluster, &arena);
	/* 7 and 3000 have no common divisor: every point once. */
	for (uint32_t i = 0; i < N; i++)
		mixed[i] = at[i * 7 % N];
	assert_int_equal(cluster_points(mixed, N, 15, other, &again, &arena), n);
	for (uint32_t i = 0; i < N; i++)
		assert_int_equal(other[i], group[i * 7 % N]);
	for (uint32_t k = 0; k < n; k++) {
		assert_true(again[k].middle.x == cluster[k].middle.x);
		assert_true(again[k].middle.y == cluster[k].middle.y);
	}
	assert_true(cluster_hidden(at, N, 20, &arena) == cluster_hidden(mixed, N, 20, &arena));
	arena_release(&arena);
}

static void test_circles_leave_what_stands_apart(void **state) {
	struct arena arena = ARENA_INIT;
	struct point at[] = { { 100, 100 }, { 101, 100 }, { 108, 101 }, { 160, 100 }, { 104, 112 },
		{ 300, 100 }, { 316, 100 } };
	uint32_t group[7];
	struct cluster *cluster;
	(void)state;
	assert_int_equal(cluster_points(at, 7, 15, group, &cluster, &arena), 1);
	assert_int_equal(cluster[0].count, 4);
	assert_int_equal(group[4], 0);
	for (int i = 3; i < 7; i += i == 3 ? 2 : 1)
		assert_int_equal(group[i], CLUSTER_ALONE);
	assert_int_equal(cluster_points(at, 0, 15, group, &cluster, &arena), 0);
	/* One spot, one circle. */
	for (int i = 0; i < 7; i++)
		at[i] = at[0];
	assert_int_equal(cluster_points(at, 7, 15, group, &cluster, &arena), 1);
	assert_int_equal(cluster[0].count, 7);
	assert_true(cluster[0].middle.x == 100 && cluster[0].middle.y == 100);
	arena_release(&arena);
}

/* No point alone lies under a circle, no circle's middle under a larger one. */
static void test_circles_do_not_cover(void **state) {
	struct arena arena = ARENA_INIT;
	struct point at[N];
	uint32_t group[N];
	struct cluster *cluster;
	(void)state;
	scatter(at, N);
	uint32_t n = cluster_points(at, N, 15, group, &cluster, &arena);
	for (uint32_t k = 0; k < n; k++) {
		for (uint32_t i = 0; i < N; i++)
			assert_true(group[i] != CLUSTER_ALONE
				|| hypot(at[i].x - cluster[k].middle.x,
					   at[i].y - cluster[k].middle.y)
					> cluster[k].radius);
		for (uint32_t i = 0; i < k; i++)
			assert_true(hypot(cluster[i].middle.x - cluster[k].middle.x,
					    cluster[i].middle.y - cluster[k].middle.y)
				> cluster[i].radius);
	}
	arena_release(&arena);
}

static void test_area_grows_with_the_number(void **state) {
	(void)state;
	for (uint32_t n = 1; n < 5000; n++)
		assert_true(cluster_radius(n + 1, 5000) >= cluster_radius(n, 5000));
	double a = cluster_radius(1000, 5000), b = cluster_radius(3000, 5000);
	double c = cluster_radius(5000, 5000);
	assert_true(fabs((c * c - b * b) - (b * b - a * a)) < 1e-6);
}

static void test_what_is_hidden(void **state) {
	struct arena arena = ARENA_INIT;
	struct point at[] = { { 0, 0 }, { 30, 0 }, { 60, 0 }, { 60, 0 } };
	(void)state;
	assert_true(cluster_hidden(at, 0, 20, &arena) == 0);
	assert_true(cluster_hidden(at, 3, 20, &arena) == 0);
	assert_true(fabs(cluster_hidden(at, 4, 20, &arena) - 0.25) < 1e-9);
	assert_true(cluster_hidden(at, 4, 40, &arena) > 0.3);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_point_is_counted_once),
		cmocka_unit_test(test_the_order_of_the_points_does_not_matter),
		cmocka_unit_test(test_circles_leave_what_stands_apart),
		cmocka_unit_test(test_circles_do_not_cover),
		cmocka_unit_test(test_area_grows_with_the_number),
		cmocka_unit_test(test_what_is_hidden),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
