#ifndef APP_OVERLAY_H
#define APP_OVERLAY_H

#include "app/job.h"
#include "base/out.h"
#include "event/events.h"
#include "style/style.h"

/* A job that asks for an overlay has events, and nothing else to show. */
bool overlay_check(const struct job *job, struct where at, struct diag *diag);
/* Of one picture further: a web map or a GIS must be able to put it where it belongs. */
bool overlay_check_picture(const struct job *job, struct where at, struct diag *diag);

/* The style with only those of its layers that show the map's own events. */
const struct style *style_of_events(const struct style *style, struct arena *arena);

/* The events as GeoJSON, for clicks on a map: points, and routes as lines, with the
 * properties that a popup shows (number, date, kind, label, title, note, source, url). */
void events_geojson(const struct event_layers *layers, struct out *out);

#endif
