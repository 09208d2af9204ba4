#include "compose/context.h"

#include "compose/curve.h"
#include "compose/fan.h"
#include "compose/lanes.h"
#include "compose/zoomplan.h"
#include "geo/build.h"
#include "geo/dateline.h"
#include "geo/guard.h"
#include "geo/mercator.h"

/* What simplification may move a point by, page units. */
static const double TOLERANCE = 0.12;

/* The same on a bare picture in Web Mercator, which is pixels and often many of them. */
static const double EXACT_TOLERANCE = 0.25;

/* What densification may miss a curved edge by, page units. */
static const double SAGITTA = 0.2;

/* The features of one source in one form; what is on the page is worked out when
 * a layer first asks for it. */
struct source_form {
	struct drawn *drawn; /* one a feature */
	bool *known;
};

struct feature_cache {
	struct source_form (*form)[3]; /* [source][enum geom_type] */
};

const struct map_source *map_source_of(const struct map *map, struct str id) {
	for (uint32_t i = 0; i < map->nsources; i++)
		if (str_equal(map->source[i].id, id))
			return &map->source[i];
	return NULL;
}

const struct map_mark *map_source_mark(const struct map_source *source, const struct feature *f) {
	const struct map_mark *mark = source && source->mark
		? &source->mark[f - source->layer->feature]
		: NULL;
	return mark && mark->icon ? mark : NULL;
}

const struct expr_env *compose_env(struct compose *c, const struct feature *feature) {
	c->env.feature = feature;
	return &c->env;
}

/* Some copy of the world has the box within the view. */
static bool near_view(const struct view *v, struct rect box) {
	/* The westernmost copy that is not all to the west of it. */
	double turn = 360 * ceil((v->degrees.min.x - box.max.x) / 360);
	box.min.x += turn;
	box.max.x += turn;
	return rect_overlaps(box, v->degrees);
}

static struct geom geom_as(const struct geom *g, enum geom_type as, struct arena *a) {
	if (as == GEOM_LINES && g->type == GEOM_POLYGONS)
		return geom_boundary(g, a);
	return *g;
}

static struct geom copy_of(const struct geom *g, uint32_t times, struct arena *a) {
	struct geom copy = *g;
	copy.npoints *= times;
	copy.nparts *= times;
	copy.point = arena_new(a, struct point, copy.npoints);
	copy.end = arena_new(a, uint32_t, copy.nparts);
	return copy;
}

/* Web Mercator repeats the world east and west as far as the window reaches; what crosses the
 * dateline goes on there. */
static struct geom project_mercator(const struct geom *degrees, struct rect window,
	struct arena *a) {
	const double world = 2 * MERCATOR_HALF;
	struct geom whole = geom_unwrap(degrees, a);
	const struct geom *g = &whole;
	struct rect box = geom_bounds(g);
	double west = mercator_forward((struct point){ box.min.x, 0 }).x;
	double east = mercator_forward((struct point){ box.max.x, 0 }).x;
	long first = lround(ceil((window.min.x - east) / world));
	long last = lround(floor((window.max.x - west) / world));
	if (last < first || last - first > 64)
		return (struct geom){ .type = g->type };
	struct geom out = copy_of(g, (uint32_t)(last - first + 1), a);
	struct point *to = out.point;
	for (long turn = first; turn <= last; turn++) {
		uint32_t base = (uint32_t)(to - out.point);
		for (uint32_t i = 0; i < g->npoints; i++) {
			*to = mercator_forward(g->point[i]);
			(to++)->x += world * (double)turn;
		}
		for (uint32_t i = 0; i < g->nparts; i++)
			out.end[(uint32_t)(turn - first) * g->nparts + i] = base + g->end[i];
	}
	return out;
}

