#include "base/utf8.h"
#include "gazetteer/gather.h"

/* Letters that one language of a script has and its main language has not. */
/* clang-format off */
static const struct {
	uint32_t letter;
	char language[4];
} telling[] = {
	/* Sorani Kurdish before Persian before Urdu: they share letters. */
	{ 0x695, "ckb" }, { 0x6B5, "ckb" }, { 0x6C6, "ckb" }, { 0x6CE, "ckb" }, { 0x6D5, "ckb" },
	{ 0x679, "ur" }, { 0x688, "ur" }, { 0x691, "ur" }, { 0x6BA, "ur" }, { 0x6BE, "ur" },
	{ 0x6C1, "ur" }, { 0x6D2, "ur" }, { 0x67C, "ps" }, { 0x681, "ps" }, { 0x685, "ps" },
	{ 0x689, "ps" }, { 0x693, "ps" }, { 0x696, "ps" }, { 0x69A, "ps" }, { 0x6AB, "ps" },
	{ 0x6BC, "ps" }, { 0x6CD, "ps" }, { 0x6D0, "ps" }, { 0x6AD, "ug" }, { 0x6C7, "ug" },
	{ 0x6C8, "ug" }, { 0x6CB, "ug" }, { 0x67E, "fa" }, { 0x686, "fa" }, { 0x698, "fa" },
	{ 0x6A9, "fa" }, { 0x6AF, "fa" }, { 0x6CC, "fa" }, { 0x6C0, "fa" },
	{ 0x456, "uk" }, { 0x457, "uk" }, { 0x454, "uk" }, { 0x491, "uk" }, { 0x45E, "be" },
	{ 0x452, "sr" }, { 0x458, "sr" }, { 0x459, "sr" }, { 0x45A, "sr" }, { 0x45B, "sr" },
	{ 0x45F, "sr" }, { 0x453, "mk" }, { 0x45C, "mk" }, { 0x455, "mk" }, { 0x4D9, "kk" },
	{ 0x493, "kk" }, { 0x49B, "kk" }, { 0x4A3, "kk" }, { 0x4E9, "kk" }, { 0x4B1, "kk" },
	{ 0x4AF, "kk" }, { 0x4BB, "kk" }, { 0x4B3, "tg" }, { 0x4B7, "tg" }, { 0x4E3, "tg" },
	{ 0x4EF, "tg" },
};
/* clang-format on */

/* The main language of a script, by its block. */
/* clang-format off */
static const struct {
	uint32_t first, last;
	char language[4];
} scripts[] = {
	{ 0x0370, 0x03FF, "el" }, { 0x0400, 0x052F, "ru" }, { 0x0530, 0x058F, "hy" },
	{ 0x0590, 0x05FF, "he" }, { 0x0600, 0x06FF, "ar" }, { 0x0900, 0x097F, "hi" },
	{ 0x0980, 0x09FF, "bn" }, { 0x0A00, 0x0A7F, "pa" }, { 0x0A80, 0x0AFF, "gu" },
	{ 0x0B80, 0x0BFF, "ta" }, { 0x0C00, 0x0C7F, "te" }, { 0x0C80, 0x0CFF, "kn" },
	{ 0x0D00, 0x0D7F, "ml" }, { 0x0D80, 0x0DFF, "si" }, { 0x0E00, 0x0E7F, "th" },
	{ 0x0E80, 0x0EFF, "lo" }, { 0x0F00, 0x0FFF, "bo" }, { 0x1000, 0x109F, "my" },
	{ 0x10A0, 0x10FF, "ka" }, { 0x1100, 0x11FF, "ko" }, { 0x1200, 0x137F, "am" },
	{ 0x1780, 0x17FF, "km" }, { 0x3040, 0x30FF, "ja" }, { 0x3400, 0x9FFF, "zh" },
	{ 0xAC00, 0xD7AF, "ko" },
};
/* clang-format on */

enum {
	NTELLING = sizeof(telling) / sizeof(telling[0]),
	NSCRIPTS = sizeof(scripts) / sizeof(scripts[0])
};

/* Capital letters of Cyrillic are told apart as their small ones. */
static uint32_t small(uint32_t c) {
	if (c >= 0x400 && c <= 0x40F)
		return c + 0x50;
	if (c >= 0x490 && c <= 0x4FF)
		return c | 1;
	return c;
}

struct str name_language(struct str name) {
	size_t best = NTELLING;
	const char *script = "";
	for (size_t i = 0; i < name.len;) {
		uint32_t c = utf8_next(name, &i);
		if (c < 0x370)
			continue;
		for (size_t k = 0; k < best; k++)
			if (telling[k].letter == small(c))
				best = k;
		for (size_t k = 0; k < NSCRIPTS; k++) {
			bool inside = c >= scripts[k].first && c <= scripts[k].last;
			/* Japanese mixes kana with Han; kana tells. */
			if (inside && (!*script || scripts[k].first == 0x3040))
				script = scripts[k].language;
		}
	}
	return str_of(best < NTELLING ? telling[best].language : script);
}
