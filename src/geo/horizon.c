#include "geo/horizon.h"

#include "geo/build.h"

/*
 * On the plane of a stereographic projection the horizon is a circle, and the
 * place opposite to its center lies at infinity.  A ring is cut like a ring by
 * a window: what runs outside is replaced by a run along the circle that turns
 * around the center by as much.  A polygon that holds the place opposite is, on
 * that plane, everything outside its ring: the whole circle is added to it.
 */

struct cap {
	double sin_lat, cos_lat, lon, lat, limit; /* limit: cosine of the radius */
};

/* Rings of data pass exactly through the place opposite to a round center; a
 * ten-millionth of a degree beside it everything has a side. */
static struct cap cap_of(const struct horizon *h) {
	double lat = h->center.y;
	lat += lat > 0 ? -1.7e-7 : 1.7e-7;
	return (struct cap){ .sin_lat = sin(lat * RADIANS),
		.cos_lat = cos(lat * RADIANS),
		.lon = h->center.x + 1.3e-7,
		.lat = lat,
		.limit = cos(h->radius * RADIANS) };
}

struct seen {
	double depth;       /* above 0: within the horizon */
	double east, north; /* direction from the center, not of length 1 */
};

static struct seen see(const struct cap *c, struct point p) {
	double lon = (p.x - c->lon) * RADIANS, lat = p.y * RADIANS;
	double sin_lat = sin(lat), cos_lat = cos(lat), cos_lon = cos(lon);
	return (struct seen){
		.depth = c->sin_lat * sin_lat + c->cos_lat * cos_lat * cos_lon - c->limit,
		.east = cos_lat * sin(lon),
		.north = c->cos_lat * sin_lat - c->sin_lat * cos_lat * cos_lon,
	};
}

static double angle_of(struct seen s) {
	return atan2(s.north, s.east);
}

/* Counter-clockwise turn from one direction to the other, -pi to pi. */
static double turn_between(struct seen a, struct seen b) {
	return atan2(a.east * b.north - a.north * b.east, a.east * b.east + a.north * b.north);
}

static struct point between(struct point a, struct point b, double t) {
	return (struct point){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };
}

/* The turn of the straight edge from a to b around the center: by halves, as
 * long as it passes near the place opposite and the side is in doubt. */
static double turn_along(const struct cap *c, struct point a, struct point b, unsigned depth) {
	double turn = turn_between(see(c, a), see(c, b));
	if (fabs(turn) < 1 || depth == 0)
		return turn;
	struct point middle = between(a, b, 0.5);
	return turn_along(c, a, middle, depth - 1) + turn_along(c, middle, b, depth - 1);
}

enum { TURN_DEPTH = 32 };

static struct point edge_crossing(const struct cap *c, struct point a, struct point b) {
	bool inside = see(c, a).depth > 0;
	double low = 0, high = 1;
	for (int i = 0; i < 40; i++) {
		double t = (low + high) / 2;
		if ((see(c, between(a, b, t)).depth > 0) == inside)
			low = t;
		else
			high = t;
	}
	return between(a, b, inside ? low : high);
}

static struct point on_horizon(const struct cap *c, double angle) {
	double sin_radius = sqrt(1 - c->limit * c->limit);
	double north = sin_radius * sin(angle), east = sin_radius * cos(angle);
	double up = c->limit * c->sin_lat + north * c->cos_lat;
	double out = c->limit * c->cos_lat - north * c->sin_lat;
	return (struct point){ c->lon + atan2(east, out) / RADIANS,
		atan2(up, hypot(east, out)) / RADIANS };
}

/* Points strictly between both ends. */
static void append_arc(const struct cap *c, double from, double turn, struct geom_builder *b) {
	unsigned steps = (unsigned)ceil(fabs(turn) / (0.5 * RADIANS));
	for (unsigned i = 1; i < steps; i++)
		build_point(b, on_horizon(c, from + turn * i / steps));
}

static void append_circle(const struct cap *c, struct geom_builder *b) {
	struct point first = on_horizon(c, 0);
	build_point(b, first);
	append_arc(c, 0, 2 * PI, b);
	build_point(b, first);
	build_end(b, 4);
}

/* Appends what is left of a ring; of one wholly beyond the horizon nothing, but
 * how often it turns around the center is returned. */
