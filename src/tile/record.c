#include "tile/record.h"

#include <string.h>

#include "data/mapped.h"

/* Nothing but memory as it lies: `painter` stands for the machine too. */
static const char magic[16] = "sitmap record 1";

/* One zoom in the file, its digests behind it. */
struct stored_zoom {
	uint32_t z, x0, y0, columns, rows, wraps;
};

bool record_start(struct record *r, const struct tileset *about, struct arena *arena) {
	uint64_t total = 0;
	*r = (struct record){ 0 };
	for (uint8_t z = about->minzoom; z <= about->maxzoom; z++) {
		r->zoom[z].grid = tilegrid_of(about->bounds, z);
		total += tilegrid_count(&r->zoom[z].grid);
	}
	if (total > RECORD_MOST_TILES)
		return false;
	for (uint8_t z = about->minzoom; z <= about->maxzoom; z++)
		r->zoom[z].digest = arena_new(arena, uint64_t, tilegrid_count(&r->zoom[z].grid));
	return true;
}

static bool same_grid(const struct tilegrid *a, const struct tilegrid *b) {
	return a->z == b->z && a->x0 == b->x0 && a->y0 == b->y0 && a->columns == b->columns
		&& a->rows == b->rows && a->wraps == b->wraps;
}

const uint64_t *record_find(const struct record *r, const struct tilegrid *grid) {
	const struct record_zoom *zoom = &r->zoom[grid->z];
	return zoom->digest && same_grid(&zoom->grid, grid) ? zoom->digest : NULL;
}

/* All tiles of a zoom in their order. */
struct walk {
	const struct record_zoom *zoom;
	const struct tileblock *block;
	uint64_t i, end; /* places of the curve in the blocks */
	uint64_t number; /* tiles of the grid before the next */
	unsigned k;
	uint64_t tile; /* where it is; END behind the last */
	bool written;
};

#define END UINT64_MAX

static void walk_on(struct walk *w) {
	uint32_t column, row;
	while (w->i < w->end) {
		uint64_t within = w->i & ((UINT64_C(1) << 2 * w->k) - 1);
		w->tile = w->block[w->i++ >> 2 * w->k].first + within;
		if (tilegrid_find(&w->zoom->grid, tile_from_hilbert(w->tile), &column, &row)) {
			w->written = w->zoom->digest[w->number++] != 0;
			return;
		}
	}
	w->tile = END;
}

static struct walk walk_start(const struct record_zoom *zoom, struct arena *arena) {
	struct walk w = { .zoom = zoom, .k = zoom->grid.z < 3 ? zoom->grid.z : 3 };
	struct tileblock *block = NULL;
	if (zoom->digest)
		w.end = (uint64_t)tilegrid_blocks(&zoom->grid, w.k, &block, arena) << 2 * w.k;
	w.block = block;
	walk_on(&w);
	return w;
}

void record_gone(const struct record *then, const struct record *now,
	void (*tell)(void *user, struct tile_id id), void *user) {
	for (int z = 0; z <= TILE_MAX_ZOOM; z++) {
		struct arena arena = ARENA_INIT;
		struct walk old = walk_start(&then->zoom[z], &arena);
		struct walk new = walk_start(&now->zoom[z], &arena);
		for (; old.tile != END; walk_on(&old)) {
			while (new.tile < old.tile)
				walk_on(&new);
			if (old.written && !(new.tile == old.tile &&new.written))
				tell(user, tile_from_hilbert(old.tile));
		}
		arena_release(&arena);
	}
}

struct writing {
	struct out *out;
	struct digest_stream sum;
};

static void put(struct writing *w, const void *bytes, size_t len) {
	out_write(w->out, bytes, len);
	digest_add(&w->sum, bytes, len);
}

bool record_write(const struct record *r, const char *path, struct arena *arena,
	struct diag *diag) {
	struct writing w = { .out = out_file(path, arena) };
	digest_begin(&w.sum);
	put(&w, magic, sizeof(magic));
	put(&w, &r->painter, sizeof(r->painter));
	put(&w, &r->archive, sizeof(r->archive));
	for (int z = 0; z <= TILE_MAX_ZOOM; z++) {
		const struct tilegrid *g = &r->zoom[z].grid;
		struct stored_zoom stored = { g->z, g->x0, g->y0, g->columns, g->rows, g->wraps };
		if (!r->zoom[z].digest)
			continue;
		put(&w, &stored, sizeof(stored));
		put(&w, r->zoom[z].digest, tilegrid_count(g) * sizeof(uint64_t));
	}
	struct digest sum = digest_end(&w.sum);
	out_write(w.out, &sum, sizeof(sum));
	return out_commit(w.out, diag);
}

static bool take(struct str *rest, void *to, size_t len) {
	if (rest->len < len)
		return false;
	memcpy(to, rest->at, len);
	*rest = str_slice(*rest, len, rest->len);
	return true;
}

static bool is_grid(const struct stored_zoom *s) {
	uint64_t n = UINT64_C(1) << (s->z & 31);
	return s->z <= TILE_MAX_ZOOM && s->columns && s->rows && s->x0 < n && s->columns <= n
		&& s->y0 < n && s->rows <= n - s->y0;
}

/* What stands before the digests is a multiple of their size, so that they are aligned. */
static bool take_zoom(struct str *rest, struct record *out) {
	struct stored_zoom s;
	if (!take(rest, &s, sizeof(s)) || !is_grid(&s) || out->zoom[s.z].digest)
		return false;
	struct tilegrid grid = { (uint8_t)s.z, s.x0, s.y0, s.columns, s.rows, s.wraps != 0 };
	uint64_t n = tilegrid_count(&grid);
	if (n > rest->len / sizeof(uint64_t))
		return false;
	out->zoom[s.z].grid = grid;
	out->zoom[s.z].digest = (uint64_t *)(uintptr_t)rest->at;
	*rest = str_slice(*rest, n * sizeof(uint64_t), rest->len);
	return true;
}

static bool take_all(struct str text, struct record *out) {
	struct digest sum;
	char head[sizeof(magic)];
	if (text.len < sizeof(sum))
		return false;
	struct str rest = str_slice(text, 0, text.len - sizeof(sum));
	memcpy(&sum, text.at + rest.len, sizeof(sum));
	if (!digest_equal(sum, digest_of(rest)) || !take(&rest, head, sizeof(head))
		|| memcmp(head, magic, sizeof(head)) != 0
		|| !take(&rest, &out->painter, sizeof(out->painter))
		|| !take(&rest, &out->archive, sizeof(out->archive)))
		return false;
	while (rest.len)
		if (!take_zoom(&rest, out))
			return false;
	return true;
}

bool record_read(const char *path, struct record *out, struct arena *arena) {
	struct diag quiet;
	diag_init(&quiet, arena);
	*out = (struct record){ 0 };
	if (mapped_open(&out->file, path, arena, &quiet) && take_all(out->file.text, out))
		return true;
	record_close(out);
	return false;
}

void record_close(struct record *r) {
	mapped_close(&r->file);
	*r = (struct record){ 0 };
}
