#ifndef APP_FINGERPRINT_H
#define APP_FINGERPRINT_H

#include "app/inputs.h"
#include "app/job.h"
#include "app/ledger.h"
#include "app/program.h"

/* What a map is made from, as content: all that can change a byte of its outputs.
 * Of an event list only the events that the map shows count, and of the places lock
 * only their places, so that an event of another month leaves it alone. */
struct fingerprint_from {
	const struct job *job;
	const struct program *program;
	struct inputs *inputs;
};

/* What can be said before the map is drawn: everything but the files that drawing it
 * reads.  False when the event list or the lock cannot be read. */
bool fingerprint_take(const struct fingerprint_from *from, struct ledger_entry *out,
	struct arena *arena);

/* Reasons in words why a map that was `then` is out of date `now`: none, it is not. */
void fingerprint_compare(const struct fingerprint_from *from, const struct ledger_entry *then,
	const struct ledger_entry *now, struct ledger_words *why, struct arena *arena);

/* True when the map shows places that neither its list nor the lock puts anywhere: maps
 * of the same list wait for the one that finds them. */
bool fingerprint_places_open(const struct job *job, struct arena *arena);

/* The text of the lock, "" where there is none; and whether all lines of an earlier one
 * are in a later one: then maps only added to it. */
struct str fingerprint_lock_text(const struct job *job, struct arena *arena);
bool fingerprint_lock_kept(struct str before, struct str after);

/* Paths in the ledger are seen from the map file's folder, wherever a run starts. */
struct str fingerprint_name(const struct job *job, const char *path);
const char *fingerprint_path(const struct job *job, struct str name, struct arena *arena);

/* Beside the event list; NULL for a map without one. */
const char *job_events_path(const struct job *job, struct arena *arena);
const char *job_lock_path(const struct job *job, struct arena *arena);

#endif
