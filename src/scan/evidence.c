#include "scan/finding.h"

#include <math.h>

/* How well a place must bear a name that "X, Y" says. */
static const double said_fit = 0.79;

/* Of a division and its town of one name in Y the town is meant. */
static bool is_town_of(const struct place_exact *town, const struct place_exact *said[2]) {
	static const double near_km = 150;
	return is_division(&said[0]->place) && !is_division(&town->place)
		&& str_equal(town->place.country, said[0]->place.country)
		&& rough_distance(town->place.at, said[0]->place.at) < near_km;
}

/* "X, Y": what X may be in what Y may be.  Both gain by it.  The reading of X that
 * lies in a country or division Y, the largest, and that Y, are what is said, and
 * outweigh size; else both are NULL.  Countries beside countries are a list. */
static bool support_pair(struct sense *x, struct sense *y, const struct place_exact *said[2]) {
	static const double gain = 0.6, gain_said = 1.2;
	enum { FEW = 8 };
	bool supported = false, land = is_country(&x->reading[0].place);
	uint32_t at[2] = { 0, 0 };
	said[0] = said[1] = NULL;
	for (uint32_t i = 0; i < x->n; i++)
		for (uint32_t k = 0; k < y->n && k < FEW; k++) {
			double in = lies_in(&x->reading[i].place, &y->reading[k].place);
			if (in <= 0 || (land && is_country(&y->reading[k].place)))
				continue;
			supported = true;
			x->support[i] = fmax(x->support[i], gain * in);
			y->support[k] = fmax(y->support[k], gain * in);
			if (in < 1 || x->reading[i].fit < said_fit
				|| (said[0] && !is_town_of(&x->reading[i], said)))
				continue;
			said[0] = &x->reading[at[0] = i];
			said[1] = &y->reading[at[1] = k];
		}
	if (said[0]) {
		x->support[at[0]] = gain_said;
		y->support[at[1]] = gain_said;
	}
	return supported;
}

/* The mention in which the one before may lie: "X, Y", "X in Y", "X, in southern Y",
 * "X (Y)". */
static struct candidate_mention *container(struct finding *f, uint32_t k) {
	enum { FAR = 3 };
	if (k + 1 >= f->nmentions || f->m[k + 1].first - f->m[k].last > FAR + 1)
		return NULL;
	uint32_t first = f->m[k].last + 1;
	bool tied = false;
	for (uint32_t i = first; i <= f->m[k + 1].first; i++) {
		const struct token *t = token_at(f, i);
		if (t->flags & (TOKEN_SENTENCE | TOKEN_BREAK))
			return NULL;
		tied |= i == first && t->flags & (TOKEN_COMMA | TOKEN_PAREN);
		if (i == f->m[k + 1].first)
			break;
		bool in = t->hash == word_hash("in", 2);
		if (is_capital(t) || !(in || t->classes & WORD_DIRECTION))
			return NULL;
		tied |= in;
	}
	return tied ? &f->m[k + 1] : NULL;
}

/* "X is a town in Y": X may be Y's, and is what the sentence says. */
static bool is_definition(const struct finding *f, const struct candidate_mention *m) {
	enum { FAR = 12 };
	static const char *const be[] = { "is", "was", "are", "were" };
	bool said = false, after = false;
	if (!(token_at(f, m->first)->flags & TOKEN_SENTENCE))
		return false;
	for (uint32_t i = m->last + 1; i <= m->last + FAR; i++) {
		const struct token *t = token_at(f, i);
		if (t->flags & TOKEN_SENTENCE)
			return false;
		for (size_t w = 0; w < sizeof(be) / sizeof(be[0]) && !said; w++)
			said |= i <= m->last + 2 && t->hash == word_hash(be[w], str_of(be[w]).len);
		after |= said && !is_capital(t)
			&& t->classes & (WORD_KIND_BEFORE | WORD_KIND_AFTER);
		if (after)
			return true;
		if (!said && i > m->last + 2)
			return false;
	}
	return false;
}

