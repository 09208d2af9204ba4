#ifndef APP_CREW_H
#define APP_CREW_H

#include "app/plan.h"

/*
 * Draws what a plan says is due: each map in a process of its own, several at a
 * time, so that the end of one, out of memory say, is not the end of the others.
 * Results are handed over in the order of the map file.
 */
struct crew {
	struct plan *plan;
	unsigned jobs;   /* processes at a time */
	double seconds;  /* no map is begun, and no tileset goes on, after this long; INFINITY */
	bool keep_going; /* begin others when one failed */
	bool json;       /* messages as JSON lines */
	bool afresh;     /* no tile is carried over from the set before */
	bool list_tiles; /* those that changed, for on_end() */
	void *listener;
	/* A map is begun; for a line of progress. */
	void (*on_begin)(void *listener, const struct plan_item *item);
	/* A map is done or has failed: its status, code and messages are set, and
	 * `entry` is what the ledger should keep of it.  In order of completion. */
	bool (*on_end)(void *listener, struct plan_item *item, const struct ledger_entry *entry);
	/* The same, in the order of the map file. */
	void (*on_turn)(void *listener, const struct plan_item *item);
};

/* False when a process cannot be started or on_end() failed. */
bool crew_run(const struct crew *crew, struct diag *diag);

#endif
