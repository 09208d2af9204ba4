#ifndef APP_SOURCES_H
#define APP_SOURCES_H

#include "compose/compose.h"
#include "compose/marks.h"
#include "event/events.h"

/* What the sources of a style are read from. */
struct sources {
	const struct style *style;
	const char *style_path; /* its folder holds relative files */
	const char *data_dir;
	const struct event_layers *events; /* NULL: no events */
	const struct marked *marked;       /* NULL: every event has its symbol */
	const struct layer *data;          /* "sitmap:data-1" and so on: files of --data */
	uint32_t ndata;
	struct rect window; /* degrees: what the map shows */
	bool allow_path;
	unsigned threads;   /* that read at a time; 0: one */
	bool subjects_only; /* what comes from elsewhere than the map itself is left out */
};

/* Reads every source that a visible layer uses.  The sources "events", "routes",
 * "stops" and "precision" are the map's own events, empty when there are none. */
bool sources_read(const struct sources *from, struct map_source **out, uint32_t *n,
	struct arena *arena, struct diag *diag);

#endif
