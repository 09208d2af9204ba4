#include "geo/geom.h"

#include "geo/build.h"

/*
 * Lines: Liang and Barsky (1984), segment by segment, what stays is joined into
 * runs.  Rings: Sutherland and Hodgman (1974), one pass for each side that the
 * ring crosses.  Where a ring falls apart, its pieces stay tied to each other by
 * edges that run to and fro on the side of the rectangle: they enclose nothing.
 */

static bool clip_parameter(double p, double q, double *t0, double *t1) {
	if (p == 0)
		return q >= 0;
	double t = q / p;
	if (p < 0) {
		if (t > *t1)
			return false;
		*t0 = t > *t0 ? t : *t0;
	} else {
		if (t < *t0)
			return false;
		*t1 = t < *t1 ? t : *t1;
	}
	return true;
}

static struct point clamp_to(struct rect r, struct point p) {
	p.x = p.x < r.min.x ? r.min.x : p.x > r.max.x ? r.max.x : p.x;
	p.y = p.y < r.min.y ? r.min.y : p.y > r.max.y ? r.max.y : p.y;
	return p;
}

/* The part of a segment inside: false when there is none. */
static bool clip_segment(struct point a, struct point b, struct rect to, double *t0, double *t1) {
	double dx = b.x - a.x, dy = b.y - a.y;
	*t0 = 0;
	*t1 = 1;
	return clip_parameter(-dx, a.x - to.min.x, t0, t1)
		&& clip_parameter(dx, to.max.x - a.x, t0, t1)
		&& clip_parameter(-dy, a.y - to.min.y, t0, t1)
		&& clip_parameter(dy, to.max.y - a.y, t0, t1) && isfinite(dx) && isfinite(dy);
}

static struct point along(struct point a, struct point b, double t, struct rect to) {
	return clamp_to(to, (struct point){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) });
}

static void clip_line(const struct point *p, uint32_t n, struct rect to, struct geom_builder *b) {
	bool open = false;
	for (uint32_t i = 1; i < n; i++) {
		double t0, t1;
		bool some = clip_segment(p[i - 1], p[i], to, &t0, &t1);
		if (open && (!some || t0 > 0)) {
			build_end(b, 2);
			open = false;
		}
		/* What only touches the rectangle leaves nothing to see. */
		if (!some || (t0 == t1 && !open))
			continue;
		if (!open)
			build_point(b, t0 > 0 ? along(p[i - 1], p[i], t0, to) : p[i - 1]);
		open = t1 >= 1;
		if (t1 > t0)
			build_point(b, open ? p[i] : along(p[i - 1], p[i], t1, to));
		if (!open)
			build_end(b, 2);
	}
	build_end(b, 2);
}

enum side { WEST, EAST, SOUTH, NORTH };

static inline double beyond(struct point p, enum side side, double at) {
	switch (side) {
	case WEST:
		return at - p.x;
	case EAST:
		return p.x - at;
	case SOUTH:
		return at - p.y;
	default:
		return p.y - at;
	}
}

static inline struct point crossing(struct point a, struct point b, enum side side, double at) {
	/* From the smaller end, so that an edge and its reverse meet the side in
	 * the same point. */
	if (a.x > b.x || (a.x == b.x && a.y > b.y)) {
		struct point swap = a;
		a = b;
		b = swap;
	}
	if (side == WEST || side == EAST)
		return (struct point){ at, a.y + (at - a.x) / (b.x - a.x) * (b.y - a.y) };
	return (struct point){ a.x + (at - a.y) / (b.y - a.y) * (b.x - a.x), at };
}

/* One pass over a closed ring; `out` has room for 2n + 1.  Returns how many. */
static inline uint32_t cut(const struct point *in, uint32_t n, struct point *out, enum side side,
	double at) {
	uint32_t m = 0;
	double before = beyond(in[0], side, at);
	if (before <= 0)
		out[m++] = in[0];
	for (uint32_t i = 1; i < n; i++) {
		double now = beyond(in[i], side, at);
		if ((before < 0 && now > 0) || (before > 0 && now < 0))
			out[m++] = crossing(in[i - 1], in[i], side, at);
		if (now <= 0)
			out[m++] = in[i];
		before = now;
	}
	if (m && (out[0].x != out[m - 1].x || out[0].y != out[m - 1].y)) {
		out[m] = out[0];
		m++;
	}
	return m;
}

