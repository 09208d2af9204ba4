#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "label/list.h"

/*
 * Names are squares of letters on a page of 60 by 12 cells, a cell being 10 by 10
 * units.  A wish is a point, a size in cells, and the sides of the point at which
 * the name may stand, best first: r right, l left, a above, b below.
 */
enum { COLUMNS = 60, ROWS = 12, CELL = 10 };

struct wish {
	char name;
	double x, y, w, h;
	const char *sides;
	double priority;
	bool never_drop;
};

struct page {
	struct arena arena;
	struct label_list list;
	const struct wish *wish;
	char picture[ROWS * (COLUMNS + 1) + 1];
};

static const struct rect frame = { { 0, 0 }, { COLUMNS * CELL, ROWS *CELL } };

static struct rect box_at(const struct wish *w, char side) {
	double x = w->x * CELL, y = w->y * CELL, wide = w->w * CELL, high = w->h * CELL;
	struct rect r = { { x, y - high / 2 }, { x + wide, y + high / 2 } };
	if (side == 'l')
		r = (struct rect){ { x - wide, y - high / 2 }, { x, y + high / 2 } };
	if (side == 'a')
		r = (struct rect){ { x - wide / 2, y - high }, { x + wide / 2, y } };
	if (side == 'b')
		r = (struct rect){ { x - wide / 2, y }, { x + wide / 2, y + high } };
	return r;
}

static uint32_t add_box(struct label_list *list, struct rect box) {
	*arena_push(list->arena, list->box, list->nboxes, list->box_capacity) = box;
	return list->nboxes - 1;
}

static void add_wish(struct page *p, const struct wish *w) {
	label_add(&p->list,
		&(struct label){ .priority = w->priority,
			.never_drop = w->never_drop,
			.at = { w->x * CELL, w->y * CELL } });
	for (int i = 0; w->sides[i]; i++)
		label_add_spot(&p->list,
			&(struct label_spot){ .cost = 0.1 * i,
				.nboxes = 1,
				.first_box = add_box(&p->list, box_at(w, w->sides[i])) });
}

static void begin(struct page *p, const struct wish *wish, uint32_t n) {
	*p = (struct page){ .wish = wish };
	p->list.arena = &p->arena;
	for (uint32_t i = 0; i < n; i++)
		add_wish(p, &wish[i]);
}

static void fill(struct page *p, struct rect box, char c) {
	for (int y = 0; y < ROWS; y++)
		for (int x = 0; x < COLUMNS; x++)
			if (rect_contains(box, (struct point){ x * CELL + 5, y * CELL + 5 }))
				p->picture[y * (COLUMNS + 1) + x] = c;
}

/* Only rows that hold something, without the spaces at their ends. */
static void squeeze(char *picture) {
	char *to = picture;
	for (int y = 0; y < ROWS; y++) {
		const char *row = picture + y * (COLUMNS + 1);
		int end = COLUMNS;
		while (end > 0 && row[end - 1] == ' ')
			end--;
		if (end == 0)
			continue;
		memmove(to, row, (size_t)end);
		to += end;
		*to++ = '\n';
	}
	*to = '\0';
}

static const char *draw(struct page *p, uint32_t effort) {
	struct arena scratch = ARENA_INIT;
	struct label_choice *choice = arena_new(&p->arena, struct label_choice, p->list.nlabels);
	label_place(&p->list, &(struct label_options){ .frame = frame, .effort = effort }, choice,
		&scratch);
	memset(p->picture, ' ', sizeof p->picture - 1);
	for (uint32_t i = 0; i < p->list.nobstacles; i++)
		fill(p, p->list.obstacle[i].box, '#');
	for (uint32_t i = 0; i < p->list.nlabels; i++) {
		if (choice[i].spot == LABEL_OMITTED)
			continue;
		struct rect box = p->list.box[p->list.spot[choice[i].spot].first_box];
		box.min = (struct point){ box.min.x + choice[i].moved.x,
			box.min.y + choice[i].moved.y };
		box.max = (struct point){ box.max.x + choice[i].moved.x,
			box.max.y + choice[i].moved.y };
		fill(p, box, p->wish[i].name);
	}
	squeeze(p->picture);
	arena_release(&scratch);
	return p->picture;
}

#define BEGIN(p, wish) begin(&(p), (wish), sizeof(wish) / sizeof *(wish))

