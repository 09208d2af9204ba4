#ifndef COMPOSE_PREPARED_H
#define COMPOSE_PREPARED_H

#include "data/feature.h"

struct map_source;

/*
 * Features projected to Web Mercator once, for maps of many zooms: metres, one
 * world, nothing simplified.  Used by any number of threads.
 */
struct prepared;

struct prepared *prepared_new(uint32_t nsources);
void prepared_close(struct prepared *p);

/* Feature i of the source in one form; lines of polygons are their boundaries. */
const struct geom *prepared_geom(struct prepared *p, const struct map_source *source,
	uint32_t source_index, uint32_t feature, enum geom_type as);

/* The same without keeping it. */
struct geom geom_to_mercator(const struct geom *degrees, enum geom_type as, struct arena *a);

#endif
