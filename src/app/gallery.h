#ifndef APP_GALLERY_H
#define APP_GALLERY_H

#include "app/plan.h"

/*
 * A page of all maps: pictures, titles, sizes, links, when and why each was last drawn,
 * warnings.  It needs no script and nothing from elsewhere; what it says comes from the
 * ledger alone, so that it changes only when a map does.
 */

/* Where the map file wants it (`gallery:`), else index.html in the folder that all
 * outputs share; NULL: nowhere, also where that folder is the map file's own. */
const char *gallery_path(const struct plan *plan);

/* The page; `path` is where it will stand, that links are seen from. */
struct str gallery_page(const struct plan *plan, const char *path);

/* True when the file holds this page already. */
bool gallery_is_current(const char *path, struct str page);

/* Writes it, but never over a page that is not of this kind. */
bool gallery_write(const char *path, struct str page, struct arena *arena, struct diag *diag);

#endif