static void the_better_place_is_taken(void **state) {
	(void)state;
	static const struct wish wish[] = { { 'A', 10, 5, 6, 2, "rl", 0, false } };
	struct page p;
	BEGIN(p, wish);
	assert_string_equal(draw(&p, 0),
		"          AAAAAA\n"
		"          AAAAAA\n");
	arena_release(&p.arena);
}

static void the_second_moves_aside(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'A', 10, 5, 6, 2, "rl", 0, false },
		{ 'B', 16, 5, 6, 2, "lr", 0, false },
	};
	struct page p;
	BEGIN(p, wish);
	assert_string_equal(draw(&p, 0),
		"          AAAAAABBBBBB\n"
		"          AAAAAABBBBBB\n");
	arena_release(&p.arena);
}

static void priority_comes_before_the_order_of_the_list(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'A', 10, 5, 6, 2, "r", 2, false },
		{ 'B', 10, 5, 8, 2, "r", 1, false },
	};
	struct page p;
	BEGIN(p, wish);
	assert_string_equal(draw(&p, LABEL_EFFORT),
		"          BBBBBBBB\n"
		"          BBBBBBBB\n");
	arena_release(&p.arena);
}

static void among_equals_the_first_wins(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'A', 10, 5, 6, 2, "r", 1, false },
		{ 'B', 10, 5, 8, 2, "r", 1, false },
	};
	struct page p;
	BEGIN(p, wish);
	assert_string_equal(draw(&p, LABEL_EFFORT),
		"          AAAAAA\n"
		"          AAAAAA\n");
	arena_release(&p.arena);
}

static void names_do_not_cross_the_frame(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'A', 58, 5, 6, 2, "rl", 0, false },
		{ 'B', 30, 1, 4, 2, "ab", 0, false },
		{ 'C', 1, 10, 6, 1, "l", 0, false },
	};
	struct page p;
	BEGIN(p, wish);
	assert_string_equal(draw(&p, 0),
		"                            BBBB\n"
		"                            BBBB\n"
		"                                                    AAAAAA\n"
		"                                                    AAAAAA\n");
	arena_release(&p.arena);
}

static void boxes_in_the_way_are_never_crossed(void **state) {
	(void)state;
	static const struct wish wish[] = { { 'A', 10, 5, 6, 2, "rl", 0, false } };
	struct page p;
	BEGIN(p, wish);
	label_add_obstacle(&p.list,
		&(struct label_obstacle){ .cost = INFINITY, .box = { { 140, 40 }, { 180, 60 } } });
	assert_string_equal(draw(&p, 0),
		"    AAAAAA    ####\n"
		"    AAAAAA    ####\n");
	arena_release(&p.arena);
}

static void a_river_is_avoided_where_there_is_another_place(void **state) {
	(void)state;
	static const struct wish wish[] = { { 'A', 10, 5, 6, 2, "rl", 0, false } };
	static const struct point river[] = { { 130, 0 }, { 130, 120 } };
	struct page p;
	BEGIN(p, wish);
	label_add_obstacle(&p.list,
		&(struct label_obstacle){ .cost = 1, .point = river, .npoints = 2, .width = 1 });
	assert_string_equal(draw(&p, 0),
		"    AAAAAA\n"
		"    AAAAAA\n");
	arena_release(&p.arena);
}

static void a_river_is_crossed_rather_than_the_name_left_out(void **state) {
	(void)state;
	static const struct wish wish[] = { { 'A', 10, 5, 6, 2, "r", 0, false } };
	static const struct point river[] = { { 130, 0 }, { 130, 120 } };
	struct page p;
	BEGIN(p, wish);
	label_add_obstacle(&p.list,
		&(struct label_obstacle){ .cost = 1, .point = river, .npoints = 2, .width = 1 });
	assert_string_equal(draw(&p, 0),
		"          AAAAAA\n"
		"          AAAAAA\n");
	arena_release(&p.arena);
}

static void too_dear_is_left_out(void **state) {
	(void)state;
	static const struct wish wish[] = { { 'A', 10, 5, 6, 2, "r", 0, false } };
	static const struct point border[] = { { 130, 0 }, { 130, 120 } };
	struct page p;
	BEGIN(p, wish);
	p.list.label[0].most_cost = 2;
	label_add_obstacle(&p.list,
		&(struct label_obstacle){ .cost = 3, .point = border, .npoints = 2, .width = 1 });
	assert_string_equal(draw(&p, LABEL_EFFORT), "");
	arena_release(&p.arena);
}

