/* Texts of many kinds with the places they name (tests/data/places): how many are found,
 * and how many of them where they are.  Nobody looked at what fails in the second half
 * while the rules were written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scan/sense.h"
#include "scanning.h"

enum { MOST_PLACES = 64, MOST_TEXT = 4096 };

/* A text without its marks, and what they said. */
struct marked {
	char text[MOST_TEXT];
	size_t n;
	struct {
		size_t start, end;
		struct str where; /* "lon,lat" or a country's code */
	} place[MOST_PLACES];
	size_t nplaces;
};

static size_t find_from(struct str s, size_t from, char c) {
	while (from < s.len && s.at[from] != c)
		from++;
	return from;
}

static void read_marked(struct str line, struct marked *m) {
	m->n = m->nplaces = 0;
	for (size_t i = 0; i < line.len;) {
		size_t close = line.at[i] == '[' ? find_from(line, i, ']') : line.len;
		if (close + 1 >= line.len || line.at[close + 1] != '(') {
			assert_true(m->n < MOST_TEXT);
			m->text[m->n++] = line.at[i++];
			continue;
		}
		size_t end = find_from(line, close, ')'), name = close - i - 1;
		assert_true(m->nplaces < MOST_PLACES && m->n + name < MOST_TEXT);
		memcpy(m->text + m->n, line.at + i + 1, name);
		m->place[m->nplaces].start = m->n;
		m->place[m->nplaces].end = m->n += name;
		m->place[m->nplaces++].where = str_slice(line, close + 2, end);
		i = end + 1;
	}
}

static bool is_there(struct str where, const struct place *p) {
	static const double near_km = 161;
	struct str rest = where, lon = str_split(&rest, ',');
	struct point at;
	if (!rest.at)
		return is_country(p) && str_equal(where, p->country);
	assert_true(str_to_double(lon, &at.x) && str_to_double(rest, &at.y));
	return rough_distance(at, p->at) <= near_km;
}

struct counts {
	unsigned said, found, there, all;
};

static void count(const struct marked *m, const struct scanned *found, struct counts *c) {
	c->all += (unsigned)m->nplaces;
	for (uint32_t i = 0; i < found->mentions.n; i++) {
		const struct mention *mention = &found->mentions.at[i];
		if (str_equal(mention->kind, STR("demonym")))
			continue;
		c->said++;
		for (size_t k = 0; k < m->nplaces; k++) {
			if (m->place[k].start != found->tokens.at[mention->first].start
				|| m->place[k].end != found->tokens.at[mention->last].end)
				continue;
			c->found++;
			c->there += is_there(m->place[k].where, &mention->place->place);
		}
	}
}

static void measure(struct scanning *s, const char *path, double least, double least_there) {
	static struct marked m;
	struct source source;
	struct counts c = { 0 };
	unsigned texts = 0;
	assert_true(source_load(&source, path, &s->arena, &s->diag));
	struct str rest = source.text;
	while (rest.at && rest.len) {
		struct scanned found;
		struct str line = str_split(&rest, '\n');
		if (!line.len || line.at[0] == '#')
			continue;
		read_marked(line, &m);
		scan_text(&s->scanner, (struct str){ m.text, m.n }, &found, &s->arena);
		count(&m, &found, &c);
		texts++;
	}
	double f1 = 2.0 * c.found / (c.said + c.all), there = 2.0 * c.there / (c.said + c.all);
	print_message("%s: %u texts, %u places, F1 %.3f, within 161 km %.3f\n", path, texts, c.all,
		f1, there);
	assert_true(texts >= 30 && c.all >= 150);
	assert_true(f1 >= least);
	assert_true(there >= least_there);
}

static void test_places(void **state) {
	struct scanning *s = *state;
	if (!s->g)
		skip();
	measure(s, "tests/data/places/dev.txt", 0.94, 0.92);
	measure(s, "tests/data/places/holdout.txt", 0.92, 0.88);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
	};
	return cmocka_run_group_tests(tests, scanning_open, scanning_close);
}
