#include "geo/tilegrid.h"

#include "geo/mercator.h"

struct rect tile_bounds(struct tile_id t) {
	double size = ldexp(2 * MERCATOR_HALF, -t.z);
	double west = t.x * size - MERCATOR_HALF, north = MERCATOR_HALF - t.y * size;
	return (struct rect){ { west, north - size }, { west + size, north } };
}

static uint32_t cell(double t, uint8_t z) {
	double n = ldexp(1, z), i = floor(t * n);
	return i > 0 ? i < n ? (uint32_t)i : (uint32_t)(n - 1) : 0;
}

struct tile_id tile_at(struct point mercator, uint8_t z) {
	return (struct tile_id){ z, cell((mercator.x / MERCATOR_HALF + 1) / 2, z),
		cell((1 - mercator.y / MERCATOR_HALF) / 2, z) };
}

/* All tiles of the zooms before: 1 + 4 + 16 + ... */
static uint64_t tiles_before(uint8_t z) {
	return ((1ull << 2 * z) - 1) / 3;
}

static void turn_quarter(uint32_t side, uint32_t *x, uint32_t *y, uint32_t right, uint32_t down) {
	if (down)
		return;
	if (right) {
		*x = side - 1 - *x;
		*y = side - 1 - *y;
	}
	uint32_t swap = *x;
	*x = *y;
	*y = swap;
}

uint64_t tile_hilbert(struct tile_id t) {
	uint64_t d = 0;
	uint32_t x = t.x, y = t.y;
	for (unsigned bit = t.z; bit-- > 0;) {
		uint32_t side = 1u << bit;
		uint32_t right = (x & side) != 0, down = (y & side) != 0;
		d += (uint64_t)((3 * right) ^ down) << 2 * bit;
		x &= side - 1;
		y &= side - 1;
		turn_quarter(side, &x, &y, right, down);
	}
	return tiles_before(t.z) + d;
}

struct tile_id tile_from_hilbert(uint64_t id) {
	struct tile_id t = { 0 };
	while (t.z < TILE_MAX_ZOOM && id >= tiles_before((uint8_t)(t.z + 1)))
		t.z++;
	uint64_t d = id - tiles_before(t.z);
	for (unsigned bit = 0; bit < t.z; bit++) {
		uint32_t quarter = (uint32_t)(d >> 2 * bit & 3), side = 1u << bit;
		uint32_t right = quarter >> 1, down = (quarter ^ right) & 1;
		turn_quarter(side, &t.x, &t.y, right, down);
		t.x += side * right;
		t.y += side * down;
	}
	return t;
}

uint32_t tile_flip_y(struct tile_id t) {
	return (uint32_t)((1ull << t.z) - 1 - t.y);
}
