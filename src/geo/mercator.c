#include "geo/mercator.h"

struct point mercator_forward(struct point degrees) {
	/* ln(tan(45 + lat / 2)), by way of the sine: half the time, and wrong by no
	 * more than nanometres. */
	double s = sin(RADIANS * degrees.y);
	return (struct point){ degrees.x / 180 * MERCATOR_HALF,
		MERCATOR_RADIUS / 2 * log((1 + s) / (1 - s)) };
}

struct point mercator_inverse(struct point metres) {
	return (struct point){ metres.x / MERCATOR_HALF * 180,
		atan(sinh(metres.y / MERCATOR_RADIUS)) / RADIANS };
}
