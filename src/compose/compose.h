#ifndef COMPOSE_COMPOSE_H
#define COMPOSE_COMPOSE_H

#include "compose/iconset.h"
#include "compose/prepared.h"
#include "compose/view.h"
#include "data/feature.h"
#include "scene/scene.h"
#include "style/style.h"
#include "text/shape.h"

/* What a feature has instead of the style's symbol. */
struct map_mark {
	const struct icon *icon; /* NULL: the style's */
	struct str figure;       /* written in it */
	double radius;
};

struct map_lane;

/* What a source id of the style stands for. */
struct map_source {
	struct str id;
	const struct layer *layer; /* degrees */
	/* Its features are what the map is about: they get a scene_subject. */
	bool subjects;
	/* Points closer than this many page units are fanned out; 0: never. */
	double fan;
	const struct map_mark *mark; /* one a feature; NULL: none has one */
	/* Lines are waypoints: drawn as a smooth curve through them. */
	bool smooth;
	const struct map_lane *lane; /* of lines, one a feature; NULL: each on its way */
};

struct map {
	const struct style *style;
	const struct map_source *source;
	uint32_t nsources;
	const struct iconset *icons;
	struct shaper *shaper;
	struct projector *projector;
	const struct value *global_state; /* object: languages, dates; or NULL */
	/* A bare picture: symbols may cross the frame, as on a web map.  On a sheet
	 * names stay inside it. */
	bool bare;
	/* Pixels of a bare picture for one page unit: what a web map draws one pixel
	 * wide is; 0: not known, one page unit. */
	double pixel_ratio;
	/* A bare picture as wide as the world: what crosses its left edge goes on at
	 * the right one, names too. */
	bool wraps;
	struct prepared *prepared; /* for maps of many zooms; else NULL */
};

/* NULL: the feature has none. */
const struct map_mark *map_source_mark(const struct map_source *source, const struct feature *f);

/* NULL when the map has no source of that id. */
const struct map_source *map_source_of(const struct map *map, struct str id);

/* For expressions of the map's style: state, images; no feature yet. */
struct expr_env map_env(const struct map *map, double zoom, struct arena *scratch);

/* What was drawn of one style layer: the legend is made from it. */
struct composed_layer {
	const struct style_layer *layer;
	uint32_t nfeatures; /* drawn */
	uint32_t nlabels, nomitted;
};

struct composed {
	struct composed_layer *layer; /* one for each of the style's */
	uint32_t nlayers;
};

/* Style x features x view -> operations appended to the scene, which the
 * caller seals.  `reserved`: boxes on the page that labels keep off. */
bool compose_map(const struct map *map, const struct view *view, const struct rect *reserved,
	uint32_t nreserved, struct scene *scene, struct composed *out, struct diag *diag);

/* Boxes that cover what the map is about (events, and routes piece by piece), page
 * units: what the key and the scale bar should not stand on. */
uint32_t compose_subject_boxes(const struct map *map, const struct view *view, struct rect **out,
	struct arena *arena);

/* How a fill or line layer looks on its first feature in the view that is more than a
 * speck; false when it shows none.  For legends. */
bool compose_sample(const struct map *map, const struct view *view, const struct style_layer *layer,
	struct stroke *stroke, struct color *fill, struct arena *arena);

#endif
