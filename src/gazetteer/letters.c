#include "gazetteer/letters.h"

#include <stddef.h>

/*
 * Letters of the alphabets that have a place in the news, as the Latin letters
 * that a reader without their keyboard would write.  Latin and Greek letters
 * with marks: the base letter of their canonical decomposition (Unicode 15,
 * UnicodeData.txt).  Arabic, with its Persian, Kurdish and Urdu letters, the way
 * agencies write it, hamza by its seat and ayn dropped; Cyrillic, Greek, Hebrew,
 * Armenian and Georgian by the BGN/PCGN tables without their marks.
 */
enum { WIDEST_LETTER = 5 };

/* clang-format off */
static const char latin[][WIDEST_LETTER] = {
	"a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d",
	"n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss", "a", "a",
	"a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o",
	"o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y", "a", "a", "a", "a", "a",
	"a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d", "d", "d", "e", "e", "e", "e", "e",
	"e", "e", "e", "e", "e", "g", "g", "g", "g", "g", "g", "g", "g", "h", "h", "h", "h", "i",
	"i", "i", "i", "i", "i", "i", "i", "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l",
	"l", "l", "l", "l", "l", "l", "l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n", "n",
	"o", "o", "o", "o", "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s",
	"s", "s", "s", "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u",
	"u", "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s", "b",
	"b", "b", "b", "", "", "o", "c", "c", "d", "d", "d", "d", "", "a", "a", "e", "f", "f",
	"g", "gh", "", "i", "i", "k", "k", "l", "", "", "n", "n", "o", "o", "o", "gh", "gh", "p",
	"p", "", "s", "s", "sh", "", "t", "t", "t", "t", "u", "u", "", "v", "y", "y", "z", "z",
	"zh", "", "", "", "", "", "", "", "w", "", "", "", "", "dz", "dz", "dz", "lj", "lj",
	"lj", "nj", "nj", "nj", "a", "a", "i", "i", "o", "o", "u", "u", "u", "u", "u", "u", "u",
	"u", "u", "u", "a", "a", "a", "a", "a", "ae", "ae", "g", "g", "g", "g", "k", "k", "o",
	"o", "o", "o", "zh", "zh", "j", "dz", "dz", "dz", "g", "g", "", "w", "n", "n", "a", "a",
	"ae", "ae", "o", "o", "a", "a", "a", "a", "e", "e", "e", "e", "i", "i", "i", "i", "o",
	"o", "o", "o", "r", "r", "r", "r", "u", "u", "u", "u", "s", "s", "t", "t", "y", "y", "h",
	"h", "n", "d", "", "", "z", "z", "a", "a", "e", "e", "o", "o", "o", "o", "o", "o", "o",
	"o", "y", "y", "l", "n", "t", "", "", "", "a", "c", "c", "l", "t", "s", "z", "", "", "b",
	"u", "", "e", "e", "j", "j", "", "q", "r", "r", "y", "y", "", "a", "", "b", "o", "c",
	"d", "d", "", "a", "", "e", "", "", "", "", "g", "", "g", "gh", "", "", "h", "", "i",
	"i", "i", "l", "l", "l", "", "", "", "m", "n", "n", "n", "o", "", "", "", "", "", "",
	"r", "r", "r", "", "r", "", "s", "sh", "", "", "", "", "t", "u", "", "v", "", "", "",
	"y", "z", "z", "zh",
};

static const char greek[][WIDEST_LETTER] = {
	"", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "",
	"a", "", "e", "i", "i", "", "o", "", "y", "o", "i", "a", "v", "g", "d", "e", "z", "i",
	"th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "", "s", "t", "y", "f", "ch", "ps",
	"o", "i", "y", "a", "e", "i", "i", "y", "a", "v", "g", "d", "e", "z", "i", "th", "i",
	"k", "l", "m", "n", "x", "o", "p", "r", "s", "s", "t", "y", "f", "ch", "ps", "o", "i",
	"y", "o", "y", "o",
};

