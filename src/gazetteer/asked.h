#ifndef GAZETTEER_ASKED_H
#define GAZETTEER_ASKED_H

#include "gazetteer/fold.h"
#include "gazetteer/gazetteer.h"

/* A word that says what kind of place is meant: "air base", "crossing". */
struct class_word {
	const char *words; /* folded */
	uint8_t length;    /* of the words */
	const char *class;
	double metres; /* how far the thing may lie from its town */
};

/* The parts of a query's name. */
struct asked {
	struct str name;               /* without country and region */
	struct str qualifier;          /* what stood behind the last comma; empty: nothing */
	struct folded whole;           /* the name */
	struct folded core;            /* the name without words of kind */
	bool has_core;                 /* they differ */
	const struct class_word *kind; /* the word that was found; NULL */
	struct str class;              /* asked for, by word or by the caller; empty: any */
};

/* "Name, Qualifier" and "Name (Qualifier)" are cut apart. */
void asked_parse(const struct place_query *query, struct asked *out);

/* Takes words of kind off both ends of a folded name; false when there are none,
 * or when nothing else is left. */
bool asked_core(const struct folded *whole, struct folded *core, const struct class_word **kind);

/* Whether a place of that class answers to the class asked for: an airfield may
 * be an air base, a governorate is a region. */
bool class_answers(struct str class, struct str asked);

/* The class that a word of kind means ("city": town), or that is called so; empty: none. */
struct str class_of_word(struct str word);
/* A word of kind or a class that is nearly called so; NULL. */
const char *class_nearest(struct str word);

#endif
