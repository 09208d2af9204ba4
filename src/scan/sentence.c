#include "scan/sentence.h"

#include "scan/when.h"
#include "scan/where.h"

bool sentence_has_class(const struct sentence *s, uint32_t class) {
	for (uint32_t i = s->first; i < s->end; i++)
		if (s->tokens->at[i].classes & class)
			return true;
	return false;
}

bool sentence_has(const struct sentence *s, uint32_t first, uint32_t end, const char *const *words,
	size_t n) {
	/* Which letters they begin with: most tokens are passed over by that. */
	uint32_t letters = 0;
	for (size_t k = 0; k < n; k++)
		letters |= 1u << (*words[k] & 31);
	for (uint32_t i = first; i < end; i++) {
		char letter = s->tokens->text.at[s->tokens->at[i].start];
		for (size_t k = 0; k < n && letters & 1u << (letter & 31); k++)
			if (token_is(s->tokens, i, words[k]))
				return true;
	}
	return false;
}

static bool names_exact_place(const struct sentence *s) {
	for (uint32_t k = 0; k < s->nmentions; k++) {
		struct site site = { .class = s->mention[k].place->place.class, .set = true };
		if (!str_equal(s->mention[k].kind, STR("demonym")) && site_rank(&site) == 5)
			return true;
	}
	return false;
}

bool sentence_pronoun(const struct sentence *s, uint32_t first) {
	return token_is(s->tokens, first, "it") || token_is(s->tokens, first, "they");
}

/* "left Timbuktu", "left the town of Gao": behind token `last`. */
static bool place_follows(const struct sentence *s, uint32_t last) {
	enum { FAR = 4 };
	static const char *const towns[] = { "town", "city", "village", "area", "country" };
	if (token_is(s->tokens, last + 1, "the") && last + 2 < s->end
		&& SENTENCE_HAS(s, last + 2, last + 3, towns))
		return true;
	for (uint32_t k = 0; k < s->nmentions; k++) {
		const struct mention *m = &s->mention[k];
		struct site site = { .class = m->place->place.class, .set = true };
		if (m->first > last && m->first <= last + FAR && site_rank(&site) >= 4
			&& !str_equal(m->kind, STR("demonym")))
			return true;
	}
	return false;
}

/* "gunmen had killed": somebody armed right before the verb. */
static bool is_fighter_before(const struct sentence *s, uint32_t i) {
	enum { FAR = 4 };
	for (uint32_t k = i; k > s->first && k + FAR > i; k--) {
		const struct token *t = &s->tokens->at[k - 1];
		if (t->flags & (TOKEN_COMMA | TOKEN_BREAK) && k < i)
			return false;
		if (t->classes & WORD_FORCE)
			return !(t->classes & WORD_UNIT) || !token_is(s->tokens, i - 1, "were");
		if (token_is(s->tokens, k - 1, "was") || token_is(s->tokens, k - 1, "were")
			|| token_is(s->tokens, k - 1, "been"))
			return false;
	}
	return false;
}

bool sentence_tells(const struct sentence *s, const struct trigger *t, uint32_t i, uint32_t last) {
	static const char *const hits[] = { "hit", "struck", "landed", "fell", "fired", "launched",
		"targeted", "slammed", "exploded", "rained", "impacted", "targeting" };
	static const char *const arms[] = { "rocket", "rockets", "missile", "missiles", "drone",
		"drones", "shell", "shells", "mortar", "mortars", "artillery", "jet", "jets",
		"warplane", "warplanes", "planes", "aircraft", "helicopters", "bomb", "bombs",
		"strike", "strikes", "airstrike", "airstrikes", "air", "projectile",
		"projectiles" };
	bool leaves = t->flags & TRIGGER_LEFT && place_follows(s, last);
	if (t->flags & TRIGGER_SITE && !leaves && !sentence_has_class(s, WORD_SITE)
		&& !names_exact_place(s))
		return false;
	if (t->flags & TRIGGER_ARMS && !SENTENCE_HAS(s, s->first, s->end, arms))
		return false;
	if (t->flags & TRIGGER_FIGHTER && !is_fighter_before(s, i))
		return false;
	if (t->flags & TRIGGER_MOVE && !sentence_has_class(s, WORD_MOVE))
		return false;
	if (t->flags & TRIGGER_HIT && !SENTENCE_HAS(s, s->first, s->end, hits))
		return false;
	if (t->flags & TRIGGER_FORCE
		&& !sentence_has_class(s, WORD_FORCE | WORD_DEMONYM | WORD_UNIT | WORD_PLACE_CODE))
		return false;
	if (t->flags & TRIGGER_LEFT) {
		static const char *const vehicles[] = { "convoy", "convoys", "trucks", "vehicles",
			"killed", "wounded", "dead" };
		return !SENTENCE_HAS(s, s->first, s->end, vehicles) && i > s->first
			&& (sentence_pronoun(s, s->first)
				|| sentence_has_class(&(struct sentence){ .tokens = s->tokens,
							      .first = s->first,
							      .end = i },
					WORD_FORCE));
	}
	if (t->kind == KIND_BASE) {
		/* The base must be near: "set up a base", "a new outpost was built". */
		uint32_t from = i > s->first + 6 ? i - 6 : s->first,
			 to = i + 8 < s->end ? i + 8 : s->end;
		bool site = false;
		for (uint32_t k = from; k < to; k++)
			site |= (s->tokens->at[k].classes & WORD_SITE) != 0
				&& !(s->tokens->at[k].flags & TOKEN_CAPITAL);
		return site;
	}
	return true;
}

bool sentence_passive(const struct sentence *s, uint32_t i) {
	enum { FAR = 3 };
	static const char *const be[] = { "was", "were", "been", "be", "being", "is", "are" };
	/* "have been ordered to withdraw": what is behind "to" is done by themselves. */
	for (uint32_t k = i; k > s->first && k + FAR > i && !token_is(s->tokens, k - 1, "to"); k--)
		if (SENTENCE_HAS(s, k - 1, k, be))
			return true;
	return false;
}
