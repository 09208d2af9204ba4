#ifndef APP_ALT_H
#define APP_ALT_H

#include "app/drawing.h"

/* One sentence an event: what, where, when, whether it is sure; at most `most` of
 * them, then how many more.  For the description of a picture. */
struct str alt_description(const struct drawing *d, const struct sheet *sheet, uint32_t most);

/* By its suffix: .html, .htm or .txt; "-" is plain text. */
bool alt_is_known(const char *path);

/* The map in words and a table of its events, as HTML (.html, .htm) or plain text. */
void alt_write(const struct drawing *d, const struct sheet *sheet, const char *path,
	struct out *out);

#endif
