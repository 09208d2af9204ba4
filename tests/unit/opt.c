#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "app/opt.h"

struct sample {
	bool loud;
	const char *name;
	struct opt_list file;
	double ratio;
	long count;
	struct rect box;
	struct point at;
	struct opt_size size;
	struct date day;
	double zoom;
	int quality;
	const char *languages;
};

#define FIELD(f) offsetof(struct sample, f)

static const struct opt options[] = {
	{ "loud", 'l', OPT_FLAG, FIELD(loud), NULL, "say more", 0, 0 },
	{ "name", 'n', OPT_STRING, FIELD(name), "TEXT", "a name", 0, 0 },
	{ "file", 'f', OPT_LIST, FIELD(file), "FILE", "files", 0, 0 },
	{ "ratio", 0, OPT_NUMBER, FIELD(ratio), "N", "a ratio", 0.5, 4 },
	{ "count", 0, OPT_WHOLE, FIELD(count), "N", "a count", 1, 9 },
	{ "box", 0, OPT_BBOX, FIELD(box), "W,S,E,N", "a box", 0, 0 },
	{ "at", 0, OPT_POINT, FIELD(at), "LON,LAT", "a point", 0, 0 },
	{ "size", 0, OPT_SIZE, FIELD(size), "WxH", "a size", 0, 0 },
	{ "day", 0, OPT_DATE, FIELD(day), "DATE", "a day", 0, 0 },
	{ "zoom", 0, OPT_NUMBER, FIELD(zoom), "Z", "a zoom, when it is not to follow from the rest",
		0, 22 },
	{ "quality-of-all-pictures", 0, OPT_WORD, FIELD(quality), "low|high", "a word", 0, 0 },
	{ "languages", 0, OPT_TAGS, FIELD(languages), "LIST", "codes", 0, 0 },
};

static void defaults(void *out) {
	struct sample *s = out;
	s->zoom = NAN;
	s->quality = 1;
}

static const struct command command = {
	"sample",
	"[FILE]",
	"a sample",
	"Does nothing.",
	options,
	sizeof(options) / sizeof(*options),
	sizeof(struct sample),
	defaults,
	NULL,
};

/* One command line, words separated by spaces; the first message or "". */
static const char *parse(const char *line, struct sample *out, int *noperands,
	struct arena *arena) {
	struct diag *diag = arena_new(arena, struct diag, 1);
	char *words[32], *operand[32];
	int n = 0;
	struct str rest = str_of(line);
	while (rest.at && rest.len)
		words[n++] = arena_strdup(arena, str_split(&rest, ' '));
	*out = (struct sample){ 0 };
	defaults(out);
	diag_init(diag, arena);
	opt_parse(&command, n, words, out, operand, noperands, arena, diag);
	return diag->first ? diag->first->message : "";
}

static void test_values(void **state) {
	struct arena arena = ARENA_INIT;
	struct sample s;
	int n;
	(void)state;
	assert_string_equal(
		parse("-l --name=x -fa -f b --ratio 2 --count=3 in -- --out", &s, &n, &arena), "");
	assert_true(s.loud);
	assert_string_equal(s.name, "x");
	assert_int_equal(s.file.count, 2);
	assert_string_equal(s.file.item[1], "b");
	assert_true(s.ratio == 2);
	assert_int_equal(s.count, 3);
	assert_int_equal(n, 2);
	assert_string_equal(
		parse("--box 170,-20,-170,0 --at 44.2,33.3 --size 210x297mm --day 2020-04", &s, &n,
			&arena),
		"");
	assert_true(s.box.max.x == 190);
	assert_true(s.at.y == 33.3);
	assert_true(fabs(s.size.width - 793.7) < 0.1);
	assert_true(s.size.physical);
	assert_int_equal(s.day.month, 4);
	assert_string_equal(
		parse("--quality-of-all-pictures low --languages ar,en", &s, &n, &arena), "");
	assert_int_equal(s.quality, 0);
	assert_string_equal(s.languages, "ar,en");
	assert_string_equal(parse("-", &s, &n, &arena), "");
	assert_int_equal(n, 1);
	arena_release(&arena);
}

#define NO_BOX " is not W,S,E,N in degrees, south below north"
#define NO_SIZE " is not WIDTHxHEIGHT, both above 0, in pixels or with mm, cm, in, pt behind"

