#ifndef PAINT_STROKER_H
#define PAINT_STROKER_H

#include "paint/raster.h"
#include "scene/scene.h"

/*
 * Adds the outline of a stroked path to a raster: caps, joins and the limit of mitres as in
 * SVG 1.1, section 11.4.  False, and nothing is added, where the path has curves or the
 * stroke dashes.  `scale`: pixels for one page unit.
 */
bool stroker_add(struct raster *to, const struct path *path, const struct stroke *stroke,
	double scale, struct arena *scratch);

#endif
