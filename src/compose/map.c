#include "compose/layers.h"
#include "compose/reach.h"
#include "compose/symbol.h"

bool compose_layer_is_on(const struct compose *c, const struct style_layer *layer) {
	return !layer->hidden && c->env.zoom >= layer->minzoom && c->env.zoom < layer->maxzoom;
}

static bool has_image(void *user, struct str name) {
	const struct map *map = user;
	return map->icons && iconset_find(map->icons, name) != NULL;
}

struct expr_env map_env(const struct map *map, double zoom, struct arena *scratch) {
	return (struct expr_env){ .zoom = zoom,
		.global_state = map->global_state,
		.has_image = has_image,
		.user = (void *)(uintptr_t)map,
		.scratch = scratch };
}

struct compose compose_start(const struct map *map, const struct view *view, struct scene *scene,
	struct arena *keep, struct arena *scratch, struct diag *diag) {
	struct compose c = { .map = map,
		.view = view,
		.scene = scene,
		.diag = diag,
		.keep = keep,
		.scratch = scratch };
	c.exact = map->bare && view->bearing == 0 && projector_is_mercator(map->projector);
	c.env = map_env(map, view->zoom, scratch);
	c.env.cache = style_cache(map->style, scratch);
	c.margin = c.exact ? compose_reach(&c) : COMPOSE_MARGIN;
	c.env.scratch = scene->arena;
	return c;
}

/* Lines that names should not cross and areas in which they should not lie, at a
 * price that the style sets. */
/* No name crosses the head of an arrow. */
static void avoid_arrow(struct symbols *symbols, const struct geom *line, double length) {
	if (length <= 0 || line->npoints < 2)
		return;
	struct point tip = line->point[line->npoints - 1], before = line->point[line->npoints - 2];
	double step = point_distance(before, tip), half = length * 0.4;
	if (step <= 0)
		return;
	struct point middle = { tip.x - (tip.x - before.x) / step * length / 2,
		tip.y - (tip.y - before.y) / step * length / 2 };
	struct rect box = { middle, middle };
	symbols_avoid_box(symbols, rect_grow(box, half), INFINITY);
}

static double price_of(const struct json *cost) {
	if (cost->type == JSON_STRING && str_equal(cost->string, STR("never")))
		return INFINITY;
	return cost->type == JSON_NUMBER ? cost->number : 0;
}

static void avoid_layer(struct compose *c, struct symbols *symbols,
	const struct style_layer *layer) {
	const struct json *cost = style_metadata(c->map->style, layer, "avoid");
	const struct json *arrow = style_metadata(c->map->style, layer, "arrow");
	uint32_t n;
	double price = cost ? price_of(cost) : 0;
	if (price <= 0)
		return;
	if (layer->type == STYLE_FILL) {
		const struct drawn *area = compose_features(c, layer, GEOM_POLYGONS, &n);
		for (uint32_t i = 0; i < n; i++)
			symbols_avoid_area(symbols, &area[i].geom, price);
	}
	if (layer->type != STYLE_LINE)
		return;
	const struct drawn *drawn = compose_features(c, layer, GEOM_LINES, &n);
	for (uint32_t i = 0; i < n; i++) {
		compose_env(c, drawn[i].feature);
		symbols_avoid_line(symbols, &drawn[i].geom,
			style_number(layer, STYLE_LINE_WIDTH, &c->env), price);
		avoid_arrow(symbols, &drawn[i].geom,
			arrow && arrow->type == JSON_NUMBER ? arrow->number : 0);
	}
}

/* A hair line from each symbol that was fanned out to where it belongs. */
void compose_fans(struct compose *c) {
	struct color ink = { 0.35f, 0.35f, 0.35f, 1 };
	struct stroke hair = { .color = ink, .width = 0.8, .miter_limit = 2 };
	const struct json *set = style_metadata(c->map->style, NULL, "fan-color");
	if (set && set->type == JSON_STRING && color_parse(set->string, &ink))
		hair.color = ink;
	c->scene->layer = STR("fan");
	for (uint32_t s = 0; s < c->map->nsources; s++) {
		uint32_t n = 0;
		if (c->map->source[s].fan <= 0)
			continue;
		const struct drawn *drawn = compose_source(c, s, GEOM_POINTS, &n);
		for (uint32_t i = 0; i < n; i++) {
			if (!drawn[i].fanned)
				continue;
			struct path_builder line = { .arena = c->scene->arena };
			struct path_builder dot = line;
			path_move(&line, drawn[i].origin.x, drawn[i].origin.y);
			path_line(&line, drawn[i].geom.point[0].x, drawn[i].geom.point[0].y);
			path_circle(&dot, drawn[i].origin, 1.6);
			c->scene->subject = drawn[i].subject;
			scene_stroke(c->scene, path_builder_path(&line), &hair);
			scene_fill(c->scene, path_builder_path(&dot), hair.color);
		}
	}
	c->scene->subject = NULL;
}

