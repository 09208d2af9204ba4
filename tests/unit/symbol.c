#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "compose/symbol_parts.h"
#include "geo/mercator.h"

/*
 * Symbol layers from style to scene.  The page is 400 by 300; features are named
 * points (or lines) at page positions.  A style is one or more layers written as
 * JSON with single quotes for double ones.
 */
#define assert_near(a, b, by) assert_true(fabs((a) - (b)) <= (by))

struct world {
	struct arena arena;
	struct diag diag;
	struct shaper *shaper;
	struct projector *projector;
	struct view view;
	struct layer points, lines;
	struct map map;
	struct iconset icons;
	struct composed composed;
	struct scene scene;
	struct source source;
	struct rect reserved;
	uint32_t nreserved;
	bool subjects; /* points are what the map is about */
};

enum { NCOLUMNS = 2 };

static const struct str column_names[NCOLUMNS] = { { "name", 4 }, { "n", 1 } };

static struct point to_degrees(const struct world *w, double x, double y) {
	return mercator_inverse(view_from_page(&w->view, (struct point){ x, y }));
}

static struct feature *add_feature(struct world *w, struct layer *layer, const char *name,
	double n) {
	struct value *v = arena_new(&w->arena, struct value, NCOLUMNS);
	v[0] = value_string(str_of(name));
	v[1] = value_number(n);
	struct feature *f = &layer->feature[layer->nfeatures++];
	*f = (struct feature){ .columns = &layer->columns, .value = v };
	return f;
}

static void add_point(struct world *w, const char *name, double n, double x, double y) {
	struct feature *f = add_feature(w, &w->points, name, n);
	struct point *p = arena_new(&w->arena, struct point, 1);
	*p = to_degrees(w, x, y);
	f->geom = (struct geom){ .type = GEOM_POINTS, .npoints = 1, .point = p };
	f->bounds = geom_bounds(&f->geom);
}

static void add_line(struct world *w, const char *name, const double (*xy)[2], uint32_t n) {
	struct feature *f = add_feature(w, &w->lines, name, 0);
	struct point *p = arena_new(&w->arena, struct point, n);
	uint32_t *end = arena_new(&w->arena, uint32_t, 1);
	for (uint32_t i = 0; i < n; i++)
		p[i] = to_degrees(w, xy[i][0], xy[i][1]);
	*end = n;
	f->geom = (struct geom){ GEOM_LINES, n, 1, p, end };
	f->bounds = geom_bounds(&f->geom);
}

static void make_layer(struct world *w, struct layer *layer) {
	layer->columns = (struct columns){ column_names, NCOLUMNS };
	layer->feature = arena_new(&w->arena, struct feature, 64);
}

/* A disc of radius 8 with a place for a number. */
static void make_icons(struct world *w) {
	struct icon *icon = arena_new(&w->arena, struct icon, 1);
	struct icon_part *part = arena_new(&w->arena, struct icon_part, 1);
	struct path_builder b = { .arena = &w->arena };
	path_circle(&b, (struct point){ 0, 0 }, 8);
	*part = (struct icon_part){ .path = path_builder_path(&b), .has_fill = true };
	*icon = (struct icon){ .name = STR("disc"),
		.size = { 16, 16 },
		.part = part,
		.nparts = 1,
		.number_size = 9 };
	w->icons = (struct iconset){ icon, 1 };
}

static void begin(struct world *w) {
	memset(w, 0, sizeof *w);
	diag_init(&w->diag, &w->arena);
	w->shaper = shaper_open(NULL, &w->diag);
	w->projector = projector_open("EPSG:3857", &w->diag);
	assert_non_null(w->shaper);
	assert_non_null(w->projector);
	view_camera(&w->view, w->projector, (struct rect){ { 0, 0 }, { 400, 300 } },
		(struct point){ 44, 33 }, 6, 0);
	make_layer(w, &w->points);
	make_layer(w, &w->lines);
	make_icons(w);
	w->map.bare = true;
}

static void end(struct world *w) {
	shaper_close(w->shaper);
	projector_close(w->projector);
	arena_release(&w->arena);
}

/* Draws; what was drawn is in w->scene. */
static void draw(struct world *w, const char *layers) {
	char *text = arena_printf(&w->arena,
		"{'version': 8, 'sources': {"
		"'p': {'type': 'geojson', 'data': 'p.geojson'},"
		"'l': {'type': 'geojson', 'data': 'l.geojson'}}, 'layers': [%s]}",
		layers);
	for (char *c = text; *c; c++)
		if (*c == '\'')
			*c = '"';
	w->source = (struct source){ "test.json", str_of(text) };
	const struct style *style = style_parse(&w->source, &w->arena, &w->diag);
	if (!style)
		diag_print(&w->diag, stderr, true);
	assert_non_null(style);
	struct map_source *source = arena_new(&w->arena, struct map_source, 2);
	source[0] = (struct map_source){ .id = STR("p"),
		.layer = &w->points,
		.subjects = w->subjects };
	source[1] = (struct map_source){ .id = STR("l"), .layer = &w->lines };
	w->map.style = style;
	w->map.source = source;
	w->map.nsources = 2;
	w->map.icons = &w->icons;
	w->map.shaper = w->shaper;
	w->map.projector = w->projector;
	scene_init(&w->scene, w->view.page, &w->arena);
	assert_true(compose_map(&w->map, &w->view, &w->reserved, w->nreserved, &w->scene,
		&w->composed, &w->diag));
}

