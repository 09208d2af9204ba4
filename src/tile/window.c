#include "tile/window.h"

#include <stdlib.h>

#include "geo/boxindex.h"
#include "geo/guard.h"

/* What a fill does to the window. */
enum effect { EFFECT_NONE, EFFECT_COVERS, EFFECT_SOME };

/* A path on its way through the guard. */
struct guarded {
	struct rect window;
	uint8_t *verb;
	struct point *point;
	uint32_t nverbs, npoints, verb_capacity, point_capacity;
	struct arena *arena;
	struct rect at;   /* what is shown of the window */
	double reach;     /* of the ink around an edge */
	bool meets;       /* ink of an edge may be shown */
	bool whole_parts; /* dashes are counted from the beginning of a line */
	bool unjoined;    /* only what is closed by its verb is a ring */
	int winding;      /* around the window's middle */
};

static void put(struct guarded *g, enum path_verb verb, struct point p) {
	*arena_push(g->arena, g->verb, g->nverbs, g->verb_capacity) = (uint8_t)verb;
	*arena_push(g->arena, g->point, g->npoints, g->point_capacity) = p;
}

static void put_close(struct guarded *g) {
	*arena_push(g->arena, g->verb, g->nverbs, g->verb_capacity) = PATH_CLOSE;
}

/* Whatever else belongs to the path: so a tile is empty in a scene of any size or in none. */
static void meet(struct guarded *g, struct point a, struct point b) {
	struct rect edge = rect_add((struct rect){ a, a }, b);
	g->meets = g->meets || rect_overlaps(rect_grow(edge, g->reach), g->at);
}

/* Crossings of a ray to the right from the window's middle: 1 upwards, -1 down. */
static int cross(const struct guarded *g, struct point a, struct point b) {
	struct point m = rect_center(g->window);
	if ((a.y > m.y) == (b.y > m.y))
		return 0;
	if (!(m.x < a.x + (m.y - a.y) / (b.y - a.y) * (b.x - a.x)))
		return 0;
	return a.y > b.y ? 1 : -1;
}

/* Places around the window, turning left from the ray to the right: 0 right and above
 * it, 1 the upper right corner, 2 above, ..., 7 the lower right corner, 8 right and
 * below the ray. */
enum { PLACES = 9 };

static int place_of(const struct guarded *g, struct point p) {
	static const int8_t places[16] = { [1] = 4,
		[2] = 0,
		[4] = 2,
		[8] = 6,
		[1 | 4] = 3,
		[2 | 4] = 1,
		[1 | 8] = 5,
		[2 | 8] = 7 };
	unsigned side = guard_side(g->window, p);
	if (side == 2)
		return p.y > rect_center(g->window).y ? 8 : 0;
	return places[side];
}

static struct point corner_of(struct rect w, int place) {
	return (struct point){ place == 1 || place == 7 ? w.max.x : w.min.x,
		place == 1 || place == 3 ? w.min.y : w.max.y };
}

/* Leads around the window from one place to another by its corners.  What is drawn
 * beyond the edges follows from what is seen alone, not from what was left out there
 * before: Cairo's rows are not the same when something far to the left changes. */
static void lead_around(struct guarded *g, struct point from, struct point to, int turns) {
	int at = place_of(g, from), end = place_of(g, to) + PLACES * turns;
	int step = at < end ? 1 : -1;
	if (at == end)
		return;
	for (at += step; at != end; at += step) {
		int place = ((at % PLACES) + PLACES) % PLACES;
		if (place % 2 == 1)
			put(g, PATH_LINE, corner_of(g->window, place));
	}
}

/* A ring around the whole window: others of its path may be holes in it. */
static void put_around(struct guarded *g, int turns) {
	static const int up[] = { 7, 1, 3, 5 }, down[] = { 1, 7, 5, 3 };
	for (int i = 0; i < abs(turns); i++) {
		for (int k = 0; k < 4; k++)
			put(g, k ? PATH_LINE : PATH_MOVE,
				corner_of(g->window, turns > 0 ? up[k] : down[k]));
		put_close(g);
	}
}

