#include "tile/painting.h"

#include "paint/paint.h"
#include "tile/mosaic.h"
#include "tile/window.h"

/* Fills above one another that make one colour; more than so many are painted anew. */
enum { MOST_COLORS = 4 };

struct solid {
	struct color color[MOST_COLORS];
	uint32_t ncolors;
	struct str image;
};

struct painting {
	struct arena own, block, tile, scratch;
	struct arena_mark empty_block, empty_tile, empty_scratch;
	struct painter *painter, *part; /* part: a cell of a large tile; NULL: they are the same */
	uint32_t scale;
	struct scene scene;
	struct zoomplan_hand hand;
	struct solid *solid;
	uint32_t nsolids, capacity;
};

/* The first block of an arena stays when it is rewound. */
static struct arena_mark first_block(struct arena *arena) {
	arena_alloc(arena, 1, 1, 1);
	return arena_mark(arena);
}

struct painting *painting_open(const struct style *style, const struct tileset *about,
	struct diag *diag) {
	struct arena own = ARENA_INIT;
	struct painting *p = arena_new(&own, struct painting, 1);
	struct point corner = { about->tile_size, about->tile_size };
	struct point cell = { MOSAIC_CELL, MOSAIC_CELL };
	struct paint_options options = { .pixel_ratio = about->scale,
		.transparent = true,
		.plain = true,
		.window = about->tile_size <= MOSAIC_CELL };
	p->own = own;
	p->empty_block = first_block(&p->block);
	p->empty_tile = first_block(&p->tile);
	p->empty_scratch = first_block(&p->scratch);
	p->hand = (struct zoomplan_hand){ style_cache(style, &p->own), &p->scratch };
	p->painter = paint_png_open((struct rect){ { 0, 0 }, corner }, &options, diag);
	options.window = true;
	if (p->painter && about->tile_size > MOSAIC_CELL)
		p->part = paint_png_open((struct rect){ { 0, 0 }, cell }, &options, diag);
	p->scale = about->scale;
	if (p->painter && (p->part || about->tile_size <= MOSAIC_CELL))
		return p;
	painting_close(p);
	return NULL;
}

void painting_close(struct painting *p) {
	painter_close(p->painter);
	painter_close(p->part);
	arena_release(&p->block);
	arena_release(&p->tile);
	arena_release(&p->scratch);
	struct arena own = p->own;
	arena_release(&own);
}

bool painting_block(struct painting *p, const struct zoomplan *plan, struct rect window,
	struct diag *diag) {
	arena_rewind(&p->block, p->empty_block);
	arena_rewind(&p->scratch, p->empty_scratch);
	scene_init(&p->scene, window, &p->block);
	bool ok = zoomplan_block(plan, window, &p->hand, &p->scene, diag);
	scene_seal(&p->scene);
	return ok;
}

static bool is_like(const struct solid *s, const struct window *w) {
	if (s->ncolors != w->nops)
		return false;
	for (uint32_t i = 0; i < w->nops; i++)
		if (!color_equal(s->color[i], w->op[i].fill.color))
			return false;
	return true;
}

static struct solid *find_solid(const struct painting *p, const struct window *w) {
	for (uint32_t i = 0; i < p->nsolids; i++)
		if (is_like(&p->solid[i], w))
			return &p->solid[i];
	return NULL;
}

static void keep_solid(struct painting *p, const struct window *w, struct str image) {
	struct solid *s = arena_push(&p->own, p->solid, p->nsolids, p->capacity);
	*s = (struct solid){ .ncolors = w->nops };
	for (uint32_t i = 0; i < w->nops; i++)
		s->color[i] = w->op[i].fill.color;
	s->image = (struct str){ arena_strdup(&p->own, image), image.len };
}

/* A large tile, cell by cell. */
static void paint_cells(struct painting *p, struct rect at) {
	struct window window;
	p->painter->ops->begin(p->painter, &p->scene, at);
	for (double y = at.min.y; y < at.max.y; y += MOSAIC_CELL) {
		for (double x = at.min.x; x < at.max.x; x += MOSAIC_CELL) {
			struct rect cell = { { x, y }, { x + MOSAIC_CELL, y + MOSAIC_CELL } };
			window_find(&p->scene, cell, &window, &p->tile);
			window_paint(&window, p->part, &p->scene, cell);
			paint_png_place(p->painter, p->part, (uint32_t)(x - at.min.x) * p->scale,
				(uint32_t)(y - at.min.y) * p->scale);
		}
	}
}

/* A large tile is what its cells are. */
static uint64_t digest_of_tile(struct painting *p, const struct window *whole, struct rect at) {
	struct digest_stream s;
	digest_begin(&s);
	if (!p->part)
		window_digest(whole, at, &s);
	for (double y = at.min.y; p->part && y < at.max.y; y += MOSAIC_CELL) {
		for (double x = at.min.x; x < at.max.x; x += MOSAIC_CELL) {
			struct rect cell = { { x, y }, { x + MOSAIC_CELL, y + MOSAIC_CELL } };
			struct window window;
			window_find(&p->scene, cell, &window, &p->tile);
			window_digest(&window, cell, &s);
		}
	}
	uint64_t digest = digest_end(&s).high;
	return digest ? digest : 1;
}

bool painting_tile(struct painting *p, struct rect at, const uint64_t *then, struct painted *out,
	struct diag *diag) {
	struct window window;
	arena_rewind(&p->tile, p->empty_tile);
	window_find(&p->scene, at, &window, &p->tile);
	*out = (struct painted){ .empty = window.nops == 0 };
	if (then)
		out->digest = digest_of_tile(p, &window, at);
	if (then && *then == out->digest)
		return true;
	bool solid = window.solid && window.nops <= MOST_COLORS;
	const struct solid *known = solid ? find_solid(p, &window) : NULL;
	if (known) {
		out->image = known->image;
		return true;
	}
	if (p->part)
		paint_cells(p, at);
	else
		window_paint(&window, p->painter, &p->scene, at);
	struct out *png = out_memory(&p->tile);
	if (!painter_finish(p->painter, png, diag))
		return false;
	out->image = out_bytes(png);
	if (solid)
		keep_solid(p, &window, out->image);
	return true;
}
