/* Sentences and what in them is a place, with the bundled gazetteer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scanning.h"

/* Mentions are written "text=country", apart by "; "; demonyms are left out. */
static const struct {
	const char *text, *places;
} rows[] = {
	{ "Troops left Mosul on Monday.", "Mosul=IQ" },
	{ "He was born in Paris, Texas, and lives in Paris, France.",
		"Paris=US; Texas=US; Paris=FR; France=FR" },
	{ "The U.S. and the UK said so; us too.", "U.S.=US; UK=GB" },
	{ "Paris Hilton met Jack London and President Lincoln.", "" },
	{ "Mr. Houston said he liked it. Houston smiled.", "" },
	{ "The Bank of Baghdad and Texas Rangers officials met.", "" },
	{ "Of all people, Reading is nice. Most of them agreed.", "" },
	{ "In March the Turkish army moved from Kilis to Azaz.", "Kilis=TR; Azaz=SY" },
	{ "Officials in Dallas County, Texas, and in North Dakota said so.",
		"Dallas County=US; Texas=US; North Dakota=US" },
	{ "Tripoli, Lebanon's second city, is calm.", "Tripoli=LB; Lebanon=LB" },
	{ "Libya's rivals met in Tripoli and Benghazi.", "Libya=LY; Tripoli=LY; Benghazi=LY" },
	{ "The convoy crossed al-Walid and reached Hasakah in Syria.",
		"al-Walid=IQ; Hasakah=SY; Syria=SY" },
	{ "They flew from Erbil International Airport to K1 Air Base.",
		"Erbil International Airport=IQ; K1 Air Base=IQ" },
	{ "West Nile virus and Lyme disease were found.", "" },
	{ "A ship sank in the Mediterranean Sea off Sicily.", "Mediterranean Sea=; Sicily=IT" },
	{ "He paid US$5 million.", "" },
	{ "Port-au-Prince, Haiti, was hit hardest.", "Port-au-Prince=HT; Haiti=HT" },
	{ "São Paulo and Zürich have twins.", "São Paulo=BR; Zürich=CH" },
	{ "Georgia and Armenia share a border.", "Georgia=GE; Armenia=AM" },
	{ "Police in Atlanta, Georgia, closed a road.", "Atlanta=US; Georgia=US" },
};

static const char *list_places(const struct scanned *found, struct arena *arena) {
	const char *list = "";
	for (uint32_t i = 0; i < found->mentions.n; i++) {
		const struct mention *m = &found->mentions.at[i];
		if (str_equal(m->kind, STR("demonym")))
			continue;
		struct str text = str_slice(found->tokens.text, found->tokens.at[m->first].start,
			found->tokens.at[m->last].end);
		list = arena_printf(arena, "%s%s%.*s=%.*s", list, *list ? "; " : "", STR_ARG(text),
			STR_ARG(m->place->place.country));
	}
	return list;
}

static void test_sentences(void **state) {
	struct scanning *s = *state;
	unsigned wrong = 0;
	if (!s->g)
		skip();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scanned found;
		scan_text(&s->scanner, str_of(rows[i].text), &found, &s->arena);
		const char *list = list_places(&found, &s->arena);
		if (str_equal(str_of(list), str_of(rows[i].places)))
			continue;
		print_message("%s\n\tgives  %s\n\twanted %s\n", rows[i].text, list, rows[i].places);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void test_demonyms(void **state) {
	struct scanning *s = *state;
	struct scanned found;
	if (!s->g)
		skip();
	scan_text(&s->scanner, STR("The Iraqi and South Korean ministers met."), &found, &s->arena);
	assert_int_equal(found.mentions.n, 2);
	for (uint32_t i = 0; i < 2; i++)
		assert_true(str_equal(found.mentions.at[i].kind, STR("demonym")));
	assert_true(str_equal(found.mentions.at[0].place->place.country, STR("IQ")));
	assert_true(str_equal(found.mentions.at[1].place->place.country, STR("KR")));
	assert_int_equal(found.mentions.at[1].last - found.mentions.at[1].first, 1);
}

static void test_one_sense(void **state) {
	struct scanning *s = *state;
	struct scanned found;
	if (!s->g)
		skip();
	scan_text(&s->scanner,
		STR("A fire broke out in Athens, Georgia, on Friday. Athens has burned before."),
		&found, &s->arena);
	assert_int_equal(found.mentions.n, 3);
	assert_true(found.mentions.at[0].place == found.mentions.at[2].place);
	assert_true(str_equal(found.mentions.at[2].place->place.country, STR("US")));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_demonyms),
		cmocka_unit_test(test_one_sense),
	};
	return cmocka_run_group_tests(tests, scanning_open, scanning_close);
}
