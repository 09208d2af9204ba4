#include "compose/badge.h"
#include "compose/cluster.h"
#include "compose/entries.h"
#include "compose/ring.h"
#include "compose/sheet_parts.h"
#include "compose/words.h"

enum { MOST_ROWS = 400 };
enum { PAD = 9, COLUMN_GAP = 7, LEGEND_GAP = 14, SAMPLE = 22 };
/* Two circles side by side, and the line that they stand in. */
enum { CIRCLES = 68, CIRCLES_LINE = 36 };

/* Rows that are set close have smaller letters and symbols. */
struct key_set {
	double type, badge, gap, symbol;
};
static const struct key_set SPACIOUS = { 10, 20, 4, 1 }, CLOSE = { 8.5, 15, 2.5, 0.78 };

/* What a symbol may reach into the gap above it, where only its flag is. */
#define OVERHANG 3.0

/* One event: its symbol and number, when, where and what. */
struct key_row {
	const struct icon *icon;
	struct color tint;
	const struct glyph_run *figure, *date, *text;
};

/* What a symbol or a line means. */
struct legend_item {
	const struct icon *icon; /* NULL: a sample of the layer */
	const struct style_layer *layer;
	struct str kind, also; /* one kind or two; "other event" stands for more */
	struct str status;     /* "claimed / denied", of all that look so */
	struct color tint;
	struct stroke stroke;
	bool circles; /* samples of what stands for several events */
	const struct glyph_run *text;
};

struct key {
	struct key_row *row;
	struct legend_item *item;
	uint32_t nrows, nitems, row_capacity, item_capacity;
	double width, date_width; /* of one column */
	uint32_t ncolumns;
	struct key_set set;
	const struct glyph_run *more; /* "and 12 more", below the rows; NULL */
	struct arena *arena;
};

/* From whom to whom, else the title, else the kind. */
static struct str what_happened(const struct sheet_context *c, const struct feature *f) {
	struct str actor = entry_text(f, "actor"), recipient = entry_text(f, "recipient");
	struct str title = entry_text(f, "title");
	if (title.len)
		return title;
	if (actor.len && recipient.len)
		return str_of(arena_printf(c->arena, "%.*s %s %.*s", STR_ARG(actor),
			text_is_right_to_left(actor) ? "←" : "→", STR_ARG(recipient)));
	if (actor.len)
		return actor;
	return words_in(c->sheet->language, words_capitalised(entry_text(f, "kind"), c->arena));
}

/* "claimed", "planned" or "denied" in the sheet's language; empty for what is sure. */
static struct str status_text(const struct sheet_context *c, const struct feature *f) {
	struct str confidence = entry_text(f, "confidence");
	if (confidence.len == 0 || str_equal(confidence, STR("confirmed")))
		return STR("");
	return words_in(c->sheet->language, confidence);
}

static const struct glyph_run *row_text(const struct key *key, const struct sheet_context *c,
	const struct feature *f, double width) {
	struct str what = what_happened(c, f), place = entry_place(f, c->sheet->language, c->arena);
	struct color muted = c->color.muted, plain = { 0, 0, 0, -1 };
	struct str status = status_text(c, f);
	const struct text_section section[3] = {
		{ .text = place, .weight = 700, .color = plain },
		{ .text = str_equal(what, place) || !what.len
				? STR("")
				: str_of(arena_printf(c->arena, "%s%.*s", place.len ? "  " : "",
					STR_ARG(what))),
			.weight = 400,
			.color = muted },
		{ .text = status.len ? str_of(arena_printf(c->arena, "%.*s%.*s",
				  STR_ARG(words_in(c->sheet->language, STR(", "))),
				  STR_ARG(status)))
				     : STR(""),
			.weight = 400,
			.color = plain },
	};
	struct text_style style = { .size = key->set.type,
		.max_width = width,
		.cut_words = true,
		.line_height = key->set.type * 1.25,
		.justify = c->sheet->rtl ? TEXT_RIGHT : TEXT_LEFT,
		.language = c->sheet->language };
	if (place.len + section[1].text.len + status.len == 0)
		return NULL;
	return shaper_shape_sections(c->map->shaper, section, 3, &style);
}

