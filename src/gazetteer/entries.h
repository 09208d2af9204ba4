#ifndef GAZETTEER_ENTRIES_H
#define GAZETTEER_ENTRIES_H

#include "base/diag.h"

/*
 * Entries of the index in rising order, however many: numbers of 64 bits, a
 * key's hash above and a place's value below.  What does not fit into memory
 * waits in a file without a name (see sorter.h).
 */
enum { ENTRY_VALUE_BITS = 28, ENTRY_HASH_BITS = 64 - ENTRY_VALUE_BITS };

struct entries;

struct entries *entries_open(const char *beside, size_t memory);
void entries_put(struct entries *e, uint64_t entry);
uint64_t entries_count(const struct entries *e);

/* All were put.  The hashes keep their upper `bits`, or all of ENTRY_HASH_BITS
 * when some are sorted already; how many is returned. */
unsigned entries_cut(struct entries *e, unsigned bits);

bool entries_take(struct entries *e, uint64_t *out);
bool entries_ok(const struct entries *e, struct diag *diag);
void entries_close(struct entries *e);

#endif
