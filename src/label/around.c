#include "label/around.h"

/* Cap height of Noto Sans (sCapHeight of its OS/2 table: 714 of 1000). */
#define CAP_HEIGHT 0.714

static const struct {
	const char *name, *place;
	struct point side;
} anchors[LABEL_NANCHORS] = {
	[LABEL_CENTER] = { "center", "over", { 0, 0 } },
	[LABEL_LEFT] = { "left", "right", { 1, 0 } },
	[LABEL_RIGHT] = { "right", "left", { -1, 0 } },
	[LABEL_TOP] = { "top", "below", { 0, 1 } },
	[LABEL_BOTTOM] = { "bottom", "above", { 0, -1 } },
	[LABEL_TOP_LEFT] = { "top-left", "right-below", { 1, 1 } },
	[LABEL_TOP_RIGHT] = { "top-right", "left-below", { -1, 1 } },
	[LABEL_BOTTOM_LEFT] = { "bottom-left", "right-above", { 1, -1 } },
	[LABEL_BOTTOM_RIGHT] = { "bottom-right", "left-above", { -1, -1 } },
};

const enum label_anchor label_imhof[LABEL_NIMHOF] = {
	LABEL_BOTTOM_LEFT,
	LABEL_TOP_LEFT,
	LABEL_BOTTOM_RIGHT,
	LABEL_TOP_RIGHT,
	LABEL_LEFT,
	LABEL_RIGHT,
	LABEL_BOTTOM,
	LABEL_TOP,
};

bool label_anchor_parse(struct str name, enum label_anchor *anchor) {
	for (int i = 0; i < LABEL_NANCHORS; i++) {
		if (!str_equal(name, str_of(anchors[i].name)))
			continue;
		*anchor = (enum label_anchor)i;
		return true;
	}
	return false;
}

bool label_side_parse(struct str name, enum label_anchor *anchor) {
	for (int i = 0; i < LABEL_NANCHORS; i++) {
		if (!str_equal(name, str_of(anchors[i].place)))
			continue;
		*anchor = (enum label_anchor)i;
		return true;
	}
	return false;
}

struct point label_side(enum label_anchor anchor) {
	return anchors[anchor].side;
}

struct label_body label_body(const struct glyph_run *run) {
	struct rect ink = rect_is_empty(run->ink) ? run->box : run->ink;
	double last = run->baseline + (run->nlines ? run->nlines - 1 : 0) * run->line_advance;
	struct label_body body = { .box = ink, .tail = fmax(0, ink.max.y - last) };
	body.box.min.y = fmin(run->baseline - CAP_HEIGHT * run->size, last);
	body.box.max.y = last;
	return body;
}

struct point label_beside(enum label_anchor anchor, struct point at, double radius, double gap,
	const struct label_body *body) {
	/* Corners lie 30 degrees above or below the middle. */
	const double across = 0.866, up = 0.5;
	struct point side = anchors[anchor].side, middle = rect_center(body->box);
	double w = rect_width(body->box) / 2, h = rect_height(body->box) / 2;
	double x = radius + gap, y = radius + gap + (side.y < 0 ? body->tail : 0);
	if (side.x != 0 && side.y != 0) {
		x = (radius + gap) * across;
		y = (radius + gap) * up;
	}
	return (struct point){ at.x + side.x * (x + w) - middle.x,
		at.y + side.y * (y + h) - middle.y };
}
