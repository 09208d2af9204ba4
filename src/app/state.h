#ifndef APP_STATE_H
#define APP_STATE_H

#include "compose/compose.h"
#include "event/events.h"

/* What styles find under ["global-state", NAME]: `lang1` and `lang2`, the languages of
 * names ("" when there is no second one), and `countries`, the ISO codes of the
 * countries in which events lie, as far as a source with a column iso_a2 tells. */
const struct value *state_make(const struct map *map, const struct event_layers *events,
	const struct str *language, uint32_t nlanguages, struct arena *arena);

/* How many of the layer's features lie in the country, with a point at least; `most` ends
 * the count. */
uint32_t layer_count_in(const struct layer *events, const struct feature *country, uint32_t most);

#endif
