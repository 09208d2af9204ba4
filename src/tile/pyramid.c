#include "tile/pyramid.h"

#include <stdlib.h>

#include "base/work.h"
#include "compose/zoomplan.h"
#include "geo/mercator.h"
#include "paint/paint.h"
#include "tile/delivery.h"
#include "tile/grid.h"
#include "tile/painting.h"

static const unsigned BLOCK = 3;  /* 8 by 8 tiles */
static const unsigned BLOCKS = 1; /* 2 by 2 blocks where a zoom has them, for several workers */

/* What is drawn of the whole pyramid: tiles [from, to) in its order. */
struct range {
	uint64_t from, to;
};

/* One zoom at work. */
struct zoom {
	const struct pyramid *pyramid;
	struct tilegrid grid;
	struct map map;
	struct view view;
	struct zoomplan *plan; /* NULL: none is needed, or no longer */
	struct arena arena;    /* of `block`, as long as the plan */
	struct tileblock *block;
	unsigned k;
	size_t plan_at, block_at; /* the first items of its plan, and of its blocks */
	uint32_t nblocks, undone; /* blocks */
	uint32_t unlisted;        /* sources */
	bool planned;
	struct range range;   /* of this zoom's tiles */
	bool look_at_all;     /* to know which tiles are empty */
	const uint64_t *then; /* digests of the set before; NULL: this zoom was not in it */
	const uint64_t *part; /* the same of a run that was stopped */
	uint64_t *now;        /* NULL: nobody asks */
	uint64_t resumed;     /* so many tiles are taken as they are, without a look */
};

/*
 * All zooms at work, as one list of items: the plan of the first zoom; then, for each zoom,
 * its blocks and the plan of the next one.  A plan is an item for each source, and one for
 * the symbols.  At most two plans are there at a time: a few blocks come before the next plan,
 * so that nobody waits for the last block of the zoom above; one worker makes it after all
 * blocks.
 */
struct zooms {
	const struct pyramid *pyramid;
	struct prepared *prepared;
	struct zoom *zoom;
	uint32_t count, nplan; /* nplan: items of a plan */
	struct delivery delivery;
};

static uint64_t total_count(const struct tileset *about) {
	uint64_t total = 0;
	for (uint8_t z = about->minzoom; z <= about->maxzoom; z++) {
		struct tilegrid grid = tilegrid_of(about->bounds, z);
		total += tilegrid_count(&grid);
	}
	return total;
}

static struct range shard_range(const struct tileset *about) {
	uint64_t total = total_count(about), n = about->nshards;
	if (!n)
		return (struct range){ 0, total };
	/* Without overflow: the rest is shared out among the first. */
	uint64_t each = total / n, rest = total % n, k = about->shard - 1;
	uint64_t from = each * k + (k < rest ? k : rest);
	return (struct range){ from, from + each + (k < rest) };
}

uint64_t pyramid_count(const struct tileset *about) {
	struct range r = shard_range(about);
	return r.to - r.from;
}

struct worker {
	struct zooms *zooms;
	struct painting *painting;
	struct arena arena;
};

static void *open_worker(void *shared, struct diag *diag) {
	struct zooms *zooms = shared;
	struct arena arena = ARENA_INIT;
	struct worker *w = arena_new(&arena, struct worker, 1);
	*w = (struct worker){ .zooms = zooms, .arena = arena };
	w->painting = painting_open(zooms->pyramid->map->style, zooms->pyramid->about, diag);
	if (w->painting)
		return w;
	arena_release(&arena);
	return NULL;
}

static void close_worker(void *worker) {
	struct worker *w = worker;
	struct arena arena = w->arena;
	painting_close(w->painting);
	arena_release(&arena);
}

/* The page of a plan: the grid's tiles, its corner at 0. */
static struct rect page_of(const struct tilegrid *g, uint32_t tile_size) {
	return (struct rect){ { 0, 0 },
		{ (double)g->columns * tile_size, (double)g->rows * tile_size } };
}

static struct rect tile_window(uint32_t column, uint32_t row, uint32_t size) {
	struct point at = { (double)column * size, (double)row * size };
	return (struct rect){ at, { at.x + size, at.y + size } };
}

