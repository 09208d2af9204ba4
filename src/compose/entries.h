#ifndef COMPOSE_ENTRIES_H
#define COMPOSE_ENTRIES_H

#include "compose/sheet.h"

/* One line of what a sheet tells of its events: a row of the key, a sentence. */
struct entry {
	const struct feature *feature;
	double number; /* INFINITY: none */
	bool is_route;
};

/* Events and routes of the sheet by their numbers; those without one last, in the order of
 * the list.  Returns how many. */
uint32_t entries_in_order(const struct sheet *sheet, struct entry **out, struct arena *arena);

/* A text of the feature; empty when it has none of that name. */
struct str entry_text(const struct feature *f, const char *name);

/* Its place in the language of the sheet, else as the list has it. */
struct str entry_place(const struct feature *f, struct str language, struct arena *arena);

#endif
