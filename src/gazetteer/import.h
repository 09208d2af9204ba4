#ifndef GAZETTEER_IMPORT_H
#define GAZETTEER_IMPORT_H

#include "base/diag.h"

/* What is to be made of what. */
struct import {
	const char *const *path; /* "-": standard input */
	size_t npaths;
	const char *add_to; /* a gazetteer whose places come first; NULL: none */
	const char *output; /* may be the same file */
	size_t memory;      /* bytes to sort in; 0: the default */
};

struct import_figures {
	uint64_t rows, places, names, entries;
};

/*
 * Reads tables, gzip'd or not, told apart by content, and writes one gazetteer
 * file: GeoNames' dumps (places, alternate names, first and second divisions,
 * countries, hierarchy), OurAirports' and OpenFlights' airports, CSV of our own.
 * Rows of one id become one place; of two of GeoNames the later file wins, and
 * rows of our own win over both.  The same inputs in the same order give the
 * same bytes.  All errors of all inputs are said; with one, nothing is written.
 * Memory does not grow with the inputs: they are sorted in files without a name
 * beside the output.
 */
bool gazetteer_import_all(const struct import *import, struct import_figures *out,
	struct diag *diag);
bool gazetteer_import(const char *const *paths, size_t n, const char *out_path, struct diag *diag);

/* What is in a file, for `sitmap gazetteer info`. */
struct gazetteer_figures {
	long places, countries, names, entries;
};
struct gazetteer;
bool gazetteer_count(struct gazetteer *g, struct gazetteer_figures *out);

#endif
