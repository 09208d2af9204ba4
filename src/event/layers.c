#include "event/events.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "event/fields.h"
#include "geo/geodesic.h"

/* Columns that sitmap adds to those of the design. */
enum added {
	ADD_NUMBER,
	ADD_LABEL,
	ADD_DATE_TEXT,
	ADD_ROLE,
	ADD_STACKED,
	ADD_STACK_SIZE,
	ADD_PRECISION_M,
	NADDED,
};

static const char *const added_names[NADDED] = {
	[ADD_NUMBER] = "number",
	[ADD_LABEL] = "label",
	[ADD_DATE_TEXT] = "date_text",
	[ADD_ROLE] = "role",
	[ADD_STACKED] = "stacked",
	[ADD_STACK_SIZE] = "stack_size",
	[ADD_PRECISION_M] = "precision_m",
};

/* Points closer than this share a spot (1e-4 degrees is 11 m at most). */
static const double spot_degrees = 1e-4;

/* What the making of the layers shares. */
struct making {
	const struct events *events;
	struct gazetteer *g;
	const struct str *language;
	uint32_t nlanguages;
	struct columns *columns; /* of all four layers */
	uint32_t *own;           /* column of the list -> column of the layers */
	int own_label;           /* column of the list, -1: none */
	struct value **point;    /* the values of each feature of "events" */
	uint32_t npoints, capacity;
	struct arena *arena;
};

static struct value text(struct str s) {
	return s.len ? (struct value){ .type = VALUE_STRING, .string = s }
		     : (struct value){ .type = VALUE_MISSING };
}

static struct value number(double n) {
	return (struct value){ .type = VALUE_NUMBER, .number = n };
}

static void make_columns(struct making *m) {
	const struct columns *list = &m->events->columns;
	uint32_t n = 0;
	struct str *name = arena_new(m->arena, struct str,
		NFIELDS + NADDED + m->nlanguages + list->count);
	for (int i = 0; i < NFIELDS; i++)
		name[n++] = str_of(field_names[i]);
	for (int i = 0; i < NADDED; i++)
		name[n++] = str_of(added_names[i]);
	for (uint32_t i = 0; i < m->nlanguages; i++)
		name[n++] = str_of(arena_printf(m->arena, "name:%.*s", STR_ARG(m->language[i])));
	m->own = arena_new(m->arena, uint32_t, list->count);
	m->own_label = -1;
	for (uint32_t i = 0; i < list->count; i++) {
		struct columns so_far = { name, n };
		if (str_equal(list->name[i], STR("label")))
			m->own_label = (int)i;
		if (columns_find(&so_far, list->name[i]) >= 0) {
			m->own[i] = UINT32_MAX;
			continue;
		}
		m->own[i] = n;
		name[n++] = list->name[i];
	}
	m->columns = arena_new(m->arena, struct columns, 1);
	*m->columns = (struct columns){ name, n };
}

static struct str column_text(const struct making *m, const struct event *e, enum field field) {
	int i = columns_find(&m->events->columns, str_of(field_names[field]));
	if (i < 0 || e->column[i].type != VALUE_STRING)
		return (struct str){ "", 0 };
	return e->column[i].string;
}

static struct str date_text(const struct making *m, struct date d) {
	char out[128];
	struct str language = m->nlanguages ? m->language[0] : STR("en");
	if (!d.year)
		return (struct str){ "", 0 };
	int len = date_format(d, language, out, sizeof(out));
	return len > 0 ? str_of(arena_strdup(m->arena, (struct str){ out, (size_t)len }))
		       : (struct str){ "", 0 };
}

static struct str period_text(const struct making *m, const struct event *e) {
	struct str from = date_text(m, e->date), to = date_text(m, e->end_date);
	if (!to.len || date_compare(e->date, e->end_date) == 0)
		return from;
	return str_of(arena_printf(m->arena, "%.*s \xE2\x80\x93 %.*s", STR_ARG(from), STR_ARG(to)));
}

static struct str date_iso(const struct making *m, struct date d) {
	if (!d.year)
		return (struct str){ "", 0 };
	if (!d.month)
		return str_of(arena_printf(m->arena, "%04d", d.year));
	if (!d.day)
		return str_of(arena_printf(m->arena, "%04d-%02d", d.year, d.month));
	return str_of(arena_printf(m->arena, "%04d-%02d-%02d", d.year, d.month, d.day));
}

static struct str join_via(const struct making *m, const struct event *e) {
	struct str all = { "", 0 };
	for (uint32_t i = 1; i + 1 < e->nplaces; i++)
		all = str_of(arena_printf(m->arena, "%.*s%s%.*s", STR_ARG(all), all.len ? "; " : "",
			STR_ARG(e->place[i].name)));
	return all;
}

