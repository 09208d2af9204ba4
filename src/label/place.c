#include "label/place.h"

#include <stdlib.h>

#include "label/leader.h"
#include "label/repair.h"

struct turn {
	double priority;
	uint32_t label;
	bool never_drop;
};

static int by_turn(const void *left, const void *right) {
	const struct turn *a = left, *b = right;
	if (a->never_drop != b->never_drop)
		return a->never_drop ? -1 : 1;
	if (a->priority < b->priority || a->priority > b->priority)
		return a->priority < b->priority ? -1 : 1;
	return (a->label > b->label) - (a->label < b->label);
}

/* Those that are never dropped come first, then by priority. */
static uint32_t *turns(const struct label_list *list, struct arena *scratch) {
	struct turn *turn = arena_new(scratch, struct turn, list->nlabels);
	uint32_t *order = arena_new(scratch, uint32_t, list->nlabels);
	for (uint32_t i = 0; i < list->nlabels; i++)
		turn[i] = (struct turn){ list->label[i].priority, i, list->label[i].never_drop };
	if (list->nlabels)
		qsort(turn, list->nlabels, sizeof *turn, by_turn);
	for (uint32_t i = 0; i < list->nlabels; i++)
		order[i] = turn[i].label;
	return order;
}

/* Its own spots, or on a leader where those are taken or cross too much. */
static void place_always(struct board *b, uint32_t i) {
	const struct label *label = &b->list->label[i];
	double cost;
	struct label_choice led;
	board_put_icon(b, i);
	if (!label->nspots)
		return;
	uint32_t spot = board_best_spot(b, i, &cost);
	bool fine = spot != LABEL_OMITTED && cost <= LEADER_COST * label_weight(label);
	if (!fine && !label->stays && b->list->spot[label->first_spot].nboxes) {
		double led_cost = leader_find(b, i, &led);
		if (led_cost < cost) {
			board_put_led(b, i, &led, led_cost);
			return;
		}
	}
	if (spot == LABEL_OMITTED)
		spot = label->first_spot;
	board_put(b, i, spot, isfinite(cost) ? cost : 0);
}

/* Icon and text stand or fall together unless the one is optional to the other
 * (MapLibre's rule; a half that is not wished at all hinders nothing). */
static void place(struct board *b, uint32_t i) {
	const struct label *label = &b->list->label[i];
	double cost = 0;
	if (!label->icon_stays && board_is_crowded(b, i))
		return;
	bool has_text = label->nspots > 0, has_icon = label->nicon_boxes > 0;
	uint32_t spot = has_text ? board_best_spot(b, i, &cost) : LABEL_OMITTED;
	bool text = spot != LABEL_OMITTED;
	if (label->icon_stays) {
		if (text)
			board_put(b, i, spot, cost);
		return;
	}
	bool icon = has_icon && board_icon_is_free(b, i);
	bool text_alone = !has_icon || label->icon.optional;
	bool icon_alone = !has_text || label->text.optional;
	bool both = text && icon;
	if (text && (both || text_alone))
		board_put(b, i, spot, cost);
	if (icon && (both || icon_alone))
		board_put_icon(b, i);
}

uint32_t label_place(const struct label_list *list, const struct label_options *options,
	struct label_choice *choice, struct arena *scratch) {
	struct board b;
	uint32_t shown = 0, *order = turns(list, scratch);
	board_init(&b, list, options->frame, scratch);
	b.wrap = options->wraps ? rect_width(options->frame) : 0;
	/* First the symbols that stay where they are, so that no name covers them. */
	for (uint32_t k = 0; k < list->nlabels; k++)
		if (list->label[k].never_drop || list->label[k].icon_stays)
			board_put_icon(&b, k);
	for (uint32_t k = 0; k < list->nlabels; k++) {
		if (list->label[order[k]].never_drop)
			place_always(&b, order[k]);
		else
			place(&b, order[k]);
	}
	if (options->effort)
		repair(&b, order, options->effort, scratch);
	for (uint32_t i = 0; i < list->nlabels; i++) {
		choice[i] = b.label[i].choice;
		shown += choice[i].icon || choice[i].spot != LABEL_OMITTED;
	}
	return shown;
}
