#ifndef SINK_PMREADER_H
#define SINK_PMREADER_H

#include "sink/sink.h"

/* A PMTiles archive that sitmap wrote, to be put together with others. */
struct pmreader;

/* `about` is what it says of itself.  NULL after an error: not an archive, not
 * of ours, damaged. */
struct pmreader *pmreader_open(const char *path, struct tileset *about, struct diag *diag);

/* Hands every tile to the sink, in the order of tile_hilbert(). */
bool pmreader_copy(struct pmreader *reader, struct sink *to, struct diag *diag);
/* The image of one tile; false when there is none or it cannot be read. */
bool pmreader_find(struct pmreader *reader, struct tile_id id, struct str *image,
	struct arena *arena);
/* The numbers of its first and last tile; false when it has none. */
bool pmreader_range(const struct pmreader *reader, uint64_t *first, uint64_t *last);
void pmreader_close(struct pmreader *reader);

#endif