static void an_obstacle_of_its_own_is_not_in_the_way(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'A', 10, 2, 4, 1, "r", 0, false },
		{ 'B', 10, 5, 4, 1, "r", 0, false },
	};
	struct page p;
	BEGIN(p, wish);
	p.list.label[0].owner = 7;
	label_add_obstacle(&p.list,
		&(struct label_obstacle){ .cost = INFINITY,
			.owner = 7,
			.box = { { 0, 0 }, { 200, 100 } } });
	memset(p.picture, 0, sizeof p.picture);
	draw(&p, 0);
	assert_non_null(strchr(p.picture, 'A'));
	assert_null(strchr(p.picture, 'B'));
	arena_release(&p.arena);
}

/* B finds both its places taken by A; A can step aside. */
static void one_steps_aside_for_another(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'A', 10, 5, 6, 2, "rl", 0, false },
		{ 'B', 16, 5, 6, 2, "l", 1, false },
	};
	struct page p;
	BEGIN(p, wish);
	assert_string_equal(draw(&p, 0),
		"          AAAAAA\n"
		"          AAAAAA\n");
	assert_string_equal(draw(&p, LABEL_EFFORT),
		"    AAAAAABBBBBB\n"
		"    AAAAAABBBBBB\n");
	arena_release(&p.arena);
}

/* A can only make room for B when C does for A. */
static void two_step_aside_in_a_row(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'C', 2, 5, 4, 2, "rb", 0, false },
		{ 'A', 10, 5, 6, 2, "rl", 0, false },
		{ 'B', 16, 5, 6, 2, "l", 1, false },
	};
	struct page p;
	BEGIN(p, wish);
	assert_string_equal(draw(&p, LABEL_EFFORT),
		"    AAAAAABBBBBB\n"
		"CCCCAAAAAABBBBBB\n"
		"CCCC\n");
	arena_release(&p.arena);
}

static void one_gives_way_to_two_of_its_rank(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'A', 10, 5, 12, 2, "r", 1, false },
		{ 'B', 10, 5, 5, 2, "r", 1, false },
		{ 'C', 16, 5, 5, 2, "r", 1, false },
	};
	struct page p;
	BEGIN(p, wish);
	assert_string_equal(draw(&p, LABEL_EFFORT),
		"          BBBBB CCCCC\n"
		"          BBBBB CCCCC\n");
	arena_release(&p.arena);
}

static void but_not_to_two_of_lower_rank(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'A', 10, 5, 12, 2, "r", 1, false },
		{ 'B', 10, 5, 5, 2, "r", 2, false },
		{ 'C', 16, 5, 5, 2, "r", 2, false },
	};
	struct page p;
	BEGIN(p, wish);
	assert_string_equal(draw(&p, LABEL_EFFORT),
		"          AAAAAAAAAAAA\n"
		"          AAAAAAAAAAAA\n");
	arena_release(&p.arena);
}

static void the_same_text_is_not_repeated_nearby(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'A', 5, 5.5, 5, 1, "r", 0, false },
		{ 'A', 15, 5.5, 5, 1, "r", 0, false },
		{ 'A', 35, 5.5, 5, 1, "r", 0, false },
	};
	struct page p;
	BEGIN(p, wish);
	for (int i = 0; i < 3; i++) {
		p.list.label[i].repeat_key = 1;
		p.list.label[i].repeat_distance = 200;
	}
	assert_string_equal(draw(&p, LABEL_EFFORT), "     AAAAA                         AAAAA\n");
	arena_release(&p.arena);
}

static void what_is_never_dropped_moves_away_on_a_line(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'A', 30, 6, 6, 2, "rl", 0, true },
		{ 'B', 30, 6, 6, 2, "rl", 1, true },
		{ 'C', 30, 6, 6, 2, "rl", 2, true },
	};
	struct page p;
	struct arena scratch = ARENA_INIT;
	struct label_choice choice[3];
	BEGIN(p, wish);
	for (int i = 0; i < 3; i++)
		p.list.label[i].radius = 8;
	assert_int_equal(label_place(&p.list,
				 &(struct label_options){ .frame = frame, .effort = LABEL_EFFORT },
				 choice, &scratch),
		3);
	assert_false(choice[0].has_leader);
	assert_false(choice[1].has_leader);
	assert_true(choice[2].has_leader);
	/* From the symbol's edge to the edge of the box. */
	assert_float_equal(hypot(choice[2].leader[0].x - 300, choice[2].leader[0].y - 60), 8, 1e-9);
	struct rect box = p.list.box[p.list.spot[choice[2].spot].first_box];
	box.min.x += choice[2].moved.x;
	box.max.x += choice[2].moved.x;
	box.min.y += choice[2].moved.y;
	box.max.y += choice[2].moved.y;
	assert_true(rect_contains(rect_grow(box, 1e-9), choice[2].leader[1]));
	arena_release(&p.arena);
	arena_release(&scratch);
}