/* One layer of points with these members. */
static void draw_points(struct world *w, const char *members) {
	draw(w,
		arena_printf(&w->arena, "{'id': 'a', 'type': 'symbol', 'source': 'p', %s}",
			members));
}

static void draw_lines(struct world *w, const char *members) {
	draw(w,
		arena_printf(&w->arena, "{'id': 'a', 'type': 'symbol', 'source': 'l', %s}",
			members));
}

/* The k-th operation of a type; NULL: there are fewer. */
static const struct scene_op *op_of(const struct world *w, enum scene_type type, uint32_t k) {
	for (uint32_t i = 0; i < w->scene.nops; i++)
		if (w->scene.op[i].type == type && k-- == 0)
			return &w->scene.op[i];
	return NULL;
}

static uint32_t count_of(const struct world *w, enum scene_type type) {
	uint32_t n = 0;
	while (op_of(w, type, n))
		n++;
	return n;
}

static bool shows(const struct world *w, const char *text) {
	for (uint32_t k = 0; op_of(w, SCENE_GLYPHS, k); k++)
		if (str_equal(op_of(w, SCENE_GLYPHS, k)->glyphs.run->text, str_of(text)))
			return true;
	return false;
}

static struct rect box_of(const struct scene_op *op) {
	struct rect box = op->glyphs.run->box;
	box.min = (struct point){ box.min.x + op->glyphs.at.x, box.min.y + op->glyphs.at.y };
	box.max = (struct point){ box.max.x + op->glyphs.at.x, box.max.y + op->glyphs.at.y };
	return box;
}

static void font_names_are_taken_apart(void **state) {
	(void)state;
	static const struct {
		const char *name, *family;
		int weight;
		bool italic;
	} row[] = {
		{ "Noto Sans Regular", "Noto Sans", 400, false },
		{ "Noto Sans Bold", "Noto Sans", 700, false },
		{ "Noto Sans Italic", "Noto Sans", 400, true },
		{ "Open Sans Semi Bold Italic", "Open Sans", 600, true },
		{ "Open Sans Semibold", "Open Sans", 600, false },
		{ "Roboto Black", "Roboto", 900, false },
		{ "DIN Pro Medium", "DIN Pro", 500, false },
		{ "Noto Naskh Arabic", "Noto Naskh Arabic", 400, false },
		{ " Noto Serif Extra Light ", "Noto Serif", 200, false },
		{ "Bold", "Bold", 400, false },
	};
	struct arena arena = ARENA_INIT;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct text_style style = { 0 };
		font_name_parse(str_of(row[i].name), &style, &arena);
		assert_string_equal(style.family, row[i].family);
		assert_int_equal(style.weight, row[i].weight);
		assert_int_equal(style.italic, row[i].italic);
	}
	arena_release(&arena);
}

static void a_text_is_written_as_the_layer_says(void **state) {
	(void)state;
	struct world w;
	begin(&w);
	add_point(&w, "Mosul", 1, 200, 150);
	draw_points(&w,
		"'layout': {'text-field': '{name}', 'text-size': 20, 'text-font': ['Noto Sans "
		"Bold'], 'text-transform': 'uppercase'}, 'paint': {'text-color': '#ff0000', "
		"'text-opacity': 0.5, 'text-halo-color': '#ffffff', 'text-halo-width': 2, "
		"'text-translate': [3, 4]}");
	assert_int_equal(count_of(&w, SCENE_GLYPHS), 1);
	const struct scene_op *op = op_of(&w, SCENE_GLYPHS, 0);
	assert_true(str_equal(op->glyphs.run->text, STR("MOSUL")));
	assert_near(op->glyphs.run->size, 20, 1e-9);
	assert_int_equal(op->glyphs.run->span[0].font->face->weight, 700);
	assert_near(op->glyphs.color.r, 1, 1e-6);
	assert_near(op->glyphs.color.a, 0.5, 1e-6);
	assert_near(op->glyphs.halo_width, 2, 1e-9);
	assert_near(rect_center(box_of(op)).x, 203, 0.01);
	assert_near(rect_center(box_of(op)).y, 154, 3);
	end(&w);
}

