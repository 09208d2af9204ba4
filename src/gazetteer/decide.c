#include "gazetteer/rank.h"

#include <math.h>

#include "geo/geodesic.h"

/* The rule is written at enum place_verdict in gazetteer.h; these are its
 * figures.  A leg of a route in the news is at most 300 km; a rival that is
 * only a little farther leaves the doubt. */
static const double near_enough = 300000, clearly_farther = 50000, times_farther = 2;
static const double times_larger = 15;
enum { LARGE = 100000 };

static bool is_division(const struct place *p) {
	return str_starts(p->feature_code, STR("ADM"));
}

/* A division and a town in it that bear one name are one answer, told apart by
 * kind.  Their points may lie far from each other in a large division. */
static bool is_own_division(const struct candidate *a, const struct candidate *b) {
	static const double widest = 600000;
	const struct place *p = &a->stored.place, *q = &b->stored.place;
	return str_equal(p->country, q->country) && is_division(p) != is_division(q)
		&& geodesic_distance(p->at, q->at) < widest;
}

/* Two tables may each have a point for the country. */
static bool is_same_country(const struct candidate *a, const struct candidate *b) {
	const struct place *p = &a->stored.place, *q = &b->stored.place;
	return str_equal(p->class, STR("country")) && str_equal(q->class, STR("country"))
		&& p->country.len && str_equal(p->country, q->country);
}

/* "Kurdistan Region" is not rivalled by a Kurdistan that is a region too. */
static bool is_less_whole(const struct candidate *best, const struct candidate *c) {
	return !best->by_core && best->fit == FIT_SAME && c->less_whole;
}

/* Not some old name or a code: it is written so in more than one script. */
static bool is_current(const struct candidate *c) {
	return !c->out_of_use && (c->scripts & (c->scripts - 1));
}

static bool is_rival(const struct candidate *best, const struct candidate *c) {
	if (is_own_division(best, c) || is_same_country(best, c) || is_less_whole(best, c))
		return false;
	/* A further or old name of a great city stands against the smaller place that
	 * has it for its own: always, where that is a village. */
	static const double old_rival = 0.1;
	uint32_t people = rank_people(&c->stored), own = rank_people(&best->stored);
	bool larger = people >= times_larger * own
		|| (people >= LARGE && people > own && is_current(c));
	bool great = larger && c->fit <= FIT_NO_ARTICLE;
	return c->fits && c->similarity >= best->similarity - (great ? old_rival : PLACE_RIVAL)
		&& geodesic_distance(best->stored.place.at, c->stored.place.at)
		> PLACE_NEIGHBOURHOOD;
}

static void move_to_front(struct candidate *c, uint32_t i) {
	struct candidate chosen = c[i];
	for (; i > 0; i--)
		c[i] = c[i - 1];
	c[0] = chosen;
}

/* Those for which `has` holds, in their order, before the others; their number. */
static uint32_t partition(struct candidate *c, uint32_t n, bool (*has)(const struct candidate *)) {
	uint32_t front = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (!c[i].fits || !has(&c[i]))
			continue;
		move_to_front(c + front, i - front);
		front++;
	}
	return front;
}

/* Of a town and its division of one name the town, unless a region was asked for. */
static void prefer_town(const struct context *context, struct candidate *c, uint32_t n) {
	static const double same = 0.08; /* another spelling, an old name of the town */
	if (!is_division(&c[0].stored.place) || context->query->class.len || context->asked.kind)
		return;
	for (uint32_t i = 1; i < n; i++) {
		if (c[i].fits && is_own_division(&c[0], &c[i])
			&& c[i].similarity >= c[0].similarity - same) {
			move_to_front(c, i);
			return;
		}
	}
}

/* Of equals the one that bears the whole name first. */
static void prefer_whole(struct candidate *c, uint32_t n) {
	for (uint32_t i = 1; c[0].less_whole && i < n; i++) {
		if (c[i].fits && !c[i].by_core && c[i].fit == FIT_SAME
			&& c[i].similarity >= c[0].similarity && c[i].has_class == c[0].has_class) {
			move_to_front(c, i);
			return;
		}
	}
}

static bool has_class(const struct candidate *c) {
	return c->has_class;
}

static bool in_region(const struct candidate *c) {
	return c->in_region;
}

static bool is_inside(const struct candidate *c) {
	return c->inside;
}

static uint32_t count_rivals(const struct candidate *c, uint32_t n) {
	uint32_t rivals = 0;
	for (uint32_t i = 1; i < n; i++)
		rivals += is_rival(&c[0], &c[i]);
	return rivals;
}

static const char *place_words(const struct candidate *c, struct arena *arena) {
	return arena_printf(arena, "%.*s, %.*s", STR_ARG(c->stored.place.name),
		STR_ARG(c->stored.place.country));
}

