#ifndef APP_PRUNE_H
#define APP_PRUNE_H

#include "app/plan.h"

/* Outputs that were written by earlier runs and that no map of the file writes now:
 * those of maps that are gone from it, and those that a map no longer has. */

/* Before the entry of a map is replaced: what it wrote and nothing writes any more is
 * kept in mind under its own name. */
void prune_keep_left(struct plan *plan, const struct ledger_entry *then);

uint32_t prune_count(const struct plan *plan);

/* Removes them; one that is not as it was written is somebody's work and stays, with a
 * warning. */
bool prune_run(struct plan *plan, struct arena *arena, struct diag *diag);

#endif
