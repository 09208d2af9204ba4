#ifndef LABEL_REPAIR_H
#define LABEL_REPAIR_H

#include "label/board.h"

/*
 * After the greedy pass: each label that found no place (or stands on a leader)
 * is given one if those in its way can move to other spots of theirs, two steps
 * deep; a label that keeps two others of its own priority from being shown gives
 * way to them; and every label takes a better spot that has become free.
 * `order`: the labels by priority.  Stops when `effort` spots have been looked at.
 */
void repair(struct board *b, const uint32_t *order, uint32_t effort, struct arena *scratch);

#endif