static struct geom project(struct compose *c, const struct geom *g, struct arena *a) {
	const struct view *v = c->view;
	struct rect window = rect_grow(v->world, c->margin / v->scale);
	if (projector_is_mercator(c->map->projector))
		return project_mercator(g, window, a);
	if (g->type != GEOM_POINTS)
		return geom_project(g, c->map->projector, SAGITTA / v->scale, window, a);
	struct geom out = copy_of(g, 1, a);
	for (uint32_t i = 0; i < g->npoints; i++)
		out.point[i] = g->point[i];
	projector_forward(c->map->projector, out.point, out.npoints);
	return out;
}

static void to_page(const struct view *v, struct geom *g) {
	for (uint32_t i = 0; i < g->npoints; i++)
		g->point[i] = view_to_page(v, g->point[i]);
}

/* Pages have y down, which turns rings round: geom_label_point() wants them upright. */
static bool middle_of(struct compose *c, const struct geom *area, struct rect window,
	struct point *out) {
	enum { PRECISION = 3, SMALLEST = 6 };
	struct geom seen = geom_clip(area, window, c->scratch);
	seen = geom_simplify(&seen, 1, c->scratch);
	struct rect box = geom_bounds(&seen);
	if (seen.npoints == 0 || rect_width(box) < SMALLEST || rect_height(box) < SMALLEST)
		return false;
	for (uint32_t i = 0; i < seen.npoints; i++)
		seen.point[i].y = -seen.point[i].y;
	*out = geom_label_point(&seen, PRECISION);
	out->y = -out->y;
	return true;
}

/* A name stands in the middle of what is seen of an area; where the key or the like
 * stands there, in the middle of the largest part beside it. */
static struct geom label_point(struct compose *c, const struct geom *area, struct arena *a) {
	enum { NAME_HALF = 40 };
	struct geom out = { .type = GEOM_POINTS };
	struct rect f = c->view->page;
	struct point at, best;
	if (!middle_of(c, area, f, &at))
		return out;
	for (uint32_t i = 0; i < c->nreserved; i++) {
		struct rect r = rect_grow(c->reserved[i], NAME_HALF / 2);
		if (!rect_contains(rect_grow(r, NAME_HALF), at))
			continue;
		struct rect part[4] = { { f.min, { r.min.x, f.max.y } },
			{ { r.max.x, f.min.y }, f.max }, { f.min, { f.max.x, r.min.y } },
			{ { f.min.x, r.max.y }, f.max } };
		double most = 0;
		for (int k = 0; k < 4; k++) {
			double room = rect_is_empty(part[k])
				? 0
				: rect_width(part[k]) * rect_height(part[k]);
			if (room > most && middle_of(c, area, part[k], &best)) {
				most = room;
				at = best;
			}
		}
	}
	out.point = arena_new(a, struct point, 1);
	out.point[out.npoints++] = at;
	return out;
}

/* Points near the frame only. */
static struct geom points_within(const struct geom *g, struct rect frame, struct arena *a) {
	struct geom out = { .type = GEOM_POINTS };
	out.point = arena_new(a, struct point, g->npoints);
	for (uint32_t i = 0; i < g->npoints; i++)
		if (rect_contains(frame, g->point[i]))
			out.point[out.npoints++] = g->point[i];
	return out;
}

/* On a sheet a dot that the frame would cut is left out, unless the map is about it. */
static struct rect point_window(const struct compose *c, const struct map_source *source) {
	enum { DOT = 4 };
	return rect_grow(c->view->page, c->map->bare || source->subjects ? c->margin : -DOT);
}

/* Of what Cairo is given, page units. */
static const double LONGEST_EDGE = 16384;

/* To a grid of 1/1024 page unit: adding and taking away this rounds there. */
static double on_grid(double v) {
	const double grid = 1.5 * 4398046511104.0; /* 1.5 * 2^42 */
	return v + grid - grid;
}

