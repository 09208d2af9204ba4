#ifndef COMPOSE_REACH_H
#define COMPOSE_REACH_H

#include "compose/context.h"

/* How far beyond the frame geometry has to be kept so that the ink of every line, circle and
 * area of the layers that are on is there: COMPOSE_MARGIN, or more where a style draws
 * wider; page units. */
double compose_reach(struct compose *c);

#endif