/* The first of the sentence's mentions that "in" or "of" governs. */
static struct candidate_mention *defined_in(struct finding *f, uint32_t k) {
	enum { MOST = 4 };
	for (uint32_t n = k + 1; n < f->nmentions && n <= k + MOST; n++) {
		for (uint32_t i = f->m[n - 1].last + 1; i <= f->m[n].first; i++)
			if (token_at(f, i)->flags & TOKEN_SENTENCE)
				return NULL;
		const struct token *t = token_at(f, f->m[n].first - 1);
		if (t->hash == word_hash("the", 3))
			t--;
		if (t->hash == word_hash("in", 2) || t->hash == word_hash("of", 2))
			return &f->m[n];
	}
	return NULL;
}

/* Words that are places as well as words, by themselves. */
static double against_word(const struct finding *f, const struct candidate_mention *m) {
	const struct token *t = token_at(f, m->first);
	double against = 0;
	if (t->classes & WORD_PLACE_CODE && t->flags & (TOKEN_CAPITALS | TOKEN_DOTS))
		return 0;
	if (m->first != m->last)
		return t->flags & TOKEN_SENTENCE ? 0 : -0.2; /* several words: hardly by chance */
	bool governed = m->first > 0 && token_at(f, m->first - 1)->classes & WORD_LOCATIVE;
	if (t->classes & WORD_ORDINARY)
		against += t->flags & (TOKEN_SENTENCE | TOKEN_QUOTED) ? 0.8 : governed ? 0.3 : 0.45;
	if (t->classes & WORD_GIVEN)
		against += 0.35;
	if (t->classes & WORD_TITLE)
		against += 0.3;
	if (t->flags & TOKEN_SENTENCE)
		against += 0.1;
	return against;
}

/* What stands right before. */
static double left_evidence(const struct finding *f, const struct candidate_mention *m,
	bool *refused) {
	if (m->first == 0)
		return 0;
	const struct token *first = token_at(f, m->first), *t = token_at(f, m->first - 1);
	const struct token *before = m->first > 1 ? token_at(f, m->first - 2) : t;
	/* "al-Numan" of "Maarat al-Numan", "Pacific" of "Asia-Pacific". */
	if (first->flags & TOKEN_HYPHEN && !(first->flags & TOKEN_SENTENCE)
		&& (is_capital(t) || t->flags & TOKEN_ADJACENT) && t->end + 1 == first->start)
		return -0.4;
	if (first->flags & (TOKEN_SENTENCE | TOKEN_BREAK | TOKEN_COMMA | TOKEN_PAREN))
		return 0;
	if (is_capital(t) && is_joined(f, m->first)) {
		if (t->classes & (WORD_DIRECTION | WORD_KIND_BEFORE | WORD_DEMONYM | WORD_DATE))
			return 0.15;
		if (t->classes & WORD_LOCATIVE)
			return 0.3;
		if (t->classes & (WORD_FUNCTION | WORD_NUMBER) || t->flags & TOKEN_SENTENCE)
			return f->person[m->first - 1] ? -0.6 : t->classes & WORD_GIVEN ? -0.5 : 0;
		if (t->classes & (WORD_GIVEN | WORD_TITLE) || f->person[m->first - 1])
			*refused = first->npoints > 0 && !(t->flags & TOKEN_OWNS);
		return t->flags & TOKEN_OWNS ? 0.1 : t->classes & WORD_ORG ? -0.45 : -0.55;
	}
	if (t->hash == word_hash("of", 2)) {
		if (before->classes & WORD_KIND_BEFORE || before->classes & WORD_DIRECTION)
			return 0.4;
		if (is_capital(before) && before->classes & (WORD_ORG_OF | WORD_ORG))
			return -0.95;
		return 0.2;
	}
	if (t->classes & WORD_KIND_BEFORE || t->classes & WORD_DIRECTION)
		return 0.35;
	if (t->hash == word_hash("the", 3))
		return before->classes & WORD_LOCATIVE ? -0.05 : -0.15;
	if (t->classes & WORD_LOCATIVE)
		return 0.3;
	if (t->classes & WORD_SPEECH && !(t->classes & WORD_LOCATIVE))
		return -0.3;
	return 0;
}

