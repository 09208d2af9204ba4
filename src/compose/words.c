#include "compose/words.h"

#include <stdint.h>

#include "base/utf8.h"

struct translation {
	const char *english, *arabic;
};

/* One row a word; a language more is a column more. */
static const struct translation words[] = {
	{ "Sources:", "المصادر:" },
	{ "Map data:", "بيانات الخريطة:" },
	{ "as of", "حتى" },
	{ "events", "أحداث" },
	{ "event", "حدث" },
	{ "km", "كم" },
	{ "m", "م" },
	{ "Map", "خريطة" },
	{ "Handover", "تسليم" },
	{ "Strike", "ضربة" },
	{ "Attack", "هجوم" },
	{ "Convoy", "قافلة" },
	{ "Withdrawal", "انسحاب" },
	{ "Base", "قاعدة" },
	{ "Statement", "بيان" },
	{ "Protest", "احتجاج" },
	{ "Event", "حدث" },
	{ "Events", "أحداث" },
	{ "in", "في" },
	{ "and ", "و" },
	{ "Other event", "حدث آخر" },
	{ "claimed", "غير مؤكد" },
	{ "planned", "مخطط" },
	{ "denied", "منفي" },
	{ "Known only to this distance", "الموقع معروف بهذا التقريب" },
	{ "Route, in the direction of the arrow", "مسار باتجاه السهم" },
	{ "Route, claimed or planned", "مسار غير مؤكد أو مخطط" },
	{ "Disputed border", "حدود متنازع عليها" },
};

struct str words_in(struct str language, struct str english) {
	if (!str_equal(language, STR("ar")))
		return english;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_equal(english, str_of(words[i].english)))
			return str_of(words[i].arabic);
	return english;
}

bool text_is_right_to_left(struct str text) {
	for (size_t i = 0; i < text.len;) {
		uint32_t c = utf8_next(text, &i);
		if ((c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFEFC))
			return true;
		if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x00C0)
			return false;
	}
	return false;
}
