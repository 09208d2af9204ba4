#ifndef SCAN_SENSE_H
#define SCAN_SENSE_H

#include "scan/names.h"

/*
 * What each name of a document means.  A name has one sense in it: the reading
 * that all its mentions together speak for.
 */
struct sense {
	uint64_t hash;
	const struct place_exact *reading;
	uint32_t n, chosen;
	uint32_t mentions, first; /* first: of candidate_mention, by their `next` */
	double *support;          /* by what stands beside a mention: for each reading */
	double best;              /* total of the chosen reading's context, 0 to about 1 */
	bool accepted;            /* by a mention of which there is no doubt */
};

/* A place in the text while the document is read. */
struct candidate_mention {
	uint32_t first, last, sense;
	uint32_t next;                  /* the next of this sense; UINT32_MAX */
	double evidence;                /* of the words around it, without its sense's */
	const struct place_exact *said; /* what "X, Y" says it is; NULL */
	bool refused;                   /* by a rule that nothing outweighs */
	bool alien;                     /* probably of a name that is not known */
};

enum { MOST_COUNTRIES = 64, MOST_DIVISIONS = 64 };

/* How often countries and divisions are named, demonyms included. */
struct setting {
	struct {
		char code[4];
		double weight;
	} country[MOST_COUNTRIES];
	struct {
		char country[4], admin1[8];
		double weight;
	} division[MOST_DIVISIONS];
	uint32_t ncountries, ndivisions;
};

void setting_add_country(struct setting *s, struct str code, double weight);
void setting_add_division(struct setting *s, const struct place *p, double weight);

bool is_country(const struct place *p);
bool is_division(const struct place *p);

/* Whether `a` lies in `b`, as "A, B" says it; 0 no, up to 1. */
double lies_in(const struct place *a, const struct place *b);

/* Great circle on a sphere, good to a percent; km. */
double rough_distance(struct point a, struct point b);

/* Chooses for every sense; `m` in the order of the text. */
void senses_choose(struct sense *sense, uint32_t nsenses, const struct candidate_mention *m,
	uint32_t nmentions, struct setting *setting);

#endif
