#include "compose/sheet.h"

#include "compose/sheet_plan.h"
#include "compose/words.h"

bool furniture_parse(struct str text, struct where at, unsigned *out, struct diag *diag) {
	static const struct {
		const char *name;
		unsigned bits;
	} known[] = {
		{ "none", FURNITURE_NONE },
		{ "all", FURNITURE_ALL },
		{ "title", FURNITURE_TITLE },
		{ "key", FURNITURE_KEY },
		{ "scale", FURNITURE_SCALE },
		{ "graticule", FURNITURE_GRATICULE },
		{ "inset", FURNITURE_INSET },
		{ "sources", FURNITURE_SOURCES },
	};
	*out = 0;
	while (text.at) {
		struct str word = str_trim(str_split(&text, ','));
		size_t i = 0, n = sizeof(known) / sizeof(*known);
		while (i < n && !str_equal(word, str_of(known[i].name)))
			i++;
		if (i == n)
			return diag_error(diag, at,
				"\"%.*s\" is not one of none, all, title, key, scale, "
				"graticule, inset, sources",
				STR_ARG(word));
		*out |= known[i].bits;
	}
	return true;
}

double run_width(const struct glyph_run *run) {
	return run ? rect_width(run->box) : 0;
}

double run_height(const struct glyph_run *run) {
	return run ? rect_height(run->box) : 0;
}

const struct glyph_run *sheet_text(const struct sheet_context *c, struct str text, double size,
	int weight, double max_width) {
	struct text_style style = { .size = size,
		.weight = weight,
		.max_width = max_width,
		.cut_words = true,
		.line_height = size * 1.25,
		.justify = c->sheet->rtl ? TEXT_RIGHT : TEXT_LEFT,
		.language = c->sheet->language };
	return text.len ? shaper_shape(c->map->shaper, text, &style) : NULL;
}

void sheet_put(const struct sheet_context *c, struct scene *scene, const struct glyph_run *run,
	struct point corner, bool from_right, struct color color) {
	(void)c;
	if (!run)
		return;
	double x = from_right ? corner.x - run->box.max.x : corner.x - run->box.min.x;
	struct color none = { 0, 0, 0, 0 };
	scene_text(scene, run, (struct point){ x, corner.y - run->box.min.y }, color, none, 0);
}

static void sheet_color(const struct style *style, const char *name, const char *fallback,
	struct color *out) {
	const struct json *set = style_metadata(style, NULL, "sheet");
	const struct json *one = set && set->type == JSON_OBJECT ? json_member(set, name) : NULL;
	if (!one || one->type != JSON_STRING || !color_parse(one->string, out))
		color_parse(str_of(fallback), out);
}

static struct sheet_colors read_colors(const struct style *style) {
	struct sheet_colors c;
	sheet_color(style, "paper", "#ffffff", &c.paper);
	sheet_color(style, "ink", "#1d1b18", &c.ink);
	sheet_color(style, "muted", "#5f5a50", &c.muted);
	sheet_color(style, "frame", "#8c8678", &c.frame);
	sheet_color(style, "panel", "#fffdf8", &c.panel);
	sheet_color(style, "accent", "#b2182b", &c.accent);
	sheet_color(style, "land", "#d8d1c0", &c.land);
	sheet_color(style, "sea", "#eef3f5", &c.sea);
	return c;
}

double sheet_margin(struct rect page) {
	return fmax(8, fmin(28, fmin(rect_width(page), rect_height(page)) * 0.024));
}

static struct str said(const struct sheet_context *c, const char *english) {
	return words_in(c->sheet->language, str_of(english));
}

