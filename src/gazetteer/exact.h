#ifndef GAZETTEER_EXACT_H
#define GAZETTEER_EXACT_H

#include "gazetteer/gazetteer.h"

/* A place that bears a name, letter for letter but for case, accents and
 * articles: what scanning a text needs, without candidates that are only alike. */
struct place_exact {
	struct place place;
	uint32_t number, people; /* people: as many as it is talked of like */
	double fit;              /* 1: its main name; less for others */
	bool curated;
};

/* At most `max`, the most talked of first; strings are in the arena. */
uint32_t gazetteer_exact(struct gazetteer *g, struct str name, uint32_t max,
	struct place_exact *out, struct arena *arena);

/* The place in a country (code) that bears a name of the same consonants and much
 * the same spelling: "Makhmour" for "Makhmur".  False when there is none. */
bool gazetteer_alike(struct gazetteer *g, struct str name, struct str country,
	struct place_exact *out, struct arena *arena);

/* The country of a code (two letters). */
bool gazetteer_country(struct gazetteer *g, struct str code, struct place_exact *out,
	struct arena *arena);

#endif
