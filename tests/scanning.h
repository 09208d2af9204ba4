#ifndef TESTS_SCANNING_H
#define TESTS_SCANNING_H

#include <stdlib.h>
#include <unistd.h>

#include "scan/story.h"

/* A scanner over the bundled gazetteer; `g` is NULL where it was not made. */
struct scanning {
	struct arena arena;
	struct diag diag;
	struct gazetteer *g;
	struct scanner scanner;
};

static inline int scanning_open(void **state) {
	struct scanning *s = calloc(1, sizeof(*s));
	const char *path = getenv("SITMAP_TEST_GAZETTEER");
	diag_init(&s->diag, &s->arena);
	if (!path)
		path = "build/gazetteer.sqlite";
	if (access(path, R_OK) == 0)
		s->g = gazetteer_open(path, &s->diag);
	if (s->g)
		scanner_open(&s->scanner, s->g, &s->arena);
	*state = s;
	return 0;
}

static inline int scanning_close(void **state) {
	struct scanning *s = *state;
	if (s->g)
		scanner_close(&s->scanner);
	gazetteer_close(s->g);
	arena_release(&s->arena);
	free(s);
	return 0;
}

#endif
