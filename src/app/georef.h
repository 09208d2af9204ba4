#ifndef APP_GEOREF_H
#define APP_GEOREF_H

#include "compose/view.h"

/*
 * Where a picture in Web Mercator, north up, lies, written beside it:
 *
 *   NAME.bounds.json  for web maps: degrees and metres
 *   NAME.pgw          beside a PNG: the world file of ESRI, whose last two lines are the
 *                     middle of the first pixel, metres
 *   NAME.png.aux.xml  beside a PNG: its coordinate system, where GDAL looks for it
 *
 * `path` is the picture's, with a format before it or without; the whole page is the map.
 */
bool georef_write(const char *path, const struct view *view, double pixel_ratio,
	struct arena *arena, struct diag *diag);

#endif
