#include "scan/token.h"

#include "base/utf8.h"

/* Where the cutting is. */
struct cutting {
	struct tokens *out;
	struct str text;
	const struct words *words;
	struct arena *arena;
	size_t i;         /* byte */
	uint32_t point;   /* code points before it */
	uint32_t flags;   /* of the next token */
	bool ended, line; /* a sentence's end was seen; a line's end */
	unsigned spaces;
};

enum letter_kind { LETTER_NONE, LETTER_SMALL, LETTER_CAPITAL, LETTER_DIGIT, LETTER_OTHER };

/* Capitals above ASCII, of the scripts that have them: Latin-1, Latin Extended
 * A and B (pairs, the even is the capital, but for two runs), Greek, Cyrillic. */
static bool is_capital(uint32_t c) {
	if (c < 0x100)
		return c >= 0xC0 && c <= 0xDE && c != 0xD7;
	if (c < 0x180)
		return (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E) ? c & 1 : !(c & 1);
	if (c < 0x250 || (c >= 0x1E00 && c < 0x1F00))
		return !(c & 1);
	return (c >= 0x386 && c <= 0x3AB && c != 0x390) || (c >= 0x400 && c <= 0x42F);
}

static bool is_separator(uint32_t c) {
	return c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x206F)
		|| (c >= 0x2190 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) || c == 0x60C
		|| c == 0x61B || c == 0x61F || c >= 0xFF00;
}

static enum letter_kind letter_kind(uint32_t c) {
	if (c < 0x80) {
		if (c >= 'a' && c <= 'z')
			return LETTER_SMALL;
		if (c >= 'A' && c <= 'Z')
			return LETTER_CAPITAL;
		return c >= '0' && c <= '9' ? LETTER_DIGIT : LETTER_NONE;
	}
	if (is_separator(c))
		return LETTER_NONE;
	return is_capital(c) ? LETTER_CAPITAL : c < 0x500 ? LETTER_SMALL : LETTER_OTHER;
}

static uint32_t peek(const struct cutting *k, size_t i, size_t *next) {
	*next = i;
	if (i >= k->text.len)
		return 0;
	unsigned char byte = (unsigned char)k->text.at[i];
	if (byte < 0x80) {
		*next = i + 1;
		return byte;
	}
	return utf8_next(k->text, next);
}

static bool is_apostrophe(uint32_t c) {
	return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2BC;
}

/* "U.S.", "D.C.": single capitals each with its dot, two at least; the end of it,
 * or 0. */
static size_t dotted_end(const struct cutting *k, size_t i) {
	unsigned letters = 0;
	while (i + 1 < k->text.len && k->text.at[i] >= 'A' && k->text.at[i] <= 'Z'
		&& k->text.at[i + 1] == '.') {
		i += 2;
		letters++;
	}
	/* "U.S" at the end of a clause. */
	size_t next;
	if (letters == 1 && i < k->text.len && k->text.at[i] >= 'A' && k->text.at[i] <= 'Z'
		&& letter_kind(peek(k, i + 1, &next)) == LETTER_NONE)
		return i + 1;
	return letters >= 2 ? i : 0;
}

/* Latin letters without accents, so that lists of plain words find them. */
static char plain_letter(uint32_t c) {
	static const char latin[] =
		"aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty";
	if (c < 0x80)
		return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	return c >= 0xC0 && c < 0x100 ? latin[c - 0xC0] : 0;
}

struct shape {
	unsigned small, capitals;
	bool first_capital, digit;
	uint64_t hash;
};

static void add_letter(struct shape *s, uint32_t c, enum letter_kind kind, bool first) {
	char plain = plain_letter(c);
	s->small += kind == LETTER_SMALL || kind == LETTER_OTHER;
	s->capitals += kind == LETTER_CAPITAL;
	if (first) {
		s->first_capital = kind == LETTER_CAPITAL || kind == LETTER_OTHER;
		s->digit = kind == LETTER_DIGIT;
	}
	if (plain)
		s->hash = (s->hash ^ (unsigned char)plain) * 1099511628211u;
	else
		for (; c; c >>= 8)
			s->hash = (s->hash ^ (c & 0xFF)) * 1099511628211u;
}

