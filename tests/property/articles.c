/* Articles in the manner of agency news, and what they tell: how many events are
 * all right, type, status, place, destination, date and actor. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "gazetteer/fold.h"
#include "scan/sense.h"
#include "scan/when.h"
#include "scanning.h"

struct expected {
	struct str file, kind, status, place, to, date, actor, count;
};

static bool next_row(struct str *rest, struct expected *e) {
	while (rest->at && rest->len) {
		struct str line = str_split(rest, '\n');
		if (!line.len || line.at[0] == '#')
			continue;
		struct str *cells[] = { &e->file, &e->kind, &e->status, &e->place, &e->to, &e->date,
			&e->actor, &e->count };
		for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
			*cells[i] = line.at ? str_split(&line, '\t') : STR("");
		return true;
	}
	return false;
}

static void read_article(struct scanning *s, const char *path, uint32_t document,
	struct stories *stories) {
	struct source source;
	struct scanned found;
	assert_true(source_load(&source, path, &s->arena, &s->diag));
	scan_text(&s->scanner, source.text, &found, &s->arena);
	struct article article = { .file = str_of(path), .document = document };
	article.date = when_article(&found.tokens, article.file, (struct date){ 0 });
	article.source = when_agency(&found.tokens);
	stories_find(&found, &article, stories, &s->arena);
}

/* Names but for accents, articles and hyphens: how the gazetteer writes them is
 * not the question here. */
static bool is_same_name(struct str a, struct str b) {
	struct folded x, y;
	fold(a, &x);
	fold(b, &y);
	return str_equal(str_of(x.bare), str_of(y.bare));
}

/* Whether one of the alternatives, apart by `mark`, is the text. */
static bool is_one_of(struct str alternatives, char mark, struct str text) {
	while (alternatives.at)
		if (str_equal(str_split(&alternatives, mark), text))
			return true;
	return false;
}

/* A name, or "lon,lat" of which it lies near; alternatives apart by ";". */
static bool is_at(struct str where, const struct site *site) {
	static const double near_km = 40, country_km = 400;
	struct point at;
	bool country = str_equal(site->class, STR("country"));
	double most = fmax(country ? country_km : near_km, site->precision / 1000);
	while (where.len) {
		struct str rest = str_split(&where, ';'), lon = str_split(&rest, ',');
		if (!rest.at || !str_to_double(lon, &at.x) || !str_to_double(rest, &at.y))
			return site->set && is_same_name(lon, site->name);
		if (site->set && rough_distance(at, site->at) <= most)
			return true;
	}
	return false;
}

static bool has_text(struct str text, struct str part) {
	for (size_t i = 0; i + part.len <= text.len; i++)
		if (str_equal(str_slice(text, i, i + part.len), part))
			return true;
	return false;
}

/* What is not asked is empty; "the coalition" is "coalition". */
static bool is_right(const struct expected *e, const struct story *s) {
	char date[16] = "";
	if (s->date.day)
		snprintf(date, sizeof(date), "%04d-%02d-%02d", s->date.year % 10000,
			s->date.month % 100, s->date.day % 100);
	else if (s->date.month)
		snprintf(date, sizeof(date), "%04d-%02d", s->date.year % 10000,
			s->date.month % 100);
	else if (s->date.year)
		snprintf(date, sizeof(date), "%04d", s->date.year % 10000);
	bool actor = !e->actor.len
		|| (s->actor.len
			&& (str_ends(e->actor, s->actor) || str_ends(s->actor, e->actor)
				|| str_starts(e->actor, s->actor)
				|| str_starts(s->actor, e->actor)));
	return is_one_of(e->kind, ',', str_of(kind_rows[s->kind].name))
		&& is_one_of(e->status, ',', str_of(story_status_name(s->status)))
		&& (!e->place.len || is_at(e->place, &s->place))
		&& (!e->to.len || is_at(e->to, &s->to))
		&& (!e->date.len || is_one_of(e->date, ';', str_of(date))) && actor
		&& (!e->count.len || has_text(s->count.text, e->count));
}

