#include "compose/symbol_parts.h"

#include "label/list.h"

/* MapLibre GL JS puts the baseline of a line of text this far below the line's
 * middle, in ems of 24 units (SHAPING_DEFAULT_OFFSET and the font's ascent). */
#define BASELINE_BELOW_MIDDLE (10.0 / 24)
/* where a line has letters of another size, this far below its top, */
#define ASCENT (27.0 / 24)
/* and draws texts above and below a point nearer to it by this. */
#define BASELINE_OFFSET (7.0 / 24)

/* A place further down the list of anchors costs so much more. */
#define NEXT_ANCHOR 0.14

/* Left between symbol and text. */
#define GAP 2.0

/* One text looking for places around one point. */
struct around {
	struct symbols *s;
	struct symbol_layer *l;
	const struct style_layer *layer;
	const struct drawn *drawn;
	const struct symbol_text *text;
	const struct symbol_icon *icon; /* NULL: none */
	struct point at;
	double angle;
};

static double map_turn(const struct symbols *s) {
	return -s->c->view->bearing * RADIANS;
}

static const struct glyph_run *run_for(const struct around *a, enum label_anchor anchor) {
	return symbol_text_shape(a->s, a->text, symbol_justify(a->s, a->layer, anchor), true);
}

/* Appends a spot whose text covers `box` from its origin. */
static void add_spot(const struct around *a, const struct glyph_run *run, struct point origin,
	struct rect box, double cost) {
	struct label_list *list = &a->s->list;
	struct label_spot spot = { .run = run,
		.at = origin,
		.angle = a->angle,
		.cost = cost,
		.first_box = list->nboxes };
	/* Turned around the point, not around the origin. */
	double dx = origin.x - a->at.x, dy = origin.y - a->at.y;
	spot.at.x = a->at.x + dx * cos(a->angle) - dy * sin(a->angle);
	spot.at.y = a->at.y + dx * sin(a->angle) + dy * cos(a->angle);
	spot.nboxes = label_add_boxes(list, box, spot.at, a->angle, a->l->text_padding);
	label_add_spot(list, &spot);
}

static double largest_scale(const struct symbol_text *text) {
	double largest = text->nsections ? text->section[0].scale : 1;
	for (uint32_t i = 1; i < text->nsections; i++)
		largest = fmax(largest, text->section[i].scale);
	return largest;
}

/* What the web map's text takes up: as many lines as there are, from the point
 * that its anchor stands on; and the run's origin. */
static void add_plain(const struct around *a, enum label_anchor anchor, struct point offset,
	double cost) {
	const struct glyph_run *run = run_for(a, anchor);
	struct point side = label_side(anchor);
	double advance = run->line_advance > 0 ? run->line_advance : a->text->style.line_height;
	if (largest_scale(a->text) != 1 && run->nlines == 1)
		advance = a->text->style.line_height * largest_scale(a->text);
	double w = rect_width(run->box), h = run->nlines * advance;
	struct point middle = { a->at.x + offset.x + side.x * w / 2,
		a->at.y + offset.y + side.y * h / 2 };
	double first = middle.y - (h - advance) / 2 + BASELINE_BELOW_MIDDLE * run->size;
	double largest = largest_scale(a->text);
	if (largest != 1 && run->nlines == 1)
		first = middle.y - advance / 2 + ASCENT * largest * run->size;
	struct point origin = { middle.x - (run->box.min.x + run->box.max.x) / 2,
		first - run->baseline };
	struct rect box = { { middle.x - w / 2 - origin.x, middle.y - h / 2 - origin.y },
		{ middle.x + w / 2 - origin.x, middle.y + h / 2 - origin.y } };
	add_spot(a, run, origin, box, cost);
}

/* text-radial-offset or text-offset of a variable anchor, page units (MapLibre's
 * evaluateVariableOffset()). */
