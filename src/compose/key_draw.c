#include "compose/cluster.h"
#include "compose/key_parts.h"
#include "compose/ring.h"

enum { COLUMN_GAP = 7, LEGEND_GAP = 14, SAMPLE = 22 };
/* The line that the circles stand in. */
enum { CIRCLES_LINE = 36 };

/* What a symbol may reach into the gap above it, where only its flag is. */
#define OVERHANG 3.0

static double text_left(const struct key *key) {
	return KEY_PAD + key->set.badge + COLUMN_GAP
		+ (key->date_width > 0 ? key->date_width + COLUMN_GAP : 0);
}

double key_text_room(const struct key *key) {
	return key->width - text_left(key) - KEY_PAD;
}

/* How far a symbol's ink goes beyond the badge and half the gap to the next row. */
static double above_badge(const struct key *key, const struct key_row *row) {
	double up = row->icon ? -icon_bounds(row->icon).min.y * key->set.symbol : 0;
	return fmax(0, up - (key->set.badge + key->set.gap) / 2 - OVERHANG);
}

static double below_badge(const struct key *key, const struct key_row *row) {
	double down = row->icon ? icon_bounds(row->icon).max.y * key->set.symbol : 0;
	return fmax(0, down - (key->set.badge + key->set.gap) / 2);
}

/* The middle of its symbol and of its first line, from the top of the row. */
static double row_middle(const struct key *key, const struct key_row *row) {
	return key->set.badge / 2 + above_badge(key, row);
}

static double first_line(const struct key *key, const struct key_row *row) {
	return row_middle(key, row) - key->set.type * 0.61 + 0.8;
}

static double row_height(const struct key *key, const struct key_row *row) {
	double text = first_line(key, row) + fmax(run_height(row->text), run_height(row->date));
	return fmax(row_middle(key, row) + key->set.badge / 2 + below_badge(key, row), text);
}

static double sample_width(const struct legend_item *item) {
	return item->circles ? KEY_CIRCLES : SAMPLE;
}

static double item_width(const struct legend_item *item) {
	return sample_width(item) + 5 + run_width(item->text);
}

static double legend_width(const struct key *key) {
	double width = 2 * KEY_PAD;
	for (uint32_t i = 0; i < key->nitems; i++)
		width += item_width(&key->item[i]) + (i ? LEGEND_GAP : 0);
	return width;
}

double key_natural_width(const struct key *key, double widest) {
	double text = 0, legend = legend_width(key);
	for (uint32_t i = 0; i < key->nrows; i++)
		text = fmax(text, run_width(key->row[i].text));
	double rows = ceil(text_left(key) + text) + KEY_PAD;
	return fmin(widest, legend > widest ? rows : fmax(rows, ceil(legend)));
}

bool key_has_legend_room(const struct key *key) {
	/* Three things that the bundled styles explain. */
	const double more = 3 * 140;
	return key->nitems && legend_width(key) + more <= key->width * key->ncolumns;
}

static double whole_width(const struct key *key) {
	return key->width * key->ncolumns;
}

/* Where every legend item stands, in lines as wide as the key; the height of all. */
static double flow_items(const struct key *key, struct point *at) {
	enum { LINE = 19 };
	double x = KEY_PAD, y = 0, below = 0;
	for (uint32_t i = 0; i < key->nitems; i++) {
		double width = item_width(&key->item[i]);
		bool circles = key->item[i].circles;
		if (x > KEY_PAD && (circles || x + width > whole_width(key) - KEY_PAD)) {
			x = KEY_PAD;
			y += LINE + below;
			below = 0;
		}
		if (circles) {
			below = (CIRCLES_LINE - LINE) / 2.0;
			y += below;
		}
		if (at)
			at[i] = (struct point){ x, y };
		x += width + LEGEND_GAP;
	}
	return key->nitems ? y + LINE + below : 0;
}

