#ifndef TILE_PYRAMID_H
#define TILE_PYRAMID_H

#include "compose/compose.h"
#include "sink/sink.h"

/*
 * All tiles of a set: for each zoom one plan (labels placed once over the whole
 * bounds), composed in blocks and painted by workers, handed over in the order of
 * the Hilbert curve.  The bytes do not depend on `jobs`, `block` or the shard.
 */
struct pyramid {
	const struct map *map; /* bare, Web Mercator; `wraps` is set here */
	const struct tileset *about;
	unsigned jobs;
	unsigned block; /* a block is 2^block tiles wide; 0: 8 tiles */
	bool force_block;
	/* Told now and then how many of the tiles are done. */
	void (*progress)(void *user, uint64_t done, uint64_t total);
	void *user;
};

/* Those this run writes, the shard's if there is one. */
uint64_t pyramid_count(const struct tileset *about);

/* The sink is neither committed nor closed. */
bool pyramid_draw(const struct pyramid *pyramid, struct sink *sink, struct diag *diag);

#endif
