#ifndef DATA_PRJ_H
#define DATA_PRJ_H

#include "base/diag.h"
#include "geo/project.h"

/*
 * The coordinate system of a .prj file (well-known text, ESRI's dialect or
 * WKT 1 or 2).  WGS 84 in degrees is recognised by its text, because nearly
 * all files say that and opening PROJ takes longer than reading a country.
 */

/* Longitude and latitude of WGS 84 in degrees from Greenwich.  False only means
 * that PROJ has to be asked. */
bool prj_is_degrees(struct str wkt);

/* `*out` is NULL when the coordinates are degrees of WGS 84 already, also for
 * an empty or absent text; else a projector that the caller closes. */
bool prj_open(const struct source *prj, struct projector **out, struct arena *arena,
	struct diag *diag);

/* The name that the text gives to the system: "WGS 84 / UTM zone 38N". */
struct str prj_name(struct str wkt);

#endif
