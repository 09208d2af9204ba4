#ifndef GAZETTEER_SORTER_H
#define GAZETTEER_SORTER_H

#include "base/diag.h"

/*
 * Records in the order of their key and then of their bytes, however many there
 * are: what does not fit into memory waits, sorted, in a file without a name
 * beside the one that is being made, and is merged when it is read.  First all
 * are put, then all are taken.
 */
struct sorter;

struct record {
	uint64_t key;
	const unsigned char *at;
	uint32_t size;
};

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

/* A file that nothing but this process sees; -1 when there can be none. */
int sorter_file(const char *beside);
bool sorter_write(int fd, const void *data, size_t size);

#endif
