#include "compose/fan.h"

#include <stdlib.h>

#define PI 3.14159265358979323846

struct spoke {
	double direction;
	uint32_t index;
};

static uint32_t root_of(uint32_t *parent, uint32_t i) {
	while (parent[i] != i)
		i = parent[i] = parent[parent[i]];
	return i;
}

static bool closer(struct point a, struct point b, double than) {
	return hypot(a.x - b.x, a.y - b.y) < than;
}

static int compare_spokes(const void *left, const void *right) {
	const struct spoke *a = left, *b = right;
	if (a->direction != b->direction)
		return a->direction < b->direction ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

/* The circle on which n symbols stand side by side. */
static double circle_radius(uint32_t n, double diameter) {
	return (diameter + 1.5) / (2 * sin(PI / n));
}

/* Turns the evenly spaced places so that symbols move as little as possible. */
static double best_turn(const struct spoke *spoke, uint32_t n) {
	double x = 0, y = 0;
	for (uint32_t k = 0; k < n; k++) {
		double off = spoke[k].direction - 2 * PI * k / n;
		x += cos(off);
		y += sin(off);
	}
	return hypot(x, y) < 1e-9 ? -PI / 2 : atan2(y, x);
}

static void fan_group(struct point *at, struct spoke *spoke, uint32_t n, double diameter) {
	struct point middle = { 0, 0 };
	for (uint32_t k = 0; k < n; k++) {
		middle.x += at[spoke[k].index].x / n;
		middle.y += at[spoke[k].index].y / n;
	}
	bool apart = false;
	for (uint32_t k = 0; k < n; k++) {
		struct point p = at[spoke[k].index];
		apart |= !closer(p, middle, 0.5);
		spoke[k].direction = atan2(p.y - middle.y, p.x - middle.x);
	}
	if (apart)
		qsort(spoke, n, sizeof(*spoke), compare_spokes);
	double turn = apart ? best_turn(spoke, n) : n == 2 ? PI : -PI / 2;
	double radius = circle_radius(n, diameter);
	for (uint32_t k = 0; k < n; k++) {
		double a = turn + 2 * PI * k / n;
		at[spoke[k].index] = (struct point){ middle.x + radius * cos(a),
			middle.y + radius * sin(a) };
	}
}

/* A ring of more symbols would stand too far from where they belong. */
enum { LARGEST = 12 };

/* Gathers what stands too close, directly or through others. */
static bool fan_round(struct point *at, uint32_t n, double diameter, uint32_t *parent,
	struct spoke *spoke) {
	bool moved = false;
	for (uint32_t i = 0; i < n; i++)
		parent[i] = i;
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < i; j++)
			if (closer(at[i], at[j], diameter))
				parent[root_of(parent, i)] = root_of(parent, j);
	for (uint32_t i = 0; i < n; i++)
		parent[i] = root_of(parent, i);
	for (uint32_t group = 0; group < n; group++) {
		uint32_t members = 0;
		for (uint32_t i = 0; i < n; i++)
			if (parent[i] == group)
				spoke[members++].index = i;
		if (members < 2 || members > LARGEST)
			continue;
		fan_group(at, spoke, members, diameter);
		moved = true;
	}
	return moved;
}

void fan_out(struct point *at, uint32_t n, double diameter, struct arena *scratch) {
	/* A circle may touch the next symbol.  Thousands of symbols cover each other whatever
	 * is done, and looking at all pairs would take long. */
	enum { ROUNDS = 4, MOST = 2000 };
	if (n > MOST)
		return;
	struct arena_mark mark = arena_mark(scratch);
	uint32_t *parent = arena_new(scratch, uint32_t, n);
	struct spoke *spoke = arena_new(scratch, struct spoke, n);
	for (int round = 0; round < ROUNDS; round++)
		if (!fan_round(at, n, diameter, parent, spoke))
			break;
	arena_rewind(scratch, mark);
}
