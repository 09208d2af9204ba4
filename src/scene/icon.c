#include "scene/icon.h"

struct rect icon_bounds(const struct icon *icon) {
	struct rect all = RECT_EMPTY;
	for (uint32_t i = 0; i < icon->nparts; i++) {
		const struct icon_part *part = &icon->part[i];
		struct rect r = path_bounds(&part->path);
		if (!rect_is_empty(r) && part->has_stroke)
			r = rect_grow(r, part->stroke_width / 2);
		all = rect_union(all, r);
	}
	return all;
}
