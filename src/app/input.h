#ifndef APP_INPUT_H
#define APP_INPUT_H

#include "base/diag.h"

/* What an input file is: told by its suffix, JSON and standard input by content. */
enum input_kind { INPUT_EVENTS, INPUT_STYLE, INPUT_MAPFILE, INPUT_GEODATA };

/* Loads `path` ("-": standard input) unless it is geodata, which is mapped elsewhere. */
bool input_load(const char *path, struct source *source, enum input_kind *kind, struct arena *arena,
	struct diag *diag);

#endif
