#include "scan/phrase.h"

#include <math.h>

#include "scan/when.h"

static const struct token *at(const struct tokens *tokens, uint32_t i) {
	return &tokens->at[i];
}

static bool is_small(const struct token *t) {
	return !(t->flags & TOKEN_CAPITAL);
}

static bool is_determiner(const struct tokens *tokens, uint32_t i) {
	static const char *const words[] = { "the", "a", "an", "its", "their", "his", "some", "all",
		"these", "those", "this", "several", "two", "three", "four" };
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (token_is(tokens, i, words[k]))
			return true;
	return false;
}

/* "dozens protested" */
static bool is_crowd(const struct tokens *tokens, uint32_t i) {
	static const char *const words[] = { "dozens", "scores", "hundreds", "thousands", "tens" };
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (token_is(tokens, i, words[k]))
			return true;
	return false;
}

/* Inside an actor's phrase. */
static bool is_inner(const struct tokens *tokens, uint32_t i) {
	const struct token *t = at(tokens, i);
	if (t->flags & TOKEN_HYPHEN)
		return true;
	if (t->classes & WORD_DATE && t->flags & TOKEN_CAPITAL)
		return false;
	if (t->flags & TOKEN_CAPITAL)
		return !(t->classes & WORD_FUNCTION && t->flags & TOKEN_SENTENCE)
			|| t->classes & WORD_FORCE;
	return t->classes & (WORD_FORCE | WORD_MODIFIER) && !(t->classes & WORD_SPEECH);
}

static bool can_act(const struct token *t) {
	return t->classes & (WORD_FORCE | WORD_DEMONYM | WORD_PLACE_CODE | WORD_GIVEN)
		|| (t->flags & TOKEN_CAPITAL
			&& !(t->classes & (WORD_DATE | WORD_FUNCTION | WORD_DIRECTION)));
}

/* "Ministry of Defence", "forces of the Syrian government". */
static uint32_t continue_with_of(const struct tokens *tokens, uint32_t i, uint32_t end) {
	if (i + 2 >= end || !token_is(tokens, i + 1, "of"))
		return i;
	uint32_t k = i + 2;
	if (is_determiner(tokens, k) && k + 1 < end)
		k++;
	/* "Tens of thousands of people", "Thousands of people": who is counted. */
	if (is_crowd(tokens, i) && is_crowd(tokens, k))
		return continue_with_of(tokens, k, end);
	if (at(tokens, i)->classes & WORD_NUMBER && at(tokens, k)->classes & WORD_UNIT)
		return k;
	if (!is_inner(tokens, k) || is_small(at(tokens, i)) > !is_small(at(tokens, k)))
		return i;
	while (k + 1 < end && is_inner(tokens, k + 1)
		&& at(tokens, k + 1)->flags & (TOKEN_ADJACENT | TOKEN_HYPHEN))
		k++;
	return k;
}

struct phrase phrase_at(const struct tokens *tokens, uint32_t i, uint32_t end) {
	enum { LONGEST = 8 };
	while (i < end && is_determiner(tokens, i) && !(at(tokens, i)->classes & WORD_FORCE))
		i++;
	struct phrase p = { .first = i };
	bool crowd = i < end && is_crowd(tokens, i);
	if (i >= end || !(crowd || is_inner(tokens, i)) || at(tokens, i)->flags & TOKEN_DIGITS)
		return p;
	p.last = i;
	while (p.last + 1 < end && p.last - i < LONGEST && is_inner(tokens, p.last + 1)
		&& (at(tokens, p.last + 1)->flags & (TOKEN_ADJACENT | TOKEN_HYPHEN)))
		p.last++;
	p.last = continue_with_of(tokens, p.last, end);
	for (uint32_t k = p.first; k <= p.last; k++)
		p.found |= can_act(at(tokens, k));
	/* An adjective alone is nobody: "military". */
	if (p.first == p.last && is_small(at(tokens, i)) && !(at(tokens, i)->classes & WORD_FORCE))
		p.found = crowd;
	return p;
}

static bool is_preposition(const struct tokens *tokens, uint32_t i) {
	const struct token *t = at(tokens, i);
	return t->classes & WORD_LOCATIVE || token_is(tokens, i, "of") || token_is(tokens, i, "on")
		|| token_is(tokens, i, "by") || token_is(tokens, i, "with")
		|| token_is(tokens, i, "for") || token_is(tokens, i, "after")
		|| token_is(tokens, i, "during") || token_is(tokens, i, "under");
}

