#ifndef GAZETTEER_STORE_H
#define GAZETTEER_STORE_H

#include <sqlite3.h>

#include "gazetteer/gather.h"
#include "gazetteer/gazetteer.h"
#include "gazetteer/import.h"

/*
 * The file.  Places are numbered from 1 in the order of their country, within
 * it the largest first, so that a country is a range of numbers.  A key (see
 * keys.h) leads to places through buckets: the upper `bucket_bits` of its
 * `hash_bits` name a row of `keys`, whose blob lists rising pairs of the rest of
 * the hash and of the place's value, both as differences in LEB128: the
 * difference of the rest, then the value (less the one before when the rest is
 * the same).  A value is the place's number times eight plus its weight.
 *
 *   meta    (name TEXT, value)
 *   place   (number, id, name, country, also, admin1, feature_code, class,
 *            lon, lat (millionths of a degree), population, precision, names,
 *            curated, parent)
 *   country (code, first, last, place, west, south, east, north)
 *   border  (country, number): places that lie in a second country too
 *   extent  (number, west, south, east, north): of regions
 *   keys    (bucket, posting)
 *
 * `names` has a line for each further name: language, tab, name; behind the
 * language may stand when it was in use, "@1924/1991".
 */
enum {
	STORE_APPLICATION_ID = 0x73746D67, /* "stmg" */
	STORE_VERSION = 2,
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

/* A country of the file, read when it is opened. */
struct store_country {
	char code[4];
	uint32_t first, last; /* numbers of its places */
	uint32_t place;       /* its own, 0: none */
	struct rect extent;   /* degrees, max.x may pass 180 */
};

struct gazetteer {
	sqlite3 *db;
	sqlite3_stmt *posting, *by_number, *by_id, *one_country, *one_extent, *border;
	unsigned hash_bits, bucket_bits;
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
	struct str parent, own_class; /* empty: not known; by the feature code */
	bool curated;
};

bool store_read(struct gazetteer *g, uint32_t number, struct stored *out, struct arena *arena);
bool store_read_id(struct gazetteer *g, struct str id, struct stored *out, struct arena *arena);
bool store_read_country(struct gazetteer *g, struct str code, struct store_country *out);
/* Numbers of the places that other countries share with this one; rising. */
uint32_t store_read_border(struct gazetteer *g, struct str code, uint32_t **out,
	struct arena *arena);
bool store_read_extent(struct gazetteer *g, uint32_t number, struct rect *out);

/* Gathers all places of the file, as they are. */
bool store_gather(struct gazetteer *from, struct gathering *g, struct diag *diag);

/* The values that a key leads to, rising; at most `max`. */
uint32_t store_posting(struct gazetteer *g, uint64_t key, uint32_t *value, uint32_t max);

/* Numbers of places that are wanted: of a country, and those on its border. */
struct wanted {
	uint32_t first, last;
	const uint32_t *border; /* rising */
	uint32_t nborder;
};
uint32_t store_posting_of(struct gazetteer *g, uint64_t key, const struct wanted *wanted,
	uint32_t *value, uint32_t max);

/* The next line of `names`; false at the end. */
bool store_next_name(struct str *names, struct place_name *out);

#endif
