#include "event/events.h"

#include <string.h>

#include "gazetteer/explain.h"
#include "gazetteer/lock.h"

/*
 * The places of a list are found together, in rounds: first what is clear by
 * itself, then what the neighbours on a route decide once they are known, then
 * neighbours that are in doubt both (the pair that lies close together), last
 * what the country of most of the list decides, misspelt names among them.
 */
enum round { ROUND_ALONE, ROUND_ROUTE, ROUND_PAIRS, ROUND_LIST, NROUNDS };

enum { MOST_CANDIDATES = 10, MOST_LISTED = 5 };

/* A place that has no coordinates yet. */
struct wanted {
	struct event *event;
	uint32_t index;     /* of the event's places */
	struct str context; /* as the lock keeps it */
	struct str year;    /* of the event; empty: not known */
	struct place_result result;
	bool located;
};

struct locating {
	struct events *events;
	struct gazetteer *g;
	struct lock lock;
	struct wanted *wanted;
	uint32_t nwanted, capacity;
	struct str usual_country;
	struct arena *arena;
	struct diag *diag;
};

/* What happens at bases: there the base of a name is meant rather than its town. */
static struct str preferred_class(const struct event *e) {
	static const char *const kinds[] = { "handover", "withdrawal", "base", "base set up",
		"deployment" };
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_equal(e->kind, str_of(kinds[i])))
			return STR("base");
	return (struct str){ "", 0 };
}

/* "IQ, base, from al-Walid, to Al-Malikiyah": all that may decide. */
static struct str context_of(const struct event *e, uint32_t i, struct arena *arena) {
	struct str country = e->place[i].country, prefers = preferred_class(e);
	const char *from = i ? arena_printf(arena, ", from %.*s", STR_ARG(e->place[i - 1].name))
			     : "";
	const char *to = i + 1 < e->nplaces
		? arena_printf(arena, ", to %.*s", STR_ARG(e->place[i + 1].name))
		: "";
	char *all = arena_printf(arena, "%.*s%s%.*s%s%s", STR_ARG(country), prefers.len ? ", " : "",
		STR_ARG(prefers), from, to);
	struct str s = str_of(all);
	return str_starts(s, STR(", ")) ? str_slice(s, 2, s.len) : s;
}

static void set_point(struct event_place *p, struct point at, double precision, struct str id) {
	p->has_point = true;
	p->point = at;
	p->precision = precision;
	p->id = id;
}

static void want(struct locating *l, struct event *e, uint32_t i) {
	*arena_push(l->arena, l->wanted, l->nwanted, l->capacity) = (struct wanted){ .event = e,
		.index = i,
		.context = context_of(e, i, l->arena),
		.year = e->date.year ? str_of(arena_printf(l->arena, "%04d", e->date.year))
				     : (struct str){ "", 0 } };
}

/* "SU, in 1942": where the year matters to what the name means. */
static struct str context_then(const struct wanted *w, struct arena *arena) {
	return str_of(arena_printf(arena, "%.*s%sin %.*s", STR_ARG(w->context),
		w->context.len ? ", " : "", STR_ARG(w->year)));
}

/* Neighbours whose place is known or, among pairs in doubt, may be one of
 * several. */
static uint32_t neighbours(const struct locating *l, const struct wanted *w, bool doubtful,
	struct point *out) {
	uint32_t n = 0;
	for (uint32_t k = 0; k < w->event->nplaces; k++) {
		const struct event_place *p = &w->event->place[k];
		bool next_to = k + 1 == w->index || k == w->index + 1;
		if (next_to && p->has_point)
			out[n++] = p->point;
	}
	for (uint32_t i = 0; doubtful && i < l->nwanted; i++) {
		const struct wanted *o = &l->wanted[i];
		bool next_to = o->index + 1 == w->index || o->index == w->index + 1;
		if (o->event != w->event || !next_to || o->located)
			continue;
		for (uint32_t k = 0; k < o->result.nmatches && k < MOST_CANDIDATES; k++)
			if (o->result.match[k].similarity >= o->result.match[0].similarity - 0.04)
				out[n++] = o->result.match[k].place->at;
	}
	return n;
}

