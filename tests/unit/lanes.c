#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "compose/lanes.h"

enum { N = 6 };

static struct str column[] = { { "kind", 4 }, { "confidence", 10 } };
static const struct columns columns = { column, 2 };

/* Three places; the last route has a way of its own. */
static struct point way[N][3] = {
	{ { 40, 30 }, { 41, 31 }, { 42, 33 } },
	{ { 42, 33 }, { 41, 31 + 1e-9 }, { 40, 30 } },
	{ { 40, 30 }, { 41, 31 }, { 42, 33 } },
	{ { 40, 30 }, { 41, 31 }, { 42, 33 } },
	{ { 42, 33 }, { 41, 31 }, { 40, 30 } },
	{ { 40, 30 }, { 41, 32 }, { 42, 33 } },
};
static const char *const kind[N] = { "convoy", "convoy", "convoy", "withdrawal", "convoy",
	"convoy" };

static struct layer routes_of(struct feature *feature, struct value (*value)[2]) {
	static uint32_t end = 3;
	for (int i = 0; i < N; i++) {
		value[i][0] = (struct value){ .type = VALUE_STRING, .string = str_of(kind[i]) };
		value[i][1] = (struct value){ .type = VALUE_MISSING };
		feature[i] = (struct feature){ .columns = &columns,
			.value = value[i],
			.geom = { GEOM_LINES, 3, 1, way[i], &end } };
	}
	return (struct layer){ .columns = columns, .feature = feature, .nfeatures = N };
}

static void test_lanes(void **state) {
	struct feature feature[N], event[2];
	struct value value[N][2];
	struct layer routes = routes_of(feature, value);
	struct point at = { 42, 33 };
	struct arena arena = ARENA_INIT;
	(void)state;
	for (int i = 0; i < 2; i++)
		event[i] = (struct feature){ .geom = { .npoints = 1, .point = &at } };
	struct layer events = { .feature = event, .nfeatures = 1 };
	const struct map_lane *lane = lanes_of(&routes, &events, 20, &arena);
	/* Convoys there, withdrawals there and convoys back: three lanes. */
	assert_true(lane[0].aside == lane[2].aside && lane[1].aside == lane[4].aside);
	assert_true(lane[0].aside == -9 && lane[3].aside == 0);
	assert_true(lane[1].aside == -9); /* to its own left: on the other side */
	assert_true(lane[5].aside == 0);
	/* An event stands where the first one ends, none where the second does. */
	assert_true(lane[0].early == 10 && lane[5].early == 10 && lane[1].early == 0);
	events.nfeatures = 2;
	lane = lanes_of(&routes, &events, 20, &arena);
	assert_true(lane[0].early > 20 && lane[0].early < 22);
	arena_release(&arena);
}

static void test_line(void **state) {
	struct point p[2] = { { 0, 0 }, { 100, 0 } };
	uint32_t end = 2;
	struct geom line = { GEOM_LINES, 2, 1, p, &end }, g;
	struct arena arena = ARENA_INIT;
	(void)state;
	g = lane_line(&line, (struct map_lane){ -4, 10 }, &arena);
	assert_true(g.npoints == 2 && g.point[0].x == 0 && g.point[1].x == 90);
	assert_true(fabs(g.point[0].y + 4) < 1e-9 && fabs(g.point[1].y + 4) < 1e-9);
	/* One that is hardly longer keeps its end. */
	g = lane_line(&line, (struct map_lane){ 0, 90 }, &arena);
	assert_true(g.npoints == 2 && g.point[1].x == 100);
	assert_true(p[1].x == 100 && end == 2);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lanes),
		cmocka_unit_test(test_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
