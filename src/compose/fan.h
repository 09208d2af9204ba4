#ifndef COMPOSE_FAN_H
#define COMPOSE_FAN_H

#include <stdint.h>

#include "base/arena.h"
#include "geo/point.h"

/* Moves points that stand closer than `diameter` apart onto a circle around
 * their common middle, in the order of their directions (of the array where they
 * coincide), so that every symbol is seen whole.  In place; page units.  The rest
 * stays where it is, and so do crowds of
 * more than 12. */
void fan_out(struct point *at, uint32_t n, double diameter, struct arena *scratch);

/* How far from there `n` symbols on one spot are moved. */
double fan_radius(uint32_t n, double diameter);

#endif