static const char cyrillic[][WIDEST_LETTER] = {
	"e", "e", "dj", "gj", "ye", "dz", "i", "yi", "j", "lj", "nj", "c", "kj", "i", "u", "dz",
	"a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r",
	"s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "a",
	"b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s",
	"t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "e", "e",
	"dj", "gj", "ye", "dz", "i", "yi", "j", "lj", "nj", "c", "kj", "i", "u", "dz", "", "",
	"e", "e", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "f", "f", "i", "i",
	"i", "i", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "",
	"", "", "r", "r", "g", "g", "gh", "gh", "gh", "gh", "j", "j", "z", "z", "q", "q", "k",
	"k", "k", "k", "q", "q", "ng", "ng", "n", "n", "p", "p", "o", "o", "s", "s", "t", "t",
	"u", "u", "u", "u", "h", "h", "ts", "ts", "j", "j", "ch", "ch", "h", "h", "ch", "ch",
	"ch", "ch", "", "zh", "zh", "k", "k", "", "", "n", "n", "", "", "", "", "", "", "", "a",
	"a", "a", "a", "ae", "ae", "e", "e", "a", "a", "a", "a", "zh", "zh", "z", "z", "dz",
	"dz", "i", "i", "i", "i", "o", "o", "o", "o", "o", "o", "e", "e", "u", "u", "u", "u",
	"u", "u", "ch", "ch", "gh", "gh", "y", "y", "", "", "", "", "", "", "", "", "", "", "",
	"", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "q",
	"q", "w", "w", "", "", "", "", "", "", "p", "p", "", "",
};

static const char armenian[][WIDEST_LETTER] = {
	"a", "b", "g", "d", "e", "z", "e", "y", "t", "zh", "i", "l", "kh", "ts", "k", "h", "dz",
	"gh", "ch", "m", "y", "n", "sh", "o", "ch", "p", "j", "r", "s", "v", "t", "r", "ts", "w",
	"p", "k", "o", "f", "", "", "", "", "", "", "", "", "", "", "a", "b", "g", "d", "e", "z",
	"e", "y", "t", "zh", "i", "l", "kh", "ts", "k", "h", "dz", "gh", "ch", "m", "y", "n",
	"sh", "o", "ch", "p", "j", "r", "s", "v", "t", "r", "ts", "w", "p", "k", "o", "f", "yev",
};

static const char hebrew[][WIDEST_LETTER] = {
	"a", "b", "g", "d", "h", "w", "z", "h", "t", "y", "k", "k", "l", "m", "m", "n", "n", "s",
	"", "p", "p", "ts", "ts", "q", "r", "sh", "t",
};

static const char arabic[][WIDEST_LETTER] = {
	"", "a", "a", "w", "a", "y", "a", "b", "a", "t", "th", "j", "h", "kh", "d", "dh", "r",
	"z", "s", "sh", "s", "d", "t", "z", "", "gh", "", "", "", "", "", "", "f", "q", "k", "l",
	"m", "n", "h", "w", "y", "y", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "",
	"", "", "", "", "", "", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "", "", "", "",
	"", "", "", "a", "a", "", "", "", "w", "u", "", "t", "t", "b", "t", "t", "p", "th", "bh",
	"dz", "", "ny", "j", "ts", "ch", "ch", "d", "d", "d", "", "dh", "dh", "", "d", "", "r",
	"", "r", "", "r", "zh", "", "zh", "r", "sh", "", "", "", "", "", "ng", "", "f", "", "v",
	"v", "ph", "", "g", "k", "k", "g", "", "ng", "", "g", "", "ng", "", "", "g", "l", "", "",
	"", "", "n", "n", "n", "ny", "h", "", "e", "h", "h", "a", "", "o", "o", "u", "u", "u",
	"", "w", "y", "y", "e", "", "e", "", "y", "y", "", "e",
};

static const char arabic_figures[][WIDEST_LETTER] = {
	"0", "1", "2", "3", "4", "5", "6", "7", "8", "9",
};

static const char georgian[][WIDEST_LETTER] = {
	"a", "b", "g", "d", "e", "v", "z", "t", "i", "k", "l", "m", "n", "o", "p", "zh", "r",
	"s", "t", "u", "p", "k", "gh", "q", "sh", "ch", "ts", "dz", "ts", "ch", "kh", "j", "h",
};

