#include "paint/flatten.h"

static struct point on_curve(const struct point p[static 4], double t) {
	double s = 1 - t;
	double a = s * s * s, b = 3 * s * s * t, d = 3 * s * t * t, e = t * t * t;
	return (struct point){ a * p[0].x + b * p[1].x + d * p[2].x + e * p[3].x,
		a * p[0].y + b * p[1].y + d * p[2].y + e * p[3].y };
}

/* The deviation of a chord is at most |B''| / 8 n^2, and |B''| at most six times the
 * larger second difference of the control points. */
static uint32_t count_chords(const struct point p[static 4]) {
	double ax = p[0].x - 2 * p[1].x + p[2].x, ay = p[0].y - 2 * p[1].y + p[2].y;
	double bx = p[1].x - 2 * p[2].x + p[3].x, by = p[1].y - 2 * p[2].y + p[3].y;
	double bend = sqrt(fmax(ax * ax + ay * ay, bx * bx + by * by));
	return (uint32_t)fmin(1 + sqrt(0.75 / 0.05 * bend), FLATTEN_MOST);
}

uint32_t flatten_curve(const struct point p[static 4], struct point chord[static FLATTEN_MOST]) {
	uint32_t n = count_chords(p);
	for (uint32_t i = 1; i < n; i++)
		chord[i - 1] = on_curve(p, (double)i / n);
	chord[n - 1] = p[3];
	return n;
}
