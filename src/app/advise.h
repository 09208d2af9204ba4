#ifndef APP_ADVISE_H
#define APP_ADVISE_H

#include "compose/iconset.h"
#include "event/events.h"

/* What is no error in an event list, but hardly meant. */

/* Notes of kinds that have no symbol but are nearly called like one that has. */
void advise_kinds(const struct events *events, const struct iconset *icons, struct arena *arena,
	struct diag *diag);

/* Warnings of ids that stand twice. */
void advise_ids(const struct events *events, struct arena *arena, struct diag *diag);

/* Warnings of positions far outside the event's country that would lie in it, were lon and lat
 * exchanged. */
void advise_positions(const struct events *events, struct gazetteer *g, struct diag *diag);

#endif
