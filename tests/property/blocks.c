/*
 * Cutting by a block first changes nothing: whatever the style and the geometry, the
 * tiles of a zoom that is composed in blocks of any size, or drawn in parts, are those of one
 * scene of the whole.  BLOCKS_SEEDS=N tries N maps, BLOCKS_FIRST=N begins elsewhere.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "data/geojson.h"
#include "geo/mercator.h"
#include "paint/paint.h"
#include "shapes.h"
#include "tile/grid.h"
#include "tile/pyramid.h"
#include "tile/window.h"

enum { TILE = 256, MOST_LAYERS = 6 };

struct world {
	struct arena kept, arena; /* arena: of one map */
	struct diag diag;
	struct shaper *shaper;
	struct projector *projector;
	struct iconset icons;
	uint64_t random;
	struct tileset about;
	struct tilegrid grid;
	struct view view;
	struct map map;
	struct out *style_text;
	struct layer layer[3];
	struct map_source source[3];
};

static const char *const ids[] = { "points", "lines", "areas" };

static uint32_t below(struct world *w, uint32_t n) {
	return (uint32_t)(random_next(&w->random) % n);
}

static bool chance(struct world *w, uint32_t percent) {
	return below(w, 100) < percent;
}

static double between(struct world *w, double low, double high) {
	return random_between(&w->random, low, high);
}

static const char *one_of(struct world *w, const char *const *list, uint32_t n) {
	return list[below(w, n)];
}

