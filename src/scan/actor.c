#include "scan/actor.h"

#include "scan/when.h"

/* "US air strikes", "the Turkish drone strike": who stands right before it. */
static struct phrase nominal_actor(const struct sentence *s, uint32_t i) {
	struct phrase p = { .first = i };
	while (p.first > s->first) {
		const struct token *t = &s->tokens->at[p.first - 1];
		bool who = t->classes & (WORD_DEMONYM | WORD_FORCE | WORD_PLACE_CODE)
			|| (t->flags & TOKEN_CAPITAL
				&& !(t->classes & (WORD_FUNCTION | WORD_NUMBER))
				&& !(t->flags & TOKEN_SENTENCE && t->classes & WORD_ORDINARY));
		bool tied = s->tokens->at[p.first].flags & (TOKEN_ADJACENT | TOKEN_HYPHEN);
		if ((!who && !(t->classes & WORD_MODIFIER)) || !tied || t->classes & WORD_DATE)
			break;
		p.first--;
		p.found |= who;
	}
	p.last = i - 1;
	return p;
}

/* "its troops": whose is said before. */
static bool is_owned(const struct sentence *s, struct phrase p) {
	return p.found && p.first > s->first
		&& (token_is(s->tokens, p.first - 1, "its")
			|| token_is(s->tokens, p.first - 1, "their"));
}

static struct phrase noun_actor(const struct sentence *s, const struct trigger *trigger, uint32_t i,
	uint32_t last) {
	enum { FAR = 9 };
	uint32_t far = last + FAR < s->end ? last + FAR : s->end;
	/* "accused Armenian troops of shelling ..." */
	struct phrase p = phrase_after(s->tokens, "accused", s->first, i);
	/* A convoy that does something may be escorted by others. */
	bool convoy = trigger->kind == KIND_CONVOY;
	if (!p.found && !convoy)
		p = phrase_after(s->tokens, "by", last + 1, s->end);
	if (!p.found && trigger->kind == KIND_WITHDRAWAL)
		p = phrase_after(s->tokens, "of", last + 1, s->end);
	if (!p.found)
		p = nominal_actor(s, i);
	/* "a military convoy of Wagner fighters", "trucks belonging to the coalition" */
	bool somebody = false;
	for (uint32_t k = p.first; p.found && k <= p.last; k++)
		somebody |= !(s->tokens->at[k].classes & WORD_MODIFIER)
			&& s->tokens->at[k].flags & TOKEN_CAPITAL;
	if (convoy && !somebody) {
		struct phrase of = phrase_after(s->tokens, "of", last + 1, far);
		if (!of.found && token_is(s->tokens, last + 1, "belonging"))
			of = phrase_after(s->tokens, "to", last + 1, far);
		p = of.found ? of : p;
	}
	if (!p.found && trigger->kind == KIND_STRIKE)
		p = phrase_after(s->tokens, "of", last + 1, far);
	if (!p.found && convoy)
		p = phrase_after(s->tokens, "by", last + 1, s->end);
	/* "Turkey will send a convoy", "Gunmen carried out the attack". */
	if (!p.found) {
		bool acts = s->tokens->at[i].classes & WORD_FORCE;
		p = phrase_subject(s->tokens, clause_begin(s->tokens, s->first, i), i + acts);
		for (uint32_t k = p.first; p.found && k <= p.last; k++)
			p.found = !(s->tokens->at[k].classes & WORD_UNIT)
				|| s->tokens->at[k].classes & WORD_FORCE;
	}
	return p;
}

static struct phrase verb_actor(const struct sentence *s, uint32_t i, uint32_t last) {
	uint32_t begin = clause_begin(s->tokens, s->first, i);
	if (sentence_passive(s, i))
		return phrase_after(s->tokens, "by", last + 1, s->end);
	struct phrase p = phrase_subject(s->tokens, begin, i);
	/* "The coalition denied that it had ...", "Russia said its troops had ..." */
	bool before = !p.found || is_owned(s, p);
	if (before && begin > s->first) {
		struct phrase main = phrase_subject(s->tokens, s->first, begin);
		if (main.found)
			return main;
	}
	return p;
}

struct phrase actor_of(const struct sentence *s, const struct trigger *trigger, uint32_t i,
	uint32_t last) {
	return trigger->flags & TRIGGER_NOUN ? noun_actor(s, trigger, i, last)
					     : verb_actor(s, i, last);
}
