#include "tile/window.h"

#include <assert.h>

#include "geo/boxindex.h"
#include "geo/guard.h"

/* What a fill does to the window. */
enum effect { EFFECT_NONE, EFFECT_COVERS, EFFECT_SOME };

/* A path on its way through the guard. */
struct guarded {
	struct rect window;
	uint8_t *verb;
	struct point *point;
	uint32_t nverbs, npoints;
	bool meets; /* an edge may touch the window */
	int winding;
	bool odd; /* of the window's middle */
};

static void put(struct guarded *g, enum path_verb verb, struct point p) {
	g->verb[g->nverbs++] = (uint8_t)verb;
	g->point[g->npoints++] = p;
}

/* Crossings of a ray to the right of the window's middle. */
static void cross(struct guarded *g, struct point a, struct point b) {
	struct point m = rect_center(g->window);
	if ((a.y > m.y) == (b.y > m.y))
		return;
	if (m.x < a.x + (m.y - a.y) / (b.y - a.y) * (b.x - a.x)) {
		g->winding += a.y < b.y ? 1 : -1;
		g->odd = !g->odd;
	}
}

/* See geom_guard(): only points between two edges beyond one side go. */
static void guard_ring(struct guarded *g, const struct point *p, uint32_t n) {
	uint32_t first = g->npoints, first_verb = g->nverbs;
	unsigned before = 0, last = 0, all = 15;
	for (uint32_t i = 0; i < n; i++) {
		unsigned side = guard_side(g->window, p[i]);
		all &= side;
		if (g->npoints - first >= 2 && (before & last & side)) {
			g->point[g->npoints - 1] = p[i];
			last = side;
			continue;
		}
		put(g, g->npoints == first ? PATH_MOVE : PATH_LINE, p[i]);
		before = last;
		last = side;
	}
	if (all || g->npoints - first < 3) {
		g->npoints = first;
		g->nverbs = first_verb;
		return;
	}
	g->verb[g->nverbs++] = PATH_CLOSE;
	struct point a = g->point[g->npoints - 1];
	for (uint32_t i = first; i < g->npoints; i++) {
		struct point b = g->point[i];
		if (guard_side(g->window, a) & guard_side(g->window, b))
			;
		else
			g->meets = true;
		cross(g, a, b);
		a = b;
	}
}

static void guard_line(struct guarded *g, const struct point *p, uint32_t n) {
	bool open = false;
	unsigned last = n ? guard_side(g->window, p[0]) : 0;
	for (uint32_t i = 1; i < n; i++) {
		unsigned side = guard_side(g->window, p[i]);
		if (side & last) {
			open = false;
		} else {
			if (!open)
				put(g, PATH_MOVE, p[i - 1]);
			put(g, PATH_LINE, p[i]);
			g->meets = open = true;
		}
		last = side;
	}
}

/* Straight subpaths only: what has curves is small anyway. */
static bool is_straight(const struct path *p) {
	for (uint32_t i = 0; i < p->nverbs; i++)
		if (p->verb[i] == PATH_CURVE)
			return false;
	return true;
}

/* The points of the subpath that begins at verb i; sets the verb behind it. */
static uint32_t subpath(const struct path *p, uint32_t i, uint32_t *end, bool *closed) {
	uint32_t n = 1, k = i + 1;
	while (k < p->nverbs && p->verb[k] == PATH_LINE) {
		n++;
		k++;
	}
	*closed = k < p->nverbs && p->verb[k] == PATH_CLOSE;
	*end = k + *closed;
	return n;
}

/* A closed stroke is a line that returns to its start with a join there; such are
 * drawn by icons and frames, and stay whole. */
static void guard_path(const struct path *p, bool fill, struct guarded *g, struct arena *arena) {
	uint32_t at = 0, end;
	bool closed;
	g->verb = arena_new(arena, uint8_t, (size_t)p->nverbs + p->npoints + 1);
	g->point = arena_new(arena, struct point, (size_t)p->npoints * 2);
	for (uint32_t i = 0; i < p->nverbs; i = end) {
		uint32_t n = subpath(p, i, &end, &closed);
		const struct point *from = p->point + at;
		at += n;
		if (fill) {
			guard_ring(g, from, n);
		} else if (!closed) {
			guard_line(g, from, n);
		} else {
			for (uint32_t k = 0; k < n; k++)
				put(g, k ? PATH_LINE : PATH_MOVE, from[k]);
			g->verb[g->nverbs++] = PATH_CLOSE;
			g->meets = true;
		}
	}
}