/* The user's own spelling is the name of the place, unless it is in another
 * script than the language asked for: then the gazetteer's. */
static bool is_latin(struct str s) {
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] >= 0xCD) /* U+0340 and above */
			return (unsigned char)s.at[i] == 0xE1 || (unsigned char)s.at[i] == 0xE2;
	return true;
}

static struct str place_name(const struct making *m, const struct event_place *p,
	struct str language) {
	struct str own = p->name;
	if (str_equal(language, STR("en")) && own.len && is_latin(own))
		return own;
	if (!m->g || !p->id.len)
		return (struct str){ "", 0 };
	return gazetteer_name(m->g, p->id, language, m->arena);
}

/* "al-Walid -> Al-Malikiyah"; empty when one of the two has no name. */
static struct str route_name(const struct making *m, struct str from, struct str to,
	bool right_to_left) {
	if (!from.len || !to.len)
		return (struct str){ "", 0 };
	const char *arrow = right_to_left ? "\xE2\x86\x90" : "\xE2\x86\x92";
	return str_of(arena_printf(m->arena, "%.*s %s %.*s", STR_ARG(from), arrow, STR_ARG(to)));
}

static void fill_fields(const struct making *m, const struct event *e, struct value *v) {
	const struct event_place *first = &e->place[0], *last = &e->place[e->nplaces - 1];
	v[FIELD_ID] = text(e->id);
	v[FIELD_DATE] = text(date_iso(m, e->date));
	v[FIELD_END_DATE] = text(date_iso(m, e->end_date));
	v[FIELD_KIND] = text(e->kind);
	v[FIELD_PLACE] = text(first->name);
	v[FIELD_COUNTRY] = text(first->country);
	v[FIELD_LON] = number(first->point.x);
	v[FIELD_LAT] = number(first->point.y);
	v[FIELD_VIA] = text(join_via(m, e));
	v[FIELD_TO] = e->is_route ? text(last->name) : text((struct str){ "", 0 });
	v[FIELD_ACTOR] = text(e->actor);
	v[FIELD_RECIPIENT] = text(e->recipient);
	v[FIELD_COUNT] = text(e->count);
	v[FIELD_TITLE] = text(e->title);
	v[FIELD_NOTE] = text(e->note);
	v[FIELD_SOURCE] = text(e->source);
	v[FIELD_URL] = text(e->url);
	v[FIELD_CONFIDENCE] = text(e->confidence);
	v[FIELD_PRECISION] = text(column_text(m, e, FIELD_PRECISION));
	int count = columns_find(&m->events->columns, str_of(field_names[FIELD_COUNT]));
	if (count >= 0)
		v[FIELD_COUNT] = e->column[count];
}

/* What all features of one event share; the place's own part comes later. */
static struct value *event_values(const struct making *m, const struct event *e) {
	struct value *v = arena_new(m->arena, struct value, m->columns->count);
	for (uint32_t i = 0; i < m->columns->count; i++)
		v[i].type = VALUE_MISSING;
	fill_fields(m, e, v);
	struct value *added = v + NFIELDS;
	if (e->number)
		added[ADD_NUMBER] = number(e->number);
	added[ADD_DATE_TEXT] = text(period_text(m, e));
	added[ADD_PRECISION_M] = number(e->precision);
	for (uint32_t i = 0; i < m->events->columns.count; i++)
		if (m->own[i] != UINT32_MAX)
			v[m->own[i]] = e->column[i];
	return v;
}

static void set_names(const struct making *m, const struct event_place *p, struct value *v) {
	v[NFIELDS + ADD_LABEL] = text(p->name);
	for (uint32_t i = 0; i < m->nlanguages; i++)
		v[NFIELDS + NADDED + i] = text(place_name(m, p, m->language[i]));
}

/* A user's column "label" wins over the name of the place. */
static void set_own_label(const struct making *m, const struct event *e, struct value *v) {
	if (m->own_label >= 0 && e->column[m->own_label].type == VALUE_STRING)
		v[NFIELDS + ADD_LABEL] = e->column[m->own_label];
	else if (v[NFIELDS + ADD_LABEL].type == VALUE_MISSING)
		v[NFIELDS + ADD_LABEL] = text(e->title);
}

static void add_feature(const struct making *m, struct layer *layer, uint32_t *capacity,
	const struct event *e, struct geom geom, const struct value *v) {
	struct feature *f = arena_push(m->arena, layer->feature, layer->nfeatures, *capacity);
	*f = (struct feature){
		.id = e->id.len ? text(e->id) : number((double)(e - m->events->event + 1)),
		.geom = geom,
		.bounds = geom_bounds(&geom),
		.columns = m->columns,
		.value = v,
	};
	layer->bounds = rect_union(layer->bounds, f->bounds);
}

