#include "paint/coverage.h"

#include <math.h>
#include <string.h>

#include "paint/flatten.h"

enum { LANES = 16 }; /* bytes handled at a time */

bool coverage_begin(struct coverage *c, struct rect box, struct rect clip, struct arena *arena) {
	box = rect_intersection(box, clip);
	if (rect_is_empty(box))
		return false;
	double x0 = floor(box.min.x), y0 = floor(box.min.y);
	double x1 = ceil(box.max.x), y1 = ceil(box.max.y);
	if (!(x1 > x0 && y1 > y0))
		return false;
	*c = (struct coverage){ .x = (int)x0,
		.y = (int)y0,
		.width = (int)(x1 - x0),
		.height = (int)(y1 - y0) };
	c->stride = (c->width + LANES - 1) / LANES * LANES;
	c->cell = arena_new(arena, float, (size_t)(c->width + 2) * (size_t)c->height);
	return true;
}

/* Unlike fmin() and fmax(), no call. */
static inline double clamped(double v, double max) {
	return v < 0 ? 0 : v > max ? max : v;
}

/* The part of a line within one row of pixels: `cover` is its signed height.
 * Everything to the right of the line is covered by it, the pixel it crosses in
 * proportion; cells hold differences, summed from the left in the end. */
static void add_in_row(float *cell, double xa, double xb, double cover, int width) {
	xa = clamped(xa, width);
	xb = clamped(xb, width);
	if (xa > xb) {
		double swap = xa;
		xa = xb;
		xb = swap;
	}
	int first = (int)xa, last = (int)xb;
	if (first == last) {
		double right = (xa + xb) / 2 - first;
		cell[first] += (float)(cover * (1 - right));
		cell[first + 1] += (float)(cover * right);
		return;
	}
	double per_pixel = cover / (xb - xa);
	for (int i = first; i <= last; i++) {
		double from = i == first ? xa : i, to = i == last ? xb : i + 1;
		double part = per_pixel * (to - from), right = (from + to) / 2 - i;
		cell[i] += (float)(part * (1 - right));
		cell[i + 1] += (float)(part * right);
	}
}

static void add_line(struct coverage *c, struct point a, struct point b) {
	double sign = 1;
	if (a.y > b.y) {
		struct point swap = a;
		a = b;
		b = swap;
		sign = -1;
	}
	double top = clamped(a.y, c->height), bottom = clamped(b.y, c->height);
	if (!(top < bottom))
		return;
	double slope = (b.x - a.x) / (b.y - a.y);
	double x = a.x + (top - a.y) * slope;
	for (int row = (int)top; row < c->height && top < bottom; row++) {
		double end = row + 1 < bottom ? row + 1 : bottom, next = x + (end - top) * slope;
		add_in_row(c->cell + (size_t)row * (size_t)(c->width + 2), x, next,
			sign * (end - top), c->width);
		top = end;
		x = next;
	}
}

static void add_curve(struct coverage *c, const struct point p[static 4]) {
	struct point chord[FLATTEN_MOST], from = p[0];
	uint32_t n = flatten_curve(p, chord);
	for (uint32_t i = 0; i < n; from = chord[i++])
		add_line(c, from, chord[i]);
}

void coverage_add(struct coverage *c, const struct path *path, const struct transform *t) {
	struct transform here = *t;
	here.e -= c->x;
	here.f -= c->y;
	struct point start = { 0, 0 }, at = start;
	const struct point *p = path->point;
	for (uint32_t i = 0; i < path->nverbs; i++) {
		struct point q[4] = { at };
		uint32_t n = path_verb_npoints(path->verb[i]);
		for (uint32_t k = 0; k < n; k++)
			q[k + 1] = transform_point(&here, p[k]);
		p += n;
		switch ((enum path_verb)path->verb[i]) {
		case PATH_MOVE:
			add_line(c, at, start);
			start = q[1];
			break;
		case PATH_LINE:
			add_line(c, at, q[1]);
			break;
		case PATH_CURVE:
			add_curve(c, q);
			break;
		case PATH_CLOSE:
			add_line(c, at, start);
			break;
		}
		at = n ? q[n] : start;
	}
	add_line(c, at, start);
}

