#ifndef DATA_SKIPPED_H
#define DATA_SKIPPED_H

#include "base/diag.h"

/*
 * Features that were broken and are left out: the first few are named one by
 * one, the rest are counted, so that a file of a million broken records says a
 * handful of lines.
 */
struct skipped {
	struct diag *diag;
	uint32_t count;
};

/* Whether the next one will be named: else its place need not be worked out. */
bool skipped_is_named(const struct skipped *s);

/* One more; always false.  `path` of the place may be NULL. */
bool skipped_add(struct skipped *s, struct where at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The same for a record of a file without lines: "record 12", from 1. */
bool skipped_record(struct skipped *s, const struct source *source, uint32_t record,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Says how many were not named.  When nothing but broken features was there
 * (`kept` is 0) that is an error, and false. */
bool skipped_end(struct skipped *s, const struct source *source, uint32_t kept);

#endif
