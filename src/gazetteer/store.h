#ifndef GAZETTEER_STORE_H
#define GAZETTEER_STORE_H

#include <sqlite3.h>

#include "gazetteer/gather.h"
#include "gazetteer/gazetteer.h"
#include "gazetteer/import.h"
#include "gazetteer/posting.h"

/*
 * The file.  Places are numbered from 1 in the order of their country, within
 * it the largest first, so that a country is a range of numbers.  Keys (keys.h)
 * lead to places, and so do their ids, as posting.h says.
 *
 *   meta    (name TEXT, value)
 *   place   (number, id, name, country, also, admin1, admin2, feature_code, class,
 *            lon, lat (millionths of a degree), population, precision, names,
 *            curated, parent)
 *   country (code, first, last, place, west, south, east, north)
 *   border  (country, number): places that lie in a second country too
 *   extent  (number, west, south, east, north): of regions
 *   keys    (entry, posting)
 *
 * `names` has a line for each further name: language, tab, name; behind the
 * language may stand when it was in use, "@1924/1991".
 */
enum {
	STORE_APPLICATION_ID = 0x73746D67, /* "stmg" */
	STORE_VERSION = 3,                 /* tests/fuzz/places/small.sqlite is one, too */
	STORE_PAGE_SIZE = 4096,
	STORE_WEIGHT_BITS = 3,
};

/* How much a place is talked of, 0 to 7: thousands of people, each step three
 * times as many; what we list ourselves (bases, crossings) has at least 5. */
unsigned store_weight(uint32_t population, bool curated);

/* Merges the rows by id and writes the places into an empty database file. */
bool store_write(const char *path, struct sorter *rows, size_t memory,
	struct import_figures *figures, struct diag *diag);

/* "town", "airport", "base" ... of a GeoNames feature code. */
const char *store_class(struct str feature_code);
/* The classes that these are, one after the other and some again; NULL behind the last. */
const char *store_class_name(size_t i);

/* A country of the file, read when it is opened. */
struct store_country {
	char code[4];
	uint32_t first, last; /* numbers of its places */
	uint32_t place;       /* its own, 0: none */
	struct rect extent;   /* degrees, max.x may pass 180 */
};

struct gazetteer {
	sqlite3 *db;
	sqlite3_stmt *row_with, *row_behind; /* of keys */
	sqlite3_stmt *by_number, *one_country, *one_extent, *border;
	unsigned hash_bits;
	unsigned pauses;      /* of SQLite, since the last row */
	bool damaged;         /* something could not be read */
	struct source source; /* the file's name, for messages */
	struct arena arena;   /* lives as long as the file is open */
};

/* A place with all its names, as a candidate needs them. */
struct stored {
	uint32_t number;
	struct place place;
	struct str also;              /* further countries, apart by ";" or "," */
	struct str names;             /* lines "language TAB name" */
	struct str admin2;            /* GeoNames' code; empty */
	struct str parent, own_class; /* empty: not known; by the feature code */
	bool curated;
};

/* The two statements that read `keys`. */
bool store_prepare_keys(struct gazetteer *g);

/* A row?  What is neither a row nor the end is a damaged file. */
bool store_has_row(struct gazetteer *g, sqlite3_stmt *s);

bool store_read(struct gazetteer *g, uint32_t number, struct stored *out, struct arena *arena);
bool store_read_id(struct gazetteer *g, struct str id, struct stored *out, struct arena *arena);
bool store_read_country(struct gazetteer *g, struct str code, struct store_country *out);
/* False: no row has that class of its own; a search that takes too long is given up. */
bool store_may_have_class(struct gazetteer *g, struct str class);
/* Numbers of the places that other countries share with this one; rising. */
uint32_t store_read_border(struct gazetteer *g, struct str code, uint32_t **out,
	struct arena *arena);
bool store_read_extent(struct gazetteer *g, uint32_t number, struct rect *out);

/* Gathers all places of the file, as they are. */
bool store_gather(struct gazetteer *from, struct gathering *g, struct diag *diag);

/* The next line of `names`; false at the end. */
bool store_next_name(struct str *names, struct place_name *out);

#endif
