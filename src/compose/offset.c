#include "compose/offset.h"

enum { ARC = 16 }; /* pieces of half a circle */

struct side {
	struct point from, to; /* the moved segment */
	struct point along;    /* unit direction */
};

static struct point add(struct point p, struct point d, double times) {
	return (struct point){ p.x + d.x * times, p.y + d.y * times };
}

static uint32_t move_segments(const struct point *p, uint32_t n, double by, struct side *side) {
	uint32_t count = 0;
	for (uint32_t i = 0; i + 1 < n; i++) {
		double dx = p[i + 1].x - p[i].x, dy = p[i + 1].y - p[i].y, len = hypot(dx, dy);
		if (len < 1e-9)
			continue;
		struct point along = { dx / len, dy / len }, right = { -dy / len, dx / len };
		side[count++] = (struct side){ add(p[i], right, by), add(p[i + 1], right, by),
			along };
	}
	return count;
}

/*
 * Where two moved segments meet.  On the outside of a bend their extensions do,
 * unless the bend is so sharp that the corner would run far out; on the inside they
 * cross, unless one of them is too short.
 */
static uint32_t corner(const struct side *a, const struct side *b, double by, struct point out[2]) {
	double cross = a->along.x * b->along.y - a->along.y * b->along.x;
	double dot = a->along.x * b->along.x + a->along.y * b->along.y;
	if (fabs(cross) < 1e-6 && dot > 0) {
		out[0] = a->to;
		return 1;
	}
	double half = sqrt(fmax(0, (1 + dot) / 2)); /* cosine of half the turn */
	bool outside = cross * by < 0;
	if (half > 0.5) {
		/* The corner lies on the bisector at by / cos(half turn). */
		double reach = tan(acos(fmin(1, half))) * fabs(by);
		double length_a = point_distance(a->from, a->to);
		double length_b = point_distance(b->from, b->to);
		if (outside) {
			out[0] = add(a->to, a->along, reach);
			return 1;
		}
		if (reach <= length_a && reach <= length_b) {
			out[0] = add(a->to, a->along, -reach);
			return 1;
		}
	}
	out[0] = a->to;
	out[1] = b->from;
	return 2;
}

static uint32_t offset_part(const struct point *p, uint32_t n, double by, struct side *side,
	struct point *out) {
	uint32_t nsides = move_segments(p, n, by, side), count = 0;
	if (nsides == 0)
		return 0;
	bool closed = n > 3 && p[0].x == p[n - 1].x && p[0].y == p[n - 1].y;
	if (!closed)
		out[count++] = side[0].from;
	for (uint32_t i = 0; i + 1 < nsides; i++)
		count += corner(&side[i], &side[i + 1], by, out + count);
	if (!closed) {
		out[count++] = side[nsides - 1].to;
		return count;
	}
	count += corner(&side[nsides - 1], &side[0], by, out + count);
	out[count] = out[0];
	return count + 1;
}

struct geom lines_offset(const struct geom *lines, double by, struct arena *a) {
	struct geom out = { .type = GEOM_LINES };
	out.point = arena_new(a, struct point,
		2 * (size_t)lines->npoints + 2 * (size_t)lines->nparts);
	out.end = arena_new(a, uint32_t, lines->nparts);
	struct side *side = arena_new(a, struct side, lines->npoints);
	for (uint32_t i = 0; i < lines->nparts; i++) {
		uint32_t start = geom_start(lines, i);
		uint32_t n = offset_part(lines->point + start, lines->end[i] - start, by, side,
			out.point + out.npoints);
		if (n < 2)
			continue;
		out.npoints += n;
		out.end[out.nparts++] = out.npoints;
	}
	return out;
}

/* Half a circle around the end of a line that came from `from`, left to right; without
 * its two ends. */
static uint32_t half_circle(struct point from, struct point at, double by, struct point *out) {
	double angle = atan2(at.y - from.y, at.x - from.x) + PI / 2;
	for (int i = 1; i < ARC; i++) {
		double a = angle - PI * i / ARC;
		out[i - 1] = (struct point){ at.x + by * cos(a), at.y + by * sin(a) };
	}
	return ARC - 1;
}

/* Right side there, left side back. */
static uint32_t around_part(const struct point *p, uint32_t n, double by, struct side *side,
	struct point *back, struct point *out) {
	uint32_t count = offset_part(p, n, by, side, out);
	uint32_t nback = offset_part(p, n, -by, side, back);
	if (count < 2 || nback < 2)
		return 0;
	count += half_circle(p[n - 2], p[n - 1], by, out + count);
	for (uint32_t i = 0; i < nback; i++)
		out[count++] = back[nback - 1 - i];
	count += half_circle(p[1], p[0], by, out + count);
	out[count++] = out[0];
	return count;
}

struct geom lines_around(const struct geom *lines, double by, struct arena *a) {
	struct geom out = { .type = GEOM_LINES };
	size_t most = 4 * (size_t)lines->npoints + (2 * ARC + 4) * (size_t)lines->nparts;
	out.point = arena_new(a, struct point, most);
	out.end = arena_new(a, uint32_t, 2 * (size_t)lines->nparts);
	struct point *back = arena_new(a, struct point, 2 * (size_t)lines->npoints + 2);
	struct side *side = arena_new(a, struct side, lines->npoints);
	for (uint32_t i = 0; i < lines->nparts; i++) {
		uint32_t start = geom_start(lines, i), n = lines->end[i] - start;
		const struct point *p = lines->point + start;
		if (n > 3 && p[0].x == p[n - 1].x && p[0].y == p[n - 1].y) {
			out.npoints += offset_part(p, n, by, side, out.point + out.npoints);
			out.end[out.nparts++] = out.npoints;
			out.npoints += offset_part(p, n, -by, side, out.point + out.npoints);
			out.end[out.nparts++] = out.npoints;
			continue;
		}
		uint32_t added = n < 2 ? 0
				       : around_part(p, n, by, side, back, out.point + out.npoints);
		if (!added)
			continue;
		out.npoints += added;
		out.end[out.nparts++] = out.npoints;
	}
	return out;
}
