#ifndef GAZETTEER_NAMED_H
#define GAZETTEER_NAMED_H

#include "gazetteer/gather.h"

/* The names of a place, made ready for the file. */
struct named {
	struct str lines; /* of its further names, as store.h says */
	uint64_t *key;    /* that lead to it: of names, id, parents, division; rising */
	uint32_t nkeys, nnames;
};

/* Of names that fold to the same only the first of its language is kept: the
 * others would never be found by anything that it is not found by.  The names of
 * `p` are reordered. */
void named_make(struct gathered *p, struct named *out, struct arena *arena);

#endif