static struct geom point_geom(struct point p, struct arena *arena) {
	struct point *at = arena_new(arena, struct point, 1);
	*at = p;
	return (struct geom){ .type = GEOM_POINTS, .npoints = 1, .point = at };
}

/* Where two places are far apart the straight line on the map would not be the
 * way: longer legs follow the great circle, in steps of this many degrees.  (On
 * the sphere: the ellipsoid's line is less than a fifth of a percent away.) */
static const double leg_step = 2;

static struct point between(struct point a, struct point b, double angle, double t) {
	double u = sin((1 - t) * angle) / sin(angle), w = sin(t * angle) / sin(angle);
	double ua = u * cos(a.y * RADIANS), wb = w * cos(b.y * RADIANS);
	double x = ua * cos(a.x * RADIANS) + wb * cos(b.x * RADIANS);
	double y = ua * sin(a.x * RADIANS) + wb * sin(b.x * RADIANS);
	double z = u * sin(a.y * RADIANS) + w * sin(b.y * RADIANS);
	return (struct point){ atan2(y, x) / RADIANS, atan2(z, hypot(x, y)) / RADIANS };
}

static double angle_between(struct point a, struct point b) {
	double s = sin((b.y - a.y) * RADIANS / 2), t = sin((b.x - a.x) * RADIANS / 2);
	double h = s * s + cos(a.y * RADIANS) * cos(b.y * RADIANS) * t * t;
	return 2 * asin(fmin(1, sqrt(h)));
}

static struct geom route_geom(const struct event *e, struct arena *arena) {
	/* Between antipodes every way is as short: one leg, straight. */
	static const double antipodes = 3.1;
	struct geom g = { .type = GEOM_LINES, .nparts = 1 };
	uint32_t capacity = 0;
	for (uint32_t i = 0; i < e->npath; i++)
		*arena_push(arena, g.point, g.npoints, capacity) = e->path[i];
	for (uint32_t i = 0; i < e->nplaces && !e->npath; i++) {
		struct point to = e->place[i].point;
		struct point from = i ? e->place[i - 1].point : to;
		double angle = angle_between(from, to);
		int n = angle < antipodes ? (int)ceil(angle / (leg_step * RADIANS)) : 1;
		for (int k = 1; k < n; k++)
			*arena_push(arena, g.point, g.npoints, capacity) = between(from, to, angle,
				(double)k / n);
		*arena_push(arena, g.point, g.npoints, capacity) = to;
	}
	g.end = arena_new(arena, uint32_t, 1);
	g.end[0] = g.npoints;
	return g;
}

static struct value *copy_values(const struct making *m, const struct value *v) {
	struct value *copy = arena_new(m->arena, struct value, m->columns->count);
	memcpy(copy, v, m->columns->count * sizeof(*v));
	return copy;
}

static void add_ring(const struct making *m, struct layer *layer, uint32_t *capacity,
	const struct event *e, struct point at, double metres, const struct value *v) {
	enum { RING_POINTS = 96 }; /* no corner is seen below 1000 px radius */
	if (metres <= 0)
		return;
	struct value *own = copy_values(m, v);
	own[NFIELDS + ADD_PRECISION_M] = number(metres);
	add_feature(m, layer, capacity, e, geodesic_circle(at, metres, RING_POINTS, m->arena), own);
}

/* Routes that begin or end at one place name it once. */
static void name_once(const struct making *m, const struct layer *stops, struct point at,
	struct value *own) {
	enum { LOOKED_BACK = 256 };
	uint32_t n = stops->nfeatures, first = n > LOOKED_BACK ? n - LOOKED_BACK : 0;
	for (uint32_t k = first; k < n; k++) {
		const struct feature *f = &stops->feature[k];
		const struct value *label = &f->value[NFIELDS + ADD_LABEL];
		if (f->geom.point[0].x != at.x || f->geom.point[0].y != at.y
			|| label->type != VALUE_STRING
			|| !str_equal(label->string, own[NFIELDS + ADD_LABEL].string))
			continue;
		own[NFIELDS + ADD_LABEL] = (struct value){ .type = VALUE_MISSING };
		for (uint32_t i = 0; i < m->nlanguages; i++)
			own[NFIELDS + NADDED + i] = (struct value){ .type = VALUE_MISSING };
		return;
	}
}

