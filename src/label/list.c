#include "label/list.h"

uint32_t label_add(struct label_list *list, const struct label *label) {
	struct label *added = arena_push(list->arena, list->label, list->nlabels,
		list->label_capacity);
	*added = *label;
	added->first_spot = list->nspots;
	added->nspots = 0;
	return list->nlabels - 1;
}

void label_add_obstacle(struct label_list *list, const struct label_obstacle *obstacle) {
	*arena_push(list->arena, list->obstacle, list->nobstacles,
		list->obstacle_capacity) = *obstacle;
}

struct label_spot *label_add_spot(struct label_list *list, const struct label_spot *spot) {
	struct label_spot *added = arena_push(list->arena, list->spot, list->nspots,
		list->spot_capacity);
	*added = *spot;
	list->label[list->nlabels - 1].nspots++;
	return added;
}

/* Around the part of the turned rectangle that is `w` by `h` around its own
 * point `middle`. */
static struct rect turned_box(struct point at, struct point middle, double w, double h,
	double cosine, double sine, double padding) {
	double x = at.x + middle.x * cosine - middle.y * sine;
	double y = at.y + middle.x * sine + middle.y * cosine;
	double rx = (fabs(cosine) * w + fabs(sine) * h) / 2 + padding;
	double ry = (fabs(sine) * w + fabs(cosine) * h) / 2 + padding;
	return (struct rect){ { x - rx, y - ry }, { x + rx, y + ry } };
}

uint32_t label_add_boxes(struct label_list *list, struct rect box, struct point at, double angle,
	double padding) {
	/* Turned by less than this the corners of one box stick out by little. */
	const double slight = 0.02;
	enum { MOST_BOXES = 32 };
	if (rect_is_empty(box))
		return 0;
	double cosine = cos(angle), sine = sin(angle), w = rect_width(box), h = rect_height(box);
	bool level = fabs(sine) < slight || fabs(cosine) < slight, wide = w >= h;
	double parts = wide ? w / fmax(h, 1) : h / fmax(w, 1);
	uint32_t n = level ? 1 : (uint32_t)fmin(fmax(round(parts), 1), MOST_BOXES);
	struct point middle = rect_center(box);
	for (uint32_t i = 0; i < n; i++) {
		double along = ((i + 0.5) / n - 0.5) * (wide ? w : h);
		struct point part = middle;
		*(wide ? &part.x : &part.y) += along;
		*arena_push(list->arena, list->box, list->nboxes, list->box_capacity) = turned_box(
			at, part, wide ? w / n : w, wide ? h : h / n, cosine, sine, padding);
	}
	return n;
}