/* The nearest to a neighbour, when it is near and no rival comes close to it. */
static bool decide_near(struct candidate *c, uint32_t n, const char **decision,
	struct arena *arena) {
	uint32_t nearest = 0;
	double next = INFINITY;
	for (uint32_t i = 1; i < n; i++)
		if (is_rival(&c[0], &c[i]) && c[i].nearest < c[nearest].nearest)
			nearest = i;
	for (uint32_t i = 0; i < n; i++)
		if (i != nearest && (i == 0 || is_rival(&c[0], &c[i]))
			&& is_rival(&c[nearest], &c[i]))
			next = fmin(next, c[i].nearest);
	double distance = c[nearest].nearest;
	if (distance > near_enough || next < distance + clearly_farther
		|| next < distance * times_farther)
		return false;
	*decision = arena_printf(arena,
		"%s, %.0f km from its neighbour on the route; the other "
		"is %.0f km away",
		place_words(&c[nearest], arena), distance / 1000, next / 1000);
	move_to_front(c, nearest);
	return true;
}

/* Whether the candidate has so many more people than each of its rivals that
 * nobody would say its name and mean another. */
static bool is_far_larger(const struct candidate *c, uint32_t n, uint32_t i) {
	double people = rank_people(&c[i].stored);
	if (people < LARGE)
		return false;
	for (uint32_t k = 0; k < n; k++)
		if (k != i && (k == 0 || is_rival(&c[0], &c[k])) && is_rival(&c[i], &c[k])
			&& people < times_larger * rank_people(&c[k].stored))
			return false;
	return true;
}

static bool decide_size(struct candidate *c, uint32_t n) {
	uint32_t largest = 0;
	for (uint32_t i = 1; i < n; i++)
		if (is_rival(&c[0], &c[i])
			&& rank_people(&c[i].stored) > rank_people(&c[largest].stored))
			largest = i;
	if (!is_far_larger(c, n, largest))
		return false;
	move_to_front(c, largest);
	return true;
}

static bool decide_usual(struct candidate *c, uint32_t n, const char **decision,
	struct arena *arena) {
	uint32_t usual = UINT32_MAX;
	for (uint32_t i = 0; i < n; i++) {
		if (!c[i].is_usual || (i && !is_rival(&c[0], &c[i])))
			continue;
		if (usual != UINT32_MAX && is_rival(&c[usual], &c[i]))
			return false;
		if (usual == UINT32_MAX)
			usual = i;
	}
	if (usual == UINT32_MAX)
		return false;
	*decision = arena_printf(arena, "%s, where most places of the list are",
		place_words(&c[usual], arena));
	move_to_front(c, usual);
	return true;
}

/* Of what lies in the region or the box, the best; false when several do. */
static enum place_verdict decide_among(struct candidate *c, uint32_t n, uint32_t chosen,
	const char *words, const char **decision, struct arena *arena) {
	if (count_rivals(c, chosen))
		return PLACE_AMBIGUOUS;
	if (!count_rivals(c, n))
		return PLACE_CLEAR;
	*decision = arena_printf(arena, "%s, %s", place_words(&c[0], arena), words);
	return PLACE_DECIDED;
}

enum place_verdict decide(const struct context *context, struct candidate *c, uint32_t n,
	const char **decision, struct arena *arena) {
	*decision = NULL;
	uint32_t fitting = 0;
	for (uint32_t i = 0; i < n; i++)
		fitting += c[i].fits;
	if (!fitting)
		return PLACE_UNKNOWN;
	/* A well-known place of a poorer name may stand above one that fits. */
	for (uint32_t i = 0; i < n; i++) {
		if (c[i].fits) {
			move_to_front(c, i);
			break;
		}
	}
	prefer_whole(c, n);
	prefer_town(context, c, n);
	uint32_t of_class = context->query->class.len ? partition(c, n, has_class) : 0;
	if (of_class)
		n = of_class;
	if (context->has_region) {
		uint32_t chosen = partition(c, n, in_region);
		if (!chosen)
			return PLACE_UNKNOWN;
		return decide_among(c, n, chosen,
			arena_printf(arena, "in or near \"%.*s\"",
				STR_ARG(context->asked.qualifier)),
			decision, arena);
	}
	if (context->query->has_within) {
		uint32_t chosen = partition(c, n, is_inside);
		if (!chosen)
			return PLACE_UNKNOWN;
		return decide_among(c, n, chosen, "inside the box", decision, arena);
	}
	if (!count_rivals(c, n)) {
		bool alone = context->country.code[0] || c[0].similarity >= PLACE_FITS_ALONE;
		if (alone)
			return PLACE_CLEAR;
		*decision = arena_printf(arena, "%s, %s", place_words(c, arena),
			c[0].is_usual                   ? "where most places of the list are"
				: context->query->nnear ? "near its neighbour on the route"
							: "the only great city of such a name");
		return PLACE_DECIDED;
	}
	if (context->query->nnear && decide_near(c, n, decision, arena)) {
		if (!is_far_larger(c, n, 0))
			return PLACE_DECIDED;
		*decision = NULL;
		return PLACE_CLEAR;
	}
	if (decide_size(c, n))
		return PLACE_CLEAR;
	if (context->query->usual_country.len && decide_usual(c, n, decision, arena))
		return PLACE_DECIDED;
	return PLACE_AMBIGUOUS;
}
