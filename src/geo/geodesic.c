#include "geo/geodesic.h"

#include <geodesic.h>

#include "geo/build.h"

/* WGS 84, NGA.STND.0036. */
#define SEMI_MAJOR_AXIS 6378137.0
#define FLATTENING (1 / 298.257223563)

static struct geod_geodesic ellipsoid(void) {
	struct geod_geodesic g;
	geod_init(&g, SEMI_MAJOR_AXIS, FLATTENING);
	return g;
}

double geodesic_distance(struct point from, struct point to) {
	struct geod_geodesic g = ellipsoid();
	double metres, azimuth[2];
	geod_inverse(&g, from.y, from.x, to.y, to.x, &metres, &azimuth[0], &azimuth[1]);
	return metres;
}

double geodesic_azimuth(struct point from, struct point to) {
	struct geod_geodesic g = ellipsoid();
	double metres, azimuth[2];
	geod_inverse(&g, from.y, from.x, to.y, to.x, &metres, &azimuth[0], &azimuth[1]);
	return azimuth[0];
}

struct point geodesic_direct(struct point from, double azimuth, double metres) {
	struct geod_geodesic g = ellipsoid();
	struct point to;
	double arrives;
	geod_direct(&g, from.y, from.x, azimuth, metres, &to.y, &to.x, &arrives);
	return to;
}

static double nearest_turn(double x, double to) {
	return x - 360 * round((x - to) / 360);
}

struct geom geodesic_circle(struct point center, double metres, uint32_t n, struct arena *a) {
	struct geod_geodesic g = ellipsoid();
	struct geom_builder b;
	build_init(&b, GEOM_POLYGONS, 1, a);
	if (n < 3)
		n = 3;
	for (uint32_t i = 0; i < n; i++) {
		struct point p;
		double arrives;
		geod_direct(&g, center.y, center.x, -360.0 * i / n, metres, &p.y, &p.x, &arrives);
		p.x = nearest_turn(p.x, center.x);
		build_point(&b, p);
	}
	build_point(&b, b.geom.point[0]);
	build_end(&b, 4);
	return b.geom;
}

enum { MOST_STEPS = 100000 };

struct geom geodesic_line(const struct point *through, uint32_t n, double step, struct arena *a) {
	struct geod_geodesic g = ellipsoid();
	struct geom_builder b;
	build_init(&b, GEOM_LINES, 1, a);
	if (n)
		build_point(&b, through[0]);
	for (uint32_t i = 1; i < n; i++) {
		struct geod_geodesicline line;
		struct point from = through[i - 1], to = through[i];
		geod_inverseline(&line, &g, from.y, from.x, to.y, to.x, 0);
		double pieces = step > 0 ? ceil(line.s13 / step) : 1;
		if (!(pieces <= MOST_STEPS))
			pieces = MOST_STEPS;
		double before = b.geom.point[b.geom.npoints - 1].x;
		for (double k = 1; k <= pieces; k++) {
			struct point p = to;
			double azimuth;
			if (k < pieces)
				geod_position(&line, line.s13 * k / pieces, &p.y, &p.x, &azimuth);
			p.x = nearest_turn(p.x, before);
			before = p.x;
			build_point(&b, p);
		}
	}
	build_end(&b, 2);
	return b.geom;
}
