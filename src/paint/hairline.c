#include "paint/hairline.h"

#include <math.h>

/* A line of one pixel fades with the distance of the pixel's middle from it. */
static uint8_t shade(double distance) {
	double d = distance < 1 ? distance : 1;
	return (uint8_t)((1 - d * d * (3 - 2 * d)) * 255 + 0.5);
}

static void put(struct hairline *h, int x, int y, uint8_t shade) {
	x -= h->x;
	y -= h->y;
	if (x < 0 || y < 0 || x >= h->width || y >= h->height)
		return;
	uint8_t *at = &h->alpha[(size_t)y * (size_t)h->stride + (size_t)x];
	if (*at < shade)
		*at = shade;
}

/* One pixel in each column, or row where the line is steep, whose middle it passes. */
void hairline_add(struct hairline *h, struct point a, struct point b) {
	double dx = b.x - a.x, dy = b.y - a.y, length = hypot(dx, dy);
	bool steep = fabs(dy) > fabs(dx);
	double from = steep ? a.y : a.x, to = steep ? b.y : b.x, along = steep ? dy : dx;
	double least = steep ? h->y : h->x, most = least + (steep ? h->height : h->width);
	if (!(length > 0))
		return;
	double first = ceil(fmax(fmin(from, to), least) - 0.5);
	double last = ceil(fmin(fmax(from, to), most) - 0.5) - 1;
	for (double i = first; i <= last; i++) {
		double t = (i + 0.5 - from) / along;
		double across = steep ? a.x + t * dx : a.y + t * dy, row = floor(across);
		if (!(fabs(row) < 1e6))
			continue;
		double off = fabs(across - row - 0.5) * fabs(along) / length;
		put(h, steep ? (int)row : (int)i, steep ? (int)i : (int)row, shade(off));
	}
}
