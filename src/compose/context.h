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
	struct arena *keep; /* of what is worked out of features: the scene's, or a plan's */
	/* Web Mercator, north up, bare: no edge is moved by clipping, coordinates fall
	 * on one grid, so that tiles and a large picture are the same. */
	bool exact;
	double margin; /* beyond the frame, page units: what is kept of features */
	/* A block of a plan (compose/zoomplan.h): features come from its lists. */
	const struct zoomplan *plan;
	struct rect block;
};

/* An empty one; different sources of it may be asked for by different threads. */
struct feature_cache *compose_cache_new(const struct map *map, struct arena *arena);

/* How far beyond the frame geometry is kept, page units: more than most lines, halos and
 * icons reach; on an exact page as far as the style draws (compose/reach.h). */
#define COMPOSE_MARGIN 64.0

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

/* How a map's composing begins; `keep` outlives all that is drawn. */
struct compose compose_start(const struct map *map, const struct view *view, struct scene *scene,
	struct arena *keep, struct arena *scratch, struct diag *diag);

/* The style's zoom range holds and the layer is not switched off. */
bool compose_layer_is_on(const struct compose *c, const struct style_layer *layer);

/* Lines and areas that names keep off, then the names themselves. */
struct symbols;
void compose_symbols(struct compose *c, struct symbols *symbols);

/* All but symbols; returns how many features were drawn. */
uint32_t compose_layer(struct compose *c, const struct style_layer *layer);

/* Where symbols are fanned out, their hair lines come before this layer. */
bool compose_shows_fan(const struct compose *c, const struct style_layer *layer);
void compose_fans(struct compose *c);

/* Sets the environment's feature. */
const struct expr_env *compose_env(struct compose *c, const struct feature *feature);

#endif
