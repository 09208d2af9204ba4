#include "geo/geom.h"

#include <stdlib.h>
#include <string.h>

#include "geo/build.h"
#include "geo/boxindex.h"

/*
 * A ring inside an odd number of others is a hole, of the smallest that holds
 * it.  Long rings are asked by stretches of 64 segments, so that a continent
 * with ten thousand islands beside it is not walked ten thousand times.
 */

enum { STRETCH = 64 };

struct ring {
	const struct point *point;
	uint32_t n;
	double area;                    /* twice, signed */
	struct rect bounds;
	struct rect *stretch;           /* made when it is first asked */
	uint32_t depth, parent;
};

struct nest {
	struct ring *ring;
	uint32_t nrings, asking;
	struct arena *scratch;
};

static void make_stretches(struct ring *r, struct arena *a) {
	uint32_t n = (r->n + STRETCH - 1) / STRETCH;
	r->stretch = arena_new(a, struct rect, n);
	for (uint32_t i = 0; i < n; i++) {
		struct rect box = RECT_EMPTY;
		for (uint32_t k = i * STRETCH; k <= (i + 1) * STRETCH && k < r->n; k++)
			box = rect_add(box, r->point[k]);
		r->stretch[i] = box;
	}
}

/* A ray to the east. */
static bool holds(struct ring *r, struct point p, struct arena *a) {
	if (!r->stretch)
		make_stretches(r, a);
	bool inside = false;
	for (uint32_t i = 0; i * STRETCH + 1 < r->n; i++) {
		struct rect box = r->stretch[i];
		if (p.y < box.min.y || p.y > box.max.y || p.x > box.max.x)
			continue;
		uint32_t n = r->n - i * STRETCH;
		inside ^= ring_contains(r->point + i * STRETCH, n <= STRETCH + 1 ? n : STRETCH + 1, p);
	}
	return inside;
}

/* Rings may touch: the middles of three segments far from each other decide. */
static bool lies_in(const struct ring *inner, struct ring *outer, struct arena *a) {
	unsigned votes = 0;
	for (unsigned k = 0; k < 3; k++) {
		uint32_t i = (inner->n - 1) / 3 * k;
		struct point p = inner->point[i], q = inner->point[i + 1];
		votes += holds(outer, (struct point){ (p.x + q.x) / 2, (p.y + q.y) / 2 }, a);
	}
	return votes >= 2;
}

static bool ask(uint32_t i, void *user) {
	struct nest *nest = user;
	struct ring *inner = &nest->ring[nest->asking], *outer = &nest->ring[i];
	double size = fabs(outer->area), mine = fabs(inner->area);
	if (i == nest->asking || size < mine || (size == mine && i > nest->asking))
		return true;
	struct rect both = rect_union(inner->bounds, outer->bounds);
	if (memcmp(&both, &outer->bounds, sizeof(both)) != 0 || !lies_in(inner, outer, nest->scratch))
		return true;
	inner->depth++;
	if (inner->parent == UINT32_MAX || size < fabs(nest->ring[inner->parent].area))
		inner->parent = i;
	return true;
}

static void find_depths(struct nest *nest) {
	struct rect *box = arena_new(nest->scratch, struct rect, nest->nrings);
	for (uint32_t i = 0; i < nest->nrings; i++)
		box[i] = nest->ring[i].bounds;
	const struct boxindex *index = boxindex_build(box, nest->nrings, nest->scratch);
	for (uint32_t i = 0; i < nest->nrings; i++) {
		struct point first = nest->ring[i].point[0];
		nest->asking = i;
		boxindex_search(index, (struct rect){ first, first }, ask, nest);
	}
}

static void append_ring(struct geom_builder *b, const struct ring *r, bool hole) {
	if ((r->area < 0) == hole)
		build_points(b, r->point, r->n);
	else
		for (uint32_t i = r->n; i-- > 0;)
			build_point(b, r->point[i]);
	build_end(b, 4);
}

struct child {
	uint32_t parent, ring;
};

static int by_parent(const void *a, const void *b) {
	const struct child *x = a, *y = b;
	if (x->parent != y->parent)
		return x->parent < y->parent ? -1 : 1;
	return (x->ring > y->ring) - (x->ring < y->ring);
}

static void append_nested(struct geom_builder *b, const struct nest *nest) {
	struct child *child = arena_new(nest->scratch, struct child, nest->nrings);
	uint32_t nchildren = 0;
	for (uint32_t i = 0; i < nest->nrings; i++)
		if (nest->ring[i].depth % 2)
			child[nchildren++] = (struct child){ nest->ring[i].parent, i };
	if (nchildren)
		qsort(child, nchildren, sizeof(*child), by_parent);
	for (uint32_t i = 0, k = 0; i < nest->nrings; i++) {
		if (nest->ring[i].depth % 2)
			continue;
		append_ring(b, &nest->ring[i], false);
		while (k < nchildren && child[k].parent < i)
			k++;
		for (; k < nchildren && child[k].parent == i; k++)
			append_ring(b, &nest->ring[child[k].ring], true);
	}
}

/* Closed rings with an area; the others are no rings. */
static uint32_t gather(const struct geom *g, struct ring *ring, struct arena *a) {
	uint32_t n = 0;
	for (uint32_t i = 0; i < g->nparts; i++) {
		struct ring r = { .point = g->point + geom_start(g, i),
			.n = g->end[i] - geom_start(g, i), .parent = UINT32_MAX };
		if (r.n < 3)
			continue;
		struct point first = r.point[0], last = r.point[r.n - 1];
		if (first.x != last.x || first.y != last.y) {
			struct point *closed = arena_new(a, struct point, r.n + 1);
			memcpy(closed, r.point, r.n * sizeof(*closed));
			closed[r.n++] = first;
			r.point = closed;
		}
		r.area = ring_area(r.point, r.n);
		r.bounds = geom_part_bounds(g, i);
		if (r.n >= 4 && r.area != 0)
			ring[n++] = r;
	}
	return n;
}

void geom_orient(struct geom *g, struct arena *a) {
	if (g->type != GEOM_POLYGONS)
		return;
	struct arena scratch = ARENA_INIT;
	struct nest nest = { .scratch = &scratch };
	nest.ring = arena_new(&scratch, struct ring, g->nparts);
	nest.nrings = gather(g, nest.ring, &scratch);
	if (nest.nrings == 1 && g->nparts == 1 && nest.ring[0].area > 0
	    && nest.ring[0].n == g->npoints) {
		arena_release(&scratch);
		return;
	}
	if (nest.nrings > 1)
		find_depths(&nest);
	struct geom_builder b;
	build_init(&b, GEOM_POLYGONS, nest.nrings, a);
	append_nested(&b, &nest);
	*g = b.geom;
	arena_release(&scratch);
}
