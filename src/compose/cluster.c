#include "compose/cluster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/boxindex.h"

double cluster_hidden(const struct point *at, uint32_t n, double diameter, struct arena *scratch) {
	const double step = 2; /* page units between samples */
	struct arena_mark mark = arena_mark(scratch);
	struct rect box = RECT_EMPTY;
	for (uint32_t i = 0; i < n; i++)
		box = rect_add(box, at[i]);
	if (n == 0)
		return 0;
	box = rect_grow(box, diameter);
	size_t columns = (size_t)(rect_width(box) / step) + 1;
	size_t rows = (size_t)(rect_height(box) / step) + 1;
	uint8_t *seen = arena_new(scratch, uint8_t, columns * rows);
	long reach = lround(ceil(diameter / 2 / step)), all = 0, shown = 0;
	for (uint32_t i = 0; i < n; i++) {
		long x = lround((at[i].x - box.min.x) / step);
		long y = lround((at[i].y - box.min.y) / step);
		for (long v = -reach; v <= reach; v++)
			for (long u = -reach; u <= reach; u++) {
				if (hypot((double)u, (double)v) * step > diameter / 2)
					continue;
				uint8_t *cell = &seen[(size_t)(y + v) * columns + (size_t)(x + u)];
				all++;
				shown += !*cell;
				*cell = 1;
			}
	}
	arena_rewind(scratch, mark);
	return 1 - (double)shown / (double)all;
}

/* Circles are as far apart as this, page units; the largest touch. */
static const double REACH = 52;
static const double SMALLEST_RADIUS = 9.5, LARGEST_RADIUS = 26;

double cluster_radius(uint32_t count, uint32_t largest) {
	double least = SMALLEST_RADIUS * SMALLEST_RADIUS;
	double most = LARGEST_RADIUS * LARGEST_RADIUS;
	/* Room for the figures. */
	double figures = 3 + 2.6 * floor(1 + log10(fmax(1, count)));
	return fmax(figures, sqrt(least + (most - least) * count / fmax(largest, 20)));
}

/* Points so near to each other that they are one from here on. */
struct spot {
	struct point middle;
	uint32_t first, count; /* of the sorted points */
	uint32_t group, next;  /* next: of its square */
	double near;           /* points within reach */
};

struct sorted {
	long row, column;
	struct point at;
	uint32_t index;
};

struct gathering {
	struct sorted *sorted;
	struct spot *spot;
	uint32_t npoints, nspots;
	struct cluster *cluster;
	uint32_t nclusters;
	struct rect box;
	uint32_t *square; /* first spot of each square of REACH */
	uint32_t columns, rows;
};

static int compare_doubles(double a, double b) {
	return (a > b) - (a < b);
}

static int compare_places(struct point a, struct point b) {
	int order = compare_doubles(a.y, b.y);
	return order ? order : compare_doubles(a.x, b.x);
}