uint32_t compose_layer(struct compose *c, const struct style_layer *layer) {
	c->scene->layer = layer->id;
	switch (layer->type) {
	case STYLE_BACKGROUND:
		return compose_background(c, layer);
	case STYLE_FILL:
		return compose_fill(c, layer);
	case STYLE_LINE:
		return compose_line(c, layer);
	case STYLE_CIRCLE:
		return compose_circle(c, layer);
	case STYLE_SYMBOL:
	case STYLE_UNDRAWN:
		break;
	}
	return 0;
}

/* Symbols stand above the hair lines of a fan, so these come before the first layer
 * of symbols or circles whose source is fanned. */
bool compose_shows_fan(const struct compose *c, const struct style_layer *layer) {
	if (layer->type != STYLE_SYMBOL && layer->type != STYLE_CIRCLE)
		return false;
	const struct map_source *source = map_source_of(c->map, layer->source);
	return source && source->fan > 0;
}

void compose_symbols(struct compose *c, struct symbols *symbols) {
	const struct style *style = c->map->style;
	for (uint32_t i = 0; i < style->nlayers; i++) {
		const struct style_layer *layer = &style->layer[i];
		if (!compose_layer_is_on(c, layer))
			continue;
		avoid_layer(c, symbols, layer);
		if (layer->type == STYLE_SYMBOL)
			symbols_collect(symbols, layer);
	}
	symbols_place(symbols);
}

static void push_frame(struct compose *c) {
	struct path_builder b = { .arena = c->scene->arena };
	path_rect(&b, c->view->page, 0);
	struct path *clip = arena_new(c->scene->arena, struct path, 1);
	*clip = path_builder_path(&b);
	scene_push(c->scene, clip, 1);
}

/* No name crosses the outline of the world, and only one that must stands on the paper
 * around it. */
static void avoid_beyond(struct compose *c, struct symbols *symbols, const struct geom *globe) {
	const double price = 2.5;
	struct rect f = rect_grow(c->view->page, 1);
	const struct point corner[] = { f.min, { f.max.x, f.min.y }, f.max, { f.min.x, f.max.y },
		f.min };
	struct arena *a = c->scene->arena;
	uint32_t n = globe->npoints + 5;
	struct geom *beyond = arena_new(a, struct geom, 1);
	*beyond = (struct geom){ GEOM_POLYGONS, n, globe->nparts + 1, arena_new(a, struct point, n),
		arena_new(a, uint32_t, globe->nparts + 1) };
	for (uint32_t i = 0; i < 5; i++)
		beyond->point[i] = corner[i];
	for (uint32_t i = 0; i < globe->npoints; i++)
		beyond->point[5 + i] = globe->point[i];
	beyond->end[0] = 5;
	for (uint32_t i = 0; i < globe->nparts; i++)
		beyond->end[i + 1] = 5 + globe->end[i];
	symbols_avoid_line(symbols, globe, 1, INFINITY);
	symbols_avoid_area(symbols, beyond, price);
}

