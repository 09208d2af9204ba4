#ifndef GAZETTEER_SORTER_H
#define GAZETTEER_SORTER_H

#include "gazetteer/spool.h"

/*
 * Records in the order of their key and then of their bytes, however many there
 * are: what does not fit into memory waits in a spool.  First all are put, then all
 * are taken.
 */
struct sorter;

/* At most about twice `budget` bytes of memory.  `beside`: the file in whose
 * folder room is taken. */
struct sorter *sorter_open(const char *beside, size_t budget);
void sorter_put(struct sorter *s, struct record record);

/* The next in order, valid until the following call; false at the end, and after
 * a failure, which sorter_ok() tells. */
bool sorter_take(struct sorter *s, struct record *out);
bool sorter_ok(const struct sorter *s, struct diag *diag);
/* All that is needed was taken: gives back memory and file. */
void sorter_drop(struct sorter *s);
void sorter_close(struct sorter *s);

#endif
