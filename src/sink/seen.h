#ifndef SINK_SEEN_H
#define SINK_SEEN_H

#include <stdint.h>

#include "base/arena.h"

/*
 * Which images were stored already: by their length and a 128-bit hash of their
 * bytes, so that none has to be kept.
 */
struct seen {
	struct arena arena;
	struct seen_image *slot;
	uint32_t nslots, count;
};

struct seen_image {
	uint64_t hash[2];
	uint32_t len; /* 0: the slot is free */
	uint64_t at;  /* the caller's: where it is stored */
};

/* The entry of this image; `*is_new` when it was not there, and `at` is the
 * caller's to set.  Good until the next call.  `image` is not empty. */
struct seen_image *seen_find(struct seen *seen, struct str image, bool *is_new);
void seen_release(struct seen *seen);

#endif
