#include "compose/symbol_parts.h"

#include <stdlib.h>

#include "label/mask.h"

/* Polygons of the layer's features, fetched when the first is asked for. */
static const struct geom *polygons_of(struct symbols *s, struct symbol_layer *l,
	const struct feature *feature) {
	if (!l->areas) {
		l->areas = compose_features(s->c, l->layer, GEOM_POLYGONS, &l->nareas);
		compose_env(s->c, feature);
	}
	for (uint32_t i = 0; i < l->nareas; i++)
		if (l->areas[i].feature == feature)
			return &l->areas[i].geom;
	return NULL;
}

static int by_cost(const void *left, const void *right) {
	const struct area_place *a = left, *b = right;
	if (a->cost < b->cost || a->cost > b->cost)
		return a->cost < b->cost ? -1 : 1;
	if (a->middle.y < b->middle.y || a->middle.y > b->middle.y)
		return a->middle.y < b->middle.y ? -1 : 1;
	return (a->middle.x > b->middle.x) - (a->middle.x < b->middle.x);
}

/* The farther from where the name belongs the dearer, and dearer still where part
 * of it reaches out of the area. */
static double cost_at(const struct mask *m, struct point at, struct point middle, struct point size,
	double room) {
	const double price_of_distance = 2.5, price_of_outside = 2;
	struct rect box = { { middle.x - size.x / 2, middle.y - size.y / 2 },
		{ middle.x + size.x / 2, middle.y + size.y / 2 } };
	double away = point_distance(at, middle) / room;
	return price_of_distance * away + price_of_outside * (1 - mask_share(m, box));
}

uint32_t symbol_area_places(struct symbols *s, struct symbol_layer *l,
	const struct feature *feature, struct point at, struct point size,
	struct area_place out[SYMBOL_AREA_PLACES]) {
	enum { ACROSS = 15, DOWN = 15 };
	const struct geom *area = polygons_of(s, l, feature);
	if (!area)
		return 0;
	struct rect seen = rect_intersection(geom_bounds(area), s->c->view->page);
	if (rect_is_empty(seen))
		return 0;
	struct arena_mark mark = arena_mark(s->c->scratch);
	struct area_place *place = arena_new(s->c->scratch, struct area_place, ACROSS * DOWN);
	struct mask m;
	uint32_t n = 0;
	double room = fmax(hypot(rect_width(seen), rect_height(seen)), 1);
	mask_init(&m, seen, s->c->scratch);
	mask_add(&m, area, s->c->scratch);
	for (int y = 1; y < DOWN; y++)
		for (int x = 1; x < ACROSS; x++) {
			struct point middle = { seen.min.x + rect_width(seen) * x / ACROSS,
				seen.min.y + rect_height(seen) * y / DOWN };
			if (mask_share(&m, (struct rect){ middle, middle }) > 0)
				place[n++] = (struct area_place){ middle,
					cost_at(&m, at, middle, size, room) };
		}
	if (n)
		qsort(place, n, sizeof *place, by_cost);
	n = n < SYMBOL_AREA_PLACES ? n : SYMBOL_AREA_PLACES;
	for (uint32_t i = 0; i < n; i++)
		out[i] = place[i];
	arena_rewind(s->c->scratch, mark);
	return n;
}