static bool is_governed(const struct tokens *tokens, uint32_t first, uint32_t i) {
	while (i > first && is_determiner(tokens, i - 1))
		i--;
	return i > first && is_preposition(tokens, i - 1);
}

struct phrase phrase_subject(const struct tokens *tokens, uint32_t first, uint32_t end) {
	for (uint32_t i = first; i < end; i++) {
		if (is_preposition(tokens, i) || is_determiner(tokens, i))
			continue;
		struct phrase p = phrase_at(tokens, i, end);
		if (!p.found)
			continue;
		if (!is_governed(tokens, first, p.first))
			return p;
		i = p.last;
	}
	return (struct phrase){ 0 };
}

/* Passes over "about 50", "more than a dozen". */
static uint32_t behind_figure(const struct tokens *tokens, uint32_t i, uint32_t end) {
	static const char *const words[] = { "about", "around", "some", "nearly", "almost",
		"roughly", "approximately", "more", "than", "at", "least", "over" };
	for (; i < end; i++) {
		bool figure = at(tokens, i)->flags & TOKEN_DIGITS
			|| (at(tokens, i)->classes & WORD_NUMBER && !is_crowd(tokens, i));
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]) && !figure; k++)
			figure = token_is(tokens, i, words[k]);
		if (!figure)
			break;
	}
	return i;
}

struct phrase phrase_after(const struct tokens *tokens, const char *word, uint32_t first,
	uint32_t end) {
	for (uint32_t i = first; i + 1 < end; i++) {
		if (!token_is(tokens, i, word))
			continue;
		struct phrase p = phrase_at(tokens, behind_figure(tokens, i + 1, end), end);
		if (p.found)
			return p;
	}
	return (struct phrase){ 0 };
}

struct str phrase_text(const struct tokens *tokens, struct phrase phrase) {
	if (!phrase.found)
		return (struct str){ "", 0 };
	return str_slice(tokens->text, tokens->at[phrase.first].start, tokens->at[phrase.last].end);
}

uint32_t clause_begin(const struct tokens *tokens, uint32_t first, uint32_t i) {
	static const char *const words[] = { "that", "which", "who", "while", "as", "when", "after",
		"before", "because", "but", "where", "since", "and" };
	while (i > first) {
		const struct token *t = at(tokens, i - 1);
		if (t->classes & WORD_SPEECH && is_small(t))
			return i;
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			if (token_is(tokens, i - 1, words[k])) {
				/* "and" joins clauses only where a comma says so. */
				bool joins = !token_is(tokens, i - 1, "and")
					|| t->flags & TOKEN_COMMA;
				if (joins)
					return i;
			}
		if (at(tokens, i)->flags & TOKEN_BREAK && i > first
			&& !(at(tokens, i)->flags & TOKEN_ADJACENT))
			return i;
		i--;
	}
	return first;
}

static double word_number(const struct tokens *tokens, uint32_t i) {
	static const struct {
		const char *word;
		double value;
	} numbers[] = { { "one", 1 }, { "two", 2 }, { "three", 3 }, { "four", 4 }, { "five", 5 },
		{ "six", 6 }, { "seven", 7 }, { "eight", 8 }, { "nine", 9 }, { "ten", 10 },
		{ "eleven", 11 }, { "twelve", 12 }, { "fifteen", 15 }, { "twenty", 20 },
		{ "thirty", 30 }, { "forty", 40 }, { "fifty", 50 }, { "sixty", 60 },
		{ "seventy", 70 }, { "eighty", 80 }, { "ninety", 90 }, { "hundred", 100 } };
	for (size_t k = 0; k < sizeof(numbers) / sizeof(numbers[0]); k++)
		if (token_is(tokens, i, numbers[k].word))
			return numbers[k].value;
	return -1;
}

/* A figure of one or more tokens, "1,500" among them; its last token. */
static double figure(const struct tokens *tokens, uint32_t i, uint32_t end, uint32_t *last) {
	*last = i;
	if (!(at(tokens, i)->flags & TOKEN_DIGITS))
		return word_number(tokens, i);
	double value;
	if (!str_to_double(token_text(tokens, i), &value))
		return -1;
	while (*last + 1 < end && at(tokens, *last + 1)->flags & TOKEN_DIGITS
		&& at(tokens, *last + 1)->start == at(tokens, *last)->end + 1
		&& tokens->text.at[at(tokens, *last)->end] == ','
		&& at(tokens, *last + 1)->npoints == 3) {
		double more;
		if (!str_to_double(token_text(tokens, *last + 1), &more))
			break;
		value = value * 1000 + more;
		++*last;
	}
	return value;
}

