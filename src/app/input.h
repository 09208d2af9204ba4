#ifndef APP_INPUT_H
#define APP_INPUT_H

#include "app/job.h"

/* What an input file is: told by its suffix, JSON and standard input by content. */
enum input_kind { INPUT_EVENTS, INPUT_STYLE, INPUT_MAPFILE, INPUT_GEODATA };

/* Loads `path` ("-": standard input) unless it is geodata, which is mapped elsewhere. */
bool input_load(const char *path, struct source *source, enum input_kind *kind, struct arena *arena,
	struct diag *diag);

/* By its suffix. */
bool input_is_mapfile(const char *path);

/* Takes an input into the job: its events, its style or one more layer.  A map file is an
 * error: it is no part of a job. */
bool input_take(struct job *job, const char *path, struct arena *arena, struct diag *diag);

#endif
