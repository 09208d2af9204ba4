#include "compose/symbol_parts.h"

#include <stdlib.h>
#include <string.h>

#include "label/list.h"

/* Names of the map's subject weigh more than others against what they cross. */
#define WEIGHT_OF_SUBJECTS 4.0

/* Around symbols that are never dropped other names had better leave room: how
 * much, and the price of not doing so. */
#define VICINITY 7.0
#define VICINITY_COST 1.2

/* A name that would have to cross more than this is left out. */
#define MOST_COST 6.0

/* The same name is not written again nearer than this, page units. */
#define REPEAT_DISTANCE 150.0

/* Names that are always placed, of one layer, and the part of the map that they may
 * take; see "sitmap:never-drop". */
enum { MOST_NEVER_DROPPED = 60 };
#define MOST_COVERED 0.33

struct symbols *symbols_new(struct compose *c) {
	struct symbols *s = arena_new(c->scratch, struct symbols, 1);
	s->c = c;
	s->list.arena = &s->arena;
	s->layer = arena_new(&s->arena, struct symbol_layer, c->map->style->nlayers);
	for (uint32_t i = 0; i < c->nreserved; i++)
		symbols_avoid_box(s, c->reserved[i], INFINITY);
	return s;
}

void symbols_close(struct symbols *s) {
	if (s)
		arena_release(&s->arena);
}

/* Numbers of texts: a hash table with chains. */
struct text_key {
	struct str text;
	uint32_t scope, next;
};

enum { BUCKETS = 1024 };

/* FNV-1a (Fowler, Noll, Vo). */
static uint32_t hash_of(struct str text, uint32_t scope) {
	uint32_t h = 2166136261u ^ scope;
	for (size_t i = 0; i < text.len; i++)
		h = (h ^ (unsigned char)text.at[i]) * 16777619u;
	return h;
}

uint32_t text_key(struct symbols *s, uint32_t scope, struct str text) {
	struct text_keys *keys = &s->keys;
	if (!keys->bucket)
		keys->bucket = arena_new(&s->arena, uint32_t, BUCKETS);
	uint32_t *bucket = &keys->bucket[hash_of(text, scope) % BUCKETS];
	for (uint32_t k = *bucket; k; k = keys->key[k - 1].next)
		if (keys->key[k - 1].scope == scope && str_equal(keys->key[k - 1].text, text))
			return k;
	struct text_key *key = arena_push(&s->arena, keys->key, keys->count, keys->capacity);
	*key = (struct text_key){ { arena_strdup(&s->arena, text), text.len }, scope, *bucket };
	*bucket = keys->count;
	return keys->count;
}

const struct json *symbol_metadata(const struct symbols *s, const struct style_layer *layer,
	const char *name) {
	const struct json *own = style_metadata(s->c->map->style, layer, name);
	return own ? own : style_metadata(s->c->map->style, NULL, name);
}

bool symbol_is(struct symbols *s, const struct style_layer *layer, enum style_prop prop,
	const char *word) {
	return str_equal(style_text(layer, prop, &s->c->env), str_of(word));
}

static bool is_true(const struct json *json) {
	return json && json->type == JSON_TRUE;
}

static double number_or(const struct json *json, double otherwise) {
	return json && json->type == JSON_NUMBER ? json->number : otherwise;
}

/* sitmap:anchors: true, or a list of sides. */
static void read_anchors(struct symbol_layer *l, const struct json *json) {
	l->has_anchors = is_true(json) || (json && json->type == JSON_ARRAY);
	if (is_true(json)) {
		l->nanchors = LABEL_NIMHOF;
		memcpy(l->anchor, label_imhof, sizeof label_imhof);
	}
	if (!l->has_anchors || is_true(json))
		return;
	for (const struct json *item = json->child; item; item = item->next) {
		enum label_anchor *next = &l->anchor[l->nanchors];
		if (l->nanchors < LABEL_NANCHORS && item->type == JSON_STRING)
			l->nanchors += label_side_parse(item->string, next);
	}
}

/* *-overlap, else *-allow-overlap. */
static enum label_overlap overlap_of(struct symbols *s, const struct style_layer *layer,
	enum style_prop overlap, enum style_prop allow) {
	bool always = style_bool(layer, allow, &s->c->env);
	if (!style_has(layer, overlap))
		return always ? LABEL_OVERLAP_ALWAYS : LABEL_OVERLAP_NEVER;
	if (symbol_is(s, layer, overlap, "always"))
		return LABEL_OVERLAP_ALWAYS;
	return symbol_is(s, layer, overlap, "cooperative") ? LABEL_OVERLAP_COOPERATIVE
							   : LABEL_OVERLAP_NEVER;
}