void coverage_resolve(struct coverage *c, struct arena *arena) {
	c->alpha = arena_new(arena, uint8_t, (size_t)c->stride * (size_t)c->height);
	for (int row = 0; row < c->height; row++) {
		const float *cell = c->cell + (size_t)row * (size_t)(c->width + 2);
		uint8_t *to = c->alpha + (size_t)row * (size_t)c->stride;
		float sum = 0;
		for (int i = 0; i < c->width; i++) {
			sum += cell[i];
			float cover = sum < 0 ? -sum : sum;
			to[i] = (uint8_t)((cover > 1 ? 1 : cover) * 255 + 0.5f);
		}
	}
}

/* Rows with room at both sides, so that a shifted row can be read whole. */
static uint8_t *padded_rows(const struct coverage *c, int pad, size_t *stride,
	struct arena *arena) {
	*stride = (size_t)c->stride + 2 * (size_t)pad;
	uint8_t *rows = arena_new(arena, uint8_t, *stride * (size_t)c->height);
	for (int row = 0; row < c->height; row++)
		memcpy(rows + (size_t)row * *stride + pad,
			c->alpha + (size_t)row * (size_t)c->stride, (size_t)c->width);
	return rows;
}

/* What a pixel that is covered by `from` covers of one so far away: `more` / 255 is how
 * much further than that the halo reaches.  LANES bytes at a time; to = max(to, that). */
static void take_near(uint8_t *restrict to, const uint8_t *restrict from, int n, uint8_t more) {
	for (int i = 0; i < n; i += LANES) {
		for (int k = 0; k < LANES; k++) {
			uint8_t sum = (uint8_t)(from[i + k] + more);
			uint8_t full = sum < more ? 255 : sum;
			uint8_t part = from[i + k] ? full : 0;
			to[i + k] = part > to[i + k] ? part : to[i + k];
		}
	}
}

static void take_far(uint8_t *restrict to, const uint8_t *restrict from, int n, uint8_t less) {
	for (int i = 0; i < n; i += LANES) {
		for (int k = 0; k < LANES; k++) {
			uint8_t part = from[i + k] > less ? (uint8_t)(from[i + k] - less) : 0;
			to[i + k] = part > to[i + k] ? part : to[i + k];
		}
	}
}

/*
 * The edge of the ink lies in a pixel as far from its far side as the pixel is covered,
 * so that thin letters get as wide a halo as thick ones: a pixel at a distance d from
 * one with coverage c is covered by radius + c - d.
 */
struct coverage coverage_grow(const struct coverage *c, double radius, struct arena *arena) {
	struct coverage grown = *c;
	int reach = (int)ceil(radius + 1);
	size_t stride;
	const uint8_t *rows = padded_rows(c, reach, &stride, arena);
	grown.alpha = arena_new(arena, uint8_t, (size_t)c->stride * (size_t)c->height);
	for (int dy = -reach; dy <= reach; dy++) {
		for (int dx = -reach; dx <= reach; dx++) {
			double more = radius - sqrt((double)(dx * dx + dy * dy));
			int from = dy < 0 ? 0 : dy, to = c->height + (dy < 0 ? dy : 0);
			for (int row = from; more > -1 && row < to; row++) {
				uint8_t *out = grown.alpha + (size_t)row * (size_t)c->stride;
				const uint8_t *in = rows + (size_t)(row - dy) * stride
					+ (size_t)(reach - dx);
				if (more >= 0)
					take_near(out, in, c->stride,
						(uint8_t)(fmin(more, 1) * 255 + 0.5));
				else
					take_far(out, in, c->stride, (uint8_t)(-more * 255 + 0.5));
			}
		}
	}
	return grown;
}
