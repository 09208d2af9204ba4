#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdint.h>

#include "base/str.h"

/* ISO 8601, to the year (month 0), the month (day 0) or the day.  year 0: none. */
struct date {
	int year, month, day;
};

/* "2020", "2020-04", "2020-04-07", "20200407", also with a time of day behind "T"
 * or a space (checked, then dropped), and "7 April 2020" or "07-Apr-2020" as
 * tables of events have it.  False for days that no calendar has; years are 1
 * to 9999, the calendar is the Gregorian one throughout. */
bool date_parse(struct str s, struct date *out);

/* Below, at or above zero: earlier, same, later; what is known less exactly
 * compares as its first day, then before it. */
int date_compare(struct date a, struct date b);

enum { DATE_SIZE = 64 };

/* "7 April 2020", "April 2020", "2020"; languages en, ar ("ar-IQ", "ar-SY",
 * "ar-LB", "ar-JO" and "ar-PS" name the months as the Levant does), fr, de, es, ru,
 * he, zh; others as "en".  Returns the length; `size` DATE_SIZE always does.  No date gives "". */
int date_format(struct date d, struct str language, char *out, size_t size);

/* Seconds from 1970-01-01 to the beginning (UTC) of its first day. */
int64_t date_to_unix(struct date d);

/* The day (UTC) that holds this second. */
struct date date_from_unix(int64_t seconds);

#endif
