#include "compose/marks.h"

#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "compose/badge.h"
#include "compose/cluster.h"
#include "compose/entries.h"
#include "compose/fan.h"
#include "compose/ring.h"
#include "compose/words.h"

/* The symbols of events are about so wide, whatever the style, so that two styles of one map
 * agree. */
static const double SYMBOL = 20;
/* Symbols nearer than this can hardly be told apart. */
static const double TOUCHING = 15;

struct kind_count {
	struct str kind;
	uint32_t count;
};

enum { MOST_COLORS = 12 };

struct color_count {
	struct color color;
	struct str kind; /* the first of its kinds by name, whatever the style */
	uint32_t count;
};

/* What is known of each event of the list. */
struct marked_event {
	struct color tint;
	uint32_t color; /* index into the colours of the rings */
	bool unsure;
	struct str kind;
	uint32_t group; /* or CLUSTER_ALONE */
	uint32_t index;
};

struct marking {
	const struct map *map;
	const struct layer *events;
	struct str language;
	struct marked_event *event;
	struct columns *columns;
	uint32_t width; /* columns of the list */
	struct color color[MOST_COLORS + 1];
	struct marked *out;
	struct map_mark *mark;
	uint32_t precision_capacity;
	struct arena *arena;
};

bool marks_are_possible(const struct map *map) {
	const struct style_layer *layer = badge_layer(map, STR("events"));
	return layer && !layer->hidden && !layer->filter && style_has(layer, STYLE_ICON_IMAGE);
}

/* Where events stand on the page; those beyond it, or that cannot be shown, are left out. */
static uint32_t on_page(const struct map *map, const struct view *view, const struct layer *events,
	struct point *at, uint32_t *index) {
	uint32_t n = 0;
	for (uint32_t i = 0; i < events->nfeatures; i++) {
		struct point p = events->feature[i].geom.point[0];
		if (projector_forward(map->projector, &p, 1) != 1)
			continue;
		p = view_to_page(view, p);
		if (!rect_contains(view->page, p))
			continue;
		at[n] = p;
		index[n++] = i;
	}
	return n;
}

bool marks_are_better(const struct map *map, const struct view *view, const struct layer *events,
	struct arena *arena) {
	/* A quarter hidden is what a lively map has, a half is a heap.  A few symbols
	 * in a heap are still told by their rows in the key. */
	const double most_hidden = 0.36, fewest_hidden = 50;
	struct point *at = arena_new(arena, struct point, events->nfeatures);
	uint32_t *index = arena_new(arena, uint32_t, events->nfeatures);
	uint32_t n = on_page(map, view, events, at, index);
	fan_out(at, n, SYMBOL, arena);
	double hidden = cluster_hidden(at, n, SYMBOL, arena);
	return hidden > most_hidden && hidden * n > fewest_hidden;
}

static bool is_sure(const struct feature *f) {
	struct str confidence = entry_text(f, "confidence");
	return confidence.len == 0 || str_equal(confidence, STR("confirmed"));
}

static int compare_floats(float a, float b) {
	return (a > b) - (a < b);
}

static int compare_colors(const void *left, const void *right) {
	const struct color_count *a = left, *b = right;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	int order = str_compare(a->kind, b->kind);
	order = order ? order : compare_floats(a->color.r, b->color.r);
	order = order ? order : compare_floats(a->color.g, b->color.g);
	return order ? order : compare_floats(a->color.b, b->color.b);
}

/* The colours of all events, those of most events first: every ring has them in this
 * order.  More than a few nobody tells apart: the last stands for the rest. */
static void count_colors(struct marking *m) {
	struct color_count *all = NULL;
	uint32_t n = 0, capacity = 0;
	for (uint32_t i = 0; i < m->events->nfeatures; i++) {
		uint32_t k = 0;
		while (k < n && !color_equal(all[k].color, m->event[i].tint))
			k++;
		if (k == n)
			*arena_push(m->arena, all, n,
				capacity) = (struct color_count){ m->event[i].tint,
				m->event[i].kind, 0 };
		if (str_compare(m->event[i].kind, all[k].kind) < 0)
			all[k].kind = m->event[i].kind;
		all[k].count++;
	}
	if (n)
		qsort(all, n, sizeof(*all), compare_colors);
	for (uint32_t k = 0; k < MOST_COLORS && k < n; k++)
		m->color[k] = all[k].color;
	for (uint32_t i = 0; i < m->events->nfeatures; i++) {
		struct marked_event *e = &m->event[i];
		while (e->color < MOST_COLORS
			&& (e->color >= n || !color_equal(m->color[e->color], e->tint)))
			e->color++;
	}
}