static double clip_ring(const struct cap *c, const struct point *p, uint32_t n,
	struct geom_builder *b) {
	uint32_t start = 0;
	while (start < n - 1 && see(c, p[start]).depth <= 0)
		start++;
	double turn = 0;
	if (start == n - 1) {
		for (uint32_t i = 1; i < n; i++)
			turn += turn_along(c, p[i - 1], p[i], TURN_DEPTH);
		return round(turn / (2 * PI));
	}
	bool inside = true;
	struct point left = p[start];
	build_point(b, p[start]);
	for (uint32_t i = 1; i < n; i++) {
		struct point from = p[(start + i - 1) % (n - 1)], to = p[(start + i) % (n - 1)];
		bool now = see(c, to).depth > 0;
		if (inside && !now) {
			left = edge_crossing(c, from, to);
			build_point(b, left);
			turn = turn_along(c, left, to, TURN_DEPTH);
		} else if (!inside && !now) {
			turn += turn_along(c, from, to, TURN_DEPTH);
		} else if (!inside) {
			struct point enters = edge_crossing(c, from, to);
			turn += turn_along(c, from, enters, TURN_DEPTH);
			append_arc(c, angle_of(see(c, left)), turn, b);
			build_point(b, enters);
		}
		if (now)
			build_point(b, to);
		inside = now;
	}
	if (build_length(b)) {
		struct point first = b->geom.point[build_start(b)];
		b->geom.point[b->geom.npoints - 1] = first;
	}
	build_end(b, 4);
	return 0;
}

static void clip_line(const struct cap *c, const struct point *p, uint32_t n,
	struct geom_builder *b) {
	bool inside = n && see(c, p[0]).depth > 0;
	if (inside)
		build_point(b, p[0]);
	for (uint32_t i = 1; i < n; i++) {
		bool now = see(c, p[i]).depth > 0;
		if (inside != now)
			build_point(b, edge_crossing(c, p[i - 1], p[i]));
		if (now)
			build_point(b, p[i]);
		else
			build_end(b, 2);
		inside = now;
	}
	build_end(b, 2);
}

/* The place opposite to the center, at the longitude that is first in the box. */
static struct point opposite(const struct cap *c, struct rect bounds) {
	struct point p = { c->lon + 180, -c->lat };
	p.x -= 360 * floor((p.x - bounds.min.x) / 360);
	return p;
}

/* How often a ring of degrees winds around the place opposite to the center. */
static double winds_opposite(const struct cap *c, const struct point *p, uint32_t n,
	struct rect bounds) {
	double winds = 0;
	for (struct point at = opposite(c, bounds); at.x <= bounds.max.x; at.x += 360)
		if (ring_contains(p, n, at))
			winds += ring_area(p, n) < 0 ? -1 : 1;
	return winds;
}

/* -1: the whole box lies beyond, 1: before the horizon, 0: neither is certain. */
static int box_side(const struct cap *c, struct rect degrees) {
	double away = acos(fmax(-1, fmin(1, see(c, rect_center(degrees)).depth + c->limit)));
	/* No point of the box is farther from its middle than the way along the
	 * meridian and then along the parallel. */
	double reach = (rect_width(degrees) + rect_height(degrees)) / 2 * RADIANS;
	double radius = acos(c->limit);
	if (away + reach < radius)
		return 1;
	return away - reach > radius ? -1 : 0;
}

/* Parts [from, to): one outer ring and its holes. */
static void clip_polygon(const struct cap *c, const struct geom *g, uint32_t from, uint32_t to,
	struct geom_builder *b) {
	struct arena scratch = ARENA_INIT;
	struct geom_builder rings;
	build_init(&rings, GEOM_POLYGONS, to - from, &scratch);
	double circles = 0;
	for (uint32_t i = from; i < to; i++) {
		const struct point *p = g->point + geom_start(g, i);
		uint32_t n = g->end[i] - geom_start(g, i);
		if (n < 4)
			continue;
		struct rect bounds = geom_part_bounds(g, i);
		int side = box_side(c, bounds);
		if (side > 0) {
			build_points(&rings, p, n);
			build_end(&rings, 4);
		} else if (side == 0 || opposite(c, bounds).x <= bounds.max.x) {
			circles += winds_opposite(c, p, n, bounds) + clip_ring(c, p, n, &rings);
		}
	}
	if (circles > 0)
		append_circle(c, b);
	for (uint32_t i = 0; i < rings.geom.nparts; i++) {
		uint32_t start = geom_start(&rings.geom, i);
		build_points(b, rings.geom.point + start, rings.geom.end[i] - start);
		build_end(b, 4);
	}
	arena_release(&scratch);
}

struct geom horizon_clip(const struct horizon *h, const struct geom *g, struct arena *a) {
	struct cap c = cap_of(h);
	struct geom_builder b;
	build_init(&b, g->type, g->nparts, a);
	uint32_t from = 0;
	for (uint32_t i = 0; i < g->nparts; i++) {
		const struct point *p = g->point + geom_start(g, i);
		uint32_t n = g->end[i] - geom_start(g, i);
		if (g->type == GEOM_LINES) {
			clip_line(&c, p, n, &b);
			continue;
		}
		if (i > from && ring_area(p, n) >= 0) {
			clip_polygon(&c, g, from, i, &b);
			from = i;
		}
	}
	if (g->type == GEOM_POLYGONS && from < g->nparts)
		clip_polygon(&c, g, from, g->nparts, &b);
	return b.geom;
}

bool horizon_shows(const struct horizon *h, struct point degrees) {
	struct cap c = cap_of(h);
	return see(&c, degrees).depth > 0;
}

int horizon_side(const struct horizon *h, struct rect degrees) {
	struct cap c = cap_of(h);
	return box_side(&c, degrees);
}
