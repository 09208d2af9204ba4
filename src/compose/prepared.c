#include "compose/prepared.h"

#include <pthread.h>

#include "compose/compose.h"
#include "geo/mercator.h"

/* Far outside what Web Mercator shows, and finite: the poles would not be. */
#define FARTHEST_Y (1.5 * MERCATOR_HALF)

/* The features of one source in one form. */
struct form {
	pthread_mutex_t lock;
	struct arena arena;
	const struct geom **geom; /* one a feature; NULL: nobody asked yet */
};

enum { FORMS = 3 };

struct prepared {
	struct arena arena;
	uint32_t nforms;
	struct form *form; /* FORMS of each source */
};

struct prepared *prepared_new(uint32_t nsources) {
	struct arena arena = ARENA_INIT;
	struct prepared *p = arena_new(&arena, struct prepared, 1);
	p->nforms = nsources * FORMS;
	p->form = arena_new(&arena, struct form, p->nforms);
	for (uint32_t i = 0; i < p->nforms; i++)
		pthread_mutex_init(&p->form[i].lock, NULL);
	p->arena = arena;
	return p;
}

void prepared_close(struct prepared *p) {
	for (uint32_t i = 0; i < p->nforms; i++) {
		pthread_mutex_destroy(&p->form[i].lock);
		arena_release(&p->form[i].arena);
	}
	struct arena arena = p->arena;
	arena_release(&arena);
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
	struct form *form = &p->form[source_index * FORMS + as];
	pthread_mutex_lock(&form->lock);
	if (!form->geom)
		form->geom = arena_new(&form->arena, const struct geom *, source->layer->nfeatures);
	const struct geom **geom = &form->geom[feature];
	if (!*geom) {
		struct geom *g = arena_new(&form->arena, struct geom, 1);
		*g = geom_to_mercator(&source->layer->feature[feature].geom, as, &form->arena);
		*geom = g;
	}
	pthread_mutex_unlock(&form->lock);
	return *geom;
}