/* The groups of another palette, each in the colour of its first event in this one. */
static void take_colors(struct marking *m, const uint32_t *group) {
	for (uint32_t i = m->events->nfeatures; i-- > 0;) {
		m->event[i].color = group[i];
		if (group[i] < MOST_COLORS)
			m->color[group[i]] = m->event[i].tint;
	}
}

static void keep_colors(struct marking *m) {
	uint32_t *group = arena_new(m->arena, uint32_t, m->events->nfeatures);
	for (uint32_t i = 0; i < m->events->nfeatures; i++)
		group[i] = m->event[i].color;
	m->out->color = group;
}

/* The columns of the list with `cluster` and `summary` behind. */
static void make_columns(struct marking *m) {
	uint32_t n = m->width = m->events->columns.count;
	struct str *name = arena_new(m->arena, struct str, n + 2);
	for (uint32_t i = 0; i < n; i++)
		name[i] = m->events->columns.name[i];
	name[n] = STR("cluster");
	name[n + 1] = STR("summary");
	m->columns = arena_new(m->arena, struct columns, 1);
	*m->columns = (struct columns){ name, n + 2 };
}

static struct value *new_values(const struct marking *m, const struct value *from) {
	struct value *v = arena_new(m->arena, struct value, m->columns->count);
	for (uint32_t i = 0; i < m->columns->count; i++)
		v[i].type = VALUE_MISSING;
	if (from)
		memcpy(v, from, m->width * sizeof(*v));
	return v;
}

static void add_mark(struct marking *m, struct feature feature, struct map_mark mark) {
	struct layer *events = &m->out->events;
	m->mark[events->nfeatures] = mark;
	events->feature[events->nfeatures++] = feature;
	events->bounds = rect_union(events->bounds, feature.bounds);
}

static void add_alone(struct marking *m, const struct feature *f) {
	const struct value missing = { .type = VALUE_MISSING };
	struct feature alone = *f;
	struct value *v = new_values(m, f->value);
	columns_set(m->columns, v, STR("number"), missing);
	columns_set(m->columns, v, STR("date_text"), missing);
	alone.columns = m->columns;
	alone.value = v;
	add_mark(m, alone, (struct map_mark){ .icon = NULL });
}

/* "312 events: Strike 120, Protest 80, Convoy 12"; of many kinds the rest together. */
static struct str summary(const struct marking *m, const struct kind_count *kind, uint32_t nkinds,
	uint32_t count) {
	enum { MOST = 12 };
	struct out *text = out_memory(m->arena);
	uint32_t rest = count;
	out_printf(text, "%u %.*s", count, STR_ARG(words_events(m->language, count)));
	for (uint32_t i = 0; i < nkinds && i < MOST; i++) {
		struct str name = kind[i].kind.len ? kind[i].kind : STR("other event");
		name = words_in(m->language, words_capitalised(name, m->arena));
		struct str comma = words_in(m->language, STR(", "));
		out_printf(text, "%.*s%.*s %u", i ? (int)comma.len : 2, i ? comma.at : ": ",
			STR_ARG(name), kind[i].count);
		rest -= kind[i].count;
	}
	if (rest)
		out_printf(text, " + %u", rest);
	return out_bytes(text);
}

static int compare_labels(const void *left, const void *right) {
	const struct feature *a = *(const struct feature *const *)left;
	const struct feature *b = *(const struct feature *const *)right;
	int order = str_compare(entry_text(a, "label"), entry_text(b, "label"));
	return order ? order : (a > b) - (a < b);
}

/* One of the events at the place that has the most of them, and no less than a third: it
 * gives the circle its name.  NULL: none has. */