#define ONE_OF(w, ...) \
	one_of(w, (const char *const[]){ __VA_ARGS__ }, \
		sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

struct members {
	struct world *w;
	struct out *to;
	bool some;
};

/* "name": value, now and then; quoted unless it is a number, list or object. */
static void member(struct members *m, uint32_t percent, const char *name, const char *value) {
	if (!chance(m->w, percent))
		return;
	bool bare = strchr("[{0123456789-", value[0]) != NULL || strcmp(value, "true") == 0
		|| strcmp(value, "false") == 0;
	out_printf(m->to, bare ? "%s\"%s\":%s" : "%s\"%s\":\"%s\"", m->some ? "," : "", name,
		value);
	m->some = true;
}

static void background(struct members *m) {
	member(m, 100, "background-color", ONE_OF(m->w, "#cde", "rgba(10,200,90,0.3)"));
	member(m, 30, "background-pattern", "hatch-cross");
}

static void fill(struct members *m) {
	struct world *w = m->w;
	member(m, 100, "fill-color",
		ONE_OF(w, "#eed", "rgba(200,40,90,0.5)", "[\"get\",\"color\"]"));
	member(m, 20, "fill-opacity", "0.6");
	member(m, 20, "fill-layer-opacity", "0.5");
	member(m, 20, "fill-outline-color", "#063");
	member(m, 15, "fill-antialias", "false");
	member(m, 20, "fill-pattern", ONE_OF(w, "hatch-diagonal", "hatch-cross"));
	member(m, 15, "fill-translate", ONE_OF(w, "[3.5,-7.25]", "[90,-120]"));
}

static void line(struct members *m) {
	struct world *w = m->w;
	member(m, 100, "line-color",
		ONE_OF(w, "#a00", "rgba(20,40,190,0.5)", "[\"get\",\"color\"]"));
	member(m, 100, "line-width", ONE_OF(w, "0.4", "1", "1.5", "4", "17", "60", "150"));
	member(m, 30, "line-dasharray", ONE_OF(w, "[3,2]", "[1,2,5]", "[0.1,4]"));
	member(m, 15, "line-gap-width", ONE_OF(w, "3", "40"));
	member(m, 15, "line-offset", ONE_OF(w, "2.5", "-30", "90"));
	member(m, 15, "line-blur", ONE_OF(w, "2", "20"));
	member(m, 15, "line-pattern", ONE_OF(w, "hatch-diagonal", "hatch-cross"));
	member(m, 10, "line-gradient",
		"[\"interpolate\",[\"linear\"],[\"line-progress\"],0,\"#f00\",1,\"#00f\"]");
	member(m, 15, "line-translate", ONE_OF(w, "[5.5,2]", "[-100,80]"));
	member(m, 15, "line-layer-opacity", "0.5");
}

static void circle(struct members *m) {
	struct world *w = m->w;
	member(m, 100, "circle-radius", ONE_OF(w, "1", "5", "33", "120"));
	member(m, 80, "circle-color", ONE_OF(w, "#08a", "rgba(20,190,90,0.4)"));
	member(m, 40, "circle-stroke-width", ONE_OF(w, "1", "12"));
	member(m, 40, "circle-stroke-color", "#402");
	member(m, 20, "circle-blur", ONE_OF(w, "0.3", "1"));
	member(m, 15, "circle-translate", ONE_OF(w, "[5.5,2]", "[-100,80]"));
}

static void symbol(struct members *m) {
	struct world *w = m->w;
	member(m, 100, "text-color", "#102");
	member(m, 60, "text-halo-color", "#fff");
	member(m, 60, "text-halo-width", ONE_OF(w, "1", "2.5"));
	member(m, 15, "text-translate", ONE_OF(w, "[5.5,2]", "[-100,80]"));
	member(m, 20, "icon-opacity", "0.5");
}

static void line_layout(struct members *m) {
	member(m, 50, "line-cap", ONE_OF(m->w, "round", "square"));
	member(m, 50, "line-join", ONE_OF(m->w, "round", "bevel"));
	member(m, 30, "line-miter-limit", ONE_OF(m->w, "1.1", "10"));
	member(m, 10, "line-sort-key", "[\"get\",\"n\"]");
}

static void symbol_layout(struct members *m) {
	struct world *w = m->w;
	bool along = chance(w, 40);
	member(m, 75, "text-field", "[\"get\",\"name\"]");
	member(m, 100, "text-size", ONE_OF(w, "9", "14", "33"));
	member(m, 50, "icon-image", ONE_OF(w, "town", "event", "strike"));
	member(m, along ? 100 : 0, "symbol-placement", ONE_OF(w, "line", "line-center"));
	member(m, along ? 50 : 0, "symbol-spacing", ONE_OF(w, "80", "400"));
	member(m, 20, "text-rotate", "33");
	member(m, 30, "text-anchor", ONE_OF(w, "left", "bottom-right"));
	member(m, 30, "text-offset", ONE_OF(w, "[0,1.5]", "[6,-2]"));
	member(m, 30, "text-allow-overlap", "true");
	member(m, 20, "icon-allow-overlap", "true");
	member(m, 20, "icon-size", ONE_OF(w, "0.7", "4"));
	member(m, 20, "icon-rotate", "70");
}

static const struct {
	const char *type;
	void (*paint)(struct members *);
	void (*layout)(struct members *);
	const char *source[3];
} kinds[] = {
	{ "background", background, NULL, { NULL } },
	{ "fill", fill, NULL, { "areas", "areas", "areas" } },
	{ "line", line, line_layout, { "lines", "lines", "areas" } },
	{ "circle", circle, NULL, { "points", "points", "lines" } },
	{ "symbol", symbol, symbol_layout, { "points", "lines", "areas" } },
};

static void write_style(struct world *w) {
	struct out *to = w->style_text = out_memory(&w->arena);
	uint32_t n = chance(w, 50) ? 1 : 1 + below(w, MOST_LAYERS);
	out_printf(to, "{\"version\":8,\"sources\":{");
	for (int i = 0; i < 3; i++)
		out_printf(to,
			"%s\"%s\":{\"type\":\"geojson\",\"data\":\"x\",\"lineMetrics\":true}",
			i ? "," : "", ids[i]);
	out_printf(to, "},\"layers\":[");
	for (uint32_t i = 0; i < n; i++) {
		uint32_t k = i && chance(w, 95) ? 1 + below(w, 4) : below(w, 5);
		const char *source = kinds[k].source[below(w, 3)];
		struct members m = { w, to, false };
		out_printf(to, "%s\n{\"id\":\"%u\",\"type\":\"%s\",", i ? "," : "", i,
			kinds[k].type);
		if (source)
			out_printf(to, "\"source\":\"%s\",", source);
		if (k == 2 && chance(w, 10))
			out_printf(to, "\"metadata\":{\"sitmap:arrow\":14},");
		if (k == 1 && chance(w, 10))
			out_printf(to, "\"metadata\":{\"sitmap:avoid\":3},");
		out_printf(to, "\"paint\":{");
		kinds[k].paint(&m);
		out_printf(to, "},\"layout\":{");
		m.some = false;
		if (kinds[k].layout)
			kinds[k].layout(&m);
		out_printf(to, "}}");
	}
	out_printf(to, "]}");
}

/* Points of the page; they like edges of tiles, and some lie far out. */
static double coordinate(struct world *w, double extent) {
	double v = between(w, -100, extent + 100);
	if (chance(w, 5))
		v = between(w, -4 * extent, 5 * extent);
	if (chance(w, 40))
		v = round(v / TILE) * TILE + (chance(w, 50) ? between(w, -3, 3) : 0);
	return v;
}

static struct point place(struct world *w) {
	struct point p = { coordinate(w, rect_width(w->view.page)),
		coordinate(w, rect_height(w->view.page)) };
	return p;
}

/* Within what is read: a turn and a half, and no poles. */
static void write_position(struct world *w, struct out *to, struct point page) {
	struct point p = mercator_inverse(view_from_page(&w->view, page));
	out_printf(to, "[%.12f,%.12f]", fmax(-539, fmin(539, p.x)), fmax(-89, fmin(89, p.y)));
}

/* A walk, over the dateline too: positions are not brought back from beyond it. */
static void write_walk(struct world *w, struct out *to, uint32_t n, double step, bool closed) {
	struct point p = place(w), first = p;
	out_printf(to, "[");
	for (uint32_t i = 0; i < n; i++) {
		out_str(to, i ? STR(",") : STR(""));
		write_position(w, to, p);
		p.x += between(w, -step, step);
		p.y += between(w, -step, step);
		if (chance(w, 10))
			p = place(w);
		if (chance(w, 10))
			p.x = round(p.x / TILE) * TILE;
	}
	out_str(to, closed ? STR(",") : STR(""));
	if (closed)
		write_position(w, to, first);
	out_printf(to, "]");
}

/* A star with a hole, and sometimes a wild ring that crosses itself. */
static void write_area(struct world *w, struct out *to) {
	struct point middle = place(w);
	double radius = chance(w, 30) ? between(w, 200, 2000) : between(w, 3, 200);
	uint32_t n = 3 + below(w, 40);
	if (chance(w, 25)) {
		out_printf(to, "[");
		write_walk(w, to, n, 300, true);
		out_printf(to, "]");
		return;
	}
	struct geom g = random_polygon(&w->random, middle, radius, radius, n, &w->arena);
	for (uint32_t part = 0; part < g.nparts; part++) {
		out_printf(to, part ? ",[" : "[[");
		for (uint32_t i = geom_start(&g, part); i < g.end[part]; i++) {
			out_str(to, i > geom_start(&g, part) ? STR(",") : STR(""));
			write_position(w, to, g.point[i]);
		}
		out_printf(to, "]");
	}
	out_printf(to, "]");
}

static void read_layer(struct world *w, int which, uint32_t n) {
	static const char *const types[] = { "Point", "LineString", "Polygon" };
	struct out *to = out_memory(&w->arena);
	out_printf(to, "{\"type\":\"FeatureCollection\",\"features\":[");
	for (uint32_t i = 0; i < n; i++) {
		out_printf(to,
			"%s{\"type\":\"Feature\",\"properties\":{\"name\":\"%s %u\",\"n\":%u,"
			"\"color\":\"#%03x\"},\"geometry\":{\"type\":\"%s\",\"coordinates\":",
			i ? "," : "", ONE_OF(w, "Place", "A longer name", "بلدة", "X"), i,
			below(w, 9), below(w, 4096), types[which]);
		if (which == 0)
			write_position(w, to, place(w));
		else if (which == 1)
			write_walk(w, to, 2 + below(w, 30), chance(w, 50) ? 30 : 400,
				chance(w, 15));
		else
			write_area(w, to);
		out_printf(to, "}}");
	}
	out_printf(to, "]}");
	struct source *source = arena_new(&w->arena, struct source, 1);
	*source = (struct source){ "generated", out_bytes(to) };
	bool read = geojson_read(source, &(struct read_options){ .geometry_only = false },
		&w->layer[which], &w->arena, &w->diag);
	if (!read)
		diag_print(&w->diag, stderr, true);
	assert_true(read);
}

/* A few tiles somewhere, often on the dateline, or the whole world. */
static void choose_bounds(struct world *w, bool world) {
	w->about = (struct tileset){ .tile_size = TILE, .scale = 1 + below(w, 4) / 3 };
	w->about.minzoom = w->about.maxzoom = (uint8_t)(2 + below(w, 4));
	w->about.overlay = chance(w, 30);
	w->about.bounds = (struct rect){ { -180, -85 }, { 180, 85 } };
	double size = 360 / ldexp(1, w->about.minzoom);
	if (w->about.minzoom > 2 && !world) {
		double x = chance(w, 40) ? 180 - size * (1 + below(w, 3))
					 : -180 + size * below(w, 1u << w->about.minzoom);
		double y = between(w, -60, 40);
		w->about.bounds = (struct rect){ { x, y },
			{ x + size * (1 + below(w, 5)), y + size * between(w, 0.5, 2) } };
	}
	w->grid = tilegrid_of(w->about.bounds, w->about.minzoom);
	struct rect page = { { 0, 0 },
		{ (double)w->grid.columns * TILE, (double)w->grid.rows * TILE } };
	struct rect bounds = tilegrid_bounds(&w->grid);
	view_set(&w->view, w->projector, page, rect_center(bounds),
		TILE * ldexp(1, w->grid.z) / (2 * MERCATOR_HALF), 0);
	w->view.zoom = w->grid.z - 1;
}

static void make_map(struct world *w, bool world) {
	choose_bounds(w, world);
	write_style(w);
	struct source *source = arena_new(&w->arena, struct source, 1);
	*source = (struct source){ "style", out_bytes(w->style_text) };
	w->map = (struct map){ .style = style_parse(source, &w->arena, &w->diag),
		.source = w->source,
		.nsources = 3,
		.icons = &w->icons,
		.shaper = w->shaper,
		.projector = w->projector,
		.bare = true,
		.pixel_ratio = w->about.scale,
		.wraps = w->grid.wraps };
	for (int i = 0; i < 3; i++) {
		read_layer(w, i, 1 + below(w, 25));
		w->source[i] = (struct map_source){ .id = str_of(ids[i]), .layer = &w->layer[i] };
		w->source[i].subjects = chance(w, 20);
	}
	w->source[0].fan = chance(w, 20) ? 20 : 0;
	w->source[1].smooth = chance(w, 20);
	if (chance(w, 50))
		w->map.prepared = prepared_new(3);
	if (w->diag.errors)
		diag_print(&w->diag, stderr, true);
	assert_non_null(w->map.style);
	assert_int_equal(w->diag.errors, 0);
}

static const struct sink_tile *find_tile(const struct sink_memory *m, struct tile_id id) {
	for (uint32_t i = 0; i < m->ntiles; i++)
		if (tile_hilbert(m->tile[i].id) == tile_hilbert(id))
			return &m->tile[i];
	return NULL;
}

static void draw_blocks(struct world *w, unsigned block, struct sink_memory *tiles) {
	struct pyramid pyramid = { .map = &w->map,
		.about = &w->about,
		.jobs = 1,
		.block = block,
		.force_block = true };
	sink_memory_init(tiles, &w->arena);
	assert_true(pyramid_draw(&pyramid, &tiles->sink, &w->diag));
}

/* One scene of the whole, as `render` composes it. */
static void draw_whole(struct world *w, struct scene *scene) {
	struct composed composed;
	scene_init(scene, w->view.page, &w->arena);
	assert_true(compose_map(&w->map, &w->view, NULL, 0, scene, &composed, &w->diag));
	scene_seal(scene);
}

static void explain(struct world *w, unsigned long seed, unsigned block, struct tile_id id,
	const char *what) {
	fprintf(stderr, "seed %lu, block %u, tile %u/%u/%u: %s\n%.*s\n", seed, block,
		(unsigned)id.z, (unsigned)id.x, (unsigned)id.y, what,
		STR_ARG(out_bytes(w->style_text)));
}

/* Tiles that differ, or are written by one alone. */
static uint32_t compare(struct world *w, unsigned long seed, const struct scene *whole,
	struct painter *painter, const struct sink_memory *tiles, const struct sink_memory *first,
	unsigned block) {
	uint32_t wrong = 0;
	if (tiles->ntiles != first->ntiles)
		wrong++, explain(w, seed, block, first->tile[0].id, "more tiles, or fewer");
	for (uint32_t i = 0; i < tiles->ntiles && wrong < 1; i++) {
		const struct sink_tile *t = &tiles->tile[i];
		const struct sink_tile *other = find_tile(first, t->id);
		uint32_t column, row;
		struct window window;
		assert_true(tilegrid_find(&w->grid, t->id, &column, &row));
		struct rect at = { { column * (double)TILE, row * (double)TILE },
			{ (column + 1.0) * TILE, (row + 1.0) * TILE } };
		struct out *png = out_memory(&w->arena);
		window_find(whole, at, &window, &w->arena);
		window_paint(&window, painter, whole, at);
		assert_true(painter_finish(painter, png, &w->diag));
		if (!str_equal(out_bytes(png), t->image))
			wrong++, explain(w, seed, block, t->id, "not as in the whole scene");
		else if (!other || !str_equal(other->image, t->image))
			wrong++, explain(w, seed, block, t->id, "not as in other blocks");
	}
	return wrong;
}

/* Parts, whose blocks are smaller where a part ends, by two threads. */
static void draw_parts(struct world *w, struct sink_memory *tiles) {
	sink_memory_init(tiles, &w->arena);
	w->about.nshards = 1 + below(w, 5);
	for (w->about.shard = 1; w->about.shard <= w->about.nshards; w->about.shard++) {
		struct pyramid pyramid = { .map = &w->map, .about = &w->about, .jobs = 2 };
		assert_true(pyramid_draw(&pyramid, &tiles->sink, &w->diag));
	}
	w->about.shard = w->about.nshards = 0;
}

static uint32_t try_seed(struct world *w, unsigned long seed) {
	struct scene whole;
	enum { BLOCKS = 4 };
	struct sink_memory tiles[BLOCKS], parts;
	uint32_t wrong = 0;
	diag_init(&w->diag, &w->arena);
	w->random = seed;
	make_map(w, false);
	draw_whole(w, &whole);
	struct paint_options options = { .pixel_ratio = w->about.scale,
		.transparent = true,
		.plain = true,
		.window = true };
	struct painter *painter = paint_png_open((struct rect){ { 0, 0 }, { TILE, TILE } },
		&options, &w->diag);
	for (unsigned block = 0; block < BLOCKS && wrong == 0; block++) {
		draw_blocks(w, block, &tiles[block]);
		wrong += compare(w, seed, &whole, painter, &tiles[block], &tiles[0], block);
	}
	draw_parts(w, &parts);
	wrong += compare(w, seed, &whole, painter, &parts, &tiles[0], BLOCKS);
	painter_close(painter);
	return wrong;
}

static unsigned long setting(const char *name, unsigned long otherwise) {
	const char *text = getenv(name);
	long n;
	return text && str_to_long(str_of(text), &n) ? (unsigned long)n : otherwise;
}

static void release_world(struct world *w) {
	if (w->map.prepared)
		prepared_close(w->map.prepared);
	w->map.prepared = NULL;
	arena_release(&w->arena);
	w->arena = (struct arena)ARENA_INIT;
}

static void blocks_show_what_the_whole_shows(void **state) {
	struct world *w = *state;
	unsigned long first = setting("BLOCKS_FIRST", 1), n = setting("BLOCKS_SEEDS", 30);
	uint32_t wrong = 0;
	for (unsigned long seed = first; seed < first + n; seed++) {
		wrong += try_seed(w, seed);
		release_world(w);
	}
	assert_int_equal(wrong, 0);
}

static bool is_symbol(const struct scene_op *op) {
	return op->type == SCENE_GLYPHS || op->type == SCENE_ICON;
}

/* The same symbol so far east of the other. */
static bool is_copy(const struct scene_op *a, const struct scene_op *b, double east) {
	const double near = 1e-3;
	return a->type == b->type && str_equal(a->layer, b->layer)
		&& fabs(a->bounds.min.x + east - b->bounds.min.x) < near
		&& fabs(a->bounds.max.x + east - b->bounds.max.x) < near
		&& fabs(a->bounds.min.y - b->bounds.min.y) < near
		&& fabs(a->bounds.max.y - b->bounds.max.y) < near;
}

static bool crosses(const struct scene_op *op, double x) {
	const double hair = 0.01;
	return op->bounds.min.x < x - hair && op->bounds.max.x > x + hair;
}

/* Around the world a symbol that one edge of the page cuts goes on at the other edge. */
static void symbols_go_on_over_the_dateline(void **state) {
	struct world *w = *state;
	unsigned long first = setting("BLOCKS_FIRST", 1), n = setting("BLOCKS_SEEDS", 30);
	uint32_t cut = 0;
	for (unsigned long seed = first; seed < first + n; seed++) {
		struct scene scene;
		struct composed composed;
		diag_init(&w->diag, &w->arena);
		w->random = seed;
		make_map(w, true);
		scene_init(&scene, w->view.page, &w->arena);
		assert_true(compose_map(&w->map, &w->view, NULL, 0, &scene, &composed, &w->diag));
		double wide = rect_width(w->view.page);
		for (uint32_t i = 0; i < 2 * scene.nops; i++) {
			const struct scene_op *op = &scene.op[i / 2];
			bool right = i % 2, found = false;
			if (!is_symbol(op) || !crosses(op, right ? wide : 0))
				continue;
			for (uint32_t k = 0; k < scene.nops && !found; k++)
				found = is_copy(op, &scene.op[k], right ? -wide : wide);
			if (!found)
				explain(w, seed, 0, (struct tile_id){ w->grid.z, 0, 0 },
					"a symbol ends at the dateline");
			assert_true(found);
			cut++;
		}
		release_world(w);
	}
	assert_true(cut > 0);
}

static int open_world(void **state) {
	struct world *w = calloc(1, sizeof(*w));
	*state = w;
	diag_init(&w->diag, &w->kept);
	w->shaper = shaper_open(NULL, &w->diag);
	w->projector = projector_open("EPSG:3857", &w->diag);
	bool icons = iconset_read(&w->icons, "styles/icons", &w->kept, &w->diag);
	return w->shaper && w->projector && icons ? 0 : -1;
}

static int close_world(void **state) {
	struct world *w = *state;
	shaper_close(w->shaper);
	projector_close(w->projector);
	arena_release(&w->kept);
	free(w);
	return 0;
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(blocks_show_what_the_whole_shows, open_world,
			close_world),
		cmocka_unit_test_setup_teardown(symbols_go_on_over_the_dateline, open_world,
			close_world),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
