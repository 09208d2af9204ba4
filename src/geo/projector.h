#ifndef GEO_PROJECTOR_H
#define GEO_PROJECTOR_H

#include "geo/projdef.h"
#include "geo/project.h"

/* What the parts of geo/ that project whole geometries see of a projector. */

/* The window that was asked for last: a map asks for the same one for each of
 * its features. */
struct projector_window {
	bool known;
	struct rect projected, degrees;
};

const struct outline *projector_outline(const struct projector *p);
struct projector_window *projector_window(struct projector *p);

#endif
