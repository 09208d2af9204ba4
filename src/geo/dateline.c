#include "geo/dateline.h"

#include "geo/build.h"

/* A part that goes round the world more often than this is no shape of it. */
enum { MOST_TURNS = 16 };

double turns_from(double x, double low) {
	return floor((x - low) / 360);
}

/* Both ends at one pole: a step along it is a step along the edge of a flat
 * map, however long. */
static bool along_pole(struct point a, struct point b) {
	return a.y == b.y && fabs(a.y) >= 90;
}

static bool is_jump(struct point a, struct point b) {
	return fabs(b.x - a.x) > 180 && !along_pole(a, b);
}

bool part_jumps(const struct point *p, uint32_t n) {
	for (uint32_t k = 1; k < n; k++)
		if (is_jump(p[k - 1], p[k]))
			return true;
	return false;
}

static bool has_jump(const struct geom *g) {
	for (uint32_t i = 0; i < g->nparts; i++)
		if (part_jumps(g->point + geom_start(g, i), g->end[i] - geom_start(g, i)))
			return true;
	return false;
}

/* Appends the part without its jumps; returns how far its end has moved. */
static double unwrap(const struct point *p, uint32_t n, struct geom_builder *b) {
	double offset = 0;
	build_point(b, p[0]);
	for (uint32_t i = 1; i < n; i++) {
		if (is_jump(p[i - 1], p[i])) {
			offset -= 360 * round((p[i].x - p[i - 1].x) / 360);
			/* From 180 to -180 is no way at all. */
			if (p[i].x + offset == b->geom.point[b->geom.npoints - 1].x
				&& p[i].y == p[i - 1].y)
				continue;
		}
		build_point(b, (struct point){ p[i].x + offset, p[i].y });
	}
	return offset;
}

/* The ring just appended goes round the world: close it along the pole that it
 * is nearer to. */
static void close_at_pole(struct geom_builder *b) {
	const struct point *p = b->geom.point + build_start(b);
	uint32_t n = build_length(b);
	double weighted = 0;
	for (uint32_t i = 1; i < n; i++)
		weighted += fabs(p[i].x - p[i - 1].x) * (p[i].y + p[i - 1].y);
	double pole = weighted < 0 ? -90 : 90;
	struct point first = p[0], last = p[n - 1];
	build_point(b, (struct point){ last.x, pole });
	build_point(b, (struct point){ first.x, pole });
	build_point(b, first);
}

/* A parallel or a rectangle from -180 to 180 goes all the way round: it is not
 * nothing. */
static bool is_flat(const struct geom_builder *b) {
	const struct point *p = b->geom.point + build_start(b);
	for (uint32_t i = 1; i < build_length(b); i++)
		if (p[i].x != p[0].x)
			return false;
	return true;
}

void ring_unwrap(const struct point *p, uint32_t n, struct geom_builder *b) {
	double moved = unwrap(p, n, b);
	if (fabs(moved) == 360) {
		close_at_pole(b);
		return;
	}
	if (moved != 0 || is_flat(b)) {
		build_drop(b);
		build_points(b, p, n);
	}
}

static void line_unwrap(const struct point *p, uint32_t n, struct geom_builder *b) {
	unwrap(p, n, b);
	if (is_flat(b)) {
		build_drop(b);
		build_points(b, p, n);
	}
}

/* Moves the part by whole turns to begin within 360 degrees east of `low`. */
static void align(struct geom_builder *b, double low) {
	struct point *p = b->geom.point + build_start(b);
	uint32_t n = build_length(b);
	double west = INFINITY;
	for (uint32_t i = 0; i < n; i++)
		west = p[i].x < west ? p[i].x : west;
	double turns = turns_from(west + 1e-9, low);
	for (uint32_t i = 0; i < n && turns != 0; i++)
		p[i].x -= 360 * turns;
}

struct geom geom_unwrap(const struct geom *g, struct arena *a) {
	if (g->type == GEOM_POINTS || !has_jump(g))
		return *g;
	struct geom_builder b;
	build_init(&b, g->type, g->nparts, a);
	/* Who looked at the rings on a flat map may have turned them. */
	struct geom in_order = *g;
	geom_orient(&in_order, a);
	double outer_west = -180;
	for (uint32_t i = 0; i < in_order.nparts; i++) {
		const struct point *p = in_order.point + geom_start(&in_order, i);
		uint32_t n = in_order.end[i] - geom_start(&in_order, i);
		if (n == 0)
			continue;
		if (g->type == GEOM_LINES) {
			line_unwrap(p, n, &b);
			build_end(&b, 1);
			continue;
		}
		ring_unwrap(p, n, &b);
		bool hole = ring_area(b.geom.point + build_start(&b), build_length(&b)) < 0;
		if (hole)
			align(&b, outer_west);
		build_end(&b, 1);
		if (!hole)
			outer_west = geom_part_bounds(&b.geom, b.geom.nparts - 1).min.x;
	}
	return b.geom;
}