static bool is_fine(const struct symbols *s, const struct symbol_layer *l) {
	const struct json *placement = symbol_metadata(s, l->layer, "placement");
	if (placement && placement->type == JSON_STRING)
		return str_equal(placement->string, STR("fine"));
	return !s->c->map->bare || l->never_drop || l->has_anchors || l->density > 0;
}

static void read_layer(struct symbols *s, struct symbol_layer *l, const struct style_layer *layer) {
	const struct expr_env *env = compose_env(s->c, NULL);
	l->layer = layer;
	l->first = s->nsymbols;
	l->names = l->never_drop = is_true(symbol_metadata(s, layer, "never-drop"));
	l->density = number_or(symbol_metadata(s, layer, "density"), 0);
	l->area_price = number_or(symbol_metadata(s, layer, "avoid-areas"), 0);
	l->text_padding = style_number(layer, STYLE_TEXT_PADDING, env);
	read_anchors(l, symbol_metadata(s, layer, "anchors"));
	l->fine = is_fine(s, l);
	l->icon = (struct label_part){
		.overlap = overlap_of(s, layer, STYLE_ICON_OVERLAP, STYLE_ICON_ALLOW_OVERLAP),
		.ignored = style_bool(layer, STYLE_ICON_IGNORE_PLACEMENT, env),
		.optional = style_bool(layer, STYLE_ICON_OPTIONAL, env),
	};
	l->text = (struct label_part){
		.overlap = overlap_of(s, layer, STYLE_TEXT_OVERLAP, STYLE_TEXT_ALLOW_OVERLAP),
		.ignored = style_bool(layer, STYLE_TEXT_IGNORE_PLACEMENT, env),
		.optional = style_bool(layer, STYLE_TEXT_OPTIONAL, env),
	};
}

/* An obstacle in the way of every label but those of the same feature. */
static uint64_t owner_of(const struct drawn *drawn) {
	return (uint64_t)(uintptr_t)drawn->feature;
}

struct label symbol_label(struct symbols *s, const struct symbol_layer *l,
	const struct drawn *drawn) {
	struct label label = {
		.icon = l->icon,
		.text = l->text,
		.owner = owner_of(drawn),
		.rigid = !l->fine,
		.never_drop = l->never_drop,
		.weight = l->never_drop ? WEIGHT_OF_SUBJECTS : 1,
		.area_price = l->area_price,
		.may_leave_frame = s->c->map->bare && !l->fine,
	};
	if (l->fine && !l->never_drop)
		label.most_cost = MOST_COST;
	if (l->density > 0) {
		/* Points kept this part of the side apart fill the page with about
		 * one in a square (the densest random packing: 0.7 of a disc each). */
		label.crowd = (uint32_t)(l - s->layer) + 1;
		label.crowd_distance = 0.82 * l->density;
	}
	return label;
}

void symbol_record(struct symbols *s, struct symbol_layer *l, const struct symbol *like,
	uint32_t first) {
	for (uint32_t i = first; i < s->list.nlabels; i++) {
		struct symbol *symbol = arena_push(&s->arena, s->symbol, s->nsymbols,
			s->symbol_capacity);
		*symbol = *like;
		symbol->layer = (uint32_t)(l - s->layer);
		symbol->order = s->nsymbols - 1;
		symbol->sort_key = style_has(l->layer, STYLE_SYMBOL_SORT_KEY)
			? style_number(l->layer, STYLE_SYMBOL_SORT_KEY, &s->c->env)
			: 0;
		l->count++;
	}
}

/* Other names keep a little away from a symbol that is never dropped. */
static void add_vicinity(struct symbols *s, const struct drawn *drawn, struct point at,
	double radius) {
	struct rect around = rect_grow((struct rect){ at, at }, radius + VICINITY);
	label_add_obstacle(&s->list,
		&(struct label_obstacle){ .box = around,
			.cost = VICINITY_COST,
			.owner = owner_of(drawn) });
}

/* What lies under the key is not to be seen, and its name would point at the key. */
static bool is_reserved(const struct compose *c, struct point at) {
	for (uint32_t i = 0; i < c->nreserved; i++)
		if (rect_contains(c->reserved[i], at))
			return true;
	return false;
}

