#include "scan/person.h"

/* Surnames of a document; a name met once as a person's is one everywhere. */
enum { SURNAMES = 1 << 10 };

struct persons {
	const struct tokens *tokens;
	struct names *names;
	bool *person;
	uint64_t surname[SURNAMES];
	uint32_t nsurnames;
};

static void add_surname(struct persons *p, uint64_t hash) {
	if (p->nsurnames >= SURNAMES / 2)
		return;
	uint32_t i = (uint32_t)hash & (SURNAMES - 1);
	while (p->surname[i] && p->surname[i] != hash)
		i = (i + 1) & (SURNAMES - 1);
	p->nsurnames += p->surname[i] == 0;
	p->surname[i] = hash;
}

static bool is_surname(const struct persons *p, uint64_t hash) {
	for (uint32_t i = (uint32_t)hash & (SURNAMES - 1); p->surname[i];
		i = (i + 1) & (SURNAMES - 1))
		if (p->surname[i] == hash)
			return true;
	return false;
}

/* Token i goes on the name that ends before it. */
static bool continues(const struct persons *p, uint32_t i) {
	const struct token *t = &p->tokens->at[i];
	if (i >= p->tokens->n || !(t->flags & (TOKEN_ADJACENT | TOKEN_HYPHEN))
		|| t->flags & TOKEN_SENTENCE)
		return false;
	return !(p->tokens->at[i - 1].flags & TOKEN_OWNS);
}

static bool is_name_word(const struct token *t) {
	return t->flags & TOKEN_CAPITAL
		&& !(t->classes
			& (WORD_DATE | WORD_ORG | WORD_KIND_AFTER | WORD_DEMONYM | WORD_DIRECTION));
}

/* Marks what follows the title or given name at `i`, particles included ("van
 * der", "al-"); `from` is the first that is marked. */
static uint32_t mark_name(struct persons *p, uint32_t from, uint32_t i) {
	enum { LONGEST = 5 };
	const struct token *t = p->tokens->at;
	uint32_t last = i;
	for (uint32_t k = i + 1; k <= i + LONGEST && continues(p, k); k++) {
		if (is_name_word(&t[k]))
			last = k;
		else if (!(t[k].classes & WORD_CONNECTOR) || t[k].flags & TOKEN_CAPITAL
			|| (t[k].classes & WORD_LOCATIVE
				&& !(k + 1 < p->tokens->n && t[k + 1].flags & TOKEN_HYPHEN))
			|| t[k].hash == word_hash("of", 2) || t[k].hash == word_hash("the", 3)
			|| t[k].hash == word_hash("and", 3))
			break;
	}
	for (uint32_t k = from; k <= last; k++)
		p->person[k] = true;
	bool titled = from > 0 && t[from - 1].classes & WORD_TITLE;
	if ((last > from || titled) && t[last].npoints > 2)
		add_surname(p, t[last].hash);
	return last;
}

/* "Virginia Beach", "Diego Garcia": a known place of several words begins here. */
static bool is_long_place(const struct persons *p, uint32_t i) {
	enum { KNOWN = 10000 };
	/* "Al Bukamal", which gazetteers write otherwise. */
	bool article = p->tokens->at[i].classes & WORD_CONNECTOR;
	for (uint32_t last = i + 1; last <= i + 2 && continues(p, last); last++) {
		if (!(p->tokens->at[last].flags & TOKEN_CAPITAL))
			continue;
		const struct name *n = names_find(p->names, p->tokens, i, last);
		if (n->n && n->reading[0].people >= KNOWN
			&& n->reading[0].fit > (article ? 0.75 : 0.9))
			return true;
	}
	return false;
}

static bool is_great_place(const struct persons *p, uint32_t i) {
	enum { GREAT = 500000 };
	const struct name *n = names_find(p->names, p->tokens, i, i);
	return n->n && n->reading[0].people >= GREAT && n->reading[0].fit > 0.9;
}

/* A city that bears the name of somebody in the text. */
static bool is_place_again(const struct persons *p, uint32_t i) {
	if (!is_great_place(p, i))
		return false;
	const struct name *n = names_find(p->names, p->tokens, i, i);
	bool country = str_equal(n->reading[0].place.class, STR("country"));
	return country || (i > 0 && p->tokens->at[i - 1].classes & WORD_LOCATIVE);
}

