/* Whatever bytes come as a name or as an event list: the forms keep their
 * promises, the readers say what is wrong and touch nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "event/events.h"
#include "gazetteer/asked.h"
#include "gazetteer/distance.h"
#include "gazetteer/gather.h"
#include "gazetteer/keys.h"
#include "random.h"

/* Letters of many scripts, signs, separators, broken bytes. */
static const char *const pieces[] = { "a", "al", " ", "-", "sh", "kh", "ā", "ʿ", "ال", "ق", "ة",
	"ه", "Ж", "щ", "北", "é", "e\xCC\x81", "\xFF", "\xE2\x80", ",", "(", ")", "1", "٣", "base",
	" air base", "'", "’", "\xEF\xBC\xA1", "ß", "qu", "\t", "\n", "ی" };

static struct str random_name(uint64_t *seed, char *out, size_t size) {
	size_t n = 0, count = random_next(seed) % 60;
	for (size_t i = 0; i < count; i++) {
		const char *p = pieces[random_next(seed) % (sizeof(pieces) / sizeof(pieces[0]))];
		size_t len = strlen(p);
		if (n + len > size)
			break;
		memcpy(out + n, p, len);
		n += len;
	}
	return (struct str){ out, n };
}

static void test_fold(void **state) {
	uint64_t seed = 1, key[KEYS_MOST];
	char text[600], other_text[600];
	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct folded f, again, g;
		struct asked asked;
		enum fit fit;
		struct str name = random_name(&seed, text, sizeof(text));
		struct place_query q = { .name = name };
		fold(name, &f);
		assert_true(f.ntext <= FOLD_LONGEST && f.nwhole <= f.ntext);
		assert_true(f.nbare <= f.nwhole && f.nsound <= f.nbare);
		assert_int_equal(strlen(f.whole), f.nwhole);
		assert_int_equal(utf8_check((struct str){ f.text, f.ntext }), SIZE_MAX);
		/* What is folded stays as it is. */
		fold((struct str){ f.text, f.ntext }, &again);
		assert_string_equal(again.text, f.text);
		assert_true(keys_make(&f, KEY_ALL, true, key) <= KEYS_MOST);
		fold(random_name(&seed, other_text, sizeof(other_text)), &g);
		double s = name_similarity(&f, &g, &fit);
		assert_true(s >= 0 && s <= 1);
		assert_float_equal(s, name_similarity(&g, &f, &fit), 1e-9);
		asked_parse(&q, &asked);
		name_language(name);
	}
}

/* One byte becomes another, often one that means something to the reader. */
static void change(char *text, size_t len, const char *signs, uint64_t *seed) {
	size_t nsigns = strlen(signs);
	for (uint64_t n = random_next(seed) % 6; n > 0; n--) {
		char *at = &text[random_next(seed) % len];
		if (random_next(seed) % 4)
			*at = signs[random_next(seed) % nsigns];
		else
			*at = (char)(random_next(seed) & 255);
	}
}

static void read_changed(const char *list, uint64_t *seed) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct events events;
	struct event_layers layers;
	size_t len = strlen(list);
	char *text = malloc(len);
	memcpy(text, list, len);
	diag_init(&diag, &arena);
	change(text, len, "\",:{}[];\n0a-.", seed);
	len -= random_next(seed) % (len / 4);
	struct source source = { "changed", { text, len } };
	if (events_read(&source, &events, &arena, &diag)) {
		assert_int_equal(diag.errors, 0);
		events_select(&events, (struct date){ 2020, 1, 1 }, (struct date){ 0 });
		events_layers(&events, NULL, NULL, 0, &layers, &arena);
	} else {
		assert_true(diag.errors > 0);
	}
	arena_release(&arena);
	free(text);
}

static void test_lists(void **state) {
	uint64_t seed = 2;
	(void)state;
	for (int i = 0; i < 4000; i++) {
		read_changed(
			"id,date,end_date,kind,place,country,lon,lat,via,to,precision,confidence\n"
			"a,2020-04-07,2020-05,strike,\"X, IQ\",IQ,44.1,33.2,,,15km,claimed\n"
			"b,2020,,convoy,A,,1,2,\"B;C\",D,town,\n",
			&seed);
		read_changed(
			"{\"features\":[{\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},"
			"\"properties\":{\"date\":\"2020-01-01\",\"x\":[1,{\"y\":2}]},\"id\":4},"
			"{\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[1,2],[170,80]]},"
			"\"properties\":{\"place\":\"A\",\"to\":\"B\"}}]}",
			&seed);
	}
}

static void gather_changed(const char *table, uint64_t *seed,
	bool (*gather)(struct gathering *, const struct source *, struct diag *)) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct gathering g = { .arena = &arena, .sorter = sorter_open("/tmp/x", 1 << 16) };
	size_t len = strlen(table);
	char *text = malloc(len);
	memcpy(text, table, len);
	diag_init(&diag, &arena);
	change(text, len, "\t,\n\";.", seed);
	struct source source = { "changed", { text, len - random_next(seed) % (len / 2) } };
	bool ok = gather(&g, &source, &diag);
	assert_true(ok == (diag.errors == 0));
	struct record record;
	struct gathered place;
	while (sorter_take(g.sorter, &record)) {
		struct str bytes = { (const char *)record.at, record.size };
		assert_true(gathered_unpack(bytes, &place, &arena));
		assert_true(fabs(place.at.x) <= 360 && fabs(place.at.y) <= 90);
		assert_true(!place.has_point || place.name.len || place.nothers);
	}
	sorter_close(g.sorter);
	arena_release(&g.scratch);
	arena_release(&arena);
	free(text);
}

static bool gather_lines(struct gathering *g, const struct source *source, struct diag *diag) {
	struct lines lines;
	lines_of(&lines, source, g->arena);
	return gather_geonames(g, &lines, diag);
}

static void test_tables(void **state) {
	uint64_t seed = 3;
	(void)state;
	for (int i = 0; i < 4000; i++) {
		gather_changed(
			"id,name,names,country,class,lon,lat,precision,name:ar,west,south,east,north\n"
			"gn:1,A,B;C,IQ;SY,base,44.1,33.2,15km,\"x\",1,2,3,4\n",
			&seed, gather_csv);
		gather_changed(
			"98182\tBaghdad\tBaghdad\tBagdad,\xD8\xA8\t33.3\t44.4\tP\tPPLC\tIQ\t\t07"
			"\t\t\t\t5672513\t\t41\tAsia/Baghdad\t2020-01-01\n",
			&seed, gather_lines);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_tables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
