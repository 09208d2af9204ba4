#include "tile/pyramid.h"

#include <stdlib.h>
#include <string.h>

#include "base/work.h"
#include "compose/zoomplan.h"
#include "geo/mercator.h"
#include "paint/paint.h"
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
	struct sink *sink;
	struct tilegrid grid;
	struct map map;
	struct view view;
	struct zoomplan *plan;
	struct zoom *next; /* NULL: this is the last one */
	const struct tileblock *block;
	uint32_t nblocks;
	unsigned k;
	struct range range; /* of this zoom's tiles */
	bool look_at_all;   /* to know which tiles are empty */
	uint64_t *done, total;
	const uint64_t *then; /* digests of the set before; NULL: this zoom was not in it */
	const uint64_t *part; /* the same of a run that was stopped */
	uint64_t *now;        /* NULL: nobody asks */
	uint64_t resumed;     /* so many tiles are taken as they are, without a look */
	/* Overlays: tiles that show something, here and in the zoom above, ascending. */
	struct shown {
		struct arena arena;
		uint64_t *tile;
		uint32_t count, capacity;
	} * here, *above;
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
	const struct zoom *zoom;
	struct painting *painting;
	struct arena arena;
};

static void *open_worker(void *shared, struct diag *diag) {
	const struct zoom *zoom = shared;
	struct arena arena = ARENA_INIT;
	struct worker *w = arena_new(&arena, struct worker, 1);
	*w = (struct worker){ .zoom = zoom, .arena = arena };
	w->painting = painting_open(zoom->pyramid->map->style, zoom->pyramid->about, diag);
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

/* A tile as run_block() hands it to commit_block(): this, then its bytes. */
struct parcel {
	uint64_t tile, number, digest; /* number: in the order of the zoom */
	uint32_t len;
	bool empty, written; /* written: it belongs to this run */
};

/* A part of an overlay also asks of tiles in other parts whether they are empty. */
static bool in_range(const struct zoom *z, uint64_t number) {
	return number >= z->range.from && number < z->range.to;
}

/* The box of all the block's tiles that are wanted; false when there are none. */
static bool block_window(const struct zoom *z, const struct tileblock *b, struct rect *out) {
	uint64_t number = b->before;
	uint32_t column, row;
	*out = (struct rect)RECT_EMPTY;
	for (uint64_t i = 0; i < UINT64_C(1) << 2 * z->k; i++) {
		if (!tilegrid_find(&z->grid, tile_from_hilbert(b->first + i), &column, &row))
			continue;
		if (z->look_at_all || in_range(z, number))
			*out = rect_union(*out,
				tile_window(column, row, z->pyramid->about->tile_size));
		number++;
	}
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
	uint64_t next = b->before;
	uint32_t column, row;
	for (uint64_t i = 0; i < UINT64_C(1) << 2 * z->k; i++) {
		if (!tilegrid_find(&z->grid, tile_from_hilbert(b->first + i), &column, &row))
			continue;
		uint64_t number = next++;
		bool written = in_range(z, number);
		struct painted tile;
		if (!written && !z->look_at_all)
			continue;
		if (!painting_tile(painting, tile_window(column, row, z->pyramid->about->tile_size),
			    earlier(z, number), &tile, diag))
			return false;
		struct parcel parcel = { b->first + i, number, tile.digest,
			(uint32_t)tile.image.len, tile.empty, written };
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
	uint64_t number = b->before;
	uint32_t column, row;
	for (uint64_t i = 0; i < UINT64_C(1) << 2 * z->k; i++) {
		if (!tilegrid_find(&z->grid, tile_from_hilbert(b->first + i), &column, &row))
			continue;
		struct parcel parcel = { b->first + i, number, *earlier(z, number), 0, false,
			true };
		out_write(to, &parcel, sizeof(parcel));
		number++;
	}
}

static bool make_plan(struct zoom *z, struct diag *diag) {
	if (z->resumed == tilegrid_count(&z->grid))
		return true;
	z->plan = zoomplan_open(&z->map, &z->view, diag);
	return z->plan != NULL;
}

/* The first item plans the next zoom, beside the first blocks of this one: plans have one
 * shaper and are made one after the other. */
static bool run_item(void *worker, size_t i, struct arena *result, struct str *out,
	struct diag *diag) {
	struct painting *painting = ((struct worker *)worker)->painting;
	const struct zoom *z = ((struct worker *)worker)->zoom;
	if (i == 0)
		return !z->next || make_plan(z->next, diag);
	const struct tileblock *b = &z->block[i - 1];
	struct out *to = out_memory(result);
	struct rect window;
	bool ok = true;
	if (is_resumed(z, i - 1))
		resume_tiles(z, b, to);
	else if (block_window(z, b, &window))
		ok = painting_block(painting, z->plan, window, diag)
			&& paint_tiles(z, b, painting, to, diag);
	*out = out_bytes(to);
	return ok;
}

static bool is_shown(const struct shown *shown, uint64_t tile) {
	uint32_t low = 0, high = shown->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (shown->tile[middle] < tile)
			low = middle + 1;
		else
			high = middle;
	}
	return low < shown->count && shown->tile[low] == tile;
}

/* Clients enlarge the parent of a missing tile: an empty one is written where its
 * parent is not empty, and nothing below that. */
static bool is_written(const struct zoom *z, struct tile_id id, bool empty) {
	if (!z->pyramid->about->overlay || !empty)
		return true;
	struct tile_id parent = { (uint8_t)(id.z - 1), id.x / 2, id.y / 2 };
	return id.z > z->pyramid->about->minzoom && is_shown(z->above, tile_hilbert(parent));
}

static void tell_changed(struct carry *c, struct tile_id id) {
	c->nchanged++;
	if (c->on_changed)
		c->on_changed(c->user, id);
}

static void tell_written(struct carry *c, struct tile_id id) {
	c->nwritten++;
	tell_changed(c, id);
}

/* The image may have been left out because it is the one that was there. */
static bool carry_tile(struct zoom *z, const struct parcel *p, struct str image,
	struct diag *diag) {
	struct carry *c = z->pyramid->carry;
	struct tile_id id = tile_from_hilbert(p->tile);
	struct str old;
	bool there = c->former && former_find(c->former, id, &old);
	bool drawn = image.len > 0;
	z->now[p->number] = p->digest;
	if (!drawn && z->part && z->part[p->number])
		drawn = former_find(c->part_former, id, &image);
	else if (!drawn && there)
		drawn = (image = old).len > 0;
	if (!drawn)
		return diag_error(diag, WHERE_NOWHERE,
			"tile %u/%u/%u cannot be read from the set before; draw it anew with "
			"--force",
			id.z, id.x, id.y);
	if (there && str_equal(old, image)) {
		c->nwritten++;
		return sink_keep(z->sink, id, old, diag);
	}
	tell_written(c, id);
	return sink_put(z->sink, id, image, diag);
}

static bool commit_tile(struct zoom *z, const struct parcel *p, struct str image,
	struct diag *diag) {
	struct tile_id id = tile_from_hilbert(p->tile);
	if (z->pyramid->about->overlay && !p->empty)
		*arena_push(&z->here->arena, z->here->tile, z->here->count,
			z->here->capacity) = p->tile;
	if (!p->written)
		return true;
	++*z->done;
	if (!is_written(z, id, p->empty))
		return true;
	if (z->now)
		return carry_tile(z, p, image, diag);
	if (z->pyramid->carry)
		tell_written(z->pyramid->carry, id);
	return sink_put(z->sink, id, image, diag);
}

static bool commit_item(void *shared, size_t i, struct str out, struct diag *diag) {
	struct zoom *z = shared;
	(void)i;
	for (size_t at = 0; at < out.len;) {
		struct parcel p;
		memcpy(&p, out.at + at, sizeof(p));
		at += sizeof(p);
		if (!commit_tile(z, &p, (struct str){ out.at + at, p.len }, diag))
			return false;
		at += p.len;
	}
	return !z->pyramid->progress || z->pyramid->progress(z->pyramid->user, *z->done, z->total);
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

static bool draw_zoom(struct zoom *z, struct diag *diag) {
	const struct pyramid *p = z->pyramid;
	struct arena arena = ARENA_INIT;
	struct tileblock *block;
	unsigned most = z->grid.z > BLOCKS ? z->grid.z - BLOCKS : 0;
	z->k = p->force_block ? p->block : most < BLOCK ? most : BLOCK;
	z->k = z->k > z->grid.z ? z->grid.z : z->k;
	uint32_t n = tilegrid_blocks(&z->grid, z->k, &block, &arena);
	z->block = block;
	z->nblocks = n;
	struct work work = { .shared = z,
		.open = open_worker,
		.run = run_item,
		.commit = commit_item,
		.close = close_worker };
	bool ok = work_run(&work, (size_t)n + 1, p->jobs, diag);
	arena_release(&arena);
	return ok;
}

/* The tiles of this zoom that are wanted, counted from its first. */
static struct range within(struct range all, uint64_t before, uint64_t count) {
	struct range r = { all.from > before ? all.from - before : 0,
		all.to > before ? all.to - before : 0 };
	r.from = r.from < count ? r.from : count;
	r.to = r.to < count ? r.to : count;
	return r;
}

static void hear_gone(void *carry, struct tile_id id) {
	tell_changed(carry, id);
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
static struct zoom zoom_of(const struct pyramid *pyramid, uint8_t z, struct range all,
	uint64_t before, struct prepared *prepared) {
	const struct tileset *about = pyramid->about;
	struct zoom zoom = { .pyramid = pyramid,
		.grid = tilegrid_of(about->bounds, z),
		.map = *pyramid->map,
		.total = all.to - all.from };
	uint64_t count = tilegrid_count(&zoom.grid);
	zoom.map.wraps = zoom.grid.wraps;
	zoom.map.prepared = prepared;
	zoom.view = view_of(pyramid, &zoom.grid);
	zoom.range = within(all, before, count);
	zoom.look_at_all = about->overlay && all.to > before + count;
	if (pyramid->carry && pyramid->carry->now)
		carry_to(&zoom, pyramid->carry, before);
	return zoom;
}

/* The zooms with tiles that this run draws or has to look at. */
static uint32_t list_zooms(const struct pyramid *pyramid, struct zoom *zoom, struct arena *arena) {
	const struct tileset *about = pyramid->about;
	struct range all = shard_range(about);
	struct prepared *prepared = prepared_new(pyramid->map->nsources, arena);
	uint64_t before = 0;
	uint32_t n = 0;
	for (uint8_t z = about->minzoom; z <= about->maxzoom; z++) {
		struct zoom *here = &zoom[n];
		*here = zoom_of(pyramid, z, all, before, prepared);
		before += tilegrid_count(&here->grid);
		if (here->range.from == here->range.to && !here->look_at_all)
			continue;
		if (n)
			zoom[n - 1].next = here;
		n++;
	}
	return n;
}

static bool draw_zooms(struct zoom *zoom, uint32_t n, struct sink *sink, struct diag *diag) {
	struct shown shown[2] = { 0 };
	uint64_t done = 0;
	bool ok = n == 0 || make_plan(&zoom[0], diag);
	for (uint32_t i = 0; ok && i < n; i++) {
		struct shown *here = &shown[i % 2];
		arena_release(&here->arena);
		*here = (struct shown){ 0 };
		zoom[i].sink = sink;
		zoom[i].done = &done;
		zoom[i].here = here;
		zoom[i].above = &shown[1 - i % 2];
		ok = draw_zoom(&zoom[i], diag);
		zoomplan_close(zoom[i].plan);
		zoom[i].plan = NULL;
	}
	for (uint32_t i = 0; i < n; i++)
		zoomplan_close(zoom[i].plan);
	arena_release(&shown[0].arena);
	arena_release(&shown[1].arena);
	return ok;
}

bool pyramid_draw(const struct pyramid *pyramid, struct sink *sink, struct diag *diag) {
	const struct tileset *about = pyramid->about;
	struct arena arena = ARENA_INIT;
	struct zoom *zoom = arena_new(&arena, struct zoom, about->maxzoom - about->minzoom + 1u);
	uint32_t n = list_zooms(pyramid, zoom, &arena);
	bool ok = draw_zooms(zoom, n, sink, diag);
	if (ok && pyramid->carry && pyramid->carry->then)
		record_gone(pyramid->carry->then, pyramid->carry->now, hear_gone, pyramid->carry);
	arena_release(&arena);
	return ok;
}