static bool is_hole(const struct geom *g, uint32_t part) {
	uint32_t start = geom_start(g, part);
	return ring_area(g->point + start, g->end[part] - start) < 0;
}

static void append_moved(struct geom_builder *b, const struct geom *g, double by, uint32_t least) {
	for (uint32_t i = 0; i < g->nparts; i++) {
		build_points(b, g->point + geom_start(g, i), g->end[i] - geom_start(g, i));
		struct point *p = b->geom.point + build_start(b);
		for (uint32_t k = 0; k < build_length(b) && by != 0; k++)
			p[k].x += by;
		build_end(b, least);
	}
}

/* Parts [from, to): one outer ring and its holes. */
static void split_polygon(const struct geom *g, uint32_t from, uint32_t to, double low,
	struct geom_builder *b) {
	struct arena scratch = ARENA_INIT;
	uint32_t *end = arena_new(&scratch, uint32_t, to - from);
	struct geom one = { .type = GEOM_POLYGONS,
		.point = g->point + geom_start(g, from),
		.nparts = to - from,
		.end = end };
	for (uint32_t i = from; i < to; i++)
		end[i - from] = g->end[i] - geom_start(g, from);
	one.npoints = end[to - from - 1];
	struct rect bounds = geom_part_bounds(&one, 0);
	double first = turns_from(bounds.min.x, low), last = -turns_from(-bounds.max.x, -low) - 1;
	if (last < first)
		last = first;
	if (first == last)
		append_moved(b, &one, -360 * first, 4);
	else if (last - first <= MOST_TURNS)
		for (double k = first; k <= last; k++) {
			struct rect strip = { { low + 360 * k, -INFINITY },
				{ low + 360 * (k + 1), INFINITY } };
			struct geom piece = geom_clip(&one, strip, &scratch);
			append_moved(b, &piece, -360 * k, 4);
		}
	arena_release(&scratch);
}

static void split_polygons(const struct geom *g, double low, struct geom_builder *b) {
	uint32_t from = 0;
	for (uint32_t i = 1; i <= g->nparts; i++) {
		if (i < g->nparts && is_hole(g, i))
			continue;
		split_polygon(g, from, i, low, b);
		from = i;
	}
}

/* Strip by strip along the segment; `*strip` is the one of the open run. */
static void split_segment(struct point a, struct point b, double low, double *strip,
	struct geom_builder *out) {
	double step = b.x >= a.x ? 1 : -1, k = turns_from(a.x, low);
	struct point from = a;
	if (step < 0 && a.x == low + 360 * k)
		k--;
	/* Along the border itself the run goes on as it was. */
	if (a.x == b.x && build_length(out)
		&& (a.x == low + 360 * *strip || a.x == low + 360 * (*strip + 1)))
		k = *strip;
	for (int guard = 0; guard < MOST_TURNS; guard++, k += step) {
		double border = low + 360 * (step > 0 ? k + 1 : k);
		bool ends = a.x == b.x || (step > 0 ? b.x <= border : b.x >= border);
		struct point to = b;
		if (!ends)
			to = (struct point){ border,
				a.y + (border - a.x) / (b.x - a.x) * (b.y - a.y) };
		if (build_length(out) && k != *strip)
			build_end(out, 2);
		if (!build_length(out))
			build_point(out, (struct point){ from.x - 360 * k, from.y });
		build_point(out, (struct point){ to.x - 360 * k, to.y });
		*strip = k;
		if (ends)
			return;
		from = to;
	}
}

static void split_lines(const struct geom *g, double low, struct geom_builder *b) {
	for (uint32_t i = 0; i < g->nparts; i++) {
		double strip = 0;
		for (uint32_t k = geom_start(g, i) + 1; k < g->end[i]; k++)
			split_segment(g->point[k - 1], g->point[k], low, &strip, b);
		build_end(b, 2);
	}
}

struct geom geom_split_dateline(const struct geom *g, double lon0, struct arena *a) {
	double low = lon0 - 180;
	struct rect bounds = geom_bounds(g);
	bool within = bounds.min.x >= low && bounds.max.x <= low + 360;
	if (geom_is_empty(g) || (within && (g->type == GEOM_POINTS || !has_jump(g))))
		return *g;
	struct geom_builder b;
	build_init(&b, g->type, g->nparts, a);
	if (g->type == GEOM_POINTS) {
		for (uint32_t i = 0; i < g->npoints; i++) {
			struct point p = g->point[i];
			p.x -= 360 * turns_from(p.x, low);
			build_point(&b, p);
		}
		return b.geom;
	}
	struct arena scratch = ARENA_INIT;
	struct geom whole = geom_unwrap(g, &scratch);
	if (g->type == GEOM_LINES)
		split_lines(&whole, low, &b);
	else
		split_polygons(&whole, low, &b);
	arena_release(&scratch);
	return b.geom;
}
