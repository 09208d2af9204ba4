#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "label/list.h"

/* Placement alone: 2,000 names with eight spots each on a page of 1600 by 1200,
 * with and without rivers in the way; the best of several runs. */

enum { NLABELS = 2000, NSPOTS = 8, NRIVERS = 40, NPOINTS = 500, RUNS = 15 };

static const struct rect frame = { { 0, 0 }, { 1600, 1200 } };

static double uniform(uint64_t *state, double low, double high) {
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return low + (high - low) * (double)(*state >> 11) * 0x1p-53;
}

static void add_label(struct label_list *list, uint64_t *state) {
	static const double side[NSPOTS][2] = { { 1, -1 }, { 1, 1 }, { -1, -1 }, { -1, 1 },
		{ 1, 0 }, { -1, 0 }, { 0, -1 }, { 0, 1 } };
	struct point at = { uniform(state, 0, 1600), uniform(state, 0, 1200) };
	double w = uniform(state, 30, 90), h = 14;
	label_add(list, &(struct label){ .priority = uniform(state, 0, 1), .at = at });
	for (int i = 0; i < NSPOTS; i++) {
		struct point m = { at.x + side[i][0] * (w / 2 + 4),
			at.y + side[i][1] * (h / 2 + 4) };
		*arena_push(list->arena, list->box, list->nboxes,
			list->box_capacity) = (struct rect){ { m.x - w / 2, m.y - h / 2 },
			{ m.x + w / 2, m.y + h / 2 } };
		label_add_spot(list,
			&(struct label_spot){ .at = m,
				.cost = 0.14 * i,
				.nboxes = 1,
				.first_box = list->nboxes - 1 });
	}
}

static void add_river(struct label_list *list, uint64_t *state) {
	struct point *p = arena_new(list->arena, struct point, NPOINTS);
	struct point at = { uniform(state, 0, 1600), uniform(state, 0, 1200) };
	double course = uniform(state, 0, 6.28);
	for (int i = 0; i < NPOINTS; i++) {
		p[i] = at;
		course += uniform(state, -0.5, 0.5);
		at.x += 3 * cos(course);
		at.y += 3 * sin(course);
	}
	label_add_obstacle(list,
		&(struct label_obstacle){ .point = p, .npoints = NPOINTS, .width = 1, .cost = 1 });
}

static double seconds(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void measure(const char *name, const struct label_list *list, uint32_t effort) {
	struct label_choice *choice = arena_new(list->arena, struct label_choice, list->nlabels);
	double best = 1e9;
	uint32_t shown = 0;
	for (int run = 0; run < RUNS; run++) {
		struct arena scratch = ARENA_INIT;
		double start = seconds();
		shown = label_place(list,
			&(struct label_options){ .frame = frame, .effort = effort }, choice,
			&scratch);
		double taken = seconds() - start;
		best = taken < best ? taken : best;
		arena_release(&scratch);
	}
	printf("label: %-28s %6.2f ms, %u of %u shown\n", name, 1000 * best, shown, list->nlabels);
}

int main(void) {
	struct arena arena = ARENA_INIT;
	struct label_list list = { .arena = &arena };
	uint64_t state = 1;
	for (int i = 0; i < NLABELS; i++)
		add_label(&list, &state);
	measure("greedy", &list, 0);
	measure("with repair", &list, LABEL_EFFORT);
	for (int i = 0; i < NRIVERS; i++)
		add_river(&list, &state);
	measure("greedy, 20000 river points", &list, 0);
	measure("with repair, same", &list, LABEL_EFFORT);
	arena_release(&arena);
	return 0;
}
