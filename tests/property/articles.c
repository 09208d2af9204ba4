/* Articles in the manner of agency news, and what they tell: how many events are
 * all right, type, status, place, destination, date and actor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "gazetteer/fold.h"
#include "scan/when.h"
#include "scanning.h"

static const char folder[] = "tests/data/articles/";

struct expected {
	struct str file, kind, status, place, to, date, actor;
};

static bool next_row(struct str *rest, struct expected *e) {
	while (rest->at && rest->len) {
		struct str line = str_split(rest, '\n');
		if (!line.len || line.at[0] == '#')
			continue;
		struct str *cells[] = { &e->file, &e->kind, &e->status, &e->place, &e->to, &e->date,
			&e->actor };
		for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
			*cells[i] = str_split(&line, '\t');
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

/* What is not asked is empty; "the coalition" is "coalition". */
static bool is_right(const struct expected *e, const struct story *s) {
	char date[16] = "";
	if (s->date.day)
		snprintf(date, sizeof(date), "%04d-%02d-%02d", s->date.year % 10000,
			s->date.month % 100, s->date.day % 100);
	else if (s->date.year)
		snprintf(date, sizeof(date), "%04d-%02d", s->date.year % 10000,
			s->date.month % 100);
	bool actor = !e->actor.len
		|| (s->actor.len && (str_ends(e->actor, s->actor) || str_ends(s->actor, e->actor)));
	return str_equal(e->kind, str_of(kind_rows[s->kind].name))
		&& str_equal(e->status, str_of(story_status_name(s->status)))
		&& (!e->place.len || is_same_name(e->place, s->place.name))
		&& (!e->to.len || is_same_name(e->to, s->to.name))
		&& (!e->date.len || str_equal(e->date, str_of(date))) && actor;
}

static bool is_told(struct scanning *s, const struct expected *e) {
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

static void test_events(void **state) {
	struct scanning *s = *state;
	struct source table;
	struct expected e;
	unsigned right = 0, all = 0;
	if (!s->g)
		skip();
	assert_true(source_load(&table, "tests/data/articles/expected.tsv", &s->arena, &s->diag));
	struct str rest = table.text;
	while (next_row(&rest, &e)) {
		bool ok = is_told(s, &e);
		all++;
		right += ok;
		if (!ok)
			print_message("not told: %.*s: %.*s at %.*s\n", STR_ARG(e.file),
				STR_ARG(e.kind), STR_ARG(e.place));
	}
	print_message("%u of %u events right, %.1f%%\n", right, all, 100.0 * right / all);
	assert_true(all >= 40);
	assert_true(right >= 0.8 * all);
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