/* Edges that may meet the window as they are, and between them around it. */
static void guard_ring(struct guarded *g, const struct point *p, uint32_t n) {
	bool open = false, gap = false;
	int before = 0, turns = 0;
	struct point first = p[0], last = p[0], a = p[n - 1];
	unsigned side = guard_side(g->window, a);
	for (uint32_t i = 0; i < n; a = p[i++]) {
		unsigned there = guard_side(g->window, p[i]);
		int crossed = cross(g, a, p[i]);
		bool keep = !(side & there);
		side = there;
		g->winding += crossed;
		if (!keep) {
			turns += crossed;
			gap = true;
			continue;
		}
		if (!open) {
			first = a;
			before = turns;
			put(g, PATH_MOVE, a);
		} else if (gap) {
			lead_around(g, last, a, turns);
			put(g, PATH_LINE, a);
		}
		put(g, PATH_LINE, p[i]);
		meet(g, a, p[i]);
		open = true;
		last = p[i];
		turns = 0;
		gap = false;
	}
	if (!open) {
		put_around(g, turns);
		return;
	}
	lead_around(g, last, first, turns + before);
	put_close(g);
}

static void put_whole(struct guarded *g, const struct point *p, uint32_t n, bool closed) {
	struct rect box = RECT_EMPTY;
	for (uint32_t i = 0; i < n; i++)
		box = rect_add(box, p[i]);
	if (!rect_overlaps(box, g->window))
		return;
	for (uint32_t i = 0; i < n; i++)
		put(g, i ? PATH_LINE : PATH_MOVE, p[i]);
	if (closed)
		put_close(g);
	meet(g, p[0], p[0]);
	for (uint32_t i = 1; i < n; i++)
		meet(g, p[i - 1], p[i]);
	if (closed)
		meet(g, p[n - 1], p[0]);
}

/* Edge i of a subpath, which may return to its start. */
static struct point end_of(const struct point *p, uint32_t n, uint32_t i) {
	return p[i + 1 < n ? i + 1 : 0];
}

static bool is_dropped(const struct guarded *g, const struct point *p, uint32_t n, uint32_t i) {
	return (guard_side(g->window, p[i]) & guard_side(g->window, end_of(p, n, i))) != 0;
}

/* A closed line is gone through from an edge that goes, as geom_guard() does: the run
 * over its start has a join there and no ends. */
