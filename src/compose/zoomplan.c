#include "compose/zoomplan.h"

#include <assert.h>

#include "compose/layers.h"
#include "compose/symbol.h"
#include "geo/boxindex.h"
#include "geo/guard.h"

/* The features of a layer in one form over the whole zoom. */
struct plan_list {
	const struct drawn *drawn;
	const struct boxindex *index;
	uint32_t n;
};

struct plan_layer {
	bool on, whole, whole_parts;
	struct plan_list as[3];
	uint32_t first_op, nops; /* of a symbol layer, in `symbols` */
};

struct plan_source {
	struct arena arena; /* of all its lists */
	struct plan_list fans;
};

struct zoomplan {
	struct arena arena;
	struct map map;
	struct view view;
	struct compose compose;
	struct composed composed;
	struct plan_layer *layer;
	struct plan_source *source;
	struct scene symbols;
	const struct boxindex *symbol_index;
};

static const struct boxindex *index_of(const struct drawn *drawn, uint32_t n, struct arena *arena,
	struct arena *scratch) {
	struct arena_mark mark = arena_mark(scratch);
	struct rect *box = arena_new(scratch, struct rect, n);
	for (uint32_t i = 0; i < n; i++)
		box[i] = geom_bounds(&drawn[i].geom);
	const struct boxindex *index = boxindex_build(box, n, arena);
	arena_rewind(scratch, mark);
	return index;
}

static void list_features(struct plan_layer *l, struct compose *c, const struct style_layer *layer,
	enum geom_type as) {
	struct plan_list *list = &l->as[as];
	list->drawn = compose_features(c, layer, as, &list->n);
	list->index = index_of(list->drawn, list->n, c->keep, c->scratch);
}

/* Dashes and patterns are counted from the beginning of a line, ends of soft ones are made
 * longer, and corners of one that is moved aside follow from both edges that meet there. */
static bool follows_the_way(const struct style_layer *layer) {
	return style_has(layer, STYLE_LINE_DASHARRAY) || style_has(layer, STYLE_LINE_PATTERN)
		|| style_has(layer, STYLE_LINE_OFFSET) || style_has(layer, STYLE_LINE_GAP_WIDTH)
		|| style_has(layer, STYLE_LINE_BLUR);
}

/* What a layer draws from, and whether its lines may lose what is not seen: arrows stand
 * at their end. */
static void plan_layer(struct plan_layer *l, struct compose *c, const struct map_source *source,
	const struct style_layer *layer) {
	l->whole = source->subjects || source->smooth
		|| style_metadata(c->map->style, layer, "arrow") != NULL;
	l->whole_parts = layer->type == STYLE_LINE && follows_the_way(layer);
	if (layer->type == STYLE_FILL)
		list_features(l, c, layer, GEOM_POLYGONS);
	/* Lines and areas wear circles on their corners. */
	if (layer->type == STYLE_LINE || layer->type == STYLE_CIRCLE
		|| (layer->type == STYLE_FILL && compose_fill_is_outlined(c, layer)))
		list_features(l, c, layer, GEOM_LINES);
	if (layer->type == STYLE_CIRCLE)
		list_features(l, c, layer, GEOM_POINTS);
}

static void draw_symbols(struct zoomplan *p, struct symbols *symbols) {
	const struct style *style = p->map.style;
	for (uint32_t i = 0; i < style->nlayers; i++) {
		struct plan_layer *l = &p->layer[i];
		p->symbols.layer = style->layer[i].id;
		l->first_op = p->symbols.nops;
		if (l->on && style->layer[i].type == STYLE_SYMBOL)
			symbols_draw(symbols, &style->layer[i]);
		l->nops = p->symbols.nops - l->first_op;
	}
	scene_seal(&p->symbols);
}

struct zoomplan *zoomplan_new(const struct map *map, const struct view *view) {
	struct arena arena = ARENA_INIT, scratch = ARENA_INIT;
	struct zoomplan *p = arena_new(&arena, struct zoomplan, 1);
	uint32_t nlayers = map->style->nlayers;
	p->arena = arena;
	p->map = *map;
	p->view = *view;
	scene_init(&p->symbols, view->page, &p->arena);
	p->layer = arena_new(&p->arena, struct plan_layer, nlayers);
	p->source = arena_new(&p->arena, struct plan_source, map->nsources);
	p->composed.nlayers = nlayers;
	p->composed.layer = arena_new(&p->arena, struct composed_layer, nlayers);
	struct compose *c = &p->compose;
	*c = compose_start(&p->map, &p->view, &p->symbols, &p->arena, &scratch, NULL);
	assert(c->exact);
	c->out = &p->composed;
	c->cache = compose_cache_new(map, &p->arena);
	for (uint32_t i = 0; i < nlayers; i++)
		p->layer[i].on = compose_layer_is_on(c, &map->style->layer[i]);
	arena_release(&scratch);
	c->scratch = NULL;
	return p;
}

