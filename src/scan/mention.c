#include "scan/mention.h"

#include <math.h>
#include <stdlib.h>

#include "scan/person.h"
#include "scan/sense.h"

enum { LONGEST_NAME = 6, KNOWN = 50000 };

/*
 * How much each observation speaks for a place, in units where ENOUGH is enough.
 * Tuned by hand on one corpus of news, and kept to rules that hold for all.
 */
static const double enough = 0.45, sure = 0.75;

struct finding {
	const struct tokens *tokens;
	struct names *names;
	bool *person;
	uint32_t document;
	struct candidate_mention *m;
	uint32_t nmentions, mentions_capacity;
	struct sense *sense;
	uint32_t nsenses, senses_capacity;
	struct setting setting;
	struct mentions *demonyms;
	struct arena *arena;
};

static const struct token *token_at(const struct finding *f, uint32_t i) {
	static const struct token none = { .flags = TOKEN_SENTENCE | TOKEN_BREAK };
	return i < f->tokens->n ? &f->tokens->at[i] : &none;
}

/* Token i stands right behind token i - 1 with a space or hyphen. */
static bool is_joined(const struct finding *f, uint32_t i) {
	const struct token *t = token_at(f, i);
	return i > 0 && t->flags & (TOKEN_ADJACENT | TOKEN_HYPHEN) && !(t->flags & TOKEN_SENTENCE);
}

static bool is_capital(const struct token *t) {
	return t->flags & TOKEN_CAPITAL;
}

/* A name may begin with a small article that a hyphen ties to it: "al-Qaim". */
static bool may_begin(const struct finding *f, uint32_t i) {
	const struct token *t = token_at(f, i), *next = token_at(f, i + 1);
	if (t->flags & TOKEN_CAPITAL || (t->flags & TOKEN_DIGITS && t->npoints > 1))
		return true;
	return t->classes & WORD_CONNECTOR && t->npoints <= 3 && next->flags & TOKEN_HYPHEN
		&& next->flags & TOKEN_CAPITAL;
}

/* The next token may belong to a name that runs up to it. */
static bool may_continue(const struct finding *f, uint32_t i) {
	const struct token *t = token_at(f, i), *before = token_at(f, i - 1);
	if (t->flags & TOKEN_SENTENCE || (before->flags & TOKEN_OWNS && !is_capital(t)))
		return false;
	if (t->flags & TOKEN_COMMA && !(t->flags & TOKEN_QUOTED))
		return t->flags & TOKEN_DOTS; /* "Washington, D.C." */
	return t->flags & (TOKEN_ADJACENT | TOKEN_HYPHEN);
}

static bool may_end(const struct token *t) {
	return t->flags & (TOKEN_CAPITAL | TOKEN_DIGITS) || t->classes & WORD_KIND_AFTER;
}

/* Short names in capitals are mostly something else. */
static bool is_acronym(const struct finding *f, uint32_t i, const struct name *n) {
	const struct token *t = token_at(f, i);
	if (t->classes & WORD_PLACE_CODE)
		return !(t->flags & (TOKEN_CAPITALS | TOKEN_DOTS));
	if (!(t->flags & (TOKEN_CAPITALS | TOKEN_DOTS)))
		return t->npoints <= 2 && !n->reading[0].curated;
	if (t->npoints <= 4 || t->flags & TOKEN_DOTS)
		return !n->reading[0].curated || n->reading[0].place.name.len > 4;
	return n->reading[0].people < KNOWN || n->reading[0].fit < 0.9;
}

/* Words that are no name by themselves, whatever village has it. */
static bool is_plain_word(const struct finding *f, uint32_t i, const struct name *n) {
	const struct token *t = token_at(f, i);
	uint32_t never = WORD_FUNCTION | WORD_DATE | WORD_TITLE | WORD_ORG | WORD_DIRECTION
		| WORD_NUMBER | WORD_KIND_BEFORE | WORD_OFFICE | WORD_FORCE;
	if (t->classes & WORD_PLACE_CODE && t->flags & (TOKEN_CAPITALS | TOKEN_DOTS))
		return false;
	if (t->flags & TOKEN_DIGITS)
		return !n->reading[0].curated;
	return t->classes & never && n->reading[0].people < 1000000;
}

