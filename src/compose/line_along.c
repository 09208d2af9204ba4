#include <string.h>

#include "base/limits.h"
#include "compose/line.h"
#include "compose/offset.h"

/* As many colours as a web map puts into the texture of a gradient. */
enum { SAMPLES = 256 };

static bool is_between(struct color a, struct color b, struct color c, double t) {
	const double near = 1.0 / 512;
	return fabs((double)(a.r + (c.r - a.r) * t - b.r)) < near
		&& fabs((double)(a.g + (c.g - a.g) * t - b.g)) < near
		&& fabs((double)(a.b + (c.b - a.b) * t - b.b)) < near
		&& fabs((double)(a.a + (c.a - a.a) * t - b.a)) < near;
}

/* Leaves out what its neighbours blend into anyway. */
static uint32_t thin(const struct color *sample, struct scene_stop *out) {
	uint32_t count = 0, from = 0;
	out[count++] = (struct scene_stop){ 0, sample[0] };
	for (uint32_t to = 2; to < SAMPLES; to++) {
		bool straight = true;
		for (uint32_t k = from + 1; k < to && straight; k++)
			straight = is_between(sample[from], sample[k], sample[to],
				(double)(k - from) / (to - from));
		if (straight)
			continue;
		from = to - 1;
		out[count++] = (struct scene_stop){ (double)from / (SAMPLES - 1), sample[from] };
	}
	out[count++] = (struct scene_stop){ 1, sample[SAMPLES - 1] };
	return count;
}

static const struct scene_stop *read_stops(struct compose *c, const struct style_layer *layer,
	uint32_t *n) {
	struct color sample[SAMPLES];
	for (uint32_t i = 0; i < SAMPLES; i++) {
		c->env.line_progress = (double)i / (SAMPLES - 1);
		sample[i] = style_color(layer, STYLE_LINE_GRADIENT, &c->env);
	}
	c->env.line_progress = 0;
	struct scene_stop *stop = arena_new(c->scene->arena, struct scene_stop, SAMPLES);
	*n = thin(sample, stop);
	return stop;
}

/* Half a disc at the end of a line, in the colour that it has there. */
static void round_end(struct compose *c, struct point at, struct point from, double half,
	struct color color) {
	double angle = atan2(at.y - from.y, at.x - from.x);
	enum { CORNERS = 16 };
	struct path_builder b = { .arena = c->scene->arena };
	for (int i = 0; i <= CORNERS; i++) {
		double a = angle + PI * ((double)i / CORNERS - 0.5);
		double x = at.x + half * cos(a), y = at.y + half * sin(a);
		if (i)
			path_line(&b, x, y);
		else
			path_move(&b, x, y);
	}
	path_close(&b);
	scene_fill(c->scene, path_builder_path(&b), color);
}

struct way {
	const struct point *p;
	uint32_t n;
	double length;
	bool ring;
};

/* One straight piece: the colours run along it as if it went on for the whole line; a
 * little of the next piece brings the join with it. */
static void gradient_piece(struct compose *c, const struct way *w, uint32_t i, double done,
	const struct stroke *stroke, const struct scene_stop *stop, uint32_t nstops) {
	struct point a = w->p[i], b = w->p[i + 1];
	double length = point_distance(a, b), ux = (b.x - a.x) / length, uy = (b.y - a.y) / length;
	struct scene_ramp *ramp = arena_new(c->scene->arena, struct scene_ramp, 1);
	*ramp = (struct scene_ramp){ .from = { a.x - ux * done, a.y - uy * done },
		.stop = stop,
		.nstops = nstops };
	ramp->to = (struct point){ ramp->from.x + ux * w->length, ramp->from.y + uy * w->length };
	struct point near[2] = { a, b }; /* only what may be seen */
	uint32_t end = 2;
	struct geom edge = { GEOM_LINES, 2, 1, near, &end };
	edge = geom_clip(&edge, rect_grow(c->view->page, 2 * stroke_reach(stroke) + 64),
		c->scratch);
	if (edge.npoints < 2)
		return;
	struct path_builder path = { .arena = c->scene->arena };
	path_move(&path, edge.point[0].x, edge.point[0].y);
	path_line(&path, edge.point[1].x, edge.point[1].y);
	bool whole_end = edge.point[1].x == b.x && edge.point[1].y == b.y;
	uint32_t next = i + 2 < w->n ? i + 2 : w->ring ? 1 : i + 1;
	double rest = point_distance(b, w->p[next]);
	if (whole_end && next != i + 1 && rest > 0) {
		struct point little = point_between(b, w->p[next], fmin(1, 1 / rest));
		path_line(&path, little.x, little.y);
	}
	struct stroke s = *stroke;
	s.cap = CAP_BUTT;
	struct path whole = path_builder_path(&path);
	if (!rect_overlaps(rect_grow(path_bounds(&whole), stroke_reach(&s)), c->view->page))
		return;
	scene_stroke(c->scene, whole, &s);
	c->scene->op[c->scene->nops - 1].stroke.ramp = ramp;
}

