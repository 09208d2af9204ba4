#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* The code point at `*i`, which moves behind it; U+FFFD for a broken
 * sequence (then `*i` moves one byte). */
uint32_t utf8_next(struct str s, size_t *i);

/* Writes one code point, returns 1 to 4. */
int utf8_put(uint32_t c, char out[static 4]);

/* Offset of the first byte that is not UTF-8 (RFC 3629), or SIZE_MAX. */
size_t utf8_check(struct str s);
size_t utf8_count(struct str s);

#endif
