#ifndef COMPOSE_VIEW_H
#define COMPOSE_VIEW_H

#include "geo/project.h"

/* The window on the world: projected units to page units. */
struct view {
	struct rect page;           /* the map's frame on the page, page units */
	struct point center;        /* projected units, at the middle of the frame */
	double scale;               /* page units for one projected unit */
	double bearing;             /* degrees; up on the page is this azimuth */
	double zoom;                /* MapLibre's: 512-pixel world tiles */
	struct rect world;          /* projected box around what the frame shows */
	struct rect degrees;        /* the same in degrees; may exceed +-180 */
};

struct point view_to_page(const struct view *v, struct point projected);
struct point view_from_page(const struct view *v, struct point page);

#endif
