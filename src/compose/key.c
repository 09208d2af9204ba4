#include "compose/badge.h"
#include "compose/entries.h"
#include "compose/key_parts.h"
#include "compose/words.h"

enum { MOST_ROWS = 400 };

/* Rows that are set close have smaller letters and symbols. */
static const struct key_set SPACIOUS = { 10, 20, 4, 1 }, CLOSE = { 8.5, 15, 2.5, 0.78 };

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
	key->nrows = 0;
	/* Circles have no numbers. */
	if (c->sheet->clustered)
		return;
	struct entry *entry;
	uint32_t n = entries_in_order(c->sheet, &entry, c->arena);
	/* No sheet has room for so many. */
	if (n > MOST_ROWS)
		return;
	for (uint32_t i = 0; i < n && isfinite(entry[i].number); i++) {
		const struct feature *f = entry[i].feature;
		struct key_row *row = arena_push(key->arena, key->row, key->nrows,
			key->row_capacity);
		*row = (struct key_row){ .date = date_run(key, c, f) };
		row->icon = badge_of(c->map, entry[i].is_route ? STR("routes") : STR("events"), f,
			&row->tint, c->arena);
		row->figure = figure_of(key, c, row->icon, entry[i].number);
		row->text = row_text(key, c, f, fmax(1, key_text_room(key)));
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
				TYPE_KEY - 1, 400,
				fmax(80, width - 2 * KEY_PAD - KEY_CIRCLES - 5)) };
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
