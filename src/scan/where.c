#include "scan/where.h"

#include "scan/sense.h"
#include "scan/when.h"

static bool is_any(const struct tokens *tokens, uint32_t i, const char *const *words, size_t n) {
	for (size_t k = 0; k < n; k++)
		if (token_is(tokens, i, words[k]))
			return true;
	return false;
}

#define IS_ANY(tokens, i, words) is_any(tokens, i, words, sizeof(words) / sizeof((words)[0]))

int site_rank(const struct site *site) {
	static const char *const exact[] = { "base", "crossing", "airport", "camp", "bridge", "dam",
		"port", "refinery", "oilfield", "power station" };
	static const char *const wide[] = { "region", "sea", "river", "desert", "mountain", "lake",
		"island", "valley", "strait", "canal" };
	if (!site->set)
		return 0;
	if (str_equal(site->class, STR("country")))
		return 1;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (str_equal(site->class, str_of(wide[i])))
			return 2;
	if (str_equal(site->class, STR("district")) || str_equal(site->class, STR("unlisted")))
		return 3;
	for (size_t i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
		if (str_equal(site->class, str_of(exact[i])))
			return 5;
	return 4;
}

static struct str keep(struct str s, struct arena *arena) {
	return (struct str){ arena_strdup(arena, s), s.len };
}

/* "Tessit" of "Tessit in northern Mali": somewhere in Mali. */
static struct site unlisted_site(const struct tokens *tokens, const struct mention *m,
	struct arena *arena) {
	const struct place *p = &m->place->place;
	struct str name = str_slice(tokens->text, tokens->at[m->first].start,
		tokens->at[m->last].end);
	const char *id = arena_printf(arena, "unlisted:%.*s", STR_ARG(name));
	return (struct site){ .id = str_of(id),
		.name = keep(name, arena),
		.country = keep(p->country, arena),
		.class = STR("unlisted"),
		.feature_code = STR(""),
		.at = p->at,
		.precision = is_country(p) ? 0 : p->precision,
		.set = true };
}

struct site site_of(const struct tokens *tokens, const struct mention *m, struct arena *arena) {
	const struct place *p = &m->place->place;
	if (str_equal(m->kind, STR("unlisted")))
		return unlisted_site(tokens, m, arena);
	return (struct site){ keep(p->id, arena), keep(p->name, arena), keep(p->country, arena),
		keep(p->class, arena), keep(p->feature_code, arena), p->at, p->precision, true };
}

/* "Baghdad said", "Iraq's Defence Ministry", "US-led", "Turkey denied": somebody,
 * not somewhere. */
static bool is_somebody(const struct sentence *s, const struct mention *m) {
	const struct tokens *t = s->tokens;
	uint32_t next = m->last + 1;
	bool unlisted = str_equal(m->kind, STR("unlisted"));
	if (str_equal(m->kind, STR("demonym")) || (unlisted && !m->inside))
		return true;
	if (next >= s->end)
		return false;
	const struct token *n = &t->at[next];
	if (n->flags & TOKEN_HYPHEN)
		return true;
	bool exact = !is_country(&m->place->place);
	if (t->at[m->last].flags & TOKEN_OWNS)
		return !exact;
	if (!(n->flags & TOKEN_ADJACENT))
		return false;
	if (n->flags & TOKEN_CAPITAL)
		return n->classes & (WORD_ORG | WORD_OFFICE | WORD_FORCE);
	if (n->classes & WORD_SPEECH && !(n->classes & WORD_LOCATIVE))
		return true;
	return !exact && n->classes & (WORD_FORCE | WORD_MODIFIER | WORD_TRIGGER);
}

/* Steps back over what belongs to the name: articles, directions, kinds. */
static uint32_t before_name(const struct sentence *s, uint32_t i) {
	static const char *const passed[] = { "the", "a", "an", "its", "their", "al", "military",
		"air", "border", "city", "town", "village", "district", "province", "governorate",
		"region", "area", "nearby", "neighbouring", "neighboring", "countryside", "base",
		"airfield", "airport", "crossing", "camp", "outskirts", "unofficial", "official",
		"former", "illegal", "strategic", "northern", "southern", "eastern", "western",
		"northeastern", "northwestern", "southeastern", "southwestern", "north",
		"coalition", "american", "us", "oil", "rich", "main", "town's", "city's" };
	while (i > s->first && IS_ANY(s->tokens, i - 1, passed)
		&& !(s->tokens->at[i].flags & (TOKEN_COMMA | TOKEN_BREAK)))
		i--;
	return i;
}

/* "left Mosul on Sunday for Erbil", "heading for Gao". */
static bool leaves_before(const struct sentence *s, uint32_t i) {
	static const char *const words[] = { "left", "leave", "leaves", "leaving", "departed",
		"bound", "headed", "heading", "head", "off" };
	enum { FAR = 8 };
	for (uint32_t k = i; k > s->first && k + FAR > i; k--)
		if (IS_ANY(s->tokens, k - 1, words))
			return true;
	return false;
}

static enum place_role outer_role(const struct sentence *s, uint32_t i, bool inner) {
	static const char *const destination[] = { "to", "toward", "towards", "into", "reached",
		"reaching", "entered", "entering", "enter" };
	static const char *const origin[] = { "from", "left", "leaving", "departed" };
	static const char *const via[] = { "via", "through", "across", "over", "crossed",
		"crossing" };
	static const char *const place[] = { "in", "at", "inside", "near", "of", "on", "outside",
		"around", "within" };
	if (i == s->first)
		return ROLE_PLACE;
	if (IS_ANY(s->tokens, i - 1, destination))
		return ROLE_DESTINATION;
	if (IS_ANY(s->tokens, i - 1, origin))
		return ROLE_ORIGIN;
	if (IS_ANY(s->tokens, i - 1, via))
		return ROLE_VIA;
	if (token_is(s->tokens, i - 1, "for") && leaves_before(s, i - 1))
		return ROLE_DESTINATION;
	if (token_is(s->tokens, i - 1, "of") && i >= s->first + 2
		&& token_is(s->tokens, i - 2, "way"))
		return ROLE_VIA;
	if (!IS_ANY(s->tokens, i - 1, place))
		return ROLE_PLACE;
	if (i >= s->first + 2
		&& (token_is(s->tokens, i - 2, "arrived")
			|| token_is(s->tokens, i - 2, "arriving")))
		return ROLE_DESTINATION;
	/* "to the airfield in Al-Malikiyah" */
	uint32_t outer = before_name(s, i - 1);
	if (!inner && outer < i - 1)
		return outer_role(s, outer, true);
	return ROLE_PLACE;
}

/* "west of Baghdad", "60 km from Mosul", "near Kirkuk" behind another place. */
static bool is_landmark(const struct sentence *s, uint32_t k) {
	static const char *const directions[] = { "north", "south", "east", "west", "northeast",
		"northwest", "southeast", "southwest", "outside", "kilometres", "kilometers", "km",
		"miles" };
	uint32_t i = before_name(s, s->mention[k].first);
	if (i > s->first + 1
		&& (token_is(s->tokens, i - 1, "of") || token_is(s->tokens, i - 1, "from"))
		&& IS_ANY(s->tokens, i - 2, directions))
		return true;
	return i > s->first
		&& (token_is(s->tokens, i - 1, "near") || token_is(s->tokens, i - 1, "outside"));
}

/* "K1, in Kirkuk", "Taji, Iraq", "the base at Habbaniyah in Anbar": what the one
 * before lies in. */
static bool is_container(const struct sentence *s, uint32_t k) {
	if (k == 0)
		return false;
	const struct mention *m = &s->mention[k], *before = &s->mention[k - 1];
	if (str_equal(before->kind, STR("demonym")) || m->first - before->last > 8)
		return false;
	const struct place *p = &m->place->place, *q = &before->place->place;
	bool comma = m->first == before->last + 1
		&& s->tokens->at[m->first].flags & (TOKEN_COMMA | TOKEN_PAREN);
	if (comma && lies_in(q, p) > 0 && (is_country(p) || is_division(p)))
		return true;
	uint32_t i = before_name(s, m->first);
	bool in = i > s->first
		&& (token_is(s->tokens, i - 1, "in") || token_is(s->tokens, i - 1, "of")
			|| token_is(s->tokens, i - 1, "at"));
	return in && i - 1 <= before->last + 3 && lies_in(q, p) > 0;
}

static bool is_governing(const struct tokens *tokens, uint32_t i) {
	static const char *const words[] = { "on", "of", "across", "throughout", "struck", "hit",
		"bombed", "shelled", "attacked" };
	return tokens->at[i].classes & (WORD_LOCATIVE | WORD_MOVE) || IS_ANY(tokens, i, words);
}

enum place_role role_of(const struct sentence *s, uint32_t mention) {
	const struct mention *m = &s->mention[mention];
	if (is_somebody(s, m) || is_landmark(s, mention) || is_container(s, mention))
		return ROLE_NONE;
	uint32_t i = before_name(s, m->first);
	/* A country or its capital without a preposition does something. */
	bool governed = i > s->first
		&& (is_governing(s->tokens, i - 1)
			|| (token_is(s->tokens, i - 1, "for") && leaves_before(s, i - 1)));
	bool capital = str_equal(m->place->place.feature_code, STR("PPLC"));
	bool listed = i > s->first && token_is(s->tokens, i - 1, "and") && mention > 0;
	if ((is_country(&m->place->place) && !governed) || (capital && !governed && !listed))
		return ROLE_NONE;
	return outer_role(s, i, false);
}

/* The words between two places of a list: commas, "and", a date. */
static bool is_listed(const struct sentence *s, uint32_t a, uint32_t b) {
	static const char *const passed[] = { "and", "on", "the", "in", "then", "as", "well",
		"base", "later", "followed", "by", "also" };
	uint32_t i = s->mention[a].last + 1;
	if (i == s->mention[b].first)
		return s->tokens->at[i].flags & TOKEN_COMMA;
	for (; i < s->mention[b].first; i++)
		if (!IS_ANY(s->tokens, i, passed) && !(s->tokens->at[i].classes & WORD_DATE)
			&& !(s->tokens->at[i].flags & TOKEN_DIGITS)
			&& !(s->tokens->at[i].classes & WORD_SITE))
			return false;
	return true;
}

static int rank_of(const struct mention *m) {
	bool unlisted = str_equal(m->kind, STR("unlisted"));
	struct site site = { .class = unlisted ? m->kind : m->place->place.class, .set = true };
	return site_rank(&site);
}

/* Behind the trigger rather than before it, the exact rather than the wide. */
static double fitness(const struct sentence *s, uint32_t k, uint32_t trigger) {
	const struct mention *m = &s->mention[k];
	double fit = rank_of(m) * 2;
	fit += m->first > trigger ? 1.5 : 0;
	uint32_t gap = m->first > trigger ? m->first - trigger : trigger - m->first;
	return fit - 0.05 * gap;
}

uint32_t where_places(const struct sentence *s, uint32_t trigger, struct phrase actor, bool listed,
	uint32_t *out, uint32_t max) {
	uint32_t best = UINT32_MAX, n = 0;
	double most = -1;
	for (int pass = 0; pass < 2 && best == UINT32_MAX; pass++)
		for (uint32_t k = 0; k < s->nmentions; k++) {
			bool usable = role_of(s, k) != ROLE_NONE;
			/* Nothing else: then what it is near to. */
			if (pass == 1)
				usable = !is_somebody(s, &s->mention[k])
					&& !is_country(&s->mention[k].place->place);
			bool acts = actor.found && s->mention[k].first >= actor.first
				&& s->mention[k].last <= actor.last;
			if (!usable || acts)
				continue;
			double fit = fitness(s, k, trigger);
			if (fit > most) {
				most = fit;
				best = k;
			}
		}
	if (best == UINT32_MAX || max == 0)
		return 0;
	out[n++] = best;
	uint32_t last = best;
	for (uint32_t k = best + 1; listed && k < s->nmentions && n < max; k++) {
		if (role_of(s, k) == ROLE_NONE)
			continue;
		if (rank_of(&s->mention[k]) < 4 || rank_of(&s->mention[best]) < 4
			|| !is_listed(s, last, k))
			break;
		out[n++] = k;
		last = k;
	}
	return n;
}