/* What follows: an organisation's word makes all of it one. */
static double right_evidence(const struct finding *f, const struct candidate_mention *m,
	bool *refused) {
	enum { FAR = 4 };
	const struct token *t = token_at(f, m->last + 1);
	const struct token *last = token_at(f, m->last);
	bool code = token_at(f, m->first)->classes & WORD_PLACE_CODE && m->first == m->last;
	if (last->end < f->tokens->text.len && f->tokens->text.at[last->end] == '$')
		*refused = true;
	/* "U.S. 17": a road. */
	if (code && t->flags & TOKEN_DIGITS && t->flags & TOKEN_ADJACENT && t->npoints <= 3)
		*refused = true;
	if (last->flags & TOKEN_OWNS)
		return 0.2;
	if (!is_joined(f, m->last + 1))
		return 0;
	if (t->flags & TOKEN_HYPHEN)
		return is_capital(t) && !code ? -0.5 : 0.1;
	if (t->classes & WORD_AILMENT)
		return -0.8;
	if (!is_capital(t))
		return t->classes & WORD_KIND_AFTER ? 0.3 : t->classes & WORD_SPEECH ? -0.1 : 0;
	if (code)
		return 0;
	if (f->person[m->last + 1])
		return token_at(f, m->last)->classes & WORD_GIVEN ? -0.6 : 0;
	if (t->classes & WORD_DATE || t->classes & WORD_FUNCTION)
		return 0;
	uint32_t head = 0;
	bool private = false;
	for (uint32_t k = m->last + 1; k <= m->last + FAR && (k == m->last + 1 || is_joined(f, k));
		k++) {
		const struct token *o = token_at(f, k);
		if (!is_capital(o) || f->person[k])
			break;
		if (o->classes & (WORD_ORG | WORD_OFFICE | WORD_FORCE))
			head = o->classes;
		private |= (o->classes & (WORD_ORG | WORD_OFFICE)) == WORD_ORG;
	}
	/* "Paris police" and "Kenya's Ministry" are of the place; "Bank", "News" are names. */
	if (private)
		return -1.1;
	if (head)
		return 0;
	if (t->classes & WORD_KIND_AFTER)
		return 0.1;
	if (t->classes & WORD_GIVEN)
		return -0.3;
	*refused = false;
	return -0.5;
}

double evidence_of_size(const struct place_exact *r) {
	if (is_country(&r->place))
		return 0.8;
	double s = 0.16 * (log10((double)(r->people > 10 ? r->people : 10)) - 2);
	if (is_division(&r->place))
		s = fmin(s, 0.62);
	if (r->curated && !is_division(&r->place))
		s = fmax(s, 0.5);
	return fmax(0, s) - (r->fit < 0.9 ? r->fit < 0.6 ? 0.8 : r->fit < 0.78 ? 0.45 : 0.22 : 0);
}

/* "Wilson, Sumner and Davidson counties": what is said behind a list. */
static bool is_of_list(const struct finding *f, uint32_t k) {
	static const char *const kinds[] = { "counties", "provinces", "states", "regions",
		"districts", "governorates", "parishes" };
	enum { LONGEST = 20 };
	for (uint32_t n = 0; n < LONGEST && k + 1 < f->nmentions; n++) {
		uint32_t last = f->m[k].last, next = f->m[k + 1].first;
		const struct token *t = token_at(f, last + 1);
		bool and = next == last + 2
			&& (t->hash == word_hash("and", 3) || t->hash == word_hash("or", 2));
		if (!and&&!(next == last + 1 && t->flags & TOKEN_COMMA))
			break;
		if (t->flags & TOKEN_SENTENCE)
			break;
		k++;
	}
	if (!is_joined(f, f->m[k].last + 1))
		return false;
	const struct token *t = token_at(f, f->m[k].last + 1);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (t->hash == word_hash(kinds[i], str_of(kinds[i]).len))
			return true;
	return false;
}