/* Rows fill one column after the other, all about as high; the height of the highest. */
static double flow_rows(const struct key *key, struct point *at) {
	double all = 0, x = 0, y = 0, highest = 0;
	for (uint32_t i = 0; i < key->nrows; i++)
		all += row_height(key, &key->row[i]) + key->set.gap;
	for (uint32_t i = 0; i < key->nrows; i++) {
		double height = row_height(key, &key->row[i]) + key->set.gap;
		if (y > 0 && y + height / 2 > all / key->ncolumns
			&& x + key->width < whole_width(key)) {
			x += key->width;
			y = 0;
		}
		if (at)
			at[i] = (struct point){ x, y };
		y += height;
		highest = fmax(highest, y);
	}
	return highest;
}

struct point key_size(const struct key *key) {
	if (!key || key->nrows + key->nitems == 0)
		return (struct point){ 0, 0 };
	double height = flow_rows(key, NULL) + run_height(key->more);
	double legend = flow_items(key, NULL), width = legend_width(key);
	if (key->nrows && legend > 0)
		height += 7;
	if (key->nrows || width > whole_width(key))
		width = whole_width(key);
	return (struct point){ width, height + legend + 2 * KEY_PAD - key->set.gap };
}

/* Coordinates from the reading side: the left one, or in Arabic the right one. */
static double from_side(const struct sheet_context *c, struct rect box, double x) {
	return c->sheet->rtl ? box.max.x - x : box.min.x + x;
}

/* The middle of a row's symbol from the reading side; a wide one keeps inside the key. */
static double symbol_middle(const struct key *key, const struct sheet_context *c,
	const struct key_row *row) {
	const double edge = 4;
	struct rect ink = row->icon ? icon_bounds(row->icon) : (struct rect){ { 0, 0 }, { 0, 0 } };
	double reach = (c->sheet->rtl ? ink.max.x : -ink.min.x) * key->set.symbol;
	return fmax(KEY_PAD + key->set.badge / 2, edge + reach);
}

static void draw_row(const struct key *key, const struct sheet_context *c, struct scene *scene,
	struct rect box, const struct key_row *row, double y) {
	bool rtl = c->sheet->rtl;
	double line = row_middle(key, row), x = symbol_middle(key, c, row);
	double symbol = key->set.symbol;
	struct color rim = c->color.panel, none = { 0, 0, 0, 0 };
	struct point middle = { from_side(c, box, x), y + line };
	if (row->icon)
		scene_icon(scene, row->icon, middle, 0, symbol, row->tint, rim);
	if (row->icon && row->figure)
		scene_text(scene, row->figure,
			(struct point){ middle.x + row->icon->number_at.x * symbol,
				middle.y + row->icon->number_at.y * symbol },
			icon_number_color(row->icon, row->tint, rim), none, 0);
	x = KEY_PAD + key->set.badge + COLUMN_GAP;
	y += first_line(key, row);
	sheet_put(c, scene, row->date, (struct point){ from_side(c, box, x), y }, rtl,
		c->color.muted);
	sheet_put(c, scene, row->text, (struct point){ from_side(c, box, text_left(key)), y }, rtl,
		c->color.ink);
}

static void draw_circle(const struct sheet_context *c, struct scene *scene, struct point middle,
	uint32_t count) {
	struct color none = { 0, 0, 0, 0 };
	struct str figure = str_of(arena_printf(c->arena, "%u", count));
	double radius = cluster_radius(count, c->sheet->largest_cluster);
	const struct glyph_run *run = sheet_text(c, figure, ring_figure_size(count, radius), 700,
		0);
	struct ring_share all = { .tinted = true, .count = count };
	scene_icon(scene, ring_icon(&all, 1, radius, scene->arena), middle, 0, 1, c->color.muted,
		c->color.panel);
	struct point at = rect_center(rect_is_empty(run->ink) ? run->box : run->ink);
	scene_text(scene, run, (struct point){ middle.x - at.x, middle.y - at.y }, c->color.muted,
		none, 0);
}

