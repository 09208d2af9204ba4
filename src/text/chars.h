#ifndef TEXT_CHARS_H
#define TEXT_CHARS_H

#include <hb.h>

#include "text/shape.h"

/* What is known of each character of a text before it is shaped. */
struct chars {
	uint32_t n;
	uint32_t *c;    /* code points */
	uint32_t *byte; /* n + 1 offsets into `text` */
	uint32_t *section;
	hb_script_t *script; /* signs of no script have their neighbour's */
	uint8_t *level;      /* UAX 9; odd: right to left */
	struct str text;     /* UTF-8 of `c` */
	bool rtl;            /* base direction */
};

/* Broken UTF-8 becomes U+FFFD; what cannot be seen and could do harm (control
 * characters, overrides of direction, heaps of marks) is dropped. */
void chars_read(struct chars *chars, const struct text_section *section, uint32_t n,
	struct str language, struct arena *arena);

bool char_is_space(uint32_t c);

/* Whether a line may end before character `i` (a simple form of UAX 14: behind
 * spaces, hyphens and slashes, and around ideographs). */
bool chars_may_break(const struct chars *chars, uint32_t i);

#endif
