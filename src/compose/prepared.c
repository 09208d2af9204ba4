#include "compose/prepared.h"

#include "compose/compose.h"
#include "geo/mercator.h"

/* Far outside what Web Mercator shows, and finite: the poles would not be. */
#define FARTHEST_Y (1.5 * MERCATOR_HALF)

enum { FORMS = 3 };

struct prepared {
	struct arena *arena;
	const struct geom **(*geom)[FORMS]; /* [source][form][feature] */
};

struct prepared *prepared_new(uint32_t nsources, struct arena *arena) {
	struct prepared *p = arena_new(arena, struct prepared, 1);
	p->arena = arena;
	p->geom = arena_alloc(arena, nsources, sizeof(*p->geom), _Alignof(max_align_t));
	return p;
}

struct geom geom_to_mercator(const struct geom *degrees, enum geom_type as, struct arena *a) {
	struct geom g = *degrees;
	if (as == GEOM_LINES && g.type == GEOM_POLYGONS)
		g = geom_boundary(degrees, a);
	struct point *to = arena_new(a, struct point, g.npoints);
	for (uint32_t i = 0; i < g.npoints; i++) {
		to[i] = mercator_forward(g.point[i]);
		to[i].y = to[i].y > FARTHEST_Y ? FARTHEST_Y : to[i].y;
		to[i].y = to[i].y < -FARTHEST_Y ? -FARTHEST_Y : to[i].y;
	}
	g.point = to;
	return g;
}

const struct geom *prepared_geom(struct prepared *p, const struct map_source *source,
	uint32_t source_index, uint32_t feature, enum geom_type as) {
	const struct geom ***form = &p->geom[source_index][as];
	if (!*form)
		*form = arena_new(p->arena, const struct geom *, source->layer->nfeatures);
	if (!(*form)[feature]) {
		struct geom *g = arena_new(p->arena, struct geom, 1);
		*g = geom_to_mercator(&source->layer->feature[feature].geom, as, p->arena);
		(*form)[feature] = g;
	}
	return (*form)[feature];
}