static struct str foot_line(const struct sheet_context *c, int line) {
	const struct sheet *s = c->sheet;
	if (line == 0)
		return s->sources.len ? str_of(arena_printf(c->arena, "%.*s %.*s",
			       STR_ARG(said(c, "Sources:")), STR_ARG(s->sources)))
				      : STR("");
	struct str parts[3] = {
		s->attribution.len ? str_of(arena_printf(c->arena, "%.*s %.*s",
			STR_ARG(said(c, "Map data:")), STR_ARG(s->attribution)))
				   : STR(""),
		c->narrow ? STR("") : s->projection,
		s->as_of.len ? str_of(arena_printf(c->arena, "%.*s %.*s", STR_ARG(said(c, "as of")),
			STR_ARG(s->as_of)))
			     : STR(""),
	};
	struct str all = STR("");
	for (int i = 0; i < 3; i++)
		if (parts[i].len)
			all = str_of(arena_printf(c->arena, "%.*s%s%.*s", STR_ARG(all),
				all.len ? "  ·  " : "", STR_ARG(parts[i])));
	return all;
}

/* What the legend of the layers may add to the key when it is known. */
static const double LEGEND_ROOM = 44, LEGEND_LINE = 19;

/* How large the map gets: the height of what it shows, page units. */
static double shown_height(const struct sheet *sheet, double width, double height) {
	return fmin(width / sheet->aspect, height);
}

/* A way of setting the key beside or below the map. */
struct key_place {
	double width; /* of a column */
	uint32_t ncolumns;
	bool close, beside;
};

static double shown_beside(const struct sheet_plan *p, double gap) {
	struct rect f = p->frame;
	return shown_height(p->context.sheet, rect_width(f) - key_size(p->key).x - gap,
		rect_height(f));
}

static double shown_below(const struct sheet_plan *p, double gap) {
	struct rect f = p->frame;
	return shown_height(p->context.sheet, rect_width(f),
		rect_height(f) - key_size(p->key).y - gap);
}

/* What is left of the map, and for the words of a row, at least. */
static const double LEAST_MAP = 170, LEAST_TEXT = 90;

/* Sets the key so and tells how large the map is then; 0: rows would be missing, or the
 * map would be a strip. */
static double try_key(struct sheet_plan *p, const struct key_place *place, double gap) {
	struct rect f = p->frame;
	double width = rect_width(f), height = rect_height(f);
	key_set(p->key, &p->context, place->width, place->ncolumns, place->close);
	struct point size = key_size(p->key);
	double most = place->close ? 0.6 : 0.5;
	if (key_text_room(p->key) < LEAST_TEXT)
		return 0;
	if (place->beside ? size.x > 0.5 * width || width - size.x < LEAST_MAP
				|| size.y + LEGEND_ROOM > height
			  : size.y > most * height || height - size.y < LEAST_MAP)
		return 0;
	return place->beside ? shown_beside(p, gap) : shown_below(p, gap);
}

/* Small letters are worth it where the map grows by this much. */
static const double CLOSE_WORTH = 0.8;

/* The place that leaves the map largest and has all rows. */
static bool find_key_place(struct sheet_plan *p, double gap, struct key_place *best) {
	enum { NARROWEST = 180, NARROWEST_BELOW = 240, WIDEST = 340, MOST_COLUMNS = 4 };
	double most = 0, width = rect_width(p->frame);
	for (int way = 0; way < 4 * MOST_COLUMNS; way++) {
		struct key_place place = { .close = way & 1,
			.beside = way & 2,
			.ncolumns = (uint32_t)way / 4 + 1 };
		double room = place.beside ? 0.5 * width : width;
		place.width = floor(room / place.ncolumns);
		if (place.ncolumns > 1
			&& (place.width < (place.beside ? NARROWEST : NARROWEST_BELOW)
				|| place.ncolumns > key_rows(p->key)))
			continue;
		if (place.beside)
			place.width = fmin(WIDEST, fmin(place.width, 0.36 * width));
		double shown = try_key(p, &place, gap) * (place.close ? CLOSE_WORTH : 1);
		/* The world is wide: beside it the key leaves paper below. */
		if (place.beside && p->context.sheet->whole_world)
			shown *= CLOSE_WORTH;
		if (shown > most) {
			most = shown;
			*best = place;
		}
	}
	return most > 0;
}