static bool look_up(struct locating *l, struct wanted *w, enum round round) {
	struct event_place *p = &w->event->place[w->index];
	struct point near[2 * MOST_CANDIDATES + 2];
	struct place_query query = {
		.at = p->at,
		.name = p->name,
		.country = p->country,
		.prefers = preferred_class(w->event),
		.date = w->year,
		.near = near,
	};
	query.nnear = neighbours(l, w, round == ROUND_PAIRS, near);
	if (round == ROUND_LIST)
		query.usual_country = l->usual_country;
	if (round > ROUND_ALONE && !query.nnear && !query.usual_country.len)
		return true;
	return gazetteer_find(l->g, &query, MOST_CANDIDATES, &w->result, l->arena, l->diag);
}

static void accept(struct locating *l, struct wanted *w) {
	struct event_place *p = &w->event->place[w->index];
	const struct place_match *m = &w->result.match[0];
	w->located = true;
	set_point(p, m->place->at, m->place->precision, m->place->id);
	bool then = w->result.dated && w->year.len;
	lock_set(&l->lock,
		(struct lock_entry){ p->name, then ? context_then(w, l->arena) : w->context,
			m->place->id, str_of(place_reason(&w->result)), m->place->at,
			m->place->precision },
		l->arena);
	place_tell(&w->result, p->name, p->at, l->diag);
}

/* The same name in the same context was found before, in the lock or in this
 * list. */
static bool take_known(struct locating *l, struct wanted *w) {
	struct event_place *p = &w->event->place[w->index];
	const struct lock_entry *known = NULL;
	if (w->year.len)
		known = lock_find(&l->lock, p->name, context_then(w, l->arena));
	if (!known)
		known = lock_find(&l->lock, p->name, w->context);
	if (known)
		set_point(p, known->at, known->precision, known->id);
	w->located |= known != NULL;
	return known != NULL;
}

/* False when a query itself was wrong (a country that does not exist). */
static bool run_round(struct locating *l, enum round round) {
	bool ok = true;
	for (uint32_t i = 0; i < l->nwanted; i++) {
		struct wanted *w = &l->wanted[i];
		if (w->located || take_known(l, w))
			continue;
		if (!look_up(l, w, round)) {
			ok = false;
			w->result = (struct place_result){ .verdict = PLACE_UNKNOWN };
			continue;
		}
		if (w->result.verdict == PLACE_CLEAR || w->result.verdict == PLACE_DECIDED)
			accept(l, w);
	}
	return ok;
}

/* How many places of the list lie in a country. */
struct tally {
	struct str country;
	uint32_t n;
};

static void count(struct locating *l, struct str country, struct tally **tally, uint32_t *n,
	uint32_t *capacity) {
	for (uint32_t i = 0; i < *n; i++) {
		if (str_equal((*tally)[i].country, country)) {
			(*tally)[i].n++;
			return;
		}
	}
	struct tally *t = arena_grow(l->arena, *tally, *n, capacity, sizeof(**tally),
		_Alignof(struct tally));
	t[(*n)++] = (struct tally){ country, 1 };
	*tally = t;
}

/* The country of at least three places and of three in five of those known. */
static void find_usual_country(struct locating *l) {
	struct tally *tally = NULL, best = { { "", 0 }, 0 };
	uint32_t n = 0, capacity = 0, all = 0;
	for (uint32_t i = 0; i < l->events->count; i++) {
		const struct event *e = &l->events->event[i];
		for (uint32_t k = 0; k < e->nplaces; k++) {
			const struct place *p = e->place[k].id.len
				? gazetteer_place(l->g, e->place[k].id, l->arena)
				: NULL;
			struct str country = p ? p->country : e->place[k].country;
			if (country.len != 2)
				continue;
			count(l, country, &tally, &n, &capacity);
			all++;
		}
	}
	for (uint32_t i = 0; i < n; i++)
		if (tally[i].n > best.n)
			best = tally[i];
	if (best.n >= 3 && 5 * best.n >= 3 * all)
		l->usual_country = best.country;
}

/* Those that the name may mean; of an unknown name, what comes nearest. */
static uint32_t count_listed(const struct place_result *r) {
	/* As PLACE_RIVAL of the ranking. */
	static const double rival = 0.04;
	uint32_t n = 0;
	while (n < r->nmatches && n < MOST_LISTED
		&& (r->verdict != PLACE_AMBIGUOUS
			|| r->match[n].similarity >= r->match[0].similarity - rival))
		n++;
	return n;
}