static bool crosses_person(const struct finding *f, uint32_t first, uint32_t last) {
	for (uint32_t i = first; i <= last; i++)
		if (f->person[i])
			return true;
	return false;
}

/* The longest name that begins at `first`; its last token, or UINT32_MAX. */
static uint32_t longest_name(struct finding *f, uint32_t first, struct name **name) {
	uint32_t end = first;
	while (end - first + 1 < LONGEST_NAME && may_continue(f, end + 1)
		&& (is_capital(token_at(f, end + 1)) || token_at(f, end + 1)->flags & TOKEN_DIGITS
			|| token_at(f, end + 1)->classes
				& (WORD_CONNECTOR | WORD_KIND_AFTER | WORD_KIND_MIDDLE)))
		end++;
	for (;; end--) {
		if (may_end(token_at(f, end)) && (end > first || is_capital(token_at(f, first)))
			&& !crosses_person(f, first, end)) {
			struct name *n = names_find(f->names, f->tokens, first, end);
			/* A lower-case word of kind belongs to names of our lists only. */
			bool whole = is_capital(token_at(f, end))
				|| (n->n && n->reading[0].curated && n->reading[0].fit > 0.9
					&& !is_division(&n->reading[0].place));
			if (n->n && whole
				&& (end > first
					|| (!is_acronym(f, first, n)
						&& !is_plain_word(f, first, n)))) {
				*name = n;
				return end;
			}
		}
		if (end == first)
			return UINT32_MAX;
	}
}

/* "Western Kasai", "Nyanza Province": words that belong to the name though the
 * gazetteer knows it without them. */
static uint32_t widen_left(const struct finding *f, uint32_t first) {
	const struct token *t = token_at(f, first), *before = token_at(f, first - 1);
	bool widen = first > 0 && t->flags & TOKEN_ADJACENT && before->classes & WORD_DIRECTION
		&& is_capital(before) && is_capital(t) && !(before->flags & TOKEN_SENTENCE)
		&& !f->person[first - 1];
	return widen ? first - 1 : first;
}

static uint32_t widen_right(const struct finding *f, uint32_t last) {
	const struct token *t = token_at(f, last + 1), *after = token_at(f, last + 2);
	bool more = is_joined(f, last + 2) && is_capital(after);
	bool widen = is_joined(f, last + 1) && t->classes & WORD_LAND && is_capital(t)
		&& !(token_at(f, last)->flags & TOKEN_OWNS) && !more;
	return widen ? last + 1 : last;
}

static uint32_t sense_of(struct finding *f, struct name *n) {
	if (n->document == f->document)
		return n->sense;
	n->document = f->document;
	n->sense = f->nsenses;
	*arena_push(f->arena, f->sense, f->nsenses, f->senses_capacity) = (struct sense){
		.hash = n->hash,
		.reading = n->reading,
		.n = n->n,
		.support = arena_new(f->arena, double, n->n),
	};
	return n->sense;
}

static void add_demonym(struct finding *f, uint32_t i) {
	const struct token *t = token_at(f, i);
	const struct place_exact *p = names_country(f->names, t->country);
	if (!p)
		return;
	uint32_t first = t->classes & WORD_DEMONYM_END && i > 0
			&& (!f->demonyms->n || f->demonyms->at[f->demonyms->n - 1].last < i - 1)
			&& is_joined(f, i) && is_capital(token_at(f, i - 1))
			&& token_at(f, i - 1)->classes & (WORD_DIRECTION | WORD_CONNECTOR)
		? i - 1
		: i;
	*arena_push(f->arena, f->demonyms->at, f->demonyms->n,
		f->demonyms->capacity) = (struct mention){ .first = first,
		.last = i,
		.place = p,
		.kind = STR("demonym"),
		.score = 0.9,
		.sense = UINT32_MAX };
	setting_add_country(&f->setting, p->place.country, 0.7);
}

