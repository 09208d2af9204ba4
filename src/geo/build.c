#include "geo/build.h"

#include <string.h>

void build_init(struct geom_builder *b, enum geom_type type, uint32_t nparts, struct arena *arena) {
	*b = (struct geom_builder){ .geom.type = type, .arena = arena };
	if (nparts && type != GEOM_POINTS) {
		b->geom.end = arena_new(arena, uint32_t, nparts);
		b->part_capacity = nparts;
	}
}

void build_points(struct geom_builder *b, const struct point *p, uint32_t n) {
	uint32_t have = b->geom.npoints;
	while (b->point_capacity - have < n)
		b->geom.point = arena_grow(b->arena, b->geom.point, b->point_capacity,
			&b->point_capacity, sizeof(*p), _Alignof(max_align_t));
	if (n)
		memcpy(b->geom.point + have, p, n * sizeof(*p));
	b->geom.npoints += n;
}

bool build_end(struct geom_builder *b, uint32_t least) {
	if (b->geom.type == GEOM_POINTS)
		return true;
	if (build_length(b) < least || build_length(b) == 0) {
		build_drop(b);
		return false;
	}
	*arena_push(b->arena, b->geom.end, b->geom.nparts, b->part_capacity) = b->geom.npoints;
	return true;
}