static const struct glyph_run *date_run(const struct key *key, const struct sheet_context *c,
	const struct feature *f) {
	return sheet_text(c, entry_text(f, "date_text"), key->set.type, 400, 0);
}

static double text_left(const struct key *key) {
	return PAD + key->set.badge + COLUMN_GAP
		+ (key->date_width > 0 ? key->date_width + COLUMN_GAP : 0);
}

static void measure_dates(struct key *key, const struct sheet_context *c,
	const struct layer *layer) {
	for (uint32_t i = 0; layer && !c->sheet->clustered && i < layer->nfeatures; i++)
		key->date_width = fmax(key->date_width,
			run_width(date_run(key, c, &layer->feature[i])));
}

static const struct glyph_run *figure_of(const struct key *key, const struct sheet_context *c,
	const struct icon *icon, double number) {
	char figure[40];
	if (!icon || !(icon->number_size > 0))
		return NULL;
	str_from_double(number, 0, figure, sizeof(figure));
	double size = fmax(icon->number_size * key->set.symbol, 7.5);
	return sheet_text(c, str_of(arena_strdup(c->arena, str_of(figure))), size, 700, 0);
}

/* In the order of the numbers; a row without one could not be found on the map. */
static void fill_rows(struct key *key, const struct sheet_context *c) {
	struct entry *entry;
	uint32_t n = entries_in_order(c->sheet, &entry, c->arena);
	key->nrows = 0;
	/* No sheet has room for so many; circles have no numbers. */
	if (n > MOST_ROWS || c->sheet->clustered)
		return;
	for (uint32_t i = 0; i < n && isfinite(entry[i].number); i++) {
		const struct feature *f = entry[i].feature;
		struct key_row *row = arena_push(key->arena, key->row, key->nrows,
			key->row_capacity);
		*row = (struct key_row){ .date = date_run(key, c, f) };
		row->icon = badge_of(c->map, entry[i].is_route ? STR("routes") : STR("events"), f,
			&row->tint, c->arena);
		row->figure = figure_of(key, c, row->icon, entry[i].number);
		row->text = row_text(key, c, f, fmax(1, key->width - text_left(key) - PAD));
	}
}

static struct legend_item *find_item(const struct key *key, const struct icon *icon,
	struct color tint) {
	for (uint32_t i = 0; i < key->nitems; i++)
		if (key->item[i].icon == icon && key->item[i].tint.r == tint.r
			&& key->item[i].tint.g == tint.g && key->item[i].tint.b == tint.b)
			return &key->item[i];
	return NULL;
}

static struct str kind_name(const struct sheet_context *c, struct str kind) {
	return words_in(c->sheet->language,
		words_capitalised(kind.len ? kind : STR("event"), c->arena));
}

/* What is claimed, planned and denied may share one symbol: the key says all. */
static void add_status(struct legend_item *item, struct str status, struct arena *arena) {
	struct str rest = item->status;
	while (rest.len) {
		struct str one = str_split(&rest, '/');
		if (str_equal(str_trim(one), status))
			return;
	}
	item->status = item->status.len && status.len
		? str_of(arena_printf(arena, "%.*s / %.*s", STR_ARG(item->status), STR_ARG(status)))
		: status.len ? status
			     : item->status;
}

static bool is_other(const struct legend_item *item) {
	return str_equal(item->kind, STR("other event"));
}

static void add_kind(struct legend_item *item, struct str kind) {
	if (is_other(item) || str_equal(item->kind, kind) || str_equal(item->also, kind))
		return;
	if (item->also.len || !item->kind.len || !kind.len)
		*item = (struct legend_item){ .icon = item->icon,
			.tint = item->tint,
			.kind = STR("other event"),
			.status = item->status };
	else
		item->also = kind;
}

/* One item for each symbol; one that stands for more than two kinds is that of the
 * others. */
