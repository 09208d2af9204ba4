#include "compose/layers.h"
#include "compose/symbol_parts.h"

#include <stdlib.h>
#include <string.h>

#include "label/around.h"

static bool is_placed(const struct symbols *s, uint32_t i) {
	return s->choice[i].spot != LABEL_OMITTED;
}

/* Where the icon stands; false: it is not shown. */
static bool icon_stands(const struct symbols *s, uint32_t i, struct point *at, double *angle) {
	const struct symbol *symbol = &s->symbol[i];
	*at = symbol->icon_at;
	*angle = symbol->icon_angle;
	if (!symbol->icon || !(symbol->icon_slides ? is_placed(s, i) : s->choice[i].icon))
		return false;
	if (symbol->icon_slides) {
		const struct label_spot *spot = &s->list.spot[s->choice[i].spot];
		struct transform t = transform_of(spot->at, spot->angle, 1);
		*at = transform_point(&t, symbol->icon_offset);
		*angle = spot->angle;
	}
	return true;
}

static bool text_stands(const struct symbols *s, uint32_t i) {
	return !s->symbol[i].icon_slides && is_placed(s, i);
}

/* The order in which the layer's symbols are drawn: by sort key, or those further
 * down the page over others where they may overlap, or as they come. */
struct rank {
	double key;
	uint32_t symbol;
};

static int by_rank(const void *left, const void *right) {
	const struct rank *a = left, *b = right;
	if (a->key < b->key || a->key > b->key)
		return a->key < b->key ? -1 : 1;
	return (a->symbol > b->symbol) - (a->symbol < b->symbol);
}

static bool sorts_by_y(struct symbols *s, const struct symbol_layer *l) {
	if (symbol_is(s, l->layer, STYLE_SYMBOL_Z_ORDER, "viewport-y"))
		return true;
	bool by_itself = symbol_is(s, l->layer, STYLE_SYMBOL_Z_ORDER, "auto")
		&& !style_has(l->layer, STYLE_SYMBOL_SORT_KEY);
	bool overlaps = l->icon.overlap || l->text.overlap || l->icon.ignored || l->text.ignored;
	return by_itself && overlaps;
}

static uint32_t *draw_order(struct symbols *s, const struct symbol_layer *l) {
	struct rank *rank = arena_new(s->c->scratch, struct rank, l->count);
	uint32_t *order = arena_new(s->c->scratch, uint32_t, l->count);
	compose_env(s->c, NULL);
	bool by_y = sorts_by_y(s, l);
	for (uint32_t i = 0; i < l->count; i++) {
		uint32_t k = l->first + i;
		rank[i] = (struct rank){ by_y ? s->list.label[k].at.y : s->symbol[k].sort_key, k };
	}
	if (l->count)
		qsort(rank, l->count, sizeof *rank, by_rank);
	for (uint32_t i = 0; i < l->count; i++)
		order[i] = rank[i].symbol;
	return order;
}

static struct point plus(struct point a, struct point b) {
	return (struct point){ a.x + b.x, a.y + b.y };
}

static void draw_leader(struct symbols *s, const struct symbol_layer *l, uint32_t i) {
	const struct label_choice *choice = &s->choice[i];
	const struct json *color = symbol_metadata(s, l->layer, "leader-color");
	const struct json *width = symbol_metadata(s, l->layer, "leader-width");
	struct stroke stroke = { .width = 0.7, .miter_limit = 2 };
	struct path_builder line = { .arena = s->c->scene->arena };
	if (!choice->has_leader)
		return;
	stroke.color = compose_color(s->c, l->layer, STYLE_TEXT_COLOR, STYLE_TEXT_OPACITY);
	if (color && color->type == JSON_STRING)
		color_parse(color->string, &stroke.color);
	if (width && width->type == JSON_NUMBER && width->number > 0)
		stroke.width = width->number;
	struct point by = compose_translate(s->c, l->layer, STYLE_TEXT_TRANSLATE,
		STYLE_TEXT_TRANSLATE_ANCHOR);
	path_move(&line, choice->leader[0].x, choice->leader[0].y);
	path_line(&line, choice->leader[1].x + by.x, choice->leader[1].y + by.y);
	scene_stroke(s->c->scene, path_builder_path(&line), &stroke);
}

static bool holds(const struct icon_part *part, struct point p) {
	return part->has_fill && rect_contains(path_bounds(&part->path), p);
}

/* What can be read on the icon: its rim colour where it is filled with its tint,
 * and the other way round. */
static struct color figure_color(const struct icon *icon, struct color tint, struct color rim) {
	struct color light = { 1, 1, 1, tint.a }, dark = { 0, 0, 0, tint.a };
	const struct icon_part *ground = NULL;
	for (uint32_t i = 0; i < icon->nparts; i++)
		if (holds(&icon->part[i], icon->number_at))
			ground = &icon->part[i];
	if (!ground || ground->fill_paint == ICON_RIM)
		return tint;
	if (ground->fill_paint == ICON_TINT)
		return rim.a > 0 ? rim : light;
	struct color f = ground->fill;
	return 0.3f * f.r + 0.59f * f.g + 0.11f * f.b > 0.55f ? dark : light;
}