bool compose_map(const struct map *map, const struct view *view, const struct rect *reserved,
	uint32_t nreserved, struct scene *scene, struct composed *out, struct diag *diag) {
	struct arena scratch = ARENA_INIT;
	struct compose c = compose_start(map, view, scene, scene->arena, &scratch, diag);
	const struct style *style = map->style;
	c.reserved = reserved;
	c.nreserved = nreserved;
	c.out = out;
	out->nlayers = style->nlayers;
	out->layer = arena_new(scene->arena, struct composed_layer, style->nlayers);

	for (uint32_t i = 0; i < style->nlayers; i++)
		out->layer[i].layer = &style->layer[i];
	struct symbols *symbols = symbols_new(&c);
	struct geom globe;
	if (view_globe(view, map->projector, &globe, scene->arena))
		avoid_beyond(&c, symbols, &globe);
	compose_symbols(&c, symbols);

	bool fans = false;
	scene->layer = STR("map");
	push_frame(&c);
	for (uint32_t i = 0; i < style->nlayers; i++) {
		const struct style_layer *layer = &style->layer[i];
		if (!compose_layer_is_on(&c, layer))
			continue;
		if (!fans && compose_shows_fan(&c, layer)) {
			compose_fans(&c);
			fans = true;
		}
		c.scene->layer = layer->id;
		out->layer[i].nfeatures = layer->type == STYLE_SYMBOL ? symbols_draw(symbols, layer)
								      : compose_layer(&c, layer);
	}
	scene->layer = STR("map");
	scene->subject = NULL;
	scene_pop(scene);
	symbols_close(symbols);
	arena_release(&scratch);
	return diag->errors == 0;
}

uint32_t compose_subject_boxes(const struct map *map, const struct view *view, struct rect **out,
	struct arena *arena) {
	enum { POINT_RADIUS = 14, LINE_RADIUS = 6 };
	struct arena scratch = ARENA_INIT, keep = ARENA_INIT;
	struct scene scene;
	struct diag quiet;
	uint32_t count = 0, capacity = 0;
	scene_init(&scene, view->page, &keep);
	diag_init(&quiet, &keep);
	struct compose c = compose_start(map, view, &scene, scene.arena, &scratch, &quiet);
	*out = NULL;
	for (uint32_t s = 0; s < map->nsources; s++) {
		if (!map->source[s].subjects)
			continue;
		for (int as = GEOM_POINTS; as <= GEOM_LINES; as++) {
			uint32_t n;
			const struct drawn *d = compose_source(&c, s, (enum geom_type)as, &n);
			for (uint32_t i = 0; i < n; i++) {
				const struct map_mark *mark = map_source_mark(&map->source[s],
					d[i].feature);
				double radius = mark        ? mark->radius
					: as == GEOM_POINTS ? POINT_RADIUS
							    : LINE_RADIUS;
				for (uint32_t k = 0; k < d[i].geom.npoints; k++)
					*arena_push(arena, *out, count, capacity) = rect_grow(
						(struct rect){ d[i].geom.point[k],
							d[i].geom.point[k] },
						radius);
			}
		}
	}
	arena_release(&scratch);
	arena_release(&keep);
	return count;
}

/* Not only in the margin around the frame, and more than a speck: a ring that its own
 * event's symbol covers needs no explanation. */
static bool is_seen(const struct geom *g, struct rect page, struct arena *scratch) {
	enum { SPECK = 12 };
	struct geom inside = geom_clip(g, rect_grow(page, -4), scratch);
	struct rect box = geom_bounds(&inside);
	return inside.npoints > 0 && fmax(box.max.x - box.min.x, box.max.y - box.min.y) > SPECK;
}

bool compose_sample(const struct map *map, const struct view *view, const struct style_layer *layer,
	struct stroke *stroke, struct color *fill, struct arena *arena) {
	struct arena scratch = ARENA_INIT;
	struct scene scene;
	struct diag quiet;
	uint32_t n = 0;
	bool seen = false;
	scene_init(&scene, view->page, arena);
	diag_init(&quiet, arena);
	struct compose c = compose_start(map, view, &scene, scene.arena, &scratch, &quiet);
	bool is_line = layer->type == STYLE_LINE;
	if ((is_line || layer->type == STYLE_FILL) && compose_layer_is_on(&c, layer)) {
		const struct drawn *d = compose_features(&c, layer,
			is_line ? GEOM_LINES : GEOM_POLYGONS, &n);
		uint32_t i = 0;
		while (i < n && !is_seen(&d[i].geom, view->page, &scratch))
			i++;
		seen = i < n;
		if (seen)
			compose_env(&c, d[i].feature);
	}
	if (seen && is_line)
		compose_stroke(&c, layer, stroke);
	else if (seen)
		*fill = compose_color(&c, layer, STYLE_FILL_COLOR, STYLE_FILL_OPACITY);
	arena_release(&scratch);
	return seen;
}
