#include "paint/stroker.h"

#include <math.h>

/* Chords of round caps and joins are this near to the circle, pixels. */
static const double ROUNDNESS = 0.05;

/*
 * The outline runs along the right side of the line to its end and back along the left
 * side.  The two sides are followed together, point by point.
 */
struct stroker {
	struct raster *to;
	double half; /* of the width */
	double miter_limit;
	enum stroke_cap cap;
	enum stroke_join join;
	double step, cos_step; /* radians of a chord of round caps and joins */
};

/* A straight piece of the line. */
struct piece {
	struct point from, to, along; /* along: of length 1 */
	double length;
};

/* Where the outline arrives at a corner and where it goes on. */
struct corner {
	struct point right_in, right_out, left_in, left_out;
};

static struct point add(struct point p, struct point by, double times) {
	return (struct point){ p.x + by.x * times, p.y + by.y * times };
}

/* To the right of the way: y runs down. */
static struct point side_of(struct point along) {
	return (struct point){ -along.y, along.x };
}

/* Around `middle` from one point on the circle, turning by `angle`, up to but not
 * including the last. */
static struct point arc(const struct stroker *s, struct point middle, struct point from,
	double angle) {
	struct point arm = { from.x - middle.x, from.y - middle.y }, at = from;
	int n = (int)ceil(fabs(angle) / s->step);
	for (int i = 1; i < n; i++) {
		double turn = angle * i / n, c = cos(turn), d = sin(turn);
		struct point next = { middle.x + arm.x * c - arm.y * d,
			middle.y + arm.x * d + arm.y * c };
		raster_edge(s->to, at, next);
		at = next;
	}
	return at;
}

/* The outer side of a corner, as the outline runs on the right: from `in` to `out`. */
static void join_outside(const struct stroker *s, struct point middle, struct point in,
	struct point out, double cross, double dot, bool right) {
	struct point from = right ? in : out;
	if (s->join == JOIN_ROUND && dot < s->cos_step) {
		double angle = atan2(cross, dot);
		from = arc(s, middle, from, right ? angle : -angle);
	}
	raster_edge(s->to, from, right ? out : in);
}

/* Both sides at the end of `a`, where `b` begins; their edges are added. */
static struct corner corner_of(const struct stroker *s, const struct piece *a,
	const struct piece *b) {
	struct point p = a->to, from = side_of(a->along), to = side_of(b->along);
	double dot = a->along.x * b->along.x + a->along.y * b->along.y;
	double cross = a->along.x * b->along.y - a->along.y * b->along.x;
	bool turns_right = cross >= 0;
	struct corner c = { add(p, from, s->half), add(p, to, s->half), add(p, from, -s->half),
		add(p, to, -s->half) };
	struct point *outer_in = turns_right ? &c.left_in : &c.right_in;
	struct point *outer_out = turns_right ? &c.left_out : &c.right_out;
	struct point *inner_in = turns_right ? &c.right_in : &c.left_in;
	struct point *inner_out = turns_right ? &c.right_out : &c.left_out;
	/* Where the sides meet; how far that is from the ends of the pieces. */
	double out = turns_right ? -s->half : s->half, reach = 0;
	struct point meet = { 0, 0 };
	if (1 + dot > 1e-6) {
		meet = (struct point){ (from.x + to.x) / (1 + dot), (from.y + to.y) / (1 + dot) };
		reach = s->half * fabs(cross) / (1 + dot);
	}
	bool nearly_straight = dot > 0.9999;
	bool miter = s->join == JOIN_MITER && 1 + dot > 1e-6
		&& 2 <= s->miter_limit * s->miter_limit * (1 + dot);
	if (nearly_straight || miter)
		*outer_in = *outer_out = add(p, meet, out);
	else
		join_outside(s, p, *outer_in, *outer_out, cross, dot, !turns_right);
	if (nearly_straight || (1 + dot > 1e-6 && reach * 2 <= fmin(a->length, b->length))) {
		*inner_in = *inner_out = add(p, meet, -out);
		return c;
	}
	/* By way of the corner, so that each piece counts as a whole. */
	raster_edge(s->to, turns_right ? *inner_in : *inner_out, p);
	raster_edge(s->to, p, turns_right ? *inner_out : *inner_in);
	return c;
}

