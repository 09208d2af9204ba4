/* Time of opening and of queries, over the table of spellings: CPU milliseconds. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "gazetteer/gazetteer.h"

enum { MOST = 1000 };

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b) {
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* `spoil`: the third letter is left out, so that no key of the whole name fits. */
static void run(struct gazetteer *g, struct str table, bool country, bool spoil, const char *what) {
	double ms[MOST];
	size_t n = 0;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	while (table.at && table.len && n < MOST) {
		struct str line = str_split(&table, '\n');
		if (!line.len || line.at[0] == '#')
			continue;
		struct place_query q = { .name = str_split(&line, '\t') };
		struct str code = str_split(&line, '\t');
		struct arena_mark mark = arena_mark(&arena);
		struct place_result r;
		char text[128];
		diag_init(&diag, &arena);
		if (country)
			q.country = code;
		if (spoil && q.name.len > 5 && q.name.len < sizeof(text)) {
			int len = snprintf(text, sizeof(text), "%.2s%.*s", q.name.at,
				(int)q.name.len - 3, q.name.at + 3);
			q.name = (struct str){ text, (size_t)len };
		}
		double start = now();
		gazetteer_find(g, &q, 5, &r, &arena, &diag);
		ms[n++] = now() - start;
		arena_rewind(&arena, mark);
	}
	qsort(ms, n, sizeof(*ms), compare);
	printf("%-34s median %.2f ms, 95%% %.2f ms, longest %.2f ms (%zu names)\n", what, ms[n / 2],
		ms[n * 95 / 100], ms[n - 1], n);
	arena_release(&arena);
}

int main(void) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct source table;
	diag_init(&diag, &arena);
	double start = now();
	struct gazetteer *g = gazetteer_open("build/gazetteer.sqlite", &diag);
	double opened = now() - start;
	if (!g || !source_load(&table, "tests/data/spellings.tsv", &arena, &diag)) {
		diag_print(&diag, stderr, false);
		return 1;
	}
	printf("%-34s %.2f ms\n", "open", opened);
	run(g, table.text, false, false, "as written, anywhere");
	run(g, table.text, true, false, "as written, country known");
	run(g, table.text, false, true, "a letter left out, anywhere");
	run(g, table.text, true, true, "a letter left out, country known");
	gazetteer_close(g);
	arena_release(&arena);
	return 0;
}
