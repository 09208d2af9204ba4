#include "paint/raster.h"

#include "paint/flatten.h"
#include "paint/shades.h"

enum {
	UNIT = 256,             /* of a pixel's side */
	FULL = 2 * UNIT * UNIT, /* a pixel that is covered whole */
};

/*
 * `sum` holds differences: added up from the left they say how much of each pixel is
 * covered, FULL for all of it.  Only places in `touched` are not zero.
 */
struct raster {
	int width, height, words; /* words: of `touched` in a row */
	int first, last;          /* rows with edges; first > last: none */
	struct point corner;
	uint32_t *sum;     /* width + 1 in a row; wraps around */
	uint64_t *touched; /* bits */
};

struct raster *raster_new(int width, int height, struct arena *arena) {
	struct raster *r = arena_new(arena, struct raster, 1);
	*r = (struct raster){ .width = width,
		.height = height,
		.words = width / 64 + 1,
		.first = height,
		.last = -1 };
	r->sum = arena_new(arena, uint32_t, (size_t)(width + 1) * (size_t)height);
	r->touched = arena_new(arena, uint64_t, (size_t)r->words * (size_t)height);
	return r;
}

void raster_place(struct raster *r, struct point corner) {
	r->corner = corner;
}

/* To the nearest unit.  The large number makes all numbers positive and rounds them the
 * same way wherever the window lies; what is cut off is too far away to matter. */
static int64_t fixed(double pixels) {
	const double far = 1 << 29, offset = 1.5 * 549755813888.0;   /* 1.5 * 2^39 */
	pixels = pixels > -far ? pixels < far ? pixels : far : -far; /* NaN too */
	return (int64_t)(pixels * UNIT + (offset + 0.5)) - (int64_t)offset;
}

/* Of what is not larger than UNIT. */
static int nearest(double v) {
	return (int)(v + (2 * UNIT + 0.5)) - 2 * UNIT;
}

static void touch(struct raster *r, int row, int x, int32_t here, int32_t next) {
	uint32_t *sum = r->sum + (size_t)row * (size_t)(r->width + 1) + x;
	uint64_t *bits = r->touched + (size_t)row * (size_t)r->words;
	sum[0] += (uint32_t)here;
	bits[x / 64] |= UINT64_C(1) << x % 64;
	sum[1] += (uint32_t)next;
	bits[(x + 1) / 64] |= UINT64_C(1) << (x + 1) % 64;
}

/* An edge from xa to xb within one pixel; `cover` is its signed height.  All that is to the
 * right of it is covered. */
static void add_in_pixel(struct raster *r, int row, int x, int64_t xa, int64_t xb, int cover) {
	int32_t right = (int32_t)(xa + xb - 2 * UNIT * (int64_t)x);
	touch(r, row, x, cover * (2 * UNIT - right), cover * right);
}

/* An edge within one row. */
static void add_in_row(struct raster *r, int row, int64_t xa, int64_t xb, int cover) {
	int64_t width = (int64_t)r->width * UNIT;
	if (xa > xb) {
		int64_t swap = xa;
		xa = xb;
		xb = swap;
	}
	if (xa >= width)
		return;
	if (xb <= 0) {
		touch(r, row, 0, cover * 2 * UNIT, 0);
		return;
	}
	int from = (int)(xa / UNIT), to = (int)((xb - 1) / UNIT);
	if (xa >= 0 && (from == to || xa == xb)) {
		add_in_pixel(r, row, from, xa, xb, cover);
		return;
	}
	/* What of the height has been passed at the end of a pixel is rounded; the sum of
	 * all pixels is exact. */
	double each = (double)cover / (double)(xb - xa);
	int done = 0;
	int64_t at = xa;
	if (xa < 0) {
		done = nearest(each * (double)-xa);
		touch(r, row, 0, done * 2 * UNIT, 0);
		at = from = 0;
	}
	for (int x = from; x <= to && x < r->width; x++) {
		int64_t end = (int64_t)(x + 1) * UNIT;
		end = end < xb ? end : xb;
		int reached = end == xb ? cover : nearest(each * (double)(end - xa));
		add_in_pixel(r, row, x, at, end, reached - done);
		done = reached;
		at = end;
	}
}

