#ifndef SCAN_TOKEN_H
#define SCAN_TOKEN_H

#include "scan/words.h"

/* How a token looks, and what stands before it. */
enum token_flag {
	TOKEN_CAPITAL = 1,     /* begins with a capital letter */
	TOKEN_CAPITALS = 2,    /* has no small letter, and two capitals at least */
	TOKEN_DIGITS = 4,      /* begins with a digit */
	TOKEN_SENTENCE = 8,    /* the first of a sentence */
	TOKEN_ADJACENT = 16,   /* one space, or a dot and one, before it */
	TOKEN_HYPHEN = 32,     /* a hyphen before it, no space */
	TOKEN_COMMA = 64,      /* a comma and a space before it */
	TOKEN_OWNS = 128,      /* 's or an apostrophe follows */
	TOKEN_QUOTED = 256,    /* a quotation mark stands before it */
	TOKEN_PARAGRAPH = 512, /* the first after an empty line, or of the text */
	TOKEN_DOTS = 1024,     /* an abbreviation with dots, "U.S." */
	TOKEN_PAREN = 2048,    /* an opening parenthesis stands before it */
	TOKEN_BREAK = 4096,    /* some other punctuation stands before it */
};

/* A word or number of the text. */
struct token {
	uint32_t start, end; /* bytes */
	uint32_t point;      /* code points before it */
	uint32_t classes;    /* of the word lists */
	uint64_t hash;       /* of the folded word, for words_find() */
	uint16_t flags;
	uint16_t npoints; /* code points of it, at most UINT16_MAX */
	char country[4];  /* of a demonym */
};

struct tokens {
	struct str text;
	struct token *at;
	uint32_t n, capacity;
};

/* Cuts text into words; invalid UTF-8 separates them.  The text is shorter than
 * UINT32_MAX bytes; memory is about ten times the text. */
void tokens_make(struct tokens *tokens, struct str text, const struct words *words,
	struct arena *arena);

struct str token_text(const struct tokens *tokens, uint32_t i);

/* The first token behind the sentence that holds token `i`. */
uint32_t sentence_end(const struct tokens *tokens, uint32_t i);

#endif
