#ifndef SCAN_WHERE_H
#define SCAN_WHERE_H

#include "scan/sentence.h"
#include "scan/story.h"

/* What part a mention may play in an event. */
enum place_role {
	ROLE_NONE, /* part of somebody's name, or of where another place lies */
	ROLE_PLACE,
	ROLE_ORIGIN,
	ROLE_VIA,
	ROLE_DESTINATION,
};

/* By the words before and behind it. */
enum place_role role_of(const struct sentence *s, uint32_t mention);

/* How exact a place is: base or town above district above country; 0 to 5. */
int site_rank(const struct site *site);

struct site site_of(const struct tokens *tokens, const struct mention *m, struct arena *arena);

/* The mentions that are the event's place, best first; several when the sentence
 * lists them ("K1 and Taji").  None that the actor's phrase holds.  At most `max`. */
uint32_t where_places(const struct sentence *s, uint32_t trigger, struct phrase actor, bool listed,
	uint32_t *out, uint32_t max);

#endif
