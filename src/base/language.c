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
