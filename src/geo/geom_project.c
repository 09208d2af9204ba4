#include "geo/project.h"

#include "geo/dateline.h"
#include "geo/densify.h"
#include "geo/horizon.h"
#include "geo/mercator.h"
#include "geo/projector.h"

/*
 * From degrees to projected units: cut to what the window shows and to what the
 * projection does not tear, then handed to densify_parts().
 */

struct task {
	struct densify densify;
	const struct outline *outline;
	struct horizon horizon;
	struct arena *scratch;
};

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
		task->densify.inside = (struct rect){ { lobe.min.x + hair, lobe.min.y },
			{ lobe.max.x - hair, lobe.max.y } };
		piece = densify_prepare(&task->densify, &piece);
		densify_parts(&task->densify, &piece);
	}
}

static void project_lobes(struct task *task, const struct geom *g, struct rect box) {
	double lon0 = task->outline->lon0;
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
	task->densify.inside = (struct rect){ { -INFINITY, -90 }, { INFINITY, 90 } };
	for (double turn = first; turn <= last; turn++) {
		struct geom piece = clip_to(&whole, bounds, shift(box, 360 * turn), task->scratch);
		piece = densify_prepare(&task->densify, &piece);
		if (!geom_is_empty(&piece)
			&& horizon_side(&task->horizon, geom_bounds(&piece)) <= 0)
			piece = horizon_clip(&task->horizon, &piece, task->scratch);
		densify_parts(&task->densify, &piece);
	}
}

enum { MOST_WORLDS = 64 };

static void copies_within(struct rect bounds, struct rect box, double *first, double *last) {
	*first = ceil((box.min.x - bounds.max.x) / 360);
	*last = floor((box.max.x - bounds.min.x) / 360);
	if (!(*last - *first <= MOST_WORLDS)) {
		*first = 1;
		*last = 0;
	}
}

static void move(struct geom *g, uint32_t from, double by) {
	for (uint32_t i = from; i < g->npoints; i++)
		g->point[i].x += by;
}

static double turn_width(const struct projector *p) {
	return projector_is_mercator(p) ? 2 * MERCATOR_HALF : 360;
}

static void project_repeated(struct task *task, const struct geom *g, struct rect box) {
	double first, last;
	struct geom whole = geom_unwrap(g, task->scratch);
	struct rect bounds = geom_bounds(&whole), lobe = task->outline->lobe[0];
	box.min.y = fmax(box.min.y, lobe.min.y);
	box.max.y = fmin(box.max.y, lobe.max.y);
	task->densify.inside = (struct rect){ { -INFINITY, box.min.y }, { INFINITY, box.max.y } };
	copies_within(bounds, box, &first, &last);
	for (double turn = first; turn <= last; turn++) {
		struct rect there = shift(box, -360 * turn);
		if (!rect_overlaps(there, bounds))
			continue;
		struct geom piece = clip_to(&whole, bounds, there, task->scratch);
		uint32_t before = task->densify.out->geom.npoints;
		piece = densify_prepare(&task->densify, &piece);
		densify_parts(&task->densify, &piece);
		move(&task->densify.out->geom, before, turn * turn_width(task->densify.projector));
	}
}

static bool is_shown(const struct task *task, struct point p, double lon0, struct rect box) {
	if (rect_width(box) < 360) {
		double x = p.x - 360 * turns_from(p.x, box.min.x);
		if (x > box.max.x)
			return false;
	}
	if (p.y < box.min.y || p.y > box.max.y)
		return false;
	if (task->outline->kind == OUTLINE_HORIZON)
		return horizon_shows(&task->horizon, p);
	for (unsigned i = 0; i < task->outline->nlobes; i++)
		if (rect_contains(shift(task->outline->lobe[i], lon0), p))
			return true;
	return false;
}

static void emit_point(const struct task *task, struct point p, struct rect box) {
	struct projector *projector = task->densify.projector;
	double first = 0, last = 0;
	if (projector_repeats(projector))
		copies_within((struct rect){ p, p }, box, &first, &last);
	if (!projector_forward(projector, &p, 1))
		return;
	for (double turn = first; turn <= last; turn++) {
		struct point copy = { p.x + turn * turn_width(projector), p.y };
		build_point(task->densify.out, copy);
	}
}

static void project_points(struct task *task, const struct geom *g, struct rect box) {
	double lon0 = task->outline->lon0;
	for (uint32_t i = 0; i < g->npoints; i++) {
		struct point at = g->point[i];
		if (at.x < lon0 - 180 || at.x > lon0 + 180)
			at.x -= 360 * turns_from(at.x, lon0 - 180);
		if (is_shown(task, at, lon0, box))
			emit_point(task, at, box);
	}
}

/* Degrees, if from anywhere: what goes round the world ten times is none. */
static bool are_degrees(const struct geom *g) {
	for (uint32_t i = 0; i < g->npoints; i++)
		if (!(fabs(g->point[i].x) <= 3600 && fabs(g->point[i].y) <= 3600))
			return false;
	return true;
}

struct geom geom_project(const struct geom *g, struct projector *p, double tolerance,
	struct rect window, struct arena *a) {
	struct geom_builder out;
	build_init(&out, g->type, g->nparts, a);
	if (geom_is_empty(g) || (g->type != GEOM_POINTS && !are_degrees(g)))
		return out.geom;
	struct arena scratch = ARENA_INIT;
	struct task task = { .outline = projector_outline(p), .scratch = &scratch };
	task.horizon = (struct horizon){ task.outline->center, task.outline->horizon };
	task.densify = (struct densify){ .projector = p, .scratch = &scratch, .out = &out };
	task.densify.tolerance = tolerance > 0 ? tolerance : INFINITY;
	struct rect box = projector_window_degrees(p, window);
	if (g->type == GEOM_POINTS)
		project_points(&task, g, box);
	else if (projector_repeats(p))
		project_repeated(&task, g, box);
	else if (task.outline->kind == OUTLINE_HORIZON)
		project_round(&task, g, box);
	else
		project_lobes(&task, g, box);
	arena_release(&scratch);
	return out.geom;
}
