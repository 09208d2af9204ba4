#ifndef GAZETTEER_DISTANCE_H
#define GAZETTEER_DISTANCE_H

#include "gazetteer/fold.h"

/* Letters to insert, delete, replace or swap with their neighbour (optimal
 * string alignment, the restricted Damerau distance). */
unsigned damerau_distance(struct str a, struct str b);

/* The same for sounds, by what romanisations and ears confuse: vowels cost
 * little, related consonants less than foreign ones.  As a share of the longer
 * name's own weight: 0 equal, 1 nothing in common. */
double sound_distance(struct str a, struct str b);

/* How two names fit, the best first. */
enum fit {
	FIT_SAME,       /* folded, they are one */
	FIT_NO_ARTICLE, /* but for an article */
	FIT_SOUND,      /* but for the romanisation */
	FIT_NEAR,       /* something differs */
};

/* 1 for the same name, down to 0; what differs in more than its article is at
 * most 0.97. */
double name_similarity(const struct folded *a, const struct folded *b, enum fit *fit);

#endif