void raster_edge(struct raster *r, struct point a, struct point b) {
	int sign = 1;
	double left = r->corner.x, top = r->corner.y, right = left + r->width;
	if (a.x >= right && b.x >= right)
		return;
	int64_t ya = fixed(a.y - top), yb = fixed(b.y - top);
	if (ya == yb)
		return;
	if (ya > yb) {
		struct point swap = a;
		int64_t y = ya;
		a = b;
		b = swap;
		ya = yb;
		yb = y;
		sign = -1;
	}
	if (yb <= 0 || ya >= (int64_t)r->height * UNIT)
		return;
	int64_t row_a = ya >= 0 ? ya / UNIT : -1, row_b = (yb - 1) / UNIT;
	int first = row_a < 0 ? 0 : (int)row_a;
	int last = row_b < r->height ? (int)row_b : r->height - 1;
	double slope = row_a == row_b ? 0 : (b.x - a.x) / (b.y - a.y);
	int64_t x = row_a < 0 ? fixed(a.x + (top - a.y) * slope - left) : fixed(a.x - left);
	for (int row = first; row <= last; row++) {
		int64_t next = row == row_b ? fixed(b.x - left)
					    : fixed(a.x + (top + row + 1 - a.y) * slope - left);
		int64_t from = row == row_a ? ya - row_a * UNIT : 0;
		int64_t to = row == row_b ? yb - row_b * UNIT : UNIT;
		add_in_row(r, row, x, next, sign * (int)(to - from));
		x = next;
	}
	r->first = first < r->first ? first : r->first;
	r->last = last > r->last ? last : r->last;
}

void raster_path(struct raster *r, const struct path *path, double scale) {
	const struct point *p = path->point;
	struct point start = { 0, 0 }, at = start, chord[FLATTEN_MOST];
	for (uint32_t i = 0; i < path->nverbs; i++) {
		uint32_t n = path_verb_npoints(path->verb[i]), nchords = 1;
		struct point q[4] = { at };
		for (uint32_t k = 0; k < n; k++)
			q[k + 1] = (struct point){ p[k].x * scale, p[k].y * scale };
		p += n;
		switch ((enum path_verb)path->verb[i]) {
		case PATH_MOVE:
			raster_edge(r, at, start);
			at = start = q[1];
			break;
		case PATH_LINE:
			raster_edge(r, at, q[1]);
			at = q[1];
			break;
		case PATH_CURVE:
			nchords = flatten_curve(q, chord);
			for (uint32_t k = 0; k < nchords; at = chord[k++])
				raster_edge(r, at, chord[k]);
			break;
		case PATH_CLOSE:
			raster_edge(r, at, start);
			at = start;
			break;
		}
	}
	raster_edge(r, at, start);
}

static int level_of(int32_t sum, bool evenodd) {
	int64_t cover = sum < 0 ? -(int64_t)sum : sum;
	if (evenodd) {
		cover %= 2 * FULL;
		cover = cover > FULL ? 2 * FULL - cover : cover;
	}
	return (int)((cover < FULL ? cover : FULL) + FULL / SHADES / 2) / (FULL / SHADES);
}

static void paint_row(struct raster *r, int row, bool evenodd, const struct shades *shades,
	uint32_t *to) {
	uint32_t *sum = r->sum + (size_t)row * (size_t)(r->width + 1), cover = 0;
	uint64_t *touched = r->touched + (size_t)row * (size_t)r->words;
	int from = 0, level = 0;
	for (int word = 0; word < r->words; word++) {
		for (uint64_t bits = touched[word]; bits; bits &= bits - 1) {
			int x = word * 64 + __builtin_ctzll(bits);
			if (level)
				shades_paint(shades, level, to + from, x - from);
			cover += sum[x];
			sum[x] = 0;
			level = level_of((int32_t)cover, evenodd);
			from = x;
		}
		touched[word] = 0;
	}
	if (level)
		shades_paint(shades, level, to + from, r->width - from);
}

void raster_paint(struct raster *r, bool evenodd, struct color color, unsigned char *pixels,
	size_t stride) {
	struct shades shades = shades_of(color);
	for (int row = r->first; row <= r->last; row++)
		paint_row(r, row, evenodd, &shades,
			(uint32_t *)(void *)(pixels + (size_t)row * stride));
	r->first = r->height;
	r->last = -1;
}
