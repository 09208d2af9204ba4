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

/* Costs in hundredths of a consonant.  What a letter weighs when it is left out: */
static const uint8_t weights[128] = {
	['a'] = 35,
	['e'] = 35,
	['i'] = 35,
	['o'] = 35,
	['u'] = 35,
	['y'] = 40,
	['w'] = 40,
	['h'] = 50,
};

/* Pairs that stand for each other, cheaper than any other replacement; the
 * romanisations that do it: Kurdish x, Egyptian and Gulf g, Turkish and French
 * ch and sh, th and dh as they are heard, v and w from German and Slavic. */
#define PAIR(a, b, cost) [a][b] = (cost), [b][a] = (cost)
/* clang-format off */
static const uint8_t related[128][128] = {
	PAIR('i', 'y', 10), PAIR('e', 'y', 20), PAIR('u', 'w', 10), PAIR('o', 'w', 15),
	PAIR('a', 'e', 15), PAIR('i', 'e', 15), PAIR('o', 'u', 15),
	PAIR('t', 'T', 15), PAIR('d', 'D', 15), PAIR('g', 'G', 15), PAIR('z', 'Z', 15),
	PAIR('x', 'h', 30), PAIR('k', 'x', 30), PAIR('k', 'g', 35), PAIR('k', 'G', 40),
	PAIR('x', 'G', 50), PAIR('g', 'j', 35), PAIR('j', 'y', 40), PAIR('j', 'Z', 20),
	PAIR('j', 'z', 40), PAIR('j', 'C', 35), PAIR('j', 's', 50), PAIR('S', 's', 30),
	PAIR('S', 'C', 25), PAIR('C', 's', 40), PAIR('C', 'k', 40), PAIR('s', 'z', 30),
	PAIR('S', 'Z', 40), PAIR('D', 'z', 30), PAIR('d', 'z', 50), PAIR('T', 's', 35),
	PAIR('t', 's', 60), PAIR('d', 't', 35), PAIR('d', 'T', 40), PAIR('t', 'D', 40),
	PAIR('b', 'p', 30), PAIR('b', 'v', 40), PAIR('f', 'v', 30), PAIR('f', 'p', 40),
	PAIR('v', 'w', 25), PAIR('m', 'n', 60), PAIR('l', 'r', 70),
};
/* clang-format on */
#undef PAIR

static unsigned letter_weight(char c) {
	unsigned w = (unsigned char)c < 128 ? weights[(unsigned char)c] : 0;
	return w ? w : 100;
}

static unsigned replacement(char a, char b) {
	unsigned char x = (unsigned char)a, y = (unsigned char)b;
	unsigned cost = x < 128 && y < 128 ? related[x][y] : 0;
	if (cost)
		return cost;
	return letter_weight(a) < 50 && letter_weight(b) < 50 ? 25 : 110;
}

static unsigned least(unsigned a, unsigned b) {
	return a < b ? a : b;
}

static double distance_weighing(struct str a, struct str b, unsigned (*weight)(char)) {
	uint16_t rows[2][FOLD_LONGEST + 1], *above = rows[0], *row = rows[1];
	unsigned weight_a = 0, weight_b = 0;
	above[0] = 0;
	for (size_t j = 1; j <= b.len; j++) {
		weight_b += weight(b.at[j - 1]);
		above[j] = (uint16_t)weight_b;
	}
	for (size_t i = 1; i <= a.len; i++) {
		char c = a.at[i - 1];
		unsigned w = weight(c);
		weight_a += w;
		row[0] = (uint16_t)weight_a;
		for (size_t j = 1; j <= b.len; j++) {
			char d = b.at[j - 1];
			unsigned best = above[j - 1] + (c == d ? 0 : replacement(c, d));
			best = least(best, above[j] + w);
			row[j] = (uint16_t)least(best, row[j - 1] + weight(d));
		}
		uint16_t *swap = above;
		above = row;
		row = swap;
	}
	unsigned most = weight_a > weight_b ? weight_a : weight_b;
	return most ? fmin(1, (double)above[b.len] / most) : 0;
}

double sound_distance(struct str a, struct str b) {
	return distance_weighing(a, b, letter_weight);
}

/* Against a script that leaves short vowels out, they weigh nearly nothing. */
static unsigned consonant_weight(char c) {
	unsigned w = letter_weight(c);
	return w < 40 ? 2 : w < 50 ? 15 : w;
}

