#include "gazetteer/asked.h"

#include <string.h>

#include "gazetteer/store.h"

/*
 * Words of kind as they are folded: English, what agencies keep of Arabic,
 * French and Spanish, and the Arabic words themselves ("mtar" is how fold()
 * writes its letters).  The distances: an air base lies within some 15 km of the
 * town it is named after, a district reaches 20 km around its seat, a region 75.
 */
/* clang-format off */
#define WORDS(text) (text), sizeof(text) - 1
static const struct class_word class_words[] = {
	{ WORDS("international airport"), "airport", 15000 },
	{ WORDS("airport"), "airport", 15000 }, { WORDS("intl airport"), "airport", 15000 },
	{ WORDS("aeroport"), "airport", 15000 }, { WORDS("aeropuerto"), "airport", 15000 },
	{ WORDS("mtar"), "airport", 15000 }, { WORDS("military airport"), "base", 15000 },
	{ WORDS("military airfield"), "base", 15000 },
	{ WORDS("military air base"), "base", 15000 },
	{ WORDS("military airbase"), "base", 15000 }, { WORDS("air base"), "base", 15000 },
	{ WORDS("airbase"), "base", 15000 }, { WORDS("air force base"), "base", 15000 },
	{ WORDS("airfield"), "airfield", 15000 }, { WORDS("airstrip"), "airfield", 15000 },
	{ WORDS("military base"), "base", 15000 }, { WORDS("army base"), "base", 15000 },
	{ WORDS("naval base"), "base", 15000 }, { WORDS("military camp"), "base", 15000 },
	{ WORDS("base"), "base", 15000 }, { WORDS("garrison"), "base", 15000 },
	{ WORDS("barracks"), "base", 15000 }, { WORDS("qaada"), "base", 15000 },
	{ WORDS("camp"), "camp", 15000 }, { WORDS("mkhym"), "camp", 15000 },
	{ WORDS("refugee camp"), "camp", 15000 }, { WORDS("idp camp"), "camp", 15000 },
	{ WORDS("border crossing point"), "crossing", 15000 },
	{ WORDS("border crossing"), "crossing", 15000 },
	{ WORDS("border post"), "crossing", 15000 },
	{ WORDS("border gate"), "crossing", 15000 },
	{ WORDS("border point"), "crossing", 15000 },
	{ WORDS("crossing point"), "crossing", 15000 },
	{ WORDS("crossing"), "crossing", 15000 }, { WORDS("checkpoint"), "crossing", 15000 },
	{ WORDS("mbr"), "crossing", 15000 }, { WORDS("mnfdh"), "crossing", 15000 },
	{ WORDS("sub district"), "district", 15000 },
	{ WORDS("subdistrict"), "district", 15000 }, { WORDS("district"), "district", 20000 },
	{ WORDS("qadha"), "district", 20000 }, { WORDS("nahiya"), "district", 15000 },
	{ WORDS("qda"), "district", 20000 }, { WORDS("nahya"), "district", 15000 },
	{ WORDS("raion"), "district", 20000 }, { WORDS("rayon"), "district", 20000 },
	{ WORDS("county"), "district", 30000 }, { WORDS("governorate"), "region", 75000 },
	{ WORDS("province"), "region", 75000 }, { WORDS("oblast"), "region", 75000 },
	{ WORDS("wilayat"), "region", 75000 }, { WORDS("muhafazah"), "region", 75000 },
	{ WORDS("mhafza"), "region", 75000 }, { WORDS("region"), "region", 75000 },
	{ WORDS("state"), "region", 75000 }, { WORDS("countryside"), "area", 30000 },
	{ WORDS("ryf"), "area", 30000 }, { WORDS("outskirts"), "area", 10000 },
	{ WORDS("suburbs"), "area", 10000 }, { WORDS("suburb"), "area", 10000 },
	{ WORDS("area"), "area", 10000 }, { WORDS("near"), "area", 10000 },
	{ WORDS("outside"), "area", 10000 }, { WORDS("around"), "area", 10000 },
	{ WORDS("city"), "town", 0 }, { WORDS("town"), "town", 0 },
	{ WORDS("village"), "town", 0 }, { WORDS("mdyna"), "town", 0 },
	{ WORDS("blda"), "town", 0 }, { WORDS("qrya"), "town", 0 },
	{ WORDS("ville"), "town", 0 }, { WORDS("madinat"), "town", 0 },
	{ WORDS("oil field"), "oilfield", 20000 }, { WORDS("oilfield"), "oilfield", 20000 },
	{ WORDS("gas field"), "oilfield", 20000 }, { WORDS("refinery"), "refinery", 15000 },
	{ WORDS("dam"), "dam", 20000 }, { WORDS("sd"), "dam", 20000 },
	{ WORDS("port"), "port", 10000 }, { WORDS("power station"), "power station", 15000 },
	{ WORDS("power plant"), "power station", 15000 }, { WORDS("bridge"), "bridge", 5000 },
	{ WORDS("jsr"), "bridge", 5000 },
};
/* clang-format on */

/* Between a word of kind and the name: "city of Mosul". */
static const char *const links[] = { "of", "the", "de", "du", "in", "military" };

/* Most names have no word of kind: that is seen by their first and last letters. */
static bool may_have(struct str s, const struct class_word *w) {
	return s.len > w->length + 1u
		&& (s.at[0] == w->words[0] || s.at[s.len - 1] == w->words[w->length - 1u]);
}