static void collect(struct finding *f) {
	for (uint32_t i = 0; i < f->tokens->n; i++) {
		const struct token *t = token_at(f, i);
		if (!may_begin(f, i) || f->person[i])
			continue;
		struct name *name;
		uint32_t last = longest_name(f, i, &name);
		bool people = last == i && t->classes & WORD_DEMONYM
			&& !(name->reading[0].fit > 0.9 && is_country(&name->reading[0].place));
		if (last == UINT32_MAX || people) {
			if (t->classes & WORD_DEMONYM && is_capital(t))
				add_demonym(f, i);
			continue;
		}
		uint32_t sense = sense_of(f, name);
		f->sense[sense].mentions++;
		uint32_t first = widen_left(f, i);
		last = widen_right(f, last);
		*arena_push(f->arena, f->m, f->nmentions, f->mentions_capacity) =
			(struct candidate_mention){ .first = first, .last = last, .sense = sense };
		i = last;
	}
}

/* "X, Y": what X may be in what Y may be.  Both gain by it.  The reading of X that
 * lies in a country or division Y, the largest, and that Y; else both are NULL. */
static bool support_pair(struct sense *x, struct sense *y, const struct place_exact *said[2]) {
	static const double gain = 0.6;
	enum { FEW = 8 };
	bool supported = false;
	said[0] = said[1] = NULL;
	for (uint32_t i = 0; i < x->n; i++)
		for (uint32_t k = 0; k < y->n && k < FEW; k++) {
			double in = lies_in(&x->reading[i].place, &y->reading[k].place);
			if (in <= 0)
				continue;
			supported = true;
			x->support[i] = fmax(x->support[i], gain * in);
			y->support[k] = fmax(y->support[k], gain * in);
			if (!said[0] && in >= 1 && x->reading[i].fit > 0.9) {
				said[0] = &x->reading[i];
				said[1] = &y->reading[k];
			}
		}
	return supported;
}

/* "Dallas, TX", "Athens, Ga." */
static bool support_code(struct finding *f, struct sense *x, uint32_t i) {
	const struct token *t = token_at(f, i);
	bool found = false, letters = t->flags & TOKEN_CAPITALS && t->npoints == 2;
	if (!(t->flags & TOKEN_COMMA) || !is_capital(t) || !(letters || t->classes & WORD_STATE))
		return false;
	struct str code = t->classes & WORD_STATE ? (struct str){ t->country, 2 }
						  : token_text(f->tokens, i);
	for (uint32_t r = 0; r < x->n; r++) {
		const struct place *p = &x->reading[r].place;
		if (str_equal(p->country, STR("US")) && str_equal(p->admin1, code)) {
			x->support[r] = 0.6;
			found = true;
		}
	}
	return found;
}

/* A mention that follows after a comma. */
static struct candidate_mention *next_after_comma(struct finding *f, uint32_t k) {
	if (k + 1 >= f->nmentions || f->m[k + 1].first != f->m[k].last + 1)
		return NULL;
	uint32_t flags = token_at(f, f->m[k + 1].first)->flags;
	return flags & (TOKEN_COMMA | TOKEN_PAREN) && !(flags & TOKEN_SENTENCE) ? &f->m[k + 1]
										: NULL;
}

/* Words that are places as well as words, by themselves. */
static double against_word(const struct finding *f, const struct candidate_mention *m) {
	const struct token *t = token_at(f, m->first);
	double against = 0;
	if (t->classes & WORD_PLACE_CODE && t->flags & (TOKEN_CAPITALS | TOKEN_DOTS))
		return 0;
	if (m->first != m->last)
		return t->flags & TOKEN_SENTENCE ? 0 : -0.2; /* several words: hardly by chance */
	if (t->classes & WORD_ORDINARY)
		against += t->flags & (TOKEN_SENTENCE | TOKEN_QUOTED) ? 0.8 : 0.45;
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
			return -0.7;
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
	for (uint32_t k = m->last + 1; k <= m->last + FAR && (k == m->last + 1 || is_joined(f, k));
		k++) {
		const struct token *o = token_at(f, k);
		if (!is_capital(o) || f->person[k])
			break;
		if (o->classes & (WORD_ORG | WORD_OFFICE | WORD_FORCE))
			head = o->classes;
	}
	if (head & WORD_ORG)
		return -0.9;
	if (head)
		return 0;
	if (t->classes & WORD_KIND_AFTER)
		return 0.1;
	if (t->classes & WORD_GIVEN)
		return -0.3;
	*refused = false;
	return -0.5;
}

