#ifndef LABEL_BOARD_H
#define LABEL_BOARD_H

#include "label/grid.h"
#include "label/mask.h"
#include "label/place.h"

/* What is on the map at a moment of the placement. */

/* Where one label stands now. */
struct board_label {
	struct label_choice choice;
	double cost;         /* of the spot taken, soft obstacles included */
	uint32_t first_item; /* of the text, in board.placed; GRID_NONE: not placed */
	uint32_t first_icon; /* of the icon */
	uint32_t next_same;  /* placed before it with the same repeat_key */
	uint32_t next_crowd; /* placed before it of the same crowd */
	bool settled;        /* the repair may not move it now */
};

/* Polygons of one price. */
struct board_area {
	double cost;
	struct mask mask;
};

enum spot_fit { SPOT_UNKNOWN, SPOT_FITS, SPOT_BLOCKED };

struct board {
	const struct label_list *list;
	struct rect frame;
	struct grid hard, soft, placed;
	struct board_area *area; /* one for each price of an area */
	uint32_t nareas;
	struct board_label *label;
	uint32_t *same;  /* by repeat_key: the one placed last */
	uint32_t *crowd; /* by crowd */
	bool has_soft;
	double wrap; /* width of the frame where its sides meet; else 0 */
	/* What stays the same all the time, by spot, worked out when first asked for:
	 * whether frame and obstacles leave it free, and its cost. */
	uint8_t *fit;      /* enum spot_fit */
	double *spot_cost; /* NAN: not known yet */
	uint32_t looked;   /* spots examined, the measure of effort */
};

void board_init(struct board *b, const struct label_list *list, struct rect frame,
	struct arena *scratch);

/* Nothing is in the way of this spot of label i. */
bool board_spot_is_free(struct board *b, uint32_t i, uint32_t spot);
bool board_icon_is_free(struct board *b, uint32_t i);

/* Another of the label's crowd stands too near. */
bool board_is_crowded(const struct board *b, uint32_t i);

/* Nothing is in the way of the label's text in this box; leaders included. */
bool board_box_is_free(struct board *b, uint32_t i, struct rect box);

/* How bad it is what a leader line of label i crosses: least for a text, which is
 * drawn over it, most for a symbol; 0: it crosses nothing. */
double board_line_crosses(const struct board *b, uint32_t i, struct point from, struct point to);

/* The spot's own cost and what it crosses, times the label's weight; where that is more
 * than the label may cost, perhaps less than all of it. */
double board_spot_cost(struct board *b, uint32_t i, uint32_t spot);
/* What lies in the box or crosses it; where that is more than `enough`, perhaps less than all. */
double board_box_cost(const struct board *b, uint32_t i, struct rect box, double enough);

/* The free spot that costs least, or LABEL_OMITTED; its cost. */
uint32_t board_best_spot(struct board *b, uint32_t i, double *cost);

/* Labels whose texts keep this spot from being free, at most `max` of them.
 * Returns their number; max + 1 when there are more, or when something that
 * cannot move is in the way. */
uint32_t board_blockers(struct board *b, uint32_t i, uint32_t spot, uint32_t *out, uint32_t max);

/* Puts the text down, takes it away. */
void board_put(struct board *b, uint32_t i, uint32_t spot, double cost);
void board_put_led(struct board *b, uint32_t i, const struct label_choice *choice, double cost);
void board_take(struct board *b, uint32_t i);
void board_put_icon(struct board *b, uint32_t i);
void board_take_icon(struct board *b, uint32_t i);

static inline double label_weight(const struct label *label) {
	return label->weight > 0 ? label->weight : 1;
}

#endif
