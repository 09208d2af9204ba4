#include "label/board.h"

/* Leaders are thin; names keep this far from them. */
#define LEADER_CLEARANCE 2.0

static void add_obstacle(struct board *b, const struct label_obstacle *o) {
	struct grid *grid = isinf(o->cost) ? &b->hard : &b->soft;
	struct grid_item item = { .box = o->box,
		.cost = o->cost,
		.owner = o->owner,
		.label = GRID_NONE };
	if (o->npoints)
		grid_add_line(grid, &item, o->point, o->npoints, o->width);
	else if (!rect_is_empty(o->box))
		grid_add(grid, &item);
}

static void add_area(struct board *b, const struct label_obstacle *o, struct arena *scratch) {
	uint32_t k = 0;
	while (k < b->nareas && !(b->area[k].cost <= o->cost && b->area[k].cost >= o->cost))
		k++;
	if (k == b->nareas) {
		b->area[k].cost = o->cost;
		mask_init(&b->area[k].mask, b->frame, scratch);
		b->nareas++;
	}
	mask_add(&b->area[k].mask, o->area, scratch);
}

/* Each price of an area has its mask. */
static void add_areas(struct board *b, struct arena *scratch) {
	const struct label_list *list = b->list;
	uint32_t n = 0;
	for (uint32_t i = 0; i < list->nobstacles; i++)
		n += list->obstacle[i].area != NULL;
	b->area = arena_new(scratch, struct board_area, n);
	for (uint32_t i = 0; i < list->nobstacles; i++)
		if (list->obstacle[i].area)
			add_area(b, &list->obstacle[i], scratch);
}

static uint32_t *empty_lists(uint32_t most, struct arena *scratch) {
	uint32_t *first = arena_new(scratch, uint32_t, (size_t)most + 1);
	for (size_t i = 0; i <= most; i++)
		first[i] = GRID_NONE;
	return first;
}

void board_init(struct board *b, const struct label_list *list, struct rect frame,
	struct arena *scratch) {
	uint32_t most_key = 0, most_crowd = 0, npoints = 0;
	*b = (struct board){ .list = list, .frame = frame };
	for (uint32_t i = 0; i < list->nobstacles; i++)
		npoints += list->obstacle[i].npoints ? list->obstacle[i].npoints : 1;
	grid_init(&b->hard, frame, npoints, scratch);
	grid_init(&b->soft, frame, npoints, scratch);
	grid_init(&b->placed, frame, list->nlabels, scratch);
	add_areas(b, scratch);
	for (uint32_t i = 0; i < list->nobstacles; i++)
		if (!list->obstacle[i].area)
			add_obstacle(b, &list->obstacle[i]);
	b->has_soft = b->soft.nitems > 0 || b->nareas > 0;
	b->label = arena_new(scratch, struct board_label, list->nlabels);
	for (uint32_t i = 0; i < list->nlabels; i++) {
		b->label[i] = (struct board_label){ .choice = { .spot = LABEL_OMITTED },
			.first_item = GRID_NONE,
			.first_icon = GRID_NONE,
			.next_same = GRID_NONE,
			.next_crowd = GRID_NONE };
		if (list->label[i].repeat_key > most_key)
			most_key = list->label[i].repeat_key;
		if (list->label[i].crowd > most_crowd)
			most_crowd = list->label[i].crowd;
	}
	b->fit = arena_new(scratch, uint8_t, list->nspots);
	b->spot_cost = arena_new(scratch, double, list->nspots);
	for (uint32_t i = 0; i < list->nspots; i++)
		b->spot_cost[i] = NAN;
	b->same = empty_lists(most_key, scratch);
	b->crowd = empty_lists(most_crowd, scratch);
}

static bool is_finite(struct rect r) {
	return isfinite(r.min.x) && isfinite(r.min.y) && isfinite(r.max.x) && isfinite(r.max.y);
}

static bool inside(struct rect frame, struct rect box) {
	return box.min.x >= frame.min.x && box.min.y >= frame.min.y && box.max.x <= frame.max.x
		&& box.max.y <= frame.max.y;
}

