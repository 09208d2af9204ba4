#ifndef GAZETTEER_IMPORT_H
#define GAZETTEER_IMPORT_H

#include "base/diag.h"

/* Reads GeoNames tables (19 columns, tabs) and tables of ours (CSV with a
 * header), gzip'd or not, told apart by content, and writes one gazetteer file.
 * Rows of one id become one place; of two of GeoNames the later file wins.  The
 * same inputs in the same order give the same bytes.  All errors of all inputs
 * are said; with one, nothing is written. */
bool gazetteer_import(const char *const *paths, size_t n, const char *out_path, struct diag *diag);

/* What is in a file, for `sitmap gazetteer info`. */
struct gazetteer_figures {
	long places, countries, entries;
};
struct gazetteer;
bool gazetteer_count(struct gazetteer *g, struct gazetteer_figures *out);

#endif
