#include "label/leader.h"

#define FIRST_GAP 8.0
#define GAP_GROWS 1.18
/* For each unit of distance, and for each line that is crossed. */
#define PRICE_OF_DISTANCE 0.06
#define PRICE_OF_CROSSING 2.0

/* How much a place on a ring may be in the way of others. */
enum strictness { CLEAR, LINES_MAY_CROSS, TEXTS_MAY_OVERLAP, NSTRICTNESSES };

struct ring_search {
	struct board *board;
	uint32_t label;
	struct rect box; /* of the label's first spot */
	enum strictness strictness;
	double best_cost;
	struct label_choice best;
};

static double clamp(double v, double low, double high) {
	return fmax(low, fmin(v, high));
}

/* The box moved so that the point of it nearest to the symbol lies at `gap`
 * from the symbol's edge in the direction of the angle. */
static struct rect box_on_ring(const struct label *label, struct rect box, double gap,
	double angle) {
	double ux = cos(angle), uy = sin(angle), reach = label->radius + gap;
	double w = rect_width(box), h = rect_height(box);
	struct point middle = {
		label->at.x + ux * reach + clamp(2 * ux, -1, 1) * w / 2,
		label->at.y + uy * reach + clamp(2 * uy, -1, 1) * h / 2,
	};
	return (struct rect){ { middle.x - w / 2, middle.y - h / 2 },
		{ middle.x + w / 2, middle.y + h / 2 } };
}

/* From the symbol's edge to the nearest point of the box; false when they are
 * so near that no line is needed. */
static bool leader_line(const struct label *label, struct rect box, struct point line[2]) {
	struct point end = { clamp(label->at.x, box.min.x, box.max.x),
		clamp(label->at.y, box.min.y, box.max.y) };
	double dx = end.x - label->at.x, dy = end.y - label->at.y, length = hypot(dx, dy);
	if (!(length > label->radius + FIRST_GAP / 2))
		return false;
	line[0] = (struct point){ label->at.x + dx / length * label->radius,
		label->at.y + dy / length * label->radius };
	line[1] = end;
	return true;
}

static bool in_frame(struct rect frame, struct rect box) {
	return box.min.x >= frame.min.x && box.max.x <= frame.max.x && box.min.y >= frame.min.y
		&& box.max.y <= frame.max.y;
}

static double covered(const struct grid *grid, uint32_t label, struct rect box) {
	double sum = 0;
	struct grid_search s = grid_search(grid, box);
	for (uint32_t id; (id = grid_next(&s)) != GRID_NONE;) {
		const struct grid_item *item = &grid->item[id];
		if (item->label == label || !grid_item_touches(item, box))
			continue;
		struct rect part = rect_intersection(item->box, box);
		/* A symbol is worse to cover than a text, a line least. */
		double price = item->fixed || item->label == GRID_NONE ? 4 : 1;
		sum += item->stroke ? 10 : price * rect_width(part) * rect_height(part);
	}
	return sum;
}

/* What the line crosses; INFINITY where it must cross nothing. */
static double crossed(const struct ring_search *s, const struct label_choice *choice) {
	double sum = board_line_crosses(s->board, s->label, choice->leader[0], choice->leader[1]);
	return s->strictness == CLEAR && sum > 0 ? INFINITY : sum;
}

static void try_box(struct ring_search *s, struct rect box, double cost) {
	struct board *b = s->board;
	const struct label *label = &b->list->label[s->label];
	struct label_choice choice = { .spot = label->first_spot };
	if (cost >= s->best_cost)
		return;
	if (s->strictness < TEXTS_MAY_OVERLAP) {
		if (!board_box_is_free(b, s->label, box))
			return;
	} else if (!in_frame(b->frame, box)) {
		return;
	} else {
		cost += covered(&b->placed, s->label, box) + covered(&b->hard, s->label, box);
	}
	cost += board_box_cost(b, s->label, box, s->best_cost - cost);
	if (cost >= s->best_cost)
		return;
	choice.has_leader = leader_line(label, box, choice.leader);
	if (choice.has_leader)
		cost += PRICE_OF_CROSSING * crossed(s, &choice);
	if (cost >= s->best_cost)
		return;
	choice.moved = (struct point){ box.min.x - s->box.min.x, box.min.y - s->box.min.y };
	s->best = choice;
	s->best_cost = cost;
}

static void try_ring(struct ring_search *s, double gap) {
	const struct label *label = &s->board->list->label[s->label];
	uint32_t n = (uint32_t)fmin(16 + 8 * floor(gap / 16), 64);
	for (uint32_t k = 0; k < n; k++) {
		double angle = 2 * PI * k / n;
		/* To the right rather than to the left, above rather than below. */
		double turn = 0.3 * (1 - cos(angle)) + 0.15 * (1 + sin(angle));
		double cost = LEADER_COST + gap * PRICE_OF_DISTANCE + turn;
		try_box(s, box_on_ring(label, s->box, gap, angle), cost);
	}
}

/* Where even the frame is too small: its middle is kept inside. */
static void take_anything(struct ring_search *s) {
	struct rect frame = s->board->frame;
	struct point middle = rect_center(s->box);
	struct point to = { clamp(middle.x, frame.min.x, frame.max.x),
		clamp(middle.y, frame.min.y, frame.max.y) };
	s->best = (struct label_choice){ .spot = s->board->list->label[s->label].first_spot,
		.moved = { to.x - middle.x, to.y - middle.y } };
	s->best_cost = 1e9;
}

double leader_find(struct board *b, uint32_t i, struct label_choice *choice) {
	const struct label *label = &b->list->label[i];
	struct ring_search s = { .board = b,
		.label = i,
		.best_cost = INFINITY,
		.box = b->list->box[b->list->spot[label->first_spot].first_box] };
	double farthest = hypot(rect_width(b->frame), rect_height(b->frame));
	for (int strictness = CLEAR; strictness < NSTRICTNESSES; strictness++) {
		s.strictness = (enum strictness)strictness;
		for (double gap = FIRST_GAP; gap <= farthest; gap *= GAP_GROWS) {
			try_ring(&s, gap);
			/* Farther rings cost more than what was found. */
			if (LEADER_COST + gap * PRICE_OF_DISTANCE > s.best_cost)
				break;
		}
		if (isfinite(s.best_cost))
			break;
	}
	if (!isfinite(s.best_cost))
		take_anything(&s);
	*choice = s.best;
	return s.best_cost * label_weight(label);
}
