#ifndef APP_DATADIR_H
#define APP_DATADIR_H

#include "gazetteer/gazetteer.h"

/* The folder that holds geodata/, styles/ and the gazetteer: `given` (--data-dir),
 * else SITMAP_DATA, else the tree the program was built in, else PREFIX/share/sitmap
 * beside the bin folder it was installed in; never the current folder. */
const char *datadir_find(const char *given, struct arena *arena, struct diag *diag);

/* A file of the data folder or NULL: layer "rivers" is geodata/rivers.shp, or
 * rivers.shp in a folder of the user's own. */
const char *datadir_layer(const char *folder, struct str name, struct arena *arena);
const char *datadir_style(const char *folder, struct str name, struct arena *arena);
/* The style that is nearly called so; NULL. */
const char *datadir_near_style(const char *folder, struct str name, struct arena *arena);
/* What to say when there is none of that name: what could have been meant. */
const char *datadir_no_layer(const char *folder, struct str name, struct arena *arena);
const char *datadir_no_style(const char *folder, struct str name, struct arena *arena);
const char *datadir_gazetteer(const char *folder, struct arena *arena);

/* `path` (--gazetteer), else the gazetteer of the data folder (found as above when NULL).
 * NULL after an error. */
struct gazetteer *datadir_open_gazetteer(const char *path, const char *folder, struct arena *arena,
	struct diag *diag);

bool path_exists(const char *path);
/* `path` as seen from the folder of `file`, unless it is absolute. */
const char *path_beside(const char *file, struct str path, struct arena *arena);

#endif
