#ifndef SINK_PMFORMAT_H
#define SINK_PMFORMAT_H

#include <stdint.h>

#include "base/diag.h"
#include "sink/sink.h"

/* The parts of a PMTiles archive: the specification, version 3 (Protomaps). */
enum { PM_HEADER = 127, PM_ROOT_END = 16384 };

/* `run` tiles from `tile` on are the image at `offset`, counted from the tile
 * data; run 0: the leaf directory at `offset`, counted from the leaves. */
struct pm_entry {
	uint64_t tile, offset;
	uint32_t len, run;
};

struct pm_span {
	uint64_t offset, len;
};

struct pm_header {
	struct pm_span root, metadata, leaves, tiles;
	uint64_t naddressed, nentries, ncontents; /* 0: not known */
	uint8_t clustered, internal_compression, tile_compression, tile_type;
	uint8_t minzoom, maxzoom, center_zoom;
	struct rect bounds; /* degrees */
	struct point center;
};

enum { PM_NONE = 1, PM_GZIP = 2, PM_PNG = 2 };

void pm_header_write(const struct pm_header *header, unsigned char to[PM_HEADER]);
/* False when it is not one of version 3. */
bool pm_header_read(struct str bytes, struct pm_header *out);

/* A directory as it is stored, compressed. */
struct str pm_directory_write(const struct pm_entry *entry, uint32_t n, struct arena *arena);
/* Counts in it are held against its length; false when it is damaged. */
bool pm_directory_read(struct str packed, uint8_t compression, struct pm_entry **out, uint32_t *n,
	struct arena *arena);

/* gzip with no name and no time in it, so that equal text gives equal bytes. */
struct str pm_gzip(struct str text, struct arena *arena);
/* At most `most` bytes; false when it is damaged or larger. */
bool pm_gunzip(struct str packed, size_t most, struct str *out, struct arena *arena);

#endif