static void key_beside(struct sheet_plan *p, double gap) {
	struct rect *f = &p->frame;
	double width = key_size(p->key).x;
	if (p->context.sheet->rtl) {
		p->key_box = (struct rect){ f->min, { f->min.x + width, f->max.y } };
		f->min.x += width + gap;
	} else {
		p->key_box = (struct rect){ { f->max.x - width, f->min.y }, f->max };
		f->max.x -= width + gap;
	}
}

static void key_below(struct sheet_plan *p, double gap) {
	struct rect *f = &p->frame;
	double height = key_size(p->key).y + (key_has_legend_room(p->key) ? 0 : LEGEND_LINE);
	p->key_box = (struct rect){ { f->min.x, f->max.y - height }, f->max };
	f->max.y -= height + gap;
}

/* On the map. */
static double widest_key(const struct sheet_plan *p) {
	enum { WIDEST = 380 };
	return fmin(WIDEST, rect_width(p->frame) * 0.42);
}

/* Without rows what the symbols mean is a strip below the map, if it stays one. */
static void plan_legend(struct sheet_plan *p, double gap) {
	double height = rect_height(p->frame);
	key_set(p->key, &p->context, rect_width(p->frame), 1, false);
	key_limit(p->key, &p->context, 0);
	double strip = key_size(p->key).y;
	bool outside = p->last || p->context.sheet->whole_world;
	p->key_outside = outside && strip > 0 && strip + LEGEND_LINE < 0.2 * height;
	if (p->key_outside) {
		key_below(p, gap);
		return;
	}
	key_set(p->key, &p->context, widest_key(p), 1, false);
	key_limit(p->key, &p->context, 0);
}

/* Beside or below the map, whichever leaves it larger; where rows are too many for both
 * the last are left out. */
static void plan_key_outside(struct sheet_plan *p, double gap) {
	double width = rect_width(p->frame), height = rect_height(p->frame);
	struct key_place place = { .close = true, .ncolumns = (uint32_t)fmax(1, width / 260) };
	place.width = width / place.ncolumns;
	bool found = find_key_place(p, gap, &place);
	key_set(p->key, &p->context, place.width, place.ncolumns, place.close);
	if (!found)
		key_limit(p->key, &p->context, fmin(height * 0.5, height - LEAST_MAP));
	if (key_rows(p->key) == 0)
		plan_legend(p, gap);
	else if (place.beside)
		key_beside(p, gap);
	else
		key_below(p, gap);
}

/* As wide as its rows need, on the map. */
static void plan_key(struct sheet_plan *p, bool outside) {
	const struct sheet *sheet = p->context.sheet;
	double widest = widest_key(p);
	p->key = key_make(&p->context, widest);
	if (key_rows(p->key))
		key_set(p->key, &p->context, key_natural_width(p->key, widest), 1, false);
	double height = key_size(p->key).y, gap = sheet_margin(p->page) * 0.7;
	/* The world has no corner to spare. */
	p->key_outside = height > 0
		&& (outside || sheet->whole_world || height > rect_height(p->frame) * 0.45);
	if (p->key_outside)
		plan_key_outside(p, gap);
}

/* A map of the whole world has the world's proportions; the page may give way. */
static void keep_aspect(struct sheet_plan *p) {
	const struct sheet *sheet = p->context.sheet;
	double spare = rect_height(p->frame) - rect_width(p->frame) / sheet->aspect;
	if (!sheet->whole_world)
		return;
	if (spare <= 0) {
		/* Beside it there is nothing, or the world once more. */
		double beside = projector_repeats(p->context.map->projector)
			? floor(-spare * sheet->aspect / 2)
			: 0;
		p->frame.min.x += beside;
		p->frame.max.x -= beside;
		return;
	}
	p->frame.max.y -= spare;
	if (sheet->flexible) {
		p->page.max.y -= floor(spare);
		p->key_box.min.y -= floor(spare);
		p->key_box.max.y -= floor(spare);
	}
}

double sheet_foot_height(const struct glyph_run *run) {
	return run ? run_height(run) + 2.5 : 0;
}

