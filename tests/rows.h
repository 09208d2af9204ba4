#ifndef TESTS_ROWS_H
#define TESTS_ROWS_H

#include "base/diag.h"
#include "base/str.h"

/* Tests as rows of a file; behind cmocka.h. */

/* `row` is given each line that is neither empty nor a comment, and takes
 * from the rest what belongs to it.  Fails unless there are more than `least`. */
static inline void each_row(const char *path, unsigned least,
	void (*row)(struct str line, struct str *rest, struct arena *arena)) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct source source;
	unsigned n = 0;
	diag_init(&diag, &arena);
	assert_true(source_load(&source, path, &arena, &diag));
	for (struct str rest = source.text; rest.at && rest.len;) {
		struct str line = str_split(&rest, '\n');
		if (line.len == 0 || line.at[0] == '#')
			continue;
		row(line, &rest, &arena);
		n++;
	}
	assert_true(n > least);
	arena_release(&arena);
}

#endif
