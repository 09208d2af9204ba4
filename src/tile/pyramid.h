#ifndef TILE_PYRAMID_H
#define TILE_PYRAMID_H

#include "compose/compose.h"
#include "sink/former.h"
#include "tile/record.h"

/* What is carried over from a set that was drawn before: tiles that show what they showed
 * are not painted.  The set is the same, byte for byte. */
struct carry {
	const struct record *then; /* NULL: nothing is known of such a set */
	struct former *former;     /* its tiles; NULL without `then` */
	bool afresh;               /* paint all the same; `then` is for what changed */
	/* The same of a run that was stopped; NULL. */
	const struct record *part;
	struct former *part_former;
	/* So many tiles, from the first, are just those of this run: of `part`, where there is
	 * one, else of `then`. */
	uint64_t resumed;
	struct record *now; /* started; is filled; NULL: too many tiles for one */
	/* Hears of each tile whose image is another one or is new; or NULL. */
	void (*on_changed)(void *user, struct tile_id id);
	void *user;
	uint64_t nwritten, nchanged; /* tiles of the set; those that were told of */
	uint64_t npainted;           /* tiles that were not carried over */
};

/* Counts a tile whose image changed, and tells of it. */
void carry_changed(struct carry *carry, struct tile_id id);

/*
 * All tiles of a set: for each zoom one plan (labels placed once over the whole
 * bounds), composed in blocks and painted by workers while the next zooms are planned,
 * handed over in the order of the Hilbert curve.  The bytes do not depend on `jobs`,
 * `block` or the shard.
 */
struct pyramid {
	struct carry *carry;   /* NULL: every tile is painted */
	const struct map *map; /* bare, Web Mercator; `wraps` and `prepared` are set here */
	const struct tileset *about;
	unsigned jobs;
	unsigned block; /* a block is 2^block tiles wide, where force_block says so */
	bool force_block;
	/* Told after each block how many of the tiles are done.  False: the run ends there. */
	bool (*progress)(void *user, uint64_t done, uint64_t total);
	void *user;
};

/* Those this run writes, the shard's if there is one. */
uint64_t pyramid_count(const struct tileset *about);

/* The sink is neither committed nor closed.  False after an error, or where `progress` has
 * ended it. */
bool pyramid_draw(const struct pyramid *pyramid, struct sink *sink, struct diag *diag);

#endif
