#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "label/grid.h"
#include "label/list.h"

/* Random maps, small and crowded: what must hold for every one of them. */

struct random {
	uint64_t state;
};

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next(struct random *r) {
	uint64_t z = r->state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static double uniform(struct random *r, double low, double high) {
	return low + (high - low) * (double)(next(r) >> 11) * 0x1p-53;
}

static const struct rect frame = { { 0, 0 }, { 400, 300 } };

static uint32_t add_box(struct label_list *list, struct rect box) {
	*arena_push(list->arena, list->box, list->nboxes, list->box_capacity) = box;
	return list->nboxes - 1;
}

static void add_spots(struct label_list *list, struct point at, double w, double h, uint32_t n) {
	static const double side[8][2] = { { 1, -1 }, { 1, 1 }, { -1, -1 }, { -1, 1 }, { 1, 0 },
		{ -1, 0 }, { 0, -1 }, { 0, 1 } };
	for (uint32_t i = 0; i < n; i++) {
		struct point m = { at.x + side[i][0] * (w / 2 + 4),
			at.y + side[i][1] * (h / 2 + 4) };
		struct rect box = { { m.x - w / 2, m.y - h / 2 }, { m.x + w / 2, m.y + h / 2 } };
		label_add_spot(list,
			&(struct label_spot){ .at = m,
				.cost = 0.14 * i,
				.nboxes = 1,
				.first_box = add_box(list, box) });
	}
}

static void add_random_label(struct label_list *list, struct random *r) {
	struct point at = { uniform(r, -5, 405), uniform(r, -5, 305) };
	struct label label = { .priority = (double)(next(r) % 4), .at = at, .radius = 3 };
	label.never_drop = next(r) % 16 == 0 && rect_contains(frame, at);
	label.rigid = next(r) % 8 == 0;
	if (next(r) % 3 == 0) {
		label.first_icon_box = add_box(list, rect_grow((struct rect){ at, at }, 3));
		label.nicon_boxes = 1;
		label.icon.optional = next(r) % 2;
		label.text.optional = next(r) % 2;
	}
	if (next(r) % 4 == 0) {
		label.repeat_key = 1 + (uint32_t)(next(r) % 5);
		label.repeat_distance = 60;
	}
	label_add(list, &label);
	add_spots(list, at, uniform(r, 10, 70), uniform(r, 8, 24), 1 + (uint32_t)(next(r) % 8));
}

static void add_random_obstacle(struct label_list *list, struct random *r) {
	struct point *line = arena_new(list->arena, struct point, 8);
	struct point at = { uniform(r, 0, 400), uniform(r, 0, 300) };
	double cost = next(r) % 4 == 0 ? INFINITY : uniform(r, 0, 3);
	if (next(r) % 2) {
		struct rect box = { at, { at.x + uniform(r, 2, 40), at.y + uniform(r, 2, 40) } };
		label_add_obstacle(list, &(struct label_obstacle){ .box = box, .cost = cost });
		return;
	}
	for (int i = 0; i < 8; i++) {
		line[i] = at;
		at.x += uniform(r, -30, 30);
		at.y += uniform(r, -30, 30);
	}
	label_add_obstacle(list,
		&(struct label_obstacle){ .point = line,
			.npoints = 8,
			.width = uniform(r, 0, 4),
			.cost = cost });
}

static void random_map(struct label_list *list, uint64_t seed, struct arena *arena) {
	struct random r = { seed };
	*list = (struct label_list){ .arena = arena };
	uint32_t nlabels = 1 + (uint32_t)(next(&r) % 120), nobstacles = (uint32_t)(next(&r) % 12);
	for (uint32_t i = 0; i < nobstacles; i++)
		add_random_obstacle(list, &r);
	for (uint32_t i = 0; i < nlabels; i++)
		add_random_label(list, &r);
}

/* What a label takes up where it stands: text, icon. */
struct taken {
	struct rect text, icon;
	struct point at;
};

static struct taken taken_by(const struct label_list *list, uint32_t i,
	const struct label_choice *choice) {
	struct taken t = { RECT_EMPTY, RECT_EMPTY, { 0, 0 } };
	if (choice->icon)
		t.icon = list->box[list->label[i].first_icon_box];
	if (choice->spot == LABEL_OMITTED)
		return t;
	t.text = list->box[list->spot[choice->spot].first_box];
	t.at = rect_center(t.text);
	t.text.min = (struct point){ t.text.min.x + choice->moved.x,
		t.text.min.y + choice->moved.y };
	t.text.max = (struct point){ t.text.max.x + choice->moved.x,
		t.text.max.y + choice->moved.y };
	return t;
}

static bool shrunk_meets(struct rect a, struct rect b) {
	/* `moved` costs the last bits of a box's corners. */
	return !rect_is_empty(a) && !rect_is_empty(b) && rect_meets(rect_grow(a, -1e-6), b);
}

static void check_pair(const struct label_list *list, uint32_t a, uint32_t b,
	const struct label_choice *choice) {
	struct taken s = taken_by(list, a, &choice[a]), t = taken_by(list, b, &choice[b]);
	bool both_stay = list->label[a].never_drop && list->label[b].never_drop;
	assert_false(shrunk_meets(s.text, t.text));
	assert_false(shrunk_meets(s.text, t.icon));
	assert_false(shrunk_meets(s.icon, t.text));
	/* Symbols that are never dropped are drawn where they are. */
	assert_false(!both_stay && shrunk_meets(s.icon, t.icon));
	const struct label *p = &list->label[a], *q = &list->label[b];
	if (p->repeat_key && p->repeat_key == q->repeat_key && !p->never_drop && !q->never_drop
		&& !rect_is_empty(s.text) && !rect_is_empty(t.text))
		assert_true(hypot(s.at.x - t.at.x, s.at.y - t.at.y) >= 60);
	if (choice[a].has_leader && choice[b].has_leader)
		assert_false(segments_cross(choice[a].leader[0], choice[a].leader[1],
			choice[b].leader[0], choice[b].leader[1]));
}

static void check_label(const struct label_list *list, uint32_t i,
	const struct label_choice *choice) {
	const struct label *label = &list->label[i];
	struct taken t = taken_by(list, i, choice);
	if (choice->spot != LABEL_OMITTED) {
		assert_true(choice->spot >= label->first_spot);
		assert_true(choice->spot < label->first_spot + label->nspots);
		struct rect page = rect_grow(frame, 1e-6);
		assert_true(rect_contains(page, t.text.min) && rect_contains(page, t.text.max));
	}
	if (label->never_drop) {
		assert_true(choice->spot != LABEL_OMITTED);
		assert_true(choice->icon || !label->nicon_boxes);
		return;
	}
	bool text = choice->spot != LABEL_OMITTED;
	if (label->nicon_boxes && !label->icon.optional)
		assert_true(choice->icon || !text);
	if (label->nicon_boxes && !label->text.optional)
		assert_true(text || !choice->icon);
	assert_false(choice->has_leader);
}

static void check_obstacles(const struct label_list *list, uint32_t i,
	const struct label_choice *choice) {
	struct taken t = taken_by(list, i, choice);
	for (uint32_t k = 0; k < list->nobstacles; k++) {
		const struct label_obstacle *o = &list->obstacle[k];
		if (!isinf(o->cost) || rect_is_empty(t.text))
			continue;
		struct rect text = rect_grow(t.text, o->width / 2 - 1e-6);
		double t0, t1;
		if (!o->npoints)
			assert_false(rect_meets(text, o->box));
		for (uint32_t j = 1; j < o->npoints; j++)
			assert_false(segment_clip(o->point[j - 1], o->point[j], text, &t0, &t1));
	}
}

static void nothing_placed_overlaps(void **state) {
	(void)state;
	for (uint64_t seed = 1; seed <= 4000; seed++) {
		struct arena arena = ARENA_INIT, scratch = ARENA_INIT;
		struct label_list list;
		random_map(&list, seed, &arena);
		struct label_choice *choice = arena_new(&arena, struct label_choice, list.nlabels);
		label_place(&list,
			&(struct label_options){ .frame = frame,
				.effort = seed % 2 ? LABEL_EFFORT : 0 },
			choice, &scratch);
		for (uint32_t i = 0; i < list.nlabels; i++) {
			check_label(&list, i, &choice[i]);
			check_obstacles(&list, i, &choice[i]);
			for (uint32_t k = 0; k < i; k++)
				check_pair(&list, i, k, choice);
		}
		arena_release(&arena);
		arena_release(&scratch);
	}
}

static void the_same_input_gives_the_same_output(void **state) {
	(void)state;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		struct arena arena = ARENA_INIT, scratch = ARENA_INIT;
		struct label_list list[2];
		struct label_choice *choice[2];
		for (int k = 0; k < 2; k++) {
			random_map(&list[k], seed, &arena);
			choice[k] = arena_new(&arena, struct label_choice, list[k].nlabels);
			label_place(&list[k],
				&(struct label_options){ .frame = frame, .effort = LABEL_EFFORT },
				choice[k], &scratch);
		}
		for (uint32_t i = 0; i < list[0].nlabels; i++) {
			const struct label_choice *a = &choice[0][i], *b = &choice[1][i];
			assert_int_equal(a->spot, b->spot);
			assert_int_equal(a->icon, b->icon);
			assert_int_equal(a->has_leader, b->has_leader);
			assert_memory_equal(&a->moved, &b->moved, sizeof a->moved);
			assert_memory_equal(a->leader, b->leader, sizeof a->leader);
		}
		arena_release(&arena);
		arena_release(&scratch);
	}
}

