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

/* Whether a word that is no file is nearly the name of a map or tileset of the map file in this
 * folder, or, with `styles`, of a style: then an error says what to write. */
bool input_is_misplaced(const char *word, bool styles, const char *data_dir, struct arena *arena,
	struct diag *diag);

/* Takes an input into the job: its events, its style or one more layer.  A map file is an
 * error: it is no part of a job. */
bool input_take(struct job *job, const char *path, struct arena *arena, struct diag *diag);

#endif