static struct str number_text(struct symbols *s, const struct symbol_layer *l,
	const struct feature *feature) {
	const struct json *name = symbol_metadata(s, l->layer, "number");
	const struct value *v = name && name->type == JSON_STRING
		? feature_get(feature, name->string)
		: NULL;
	char figures[32];
	if (!v)
		return STR("");
	if (v->type == VALUE_STRING)
		return v->string;
	if (v->type != VALUE_NUMBER)
		return STR("");
	int len = str_from_double(v->number, 2, figures, sizeof figures);
	return str_of(arena_strdup(s->c->scene->arena, (struct str){ figures, (size_t)len }));
}

/* A number inside the icon, upright, smaller when it has more figures. */
static void draw_number(struct symbols *s, const struct symbol_layer *l, uint32_t i,
	struct point at, double angle, struct color color) {
	const struct symbol *symbol = &s->symbol[i];
	const struct icon *icon = symbol->icon;
	if (!(icon->number_size > 0))
		return;
	const struct feature *f = symbol->drawn->feature;
	const struct map_mark *mark = map_source_mark(map_source_of(s->c->map, l->layer->source),
		f);
	mark = mark && mark->icon == icon ? mark : NULL;
	struct str text = mark ? mark->figure : number_text(s, l, f);
	if (!text.len)
		return;
	double smaller = mark || text.len < 2 ? 1 : text.len == 2 ? 0.88 : 0.68;
	struct text_style style = { .size = icon->number_size * symbol->icon_scale * smaller,
		.weight = 700,
		.tabular = true,
		.justify = TEXT_CENTER };
	const struct glyph_run *run = shaper_shape(s->c->map->shaper, text, &style);
	struct label_body body = label_body(run);
	struct point middle = rect_center(body.box);
	struct transform t = transform_of(at, angle, symbol->icon_scale);
	struct point to = transform_point(&t, icon->number_at);
	to = (struct point){ to.x - middle.x, to.y - middle.y };
	scene_text(s->c->scene, run, to, color, (struct color){ 0, 0, 0, 0 }, 0);
}

static void draw_icon(struct symbols *s, const struct symbol_layer *l, uint32_t i) {
	const struct symbol *symbol = &s->symbol[i];
	struct scene *scene = s->c->scene;
	struct point at;
	double angle;
	if (!icon_stands(s, i, &at, &angle))
		return;
	struct color tint = style_color(l->layer, STYLE_ICON_COLOR, &s->c->env);
	struct color rim = style_color(l->layer, STYLE_ICON_HALO_COLOR, &s->c->env);
	double opacity = style_number(l->layer, STYLE_ICON_OPACITY, &s->c->env);
	if (!(opacity > 0))
		return;
	at = plus(at,
		compose_translate(s->c, l->layer, STYLE_ICON_TRANSLATE,
			STYLE_ICON_TRANSLATE_ANCHOR));
	scene_icon(scene, symbol->icon, at, angle, symbol->icon_scale, tint, rim);
	scene->op[scene->nops - 1].icon.opacity = opacity;
	struct color figure = figure_color(symbol->icon, tint, rim);
	figure.a *= (float)opacity;
	draw_number(s, l, i, at, angle, figure);
}

/* A copy that lives as long as the scene, moved. */
static const struct glyph_spot *keep_spots(struct symbols *s, const struct label_spot *spot,
	struct point by) {
	uint32_t n = glyph_run_nclusters(spot->run);
	struct glyph_spot *copy = arena_new(s->c->scene->arena, struct glyph_spot, n);
	for (uint32_t i = 0; i < n; i++)
		copy[i] = (struct glyph_spot){ plus(spot->glyph[i].at, by), spot->glyph[i].angle };
	return copy;
}

static void draw_text(struct symbols *s, const struct symbol_layer *l, uint32_t i) {
	struct scene *scene = s->c->scene;
	if (!text_stands(s, i))
		return;
	const struct label_spot *spot = &s->list.spot[s->choice[i].spot];
	const struct style_layer *layer = l->layer;
	struct color color = compose_color(s->c, layer, STYLE_TEXT_COLOR, STYLE_TEXT_OPACITY);
	struct color halo = compose_color(s->c, layer, STYLE_TEXT_HALO_COLOR, STYLE_TEXT_OPACITY);
	/* A distance field reaches no further than a quarter of the size. */
	double width = fmin(style_number(l->layer, STYLE_TEXT_HALO_WIDTH, &s->c->env),
		s->symbol[i].text_size / 4);
	if (!(halo.a > 0))
		width = 0;
	if (!color_is_visible(color) && !(width > 0))
		return;
	struct point by = compose_translate(s->c, l->layer, STYLE_TEXT_TRANSLATE,
		STYLE_TEXT_TRANSLATE_ANCHOR);
	by = plus(by, s->choice[i].moved);
	struct point at = plus(spot->at, by);
	if (spot->glyph)
		scene_text_along(scene, spot->run, keep_spots(s, spot, by), color, halo, width);
	else if (spot->angle != 0)
		scene_text_turned(scene, spot->run, at, spot->angle, color, halo, width);
	else
		scene_text(scene, spot->run, at, color, halo, width);
}

