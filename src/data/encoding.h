#ifndef DATA_ENCODING_H
#define DATA_ENCODING_H

#include "base/arena.h"
#include "base/diag.h"

/*
 * The character set of a dBase table, and its way to UTF-8.  A .cpg file beside
 * the table names it; else the table's language driver does (one byte of the
 * header); else it is unknown, and so is driver 0x57, which many writers leave
 * there without meaning it: then a text that is UTF-8 is taken as UTF-8, and
 * any other as Windows-1252.
 */
struct encoding {
	const char *name; /* for iconv; NULL: unknown */
	void *converter;  /* iconv_t, opened at the first need */
	bool failed;      /* some text was not in this encoding */
};

/* `cpg` is the content of the .cpg file, `driver` byte 29 of the table.  An
 * encoding that is not known gets a warning at `at` and counts as unknown. */
void encoding_open(struct encoding *e, struct str cpg, unsigned char driver, struct where at,
	struct arena *arena, struct diag *diag);
void encoding_close(struct encoding *e);

/* What to call it in front of the user. */
const char *encoding_name(const struct encoding *e);

/* `text` in UTF-8, a copy in the arena.  Bytes that make no sense in the
 * encoding are taken as Windows-1252 and remembered in `failed`; a letter cut
 * in the middle at the end, where a field was too narrow, is dropped. */
struct str encoding_decode(struct encoding *e, struct str text, struct arena *arena);

#endif