/* A part of an overlay also asks of tiles in other parts whether they are empty. */
static bool in_range(const struct zoom *z, uint64_t number) {
	return number >= z->range.from && number < z->range.to;
}

/* A tile of a block; zeroed: before the first. */
struct blocktile {
	uint64_t next, count; /* places of the curve and tiles of the grid so far */
	uint64_t tile, number;
	struct rect window;
};

static bool next_tile(const struct zoom *z, const struct tileblock *b, struct blocktile *t) {
	uint32_t column, row;
	while (t->next < UINT64_C(1) << 2 * z->k) {
		t->tile = b->first + t->next++;
		if (!tilegrid_find(&z->grid, tile_from_hilbert(t->tile), &column, &row))
			continue;
		t->number = b->before + t->count++;
		t->window = tile_window(column, row, z->pyramid->about->tile_size);
		return true;
	}
	return false;
}

/* The box of all the block's tiles that are wanted; false when there are none. */
static bool block_window(const struct zoom *z, const struct tileblock *b, struct rect *out) {
	struct blocktile t = { 0 };
	*out = (struct rect)RECT_EMPTY;
	while (next_tile(z, b, &t))
		if (z->look_at_all || in_range(z, t.number))
			*out = rect_union(*out, t.window);
	return !rect_is_empty(*out);
}

/* The digest of a tile that was painted before; NULL: it does not matter. */
static const uint64_t *earlier(const struct zoom *z, uint64_t number) {
	static const uint64_t none = 0;
	if (!z->now)
		return NULL;
	return z->part && z->part[number] ? &z->part[number] : z->then ? &z->then[number] : &none;
}

static bool paint_tiles(const struct zoom *z, const struct tileblock *b, struct painting *painting,
	struct out *to, struct diag *diag) {
	struct blocktile t = { 0 };
	while (next_tile(z, b, &t)) {
		bool written = in_range(z, t.number);
		struct painted tile;
		if (!written && !z->look_at_all)
			continue;
		if (!painting_tile(painting, t.window, earlier(z, t.number), &tile, diag))
			return false;
		struct parcel parcel = { t.tile, t.number, tile.digest, (uint32_t)tile.image.len,
			tile.empty, written };
		out_write(to, &parcel, sizeof(parcel));
		out_str(to, tile.image);
	}
	return true;
}

static bool is_resumed(const struct zoom *z, size_t i) {
	uint64_t end = i + 1 < z->nblocks ? z->block[i + 1].before : tilegrid_count(&z->grid);
	return end <= z->resumed;
}

/* As paint_tiles(), for a block whose tiles are there. */
static void resume_tiles(const struct zoom *z, const struct tileblock *b, struct out *to) {
	struct blocktile t = { 0 };
	while (next_tile(z, b, &t)) {
		struct parcel parcel = { t.tile, t.number, *earlier(z, t.number), 0, false, true };
		out_write(to, &parcel, sizeof(parcel));
	}
}

static void drop_plan(struct zoom *z) {
	zoomplan_close(z->plan);
	z->plan = NULL;
	arena_release(&z->arena);
}

static bool make_plan(struct zoom *z, uint32_t part, struct diag *diag) {
	if (part < z->map.nsources)
		return !z->plan || zoomplan_list(z->plan, part, diag);
	tilegrid_blocks(&z->grid, z->k, &z->block, &z->arena);
	return !z->plan || zoomplan_place(z->plan, diag);
}

static bool draw_block(const struct zoom *z, size_t i, struct painting *painting, struct out *to,
	struct diag *diag) {
	const struct tileblock *b = &z->block[i];
	struct rect window;
	if (is_resumed(z, i)) {
		resume_tiles(z, b, to);
		return true;
	}
	return !block_window(z, b, &window)
		|| (painting_block(painting, z->plan, window, diag)
			&& paint_tiles(z, b, painting, to, diag));
}

/* What an item is: a block of a zoom, or a part of its plan. */
struct item {
	uint32_t zoom;
	bool is_plan;
	uint32_t part; /* which */
};

