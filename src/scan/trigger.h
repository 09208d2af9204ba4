#ifndef SCAN_TRIGGER_H
#define SCAN_TRIGGER_H

#include "scan/token.h"

/* What kinds of events there are, and PLOVER's type and mode for each. */
enum event_kind {
	KIND_HANDOVER,
	KIND_WITHDRAWAL,
	KIND_BASE,
	KIND_CONVOY,
	KIND_STRIKE,
	KIND_ATTACK,
	KIND_PROTEST,
	KIND_STATEMENT,
	NKINDS,
};

struct kind_row {
	const char *name, *plover_type, *plover_mode; /* mode: may be empty */
	int plover_quad; /* 2 material cooperation, 3 verbal conflict, 4 material conflict */
};
extern const struct kind_row kind_rows[NKINDS];

enum trigger_flag {
	TRIGGER_VERB = 1,      /* who does it stands before, unless it is passive */
	TRIGGER_NOUN = 2,      /* "handover (of ... by ... to ...)" */
	TRIGGER_SITE = 4,      /* a word such as "base" must stand in the sentence */
	TRIGGER_MOVE = 8,      /* a verb of motion must */
	TRIGGER_FORCE = 16,    /* somebody armed must be its subject */
	TRIGGER_RECEIVER = 32, /* the subject receives: "took over from" */
	TRIGGER_HIT = 64,      /* "hit", "landed" must stand there */
	TRIGGER_LEFT = 128,    /* troops must leave, and no vehicles are spoken of */
	TRIGGER_ARMS = 256,    /* a weapon must stand in the sentence */
	TRIGGER_FIGHTER = 512, /* somebody armed must stand right before it */
};

/* A phrase that tells of an event: one row of the table. */
struct trigger {
	const char *words; /* folded */
	enum event_kind kind;
	unsigned flags;
};

/* PLOVER's mode where the phrase tells it ("car bomb"); NULL. */
const char *trigger_mode(const struct trigger *trigger);

/* Enters the first words of all phrases. */
void triggers_enter(struct words *words);

/* The longest phrase that begins at token `i`, and its last token; NULL. */
const struct trigger *trigger_at(const struct tokens *tokens, uint32_t i, uint32_t *last);

#endif
