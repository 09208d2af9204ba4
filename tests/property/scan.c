/* Any bytes are a text: nothing crashes, and offsets are those of the text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/out.h"
#include "base/utf8.h"
#include "random.h"
#include "scanning.h"

enum { ROUNDS = 400, LONGEST = 2000 };

/* Mentions lie in order inside the text, and their code points are its own. */
static void check_offsets(const struct scanned *found, struct str text) {
	uint32_t before = 0;
	for (uint32_t i = 0; i < found->tokens.n; i++) {
		const struct token *t = &found->tokens.at[i];
		assert_true(t->start >= before && t->end > t->start && t->end <= text.len);
		assert_int_equal(utf8_count(str_slice(text, 0, t->start)), t->point);
		assert_int_equal(utf8_count(str_slice(text, t->start, t->end)), t->npoints);
		before = t->end;
	}
	uint32_t last = 0;
	for (uint32_t i = 0; i < found->mentions.n; i++) {
		const struct mention *m = &found->mentions.at[i];
		assert_true(m->first >= last && m->last >= m->first && m->last < found->tokens.n);
		assert_true(m->score >= 0 && m->score <= 1);
		last = m->last;
	}
}

static void scan_all(struct scanning *s, struct str text) {
	struct arena_mark mark = arena_mark(&s->arena);
	struct scanned found;
	struct stories stories = { 0 };
	struct article article = { .file = STR("x"), .date = { 2020, 4, 7 }, .document = 1 };
	scan_text(&s->scanner, text, &found, &s->arena);
	check_offsets(&found, text);
	stories_find(&found, &article, &stories, &s->arena);
	stories_merge(&stories, &s->arena);
	struct out *out = out_memory(&s->arena);
	stories_write_csv(out, &stories);
	stories_write_geojson(out, &stories);
	stories_write_plover(out, &stories);
	stories_write_review(out, &stories, &s->arena);
	scan_write_mentions(out, STR("x"), &found, 0);
	assert_true(utf8_check(out_bytes(out)) == SIZE_MAX || utf8_check(text) != SIZE_MAX);
	out_abandon(out);
	arena_rewind(&s->arena, mark);
}

static void test_bytes(void **state) {
	struct scanning *s = *state;
	static char text[LONGEST];
	uint64_t seed = 5;
	if (!s->g)
		skip();
	for (int round = 0; round < ROUNDS; round++) {
		size_t n = random_next(&seed) % LONGEST;
		for (size_t i = 0; i < n; i++)
			text[i] = (char)random_next(&seed);
		scan_all(s, (struct str){ text, n });
	}
}

/* Words of the lists and of the table of triggers in any order: sentences that
 * nobody would write, with every rule at work. */
static void test_word_salad(void **state) {
	static const char *const words[] = { "Iraqi", "forces", "handed over", "al-Walid", "the",
		"of", "K1", "Air", "Base", "to", "from", "Baghdad", ",", ".", "convoy", "entered",
		"on", "Tuesday", "March", "29", "2020", "more than", "40", "trucks", "U.S.", "said",
		"denied", "that", "it", "will", "withdraw", "Syria", "(Reuters)", "-", "Mosul",
		"\n\n", "and", "was", "by", "protest", "’s", "'", "\"", "É", "New", "York", "Mr.",
		"John", "air strikes", "hit", "Calif.", "bases", "in", "D.C.", "1,500", "dozens of",
		"Ö" };
	struct scanning *s = *state;
	static char text[LONGEST + 64];
	uint64_t seed = 9;
	if (!s->g)
		skip();
	for (int round = 0; round < ROUNDS; round++) {
		size_t n = 0, end = random_next(&seed) % LONGEST;
		while (n < end) {
			const char *w =
				words[random_next(&seed) % (sizeof(words) / sizeof(*words))];
			memcpy(text + n, w, strlen(w));
			n += strlen(w);
			if (random_next(&seed) % 8)
				text[n++] = ' ';
		}
		scan_all(s, (struct str){ text, n });
	}
}

/* What has no end of line, of sentence or of list is taken in parts, and in time that
 * grows with its length. */
static void test_long(void **state) {
	static const char *const fill[] = { "A", "Baghdad ", "Baghdad, ", "\xC3\x89", "\x80",
		"a b\n", "open base ", "Paris, " };
	struct scanning *s = *state;
	size_t size = 3 * (size_t)SCAN_PART + 17;
	char *text = malloc(size);
	if (!s->g)
		skip();
	for (size_t k = 0; k < sizeof(fill) / sizeof(fill[0]); k++) {
		size_t each = strlen(fill[k]), sum = 0;
		for (size_t i = 0; i < size; i++)
			text[i] = fill[k][i % each];
		struct str rest = { text, size };
		while (rest.len) {
			struct arena_mark mark = arena_mark(&s->arena);
			struct scanned found;
			struct str part = scan_part(&rest);
			assert_true(part.len > 0 && part.len <= SCAN_PART);
			sum += part.len;
			struct stories stories = { 0 };
			struct article article = { .file = STR("x"), .document = 1 };
			scan_text(&s->scanner, part, &found, &s->arena);
			stories_find(&found, &article, &stories, &s->arena);
			arena_rewind(&s->arena, mark);
		}
		assert_int_equal(sum, size);
	}
	free(text);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_word_salad),
		cmocka_unit_test(test_long),
	};
	return cmocka_run_group_tests(tests, scanning_open, scanning_close);
}
