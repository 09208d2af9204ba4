#ifndef STYLE_LOCALE_H
#define STYLE_LOCALE_H

#include "base/arena.h"
#include "data/value.h"

/* What depends on languages, by ICU.  A locale is a BCP 47 tag; empty: the root
 * locale, never that of the machine. */

/* Less, equal, greater. */
int locale_compare(const struct value_collator *collator, struct str a, struct str b);
/* The tag that the collator's locale resolves to. */
struct str locale_resolved(struct str locale, struct arena *arena);

struct number_style {
	struct str locale, currency, unit; /* at NULL: none */
	double least_digits, most_digits;  /* of the fraction; NAN: by the style */
};

/* False: a digit count is out of range, or the unit or currency is not known. */
bool locale_format_number(double number, const struct number_style *style, struct str *out,
	struct arena *arena);

struct str locale_upper(struct str s, struct arena *arena);
struct str locale_lower(struct str s, struct arena *arena);

#endif