static void sections_keep_their_colour_and_scale(void **state) {
	(void)state;
	struct world w;
	begin(&w);
	add_point(&w, "Mosul", 1, 200, 150);
	draw_points(&w,
		"'layout': {'text-field': ['format', ['get', 'name'], {}, '\\n', {}, 'March', "
		"{'font-scale': 0.5, 'text-color': '#00ff00'}], 'text-size': 20}");
	const struct glyph_run *run = op_of(&w, SCENE_GLYPHS, 0)->glyphs.run;
	assert_int_equal(run->nlines, 2);
	const struct glyph_span *last = &run->span[run->nspans - 1];
	assert_near(last->font->size, 10, 1e-9);
	assert_near(last->color.g, 1, 1e-6);
	assert_true(run->span[0].color.a < 0);
	end(&w);
}

static double width_with(const char *layout) {
	struct world w;
	begin(&w);
	add_point(&w, "Shatt al-Arab", 1, 200, 150);
	draw_points(&w, arena_printf(&w.arena, "'layout': {'text-field': '{name}', %s}", layout));
	double width = rect_width(op_of(&w, SCENE_GLYPHS, 0)->glyphs.run->box);
	end(&w);
	return width;
}

static void spacing_size_and_width_shape_the_text(void **state) {
	(void)state;
	double plain = width_with("'text-size': 16");
	assert_near(width_with("'text-size': 32"), 2 * plain, 2);
	/* Thirteen letters, a tenth of the size each (maybe not behind the last). */
	double spaced = width_with("'text-size': 16, 'text-letter-spacing': 0.1");
	assert_true(spaced > plain + 12 * 1.6 - 0.1 && spaced < plain + 13 * 1.6 + 0.1);
	assert_true(width_with("'text-size': 16, 'text-max-width': 4") < 0.8 * plain);
}

static void anchors_say_which_part_stands_at_the_point(void **state) {
	(void)state;
	static const struct {
		const char *anchor;
		double x, y; /* of the point in the box: 0 to 1 */
	} row[] = {
		{ "center", 0.5, 0.5 },
		{ "left", 0, 0.5 },
		{ "right", 1, 0.5 },
		{ "top", 0.5, 0 },
		{ "bottom", 0.5, 1 },
		{ "top-left", 0, 0 },
		{ "top-right", 1, 0 },
		{ "bottom-left", 0, 1 },
		{ "bottom-right", 1, 1 },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct world w;
		begin(&w);
		add_point(&w, "Mosul", 1, 200, 150);
		draw_points(&w,
			arena_printf(&w.arena,
				"'layout': {'text-field': '{name}', "
				"'text-size': 20, 'text-anchor': '%s'}",
				row[i].anchor));
		struct rect box = box_of(op_of(&w, SCENE_GLYPHS, 0));
		assert_near(box.min.x + row[i].x * rect_width(box), 200, 0.5);
		/* A line is 24 high; the box of the letters lies in it. */
		assert_near(rect_center(box).y + (row[i].y - 0.5) * 24, 150, 3);
		end(&w);
	}
}

/* MapLibre GL JS: the baseline of one centred line is 10/24 of the size below. */
static void a_plain_baseline_is_where_the_web_map_puts_it(void **state) {
	(void)state;
	struct world w;
	begin(&w);
	add_point(&w, "Mosul", 1, 200, 150);
	draw_points(&w, "'layout': {'text-field': '{name}', 'text-size': 24}");
	const struct scene_op *op = op_of(&w, SCENE_GLYPHS, 0);
	assert_near(op->glyphs.at.y + op->glyphs.run->baseline, 160, 0.01);
	end(&w);
}

static void offsets_are_in_ems(void **state) {
	(void)state;
	static const struct {
		const char *layout;
		double x, y;
	} row[] = {
		{ "'text-offset': [1, -2]", 20, -40 },
		{ "'text-anchor': 'left', 'text-radial-offset': 1.5", 30, 0 },
		/* Variable anchors: and the padding. */
		{ "'text-variable-anchor': ['left'], 'text-radial-offset': 1", 22, 0 },
		{ "'text-variable-anchor': ['left'], 'text-offset': [-1, 0]", 22, 0 },
		{ "'text-variable-anchor-offset': ['left', [2, 1]]", 42, 20 },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct world w;
		begin(&w);
		add_point(&w, "Mosul", 1, 200, 150);
		draw_points(&w,
			arena_printf(&w.arena,
				"'layout': {'text-field': '{name}', "
				"'text-size': 20, %s}",
				row[i].layout));
		const struct scene_op *op = op_of(&w, SCENE_GLYPHS, 0);
		struct rect box = box_of(op);
		double x = i == 0 ? rect_center(box).x : box.min.x;
		assert_near(x, 200 + row[i].x, 0.5);
		assert_near(op->glyphs.at.y + op->glyphs.run->baseline, 150 + row[i].y + 20 / 2.4,
			0.01);
		end(&w);
	}
}

