#ifndef APP_MAPCHECK_H
#define APP_MAPCHECK_H

#include "app/mapfile.h"

/* What no key says alone: names and outputs that stand twice, outputs of no known format,
 * views that exclude each other.  `root` is what the file was read from; false after errors. */
bool mapcheck(const struct mapfile *file, const struct json *root, struct arena *arena,
	struct diag *diag);

#endif