/* "Kidal region", "the province of Idlib" */
static void support_kind(struct finding *f, uint32_t k) {
	const struct candidate_mention *m = &f->m[k];
	const struct token *next = token_at(f, m->last + 1), *own = token_at(f, m->last);
	static const char *const kinds[] = { "province", "state", "region", "governorate",
		"district", "prefecture", "oblast", "county", "countryside" };
	const struct token *before = m->first > 1 ? token_at(f, m->first - 2) : NULL;
	bool of = m->first > 1 && token_at(f, m->first - 1)->hash == word_hash("of", 2);
	bool said = false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		uint64_t hash = word_hash(kinds[i], str_of(kinds[i]).len);
		said |= (is_joined(f, m->last + 1) && next->hash == hash) || own->hash == hash
			|| (of && before->hash == hash);
	}
	struct sense *s = &f->sense[m->sense];
	bool listed = is_of_list(f, k);
	for (uint32_t r = 0; (said || listed) && r < s->n; r++)
		if (is_division(&s->reading[r].place))
			s->support[r] = fmax(s->support[r], listed ? 0.8 : 0.4);
}

/* "Palma in northern Mozambique", where no such Palma is known. */
static bool is_alien(const struct finding *f, const struct candidate_mention *m,
	const struct candidate_mention *outer) {
	const struct sense *own = &f->sense[m->sense], *land = &f->sense[outer->sense];
	bool comma = token_at(f, m->last + 1)->flags & (TOKEN_COMMA | TOKEN_PAREN);
	return !comma && !is_country(&own->reading[0].place) && is_country(&land->reading[0].place)
		&& m->first == m->last;
}

/* "Eagle Base", "Liberty Airfield": an installation of its own, which a town far away
 * has only the name of. */
static bool is_installation(const struct finding *f, const struct candidate_mention *m) {
	const struct token *next = token_at(f, m->last + 1);
	return is_joined(f, m->last + 1) && is_capital(next) && next->classes & WORD_SITE;
}

/* What speaks for a mention but its sense's size and place. */
static void weigh_words(struct finding *f, uint32_t k) {
	struct candidate_mention *m = &f->m[k];
	struct sense *own = &f->sense[m->sense];
	m->evidence += left_evidence(f, m, &m->refused) + right_evidence(f, m, &m->refused)
		- against_word(f, m);
	support_kind(f, k);
	const struct place_exact *said[2];
	struct candidate_mention *outer = container(f, k);
	bool defined = is_definition(f, m);
	if (defined)
		m->evidence += 0.6;
	if (defined && !outer)
		outer = defined_in(f, k);
	if (outer && support_pair(own, &f->sense[outer->sense], said)) {
		m->evidence += 0.5;
		outer->evidence += 0.3;
		m->said = said[0];
		outer->said = said[1];
	} else if (outer && !defined) {
		m->alien = is_alien(f, m, outer);
	}
	m->alien |= is_installation(f, m);
}

/* In a list the next is as good as the one before: "A, B and C". */
double evidence_of_list(const struct finding *f, uint32_t k) {
	if (k == 0 || f->m[k - 1].refused || f->m[k - 1].evidence < 0)
		return 0;
	uint32_t gap = f->m[k].first - f->m[k - 1].last;
	const struct token *t = token_at(f, f->m[k].first);
	const struct token *between = token_at(f, f->m[k].first - 1);
	if (t->flags & TOKEN_SENTENCE)
		return 0;
	bool listed = (gap == 1 && t->flags & TOKEN_COMMA)
		|| (gap == 2
			&& (between->hash == word_hash("and", 3)
				|| between->hash == word_hash("or", 2)));
	return listed ? 0.2 : 0;
}

void evidence_weigh(struct finding *f) {
	for (uint32_t k = 0; k < f->nmentions; k++)
		weigh_words(f, k);
}
