#ifndef BASE_HTMLWRITE_H
#define BASE_HTMLWRITE_H

#include "base/out.h"

/* Text between tags or within double quotes: control characters become spaces, broken
 * UTF-8 becomes U+FFFD. */
void html_write_text(struct out *out, struct str text);

#endif
