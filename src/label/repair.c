#include "label/repair.h"

#include <stdlib.h>

#include "label/leader.h"

#define MAX_BLOCKERS 3
#define DEPTH 2
/* What it may cost the others, by their weights, to show one more label. */
#define WORTH_SHOWING 6.0

struct change {
	uint32_t label;
	double cost;
	struct label_choice choice;
};

struct repair {
	struct board *board;
	const uint32_t *order;
	uint32_t limit;        /* of board->looked */
	struct change *change; /* what to undo, the newest last */
	uint32_t nchanges, capacity;
	struct arena *scratch;
};

static bool is_tired(const struct repair *r) {
	return r->board->looked >= r->limit;
}

static bool is_placed(const struct board *b, uint32_t i) {
	return b->label[i].choice.spot != LABEL_OMITTED;
}

static void remember(struct repair *r, uint32_t i) {
	const struct board_label *label = &r->board->label[i];
	*arena_push(r->scratch, r->change, r->nchanges, r->capacity) = (struct change){ i,
		label->cost, label->choice };
}

static void take(struct repair *r, uint32_t i) {
	remember(r, i);
	board_take(r->board, i);
}

static void put(struct repair *r, uint32_t i, uint32_t spot, double cost) {
	remember(r, i);
	board_put(r->board, i, spot, cost);
}

/* Newest first: every label gets back what it had. */
static void undo(struct repair *r, uint32_t mark) {
	struct board *b = r->board;
	while (r->nchanges > mark) {
		const struct change *c = &r->change[--r->nchanges];
		if (is_placed(b, c->label))
			board_take(b, c->label);
		if (b->label[c->label].choice.icon && !c->choice.icon)
			board_take_icon(b, c->label);
		else if (c->choice.icon)
			board_put_icon(b, c->label);
		if (c->choice.spot == LABEL_OMITTED)
			continue;
		if (c->choice.has_leader || c->choice.moved.x != 0 || c->choice.moved.y != 0)
			board_put_led(b, c->label, &c->choice, c->cost);
		else
			board_put(b, c->label, c->choice.spot, c->cost);
	}
}

/* Puts the icon down where there is one to come; false: the text may not stand
 * without it, and it has no room. */
static bool put_icon(struct repair *r, uint32_t i) {
	struct board *b = r->board;
	const struct label *label = &b->list->label[i];
	if (!label->nicon_boxes || b->label[i].choice.icon)
		return true;
	if (!board_icon_is_free(b, i))
		return label->icon.optional;
	remember(r, i);
	board_put_icon(b, i);
	return true;
}

static bool make_room(struct repair *r, uint32_t i, uint32_t spot, int depth, double *budget);

/* Puts a label that was taken away somewhere else, for no more than the budget. */
static bool settle(struct repair *r, uint32_t i, double before, int depth, double *budget) {
	struct board *b = r->board;
	const struct label *label = &b->list->label[i];
	double cost;
	uint32_t spot = board_best_spot(b, i, &cost);
	if (spot != LABEL_OMITTED && cost - before <= *budget) {
		put(r, i, spot, cost);
		*budget -= cost - before;
		return true;
	}
	for (uint32_t k = 0; depth > 0 && k < label->nspots && !is_tired(r); k++) {
		double left = *budget + before;
		if (make_room(r, i, label->first_spot + k, depth - 1, &left)) {
			*budget = left;
			return true;
		}
	}
	return false;
}

/* Puts label i at the spot and those in its way elsewhere; all or nothing. */
static bool make_room(struct repair *r, uint32_t i, uint32_t spot, int depth, double *budget) {
	struct board *b = r->board;
	uint32_t blocker[MAX_BLOCKERS], mark = r->nchanges;
	double before[MAX_BLOCKERS], cost = board_spot_cost(b, i, spot);
	double most = b->list->label[i].most_cost;
	if (cost > *budget || (most > 0 && cost > most * label_weight(&b->list->label[i])))
		return false;
	uint32_t n = board_blockers(b, i, spot, blocker, MAX_BLOCKERS);
	if (n > MAX_BLOCKERS)
		return false;
	for (uint32_t k = 0; k < n; k++) {
		before[k] = b->label[blocker[k]].cost;
		take(r, blocker[k]);
	}
	put(r, i, spot, cost);
	bool was_settled = b->label[i].settled, done = true;
	b->label[i].settled = true;
	double left = *budget - cost;
	for (uint32_t k = 0; k < n && done; k++)
		done = settle(r, blocker[k], before[k], depth, &left);
	b->label[i].settled = was_settled;
	if (done)
		*budget = left;
	else
		undo(r, mark);
	return done;
}

/* True when label i stands at one of its spots afterwards. */
static bool show(struct repair *r, uint32_t i, double budget) {
	const struct label *label = &r->board->list->label[i];
	r->nchanges = 0;
	if (board_is_crowded(r->board, i) || !put_icon(r, i))
		return false;
	uint32_t mark = r->nchanges;
	for (uint32_t k = 0; k < label->nspots && !is_tired(r); k++) {
		r->nchanges = mark;
		double left = budget;
		if (make_room(r, i, label->first_spot + k, DEPTH - 1, &left))
			return true;
	}
	undo(r, 0);
	return false;
}

