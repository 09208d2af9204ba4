#ifndef APP_CARRIED_H
#define APP_CARRIED_H

#include "tile/pyramid.h"

/*
 * What a tileset of `build` carries over from its last run: its record says what each
 * tile drew, and holds good while the archive is the one it was written with and the
 * same program paints.  A run whose time is over leaves an archive of its own, the part,
 * with such a record; of a folder of tiles the folder itself is that.
 */
struct carried {
	const char *path; /* of the record; that of a part is carried_part_record() */
	struct digest program, libraries;
	bool afresh;         /* paint every tile */
	uint64_t before;     /* so many tiles the last run had done when its time was over */
	uint64_t resumed;    /* so many of them were made from just these inputs */
	double deadline;     /* carried_clock() when the set is left as it is; INFINITY */
	double least;        /* so many seconds are left for tiles that are not done yet */
	struct out *changed; /* takes "z/x/y" a line of each changed tile; NULL */

	/* Set while the tiles are drawn. */
	struct record then, part, now;
	struct carry carry;
	uint64_t ndone, ntotal;
	bool stopped;
};

/* The file that holds what a run drew whose time was over, in the folder of the output; of a
 * folder of tiles the folder. */
const char *carried_part(const char *output, struct arena *arena);
const char *carried_part_record(const char *record, struct arena *arena);

/* Removes such a file, if it is there. */
bool carried_remove(const char *file, struct diag *diag);

/* Seconds of a clock that only runs forward. */
double carried_clock(void);

/* With the destination locked, before anything is drawn. */
struct carry *carried_begin(struct carried *c, const char *output, const struct tileset *about,
	struct arena *arena);
/* After each block; false, and `stopped`, when the time is over.  Of a run that goes through the
 * tiles of the one before, most as they were, it is not over: a set whose inputs change every
 * night is done some night, too. */
bool carried_goes_on(struct carried *c, uint64_t done, uint64_t total);
/* What there was time for is parked; a set of more tiles than a record has leaves no part, and
 * an older one goes. */
bool carried_park(struct carried *c, struct sink *sink, const char *output, struct arena *arena,
	struct diag *diag);
/* on_gone of a sink: the tile counts as changed. */
void carried_gone(void *carried, struct tile_id id);
/* After the set is committed or parked; nothing for NULL. */
void carried_end(struct carried *c);

/* Tells of tiles that the archive before had and this one has not, and keeps the record for the
 * next run; `archive`: digest_tree() of what was written, the set or
 * its part. */
bool carried_keep(struct carried *c, const char *output, struct digest archive, struct arena *arena,
	struct diag *diag);

#endif