static double size_evidence(const struct place_exact *r) {
	if (is_country(&r->place))
		return 0.8;
	double s = 0.16 * (log10((double)(r->people > 10 ? r->people : 10)) - 2);
	if (is_division(&r->place))
		s = fmin(s, 0.62);
	if (r->curated && !is_division(&r->place))
		s = fmax(s, 0.5);
	return fmax(0, s) - (r->fit < 0.9 ? r->fit < 0.6 ? 0.8 : 0.22 : 0);
}

/* "Kidal region", "the province of Idlib" */
static void support_kind(struct finding *f, const struct candidate_mention *m) {
	const struct token *next = token_at(f, m->last + 1), *own = token_at(f, m->last);
	static const char *const kinds[] = { "province", "state", "region", "governorate",
		"district", "prefecture", "oblast", "county", "countryside" };
	const struct token *before = m->first > 1 ? token_at(f, m->first - 2) : NULL;
	bool of = m->first > 1 && token_at(f, m->first - 1)->hash == word_hash("of", 2);
	bool said = false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct str k = str_of(kinds[i]);
		uint64_t hash = word_hash(k.at, k.len);
		said |= (is_joined(f, m->last + 1) && next->hash == hash) || own->hash == hash
			|| (of && before->hash == hash);
	}
	struct sense *s = &f->sense[m->sense];
	for (uint32_t r = 0; said && r < s->n; r++)
		if (is_division(&s->reading[r].place))
			s->support[r] = fmax(s->support[r], 0.4);
}

/* What speaks for a mention but its sense's size and place. */
static void weigh_words(struct finding *f, uint32_t k) {
	struct candidate_mention *m = &f->m[k];
	struct sense *own = &f->sense[m->sense];
	m->evidence = left_evidence(f, m, &m->refused) + right_evidence(f, m, &m->refused)
		- against_word(f, m);
	support_kind(f, m);
	struct candidate_mention *next = next_after_comma(f, k);
	const struct place_exact *said[2];
	if (next && support_pair(own, &f->sense[next->sense], said)) {
		m->evidence += 0.5;
		m->said = said[0];
		next->said = said[1];
	} else if (support_code(f, own, m->last + 1)) {
		m->evidence += 0.5;
	}
	if (k > 0 && next_after_comma(f, k - 1) == m
		&& support_pair(&f->sense[f->m[k - 1].sense], own, said))
		m->evidence += 0.3;
}

