#ifndef PAINT_FLATTEN_H
#define PAINT_FLATTEN_H

#include <stdint.h>

#include "geo/point.h"

enum { FLATTEN_MOST = 64 };

/* The ends of chords along a cubic curve (its start p[0] and control points, pixels), none
 * further than 0.05 pixels from it unless there would be more than FLATTEN_MOST. */
uint32_t flatten_curve(const struct point p[static 4], struct point chord[static FLATTEN_MOST]);

#endif
