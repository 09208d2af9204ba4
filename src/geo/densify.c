#include "geo/densify.h"

/*
 * All points of a part are projected at once; then the middles of those segments
 * that are long enough to be bent are, and where one lies off its chord the
 * segment is halved, until none does.
 */

/* No segment is longer than this before its middle is looked at: a longer one
 * could bend twice and have its middle on the chord. */
static const double LONGEST_STEP = 5;

enum { MOST_HALVINGS = 10 };

/* One part on its way.  check[i]: the segment from i to i + 1 may be bent. */
struct track {
	struct point *degrees, *projected;
	bool *check;
	uint32_t n;
};

static struct track track_new(uint32_t n, struct arena *a) {
	return (struct track){ arena_new(a, struct point, n), arena_new(a, struct point, n),
		arena_new(a, bool, n), n };
}

static struct point between(struct point a, struct point b, double t) {
	return (struct point){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };
}

static bool is_lost(struct point p) {
	return !isfinite(p.x);
}

/* An arc of length L that turns by w leaves its chord by L w / 8.  A tangent
 * turns by about the way in degrees, near a horizon by several times as much. */
static bool may_bend(const struct track *t, uint32_t i, double tolerance) {
	struct point a = t->degrees[i], b = t->degrees[i + 1];
	double east = fabs(b.x - a.x), way = east + fabs(b.y - a.y);
	/* What is longer runs along the horizon, and is dense already. */
	if (way == 0 || east > LONGEST_STEP * 1.01)
		return false;
	if (is_lost(t->projected[i]) || is_lost(t->projected[i + 1]))
		return is_lost(t->projected[i]) != is_lost(t->projected[i + 1]);
	if (way > 1)
		return true;
	double dx = t->projected[i + 1].x - t->projected[i].x;
	double dy = t->projected[i + 1].y - t->projected[i].y;
	double most = tolerance / (way * RADIANS);
	return dx * dx + dy * dy > most * most;
}

