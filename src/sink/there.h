#ifndef SINK_THERE_H
#define SINK_THERE_H

#include "base/diag.h"

/* What stands at a destination already may be replaced: nothing, an empty file,
 * or a file that begins as ours do.  False with an error otherwise. */
bool there_is_file(const char *path, struct str begins, struct diag *diag);

#endif