static void a_variable_anchor_gives_way(void **state) {
	(void)state;
	struct world w;
	begin(&w);
	add_point(&w, "Mosul", 1, 200, 150);
	add_point(&w, "Erbil", 2, 200, 150);
	draw_points(&w,
		"'layout': {'text-field': '{name}', 'text-size': 20, "
		"'text-variable-anchor': ['left', 'right'], 'text-radial-offset': 0.5}");
	assert_int_equal(count_of(&w, SCENE_GLYPHS), 2);
	assert_true(box_of(op_of(&w, SCENE_GLYPHS, 0)).min.x > 200);
	assert_true(box_of(op_of(&w, SCENE_GLYPHS, 1)).max.x < 200);
	end(&w);
}

static void texts_are_turned(void **state) {
	(void)state;
	struct world w;
	begin(&w);
	add_point(&w, "Mosul", 1, 200, 150);
	draw_points(&w,
		"'layout': {'text-field': '{name}', 'text-rotate': 90, 'text-anchor': 'left'}");
	const struct scene_op *op = op_of(&w, SCENE_GLYPHS, 0);
	assert_near(op->glyphs.angle, 1.5707963, 1e-6);
	/* It begins at the point and runs down. */
	assert_near(op->bounds.min.y, 151, 2);
	assert_true(op->bounds.max.y > 180);
	end(&w);
}

static void icons_are_drawn_as_the_layer_says(void **state) {
	(void)state;
	struct world w;
	begin(&w);
	add_point(&w, "Mosul", 1, 200, 150);
	draw_points(&w,
		"'layout': {'icon-image': 'disc', 'icon-size': 2, 'icon-rotate': 90, "
		"'icon-offset': [5, 0], 'icon-anchor': 'left'}, 'paint': {'icon-color': '#0000ff', "
		"'icon-halo-color': '#ffffff', 'icon-opacity': 0.25, 'icon-translate': [0, 7]}");
	const struct scene_op *op = op_of(&w, SCENE_ICON, 0);
	assert_near(op->icon.scale, 2, 1e-9);
	assert_near(op->icon.angle, 1.5707963, 1e-6);
	assert_near(op->icon.opacity, 0.25, 1e-9);
	assert_near(op->icon.tint.b, 1, 1e-6);
	/* 2 * (5 + 8) to the right, turned to below. */
	assert_near(op->icon.at.x, 200, 0.1);
	assert_near(op->icon.at.y, 150 + 26 + 7, 0.3);
	end(&w);
}

static void collisions_follow_the_layer(void **state) {
	(void)state;
	static const struct {
		const char *layout;
		uint32_t texts;
	} row[] = {
		{ "'text-size': 20", 1 },
		{ "'text-size': 20, 'text-allow-overlap': true", 3 },
		{ "'text-size': 20, 'text-overlap': 'always'", 3 },
		{ "'text-size': 20, 'text-overlap': 'cooperative'", 3 },
		{ "'text-size': 20, 'text-ignore-placement': true", 3 },
		{ "'text-size': 20, 'text-allow-overlap': true, 'text-overlap': 'never'", 1 },
		{ "'text-size': 4, 'text-padding': 0", 3 },
		{ "'text-size': 4, 'text-padding': 20", 1 },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct world w;
		begin(&w);
		for (int k = 0; k < 3; k++)
			add_point(&w, "Mosul", k, 200, 140 + 8 * k);
		draw_points(&w,
			arena_printf(&w.arena, "'layout': {'text-field': '{name}', %s}",
				row[i].layout));
		assert_int_equal(count_of(&w, SCENE_GLYPHS), row[i].texts);
		assert_int_equal(w.composed.layer[0].nlabels, row[i].texts);
		assert_int_equal(w.composed.layer[0].nomitted, 3 - row[i].texts);
		end(&w);
	}
}

static void sort_keys_and_later_layers_come_first(void **state) {
	(void)state;
	struct world w;
	begin(&w);
	add_point(&w, "Second", 2, 200, 150);
	add_point(&w, "First", 1, 200, 150);
	draw_points(&w, "'layout': {'text-field': '{name}', 'symbol-sort-key': ['get', 'n']}");
	assert_true(shows(&w, "First") && !shows(&w, "Second"));
	draw(&w,
		"{'id': 'a', 'type': 'symbol', 'source': 'p', 'layout': {'text-field': 'below', "
		"'symbol-sort-key': 1}}, {'id': 'b', 'type': 'symbol', 'source': 'p', 'layout': "
		"{'text-field': 'above', 'symbol-sort-key': 9}}");
	assert_true(shows(&w, "above") && !shows(&w, "below"));
	end(&w);
}