static int by_cell(const void *left, const void *right) {
	const struct sorted *a = left, *b = right;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	int order = compare_places(a->at, b->at);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static void find_spots(struct gathering *g, const struct point *at, uint32_t n, struct arena *a) {
	const double cell = 4;
	g->sorted = arena_new(a, struct sorted, n);
	g->spot = arena_new(a, struct spot, n);
	g->npoints = n;
	for (uint32_t i = 0; i < n; i++) {
		g->sorted[i] = (struct sorted){ lround(floor(at[i].y / cell)),
			lround(floor(at[i].x / cell)), at[i], i };
		g->box = rect_add(g->box, at[i]);
	}
	if (n)
		qsort(g->sorted, n, sizeof(*g->sorted), by_cell);
	for (uint32_t i = 0; i < n; i++) {
		const struct sorted *s = &g->sorted[i], *before = i ? s - 1 : NULL;
		if (!before || before->row != s->row || before->column != s->column)
			g->spot[g->nspots++] = (struct spot){ .first = i, .group = CLUSTER_ALONE };
		struct spot *spot = &g->spot[g->nspots - 1];
		spot->count++;
		spot->middle.x += (s->at.x - spot->middle.x) / spot->count;
		spot->middle.y += (s->at.y - spot->middle.y) / spot->count;
	}
}

static uint32_t square_at(const struct gathering *g, struct point p, int dx, int dy) {
	long x = lround(floor((p.x - g->box.min.x) / REACH)) + dx;
	long y = lround(floor((p.y - g->box.min.y) / REACH)) + dy;
	if (x < 0 || y < 0 || x >= (long)g->columns || y >= (long)g->rows)
		return UINT32_MAX;
	return g->square[y * (long)g->columns + x];
}

static void fill_squares(struct gathering *g, struct arena *a) {
	g->columns = (uint32_t)(rect_width(g->box) / REACH) + 1;
	g->rows = (uint32_t)(rect_height(g->box) / REACH) + 1;
	size_t n = (size_t)g->columns * g->rows;
	g->square = arena_new(a, uint32_t, n);
	memset(g->square, 0xFF, n * sizeof(*g->square));
	for (uint32_t i = g->nspots; i-- > 0;) {
		struct spot *s = &g->spot[i];
		size_t x = (size_t)((s->middle.x - g->box.min.x) / REACH);
		size_t y = (size_t)((s->middle.y - g->box.min.y) / REACH);
		uint32_t *square = &g->square[y * g->columns + x];
		s->next = *square;
		*square = i;
	}
}

static double apart(struct point a, struct point b) {
	return sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

/* Calls visit() for every spot nearer to spot i than this, itself included. */
static void visit_near(struct gathering *g, uint32_t i, double than,
	void (*visit)(struct gathering *g, uint32_t i, uint32_t other)) {
	struct point at = g->spot[i].middle;
	for (int dy = -1; dy <= 1; dy++)
		for (int dx = -1; dx <= 1; dx++)
			for (uint32_t k = square_at(g, at, dx, dy); k != UINT32_MAX;
				k = g->spot[k].next)
				if (apart(at, g->spot[k].middle) < than)
					visit(g, i, k);
}

static void count_near(struct gathering *g, uint32_t i, uint32_t other) {
	g->spot[i].near += g->spot[other].count;
}

static void take(struct gathering *g, uint32_t i, uint32_t other) {
	struct spot *s = &g->spot[other];
	(void)i;
	if (s->group == CLUSTER_ALONE && s->near > 1)
		s->group = g->nclusters;
}

static int by_density(const void *left, const void *right) {
	const struct spot *a = *(struct spot *const *)left, *b = *(struct spot *const *)right;
	int order = compare_doubles(b->near, a->near);
	return order ? order : compare_places(a->middle, b->middle);
}

/* Where points touch no other `near` is 1; the rest is taken by the densest places first. */
static void seed(struct gathering *g, double diameter, struct arena *a) {
	struct spot **order = arena_new(a, struct spot *, g->nspots);
	uint32_t n = 0;
	for (uint32_t i = 0; i < g->nspots; i++)
		visit_near(g, i, diameter, count_near);
	for (uint32_t i = 0; i < g->nspots; i++) {
		if (g->spot[i].near <= 1)
			continue;
		g->spot[i].near = 0;
		visit_near(g, i, REACH, count_near);
		order[n++] = &g->spot[i];
	}
	if (n)
		qsort(order, n, sizeof(struct spot *), by_density);
	g->cluster = arena_new(a, struct cluster, n);
	for (uint32_t i = 0; i < n; i++) {
		if (order[i]->group != CLUSTER_ALONE)
			continue;
		visit_near(g, (uint32_t)(order[i] - g->spot), REACH, take);
		g->nclusters++;
	}
}

static uint32_t measure(struct gathering *g) {
	uint32_t largest = 0;
	for (uint32_t k = 0; k < g->nclusters; k++)
		g->cluster[k].count = 0;
	for (uint32_t i = 0; i < g->nspots; i++) {
		const struct spot *s = &g->spot[i];
		if (s->group == CLUSTER_ALONE)
			continue;
		struct cluster *c = &g->cluster[s->group];
		if (c->count == 0)
			c->middle = s->middle;
		c->count += s->count;
		double share = (double)s->count / c->count;
		c->middle.x += (s->middle.x - c->middle.x) * share;
		c->middle.y += (s->middle.y - c->middle.y) * share;
		largest = c->count > largest ? c->count : largest;
	}
	for (uint32_t k = 0; k < g->nclusters; k++)
		g->cluster[k].radius = cluster_radius(g->cluster[k].count, largest);
	return largest;
}

/* The circles, to be asked which are near a point. */
static const struct boxindex *index_circles(const struct gathering *g, struct arena *a) {
	struct rect *box = arena_new(a, struct rect, g->nclusters);
	for (uint32_t k = 0; k < g->nclusters; k++) {
		const struct cluster *c = &g->cluster[k];
		box[k] = (struct rect)RECT_EMPTY;
		if (c->count)
			box[k] = rect_grow((struct rect){ c->middle, c->middle }, c->radius);
	}
	return boxindex_build(box, g->nclusters, a);
}

/* A circle that is looked for: the nearest one within a distance, or the first of so many that
 * is not farther away. */
struct wanted {
	const struct gathering *g;
	struct point at;
	double distance;
	uint32_t before, found;
};

static void find_circle(const struct boxindex *index, struct wanted *w,
	bool (*visit)(uint32_t k, void *user)) {
	/* What touches must not be missed for a bit that was rounded away. */
	const double more = 1;
	struct rect window = rect_grow((struct rect){ w->at, w->at }, w->distance + more);
	boxindex_search(index, window, visit, w);
}

static bool take_nearest(uint32_t k, void *user) {
	struct wanted *w = user;
	double far = apart(w->at, w->g->cluster[k].middle);
	if (far < w->distance || (far == w->distance && k < w->found)) {
		w->distance = far;
		w->found = k;
	}
	return true;
}

/* Every spot goes to the circle whose middle is nearest. */
static void settle(struct gathering *g, struct arena *a) {
	const struct boxindex *index = index_circles(g, a);
	for (uint32_t i = 0; i < g->nspots; i++) {
		struct spot *s = &g->spot[i];
		if (s->group == CLUSTER_ALONE)
			continue;
		struct wanted w = { .g = g, .at = s->middle, .found = s->group };
		w.distance = apart(s->middle, g->cluster[s->group].middle);
		find_circle(index, &w, take_nearest);
		s->group = w.found;
	}
}

static int by_size(const void *left, const void *right) {
	const struct cluster *a = left, *b = right;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return compare_places(a->middle, b->middle);
}

/* Sorts the clusters and leaves out those that have become empty. */
static void number_by_size(struct gathering *g, struct arena *a) {
	struct numbered {
		struct cluster cluster; /* first: by_size() looks at it */
		uint32_t was;
	} *all = arena_new(a, struct numbered, g->nclusters);
	uint32_t *now = arena_new(a, uint32_t, g->nclusters), n = 0;
	for (uint32_t k = 0; k < g->nclusters; k++)
		all[k] = (struct numbered){ g->cluster[k], k };
	if (g->nclusters)
		qsort(all, g->nclusters, sizeof(*all), by_size);
	for (uint32_t k = 0; k < g->nclusters; k++) {
		now[all[k].was] = k;
		g->cluster[k] = all[k].cluster;
		n += all[k].cluster.count > 0;
	}
	for (uint32_t i = 0; i < g->nspots; i++)
		if (g->spot[i].group != CLUSTER_ALONE)
			g->spot[i].group = now[g->spot[i].group];
	g->nclusters = n;
}

static bool take_covering(uint32_t k, void *user) {
	struct wanted *w = user;
	if (k >= w->before)
		return false;
	const struct cluster *c = &w->g->cluster[k];
	if (apart(w->at, c->middle) >= c->radius + w->distance)
		return true;
	w->found = k;
	return false;
}

/* The first of the `before` largest circles that this one would lie on; `itself` when there is
 * none. */
static uint32_t covering(const struct gathering *g, const struct boxindex *index, struct point at,
	double radius, uint32_t before, uint32_t itself) {
	struct wanted w = { .g = g,
		.at = at,
		.distance = radius,
		.before = before,
		.found = itself };
	find_circle(index, &w, take_covering);
	return w.found;
}

/* Circles may cover each other a little, but no point alone. */
static void swallow(struct gathering *g, double diameter, struct arena *a) {
	const double may_overlap = 0.8;
	const struct boxindex *index = index_circles(g, a);
	uint32_t *into = arena_new(a, uint32_t, g->nclusters);
	for (uint32_t k = 0; k < g->nclusters; k++) {
		const struct cluster *c = &g->cluster[k];
		into[k] = covering(g, index, c->middle, c->radius * may_overlap, k, k);
		if (into[k] != k)
			into[k] = into[into[k]];
	}
	for (uint32_t i = 0; i < g->nspots; i++) {
		struct spot *s = &g->spot[i];
		if (s->group == CLUSTER_ALONE)
			s->group = covering(g, index, s->middle, diameter / 2, g->nclusters,
				CLUSTER_ALONE);
		if (s->group != CLUSTER_ALONE)
			s->group = into[s->group];
	}
}

uint32_t cluster_points(const struct point *at, uint32_t n, double diameter, uint32_t *group,
	struct cluster **out, struct arena *arena) {
	enum { ROUNDS = 3 };
	struct gathering g = { .box = RECT_EMPTY };
	find_spots(&g, at, n, arena);
	*out = NULL;
	if (n == 0)
		return 0;
	fill_squares(&g, arena);
	seed(&g, diameter, arena);
	measure(&g);
	for (int i = 0; i < ROUNDS; i++) {
		settle(&g, arena);
		measure(&g);
	}
	for (int i = 0; i < ROUNDS; i++) {
		number_by_size(&g, arena);
		swallow(&g, diameter, arena);
		measure(&g);
	}
	number_by_size(&g, arena);
	while (g.nclusters && g.cluster[g.nclusters - 1].count == 1)
		g.nclusters--;
	for (uint32_t i = 0; i < g.nspots; i++) {
		const struct spot *s = &g.spot[i];
		for (uint32_t k = 0; k < s->count; k++)
			group[g.sorted[s->first + k].index] = s->group < g.nclusters
				? s->group
				: CLUSTER_ALONE;
	}
	*out = g.cluster;
	return g.nclusters;
}
