#include "scan/status.h"

#include "scan/when.h"

/* "denied it and said that ...": what is said behind the denial is not denied. */
static bool is_denial_before(const struct sentence *s, uint32_t i) {
	static const char *const deny[] = { "denied", "denies", "deny", "denying", "refuted",
		"dismissed", "rejected" };
	for (uint32_t k = i; k > s->first; k--) {
		const struct token *t = &s->tokens->at[k - 1];
		if (SENTENCE_HAS(s, k - 1, k, deny))
			return true;
		if (t->classes & WORD_SPEECH && !(t->flags & TOKEN_CAPITAL)
			&& SENTENCE_HAS(s, s->first, k - 1, deny) && k > 1
			&& token_is(s->tokens, k - 2, "and"))
			return false;
	}
	return false;
}

/* Denied anywhere before; negated just before. */
static bool is_denied(const struct sentence *s, uint32_t i, uint32_t last) {
	static const char *const deny[] = { "denied", "denies", "deny", "denying", "refuted",
		"dismissed", "rejected" };
	static const char *const no[] = { "not", "never", "no", "didnt", "hasnt", "havent", "wasnt",
		"werent", "isnt", "without" };
	static const char *const untrue[] = { "false", "untrue", "unfounded", "baseless" };
	static const char *const said[] = { "reports", "report", "claims", "rumours", "rumors" };
	uint32_t near = i > s->first + 4 ? i - 4 : s->first;
	if (token_is(s->tokens, last + 1, "no") && last + 1 < s->end)
		return true;
	return is_denial_before(s, i) || SENTENCE_HAS(s, near, i, no)
		|| SENTENCE_HAS(s, last, s->end, untrue)
		|| (SENTENCE_HAS(s, last, s->end, deny) && SENTENCE_HAS(s, s->first, i, said));
}

static bool is_planned(const struct sentence *s, const struct trigger *t, uint32_t i,
	uint32_t last) {
	static const char *const before[] = { "will", "would", "plans", "plan", "planned",
		"planning", "expected", "due", "scheduled", "intends", "intend", "preparing",
		"prepares", "upcoming", "shall", "soon", "ordered", "considering", "wants",
		"agreed", "threatened", "could", "may", "might", "next", "likely", "pledged",
		"promised", "vowed" };
	static const char *const after[] = { "planned", "scheduled", "expected", "will", "due",
		"tomorrow" };
	uint32_t begin = clause_begin(s->tokens, s->first, i);
	uint32_t near = i > begin + 6 ? i - 6 : begin;
	if (SENTENCE_HAS(s, near, i, before))
		return t->kind != KIND_STATEMENT;
	uint32_t far = last + 10 < s->end ? last + 10 : s->end;
	if (t->flags & TRIGGER_NOUN && SENTENCE_HAS(s, last + 1, far, after))
		return true;
	/* "is set to hand over", "to be handed over" */
	for (uint32_t k = near; k < i; k++)
		if (token_is(s->tokens, k, "to") && k + 3 >= i && t->flags & TRIGGER_VERB
			&& (k + 1 == i || token_is(s->tokens, k + 1, "be")))
			return !(k > s->first
				&& (token_is(s->tokens, k - 1, "began")
					|| token_is(s->tokens, k - 1, "started")
					|| token_is(s->tokens, k - 1, "continued")));
	return false;
}

bool status_is_claimed(const struct sentence *s) {
	static const char *const words[] = { "reportedly", "claimed", "claims", "claim", "alleged",
		"allegedly", "unconfirmed", "apparently", "observatory", "anonymity", "purportedly",
		"rumoured", "accused", "accuses", "blamed" };
	static const char *const people[] = { "activists", "witnesses", "eyewitnesses", "residents",
		"villagers", "sources", "source", "locals" };
	if (SENTENCE_HAS(s, s->first, s->end, words))
		return true;
	for (uint32_t i = s->first; i < s->end; i++) {
		bool said = i + 1 < s->end && s->tokens->at[i + 1].classes & WORD_SPEECH;
		bool told = i > s->first + 1
			&& (token_is(s->tokens, i - 1, "to") || token_is(s->tokens, i - 2, "to"));
		if ((said || told) && SENTENCE_HAS(s, i, i + 1, people))
			return true;
	}
	return false;
}

enum story_status status_of(const struct sentence *s, const struct trigger *t, uint32_t i,
	uint32_t last) {
	if (is_denied(s, i, last))
		return STATUS_DENIED;
	if (is_planned(s, t, i, last))
		return STATUS_PLANNED;
	return status_is_claimed(s) ? STATUS_CLAIMED : STATUS_CONFIRMED;
}