static void symbols_that_overlap_are_drawn_in_order(void **state) {
	(void)state;
	static const struct {
		const char *layout;
		double first; /* y of what is drawn first */
	} row[] = {
		{ "'icon-allow-overlap': true", 100 },
		{ "'icon-allow-overlap': true, 'symbol-z-order': 'source'", 110 },
		{ "'icon-allow-overlap': true, 'symbol-sort-key': ['get', 'n']", 110 },
		{ "'icon-allow-overlap': true, 'symbol-sort-key': ['-', ['get', 'n']]", 100 },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct world w;
		begin(&w);
		add_point(&w, "a", 1, 200, 110);
		add_point(&w, "b", 2, 200, 100);
		draw_points(&w,
			arena_printf(&w.arena, "'layout': {'icon-image': 'disc', %s}",
				row[i].layout));
		assert_near(op_of(&w, SCENE_ICON, 0)->icon.at.y, row[i].first, 0.1);
		end(&w);
	}
}

static void texts_run_along_lines(void **state) {
	(void)state;
	static const double straight[][2] = { { 380, 50 }, { 20, 50 } };
	struct world w;
	begin(&w);
	add_line(&w, "Tigris", straight, 2);
	draw_lines(&w,
		"'layout': {'text-field': '{name}', 'symbol-placement': 'line', "
		"'symbol-spacing': 120, 'text-size': 12}");
	assert_int_equal(count_of(&w, SCENE_GLYPHS), 3);
	assert_near(op_of(&w, SCENE_GLYPHS, 0)->glyphs.angle, 0, 1e-3);
	draw_lines(&w,
		"'layout': {'text-field': '{name}', 'symbol-placement': 'line-center', "
		"'text-keep-upright': false}");
	assert_int_equal(count_of(&w, SCENE_GLYPHS), 1);
	assert_near(fabs(op_of(&w, SCENE_GLYPHS, 0)->glyphs.angle), 3.14159265, 1e-3);
	assert_near(op_of(&w, SCENE_GLYPHS, 0)->glyphs.at.x, 200, 1);
	end(&w);
}

static void pieces_of_one_river_are_named_as_one(void **state) {
	(void)state;
	static const double upper[][2] = { { 20, 50 }, { 55, 50 } };
	static const double lower[][2] = { { 55, 50 }, { 90, 50 } };
	struct world w;
	begin(&w);
	add_line(&w, "Euphrates", upper, 2);
	add_line(&w, "Euphrates", lower, 2);
	draw_lines(&w,
		"'layout': {'text-field': '{name}', 'symbol-placement': 'line', "
		"'text-size': 12}");
	assert_int_equal(count_of(&w, SCENE_GLYPHS), 1);
	assert_near(op_of(&w, SCENE_GLYPHS, 0)->glyphs.at.x, 55, 1);
	end(&w);
}

static void a_bend_has_a_spot_for_each_letter(void **state) {
	(void)state;
	double bend[31][2];
	for (int i = 0; i <= 30; i++) {
		bend[i][0] = 200 + 100 * cos(3.14159 * (1 + i / 30.0));
		bend[i][1] = 200 + 100 * sin(3.14159 * (1 + i / 30.0));
	}
	struct world w;
	begin(&w);
	add_line(&w, "Euphrates", (const double(*)[2])bend, 31);
	draw_lines(&w, "'layout': {'text-field': '{name}', 'symbol-placement': 'line-center'}");
	const struct scene_op *op = op_of(&w, SCENE_GLYPHS, 0);
	assert_non_null(op->glyphs.spot);
	for (uint32_t i = 0; i < 9; i++)
		assert_near(hypot(op->glyphs.spot[i].at.x - 200, op->glyphs.spot[i].at.y - 200), 95,
			6);
	assert_true(op->glyphs.spot[0].angle < 0 && op->glyphs.spot[8].angle > 0);
	end(&w);
}

static void chevrons_stand_along_a_route(void **state) {
	(void)state;
	static const double down[][2] = { { 200, 20 }, { 200, 280 } };
	struct world w;
	begin(&w);
	w.map.bare = false;
	add_line(&w, "", down, 2);
	draw_lines(&w,
		"'layout': {'icon-image': 'disc', 'symbol-placement': 'line', "
		"'symbol-spacing': 80, 'icon-allow-overlap': true, 'icon-ignore-placement': true}");
	assert_int_equal(count_of(&w, SCENE_ICON), 3);
	for (uint32_t i = 0; i < 3; i++) {
		assert_near(op_of(&w, SCENE_ICON, i)->icon.angle, 1.5707963, 1e-3);
		assert_near(op_of(&w, SCENE_ICON, i)->icon.at.x, 200, 0.2);
	}
	end(&w);
}