static const struct feature *namesake(const struct marking *m, const struct marked_event *const *of,
	uint32_t n) {
	const struct feature **f = arena_new(m->arena, const struct feature *, n);
	const struct feature *best = NULL;
	uint32_t most = n / 3;
	for (uint32_t i = 0; i < n; i++)
		f[i] = &m->events->feature[of[i]->index];
	qsort(f, n, sizeof(*f), compare_labels);
	for (uint32_t i = 0, end; i < n; i = end) {
		struct str label = entry_text(f[i], "label");
		for (end = i + 1; end < n && str_equal(entry_text(f[end], "label"), label);)
			end++;
		if (end - i > most && label.len) {
			most = end - i;
			best = f[i];
		}
	}
	return best;
}

static void name_after(const struct marking *m, struct value *v, const struct feature *f) {
	for (uint32_t i = 0; f && i < m->width; i++) {
		struct str name = m->columns->name[i];
		if (str_equal(name, STR("label")) || str_starts(name, STR("name:")))
			v[i] = f->value[i];
	}
}

static int by_count(const void *left, const void *right) {
	const struct kind_count *a = left, *b = right;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return str_compare(a->kind, b->kind);
}

static int by_kind(const void *left, const void *right) {
	const struct kind_count *a = left, *b = right;
	return str_compare(a->kind, b->kind);
}

/* The kinds of the events, those of most events first. */
static uint32_t kinds_of(const struct marking *m, const struct marked_event *const *of, uint32_t n,
	struct kind_count **out) {
	struct kind_count *kind = arena_new(m->arena, struct kind_count, n);
	uint32_t nkinds = 0;
	for (uint32_t i = 0; i < n; i++)
		kind[i] = (struct kind_count){ of[i]->kind, 1 };
	qsort(kind, n, sizeof(*kind), by_kind);
	for (uint32_t i = 0; i < n; i++) {
		if (nkinds && str_equal(kind[nkinds - 1].kind, kind[i].kind))
			kind[nkinds - 1].count++;
		else
			kind[nkinds++] = kind[i];
	}
	qsort(kind, nkinds, sizeof(*kind), by_count);
	*out = kind;
	return nkinds;
}

/* Certain ones before the others of their colour. */
static uint32_t shares_of(const struct marking *m, const struct marked_event *const *of, uint32_t n,
	struct ring_share out[static 2 * (MOST_COLORS + 1)]) {
	uint32_t count[2 * (MOST_COLORS + 1)] = { 0 }, nshares = 0;
	for (uint32_t i = 0; i < n; i++)
		count[2 * of[i]->color + of[i]->unsure]++;
	for (uint32_t k = 0; k < 2 * (MOST_COLORS + 1); k++)
		if (count[k])
			out[nshares++] = (struct ring_share){ .tint = m->color[k / 2],
				.unsure = k & 1,
				.count = count[k] };
	return nshares;
}

/* The middle of the circle; where there is nothing of the world, one of its events. */
static struct point place_of(const struct marking *m, const struct view *view,
	const struct cluster *c, const struct marked_event *first) {
	struct point p = view_from_page(view, c->middle);
	bool known = projector_inverse(m->map->projector, &p, 1) == 1;
	return known ? p : m->events->feature[first->index].geom.point[0];
}

static void add_cluster(struct marking *m, const struct view *view, const struct cluster *c,
	const struct marked_event *const *of) {
	struct kind_count *kind;
	struct ring_share share[2 * (MOST_COLORS + 1)];
	uint32_t nkinds = kinds_of(m, of, c->count, &kind);
	uint32_t nshares = shares_of(m, of, c->count, share);
	struct value *v = new_values(m, NULL);
	struct point *at = arena_new(m->arena, struct point, 1);
	*at = place_of(m, view, c, of[0]);
	name_after(m, v, namesake(m, of, c->count));
	columns_set(m->columns, v, STR("cluster"),
		(struct value){ .type = VALUE_NUMBER, .number = c->count });
	columns_set(m->columns, v, STR("summary"),
		(struct value){ .type = VALUE_STRING,
			.string = summary(m, kind, nkinds, c->count) });
	struct feature f = { .geom = { .type = GEOM_POINTS, .npoints = 1, .point = at },
		.columns = m->columns,
		.value = v };
	f.bounds = geom_bounds(&f.geom);
	struct map_mark mark = { .icon = ring_icon(share, nshares, c->radius, m->arena),
		.figure = str_of(arena_printf(m->arena, "%u", c->count)),
		.radius = c->radius };
	add_mark(m, f, mark);
}

