#ifndef COMPOSE_WORDS_H
#define COMPOSE_WORDS_H

#include <stdint.h>

#include "base/str.h"

/* What the sheet itself says, in the language of the map: the English words are the
 * key, and stand where there is no translation. */
struct str words_in(struct str language, struct str english);

/* "event" or "events" as it stands behind the number. */
struct str words_events(struct str language, uint32_t n);

/* True when the first letter of the text is Hebrew or Arabic. */
bool text_is_right_to_left(struct str text);

#endif
