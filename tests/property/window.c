#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "random.h"
#include "tile/window.h"

static const struct rect at = { { 10, 10 }, { 20, 20 } };

static double unit(uint64_t *r) {
	return (double)(random_next(r) >> 11) / 9007199254740992.0;
}

/* Rings that wander in and out of the window, and boxes around all of it. */
static struct path random_path(uint64_t *r, struct arena *a) {
	struct path_builder b = { .arena = a };
	uint32_t nrings = 1 + (uint32_t)(random_next(r) % 4);
	for (uint32_t ring = 0; ring < nrings; ring++) {
		if (random_next(r) % 3 == 0) {
			double by = unit(r) * 8;
			path_rect(&b, (struct rect){ { by, by }, { 30 - by, 30 - by } }, 0);
			continue;
		}
		struct point p = { unit(r) * 30, unit(r) * 30 };
		uint32_t n = 3 + (uint32_t)(random_next(r) % 20);
		for (uint32_t i = 0; i < n; i++) {
			if (random_next(r) % 4 == 0)
				p = (struct point){ unit(r) * 30, unit(r) * 30 };
			else
				p = (struct point){ p.x + unit(r) * 8 - 4, p.y + unit(r) * 8 - 4 };
			if (i)
				path_line(&b, p.x, p.y);
			else
				path_move(&b, p.x, p.y);
		}
		path_close(&b);
	}
	return path_builder_path(&b);
}

static int side(struct point a, struct point b, struct point m) {
	if ((a.y > m.y) == (b.y > m.y))
		return 0;
	if (!(m.x < a.x + (m.y - a.y) / (b.y - a.y) * (b.x - a.x)))
		return 0;
	return a.y > b.y ? 1 : -1;
}

static int winding(const struct path *p, struct point m) {
	int sum = 0;
	struct point start = { 0, 0 }, last = start;
	const struct point *q = p->point;
	for (uint32_t i = 0; i < p->nverbs; i++) {
		if (p->verb[i] == PATH_MOVE)
			start = last = *q++;
		else if (p->verb[i] == PATH_LINE) {
			sum += side(last, *q, m);
			last = *q++;
		} else
			sum += side(last, start, m);
	}
	return sum;
}

static void fills_keep_their_inside(void **state) {
	(void)state;
	uint64_t r = 11;
	uint32_t covered = 0, missed = 0, some = 0;
	for (int round = 0; round < 20000; round++) {
		struct arena a = ARENA_INIT;
		struct scene scene;
		struct window window;
		scene_init(&scene, (struct rect){ { 0, 0 }, { 30, 30 } }, &a);
		struct path path = random_path(&r, &a);
		scene_fill(&scene, path, (struct color){ 1, 0, 0, 1 });
		scene.op[0].fill.evenodd = round % 2;
		scene_seal(&scene);
		window_find(&scene, at, &window, &a);
		covered += window.nops && window.solid;
		missed += window.nops == 0;
		some += window.nops && !window.solid;
		for (int k = 0; k < 10; k++) {
			struct point p = { 10 + unit(&r) * 10, 10 + unit(&r) * 10 };
			int before = winding(&path, p), after = 0;
			if (window.nops)
				after = winding(&window.op[0].fill.path, p);
			if (window.solid)
				assert_int_equal(round % 2 ? before % 2 != 0 : before != 0,
					after != 0);
			else
				assert_int_equal(before, after);
		}
		arena_release(&a);
	}
	assert_true(covered > 200 && missed > 200 && some > 2000);
}

/* Edges of a path, those that close it too; returns how many. */
static uint32_t edges_of(const struct path *p, struct point (*edge)[2]) {
	uint32_t n = 0;
	struct point start = { 0, 0 }, last = start;
	const struct point *q = p->point;
	for (uint32_t i = 0; i < p->nverbs; i++) {
		struct point next = p->verb[i] == PATH_CLOSE ? start : *q++;
		if (p->verb[i] == PATH_MOVE) {
			start = next;
		} else {
			edge[n][0] = last;
			edge[n++][1] = next;
		}
		last = next;
	}
	return n;
}

