#ifndef APP_VIEWER_H
#define APP_VIEWER_H

#include "sink/sink.h"

/* A page beside the tiles that shows them, and needs nothing from the network. */
struct viewer {
	const char *tiles; /* a folder or a .pmtiles file */
	const struct tileset *about;
	struct str events; /* GeoJSON; empty: none */
	const char *base;  /* tiles below an overlay, as seen from the page; NULL: none */
};

/* Whether a library is there to show them with; an error that says how to get one. */
bool viewer_check(struct arena *arena, struct diag *diag);

/* The events of an overlay: events.geojson in the folder, or NAME.geojson beside an
 * archive. */
bool viewer_write_events(const char *tiles, struct str events, struct arena *arena,
	struct diag *diag);
/* The same from beside a part; a warning where they are not there. */
bool viewer_copy_events(const char *part, const char *tiles, struct arena *arena,
	struct diag *diag);
/* What lies beside an archive, by name; of a folder it is in it.  How many. */
enum { VIEWER_MOST = 3 };
uint32_t viewer_names(const char *tiles, bool overlay, bool viewer,
	const char *name[static VIEWER_MOST], struct arena *arena);

bool viewer_write(const struct viewer *viewer, struct arena *arena, struct diag *diag);

#endif