static void add_symbol(struct key *key, const struct sheet_context *c, struct str source,
	const struct feature *f) {
	struct color tint = { 0, 0, 0, 1 };
	const struct icon *icon = badge_of(c->map, source, f, &tint, c->arena);
	struct str kind = entry_text(f, "kind");
	struct legend_item *item = icon ? find_item(key, icon, tint) : NULL;
	if (item)
		add_kind(item, kind);
	if (icon && !item) {
		item = arena_push(key->arena, key->item, key->nitems, key->item_capacity);
		*item = (struct legend_item){ .icon = icon, .tint = tint, .kind = kind };
	}
	if (item)
		add_status(item, status_text(c, f), c->arena);
}

static void add_kinds(struct key *key, const struct sheet_context *c, struct str source,
	const struct layer *layer) {
	for (uint32_t i = 0; layer && i < layer->nfeatures; i++)
		add_symbol(key, c, source, &layer->feature[i]);
}

static void name_kinds(struct key *key, const struct sheet_context *c) {
	for (uint32_t i = 0; i < key->nitems; i++) {
		struct legend_item *item = &key->item[i];
		struct str name = kind_name(c, item->kind);
		if (item->also.len)
			name = str_of(arena_printf(c->arena, "%.*s / %.*s", STR_ARG(name),
				STR_ARG(kind_name(c, item->also))));
		if (item->status.len && !is_other(item))
			name = str_of(arena_printf(c->arena, "%.*s%.*s%.*s", STR_ARG(name),
				STR_ARG(words_in(c->sheet->language, STR(", "))),
				STR_ARG(item->status)));
		item->text = sheet_text(c, name, TYPE_KEY - 1, 400, 0);
	}
}

static bool has_kind(const struct key *key, struct str kind) {
	for (uint32_t i = 0; i < key->nitems; i++)
		if (str_equal(key->item[i].kind, kind) || str_equal(key->item[i].also, kind))
			return true;
	return false;
}

/* Where circles show the kinds by colour each needs one symbol, and what is not certain one
 * for all. */
static void add_colors(struct key *key, const struct sheet_context *c) {
	const struct layer *events = c->sheet->events;
	struct legend_item unsure = { .tint = c->color.muted };
	for (uint32_t i = 0; i < events->nfeatures; i++)
		if (status_text(c, &events->feature[i]).len == 0)
			add_symbol(key, c, STR("events"), &events->feature[i]);
	for (uint32_t i = 0; i < events->nfeatures; i++) {
		const struct feature *f = &events->feature[i];
		struct str status = status_text(c, f);
		struct color tint;
		if (status.len == 0)
			continue;
		if (!unsure.icon)
			unsure.icon = badge_of(c->map, STR("events"), f, &tint, c->arena);
		add_status(&unsure, status, c->arena);
		if (!has_kind(key, entry_text(f, "kind")))
			add_symbol(key, c, STR("events"), f);
	}
	add_kinds(key, c, STR("routes"), c->sheet->routes);
	name_kinds(key, c);
	if (!unsure.icon)
		return;
	const struct icon *hollow = iconset_find(c->map->icons, STR("event-hollow"));
	unsure.icon = hollow ? hollow : unsure.icon;
	unsure.text = sheet_text(c, words_capitalised(unsure.status, c->arena), TYPE_KEY - 1, 400,
		0);
	*arena_push(key->arena, key->item, key->nitems, key->item_capacity) = unsure;
}

void key_set(struct key *key, const struct sheet_context *c, double width, uint32_t ncolumns,
	bool close) {
	key->set = close ? CLOSE : SPACIOUS;
	key->width = width;
	key->ncolumns = ncolumns;
	key->date_width = 0;
	key->more = NULL;
	measure_dates(key, c, c->sheet->events);
	measure_dates(key, c, c->sheet->routes);
	fill_rows(key, c);
}

struct key *key_make(const struct sheet_context *c, double width) {
	struct key *key = arena_new(c->arena, struct key, 1);
	*key = (struct key){ .arena = c->arena };
	key_set(key, c, width, 1, false);
	if (c->sheet->clustered) {
		add_colors(key, c);
		*arena_push(key->arena, key->item, key->nitems,
			key->item_capacity) = (struct legend_item){ .circles = true,
			.text = sheet_text(c, words_in(c->sheet->language, STR(CIRCLES_SAID)),
				TYPE_KEY - 1, 400, fmax(80, width - 2 * PAD - CIRCLES - 5)) };
		return key;
	}
	add_kinds(key, c, STR("events"), c->sheet->events);
	add_kinds(key, c, STR("routes"), c->sheet->routes);
	name_kinds(key, c);
	/* One symbol alone, and of no kind, needs no explanation. */
	if (key->nitems == 1 && key->nrows == 0 && key->item[0].kind.len == 0)
		key->nitems = 0;
	return key;
}

