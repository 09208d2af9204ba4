#include "geo/project.h"

#include "geo/build.h"
#include "geo/dateline.h"
#include "geo/horizon.h"
#include "geo/mercator.h"
#include "geo/projector.h"

#define RADIANS (3.14159265358979323846 / 180)

/*
 * From degrees to projected units: cut to what the map shows and to what the
 * projection does not tear, then project all points of a part at once, then
 * look at the middles of those segments that are long enough to be bent.
 */

/* No segment is longer than this before its middle is looked at: a longer one
 * could bend twice and have its middle on the chord. */
static const double LONGEST_STEP = 5;

enum { MOST_HALVINGS = 10 };

struct task {
	struct projector *projector;
	const struct outline *outline;
	double tolerance;
	struct rect inside;             /* degrees; keeps clear of the cut by a hair */
	struct arena *scratch;
	struct geom_builder *out;
};

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
	return distance_to_segment(middle, a, b) > 0.75 * tolerance;
}

/* One round of halving; false when nothing was added. */
static bool halve(const struct task *task, struct track *t) {
	uint32_t nmiddles = 0, nbent = 0;
	for (uint32_t i = 0; i + 1 < t->n; i++) {
		t->check[i] = t->check[i] && may_bend(t, i, task->tolerance);
		nmiddles += t->check[i];
	}
	if (nmiddles == 0)
		return false;
	struct track middle = track_new(nmiddles, task->scratch);
	for (uint32_t i = 0, k = 0; i + 1 < t->n; i++) {
		if (!t->check[i])
			continue;
		struct point a = t->degrees[i], b = t->degrees[i + 1];
		middle.degrees[k] = middle.projected[k] =
			(struct point){ a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2 };
		k++;
	}
	projector_forward(task->projector, middle.projected, nmiddles);
	for (uint32_t i = 0, k = 0; i + 1 < t->n; i++) {
		if (!t->check[i])
			continue;
		t->check[i] = is_bent(t, i, middle.projected[k], task->tolerance);
		nbent += middle.check[k++] = t->check[i];
	}
	if (nbent == 0)
		return false;
	struct track finer = track_new(t->n + nbent, task->scratch);
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
	return t->check[i] && hypot(b.x - a.x, b.y - a.y) > 64 * tolerance;
}

static void emit_line(const struct task *task, const struct track *t) {
	for (uint32_t i = 0; i < t->n; i++) {
		if (!is_lost(t->projected[i]))
			build_point(task->out, t->projected[i]);
		if (is_lost(t->projected[i]) || (i + 1 < t->n && is_torn(t, i, task->tolerance)))
			build_end(task->out, 2);
	}
	build_end(task->out, 2);
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
static void emit_ring(const struct task *task, const struct track *t) {
	uint32_t start = 0, segments = t->n - 1;
	while (start < segments && !is_torn(t, start, task->tolerance))
		start++;
	start = start < segments ? start + 1 : 0;
	for (uint32_t k = 0; k < segments; k++) {
		uint32_t i = (start + k) % segments;
		if (!is_lost(t->projected[i]))
			build_point(task->out, t->projected[i]);
		if (is_torn(t, i, task->tolerance))
			close_ring(task->out);
	}
	close_ring(task->out);
}

static double clamp(double v, double low, double high) {
	return v < low ? low : v > high ? high : v;
}

static void project_part(const struct task *task, const struct point *p, uint32_t n,
	enum geom_type type) {
	struct arena_mark mark = arena_mark(task->scratch);
	struct track t = track_new(n, task->scratch);
	for (uint32_t i = 0; i < n; i++) {
		t.degrees[i].x = clamp(p[i].x, task->inside.min.x, task->inside.max.x);
		t.degrees[i].y = clamp(p[i].y, task->inside.min.y, task->inside.max.y);
		t.projected[i] = t.degrees[i];
		t.check[i] = !projector_is_degrees(task->projector);
	}
	projector_forward(task->projector, t.projected, n);
	for (int round = 0; round < MOST_HALVINGS && halve(task, &t); round++)
		;
	/* What is still marked may be settled all the same. */
	for (uint32_t i = 0; i + 1 < t.n; i++)
		t.check[i] = t.check[i] && may_bend(&t, i, task->tolerance);
	if (type == GEOM_LINES)
		emit_line(task, &t);
	else if (n >= 4)
		emit_ring(task, &t);
	arena_rewind(task->scratch, mark);
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
				build_point(&b, (struct point){ from.x + (to.x - from.x) * s / steps,
					from.y + (to.y - from.y) * s / steps });
			build_point(&b, to);
		}
		build_end(&b, 1);
	}
	return b.geom;
}

static void project_parts(const struct task *task, const struct geom *g) {
	for (uint32_t i = 0; i < g->nparts; i++) {
		uint32_t start = geom_start(g, i);
		project_part(task, g->point + start, g->end[i] - start, g->type);
	}
}

static bool covers(struct rect outer, struct rect inner) {
	return inner.min.x >= outer.min.x && inner.max.x <= outer.max.x
		&& inner.min.y >= outer.min.y && inner.max.y <= outer.max.y;
}

static struct geom clip_to(const struct geom *g, struct rect bounds, struct rect to,
	struct arena *a) {
	return covers(to, bounds) ? *g : geom_clip(g, to, a);
}

