#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* Decimal text to double and back, without the locale, correctly rounded. */

enum number_result { NUMBER_OK, NUMBER_MALFORMED, NUMBER_TOO_LARGE };

/* How much of the grammar is taken. */
enum number_form {
	NUMBER_LOOSE, /* digits [. digits] [e [+-] digits], ".5" and "5." too */
	NUMBER_JSON,  /* as RFC 8259, section 6: no leading zero, no bare point */
};

/*
 * Reads one number without a sign at `*at`, not behind `end`, and moves `*at`
 * behind what belongs to it (also on failure, to the byte that is wrong).  The
 * result is the double nearest to the decimal value, ties to even, for any
 * number of digits; what would round to infinity is NUMBER_TOO_LARGE.
 */
enum number_result number_read(const char **at, const char *end, enum number_form form,
	double *out);

enum { NUMBER_SIZE = 32 };

/* The shortest text that reads back as the same double, in the form of
 * ECMA-262 Number::toString ("0.1", "1e+21", "5e-324"; "-0" is "0").  What is
 * not finite becomes "0".  Returns the length. */
int number_format(double value, char out[static NUMBER_SIZE]);

#endif
