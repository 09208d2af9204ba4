#ifndef SCAN_SCAN_H
#define SCAN_SCAN_H

#include "scan/mention.h"

/*
 * Texts into place mentions.  Names that were looked up are kept from one text
 * to the next; what a name means is decided for each text anew.
 */
struct scanner {
	struct words words;
	struct names names;
	uint32_t documents;
};

/* A text, or a part of a very long one, and what was found in it. */
struct scanned {
	struct tokens tokens;
	struct mentions mentions;
};

/* The gazetteer stays open as long as the scanner. */
void scanner_open(struct scanner *s, struct gazetteer *g, struct arena *arena);
void scanner_close(struct scanner *s);

/* `text` may be any bytes; results are in the arena, places in the scanner until
 * the next call. */
void scan_text(struct scanner *s, struct str text, struct scanned *out, struct arena *arena);

/* Cuts the next part off a text that is too long to be held as tokens at once:
 * at an empty line, else at a line's end, else between words, at SCAN_PART bytes
 * at most.  Shorter texts are one part. */
enum { SCAN_PART = 1 << 20 };
struct str scan_part(struct str *rest);

struct out;
/* JSON lines, one for a mention; `points` code points stand before this part. */
void scan_write_mentions(struct out *out, struct str file, const struct scanned *scanned,
	uint32_t points);

#endif