double key_text_room(const struct key *key) {
	return key->width - text_left(key) - PAD;
}

uint32_t key_rows(const struct key *key) {
	return key->nrows;
}

void key_add_layers(struct key *key, const struct sheet_context *c, const struct view *view) {
	for (uint32_t i = 0; i < c->map->style->nlayers; i++) {
		const struct style_layer *layer = &c->map->style->layer[i];
		const struct json *text = style_metadata(c->map->style, layer, "legend");
		struct stroke stroke;
		struct color fill;
		if (!text || text->type != JSON_STRING
			|| !compose_sample(c->map, view, layer, &stroke, &fill, c->arena))
			continue;
		struct legend_item *item = arena_push(key->arena, key->item, key->nitems,
			key->item_capacity);
		*item = (struct legend_item){ .layer = layer,
			.tint = fill,
			.stroke = stroke,
			.text = sheet_text(c, words_in(c->sheet->language, text->string),
				TYPE_KEY - 1, 400, 0) };
	}
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
	return item->circles ? CIRCLES : SAMPLE;
}

static double item_width(const struct legend_item *item) {
	return sample_width(item) + 5 + run_width(item->text);
}

static double legend_width(const struct key *key) {
	double width = 2 * PAD;
	for (uint32_t i = 0; i < key->nitems; i++)
		width += item_width(&key->item[i]) + (i ? LEGEND_GAP : 0);
	return width;
}

double key_natural_width(const struct key *key, double widest) {
	double text = 0, legend = legend_width(key);
	for (uint32_t i = 0; i < key->nrows; i++)
		text = fmax(text, run_width(key->row[i].text));
	double rows = ceil(text_left(key) + text) + PAD;
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
	double x = PAD, y = 0, below = 0;
	for (uint32_t i = 0; i < key->nitems; i++) {
		double width = item_width(&key->item[i]);
		bool circles = key->item[i].circles;
		if (x > PAD && (circles || x + width > whole_width(key) - PAD)) {
			x = PAD;
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
	return (struct point){ width, height + legend + 2 * PAD - key->set.gap };
}

void key_limit(struct key *key, const struct sheet_context *c, double height) {
	uint32_t all = key->nrows;
	while (key->nrows > 0 && key_size(key).y > height) {
		key->nrows--;
		struct str text = str_of(arena_printf(c->arena, "+ %u", all - key->nrows));
		key->more = sheet_text(c, text, key->set.type, 700, 0);
	}
	/* A list of less than half of the events tells nobody what happened. */
	if (key->nrows * 2 < all) {
		key->nrows = 0;
		key->more = NULL;
		key->ncolumns = 1;
	}
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
	return fmax(PAD + key->set.badge / 2, edge + reach);
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
	x = PAD + key->set.badge + COLUMN_GAP;
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
	double left = middle.x - CIRCLES / 2.0 + r + 1;
	draw_circle(c, scene, (struct point){ left, middle.y }, small);
	if (large > small)
		draw_circle(c, scene,
			(struct point){ middle.x + CIRCLES / 2.0
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
	path_move(&b, box.min.x + PAD, y);
	path_line(&b, box.min.x + whole_width(key) - PAD, y);
	scene_stroke(scene, path_builder_path(&b), &hair);
}

void key_draw(const struct key *key, const struct sheet_context *c, struct scene *scene,
	struct rect box) {
	struct point *at = arena_new(c->arena, struct point, key->nrows);
	double y = box.min.y + PAD + flow_rows(key, at);
	for (uint32_t i = 0; i < key->nrows; i++) {
		double shift = c->sheet->rtl ? -at[i].x : at[i].x;
		struct rect column = { { box.min.x + shift, box.min.y },
			{ box.max.x + shift, box.max.y } };
		draw_row(key, c, scene, column, &key->row[i], box.min.y + PAD + at[i].y);
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
