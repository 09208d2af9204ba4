#ifndef SCAN_PERSON_H
#define SCAN_PERSON_H

#include "scan/names.h"

/* Which tokens are names of persons: behind titles, given names with what
 * follows them, and in the rest of the text the same surnames again. */
void persons_mark(const struct tokens *tokens, struct names *names, bool *person,
	struct arena *arena);

#endif
