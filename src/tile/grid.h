#ifndef TILE_GRID_H
#define TILE_GRID_H

#include "base/arena.h"
#include "geo/tilegrid.h"

/*
 * The tiles of one zoom within bounds.  Columns are counted on over the dateline:
 * column `x` of the grid is tile (x0 + x) mod 2^z.
 */
struct tilegrid {
	uint8_t z;
	uint32_t x0, y0, columns, rows;
	bool wraps; /* all around the world: columns == 2^z and x0 == 0 */
};

/* Bounds in degrees, max.x beyond 180 where they cross the dateline. */
struct tilegrid tilegrid_of(struct rect degrees, uint8_t z);

static inline uint64_t tilegrid_count(const struct tilegrid *g) {
	return (uint64_t)g->columns * g->rows;
}

/* Where a tile stands in the grid; false: it is not in it. */
bool tilegrid_find(const struct tilegrid *g, struct tile_id id, uint32_t *column, uint32_t *row);

/* The box of the whole grid, metres of Web Mercator. */
struct rect tilegrid_bounds(const struct tilegrid *g);

/* A square of 4^`k` tiles whose corner is on a multiple of its side: one stretch
 * of the Hilbert curve. */
struct tileblock {
	uint64_t first;  /* tile_hilbert() of its first tile */
	uint64_t before; /* tiles of the grid in the blocks before it */
};

/* How many blocks hold tiles of the grid; k <= z. */
uint32_t tilegrid_nblocks(const struct tilegrid *g, unsigned k);

/* All blocks that hold tiles of the grid, in the order of the curve; k <= z. */
uint32_t tilegrid_blocks(const struct tilegrid *g, unsigned k, struct tileblock **out,
	struct arena *arena);

#endif