static void guard_line(struct guarded *g, const struct point *p, uint32_t n, bool closed) {
	uint32_t nedges = closed ? n : n - 1, first = 0;
	bool open = false;
	if (!closed && !g->unjoined && n > 3 && p[0].x == p[n - 1].x && p[0].y == p[n - 1].y)
		closed = true, n--, nedges = n;
	while (closed && first < nedges && !is_dropped(g, p, n, first))
		first++;
	if (closed && first == nedges) {
		put_whole(g, p, n, true);
		return;
	}
	for (uint32_t k = 0; k < nedges; k++) {
		uint32_t i = first + k < nedges ? first + k : first + k - nedges;
		if (is_dropped(g, p, n, i)) {
			open = false;
			continue;
		}
		if (!open)
			put(g, PATH_MOVE, p[i]);
		put(g, PATH_LINE, end_of(p, n, i));
		meet(g, p[i], end_of(p, n, i));
		open = true;
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

static void guard_path(const struct path *p, bool fill, struct guarded *g, struct arena *arena) {
	uint32_t at = 0, end;
	bool closed;
	g->arena = arena;
	for (uint32_t i = 0; i < p->nverbs; i = end) {
		uint32_t n = subpath(p, i, &end, &closed);
		const struct point *from = p->point + at;
		at += n;
		if (fill) {
			guard_ring(g, from, n);
		} else if (!g->whole_parts) {
			guard_line(g, from, n, closed);
		} else {
			put_whole(g, from, n, closed);
		}
	}
}

static enum effect fill_effect(struct scene_op *op, struct rect at, struct arena *arena) {
	struct guarded g = { .window = rect_grow(at, 1), .at = at };
	if (!is_straight(&op->fill.path))
		return EFFECT_SOME;
	guard_path(&op->fill.path, true, &g, arena);
	op->fill.path = (struct path){ g.verb, g.point, g.nverbs, g.npoints };
	if (g.meets)
		return EFFECT_SOME;
	return (op->fill.evenodd ? g.winding % 2 : g.winding) != 0 ? EFFECT_COVERS : EFFECT_NONE;
}

static enum effect stroke_effect(struct scene_op *op, struct rect at, struct arena *arena) {
	const struct stroke *s = &op->stroke.stroke;
	double reach = stroke_reach(s);
	struct guarded g = { .window = rect_grow(at, reach + 2), .at = at, .reach = reach };
	if (!is_straight(&op->stroke.path))
		return EFFECT_SOME;
	g.whole_parts = s->ndashes > 0;
	g.unjoined = s->unjoined;
	guard_path(&op->stroke.path, false, &g, arena);
	op->stroke.path = (struct path){ g.verb, g.point, g.nverbs, g.npoints };
	return g.meets ? EFFECT_SOME : EFFECT_NONE;
}

struct finding {
	const struct scene *scene;
	struct rect at;
	struct window *window;
	struct arena *arena;
	uint32_t group; /* the innermost that is open, or SCENE_NO_GROUP */
};

static void add(struct finding *f, const struct scene_op *op) {
	*arena_push(f->arena, f->window->op, f->window->nops, f->window->capacity) = *op;
}

/* A frame around the whole page hides nothing of a window on it. */
static bool is_frame(const struct scene *scene, uint32_t group) {
	const struct scene_op *op = &scene->op[group];
	struct rect r = scene->page;
	if (op->group.opacity < 1)
		return false;
	if (!op->group.clip)
		return true;
	struct rect clip = path_bounds(op->group.clip);
	return op->group.clip->npoints == 4 && rect_contains(clip, r.min)
		&& rect_contains(clip, r.max);
}

static uint32_t group_of(const struct scene *scene, uint32_t i) {
	uint32_t group = scene->parent[i];
	while (group != SCENE_NO_GROUP && is_frame(scene, group))
		group = scene->parent[group];
	return group;
}

static bool holds(const struct scene *scene, uint32_t group, uint32_t of) {
	while (of != SCENE_NO_GROUP && of > group)
		of = group_of(scene, of);
	return of == group;
}

static void open_groups(struct finding *f, uint32_t group) {
	if (group == f->group)
		return;
	open_groups(f, group_of(f->scene, group));
	f->window->solid = false;
	add(f, &f->scene->op[group]);
	f->group = group;
}

/* Leaves the groups that do not hold `group`, then enters those that do. */
static void enter(struct finding *f, uint32_t group) {
	static const struct scene_op pop = { .type = SCENE_POP_GROUP };
	while (f->group != SCENE_NO_GROUP && !holds(f->scene, f->group, group)) {
		add(f, &pop);
		f->group = group_of(f->scene, f->group);
	}
	open_groups(f, group);
}

static bool is_plain(const struct scene_op *op) {
	return !op->fill.pattern && !op->fill.ramp;
}

/* Outside of groups it hides what came before. */
static void cover(struct finding *f, struct scene_op *op) {
	struct window *w = f->window;
	if (f->group == SCENE_NO_GROUP && is_plain(op) && op->fill.color.a >= 1)
		w->nops = 0;
	if (w->nops == 0)
		w->solid = true;
	w->solid = w->solid && is_plain(op);
	struct path_builder b = { .arena = f->arena };
	path_rect(&b, f->at, 0);
	op->fill.path = path_builder_path(&b);
	add(f, op);
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
	enter(f, group_of(f->scene, i));
	if (effect == EFFECT_COVERS) {
		cover(f, &op);
		return true;
	}
	f->window->solid = false;
	add(f, &op);
	return true;
}

void window_find(const struct scene *scene, struct rect at, struct window *out,
	struct arena *arena) {
	struct finding f = { scene, at, out, arena, SCENE_NO_GROUP };
	*out = (struct window){ .solid = true };
	if (scene->nops)
		boxindex_search(scene->index, at, find, &f);
	enter(&f, SCENE_NO_GROUP);
}

void window_paint(const struct window *window, struct painter *painter, const struct scene *scene,
	struct rect at) {
	painter->ops->begin(painter, scene, at);
	for (uint32_t i = 0; i < window->nops; i++)
		painter_draw(painter, &window->op[i]);
}
