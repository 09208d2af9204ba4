#ifndef TILE_RECORD_H
#define TILE_RECORD_H

#include "base/digest.h"
#include "base/out.h"
#include "sink/sink.h"
#include "tile/grid.h"

/*
 * What the tiles of a set drew, as one digest a tile (window_digest()): a later run
 * that draws the same in a tile need not paint it.  Kept in a file of its own, some
 * eight bytes a tile.
 */
struct record_zoom {
	struct tilegrid grid;
	/* One for each tile of the grid, in the order of tile_hilbert(); 0: not written. */
	uint64_t *digest;
};

struct record {
	struct source file;    /* that record_read() holds open */
	struct digest painter; /* whatever else decides what a tile looks like */
	struct digest archive; /* of the set that was written (digest_tree()) */
	struct record_zoom zoom[TILE_MAX_ZOOM + 1];
};

/* A set with more tiles has no record: one that is being filled is in memory. */
#define RECORD_MOST_TILES (UINT64_C(1) << 27)

/* Of a new set: every digest 0.  False when it has too many tiles. */
bool record_start(struct record *record, const struct tileset *about, struct arena *arena);

/* The digests of a zoom with just this grid; NULL: none. */
const uint64_t *record_find(const struct record *record, const struct tilegrid *grid);

/* Tells of each tile that was written then and is not any more. */
void record_gone(const struct record *then, const struct record *now,
	void (*tell)(void *user, struct tile_id id), void *user);

bool record_write(const struct record *record, const char *path, struct arena *arena,
	struct diag *diag);
/* False when there is none that is whole and of this version.  Its digests lie in the file and
 * are only read. */
bool record_read(const char *path, struct record *out, struct arena *arena);
/* Of one that was read, or not; after it nothing of it is looked at. */
void record_close(struct record *record);

#endif