/* What may be a title in small letters too: "spokesman Ali Hassan". */
static bool is_title(const struct persons *p, uint32_t i) {
	const struct token *t = &p->tokens->at[i];
	if (!(t->classes & WORD_TITLE) || !continues(p, i + 1))
		return false;
	const struct token *next = t + 1;
	uint32_t no_name = WORD_ORG | WORD_OFFICE | WORD_FUNCTION | WORD_KIND_AFTER
		| WORD_KIND_BEFORE | WORD_DATE | WORD_DEMONYM | WORD_DIRECTION | WORD_FORCE;
	if (!(next->flags & TOKEN_CAPITAL) || next->classes & no_name
		|| next->flags & TOKEN_CAPITALS || is_long_place(p, i + 1)
		|| (t->flags & TOKEN_CAPITAL && is_long_place(p, i)))
		return false;
	bool two = continues(p, i + 2) && is_name_word(next + 1);
	bool sure = t->flags & TOKEN_CAPITAL && t->classes & WORD_DOTTED;
	if (is_great_place(p, i + 1) && !two && !sure)
		return false;
	return t->flags & TOKEN_CAPITAL || next->classes & WORD_GIVEN || two;
}

static bool is_given(const struct persons *p, uint32_t i) {
	const struct token *t = &p->tokens->at[i];
	if (!(t->classes & WORD_GIVEN) || !(t->flags & TOKEN_CAPITAL) || !continues(p, i + 1))
		return false;
	const struct token *next = t + 1;
	if (t->classes & WORD_CONNECTOR && next->flags & TOKEN_HYPHEN)
		return false; /* "Al-Fashir" */
	bool article = !(next->flags & TOKEN_CAPITAL) && next->classes & WORD_CONNECTOR
		&& i + 2 < p->tokens->n && next[1].flags & TOKEN_HYPHEN;
	if (!article && !is_name_word(next))
		return false;
	if (next->classes & (WORD_FUNCTION | WORD_OFFICE | WORD_KIND_BEFORE)
		&& !(next->classes & WORD_GIVEN))
		return false;
	bool inside = i > 0 && continues(p, i) && t[-1].flags & TOKEN_CAPITAL
		&& is_long_place(p, i - 1);
	return !inside && !is_long_place(p, i);
}

/* "Rodrigo Panares said": two capitals or more before a verb of saying, none of
 * them a word of another kind. */
static void mark_speaker(struct persons *p, uint32_t verb) {
	const struct token *t = p->tokens->at;
	uint32_t first = verb;
	while (first > 0 && (first == verb || continues(p, first)) && is_name_word(&t[first - 1])
		&& !(t[first - 1].flags & TOKEN_CAPITALS)
		&& !(t[first - 1].classes & (WORD_FUNCTION | WORD_OFFICE)))
		first--;
	if (verb - first < 2 || verb - first > 4 || is_long_place(p, first) || !continues(p, verb))
		return;
	for (uint32_t i = first; i < verb; i++)
		p->person[i] = true;
	add_surname(p, t[verb - 1].hash);
}

void persons_mark(const struct tokens *tokens, struct names *names, bool *person,
	struct arena *arena) {
	struct persons *p = arena_new(arena, struct persons, 1);
	p->tokens = tokens;
	p->names = names;
	p->person = person;
	for (uint32_t i = 0; i < tokens->n; i++) {
		const struct token *t = &tokens->at[i];
		if (is_title(p, i))
			i = mark_name(p, i + 1, i + 1);
		else if (is_given(p, i))
			i = mark_name(p, i, i);
		else if (t->classes & WORD_SPEECH && !(t->flags & TOKEN_CAPITAL))
			mark_speaker(p, i);
	}
	for (uint32_t i = 0; i < tokens->n && p->nsurnames; i++)
		if (tokens->at[i].flags & TOKEN_CAPITAL && !person[i]
			&& is_surname(p, tokens->at[i].hash) && !is_place_again(p, i))
			person[i] = true;
}
