#ifndef GEO_BUILD_H
#define GEO_BUILD_H

#include "geo/geom.h"

/* A geometry that grows at its end; parts of GEOM_POINTS are not kept. */
struct geom_builder {
	struct geom geom;
	uint32_t point_capacity, part_capacity;
	struct arena *arena;
};

/* Room for `nparts` parts at once, so that the points can grow in place. */
void build_init(struct geom_builder *b, enum geom_type type, uint32_t nparts, struct arena *arena);

static inline void build_point(struct geom_builder *b, struct point p) {
	*arena_push(b->arena, b->geom.point, b->geom.npoints, b->point_capacity) = p;
}

void build_points(struct geom_builder *b, const struct point *p, uint32_t n);

/* First point of the part that is being written. */
static inline uint32_t build_start(const struct geom_builder *b) {
	return geom_start(&b->geom, b->geom.nparts);
}

static inline uint32_t build_length(const struct geom_builder *b) {
	return b->geom.npoints - build_start(b);
}

/* Ends the part; one with fewer than `least` points is taken back (false). */
bool build_end(struct geom_builder *b, uint32_t least);

/* Takes back the part that is being written. */
static inline void build_drop(struct geom_builder *b) {
	b->geom.npoints = build_start(b);
}

#endif
