#include "base/language.h"

static bool is_one_of(struct str word, const char *const *list, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (str_equal_nocase(word, str_of(list[i])))
			return true;
	return false;
}

bool language_is_right_to_left(struct str tag) {
	static const char *const languages[] = { "ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo",
		"ps", "sd", "syr", "ug", "ur", "yi" };
	static const char *const scripts[] = { "Arab", "Hebr", "Nkoo", "Syrc", "Thaa" };
	enum { SCRIPT_LETTERS = 4 };
	struct str language = str_split(&tag, '-'), next = str_split(&tag, '-');
	if (next.len == SCRIPT_LETTERS)
		return is_one_of(next, scripts, sizeof(scripts) / sizeof(*scripts));
	return is_one_of(language, languages, sizeof(languages) / sizeof(*languages));
}

static bool is_alnum(struct str s, bool letters_only) {
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && (letters_only || c < '0' || c > '9'))
			return false;
	}
	return true;
}

bool language_is_tag(struct str tag) {
	enum { MOST = 8 };
	struct str language = str_split(&tag, '-');
	if (language.len < 2 || language.len > 3 || !is_alnum(language, true))
		return false;
	while (tag.at) {
		struct str part = str_split(&tag, '-');
		if (part.len == 0 || part.len > MOST || !is_alnum(part, false))
			return false;
	}
	return true;
}
