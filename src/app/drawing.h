#ifndef APP_DRAWING_H
#define APP_DRAWING_H

#include "app/extent.h"
#include "app/output.h"
#include "compose/marks.h"
#include "compose/sheet.h"
#include "event/events.h"
#include "gazetteer/gazetteer.h"

/* All that is opened and read for one map. */
struct drawing {
	const struct job *job;
	struct arena *arena;
	struct diag *diag;
	const char *data_dir;
	struct events events;
	struct event_layers layers;
	const struct marked *marked; /* circles for events that lie close together; NULL */
	const struct marked *light;  /* those of the same map in the other style; NULL */
	struct gazetteer *gazetteer;
	const struct style *style;
	const char *style_path;
	const struct layer *data; /* of the files of --data */
	struct iconset icons;
	struct shaper *shaper;
	struct projector *projector;
	struct str language[8];
	uint32_t nlanguages;
	struct rect page, frame;
	double ratio; /* pixels of a PNG for one page unit */
	struct view view;
	unsigned threads;       /* that read sources; 0: one */
	struct outputs outputs; /* painted, without names yet */
	int failure;            /* exit code when drawing fails */
	int asked_part;         /* how often events beyond the map were looked for */
	bool has_events, bare, whole_world;
};

/* What a map is made from, each read once (drawing.c): languages, style, data and events.
 * An exit code, since an unknown place is an answer of its own. */
int drawing_read_inputs(struct drawing *d);
bool drawing_open_gazetteer(struct drawing *d);
bool drawing_read_style(struct drawing *d);

/* The style's sources as far as the view needs them, and what styles know of the map. */
bool drawing_read_sources(struct drawing *d, struct map *map);
/* Of them the map's own events alone; no file is read. */
bool drawing_read_subjects(struct drawing *d, struct map *map);
void drawing_close(struct drawing *d);

/* What the map must show, in degrees: what the job says, else its data and events,
 * else the world (job.c). */
bool drawing_extent(struct drawing *d, struct extent *e);

/* As seen from the map file `base`, if there is one. */
const char *job_path(const char *base, const char *path, struct arena *arena);

/* What the sheet says, from the job, the events and the style (describe.c). */
bool describe_sheet(const struct drawing *d, struct sheet *sheet);
struct scene_about describe_scene(const struct drawing *d, const struct sheet *sheet);

#endif
