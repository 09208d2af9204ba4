#ifndef APP_CARRIED_H
#define APP_CARRIED_H

#include "tile/pyramid.h"

/*
 * What a tileset of `build` carries over from its last run: its record says what each
 * tile drew, and holds good while the archive is the one it was written with and the
 * same program paints.
 */
struct carried {
	const char *path; /* of the record */
	struct digest program, libraries;
	bool afresh;         /* paint every tile */
	struct out *changed; /* takes "z/x/y" a line of each changed tile; NULL */

	/* Set while the tiles are drawn. */
	struct record then, now;
	struct carry carry;
};

/* With the destination locked, before anything is drawn. */
struct carry *carried_begin(struct carried *c, const char *output, const struct tileset *about,
	struct arena *arena);
/* After the set is committed; nothing for NULL. */
void carried_end(struct carried *c);

/* Keeps the record for the next run; `archive`: digest_tree() of what was written. */
bool carried_keep(struct carried *c, struct digest archive, struct arena *arena, struct diag *diag);

#endif
