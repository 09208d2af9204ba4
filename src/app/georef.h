#ifndef APP_GEOREF_H
#define APP_GEOREF_H

#include "app/output.h"
#include "compose/view.h"

/*
 * Where a picture in Web Mercator, north up, lies, written beside it:
 *
 *   NAME.bounds.json  for web maps: degrees and metres
 *   NAME.pgw          beside a PNG: the world file of ESRI, whose last two lines are the
 *                     middle of the first pixel, metres
 *   NAME.png.aux.xml  beside a PNG: its coordinate system, where GDAL looks for it
 *
 * `file` is the picture's path; the whole page is the map.
 */
enum { GEOREF_MOST = 3 };
uint32_t georef_names(const char *file, enum output_format format, const char *name[GEOREF_MOST],
	struct arena *arena);
void georef_write(const char *file, enum output_format format, const struct view *view,
	double pixel_ratio, struct outputs *outputs, struct arena *arena);

#endif