static bool is_told(struct scanning *s, const char *folder, const struct expected *e) {
	char path[128];
	struct stories stories = { 0 };
	snprintf(path, sizeof(path), "%s%.*s", folder, STR_ARG(e->file));
	read_article(s, path, 1, &stories);
	stories_merge(&stories, &s->arena);
	for (uint32_t i = 0; i < stories.n; i++)
		if (is_right(e, &stories.at[i]))
			return true;
	return false;
}

/* `name_failures`: not of those that nobody looks at while rules are written. */
static void measure(struct scanning *s, const char *folder, const char *table, unsigned least,
	double rate, bool name_failures) {
	struct source source;
	struct expected e;
	unsigned right = 0, all = 0;
	assert_true(source_load(&source, arena_printf(&s->arena, "%s%s", folder, table), &s->arena,
		&s->diag));
	struct str rest = source.text;
	while (next_row(&rest, &e)) {
		bool ok = is_told(s, folder, &e);
		all++;
		right += ok;
		if (!ok && name_failures)
			print_message("not told: %.*s: %.*s at %.*s\n", STR_ARG(e.file),
				STR_ARG(e.kind), STR_ARG(e.place));
	}
	print_message("%s%s: %u of %u events right, %.1f%%\n", folder, table, right, all,
		100.0 * right / all);
	assert_true(all >= least);
	assert_true(right >= rate * all);
}

static void test_events(void **state) {
	struct scanning *s = *state;
	if (!s->g)
		skip();
	measure(s, "tests/data/articles/", "expected.tsv", 40, 0.85, true);
	measure(s, "tests/data/articles/", "expected-dev.tsv", 130, 0.85, true);
	measure(s, "tests/data/articles-holdout/", "expected.tsv", 15, 0.7, false);
}

/* An article without an event tells none. */
static void test_nothing(void **state) {
	struct scanning *s = *state;
	struct stories stories = { 0 };
	if (!s->g)
		skip();
	read_article(s, "tests/data/articles/nothing.txt", 1, &stories);
	assert_int_equal(stories.n, 0);
}

/* Two articles tell of one handover: one event with both sources.  One of them
 * denies what the other tells: two events, and each knows of the other. */
static void test_merge(void **state) {
	struct scanning *s = *state;
	struct stories stories = { 0 };
	if (!s->g)
		skip();
	read_article(s, "tests/data/articles/k1.txt", 1, &stories);
	read_article(s, "tests/data/articles/two-bases.txt", 2, &stories);
	stories_merge(&stories, &s->arena);
	uint32_t k1 = 0, sources = 0;
	for (uint32_t i = 0; i < stories.n; i++)
		if (str_equal(stories.at[i].place.id, STR("sitmap:k1"))) {
			k1++;
			sources = stories.at[i].ntold;
		}
	assert_int_equal(k1, 1);
	assert_int_equal(sources, 2);
	stories = (struct stories){ 0 };
	read_article(s, "tests/data/articles/contradiction.txt", 3, &stories);
	stories_merge(&stories, &s->arena);
	assert_int_equal(stories.n, 2);
	assert_true(stories.at[0].status != stories.at[1].status);
	assert_true(stories.at[0].nclaims > 0 && stories.at[1].nclaims > 0);
}

/* A plan that came true is one event with what happened; it keeps both sources. */
static void test_plan(void **state) {
	struct scanning *s = *state;
	struct stories stories = { 0 };
	uint32_t handovers = 0;
	if (!s->g)
		skip();
	read_article(s, "tests/data/articles/planned-taji.txt", 1, &stories);
	read_article(s, "tests/data/articles/taji.txt", 2, &stories);
	stories_merge(&stories, &s->arena);
	for (uint32_t i = 0; i < stories.n; i++) {
		const struct story *h = &stories.at[i];
		if (h->kind != KIND_HANDOVER)
			continue;
		handovers++;
		assert_int_equal(h->status, STATUS_CONFIRMED);
		assert_int_equal(h->ntold, 2);
		assert_int_equal(h->date.day, 23);
	}
	assert_int_equal(handovers, 1);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_plan),
	};
	return cmocka_run_group_tests(tests, scanning_open, scanning_close);
}