/* Labels whose priorities all differ: the order in which they are listed means
 * nothing. */
static void the_order_of_the_list_decides_only_among_equals(void **state) {
	(void)state;
	for (uint64_t seed = 1; seed <= 300; seed++) {
		struct arena arena = ARENA_INIT, scratch = ARENA_INIT;
		struct label_list list;
		random_map(&list, seed, &arena);
		uint32_t n = list.nlabels;
		for (uint32_t i = 0; i < n; i++)
			list.label[i].priority = i;
		struct label_choice *straight = arena_new(&arena, struct label_choice, n);
		struct label_choice *mixed = arena_new(&arena, struct label_choice, n);
		label_place(&list,
			&(struct label_options){ .frame = frame, .effort = LABEL_EFFORT }, straight,
			&scratch);
		/* Turned round, the labels keep their spots. */
		for (uint32_t i = 0; i < n / 2; i++) {
			struct label swap = list.label[i];
			list.label[i] = list.label[n - 1 - i];
			list.label[n - 1 - i] = swap;
		}
		label_place(&list,
			&(struct label_options){ .frame = frame, .effort = LABEL_EFFORT }, mixed,
			&scratch);
		for (uint32_t i = 0; i < n; i++) {
			assert_int_equal(straight[i].spot, mixed[n - 1 - i].spot);
			assert_int_equal(straight[i].icon, mixed[n - 1 - i].icon);
		}
		arena_release(&arena);
		arena_release(&scratch);
	}
}