/* One step's own copy of what is shared. */
static struct compose step(struct zoomplan *p, struct arena *keep, struct arena *scratch,
	struct diag *diag) {
	struct compose c = p->compose;
	c.keep = keep;
	c.scratch = scratch;
	c.env.scratch = keep;
	c.env.cache = style_cache(p->map.style, scratch);
	c.diag = diag;
	return c;
}

bool zoomplan_list(struct zoomplan *p, uint32_t index, struct diag *diag) {
	const struct style *style = p->map.style;
	const struct map_source *source = &p->map.source[index];
	struct plan_source *plan = &p->source[index];
	struct arena scratch = ARENA_INIT;
	struct compose c = step(p, &plan->arena, &scratch, diag);
	for (uint32_t i = 0; i < style->nlayers; i++)
		if (p->layer[i].on && map_source_of(&p->map, style->layer[i].source) == source)
			plan_layer(&p->layer[i], &c, source, &style->layer[i]);
	if (source->fan > 0)
		plan->fans.drawn = compose_source(&c, index, GEOM_POINTS, &plan->fans.n);
	arena_release(&scratch);
	return diag->errors == 0;
}

bool zoomplan_place(struct zoomplan *p, struct diag *diag) {
	struct arena scratch = ARENA_INIT;
	struct compose c = step(p, &p->arena, &scratch, diag);
	struct symbols *symbols = symbols_new(&c);
	compose_symbols(&c, symbols);
	draw_symbols(p, symbols);
	symbols_close(symbols);
	arena_release(&scratch);
	return diag->errors == 0;
}

void zoomplan_close(struct zoomplan *plan) {
	if (!plan)
		return;
	for (uint32_t i = 0; i < plan->map.nsources; i++)
		arena_release(&plan->source[i].arena);
	struct arena arena = plan->arena;
	arena_release(&arena);
}

/* The features of a list that a block shows. */
struct picking {
	struct compose *c;
	const struct plan_layer *layer;
	const struct plan_list *list;
	struct drawn *drawn;
	uint32_t n, capacity;
};

static bool pick(uint32_t i, void *user) {
	struct picking *p = user;
	struct rect frame = rect_grow(p->c->block, p->c->margin);
	struct drawn d = p->list->drawn[i];
	if (p->layer->whole)
		;
	else if (p->layer->whole_parts)
		d.geom = geom_guard_parts(&d.geom, frame, p->c->scratch);
	else
		d.geom = geom_guard(&d.geom, frame, p->c->scratch);
	if (d.geom.npoints)
		*arena_push(p->c->scratch, p->drawn, p->n, p->capacity) = d;
	return true;
}

const struct drawn *zoomplan_features(struct compose *c, const struct style_layer *layer,
	enum geom_type as, uint32_t *n) {
	const struct plan_layer *l = &c->plan->layer[layer - c->map->style->layer];
	struct picking p = { .c = c, .layer = l, .list = &l->as[as] };
	if (p.list->n)
		boxindex_search(p.list->index, rect_grow(c->block, c->margin), pick, &p);
	*n = p.n;
	return p.drawn;
}

const struct drawn *zoomplan_fans(struct compose *c, uint32_t source, uint32_t *n) {
	*n = c->plan->source[source].fans.n;
	return c->plan->source[source].fans.drawn;
}

struct copying {
	const struct zoomplan *plan;
	struct scene *scene;
	const struct plan_layer *layer;
};

static bool copy_op(uint32_t i, void *user) {
	struct copying *copy = user;
	const struct plan_layer *l = copy->layer;
	if (i >= l->first_op + l->nops)
		return false;
	if (i < l->first_op || !scene_draws(&copy->plan->symbols.op[i]))
		return true;
	const struct scene_op *from = &copy->plan->symbols.op[i];
	*scene_add(copy->scene, from->type, from->bounds) = *from;
	return true;
}

bool zoomplan_block(const struct zoomplan *plan, struct rect window,
	const struct zoomplan_hand *hand, struct scene *scene, struct diag *diag) {
	struct compose c = plan->compose;
	bool fans = false;
	unsigned errors = diag->errors;
	c.scene = scene;
	c.diag = diag;
	c.scratch = hand->scratch;
	c.env.scratch = hand->scratch;
	c.env.cache = hand->cache;
	c.plan = plan;
	c.block = window;
	for (uint32_t i = 0; i < plan->map.style->nlayers; i++) {
		const struct style_layer *layer = &plan->map.style->layer[i];
		struct copying copy = { plan, scene, &plan->layer[i] };
		if (!plan->layer[i].on)
			continue;
		if (!fans && compose_shows_fan(&c, layer)) {
			compose_fans(&c);
			fans = true;
		}
		scene->layer = layer->id;
		if (layer->type != STYLE_SYMBOL)
			compose_layer(&c, layer);
		else if (plan->layer[i].nops)
			boxindex_search(plan->symbols.index, window, copy_op, &copy);
	}
	return diag->errors == errors;
}
