#include "gazetteer/rank.h"

#include <math.h>
#include <stdlib.h>

#include "geo/geodesic.h"

/*
 * The score is a sum: how alike the names are, how much the place is talked of,
 * what the context says.  Names weigh most; between equal names a city of a
 * million stands 0.04 above a village, which a spelling that is 0.05 nearer
 * makes good.
 */
static const double name_weight = 0.8, prior_weight = 0.1, context_weight = 0.1;

/* A place of another kind than the one asked for; one whose own name has a word
 * of kind that was not asked for. */
static const double lacks_class = 0.1, more_specific = 0.05;

/* GeoNames keeps names that a place had long ago, or that nobody knows: one that
 * sounds unlike the main name and is not of our own list is no rival of a place
 * that bears it now. */
static const double old_name = 0.05, unlike = 0.4;

/* Nor is a further spelling quite as good as the name itself: Suva is in Fiji,
 * though Suwa in Japan is written so too. */
static const double other_spelling = 0.02;

/* What we list ourselves, and capitals, are talked of like cities of so many
 * people. */
enum { CURATED_PEOPLE = 200000, CAPITAL_PEOPLE = 2000000, COUNTRY_PEOPLE = 10000000 };

/* GeoNames often does not know how many live in a seat of government: then as
 * many as such a seat usually has. */
static uint32_t usual_people(const struct stored *s) {
	struct str code = s->place.feature_code;
	if (str_equal(code, STR("PPLA")))
		return 50000;
	if (str_equal(code, STR("PPLA2")))
		return 20000;
	return str_starts(code, STR("PPLA")) ? 5000 : 1000;
}

uint32_t rank_people(const struct stored *s) {
	uint32_t people = s->place.population ? s->place.population : usual_people(s);
	uint32_t least = str_equal(s->place.class, STR("country")) ? COUNTRY_PEOPLE
		: str_equal(s->place.feature_code, STR("PPLC"))    ? CAPITAL_PEOPLE
		: s->curated                                       ? CURATED_PEOPLE
								   : 0;
	return people > least ? people : least;
}

static double prior(const struct stored *s) {
	return fmin(1, log10(1 + (double)rank_people(s)) / 7.5);
}

struct best {
	double similarity;
	enum fit fit;
	struct str name;
	bool by_core;
};

static void take(struct best *best, double similarity, enum fit fit, struct str name,
	bool by_core) {
	if (similarity > best->similarity)
		*best = (struct best){ similarity, fit, name, by_core };
}

/* One of the place's names against the query: as they are, and without their
 * words of kind. */
static void weigh_name(const struct context *context, struct str name, const struct folded *whole,
	bool has_class, struct best *best) {
	const struct asked *asked = &context->asked;
	const struct class_word *kind;
	struct folded core;
	enum fit fit;
	double s = name_similarity(&asked->whole, whole, &fit);
	take(best, s, fit, name, false);
	if (asked->has_core) {
		s = name_similarity(&asked->core, whole, &fit);
		take(best, s - (has_class ? 0 : lacks_class), fit, name, true);
	}
	if (!asked_core(whole, &core, &kind))
		return;
	/* "Taji" for "Camp Taji": likely, but a Taji without more is likelier. */
	s = name_similarity(asked->has_core ? &asked->core : &asked->whole, &core, &fit);
	take(best,
		s
			- (asked->has_core && has_class   ? 0
					: asked->has_core ? lacks_class
							  : more_specific),
		fit, name, true);
}

static void weigh_names(const struct context *context, const struct candidate *c,
	struct best *best) {
	const struct stored *s = &c->stored;
	struct folded own, other;
	struct place_name name;
	struct str names = s->names;
	fold(s->place.name, &own);
	weigh_name(context, s->place.name, &own, c->has_class, best);
	while (store_next_name(&names, &name)) {
		fold(name.text, &other);
		if (!other.nwhole)
			continue;
		double before = best->similarity;
		struct best with = *best;
		weigh_name(context, name.text, &other, c->has_class, &with);
		if (with.similarity <= before)
			continue;
		bool old = !s->curated
			&& sound_distance((struct str){ own.sound, own.nsound },
				   (struct str){ other.sound, other.nsound })
				> unlike;
		with.similarity -= old ? old_name : s->curated ? 0 : other_spelling;
		if (with.similarity > before)
			*best = with;
	}
}

static double nearest_neighbour(const struct place_query *query, struct point at) {
	double nearest = INFINITY;
	for (uint32_t i = 0; i < query->nnear; i++)
		nearest = fmin(nearest, geodesic_distance(query->near[i], at));
	return nearest;
}

static double context_score(const struct candidate *c) {
	double score = 0;
	score += c->has_class ? 0.4 : 0;
	score += c->prefers_class ? 0.5 : 0;
	score += c->in_region ? 0.5 : 0;
	score += c->inside ? 0.5 : 0;
	score += c->is_usual ? 0.2 : 0;
	/* A route's leg is rarely longer than a few hundred kilometres. */
	score += 0.5 * exp(-c->nearest / 200000);
	return fmin(1, score);
}

/* Neighbours on a route are as near as decide.c wants them. */
static bool is_narrowed(const struct context *context, const struct candidate *c) {
	static const double near_enough = 300000;
	return context->country.code[0] || c->in_region || c->inside || c->is_usual
		|| c->nearest < near_enough;
}

/* Countries are known by all their names: a town that is nearly called so is not
 * one ("Shengal" is no Senegal). */
static double least_similarity(const struct context *context, const struct candidate *c) {
	static const double country = 0.93;
	if (str_equal(c->stored.place.class, STR("country")))
		return country;
	return is_narrowed(context, c) ? PLACE_FITS : PLACE_FITS_ALONE;
}

bool rank_candidate(const struct context *context, struct candidate *c) {
	const struct place_query *query = context->query;
	const struct place *p = &c->stored.place;
	struct best best = { .similarity = -1 };
	struct str asked_class = context->asked.class;
	c->has_class = asked_class.len && class_answers(p->class, asked_class);
	c->prefers_class = query->prefers.len && class_answers(p->class, query->prefers);
	weigh_names(context, c, &best);
	c->name = best.name;
	c->similarity = best.similarity;
	c->fit = best.fit;
	c->by_core = best.by_core;
	c->in_region = context->has_region && context_in_region(context, &c->stored);
	c->inside = query->has_within && rect_contains(query->within, p->at);
	c->is_usual = query->usual_country.len && str_equal(query->usual_country, p->country);
	c->nearest = nearest_neighbour(query, p->at);
	c->fits = c->similarity >= least_similarity(context, c);
	c->score = name_weight * fmax(0, c->similarity) + prior_weight * prior(&c->stored)
		+ context_weight * context_score(c);
	return c->similarity > 0;
}

static int compare(const void *a, const void *b) {
	const struct candidate *x = a, *y = b;
	if (x->score > y->score || x->score < y->score)
		return x->score > y->score ? -1 : 1;
	return (x->stored.number > y->stored.number) - (x->stored.number < y->stored.number);
}

void rank_sort(struct candidate *c, uint32_t n) {
	qsort(c, n, sizeof(*c), compare);
}
