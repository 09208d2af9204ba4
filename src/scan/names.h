#ifndef SCAN_NAMES_H
#define SCAN_NAMES_H

#include "gazetteer/exact.h"
#include "scan/token.h"

/* A name that was met in a text, and all places that bear it; `n` is 0 when it
 * is no place's.  Kept for the whole run, so that each is looked up once. */
struct name {
	uint64_t hash;
	const struct place_exact *reading; /* the most talked of first */
	uint32_t n;
	uint32_t document, sense; /* sense.h: its number in that document */
};

struct names {
	struct gazetteer *g;
	struct arena arena;
	struct name *slot;
	uint32_t count, capacity; /* capacity: a power of two */
	const struct place_exact *country[26 * 26];
	bool looked[26 * 26];
};

void names_open(struct names *names, struct gazetteer *g);
void names_close(struct names *names);

/* Forgets all when there are very many; what names_find() gave is gone then. */
void names_trim(struct names *names);

/* The name of tokens first to last; valid until the next call of names_find(). */
struct name *names_find(struct names *names, const struct tokens *tokens, uint32_t first,
	uint32_t last);

/* The division that is written short; without readings when there is none. */
struct name *names_state(struct names *names, const struct state *state);

/* A place in a country (code) that is called nearly so; NULL when there is none. */
struct name *names_alike(struct names *names, const struct tokens *tokens, uint32_t first,
	uint32_t last, struct str country);

/* By code; NULL when there is none. */
const struct place_exact *names_country(struct names *names, const char code[4]);

#endif
