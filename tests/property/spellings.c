/* A table of spellings against the bundled gazetteer: how often the first
 * candidate is the right place, without and with its country. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "gazetteer/explain.h"
#include "geo/geodesic.h"

/* A town's point differs from list to list by up to its own size. */
static const double tolerance = 20000;

struct row {
	struct str name, country, verdict;
	struct point at;
};

struct table {
	struct arena arena;
	struct diag diag;
	struct gazetteer *g;
	struct source source, holdout, world;
};

static bool next_row(struct str *rest, struct row *out) {
	while (rest->at && rest->len) {
		struct str line = str_split(rest, '\n');
		if (!line.len || line.at[0] == '#')
			continue;
		out->name = str_split(&line, '\t');
		out->country = str_split(&line, '\t');
		assert_true(str_to_double(str_split(&line, '\t'), &out->at.x));
		assert_true(str_to_double(str_split(&line, '\t'), &out->at.y));
		out->verdict = line;
		return true;
	}
	return false;
}

static int open_table(void **state) {
	struct table *t = calloc(1, sizeof(*t));
	const char *path = getenv("SITMAP_TEST_GAZETTEER");
	diag_init(&t->diag, &t->arena);
	assert_true(source_load(&t->source, "tests/data/spellings.tsv", &t->arena, &t->diag));
	assert_true(
		source_load(&t->holdout, "tests/data/spellings-holdout.tsv", &t->arena, &t->diag));
	assert_true(source_load(&t->world, "tests/data/spellings-world.tsv", &t->arena, &t->diag));
	if (!path)
		path = "build/gazetteer.sqlite";
	if (access(path, R_OK) == 0)
		t->g = gazetteer_open(path, &t->diag);
	*state = t;
	return 0;
}

static int close_table(void **state) {
	struct table *t = *state;
	gazetteer_close(t->g);
	arena_release(&t->arena);
	free(t);
	return 0;
}

static void look_up(struct table *t, const struct row *row, bool with_country,
	struct place_result *out) {
	struct place_query query = { .name = row->name };
	if (with_country)
		query.country = row->country;
	assert_true(gazetteer_find(t->g, &query, 10, out, &t->arena, &t->diag));
}

static bool is_right(const struct row *row, bool with_country, const struct place_result *r) {
	/* To say that it cannot be known is right where it cannot. */
	if ((!with_country || !row->country.len) && str_equal(row->verdict, STR("ambiguous"))
		&& r->verdict == PLACE_AMBIGUOUS)
		return true;
	if (str_equal(row->verdict, STR("unknown")))
		return r->verdict == PLACE_UNKNOWN;
	return r->verdict != PLACE_UNKNOWN && r->nmatches
		&& geodesic_distance(r->match[0].place->at, row->at) <= tolerance;
}

static double accuracy(struct table *t, struct str rest, bool with_country) {
	struct row row;
	struct place_result r;
	unsigned right = 0, all = 0;
	while (next_row(&rest, &row)) {
		look_up(t, &row, with_country, &r);
		bool good = is_right(&row, with_country, &r);
		right += good;
		all++;
		if (!good)
			print_message("%s: \"%.*s\" %.*s: %s %.*s, %.*s\n",
				with_country ? "with country" : "alone", STR_ARG(row.name),
				STR_ARG(row.country), place_verdict_name(r.verdict),
				r.nmatches ? (int)r.match[0].place->name.len : 0,
				r.nmatches ? r.match[0].place->name.at : "",
				r.nmatches ? (int)r.match[0].place->country.len : 0,
				r.nmatches ? r.match[0].place->country.at : "");
	}
	print_message("%s: %u of %u right, %.1f%%\n", with_country ? "with country" : "alone",
		right, all, 100.0 * right / all);
	assert_true(all >= 80);
	return (double)right / all;
}

static void test_alone(void **state) {
	struct table *t = *state;
	if (!t->g)
		skip();
	assert_true(accuracy(t, t->source.text, false) >= 0.85);
}

static void test_with_country(void **state) {
	struct table *t = *state;
	if (!t->g)
		skip();
	assert_true(accuracy(t, t->source.text, true) >= 0.95);
}

/* Held back while the rules were made. */
static void test_holdout(void **state) {
	struct table *t = *state;
	if (!t->g)
		skip();
	assert_true(accuracy(t, t->holdout.text, false) >= 0.98);
	assert_true(accuracy(t, t->holdout.text, true) >= 0.99);
}

/* Of all continents. */
static void test_world(void **state) {
	struct table *t = *state;
	if (!t->g)
		skip();
	assert_true(accuracy(t, t->world.text, false) >= 0.96);
	assert_true(accuracy(t, t->world.text, true) >= 0.98);
}

static unsigned count_wrong_verdicts(struct table *t, struct str rest) {
	struct row row;
	struct place_result r;
	unsigned wrong = 0;
	while (next_row(&rest, &row)) {
		if (str_equal(row.verdict, STR("any")))
			continue;
		look_up(t, &row, false, &r);
		if (str_equal(row.verdict, str_of(place_verdict_name(r.verdict))))
			continue;
		print_message("\"%.*s\": %s, not %.*s\n", STR_ARG(row.name),
			place_verdict_name(r.verdict), STR_ARG(row.verdict));
		wrong++;
	}
	return wrong;
}

/* Where a table names a verdict, it is that one. */
static void test_verdicts(void **state) {
	struct table *t = *state;
	if (!t->g)
		skip();
	assert_int_equal(count_wrong_verdicts(t, t->source.text), 0);
	assert_int_equal(count_wrong_verdicts(t, t->holdout.text), 0);
	assert_int_equal(count_wrong_verdicts(t, t->world.text), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alone),
		cmocka_unit_test(test_with_country),
		cmocka_unit_test(test_holdout),
		cmocka_unit_test(test_world),
		cmocka_unit_test(test_verdicts),
	};
	return cmocka_run_group_tests(tests, open_table, close_table);
}