static void test_complaints(void **state) {
	static const char *const cases[][2] = {
		{ "--nam x", "sample: unknown option \"--nam\" (did you mean --name?)" },
		{ "--wholly-other",
			"sample: unknown option \"--wholly-other\" (sitmap sample --help lists them)" },
		{ "-z", "sample: unknown option \"-z\" (sitmap sample --help lists them)" },
		{ "--loud=1", "--loud takes no value, not \"1\"" },
		{ "--name", "--name needs a value: TEXT" },
		{ "--ratio 5", "--ratio: \"5\" is not a number from 0.5 to 4" },
		{ "--ratio 0.4", "--ratio: \"0.4\" is not a number from 0.5 to 4" },
		{ "--ratio 1,5", "--ratio: \"1,5\" is not a number from 0.5 to 4" },
		{ "--ratio nan", "--ratio: \"nan\" is not a number from 0.5 to 4" },
		{ "--count 2.5", "--count: \"2.5\" is not a whole number from 1 to 9" },
		{ "--count 0", "--count: \"0\" is not a whole number from 1 to 9" },
		{ "--count 10", "--count: \"10\" is not a whole number from 1 to 9" },
		{ "--box 1,2,3", "--box: \"1,2,3\"" NO_BOX },
		{ "--box 1,9,3,2", "--box: \"1,9,3,2\"" NO_BOX },
		{ "--box 1,2,1,3", "--box: \"1,2,1,3\"" NO_BOX },
		{ "--box -541,2,3,4", "--box: \"-541,2,3,4\"" NO_BOX },
		{ "--box 1,2,541,4", "--box: \"1,2,541,4\"" NO_BOX },
		{ "--box 1,-91,3,4", "--box: \"1,-91,3,4\"" NO_BOX },
		{ "--box 1,2,3,91", "--box: \"1,2,3,91\"" NO_BOX },
		{ "--box 500,2,100,4", "--box: \"500,2,100,4\"" NO_BOX },
		{ "--box -300,2,100,4", "--box: \"-300,2,100,4\"" NO_BOX },
		{ "--at 541,2", "--at: \"541,2\" is not LON,LAT in degrees" },
		{ "--at 1,91", "--at: \"1,91\" is not LON,LAT in degrees" },
		{ "--size 0x5", "--size: \"0x5\"" NO_SIZE },
		{ "--size 5x0mm", "--size: \"5x0mm\"" NO_SIZE },
		{ "--day 2020-13",
			"--day: \"2020-13\" is not a date such as 2020-04-07, 2020-04 or 2020" },
		{ "--quality-of-all-pictures best",
			"--quality-of-all-pictures: \"best\" is not one of low|high" },
		{ "--languages arabic!",
			"--languages: \"arabic!\" is not a list of codes of languages such as "
			"ar,en" },
	};
	struct arena arena = ARENA_INIT;
	struct sample s;
	int n;
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(parse(cases[i][0], &s, &n, &arena), cases[i][1]);
	arena_release(&arena);
}

static void test_every_error_is_told(void **state) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct sample s = { 0 };
	char a[] = "--nam", b[] = "--ratio", c[] = "9", d[] = "-q";
	char *words[] = { a, b, c, d }, *operand[4];
	int n;
	(void)state;
	diag_init(&diag, &arena);
	assert_false(opt_parse(&command, 4, words, &s, operand, &n, &arena, &diag));
	assert_int_equal(diag.errors, 3);
	arena_release(&arena);
}

/* Long lines are wrapped, and what is said of a long option begins below it. */
static void test_help(void **state) {
	static const struct opt few[] = {
		{ "loud", 'l', OPT_FLAG, FIELD(loud), NULL, "say more", 0, 0 },
		{ "quality-of-all-pictures", 0, OPT_WORD, FIELD(quality), "low|high",
			"high takes longer, and its files are larger than those of the other", 0,
			0 },
	};
	static const struct command brief = { "brief", "", "brief", "Does nothing.", few, 2,
		sizeof(struct sample), NULL, NULL };
	struct arena arena = ARENA_INIT;
	struct out *out = out_memory(&arena);
	(void)state;
	opt_help(&brief, out);
	assert_string_equal(arena_strdup(&arena, out_bytes(out)),
		"usage: sitmap brief [OPTION...]\n\nDoes nothing.\n\n"
		"  -l, --loud               say more\n"
		"      --quality-of-all-pictures low|high\n"
		"                           high takes longer, and its files are larger than\n"
		"                           those of the other\n");
	arena_release(&arena);
}

/* Each kind of option is noticed, and what is allowed is not. */
static void test_beside_a_map_file(void **state) {
	static const char *const lines[] = { "-l", "--count 3", "-n x", "-f a", "--ratio 2",
		"--box 1,2,3,4", "--at 1,2", "--size 3x4", "--day 2020", "--zoom 3",
		"--quality-of-all-pictures low", "--languages ar" };
	static const char *const allowed[] = { "loud", "count", NULL };
	struct arena arena = ARENA_INIT;
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct diag diag;
		struct sample s;
		int n;
		diag_init(&diag, &arena);
		assert_string_equal(parse(lines[i], &s, &n, &arena), "");
		assert_int_equal(opt_beside(&command, &s, "m.yaml", allowed, &arena, &diag), i < 2);
		assert_int_equal(diag.errors, i >= 2);
		if (i == 2)
			assert_string_equal(diag.first->message,
				"--name: not beside \"m.yaml\", which says what is drawn (only "
				"--loud, --count)");
	}
	arena_release(&arena);
}

static void test_zooms(void **state) {
	static const char *const wrong[] = { "", "-", "1-", "-1", "5-4", "0-23", "1-2-3", "a",
		"1.5" };
	uint8_t low = 99, high = 99;
	(void)state;
	assert_true(opt_zooms(STR("0-22"), &low, &high));
	assert_int_equal(low, 0);
	assert_int_equal(high, 22);
	assert_true(opt_zooms(STR("7"), &low, &high));
	assert_int_equal(low, 7);
	assert_int_equal(high, 7);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(opt_zooms(str_of(wrong[i]), &low, &high));
	assert_int_equal(low, 7);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_complaints),
		cmocka_unit_test(test_every_error_is_told),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_beside_a_map_file),
		cmocka_unit_test(test_zooms),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
