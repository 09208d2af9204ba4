#include "gazetteer/leads.h"
#include "gazetteer/rank.h"

/*
 * Candidates are gathered from cheap keys to dear ones, until there are enough
 * good names; then each is read and weighed.  The limits keep a query that
 * matches half the world ("San", "Ali") at a few milliseconds: where nothing but
 * the name is known, of those that bear it the largest are enough to say which is
 * meant, or that many may be.
 */
enum { MOST_WEIGHED = 200, MOST_NAMESAKES = 64 };

static void follow_all(struct leads *leads, const struct asked *asked, enum key_kind kind) {
	leads_follow(leads, &asked->whole, kind);
	if (asked->has_core)
		leads_follow(leads, &asked->core, kind);
}

static uint32_t weigh(struct gazetteer *g, const struct context *context, const uint32_t *number,
	uint32_t count, struct candidate **out, struct arena *arena) {
	uint32_t n = 0;
	struct candidate *c = arena_new(arena, struct candidate, (size_t)count + 1);
	for (uint32_t i = 0; i < count; i++)
		if (store_read(g, number[i], &c[n].stored, arena) && rank_candidate(context, &c[n]))
			n++;
	rank_sort(c, n);
	*out = c;
	return n;
}

static bool knows_more(const struct context *context) {
	const struct place_query *query = context->query;
	return context->has_region || query->has_within || query->nnear || query->class.len
		|| query->prefers.len || query->usual_country.len;
}

uint32_t find_candidates(struct gazetteer *g, const struct context *context, struct candidate **out,
	struct arena *arena) {
	const struct asked *asked = &context->asked;
	struct wanted wanted = { .first = 1, .last = UINT32_MAX };
	struct leads leads;
	uint32_t *number;
	*out = NULL;
	if (!asked->whole.nwhole)
		return 0;
	if (context->country.code[0]) {
		uint32_t *border;
		wanted.first = context->country.first;
		wanted.last = context->country.last;
		wanted.nborder = store_read_border(g, str_of(context->country.code), &border,
			arena);
		wanted.border = border;
	}
	leads_init(&leads, g, wanted, arena);
	follow_all(&leads, asked, KEY_WHOLE);
	bool exact = leads.n > 0;
	follow_all(&leads, asked, KEY_STRONG);
	/* Beside a place of that very name only a great one may be meant instead. */
	leads.great_only = exact;
	if (!exact || !knows_more(context))
		follow_all(&leads, asked, KEY_DELETE);
	if (!exact)
		follow_all(&leads, asked, KEY_WEAK);
	uint32_t most = exact && !knows_more(context) ? MOST_NAMESAKES : MOST_WEIGHED;
	uint32_t n = leads_best(&leads, most, exact, &number, arena);
	return weigh(g, context, number, n, out, arena);
}

/* How far off the point of a town may be when something near it was asked for. */
static double asked_precision(const struct context *context, const struct candidate *c) {
	const struct class_word *kind = context->asked.kind;
	double own = c->stored.place.precision;
	if (!kind || !c->by_core || (c->has_class && !str_equal(str_of(kind->class), STR("area"))))
		return own;
	return own > kind->metres ? own : kind->metres;
}

static bool is_letter_away(const struct folded *asked, struct str name) {
	enum { SHORTEST = 4 };
	struct folded f;
	fold_letters(name, &f);
	return !asked->has_article && asked->nwhole >= SHORTEST && f.nwhole >= SHORTEST
		&& damerau_distance((struct str){ asked->whole, asked->nwhole },
			   (struct str){ f.whole, f.nwhole })
		== 1;
}

/* Where nothing but a name is known, and it is a small place's: the great city, the name of
 * which is a letter away.  Its own name: each has dozens of others. */
static const struct place *find_doubt(const struct context *context, const struct candidate *c,
	uint32_t n, struct arena *arena) {
	static const double times_larger = 15;
	enum { GREAT = 300000 };
	if (context->country.code[0] || knows_more(context) || !n || c[0].fit > FIT_NO_ARTICLE)
		return NULL;
	for (uint32_t i = 1; i < n; i++) {
		const struct stored *s = &c[i].stored;
		if (rank_people(s) < GREAT
			|| rank_people(s) < times_larger * rank_people(&c[0].stored)
			|| !str_equal(s->place.class, STR("town"))
			|| !is_letter_away(&context->asked.whole, s->place.name))
			continue;
		struct place *place = arena_new(arena, struct place, 1);
		*place = s->place;
		return place;
	}
	return NULL;
}

/* Whether the years of a name matter among those that it may be. */
static bool is_dated(const struct candidate *c, uint32_t n) {
	static const double near_best = 0.1;
	for (uint32_t i = 0; i < n; i++)
		if (c[i].fits && (c[i].from.len || c[i].until.len)
			&& c[i].similarity >= c[0].similarity - near_best)
			return true;
	return false;
}

static bool is_elsewhere(const struct context *context, const struct candidate *c) {
	return !context_is_in_country(context, &c->stored)
		|| (context->has_region && !region_holds(&context->region, &c->stored))
		|| (context->query->has_within && !c->inside);
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
	if (!gazetteer_sound(g, diag))
		return false;
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
		m->elsewhere = is_elsewhere(&context, &c[i]);
		m->by_name = c[i].by_name;
		m->by_people = c[i].by_people;
		m->by_context = c[i].by_context;
		m->reason = explain(&context, &c[i], &m->nreasons, arena);
	}
	out->nmatches = nmatches;
	out->doubt = find_doubt(&context, c, n, arena);
	out->dated = is_dated(c, n);
	return true;
}
