#ifndef PAINT_ESCAPE_H
#define PAINT_ESCAPE_H

#include "paint/buffer.h"

/* Text between tags, and within double quotes: what XML 1.0 (section 2.2) does
 * not allow is dropped, carriage returns too; broken UTF-8 becomes U+FFFD. */
void escape_xml_text(struct buffer *to, struct str text);
void escape_xml_attribute(struct buffer *to, struct str text);

/* Part of an id, a class or an attribute's name: lower-case ASCII letters and
 * figures, everything else a single hyphen; "x" when nothing is left. */
void escape_name(struct buffer *to, struct str text);

/* Letters, figures, hyphens and underscores, as they stand. */
bool is_plain_name(struct str text);

void escape_base64(struct buffer *to, struct str bytes);

/* Whether Cairo takes it: UTF-8 without the code points that stand for nothing. */
bool is_cairo_text(struct str text);

/* The characters that Cairo takes, and a NUL behind them. */
void escape_cairo_text(struct buffer *to, struct str text);

#endif
