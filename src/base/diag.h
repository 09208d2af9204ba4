#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"

/* Text that was read, and the name the user knows it by. */
struct source {
	const char *name;
	struct str text;
};

/* Where a complaint belongs: a byte of a source, a path such as
 * "layers[3].paint.line-width[2]", either, both or neither. */
struct where {
	const struct source *source;
	size_t offset;
	const char *path;
};

#define WHERE_NOWHERE ((struct where){ NULL, 0, NULL })

/* The source as a whole: no line is named. */
#define WHERE_WHOLE SIZE_MAX

enum severity { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE };

struct diag_item {
	struct diag_item *next;
	unsigned line, column; /* once settled; 0: worked out from `at` */
	enum severity severity;
	struct where at;
	const char *message;
};

/* Everything a run has to say to the user.  One per thread. */
struct diag {
	struct arena *arena;
	struct diag_item *first, **last;
	unsigned errors, warnings;
	bool locked; /* another run holds an output: exit 75 */
	/* Hears of each file or folder before it is opened for reading, also of those
	 * that turn out not to be there; NULL: nobody asks. */
	void (*on_read)(void *listener, const char *path);
	void *listener;
};

void diag_init(struct diag *diag, struct arena *arena);

/* A file that is not read, as a whole; its name is copied. */
struct where diag_file(struct diag *diag, const char *path);

/* Always false, so that a caller can say `return diag_error(...)`. */
bool diag_error(struct diag *diag, struct where at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void diag_warn(struct diag *diag, struct where at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void diag_note(struct diag *diag, struct where at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The same for a function that takes arguments of its own. */
void diag_add(struct diag *diag, enum severity severity, struct where at, const char *fmt,
	va_list args);

/* Said by every reader of an input, so that `build` knows what a map is made from. */
void diag_reads(const struct diag *diag, const char *path);

/* Messages, paths and the names of sources without text are copied; a source
 * with text must live as long as `diag`. */
void diag_append(struct diag *diag, const struct diag *from);

/* Line and column, from 1, of a byte of the source; columns count code points. */
void source_position(const struct source *source, size_t offset, unsigned *line, unsigned *column);

/* Works out the lines of all messages and keeps what they need, so that sources, names and
 * paths may be let go. */
void diag_settle(struct diag *diag);

/* Drops what was said, for a run that is to be silent when all went well; the counts
 * stay. */
void diag_forget(struct diag *diag);

/* One line each, "sitmap: styles/dark.json:41:17: ...", control bytes escaped;
 * with `excerpt` the source line and a caret below. */
void diag_print(const struct diag *diag, FILE *file, bool excerpt);

/* The whole of a regular file, "-" for standard input; at most LIMIT_FILE_SIZE. */
bool source_load(struct source *source, const char *path, struct arena *arena, struct diag *diag);

#endif