/* Above every spelling that differs, below the same name without article. */
static const double similarity_no_article = 0.99, best_other = 0.97;

/* Names that never write their vowels say less when they agree, and the less
 * the fewer consonants there are: "bj" is Bayji, Ba'aj and many more. */
static unsigned count_consonants(struct str s) {
	unsigned n = 0;
	for (size_t i = 0; i < s.len; i++)
		n += letter_weight(s.at[i]) > 40;
	return n;
}

static double unwritten_vowels(struct str a, struct str b) {
	unsigned n = least(count_consonants(a), count_consonants(b));
	return 0.08 + 0.11 / (n > 1 ? n - 1 : 1);
}

static bool writes_no_vowels(const struct folded *f) {
	return (f->scripts & (1u << SCRIPT_ARABIC | 1u << SCRIPT_HEBREW)) != 0;
}

/* Names of so different lengths are not worth the tables: even if all of the
 * shorter were in the longer, less than half would agree. */
static bool is_hopeless(const struct folded *a, const struct folded *b) {
	return a->nbare > 2 * b->nbare + 2 || b->nbare > 2 * a->nbare + 2;
}

/* English and French write a long vowel with two letters, others with one: that is
 * not two letters that differ.  Greek writes one vowel in five ways: eta, iota, upsilon
 * and two pairs.  A doubled consonant is one: Hama is not Hamma. */
static struct str single_vowels(const struct folded *f, bool greek, char out[static FOLD_SIZE]) {
	size_t n = 0;
	for (size_t i = 0; i < f->nbare; i++) {
		char c = f->bare[i], next = f->bare[i + 1];
		bool iota = greek && (c == 'y' || (next == 'i' && (c == 'o' || c == 'e')));
		bool pair = (c == 'e' && next == 'e') || (c == 'o' && (next == 'o' || next == 'u'));
		out[n++] = iota ? 'i' : !pair ? c : c == 'e' ? 'i' : 'u';
		i += pair || (iota && next == 'i');
	}
	return (struct str){ out, n };
}

/* Letters that differ, as a share. */
static double letters_distance(const struct folded *a, const struct folded *b) {
	char vowels_a[FOLD_SIZE], vowels_b[FOLD_SIZE];
	unsigned longest = a->nbare > b->nbare ? a->nbare : b->nbare;
	unsigned written = damerau_distance((struct str){ a->bare, a->nbare },
		(struct str){ b->bare, b->nbare });
	bool greek = a->scripts & b->scripts & 1u << SCRIPT_GREEK;
	struct str single_a = single_vowels(a, greek, vowels_a),
		   single_b = single_vowels(b, greek, vowels_b);
	if (written > 1 && (greek || single_a.len < a->nbare || single_b.len < b->nbare))
		written = least(written, damerau_distance(single_a, single_b));
	return (double)written / longest;
}

double name_similarity(const struct folded *a, const struct folded *b, enum fit *fit) {
	*fit = FIT_NEAR;
	if (!a->nwhole || !b->nwhole)
		return 0;
	struct str sound_a = { a->sound, a->nsound }, sound_b = { b->sound, b->nsound };
	/* Where one leaves its vowels out, what is equal may be so by chance. */
	bool unwritten = writes_no_vowels(a) != writes_no_vowels(b);
	if (!unwritten && a->nwhole == b->nwhole && memcmp(a->whole, b->whole, a->nwhole) == 0) {
		*fit = FIT_SAME;
		return 1;
	}
	bool bare = a->nbare == b->nbare && memcmp(a->bare, b->bare, a->nbare) == 0;
	bool whole_bare = a->nwhole == b->nbare && memcmp(a->whole, b->bare, a->nwhole) == 0;
	bool bare_whole = a->nbare == b->nwhole && memcmp(a->bare, b->whole, a->nbare) == 0;
	if (!unwritten && (bare || whole_bare || bare_whole)) {
		*fit = FIT_NO_ARTICLE;
		return similarity_no_article;
	}
	if (is_hopeless(a, b))
		return 0;
	double sound = distance_weighing(sound_a, sound_b,
		unwritten ? consonant_weight : letter_weight);
	if (sound < 0.02)
		*fit = FIT_SOUND;
	if (unwritten)
		return fmax(0, 1 - sound - unwritten_vowels(sound_a, sound_b));
	/* No name that sounds so unlike is saved by its letters. */
	if (sound > 0.6)
		return (1 - sound) / 2;
	return fmin(best_other, 1 - (letters_distance(a, b) + sound) / 2);
}
