#ifndef GAZETTEER_POSTING_H
#define GAZETTEER_POSTING_H

#include <sqlite3.h>

#include "gazetteer/entries.h"

/*
 * The table of keys: all entries (see entries.h) in rising order, cut into rows
 * of some two kilobytes.  A row's number is its first entry with the highest bit
 * turned, because SQLite's have a sign; its blob has the others, each as a number
 * in LEB128 whose lowest bit tells: 1, the hash is that of the entry before and
 * the rest of the number is added to its value; 0, it is added to the hash, and
 * the value follows.  Hashes have `hash_bits`, the upper ones.  Two rows are read
 * for the places that a key has in a country, however many it has elsewhere.
 */
struct gazetteer;

/* Writes what is taken out of `entries`; the statement inserts a row. */
bool posting_write(struct entries *entries, unsigned hash_bits, sqlite3_stmt *insert);

/* Numbers of places that are wanted: of a country, and those on its border. */
struct wanted {
	uint32_t first, last;
	const uint32_t *border; /* rising */
	uint32_t nborder;
};

/* The values that a key leads to, rising; at most `max`.  A value is the number
 * of the place times eight plus its weight. */
uint32_t posting_read(struct gazetteer *g, uint64_t key, const struct wanted *wanted,
	uint32_t *value, uint32_t max);
/* In all countries. */
uint32_t posting_read_all(struct gazetteer *g, uint64_t key, uint32_t *value, uint32_t max);

#endif