static void plan_foot(struct sheet_plan *p) {
	struct sheet_context *c = &p->context;
	if (!(c->sheet->furniture & FURNITURE_SOURCES))
		return;
	for (int i = 1; i >= 0; i--) {
		p->foot[i] = sheet_text(c, foot_line(c, i), TYPE_FOOT, 400, rect_width(p->frame));
		p->frame.max.y -= sheet_foot_height(p->foot[i]);
	}
	p->frame.max.y -= 4;
}

static void plan_title(struct sheet_plan *p) {
	struct sheet_context *c = &p->context;
	if (!(c->sheet->furniture & FURNITURE_TITLE))
		return;
	double width = rect_width(p->frame);
	double size = fmax(13, fmin(TYPE_TITLE, rect_width(p->page) / 32));
	p->title = sheet_text(c, c->sheet->title, size, 700, width);
	p->subtitle = sheet_text(c, c->sheet->subtitle,
		fmax(9.5, TYPE_SUBTITLE * size / TYPE_TITLE), 400, width);
	p->frame.min.y += run_height(p->title) + run_height(p->subtitle);
	if (p->title || p->subtitle)
		p->frame.min.y += 8;
}

struct sheet_plan *sheet_plan(const struct sheet *sheet, const struct map *map, struct rect page,
	bool key_outside, struct arena *arena) {
	enum { TICK_ROOM = 13 };
	struct sheet_plan *p = arena_new(arena, struct sheet_plan, 1);
	p->context = (struct sheet_context){ .sheet = sheet,
		.map = map,
		.arena = arena,
		.color = read_colors(map->style) };
	p->page = page;
	p->frame = page;
	p->last = key_outside;
	p->context.narrow = rect_width(page) < 400;
	if (sheet->furniture != FURNITURE_NONE)
		p->frame = rect_grow(page, -sheet_margin(page));
	plan_title(p);
	plan_foot(p);
	if (sheet->furniture & FURNITURE_KEY)
		plan_key(p, key_outside);
	if (sheet->furniture & FURNITURE_GRATICULE && !sheet->whole_world) {
		p->frame.min.x += TICK_ROOM;
		p->frame.max.y -= TICK_ROOM;
	}
	/* Whole page units, so that the frame is sharp. */
	p->frame = (struct rect){ { round(p->frame.min.x), round(p->frame.min.y) },
		{ round(p->frame.max.x), round(p->frame.max.y) } };
	keep_aspect(p);
	return p;
}

struct rect sheet_frame(const struct sheet_plan *plan) {
	return plan->frame;
}

struct rect sheet_page(const struct sheet_plan *plan) {
	return plan->page;
}

static double overlap(struct rect a, struct rect b) {
	struct rect both = rect_intersection(a, b);
	return rect_is_empty(both) ? 0 : rect_width(both) * rect_height(both);
}

struct emptiness {
	const struct rect *busy;
	uint32_t nbusy;
};

/* What it costs to stand there: events under it a lot, room for their names some. */
static double cost_of(const struct sheet_plan *p, const struct emptiness *e, struct rect box,
	bool *covers) {
	enum { NAME_WIDTH = 90, NAME_HEIGHT = 14 };
	double cost = 0;
	*covers = false;
	for (uint32_t i = 0; i < e->nbusy; i++) {
		double hit = overlap(box, e->busy[i]);
		struct rect named = { { e->busy[i].min.x - NAME_WIDTH,
					      e->busy[i].min.y - NAME_HEIGHT },
			{ e->busy[i].max.x + NAME_WIDTH, e->busy[i].max.y + NAME_HEIGHT } };
		*covers |= hit > 0;
		cost += hit * 20 + overlap(box, named);
	}
	for (uint32_t i = 0; i < p->nreserved; i++)
		cost += overlap(rect_grow(box, 6), p->reserved[i]) * 1000;
	return cost;
}

/* A box in a corner of the map: left top 0, right top 1, left bottom 2, right bottom 3; on
 * sheets that are read from the right the other way round. */