static bool hard_is_free(const struct board *b, uint64_t owner, struct rect box) {
	if (!b->hard.nitems)
		return true;
	struct grid_search s = grid_search(&b->hard, box);
	for (uint32_t id; (id = grid_next(&s)) != GRID_NONE;) {
		const struct grid_item *item = &b->hard.item[id];
		if ((!owner || item->owner != owner) && grid_item_touches(item, box))
			return false;
	}
	return true;
}

/* Whether label i, whose part overlaps as `mode` says, minds the item. */
static bool minds(const struct grid_item *item, uint32_t i, enum label_overlap mode) {
	return item->label != i && !(mode == LABEL_OVERLAP_COOPERATIVE && item->cooperative);
}

/* The window as seen from the world `turn` times further east; false: nothing can
 * be there. */
static bool turned(const struct board *b, int turn, struct rect *window) {
	const double farthest = 1024; /* no label reaches beyond the frame by more */
	if (turn == 0)
		return true;
	window->min.x += b->wrap * turn;
	window->max.x += b->wrap * turn;
	return b->wrap > 0 && window->max.x > b->frame.min.x - farthest
		&& window->min.x < b->frame.max.x + farthest;
}

static double apart(const struct board *b, struct point p, struct point q) {
	double dx = fabs(p.x - q.x);
	if (b->wrap > 0 && dx > b->wrap / 2)
		dx = fabs(b->wrap - dx);
	return hypot(dx, p.y - q.y);
}

static bool world_is_free(const struct board *b, uint32_t i, enum label_overlap mode,
	struct rect box) {
	struct grid_search s = grid_search(&b->placed, box);
	for (uint32_t id; (id = grid_next(&s)) != GRID_NONE;) {
		const struct grid_item *item = &b->placed.item[id];
		if (minds(item, i, mode) && grid_item_touches(item, box))
			return false;
	}
	return true;
}

static bool placed_is_free(const struct board *b, uint32_t i, enum label_overlap mode,
	struct rect box) {
	for (int turn = -1; turn <= 1; turn++) {
		struct rect there = box;
		if (turned(b, turn, &there) && !world_is_free(b, i, mode, there))
			return false;
	}
	return true;
}

static struct point middle_of(const struct label_list *list, uint32_t spot) {
	const struct label_spot *s = &list->spot[spot];
	return s->nboxes ? rect_center(list->box[s->first_box + s->nboxes / 2]) : s->at;
}

static bool is_repeated(const struct board *b, uint32_t i, uint32_t spot) {
	const struct label *label = &b->list->label[i];
	if (!label->repeat_key || label->never_drop || !(label->repeat_distance > 0))
		return false;
	struct point at = middle_of(b->list, spot);
	for (uint32_t other = b->same[label->repeat_key]; other != GRID_NONE;
		other = b->label[other].next_same) {
		struct point there = middle_of(b->list, b->label[other].choice.spot);
		if (other != i && apart(b, at, there) < label->repeat_distance)
			return true;
	}
	return false;
}

/* Of the spot itself: finite, within the frame where it has to be, and away from
 * obstacles. */
static bool fits(const struct board *b, uint32_t i, uint32_t spot) {
	const struct label_spot *s = &b->list->spot[spot];
	const struct label *label = &b->list->label[i];
	for (uint32_t k = 0; k < s->nboxes; k++) {
		struct rect box = b->list->box[s->first_box + k];
		if (!is_finite(box) || (!label->may_leave_frame && !inside(b->frame, box)))
			return false;
		if (label->text.overlap != LABEL_OVERLAP_ALWAYS
			&& !hard_is_free(b, label->owner, box))
			return false;
	}
	return true;
}

static bool spot_fits(struct board *b, uint32_t i, uint32_t spot) {
	if (b->fit[spot] == SPOT_UNKNOWN)
		b->fit[spot] = fits(b, i, spot) ? SPOT_FITS : SPOT_BLOCKED;
	return b->fit[spot] == SPOT_FITS;
}

bool board_spot_is_free(struct board *b, uint32_t i, uint32_t spot) {
	const struct label_spot *s = &b->list->spot[spot];
	enum label_overlap overlap = b->list->label[i].text.overlap;
	b->looked++;
	if (!spot_fits(b, i, spot) || is_repeated(b, i, spot))
		return false;
	for (uint32_t k = 0; k < s->nboxes && overlap != LABEL_OVERLAP_ALWAYS; k++)
		if (!placed_is_free(b, i, overlap, b->list->box[s->first_box + k]))
			return false;
	return true;
}