/* One word from `k->i`: letters and digits, and an apostrophe between letters. */
static void take_word(struct cutting *k, struct token *t, struct shape *s) {
	size_t dots = dotted_end(k, k->i), i = k->i, next;
	bool first = true;
	if (dots)
		t->flags |= TOKEN_DOTS;
	for (; !dots || i < dots; i = next, k->point++, first = false) {
		uint32_t c = peek(k, i, &next);
		enum letter_kind kind = letter_kind(c);
		if (dots && c == '.')
			continue;
		if (kind == LETTER_NONE && !first && i < k->text.len && is_apostrophe(c)) {
			size_t after;
			uint32_t letter = peek(k, next, &after);
			bool last = letter_kind(peek(k, after, &after)) == LETTER_NONE;
			if (letter_kind(letter) == LETTER_NONE || (letter == 's' && last)) {
				t->flags |= TOKEN_OWNS;
				break;
			}
			/* "d'Ivoire" */
			s->first_capital |= letter_kind(letter) == LETTER_CAPITAL;
			continue;
		}
		if (kind == LETTER_NONE)
			break;
		add_letter(s, c, kind, first);
	}
	k->i = i;
}

/* Two demonyms in one: "South Korean" is entered at its second word. */
static void classify(struct cutting *k, struct token *t) {
	struct tokens *out = k->out;
	const struct word *w = words_find(k->words, t->hash);
	if (w) {
		t->classes = w->classes;
		for (int i = 0; i < 4; i++)
			t->country[i] = w->country[i];
	}
	if (!(t->classes & WORD_DEMONYM_END) || !out->n
		|| !(t->flags & (TOKEN_ADJACENT | TOKEN_HYPHEN)))
		return;
	w = words_find(k->words, word_hash_pair(out->at[out->n - 1].hash, t->hash));
	if (!w)
		return;
	for (int i = 0; i < 4; i++)
		t->country[i] = w->country[i];
	t->classes |= WORD_DEMONYM;
}

/* The possessive and the plural of peoples: "Iraqis". */
static void classify_plural(struct cutting *k, struct token *t) {
	struct str text = { k->text.at + t->start, t->end - t->start };
	if (t->classes || text.len < 4 || text.at[text.len - 1] != 's'
		|| !(t->flags & TOKEN_CAPITAL))
		return;
	char folded[32];
	if (text.len > sizeof(folded))
		return;
	for (size_t i = 0; i < text.len; i++)
		folded[i] = plain_letter((unsigned char)text.at[i] & 0x7F);
	const struct word *w = words_find(k->words, word_hash(folded, text.len - 1));
	if (!w || !(w->classes & (WORD_DEMONYM | WORD_DEMONYM_END)))
		return;
	uint64_t whole = t->hash;
	t->hash = word_hash(folded, text.len - 1);
	classify(k, t);
	t->classes &= WORD_DEMONYM | WORD_DEMONYM_END;
	t->hash = whole;
}

/* The dot of "Athens, Ga." belongs to it, and may end the sentence all the same. */
static void take_dot(const struct cutting *k, struct token *t) {
	if (!(t->classes & WORD_STATE) || !(t->flags & TOKEN_COMMA) || !(t->flags & TOKEN_CAPITAL)
		|| t->flags & (TOKEN_DOTS | TOKEN_OWNS) || k->i >= k->text.len
		|| k->text.at[k->i] != '.')
		return;
	t->end++;
	t->npoints++;
}