static struct rect corner_box(const struct sheet_plan *p, struct point size, int corner) {
	enum { GAP = 10 };
	struct rect inside = rect_grow(p->frame, -GAP);
	bool right = (corner & 1) != (int)p->context.sheet->rtl, bottom = corner & 2;
	struct point at = { right ? inside.max.x - size.x : inside.min.x,
		bottom ? inside.max.y - size.y : inside.min.y };
	return (struct rect){ at, { at.x + size.x, at.y + size.y } };
}

/* The emptiest of the corners, the first in the order of `preference` where they are alike;
 * false when an event lies under it. */
static bool find_corner(struct sheet_plan *p, const struct emptiness *e, struct point size,
	const int preference[4], struct rect *out) {
	double best = INFINITY;
	bool clear = false;
	for (int k = 0; k < 4; k++) {
		struct rect box = corner_box(p, size, preference[k]);
		bool covers;
		double cost = cost_of(p, e, box, &covers) + k;
		if (cost < best) {
			best = cost;
			*out = box;
			clear = !covers;
		}
	}
	return clear;
}

static void reserve(struct sheet_plan *p, struct rect box) {
	p->reserved[p->nreserved++] = rect_grow(box, 3);
}

/* On the map: as wide as planned, else narrower and higher; false when events lie under it. */
static bool find_key_corner(struct sheet_plan *p, const struct emptiness *empty) {
	static const int corners[4] = { 3, 2, 1, 0 };
	static const double narrower[] = { 1, 0.88, 0.78 };
	double width = key_size(p->key).x;
	for (int i = 0; i < 3 && (i == 0 || key_rows(p->key)); i++) {
		if (i > 0)
			key_set(p->key, &p->context, floor(width * narrower[i]), 1, false);
		struct point size = key_size(p->key);
		if (size.y < rect_height(p->frame) * 0.55
			&& find_corner(p, empty, size, corners, &p->key_box))
			return true;
	}
	return false;
}

static bool has_key_on_map(const struct sheet_plan *p) {
	return p->key && !p->key_outside && key_size(p->key).y > 0;
}

static struct emptiness emptiness_of(const struct sheet_plan *p, const struct view *view) {
	struct rect *boxes;
	uint32_t n = compose_subject_boxes(p->context.map, view, &boxes, p->context.arena);
	return (struct emptiness){ boxes, n };
}

bool sheet_is_crowded(struct sheet_plan *p, const struct view *view) {
	if (!has_key_on_map(p))
		return false;
	double width = key_size(p->key).x;
	struct emptiness empty = emptiness_of(p, view);
	bool clear = find_key_corner(p, &empty);
	if (key_rows(p->key))
		key_set(p->key, &p->context, width, 1, false);
	return !clear;
}

bool sheet_arrange(struct sheet_plan *p, const struct view *view) {
	static const int scale_corners[4] = { 2, 3, 0, 1 }, locator_corners[4] = { 1, 0, 3, 2 };
	struct sheet_context *c = &p->context;
	struct emptiness empty = emptiness_of(p, view);
	p->view = *view;
	if (p->key)
		key_add_layers(p->key, c, view);
	if (has_key_on_map(p)) {
		if (find_key_corner(p, &empty))
			reserve(p, p->key_box);
		else if (p->last)
			p->key = NULL;
		else
			return false;
	}
	if (c->sheet->furniture & FURNITURE_SCALE)
		p->has_scale = scale_bar_make(&p->scale, c, view);
	if (p->has_scale) {
		find_corner(p, &empty, p->scale.size, scale_corners, &p->scale_box);
		reserve(p, p->scale_box);
	}
	if (c->sheet->furniture & FURNITURE_INSET && c->sheet->land) {
		p->locator = locator_make(c, view);
		if (p->locator
			&& find_corner(p, &empty, locator_size(p->locator), locator_corners,
				&p->locator_box))
			reserve(p, p->locator_box);
		else
			p->locator = NULL;
	}
	return true;
}

uint32_t sheet_reserved(const struct sheet_plan *plan, const struct rect **boxes) {
	*boxes = plan->reserved;
	return plan->nreserved;
}
