#ifndef GAZETTEER_LEADS_H
#define GAZETTEER_LEADS_H

#include "gazetteer/keys.h"
#include "gazetteer/posting.h"

/*
 * Places that a query's keys lead to, before they are read: which to read is told
 * by how many keys lead to them, and how few others these lead to.
 */
struct lead {
	uint32_t number; /* of the place; 0: a free slot */
	uint16_t promise;
	uint8_t kinds, weight;
};

struct leads {
	struct gazetteer *g;
	struct wanted wanted; /* numbers; a country's */
	struct lead *slot;    /* a hash set */
	uint32_t room, n;
	uint32_t *value; /* of one key */
	bool great_only; /* others are passed over, and names are at most a letter away */
	struct arena *arena;
};

void leads_init(struct leads *leads, struct gazetteer *g, struct wanted wanted,
	struct arena *arena);

/* Adds what the keys of some kinds lead to. */
void leads_follow(struct leads *leads, const struct folded *f, enum key_kind kind);

/* The numbers of the most promising, rising; their count.  With `known_only`, of
 * what does not bear the whole name only places of 30,000 people. */
uint32_t leads_best(const struct leads *leads, uint32_t most, bool known_only, uint32_t **number,
	struct arena *arena);

#endif
