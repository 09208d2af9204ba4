#ifndef APP_BUILDLOG_H
#define APP_BUILDLOG_H

#include "app/ledger.h"

/* What `build` says while it works: lines for people, or JSON lines for machines
 * (--log-format json), one object each: level, map, and what there is of file, line,
 * column, path, message, why, outputs. */

/* "FILE:LINE:COLUMN: text", without "sitmap:" before it. */
struct str buildlog_message(const struct diag_item *item, struct arena *arena);

/* Every item of the diag as a JSON line; `map` may be NULL. */
void buildlog_print_json(const struct diag *diag, const char *map, FILE *file);

/* One error as a whole line of either kind. */
struct str buildlog_line(bool json, const char *map, const char *message, struct arena *arena);

/* "2020-04-07T12:00:00Z" */
struct str buildlog_time(int64_t seconds, struct arena *arena);

/* Reasons one after another, with "; " between. */
struct str buildlog_joined(const struct ledger_words *words, struct arena *arena);

#endif