/* One copy of the world on the page, appended. */
static void add_copy(const struct view *v, const struct geom *g, double east, struct rect frame,
	struct geom_builder *to, struct arena *scratch) {
	struct geom moved = *g;
	moved.point = arena_new(scratch, struct point, g->npoints);
	for (uint32_t i = 0; i < g->npoints; i++) {
		struct point p = g->point[i];
		p.x += east;
		p = view_to_page(v, p);
		moved.point[i] = (struct point){ on_grid(p.x), on_grid(p.y) };
	}
	/* Lines stay whole: dashes are counted from their beginning. */
	moved = g->type == GEOM_LINES ? geom_guard_parts(&moved, frame, scratch)
				      : geom_guard(&moved, frame, scratch);
	if (moved.type == GEOM_POINTS)
		build_points(to, moved.point, moved.npoints);
	for (uint32_t i = 0; moved.type != GEOM_POINTS && i < moved.nparts; i++) {
		uint32_t start = geom_start(&moved, i);
		build_points(to, moved.point + start, moved.end[i] - start);
		build_end(to, 2);
	}
}

/* Edges no longer than `most`: Cairo loses the slope of an edge of 2^18 pixels, and only
 * the pieces near a window are drawn.  The pieces depend on the edge alone. */
static struct geom with_short_edges(const struct geom *g, double most, struct arena *a) {
	const double most_pieces = 1 << 18;
	struct geom_builder out;
	build_init(&out, g->type, g->nparts, a);
	for (uint32_t i = 0; i < g->nparts; i++) {
		for (uint32_t k = geom_start(g, i); k < g->end[i]; k++) {
			struct point p = g->point[k], q = p;
			if (k > geom_start(g, i))
				q = g->point[k - 1];
			double n = fmin(ceil(point_distance(p, q) / most), most_pieces);
			for (double j = 1; j < n; j++)
				build_point(&out,
					(struct point){ q.x + (p.x - q.x) * j / n,
						q.y + (p.y - q.y) * j / n });
			build_point(&out, p);
		}
		build_end(&out, 1);
	}
	return out.geom;
}

/* Simplified as a whole and before anything is cut, then repeated east and west as
 * far as the frame reaches: nothing here depends on where the frame ends. */
static struct geom on_exact_page(struct compose *c, const struct geom *metres, struct arena *a) {
	const struct view *v = c->view;
	const double world = 2 * MERCATOR_HALF;
	struct rect frame = rect_grow(v->page, c->margin);
	struct rect window = rect_grow(v->world, c->margin / v->scale);
	struct geom g = geom_simplify(metres, EXACT_TOLERANCE / v->scale, c->scratch);
	struct rect box = geom_bounds(&g);
	double longest = LONGEST_EDGE / v->scale;
	if (g.type != GEOM_POINTS && rect_width(box) + rect_height(box) > longest)
		g = with_short_edges(&g, longest, c->scratch);
	long first = lround(ceil((window.min.x - box.max.x) / world));
	long last = lround(floor((window.max.x - box.min.x) / world));
	struct geom_builder out;
	build_init(&out, g.type, g.nparts, a);
	if (g.npoints == 0 || last - first > 64)
		return out.geom;
	for (long turn = first; turn <= last; turn++)
		add_copy(v, &g, world * (double)turn, frame, &out, c->scratch);
	return out.geom;
}

static struct geom exact_form(struct compose *c, const struct map_source *source,
	const struct feature *f, enum geom_type as) {
	struct arena *keep = c->keep, *scratch = c->scratch;
	uint32_t index = (uint32_t)(source - c->map->source);
	uint32_t feature = (uint32_t)(f - source->layer->feature);
	struct geom here;
	const struct geom *metres = &here;
	if (c->map->prepared)
		metres = prepared_geom(c->map->prepared, source, index, feature, as);
	else
		here = geom_to_mercator(&f->geom, as, scratch);
	if (as == GEOM_POINTS && metres->type == GEOM_POLYGONS) {
		struct geom g = on_exact_page(c, metres, scratch);
		return label_point(c, &g, keep);
	}
	return on_exact_page(c, metres, keep);
}

