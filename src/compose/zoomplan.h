#ifndef COMPOSE_ZOOMPLAN_H
#define COMPOSE_ZOOMPLAN_H

#include "compose/context.h"

/*
 * One zoom of a pyramid: symbols are placed once for the whole of it, features
 * projected and simplified once.  Its scenes are then composed block by block,
 * which uses little memory and may be done by several threads at a time; a block
 * shows exactly what one scene of the whole would show there.
 *
 * The map must be bare, in Web Mercator, north up (an error of ours otherwise).
 */
struct zoomplan;

/* An empty plan.  What it holds, it holds until zoomplan_close(). */
struct zoomplan *zoomplan_new(const struct map *map, const struct view *view);
void zoomplan_close(struct zoomplan *plan);

/* The steps of making it, false after an error: the features of each of the map's sources,
 * by several threads at a time; after all of them the symbols, by one thread alone among all
 * plans that share a shaper. */
bool zoomplan_list(struct zoomplan *plan, uint32_t source, struct diag *diag);
bool zoomplan_place(struct zoomplan *plan, struct diag *diag);

/* What one thread needs to compose blocks. */
struct zoomplan_hand {
	struct expr_cache *cache; /* style_cache() */
	struct arena *scratch;
};

/* Appends what the window (page units of the plan's view) shows to the scene, in the
 * order of the style.  Operations share memory with the plan. */
bool zoomplan_block(const struct zoomplan *plan, struct rect window,
	const struct zoomplan_hand *hand, struct scene *scene, struct diag *diag);

/* For compose_features() and compose_source() while a block is composed. */
const struct drawn *zoomplan_features(struct compose *c, const struct style_layer *layer,
	enum geom_type as, uint32_t *n);
const struct drawn *zoomplan_fans(struct compose *c, uint32_t source, uint32_t *n);

#endif
