#ifndef LABEL_PLACE_H
#define LABEL_PLACE_H

#include "geo/geom.h"
#include "scene/glyphs.h"

/*
 * Which names stand where.  Knows nothing of fonts, features or styles: it is a
 * pure function of wishes (labels with their spots), of what is in the way
 * (obstacles) and of the frame.  The same input gives the same output.
 *
 * Labels are placed one by one in the order of their priority, each at the
 * cheapest spot that is free; then a bounded repair moves labels to other spots
 * of theirs where that makes room for one that found none.
 */

/* May it cover others?  COOPERATIVE: those that are cooperative too. */
enum label_overlap { LABEL_OVERLAP_NEVER, LABEL_OVERLAP_COOPERATIVE, LABEL_OVERLAP_ALWAYS };

/* How one half of a label, its icon or its text, behaves (the terms are those of
 * the MapLibre Style Specification: *-overlap, *-ignore-placement, *-optional). */
struct label_part {
	enum label_overlap overlap;
	bool ignored;  /* others may cover it */
	bool optional; /* the other half may stand without it */
};

/* A place where the text may stand, and what it takes up there. */
struct label_spot {
	const struct glyph_run *run;    /* for the caller; not looked at */
	struct point at;                /* of the run's origin */
	double angle;                   /* radians, clockwise */
	const struct glyph_spot *glyph; /* NULL, or one a cluster */
	double cost;                    /* 0: the best there is; ascending along a label's list */
	uint32_t first_box, nboxes;     /* page units, padding included */
};

/* A wish: this text at one of these spots, perhaps with an icon that stands still. */
struct label {
	double priority;             /* smaller is placed first; equal: by the order of the list */
	double weight;               /* of its costs against those of others; 0: 1 */
	uint32_t first_spot, nspots; /* none: an icon alone */
	uint32_t first_icon_box, nicon_boxes;
	struct label_part icon, text;
	uint64_t owner;         /* obstacles of this owner are not in its way; 0: none */
	uint32_t repeat_key;    /* equal texts have equal keys; 0: may be repeated */
	double repeat_distance; /* between middles of equal texts */
	uint32_t crowd;         /* of one crowd at most one within the distance; 0: of none */
	double crowd_distance;  /* between the points `at` */
	double most_cost;       /* dearer spots are not taken; 0: no limit */
	double area_price;      /* what lying in areas costs, times their cost; 0: once */
	bool rigid;             /* takes its first free spot and is never moved (MapLibre) */
	bool may_leave_frame;   /* cut by the frame rather than left out */
	/* Always placed: where no spot is free the text (its first spot, one box)
	 * moves away on growing rings and is tied to its symbol by a line, unless it
	 * has to stay at one of its spots.  May repeat what others say. */
	bool never_drop, stays;
	bool icon_stays; /* the icon is always shown and no text covers it */
	struct point at; /* middle of the symbol */
	double angle;    /* of the line at it; for the caller */
	double radius;   /* of the symbol; the line starts there */
};

/* What is in the way: polygons, or a line (`npoints` of them), or else a box. */
struct label_obstacle {
	const struct geom *area; /* NULL: none; its cost is finite */
	struct rect box;
	const struct point *point;
	uint32_t npoints;
	double width;
	/* INFINITY: never covered.  Else what it costs to cross a line at a right
	 * angle, more when the text lies along it; to lie wholly in a box or area. */
	double cost;
	uint64_t owner;
};

struct label_list {
	struct arena *arena;
	struct label *label;
	struct label_spot *spot;
	struct rect *box;
	struct label_obstacle *obstacle;
	uint32_t nlabels, nspots, nboxes, nobstacles;
	uint32_t label_capacity, spot_capacity, box_capacity, obstacle_capacity;
};

#define LABEL_OMITTED UINT32_MAX

/* What became of one label. */
struct label_choice {
	uint32_t spot; /* index into the list's spots, or LABEL_OMITTED */
	bool icon;     /* the icon is shown */
	bool has_leader;
	struct point moved;     /* the text stands this far from its spot */
	struct point leader[2]; /* from the symbol's edge to the text's box */
};

struct label_options {
	struct rect frame; /* no text crosses it */
	/* How hard to try to make room: about the number of spots looked at by the
	 * repair.  0: none, the greedy order decides alone. */
	uint32_t effort;
	/* The frame's right edge continues at its left one: what stands there is in
	 * the way of what crosses the other. */
	bool wraps;
};

#define LABEL_EFFORT 30000

/* Fills choice[0 .. nlabels - 1]; returns how many labels are shown, in part or
 * whole.  Boxes that are not finite are never placed. */
uint32_t label_place(const struct label_list *list, const struct label_options *options,
	struct label_choice *choice, struct arena *scratch);

#endif
