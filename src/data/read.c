#include "data/read.h"

#include <string.h>

#include "data/geojson.h"
#include "data/shapefile.h"
#include "data/table.h"

bool read_options_want(const struct read_options *options, struct rect box) {
	if (!options->has_window)
		return true;
	for (int turn = -360; turn <= 360; turn += 360) {
		struct rect moved = box;
		moved.min.x += turn;
		moved.max.x += turn;
		if (rect_overlaps(options->window, moved))
			return true;
	}
	return false;
}

struct str layer_name(const char *path, struct arena *arena) {
	struct str name = str_of(path);
	const char *slash = strrchr(path, '/');
	if (slash)
		name = str_of(slash + 1);
	for (size_t i = name.len; i > 1; i--)
		if (name.at[i - 1] == '.') {
			name.len = i - 1;
			break;
		}
	return (struct str){ arena_strdup(arena, name), name.len };
}