bool board_icon_is_free(struct board *b, uint32_t i) {
	const struct label *label = &b->list->label[i];
	for (uint32_t k = 0; k < label->nicon_boxes; k++) {
		struct rect box = b->list->box[label->first_icon_box + k];
		if (!is_finite(box))
			return false;
		if (label->icon.overlap == LABEL_OVERLAP_ALWAYS)
			continue;
		if (!placed_is_free(b, i, label->icon.overlap, box)
			|| !hard_is_free(b, label->owner, box))
			return false;
	}
	return true;
}

bool board_box_is_free(struct board *b, uint32_t i, struct rect box) {
	b->looked++;
	return is_finite(box) && inside(b->frame, box)
		&& placed_is_free(b, i, LABEL_OVERLAP_NEVER, box)
		&& hard_is_free(b, b->list->label[i].owner, box);
}

static bool line_meets(const struct grid_item *item, struct point from, struct point to) {
	double t0, t1;
	return item->stroke ? segments_cross(from, to, item->from, item->to)
			    : segment_clip(from, to, item->box, &t0, &t1);
}

double board_line_crosses(const struct board *b, uint32_t i, struct point from, struct point to) {
	const double of_line = 3, of_text = 2, of_symbol = 4;
	struct rect window = rect_add(rect_add((struct rect)RECT_EMPTY, from), to);
	double sum = 0;
	window = rect_grow(window, LEADER_CLEARANCE);
	struct grid_search s = grid_search(&b->placed, window);
	for (uint32_t id; (id = grid_next(&s)) != GRID_NONE;) {
		const struct grid_item *item = &b->placed.item[id];
		if (item->label != i && line_meets(item, from, to))
			sum += item->stroke ? of_line : item->fixed ? of_symbol : of_text;
	}
	s = grid_search(&b->hard, window);
	for (uint32_t id; (id = grid_next(&s)) != GRID_NONE;)
		if (!b->hard.item[id].stroke && line_meets(&b->hard.item[id], from, to))
			sum += of_symbol;
	return sum;
}

static double area(struct rect r) {
	return rect_is_empty(r) ? 0 : rect_width(r) * rect_height(r);
}

/* A line crossed at a right angle costs its price once, one that runs along the
 * text as often as the text is longer than high; a box by the part covered. */
static double item_cost(const struct grid_item *item, struct rect box) {
	if (!item->stroke) {
		double least = fmin(area(item->box), area(box));
		return least > 0 ? item->cost * area(rect_intersection(item->box, box)) / least : 0;
	}
	double height = rect_height(box) + 2 * item->half_width;
	return height > 0 ? item->cost * grid_stroke_inside(item, box) / height : 0;
}

bool board_is_crowded(const struct board *b, uint32_t i) {
	const struct label *label = &b->list->label[i];
	if (!label->crowd || label->never_drop)
		return false;
	for (uint32_t other = b->crowd[label->crowd]; other != GRID_NONE;
		other = b->label[other].next_crowd) {
		struct point there = b->list->label[other].at;
		if (other != i && apart(b, label->at, there) < label->crowd_distance)
			return true;
	}
	return false;
}

/* Ten borders are not ten times as bad as one: the sum stays below this. */
static const double most_crossed = 8;

static double saturated(double cost) {
	return most_crossed * (1 - exp(-cost / most_crossed));
}

/* The sum that certainly costs more than this. */
static double unsaturated(double cost) {
	const double safely = 1 + 1e-9;
	return cost < most_crossed ? -most_crossed * log(1 - cost / most_crossed) * safely
				   : INFINITY;
}

double board_box_cost(const struct board *b, uint32_t i, struct rect box, double enough) {
	const struct label *label = &b->list->label[i];
	uint64_t owner = label->owner;
	double cost = 0, price = label->area_price > 0 ? label->area_price : 1;
	if (!b->has_soft)
		return 0;
	for (uint32_t k = 0; k < b->nareas; k++)
		cost += price * b->area[k].cost * mask_share(&b->area[k].mask, box);
	double most = unsaturated(enough);
	struct grid_search s = grid_search(&b->soft, box);
	for (uint32_t id; cost <= most && (id = grid_next(&s)) != GRID_NONE;) {
		const struct grid_item *item = &b->soft.item[id];
		if (!owner || item->owner != owner)
			cost += item_cost(item, box);
	}
	return saturated(cost);
}

