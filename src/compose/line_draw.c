#include "compose/line.h"
#include "compose/offset.h"

/* Steps of a soft edge. */
enum { FEWEST_STEPS = 3, MOST_STEPS = 24 };

static bool is_ring(const struct point *p, uint32_t n) {
	return n > 3 && p[0].x == p[n - 1].x && p[0].y == p[n - 1].y;
}

static struct point beyond(struct point from, struct point to, double by) {
	double dx = to.x - from.x, dy = to.y - from.y, length = hypot(dx, dy);
	if (!(length > 0))
		return to;
	return (struct point){ to.x + dx / length * by, to.y + dy / length * by };
}

struct geom line_extend(struct compose *c, const struct geom *lines, double by) {
	struct geom out = geom_copy(lines, c->scratch);
	for (uint32_t i = 0; i < out.nparts; i++) {
		uint32_t start = geom_start(&out, i), n = out.end[i] - start;
		struct point *p = out.point + start;
		if (n < 2 || is_ring(p, n))
			continue;
		struct point first = beyond(p[1], p[0], by), last = beyond(p[n - 2], p[n - 1], by);
		p[0] = first;
		p[n - 1] = last;
	}
	return out;
}

/* Square ends of dashed and of soft lines belong to the line, not to its dashes and
 * steps. */
static struct geom with_ends(struct compose *c, const struct geom *lines, struct stroke *s,
	bool soft) {
	if (s->cap != CAP_SQUARE || !(soft || s->ndashes))
		return *lines;
	double by = s->width / 2;
	s->cap = CAP_BUTT;
	if (s->ndashes && s->dash[0] > by) {
		/* The first dash is longer by the end. */
		double period = 0;
		for (uint32_t i = 0; i < s->ndashes; i++)
			period += s->dash[i];
		s->dash_offset = fmod(s->dash_offset + period - by, period);
	}
	return line_extend(c, lines, by);
}

/* A mitred corner that is too sharp is cut where the lines meet: MapLibre's joins end
 * there, those of a stroke half a width behind. */
struct corner_cut {
	struct path_builder strokes, wedges;
	double half;
};

static void wedge(struct corner_cut *cut, struct point at, struct point side, struct point tip) {
	path_move(&cut->wedges, at.x, at.y);
	path_line(&cut->wedges, at.x + side.x * cut->half, at.y + side.y * cut->half);
	path_line(&cut->wedges, at.x + tip.x * cut->half, at.y + tip.y * cut->half);
	path_close(&cut->wedges);
}

/* True: the line was cut at b. */
static bool cut_corner(struct corner_cut *cut, struct point a, struct point b, struct point next) {
	double ab = point_distance(a, b), bn = point_distance(b, next);
	if (!(ab > 0 && bn > 0))
		return false;
	struct point u = { (b.x - a.x) / ab, (b.y - a.y) / ab };
	struct point v = { (next.x - b.x) / bn, (next.y - b.y) / bn };
	double dot = u.x * v.x + u.y * v.y, sine = sqrt(fmax(0, (1 - dot) / 2));
	/* Twice the width is the longest mitre that MapLibre bevels as others do. */
	if (dot > -0.5 || !(sine > 0))
		return false;
	double turn = u.x * v.y - u.y * v.x > 0 ? -1 : 1; /* the outer side */
	struct point out_a = { -u.y * turn, u.x * turn }, out_b = { -v.y * turn, v.x * turn };
	struct point across = { (u.x - v.x) / (2 * sine), (u.y - v.y) / (2 * sine) };
	struct point along = { -across.y, across.x };
	double to_a = along.x * out_a.x + along.y * out_a.y >= 0 ? 1 / sine : -1 / sine;
	wedge(cut, b, out_a, (struct point){ along.x * to_a, along.y * to_a });
	wedge(cut, b, out_b, (struct point){ -along.x * to_a, -along.y * to_a });
	path_move(&cut->strokes, b.x, b.y);
	return true;
}

static bool cuts_corners(const struct compose *c, const struct stroke *s) {
	bool sharp = s->join == JOIN_BEVEL || (s->join == JOIN_MITER && s->miter_limit <= 2);
	return c->map->bare && sharp && s->cap == CAP_BUTT && s->ndashes == 0 && s->color.a >= 1;
}

/* A corner of a ring that is cut: there it may begin.  n - 1: none. */
static uint32_t first_cut(const struct point *p, uint32_t n, struct arena *a) {
	struct corner_cut probe = { { .arena = a }, { .arena = a }, 1 };
	uint32_t k = 0;
	while (k < n - 1 && !cut_corner(&probe, p[k ? k - 1 : n - 2], p[k], p[k + 1]))
		k++;
	return k;
}

/* A ring is the same wherever its points begin: from one corner that is cut round to
 * it again, or closed. */
static void cut_part(struct corner_cut *cut, const struct point *p, uint32_t n, struct arena *a) {
	bool ring = is_ring(p, n);
	uint32_t first = ring ? first_cut(p, n, a) : 0, edges = n - 1;
	bool closed = ring && first == edges;
	first = closed ? 0 : first;
	path_move(&cut->strokes, p[first].x, p[first].y);
	/* A closed path goes back to its start by itself. */
	for (uint32_t k = 1; k <= edges - closed; k++) {
		uint32_t i = first + k <= edges ? first + k : first + k - edges;
		bool inside = ring ? !closed : k < edges;
		path_line(&cut->strokes, p[i].x, p[i].y);
		if (inside)
			cut_corner(cut, p[i - 1], p[i], p[i < edges ? i + 1 : 1]);
	}
	if (closed)
		path_close(&cut->strokes);
}

