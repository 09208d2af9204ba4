#include "gazetteer/fold.h"

#include <string.h>

#include "base/utf8.h"
#include "gazetteer/letters.h"

/* Code points without a letter of their own: vowel points and accents that
 * follow their letter, invisible signs, modifier letters (ayn and hamza). */
/* clang-format off */
static const struct {
	uint32_t first, last;
} silent[] = {
	{ 0x00AD, 0x00AD }, { 0x00B4, 0x00B4 }, { 0x02B0, 0x036F }, { 0x0483, 0x0489 },
	{ 0x0591, 0x05BD }, { 0x05BF, 0x05C7 }, { 0x05F3, 0x05F4 }, { 0x0610, 0x061A },
	{ 0x0640, 0x0640 }, { 0x064B, 0x065F }, { 0x0670, 0x0670 }, { 0x06D6, 0x06ED },
	{ 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x200B, 0x200F }, { 0x2018, 0x201B },
	{ 0x202A, 0x202E }, { 0x2032, 0x2032 }, { 0x2035, 0x2035 }, { 0x2060, 0x206F },
	{ 0x20D0, 0x20FF }, { 0xA78B, 0xA78C }, { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F },
	{ 0xFEFF, 0xFEFF },
};
/* clang-format on */

/* Punctuation and spaces outside ASCII; the rest of what is unknown is taken
 * for letters. */
/* clang-format off */
static const struct {
	uint32_t first, last;
} separators[] = {
	{ 0x0080, 0x00A9 }, { 0x00AB, 0x00B3 }, { 0x00B6, 0x00B9 }, { 0x00BB, 0x00BF },
	{ 0x00D7, 0x00D7 }, { 0x00F7, 0x00F7 }, { 0x0589, 0x058A }, { 0x05BE, 0x05BE },
	{ 0x0600, 0x060F }, { 0x061B, 0x061F }, { 0x066A, 0x066D }, { 0x06D4, 0x06D4 },
	{ 0x2000, 0x200A }, { 0x2010, 0x2017 }, { 0x201C, 0x2029 }, { 0x202F, 0x2031 },
	{ 0x2033, 0x2034 }, { 0x2036, 0x205F }, { 0x2190, 0x2BFF }, { 0x3000, 0x3004 },
	{ 0x3008, 0x3020 }, { 0x30FB, 0x30FB }, { 0xFD3E, 0xFD3F }, { 0xFFFC, 0xFFFD },
};
/* clang-format on */

static bool is_silent(uint32_t c) {
	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]) && c >= silent[i].first; i++)
		if (c <= silent[i].last)
			return true;
	return false;
}

static bool is_separator(uint32_t c) {
	size_t n = sizeof(separators) / sizeof(separators[0]);
	for (size_t i = 0; i < n && c >= separators[i].first; i++)
		if (c <= separators[i].last)
			return true;
	return false;
}

