#ifndef DATA_DBF_H
#define DATA_DBF_H

#include "base/diag.h"
#include "data/encoding.h"
#include "data/value.h"

/*
 * The rows of a dBase table, checked against the bytes that are there.  The
 * field table is read by shapelib (data/shapefile.c); here is what has to hold
 * before it is let near the file, and what a field's bytes mean.
 */
struct dbf {
	const struct source *source;
	uint32_t nrows, row_size, header_size;
	unsigned char driver; /* language driver */
};

/* One column that is wanted. */
struct dbf_field {
	struct str name;        /* UTF-8 */
	char type;              /* C N F L D; others are text */
	uint32_t offset, width; /* in a row */
};

/* Header sizes, row count and field widths against the length of the file. */
bool dbf_check(struct dbf *dbf, const struct source *source, struct diag *diag);

/* The row's bytes; the first is its deletion mark. */
const char *dbf_row(const struct dbf *dbf, uint32_t row);
bool dbf_is_deleted(const struct dbf *dbf, uint32_t row);

/*
 * C: text in UTF-8, blanks around it cut; N, F: a number; L: a boolean; D: text
 * "2020-04-07".  What is blank, or starred (a number too wide for its field), is
 * null.  False when a number's or a date's bytes are something else (then it is
 * null, too).
 */
bool dbf_value(const struct dbf_field *field, const char *row, struct encoding *encoding,
	struct arena *arena, struct value *out);

#endif
