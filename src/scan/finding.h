#ifndef SCAN_FINDING_H
#define SCAN_FINDING_H

#include "scan/mention.h"
#include "scan/sense.h"

/* A document while its mentions are found: what mention.c collects, evidence.c
 * weighs by the words around, and sense.c gives a meaning. */
struct finding {
	const struct tokens *tokens;
	struct names *names;
	bool *person;
	uint32_t document;
	struct candidate_mention *m;
	uint32_t nmentions, mentions_capacity;
	struct sense *sense;
	uint32_t nsenses, senses_capacity;
	struct setting setting;
	struct mentions *demonyms;
	struct arena *arena;
};

static inline const struct token *token_at(const struct finding *f, uint32_t i) {
	static const struct token none = { .flags = TOKEN_SENTENCE | TOKEN_BREAK };
	return i < f->tokens->n ? &f->tokens->at[i] : &none;
}

/* Token i stands right behind token i - 1 with a space or hyphen. */
static inline bool is_joined(const struct finding *f, uint32_t i) {
	const struct token *t = token_at(f, i);
	return i > 0 && t->flags & (TOKEN_ADJACENT | TOKEN_HYPHEN) && !(t->flags & TOKEN_SENTENCE);
}

static inline bool is_capital(const struct token *t) {
	return t->flags & TOKEN_CAPITAL;
}

/* What speaks for and against each mention but its sense's size and place, and what
 * "X, Y" says of senses. */
void evidence_weigh(struct finding *f);

/* By the size of what it is, how well it is called so. */
double evidence_of_size(const struct place_exact *r);

/* In a list the next is as good as the one before: "A, B and C". */
double evidence_of_list(const struct finding *f, uint32_t k);

/* Appends names that the gazetteer has not letter for letter, where a place stands:
 * respelt ones of the countries that the text is about, and others, of kind
 * "unlisted", whose place is the nearest that the text names. */
void unlisted_find(struct finding *f, struct mentions *out);

#endif
