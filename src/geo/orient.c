#include "geo/geom.h"

#include <stdlib.h>
#include <string.h>

#include "geo/boxindex.h"
#include "geo/build.h"
#include "geo/dateline.h"

/*
 * A ring inside an odd number of others is a hole, of the smallest that holds
 * it.  Long rings are asked by stretches of 64 segments, so that a continent
 * with ten thousand islands beside it is not walked ten thousand times.
 */

enum { STRETCH = 64 };

struct ring {
	const struct point *own; /* as it came, closed */
	uint32_t nown;
	const struct point *point; /* continuous over the dateline */
	uint32_t n;
	double area; /* twice, signed */
	struct rect bounds;
	struct rect *stretch; /* made when it is first asked */
	uint32_t depth, parent;
};

struct nest {
	struct ring *ring;
	uint32_t nrings, asking;
	bool jumps;   /* some ring crosses the dateline */
	double shift; /* of the asking ring, degrees */
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
		inside ^= ring_contains(r->point + i * STRETCH, n <= STRETCH + 1 ? n : STRETCH + 1,
			p);
	}
	return inside;
}

/* Rings may touch: the middles of three segments far from each other decide. */
static bool lies_in(const struct ring *inner, double shift, struct ring *outer, struct arena *a) {
	unsigned votes = 0;
	for (unsigned k = 0; k < 3; k++) {
		uint32_t i = (inner->n - 1) / 3 * k;
		struct point p = inner->point[i], q = inner->point[i + 1];
		votes += holds(outer, (struct point){ (p.x + q.x) / 2 + shift, (p.y + q.y) / 2 },
			a);
	}
	return votes >= 2;
}

static bool covers(struct rect outer, struct rect inner, double shift) {
	return inner.min.x + shift >= outer.min.x && inner.max.x + shift <= outer.max.x
		&& inner.min.y >= outer.min.y && inner.max.y <= outer.max.y;
}

static bool ask(uint32_t i, void *user) {
	struct nest *nest = user;
	struct ring *inner = &nest->ring[nest->asking], *outer = &nest->ring[i];
	double size = fabs(outer->area), mine = fabs(inner->area);
	if (i == nest->asking || size < mine || (size == mine && i > nest->asking))
		return true;
	if (!covers(outer->bounds, inner->bounds, nest->shift)
		|| !lies_in(inner, nest->shift, outer, nest->scratch))
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
		nest->asking = i;
		for (double turn = nest->jumps ? -1 : 0; turn <= (nest->jumps ? 1 : 0); turn++) {
			struct point first = nest->ring[i].point[0];
			nest->shift = 360 * turn;
			first.x += nest->shift;
			boxindex_search(index, (struct rect){ first, first }, ask, nest);
		}
	}
}

static void append_ring(struct geom_builder *b, const struct ring *r, bool hole) {
	if ((r->area < 0) == hole)
		build_points(b, r->own, r->nown);
	else
		for (uint32_t i = r->nown; i-- > 0;)
			build_point(b, r->own[i]);
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

static void close_ring(struct ring *r, struct arena *a) {
	struct point first = r->own[0], last = r->own[r->nown - 1];
	if (first.x == last.x && first.y == last.y)
		return;
	struct point *closed = arena_new(a, struct point, r->nown + 1);
	memcpy(closed, r->own, r->nown * sizeof(*closed));
	closed[r->nown++] = first;
	r->own = closed;
}

/* Closed rings with an area; the others are no rings. */
static void gather(const struct geom *g, struct nest *nest) {
	nest->ring = arena_new(nest->scratch, struct ring, g->nparts);
	for (uint32_t i = 0; i < g->nparts; i++) {
		struct ring r = { .own = g->point + geom_start(g, i),
			.nown = g->end[i] - geom_start(g, i),
			.parent = UINT32_MAX };
		if (r.nown < 3)
			continue;
		close_ring(&r, nest->scratch);
		r.point = r.own;
		r.n = r.nown;
		if (part_jumps(r.own, r.nown)) {
			struct geom_builder b;
			build_init(&b, GEOM_POLYGONS, 1, nest->scratch);
			ring_unwrap(r.own, r.nown, &b);
			r.point = b.geom.point;
			r.n = b.geom.npoints;
			nest->jumps = true;
		}
		r.area = ring_area(r.point, r.n);
		struct geom one = { .point = (struct point *)r.point, .npoints = r.n };
		r.bounds = geom_bounds(&one);
		if (r.n >= 4 && r.area != 0)
			nest->ring[nest->nrings++] = r;
	}
}

void geom_orient(struct geom *g, struct arena *a) {
	if (g->type != GEOM_POLYGONS)
		return;
	struct arena scratch = ARENA_INIT;
	struct nest nest = { .scratch = &scratch };
	gather(g, &nest);
	if (nest.nrings == 1 && g->nparts == 1 && nest.ring[0].area > 0
		&& nest.ring[0].nown == g->npoints) {
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