static double distance_to_segment(struct point p, struct point a, struct point b) {
	double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
	double t = length > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length : 0;
	t = t < 0 ? 0 : t > 1 ? 1 : t;
	return hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/* Whether the segment is to be broken at `middle`. */
static bool is_bent(const struct track *t, uint32_t i, struct point middle, double tolerance) {
	struct point a = t->projected[i], b = t->projected[i + 1];
	if (is_lost(a) || is_lost(b) || is_lost(middle))
		return is_lost(a) != is_lost(b) || !is_lost(middle);
	/* The arc may be farthest from its chord a little beside the middle. */
	return distance_to_segment(middle, a, b) > tolerance / 2;
}

/* One round of halving; false when nothing was added. */
static bool halve(const struct densify *d, struct track *t) {
	uint32_t nmiddles = 0, nbent = 0;
	for (uint32_t i = 0; i + 1 < t->n; i++) {
		t->check[i] = t->check[i] && may_bend(t, i, d->tolerance);
		nmiddles += t->check[i];
	}
	if (nmiddles == 0)
		return false;
	struct track middle = track_new(nmiddles, d->scratch);
	for (uint32_t i = 0, k = 0; i + 1 < t->n; i++) {
		if (!t->check[i])
			continue;
		struct point a = t->degrees[i], b = t->degrees[i + 1];
		middle.degrees[k] = middle.projected[k] = between(a, b, 0.5);
		k++;
	}
	projector_forward(d->projector, middle.projected, nmiddles);
	for (uint32_t i = 0, k = 0; i + 1 < t->n; i++) {
		if (!t->check[i])
			continue;
		t->check[i] = is_bent(t, i, middle.projected[k], d->tolerance);
		nbent += middle.check[k++] = t->check[i];
	}
	if (nbent == 0)
		return false;
	struct track finer = track_new(t->n + nbent, d->scratch);
	uint32_t m = 0, k = 0;
	for (uint32_t i = 0; i < t->n; i++) {
		finer.degrees[m] = t->degrees[i];
		finer.projected[m] = t->projected[i];
		bool looked = i + 1 < t->n && t->check[i];
		finer.check[m++] = looked;
		if (!looked)
			continue;
		while (!middle.check[k])
			k++;
		finer.degrees[m] = middle.degrees[k];
		finer.projected[m] = middle.projected[k++];
		finer.check[m++] = true;
	}
	*t = finer;
	return true;
}

/* Still bent after all halvings, and not by a hair: the projection tears here. */
static bool is_torn(const struct track *t, uint32_t i, double tolerance) {
	struct point a = t->projected[i], b = t->projected[i + 1];
	return t->check[i] && point_distance(a, b) > 64 * tolerance;
}

static void emit_line(const struct densify *d, const struct track *t) {
	for (uint32_t i = 0; i < t->n; i++) {
		if (!is_lost(t->projected[i]))
			build_point(d->out, t->projected[i]);
		if (is_lost(t->projected[i]) || (i + 1 < t->n && is_torn(t, i, d->tolerance)))
			build_end(d->out, 2);
	}
	build_end(d->out, 2);
}

static void close_ring(struct geom_builder *b) {
	if (build_length(b) < 3) {
		build_drop(b);
		return;
	}
	struct point first = b->geom.point[build_start(b)];
	struct point last = b->geom.point[b->geom.npoints - 1];
	if (first.x != last.x || first.y != last.y)
		build_point(b, first);
	build_end(b, 4);
}

/* What lies between two tears is closed by itself. */
static void emit_ring(const struct densify *d, const struct track *t) {
	uint32_t start = 0, segments = t->n - 1;
	while (start < segments && !is_torn(t, start, d->tolerance))
		start++;
	start = start < segments ? start + 1 : 0;
	for (uint32_t k = 0; k < segments; k++) {
		uint32_t i = (start + k) % segments;
		if (!is_lost(t->projected[i]))
			build_point(d->out, t->projected[i]);
		if (is_torn(t, i, d->tolerance))
			close_ring(d->out);
	}
	close_ring(d->out);
}

static double clamp(double v, double low, double high) {
	return v < low ? low : v > high ? high : v;
}

static void project_part(const struct densify *d, const struct point *p, uint32_t n,
	enum geom_type type) {
	struct arena_mark mark = arena_mark(d->scratch);
	struct track t = track_new(n, d->scratch);
	for (uint32_t i = 0; i < n; i++) {
		t.degrees[i].x = clamp(p[i].x, d->inside.min.x, d->inside.max.x);
		t.degrees[i].y = clamp(p[i].y, d->inside.min.y, d->inside.max.y);
		t.projected[i] = t.degrees[i];
		t.check[i] = !projector_is_degrees(d->projector);
	}
	projector_forward(d->projector, t.projected, n);
	for (int round = 0; round < MOST_HALVINGS && halve(d, &t); round++)
		;
	/* What is still marked may be settled all the same. */
	for (uint32_t i = 0; i + 1 < t.n; i++)
		t.check[i] = t.check[i] && may_bend(&t, i, d->tolerance);
	if (type == GEOM_LINES)
		emit_line(d, &t);
	else if (n >= 4)
		emit_ring(d, &t);
	arena_rewind(d->scratch, mark);
}

static bool has_long_step(const struct geom *g) {
	for (uint32_t i = 0; i < g->nparts; i++) {
		for (uint32_t k = geom_start(g, i) + 1; k < g->end[i]; k++) {
			struct point a = g->point[k - 1], b = g->point[k];
			if (fabs(b.x - a.x) > LONGEST_STEP || fabs(b.y - a.y) > LONGEST_STEP)
				return true;
		}
	}
	return false;
}

/* Segments broken into equal steps of at most LONGEST_STEP degrees. */
static struct geom subdivide(const struct geom *g, struct arena *a) {
	if (!has_long_step(g))
		return *g;
	struct geom_builder b;
	build_init(&b, g->type, g->nparts, a);
	for (uint32_t i = 0; i < g->nparts; i++) {
		uint32_t start = geom_start(g, i);
		for (uint32_t k = start; k < g->end[i]; k++) {
			struct point to = g->point[k], from = k > start ? g->point[k - 1] : to;
			double way = fmax(fabs(to.x - from.x), fabs(to.y - from.y));
			double steps = ceil(way / LONGEST_STEP);
			for (double s = 1; s < steps; s++)
				build_point(&b, between(from, to, s / steps));
			build_point(&b, to);
		}
		build_end(&b, 1);
	}
	return b.geom;
}

/* Projected units to a degree, where there are most of them in the box. */
static double largest_scale(const struct densify *d, struct rect box) {
	enum { SIDE = 3, STEP = 3 };
	const double degree = 1e-3;
	struct point p[SIDE * SIDE * STEP];
	for (unsigned i = 0; i < SIDE * SIDE; i++) {
		struct point at = { box.min.x + rect_width(box) * (i % SIDE) / (SIDE - 1),
			box.min.y + rect_height(box) * (i / SIDE) / (SIDE - 1) };
		at.x = clamp(at.x, d->inside.min.x, d->inside.max.x - degree);
		at.y = clamp(at.y, d->inside.min.y, d->inside.max.y - degree);
		p[i * STEP] = at;
		p[i * STEP + 1] = (struct point){ at.x + degree, at.y };
		p[i * STEP + 2] = (struct point){ at.x, at.y + degree };
	}
	projector_forward(d->projector, p, SIDE * SIDE * STEP);
	double most = 0;
	for (unsigned i = 0; i < SIDE * SIDE * STEP; i += STEP)
		for (unsigned k = 1; k < STEP; k++) {
			double way = point_distance(p[i], p[i + k]) / degree;
			if (isfinite(way))
				most = fmax(most, way);
		}
	return most;
}

static double mean_step(const struct geom *g) {
	double sum = 0;
	for (uint32_t i = 1; i < g->npoints; i++)
		sum += fabs(g->point[i].x - g->point[i - 1].x)
			+ fabs(g->point[i].y - g->point[i - 1].y);
	return sum / g->npoints;
}

/* Where data is much finer than what will be seen, what goes is not projected.  A
 * quarter of the tolerance is spent on it. */
static struct geom without_details(const struct densify *d, const struct geom *g) {
	enum { FEW = 200 };
	if (g->npoints < FEW || !isfinite(d->tolerance))
		return *g;
	double scale = largest_scale(d, geom_bounds(g));
	double detail = d->tolerance / 4 / scale;
	/* With steps as long as that, looking for them would cost more than it
	 * saves (measured). */
	if (!(scale > 0) || mean_step(g) > 2 * detail)
		return *g;
	return geom_simplify(g, detail, d->scratch);
}

struct geom densify_prepare(const struct densify *d, const struct geom *g) {
	struct geom lean = without_details(d, g);
	return subdivide(&lean, d->scratch);
}

void densify_parts(const struct densify *d, const struct geom *g) {
	for (uint32_t i = 0; i < g->nparts; i++) {
		uint32_t start = geom_start(g, i);
		project_part(d, g->point + start, g->end[i] - start, g->type);
	}
}