static bool ends_with_words(struct str s, struct str words) {
	return s.len > words.len + 1 && str_ends(s, words) && s.at[s.len - words.len - 1] == ' ';
}

static bool starts_with_words(struct str s, struct str words) {
	return s.len > words.len + 1 && str_starts(s, words) && s.at[words.len] == ' ';
}

static struct str cut_front(struct str s, struct str words) {
	return str_slice(s, words.len + 1, s.len);
}

static struct str cut_back(struct str s, struct str words) {
	return str_slice(s, 0, s.len - words.len - 1);
}

/* The longest word of kind at either end. */
static const struct class_word *find_word(struct str s, bool *front) {
	const struct class_word *best = NULL;
	size_t longest = 0;
	if (!memchr(s.at, ' ', s.len))
		return NULL;
	for (size_t i = 0; i < sizeof(class_words) / sizeof(class_words[0]); i++) {
		if (!may_have(s, &class_words[i]))
			continue;
		struct str words = { class_words[i].words, class_words[i].length };
		bool at_front = starts_with_words(s, words);
		if (words.len <= longest || !(at_front || ends_with_words(s, words)))
			continue;
		best = &class_words[i];
		longest = words.len;
		*front = at_front;
	}
	return best;
}

static struct str cut_links(struct str s) {
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		struct str word = str_of(links[i]);
		if (starts_with_words(s, word))
			s = cut_front(s, word);
		if (ends_with_words(s, word))
			s = cut_back(s, word);
	}
	return s;
}

bool asked_core(const struct folded *whole, struct folded *core, const struct class_word **kind) {
	struct str rest = { whole->text, whole->ntext };
	bool front = false;
	*kind = NULL;
	for (;;) {
		const struct class_word *word = find_word(rest, &front);
		if (!word)
			break;
		struct str words = { word->words, word->length };
		rest = cut_links(front ? cut_front(rest, words) : cut_back(rest, words));
		if (!*kind)
			*kind = word;
	}
	if (!*kind)
		return false;
	fold(rest, core);
	core->scripts |= whole->scripts;
	return core->nwhole > 0;
}

bool class_answers(struct str class, struct str asked) {
	/* clang-format off */
	static const struct {
		const char *asked, *also;
	} also[] = {
		{ "airfield", "airport" }, { "airfield", "base" }, { "airfield", "air base" },
		{ "base", "air base" }, { "base", "camp" }, { "base", "airfield" },
		{ "base", "site/base" }, { "base", "town/base" }, { "camp", "base" },
		{ "airport", "air base" }, { "airport", "airfield" },
		{ "area", "town" }, { "area", "district" }, { "area", "region" },
		{ "town", "city" }, { "town", "village" }, { "town", "quarter" },
		{ "town", "town/base" },
	};
	/* clang-format on */
	if (str_equal(class, asked))
		return true;
	for (size_t i = 0; i < sizeof(also) / sizeof(also[0]); i++)
		if (str_equal(asked, str_of(also[i].asked))
			&& str_equal(class, str_of(also[i].also)))
			return true;
	return false;
}

struct str class_of_word(struct str word) {
	const char *class;
	for (size_t i = 0; i < sizeof(class_words) / sizeof(class_words[0]); i++)
		if (str_equal_nocase(word, str_of(class_words[i].words))
			|| str_equal_nocase(word, str_of(class_words[i].class)))
			return str_of(class_words[i].class);
	for (size_t i = 0; (class = store_class_name(i)); i++)
		if (str_equal_nocase(word, str_of(class)))
			return str_of(class);
	return (struct str){ "", 0 };
}

const char *class_nearest(struct str word) {
	enum { MOST = 256 };
	const char *name[MOST], *class;
	size_t n = 0;
	for (; n < sizeof(class_words) / sizeof(class_words[0]); n++)
		name[n] = class_words[n].words;
	for (size_t i = 0; n < MOST && (class = store_class_name(i)); i++)
		name[n++] = class;
	return str_nearest(word, name, n);
}

/* The last comma, or a bracket at the end, but none inside the name's brackets. */
static void cut_qualifier(struct str name, struct asked *out) {
	size_t len = name.len;
	out->name = name;
	out->qualifier = (struct str){ "", 0 };
	if (len && name.at[len - 1] == ')') {
		for (size_t i = len - 1; i-- > 1;) {
			if (name.at[i] != '(')
				continue;
			out->qualifier = str_trim(str_slice(name, i + 1, len - 1));
			out->name = str_trim(str_slice(name, 0, i));
			return;
		}
	}
	for (size_t i = len; i-- > 1;) {
		/* The Arabic comma, U+060C, is D8 8C. */
		bool arabic = (unsigned char)name.at[i] == 0x8C
			&& (unsigned char)name.at[i - 1] == 0xD8;
		if (name.at[i] != ',' && !arabic)
			continue;
		out->qualifier = str_trim(str_slice(name, i + 1, len));
		out->name = str_trim(str_slice(name, 0, i - arabic));
		return;
	}
}

void asked_parse(const struct place_query *query, struct asked *out) {
	*out = (struct asked){ .class = query->class };
	cut_qualifier(str_trim(query->name), out);
	fold(out->name, &out->whole);
	out->has_core = asked_core(&out->whole, &out->core, &out->kind);
	if (!out->has_core)
		out->kind = NULL;
	if (!out->class.len && out->kind)
		out->class = str_of(out->kind->class);
}
