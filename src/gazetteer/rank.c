#include "gazetteer/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gazetteer/letters.h"
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

/* A name that the place had not at the date that is told of. */
static const double out_of_use = 0.08;

/* Arabic letters against a Hebrew name: what is equal in Latin letters is chance. */
static const double other_script = 0.08;

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
		return 15000;
	return str_starts(code, STR("PPLA")) ? 3000 : 1000;
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
	struct str from, until;
	bool out_of_use;
};

/* Of two that are as alike the one that has the whole name. */
static bool is_better(const struct best *a, const struct best *b) {
	return a->similarity > b->similarity
		|| (b->by_core && !a->by_core && !(a->similarity < b->similarity));
}

static void take(struct best *best, double similarity, enum fit fit, struct str name,
	bool by_core) {
	struct best one = { .similarity = similarity,
		.fit = fit,
		.name = name,
		.by_core = by_core };
	if (is_better(&one, best))
		*best = one;
}

/* Two scripts that both leave out vowels or write them their own way. */
static bool strange(const struct folded *a, const struct folded *b) {
	const unsigned latin = 1u << SCRIPT_LATIN;
	return a->scripts && b->scripts && !(a->scripts & latin) && !(b->scripts & latin)
		&& !(a->scripts & b->scripts);
}

/* One of the place's names against the query: as they are, and without their
 * words of kind.  How alike they are as they are. */
static double weigh_name(const struct context *context, struct str name, const struct folded *whole,
	bool has_class, struct best *best) {
	const struct asked *asked = &context->asked;
	const struct class_word *kind;
	struct folded core;
	enum fit fit;
	double less = strange(&asked->whole, whole) ? other_script : 0;
	double as_it_is = name_similarity(&asked->whole, whole, &fit) - less, s;
	take(best, as_it_is, fit, name, false);
	if (asked->has_core) {
		s = name_similarity(&asked->core, whole, &fit) - less;
		take(best, s - (has_class ? 0 : lacks_class), fit, name, true);
	}
	if (!asked_core(whole, &core, &kind))
		return as_it_is;
	/* "Taji" for "Camp Taji": likely, but a Taji without more is likelier. */
	s = name_similarity(asked->has_core ? &asked->core : &asked->whole, &core, &fit) - less;
	take(best,
		s
			- (asked->has_core && has_class   ? 0
					: asked->has_core ? lacks_class
							  : more_specific),
		fit, name, true);
	return as_it_is;
}

static bool year_of(struct str date, long *year) {
	enum { YEAR = 4 };
	return str_to_long(str_slice(date, 0, date.len < YEAR ? date.len : YEAR), year);
}

/* Whether a name that has its years was in use then.  Years are enough: a name lives
 * on in the press for the rest of its last one. */
enum use { USE_UNKNOWN, IN_USE, OUT_OF_USE };

static enum use use_of(const struct place_name *n, struct str date) {
	long asked, from, until;
	bool begins = year_of(n->from, &from), ends = year_of(n->until, &until);
	if (!year_of(date, &asked) || (!begins && !ends))
		return USE_UNKNOWN;
	return (begins && asked < from) || (ends && asked > until) ? OUT_OF_USE : IN_USE;
}

