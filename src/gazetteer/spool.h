#ifndef GAZETTEER_SPOOL_H
#define GAZETTEER_SPOOL_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/diag.h"

/*
 * What is sorted and does not fit into memory: sorted runs of records, one behind
 * the other in a file without a name beside the one that is being made, and merged
 * when they are read.
 */
struct record {
	uint64_t key;
	const unsigned char *at;
	uint32_t size;
};

/* By key, then by bytes; for qsort(), too. */
int record_compare(const void *a, const void *b);

struct spool_run;

struct spool {
	struct arena arena;
	const char *beside;
	struct spool_run *run;
	uint32_t nruns, capacity;
	uint32_t *heap, nheap;
	unsigned char *writing;
	size_t nwriting;
	off_t written;
	int fd, error; /* error: an errno; nothing is written or read after the first */
	bool keys_only, reading;
};

/* `beside`: the file in whose folder room is taken.  `keys_only`: the records have
 * no bytes. */
void spool_init(struct spool *s, const char *beside, bool keys_only);
void spool_put(struct spool *s, struct record record);
/* What was put since the last run, in order, is one. */
void spool_end_run(struct spool *s);

/* The next of all runs, valid until the following call; false at the end, and after
 * a failure, which spool_ok() tells. */
bool spool_take(struct spool *s, struct record *out);
bool spool_ok(const struct spool *s, struct diag *diag);
void spool_release(struct spool *s);

#endif
