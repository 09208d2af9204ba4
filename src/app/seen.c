#include "app/seen.h"

/* A point of the map is seen where it lies within the frame, at whatever turn of the world. */
static bool sees_point(const struct drawing *d, struct point degrees) {
	for (int turn = -1; turn <= 1; turn++) {
		struct point p = { degrees.x + 360 * turn, degrees.y };
		if (projector_forward(d->projector, &p, 1) == 1
			&& rect_contains(d->frame, view_to_page(&d->view, p)))
			return true;
	}
	return false;
}

/* A few points between two places tell whether the line between them is seen. */
static bool sees_line(const struct drawing *d, struct point a, struct point b) {
	enum { STEPS = 32 };
	for (int i = 0; i <= STEPS; i++) {
		double t = (double)i / STEPS;
		if (sees_point(d, (struct point){ a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t }))
			return true;
	}
	return false;
}

static bool sees_event(const struct drawing *d, const struct event *e) {
	if (e->npath == 1 || (e->npath == 0 && e->nplaces == 1))
		return sees_point(d, e->npath ? e->path[0] : e->place[0].point);
	for (uint32_t i = 1; i < e->npath; i++)
		if (sees_line(d, e->path[i - 1], e->path[i]))
			return true;
	for (uint32_t i = 1; e->npath == 0 && i < e->nplaces; i++)
		if (sees_line(d, e->place[i - 1].point, e->place[i].point))
			return true;
	return false;
}

bool seen_keep(struct drawing *d) {
	uint32_t n = 0, all = d->events.count;
	for (uint32_t i = 0; i < all; i++)
		if (sees_event(d, &d->events.event[i]))
			d->events.event[n++] = d->events.event[i];
	if (n == all)
		return false;
	d->events.count = n;
	if (n == 0)
		diag_warn(d->diag, WHERE_NOWHERE, "%s: none of its %u events lies on the map",
			d->job->events, all);
	events_select(&d->events, d->job->since, d->job->as_of);
	events_layers(&d->events, d->gazetteer, d->language, d->nlanguages, &d->layers, d->arena);
	return true;
}
