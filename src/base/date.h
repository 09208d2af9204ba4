#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/str.h"
#include <stdint.h>

/* ISO 8601, to the year (month 0), the month (day 0) or the day.  year 0: none. */
struct date {
	int year, month, day;
};

bool date_parse(struct str s, struct date *out);
/* Earlier, same, later; a date without day compares as its first day. */
int date_compare(struct date a, struct date b);
/* "7 April 2020", "April 2020", "2020"; language "en" or "ar". */
int date_format(struct date d, struct str language, char *out, size_t size);
int64_t date_to_unix(struct date d);

#endif
