#ifndef TILE_PAINTING_H
#define TILE_PAINTING_H

#include "compose/zoomplan.h"
#include "sink/sink.h"

/* What one thread paints tiles with: a surface, a block's scene, and the images of
 * tiles of one colour, which are painted and encoded once. */
struct painting;

struct painted {
	struct str image; /* PNG; until the next call */
	bool empty;       /* nothing is drawn in it */
	uint64_t digest;  /* of what it draws, where it was asked for; not 0 */
};

/* NULL after an error. */
struct painting *painting_open(const struct style *style, const struct tileset *about,
	struct diag *diag);
void painting_close(struct painting *p);

/* Composes the part of the plan that the next tiles lie in. */
bool painting_block(struct painting *p, const struct zoomplan *plan, struct rect window,
	struct diag *diag);
/* `then`: NULL, or the digest of an earlier picture of this tile (0: there is none), to
 * have a digest too; where it is the same, the image is left empty. */
bool painting_tile(struct painting *p, struct rect window, const uint64_t *then,
	struct painted *out, struct diag *diag);

#endif
