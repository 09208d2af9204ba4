#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "base/out.h"
#include "sink/about.h"
#include "sink/pmformat.h"
#include "sink/seen.h"
#include "sink/there.h"

/*
 * Header and root directory are patched into the first 16 KiB when everything
 * is known; the images follow as they come, then metadata and leaf directories.
 */
struct pmtiles {
	struct sink sink;
	struct arena arena;
	const struct tileset *about;
	struct out *out;
	struct seen seen;
	struct pm_entry *entry;
	uint32_t nentries, capacity;
	uint64_t naddressed;
};

static bool is_next(const struct pm_entry *last, uint64_t tile, uint64_t offset) {
	return last->tile + last->run == tile && last->offset == offset && last->run < UINT32_MAX;
}

static bool pmtiles_put(struct sink *sink, struct tile_id id, struct str image, struct diag *diag) {
	struct pmtiles *p = (struct pmtiles *)sink;
	uint64_t tile = tile_hilbert(id);
	bool is_new;
	struct seen_image *seen = seen_find(&p->seen, image, &is_new);
	if (is_new) {
		seen->at = out_size(p->out) - PM_ROOT_END;
		out_str(p->out, image);
	}
	p->naddressed++;
	if (p->nentries && is_next(&p->entry[p->nentries - 1], tile, seen->at)) {
		p->entry[p->nentries - 1].run++;
	} else {
		struct pm_entry *e = arena_push(&p->arena, p->entry, p->nentries, p->capacity);
		*e = (struct pm_entry){ tile, seen->at, (uint32_t)image.len, 1 };
	}
	if (!out_failed(p->out))
		return true;
	return out_commit(p->out, diag);
}

/* The root of leaves with `size` entries each; their bytes go to `leaves`. */
static struct str write_leaves(const struct pmtiles *p, uint32_t size, struct out *leaves,
	struct arena *arena) {
	struct pm_entry *root = NULL;
	uint32_t nroot = 0, capacity = 0;
	for (uint32_t i = 0; i < p->nentries; i += size) {
		uint32_t n = p->nentries - i < size ? p->nentries - i : size;
		struct str leaf = pm_directory_write(p->entry + i, n, arena);
		*arena_push(arena, root, nroot, capacity) = (struct pm_entry){ p->entry[i].tile,
			out_size(leaves), (uint32_t)leaf.len, 0 };
		out_str(leaves, leaf);
	}
	return pm_directory_write(root, nroot, arena);
}

/* All entries in the root where it has room for them, else leaves as small as
 * the root can list. */
static struct str write_directories(const struct pmtiles *p, struct out **leaves,
	struct arena *arena) {
	enum { ROOM = PM_ROOT_END - PM_HEADER, SMALLEST_LEAF = 4096 };
	*leaves = out_memory(arena);
	struct str root = { NULL, ROOM + 1 };
	if (p->nentries <= ROOM * 4)
		root = pm_directory_write(p->entry, p->nentries, arena);
	for (uint32_t size = SMALLEST_LEAF; root.len > ROOM; size *= 2) {
		*leaves = out_memory(arena);
		root = write_leaves(p, size, *leaves, arena);
	}
	return root;
}

static struct pm_header header_of(const struct pmtiles *p) {
	const struct tileset *about = p->about;
	struct pm_header h = { .naddressed = p->naddressed,
		.nentries = p->nentries,
		.ncontents = p->seen.count,
		.clustered = 1,
		.internal_compression = PM_GZIP,
		.tile_compression = PM_NONE,
		.tile_type = PM_PNG,
		.minzoom = about->minzoom,
		.maxzoom = about->maxzoom,
		.center_zoom = about->minzoom,
		.bounds = about_bounds(about),
		.center = about_center(about) };
	/* Readers show nothing where west is more than east; only merging is to know the box of a
	 * part over the dateline.  (Four bytes hold 214 degrees.) */
	if (about->nshards && about->bounds.max.x > 180) {
		h.bounds = about->bounds;
		h.bounds.max.x -= 360;
	}
	return h;
}

static bool pmtiles_commit(struct sink *sink, struct diag *diag) {
	struct pmtiles *p = (struct pmtiles *)sink;
	struct out *leaves, *metadata = out_memory(&p->arena);
	unsigned char head[PM_HEADER];
	struct pm_header h = header_of(p);
	about_metadata(p->about, metadata);
	struct str root = write_directories(p, &leaves, &p->arena);
	struct str about = pm_gzip(out_bytes(metadata), &p->arena);
	uint64_t end = out_size(p->out);
	h.root = (struct pm_span){ PM_HEADER, root.len };
	h.tiles = (struct pm_span){ PM_ROOT_END, end - PM_ROOT_END };
	h.metadata = (struct pm_span){ end, about.len };
	h.leaves = (struct pm_span){ end + about.len, out_size(leaves) };
	out_str(p->out, about);
	out_str(p->out, out_bytes(leaves));
	pm_header_write(&h, head);
	out_patch(p->out, 0, head, sizeof(head));
	out_patch(p->out, PM_HEADER, root.at, root.len);
	return out_commit(p->out, diag);
}

static bool pmtiles_park(struct sink *sink, const char *path, struct diag *diag) {
	out_redirect(((struct pmtiles *)sink)->out, path);
	return pmtiles_commit(sink, diag);
}

static void pmtiles_close(struct sink *sink) {
	struct pmtiles *p = (struct pmtiles *)sink;
	struct arena arena = p->arena;
	out_abandon(p->out);
	seen_release(&p->seen);
	arena_release(&arena);
}

struct sink *sink_pmtiles_open(const char *path, const struct sink_options *options,
	struct diag *diag) {
	static const struct sink_ops ops = { pmtiles_put, pmtiles_commit, pmtiles_close, NULL,
		pmtiles_park };
	static const char nothing[PM_ROOT_END];
	if (!there_is_file(path, STR("PMTiles"), diag))
		return NULL;
	struct arena arena = ARENA_INIT;
	struct pmtiles *p = arena_new(&arena, struct pmtiles, 1);
	p->sink.ops = &ops;
	p->about = options->about;
	p->arena = arena;
	p->out = options->wait ? out_file_wait(path, &p->arena) : out_file(path, &p->arena);
	out_write(p->out, nothing, sizeof(nothing));
	if (!out_failed(p->out))
		return &p->sink;
	out_commit(p->out, diag);
	pmtiles_close(&p->sink);
	return NULL;
}