static struct item item_of(const struct zooms *zooms, size_t number) {
	uint32_t i = zooms->count - 1;
	while (zooms->zoom[i].plan_at > number)
		i--;
	const struct zoom *z = &zooms->zoom[i];
	if (number < z->plan_at + zooms->nplan)
		return (struct item){ i, true, (uint32_t)(number - z->plan_at) };
	if (number >= z->block_at)
		return (struct item){ i, false, (uint32_t)(number - z->block_at) };
	/* The zoom above has blocks on both sides of this one's plan. */
	return (struct item){ i - 1, false, (uint32_t)(number - z[-1].block_at - zooms->nplan) };
}

/* Symbols are placed for one plan after the other, as all share one shaper. */
static bool item_ready(const void *shared, size_t number) {
	const struct zooms *zooms = shared;
	struct item item = item_of(zooms, number);
	const struct zoom *z = &zooms->zoom[item.zoom];
	if (!item.is_plan)
		return z->planned;
	if (item.part < z->map.nsources)
		return item.zoom < 2 || z[-2].undone == 0;
	return z->unlisted == 0 && (item.zoom == 0 || z[-1].planned);
}

static void item_done(void *shared, size_t number) {
	const struct zooms *zooms = shared;
	struct item item = item_of(zooms, number);
	struct zoom *z = &zooms->zoom[item.zoom];
	if (!item.is_plan && --z->undone == 0)
		drop_plan(z);
	else if (item.is_plan && item.part < z->map.nsources)
		z->unlisted--;
	else if (item.is_plan)
		z->planned = true;
}

static bool run_item(void *worker, size_t number, struct arena *result, struct str *out,
	struct diag *diag) {
	struct worker *w = worker;
	struct item item = item_of(w->zooms, number);
	struct zoom *zoom = &w->zooms->zoom[item.zoom];
	if (item.is_plan)
		return make_plan(zoom, item.part, diag);
	struct out *to = out_memory(result);
	bool ok = draw_block(zoom, item.part, w->painting, to, diag);
	*out = out_bytes(to);
	return ok;
}

static bool commit_item(void *shared, size_t number, struct str out, struct diag *diag) {
	struct zooms *zooms = shared;
	struct item item = item_of(zooms, number);
	const struct zoom *z = &zooms->zoom[item.zoom];
	if (item.is_plan)
		return true;
	if (item.part == 0)
		delivery_next_zoom(&zooms->delivery, z->now, z->part);
	return delivery_put(&zooms->delivery, out, diag);
}

/* MapLibre's zoom of this tile size: 512-pixel tiles have that of their z. */
static struct view view_of(const struct pyramid *p, const struct tilegrid *g) {
	const struct tileset *about = p->about;
	struct rect page = page_of(g, about->tile_size), world = tilegrid_bounds(g);
	struct view view;
	double scale = about->tile_size * ldexp(1, g->z) / (2 * MERCATOR_HALF);
	view_set(&view, p->map->projector, page, rect_center(world), scale, 0);
	view.zoom = g->z + log2(about->tile_size / 512.0);
	return view;
}

/* The tiles of this zoom that are wanted, counted from its first. */
static struct range within(struct range all, uint64_t before, uint64_t count) {
	struct range r = { all.from > before ? all.from - before : 0,
		all.to > before ? all.to - before : 0 };
	r.from = r.from < count ? r.from : count;
	r.to = r.to < count ? r.to : count;
	return r;
}

void carry_changed(struct carry *c, struct tile_id id) {
	c->nchanged++;
	if (c->on_changed)
		c->on_changed(c->user, id);
}

static void carry_to(struct zoom *zoom, const struct carry *carry, uint64_t before) {
	uint64_t count = tilegrid_count(&zoom->grid);
	zoom->now = carry->now->zoom[zoom->grid.z].digest;
	if (carry->then && !carry->afresh)
		zoom->then = record_find(carry->then, &zoom->grid);
	if (carry->part)
		zoom->part = record_find(carry->part, &zoom->grid);
	/* Of an overlay's tiles nobody knows which are empty. */
	if ((zoom->then || zoom->part) && !zoom->pyramid->about->overlay)
		zoom->resumed = within((struct range){ 0, carry->resumed }, before, count).to;
}

