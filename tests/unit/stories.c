/* Event candidates in each of the forms in which they are written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "base/out.h"
#include "scan/story.h"

#define TEXT(literal) \
	{ (literal), sizeof(literal) - 1 }

/* Told by two articles of one agency and by a file that names none. */
static struct told told[] = {
	{ TEXT("a.txt"), TEXT("Reuters"), TEXT("They left \"K1\"."), 0, 15 },
	{ TEXT("b.txt"), TEXT("Reuters"), TEXT("K1 was left."), 3, 15 },
	{ TEXT("c.txt"), TEXT(""), TEXT("K1 is empty."), 7, 19 },
	{ TEXT("c.txt"), TEXT(""), TEXT("K1 is left."), 30, 41 },
};
static struct str claims[] = { TEXT("count: 500 (b.txt)"), TEXT("count: 300 (c.txt)") };

static struct story all[] = {
	{ .kind = KIND_WITHDRAWAL,
		.status = STATUS_CONFIRMED,
		.place = { .id = TEXT("gn:99072"),
			.name = TEXT("K1"),
			.country = TEXT("IQ"),
			.class = TEXT("base"),
			.feature_code = TEXT("MILB"),
			.at = { 44.25, 35.5 },
			.precision = 500,
			.set = true },
		.via = { { .id = TEXT("gn:9x"), .name = TEXT("Taji"), .at = { 44.3, 33.5 } },
			{ .id = TEXT("gn:/"),
				.name = TEXT("Doha"),
				.country = TEXT("QA"),
				.at = { 51.5, 25.3 } } },
		.nvia = 2,
		.to = { .id = TEXT("own:1"),
			.name = TEXT("Udairi"),
			.country = TEXT("KW"),
			.at = { 47.5, 29.7 },
			.set = true },
		.actor = TEXT("US troops"),
		.recipient = TEXT("Iraq"),
		.count = { TEXT("some 500"), 400, INFINITY, TEXT("troops") },
		.date = { 2020, 12, 0 },
		.until = { 2020, 12, 0 },
		.told = told,
		.ntold = 4,
		.claim = claims,
		.nclaims = 2,
		.score = 0.75 },
	{ .kind = KIND_ATTACK,
		.status = STATUS_DENIED,
		.place = { .id = TEXT("gn:"),
			.name = TEXT("Umm\tal\x7F\xC5\xAA"),
			.class = TEXT("unlisted"),
			.at = { 44, 33 },
			.precision = 15000,
			.set = true },
		.count = { TEXT("10"), 10, 12, TEXT("") },
		.date = { 2020, 11, 0 },
		.told = &told[2],
		.ntold = 1,
		.score = 0.25 },
	{ .kind = KIND_ATTACK,
		.status = STATUS_PLANNED,
		.place = { .id = TEXT("x"),
			.name = TEXT("Hit"),
			.class = TEXT("unlisted"),
			.set = true },
		.mode = "suicide",
		.date = { 2019, 0, 0 },
		.told = told,
		.ntold = 1,
		.score = 0.75 },
};
static const struct stories stories = { all, 3, 3 };

static struct arena arena;

static int tear_down(void **state) {
	(void)state;
	arena_release(&arena);
	return 0;
}

static const char *text_of(const struct out *out) {
	return arena_strdup(&arena, out_bytes(out));
}

static void test_csv(void **state) {
	struct out *out = out_memory(&arena);
	(void)state;
	stories_write_csv(out, &stories);
	assert_string_equal(text_of(out),
		"id,date,kind,place,country,lon,lat,via,to,actor,recipient,count,note,source,confidence,precision,end_date\n"
		"withdrawal-1,2020-12,withdrawal,K1,IQ,44.25,35.5,\"Taji; Doha, QA\",\"Udairi, KW\",US troops,Iraq,some 500,\"They left \"\"K1\"\". [count: 500 (b.txt)] [count: 300 (c.txt)]\",\"Reuters; c.txt\",confirmed,,2020-12\n"
		"attack-2,2020-11,attack,\"Umm\tal\x7FŪ\",,44,33,,,,,10,K1 is empty.,c.txt,denied,15km,\n"
		"attack-3,2019,attack,Hit,,0,0,,,,,,\"They left \"\"K1\"\".\",Reuters,planned,region,\n");
}

