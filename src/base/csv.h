#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdint.h>

#include "base/diag.h"

/*
 * RFC 4180, one row after the other; UTF-8, a byte order mark is skipped, LF
 * and CRLF end a row.  Cells keep their spaces.  A quote inside a cell that
 * does not begin with one is text.  Above the first row, lines that begin with
 * # are comments.
 */
struct csv {
	const struct source *source;
	size_t offset;
	char separator; /* ',' or, found in the first row, ';' or tab */
	struct arena *arena;
};

struct csv_cell {
	struct str text; /* unquoted; points into the source where it can */
	size_t offset;   /* in the source */
};

struct csv_row {
	struct csv_cell *cell; /* in the arena */
	uint32_t ncells;
	size_t offset;
};

void csv_open(struct csv *csv, const struct source *source, struct arena *arena);

/* False at the end or on an error: an open quote, text behind a closing quote,
 * a byte that is not UTF-8, LIMIT_FIELDS, LIMIT_STRING.  Blank lines are passed
 * over.  Nothing more comes after an error. */
bool csv_next(struct csv *csv, struct csv_row *row, struct diag *diag);

struct out;
/* One cell, quoted where it must be; separators and line ends are the caller's. */
void csv_write_cell(struct out *out, struct str text);

#endif
