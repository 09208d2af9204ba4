#ifndef SINK_FORMER_H
#define SINK_FORMER_H

#include "sink/sink.h"

/*
 * The tiles that stand at a destination, of a run before.  For a set that is known to be
 * as sitmap wrote it.  An archive that is opened before the new one is committed goes on
 * to be the old one.
 */
struct former;

/* NULL when there is none that can be read; `about` is that of the new set. */
struct former *former_open(const char *path, const struct tileset *about);
void former_close(struct former *former);

/* The image of a tile, good until the next call; false when there is none. */
bool former_find(struct former *former, struct tile_id id, struct str *image);

#endif
