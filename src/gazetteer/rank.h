#ifndef GAZETTEER_RANK_H
#define GAZETTEER_RANK_H

#include "gazetteer/asked.h"
#include "gazetteer/distance.h"
#include "gazetteer/region.h"
#include "gazetteer/store.h"

/* A place that may be meant. */
struct candidate {
	struct stored stored;
	struct str name;        /* of its names, the one that fits best */
	struct str from, until; /* when that name was in use; empty: open */
	bool out_of_use;        /* not at the date of the query */
	double similarity;      /* of that name, less what its kind lacks; 0 to 1 */
	enum fit fit;
	uint16_t scripts; /* in which it has such a name: 1 << enum script */
	bool by_core;     /* it fits without the words of kind */
	bool less_whole;  /* and those were asked for */
	bool has_class;   /* it is of the class asked for */
	bool prefers_class;
	bool in_region, inside; /* the region, the box asked for */
	bool is_usual;          /* in the country of most of the list */
	bool fits;              /* by its name, in this context */
	double nearest;         /* metres to the nearest neighbour; INFINITY */
	double score;
	double by_name, by_people, by_context; /* its parts */
};

/* What is known around a query, made ready. */
struct context {
	const struct place_query *query;
	struct asked asked;
	struct store_country country; /* code empty: any */
	bool has_region;              /* the qualifier is a region or a place */
	struct region region;         /* where that may be */
};

/* Below, a name is another name.  By the table in tests/data/spellings.tsv what is
 * misspelt stays above 0.86; in the whole world of 135,000 places any word is
 * that much like some village ("Trump" is 0.87 like Tremp), so nothing less
 * counts unless a country, a region, a neighbour or the list narrows the world
 * to some hundred, or the place is one of a few hundred great cities. */
#define PLACE_FITS_ALONE 0.86
#define PLACE_FITS_GREAT 0.82
#define PLACE_FITS 0.76

/* Candidates so much worse by name are no rivals. */
#define PLACE_RIVAL 0.04

/* Nearer to each other than this, places of one name are one neighbourhood. */
#define PLACE_NEIGHBOURHOOD 30000.0

/* Fills everything but `stored`; false when the name is nowhere near. */
bool rank_candidate(const struct context *context, struct candidate *c);

/* People who make it talked of: its population, or what stands for it. */
uint32_t rank_people(const struct stored *s);

/* Best first; the order is total. */
void rank_sort(struct candidate *c, uint32_t n);

/* Reads the qualifier, the country and the region of a query. */
bool context_make(struct gazetteer *g, const struct place_query *query, struct context *out,
	struct arena *arena, struct diag *diag);

/* A country's code by code or name, in any language; false when there is none. */
bool context_country(struct gazetteer *g, struct str name, struct store_country *out,
	struct arena *arena);

/* Whether a place lies in the country that was asked for, or on its border; of none all do. */
bool context_is_in_country(const struct context *context, const struct stored *s);

/* The candidates for a name, ranked, in the country or in all. */
uint32_t find_candidates(struct gazetteer *g, const struct context *context, struct candidate **out,
	struct arena *arena);

/* The verdict on ranked candidates, which it may reorder so that the one that
 * was decided for is first; `*decision` in words or NULL. */
enum place_verdict decide(const struct context *context, struct candidate *c, uint32_t n,
	const char **decision, struct arena *arena);

/* Reasons in words. */
const char *const *explain(const struct context *context, const struct candidate *c, uint32_t *n,
	struct arena *arena);

#endif
