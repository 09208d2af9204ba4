#ifndef COMPOSE_WORDS_H
#define COMPOSE_WORDS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* What the sheet itself says, in the language of the map: the English words are the
 * key, and stand where there is no translation. */
struct str words_in(struct str language, struct str english);

/* A kind as a name: a capital at the beginning, spaces for "_" and "-". */
struct str words_capitalised(struct str s, struct arena *arena);

/* What the key says of circles that stand for events. */
#define CIRCLES_SAID "Several events: the circle's area grows with their number"

/* "event" or "events" as it stands behind the number. */
struct str words_events(struct str language, uint32_t n);

/* True when the first letter of the text is Hebrew or Arabic. */
bool text_is_right_to_left(struct str text);

#endif