static void add_stops(const struct making *m, struct event_layers *out, uint32_t capacity[static 4],
	const struct event *e, const struct value *v) {
	for (uint32_t i = 0; i < e->nplaces; i++) {
		const struct event_place *p = &e->place[i];
		if (!p->has_point)
			continue;
		struct value *own = copy_values(m, v);
		own[NFIELDS + ADD_ROLE] = text(i == 0 ? STR("origin")
				: i + 1 == e->nplaces ? STR("destination")
						      : STR("via"));
		set_names(m, p, own);
		double metres = i == 0 && e->has_precision ? e->precision : p->precision;
		own[NFIELDS + ADD_PRECISION_M] = number(metres);
		if (own[NFIELDS + ADD_LABEL].type == VALUE_STRING)
			name_once(m, &out->stops, p->point, own);
		add_feature(m, &out->stops, &capacity[2], e, point_geom(p->point, m->arena), own);
		add_ring(m, &out->precision, &capacity[3], e, p->point, metres, own);
	}
}

static void add_route(const struct making *m, struct event_layers *out, uint32_t capacity[static 4],
	const struct event *e) {
	struct value *v = event_values(m, e);
	const struct event_place *first = &e->place[0], *last = &e->place[e->nplaces - 1];
	add_stops(m, out, capacity, e, v);
	v[NFIELDS + ADD_LABEL] = text(route_name(m, first->name, last->name, false));
	for (uint32_t i = 0; i < m->nlanguages; i++)
		v[NFIELDS + NADDED + i] = text(route_name(m, place_name(m, first, m->language[i]),
			place_name(m, last, m->language[i]),
			language_is_right_to_left(m->language[i])));
	set_own_label(m, e, v);
	add_feature(m, &out->routes, &capacity[1], e, route_geom(e, m->arena), v);
}

static void add_point(struct making *m, struct event_layers *out, uint32_t capacity[static 4],
	const struct event *e) {
	struct value *v = event_values(m, e);
	const struct event_place *p = &e->place[0];
	double metres = e->has_precision ? e->precision : p->precision;
	set_names(m, p, v);
	set_own_label(m, e, v);
	v[NFIELDS + ADD_PRECISION_M] = number(metres);
	*arena_push(m->arena, m->point, m->npoints, m->capacity) = v;
	add_feature(m, &out->events, &capacity[0], e, point_geom(p->point, m->arena), v);
	add_ring(m, &out->precision, &capacity[3], e, p->point, metres, v);
}

struct spot {
	long x, y;
	double number;
	uint32_t feature;
};

static int compare_spots(const void *a, const void *b) {
	const struct spot *s = a, *t = b;
	if (s->x != t->x)
		return s->x < t->x ? -1 : 1;
	if (s->y != t->y)
		return s->y < t->y ? -1 : 1;
	if (s->number < t->number || s->number > t->number)
		return s->number < t->number ? -1 : 1;
	return s->feature < t->feature ? -1 : s->feature > t->feature;
}

/* Events on one spot, by number: the map fans them out. */
static void stack(const struct making *m, const struct layer *events) {
	uint32_t n = events->nfeatures;
	struct spot *spot = arena_new(m->arena, struct spot, n);
	for (uint32_t i = 0; i < n; i++) {
		struct point p = events->feature[i].geom.point[0];
		const struct value *v = &events->feature[i].value[NFIELDS + ADD_NUMBER];
		spot[i] = (struct spot){ lround(p.x / spot_degrees), lround(p.y / spot_degrees),
			v->type == VALUE_NUMBER ? v->number : INFINITY, i };
	}
	qsort(spot, n, sizeof(*spot), compare_spots);
	for (uint32_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && spot[end].x == spot[i].x && spot[end].y == spot[i].y;)
			end++;
		for (uint32_t k = i; k < end; k++) {
			struct value *v = m->point[spot[k].feature];
			v[NFIELDS + ADD_STACKED] = number(k - i);
			v[NFIELDS + ADD_STACK_SIZE] = number(end - i);
		}
	}
}

static bool is_placed(const struct event *e) {
	if (e->npath)
		return true;
	for (uint32_t i = 0; i < e->nplaces; i++)
		if (!e->place[i].has_point)
			return false;
	return true;
}

void events_layers(const struct events *events, struct gazetteer *g, const struct str *language,
	uint32_t nlanguages, struct event_layers *out, struct arena *arena) {
	struct making m = { .events = events,
		.g = g,
		.language = language,
		.nlanguages = nlanguages,
		.arena = arena };
	uint32_t capacity[4] = { 0 };
	make_columns(&m);
	struct layer empty = { .columns = *m.columns, .bounds = RECT_EMPTY };
	*out = (struct event_layers){ empty, empty, empty, empty };
	out->events.name = STR("events");
	out->routes.name = STR("routes");
	out->stops.name = STR("stops");
	out->precision.name = STR("precision");
	for (uint32_t i = 0; i < events->count; i++) {
		const struct event *e = &events->event[i];
		if (!is_placed(e))
			continue;
		if (e->is_route)
			add_route(&m, out, capacity, e);
		else
			add_point(&m, out, capacity, e);
	}
	stack(&m, &out->events);
}