static struct point variable_offset(enum label_anchor anchor, double radial, const double offset[2],
	double size) {
	struct point side = label_side(anchor);
	struct point by = { fabs(offset[0]), fabs(offset[1]) };
	if (radial > 0) {
		bool corner = side.x != 0 && side.y != 0;
		by.x = by.y = corner ? radial / sqrt(2) : radial;
	}
	return (struct point){ side.x * by.x * size, side.y * (by.y - BASELINE_OFFSET) * size };
}

static uint32_t variable_anchors(const struct around *a, enum label_anchor *out) {
	struct value v = style_value(a->layer, STYLE_TEXT_VARIABLE_ANCHOR, &a->s->c->env);
	uint32_t n = 0;
	if (!style_has(a->layer, STYLE_TEXT_VARIABLE_ANCHOR) || v.type != VALUE_ARRAY)
		return 0;
	for (uint32_t i = 0; i < v.array.count && n < LABEL_NANCHORS; i++)
		if (v.array.item[i].type == VALUE_STRING
			&& label_anchor_parse(v.array.item[i].string, &out[n]))
			n++;
	return n;
}

/* The body of a text beside its symbol: as far from it as the symbol or the style
 * wants. */
static void add_beside(const struct around *a, enum label_anchor anchor, double reach,
	double cost) {
	const struct glyph_run *run = run_for(a, anchor);
	struct label_body body = label_body(run);
	struct point at = a->at;
	if (a->icon) {
		struct point middle = rect_center(a->icon->box);
		at = (struct point){ at.x + middle.x, at.y + middle.y };
	}
	struct point origin = label_beside(anchor, at, reach - GAP, GAP, &body);
	struct rect box = rect_is_empty(run->ink) ? run->box : run->ink;
	box.min.y = fmin(box.min.y, body.box.min.y);
	box.max.y = fmax(box.max.y, body.box.max.y);
	add_spot(a, run, origin, box, cost);
}

static double reach_of(const struct around *a) {
	const struct expr_env *env = &a->s->c->env;
	double offset[2] = { 0, 0 };
	double radial = style_number(a->layer, STYLE_TEXT_RADIAL_OFFSET, env);
	style_numbers(a->layer, STYLE_TEXT_OFFSET, env, offset, 2);
	if (!(radial > 0))
		radial = fmax(fabs(offset[0]), fabs(offset[1]));
	return fmax(radial * a->text->style.size, a->icon ? a->icon->radius + GAP : 0);
}

static void add_fine_anchors(const struct around *a, const enum label_anchor *anchor, uint32_t n) {
	double reach = reach_of(a);
	for (uint32_t i = 0; i < n; i++)
		add_beside(a, anchor[i], reach, NEXT_ANCHOR * i);
}

/* A text with several anchors to choose from is moved by its size with the padding. */
static struct point padded(const struct around *a, enum label_anchor anchor, struct point offset) {
	struct point side = label_side(anchor);
	return (struct point){ offset.x + side.x * a->l->text_padding,
		offset.y + side.y * a->l->text_padding };
}

static void add_variable_anchors(const struct around *a, const enum label_anchor *anchor,
	uint32_t n) {
	const struct expr_env *env = &a->s->c->env;
	double offset[2] = { 0, 0 };
	double radial = style_number(a->layer, STYLE_TEXT_RADIAL_OFFSET, env);
	style_numbers(a->layer, STYLE_TEXT_OFFSET, env, offset, 2);
	for (uint32_t i = 0; i < n; i++)
		add_plain(a, anchor[i],
			padded(a, anchor[i],
				variable_offset(anchor[i], radial, offset, a->text->style.size)),
			NEXT_ANCHOR * i);
}

