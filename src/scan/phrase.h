#ifndef SCAN_PHRASE_H
#define SCAN_PHRASE_H

#include "scan/mention.h"

/* A run of tokens; `found` false: none. */
struct phrase {
	uint32_t first, last;
	bool found;
};

/* The noun phrase of an actor that begins at token `i` (articles are passed
 * over), before `end`: "the US-led coalition", "Iraqi forces", "the Ministry of
 * Defence".  Not found when nothing in it can act. */
struct phrase phrase_at(const struct tokens *tokens, uint32_t i, uint32_t end);

/* The first such phrase in first to end - 1 that no preposition governs. */
struct phrase phrase_subject(const struct tokens *tokens, uint32_t first, uint32_t end);

/* The phrase behind a word such as "by" or "to" in first to end - 1. */
struct phrase phrase_after(const struct tokens *tokens, const char *word, uint32_t first,
	uint32_t end);

struct str phrase_text(const struct tokens *tokens, struct phrase phrase);

/* Where the clause of token `i` begins, not before `first`. */
uint32_t clause_begin(const struct tokens *tokens, uint32_t first, uint32_t i);

/* "more than 40 trucks" with its figures; empty when nothing is counted. */
struct counted {
	struct str text;
	double least, most; /* most: INFINITY where there is no upper bound */
	struct str unit;
};
struct counted count_nearest(const struct tokens *tokens, uint32_t first, uint32_t end,
	uint32_t near);

#endif