static bool can_be_helped(const struct board *b, uint32_t i) {
	const struct label *label = &b->list->label[i];
	return !label->rigid && label->nspots
		&& (!is_placed(b, i) || b->label[i].choice.has_leader);
}

static void show_more(struct repair *r) {
	struct board *b = r->board;
	for (uint32_t k = 0; k < b->list->nlabels && !is_tired(r); k++) {
		uint32_t i = r->order[k];
		if (!can_be_helped(b, i))
			continue;
		double worth = is_placed(b, i) ? b->label[i].cost : WORTH_SHOWING;
		bool led = is_placed(b, i);
		struct label_choice choice = b->label[i].choice;
		double cost = b->label[i].cost;
		if (led)
			board_take(b, i);
		if (!show(r, i, worth) && led)
			board_put_led(b, i, &choice, cost);
	}
}

/* A label that alone keeps another of the same priority from being shown. */
struct quarrel {
	uint32_t holder, waiting;
};

static int by_holder(const void *left, const void *right) {
	const struct quarrel *a = left, *b = right;
	if (a->holder != b->holder)
		return a->holder < b->holder ? -1 : 1;
	return (a->waiting > b->waiting) - (a->waiting < b->waiting);
}

static uint32_t find_quarrels(struct repair *r, struct quarrel **out) {
	struct board *b = r->board;
	const struct label *label = b->list->label;
	struct quarrel *quarrel = NULL;
	uint32_t n = 0, capacity = 0;
	for (uint32_t i = 0; i < b->list->nlabels && !is_tired(r); i++) {
		if (is_placed(b, i) || !can_be_helped(b, i))
			continue;
		for (uint32_t k = 0; k < label[i].nspots; k++) {
			uint32_t holder;
			if (board_blockers(b, i, label[i].first_spot + k, &holder, 1) == 1
				&& label[holder].priority == label[i].priority
				&& !label[holder].never_drop)
				*arena_push(r->scratch, quarrel, n,
					capacity) = (struct quarrel){ holder, i };
		}
	}
	if (n)
		qsort(quarrel, n, sizeof *quarrel, by_holder);
	*out = quarrel;
	return n;
}

static bool place_best(struct repair *r, uint32_t i) {
	struct board *b = r->board;
	double cost;
	if (board_is_crowded(b, i) || !put_icon(r, i))
		return false;
	uint32_t spot = board_best_spot(b, i, &cost);
	if (spot != LABEL_OMITTED)
		put(r, i, spot, cost);
	else if (!b->list->label[i].text.optional && !b->list->label[i].never_drop)
		board_take_icon(b, i);
	return spot != LABEL_OMITTED;
}

/* Shows those that wait for one holder instead of it, if they are more. */
static void exchange(struct repair *r, const struct quarrel *q, uint32_t n) {
	struct board *b = r->board;
	uint32_t shown = 0;
	if (!is_placed(b, q[0].holder))
		return;
	r->nchanges = 0;
	take(r, q[0].holder);
	if (!b->list->label[q[0].holder].text.optional)
		board_take_icon(b, q[0].holder);
	for (uint32_t k = 0; k < n; k++)
		shown += !is_placed(b, q[k].waiting) && place_best(r, q[k].waiting);
	shown += place_best(r, q[0].holder);
	if (shown < 2)
		undo(r, 0);
}

static void exchange_one_for_two(struct repair *r) {
	struct quarrel *quarrel;
	uint32_t n = find_quarrels(r, &quarrel);
	for (uint32_t from = 0, to; from < n && !is_tired(r); from = to) {
		to = from + 1;
		while (to < n && quarrel[to].holder == quarrel[from].holder)
			to++;
		if (quarrel[from].waiting != quarrel[to - 1].waiting)
			exchange(r, &quarrel[from], to - from);
	}
}

static void take_better_spots(struct repair *r) {
	struct board *b = r->board;
	for (uint32_t k = 0; k < b->list->nlabels && !is_tired(r); k++) {
		uint32_t i = r->order[k];
		const struct label *label = &b->list->label[i];
		if (!is_placed(b, i) || label->rigid || b->label[i].cost <= 0 || label->nspots < 2
			|| label->text.overlap != LABEL_OVERLAP_NEVER)
			continue;
		r->nchanges = 0;
		double before = b->label[i].cost;
		take(r, i);
		double cost;
		uint32_t spot = board_best_spot(b, i, &cost);
		if (spot != LABEL_OMITTED && cost < before)
			board_put(b, i, spot, cost);
		else
			undo(r, 0);
	}
}

void repair(struct board *b, const uint32_t *order, uint32_t effort, struct arena *scratch) {
	struct repair r = { .board = b,
		.order = order,
		.scratch = scratch,
		.limit = b->looked + effort };
	show_more(&r);
	exchange_one_for_two(&r);
	take_better_spots(&r);
}
