#include "compose/view.h"

#include "geo/geodesic.h"
#include "geo/mercator.h"

/* One page unit on paper: 1/96 inch. */
#define PAGE_METRES (0.0254 / 96)

enum { TILE = 512 }; /* MapLibre's world at zoom 0, page units */

struct point view_to_page(const struct view *v, struct point projected) {
	struct point middle = rect_center(v->page);
	double x = (projected.x - v->center.x) * v->scale;
	double y = (v->center.y - projected.y) * v->scale;
	if (v->bearing == 0)
		return (struct point){ middle.x + x, middle.y + y };
	double a = v->bearing * RADIANS;
	return (struct point){ middle.x + x * cos(a) + y * sin(a),
		middle.y - x * sin(a) + y * cos(a) };
}

struct point view_from_page(const struct view *v, struct point page) {
	struct point middle = rect_center(v->page);
	double x = page.x - middle.x, y = page.y - middle.y;
	if (v->bearing != 0) {
		double a = -v->bearing * RADIANS, turned = x * cos(a) + y * sin(a);
		y = -x * sin(a) + y * cos(a);
		x = turned;
	}
	return (struct point){ v->center.x + x / v->scale, v->center.y - y / v->scale };
}

bool view_metres(const struct view *v, struct projector *p, struct point page, double *along_x,
	double *along_y) {
	enum { STEP = 2 };
	struct point at[4] = {
		view_from_page(v, (struct point){ page.x - STEP, page.y }),
		view_from_page(v, (struct point){ page.x + STEP, page.y }),
		view_from_page(v, (struct point){ page.x, page.y - STEP }),
		view_from_page(v, (struct point){ page.x, page.y + STEP }),
	};
	if (projector_inverse(p, at, 4) != 4)
		return false;
	*along_x = geodesic_distance(at[0], at[1]) / (2 * STEP);
	*along_y = geodesic_distance(at[2], at[3]) / (2 * STEP);
	return *along_x > 0 && *along_y > 0;
}

/* The projected box around the frame, which a bearing turns. */
static struct rect frame_in_world(const struct view *v) {
	struct rect box = RECT_EMPTY;
	struct rect f = v->page;
	struct point corner[4] = { f.min, { f.max.x, f.min.y }, f.max, { f.min.x, f.max.y } };
	for (int i = 0; i < 4; i++)
		box = rect_add(box, view_from_page(v, corner[i]));
	return box;
}

/*
 * On paper the zoom is that of a web map of the same ground scale: the world's
 * circumference at this latitude is 512 * 2^zoom page units.
 */
static void view_scale_figures(struct view *v, struct projector *p) {
	double circumference = 2 * MERCATOR_HALF, x, y;
	struct point middle = v->center;
	bool known = view_metres(v, p, rect_center(v->page), &x, &y);
	double metres = known ? sqrt(x * y) : 1 / v->scale;
	v->denominator = metres / PAGE_METRES;
	if (projector_is_mercator(p)) {
		v->zoom = log2(v->scale * circumference / TILE);
		return;
	}
	double latitude = projector_inverse(p, &middle, 1) == 1 ? middle.y : 0;
	latitude = fmax(-75, fmin(75, latitude));
	v->zoom = log2(circumference * cos(latitude * RADIANS) / (metres * TILE));
}

void view_set(struct view *v, struct projector *p, struct rect page, struct point center,
	double scale, double bearing) {
	*v = (struct view){ .page = page, .center = center, .scale = scale, .bearing = bearing };
	v->world = frame_in_world(v);
	v->degrees = projector_window_degrees(p, v->world);
	view_scale_figures(v, p);
}

void view_camera(struct view *v, struct projector *p, struct rect page, struct point center,
	double zoom, double bearing) {
	double scale = TILE * exp2(zoom) / (2 * MERCATOR_HALF);
	view_set(v, p, page, mercator_forward(center), scale, bearing);
	/* Not a hair off: layers begin and end at whole zooms. */
	v->zoom = zoom;
}

/* The next round figure at or above a scale's denominator. */
static double round_denominator(double d) {
	static const double round[] = { 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7.5, 10 };
	double power = pow(10, floor(log10(d)));
	for (size_t i = 0; i < sizeof(round) / sizeof(*round); i++)
		if (d <= round[i] * power * 1.001)
			return round[i] * power;
	return 10 * power;
}

/* Turned so that the bearing is up; the opposite angle turns back. */
static struct point turned(struct point p, double bearing) {
	double a = bearing * RADIANS;
	return (struct point){ p.x * cos(a) - p.y * sin(a), p.x * sin(a) + p.y * cos(a) };
}

static struct rect projected_bounds(struct projector *p, const struct point *points, uint32_t n,
	double bearing) {
	struct rect box = RECT_EMPTY;
	for (uint32_t i = 0; i < n; i++) {
		struct point at = points[i];
		if (projector_forward(p, &at, 1) == 1)
			box = rect_add(box, turned(at, bearing));
	}
	return box;
}

double view_aspect(struct projector *p, const struct point *points, uint32_t n, double bearing) {
	struct rect box = projected_bounds(p, points, n, bearing);
	if (rect_is_empty(box) || rect_width(box) <= 0 || rect_height(box) <= 0)
		return 1;
	return rect_width(box) / rect_height(box);
}

bool view_fit(struct view *v, struct projector *p, struct rect page, const struct point *points,
	uint32_t n, const struct view_fit *fit) {
	struct rect box = projected_bounds(p, points, n, fit->bearing);
	if (rect_is_empty(box))
		return false;
	struct point center = turned(rect_center(box), -fit->bearing);
	double width = rect_width(box) * (1 + 2 * fit->padding);
	double height = rect_height(box) * (1 + 2 * fit->padding);
	double units = projector_is_degrees(p) ? 1 / 111320.0 : 1;
	double aspect = rect_width(page) / rect_height(page);
	width = fmax(fmax(width, height * aspect), fit->min_width * units);
	view_set(v, p, page, center, rect_width(page) / width, fit->bearing);
	if (fit->snap && isfinite(v->denominator)) {
		double scale = v->scale * v->denominator / round_denominator(v->denominator);
		view_set(v, p, page, v->center, scale, fit->bearing);
	}
	return true;
}

bool view_globe(const struct view *v, struct projector *p, struct geom *out, struct arena *a) {
	if (rect_width(v->degrees) < 350 || projector_is_mercator(p))
		return false;
	double lon0 = projector_central_meridian(p), edge = 179.9999;
	struct point ring[] = { { lon0 - edge, -90 }, { lon0 + edge, -90 }, { lon0 + edge, 90 },
		{ lon0 - edge, 90 }, { lon0 - edge, -90 } };
	uint32_t end = 5;
	struct geom world = { GEOM_POLYGONS, 5, 1, ring, &end };
	struct rect all = RECT_EMPTY;
	*out = geom_project(&world, p, 0.2 / v->scale, all, a);
	for (uint32_t i = 0; i < out->npoints; i++)
		out->point[i] = view_to_page(v, out->point[i]);
	return out->npoints > 8;
}
