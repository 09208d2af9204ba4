#ifndef DATA_ROWS_H
#define DATA_ROWS_H

#include "data/feature.h"
#include "data/read.h"
#include "data/token.h"

struct row_name {
	struct str name;
	int32_t column; /* -1: not wanted */
};

/*
 * Properties of features become rows of a table whose columns are found on the
 * way: each new name is a new column.  The rows of early features are widened
 * at the end where columns came later.
 */
struct rows {
	struct arena *arena, *scratch;
	const struct read_options *options;
	struct diag *diag;
	struct row_name *name; /* every one seen */
	uint32_t nnames, name_capacity;
	uint32_t *slot, nslots; /* open hashing: index of the name + 1 */
	uint32_t expected;      /* index of the name that comes next, likely */
	/* The columns, and the row at hand. */
	struct str *wanted;
	uint32_t ncolumns, wanted_capacity;
	struct value *cell;
	uint32_t ncells, cell_capacity;
	uint64_t written, cells; /* values given, and places for them */
	/* Values of an array or object while it is read. */
	struct value *stack;
	uint32_t nstack, stack_capacity;
};

/* A new row: every value missing. */
void rows_begin(struct rows *r);

/* The value of a property, whose first token is `token`.  A value that is given
 * twice counts as given last, but an `extra` one never replaces another.  False
 * when the text is broken or a limit is met: said to diag. */
bool rows_add(struct rows *r, struct str name, bool extra, struct tokens *t, enum json_token token,
	const struct json *first);

/* One JSON value of any kind, in the arena; text may lie in the source. */
bool rows_value(struct rows *r, struct tokens *t, enum json_token token, const struct json *first,
	struct value *out);

/* The row as values of a feature, NULL when there are no columns yet; `*width`
 * is how many.  False when a limit is met: said to diag. */
bool rows_end(struct rows *r, const struct json *at, const struct value **row, uint32_t *width);

/* The columns of the layer; after that rows are only widened. */
struct columns rows_columns(struct rows *r);

/* The same row with a value for every column; NULL when there are none. */
const struct value *rows_widen(const struct rows *r, const struct value *row, uint32_t width);

#endif