static uint32_t cut_side(const struct point *in, uint32_t n, struct point *out, enum side side,
	struct rect to) {
	switch (side) {
	case WEST:
		return cut(in, n, out, WEST, to.min.x);
	case EAST:
		return cut(in, n, out, EAST, to.max.x);
	case SOUTH:
		return cut(in, n, out, SOUTH, to.min.y);
	default:
		return cut(in, n, out, NORTH, to.max.y);
	}
}

struct ring_scratch {
	struct arena arena;
	struct point *buffer[2];
	uint32_t capacity[2];
};

static struct point *scratch_room(struct ring_scratch *s, unsigned which, uint32_t n) {
	if (s->capacity[which] < n) {
		s->buffer[which] = arena_new(&s->arena, struct point, n);
		s->capacity[which] = n;
	}
	return s->buffer[which];
}

static bool same_side(struct point a, struct point b, struct point c, struct rect r) {
	return (a.x == b.x && b.x == c.x && (a.x == r.min.x || a.x == r.max.x))
		|| (a.y == b.y && b.y == c.y && (a.y == r.min.y || a.y == r.max.y));
}

/* Appends a clipped ring without the points on the sides that say nothing. */
static void append_ring(const struct point *p, uint32_t n, struct rect to, struct geom_builder *b) {
	uint32_t start = build_start(b);
	for (uint32_t i = 0; i < n; i++) {
		struct point *out = b->geom.point;
		uint32_t m = b->geom.npoints;
		if (m > start && out[m - 1].x == p[i].x && out[m - 1].y == p[i].y)
			continue;
		if (m >= start + 2 && same_side(out[m - 2], out[m - 1], p[i], to)) {
			b->geom.npoints--;
			m--;
			if (out[m - 1].x == p[i].x && out[m - 1].y == p[i].y)
				continue;
		}
		build_point(b, p[i]);
	}
	uint32_t length = build_length(b);
	if (length < 4 || ring_area(b->geom.point + start, length) == 0)
		build_drop(b);
	build_end(b, 4);
}

static void clip_ring(const struct point *p, uint32_t n, struct rect bounds, struct rect to,
	struct ring_scratch *s, struct geom_builder *b) {
	const double over[] = { to.min.x - bounds.min.x, bounds.max.x - to.max.x,
		to.min.y - bounds.min.y, bounds.max.y - to.max.y };
	unsigned which = 0;
	for (enum side side = WEST; side <= NORTH && n >= 4; side++) {
		if (!(over[side] > 0))
			continue;
		struct point *out = scratch_room(s, which, 2 * n + 1);
		n = cut_side(p, n, out, side, to);
		p = out;
		which = !which;
	}
	append_ring(p, n, to, b);
}

static bool covers(struct rect outer, struct rect inner) {
	return inner.min.x >= outer.min.x && inner.max.x <= outer.max.x
		&& inner.min.y >= outer.min.y && inner.max.y <= outer.max.y;
}

static struct geom clip_points(const struct geom *g, struct rect to, struct arena *a) {
	struct geom_builder b;
	build_init(&b, GEOM_POINTS, 0, a);
	for (uint32_t i = 0; i < g->npoints; i++)
		if (rect_contains(to, g->point[i]))
			build_point(&b, g->point[i]);
	return b.geom;
}

struct geom geom_clip(const struct geom *g, struct rect to, struct arena *a) {
	if (g->type == GEOM_POINTS)
		return clip_points(g, to, a);
	struct geom_builder b;
	struct ring_scratch scratch = { .arena = ARENA_INIT };
	build_init(&b, g->type, g->nparts, a);
	for (uint32_t i = 0; i < g->nparts; i++) {
		const struct point *p = g->point + geom_start(g, i);
		uint32_t n = g->end[i] - geom_start(g, i);
		struct rect bounds = geom_part_bounds(g, i);
		if (!rect_overlaps(bounds, to))
			continue;
		if (covers(to, bounds)) {
			build_points(&b, p, n);
			build_end(&b, g->type == GEOM_LINES ? 2 : 4);
		} else if (g->type == GEOM_LINES)
			clip_line(p, n, to, &b);
		else
			clip_ring(p, n, bounds, to, &scratch, &b);
	}
	arena_release(&scratch.arena);
	return b.geom;
}
