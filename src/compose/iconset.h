#ifndef COMPOSE_ICONSET_H
#define COMPOSE_ICONSET_H

#include "base/diag.h"
#include "scene/icon.h"

/* The icons and hatches of styles/icons/, by name. */
struct iconset {
	const struct icon *icon;
	uint32_t nicons;
};

/* Every *.json of the folder, in order of name. */
bool iconset_read(struct iconset *set, const char *folder, struct arena *arena, struct diag *diag);
const struct icon *iconset_find(const struct iconset *set, struct str name);

#endif