static void add_token(struct cutting *k) {
	struct token *t = arena_push(k->arena, k->out->at, k->out->n, k->out->capacity);
	struct shape s = { .hash = 14695981039346656037u };
	*t = (struct token){ .start = (uint32_t)k->i, .point = k->point };
	k->out->n--;
	take_word(k, t, &s);
	t->end = (uint32_t)k->i;
	uint32_t n = k->point - t->point;
	t->npoints = n > UINT16_MAX ? UINT16_MAX : (uint16_t)n;
	t->hash = s.hash ? s.hash : 1;
	uint32_t flags = k->flags | t->flags;
	flags |= s.first_capital ? TOKEN_CAPITAL : 0;
	flags |= s.digit ? TOKEN_DIGITS : 0;
	flags |= s.capitals > 1 && !s.small ? TOKEN_CAPITALS : 0;
	if (k->ended && (s.first_capital || s.digit || (k->flags & TOKEN_PARAGRAPH)))
		flags |= TOKEN_SENTENCE;
	if (k->spaces == 1 && !(flags & (TOKEN_COMMA | TOKEN_BREAK | TOKEN_QUOTED | TOKEN_PAREN)))
		flags |= TOKEN_ADJACENT;
	t->flags = (uint16_t)flags;
	classify(k, t);
	classify_plural(k, t);
	take_dot(k, t);
	k->out->n++;
	k->flags = 0;
	k->ended = k->line = false;
	k->spaces = 0;
}

/* A dot ends a sentence, but not behind "St" or a single capital, and "U.S." may
 * do both: then a function word must follow, which its capital tells. */
static bool is_abbreviation(const struct cutting *k) {
	if (!k->out->n || k->out->at[k->out->n - 1].end != k->i)
		return false;
	const struct token *t = &k->out->at[k->out->n - 1];
	return (t->classes & WORD_DOTTED && t->flags & TOKEN_CAPITAL)
		|| (t->npoints == 1 && t->flags & TOKEN_CAPITAL);
}

static void pass_separator(struct cutting *k, uint32_t c) {
	switch (c) {
	case ' ':
	case '\t':
	case 0xA0:
		k->spaces++;
		return;
	case '\r':
		return;
	case '\n':
		k->spaces++;
		if (k->line) {
			k->ended = true;
			k->flags |= TOKEN_PARAGRAPH;
		}
		k->line = true;
		return;
	case ',':
		k->flags |= TOKEN_COMMA;
		return;
	case '-':
	case 0x2010:
	case 0x2011:
		if (!k->spaces && k->out->n && k->out->at[k->out->n - 1].end == k->i)
			k->flags |= TOKEN_HYPHEN;
		else
			k->flags |= TOKEN_BREAK;
		return;
	case '"':
	case 0x201C:
	case 0x201D:
	case 0xAB:
	case 0xBB:
		k->flags |= TOKEN_QUOTED;
		return;
	case '(':
	case '[':
		k->flags |= TOKEN_PAREN;
		return;
	case '.':
		if (is_abbreviation(k))
			return;
		k->ended = true;
		k->flags |= TOKEN_BREAK;
		return;
	case '!':
	case '?':
	case 0x61F:
	case 0x3002:
		k->ended = true;
		k->flags |= TOKEN_BREAK;
		return;
	default:
		if (!is_apostrophe(c))
			k->flags |= TOKEN_BREAK;
	}
}

void tokens_make(struct tokens *tokens, struct str text, const struct words *words,
	struct arena *arena) {
	struct cutting k = { .out = tokens,
		.text = text,
		.words = words,
		.arena = arena,
		.flags = TOKEN_PARAGRAPH,
		.ended = true };
	*tokens = (struct tokens){ .text = text };
	while (k.i < text.len) {
		size_t next;
		uint32_t c = peek(&k, k.i, &next);
		if (letter_kind(c) != LETTER_NONE) {
			add_token(&k);
			continue;
		}
		/* The s of "Turkey's" is no word. */
		if (is_apostrophe(c) && tokens->n && tokens->at[tokens->n - 1].end == k.i
			&& tokens->at[tokens->n - 1].flags & TOKEN_OWNS && next < text.len
			&& text.at[next] == 's') {
			next++;
			k.point++;
		} else {
			pass_separator(&k, c);
		}
		k.i = next;
		k.point++;
	}
}

struct str token_text(const struct tokens *tokens, uint32_t i) {
	return str_slice(tokens->text, tokens->at[i].start, tokens->at[i].end);
}

uint32_t sentence_end(const struct tokens *tokens, uint32_t i) {
	for (i++; i < tokens->n && !(tokens->at[i].flags & TOKEN_SENTENCE);)
		i++;
	return i;
}