static const char *list_candidates(const struct locating *l, const struct place_result *r,
	uint32_t n) {
	struct str list = { "", 0 };
	for (uint32_t i = 0; i < n; i++) {
		const struct place *p = r->match[i].place;
		char lon[32], lat[32];
		str_from_double(p->at.x, 3, lon, sizeof(lon));
		str_from_double(p->at.y, 3, lat, sizeof(lat));
		list = str_of(arena_printf(l->arena, "%.*s%s%.*s, %.*s (%.*s at %s, %s)",
			STR_ARG(list), i ? "; " : "", STR_ARG(p->name), STR_ARG(p->country),
			STR_ARG(p->class), lon, lat));
	}
	return list.at;
}

/* "write "Derik, SY" or "Derik, TR", or give lon and lat". */
static const char *list_pins(const struct locating *l, const struct place_result *r, uint32_t n,
	struct str name) {
	struct str list = { "", 0 };
	for (uint32_t i = 0; i < n; i++) {
		const char *pin = place_pin_among(r, n, i, name, l->arena);
		if (pin)
			list = str_of(arena_printf(l->arena, "%.*s%s%s", STR_ARG(list),
				list.len ? " or " : "write ", pin));
	}
	return list.len ? arena_printf(l->arena, "%.*s, or give lon and lat", STR_ARG(list))
			: "give lon and lat";
}

static void complain(struct locating *l, const struct wanted *w, bool skip) {
	const struct event_place *p = &w->event->place[w->index];
	const struct place_result *r = &w->result;
	uint32_t n = count_listed(r);
	const char *list = list_candidates(l, r, n), *text;
	if (r->verdict == PLACE_AMBIGUOUS)
		text = arena_printf(l->arena, "place \"%.*s\" is ambiguous: %s; %s",
			STR_ARG(p->name), list, list_pins(l, r, n, p->name));
	else
		text = arena_printf(l->arena,
			"place \"%.*s\"%s%.*s is not known%s%s; correct the name or give lon and lat",
			STR_ARG(p->name), p->country.len ? " in " : "", STR_ARG(p->country),
			n ? "; nearest by name: " : "", list);
	if (skip)
		diag_warn(l->diag, p->at, "%s", text);
	else
		diag_error(l->diag, p->at, "%s", text);
}

static bool has_all_points(const struct event *e) {
	for (uint32_t i = 0; i < e->nplaces && !e->npath; i++)
		if (!e->place[i].has_point)
			return false;
	return true;
}

static void drop_unplaced(struct events *events) {
	uint32_t n = 0;
	for (uint32_t i = 0; i < events->count; i++)
		if (has_all_points(&events->event[i]))
			events->event[n++] = events->event[i];
	events->count = n;
}

/* Named places without a point; what a line of the list draws needs none. */
static void collect(struct locating *l) {
	for (uint32_t i = 0; i < l->events->count; i++) {
		struct event *e = &l->events->event[i];
		for (uint32_t k = 0; k < e->nplaces; k++)
			if (!e->place[k].has_point && e->place[k].name.len)
				want(l, e, k);
	}
}

enum locate_status events_locate(struct events *events, struct gazetteer *g,
	const struct events_options *options, struct arena *arena, struct diag *diag) {
	struct locating l = { .events = events, .g = g, .arena = arena, .diag = diag };
	bool ok = true, unplaced = false;
	if (options->lock_path && !lock_read(options->lock_path, &l.lock, arena, diag))
		return LOCATE_FAILED;
	collect(&l);
	for (enum round round = ROUND_ALONE; ok && round < NROUNDS; round++) {
		if (round == ROUND_LIST)
			find_usual_country(&l);
		ok = run_round(&l, round);
		if (round == ROUND_PAIRS)
			ok = ok && run_round(&l, ROUND_ROUTE);
	}
	if (!ok)
		return LOCATE_FAILED;
	for (uint32_t i = 0; i < l.nwanted; i++) {
		if (l.wanted[i].located)
			continue;
		unplaced = true;
		complain(&l, &l.wanted[i], options->skip_unplaced);
	}
	if (options->skip_unplaced)
		drop_unplaced(events);
	if (options->lock_path && l.lock.changed && !options->keep_lock
		&& !lock_write(&l.lock, options->lock_path, arena, diag))
		return LOCATE_FAILED;
	return unplaced && !options->skip_unplaced ? LOCATE_UNPLACED : LOCATE_DONE;
}