static void trying_harder_never_shows_less(void **state) {
	(void)state;
	uint64_t greedy = 0, repaired = 0;
	for (uint64_t seed = 1; seed <= 500; seed++) {
		struct arena arena = ARENA_INIT, scratch = ARENA_INIT;
		struct label_list list;
		random_map(&list, seed, &arena);
		struct label_choice *choice = arena_new(&arena, struct label_choice, list.nlabels);
		uint32_t texts[2] = { 0, 0 };
		for (int k = 0; k < 2; k++) {
			label_place(&list,
				&(struct label_options){ .frame = frame,
					.effort = k ? LABEL_EFFORT : 0 },
				choice, &scratch);
			for (uint32_t i = 0; i < list.nlabels; i++)
				texts[k] += choice[i].spot != LABEL_OMITTED;
		}
		assert_true(texts[1] >= texts[0]);
		greedy += texts[0];
		repaired += texts[1];
		arena_release(&arena);
		arena_release(&scratch);
	}
	print_message("greedy %llu, repaired %llu\n", (unsigned long long)greedy,
		(unsigned long long)repaired);
	assert_true(repaired > greedy);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_placed_overlaps),
		cmocka_unit_test(the_same_input_gives_the_same_output),
		cmocka_unit_test(the_order_of_the_list_decides_only_among_equals),
		cmocka_unit_test(trying_harder_never_shows_less),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