static void add_points(struct symbols *s, struct symbol_layer *l, const struct drawn *drawn) {
	struct symbol_text text;
	struct symbol_icon icon;
	compose_env(s->c, drawn->feature);
	bool has_text = symbol_text_read(s, l->layer, &text);
	bool has_icon = symbol_icon_read(s, l->layer, &icon);
	if (!has_text && !has_icon)
		return;
	/* A line has one symbol, at its first point. */
	uint32_t n = drawn->geom.type == GEOM_POINTS ? drawn->geom.npoints : 1;
	for (uint32_t i = 0; i < n; i++) {
		struct point at = drawn->geom.point[i];
		if (l->fine && !rect_contains(s->c->view->page, at))
			continue;
		if (l->fine && !drawn->subject && is_reserved(s->c, at))
			continue;
		uint32_t first = s->list.nlabels;
		symbol_add_point(s, l, drawn, at, has_text ? &text : NULL, has_icon ? &icon : NULL);
		if (has_text && l->fine) {
			struct str line = text.plain;
			s->list.label[first].repeat_key = text_key(s, 0, str_split(&line, '\n'));
			s->list.label[first].repeat_distance = REPEAT_DISTANCE;
		}
		if (l->never_drop && has_icon)
			add_vicinity(s, drawn, at, icon.radius);
	}
}

/* From now on names of the layer stand where there is room, its symbols all. */
static void let_drop(struct symbols *s, struct symbol_layer *l) {
	l->never_drop = false;
	for (uint32_t i = l->first; i < l->first + l->count; i++) {
		struct label *label = &s->list.label[i];
		label->icon_stays = label->never_drop && label->nicon_boxes > 0;
		label->never_drop = false;
		label->most_cost = MOST_COST;
		label->text.optional = true;
	}
}

/* The part of the map that the names of a layer take. */
static double covered(const struct symbols *s, const struct symbol_layer *l) {
	struct rect page = s->c->view->page;
	double room = rect_width(page) * rect_height(page), names = 0;
	for (uint32_t i = 0; i < s->c->nreserved; i++) {
		struct rect both = rect_intersection(page, s->c->reserved[i]);
		room -= rect_is_empty(both) ? 0 : rect_width(both) * rect_height(both);
	}
	for (uint32_t i = l->first; i < l->first + l->count; i++) {
		const struct label *label = &s->list.label[i];
		if (label->nspots == 0)
			continue;
		const struct label_spot *spot = &s->list.spot[label->first_spot];
		for (uint32_t k = 0; k < spot->nboxes; k++) {
			struct rect box = s->list.box[spot->first_box + k];
			names += rect_width(box) * rect_height(box);
		}
	}
	return names / fmax(room, 1);
}

/* The layers further up, the events, keep their names longest. */
static void thin_out(struct symbols *s) {
	double all = 0;
	for (uint32_t i = s->c->map->style->nlayers; i-- > 0;) {
		struct symbol_layer *l = &s->layer[i];
		if (!l->never_drop)
			continue;
		all += covered(s, l);
		if (all > MOST_COVERED)
			let_drop(s, l);
	}
}

void symbols_collect(struct symbols *s, const struct style_layer *layer) {
	struct symbol_layer *l = &s->layer[layer - s->c->map->style->layer];
	uint32_t n;
	read_layer(s, l, layer);
	if (!symbol_is(s, layer, STYLE_SYMBOL_PLACEMENT, "point")) {
		symbol_add_lines(s, l);
		return;
	}
	const struct drawn *drawn = compose_features(s->c, layer, GEOM_POINTS, &n);
	for (uint32_t i = 0; i < n; i++)
		add_points(s, l, &drawn[i]);
	const struct map_source *source = map_source_of(s->c->map, layer->source);
	if (l->never_drop && (n > MOST_NEVER_DROPPED || (source && source->mark)))
		let_drop(s, l);
}

void symbols_avoid_line(struct symbols *s, const struct geom *lines, double width, double cost) {
	for (uint32_t i = 0; i < lines->nparts; i++) {
		uint32_t start = geom_start(lines, i);
		label_add_obstacle(&s->list,
			&(struct label_obstacle){ .cost = cost,
				.width = width,
				.point = lines->point + start,
				.npoints = lines->end[i] - start });
	}
}

void symbols_avoid_area(struct symbols *s, const struct geom *polygons, double cost) {
	label_add_obstacle(&s->list, &(struct label_obstacle){ .cost = cost, .area = polygons });
}

void symbols_avoid_box(struct symbols *s, struct rect box, double cost) {
	label_add_obstacle(&s->list, &(struct label_obstacle){ .cost = cost, .box = box });
}

/* What decides the turn of a label. */
struct turn {
	uint32_t layer, order;
	double sort_key;
};

