#ifndef APP_MAPFILE_H
#define APP_MAPFILE_H

#include "app/job.h"

/* The maps of a sitmap.yaml (or the same as JSON), in its order, then its tilesets: their
 * `tiles` says how. */
struct mapfile {
	struct job *job;
	uint32_t njobs, nmaps;
	const char *gallery; /* file; NULL: where all outputs lie */
	bool no_gallery;     /* "gallery: false" */
};

/* Every error of the file at once, each with its line; unknown keys are errors with a
 * suggestion.  Relative paths are seen from the file's folder. */
bool mapfile_read(const char *path, struct mapfile *out, struct arena *arena, struct diag *diag);

/* --only: says of each job from `first` on whether it is wanted, all where nothing is named; the
 * names may have commas between them.  An error for a name that none of them has, which says
 * that no `noun` is named so. */
bool mapfile_choose(const struct mapfile *file, uint32_t first, const struct opt_list *only,
	const char *noun, bool *wanted, struct diag *diag);

#endif