static void weigh_names(const struct context *context, struct candidate *c, struct best *best) {
	const struct stored *s = &c->stored;
	struct folded own, other;
	struct place_name name;
	struct str names = s->names;
	struct best retired = { .out_of_use = false };
	fold(s->place.name, &own);
	c->scripts = 0;
	if (weigh_name(context, s->place.name, &own, c->has_class, best) >= PLACE_FITS)
		c->scripts |= own.scripts;
	while (store_next_name(&names, &name)) {
		fold(name.text, &other);
		if (!other.nwhole)
			continue;
		struct best with = *best;
		if (weigh_name(context, name.text, &other, c->has_class, &with) >= PLACE_FITS)
			c->scripts |= other.scripts;
		if (!is_better(&with, best))
			continue;
		bool old = !s->curated
			&& sound_distance((struct str){ own.sound, own.nsound },
				   (struct str){ other.sound, other.nsound })
				> unlike;
		/* Asked in Arabic, a place has its name in Arabic for its own. */
		bool in_own_script = with.fit <= FIT_NO_ARTICLE && !(own.scripts & other.scripts)
			&& (context->asked.whole.scripts & other.scripts);
		enum use use = use_of(&name, context->query->date);
		/* A name that it had then is as good as its own. */
		if (use != IN_USE)
			with.similarity -= old                ? old_name
				: s->curated || in_own_script ? 0
							      : other_spelling;
		with.from = name.from;
		with.until = name.until;
		with.out_of_use = use == OUT_OF_USE;
		if (with.out_of_use)
			retired = with;
		with.similarity -= with.out_of_use ? out_of_use : 0;
		if (is_better(&with, best))
			*best = with;
	}
	/* The same name in other letters was out of use as well. */
	if (retired.out_of_use && !best->out_of_use && !str_equal(best->name, s->place.name)) {
		retired.similarity -= out_of_use;
		*best = retired;
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

/* Who writes a long name that is nearly a great city's means the city: there are a
 * few hundred of them, not the villages of a whole world.  Scripts without vowels are
 * like too many words for that ("message" and Mississauga). */
static bool is_great_and_long(const struct context *context, const struct candidate *c) {
	enum { GREAT = 500000, LONG = 7 };
	const unsigned vowels = ~(1u << SCRIPT_ARABIC | 1u << SCRIPT_HEBREW);
	return rank_people(&c->stored) >= GREAT && context->asked.whole.nbare >= LONG
		&& (c->scripts & vowels);
}

/* "Cambridge" for "Cambridge Bay": a name without one of its words is another name, however
 * few others there are. */
static bool drops_word(const struct asked *asked, struct str name) {
	struct str whole = { asked->whole.text, asked->whole.ntext };
	struct folded f;
	if (!memchr(whole.at, ' ', whole.len))
		return false;
	fold_letters(name, &f);
	struct str part = { f.text, f.ntext };
	if (part.len + 1 >= whole.len)
		return false;
	return (str_starts(whole, part) && whole.at[part.len] == ' ')
		|| (str_ends(whole, part) && whole.at[whole.len - part.len - 1] == ' ');
}

/* Countries are known by all their names: a town that is nearly called so is not
 * one ("Shengal" is no Senegal). */
static double least_similarity(const struct context *context, const struct candidate *c) {
	static const double country = 0.93;
	if (str_equal(c->stored.place.class, STR("country")))
		return country;
	if (is_narrowed(context, c))
		return drops_word(&context->asked, c->name) ? PLACE_FITS_ALONE : PLACE_FITS;
	return is_great_and_long(context, c) ? PLACE_FITS_GREAT : PLACE_FITS_ALONE;
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
	c->less_whole = best.by_core && context->asked.has_core;
	c->from = best.from;
	c->until = best.until;
	c->out_of_use = best.out_of_use;
	c->in_region = context->has_region && c->similarity >= PLACE_FITS
		&& region_holds(&context->region, &c->stored);
	c->inside = query->has_within && rect_contains(query->within, p->at);
	c->is_usual = query->usual_country.len && str_equal(query->usual_country, p->country);
	c->nearest = nearest_neighbour(query, p->at);
	/* It stands back behind those that bear the name now, but is meant by it where
	 * there is none. */
	c->fits = c->similarity + (c->out_of_use ? out_of_use : 0) >= least_similarity(context, c);
	c->by_name = name_weight * fmax(0, c->similarity);
	c->by_people = prior_weight * prior(&c->stored);
	c->by_context = context_weight * context_score(c);
	c->score = c->by_name + c->by_people + c->by_context;
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