/* Of a source whose lines are waypoints. */
static struct geom drawn_way(const struct map_source *source, const struct feature *f,
	const struct geom *waypoints, struct arena *a) {
	struct geom g = curve_through(waypoints, a);
	return source->lane ? lane_line(&g, source->lane[f - source->layer->feature], a) : g;
}

static struct geom on_page(struct compose *c, const struct map_source *source,
	const struct feature *f, enum geom_type as) {
	struct arena *keep = c->keep, *scratch = c->scratch;
	bool bends = source->smooth && f->geom.type == GEOM_LINES;
	if (c->exact && !bends)
		return exact_form(c, source, f, as);
	struct rect frame = rect_grow(c->view->page, c->margin);
	struct geom g = geom_as(&f->geom, as, scratch);
	g = project(c, &g, scratch);
	to_page(c->view, &g);
	if (g.type == GEOM_POINTS)
		return points_within(&g, point_window(c, source), keep);
	if (as == GEOM_POINTS && g.type == GEOM_POLYGONS)
		return label_point(c, &g, keep);
	if (source->smooth && g.type == GEOM_LINES)
		g = drawn_way(source, f, &g, scratch);
	g = geom_clip(&g, frame, scratch);
	return geom_simplify(&g, TOLERANCE, keep);
}

static struct scene_attribute *attributes_of(const struct feature *f, uint32_t *n,
	struct arena *a) {
	struct scene_attribute *list = arena_new(a, struct scene_attribute, f->columns->count);
	for (uint32_t i = 0; i < f->columns->count; i++) {
		const struct value *v = &f->value[i];
		struct str text = { NULL, 0 };
		if (v->type == VALUE_STRING)
			text = v->string;
		if (v->type == VALUE_NUMBER) {
			char figures[40];
			int len = str_from_double(v->number, 6, figures, sizeof(figures));
			text = str_of(arena_strdup(a, (struct str){ figures, (size_t)len }));
		}
		if (text.len)
			list[(*n)++] = (struct scene_attribute){ f->columns->name[i], text };
	}
	return list;
}

static struct str text_of(const struct feature *f, struct str name) {
	const struct value *v = feature_get(f, name);
	return v && v->type == VALUE_STRING ? v->string : STR("");
}

static bool is_web_link(struct str s) {
	return str_starts(s, STR("https://")) || str_starts(s, STR("http://"));
}

static const struct scene_subject *subject_of(const struct feature *f, struct arena *a) {
	struct scene_subject *s = arena_new(a, struct scene_subject, 1);
	s->id = text_of(f, STR("id"));
	s->kind = text_of(f, STR("kind"));
	s->title = text_of(f, STR("summary"));
	if (s->title.len == 0)
		s->title = text_of(f, STR("title"));
	struct str url = text_of(f, STR("url"));
	s->link = is_web_link(url) ? url : STR("");
	if (f->value)
		s->attribute = attributes_of(f, &s->nattributes, a);
	return s;
}

/* Spreads the source's points that stand on one another. */
static void fan_source(struct compose *c, const struct map_source *source,
	struct source_form *form) {
	uint32_t n = source->layer->nfeatures, count = 0;
	struct point *at = arena_new(c->scratch, struct point, n);
	for (uint32_t i = 0; i < n; i++)
		if (form->drawn[i].geom.npoints == 1)
			at[count++] = form->drawn[i].geom.point[0];
	fan_out(at, count, source->fan, c->scratch);
	count = 0;
	for (uint32_t i = 0; i < n; i++) {
		struct drawn *d = &form->drawn[i];
		if (d->geom.npoints != 1)
			continue;
		d->origin = d->geom.point[0];
		d->geom.point[0] = at[count++];
		d->fanned = point_distance(d->geom.point[0], d->origin) > 1;
	}
}

