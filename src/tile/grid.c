#include "tile/grid.h"

#include <stdlib.h>

#include "geo/mercator.h"

static double clamp_lat(double lat) {
	return lat > MERCATOR_MAX_LAT     ? MERCATOR_MAX_LAT
		: lat < -MERCATOR_MAX_LAT ? -MERCATOR_MAX_LAT
					  : lat;
}

/* The first and the last cell of an interval, in widths of the world; what ends on
 * an edge does not reach beyond it. */
static void cells(double from, double to, double n, double *first, double *last) {
	const double hair = 1e-9;
	*first = floor(from * n + hair);
	*last = fmax(*first, ceil(to * n - hair) - 1);
}

struct tilegrid tilegrid_of(struct rect degrees, uint8_t z) {
	struct tilegrid g = { .z = z };
	double n = ldexp(1, z), x0, x1, y0, y1;
	struct point nw = mercator_forward(
		(struct point){ degrees.min.x, clamp_lat(degrees.max.y) });
	struct point se = mercator_forward(
		(struct point){ degrees.max.x, clamp_lat(degrees.min.y) });
	cells((nw.x / MERCATOR_HALF + 1) / 2, (se.x / MERCATOR_HALF + 1) / 2, n, &x0, &x1);
	cells((1 - nw.y / MERCATOR_HALF) / 2, (1 - se.y / MERCATOR_HALF) / 2, n, &y0, &y1);
	y0 = fmin(fmax(y0, 0), n - 1);
	y1 = fmin(fmax(y1, y0), n - 1);
	g.wraps = x1 - x0 + 1 >= n;
	g.columns = g.wraps ? (uint32_t)n : (uint32_t)(x1 - x0 + 1);
	g.x0 = g.wraps ? 0 : (uint32_t)(x0 - n * floor(x0 / n));
	g.y0 = (uint32_t)y0;
	g.rows = (uint32_t)(y1 - y0 + 1);
	return g;
}

bool tilegrid_find(const struct tilegrid *g, struct tile_id id, uint32_t *column, uint32_t *row) {
	uint32_t mask = (uint32_t)((UINT64_C(1) << g->z) - 1);
	*column = (id.x - g->x0) & mask;
	*row = id.y - g->y0;
	return id.z == g->z && *column < g->columns && id.y >= g->y0 && *row < g->rows;
}

struct rect tilegrid_bounds(const struct tilegrid *g) {
	double size = ldexp(2 * MERCATOR_HALF, -g->z);
	double west = g->x0 * size - MERCATOR_HALF, north = MERCATOR_HALF - g->y0 * size;
	return (struct rect){ { west, north - g->rows * size },
		{ west + g->columns * size, north } };
}

static int by_curve(const void *left, const void *right) {
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
	return (a > b) - (a < b);
}

/* How many of `side` cells from `start` on lie in [from, from + n). */
static uint64_t shared(uint64_t start, uint64_t side, uint64_t from, uint64_t n) {
	uint64_t low = start > from ? start : from;
	uint64_t high = start + side < from + n ? start + side : from + n;
	return high > low ? high - low : 0;
}

static uint64_t tiles_in(const struct tilegrid *g, struct tile_id block, unsigned k) {
	uint64_t side = UINT64_C(1) << k, n = UINT64_C(1) << g->z;
	uint64_t x = (uint64_t)block.x << k, y = (uint64_t)block.y << k;
	/* The grid goes on over the dateline as if the world came twice. */
	uint64_t columns = shared(x, side, g->x0, g->columns)
		+ shared(x + n, side, g->x0, g->columns);
	return columns * shared(y, side, g->y0, g->rows);
}

/* Columns of blocks; a grid that ends where it began has no more than the world. */
static uint32_t blocks_across(const struct tilegrid *g, unsigned k) {
	uint32_t world = UINT32_C(1) << (g->z - k);
	uint32_t across = ((g->x0 + g->columns - 1) >> k) - (g->x0 >> k) + 1;
	return across < world ? across : world;
}

uint32_t tilegrid_nblocks(const struct tilegrid *g, unsigned k) {
	return blocks_across(g, k) * (((g->y0 + g->rows - 1) >> k) - (g->y0 >> k) + 1);
}

uint32_t tilegrid_blocks(const struct tilegrid *g, unsigned k, struct tileblock **out,
	struct arena *arena) {
	uint32_t mask = (uint32_t)((UINT64_C(1) << (g->z - k)) - 1);
	uint32_t across = blocks_across(g, k), y0 = g->y0 >> k, n = tilegrid_nblocks(g, k);
	uint64_t *curve = arena_new(arena, uint64_t, n), before = 0;
	struct tile_id top = { (uint8_t)(g->z - k), 0, 0 }, first = { g->z, 0, 0 };
	for (uint32_t i = 0; i < n; i++) {
		struct tile_id id = { top.z, ((g->x0 >> k) + i % across) & mask, y0 + i / across };
		curve[i] = tile_hilbert(id);
	}
	if (n)
		qsort(curve, n, sizeof(*curve), by_curve);
	*out = arena_new(arena, struct tileblock, n);
	for (uint32_t i = 0; i < n; i++) {
		uint64_t along = curve[i] - tile_hilbert(top);
		(*out)[i] = (struct tileblock){ tile_hilbert(first) + (along << 2 * k), before };
		before += tiles_in(g, tile_from_hilbert(curve[i]), k);
	}
	return n;
}
