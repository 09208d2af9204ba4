#include "label/track.h"

#include <string.h>

struct track track_of(const struct point *point, uint32_t n, struct arena *arena) {
	struct point *p = arena_new(arena, struct point, n);
	double *at = arena_new(arena, double, n);
	struct track t = { .point = p, .at = at };
	for (uint32_t i = 0; i < n; i++) {
		if (!isfinite(point[i].x) || !isfinite(point[i].y))
			continue;
		double step = t.npoints ? point_distance(p[t.npoints - 1], point[i]) : 0;
		if (t.npoints && !(step > 0))
			continue;
		t.length += step;
		p[t.npoints] = point[i];
		at[t.npoints++] = t.length;
	}
	return t;
}

struct track track_reverse(const struct track *t, struct arena *arena) {
	struct point *p = arena_new(arena, struct point, t->npoints);
	for (uint32_t i = 0; i < t->npoints; i++)
		p[i] = t->point[t->npoints - 1 - i];
	return track_of(p, t->npoints, arena);
}

/* The segment that holds the distance: its first point. */
static uint32_t segment_at(const struct track *t, double at) {
	uint32_t low = 0, high = t->npoints - 1;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (t->at[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* To the right of segment i, of length 1. */
static struct point right_of(const struct track *t, uint32_t i) {
	double length = t->at[i + 1] - t->at[i];
	return (struct point){ -(t->point[i + 1].y - t->point[i].y) / length,
		(t->point[i + 1].x - t->point[i].x) / length };
}

struct track track_parallel(const struct track *t, double by, double *at, struct arena *arena) {
	if (t->npoints < 2)
		return *t;
	struct point *p = arena_new(arena, struct point, t->npoints);
	double *away = arena_new(arena, double, t->npoints);
	struct track moved = { .point = p, .at = away, .npoints = t->npoints };
	for (uint32_t i = 0; i < t->npoints; i++) {
		struct point a = right_of(t, i ? i - 1 : 0);
		struct point b = right_of(t, i + 1 < t->npoints ? i : i - 1);
		struct point sum = { a.x + b.x, a.y + b.y };
		double square = sum.x * sum.x + sum.y * sum.y;
		double reach = by * fmin(2 / fmax(square, 1e-9), 2 / sqrt(fmax(square, 1e-9)));
		p[i] = (struct point){ t->point[i].x + sum.x * reach,
			t->point[i].y + sum.y * reach };
		if (i)
			moved.length += point_distance(p[i - 1], p[i]);
		away[i] = moved.length;
	}
	uint32_t i = segment_at(t, *at);
	struct point on = track_point(t, *at), right = right_of(t, i);
	struct point beside = { on.x + right.x * by, on.y + right.y * by };
	double ux = right.y, uy = -right.x; /* the way */
	*at = away[i] + (beside.x - p[i].x) * ux + (beside.y - p[i].y) * uy;
	struct track clean = track_of(p, t->npoints, arena);
	return clean.npoints == t->npoints ? moved : clean;
}

struct point track_point(const struct track *t, double at) {
	if (t->npoints < 2)
		return t->npoints ? t->point[0] : (struct point){ 0, 0 };
	uint32_t i = segment_at(t, at);
	double length = t->at[i + 1] - t->at[i];
	return point_between(t->point[i], t->point[i + 1], (at - t->at[i]) / length);
}

/* The mean of the line within `reach` of a sample, less near the ends, so that
 * these stay where they are. */
static void average(const struct point *from, struct point *to, uint32_t n, uint32_t reach) {
	for (uint32_t i = 0; i < n; i++) {
		uint32_t r = reach;
		if (r > i)
			r = i;
		if (r > n - 1 - i)
			r = n - 1 - i;
		struct point sum = { 0, 0 };
		for (uint32_t k = i - r; k <= i + r; k++) {
			sum.x += from[k].x;
			sum.y += from[k].y;
		}
		to[i] = (struct point){ sum.x / (2 * r + 1), sum.y / (2 * r + 1) };
	}
}

struct track track_smooth(const struct track *t, double reach, struct arena *arena) {
	enum { SAMPLES_IN_REACH = 4, MOST_SAMPLES = 100000 };
	if (t->npoints < 3 || !(reach > 0))
		return *t;
	double wanted = ceil(t->length / reach * SAMPLES_IN_REACH) + 1;
	uint32_t n = (uint32_t)fmin(fmax(wanted, 3), MOST_SAMPLES);
	struct point *a = arena_new(arena, struct point, n), *b = arena_new(arena, struct point, n);
	for (uint32_t i = 0; i < n; i++)
		a[i] = track_point(t, t->length * i / (n - 1));
	/* Twice a box is nearly a bell. */
	average(a, b, n, SAMPLES_IN_REACH);
	average(b, a, n, SAMPLES_IN_REACH);
	return track_of(a, n, arena);
}

static double turn_at(const struct track *t, uint32_t i) {
	struct point a = t->point[i - 1], b = t->point[i], c = t->point[i + 1];
	double cross = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
	double dot = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y);
	return fabs(atan2(cross, dot));
}

/* First inner point behind `from`. */
static uint32_t corner_behind(const struct track *t, double from) {
	uint32_t i = t->npoints < 2 ? 0 : segment_at(t, from);
	while (i < t->npoints && t->at[i] <= from)
		i++;
	return i ? i : 1;
}

double track_turn(const struct track *t, double from, double to) {
	double sum = 0;
	for (uint32_t i = corner_behind(t, from); i + 1 < t->npoints && t->at[i] < to; i++)
		sum += turn_at(t, i);
	return sum;
}

double track_sharpest(const struct track *t, double from, double to, double window) {
	double sum = 0, most = 0;
	uint32_t first = corner_behind(t, from);
	for (uint32_t i = first; i + 1 < t->npoints && t->at[i] < to; i++) {
		sum += turn_at(t, i);
		for (; t->at[i] - t->at[first] > window; first++)
			sum -= turn_at(t, first);
		most = fmax(most, sum);
	}
	return most;
}

double track_sag(const struct track *t, double from, double to) {
	struct point a = track_point(t, from), b = track_point(t, to);
	double length = point_distance(a, b), most = 0;
	if (!(length > 0))
		return to - from;
	for (uint32_t i = corner_behind(t, from); i + 1 < t->npoints && t->at[i] < to; i++) {
		struct point p = t->point[i];
		double off = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
		most = fmax(most, fabs(off) / length);
	}
	return most;
}

/* A line while it is being joined: a chain of parts, each maybe turned round. */
struct chain {
	struct point *point;
	uint32_t npoints;
	bool gone;
};

/* The direction in which the chain leaves its end, from a few points back. */
static double leaving(const struct chain *c, bool at_last) {
	uint32_t back = c->npoints > 3 ? 3 : c->npoints - 1;
	struct point end = at_last ? c->point[c->npoints - 1] : c->point[0];
	struct point from = at_last ? c->point[c->npoints - 1 - back] : c->point[back];
	return atan2(end.y - from.y, end.x - from.x);
}

static struct point end_of(const struct chain *c, bool last) {
	return last ? c->point[c->npoints - 1] : c->point[0];
}

/* The angle by which one who goes from one chain into the other turns; INFINITY
 * where they do not meet. */
static double bend(const struct chain *a, bool a_last, const struct chain *b, bool b_last,
	double reach) {
	if (point_distance(end_of(a, a_last), end_of(b, b_last)) > reach)
		return INFINITY;
	double turn = leaving(a, a_last) - (leaving(b, b_last) + PI);
	return fabs(remainder(turn, 2 * PI));
}

static void reverse(struct chain *c) {
	for (uint32_t i = 0, j = c->npoints - 1; i < j; i++, j--) {
		struct point swap = c->point[i];
		c->point[i] = c->point[j];
		c->point[j] = swap;
	}
}

/* a's points, then b's; the ends that meet are a's last and b's first. */
static void append(struct chain *a, struct chain *b, struct arena *arena) {
	struct point *p = arena_new(arena, struct point, (size_t)a->npoints + b->npoints);
	memcpy(p, a->point, a->npoints * sizeof *p);
	memcpy(p + a->npoints, b->point, b->npoints * sizeof *p);
	a->point = p;
	a->npoints += b->npoints;
	b->gone = true;
}

/* Joins the straightest pair there is; false when none is left. */
static bool join_one(struct chain *chain, uint32_t n, double reach, struct arena *arena) {
	double best = 2 * PI / 3;
	uint32_t best_a = 0, best_b = 0;
	unsigned best_ends = 0;
	for (uint32_t a = 0; a < n; a++)
		for (uint32_t b = a + 1; b < n && !chain[a].gone; b++)
			for (unsigned ends = 0; ends < 4 && !chain[b].gone; ends++) {
				double turn = bend(&chain[a], ends & 1, &chain[b], ends & 2, reach);
				if (turn >= best)
					continue;
				best = turn;
				best_a = a;
				best_b = b;
				best_ends = ends;
			}
	if (best_a == best_b)
		return false;
	if (!(best_ends & 1))
		reverse(&chain[best_a]);
	if (best_ends & 2)
		reverse(&chain[best_b]);
	append(&chain[best_a], &chain[best_b], arena);
	return true;
}

struct geom track_join(const struct geom *lines, double reach, struct arena *arena) {
	/* Looking at every pair is cheap enough for the pieces of one river. */
	enum { MOST_PARTS = 200 };
	struct chain *chain = arena_new(arena, struct chain, lines->nparts);
	uint32_t n = 0;
	for (uint32_t i = 0; i < lines->nparts; i++) {
		uint32_t start = geom_start(lines, i), npoints = lines->end[i] - start;
		if (npoints < 2)
			continue;
		chain[n].point = arena_new(arena, struct point, npoints);
		chain[n].npoints = npoints;
		memcpy(chain[n++].point, lines->point + start, npoints * sizeof(struct point));
	}
	while (n <= MOST_PARTS && join_one(chain, n, reach, arena))
		;
	struct geom out = { .type = GEOM_LINES };
	out.point = arena_new(arena, struct point, lines->npoints);
	out.end = arena_new(arena, uint32_t, n);
	for (uint32_t i = 0; i < n; i++) {
		if (chain[i].gone)
			continue;
		memcpy(out.point + out.npoints, chain[i].point,
			chain[i].npoints * sizeof(struct point));
		out.npoints += chain[i].npoints;
		out.end[out.nparts++] = out.npoints;
	}
	return out;
}
