#include "scan/finding.h"

#include <math.h>

/* A run of capitals that no list knows, small articles inside it included. */
struct run {
	uint32_t first, last;
};

/* The country that the text is next most about, after those with more weight than
 * `below`; empty when none is. */
static struct str next_country(const struct setting *s, double *below) {
	static const double least = 0.4;
	double most = 0;
	struct str code = { "", 0 };
	for (uint32_t i = 0; i < s->ncountries; i++)
		if (s->country[i].weight > most && s->country[i].weight < *below) {
			most = s->country[i].weight;
			code = str_of(s->country[i].code);
		}
	*below = most;
	return most >= least ? code : (struct str){ "", 0 };
}

static const struct name *respelt(struct finding *f, struct run run) {
	enum { COUNTRIES = 3 };
	const struct name *n = NULL;
	double below = INFINITY;
	for (int tries = 0; tries < COUNTRIES && !n; tries++) {
		struct str country = next_country(&f->setting, &below);
		if (!country.len)
			break;
		n = names_alike(f->names, f->tokens, run.first, run.last, country);
	}
	return n;
}

static bool is_unknown_word(const struct finding *f, uint32_t i) {
	static const uint32_t known = WORD_GIVEN | WORD_ORG | WORD_DATE | WORD_FUNCTION | WORD_TITLE
		| WORD_ORDINARY | WORD_DEMONYM | WORD_KIND_AFTER | WORD_KIND_BEFORE | WORD_OFFICE
		| WORD_FORCE | WORD_DIRECTION | WORD_NUMBER | WORD_STATE;
	const struct token *t = token_at(f, i);
	return is_capital(t) && !(t->flags & (TOKEN_CAPITALS | TOKEN_DIGITS | TOKEN_DOTS))
		&& !(t->classes & known) && !f->person[i];
}

/* "al" of "Maarat al-Numan", "Al" of "Al-Fashir". */
static bool is_article(const struct finding *f, uint32_t i) {
	const struct token *t = token_at(f, i), *next = token_at(f, i + 1);
	return t->npoints <= 3 && t->classes & WORD_CONNECTOR && next->flags & TOKEN_HYPHEN
		&& is_capital(next);
}

/* "Springs" of "Castalian Springs" */
static bool is_ordinary(const struct finding *f, uint32_t i) {
	const struct token *t = token_at(f, i);
	return t->flags & TOKEN_CAPITAL && !(t->flags & TOKEN_CAPITALS) && !f->person[i]
		&& (t->classes & (WORD_ORDINARY | WORD_ORG | WORD_GIVEN | WORD_FUNCTION))
		== WORD_ORDINARY;
}

static bool find_run(const struct finding *f, uint32_t i, struct run *run) {
	enum { LONGEST = 4 };
	if (!is_unknown_word(f, i) && !is_article(f, i))
		return false;
	*run = (struct run){ i, i };
	while (run->last - i < LONGEST && is_joined(f, run->last + 1)
		&& (is_unknown_word(f, run->last + 1) || is_article(f, run->last + 1)
			|| is_ordinary(f, run->last + 1)))
		run->last++;
	const struct token *next = token_at(f, run->last + 1);
	/* "Choptank River" */
	bool land = is_joined(f, run->last + 1) && is_capital(next) && next->classes & WORD_LAND;
	if (!is_unknown_word(f, run->last) && run->last == run->first)
		return false;
	run->last += land;
	next += land;
	return !(is_joined(f, run->last + 1) && is_capital(next));
}

/* "A, X, B", "A, X and B": between two that are known. */
static bool is_listed(const struct finding *f, const struct mentions *known, uint32_t k, uint32_t n,
	struct run run) {
	uint32_t next = run.last + 1;
	if (token_at(f, next)->hash == word_hash("and", 3))
		next++;
	else if (!(token_at(f, next)->flags & TOKEN_COMMA))
		return false;
	return token_at(f, run.first)->flags & TOKEN_COMMA && k > 0 && k < n
		&& known->at[k - 1].last + 1 == run.first && known->at[k].first == next;
}

/* "in X", "town of X", "village called X"; a list goes on: "in A and X". */
static bool is_governed(const struct finding *f, uint32_t i, bool *strong) {
	static const char *const words[] = { "in", "near", "outside", "around" };
	const struct token *t = token_at(f, i - 1);
	if (!is_joined(f, i) || is_capital(t))
		return false;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		*strong |= t->hash == word_hash(words[k], str_of(words[k]).len);
	bool of = t->hash == word_hash("of", 2) || t->hash == word_hash("called", 6);
	const struct token *kind = token_at(f, i > 1 ? i - 2 : 0);
	*strong |= of && i > 1 && kind->classes & WORD_KIND_BEFORE && !is_capital(kind);
	bool listed = t->hash == word_hash("and", 3) && i > 1
		&& token_at(f, i - 2)->flags & TOKEN_CAPITAL;
	return *strong || t->classes & WORD_LOCATIVE || listed;
}

