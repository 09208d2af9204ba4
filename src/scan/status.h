#ifndef SCAN_STATUS_H
#define SCAN_STATUS_H

#include "scan/phrase.h"
#include "scan/sentence.h"

enum story_status { STATUS_CONFIRMED, STATUS_CLAIMED, STATUS_PLANNED, STATUS_DENIED };

/* Of the event that the trigger, tokens `i` to `last`, tells. */
enum story_status status_of(const struct sentence *s, const struct trigger *t, uint32_t i,
	uint32_t last);

/* "reportedly"; and people who are no authority, where they say so. */
bool status_is_claimed(const struct sentence *s);

#endif
