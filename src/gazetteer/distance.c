#include "gazetteer/distance.h"

#include <math.h>
#include <string.h>

#include "gazetteer/letters.h"

unsigned damerau_distance(struct str a, struct str b) {
	unsigned char rows[3][FOLD_LONGEST + 1];
	unsigned char *before = rows[0], *above = rows[1], *row = rows[2];
	for (size_t j = 0; j <= b.len; j++)
		above[j] = (unsigned char)j;
	for (size_t i = 1; i <= a.len; i++) {
		row[0] = (unsigned char)i;
		for (size_t j = 1; j <= b.len; j++) {
			bool same = a.at[i - 1] == b.at[j - 1];
			unsigned best = above[j - 1] + !same;
			if (above[j] + 1u < best)
				best = above[j] + 1u;
			if (row[j - 1] + 1u < best)
				best = row[j - 1] + 1u;
			if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2]
				&& a.at[i - 2] == b.at[j - 1] && before[j - 2] + 1u < best)
				best = before[j - 2] + 1u;
			row[j] = (unsigned char)best;
		}
		unsigned char *next = before;
		before = above;
		above = row;
		row = next;
	}
	return above[b.len];
}

/* What a letter weighs when it is left out. */
static float weight(char c) {
	switch (c) {
	case 'a': case 'e': case 'i': case 'o': case 'u':
		return 0.35f;
	case 'y': case 'w':
		return 0.4f;
	case 'h':
		return 0.5f;
	default:
		return 1;
	}
}

/* Pairs that stand for each other, cheaper than any other replacement; the
 * romanisations that do it: Kurdish x, Egyptian and Gulf g, Turkish and French
 * ch and sh, th and dh as they are heard, v and w from German and Slavic. */
static const struct {
	char a, b;
	float cost;
} related[] = {
	{ 'i', 'y', .1f }, { 'e', 'y', .2f }, { 'u', 'w', .1f }, { 'o', 'w', .15f },
	{ 'a', 'e', .15f }, { 'i', 'e', .15f }, { 'o', 'u', .15f },
	{ 't', 'T', .15f }, { 'd', 'D', .15f }, { 'g', 'G', .15f }, { 'z', 'Z', .15f },
	{ 'x', 'h', .3f }, { 'k', 'x', .3f }, { 'k', 'g', .35f }, { 'k', 'G', .4f },
	{ 'x', 'G', .5f }, { 'g', 'j', .35f }, { 'j', 'y', .4f }, { 'j', 'Z', .2f },
	{ 'j', 'z', .4f }, { 'j', 'C', .35f }, { 'j', 's', .5f }, { 'S', 's', .3f },
	{ 'S', 'C', .25f }, { 'C', 's', .4f }, { 'C', 'k', .4f }, { 's', 'z', .3f },
	{ 'S', 'Z', .4f }, { 'D', 'z', .3f }, { 'd', 'z', .5f }, { 'T', 's', .35f },
	{ 't', 's', .6f }, { 'd', 't', .35f }, { 'd', 'T', .4f }, { 't', 'D', .4f },
	{ 'b', 'p', .3f }, { 'b', 'v', .4f }, { 'f', 'v', .3f }, { 'f', 'p', .4f },
	{ 'v', 'w', .25f }, { 'm', 'n', .6f }, { 'l', 'r', .7f },
};

static bool is_light(char c) {
	return weight(c) < .5f;
}

/* One row per letter pair, made once per call would be slow: a search of 40
 * rows happens only for letters that differ. */
static float replacement(char a, char b) {
	for (size_t i = 0; i < sizeof(related) / sizeof(related[0]); i++)
		if ((related[i].a == a && related[i].b == b)
			|| (related[i].a == b && related[i].b == a))
			return related[i].cost;
	if (is_light(a) && is_light(b))
		return .25f;
	return 1.1f;
}

double sound_distance(struct str a, struct str b) {
	float rows[2][FOLD_LONGEST + 1], *above = rows[0], *row = rows[1];
	float weight_a = 0, weight_b = 0;
	above[0] = 0;
	for (size_t j = 1; j <= b.len; j++) {
		weight_b += weight(b.at[j - 1]);
		above[j] = weight_b;
	}
	for (size_t i = 1; i <= a.len; i++) {
		char c = a.at[i - 1];
		weight_a += weight(c);
		row[0] = weight_a;
		for (size_t j = 1; j <= b.len; j++) {
			char d = b.at[j - 1];
			float best = above[j - 1] + (c == d ? 0 : replacement(c, d));
			best = fminf(best, above[j] + weight(c));
			row[j] = fminf(best, row[j - 1] + weight(d));
		}
		float *swap = above;
		above = row;
		row = swap;
	}
	float most = fmaxf(weight_a, weight_b);
	return most > 0 ? (double)fminf(1, above[b.len] / most) : 0;
}

/* Above every spelling that differs, below the same name without article. */
static const double similarity_no_article = 0.99, best_other = 0.97;

/* Names that never write their vowels say less when they agree. */
static const double unwritten_vowels = 0.1;

static bool writes_no_vowels(const struct folded *f) {
	return (f->scripts & (1u << SCRIPT_ARABIC | 1u << SCRIPT_HEBREW)) != 0;
}

double name_similarity(const struct folded *a, const struct folded *b, enum fit *fit) {
	if (a->nwhole == b->nwhole && memcmp(a->whole, b->whole, a->nwhole) == 0) {
		*fit = FIT_SAME;
		return 1;
	}
	bool bare = a->nbare == b->nbare && memcmp(a->bare, b->bare, a->nbare) == 0;
	bool whole_bare = a->nwhole == b->nbare && memcmp(a->whole, b->bare, a->nwhole) == 0;
	bool bare_whole = a->nbare == b->nwhole && memcmp(a->bare, b->whole, a->nbare) == 0;
	if (bare || whole_bare || bare_whole) {
		*fit = FIT_NO_ARTICLE;
		return similarity_no_article;
	}
	double sound = sound_distance((struct str){ a->sound, a->nsound },
		(struct str){ b->sound, b->nsound });
	*fit = sound < 0.02 ? FIT_SOUND : FIT_NEAR;
	if (writes_no_vowels(a) != writes_no_vowels(b))
		return fmax(0, fmin(best_other, 1 - sound - unwritten_vowels));
	unsigned longest = a->nbare > b->nbare ? a->nbare : b->nbare;
	double letters = damerau_distance((struct str){ a->bare, a->nbare },
		(struct str){ b->bare, b->nbare });
	return fmin(best_other, 1 - (letters / longest + sound) / 2);
}
