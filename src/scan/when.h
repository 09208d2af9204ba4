#ifndef SCAN_WHEN_H
#define SCAN_WHEN_H

#include "base/date.h"
#include "scan/token.h"

/* A date that the text tells, made whole by the article's own. */
struct when {
	struct date date;
	uint32_t first, last; /* tokens; used when `found` */
	bool found, relative; /* relative: "Tuesday", "yesterday" */
};

/* The date expression that begins at token `i`.  `article` may be unknown (year
 * 0): then only dates with a year are understood.  `ahead`: what is told is still
 * to come, so that "Tuesday" is the next. */
struct when when_at(const struct tokens *tokens, uint32_t i, struct date article, bool ahead);

/* The one nearest to token `near` in tokens first to last - 1. */
struct when when_nearest(const struct tokens *tokens, uint32_t first, uint32_t last, uint32_t near,
	struct date article, bool ahead);

/* The article's own date: of its dateline ("BAGHDAD, April 7 (Reuters)"), or a
 * date with a year in its first lines, or in the name of its file; a dateline's
 * year is that of `given`, or of the file's name.  `given` wins; year 0: none. */
struct date when_article(const struct tokens *tokens, struct str file, struct date given);

/* The name of the agency in a dateline, or empty. */
struct str when_agency(const struct tokens *tokens);

bool token_is(const struct tokens *tokens, uint32_t i, const char *word);

#endif
