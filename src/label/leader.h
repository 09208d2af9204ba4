#ifndef LABEL_LEADER_H
#define LABEL_LEADER_H

#include "label/board.h"

/* What a text on a leader costs at least; nearer spots that cost more (they
 * cross something) are given up for it. */
#define LEADER_COST 4.0

/* Finds a place on rings around the symbol of label i for its text, tied to
 * the symbol by a line that crosses no other line and no symbol.  Where there is
 * none lines may cross, and at last texts may overlap, as little as can be; so
 * there is always an answer.  Does not put it down.  Returns its cost. */
double leader_find(struct board *b, uint32_t i, struct label_choice *choice);

#endif
