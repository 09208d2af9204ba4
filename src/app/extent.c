#include "app/extent.h"

#include <stdlib.h>

void extent_add(struct extent *e, struct point p) {
	*arena_push(e->arena, e->point, e->npoints, e->capacity) = p;
}

void extent_add_box(struct extent *e, struct rect b) {
	enum { SAMPLES = 16 };
	/* Wider than this a box may have its edges where the map does not reach. */
	static const double wide = 90;
	bool first = e->npoints == 0, filled = rect_width(b) > wide;
	for (int row = 0; row <= SAMPLES; row++) {
		bool edge = row == 0 || row == SAMPLES;
		for (int column = 0; column <= SAMPLES; column++) {
			double x = b.min.x + rect_width(b) * column / SAMPLES;
			double y = b.min.y + rect_height(b) * row / SAMPLES;
			if (edge || filled || column == 0 || column == SAMPLES)
				extent_add(e, (struct point){ x, y });
		}
	}
	e->nfixed = first ? e->npoints : 0;
}

void extent_add_layer(struct extent *e, const struct layer *layer) {
	for (uint32_t i = 0; i < layer->nfeatures; i++) {
		const struct geom *g = &layer->feature[i].geom;
		for (uint32_t k = 0; k < g->npoints; k++)
			extent_add(e, g->point[k]);
	}
}

static int compare_doubles(const void *left, const void *right) {
	double a = *(const double *)left, b = *(const double *)right;
	return (a > b) - (a < b);
}

static double wrap(double lon) {
	return lon - 360 * floor((lon + 180) / 360);
}

/* Where to start counting longitudes: behind the widest stretch without points. */
static double first_longitude(const struct extent *e) {
	uint32_t n = e->npoints;
	double *lon = arena_new(e->arena, double, n);
	for (uint32_t i = 0; i < n; i++)
		lon[i] = wrap(e->point[i].x);
	qsort(lon, n, sizeof(*lon), compare_doubles);
	double widest = lon[0] + 360 - lon[n - 1], first = lon[0];
	for (uint32_t i = 1; i < n; i++) {
		if (lon[i] - lon[i - 1] > widest + 1e-9) {
			widest = lon[i] - lon[i - 1];
			first = lon[i];
		}
	}
	return first;
}

struct rect extent_unwrap(struct extent *e) {
	struct rect box = RECT_EMPTY;
	bool fixed = e->nfixed == e->npoints;
	if (e->npoints == 0)
		return box;
	for (uint32_t i = 0; i < e->npoints && fixed; i++)
		box = rect_add(box, e->point[i]);
	if (fixed)
		return box;
	double first = first_longitude(e);
	for (uint32_t i = 0; i < e->npoints; i++) {
		double lon = wrap(e->point[i].x);
		e->point[i].x = lon < first - 1e-12 ? lon + 360 : lon;
		box = rect_add(box, e->point[i]);
	}
	return box;
}