static void what_is_never_dropped_is_all_there(void **state) {
	(void)state;
	static const char names[12][2] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k",
		"l" };
	struct world w;
	begin(&w);
	w.map.bare = false;
	for (int i = 0; i < 12; i++)
		add_point(&w, names[i], i, 200, 150);
	draw_points(&w,
		"'metadata': {'sitmap:never-drop': true, 'sitmap:anchors': true, "
		"'sitmap:leader-width': 0.5}, 'layout': {'icon-image': 'disc', 'text-field': ['concat', "
		"'Baghdad ', ['get', 'name']]}");
	assert_int_equal(count_of(&w, SCENE_ICON), 12);
	assert_int_equal(count_of(&w, SCENE_GLYPHS), 12);
	assert_true(count_of(&w, SCENE_STROKE) >= 4);
	assert_near(op_of(&w, SCENE_STROKE, 0)->stroke.stroke.width, 0.5, 1e-9);
	for (uint32_t i = 0; i < 12; i++)
		for (uint32_t k = 0; k < i; k++)
			assert_false(rect_overlaps(op_of(&w, SCENE_GLYPHS, i)->bounds,
				op_of(&w, SCENE_GLYPHS, k)->bounds));
	end(&w);
}

static void numbers_are_written_into_icons(void **state) {
	(void)state;
	struct world w;
	begin(&w);
	add_point(&w, "Mosul", 7, 200, 150);
	draw_points(&w,
		"'metadata': {'sitmap:number': 'n'}, 'layout': {'icon-image': 'disc'}, "
		"'paint': {'icon-color': '#000080', 'icon-halo-color': '#ffff00'}");
	const struct scene_op *op = op_of(&w, SCENE_GLYPHS, 0);
	assert_true(str_equal(op->glyphs.run->text, STR("7")));
	assert_near(rect_center(op->bounds).x, 200, 0.6);
	assert_near(rect_center(op->bounds).y, 150, 0.6);
	/* On the tint the rim's colour is read. */
	assert_near(op->glyphs.color.r, 1, 1e-6);
	assert_near(op->glyphs.color.b, 0, 1e-6);
	end(&w);
}

static void on_a_sheet_no_name_crosses_frame_or_furniture(void **state) {
	(void)state;
	struct world w;
	begin(&w);
	add_point(&w, "Samarra", 1, 394, 150);
	add_point(&w, "Tikrit", 2, 20, 80);
	draw_points(&w, "'layout': {'text-field': '{name}', 'text-anchor': 'left'}");
	assert_int_equal(count_of(&w, SCENE_GLYPHS), 2);
	assert_true(box_of(op_of(&w, SCENE_GLYPHS, 0)).max.x > 400);
	w.map.bare = false;
	w.reserved = (struct rect){ { 0, 0 }, { 100, 100 } };
	w.nreserved = 1;
	draw_points(&w, "'layout': {'text-field': '{name}', 'text-anchor': 'left'}");
	assert_int_equal(count_of(&w, SCENE_GLYPHS), 1);
	assert_true(box_of(op_of(&w, SCENE_GLYPHS, 0)).max.x < 400);
	end(&w);
}

static void a_town_that_is_an_event_is_named_once(void **state) {
	(void)state;
	static const char layers[] =
		"{'id': 'towns', 'type': 'symbol', 'source': 'p', 'filter': ['==', ['get', 'n'], 1], "
		"'layout': {'text-field': '{name}', 'text-size': 9, 'text-variable-anchor': ['left', "
		"'right', 'top', 'bottom'], 'text-radial-offset': 1}}, "
		"{'id': 'events', 'type': 'symbol', 'source': 'p', 'filter': ['==', ['get', 'n'], 2], "
		"'metadata': {'sitmap:never-drop': true}, 'layout': {'icon-image': 'disc', "
		"'text-field': ['concat', ['get', 'name'], '\\nMarch'], 'text-size': 11, "
		"'text-variable-anchor': ['bottom-left', 'top-left']}}";
	struct world w;
	begin(&w);
	w.map.bare = false;
	add_point(&w, "Mosul", 1, 200, 150);
	add_point(&w, "Erbil", 1, 280, 170);
	add_point(&w, "Mosul", 2, 201, 151);
	draw(&w, layers);
	assert_true(shows(&w, "Erbil"));
	assert_true(shows(&w, "Mosul\nMarch"));
	assert_false(shows(&w, "Mosul"));
	end(&w);
}

