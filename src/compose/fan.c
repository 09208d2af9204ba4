#include "compose/fan.h"

#include <stdlib.h>

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
	return point_distance(a, b) < than;
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

double fan_radius(uint32_t n, double diameter) {
	return n < 2 || n > LARGEST ? 0 : circle_radius(n, diameter);
}

struct place {
	double x;
	uint32_t index;
};

static int by_x(const void *left, const void *right) {
	const struct place *a = left, *b = right;
	if (a->x < b->x || a->x > b->x)
		return a->x < b->x ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

/* Gives all that stand too close, directly or through others, the same root. */
static void gather(const struct point *at, uint32_t n, double diameter, uint32_t *parent,
	struct place *place) {
	for (uint32_t i = 0; i < n; i++) {
		parent[i] = i;
		place[i] = (struct place){ at[i].x, i };
	}
	if (n)
		qsort(place, n, sizeof(*place), by_x);
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = i + 1; j < n && place[j].x - place[i].x < diameter; j++)
			if (closer(at[place[i].index], at[place[j].index], diameter))
				parent[root_of(parent, place[i].index)] = root_of(parent,
					place[j].index);
	for (uint32_t i = 0; i < n; i++)
		parent[i] = root_of(parent, i);
}

/* Room for one round. */
struct round {
	uint32_t *parent, *end;
	struct place *place;
	struct spoke *spoke;
};

static bool fan_round(struct point *at, uint32_t n, double diameter, struct round *r) {
	bool moved = false;
	gather(at, n, diameter, r->parent, r->place);
	for (uint32_t i = 0; i <= n; i++)
		r->end[i] = 0;
	for (uint32_t i = 0; i < n; i++)
		r->end[r->parent[i] + 1]++;
	for (uint32_t i = 0; i < n; i++)
		r->end[i + 1] += r->end[i];
	/* The members of each group in the order of the array. */
	for (uint32_t i = 0; i < n; i++)
		r->spoke[r->end[r->parent[i]]++].index = i;
	for (uint32_t group = 0, first = 0; group < n; first = r->end[group++]) {
		uint32_t members = r->end[group] - first;
		if (members < 2 || members > LARGEST)
			continue;
		fan_group(at, r->spoke + first, members, diameter);
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
	struct round r = { arena_new(scratch, uint32_t, n),
		arena_new(scratch, uint32_t, (size_t)n + 1), arena_new(scratch, struct place, n),
		arena_new(scratch, struct spoke, n) };
	for (int round = 0; round < ROUNDS; round++)
		if (!fan_round(at, n, diameter, &r))
			break;
	arena_rewind(scratch, mark);
}
