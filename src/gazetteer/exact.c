#include "gazetteer/exact.h"

#include <stdlib.h>
#include <string.h>

#include "gazetteer/asked.h"
#include "gazetteer/keys.h"
#include "gazetteer/rank.h"

/* How well a name is the place's: its own; its own but for an article; another
 * of our lists; one of GeoNames' many; in another language (of countries, which
 * have all: "Island" is Iceland in German); what is left without a word of kind. */
static const double own = 1, own_bare = 0.97, listed = 0.98, other = 0.8, great_other = 0.85,
		    foreign = 0.5, own_part = 0.95, core_only = 0.75;

/* Whose other names are known as well: Bombay, Kiev. */
enum { GREAT = 1000000 };

static bool same(const struct folded *a, const struct folded *b) {
	return a->nwhole == b->nwhole && memcmp(a->whole, b->whole, a->nwhole) == 0;
}

static bool same_bare(const struct folded *a, const struct folded *b) {
	return a->nbare == b->nbare && memcmp(a->bare, b->bare, a->nbare) == 0;
}

static bool same_core(const struct folded *asked, const struct folded *f) {
	struct folded core;
	const struct class_word *kind;
	return asked_core(f, &core, &kind) && same(asked, &core);
}

/* "Washington" of "Washington, D.C.", "New York" of "New York City". */
static bool is_own_part(const struct stored *s, const struct folded *asked) {
	enum { GREATEST = 5000000 };
	struct str name = s->place.name;
	struct folded f;
	size_t end = 0;
	while (end < name.len && name.at[end] != ',')
		end++;
	if (end == name.len && rank_people(s) >= GREATEST && str_ends(name, STR(" City")))
		end -= 5;
	if (end == name.len)
		return false;
	fold_letters(str_slice(name, 0, end), &f);
	return same(&f, asked);
}

static double fit_of(const struct stored *s, const struct folded *asked) {
	struct folded f;
	struct place_name name;
	struct str names = s->names;
	bool country = str_equal(s->place.class, STR("country"));
	bool great = rank_people(s) >= GREAT;
	fold_letters(s->place.name, &f);
	if (same(&f, asked))
		return own;
	double fit = same_bare(&f, asked) ? own_bare : 0;
	if (is_own_part(s, asked))
		fit = own_part;
	if (s->curated && fit < core_only && same_core(asked, &f))
		fit = core_only;
	while (store_next_name(&names, &name)) {
		fold_letters(name.text, &f);
		bool latin = f.scripts == 1u << 0;
		double this = same(&f, asked) || same_bare(&f, asked)
			? country && latin && name.language.len ? foreign
				: s->curated                    ? listed
				: great                         ? great_other
								: other
			: s->curated && same_core(asked, &f) ? core_only
							     : 0;
		if (this > fit)
			fit = this;
	}
	return fit;
}

/* By what the posting says of them: the most talked of first. */
static int compare_values(const void *a, const void *b) {
	const uint32_t *x = a, *y = b;
	uint32_t mask = (1u << STORE_WEIGHT_BITS) - 1;
	if ((*x & mask) != (*y & mask))
		return (*x & mask) < (*y & mask) ? 1 : -1;
	return (*x > *y) - (*x < *y);
}

static int compare_people(const void *a, const void *b) {
	const struct place_exact *x = a, *y = b;
	if (x->people != y->people)
		return x->people < y->people ? 1 : -1;
	return (x->number > y->number) - (x->number < y->number);
}

static void fill(const struct stored *s, double fit, struct place_exact *out) {
	*out = (struct place_exact){ s->place, s->number, rank_people(s), fit, s->curated };
}

uint32_t gazetteer_exact(struct gazetteer *g, struct str name, uint32_t max,
	struct place_exact *out, struct arena *arena) {
	enum { MOST_VALUES = 4096 };
	struct folded asked;
	uint64_t key[KEYS_MOST];
	uint32_t value[MOST_VALUES];
	struct stored s;
	fold(name, &asked);
	if (!keys_make(&asked, KEY_WHOLE, true, key))
		return 0;
	uint32_t nvalues = posting_read_all(g, key[0], value, MOST_VALUES), n = 0;
	if (nvalues > 1)
		qsort(value, nvalues, sizeof(*value), compare_values);
	for (uint32_t i = 0; i < nvalues && n < max; i++) {
		struct arena_mark mark = arena_mark(arena);
		double fit = store_read(g, value[i] >> STORE_WEIGHT_BITS, &s, arena)
			? fit_of(&s, &asked)
			: 0;
		if (fit > 0)
			fill(&s, fit, &out[n++]);
		else
			arena_rewind(arena, mark);
	}
	if (n > 1)
		qsort(out, n, sizeof(*out), compare_people);
	return n;
}

/* Of the place's names the one most like it. */
static double likeness(const struct stored *s, const struct folded *asked) {
	struct folded f;
	struct place_name name;
	struct str names = s->names;
	enum fit fit;
	fold(s->place.name, &f);
	double best = name_similarity(asked, &f, &fit);
	while (store_next_name(&names, &name)) {
		fold(name.text, &f);
		double this = f.nwhole ? name_similarity(asked, &f, &fit) : 0;
		if (this > best)
			best = this;
	}
	return best;
}

bool gazetteer_alike(struct gazetteer *g, struct str name, struct str country,
	struct place_exact *out, struct arena *arena) {
	enum { MOST_VALUES = 2048, MOST_WEIGHED = 16 };
	static const double alike = 0.87;
	struct store_country range;
	struct folded asked;
	uint64_t key[KEYS_MOST];
	uint32_t value[MOST_VALUES], weighed = 0;
	struct stored s;
	double best = alike;
	fold(name, &asked);
	if (!store_read_country(g, country, &range) || !keys_make(&asked, KEY_STRONG, true, key))
		return false;
	uint32_t n = posting_read_all(g, key[0], value, MOST_VALUES), kept = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t number = value[i] >> STORE_WEIGHT_BITS;
		if (number >= range.first && number <= range.last)
			value[kept++] = value[i];
	}
	if (kept > 1)
		qsort(value, kept, sizeof(*value), compare_values);
	for (uint32_t i = 0; i < kept && weighed < MOST_WEIGHED; i++, weighed++) {
		if (!store_read(g, value[i] >> STORE_WEIGHT_BITS, &s, arena))
			continue;
		/* A district of that name is named after its town. */
		bool division = str_starts(s.place.feature_code, STR("ADM"));
		double this = likeness(&s, &asked) - (division ? 0.02 : 0);
		if (this > best) {
			best = this;
			fill(&s, other, out);
		}
	}
	return best > alike;
}

bool gazetteer_country(struct gazetteer *g, struct str code, struct place_exact *out,
	struct arena *arena) {
	struct store_country country;
	struct stored s;
	if (!store_read_country(g, code, &country) || !country.place
		|| !store_read(g, country.place, &s, arena))
		return false;
	fill(&s, own, out);
	return true;
}