static void a_name_stands_where_it_crosses_nothing(void **state) {
	(void)state;
	static const double river[][2] = { { 230, 0 }, { 230, 300 } };
	static const char *const layers =
		"{'id': 'river', 'type': 'line', 'source': 'l', 'metadata': {'sitmap:avoid': 1}}, "
		"{'id': 'a', 'type': 'symbol', 'source': 'p', 'layout': {'text-field': '{name}', "
		"'text-variable-anchor': ['left', 'right'], 'text-radial-offset': 0.5}}";
	struct world w;
	begin(&w);
	w.map.bare = false;
	add_line(&w, "", river, 2);
	add_point(&w, "Samarra", 1, 200, 150);
	draw(&w, layers);
	assert_true(box_of(op_of(&w, SCENE_GLYPHS, 0)).max.x < 200);
	end(&w);
}

/* The middle of the square is taken: its name finds another place inside. */
static void the_name_of_an_area_stays_in_it(void **state) {
	(void)state;
	static const double corner[][2] = { { 100, 50 }, { 100, 250 }, { 300, 250 }, { 300, 50 },
		{ 100, 50 } };
	static const char layers[] =
		"{'id': 'areas', 'type': 'symbol', 'source': 'l', 'layout': {'text-field': '{name}'}}, "
		"{'id': 'towns', 'type': 'symbol', 'source': 'p', 'layout': {'text-field': '{name}', "
		"'text-size': 24}}";
	struct world w;
	begin(&w);
	w.map.bare = false;
	add_line(&w, "Iraq", corner, 5);
	w.lines.feature[0].geom.type = GEOM_POLYGONS;
	add_point(&w, "Baghdad", 1, 200, 150);
	draw(&w, layers);
	assert_int_equal(count_of(&w, SCENE_GLYPHS), 2);
	struct rect box = box_of(op_of(&w, SCENE_GLYPHS, 0));
	assert_true(box.min.x > 100 && box.max.x < 300 && box.min.y > 50 && box.max.y < 250);
	end(&w);
}

/* A route's stop where an event is: one name, both symbols. */
static void two_subjects_on_one_spot_are_named_once(void **state) {
	(void)state;
	static const char layers[] =
		"{'id': 'stops', 'type': 'symbol', 'source': 'p', 'filter': ['==', ['get', 'n'], 1], "
		"'metadata': {'sitmap:never-drop': true}, 'layout': {'icon-image': 'disc', "
		"'text-field': '{name}', 'icon-allow-overlap': true}}, "
		"{'id': 'events', 'type': 'symbol', 'source': 'p', 'filter': ['==', ['get', 'n'], 2], "
		"'metadata': {'sitmap:never-drop': true}, 'layout': {'icon-image': 'disc', "
		"'text-field': ['concat', ['get', 'name'], '\\nMarch']}}";
	struct world w;
	begin(&w);
	w.map.bare = false;
	add_point(&w, "Suva", 1, 200, 150);
	add_point(&w, "Nadi", 1, 100, 150);
	add_point(&w, "Suva", 2, 205, 152);
	draw(&w, layers);
	assert_true(shows(&w, "Suva\nMarch") && shows(&w, "Nadi"));
	assert_false(shows(&w, "Suva"));
	assert_int_equal(count_of(&w, SCENE_ICON), 3);
	end(&w);
}

static const char capitals_below_events[] =
	"{'id': 'capitals', 'type': 'symbol', 'source': 'l', "
	"'metadata': {'sitmap:never-drop': true}, 'layout': {'icon-image': 'disc', "
	"'text-field': '{name}', 'icon-allow-overlap': true, 'text-radial-offset': 1}}, "
	"{'id': 'events', 'type': 'symbol', 'source': 'p', "
	"'metadata': {'sitmap:never-drop': true}, 'layout': {'icon-image': 'disc', "
	"'text-field': '{name}', 'icon-allow-overlap': true, "
	"'text-variable-anchor': ['left', 'right', 'top', 'bottom'], 'text-radial-offset': 1}}";

static void add_capital(struct world *w, const char *name, double x, double y) {
	struct feature *f = add_feature(w, &w->lines, name, 0);
	struct point *p = arena_new(&w->arena, struct point, 1);
	*p = to_degrees(w, x, y);
	f->geom = (struct geom){ .type = GEOM_POINTS, .npoints = 1, .point = p };
	f->bounds = geom_bounds(&f->geom);
}

/* In whatever spelling: the event's symbol and name stand for the capital's. */
static void an_event_in_a_capital_hides_it(void **state) {
	(void)state;
	struct world w;
	begin(&w);
	w.map.bare = false;
	w.subjects = true;
	add_capital(&w, "Moscow", 200, 150);
	add_capital(&w, "Minsk", 100, 150);
	add_point(&w, "Moskva", 1, 200, 150);
	draw(&w, capitals_below_events);
	assert_true(shows(&w, "Moskva") && shows(&w, "Minsk"));
	assert_false(shows(&w, "Moscow"));
	assert_int_equal(count_of(&w, SCENE_ICON), 2);
	end(&w);
}

