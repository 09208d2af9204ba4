#ifndef EVENT_EVENTS_H
#define EVENT_EVENTS_H

#include "base/date.h"
#include "data/feature.h"
#include "gazetteer/gazetteer.h"

/* A place that an event names: as written, and as found. */
struct event_place {
	struct where at;
	struct str name, country; /* country: "IQ" or "Iraq", from "Name, CC" or the column */
	bool has_point;           /* lon and lat were given, or it was located */
	struct point point;
	double precision; /* metres, of the place itself (gazetteer); 0: exact */
	struct str id;    /* of the gazetteer; empty when lon and lat were given */
};

/* One row of the user's list. */
struct event {
	struct where row;
	struct str id, kind, title, note, source, url, actor, recipient, count, confidence;
	uint32_t number;            /* from 1, by order of date; 0: no date */
	struct date date, end_date; /* year 0: none */
	double precision;           /* metres; 0: exact */
	bool has_precision;         /* the list says it; else the place's own counts */
	struct event_place *place;  /* origin, via ..., destination; one for a point event */
	uint32_t nplaces;
	bool is_route;
	const struct point *path; /* a line that the list itself draws (GeoJSON) */
	uint32_t npath;
	struct value *column; /* every column as it was written */
};

struct events {
	struct str title, subtitle; /* of a GeoJSON's own, or empty */
	struct columns columns;     /* in lower case where sitmap knows them */
	struct event *event;        /* in the order of the list */
	uint32_t count;
};

struct events_options {
	struct date since, as_of; /* year 0: no limit */
	bool skip_unplaced;
	const char *lock_path; /* NULL: no lock */
	bool keep_lock;        /* it is read, not written */
};

/* Whether a table holds no zero bytes; else an error says what it is and what to do. */
bool events_is_text(const struct source *source, struct diag *diag);

/* CSV or GeoJSON, told apart by content; all errors of the list at once. */
bool events_read(const struct source *source, struct events *out, struct arena *arena,
	struct diag *diag);

/* Leaves only what lies between the dates, then numbers by date.  An event
 * counts as lying there when any of its days does ("2020-04" has thirty); one
 * without a date always stays, and has no number. */
void events_select(struct events *events, struct date since, struct date as_of);

enum locate_status { LOCATE_DONE, LOCATE_UNPLACED, LOCATE_FAILED };

/* Finds every place that has no coordinates, with the lock, the country and the
 * neighbours on a route.  Unplaced ones are errors with their candidates (exit
 * 3), or with skip_unplaced warnings and dropped.  Writes the lock if it may. */
enum locate_status events_locate(struct events *events, struct gazetteer *g,
	const struct events_options *options, struct arena *arena, struct diag *diag);

/* The layers that styles see: "events" (points), "routes" (lines through their
 * places), "stops" (the places of routes, role origin, via or destination),
 * "precision" (rings around events that are not exact).
 *
 * All share one table of columns: those of the design (id ... precision), then
 * `number`, `label` (short name of the place; a user's own column of that name
 * wins), `date_text` (in the first language), `role`, `stacked` (0, 1, ... for
 * events on one spot, by number) and `stack_size`, `precision_m`,
 * `name:LANGUAGE` for each language asked for, then the user's other columns.
 * What an event does not have is VALUE_MISSING. */
struct event_layers {
	struct layer events, routes, stops, precision;
};

/* `g` may be NULL: then no name is translated. */
void events_layers(const struct events *events, struct gazetteer *g, const struct str *language,
	uint32_t nlanguages, struct event_layers *out, struct arena *arena);

#endif
