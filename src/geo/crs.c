#include "geo/crs.h"

#include <stdio.h>

#include "base/str.h"

static double round_to(double v, double unit) {
	return round(v / unit) * unit;
}

static double normal_longitude(double lon) {
	lon -= 360 * floor((lon + 180) / 360);
	return lon;
}

struct number {
	char text[32];
};

static struct number number(double v) {
	struct number n;
	str_from_double(v, 4, n.text, sizeof(n.text));
	return n;
}

/* What decides: how far the region reaches, in degrees of a great circle. */
struct region {
	double lon, lat; /* of the middle */
	double south, north;
	double width, height; /* degrees of longitude and latitude */
	double across;        /* the width on the ground, at its widest */
};

static struct region region_of(struct rect d) {
	struct region r = { .south = fmax(-90, d.min.y), .north = fmin(90, d.max.y) };
	r.lat = (r.south + r.north) / 2;
	r.lon = normal_longitude((d.min.x + d.max.x) / 2);
	r.width = rect_width(d);
	r.height = r.north - r.south;
	bool over_equator = r.south < 0 && r.north > 0;
	double widest = over_equator ? 0 : fmin(fabs(r.south), fabs(r.north));
	r.across = r.width * cos(widest * RADIANS);
	return r;
}

static bool is_world(const struct region *r) {
	return r->across > 160 || (r->across > 110 && r->height > 100) || r->height > 140;
}

static bool is_polar(const struct region *r) {
	double nearest = fmin(90 - r->north, r->south + 90);
	double far_edge = r->lat > 0 ? r->south : -r->north;
	return far_edge > 20 && ((nearest < 12 && r->width > 90) || r->width > 180);
}

bool crs_is_polar(struct rect degrees) {
	struct region r = region_of(degrees);
	return is_polar(&r);
}

static bool is_narrow(const struct region *r) {
	return (r->across <= 3 && r->height <= 3)
		|| (r->across <= 8 && r->height >= 1.5 * r->across)
		|| (r->across <= 12 && fabs(r->lat) < 15);
}

static bool is_conic(const struct region *r) {
	return fabs(r->lat) >= 15 && fabs(r->lat) <= 70 && r->south * r->north > 0
		&& r->height <= 32 && r->across <= 65;
}

void crs_for_bounds(struct rect degrees, char *out, size_t size) {
	struct region r = region_of(degrees);
	struct number lon = number(round_to(r.lon, 0.5)), lat = number(round_to(r.lat, 0.5));
	if (is_polar(&r)) {
		lon = number(normal_longitude(round_to(r.width >= 359 ? 0 : r.lon, 5)));
		snprintf(out, size, "+proj=laea +lat_0=%s +lon_0=%s +ellps=WGS84",
			r.lat > 0 ? "90" : "-90", lon.text);
	} else if (is_world(&r)) {
		lon = number(normal_longitude(round_to(r.lon, 5)));
		snprintf(out, size, "+proj=eqearth +lon_0=%s +ellps=WGS84", lon.text);
	} else if (is_narrow(&r)) {
		snprintf(out, size, "+proj=tmerc +lat_0=%s +lon_0=%s +ellps=WGS84", lat.text,
			lon.text);
	} else if (is_conic(&r)) {
		/* Standard parallels a sixth from the edges: Deetz and Adams (1938). */
		struct number first = number(round_to(r.south + r.height / 6, 0.5));
		struct number second = number(round_to(r.north - r.height / 6, 0.5));
		snprintf(out, size,
			"+proj=lcc +lat_1=%s +lat_2=%s +lat_0=%s +lon_0=%s +ellps=WGS84",
			first.text, second.text, lat.text, lon.text);
	} else {
		snprintf(out, size, "+proj=laea +lat_0=%s +lon_0=%s +ellps=WGS84", lat.text,
			lon.text);
	}
}
