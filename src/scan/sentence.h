#ifndef SCAN_SENTENCE_H
#define SCAN_SENTENCE_H

#include "scan/mention.h"
#include "scan/trigger.h"

/* A sentence of a text, or a clause of one, with the places that it names. */
struct sentence {
	const struct tokens *tokens;
	uint32_t first, end; /* tokens, end behind the last */
	const struct mention *mention;
	uint32_t nmentions;
};

/* Whether a token of first to end - 1 is one of the words (folded). */
bool sentence_has(const struct sentence *s, uint32_t first, uint32_t end, const char *const *words,
	size_t n);
#define SENTENCE_HAS(s, first, end, words) \
	sentence_has(s, first, end, words, sizeof(words) / sizeof((words)[0]))

bool sentence_has_class(const struct sentence *s, uint32_t class);

/* "It", "They" in place of the last who did something. */
bool sentence_pronoun(const struct sentence *s, uint32_t first);

/* A form of "be" stands before the verb at `i`. */
bool sentence_passive(const struct sentence *s, uint32_t i);

/* Whether the sentence has what its trigger, tokens `i` to `last`, wants. */
bool sentence_tells(const struct sentence *s, const struct trigger *t, uint32_t i, uint32_t last);

#endif
