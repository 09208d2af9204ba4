#ifndef GAZETTEER_FOLD_H
#define GAZETTEER_FOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * A name in the forms that are compared.  Case, accents, hyphens, apostrophes
 * and the signs for hamza and ayn are gone; Greek, Cyrillic, Hebrew, Arabic,
 * Armenian and Georgian are in Latin letters; other scripts are as they were.
 * What is longer than FOLD_LONGEST bytes is cut: no name of a place is.
 */
enum { FOLD_LONGEST = 120, FOLD_SIZE = FOLD_LONGEST + 8 };

struct folded {
	/* Words, one space between: "al qayyara", "deir ez zor". */
	char text[FOLD_SIZE];
	/* The same without spaces: "alqayyara", "deirezzor". */
	char whole[FOLD_SIZE];
	/* Without articles and spaces: "qayyara", "deirzor". */
	char bare[FOLD_SIZE];
	/* The bare name as sounds, one letter each whatever the romanisation
	 * writes: "sh", "sch" are S, "kh" is x, "gh" G, "th" T, "dh" D, "zh" Z,
	 * "tch", "ch" C, "ou", "oo" u, "ee" i; doubled letters are single and a
	 * silent h at the end is gone: "kayara". */
	char sound[FOLD_SIZE];
	uint8_t ntext, nwhole, nbare, nsound;
	uint16_t scripts; /* 1 << enum script */
	bool has_article;
};

void fold(struct str name, struct folded *out);

/* Without the sounds, where only letters are compared: they take half of the time. */
void fold_letters(struct str name, struct folded *out);

/* The word at `word` of folded text is an article before `next` (of Arabic:
 * al, el, and what becomes of them before sun letters, "ash Shaddadi"). */
bool fold_is_article(struct str word, struct str next);

/* Sounds of folded words; returns the length.  `out` holds FOLD_SIZE bytes. */
uint8_t fold_sound(struct str words, char *out);

#endif
