#include "gazetteer/rank.h"

#include <stdlib.h>
#include <string.h>

#include "gazetteer/keys.h"

/*
 * Candidates are gathered from cheap keys to dear ones, until there are enough
 * good names; then each is read and weighed.  The limits keep a query that
 * matches half the world ("San", "Ali") at a few milliseconds.
 */
enum {
	MOST_VALUES = 20000, /* that one key may lead to */
	MOST_WEIGHED = 200,
	/* Beside exact names, only places with at least so much weight are tried by
	 * sound: 30,000 people. */
	KNOWN_WEIGHT = 4,
};

/* A place that keys lead to, before it is read. */
struct lead {
	uint32_t number;
	uint8_t weight, kinds, keys;
};

struct leads {
	struct lead *lead;
	uint32_t n, capacity;
	uint32_t *value; /* room for one posting */
	struct arena *arena;
	struct wanted wanted;
};

static void follow(struct gazetteer *g, struct leads *leads, const struct folded *f,
	enum key_kind kind) {
	uint64_t key[KEYS_MOST];
	size_t nkeys = keys_make(f, kind, true, key);
	for (size_t k = 0; k < nkeys; k++) {
		uint32_t n = posting_read(g, key[k], &leads->wanted, leads->value, MOST_VALUES);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t number = leads->value[i] >> STORE_WEIGHT_BITS;
			*arena_push(leads->arena, leads->lead, leads->n,
				leads->capacity) = (struct lead){ number, leads->value[i] & 7,
				(uint8_t)kind, 1 };
		}
	}
}

static int compare_numbers(const void *a, const void *b) {
	const struct lead *x = a, *y = b;
	return (x->number > y->number) - (x->number < y->number);
}

/* How much a lead promises: kinds of keys that were met, how many of them, and
 * how much the place is talked of. */
static unsigned promise(const struct lead *l) {
	unsigned p = l->kinds & KEY_WHOLE ? 1000 : 0;
	p += l->kinds & KEY_STRONG ? 40 : 0;
	p += l->kinds & KEY_WEAK ? 15 : 0;
	return p + l->keys * 4u + l->weight * 3u;
}

static int compare_promises(const void *a, const void *b) {
	unsigned p = promise(a), q = promise(b);
	return p != q ? (p < q) - (p > q) : compare_numbers(a, b);
}

/* One lead per place. */
static void unite(struct leads *leads) {
	uint32_t n = 0;
	if (!leads->n)
		return;
	qsort(leads->lead, leads->n, sizeof(*leads->lead), compare_numbers);
	for (uint32_t i = 0; i < leads->n; i++) {
		struct lead *l = &leads->lead[i];
		if (n && leads->lead[n - 1].number == l->number) {
			leads->lead[n - 1].kinds |= l->kinds;
			leads->lead[n - 1].keys = (uint8_t)(leads->lead[n - 1].keys + l->keys);
		} else {
			leads->lead[n++] = *l;
		}
	}
	leads->n = n;
}

static void follow_all(struct gazetteer *g, struct leads *leads, const struct asked *asked,
	enum key_kind kind) {
	follow(g, leads, &asked->whole, kind);
	if (asked->has_core)
		follow(g, leads, &asked->core, kind);
}

/* Drops the leads that only a sound gives, where the place is little known. */
static void keep_known(struct leads *leads) {
	uint32_t n = 0;
	for (uint32_t i = 0; i < leads->n; i++)
		if (leads->lead[i].kinds & KEY_WHOLE || leads->lead[i].weight >= KNOWN_WEIGHT)
			leads->lead[n++] = leads->lead[i];
	leads->n = n;
}

static uint32_t weigh(struct gazetteer *g, const struct context *context, struct leads *leads,
	struct candidate **out, struct arena *arena) {
	uint32_t n = 0, most = leads->n < MOST_WEIGHED ? leads->n : MOST_WEIGHED;
	if (leads->n > 1)
		qsort(leads->lead, leads->n, sizeof(*leads->lead), compare_promises);
	struct candidate *c = arena_new(arena, struct candidate, (size_t)most + 1);
	for (uint32_t i = 0; i < most; i++)
		if (store_read(g, leads->lead[i].number, &c[n].stored, arena)
			&& rank_candidate(context, &c[n]))
			n++;
	rank_sort(c, n);
	*out = c;
	return n;
}

uint32_t find_candidates(struct gazetteer *g, const struct context *context, struct candidate **out,
	struct arena *arena) {
	const struct asked *asked = &context->asked;
	struct leads leads = { .arena = arena, .wanted = { .first = 1, .last = UINT32_MAX } };
	*out = NULL;
	if (!asked->whole.nwhole)
		return 0;
	if (context->country.code[0]) {
		uint32_t *border;
		leads.wanted.first = context->country.first;
		leads.wanted.last = context->country.last;
		leads.wanted.nborder = store_read_border(g, str_of(context->country.code), &border,
			arena);
		leads.wanted.border = border;
	}
	leads.value = arena_new(arena, uint32_t, MOST_VALUES);
	follow_all(g, &leads, asked, KEY_WHOLE);
	bool exact = leads.n > 0;
	follow_all(g, &leads, asked, KEY_STRONG);
	if (exact) {
		unite(&leads);
		keep_known(&leads);
		return weigh(g, context, &leads, out, arena);
	}
	follow_all(g, &leads, asked, KEY_DELETE);
	follow_all(g, &leads, asked, KEY_WEAK);
	unite(&leads);
	return weigh(g, context, &leads, out, arena);
}

/* How far off the point of a town may be when something near it was asked for. */
static double asked_precision(const struct context *context, const struct candidate *c) {
	const struct class_word *kind = context->asked.kind;
	double own = c->stored.place.precision;
	if (!kind || !c->by_core || (c->has_class && !str_equal(str_of(kind->class), STR("area"))))
		return own;
	return own > kind->metres ? own : kind->metres;
}

bool gazetteer_find(struct gazetteer *g, const struct place_query *query, uint32_t max,
	struct place_result *out, struct arena *arena, struct diag *diag) {
	struct context context;
	struct candidate *c;
	*out = (struct place_result){ .verdict = PLACE_UNKNOWN };
	if (!context_make(g, query, &context, arena, diag))
		return false;
	uint32_t n = find_candidates(g, &context, &c, arena);
	out->verdict = decide(&context, c, n, &out->decision, arena);
	if (out->verdict == PLACE_UNKNOWN && context.country.code[0]) {
		/* Elsewhere it may be known: the answer stays, but the user sees where. */
		struct context anywhere = context;
		anywhere.country = (struct store_country){ 0 };
		n = find_candidates(g, &anywhere, &c, arena);
	}
	if (g->damaged)
		return diag_error(diag, WHERE_NOWHERE,
			"%s: a damaged gazetteer; make it again with \"sitmap gazetteer import\"",
			g->source.name);
	uint32_t nmatches = n < max ? n : max;
	out->match = arena_new(arena, struct place_match, nmatches);
	for (uint32_t i = 0; i < nmatches; i++) {
		struct place *place = arena_new(arena, struct place, 1);
		*place = c[i].stored.place;
		place->precision = asked_precision(&context, &c[i]);
		struct place_match *m = &out->match[i];
		m->place = place;
		m->score = c[i].score;
		m->similarity = c[i].similarity;
		m->by_name = c[i].by_name;
		m->by_people = c[i].by_people;
		m->by_context = c[i].by_context;
		m->reason = explain(&context, &c[i], &m->nreasons, arena);
	}
	out->nmatches = nmatches;
	return true;
}