static enum effect fill_effect(struct scene_op *op, struct rect at, struct arena *arena) {
	struct guarded g = { .window = rect_grow(at, 1) };
	if (!is_straight(&op->fill.path))
		return EFFECT_SOME;
	guard_path(&op->fill.path, true, &g, arena);
	op->fill.path = (struct path){ g.verb, g.point, g.nverbs, g.npoints };
	if (g.meets)
		return EFFECT_SOME;
	return (op->fill.evenodd ? g.odd : g.winding != 0) ? EFFECT_COVERS : EFFECT_NONE;
}

static enum effect stroke_effect(struct scene_op *op, struct rect at, struct arena *arena) {
	const struct stroke *s = &op->stroke.stroke;
	struct guarded g = { .window = rect_grow(at, stroke_reach(s) + 2) };
	/* Dashes are counted from the beginning of the line. */
	if (s->ndashes || !is_straight(&op->stroke.path))
		return EFFECT_SOME;
	guard_path(&op->stroke.path, false, &g, arena);
	op->stroke.path = (struct path){ g.verb, g.point, g.nverbs, g.npoints };
	return g.meets ? EFFECT_SOME : EFFECT_NONE;
}

struct finding {
	const struct scene *scene;
	struct rect at;
	struct window *window;
	struct arena *arena;
};

static void cover(struct window *w, struct scene_op *op, struct rect at, struct arena *arena) {
	if (!op->fill.pattern && op->fill.color.a >= 1)
		w->nops = 0;
	if (w->nops == 0)
		w->solid = true;
	w->solid = w->solid && !op->fill.pattern;
	struct path_builder b = { .arena = arena };
	path_rect(&b, at, 0);
	op->fill.path = path_builder_path(&b);
	*arena_push(arena, w->op, w->nops, w->capacity) = *op;
}

static bool find(uint32_t i, void *user) {
	struct finding *f = user;
	struct scene_op op = f->scene->op[i];
	enum effect effect = EFFECT_SOME;
	if (!scene_draws(&op))
		return true;
	if (op.type == SCENE_FILL)
		effect = fill_effect(&op, f->at, f->arena);
	else if (op.type == SCENE_STROKE)
		effect = stroke_effect(&op, f->at, f->arena);
	if (effect == EFFECT_NONE)
		return true;
	if (effect == EFFECT_COVERS) {
		cover(f->window, &op, f->at, f->arena);
		return true;
	}
	f->window->solid = false;
	*arena_push(f->arena, f->window->op, f->window->nops, f->window->capacity) = op;
	return true;
}

void window_find(const struct scene *scene, struct rect at, struct window *out,
	struct arena *arena) {
	struct finding f = { scene, at, out, arena };
	*out = (struct window){ .solid = true };
	if (scene->nops)
		boxindex_search(scene->index, at, find, &f);
}

static void paint(struct painter *painter, const struct scene_op *op) {
	switch (op->type) {
	case SCENE_FILL:
		painter->ops->fill(painter, op);
		break;
	case SCENE_STROKE:
		painter->ops->stroke(painter, op);
		break;
	case SCENE_GLYPHS:
		painter->ops->glyphs(painter, op);
		break;
	case SCENE_ICON:
		painter->ops->icon(painter, op);
		break;
	case SCENE_IMAGE:
		painter->ops->image(painter, op);
		break;
	case SCENE_PUSH_GROUP:
	case SCENE_POP_GROUP:
		assert(!"a scene of tiles has no groups");
		break;
	}
}

void window_paint(const struct window *window, struct painter *painter, const struct scene *scene,
	struct rect at) {
	painter->ops->begin(painter, scene, at);
	for (uint32_t i = 0; i < window->nops; i++)
		paint(painter, &window->op[i]);
}
