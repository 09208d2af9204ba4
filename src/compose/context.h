#ifndef COMPOSE_CONTEXT_H
#define COMPOSE_CONTEXT_H

#include "compose/compose.h"

/* One feature on its way to the page. */
struct drawn {
	const struct feature *feature;
	const struct scene_subject *subject; /* NULL: none */
	struct geom geom;                    /* page units, cut to the frame and a margin */
	bool fanned;                         /* moved away from `origin` */
	struct point origin;
};

/* What the parts of compose/ share while one map is made. */
struct compose {
	const struct map *map;
	const struct view *view;
	struct scene *scene;
	struct composed *out;
	struct diag *diag;
	struct arena *scratch;
	struct expr_env env; /* zoom, global state, images, scratch */
	const struct rect *reserved;
	uint32_t nreserved;
	struct feature_cache *cache; /* compose/features.c */
};

/* The features of the layer's source that its filter accepts, in the order
 * of the source, on the page.  `as`: GEOM_POINTS gives points as they are (and
 * for events fanned out where they coincide), GEOM_LINES lines and boundaries of
 * polygons, GEOM_POLYGONS only polygons. */
const struct drawn *compose_features(struct compose *c, const struct style_layer *layer,
	enum geom_type as, uint32_t *n);

/* The same for a whole source, without a filter. */
const struct drawn *compose_source(struct compose *c, uint32_t source, enum geom_type as,
	uint32_t *n);

/* A feature's lines, boundaries or points on the page, as far as they run: not cut to the frame.
 * Each copy of the world that the frame shows has its own. */
struct geom compose_whole_lines(struct compose *c, const struct style_layer *layer,
	const struct feature *f, struct arena *a);

/* Sets the environment's feature. */
const struct expr_env *compose_env(struct compose *c, const struct feature *feature);

#endif
