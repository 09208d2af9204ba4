#include "scan/story.h"

#include <math.h>

#include "base/utf8.h"
#include "scan/when.h"
#include "scan/where.h"

/* An article at work. */
struct telling {
	const struct scanned *scanned;
	const struct article *article;
	struct stories *stories;
	struct arena *arena;
	struct sentence s;
	struct site last_site; /* what "the base" means */
	struct str last_actor; /* whom "they" means */
	struct date last_date; /* the last day that was told */
	uint32_t from;         /* the first story of this article */
};

const char *story_status_name(enum story_status status) {
	static const char *const names[] = { "confirmed", "claimed", "planned", "denied" };
	return names[status];
}

/* A phrase of the table in the sentence. */
struct event_word {
	const struct trigger *trigger;
	uint32_t first, last, clause; /* tokens; clause: where it begins */
	bool again;                   /* of a kind that another has told */
};

static const struct tokens *tokens_of(const struct telling *t) {
	return &t->scanned->tokens;
}

static bool has_class(const struct sentence *s, uint32_t class) {
	for (uint32_t i = s->first; i < s->end; i++)
		if (s->tokens->at[i].classes & class)
			return true;
	return false;
}

static bool has_any(const struct sentence *s, uint32_t first, uint32_t end,
	const char *const *words, size_t n) {
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

#define HAS_ANY(s, first, end, words) \
	has_any(s, first, end, words, sizeof(words) / sizeof((words)[0]))

static bool names_exact_place(const struct sentence *s) {
	for (uint32_t k = 0; k < s->nmentions; k++) {
		struct site site = { .class = s->mention[k].place->place.class, .set = true };
		if (!str_equal(s->mention[k].kind, STR("demonym")) && site_rank(&site) == 5)
			return true;
	}
	return false;
}

/* "It", "They" in place of the last who did something. */
static bool begins_with_pronoun(const struct sentence *s, uint32_t first) {
	return token_is(s->tokens, first, "it") || token_is(s->tokens, first, "they");
}

/* "left Timbuktu", "left the town of Gao": behind token `last`. */
static bool place_follows(const struct sentence *s, uint32_t last) {
	enum { FAR = 4 };
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

/* What the trigger wants of its sentence. */
static bool is_told(const struct sentence *s, const struct trigger *t, uint32_t i, uint32_t last) {
	static const char *const hits[] = { "hit", "struck", "landed", "fell", "fired", "launched",
		"targeted", "slammed", "exploded", "rained", "impacted", "targeting" };
	static const char *const arms[] = { "rocket", "rockets", "missile", "missiles", "drone",
		"drones", "shell", "shells", "mortar", "mortars", "artillery", "jet", "jets",
		"warplane", "warplanes", "planes", "aircraft", "helicopters", "bomb", "bombs",
		"strike", "strikes", "airstrike", "airstrikes", "air", "projectile",
		"projectiles" };
	bool leaves = t->flags & TRIGGER_LEFT && place_follows(s, last);
	if (t->flags & TRIGGER_SITE && !leaves && !has_class(s, WORD_SITE) && !names_exact_place(s))
		return false;
	if (t->flags & TRIGGER_ARMS && !HAS_ANY(s, s->first, s->end, arms))
		return false;
	if (t->flags & TRIGGER_FIGHTER && !is_fighter_before(s, i))
		return false;
	if (t->flags & TRIGGER_MOVE && !has_class(s, WORD_MOVE))
		return false;
	if (t->flags & TRIGGER_HIT && !HAS_ANY(s, s->first, s->end, hits))
		return false;
	if (t->flags & TRIGGER_FORCE
		&& !has_class(s, WORD_FORCE | WORD_DEMONYM | WORD_UNIT | WORD_PLACE_CODE))
		return false;
	if (t->flags & TRIGGER_LEFT) {
		static const char *const vehicles[] = { "convoy", "convoys", "trucks", "vehicles",
			"killed", "wounded", "dead" };
		return !HAS_ANY(s, s->first, s->end, vehicles) && i > s->first
			&& (begins_with_pronoun(s, s->first)
				|| has_class(&(struct sentence){ .tokens = s->tokens,
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

static bool is_passive(const struct sentence *s, uint32_t i) {
	static const char *const be[] = { "was", "were", "been", "be", "being", "is", "are" };
	uint32_t from = i > s->first + 3 ? i - 3 : s->first;
	return HAS_ANY(s, from, i, be);
}

/* "denied it and said that ...": what is said behind the denial is not denied. */
static bool is_denial_before(const struct sentence *s, uint32_t i) {
	static const char *const deny[] = { "denied", "denies", "deny", "denying", "refuted",
		"dismissed", "rejected" };
	for (uint32_t k = i; k > s->first; k--) {
		const struct token *t = &s->tokens->at[k - 1];
		if (HAS_ANY(s, k - 1, k, deny))
			return true;
		if (t->classes & WORD_SPEECH && !(t->flags & TOKEN_CAPITAL)
			&& HAS_ANY(s, s->first, k - 1, deny) && k > 1
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
	return is_denial_before(s, i) || HAS_ANY(s, near, i, no) || HAS_ANY(s, last, s->end, untrue)
		|| (HAS_ANY(s, last, s->end, deny) && HAS_ANY(s, s->first, i, said));
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
	if (HAS_ANY(s, near, i, before))
		return t->kind != KIND_STATEMENT;
	uint32_t far = last + 10 < s->end ? last + 10 : s->end;
	if (t->flags & TRIGGER_NOUN && HAS_ANY(s, last + 1, far, after))
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

/* "reportedly"; and people who are no authority, where they say so. */
static bool is_claimed(const struct sentence *s) {
	static const char *const words[] = { "reportedly", "claimed", "claims", "claim", "alleged",
		"allegedly", "unconfirmed", "apparently", "observatory", "anonymity", "purportedly",
		"rumoured", "accused", "accuses", "blamed" };
	static const char *const people[] = { "activists", "witnesses", "eyewitnesses", "residents",
		"villagers", "sources", "source", "locals" };
	if (HAS_ANY(s, s->first, s->end, words))
		return true;
	for (uint32_t i = s->first; i < s->end; i++) {
		bool said = i + 1 < s->end && s->tokens->at[i + 1].classes & WORD_SPEECH;
		bool told = i > s->first + 1
			&& (token_is(s->tokens, i - 1, "to") || token_is(s->tokens, i - 2, "to"));
		if ((said || told) && HAS_ANY(s, i, i + 1, people))
			return true;
	}
	return false;
}

static enum story_status status_of(const struct sentence *s, const struct trigger *t, uint32_t i,
	uint32_t last) {
	if (is_denied(s, i, last))
		return STATUS_DENIED;
	if (is_planned(s, t, i, last))
		return STATUS_PLANNED;
	return is_claimed(s) ? STATUS_CLAIMED : STATUS_CONFIRMED;
}

static struct str keep(struct str s, struct arena *arena) {
	return (struct str){ arena_strdup(arena, s), s.len };
}

/* One line, spaces single: sentences run over lines. */
static struct str sentence_text(const struct telling *t) {
	const struct tokens *k = tokens_of(t);
	size_t from = k->at[t->s.first].start, to = k->at[t->s.end - 1].end, n = 0;
	while (to < k->text.len && (k->text.at[to] == '.' || k->text.at[to] == '"'))
		to++;
	char *text = arena_new(t->arena, char, to - from + 1);
	for (size_t i = from; i < to; i++) {
		unsigned char c = (unsigned char)k->text.at[i];
		bool space = c <= ' ' || c == 0x7F;
		if (space && n && text[n - 1] == ' ')
			continue;
		text[n++] = (char)(space ? ' ' : c);
	}
	return (struct str){ text, n };
}

static struct told told_of(const struct telling *t) {
	const struct tokens *k = tokens_of(t);
	const struct token *last = &k->at[t->s.end - 1];
	return (struct told){ t->article->file, t->article->source, sentence_text(t),
		t->article->points + k->at[t->s.first].point,
		t->article->points + last->point + last->npoints };
}

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
	if (is_passive(s, i))
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

/* Who did it; the phrase is returned because the places in it are not where. */
static struct phrase find_actors(struct telling *t, const struct trigger *trigger, uint32_t i,
	uint32_t last, struct story *story) {
	const struct sentence *s = &t->s;
	bool noun = trigger->flags & TRIGGER_NOUN;
	struct phrase actor = noun ? noun_actor(s, trigger, i, last) : verb_actor(s, i, last);
	if (actor.found)
		story->actor = keep(phrase_text(s->tokens, actor), t->arena);
	else if ((begins_with_pronoun(s, clause_begin(s->tokens, s->first, i)) && !is_passive(s, i))
		|| (noun && i > s->first
			&& (token_is(s->tokens, i - 1, "their")
				|| token_is(s->tokens, i - 1, "its"))))
		story->actor = t->last_actor;
	if (trigger->kind != KIND_HANDOVER)
		return actor;
	struct phrase to = phrase_after(s->tokens, "to", last + 1, s->end);
	if (to.found)
		story->recipient = keep(phrase_text(s->tokens, to), t->arena);
	if (trigger->flags & TRIGGER_RECEIVER && !is_passive(s, i)) {
		struct phrase from = phrase_after(s->tokens, "from", last + 1, s->end);
		story->recipient = story->actor;
		story->actor = keep(phrase_text(s->tokens, from), t->arena);
	}
	return actor;
}

/* True when the words first to end - 1 themselves say when. */
static bool find_date(struct telling *t, uint32_t first, uint32_t end, uint32_t near,
	struct story *story) {
	struct calendar calendar = { t->article->date, t->last_date,
		story->status == STATUS_PLANNED };
	struct when w = when_nearest(tokens_of(t), first, end, near, &calendar);
	if (w.found) {
		story->date = w.date;
		story->until = w.until;
		story->dated = true;
	} else if (!calendar.ahead) {
		story->date = t->article->date;
	}
	return w.found;
}

/* A route out of the roles of all places. */
static void find_route(struct telling *t, struct story *story) {
	const struct sentence *s = &t->s;
	struct site at = { 0 };
	bool from = false;
	for (uint32_t k = 0; k < s->nmentions; k++) {
		enum place_role role = role_of(s, k);
		if (role == ROLE_NONE)
			continue;
		struct site site = site_of(s->tokens, &s->mention[k], t->arena);
		/* A crossing is crossed, whatever preposition it has. */
		if (str_equal(site.class, STR("crossing")) && role == ROLE_PLACE)
			role = ROLE_VIA;
		if (role == ROLE_ORIGIN && site_rank(&site) > site_rank(&story->place)) {
			story->place = site;
			from = true;
		} else if (role == ROLE_VIA && story->nvia < MOST_VIA && site_rank(&site) > 1)
			story->via[story->nvia++] = site;
		else if (role == ROLE_DESTINATION && site_rank(&site) >= site_rank(&story->to))
			story->to = site;
		else if (role == ROLE_PLACE && site_rank(&site) > site_rank(&at))
			at = site;
	}
	/* "entered Syria ... to the airfield in X": the narrower ends are the route's. */
	if (site_rank(&story->place) <= 2 && story->nvia) {
		story->place = story->via[0];
		story->nvia--;
		for (uint32_t i = 0; i < story->nvia; i++)
			story->via[i] = story->via[i + 1];
	}
	if (!story->place.set)
		story->place = at;
	if (!story->place.set) {
		story->place = story->to;
		story->to = (struct site){ 0 };
	}
	if (story->to.set && site_rank(&story->to) == 1 && site_rank(&at) > 2
		&& !str_equal(at.id, story->place.id))
		story->to = at;
	/* A country is where a way ends only when it leaves another: "left Niamey for Chad". */
	bool leaves = from && !str_equal(story->place.class, STR("crossing"))
		&& !str_equal(story->place.country, story->to.country);
	if (story->to.set && site_rank(&story->to) == 1 && site_rank(&story->place) > 2 && !leaves)
		story->to = (struct site){ 0 };
}

static double score_of(const struct story *s) {
	double score = 0.3;
	score += 0.06 * site_rank(&s->place);
	score += s->actor.len ? 0.15 : 0;
	score += s->dated ? 0.15 : s->date.year ? 0.05 : 0;
	score += s->status == STATUS_CONFIRMED ? 0.1 : 0;
	return fmin(1, score - (s->nominal ? 0.1 : 0));
}

static void push_story(struct telling *t, struct story *story) {
	story->score = score_of(story);
	story->document = t->article->document;
	*arena_push(t->arena, story->told, story->ntold, story->told_capacity) = told_of(t);
	*arena_push(t->arena, t->stories->at, t->stories->n, t->stories->capacity) = *story;
}

/* Each of a list has its own date behind it: "K1 on March 29 and Taji on ...". */
static void tell_places(struct telling *t, const struct sentence *s, struct story *story,
	const uint32_t *place, uint32_t n, uint32_t trigger) {
	for (uint32_t k = 0; k < n; k++) {
		struct story one = *story;
		uint32_t end = k + 1 < n ? s->mention[place[k + 1]].first : s->end;
		uint32_t first = s->mention[place[k]].last + 1;
		one.place = site_of(s->tokens, &s->mention[place[k]], t->arena);
		one.told = NULL;
		one.ntold = one.told_capacity = 0;
		bool dated = n > 1 && find_date(t, first, end, first, &one);
		if (!dated && !find_date(t, s->first, s->end, trigger, &one))
			find_date(t, t->s.first, t->s.end, trigger, &one);
		push_story(t, &one);
	}
}

static bool has_site_word(const struct sentence *s) {
	static const char *const towns[] = { "town", "city", "village", "airport", "area" };
	for (uint32_t i = s->first; i + 1 < s->end; i++)
		if ((token_is(s->tokens, i, "the") || token_is(s->tokens, i, "this"))
			&& (s->tokens->at[i + 1].classes & WORD_SITE
				|| HAS_ANY(s, i + 1, i + 2, towns)))
			return true;
	return begins_with_pronoun(s, s->first) || token_is(s->tokens, s->first, "the");
}

/* "Their convoy is heading for Gao": from where they were. */
static void leave_last_site(const struct telling *t, uint32_t i, struct story *story) {
	const struct site *last = &t->last_site;
	bool owned = i > t->s.first
		&& (token_is(t->s.tokens, i - 1, "their") || token_is(t->s.tokens, i - 1, "its"));
	if (!owned || story->to.set || story->nvia || site_rank(last) < 4 || !story->place.set
		|| str_equal(last->id, story->place.id))
		return;
	story->to = story->place;
	story->place = *last;
}

/* `part` is the clause, or the whole sentence where it has no other event. */
static void tell(struct telling *t, const struct event_word *w, const struct sentence *part) {
	enum { MOST_PLACES = 8 };
	const struct trigger *trigger = w->trigger;
	uint32_t place[MOST_PLACES], i = w->first;
	struct story story = { .kind = trigger->kind,
		.mode = trigger_mode(trigger),
		.status = status_of(&t->s, trigger, i, w->last),
		.weak = trigger->flags & TRIGGER_LEFT,
		.nominal = trigger->flags & TRIGGER_NOUN };
	struct phrase actor = find_actors(t, trigger, i, w->last, &story);
	story.count = count_nearest(part->tokens, part->first, part->end, i);
	story.count.text = keep(story.count.text, t->arena);
	story.count.unit = keep(story.count.unit, t->arena);
	if (trigger->kind == KIND_CONVOY) {
		find_route(t, &story);
		leave_last_site(t, i, &story);
		find_date(t, part->first, part->end, i, &story);
		if (story.place.set)
			push_story(t, &story);
		return;
	}
	uint32_t n = where_places(part, i, actor, true, place, MOST_PLACES);
	if (!n && !w->again) {
		part = &t->s;
		n = where_places(part, i, actor, true, place, MOST_PLACES);
	}
	struct site best = { 0 };
	if (n)
		best = site_of(part->tokens, &part->mention[place[0]], t->arena);
	/* A sentence about "the base": the one that was spoken of. */
	if (site_rank(&best) <= 2 && site_rank(&t->last_site) >= 4 && has_site_word(part)
		&& !w->again) {
		story.place = t->last_site;
		find_date(t, part->first, part->end, i, &story);
		push_story(t, &story);
		return;
	}
	if (n)
		tell_places(t, part, &story, place, n, i);
}

/* Whether a story of this kind was told of the sentence already. */
static bool is_repeated(const struct telling *t, uint32_t from, enum event_kind kind) {
	for (uint32_t i = from; i < t->stories->n; i++) {
		enum event_kind k = t->stories->at[i].kind;
		bool violent = (k == KIND_STRIKE || k == KIND_ATTACK)
			&& (kind == KIND_STRIKE || kind == KIND_ATTACK || kind == KIND_CONVOY);
		if (k == kind || violent || (k == KIND_CONVOY && kind == KIND_WITHDRAWAL))
			return true;
	}
	return false;
}

/* "as part of its withdrawal from Iraq" beside what is told exactly. */
static void drop_vague(struct telling *t, uint32_t from) {
	bool exact = false;
	uint32_t n = from;
	for (uint32_t i = from; i < t->stories->n; i++)
		exact |= site_rank(&t->stories->at[i].place) >= 3;
	for (uint32_t i = from; i < t->stories->n; i++) {
		const struct story *s = &t->stories->at[i];
		if (!exact || site_rank(&s->place) >= 3)
			t->stories->at[n++] = *s;
	}
	t->stories->n = n;
}

static void remember(struct telling *t, uint32_t from) {
	for (uint32_t k = 0; k < t->s.nmentions; k++) {
		struct site site = site_of(t->s.tokens, &t->s.mention[k], t->arena);
		if (role_of(&t->s, k) != ROLE_NONE && site_rank(&site) >= 4)
			t->last_site = site;
	}
	for (uint32_t i = from; i < t->stories->n; i++) {
		if (t->stories->at[i].actor.len)
			t->last_actor = t->stories->at[i].actor;
		if (site_rank(&t->stories->at[i].place) >= 4)
			t->last_site = t->stories->at[i].place;
	}
}

/* "It passed through Qamishli towards Hasakah": more of the route. */
static void continue_convoy(struct telling *t) {
	struct story more = { 0 };
	if (t->stories->n == t->from || !begins_with_pronoun(&t->s, t->s.first)
		|| !has_class(&t->s, WORD_MOVE))
		return;
	struct story *s = &t->stories->at[t->stories->n - 1];
	if (s->kind != KIND_CONVOY || s->told[0].end + 3 < told_of(t).start)
		return;
	find_route(t, &more);
	if (more.place.set && s->nvia < MOST_VIA && !str_equal(more.place.id, s->place.id))
		s->via[s->nvia++] = more.place;
	for (uint32_t i = 0; i < more.nvia && s->nvia < MOST_VIA; i++)
		s->via[s->nvia++] = more.via[i];
	if (more.to.set)
		s->to = more.to;
	if (!s->to.set && s->nvia)
		s->to = s->via[--s->nvia];
	if (is_claimed(&t->s) && s->status == STATUS_CONFIRMED)
		s->status = STATUS_CLAIMED;
}

enum { MOST_EVENT_WORDS = 16 };

/* The words of events that the sentence has, in its order. */
static uint32_t find_event_words(const struct telling *t, struct event_word *out) {
	uint32_t n = 0;
	for (uint32_t i = t->s.first; i < t->s.end && n < MOST_EVENT_WORDS; i++) {
		struct event_word w = { .first = i };
		w.trigger = trigger_at(tokens_of(t), i, &w.last);
		if (!w.trigger || w.last >= t->s.end)
			continue;
		if (is_told(&t->s, w.trigger, i, w.last)) {
			w.clause = clause_begin(tokens_of(t), t->s.first, i);
			out[n++] = w;
		}
		i = w.last;
	}
	return n;
}

/* From where the clause of word `k` begins to where that of another does. */
static struct sentence part_of(const struct sentence *s, const struct event_word *w, uint32_t n,
	uint32_t k) {
	struct sentence part = *s;
	for (uint32_t i = 0; i < n; i++) {
		if (w[i].clause < w[k].clause)
			part.first = w[k].clause;
		if (w[i].clause > w[k].clause && w[i].clause < part.end)
			part.end = w[i].clause;
	}
	while (part.nmentions && part.mention->first < part.first) {
		part.mention++;
		part.nmentions--;
	}
	while (part.nmentions && part.mention[part.nmentions - 1].first >= part.end)
		part.nmentions--;
	return part;
}

/* Of a kind that the sentence told before, only at another place. */
static void drop_repeated(struct telling *t, uint32_t from, uint32_t since) {
	uint32_t n = since;
	for (uint32_t i = since; i < t->stories->n; i++) {
		const struct story *s = &t->stories->at[i];
		bool same = false;
		for (uint32_t k = from; k < since; k++)
			same |= str_equal(t->stories->at[k].place.id, s->place.id);
		if (!same)
			t->stories->at[n++] = *s;
	}
	t->stories->n = n;
}

/* Strikes and attacks before the convoy they hit; verbs before nouns. */
static void tell_words(struct telling *t, struct event_word *w, uint32_t n) {
	uint32_t from = t->stories->n;
	for (int pass = 0; pass < 3; pass++)
		for (uint32_t k = 0; k < n; k++) {
			bool verb = w[k].trigger->flags & TRIGGER_VERB;
			bool sure = verb && !(w[k].trigger->flags & TRIGGER_ARMS);
			int turn = w[k].trigger->kind == KIND_CONVOY ? 2 : sure ? 0 : 1;
			if (turn != pass)
				continue;
			struct sentence part = part_of(&t->s, w, n, k);
			uint32_t since = t->stories->n;
			w[k].again = is_repeated(t, from, w[k].trigger->kind);
			bool whole = part.first == t->s.first && part.end == t->s.end;
			if (w[k].again && (whole || !(verb || w[k].trigger->flags & TRIGGER_HIT)))
				continue;
			tell(t, &w[k], &part);
			if (w[k].again)
				drop_repeated(t, from, since);
		}
}

static void tell_sentence(struct telling *t) {
	struct event_word words[MOST_EVENT_WORDS];
	uint32_t from = t->stories->n;
	uint32_t n = find_event_words(t, words);
	if (n)
		tell_words(t, words, n);
	if (t->stories->n == from)
		continue_convoy(t);
	drop_vague(t, from);
	remember(t, from);
	if (t->stories->n > from && t->stories->at[t->stories->n - 1].dated
		&& t->stories->at[t->stories->n - 1].status != STATUS_PLANNED)
		t->last_date = t->stories->at[t->stories->n - 1].date;
}

/* A sentence of the text; the dateline before it is none of its places. */
static bool has_dateline(const struct tokens *tokens, uint32_t first, uint32_t end,
	uint32_t *begin) {
	for (uint32_t i = first; i < end && i < first + 14; i++) {
		const struct token *t = &tokens->at[i];
		bool after_paren = i > first && t->flags & TOKEN_BREAK && t->start > 1
			&& tokens->at[first].flags & TOKEN_CAPITALS;
		if (after_paren && !(t->flags & TOKEN_HYPHEN)) {
			*begin = i;
			return true;
		}
	}
	return false;
}

void stories_find(const struct scanned *scanned, const struct article *article,
	struct stories *stories, struct arena *arena) {
	struct telling t = { .scanned = scanned,
		.article = article,
		.stories = stories,
		.arena = arena,
		.from = stories->n };
	const struct tokens *tokens = &scanned->tokens;
	const struct mentions *m = &scanned->mentions;
	for (uint32_t i = 0, k = 0; i < tokens->n; i = t.s.end) {
		uint32_t begin = i;
		t.s = (struct sentence){ .tokens = tokens,
			.first = i,
			.end = sentence_end(tokens, i) };
		if (has_dateline(tokens, i, t.s.end, &begin))
			t.s.first = begin;
		while (k < m->n && m->at[k].first < t.s.first)
			k++;
		t.s.mention = m->n ? m->at + k : NULL;
		while (k < m->n && m->at[k].first < t.s.end) {
			k++;
			t.s.nmentions++;
		}
		tell_sentence(&t);
	}
}