/* "dozens of", "hundreds of": the least and the most of them. */
static bool is_vague(const struct tokens *tokens, uint32_t i, struct counted *c) {
	static const struct {
		const char *word;
		double least, most;
	} words[] = { { "dozens", 24, 99 }, { "scores", 40, 199 }, { "hundreds", 200, 1999 },
		{ "thousands", 2000, 19999 }, { "several", 3, 9 } };
	if (token_is(tokens, i, "tens") && token_is(tokens, i + 2, "thousands")) {
		c->least = 20000;
		c->most = 99999;
		return true;
	}
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
		if (!token_is(tokens, i, words[k].word))
			continue;
		c->least = words[k].least;
		c->most = words[k].most;
		return true;
	}
	return false;
}

/* Words before a figure that bound it; the first of them. */
static uint32_t bound(const struct tokens *tokens, uint32_t first, uint32_t i, struct counted *c) {
	if (i >= first + 2 && token_is(tokens, i - 1, "than")) {
		bool more = token_is(tokens, i - 2, "more") || token_is(tokens, i - 2, "greater");
		if (more) {
			c->least += 1;
			c->most = INFINITY;
		} else {
			c->most = c->least - 1;
			c->least = 0;
		}
		return i - 2;
	}
	if (i >= first + 2 && token_is(tokens, i - 1, "least") && token_is(tokens, i - 2, "at")) {
		c->most = INFINITY;
		return i - 2;
	}
	if (i >= first + 2 && token_is(tokens, i - 1, "to") && token_is(tokens, i - 2, "up")) {
		c->least = 0;
		return i - 2;
	}
	if (i >= first + 1 && token_is(tokens, i - 1, "over")) {
		c->most = INFINITY;
		return i - 1;
	}
	static const char *const about[] = { "about", "around", "some", "nearly", "almost",
		"approximately", "roughly" };
	for (size_t k = 0; k < sizeof(about) / sizeof(about[0]); k++) {
		if (i < first + 1 || !token_is(tokens, i - 1, about[k]))
			continue;
		c->least *= 0.9;
		c->most *= 1.1;
		return i - 1;
	}
	return i;
}

/* The unit within a few words of the figure. */
static bool find_unit(const struct tokens *tokens, uint32_t i, uint32_t end, uint32_t *last) {
	enum { FAR = 4 };
	for (uint32_t k = i + 1; k < end && k <= i + FAR; k++) {
		const struct token *t = at(tokens, k);
		if (t->classes & WORD_UNIT) {
			*last = k;
			return true;
		}
		bool passes = token_is(tokens, k, "of")
			|| t->classes
				& (WORD_MODIFIER | WORD_DEMONYM | WORD_FORCE | WORD_PLACE_CODE)
			|| token_is(tokens, k, "armoured") || token_is(tokens, k, "armored")
			|| token_is(tokens, k, "fuel") || token_is(tokens, k, "more")
			|| token_is(tokens, k, "loaded") || token_is(tokens, k, "coalition")
			|| t->flags & TOKEN_HYPHEN;
		if (!passes || t->flags & (TOKEN_COMMA | TOKEN_BREAK))
			return false;
	}
	return false;
}

static bool counted_at(const struct tokens *tokens, uint32_t first, uint32_t i, uint32_t end,
	struct counted *c) {
	uint32_t last = i, unit;
	*c = (struct counted){ 0 };
	bool vague = is_vague(tokens, i, c);
	if (!vague) {
		double value = figure(tokens, i, end, &last);
		if (value < 0 || !find_unit(tokens, last, end, &unit))
			return false;
		c->least = c->most = value;
		i = bound(tokens, first, i, c);
	} else if (!find_unit(tokens, i, end, &unit)) {
		return false;
	}
	c->unit = token_text(tokens, unit);
	c->text = str_slice(tokens->text, at(tokens, i)->start, at(tokens, unit)->end);
	return true;
}

struct counted count_nearest(const struct tokens *tokens, uint32_t first, uint32_t end,
	uint32_t near) {
	struct counted best = { 0 }, c;
	uint32_t least = UINT32_MAX;
	for (uint32_t i = first; i < end; i++) {
		if (!(at(tokens, i)->flags & TOKEN_DIGITS)
			&& !(at(tokens, i)->classes & WORD_NUMBER))
			continue;
		if (!counted_at(tokens, first, i, end, &c))
			continue;
		uint32_t gap = i > near ? i - near : near - i;
		if (gap < least) {
			least = gap;
			best = c;
		}
		while (i + 1 < end && at(tokens, i + 1)->flags & TOKEN_DIGITS)
			i++;
	}
	return best;
}