static void a_capital_under_the_key_is_not_drawn(void **state) {
	(void)state;
	struct world w;
	begin(&w);
	w.map.bare = false;
	w.subjects = true;
	w.reserved = (struct rect){ { 0, 0 }, { 150, 300 } };
	w.nreserved = 1;
	add_capital(&w, "Nairobi", 140, 150);
	add_point(&w, "Mogadishu", 1, 300, 150);
	draw(&w, capitals_below_events);
	assert_true(shows(&w, "Mogadishu"));
	assert_false(shows(&w, "Nairobi"));
	assert_int_equal(count_of(&w, SCENE_ICON), 1);
	end(&w);
}

/* Too many names for the map: all symbols, and no name on one of them. */
static void a_crowd_keeps_its_symbols(void **state) {
	(void)state;
	struct world w;
	begin(&w);
	w.map.bare = false;
	for (int i = 0; i < 40; i++)
		add_point(&w, arena_printf(&w.arena, "Long name of event %d", i), i,
			40 + i % 8 * 45, 40 + i / 8 * 55);
	draw_points(&w,
		"'metadata': {'sitmap:never-drop': true}, 'layout': {'icon-image': 'disc', "
		"'text-field': '{name}', 'icon-allow-overlap': true, 'text-max-width': 50, "
		"'text-size': 12, 'text-radial-offset': 1, "
		"'text-variable-anchor': ['left', 'right', 'top', 'bottom']}");
	uint32_t names = count_of(&w, SCENE_GLYPHS);
	assert_int_equal(count_of(&w, SCENE_ICON), 40);
	assert_true(names > 0 && names < 40);
	assert_int_equal(count_of(&w, SCENE_STROKE), 0);
	for (uint32_t k = 0; k < names; k++) {
		struct rect box = rect_grow(box_of(op_of(&w, SCENE_GLYPHS, k)), -2);
		for (uint32_t i = 0; i < 40; i++)
			assert_false(rect_contains(box, op_of(&w, SCENE_ICON, i)->icon.at));
	}
	end(&w);
}

static void density_thins_names(void **state) {
	(void)state;
	struct world w;
	begin(&w);
	w.map.bare = false;
	for (int i = 0; i < 49; i++)
		add_point(&w, arena_printf(&w.arena, "t%d", i), i, 30 + i % 7 * 50,
			30 + i / 7 * 38);
	draw_points(&w, "'layout': {'text-field': '{name}', 'text-size': 8}");
	uint32_t all = count_of(&w, SCENE_GLYPHS);
	draw_points(&w,
		"'metadata': {'sitmap:density': 100}, 'layout': {'text-field': '{name}', "
		"'text-size': 8}");
	assert_int_equal(all, 49);
	/* 400 by 300 hold about twelve squares of 100. */
	assert_in_range(count_of(&w, SCENE_GLYPHS), 9, 17);
	end(&w);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(font_names_are_taken_apart),
		cmocka_unit_test(a_text_is_written_as_the_layer_says),
		cmocka_unit_test(sections_keep_their_colour_and_scale),
		cmocka_unit_test(spacing_size_and_width_shape_the_text),
		cmocka_unit_test(anchors_say_which_part_stands_at_the_point),
		cmocka_unit_test(a_plain_baseline_is_where_the_web_map_puts_it),
		cmocka_unit_test(offsets_are_in_ems),
		cmocka_unit_test(a_variable_anchor_gives_way),
		cmocka_unit_test(texts_are_turned),
		cmocka_unit_test(icons_are_drawn_as_the_layer_says),
		cmocka_unit_test(collisions_follow_the_layer),
		cmocka_unit_test(sort_keys_and_later_layers_come_first),
		cmocka_unit_test(symbols_that_overlap_are_drawn_in_order),
		cmocka_unit_test(texts_run_along_lines),
		cmocka_unit_test(pieces_of_one_river_are_named_as_one),
		cmocka_unit_test(a_bend_has_a_spot_for_each_letter),
		cmocka_unit_test(chevrons_stand_along_a_route),
		cmocka_unit_test(what_is_never_dropped_is_all_there),
		cmocka_unit_test(numbers_are_written_into_icons),
		cmocka_unit_test(on_a_sheet_no_name_crosses_frame_or_furniture),
		cmocka_unit_test(a_town_that_is_an_event_is_named_once),
		cmocka_unit_test(a_name_stands_where_it_crosses_nothing),
		cmocka_unit_test(the_name_of_an_area_stays_in_it),
		cmocka_unit_test(two_subjects_on_one_spot_are_named_once),
		cmocka_unit_test(an_event_in_a_capital_hides_it),
		cmocka_unit_test(a_capital_under_the_key_is_not_drawn),
		cmocka_unit_test(a_crowd_keeps_its_symbols),
		cmocka_unit_test(density_thins_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