static void test_geojson(void **state) {
	struct out *out = out_memory(&arena);
	(void)state;
	stories_write_geojson(out, &stories);
	assert_string_equal(text_of(out),
		"{\"type\":\"FeatureCollection\",\"features\":[\n"
		"{\"type\":\"Feature\",\"id\":1,\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[44.25,35.5],[44.3,33.5],[51.5,25.3],[47.5,29.7]]},\"properties\":{\"kind\":\"withdrawal\",\"date\":\"2020-12\",\"end_date\":\"2020-12\",\"place\":\"K1\",\"country\":\"IQ\",\"to\":\"Udairi\",\"actor\":\"US troops\",\"recipient\":\"Iraq\",\"count\":\"some 500\",\"note\":\"They left \\\"K1\\\". [count: 500 (b.txt)] [count: 300 (c.txt)]\",\"source\":\"Reuters; c.txt\",\"confidence\":\"confirmed\"}},\n"
		"{\"type\":\"Feature\",\"id\":2,\"geometry\":{\"type\":\"Point\",\"coordinates\":[44,33]},\"properties\":{\"kind\":\"attack\",\"date\":\"2020-11\",\"place\":\"Umm\\tal\\u007fŪ\",\"count\":\"10\",\"note\":\"K1 is empty.\",\"source\":\"c.txt\",\"confidence\":\"denied\",\"precision\":\"15km\"}},\n"
		"{\"type\":\"Feature\",\"id\":3,\"geometry\":{\"type\":\"Point\",\"coordinates\":[0,0]},\"properties\":{\"kind\":\"attack\",\"date\":\"2019\",\"place\":\"Hit\",\"note\":\"They left \\\"K1\\\".\",\"source\":\"Reuters\",\"confidence\":\"planned\",\"precision\":\"region\"}}\n"
		"]}\n");
}

/* A month or a year is its first day to its last; what is not known is not said. */
static void test_plover(void **state) {
	static const char *const parts[] = {
		"{\"id\":\"withdrawal-1\",\"date\":\"2020-12-01\",\"enddate\":\"2020-12-31\",\"source\":[{\"actor_text\":\"US troops\"}],\"recipient\":[{\"actor_text\":\"Iraq\"}],\"event\":[\"RETREAT\"],\"quad_code\":2,\"mode\":[\"withdraw\"],\"event_loc\":{\"name\":\"K1\",\"geonameid\":99072,",
		"\"via\":[{\"name\":\"Taji\",\"id\":\"gn:9x\",\"latitude\":33.5,\"longitude\":44.3},{\"name\":\"Doha\",\"id\":\"gn:/\",",
		"\"count\":{\"text\":\"some 500\",\"unit\":\"troops\",\"least\":400},\"also_told\":[{\"text\":\"K1 was left.\",\"text_info\":{\"start\":3,\"end\":15},\"cite_info\":{\"corpus\":\"b.txt\",\"publication\":\"Reuters\"}},{\"text\"",
		"\"claims\":[\"count: 500 (b.txt)\",\"count: 300 (c.txt)\"]}\n{\"id\":\"attack-2\",\"date\":\"2020-11-01\",\"enddate\":\"2020-11-30\",\"source\":[],\"recipient\":[],\"event\":[\"ASSAULT\"],\"quad_code\":4,\"context\":[\"negation\"],\"event_loc\":{",
		"\"id\":\"gn:\",\"latitude\":33,",
		"\"count\":{\"text\":\"10\",\"least\":10,\"most\":12},\"also_told\":[],\"claims\":[]}\n",
		"{\"id\":\"attack-3\",\"date\":\"2019-01-01\",\"enddate\":\"2019-12-31\",\"source\":[],\"recipient\":[],\"event\":[\"ASSAULT\"],\"quad_code\":4,\"mode\":[\"suicide\"],\"context\":[\"future\"],",
	};
	struct out *out = out_memory(&arena);
	(void)state;
	stories_write_plover(out, &stories);
	const char *at = text_of(out);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const char *found = strstr(at, parts[i]);
		if (!found)
			fail_msg("%s\nis not in\n%s", parts[i], at);
		at = found + strlen(parts[i]);
	}
}

/* The least certain first, then as they were told; control bytes are blanks. */
static void test_review(void **state) {
	struct out *out = out_memory(&arena);
	(void)state;
	stories_write_review(out, &stories, &arena);
	assert_string_equal(text_of(out),
		"score  date        kind        status     place                    actor                    source\n"
		"0.25   2020-11     attack      denied     Umm al Ū                                          c.txt\n"
		"       K1 is empty.\n"
		"0.75   2020-12     withdrawal  confirmed  K1, IQ                   US troops                Reuters; c.txt\n"
		"       They left \"K1\". [count: 500 (b.txt)] [count: 300 (c.txt)]\n"
		"0.75   2019        attack      planned    Hit                                               Reuters\n"
		"       They left \"K1\".\n");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_csv, tear_down),
		cmocka_unit_test_teardown(test_geojson, tear_down),
		cmocka_unit_test_teardown(test_plover, tear_down),
		cmocka_unit_test_teardown(test_review, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