static const char latin_more[][WIDEST_LETTER] = {
	"a", "a", "b", "b", "b", "b", "b", "b", "c", "c", "d", "d", "d", "d", "d", "d", "d", "d",
	"d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "f", "f", "g", "g", "h", "h",
	"h", "h", "h", "h", "h", "h", "h", "h", "i", "i", "i", "i", "k", "k", "k", "k", "k", "k",
	"l", "l", "l", "l", "l", "l", "l", "l", "m", "m", "m", "m", "m", "m", "n", "n", "n", "n",
	"n", "n", "n", "n", "o", "o", "o", "o", "o", "o", "o", "o", "p", "p", "p", "p", "r", "r",
	"r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s", "s", "s", "s", "s", "t", "t",
	"t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "v", "v",
	"v", "v", "w", "w", "w", "w", "w", "w", "w", "w", "w", "w", "x", "x", "x", "x", "y", "y",
	"z", "z", "z", "z", "z", "z", "h", "t", "w", "y", "a", "s", "", "", "ss", "", "a", "a",
	"a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a",
	"a", "a", "a", "a", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e",
	"e", "e", "i", "i", "i", "i", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o",
	"o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "u", "u", "u", "u", "u", "u",
	"u", "u", "u", "u", "u", "u", "u", "u", "y", "y", "y", "y", "y", "y", "y", "y", "", "",
	"", "", "y", "y",
};

static const char greek_more[][WIDEST_LETTER] = {
	"a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "e", "e",
	"e", "e", "e", "e", "", "", "e", "e", "e", "e", "e", "e", "", "", "i", "i", "i", "i",
	"i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i",
	"i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "o", "o", "o", "o", "o", "o", "", "",
	"o", "o", "o", "o", "o", "o", "", "", "y", "y", "y", "y", "y", "y", "y", "y", "", "y",
	"", "y", "", "y", "", "y", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o",
	"o", "o", "o", "o", "a", "a", "e", "e", "i", "i", "i", "i", "o", "o", "y", "y", "o", "o",
	"", "", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a",
	"i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "o", "o",
	"o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "a", "a", "a", "a",
	"a", "", "a", "a", "a", "a", "a", "a", "a", "", "i", "", "", "", "i", "i", "i", "", "i",
	"i", "e", "e", "i", "i", "i", "", "", "", "i", "i", "i", "i", "", "", "i", "i", "i", "i",
	"i", "i", "", "", "", "", "y", "y", "y", "y", "r", "r", "y", "y", "y", "y", "y", "y",
	"r", "", "", "", "", "", "o", "o", "o", "", "o", "o", "o", "o", "o", "o", "o",
};
/* clang-format on */

static const struct {
	uint32_t first, last;
	enum script script;
	const char (*letter)[WIDEST_LETTER];
} blocks[] = {
	{ 0x00C0, 0x0292, SCRIPT_LATIN, latin },
	{ 0x0370, 0x03CE, SCRIPT_GREEK, greek },
	{ 0x0400, 0x0527, SCRIPT_CYRILLIC, cyrillic },
	{ 0x0531, 0x0587, SCRIPT_ARMENIAN, armenian },
	{ 0x05D0, 0x05EA, SCRIPT_HEBREW, hebrew },
	{ 0x0621, 0x06D5, SCRIPT_ARABIC, arabic },
	{ 0x06F0, 0x06F9, SCRIPT_ARABIC, arabic_figures },
	{ 0x10D0, 0x10F0, SCRIPT_GEORGIAN, georgian },
	{ 0x1E00, 0x1EFF, SCRIPT_LATIN, latin_more },
	{ 0x1F00, 0x1FFC, SCRIPT_GREEK, greek_more },
};

const char *letter_latin(uint32_t c, enum script *script) {
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		if (c < blocks[i].first)
			break;
		if (c > blocks[i].last)
			continue;
		*script = blocks[i].script;
		return blocks[i].letter[c - blocks[i].first];
	}
	return NULL;
}
