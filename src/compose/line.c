#include "compose/line.h"
#include "base/limits.h"
#include "compose/curve.h"

static enum stroke_cap cap_of(struct str s) {
	return str_equal(s, STR("round"))     ? CAP_ROUND
		: str_equal(s, STR("square")) ? CAP_SQUARE
					      : CAP_BUTT;
}

static enum stroke_join join_of(struct str s) {
	return str_equal(s, STR("round"))    ? JOIN_ROUND
		: str_equal(s, STR("bevel")) ? JOIN_BEVEL
					     : JOIN_MITER;
}

/* A web map fits dashes to the line's width at the next lower whole zoom, where they are
 * also chosen, and lets them grow with the ground. */
static double dash_unit(struct compose *c, const struct style_layer *layer, double width) {
	double growth = compose_zoom_growth(c), zoom = c->env.zoom;
	if (growth <= 1)
		return width;
	c->env.zoom = floor(zoom);
	double unit = style_number(layer, STYLE_LINE_WIDTH, &c->env) * growth;
	c->env.zoom = zoom;
	return unit;
}

static uint32_t read_dasharray(struct compose *c, const struct style_layer *layer,
	double dash[LIMIT_DASHES]) {
	double zoom = c->env.zoom;
	if (compose_zoom_growth(c) > 1)
		c->env.zoom = floor(zoom);
	uint32_t n = style_numbers(layer, STYLE_LINE_DASHARRAY, &c->env, dash, LIMIT_DASHES);
	c->env.zoom = zoom;
	return n;
}

/* Dashes are multiples of the line's width.  Where their number is odd, the last and the
 * first of the next round are one. */
static void read_dashes(struct compose *c, const struct style_layer *layer, struct stroke *s) {
	double dash[LIMIT_DASHES], sum = 0;
	if (!style_has(layer, STYLE_LINE_DASHARRAY))
		return;
	uint32_t n = read_dasharray(c, layer, dash);
	double unit = dash_unit(c, layer, s->width);
	for (uint32_t i = 0; i < n; i++)
		sum += dash[i] = fmax(0, dash[i]) * unit;
	/* Dashes finer than a tenth of a page unit look like a paler line. */
	if (n < 2 || sum < 0.1)
		return;
	if (n % 2) {
		n--;
		s->dash_offset = dash[n];
		dash[0] += dash[n];
	}
	double *kept = arena_new(c->scene->arena, double, n);
	for (uint32_t i = 0; i < n; i++)
		kept[i] = dash[i];
	s->dash = kept;
	s->ndashes = n;
}

static double metadata_number(const struct compose *c, const struct style_layer *layer,
	const char *name) {
	const struct json *j = style_metadata(c->map->style, layer, name);
	return j && j->type == JSON_NUMBER ? j->number : 0;
}

bool compose_stroke(struct compose *c, const struct style_layer *layer, struct stroke *s) {
	const struct expr_env *env = &c->env;
	*s = (struct stroke){ .width = style_number(layer, STYLE_LINE_WIDTH, env) };
	s->color = compose_color(c, layer, STYLE_LINE_COLOR, STYLE_LINE_OPACITY);
	if (!color_is_visible(s->color) || s->width <= 0)
		return false;
	s->cap = cap_of(style_text(layer, STYLE_LINE_CAP, env));
	s->join = join_of(style_text(layer, STYLE_LINE_JOIN, env));
	s->miter_limit = style_number(layer, STYLE_LINE_MITER_LIMIT, env);
	read_dashes(c, layer, s);
	return true;
}

static bool read_look(struct compose *c, const struct style_layer *layer, struct line_look *look) {
	const struct expr_env *env = &c->env;
	*look = (struct line_look){ .arrow = metadata_number(c, layer, "arrow") };
	look->has_gradient = style_has(layer, STYLE_LINE_GRADIENT);
	if (!compose_stroke(c, layer, &look->stroke)
		&& !(look->has_gradient && look->stroke.width > 0))
		return false;
	look->gap = style_number(layer, STYLE_LINE_GAP_WIDTH, env);
	look->offset = style_number(layer, STYLE_LINE_OFFSET, env);
	look->blur = style_number(layer, STYLE_LINE_BLUR, env);
	look->translate = compose_translate(c, layer, STYLE_LINE_TRANSLATE,
		STYLE_LINE_TRANSLATE_ANCHOR);
	look->pattern = compose_pattern(c, layer, STYLE_LINE_PATTERN, look->stroke.color,
		(struct point){ 0, 0 });
	look->trim = metadata_number(c, layer, "arrow-trim");
	return true;
}