/* text-variable-anchor-offset: each anchor with its own offset, in ems. */
static bool add_anchors_with_offsets(const struct around *a) {
	if (!style_has(a->layer, STYLE_TEXT_VARIABLE_ANCHOR_OFFSET))
		return false;
	struct value v = style_value(a->layer, STYLE_TEXT_VARIABLE_ANCHOR_OFFSET, &a->s->c->env);
	double size = a->text->style.size;
	if (v.type != VALUE_ANCHORS)
		return false;
	for (uint32_t i = 0; i < v.anchors.count; i++) {
		enum label_anchor anchor;
		if (!label_anchor_parse(v.anchors.at[i].anchor, &anchor))
			continue;
		struct point offset = { v.anchors.at[i].x * size, v.anchors.at[i].y * size };
		offset.y -= label_side(anchor).y * BASELINE_OFFSET * size;
		add_plain(a, anchor, padded(a, anchor, offset), NEXT_ANCHOR * i);
	}
	return v.anchors.count > 0;
}

static enum label_anchor mirrored(enum label_anchor anchor) {
	static const enum label_anchor other[LABEL_NANCHORS] = {
		[LABEL_LEFT] = LABEL_RIGHT,
		[LABEL_RIGHT] = LABEL_LEFT,
		[LABEL_TOP] = LABEL_BOTTOM,
		[LABEL_BOTTOM] = LABEL_TOP,
		[LABEL_TOP_LEFT] = LABEL_TOP_RIGHT,
		[LABEL_TOP_RIGHT] = LABEL_TOP_LEFT,
		[LABEL_BOTTOM_LEFT] = LABEL_BOTTOM_RIGHT,
		[LABEL_BOTTOM_RIGHT] = LABEL_BOTTOM_LEFT,
	};
	return other[anchor];
}

/* A name in the middle of its country or lake may stand elsewhere in it. */
static void add_in_area(const struct around *a, const struct label_spot *first, struct rect box) {
	struct area_place place[SYMBOL_AREA_PLACES];
	struct point size = { rect_width(box), rect_height(box) };
	uint32_t n = symbol_area_places(a->s, a->l, a->drawn->feature, a->at, size, place);
	for (uint32_t i = 0; i < n; i++) {
		struct point by = { place[i].middle.x - a->at.x, place[i].middle.y - a->at.y };
		struct point origin = { first->at.x + by.x, first->at.y + by.y };
		add_spot(a, first->run, origin, box, place[i].cost + 0.2);
	}
}

/* One that names a point may stand a little off it. */
static void add_around_middle(const struct around *a) {
	/* By widths, by heights, cost. */
	static const double step[][3] = {
		{ 0, -1.1, 0.5 },
		{ 0, 1.1, 0.5 },
		{ -0.25, 0, 0.7 },
		{ 0.25, 0, 0.7 },
		{ -0.2, -1.1, 0.9 },
		{ 0.2, -1.1, 0.9 },
		{ -0.2, 1.1, 0.9 },
		{ 0.2, 1.1, 0.9 },
	};
	const struct label_spot first = a->s->list.spot[a->s->list.nspots - 1];
	const struct glyph_run *run = first.run;
	struct rect box = rect_is_empty(run->ink) ? run->box : run->ink;
	if (a->drawn->feature->geom.type == GEOM_POLYGONS) {
		add_in_area(a, &first, box);
		return;
	}
	for (size_t i = 0; i < sizeof step / sizeof *step; i++) {
		struct point origin = { first.at.x + step[i][0] * rect_width(run->box),
			first.at.y + step[i][1] * rect_height(run->box) };
		add_spot(a, run, origin, box, step[i][2]);
	}
}

/* One anchor; finely, with ways out. */
static void add_plain_anchor(const struct around *a, enum label_anchor anchor,
	struct point offset) {
	bool in_middle = anchor == LABEL_CENTER && hypot(offset.x, offset.y) <= 0;
	add_plain(a, anchor, offset, 0);
	if (!a->l->fine)
		return;
	if (in_middle && !a->icon && !(fabs(a->angle) > 0)) {
		add_around_middle(a);
	} else if (anchor != LABEL_CENTER) {
		/* Near the frame it turns inward. */
		struct point side = label_side(anchor);
		struct point other = { side.x != 0 ? -offset.x : offset.x,
			side.x != 0 ? offset.y : -offset.y };
		add_plain(a, mirrored(anchor), other, 1);
	}
}

