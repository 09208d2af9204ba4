#ifndef SCAN_WHEN_H
#define SCAN_WHEN_H

#include "base/date.h"
#include "scan/token.h"

/* A date that the text tells, made whole by the article's own. */
struct when {
	struct date date, until; /* until: the last day of a week; else year 0 */
	uint32_t first, last;    /* tokens; used when `found` */
	bool found, relative;    /* relative: "Tuesday", "yesterday", "last week" */
};

/* What a date is reckoned by.  The article's date may be unknown (year 0): then only
 * dates with a year are understood.  `before`: the day that was told last, of "the same
 * day" and "two days earlier"; year 0: the article's. */
struct calendar {
	struct date article, before;
	bool ahead; /* what is told is still to come, so that "Tuesday" is the next */
};

/* The date expression that begins at token `i`. */
struct when when_at(const struct tokens *tokens, uint32_t i, const struct calendar *calendar);

/* The one nearest to token `near` in tokens first to last - 1. */
struct when when_nearest(const struct tokens *tokens, uint32_t first, uint32_t last, uint32_t near,
	const struct calendar *calendar);

/* The article's own date: of its dateline ("BAGHDAD, April 7 (Reuters)"), or a
 * date with a year in its first lines, or in the name of its file; a dateline's
 * year is that of `given`, or of the file's name.  `given` wins; year 0: none. */
struct date when_article(const struct tokens *tokens, struct str file, struct date given);

/* The name of the agency in a dateline, or empty. */
struct str when_agency(const struct tokens *tokens);

/* `word`: folded letters, the first of them a letter. */
bool token_is(const struct tokens *tokens, uint32_t i, const char *word);

#endif
