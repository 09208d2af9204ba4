#include "compose/layers.h"

/* Circles of one feature. */
struct circle_look {
	double radius, width, blur;
	struct color fill, rim;
	struct point by;
};

static struct path circle_path(struct compose *c, struct point at, double radius) {
	struct path_builder b = { .arena = c->scene->arena };
	path_circle(&b, at, radius);
	return path_builder_path(&b);
}

/* The stroke lies outside the radius, as the specification has it. */
static void circle_sharp(struct compose *c, struct point at, const struct circle_look *look) {
	/* A web map softens edges inwards, over one pixel. */
	double radius = look->radius, width = look->width;
	if (c->map->pixel_ratio > 0) {
		double in = compose_pixel(c) / 2;
		width = radius > in ? width : fmax(0, width + radius - in);
		radius = fmax(0, radius - in);
	}
	if (radius > 0 && color_is_visible(look->fill))
		scene_fill(c->scene, circle_path(c, at, radius), look->fill);
	struct stroke s = { .color = look->rim, .width = width, .miter_limit = 2 };
	if (width > 0 && color_is_visible(look->rim))
		scene_stroke(c->scene, circle_path(c, at, radius + width / 2), &s);
}

static double smooth_step(double from, double to, double x) {
	double t = fmax(0, fmin(1, (x - from) / (to - from)));
	return t * t * (3 - 2 * t);
}

static struct color mix_colors(struct color a, struct color b, double share) {
	double alpha = (double)a.a * (1 - share) + (double)b.a * share;
	if (!(alpha > 0))
		return (struct color){ 0, 0, 0, 0 };
	double wa = (double)a.a * (1 - share) / alpha, wb = (double)b.a * share / alpha;
	return (struct color){ (float)((double)a.r * wa + (double)b.r * wb),
		(float)((double)a.g * wa + (double)b.g * wb),
		(float)((double)a.b * wa + (double)b.b * wb), (float)alpha };
}

/* Soft from the edge inwards, over the blur's share of the whole radius; the stroke
 * blends into the inside over as much. */
static const struct scene_ramp *soft_ramp(struct compose *c, struct point at,
	const struct circle_look *look) {
	enum { STOPS = 33 };
	double whole = look->radius + look->width;
	double blur = fmax(look->blur, compose_pixel(c) / whole);
	struct scene_stop *stop = arena_new(c->scene->arena, struct scene_stop, STOPS);
	for (int i = 0; i < STOPS; i++) {
		double out = (double)i / (STOPS - 1);
		double rim = look->width < 0.01 ? 0
						: smooth_step(-blur, 0, out - look->radius / whole);
		struct color color = mix_colors(look->fill, look->rim, rim);
		color.a *= (float)smooth_step(0, blur, 1 - out);
		stop[i] = (struct scene_stop){ out, color };
	}
	struct scene_ramp *ramp = arena_new(c->scene->arena, struct scene_ramp, 1);
	*ramp = (struct scene_ramp){ .from = at, .radius = whole, .stop = stop, .nstops = STOPS };
	return ramp;
}

static void circle_soft(struct compose *c, struct point at, const struct circle_look *look) {
	struct path path = circle_path(c, at, look->radius + look->width);
	struct scene_op *op = scene_add(c->scene, SCENE_FILL, path_bounds(&path));
	op->fill.path = path;
	op->fill.color = look->fill;
	op->fill.ramp = soft_ramp(c, at, look);
}

static bool read_look(struct compose *c, const struct style_layer *layer,
	struct circle_look *look) {
	const struct expr_env *env = &c->env;
	look->radius = style_number(layer, STYLE_CIRCLE_RADIUS, env);
	look->width = style_number(layer, STYLE_CIRCLE_STROKE_WIDTH, env);
	look->blur = style_number(layer, STYLE_CIRCLE_BLUR, env);
	look->fill = compose_color(c, layer, STYLE_CIRCLE_COLOR, STYLE_CIRCLE_OPACITY);
	look->rim = compose_color(c, layer, STYLE_CIRCLE_STROKE_COLOR, STYLE_CIRCLE_STROKE_OPACITY);
	look->by = compose_translate(c, layer, STYLE_CIRCLE_TRANSLATE,
		STYLE_CIRCLE_TRANSLATE_ANCHOR);
	bool inside = look->radius > 0 && color_is_visible(look->fill);
	return inside || (look->width > 0 && color_is_visible(look->rim));
}

static void circle_one(struct compose *c, const struct drawn *d, const struct circle_look *look) {
	c->scene->subject = d->subject;
	for (uint32_t i = 0; i < d->geom.npoints; i++) {
		struct point p = d->geom.point[i];
		struct point at = { p.x + look->by.x, p.y + look->by.y };
		if (look->blur > 0)
			circle_soft(c, at, look);
		else
			circle_sharp(c, at, look);
	}
}

/* Lines and areas have a circle on each of their corners; of an area's ring the first
 * is the last as well. */
static void take_corners(struct compose *c, const struct style_layer *layer, struct drawn *d,
	double reach) {
	if (d->feature->geom.type == GEOM_POINTS)
		return;
	struct rect frame = rect_grow(c->view->page, reach);
	struct geom whole = compose_whole_lines(c, layer, d->feature, c->scratch);
	d->geom = (struct geom){ .type = GEOM_POINTS, .point = whole.point };
	for (uint32_t i = 0; i < whole.npoints; i++)
		if (rect_contains(frame, whole.point[i]))
			d->geom.point[d->geom.npoints++] = whole.point[i];
}

/* All features, in the order of the source. */
static const struct drawn *all_features(struct compose *c, const struct style_layer *layer,
	uint32_t *n) {
	uint32_t npoints, nlines, p = 0, l = 0;
	const struct drawn *point = compose_features(c, layer, GEOM_POINTS, &npoints);
	const struct drawn *line = compose_features(c, layer, GEOM_LINES, &nlines);
	struct drawn *all = arena_new(c->scratch, struct drawn, (size_t)npoints + nlines);
	*n = 0;
	while (p < npoints || l < nlines) {
		if (p < npoints && point[p].feature->geom.type != GEOM_POINTS)
			p++;
		else if (p < npoints && (l == nlines || point[p].feature < line[l].feature))
			all[(*n)++] = point[p++];
		else if (l < nlines)
			all[(*n)++] = line[l++];
	}
	return all;
}

uint32_t compose_circle(struct compose *c, const struct style_layer *layer) {
	uint32_t n, count = 0;
	struct arena_mark mark = arena_mark(c->scratch);
	const struct drawn *drawn = all_features(c, layer, &n);
	const uint32_t *order = compose_order(c, layer, STYLE_CIRCLE_SORT_KEY, drawn, n);
	for (uint32_t i = 0; i < n; i++) {
		struct drawn d = drawn[order[i]];
		struct circle_look look;
		struct arena_mark one = arena_mark(c->scratch);
		compose_env(c, d.feature);
		if (read_look(c, layer, &look)) {
			take_corners(c, layer, &d, look.radius + look.width);
			circle_one(c, &d, &look);
			count++;
		}
		arena_rewind(c->scratch, one);
	}
	arena_rewind(c->scratch, mark);
	c->scene->subject = NULL;
	return count;
}