double board_spot_cost(struct board *b, uint32_t i, uint32_t spot) {
	const struct label_spot *s = &b->list->spot[spot];
	const struct label *label = &b->list->label[i];
	if (!isnan(b->spot_cost[spot]))
		return b->spot_cost[spot];
	/* Where thousands of symbols stand most spots are too dear: one need not know by how
	 * much. */
	double cost = s->cost, most = label->most_cost > 0 ? label->most_cost : INFINITY;
	for (uint32_t k = 0; k < s->nboxes && b->has_soft && cost <= most; k++)
		cost += board_box_cost(b, i, b->list->box[s->first_box + k], most - cost);
	b->spot_cost[spot] = cost * label_weight(label);
	return b->spot_cost[spot];
}

/* One that may cover others had better not. */
static double covering_cost(const struct board *b, uint32_t i, uint32_t spot) {
	const double price = 4;
	const struct label_spot *s = &b->list->spot[spot];
	if (b->list->label[i].text.overlap != LABEL_OVERLAP_ALWAYS)
		return 0;
	for (uint32_t k = 0; k < s->nboxes; k++)
		if (!placed_is_free(b, i, LABEL_OVERLAP_NEVER, b->list->box[s->first_box + k]))
			return price * label_weight(&b->list->label[i]);
	return 0;
}

uint32_t board_best_spot(struct board *b, uint32_t i, double *cost) {
	const struct label *label = &b->list->label[i];
	double weight = label_weight(label);
	double limit = label->most_cost > 0 ? label->most_cost * weight : INFINITY;
	uint32_t best = LABEL_OMITTED;
	*cost = INFINITY;
	for (uint32_t k = 0; k < label->nspots; k++) {
		uint32_t spot = label->first_spot + k;
		if (b->list->spot[spot].cost * weight >= *cost)
			break;
		if (!board_spot_is_free(b, i, spot))
			continue;
		double here = label->rigid
			? 0
			: board_spot_cost(b, i, spot) + covering_cost(b, i, spot);
		if (here < *cost && here <= limit) {
			*cost = here;
			best = spot;
		}
		if (label->rigid)
			break;
	}
	return best;
}

/* One that may cover others would come back where it was. */
static bool may_move(const struct board *b, uint32_t i) {
	const struct label *label = &b->list->label[i];
	return !b->label[i].settled && !label->rigid && label->text.overlap == LABEL_OVERLAP_NEVER;
}

/* Adds the label of each item in the way of one box; false: it cannot move, or
 * there are more than `max`. */
static bool add_in_world(const struct board *b, uint32_t i, struct rect box, uint32_t *out,
	uint32_t *count, uint32_t max) {
	struct grid_search s = grid_search(&b->placed, box);
	for (uint32_t id; (id = grid_next(&s)) != GRID_NONE;) {
		const struct grid_item *item = &b->placed.item[id];
		enum label_overlap mode = b->list->label[i].text.overlap;
		if (!minds(item, i, mode) || !grid_item_touches(item, box))
			continue;
		/* A label's icon stays when its text moves. */
		if (item->fixed)
			return false;
		uint32_t k = 0;
		while (k < *count && out[k] != item->label)
			k++;
		if (k < *count)
			continue;
		if (*count == max || !may_move(b, item->label))
			return false;
		out[(*count)++] = item->label;
	}
	return true;
}

static bool add_blockers(const struct board *b, uint32_t i, struct rect box, uint32_t *out,
	uint32_t *count, uint32_t max) {
	for (int turn = -1; turn <= 1; turn++) {
		struct rect there = box;
		if (turned(b, turn, &there) && !add_in_world(b, i, there, out, count, max))
			return false;
	}
	return true;
}

uint32_t board_blockers(struct board *b, uint32_t i, uint32_t spot, uint32_t *out, uint32_t max) {
	const struct label_spot *s = &b->list->spot[spot];
	const struct label *label = &b->list->label[i];
	uint32_t count = 0;
	b->looked++;
	if (!spot_fits(b, i, spot) || is_repeated(b, i, spot))
		return max + 1;
	for (uint32_t k = 0; k < s->nboxes && label->text.overlap != LABEL_OVERLAP_ALWAYS; k++) {
		struct rect box = b->list->box[s->first_box + k];
		if (!add_blockers(b, i, box, out, &count, max))
			return max + 1;
	}
	return count;
}