static void know(struct compose *c, const struct map_source *source, struct source_form *form,
	uint32_t i, enum geom_type as) {
	const struct feature *f = &source->layer->feature[i];
	struct drawn *d = &form->drawn[i];
	form->known[i] = true;
	d->feature = f;
	if (as == GEOM_POLYGONS && f->geom.type != GEOM_POLYGONS)
		return;
	if (as == GEOM_LINES && f->geom.type == GEOM_POINTS)
		return;
	if (!near_view(c->view, f->bounds))
		return;
	struct arena_mark mark = arena_mark(c->scratch);
	d->geom = on_page(c, source, f, as);
	arena_rewind(c->scratch, mark);
	if (source->subjects)
		d->subject = subject_of(f, c->keep);
}

struct feature_cache *compose_cache_new(const struct map *map, struct arena *arena) {
	struct feature_cache *cache = arena_new(arena, struct feature_cache, 1);
	cache->form = arena_alloc(arena, map->nsources, sizeof(*cache->form),
		_Alignof(struct source_form));
	return cache;
}

static struct source_form *form_of(struct compose *c, const struct map_source *source,
	uint32_t index, enum geom_type as) {
	if (!c->cache)
		c->cache = compose_cache_new(c->map, c->keep);
	struct source_form *form = &c->cache->form[index][as];
	uint32_t n = source->layer->nfeatures;
	if (!form->drawn) {
		form->drawn = arena_new(c->keep, struct drawn, n);
		form->known = arena_new(c->keep, bool, n);
		if (as == GEOM_POINTS && source->fan > 0) {
			for (uint32_t i = 0; i < n; i++)
				know(c, source, form, i, as);
			fan_source(c, source, form);
		}
	}
	return form;
}

static bool wanted(struct compose *c, const struct style_layer *layer, const struct feature *f) {
	return !layer || style_layer_shows(layer, compose_env(c, f));
}

static const struct drawn *features(struct compose *c, const struct map_source *source,
	uint32_t index, const struct style_layer *layer, enum geom_type as, uint32_t *n) {
	uint32_t count = 0, capacity = 0;
	struct source_form *form = form_of(c, source, index, as);
	struct drawn *list = NULL;
	for (uint32_t i = 0; i < source->layer->nfeatures; i++) {
		const struct feature *f = &source->layer->feature[i];
		if (form->known[i] ? form->drawn[i].geom.npoints == 0
				   : !near_view(c->view, f->bounds))
			continue;
		if (!wanted(c, layer, f))
			continue;
		if (!form->known[i])
			know(c, source, form, i, as);
		if (form->drawn[i].geom.npoints)
			*arena_push(c->keep, list, count, capacity) = form->drawn[i];
	}
	*n = count;
	return list;
}

const struct drawn *compose_features(struct compose *c, const struct style_layer *layer,
	enum geom_type as, uint32_t *n) {
	if (c->plan)
		return zoomplan_features(c, layer, as, n);
	const struct map_source *source = map_source_of(c->map, layer->source);
	*n = 0;
	return source && source->layer
		? features(c, source, (uint32_t)(source - c->map->source), layer, as, n)
		: NULL;
}

const struct drawn *compose_source(struct compose *c, uint32_t source, enum geom_type as,
	uint32_t *n) {
	const struct map_source *s = &c->map->source[source];
	if (c->plan)
		return zoomplan_fans(c, source, n);
	*n = 0;
	return s->layer ? features(c, s, source, NULL, as, n) : NULL;
}

struct geom compose_whole_lines(struct compose *c, const struct style_layer *layer,
	const struct feature *f, struct arena *a) {
	const struct map_source *source = map_source_of(c->map, layer->source);
	struct geom g = geom_as(&f->geom, GEOM_LINES, a);
	g = project(c, &g, a);
	to_page(c->view, &g);
	return source && source->smooth ? drawn_way(source, f, &g, a) : g;
}
