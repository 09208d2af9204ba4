#ifndef GAZETTEER_LINES_H
#define GAZETTEER_LINES_H

#include "base/diag.h"

/*
 * A text file read line by line, however large: only a window of it is in
 * memory.  Packed by gzip, it is unpacked as a whole.
 */
struct lines {
	const char *name;
	struct arena *arena;
	char *buffer;
	size_t used, held, room;
	unsigned long number; /* of the line given last, from 1 */
	int fd;               /* -1: everything is in the buffer */
	bool ended;
};

enum {
	LINE_LONGEST = 1 << 20,
	/* Tables that are read as a whole: CSV, gzip'd. */
	TABLE_LARGEST = 1 << 29,
};

/* "-": standard input.  The first of it is in memory after that. */
bool lines_open(struct lines *l, const char *path, struct arena *arena, struct diag *diag);
void lines_of(struct lines *l, const struct source *source, struct arena *arena);
void lines_close(struct lines *l);

/* What is in memory of the beginning. */
struct str lines_peek(const struct lines *l);

/* The next line without its end, valid until the following call; blank lines and
 * those that begin with "#" are passed over.  False at the end, and with an error
 * for a line past LINE_LONGEST, one that is not UTF-8, or a file that cannot be
 * read. */
bool lines_next(struct lines *l, struct str *line, struct diag *diag);

/* All of it, from its beginning; at most TABLE_LARGEST, and no line past
 * LINE_LONGEST.  Only before the first lines_next(). */
bool lines_all(struct lines *l, struct source *out, struct diag *diag);

/* The line given last, for messages. */
struct where lines_where(const struct lines *l, struct diag *diag);

#endif