/* Runs one step of drawing over the layer's symbols, each with its subject. */
static void draw_all(struct symbols *s, const struct symbol_layer *l, const uint32_t *order,
	void (*draw)(struct symbols *, const struct symbol_layer *, uint32_t)) {
	for (uint32_t i = 0; i < l->count; i++) {
		const struct drawn *drawn = s->symbol[order[i]].drawn;
		s->c->scene->subject = drawn->subject;
		compose_env(s->c, drawn->feature);
		draw(s, l, order[i]);
	}
	s->c->scene->subject = NULL;
}

/* The operation `east` page units further. */
static struct scene_op shifted(const struct scene_op *op, double east, struct arena *arena) {
	struct scene_op moved = *op;
	struct transform t = { 1, 0, 0, 1, east, 0 };
	moved.bounds.min.x += east;
	moved.bounds.max.x += east;
	if (op->type == SCENE_STROKE) {
		moved.stroke.path = path_transform(&op->stroke.path, &t, arena);
	} else if (op->type == SCENE_ICON) {
		moved.icon.at.x += east;
	} else if (op->type == SCENE_GLYPHS) {
		moved.glyphs.at.x += east;
		uint32_t n = op->glyphs.spot ? glyph_run_nclusters(op->glyphs.run) : 0;
		struct glyph_spot *spot = arena_new(arena, struct glyph_spot, n);
		for (uint32_t i = 0; i < n; i++) {
			spot[i] = op->glyphs.spot[i];
			spot[i].at.x += east;
		}
		moved.glyphs.spot = op->glyphs.spot ? spot : NULL;
	}
	return moved;
}

/* Where the world goes on at its other side, what crosses an edge is drawn there too. */
static void wrap_ops(struct symbols *s, uint32_t first) {
	struct scene *scene = s->c->scene;
	struct rect page = s->c->view->page;
	uint32_t n = scene->nops - first;
	struct scene_op *op = arena_new(s->c->scratch, struct scene_op, n);
	for (uint32_t i = 0; i < n; i++)
		op[i] = scene->op[first + i];
	scene->nops = first;
	for (uint32_t i = 0; i < n; i++) {
		bool west = op[i].bounds.min.x<page.min.x, east = op[i].bounds.max.x> page.max.x;
		*scene_add(scene, op[i].type, op[i].bounds) = op[i];
		struct scene_op west_of = shifted(&op[i], rect_width(page), scene->arena);
		struct scene_op east_of = shifted(&op[i], -rect_width(page), scene->arena);
		if (west)
			*scene_add(scene, west_of.type, west_of.bounds) = west_of;
		if (east)
			*scene_add(scene, east_of.type, east_of.bounds) = east_of;
	}
}

/* On the grid of 1/1024 that all of an exact picture is on: moved by whole pixels, as
 * tiles are, it looks the same. */
static void settle_ops(struct scene *scene, uint32_t first) {
	const double grid = 1.5 * 4398046511104.0; /* 1.5 * 2^42 */
	for (uint32_t i = first; i < scene->nops; i++) {
		struct scene_op *op = &scene->op[i];
		struct point *at = op->type == SCENE_GLYPHS ? &op->glyphs.at
			: op->type == SCENE_ICON            ? &op->icon.at
							    : NULL;
		if (at)
			*at = (struct point){ at->x + grid - grid, at->y + grid - grid };
		uint32_t n = op->type == SCENE_GLYPHS && op->glyphs.spot
			? glyph_run_nclusters(op->glyphs.run)
			: 0;
		struct glyph_spot *spot = n ? arena_new(scene->arena, struct glyph_spot, n) : NULL;
		for (uint32_t k = 0; k < n; k++) {
			spot[k] = op->glyphs.spot[k];
			spot[k].at.x = spot[k].at.x + grid - grid;
			spot[k].at.y = spot[k].at.y + grid - grid;
		}
		if (spot)
			op->glyphs.spot = spot;
	}
}

uint32_t symbols_draw(struct symbols *s, const struct style_layer *layer) {
	const struct symbol_layer *l = &s->layer[layer - s->c->map->style->layer];
	uint32_t count = 0;
	if (!l->layer || !l->count)
		return 0;
	struct arena_mark mark = arena_mark(s->c->scratch);
	uint32_t first_op = s->c->scene->nops;
	const uint32_t *order = draw_order(s, l);
	draw_all(s, l, order, draw_leader);
	draw_all(s, l, order, draw_icon);
	draw_all(s, l, order, draw_text);
	if (s->c->exact)
		settle_ops(s->c->scene, first_op);
	if (s->c->map->wraps)
		wrap_ops(s, first_op);
	arena_rewind(s->c->scratch, mark);
	for (uint32_t i = l->first; i < l->first + l->count; i++)
		count += s->choice[i].icon || is_placed(s, i);
	return count;
}
