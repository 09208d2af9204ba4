#include "compose/badge.h"

const struct style_layer *badge_layer(const struct map *map, struct str source) {
	for (uint32_t i = 0; i < map->style->nlayers; i++) {
		const struct style_layer *layer = &map->style->layer[i];
		if (layer->type == STYLE_SYMBOL && str_equal(layer->source, source)
			&& style_metadata(map->style, layer, "number"))
			return layer;
	}
	return NULL;
}

const struct icon *badge_of(const struct map *map, struct str source, const struct feature *f,
	struct color *tint, struct arena *scratch) {
	const struct style_layer *layer = badge_layer(map, source);
	if (!layer || !map->icons)
		return NULL;
	struct expr_env env = map_env(map, 6, scratch);
	env.feature = f;
	*tint = style_color(layer, STYLE_ICON_COLOR, &env);
	return iconset_find(map->icons, style_text(layer, STYLE_ICON_IMAGE, &env));
}
