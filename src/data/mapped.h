#ifndef DATA_MAPPED_H
#define DATA_MAPPED_H

#include "base/diag.h"

/* A regular file mapped into memory for reading.  When there is none of that
 * name, that is no error here: `source->text.at` is NULL then. */
bool mapped_open(struct source *source, const char *path, struct arena *arena, struct diag *diag);
void mapped_close(struct source *source);

#endif
