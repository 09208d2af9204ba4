#ifndef GAZETTEER_GAZETTEER_H
#define GAZETTEER_GAZETTEER_H

#include "base/diag.h"
#include "geo/point.h"

/* An open gazetteer file (SQLite, read-only).  One thread at a time. */
struct gazetteer;

struct place {
	struct str id;                                  /* "gn:98182", "sitmap:k1" */
	struct str name, country, admin1, feature_code; /* country: ISO 3166-1 alpha-2 */
	struct str class; /* "base", "crossing", "town", "country", ... */
	struct point at;  /* degrees */
	uint32_t population;
	double precision; /* metres; 0: as exact as the kind of place is */
};

/* What is asked, and what is known around it.  Zeroed: nothing is known. */
struct place_query {
	struct where at;           /* of the name, for messages */
	struct str name;           /* may say "Name, CC" or "Name, Region" */
	struct str country, class; /* code or name, "base"; empty: not known */
	struct str prefers;        /* class that is likelier, a weak hint; or empty */
	struct str usual_country;  /* code, of most places of the list: a weak hint */
	struct str date;           /* ISO 8601, of what is told: which names were in use */
	const struct point *near;  /* the neighbours on the route */
	uint32_t nnear;
	struct rect within; /* used when has_within */
	bool has_within;
};

struct place_match {
	const struct place *place;
	double score;              /* 0 to 1 */
	double similarity;         /* of the names alone, 0 to 1; 0.99 but for an article */
	bool elsewhere;            /* not in the country, region or box that was asked for */
	const char *const *reason; /* in words */
	uint32_t nreasons;
	/* What the score is made of: names, how much the place is talked of, context. */
	double by_name, by_people, by_context;
	const char *against; /* what speaks against it beside the best, in words; NULL */
};

/*
 * How the best candidate stands to the rest.
 *
 * A candidate fits when its name is at least 0.86 alike; 0.82 for a city of
 * 500,000 people whose name is long; 0.76 where a country, a region, a box, a
 * neighbour within 300 km or the list's usual country narrows the world (rank.h
 * says why).  None does: UNKNOWN.  A country that is asked for shuts out all
 * others, and a region ("Name, Region") whatever lies elsewhere; when nothing fits
 * there, UNKNOWN, and what fits elsewhere is listed.
 *
 * Rivals of the best fit at most 0.04 worse by name and lie more than 30 km
 * away: nearer ones are the same town, its base or its airport, and the class
 * or the prior may choose.  (By a further name of its own a city is a rival up to
 * 0.1 worse when it has 15 times the people, as Bombay, or when it is larger, has
 * 100,000 and is called so in several scripts: Sidon is Saida too.)  No rival:
 * CLEAR.  With rivals,
 * in this order: a region that was asked for decides; then the neighbours on a
 * route, when one candidate is within 300 km of one, and every rival at least
 * 50 km and twice as far; then size, when the best has 15 times the people of
 * each rival and at least 100,000 (this is CLEAR: "Paris" is the one in France,
 * but Tripoli and San Jose are not one; capitals count as 2 million at least,
 * places of our own list as 200,000); then the country in which most places of
 * the list lie, when only one candidate is there.  Else AMBIGUOUS.
 */
enum place_verdict {
	PLACE_UNKNOWN,   /* nothing fits */
	PLACE_CLEAR,     /* one fits, or one fits far better */
	PLACE_DECIDED,   /* several fit by name, the context decides: say so */
	PLACE_AMBIGUOUS, /* several fit and nothing decides */
};

struct place_result {
	struct place_match *match; /* best first */
	uint32_t nmatches;
	enum place_verdict verdict;
	const char *decision; /* what decided, in words; NULL */
	/* A far larger place whose name is one letter away, where nothing but the name is known:
	 * it may be meant; NULL. */
	const struct place *doubt;
	/* A name that was in use for a time only plays a part: at another date the
	 * answer may be another. */
	bool dated;
};

struct gazetteer *gazetteer_open(const char *path, struct diag *diag);
void gazetteer_close(struct gazetteer *g);

/* False, after an error, when something of the file could not be read since it was opened:
 * what was not found may be there.  gazetteer_find() asks itself.  True for NULL. */
bool gazetteer_sound(const struct gazetteer *g, struct diag *diag);

/* At most `max` candidates, in the arena. */
bool gazetteer_find(struct gazetteer *g, const struct place_query *query, uint32_t max,
	struct place_result *out, struct arena *arena, struct diag *diag);

/* By id, for locks and pins; NULL when there is none. */
const struct place *gazetteer_place(struct gazetteer *g, struct str id, struct arena *arena);

/* The place's name in a language ("ar"), else an empty string. */
struct str gazetteer_name(struct gazetteer *g, struct str id, struct str language,
	struct arena *arena);

/* The class that a word means: "city" is a town, and the file's places may have classes of their
 * own.  False: none; `*near` is then one that is nearly called so, or NULL. */
bool gazetteer_class(struct gazetteer *g, struct str word, struct str *class, const char **near);

/* The ISO code of a country by name or code; false: it is none. */
bool gazetteer_country_code(struct gazetteer *g, struct str name, char code[4]);

/* A country, area or place by name or ISO code: its box in degrees; of a place that has none,
 * a box around its point that shows it.  A place that is not just called so is told of. */
bool gazetteer_extent(struct gazetteer *g, struct str name, struct rect *out, struct diag *diag);

#endif