static void add_anchor(const struct around *a) {
	const struct expr_env *env = &a->s->c->env;
	enum label_anchor anchor = LABEL_CENTER;
	double given[2] = { 0, 0 }, size = a->text->style.size;
	label_anchor_parse(style_text(a->layer, STYLE_TEXT_ANCHOR, env), &anchor);
	double radial = style_number(a->layer, STYLE_TEXT_RADIAL_OFFSET, env);
	style_numbers(a->layer, STYLE_TEXT_OFFSET, env, given, 2);
	struct point offset = { given[0] * size, given[1] * size };
	if (radial > 0)
		offset = variable_offset(anchor, radial, given, size);
	add_plain_anchor(a, anchor, offset);
}

static void add_text(const struct around *a) {
	enum label_anchor anchor[LABEL_NANCHORS];
	if (a->l->nanchors) {
		add_fine_anchors(a, a->l->anchor, a->l->nanchors);
		return;
	}
	if (add_anchors_with_offsets(a))
		return;
	uint32_t n = variable_anchors(a, anchor);
	bool in_area = n && anchor[0] == LABEL_CENTER && !a->icon
		&& a->drawn->feature->geom.type == GEOM_POLYGONS;
	if (a->l->fine && in_area)
		add_plain_anchor(a, LABEL_CENTER, (struct point){ 0, 0 });
	else if (n && a->l->fine)
		add_fine_anchors(a, anchor, n);
	else if (n)
		add_variable_anchors(a, anchor, n);
	else
		add_anchor(a);
}

static void add_icon_boxes(struct symbols *s, struct label *label, const struct symbol_icon *icon,
	struct point at, double angle) {
	struct rect box = icon->box;
	box.min = (struct point){ box.min.x - icon->padding[3], box.min.y - icon->padding[0] };
	box.max = (struct point){ box.max.x + icon->padding[1], box.max.y + icon->padding[2] };
	label->first_icon_box = s->list.nboxes;
	label->nicon_boxes = label_add_boxes(&s->list, box, at, angle, 0);
}

void symbol_add_point(struct symbols *s, struct symbol_layer *l, const struct drawn *drawn,
	struct point at, const struct symbol_text *text, const struct symbol_icon *icon) {
	struct label label = symbol_label(s, l, drawn);
	struct symbol symbol = { .drawn = drawn };
	uint32_t first = s->list.nlabels;
	label.at = at;
	if (icon) {
		bool with_map = symbol_is(s, l->layer, STYLE_ICON_ROTATION_ALIGNMENT, "map");
		double angle = icon->angle + (with_map ? map_turn(s) : 0);
		double c = cos(angle), t = sin(angle);
		symbol.icon = icon->icon;
		symbol.icon_scale = icon->scale;
		symbol.icon_angle = angle;
		symbol.icon_at = (struct point){ at.x + icon->offset.x * c - icon->offset.y * t,
			at.y + icon->offset.x * t + icon->offset.y * c };
		add_icon_boxes(s, &label, icon, at, angle);
		label.at = symbol.icon_at;
		label.radius = icon->radius;
	}
	if (text && !icon)
		label.radius = fmax(0,
			text->style.size
					* style_number(l->layer, STYLE_TEXT_RADIAL_OFFSET,
						&s->c->env)
				- GAP);
	label_add(&s->list, &label);
	if (text) {
		struct around a = { .s = s,
			.l = l,
			.layer = l->layer,
			.drawn = drawn,
			.text = text,
			.icon = icon,
			.at = at };
		a.angle = style_number(l->layer, STYLE_TEXT_ROTATE, &s->c->env) * RADIANS;
		if (symbol_is(s, l->layer, STYLE_TEXT_ROTATION_ALIGNMENT, "map"))
			a.angle += map_turn(s);
		symbol.text_size = text->style.size;
		add_text(&a);
	}
	symbol_record(s, l, &symbol, first);
}
