#ifndef GAZETTEER_KEYS_H
#define GAZETTEER_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "gazetteer/fold.h"

/*
 * What a name is looked up by.  A name of the gazetteer and a name that is
 * asked for meet when they share a key; the meeting is then weighed in rank.c.
 * Keys are hashes: a false meeting costs a look at one more candidate.
 */
enum key_kind {
	KEY_WHOLE = 1,  /* the folded name, with and without article */
	KEY_STRONG = 2, /* its consonants as sounds */
	KEY_WEAK = 4,   /* consonants that romanisations and ears mix up are one */
	KEY_DELETE = 8, /* the first letters with one left out, or two in a query */
	KEY_ALL = 15,
	/* Of texts as they are, not of names: the place's own id, what it lies in, and
	 * the code of the division that it is. */
	KEY_ID = 16,
	KEY_PARENT = 32,
	KEY_DIVISION = 64,
};

enum { KEYS_MOST = 40 };

/* The keys of the kinds asked for; at most KEYS_MOST, none twice.  A query
 * leaves out up to two letters where a stored name leaves out one: together they
 * meet at every distance of one, and at the distances of two where the query
 * has a letter too many. */
size_t keys_make(const struct folded *f, unsigned kinds, bool query,
	uint64_t out[static KEYS_MOST]);

/* The key of the folded name; never 0. */
uint64_t keys_whole(const struct folded *f);

/* The key of a text as it is. */
uint64_t keys_text(enum key_kind kind, struct str text);

/* Consonants of a sound form; `out` holds FOLD_SIZE bytes; the length. */
size_t keys_skeleton(struct str sound, bool weak, char *out);

#endif