/* In a list the next is as good as the one before: "A, B and C". */
static double list_evidence(const struct finding *f, uint32_t k) {
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

static double total(const struct finding *f, uint32_t k) {
	const struct candidate_mention *m = &f->m[k];
	const struct sense *s = &f->sense[m->sense];
	return size_evidence(&s->reading[s->chosen]) + m->evidence + list_evidence(f, k)
		+ 0.5 * fmin(0.7, s->best);
}

static void accept_sure(struct finding *f) {
	for (uint32_t k = 0; k < f->nmentions; k++)
		if (!f->m[k].refused && total(f, k) >= sure)
			f->sense[f->m[k].sense].accepted = true;
}

static void add_mention(struct finding *f, uint32_t k, double score, struct mentions *out) {
	const struct sense *s = &f->sense[f->m[k].sense];
	const struct place_exact *r = &s->reading[s->chosen];
	/* One sense in a document, unless the text says otherwise here. */
	if (f->m[k].said)
		r = f->m[k].said;
	*arena_push(f->arena, out->at, out->n, out->capacity) = (struct mention){
		.first = f->m[k].first,
		.last = f->m[k].last,
		.place = r,
		.kind = r->place.class,
		.score = fmax(0, fmin(1, score / 1.5)),
		.sense = f->m[k].sense,
	};
}

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

/* A word in capitals that no list knows, where a place stands: "in Makhmour". */
static bool is_unknown_place(const struct finding *f, uint32_t i) {
	enum { SHORTEST = 5 };
	static const uint32_t known = WORD_GIVEN | WORD_ORG | WORD_DATE | WORD_FUNCTION | WORD_TITLE
		| WORD_ORDINARY | WORD_DEMONYM | WORD_KIND_AFTER | WORD_KIND_BEFORE | WORD_OFFICE
		| WORD_FORCE | WORD_DIRECTION | WORD_NUMBER;
	const struct token *t = token_at(f, i), *before = token_at(f, i - 1);
	if (i == 0 || !is_capital(t) || t->flags & (TOKEN_CAPITALS | TOKEN_SENTENCE | TOKEN_DIGITS)
		|| t->npoints < SHORTEST || t->classes & known || f->person[i] || !is_joined(f, i))
		return false;
	const struct token *next = token_at(f, i + 1);
	if (is_joined(f, i + 1) && (is_capital(next) || next->flags & TOKEN_HYPHEN))
		return false;
	bool listed = before->hash == word_hash("and", 3) && i > 1
		&& token_at(f, i - 2)->flags & TOKEN_CAPITAL;
	return !is_capital(before) && (before->classes & WORD_LOCATIVE || listed);
}

/* Names that are respelt, looked up in the country that the text is about. */
static void add_alike(struct finding *f, struct mentions *out) {
	enum { MOST = 40 };
	uint32_t k = 0, looked = 0;
	for (uint32_t i = 1; i < f->tokens->n && looked < MOST; i++) {
		while (k < f->nmentions && f->m[k].last < i)
			k++;
		if ((k < f->nmentions && f->m[k].first <= i) || !is_unknown_place(f, i))
			continue;
		looked++;
		const struct name *n = NULL;
		double below = INFINITY;
		for (int tries = 0; tries < 3 && !n; tries++) {
			struct str country = next_country(&f->setting, &below);
			if (!country.len)
				break;
			n = names_alike(f->names, f->tokens, i, i, country);
		}
		if (!n)
			continue;
		*arena_push(f->arena, out->at, out->n, out->capacity) = (struct mention){
			.first = i,
			.last = i,
			.place = n->reading,
			.kind = n->reading->place.class,
			.score = 0.4,
			.sense = UINT32_MAX,
		};
	}
}

static int compare_mentions(const void *a, const void *b) {
	const struct mention *x = a, *y = b;
	return (x->first > y->first) - (x->first < y->first);
}

/* Both lists are in the order of the text; so is the result. */
static void gather(struct finding *f, struct mentions *out) {
	uint32_t d = 0;
	for (uint32_t k = 0; k <= f->nmentions; k++) {
		uint32_t first = k < f->nmentions ? f->m[k].first : UINT32_MAX;
		for (; d < f->demonyms->n && f->demonyms->at[d].first < first; d++)
			*arena_push(f->arena, out->at, out->n, out->capacity) = f->demonyms->at[d];
		if (k == f->nmentions || f->m[k].refused)
			continue;
		double score = total(f, k);
		/* A name that is a place once is one again. */
		if (f->sense[f->m[k].sense].accepted && f->m[k].evidence > -0.4)
			score += 0.25;
		if (score >= enough)
			add_mention(f, k, score, out);
	}
}

void mentions_find(const struct tokens *tokens, struct names *names, uint32_t document,
	struct mentions *out, struct arena *arena) {
	struct mentions demonyms = { 0 };
	struct finding f = { .tokens = tokens,
		.names = names,
		.person = arena_new(arena, bool, (size_t)tokens->n + 1),
		.document = document,
		.demonyms = &demonyms,
		.arena = arena };
	*out = (struct mentions){ 0 };
	persons_mark(tokens, names, f.person, arena);
	collect(&f);
	for (uint32_t k = 0; k < f.nmentions; k++)
		weigh_words(&f, k);
	if (f.nmentions) {
		senses_choose(f.sense, f.nsenses, f.m, f.nmentions, &f.setting);
		accept_sure(&f);
		senses_choose(f.sense, f.nsenses, f.m, f.nmentions, &f.setting);
		accept_sure(&f);
	}
	gather(&f, out);
	uint32_t before = out->n;
	add_alike(&f, out);
	if (out->n > before)
		qsort(out->at, out->n, sizeof(*out->at), compare_mentions);
}
