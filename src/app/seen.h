#ifndef APP_SEEN_H
#define APP_SEEN_H

#include "app/drawing.h"

/* Leaves the events of which the view shows something, numbered anew, and makes their layers
 * again: the key, the title and the sources of a map of a part tell of that part.  False when
 * all of them are seen. */
bool seen_keep(struct drawing *d);

#endif