static void put_box(struct board *b, uint32_t i, const struct label_part *part, struct rect box,
	uint32_t *list, bool fixed) {
	if (part->ignored)
		return;
	struct grid_item item = { .box = box,
		.label = i,
		.next = *list,
		.fixed = fixed,
		.cooperative = part->overlap != LABEL_OVERLAP_NEVER };
	*list = grid_add(&b->placed, &item);
}

/* A label whose text takes up no room is still known to be placed by its spot. */
static void put(struct board *b, uint32_t i, double cost) {
	const struct label *label = &b->list->label[i];
	b->label[i].cost = cost;
	if (label->repeat_key) {
		b->label[i].next_same = b->same[label->repeat_key];
		b->same[label->repeat_key] = i;
	}
	if (label->crowd) {
		b->label[i].next_crowd = b->crowd[label->crowd];
		b->crowd[label->crowd] = i;
	}
}

void board_put(struct board *b, uint32_t i, uint32_t spot, double cost) {
	const struct label_spot *s = &b->list->spot[spot];
	struct label_choice *choice = &b->label[i].choice;
	*choice = (struct label_choice){ .spot = spot, .icon = choice->icon };
	for (uint32_t k = 0; k < s->nboxes; k++)
		put_box(b, i, &b->list->label[i].text, b->list->box[s->first_box + k],
			&b->label[i].first_item, false);
	put(b, i, cost);
}

void board_put_led(struct board *b, uint32_t i, const struct label_choice *choice, double cost) {
	struct label_part part = { 0 };
	bool icon = b->label[i].choice.icon;
	b->label[i].choice = *choice;
	b->label[i].choice.icon = icon;
	struct rect box = b->list->box[b->list->spot[choice->spot].first_box];
	box.min = (struct point){ box.min.x + choice->moved.x, box.min.y + choice->moved.y };
	box.max = (struct point){ box.max.x + choice->moved.x, box.max.y + choice->moved.y };
	put_box(b, i, &part, box, &b->label[i].first_item, false);
	if (choice->has_leader) {
		struct grid_item like = { .label = i, .next = b->label[i].first_item };
		struct grid_item item = grid_stroke(&like, choice->leader[0], choice->leader[1],
			2 * LEADER_CLEARANCE);
		b->label[i].first_item = grid_add(&b->placed, &item);
	}
	put(b, i, cost);
}

static void remove_all(struct board *b, uint32_t *list) {
	for (uint32_t item = *list; item != GRID_NONE;) {
		uint32_t next = b->placed.item[item].next;
		grid_remove(&b->placed, item);
		item = next;
	}
	*list = GRID_NONE;
}

void board_take(struct board *b, uint32_t i) {
	struct board_label *label = &b->label[i];
	remove_all(b, &label->first_item);
	const struct label *wish = &b->list->label[i];
	if (wish->repeat_key && label->choice.spot != LABEL_OMITTED) {
		uint32_t *at = &b->same[wish->repeat_key];
		while (*at != i)
			at = &b->label[*at].next_same;
		*at = label->next_same;
	}
	if (wish->crowd && label->choice.spot != LABEL_OMITTED) {
		uint32_t *at = &b->crowd[wish->crowd];
		while (*at != i)
			at = &b->label[*at].next_crowd;
		*at = label->next_crowd;
	}
	label->choice = (struct label_choice){ .spot = LABEL_OMITTED, .icon = label->choice.icon };
	label->cost = 0;
}

void board_put_icon(struct board *b, uint32_t i) {
	const struct label *label = &b->list->label[i];
	if (b->label[i].choice.icon || !label->nicon_boxes)
		return;
	b->label[i].choice.icon = true;
	for (uint32_t k = 0; k < label->nicon_boxes; k++)
		put_box(b, i, &label->icon, b->list->box[label->first_icon_box + k],
			&b->label[i].first_icon, true);
}

void board_take_icon(struct board *b, uint32_t i) {
	remove_all(b, &b->label[i].first_icon);
	b->label[i].choice.icon = false;
}
