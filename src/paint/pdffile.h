#ifndef PAINT_PDFFILE_H
#define PAINT_PDFFILE_H

#include "geo/point.h"
#include "paint/buffer.h"

/* A part of a page that leads somewhere; page units, y down. */
struct pdflink {
	struct rect box;
	struct str uri;
};

/* Text whose letters are drawn as outlines, each its own way: found and selected
 * as one straight string. */
struct pdftext {
	struct str text;
	struct point at; /* pen: left end, on the baseline; page units */
	double angle;    /* radians, clockwise */
	double width, size;
};

/*
 * What Cairo 1.16 cannot say, added behind its file as an incremental update
 * (ISO 32000-1, section 7.5.6): the document's language, that its title is to be
 * shown, links, and text that is not drawn as letters.  (Cairo's own link tags leave a reference to an object that
 * is not in the file.)
 */
struct pdfextra {
	struct str language; /* BCP 47; empty: none */
	bool has_title;
	const struct pdflink *link;
	uint32_t nlinks;
	const struct pdftext *text;
	uint32_t ntexts;
	double page_height, unit; /* page units; points for one of them */
};

/* Appends to `file`, which holds one page.  False when the file is not of the
 * form that Cairo writes; it is then left as it was. */
bool pdffile_extend(struct buffer *file, const struct pdfextra *extra);

#endif