static void what_is_never_dropped_is_placed_even_where_nothing_is_free(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'A', 30, 6, 6, 2, "r", 0, true },
		{ 'B', 30, 6, 80, 20, "r", 0, true },
	};
	struct page p;
	BEGIN(p, wish);
	label_add_obstacle(&p.list, &(struct label_obstacle){ .cost = INFINITY, .box = frame });
	struct arena scratch = ARENA_INIT;
	struct label_choice choice[2];
	label_place(&p.list, &(struct label_options){ .frame = frame, .effort = LABEL_EFFORT },
		choice, &scratch);
	assert_int_equal(choice[0].spot, 0);
	assert_int_equal(choice[1].spot, 1);
	arena_release(&p.arena);
	arena_release(&scratch);
}

/* Icon and text: the cases of MapLibre's two *-optional properties. */
static void icon_and_text_stand_together_unless_one_is_optional(void **state) {
	(void)state;
	static const struct {
		bool icon_optional, text_optional, block_icon, block_text, icon, text;
	} row[] = {
		{ false, false, false, false, true, true },
		{ false, false, true, false, false, false },
		{ false, false, false, true, false, false },
		{ true, false, true, false, false, true },
		{ true, false, false, true, false, false },
		{ false, true, true, false, false, false },
		{ false, true, false, true, true, false },
		{ true, true, true, false, false, true },
		{ true, true, false, true, true, false },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct page p;
		struct arena scratch = ARENA_INIT;
		struct label_choice choice;
		static const struct wish wish[] = { { 'A', 10, 5, 6, 2, "r", 0, false } };
		BEGIN(p, wish);
		struct label *label = &p.list.label[0];
		label->first_icon_box = add_box(&p.list, (struct rect){ { 80, 40 }, { 100, 60 } });
		label->nicon_boxes = 1;
		label->icon.optional = row[i].icon_optional;
		label->text.optional = row[i].text_optional;
		struct label_obstacle on_icon = { .cost = INFINITY,
			.box = { { 82, 42 }, { 88, 48 } } };
		struct label_obstacle on_text = { .cost = INFINITY,
			.box = { { 150, 42 }, { 158, 48 } } };
		if (row[i].block_icon)
			label_add_obstacle(&p.list, &on_icon);
		if (row[i].block_text)
			label_add_obstacle(&p.list, &on_text);
		label_place(&p.list,
			&(struct label_options){ .frame = frame, .effort = LABEL_EFFORT }, &choice,
			&scratch);
		assert_int_equal(choice.icon, row[i].icon);
		assert_int_equal(choice.spot != LABEL_OMITTED, row[i].text);
		arena_release(&p.arena);
		arena_release(&scratch);
	}
}

static void overlap_follows_the_words_of_the_specification(void **state) {
	(void)state;
	enum {
		NEVER = LABEL_OVERLAP_NEVER,
		COOP = LABEL_OVERLAP_COOPERATIVE,
		ALWAYS = LABEL_OVERLAP_ALWAYS
	};
	/* B comes after A on the same spot. */
	static const struct {
		int a, b;
		bool a_ignored, shown;
	} row[] = {
		{ NEVER, NEVER, false, false },
		{ NEVER, COOP, false, false },
		{ NEVER, ALWAYS, false, true },
		{ COOP, NEVER, false, false },
		{ COOP, COOP, false, true },
		{ ALWAYS, COOP, false, true },
		{ ALWAYS, NEVER, false, false },
		{ NEVER, NEVER, true, true },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct page p;
		struct arena scratch = ARENA_INIT;
		struct label_choice choice[2];
		static const struct wish wish[] = { { 'A', 10, 5, 6, 2, "r", 0, false },
			{ 'B', 12, 5, 6, 2, "r", 1, false } };
		BEGIN(p, wish);
		p.list.label[0].text.overlap = (enum label_overlap)row[i].a;
		p.list.label[1].text.overlap = (enum label_overlap)row[i].b;
		p.list.label[0].text.ignored = row[i].a_ignored;
		label_place(&p.list,
			&(struct label_options){ .frame = frame, .effort = LABEL_EFFORT }, choice,
			&scratch);
		assert_int_equal(choice[1].spot != LABEL_OMITTED, row[i].shown);
		arena_release(&p.arena);
		arena_release(&scratch);
	}
}