/* Round counts whose circles have room in the line: one, and about a tenth of it. */
static void draw_circles(const struct sheet_context *c, struct scene *scene, struct point middle) {
	const double widest = CIRCLES_LINE / 2.0 - 1.5;
	uint32_t large = 2, small;
	for (uint32_t step = 1; step <= 1000000; step *= 10)
		for (uint32_t i = 0; i < 3; i++) {
			uint32_t round = step * (i == 0 ? 1 : i == 1 ? 2 : 5);
			if (round > large && round <= c->sheet->largest_cluster
				&& cluster_radius(round, c->sheet->largest_cluster) <= widest)
				large = round;
		}
	small = large >= 20 ? large / 10 : 2;
	double r = cluster_radius(small, c->sheet->largest_cluster);
	double left = middle.x - KEY_CIRCLES / 2.0 + r + 1;
	draw_circle(c, scene, (struct point){ left, middle.y }, small);
	if (large > small)
		draw_circle(c, scene,
			(struct point){ middle.x + KEY_CIRCLES / 2.0
					- cluster_radius(large, c->sheet->largest_cluster) - 1,
				middle.y },
			large);
}

static void draw_sample(const struct sheet_context *c, struct scene *scene,
	const struct legend_item *item, struct point middle) {
	struct path_builder b = { .arena = scene->arena };
	if (item->circles) {
		draw_circles(c, scene, middle);
	} else if (item->icon) {
		scene_icon(scene, item->icon, middle, 0, 0.8, item->tint, c->color.panel);
	} else if (item->layer->type == STYLE_LINE) {
		path_move(&b, middle.x - SAMPLE / 2.0, middle.y);
		path_line(&b, middle.x + SAMPLE / 2.0, middle.y);
		scene_stroke(scene, path_builder_path(&b), &item->stroke);
	} else {
		struct stroke edge = { .color = c->color.muted, .width = 0.7, .miter_limit = 4 };
		path_circle(&b, middle, 7);
		scene_fill(scene, path_builder_path(&b), item->tint);
		scene_stroke(scene, path_builder_path(&b), &edge);
	}
}

static void draw_items(const struct key *key, const struct sheet_context *c, struct scene *scene,
	struct rect box, double y) {
	struct point *at = arena_new(c->arena, struct point, key->nitems);
	flow_items(key, at);
	for (uint32_t i = 0; i < key->nitems; i++) {
		const struct legend_item *item = &key->item[i];
		double line = y + at[i].y + 8;
		draw_sample(c, scene, item,
			(struct point){ from_side(c, box, at[i].x + sample_width(item) / 2),
				line });
		sheet_put(c, scene, item->text,
			(struct point){ from_side(c, box, at[i].x + sample_width(item) + 5),
				line - run_height(item->text) / 2 },
			c->sheet->rtl, c->color.muted);
	}
}

static void draw_rule(const struct key *key, const struct sheet_context *c, struct scene *scene,
	struct rect box, double y) {
	struct path_builder b = { .arena = scene->arena };
	struct stroke hair = { .color = c->color.frame, .width = 0.5, .miter_limit = 4 };
	hair.color.a = 0.5f;
	path_move(&b, box.min.x + KEY_PAD, y);
	path_line(&b, box.min.x + whole_width(key) - KEY_PAD, y);
	scene_stroke(scene, path_builder_path(&b), &hair);
}

void key_draw(const struct key *key, const struct sheet_context *c, struct scene *scene,
	struct rect box) {
	struct point *at = arena_new(c->arena, struct point, key->nrows);
	double y = box.min.y + KEY_PAD + flow_rows(key, at);
	for (uint32_t i = 0; i < key->nrows; i++) {
		double shift = c->sheet->rtl ? -at[i].x : at[i].x;
		struct rect column = { { box.min.x + shift, box.min.y },
			{ box.max.x + shift, box.max.y } };
		draw_row(key, c, scene, column, &key->row[i], box.min.y + KEY_PAD + at[i].y);
	}
	sheet_put(c, scene, key->more, (struct point){ from_side(c, box, text_left(key)), y },
		c->sheet->rtl, c->color.muted);
	y += run_height(key->more);
	if (key->nitems == 0)
		return;
	if (key->nrows) {
		draw_rule(key, c, scene, box, y);
		y += 7;
	}
	draw_items(key, c, scene, box, y);
}
