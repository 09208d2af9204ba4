#ifndef SCAN_ACTOR_H
#define SCAN_ACTOR_H

#include "scan/phrase.h"
#include "scan/sentence.h"

/* Who does what the trigger, tokens `i` to `last`, tells: for a noun by "by", "of" or what
 * stands before it, for a verb its subject, or "by" where it is passive. */
struct phrase actor_of(const struct sentence *s, const struct trigger *trigger, uint32_t i,
	uint32_t last);

#endif