/* The events one by one as they are drawn and counted. */
static void look_at_events(struct marking *m, const struct marked *as) {
	m->event = arena_new(m->arena, struct marked_event, m->events->nfeatures);
	for (uint32_t i = 0; i < m->events->nfeatures; i++) {
		const struct feature *f = &m->events->feature[i];
		struct marked_event *e = &m->event[i];
		*e = (struct marked_event){ .kind = entry_text(f, "kind"),
			.group = CLUSTER_ALONE,
			.index = i };
		e->unsure = !is_sure(f);
		badge_of(m->map, STR("events"), f, &e->tint, m->arena);
	}
	m->color[MOST_COLORS] = (struct color){ 0.5f, 0.5f, 0.5f, 1 };
	if (as)
		take_colors(m, as->color);
	else
		count_colors(m);
	keep_colors(m);
}

static bool has_ring(const struct feature *event) {
	const struct value *metres = feature_get(event, STR("precision_m"));
	return metres && metres->type == VALUE_NUMBER && metres->number > 0;
}

/* Of an event in a circle no ring is shown.  The rings of events are in the order of the
 * list, those of the stops of routes between them. */
static void keep_rings(struct marking *m, const struct layer *precision) {
	uint32_t next = 0, all = m->events->nfeatures;
	struct layer *out = &m->out->precision;
	*out = *precision;
	out->feature = NULL;
	out->nfeatures = 0;
	for (uint32_t i = 0; i < precision->nfeatures; i++) {
		const struct feature *f = &precision->feature[i];
		bool of_event = entry_text(f, "role").len == 0;
		while (of_event && next < all && !has_ring(&m->events->feature[next]))
			next++;
		if (!of_event || next == all || m->event[next++].group == CLUSTER_ALONE)
			*arena_push(m->arena, out->feature, out->nfeatures,
				m->precision_capacity) = *f;
	}
}

/* Circles for the clusters of the events that stand `at`, each with its members. */
static void add_clusters(struct marking *m, const struct view *view, const struct point *at,
	const uint32_t *index, uint32_t n) {
	struct marked *out = m->out;
	uint32_t *group = arena_new(m->arena, uint32_t, n), *end;
	struct cluster *cluster;
	out->nclusters = cluster_points(at, n, TOUCHING, group, &cluster, m->arena);
	out->largest = out->nclusters ? cluster[0].count : 0;
	const struct marked_event **member = arena_new(m->arena, const struct marked_event *, n);
	end = arena_new(m->arena, uint32_t, out->nclusters);
	for (uint32_t k = 0, sum = 0; k < out->nclusters; k++) {
		end[k] = sum;
		sum += cluster[k].count;
	}
	for (uint32_t i = 0; i < n; i++) {
		m->event[index[i]].group = group[i];
		if (group[i] != CLUSTER_ALONE)
			member[end[group[i]]++] = &m->event[index[i]];
	}
	for (uint32_t k = 0; k < out->nclusters; k++)
		add_cluster(m, view, &cluster[k], member + end[k] - cluster[k].count);
}

struct marked *marks_make(const struct map *map, const struct view *view,
	const struct marks_input *input, struct arena *arena) {
	const struct layer *events = input->events;
	struct marked *out = arena_new(arena, struct marked, 1);
	struct marking m = { .map = map,
		.events = events,
		.language = input->language,
		.out = out,
		.arena = arena };
	struct point *at = arena_new(arena, struct point, events->nfeatures);
	uint32_t *index = arena_new(arena, uint32_t, events->nfeatures);
	make_columns(&m);
	look_at_events(&m, input->as);
	out->events = (struct layer){ .name = events->name,
		.columns = *m.columns,
		.feature = arena_new(arena, struct feature, events->nfeatures),
		.bounds = RECT_EMPTY };
	m.mark = arena_new(arena, struct map_mark, events->nfeatures);
	add_clusters(&m, view, at, index, on_page(map, view, events, at, index));
	for (uint32_t i = 0; i < events->nfeatures; i++)
		if (m.event[i].group == CLUSTER_ALONE)
			add_alone(&m, &events->feature[i]);
	keep_rings(&m, input->precision);
	marks_join_routes(input->routes, m.columns, input->language, &out->routes, arena);
	out->mark = m.mark;
	return out;
}
