#include "geo/mercator.h"

#define RADIANS (3.14159265358979323846 / 180)

struct point mercator_forward(struct point degrees) {
	/* asinh(tan(lat)) is ln(tan(45 + lat / 2)) without its loss of digits at
	 * the equator. */
	return (struct point){ MERCATOR_RADIUS * RADIANS * degrees.x,
		MERCATOR_RADIUS * asinh(tan(RADIANS * degrees.y)) };
}

struct point mercator_inverse(struct point metres) {
	return (struct point){ metres.x / (MERCATOR_RADIUS * RADIANS),
		atan(sinh(metres.y / MERCATOR_RADIUS)) / RADIANS };
}
