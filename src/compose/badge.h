#ifndef COMPOSE_BADGE_H
#define COMPOSE_BADGE_H

#include "compose/compose.h"

/* The symbol layer that numbers the features of the source; NULL: none. */
const struct style_layer *badge_layer(const struct map *map, struct str source);

/* The symbol that this layer gives a feature, and its colour; NULL: none. */
const struct icon *badge_of(const struct map *map, struct str source, const struct feature *f,
	struct color *tint, struct arena *scratch);

#endif