/* From one side to the other around an end of the line that points `along`. */
static void add_cap(const struct stroker *s, struct point end, struct point along,
	struct point from, struct point to) {
	if (s->cap == CAP_ROUND) {
		raster_edge(s->to, arc(s, end, from, -PI), to);
	} else if (s->cap == CAP_SQUARE) {
		struct point a = add(from, along, s->half), b = add(to, along, s->half);
		raster_edge(s->to, from, a);
		raster_edge(s->to, a, b);
		raster_edge(s->to, b, to);
	} else {
		raster_edge(s->to, from, to);
	}
}

static void add_open(const struct stroker *s, const struct piece *piece, uint32_t n) {
	struct point first = side_of(piece[0].along), last = side_of(piece[n - 1].along);
	struct point start = piece[0].from, end = piece[n - 1].to;
	struct point right = add(start, first, s->half), left = add(start, first, -s->half);
	struct point back = { -piece[0].along.x, -piece[0].along.y };
	add_cap(s, start, back, left, right);
	for (uint32_t i = 0; i + 1 < n; i++) {
		struct corner c = corner_of(s, &piece[i], &piece[i + 1]);
		raster_edge(s->to, right, c.right_in);
		raster_edge(s->to, c.left_in, left);
		right = c.right_out;
		left = c.left_out;
	}
	struct point right_end = add(end, last, s->half), left_end = add(end, last, -s->half);
	raster_edge(s->to, right, right_end);
	raster_edge(s->to, left_end, left);
	add_cap(s, end, piece[n - 1].along, right_end, left_end);
}

static void add_closed(const struct stroker *s, const struct piece *piece, uint32_t n) {
	struct corner first = corner_of(s, &piece[n - 1], &piece[0]);
	struct point right = first.right_out, left = first.left_out;
	for (uint32_t i = 0; i < n; i++) {
		struct corner c = i + 1 < n ? corner_of(s, &piece[i], &piece[i + 1]) : first;
		raster_edge(s->to, right, c.right_in);
		raster_edge(s->to, c.left_in, left);
		right = c.right_out;
		left = c.left_out;
	}
}

/* A subpath of no length shows its caps. */
static void add_dot(const struct stroker *s, struct point at) {
	struct piece piece = { at, at, { 1, 0 }, 0 };
	if (s->cap != CAP_BUTT)
		add_open(s, &piece, 1);
}

static void add_subpath(const struct stroker *s, const struct point *p, uint32_t n, bool closed,
	double scale, struct piece *piece) {
	uint32_t count = 0, npoints = closed ? n + 1 : n;
	struct point at = { p[0].x * scale, p[0].y * scale }, start = at;
	for (uint32_t i = 1; i < npoints; i++) {
		struct point to = start;
		if (i < n)
			to = (struct point){ p[i].x * scale, p[i].y * scale };
		double dx = to.x - at.x, dy = to.y - at.y, length = sqrt(dx * dx + dy * dy);
		if (!(length > 0))
			continue;
		piece[count++] = (struct piece){ at, to, { dx / length, dy / length }, length };
		at = to;
	}
	if (count == 0 && npoints > 1)
		add_dot(s, start);
	else if (closed && count > 1)
		add_closed(s, piece, count);
	else if (count)
		add_open(s, piece, count);
}

static bool has_curves(const struct path *path) {
	for (uint32_t i = 0; i < path->nverbs; i++)
		if (path->verb[i] == PATH_CURVE)
			return true;
	return false;
}

bool stroker_add(struct raster *to, const struct path *path, const struct stroke *stroke,
	double scale, struct arena *scratch) {
	struct stroker s = { .to = to,
		.half = stroke->width * scale / 2,
		.miter_limit = stroke->miter_limit > 0 ? stroke->miter_limit : 10,
		.cap = stroke->cap,
		.join = stroke->join };
	if (stroke->ndashes || has_curves(path))
		return false;
	s.step = 2 * acos(1 - fmin(ROUNDNESS / s.half, 0.5));
	s.cos_step = cos(s.step);
	struct arena_mark mark = arena_mark(scratch);
	struct piece *piece = arena_new(scratch, struct piece, (size_t)path->npoints + 1);
	const struct point *p = path->point;
	for (uint32_t i = 0, end; i < path->nverbs; i = end) {
		uint32_t n = 1;
		for (end = i + 1; end < path->nverbs && path->verb[end] == PATH_LINE; end++)
			n++;
		bool closed = end < path->nverbs && path->verb[end] == PATH_CLOSE;
		end += closed;
		add_subpath(&s, p, n, closed, scale, piece);
		p += n;
	}
	arena_rewind(scratch, mark);
	return true;
}