static struct rect shift(struct rect r, double by) {
	r.min.x += by;
	r.max.x += by;
	return r;
}

/* `box`: what the window shows, in degrees from anywhere. */
static void project_lobe(struct task *task, const struct geom *g, struct rect bounds,
	struct rect lobe, struct rect box) {
	const double hair = 1e-9;
	/* A box of the whole world fits once. */
	double turns = rect_width(box) >= 360 ? 0 : 1;
	for (double turn = -turns; turn <= turns; turn++) {
		struct rect r = rect_intersection(lobe, shift(box, 360 * turn));
		if (!(r.min.x < r.max.x && r.min.y < r.max.y) || !rect_overlaps(r, bounds))
			continue;
		struct geom piece = clip_to(g, bounds, r, task->scratch);
		piece = subdivide(&piece, task->scratch);
		task->inside = (struct rect){ { lobe.min.x + hair, lobe.min.y },
			{ lobe.max.x - hair, lobe.max.y } };
		project_parts(task, &piece);
	}
}

static void project_lobes(struct task *task, const struct geom *g, double lon0, struct rect box) {
	struct geom cut = geom_split_dateline(g, lon0, task->scratch);
	struct rect bounds = geom_bounds(&cut);
	if (rect_width(box) >= 360) {
		box.min.x = lon0 - 180;
		box.max.x = lon0 + 180;
	}
	for (unsigned i = 0; i < task->outline->nlobes; i++)
		project_lobe(task, &cut, bounds, shift(task->outline->lobe[i], lon0), box);
}

static void project_round(struct task *task, const struct geom *g, struct rect box) {
	struct horizon h = { task->outline->center, task->outline->horizon };
	struct geom whole = geom_unwrap(g, task->scratch);
	struct rect bounds = geom_bounds(&whole);
	bool all_around = rect_width(box) >= 360;
	if (all_around) {
		box.min.x = bounds.min.x;
		box.max.x = bounds.max.x;
	}
	double first = ceil((bounds.min.x - box.max.x) / 360);
	double last = floor((bounds.max.x - box.min.x) / 360);
	if (all_around || last - first > 8)
		first = last = 0;
	task->inside = (struct rect){ { -INFINITY, -90 }, { INFINITY, 90 } };
	for (double turn = first; turn <= last; turn++) {
		struct geom piece = clip_to(&whole, bounds, shift(box, 360 * turn), task->scratch);
		piece = subdivide(&piece, task->scratch);
		if (!geom_is_empty(&piece) && horizon_side(&h, geom_bounds(&piece)) <= 0)
			piece = horizon_clip(&h, &piece, task->scratch);
		project_parts(task, &piece);
	}
}

static bool is_shown(const struct task *task, struct point p, double lon0, struct rect box) {
	double beyond = p.x - 360 * turns_from(p.x, box.min.x);
	if (beyond > box.max.x || p.y < box.min.y || p.y > box.max.y)
		return false;
	if (task->outline->kind == OUTLINE_HORIZON)
		return horizon_shows(&(struct horizon){ task->outline->center,
			task->outline->horizon }, p);
	for (unsigned i = 0; i < task->outline->nlobes; i++)
		if (rect_contains(shift(task->outline->lobe[i], lon0), p))
			return true;
	return false;
}

static void project_points(struct task *task, const struct geom *g, double lon0, struct rect box) {
	uint32_t n = 0;
	struct point *p = arena_new(task->scratch, struct point, g->npoints);
	for (uint32_t i = 0; i < g->npoints; i++) {
		struct point at = g->point[i];
		if (at.x < lon0 - 180 || at.x > lon0 + 180)
			at.x -= 360 * turns_from(at.x, lon0 - 180);
		if (is_shown(task, at, lon0, box))
			p[n++] = at;
	}
	projector_forward(task->projector, p, n);
	for (uint32_t i = 0; i < n; i++)
		if (!is_lost(p[i]))
			build_point(task->out, p[i]);
}

/* Degrees and Web Mercator go on beyond +-180: there the map is cut opposite to
 * the middle of the window. */
static double cut_of(const struct task *task, struct rect box) {
	if (!projector_is_mercator(task->projector) && !projector_is_degrees(task->projector))
		return task->outline->lon0;
	bool within = box.min.x >= -180 && box.max.x <= 180;
	return within || rect_width(box) >= 360 ? 0 : rect_center(box).x;
}

struct geom geom_project(const struct geom *g, struct projector *p, double tolerance,
	struct rect window, struct arena *a) {
	struct geom_builder out;
	build_init(&out, g->type, g->nparts, a);
	if (geom_is_empty(g))
		return out.geom;
	struct arena scratch = ARENA_INIT;
	struct task task = { .projector = p, .outline = projector_outline(p),
		.tolerance = tolerance > 0 ? tolerance : INFINITY,
		.scratch = &scratch, .out = &out };
	struct rect box = projector_window_degrees(p, window);
	double lon0 = cut_of(&task, box);
	if (g->type == GEOM_POINTS)
		project_points(&task, g, lon0, box);
	else if (task.outline->kind == OUTLINE_HORIZON)
		project_round(&task, g, box);
	else
		project_lobes(&task, g, lon0, box);
	arena_release(&scratch);
	return out.geom;
}
