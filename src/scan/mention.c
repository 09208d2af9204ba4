#include "scan/mention.h"

#include <math.h>
#include <stdlib.h>

#include "scan/finding.h"
#include "scan/person.h"

enum { LONGEST_NAME = 6, KNOWN = 50000 };

/*
 * How much each observation speaks for a place, in units where ENOUGH is enough.
 * Tuned by hand on one corpus of news, and kept to rules that hold for all.
 */
static const double enough = 0.45, sure = 0.75;

/* A name may begin with a small article that a hyphen ties to it: "al-Qaim". */
static bool may_begin(const struct finding *f, uint32_t i) {
	const struct token *t = token_at(f, i), *next = token_at(f, i + 1);
	if (t->flags & TOKEN_SENTENCE && t->hash == word_hash("a", 1))
		return false; /* "A New Jersey woman" */
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

/* "GAZA, May 13", "BAKU (Reuters) -" */
static bool is_dateline(const struct finding *f, uint32_t i) {
	const struct token *t = token_at(f, i), *next = token_at(f, i + 1);
	return t->flags & TOKEN_PARAGRAPH && t->npoints > 2
		&& next->flags & (TOKEN_COMMA | TOKEN_PAREN | TOKEN_BREAK)
		&& !(next->flags & (TOKEN_SENTENCE | TOKEN_HYPHEN));
}

/* Short names in capitals are mostly something else. */
static bool is_acronym(const struct finding *f, uint32_t i, const struct name *n) {
	const struct token *t = token_at(f, i);
	if (is_dateline(f, i))
		return false;
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
	bool tied = first > 0 && t->flags & TOKEN_ADJACENT && is_capital(before) && is_capital(t)
		&& !f->person[first - 1];
	bool land = before->classes & WORD_KIND_BEFORE && before->classes & WORD_KIND_AFTER;
	bool widen = before->classes & WORD_DIRECTION && !(before->flags & TOKEN_SENTENCE);
	widen |= before->hash == word_hash("mount", 5) || (land && before->classes & WORD_LAND);
	return tied && widen ? first - 1 : first;
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
		.first = UINT32_MAX,
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

/* "Athens, Ga.", "Dallas, TX", "MANCHESTER, N.H.": a state or province for short. */
static bool is_state(const struct finding *f, uint32_t i) {
	enum { LONG = 4 };
	const struct token *t = token_at(f, i), *next = token_at(f, i + 1);
	if (!(t->classes & WORD_STATE) || i == 0 || !is_capital(t) || !(t->flags & TOKEN_COMMA)
		|| t->flags & TOKEN_SENTENCE || !is_capital(token_at(f, i - 1)))
		return false;
	bool code = t->npoints == 2 && t->flags & TOKEN_CAPITALS;
	bool dotted = t->flags & TOKEN_DOTS || f->tokens->text.at[t->end - 1] == '.';
	bool more = is_joined(f, i + 1) && is_capital(next);
	return dotted || ((code || t->npoints >= LONG) && !more);
}

/* "European Union", "African Union": who, not where. */
static bool is_union(const struct finding *f, uint32_t first, uint32_t last) {
	return first < last && token_at(f, first)->classes & WORD_DEMONYM
		&& token_at(f, last)->classes & WORD_ORG;
}

static void collect(struct finding *f) {
	for (uint32_t i = 0; i < f->tokens->n; i++) {
		const struct token *t = token_at(f, i);
		if (!may_begin(f, i) || f->person[i])
			continue;
		struct name *name = NULL;
		uint32_t last = i;
		if (is_state(f, i))
			name = names_state(f->names, state_find(t->country));
		if (!name || !name->n)
			last = longest_name(f, i, &name);
		bool people = last == i && t->classes & WORD_DEMONYM
			&& !(name->reading[0].fit > 0.99 && is_country(&name->reading[0].place));
		if (last == UINT32_MAX || people) {
			if (t->classes & WORD_DEMONYM && is_capital(t))
				add_demonym(f, i);
			continue;
		}
		if (is_union(f, i, last)) {
			i = last;
			continue;
		}
		uint32_t sense = sense_of(f, name);
		f->sense[sense].mentions++;
		uint32_t first = widen_left(f, i);
		if (t->flags & TOKEN_SENTENCE && last > i && t->hash == word_hash("the", 3)
			&& is_country(&name->reading[0].place))
			first = i + 1; /* "The Philippines has ..." */
		last = widen_right(f, last);
		*arena_push(f->arena, f->m, f->nmentions, f->mentions_capacity) =
			(struct candidate_mention){ .first = first, .last = last, .sense = sense };
		i = last;
	}
}

static double total(const struct finding *f, uint32_t k) {
	const struct candidate_mention *m = &f->m[k];
	const struct sense *s = &f->sense[m->sense];
	return evidence_of_size(&s->reading[s->chosen]) + m->evidence + evidence_of_list(f, k)
		+ 0.7 * fmin(0.7, s->best);
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

static int compare_mentions(const void *a, const void *b) {
	const struct mention *x = a, *y = b;
	return (x->first > y->first) - (x->first < y->first);
}

/* Nothing else in the text lies in the country of this sense. */
static bool is_alone(const struct finding *f, uint32_t sense) {
	enum { MOST_DEMONYMS = 1000 };
	struct str country = f->sense[sense].reading[f->sense[sense].chosen].place.country;
	for (uint32_t i = 0; i < f->nsenses; i++)
		if (i != sense
			&& str_equal(f->sense[i].reading[f->sense[i].chosen].place.country,
				country))
			return false;
	for (uint32_t i = 0; i < f->demonyms->n && i < MOST_DEMONYMS; i++)
		if (str_equal(f->demonyms->at[i].place->place.country, country))
			return false;
	return true;
}

/* Both lists are in the order of the text; so is the result. */
static void gather(struct finding *f, struct mentions *out) {
	uint32_t d = 0;
	for (uint32_t k = 0; k <= f->nmentions; k++) {
		uint32_t first = k < f->nmentions ? f->m[k].first : UINT32_MAX;
		for (; d < f->demonyms->n && f->demonyms->at[d].first < first; d++)
			*arena_push(f->arena, out->at, out->n, out->capacity) = f->demonyms->at[d];
		if (k == f->nmentions || f->m[k].refused
			|| (f->m[k].alien && is_alone(f, f->m[k].sense)))
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
	evidence_weigh(&f);
	for (uint32_t k = f.nmentions; k-- > 0;) {
		f.m[k].next = f.sense[f.m[k].sense].first;
		f.sense[f.m[k].sense].first = k;
	}
	if (f.nmentions) {
		senses_choose(f.sense, f.nsenses, f.m, f.nmentions, &f.setting);
		accept_sure(&f);
		senses_choose(f.sense, f.nsenses, f.m, f.nmentions, &f.setting);
		accept_sure(&f);
	}
	gather(&f, out);
	uint32_t before = out->n;
	unlisted_find(&f, out);
	if (out->n > before)
		qsort(out->at, out->n, sizeof(*out->at), compare_mentions);
}
