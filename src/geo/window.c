#include "geo/project.h"

#include "geo/mercator.h"
#include "geo/projector.h"

/*
 * Longitude and latitude have no extremes inside a window but at the poles, so
 * the border of the window is walked, backwards through the projection, and
 * the poles are looked at by themselves.
 */

enum { SIDE = 48, STEPS = 4 * SIDE };

static const double FULL_TURN = 360;

static struct point on_border(struct rect w, unsigned step) {
	double t = (double)(step % SIDE) / SIDE;
	double x = w.min.x + t * rect_width(w), y = w.min.y + t * rect_height(w);
	switch (step / SIDE % 4) {
	case 0:
		return (struct point){ x, w.min.y };
	case 1:
		return (struct point){ w.max.x, y };
	case 2:
		return (struct point){ w.min.x + w.max.x - x, w.max.y };
	default:
		return (struct point){ w.min.x, w.min.y + w.max.y - y };
	}
}

static struct rect whole_world(double lon0) {
	return (struct rect){ { lon0 - 180, -90 }, { lon0 + 180, 90 } };
}

/* Backwards and forwards again: beyond the edge of a map the inverse may well
 * give a place, but not one that is drawn there. */
static bool border_degrees(struct projector *p, struct rect w, struct point degrees[static STEPS]) {
	struct point back[STEPS];
	for (unsigned i = 0; i < STEPS; i++)
		degrees[i] = on_border(w, i);
	if (projector_inverse(p, degrees, STEPS) < STEPS)
		return false;
	for (unsigned i = 0; i < STEPS; i++)
		back[i] = degrees[i];
	projector_forward(p, back, STEPS);
	double near = 1e-3 * (rect_width(w) + rect_height(w));
	for (unsigned i = 0; i < STEPS; i++) {
		struct point want = on_border(w, i);
		if (!(point_distance(want, back[i]) <= near))
			return false;
	}
	return true;
}

static bool shows(struct projector *p, struct rect w, struct point degrees) {
	return projector_forward(p, &degrees, 1) && rect_contains(w, degrees);
}

static double nearest_turn(double x, double to) {
	return x - FULL_TURN * round((x - to) / FULL_TURN);
}

static struct rect walk(struct projector *p, struct rect w, struct point degrees[static STEPS]) {
	double lon0 = projector_central_meridian(p);
	struct rect box = RECT_EMPTY;
	double step_x = 0, step_y = 0, start = nearest_turn(degrees[0].x, lon0), x = start;
	for (unsigned i = 0; i <= STEPS; i++) {
		struct point at = degrees[i % STEPS];
		double next = nearest_turn(at.x, x), before = degrees[(i + STEPS - 1) % STEPS].y;
		step_x = fmax(step_x, fabs(next - x));
		step_y = fmax(step_y, fabs(at.y - before));
		x = next;
		box = rect_add(box, (struct point){ x, at.y });
	}
	bool north = shows(p, w, (struct point){ lon0, 90 });
	bool south = shows(p, w, (struct point){ lon0, -90 });
	/* Between two samples the border may bulge, by less than a step. */
	box.min.y = south ? -90 : fmax(-90, box.min.y - step_y);
	box.max.y = north ? 90 : fmin(90, box.max.y + step_y);
	bool around = north || south || fabs(x - start) > FULL_TURN / 2 || step_x > FULL_TURN / 4;
	box.min.x -= step_x;
	box.max.x += step_x;
	double turns = FULL_TURN * floor((box.min.x + 180) / FULL_TURN);
	box.min.x -= turns;
	box.max.x -= turns;
	if (around || rect_width(box) >= FULL_TURN) {
		box.min.x = lon0 - 180;
		box.max.x = lon0 + 180;
	}
	return box;
}

static struct rect closed_form(struct projector *p, struct rect w) {
	struct point corner[2] = { w.min, w.max };
	if (projector_is_mercator(p))
		projector_inverse(p, corner, 2);
	return (struct rect){ { corner[0].x, fmax(corner[0].y, -90) },
		{ corner[1].x, fmin(corner[1].y, 90) } };
}

struct rect projector_window_degrees(struct projector *p, struct rect window) {
	double lon0 = projector_central_meridian(p);
	if (rect_is_empty(window))
		return whole_world(lon0);
	if (projector_is_mercator(p) || projector_is_degrees(p))
		return closed_form(p, window);
	struct projector_window *last = projector_window(p);
	if (last->known && last->projected.min.x == window.min.x
		&& last->projected.min.y == window.min.y && last->projected.max.x == window.max.x
		&& last->projected.max.y == window.max.y)
		return last->degrees;
	struct point degrees[STEPS];
	last->degrees = whole_world(lon0);
	if (border_degrees(p, window, degrees))
		last->degrees = walk(p, window, degrees);
	last->projected = window;
	last->known = true;
	return last->degrees;
}
