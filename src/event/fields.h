#ifndef EVENT_FIELDS_H
#define EVENT_FIELDS_H

#include "event/events.h"

/* The columns that sitmap understands, in the order that layers show them. */
enum field {
	FIELD_ID,
	FIELD_DATE,
	FIELD_END_DATE,
	FIELD_KIND,
	FIELD_PLACE,
	FIELD_COUNTRY,
	FIELD_LON,
	FIELD_LAT,
	FIELD_VIA,
	FIELD_TO,
	FIELD_ACTOR,
	FIELD_RECIPIENT,
	FIELD_COUNT,
	FIELD_TITLE,
	FIELD_NOTE,
	FIELD_SOURCE,
	FIELD_URL,
	FIELD_CONFIDENCE,
	FIELD_PRECISION,
	NFIELDS,
	FIELD_NONE = -1,
};

extern const char *const field_names[NFIELDS];

/* What a column of the list stands for. */
struct field_column {
	enum field field; /* FIELD_NONE: the user's own */
	bool acled;       /* dates and precision are written as ACLED does */
};

/* By name, in any case; ACLED's names and some usual ones for coordinates. */
struct field_column field_find(struct str name);

/* Gives each column its meaning: an alias counts only where the proper name is
 * missing.  A name that stands twice, or no way to a place, is an error at
 * `where[i]`. */
bool fields_assign(const struct str *name, const struct where *at, uint32_t n,
	struct field_column *out, struct diag *diag);

/* One cell of a known column. */
struct field_cell {
	struct str text; /* trimmed; empty: not given */
	struct where at;
	bool acled;
};

/* Checks every cell and fills the event; says all that is wrong.  `drawn` is
 * the geometry of a GeoJSON feature, which gives the points; else NULL. */
bool event_from_fields(const struct field_cell cell[static NFIELDS], const struct geom *drawn,
	struct event *out, struct arena *arena, struct diag *diag);

bool events_read_csv(const struct source *source, struct events *out, struct arena *arena,
	struct diag *diag);
bool events_read_geojson(const struct source *source, struct events *out, struct arena *arena,
	struct diag *diag);

#endif