static bool is_there(struct point (*edge)[2], uint32_t n, const struct point *wanted) {
	for (uint32_t i = 0; i < n; i++)
		if (memcmp(edge[i], wanted, sizeof(*edge)) == 0)
			return true;
	return false;
}

static bool may_be_seen(const struct point *edge, struct rect window) {
	return rect_overlaps(rect_add(rect_add((struct rect)RECT_EMPTY, edge[0]), edge[1]), window);
}

/* What a window leaves out moves no edge that it shows, and no edge of a line is new. */
static void edges_stay_where_they_are(void **state) {
	(void)state;
	enum { MOST = 200 };
	struct stroke pen = { .color = { 0, 0, 0, 1 }, .width = 0.5, .miter_limit = 2 };
	uint64_t r = 13;
	uint32_t kept = 0;
	for (int round = 0; round < 20000; round++) {
		struct arena a = ARENA_INIT;
		struct scene scene;
		struct window window;
		struct point before[MOST][2], after[MOST][2];
		scene_init(&scene, (struct rect){ { 0, 0 }, { 30, 30 } }, &a);
		struct path path = random_path(&r, &a);
		if (round % 2)
			scene_stroke(&scene, path, &pen);
		else
			scene_fill(&scene, path, pen.color);
		scene_seal(&scene);
		window_find(&scene, at, &window, &a);
		uint32_t n = edges_of(&path, before), m = 0;
		if (window.nops && !window.solid)
			m = edges_of(round % 2 ? &window.op[0].stroke.path
					       : &window.op[0].fill.path,
				after);
		for (uint32_t i = 0; i < n; i++)
			if (may_be_seen(before[i], at))
				assert_true(is_there(after, m, before[i]));
		for (uint32_t i = 0; round % 2 && i < m; i++)
			assert_true(is_there(before, n, after[i]));
		kept += m > 0 && m < n;
		arena_release(&a);
	}
	assert_true(kept > 1000);
}

/* Whether a tile shows something follows from what is near it, not from where the rest of a
 * path lies, which a block may have left out. */
static void nothing_is_seen_of_what_is_far(void **state) {
	(void)state;
	enum { MOST = 200 };
	struct stroke pen = { .color = { 0, 0, 0, 1 }, .width = 0.5, .join = JOIN_ROUND };
	uint64_t r = 14;
	uint32_t seen = 0, unseen = 0;
	for (int round = 0; round < 20000; round++) {
		struct arena a = ARENA_INIT;
		struct scene whole, near;
		struct window one, two;
		struct point edge[MOST][2];
		struct path path = random_path(&r, &a);
		struct path_builder b = { .arena = &a };
		uint32_t n = edges_of(&path, edge);
		for (uint32_t i = 0; i < n; i++) {
			if (!may_be_seen(edge[i], rect_grow(at, 3)))
				continue;
			path_move(&b, edge[i][0].x, edge[i][0].y);
			path_line(&b, edge[i][1].x, edge[i][1].y);
		}
		scene_init(&whole, (struct rect){ { 0, 0 }, { 30, 30 } }, &a);
		scene_init(&near, whole.page, &a);
		scene_stroke(&whole, path, &pen);
		if (b.nverbs)
			scene_stroke(&near, path_builder_path(&b), &pen);
		scene_seal(&whole);
		scene_seal(&near);
		window_find(&whole, at, &one, &a);
		window_find(&near, at, &two, &a);
		assert_int_equal(one.nops, two.nops);
		seen += one.nops > 0;
		unseen += one.nops == 0 && b.nverbs > 0;
		arena_release(&a);
	}
	assert_true(seen > 1000 && unseen > 100);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills_keep_their_inside),
		cmocka_unit_test(edges_stay_where_they_are),
		cmocka_unit_test(nothing_is_seen_of_what_is_far),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
