#include "compose/symbol_parts.h"

#include <stdlib.h>

#include "label/along.h"
#include "label/track.h"

/* As in symbol_point.c: where the web map puts the baseline. */
#define BASELINE_BELOW_MIDDLE (10.0 / 24)

/* Ends of lines that lie so near to each other belong together, page units. */
#define JOIN_REACH 0.5

/* The lines of one name: those of several features where these continue each other. */
struct named_line {
	const struct drawn *drawn; /* of the first */
	uint32_t key, order;
	struct geom lines;
};

static int by_name(const void *left, const void *right) {
	const struct named_line *a = left, *b = right;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static int by_order(const void *left, const void *right) {
	const struct named_line *a = left, *b = right;
	return (a->order > b->order) - (a->order < b->order);
}

static struct geom gather(const struct named_line *line, uint32_t n, struct arena *a) {
	struct geom all = { .type = GEOM_LINES };
	for (uint32_t i = 0; i < n; i++) {
		all.npoints += line[i].lines.npoints;
		all.nparts += line[i].lines.nparts;
	}
	all.point = arena_new(a, struct point, all.npoints);
	all.end = arena_new(a, uint32_t, all.nparts);
	uint32_t point = 0, part = 0;
	for (uint32_t i = 0; i < n; i++) {
		const struct geom *g = &line[i].lines;
		for (uint32_t k = 0; k < g->nparts; k++)
			all.end[part++] = point + g->end[k];
		for (uint32_t k = 0; k < g->npoints; k++)
			all.point[point++] = g->point[k];
	}
	return all;
}

/* Lines of one name in a row become one entry; those without a name stay as they
 * are.  In the order of the source again. */
static uint32_t join_names(struct named_line *line, uint32_t n, struct arena *a) {
	uint32_t count = 0;
	if (n)
		qsort(line, n, sizeof *line, by_name);
	for (uint32_t i = 0, end; i < n; i = end) {
		end = i + 1;
		while (line[i].key && end < n && line[end].key == line[i].key)
			end++;
		struct named_line one = line[i];
		if (line[i].key) {
			struct geom all = gather(&line[i], end - i, a);
			one.lines = track_join(&all, JOIN_REACH, a);
		}
		line[count++] = one;
	}
	if (count)
		qsort(line, count, sizeof *line, by_order);
	return count;
}

/* Text and icon of one line, whose feature is in the environment. */
struct line_wish {
	struct symbols *s;
	struct symbol_layer *l;
	struct symbol_text text;
	struct symbol_icon icon;
	bool has_text, has_icon;
	struct label_along how;
};

static void read_text(struct line_wish *w) {
	struct symbols *s = w->s;
	const struct style_layer *layer = w->l->layer;
	double offset[2] = { 0, 0 };
	const struct glyph_run *run = symbol_text_shape(s, &w->text, TEXT_CENTER, false);
	struct rect ink = rect_is_empty(run->ink) ? run->box : run->ink;
	style_numbers(layer, STYLE_TEXT_OFFSET, &s->c->env, offset, 2);
	w->how.run = run;
	w->how.size = w->text.style.size;
	w->how.offset = offset[1] * w->how.size;
	w->how.text = run->box;
	if (w->l->fine) {
		w->how.text.min.y = ink.min.y;
		w->how.text.max.y = ink.max.y;
	} else {
		/* The web map's box is a line high, its middle on the line. */
		double below = BASELINE_BELOW_MIDDLE * run->size - run->baseline;
		double half = w->text.style.line_height / 2;
		bool level = symbol_is(s, layer, STYLE_TEXT_ROTATION_ALIGNMENT, "viewport");
		w->how.parallel = level ? 0 : w->how.offset;
		w->how.offset += below - w->how.parallel;
		w->how.text.min.y = -half - below;
		w->how.text.max.y = half - below;
	}
	w->how.text_padding = w->l->text_padding;
}

/* text-size at zoom 18. */
static double largest_size(struct compose *c, const struct style_layer *layer) {
	double zoom = c->env.zoom;
	c->env.zoom = 18;
	double size = style_number(layer, STYLE_TEXT_SIZE, &c->env);
	c->env.zoom = zoom;
	return size;
}

static void read_how(struct line_wish *w) {
	struct symbols *s = w->s;
	const struct style_layer *layer = w->l->layer;
	const struct expr_env *env = &s->c->env;
	w->how = (struct label_along){
		.text = RECT_EMPTY,
		.icon = RECT_EMPTY,
		.size = 16,
		.web_size = largest_size(s->c, layer),
		.spacing = style_number(layer, STYLE_SYMBOL_SPACING, env),
		.max_angle = style_number(layer, STYLE_TEXT_MAX_ANGLE, env) * RADIANS,
		.once = symbol_is(s, layer, STYLE_SYMBOL_PLACEMENT, "line-center"),
		.fine = w->l->fine,
	};
	if (w->has_text)
		read_text(w);
	w->how.level = symbol_is(s, layer, STYLE_TEXT_ROTATION_ALIGNMENT, "viewport");
	w->how.keep_upright = style_bool(layer, STYLE_TEXT_KEEP_UPRIGHT, env);
	if (w->has_icon) {
		w->how.icon = w->icon.box;
		w->how.web_icon = rect_width(w->icon.box) / w->icon.scale;
		w->how.icon_padding = w->icon.padding[0];
		w->how.icon_turn = w->icon.angle;
	}
	if (!w->has_text) {
		w->how.level = symbol_is(s, layer, STYLE_ICON_ROTATION_ALIGNMENT, "viewport");
		w->how.keep_upright = style_bool(layer, STYLE_ICON_KEEP_UPRIGHT, env);
	}
}

static void add_along(struct line_wish *w, const struct drawn *drawn, const struct geom *lines) {
	struct symbols *s = w->s;
	struct label label = symbol_label(s, w->l, drawn);
	struct symbol symbol = { .drawn = drawn, .icon_slides = !w->has_text };
	uint32_t first = s->list.nlabels;
	label.stays = true;
	if (w->has_icon) {
		symbol.icon = w->icon.icon;
		symbol.icon_scale = w->icon.scale;
		symbol.icon_offset = w->icon.offset;
	}
	if (w->has_text) {
		symbol.text_size = w->text.style.size;
		label.repeat_key = text_key(s, w->l->fine ? 0 : (uint32_t)(w->l - s->layer) + 1,
			w->text.plain);
		label.repeat_distance = w->how.spacing * (w->l->fine ? 0.9 : 0.5);
	} else {
		/* For the placement the icon is what the label says. */
		label.text = label.icon;
	}
	for (uint32_t i = 0; i < lines->nparts; i++) {
		uint32_t start = geom_start(lines, i);
		label_add_along(&s->list, &label, lines->point + start, lines->end[i] - start,
			&w->how, s->c->scratch);
	}
	symbol_record(s, w->l, &symbol, first);
	for (uint32_t i = first; i < s->list.nlabels; i++) {
		struct transform t = transform_of(s->list.label[i].at, s->list.label[i].angle, 1);
		s->symbol[i].icon_at = transform_point(&t, symbol.icon_offset);
		s->symbol[i].icon_angle = s->list.label[i].angle;
	}
}

static bool read_wish(struct line_wish *w, const struct drawn *drawn) {
	compose_env(w->s->c, drawn->feature);
	w->has_text = symbol_text_read(w->s, w->l->layer, &w->text);
	w->has_icon = symbol_icon_read(w->s, w->l->layer, &w->icon);
	return w->has_text || w->has_icon;
}

void symbol_add_lines(struct symbols *s, struct symbol_layer *l) {
	struct line_wish w = { .s = s, .l = l };
	uint32_t n, count = 0;
	bool joins = symbol_is(s, l->layer, STYLE_SYMBOL_PLACEMENT, "line");
	const struct drawn *drawn = compose_features(s->c, l->layer, GEOM_LINES, &n);
	struct arena_mark mark = arena_mark(s->c->scratch);
	struct named_line *line = arena_new(s->c->scratch, struct named_line, n);
	for (uint32_t i = 0; i < n; i++) {
		if (!read_wish(&w, &drawn[i]))
			continue;
		line[count] = (struct named_line){ .drawn = &drawn[i],
			.order = i,
			.lines = drawn[i].geom };
		if (w.has_text && joins)
			line[count].key = text_key(s, (uint32_t)(l - s->layer) + 1, w.text.plain);
		count++;
	}
	count = join_names(line, count, s->c->scratch);
	for (uint32_t i = 0; i < count; i++) {
		struct geom lines = line[i].lines;
		if (l->fine)
			lines = geom_clip(&lines, s->c->view->page, s->c->scratch);
		read_wish(&w, line[i].drawn);
		read_how(&w);
		add_along(&w, line[i].drawn, &lines);
	}
	arena_rewind(s->c->scratch, mark);
}
