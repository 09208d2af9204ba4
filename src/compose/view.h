#ifndef COMPOSE_VIEW_H
#define COMPOSE_VIEW_H

#include "geo/project.h"

/* The window on the world: projected units to page units. */
struct view {
	struct rect page;    /* the map's frame on the page, page units */
	struct point center; /* projected units, at the middle of the frame */
	double scale;        /* page units for one projected unit */
	double bearing;      /* degrees; up on the page is this azimuth */
	double zoom;         /* MapLibre's: 512-pixel world tiles */
	double denominator;  /* of the map scale, 1:denominator, at the middle */
	struct rect world;   /* projected box around what the frame shows */
	struct rect degrees; /* the same in degrees; may exceed +-180 */
};

struct point view_to_page(const struct view *v, struct point projected);
struct point view_from_page(const struct view *v, struct point page);

/* Places the view by its middle and scale; works out world, degrees, zoom. */
void view_set(struct view *v, struct projector *p, struct rect page, struct point center,
	double scale, double bearing);

/* MapLibre's camera in Web Mercator: `center` in degrees. */
void view_camera(struct view *v, struct projector *p, struct rect page, struct point center,
	double zoom, double bearing);

struct view_fit {
	double padding;   /* share of the extent added on every side */
	double min_width; /* metres across, at least */
	double bearing;
	bool snap; /* to a round scale */
};

/* The view that shows all points (degrees).  False when none of them can be
 * projected. */
bool view_fit(struct view *v, struct projector *p, struct rect page, const struct point *points,
	uint32_t n, const struct view_fit *fit);

/* Width by height of the points' projected box with the bearing up; 1 where there is
 * none. */
double view_aspect(struct projector *p, const struct point *points, uint32_t n, double bearing);

/* Metres on the ground for one page unit along x and y at a page point; false
 * where the point is not on the map. */
bool view_metres(const struct view *v, struct projector *p, struct point page, double *along_x,
	double *along_y);

/* The outline of all degrees around the central meridian, page units, where the frame
 * shows more than the world; false where it does not. */
bool view_globe(const struct view *v, struct projector *p, struct geom *out, struct arena *a);

#endif