static void stroke_cutting(struct compose *c, const struct geom *g, const struct stroke *s) {
	struct arena *a = c->scene->arena;
	struct corner_cut cut = { { .arena = a }, { .arena = a }, s->width / 2 };
	for (uint32_t i = 0; i < g->nparts; i++) {
		uint32_t start = geom_start(g, i);
		if (g->end[i] - start > 1)
			cut_part(&cut, g->point + start, g->end[i] - start, a);
	}
	struct stroke stroke = *s;
	stroke.unjoined = true;
	scene_stroke(c->scene, path_builder_path(&cut.strokes), &stroke);
	if (cut.wedges.nverbs)
		scene_fill(c->scene, path_builder_path(&cut.wedges), s->color);
}

/* Of a dashed line much longer than the page only what is near it, the dashes counted
 * from the line's beginning. */
static void stroke_near(struct compose *c, const struct point *p, uint32_t n,
	const struct stroke *stroke) {
	struct rect near = rect_grow(c->view->page, stroke_reach(stroke) + 64);
	struct path_builder path = { .arena = c->scene->arena };
	struct stroke s = *stroke;
	double period = 0, done = 0;
	for (uint32_t i = 0; i < s.ndashes; i++)
		period += s.dash[i];
	for (uint32_t i = 0; i + 1 < n; i++) {
		struct rect edge = rect_add((struct rect){ p[i], p[i] }, p[i + 1]);
		bool seen = rect_overlaps(rect_grow(edge, 1e-3), near);
		if (seen && path.nverbs == 0) {
			path_move(&path, p[i].x, p[i].y);
			s.dash_offset = fmod(stroke->dash_offset + done, period);
		}
		if (seen)
			path_line(&path, p[i + 1].x, p[i + 1].y);
		if (path.nverbs && (!seen || i + 2 == n)) {
			scene_stroke(c->scene, path_builder_path(&path), &s);
			path = (struct path_builder){ .arena = c->scene->arena };
		}
		done += point_distance(p[i], p[i + 1]);
	}
}

static bool is_dashed_far(const struct geom *g, const struct stroke *s) {
	const double far = 1e6;
	struct rect box = geom_bounds(g);
	return s->ndashes && rect_width(box) + rect_height(box) > far;
}

static void stroke_one(struct compose *c, const struct geom *g, const struct stroke *s) {
	if (g->npoints == 0)
		return;
	if (is_dashed_far(g, s)) {
		for (uint32_t i = 0; i < g->nparts; i++) {
			uint32_t start = geom_start(g, i);
			stroke_near(c, g->point + start, g->end[i] - start, s);
		}
		return;
	}
	if (cuts_corners(c, s))
		stroke_cutting(c, g, s);
	else
		scene_stroke(c->scene, path_from_geom(g, c->scene->arena), s);
}

/*
 * Strokes on one another, each narrower by the same, all of them together as opaque as
 * the line: the edge falls off in even steps.  It begins half a pixel outside the line
 * and is as wide as the blur and a pixel, as MapLibre has it.
 */
static void stroke_soft(struct compose *c, const struct geom *g, const struct line_look *look,
	const struct stroke *stroke) {
	double pixel = compose_pixel(c), fall = look->blur + pixel;
	int steps = (int)fmin(MOST_STEPS, fmax(FEWEST_STEPS, ceil(fall / pixel)));
	double alpha = (double)stroke->color.a, below = 0;
	for (int k = 0; k < steps; k++) {
		struct stroke s = *stroke;
		s.width = stroke->width + pixel - 2 * fall * (k + 0.5) / steps;
		if (!(s.width > 0))
			break;
		double reached = alpha * (k + 1) / steps;
		s.color.a = (float)((reached - below) / (1 - below));
		below = reached;
		if (below >= 1)
			s.color.a = 1;
		stroke_one(c, g, &s);
	}
}

static void stroke_moved(struct compose *c, const struct geom *lines, const struct line_look *look,
	double offset) {
	struct stroke s = look->stroke;
	struct geom moved = *lines;
	if (offset != 0)
		moved = lines_offset(&moved, offset, c->scratch);
	moved = with_ends(c, &moved, &s, look->blur > 0);
	if (look->blur > 0)
		stroke_soft(c, &moved, look, &s);
	else
		stroke_one(c, &moved, &s);
}

void line_draw(struct compose *c, const struct geom *lines, const struct line_look *look) {
	if (!(look->gap > 0)) {
		stroke_moved(c, lines, look, look->offset);
		return;
	}
	/* A soft edge reaches into the gap, not out of it. */
	struct line_look side = *look;
	side.stroke.width += look->blur;
	double beside = (look->gap + look->stroke.width - look->blur) / 2, by = look->offset;
	struct geom moved = *lines;
	if (look->stroke.cap == CAP_ROUND && look->stroke.ndashes == 0) {
		if (by != 0)
			moved = lines_offset(&moved, by, c->scratch);
		moved = lines_around(&moved, beside, c->scratch);
		side.stroke.cap = CAP_BUTT;
		stroke_moved(c, &moved, &side, 0);
		return;
	}
	if (look->stroke.cap == CAP_SQUARE) {
		moved = line_extend(c, &moved, look->gap / 2 + look->stroke.width);
		side.stroke.cap = CAP_BUTT;
	}
	stroke_moved(c, &moved, &side, by - beside);
	stroke_moved(c, &moved, &side, by + beside);
}