/* A town's dot and name: the dot comes with the name that the repair finds. */
static void the_icon_comes_with_a_name_shown_late(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'A', 10, 5, 6, 2, "rl", 0, false },
		{ 'B', 16, 5, 6, 2, "l", 1, false },
	};
	struct page p;
	struct arena scratch = ARENA_INIT;
	struct label_choice choice[2];
	BEGIN(p, wish);
	p.list.label[1].first_icon_box = add_box(&p.list,
		(struct rect){ { 160, 48 }, { 164, 52 } });
	p.list.label[1].nicon_boxes = 1;
	label_place(&p.list, &(struct label_options){ .frame = frame, .effort = LABEL_EFFORT },
		choice, &scratch);
	assert_int_equal(choice[0].spot, 1);
	assert_int_equal(choice[1].spot, 2);
	assert_true(choice[1].icon);
	arena_release(&p.arena);
	arena_release(&scratch);
}

static void symbols_that_stay_are_covered_by_no_name(void **state) {
	(void)state;
	static const struct wish wish[] = {
		{ 'A', 10, 5, 6, 2, "rl", 0, true },
		{ 'B', 12, 5, 6, 2, "r", 1, true },
	};
	struct page p;
	struct arena scratch = ARENA_INIT;
	struct label_choice choice[2];
	BEGIN(p, wish);
	p.list.label[1].first_icon_box = add_box(&p.list,
		(struct rect){ { 110, 40 }, { 130, 60 } });
	p.list.label[1].nicon_boxes = 1;
	label_place(&p.list, &(struct label_options){ .frame = frame, .effort = LABEL_EFFORT },
		choice, &scratch);
	assert_int_equal(choice[0].spot, 1);
	arena_release(&p.arena);
	arena_release(&scratch);
}

static void boxes_that_are_not_finite_are_never_placed(void **state) {
	(void)state;
	static const struct wish wish[] = { { 'A', NAN, 5, 6, 2, "rlab", 0, false },
		{ 'B', INFINITY, 5, 6, 2, "rlab", 0, false },
		{ 'C', 1e300, 5, 6, 2, "rlab", 0, false } };
	struct page p;
	BEGIN(p, wish);
	for (uint32_t i = 0; i < 3; i++)
		p.list.label[i].may_leave_frame = i < 2;
	assert_string_equal(draw(&p, LABEL_EFFORT), "");
	arena_release(&p.arena);
}

static void nothing_to_place(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct label_list list = { .arena = &arena };
	struct rect nowhere = RECT_EMPTY;
	assert_int_equal(
		label_place(&list,
			&(struct label_options){ .frame = nowhere, .effort = LABEL_EFFORT }, NULL,
			&arena),
		0);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_better_place_is_taken),
		cmocka_unit_test(the_second_moves_aside),
		cmocka_unit_test(priority_comes_before_the_order_of_the_list),
		cmocka_unit_test(among_equals_the_first_wins),
		cmocka_unit_test(names_do_not_cross_the_frame),
		cmocka_unit_test(boxes_in_the_way_are_never_crossed),
		cmocka_unit_test(a_river_is_avoided_where_there_is_another_place),
		cmocka_unit_test(a_river_is_crossed_rather_than_the_name_left_out),
		cmocka_unit_test(too_dear_is_left_out),
		cmocka_unit_test(an_obstacle_of_its_own_is_not_in_the_way),
		cmocka_unit_test(one_steps_aside_for_another),
		cmocka_unit_test(two_step_aside_in_a_row),
		cmocka_unit_test(one_gives_way_to_two_of_its_rank),
		cmocka_unit_test(but_not_to_two_of_lower_rank),
		cmocka_unit_test(the_same_text_is_not_repeated_nearby),
		cmocka_unit_test(what_is_never_dropped_moves_away_on_a_line),
		cmocka_unit_test(what_is_never_dropped_is_placed_even_where_nothing_is_free),
		cmocka_unit_test(icon_and_text_stand_together_unless_one_is_optional),
		cmocka_unit_test(overlap_follows_the_words_of_the_specification),
		cmocka_unit_test(the_icon_comes_with_a_name_shown_late),
		cmocka_unit_test(symbols_that_stay_are_covered_by_no_name),
		cmocka_unit_test(boxes_that_are_not_finite_are_never_placed),
		cmocka_unit_test(nothing_to_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