/* A zoom and where its tiles are in the whole pyramid. */
static struct zoom zoom_of(const struct zooms *zooms, uint8_t z, struct range all,
	uint64_t before) {
	const struct pyramid *pyramid = zooms->pyramid;
	const struct tileset *about = pyramid->about;
	struct zoom zoom = { .pyramid = pyramid,
		.grid = tilegrid_of(about->bounds, z),
		.map = *pyramid->map };
	uint64_t count = tilegrid_count(&zoom.grid);
	zoom.map.wraps = zoom.grid.wraps;
	zoom.map.prepared = zooms->prepared;
	zoom.view = view_of(pyramid, &zoom.grid);
	zoom.range = within(all, before, count);
	zoom.look_at_all = about->overlay && all.to > before + count;
	if (pyramid->carry && pyramid->carry->now)
		carry_to(&zoom, pyramid->carry, before);
	return zoom;
}

static unsigned block_size(const struct zoom *z) {
	const struct pyramid *p = z->pyramid;
	unsigned most = z->grid.z > BLOCKS ? z->grid.z - BLOCKS : 0;
	unsigned k = p->force_block ? p->block : most < BLOCK ? most : BLOCK;
	return k > z->grid.z ? z->grid.z : k;
}

/* The zooms with tiles that this run draws or has to look at. */
static void list_zooms(struct zooms *zooms, struct arena *arena) {
	const struct pyramid *pyramid = zooms->pyramid;
	const struct tileset *about = pyramid->about;
	struct range all = shard_range(about);
	uint64_t before = 0;
	zooms->zoom = arena_new(arena, struct zoom, about->maxzoom - about->minzoom + 1u);
	for (uint8_t z = about->minzoom; z <= about->maxzoom; z++) {
		struct zoom *here = &zooms->zoom[zooms->count];
		*here = zoom_of(zooms, z, all, before);
		before += tilegrid_count(&here->grid);
		if (here->range.from == here->range.to && !here->look_at_all)
			continue;
		here->k = block_size(here);
		here->nblocks = here->undone = tilegrid_nblocks(&here->grid, here->k);
		here->unlisted = here->map.nsources;
		if (here->resumed < tilegrid_count(&here->grid))
			here->plan = zoomplan_new(&here->map, &here->view);
		zooms->count++;
	}
}

/* Gives them their items; how many these are. */
static size_t number_items(struct zooms *zooms) {
	unsigned others = zooms->pyramid->jobs - 1;
	size_t at = zooms->nplan;
	for (uint32_t i = 0; i < zooms->count; i++) {
		struct zoom *z = &zooms->zoom[i];
		z->block_at = at;
		at += z->nblocks;
		if (i + 1 == zooms->count)
			break;
		z[1].plan_at = others && others < z->nblocks ? z->block_at + others : at;
		at += zooms->nplan;
	}
	return at;
}

static bool draw_zooms(struct zooms *zooms, struct diag *diag) {
	struct work work = { .shared = zooms,
		.open = open_worker,
		.run = run_item,
		.commit = commit_item,
		.ready = item_ready,
		.done = item_done,
		.close = close_worker };
	bool ok = work_run(&work, number_items(zooms), zooms->pyramid->jobs, diag);
	for (uint32_t i = 0; i < zooms->count; i++)
		drop_plan(&zooms->zoom[i]);
	delivery_end(&zooms->delivery);
	return ok;
}

bool pyramid_draw(const struct pyramid *pyramid, struct sink *sink, struct diag *diag) {
	struct arena arena = ARENA_INIT;
	struct zooms zooms = { .pyramid = pyramid,
		.prepared = prepared_new(pyramid->map->nsources),
		.nplan = pyramid->map->nsources + 1,
		.delivery = { .pyramid = pyramid,
			.sink = sink,
			.total = pyramid_count(pyramid->about) } };
	list_zooms(&zooms, &arena);
	bool ok = zooms.count == 0 || draw_zooms(&zooms, diag);
	prepared_close(zooms.prepared);
	arena_release(&arena);
	return ok;
}
