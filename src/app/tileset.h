#ifndef APP_TILESET_H
#define APP_TILESET_H

#include "app/job.h"
#include "sink/sink.h"

/* What `sitmap tiles` is asked for. */
struct tileset_job {
	struct job job; /* first: what is drawn; its outputs are not looked at */
	const char *output;
	uint8_t minzoom, maxzoom;
	uint32_t tile_size, scale, shard, nshards;
	unsigned jobs;
	unsigned block;   /* tiles of a block: 2^block a side; 0: chosen */
	const char *base; /* of the viewer, as there; NULL */
	bool force_block, viewer, wait, quiet;
	struct carried *carried; /* of a set of `build`; NULL */
};

/* An error for the name of another kind of file. */
bool tileset_check_output(const char *output, struct where at, struct diag *diag);

/* Draws the whole set, or the shard; returns an exit code.  A set of `build` that was stopped
 * (carried.stopped) is parked and done as far as that. */
int tileset_draw(const struct tileset_job *job, struct arena *arena, struct diag *diag);

/* Puts the shards of one set together; returns an exit code. */
int tileset_merge(char **part, int nparts, const char *output, bool wait, struct arena *arena,
	struct diag *diag);

#endif
