#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

/* A borrowed run of bytes.  Not NUL-terminated; never owned. */
struct str {
	const char *at;
	size_t len;
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })

/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).len, (s).at

struct str str_of(const char *cstring);
struct str str_slice(struct str s, size_t from, size_t to);
bool str_equal(struct str a, struct str b);
bool str_equal_nocase(struct str a, struct str b); /* ASCII only */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_ends_nocase(struct str s, struct str suffix); /* ASCII only */
int str_compare(struct str a, struct str b);           /* by bytes */
struct str str_trim(struct str s);

/* Cuts `*rest` at the first `separator`; the part before it is returned and
 * `*rest` is what follows (at == NULL when nothing is left). */
struct str str_split(struct str *rest, char separator);

/* The whole of `s` is one decimal number (no locale, no hex, no nan or inf, a
 * sign may lead, ".5" and "5." pass); the nearest double. */
bool str_to_double(struct str s, double *out);
bool str_to_long(struct str s, long *out);

/* The value rounded to `decimals` (0 to 9) digits behind the point, without
 * trailing zeros or "-0"; what is not finite is "0", beyond 9e15 units of the
 * last digit it is the shortest form of number_format().  `size` 32 always does.
 * Returns the length.  No locale. */
int str_from_double(double value, int decimals, char *out, size_t size);

/* Of n words the one nearest to `s` by edit distance, or NULL when none is
 * near enough to suggest. */
const char *str_nearest(struct str s, const char *const *words, size_t n);

#endif