/* What the text names nearest to the run, but for peoples; countries only where there
 * is nothing else. */
static const struct place_exact *nearest(const struct mentions *known, uint32_t n, struct run run) {
	const struct place_exact *best = NULL;
	uint32_t least = UINT32_MAX;
	bool exact = false;
	for (uint32_t k = 0; k < n; k++) {
		const struct mention *m = &known->at[k];
		uint32_t gap = m->first > run.last ? m->first - run.last : run.first - m->last;
		bool land = is_country(&m->place->place);
		if (m->sense == UINT32_MAX || (exact && land) || (exact == !land && gap >= least))
			continue;
		best = m->place;
		least = gap;
		exact = !land;
	}
	return best;
}

/* "X, Ky.", "X in northern Mali": what lies in a division or country of the text. */
static const struct place_exact *container(const struct finding *f, const struct mentions *known,
	uint32_t k, uint32_t n, struct run run) {
	enum { FAR = 3 };
	if (k >= n || known->at[k].first - run.last > FAR || known->at[k].sense == UINT32_MAX)
		return NULL;
	const struct place_exact *place = known->at[k].place;
	const struct token *t = token_at(f, run.last + 1);
	bool comma = t->flags & TOKEN_COMMA && !(t->flags & TOKEN_SENTENCE);
	if (known->at[k].first == run.last + 1)
		return comma && is_division(&place->place) ? place : NULL;
	bool in = t->hash == word_hash("in", 2) && !(t->flags & (TOKEN_BREAK | TOKEN_SENTENCE));
	for (uint32_t i = run.last + 2; i < known->at[k].first; i++)
		in = in && token_at(f, i)->classes & WORD_DIRECTION;
	bool land = is_division(&place->place) || is_country(&place->place);
	return in && land ? place : NULL;
}

static void add(struct finding *f, struct mentions *out, struct run run,
	const struct place_exact *place, struct str kind, bool inside) {
	bool unlisted = str_equal(kind, STR("unlisted"));
	*arena_push(f->arena, out->at, out->n, out->capacity) = (struct mention){ run.first,
		run.last, place, kind, unlisted ? 0.3 : 0.4, UINT32_MAX, inside };
}

void unlisted_find(struct finding *f, struct mentions *out) {
	enum { MOST = 40, SHORTEST = 4 };
	uint32_t k = 0, looked = 0, n = out->n;
	for (uint32_t i = 0; i < f->tokens->n && looked < MOST; i++) {
		struct run run;
		bool strong = false;
		while (k < n && out->at[k].last < i)
			k++;
		if ((k < n && out->at[k].first <= i) || !is_capital(token_at(f, i)))
			continue;
		if (!find_run(f, i, &run) || (k < n && out->at[k].first <= run.last))
			continue;
		i = run.last;
		uint32_t points = token_at(f, run.last)->point + token_at(f, run.last)->npoints
			- token_at(f, run.first)->point;
		bool joined = is_joined(f, run.first) && is_capital(token_at(f, run.first - 1));
		if (points < SHORTEST || joined)
			continue;
		const struct place_exact *in = container(f, out, k, n, run);
		bool governed = run.first > 0 && is_governed(f, run.first, &strong);
		const struct token *next = token_at(f, run.last + 1);
		/* "attacked Palma in ..." but not "the Avian Flu in ..." */
		bool told = run.first > 0 && is_joined(f, run.first)
			&& token_at(f, run.first - 1)->classes & (WORD_TRIGGER | WORD_MOVE);
		if (in && !(next->flags & TOKEN_COMMA) && !governed && !told)
			in = NULL;
		strong |= is_listed(f, out, k, n, run);
		strong |= is_joined(f, run.last + 1) && next->classes & WORD_KIND_AFTER;
		if (!in && !governed && !strong && !told)
			continue;
		looked++;
		const struct name *alike = points > SHORTEST ? respelt(f, run) : NULL;
		if (alike)
			add(f, out, run, alike->reading, alike->reading->place.class, false);
		else if (in)
			add(f, out, run, in, STR("unlisted"), true);
		else if (strong && (in = nearest(out, n, run)))
			add(f, out, run, in, STR("unlisted"), false);
	}
}