void line_draw_gradient(struct compose *c, const struct style_layer *layer,
	const struct geom *whole, const struct line_look *look) {
	uint32_t nstops;
	const struct scene_stop *stop = read_stops(c, layer, &nstops);
	double opacity = fmax(0, fmin(1, style_number(layer, STYLE_LINE_OPACITY, &c->env)));
	struct geom lines = *whole;
	if (look->offset != 0)
		lines = lines_offset(&lines, look->offset, c->scratch);
	double half = look->stroke.width / 2;
	if (look->stroke.cap == CAP_SQUARE)
		lines = line_extend(c, &lines, half);
	/* The pieces overlap a little, so that they fade together. */
	if (opacity < 1)
		scene_push(c->scene, NULL, opacity);
	for (uint32_t k = 0; k < lines.nparts; k++) {
		uint32_t start = geom_start(&lines, k);
		struct way w = { lines.point + start, lines.end[k] - start, 0, false };
		if (w.n < 2)
			continue;
		for (uint32_t i = 0; i + 1 < w.n; i++)
			w.length += point_distance(w.p[i], w.p[i + 1]);
		if (!(w.length > 0))
			continue;
		w.ring = w.n > 3 && memcmp(&w.p[0], &w.p[w.n - 1], sizeof *w.p) == 0;
		double done = 0;
		for (uint32_t i = 0; i + 1 < w.n; i++) {
			double step = point_distance(w.p[i], w.p[i + 1]);
			if (step > 0)
				gradient_piece(c, &w, i, done, &look->stroke, stop, nstops);
			done += step;
		}
		if (look->stroke.cap == CAP_ROUND && !w.ring) {
			round_end(c, w.p[0], w.p[1], half, stop[0].color);
			round_end(c, w.p[w.n - 1], w.p[w.n - 2], half, stop[nstops - 1].color);
		}
	}
	if (opacity < 1)
		scene_pop(c->scene);
}

/* Where the left and right edges of a line turn at point i: on the bisector, no further
 * out than twice the width. */
static struct point edge(const struct way *w, uint32_t i, double side) {
	struct point at = w->p[i];
	uint32_t before = i ? i - 1 : w->ring ? w->n - 2 : 0;
	uint32_t after = i + 1 < w->n ? i + 1 : w->ring ? 1 : i;
	struct point from = w->p[before], to = w->p[after];
	double a = point_distance(from, at), b = point_distance(at, to);
	struct point u = { 0, 0 }, v = { 0, 0 };
	if (a > 0)
		u = (struct point){ (at.x - from.x) / a, (at.y - from.y) / a };
	if (b > 0)
		v = (struct point){ (to.x - at.x) / b, (to.y - at.y) / b };
	if (!(a > 0))
		u = v;
	if (!(b > 0))
		v = u;
	struct point normal = { -(u.y + v.y), u.x + v.x };
	double length = hypot(normal.x, normal.y);
	if (!(length > 1e-6))
		return (struct point){ at.x - u.y * side, at.y + u.x * side };
	double reach = side * fmin(2, 2 / length) / length;
	return (struct point){ at.x + normal.x * reach, at.y + normal.y * reach };
}

static void pattern_piece(struct compose *c, const struct way *w, uint32_t i, double done,
	const struct line_look *look) {
	struct point a = w->p[i], b = w->p[i + 1];
	double half = look->stroke.width / 2, length = point_distance(a, b);
	struct rect around = rect_grow(rect_add(rect_add((struct rect)RECT_EMPTY, a), b), 4 * half);
	if (!rect_overlaps(around, rect_grow(c->view->page, 64)))
		return;
	double ux = (b.x - a.x) / length, uy = (b.y - a.y) / length;
	struct scene_pattern *pattern = arena_new(c->scene->arena, struct scene_pattern, 1);
	*pattern = *look->pattern;
	pattern->scale = look->stroke.width / pattern->icon->size.y;
	pattern->angle = atan2(uy, ux);
	double period = pattern->icon->size.x * pattern->scale, back = fmod(done, period);
	/* The top of the picture lies to the right of the way. */
	pattern->mirrored = true;
	pattern->origin = (struct point){ a.x - ux * back - uy * half,
		a.y - uy * back + ux * half };
	struct point corner[] = { edge(w, i, half), edge(w, i + 1, half), edge(w, i + 1, -half),
		edge(w, i, -half) };
	struct path_builder path = { .arena = c->scene->arena };
	path_move(&path, corner[0].x, corner[0].y);
	for (int k = 1; k < 4; k++)
		path_line(&path, corner[k].x, corner[k].y);
	path_close(&path);
	struct path whole = path_builder_path(&path);
	struct scene_op *op = scene_add(c->scene, SCENE_FILL, path_bounds(&whole));
	op->fill.path = whole;
	op->fill.color = look->stroke.color;
	op->fill.pattern = pattern;
}

void line_draw_pattern(struct compose *c, const struct geom *lines, const struct line_look *look) {
	struct geom moved = *lines;
	if (look->offset != 0)
		moved = lines_offset(&moved, look->offset, c->scratch);
	for (uint32_t k = 0; k < moved.nparts; k++) {
		uint32_t start = geom_start(&moved, k);
		struct way w = { moved.point + start, moved.end[k] - start, 0, false };
		w.ring = w.n > 3 && memcmp(&w.p[0], &w.p[w.n - 1], sizeof *w.p) == 0;
		double done = 0;
		for (uint32_t i = 0; i + 1 < w.n; i++) {
			double step = point_distance(w.p[i], w.p[i + 1]);
			if (step > 0)
				pattern_piece(c, &w, i, done, look);
			done += step;
		}
	}
}
