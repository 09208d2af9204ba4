#include "scan/story.h"

#include <math.h>

#include "base/utf8.h"
#include "scan/actor.h"
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
	bool told_before;      /* the sentence before told an event */
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
	bool shared;                  /* another clause tells an event at a place of its own */
	bool again;                   /* of a kind that another has told */
};

static const struct tokens *tokens_of(const struct telling *t) {
	return &t->scanned->tokens;
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

/* Who did it; the phrase is returned because the places in it are not where. */
static struct phrase find_actors(struct telling *t, const struct trigger *trigger, uint32_t i,
	uint32_t last, struct story *story) {
	const struct sentence *s = &t->s;
	bool noun = trigger->flags & TRIGGER_NOUN;
	struct phrase actor = actor_of(s, trigger, i, last);
	if (actor.found)
		story->actor = keep(phrase_text(s->tokens, actor), t->arena);
	else if ((sentence_pronoun(s, clause_begin(s->tokens, s->first, i))
			 && !sentence_passive(s, i))
		|| (noun && i > s->first
			&& (token_is(s->tokens, i - 1, "their")
				|| token_is(s->tokens, i - 1, "its"))))
		story->actor = t->last_actor;
	if (trigger->kind != KIND_HANDOVER)
		return actor;
	struct phrase to = phrase_after(s->tokens, "to", last + 1, s->end);
	if (to.found)
		story->recipient = keep(phrase_text(s->tokens, to), t->arena);
	if (trigger->flags & TRIGGER_RECEIVER && !sentence_passive(s, i)) {
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
	/* "entered Snizhne from Russia": where it is known to have been. */
	if (site_rank(&story->place) == 1 && site_rank(&story->to) > 2) {
		story->place = story->to;
		story->to = (struct site){ 0 };
	}
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
				|| SENTENCE_HAS(s, i + 1, i + 2, towns)))
			return true;
	return sentence_pronoun(s, s->first) || token_is(s->tokens, s->first, "the");
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
	/* "More than 3,000 people protested" */
	if (trigger->kind == KIND_PROTEST && !story.actor.len)
		story.actor = story.count.text;
	if (trigger->kind == KIND_CONVOY) {
		find_route(t, &story);
		leave_last_site(t, i, &story);
		find_date(t, part->first, part->end, i, &story);
		if (story.place.set)
			push_story(t, &story);
		return;
	}
	uint32_t n = where_places(part, i, actor, true, place, MOST_PLACES);
	bool whole = part->first == t->s.first && part->end == t->s.end;
	if (!n && !w->again && (whole || !w->shared)) {
		part = &t->s;
		n = where_places(part, i, actor, true, place, MOST_PLACES);
	}
	struct site best = { 0 };
	if (n)
		best = site_of(part->tokens, &part->mention[place[0]], t->arena);
	/* "Police denied that they had opened fire": where the sentence before was. */
	bool same = !n && part->nmentions == 0 && trigger->flags & TRIGGER_VERB && t->told_before
		&& t->last_site.set;
	/* A sentence about "the base": the one that was spoken of. */
	if (same
		|| (site_rank(&best) <= 2 && site_rank(&t->last_site) >= 4 && has_site_word(part)
			&& !w->again)) {
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
	if (t->stories->n == t->from || !sentence_pronoun(&t->s, t->s.first)
		|| !sentence_has_class(&t->s, WORD_MOVE))
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
	if (status_is_claimed(&t->s) && s->status == STATUS_CONFIRMED)
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
		if (sentence_tells(&t->s, w.trigger, i, w.last)) {
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
			w[k].shared = part.nmentions < t->s.nmentions && n > 1;
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
	t->told_before = t->stories->n > from;
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

enum { LONGEST_SENTENCE = 400 };

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
		/* What has no end is no sentence: so work stays linear. */
		uint32_t end = sentence_end(tokens, i);
		if (end - i > LONGEST_SENTENCE)
			end = i + LONGEST_SENTENCE;
		t.s = (struct sentence){ .tokens = tokens, .first = i, .end = end };
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
