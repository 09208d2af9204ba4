#ifndef GAZETTEER_LOCK_H
#define GAZETTEER_LOCK_H

#include "base/diag.h"
#include "geo/point.h"

/*
 * What names of one event list were found to be, kept beside it, so that a
 * later gazetteer does not move an older map.  Text, tabs between: name,
 * context, id, lon, lat, reason and, at the end and not required, how far off
 * the point may be in metres; lines that begin with "#" are comments.  Context
 * is the country and the neighbours on a route, and the year ("in 1942") where a
 * name that was in use for a time only plays a part.
 */
struct lock_entry {
	struct str name, context, id, reason;
	struct point at;
	double precision;
};

struct lock {
	struct lock_entry *entry;
	uint32_t count, capacity;
	bool changed;
};

/* No file is an empty lock.  Lines that cannot be read are errors. */
bool lock_read(const char *path, struct lock *out, struct arena *arena, struct diag *diag);

/* NULL when that name in that context is not in it. */
const struct lock_entry *lock_find(const struct lock *lock, struct str name, struct str context);

/* Adds, or replaces what the name meant in that context. */
void lock_set(struct lock *lock, struct lock_entry entry, struct arena *arena);

/* Sorted by name and context.  What another run added since the lock was read is kept;
 * two runs wait for each other here, since both are done in a moment.  A folder that may not be written is no error:
 * true is returned and nothing is there. */
bool lock_write(const struct lock *lock, const char *path, struct arena *arena, struct diag *diag);

#endif