static bool is_vowel(char c) {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static bool is_ascii_letter(char c) {
	return c >= 'a' && c <= 'z';
}

bool fold_is_article(struct str word, struct str next) {
	if (!next.len || word.len < 2 || word.len > 3)
		return false;
	if (str_equal(word, STR("the")))
		return true;
	const char *w = word.at;
	if (word.len == 2 && w[1] == 'l' && (w[0] == 'a' || w[0] == 'e' || w[0] == 'u'))
		return true;
	/* Before a sun letter the l becomes that letter: "ar Ramadi", "esh-Sham". */
	if (!is_vowel(w[0]) || is_vowel(w[1]) || next.len < word.len)
		return false;
	return memcmp(w + 1, next.at, word.len - 1) == 0 && (word.len == 2 || w[2] == 'h');
}

struct folding {
	struct folded *out;
	bool word;        /* inside one */
	uint32_t first;   /* code point that began it, when Arabic */
	unsigned letters; /* of the word so far */
};

static void put(struct folding *f, const char *s, size_t n) {
	struct folded *o = f->out;
	if (!n)
		return;
	size_t space = !f->word && o->ntext;
	if (o->ntext + n + space > FOLD_LONGEST)
		return;
	if (space)
		o->text[o->ntext++] = ' ';
	memcpy(o->text + o->ntext, s, n);
	o->ntext = (uint8_t)(o->ntext + n);
	f->word = true;
}

static void end_word(struct folding *f) {
	f->word = false;
	f->letters = 0;
	f->first = 0;
}

/* The Arabic article is written to its noun; at least two letters must remain.
 * `rest` begins behind the lam. */
static bool is_article_letter(const struct folding *f, uint32_t c, struct str rest) {
	enum { ALEF = 0x627, ALEF_WASLA = 0x671, LAM = 0x644, HEH = 0x647 };
	if (f->letters != 1 || c != LAM || (f->first != ALEF && f->first != ALEF_WASLA))
		return false;
	size_t i = 0;
	for (int letters = 0; letters < 2;) {
		if (i >= rest.len)
			return false;
		uint32_t next = utf8_next(rest, &i);
		enum script script = SCRIPT_OTHER;
		if (is_silent(next))
			continue;
		if (!letter_latin(next, &script) || script != SCRIPT_ARABIC)
			return false;
		/* The word for God is no article and a rest. */
		if (!letters && next == LAM && i < rest.len) {
			size_t k = i;
			if (utf8_next(rest, &k) == HEH && k == rest.len)
				return false;
		}
		letters++;
	}
	return true;
}

/* Many write the feminine ending as a plain heh. */
static bool is_final_heh(uint32_t c, struct str rest) {
	enum script script = SCRIPT_OTHER;
	size_t i = 0;
	return c == 0x647 && (!rest.len || !letter_latin(utf8_next(rest, &i), &script));
}

static void put_letter(struct folding *f, uint32_t c, struct str rest) {
	enum script script = SCRIPT_OTHER;
	char raw[4];
	const char *latin = letter_latin(c, &script);
	if (f->letters && is_final_heh(c, rest))
		latin = "a";
	f->out->scripts |= (uint16_t)(1u << script);
	if (!latin) {
		put(f, raw, (size_t)utf8_put(c, raw));
		return;
	}
	bool article = script == SCRIPT_ARABIC && is_article_letter(f, c, rest);
	put(f, latin, strlen(latin));
	if (!f->letters++)
		f->first = script == SCRIPT_ARABIC ? c : 0;
	if (article)
		end_word(f);
}

static void put_ascii(struct folding *f, char c) {
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	if (is_ascii_letter(c))
		f->out->scripts |= 1u << SCRIPT_LATIN;
	if (is_ascii_letter(c) || (c >= '0' && c <= '9'))
		put(f, &c, 1);
	else if (c != '\'' && c != '`')
		end_word(f);
}

static void fold_text(struct str name, struct folded *out) {
	struct folding f = { .out = out };
	for (size_t i = 0; i < name.len;) {
		uint32_t c = utf8_next(name, &i);
		if (c >= 0xFF01 && c <= 0xFF5E) /* the wide forms of ASCII */
			c -= 0xFF01 - 0x21;
		if (c < 0x80)
			put_ascii(&f, (char)c);
		else if (is_separator(c))
			end_word(&f);
		else if (!is_silent(c))
			put_letter(&f, c, str_slice(name, i, name.len));
	}
	out->text[out->ntext] = 0;
}

/* What stands for several letters in one romanisation or another, the longest
 * first; the sound's own letter. */
/* clang-format off */
static const struct {
	char letters[5];
	char sound;
} sounds[] = {
	{ "shch", 'S' }, { "tsch", 'C' }, { "sch", 'S' }, { "tch", 'C' }, { "tsh", 'C' },
	{ "dzh", 'j' }, { "sh", 'S' }, { "ch", 'C' }, { "kh", 'x' }, { "gh", 'G' },
	{ "th", 'T' }, { "dh", 'D' }, { "zh", 'Z' }, { "ph", 'f' }, { "dj", 'j' },
	{ "ck", 'k' }, { "ts", 's' }, { "tz", 's' }, { "ou", 'u' },
	{ "oo", 'u' }, { "ee", 'i' },
};
/* clang-format on */

static char sound_at(struct str word, size_t *i) {
	struct str rest = { word.at + *i, word.len - *i };
	for (size_t k = 0; k < sizeof(sounds) / sizeof(sounds[0]); k++) {
		if (rest.at[0] != sounds[k].letters[0])
			continue;
		struct str letters = str_of(sounds[k].letters);
		if (str_starts(rest, letters)) {
			*i += letters.len;
			return sounds[k].sound;
		}
	}
	char c = rest.at[0], next = rest.len > 1 ? rest.at[1] : 0;
	*i += 1;
	if (c == 'c')
		return next == 'e' || next == 'i' || next == 'y' ? 's' : 'k';
	/* Quito, but not al-Qusayr. */
	if (c == 'q' && next == 'u' && rest.len > 2 && (rest.at[2] == 'e' || rest.at[2] == 'i'))
		*i += 1;
	return c == 'q' ? 'k' : c;
}

uint8_t fold_sound(struct str words, char *out) {
	uint8_t n = 0;
	while (words.at && words.len) {
		struct str word = str_split(&words, ' ');
		for (size_t i = 0; i < word.len;) {
			char s = sound_at(word, &i);
			bool last = i == word.len;
			if (s == 'h' && last && n && is_vowel(out[n - 1]))
				continue;
			if (n && out[n - 1] == s && (is_ascii_letter(s) || (s >= 'A' && s <= 'Z')))
				continue;
			out[n++] = s;
		}
	}
	out[n] = 0;
	return n;
}

/* "Dair Alzour": an article that is written to its noun, behind the first word
 * and before a consonant ("Porto Alegre" has none). */
static struct str without_article(struct str word, bool first) {
	enum { SHORTEST = 5 };
	if (first || word.len < SHORTEST || !str_starts(word, STR("al")) || is_vowel(word.at[2]))
		return word;
	return str_slice(word, 2, word.len);
}

/* `words`, FOLD_SIZE bytes: those of the bare name, a space between. */
static struct str fold_words(struct str name, struct folded *out, char *words) {
	size_t nwords = 0;
	out->ntext = out->nwhole = out->nbare = out->nsound = 0;
	out->scripts = 0;
	out->has_article = false;
	fold_text(name, out);
	struct str rest = { out->text, out->ntext };
	while (rest.at && rest.len) {
		struct str word = str_split(&rest, ' ');
		struct str next = rest.at ? rest : (struct str){ "", 0 };
		memcpy(out->whole + out->nwhole, word.at, word.len);
		out->nwhole = (uint8_t)(out->nwhole + word.len);
		if (fold_is_article(word, next)) {
			out->has_article = true;
			continue;
		}
		word = without_article(word, word.at == out->text);
		memcpy(out->bare + out->nbare, word.at, word.len);
		out->nbare = (uint8_t)(out->nbare + word.len);
		if (nwords)
			words[nwords++] = ' ';
		memcpy(words + nwords, word.at, word.len);
		nwords += word.len;
	}
	out->whole[out->nwhole] = 0;
	out->bare[out->nbare] = 0;
	return (struct str){ words, nwords };
}

void fold_letters(struct str name, struct folded *out) {
	char words[FOLD_SIZE];
	fold_words(name, out, words);
	out->sound[0] = 0;
}

void fold(struct str name, struct folded *out) {
	char words[FOLD_SIZE];
	out->nsound = fold_sound(fold_words(name, out, words), out->sound);
}
