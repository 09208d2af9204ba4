#ifndef BASE_GZIP_H
#define BASE_GZIP_H

#include "base/diag.h"

/* Replaces the text of a source that is gzip'd (RFC 1952, one member or
 * several) by what it holds, in the arena; any other text stays.  An error when
 * it is damaged, or would pass LIMIT_FILE_SIZE. */
bool gzip_inflate(struct source *source, struct arena *arena, struct diag *diag);

#endif
