#ifndef SCAN_MENTION_H
#define SCAN_MENTION_H

#include "scan/names.h"

/* A place that the text names, or a people. */
struct mention {
	uint32_t first, last; /* tokens */
	const struct place_exact *place;
	struct str kind; /* the place's class, "demonym", or "unlisted": near the place */
	double score;    /* 0 to 1 */
	uint32_t sense;  /* UINT32_MAX: a demonym, respelt or unlisted */
	bool inside;     /* unlisted, and the text says that it lies in the place */
};

struct mentions {
	struct mention *at;
	uint32_t n, capacity;
};

/* Of one document, in the order of the text.  `document` is a number that no
 * earlier document of `names` had, from 1. */
void mentions_find(const struct tokens *tokens, struct names *names, uint32_t document,
	struct mentions *out, struct arena *arena);

#endif