/* A slender head whose notch the line ends in; a casing is the same head with a
 * wider rim. */
static void arrow_head(struct compose *c, struct point tip, double angle, double length, double rim,
	struct color color) {
	double dx = cos(angle), dy = sin(angle), half = length * 0.42, notch = length * 0.78;
	struct path_builder b = { .arena = c->scene->arena };
	path_move(&b, tip.x, tip.y);
	path_line(&b, tip.x - length * dx - half * dy, tip.y - length * dy + half * dx);
	path_line(&b, tip.x - notch * dx, tip.y - notch * dy);
	path_line(&b, tip.x - length * dx + half * dy, tip.y - length * dy - half * dx);
	path_close(&b);
	struct path path = path_builder_path(&b);
	scene_fill(c->scene, path, color);
	if (rim > 0) {
		struct stroke s = { .color = color,
			.width = rim,
			.miter_limit = 4,
			.join = JOIN_ROUND };
		scene_stroke(c->scene, path, &s);
	}
}

/* The head stands where the line ends; a casing layer, being wider than the line it
 * lies under, says by sitmap:arrow-rim how far its head reaches beyond. */
static void line_with_arrow(struct compose *c, const struct style_layer *layer, struct geom *line,
	const struct line_look *look) {
	struct point tip, ignored;
	double angle, shaft = look->arrow * 0.7;
	if (look->trim > 0 && !line_shorten(line, look->trim, &ignored, &angle))
		return;
	bool headed = line_shorten(line, shaft, &tip, &angle);
	if (line->npoints)
		scene_stroke(c->scene, path_from_geom(line, c->scene->arena), &look->stroke);
	if (headed)
		arrow_head(c, tip, angle, look->arrow, metadata_number(c, layer, "arrow-rim"),
			look->stroke.color);
}

static bool line_one(struct compose *c, const struct style_layer *layer, const struct drawn *d) {
	struct line_look look;
	compose_env(c, d->feature);
	if (!read_look(c, layer, &look))
		return false;
	c->scene->subject = d->subject;
	struct geom lines = d->geom;
	if (look.translate.x != 0 || look.translate.y != 0 || look.arrow > 0) {
		lines = geom_copy(&d->geom, c->scratch);
		geom_move(&lines, look.translate);
	}
	/* Areas wear the offset inside, their rings run against the clock. */
	if (d->feature->geom.type == GEOM_POLYGONS)
		look.offset = -look.offset;
	if (look.arrow > 0) {
		line_with_arrow(c, layer, &lines, &look);
	} else if (look.has_gradient) {
		struct geom whole = compose_whole_lines(c, layer, d->feature, c->scratch);
		geom_move(&whole, look.translate);
		line_draw_gradient(c, layer, &whole, &look);
	} else if (look.pattern) {
		line_draw_pattern(c, &lines, &look);
	} else {
		line_draw(c, &lines, &look);
	}
	return true;
}

uint32_t compose_line(struct compose *c, const struct style_layer *layer) {
	uint32_t n, count = 0;
	const struct drawn *drawn = compose_features(c, layer, GEOM_LINES, &n);
	bool faded = compose_layer_begin(c, layer, STYLE_LINE_LAYER_OPACITY);
	struct arena_mark mark = arena_mark(c->scratch);
	const uint32_t *order = compose_order(c, layer, STYLE_LINE_SORT_KEY, drawn, n);
	for (uint32_t i = 0; i < n; i++) {
		struct arena_mark one = arena_mark(c->scratch);
		count += line_one(c, layer, &drawn[order[i]]);
		arena_rewind(c->scratch, one);
	}
	arena_rewind(c->scratch, mark);
	c->scene->subject = NULL;
	compose_layer_end(c, faded);
	return count;
}