static int by_turn(const void *left, const void *right) {
	const struct turn *a = left, *b = right;
	if (a->layer != b->layer)
		return a->layer > b->layer ? -1 : 1;
	if (a->sort_key < b->sort_key || a->sort_key > b->sort_key)
		return a->sort_key < b->sort_key ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

/* Later layers first, then by sort key; equal keys are equal priorities. */
static void set_priorities(struct symbols *s) {
	struct turn *turn = arena_new(s->c->scratch, struct turn, s->nsymbols);
	for (uint32_t i = 0; i < s->nsymbols; i++)
		turn[i] = (struct turn){ s->symbol[i].layer, i, s->symbol[i].sort_key };
	if (s->nsymbols)
		qsort(turn, s->nsymbols, sizeof *turn, by_turn);
	double priority = 0;
	for (uint32_t i = 0; i < s->nsymbols; i++) {
		bool same = i && turn[i].layer == turn[i - 1].layer
			&& !(turn[i].sort_key > turn[i - 1].sort_key);
		priority += !same;
		s->list.label[turn[i].order].priority = priority;
	}
}

/* The same place in the gazetteer and among the towns. */
static bool is_one_place(const struct drawn *a, const struct drawn *b) {
	const double apart = 0.003; /* degrees */
	const struct geom *p = &a->feature->geom, *q = &b->feature->geom;
	return p->type == GEOM_POINTS && q->type == GEOM_POINTS && p->npoints == 1
		&& q->npoints == 1 && fabs(p->point[0].x - q->point[0].x) < apart
		&& fabs(p->point[0].y - q->point[0].y) < apart;
}

/* The symbol further up that has the name of label i, or a later one of its layer where none
 * is left out, like the stops of routes; NULL: none. */
static const struct symbol *namer(const struct symbols *s, uint32_t i) {
	const double same_spot = 30;
	const struct label *label = &s->list.label[i];
	const struct symbol_layer *own = &s->layer[s->symbol[i].layer];
	uint32_t above = own->first + own->count;
	bool siblings = label->never_drop && !s->symbol[i].drawn->subject;
	for (uint32_t k = siblings ? i + 1 : above; k < s->nsymbols; k++) {
		const struct label *other = &s->list.label[k];
		if (!other->repeat_key || !other->nicon_boxes
			|| !s->layer[s->symbol[k].layer].names)
			continue;
		double far = point_distance(other->at, label->at);
		bool alike = other->repeat_key == label->repeat_key
			|| (k >= above && is_one_place(s->symbol[i].drawn, s->symbol[k].drawn));
		if (far < same_spot && alike)
			return &s->symbol[k];
	}
	return NULL;
}

/* An event, a stop of a route and a capital on one spot: the name of the layer
 * further up stands for all, and an event's symbol for that of a capital. */
static void name_once(struct symbols *s) {
	for (uint32_t i = 0; i < s->nsymbols; i++) {
		struct label *label = &s->list.label[i];
		if (!s->layer[s->symbol[i].layer].names || !label->repeat_key
			|| !label->nicon_boxes)
			continue;
		const struct symbol *other = namer(s, i);
		if (!other)
			continue;
		label->nspots = 0;
		if (!other->drawn->subject || s->symbol[i].drawn->subject)
			continue;
		label->nicon_boxes = 0;
		label->never_drop = label->icon_stays = false;
		s->symbol[i].icon = NULL;
	}
}

/* Where the world goes on at its other side, symbols beyond an edge are those of the
 * other once more: only one of them is placed, and drawn twice. */
static void leave_out_copies(struct symbols *s) {
	struct rect page = s->c->view->page;
	for (uint32_t i = 0; i < s->nsymbols; i++) {
		struct label *label = &s->list.label[i];
		if (label->at.x >= page.min.x && label->at.x < page.max.x)
			continue;
		label->nspots = label->nicon_boxes = 0;
		label->never_drop = false;
		s->symbol[i].icon = NULL;
	}
}

void symbols_place(struct symbols *s) {
	struct label_options options = { s->c->view->page, LABEL_EFFORT, s->c->map->wraps };
	struct arena_mark mark = arena_mark(s->c->scratch);
	s->choice = arena_new(&s->arena, struct label_choice, s->list.nlabels);
	set_priorities(s);
	name_once(s);
	thin_out(s);
	if (s->c->map->wraps)
		leave_out_copies(s);
	label_place(&s->list, &options, s->choice, s->c->scratch);
	arena_rewind(s->c->scratch, mark);
	for (uint32_t i = 0; i < s->nsymbols; i++) {
		struct composed_layer *out = &s->c->out->layer[s->symbol[i].layer];
		bool has_text = s->list.label[i].nspots > 0 && !s->symbol[i].icon_slides;
		bool text = s->choice[i].spot != LABEL_OMITTED;
		out->nlabels += has_text && text;
		out->nomitted += has_text && !text;
	}
}
