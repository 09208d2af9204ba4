#ifndef COMPOSE_COMPOSE_H
#define COMPOSE_COMPOSE_H

#include "compose/iconset.h"
#include "compose/view.h"
#include "data/feature.h"
#include "scene/scene.h"
#include "style/style.h"
#include "text/shape.h"

/* What a source id of the style stands for. */
struct map_source {
	struct str id;
	const struct layer *layer;  /* degrees */
};

struct map {
	const struct style *style;
	const struct map_source *source;
	uint32_t nsources;
	const struct iconset *icons;
	struct shaper *shaper;
	struct projector *projector;
	const struct value *global_state;   /* object: languages, dates; or NULL */
};

/* What was drawn of one style layer: the legend is made from it. */
struct composed_layer {
	const struct style_layer *layer;
	uint32_t nfeatures;                 /* drawn */
	uint32_t nlabels, nomitted;
};

struct composed {
	struct composed_layer *layer;       /* one for each of the style's */
	/* Boxes of events, routes and their labels, page units: what the key and
	 * the scale bar must not cover. */
	const struct rect *busy;
	uint32_t nbusy;
};

/* Style x features x view -> operations appended to the scene, which the
 * caller seals.  `reserved`: boxes on the page that labels keep off. */
bool compose_map(const struct map *map, const struct view *view,
	const struct rect *reserved, uint32_t nreserved,
	struct scene *scene, struct composed *out, struct diag *diag);

#endif
