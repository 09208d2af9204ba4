#ifndef BASE_JSONWRITE_H
#define BASE_JSONWRITE_H

#include "base/out.h"

/* A string of RFC 8259 with its quotes: control bytes escaped, and "<" and U+2028,
 * U+2029 too, so that it may stand in a script; broken UTF-8 becomes U+FFFD. */
void json_write_string(struct out *out, struct str text);

/* The members of an object one after another: `"key":` with a comma before it but
 * for the first (`*n` counts). */
void json_write_key(struct out *out, unsigned *n, const char *key);

#endif
