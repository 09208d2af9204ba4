#include "sink/pmreader.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sink/about.h"
#include "sink/pmformat.h"

enum { MOST_METADATA = 16 << 20, MOST_LEAVES = 1 << 30 };

struct pmreader {
	struct arena arena;
	struct where at;
	int fd;
	uint64_t size;
	struct pm_header header;
	struct pm_entry *entry; /* those of the leaves, in order */
	uint32_t nentries, capacity;
};

static bool damaged(const struct pmreader *r, struct diag *diag) {
	return diag_error(diag, r->at, "the archive is damaged; make this part again");
}

static bool read_span(struct pmreader *r, struct pm_span span, struct str *out,
	struct arena *arena) {
	if (span.offset > r->size || span.len > r->size - span.offset)
		return false;
	char *bytes = arena_new(arena, char, span.len);
	for (size_t got = 0; got < span.len;) {
		ssize_t n = pread(r->fd, bytes + got, span.len - got, (off_t)(span.offset + got));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		got += (size_t)n;
	}
	*out = (struct str){ bytes, span.len };
	return true;
}

static uint32_t big_endian(const unsigned char *p) {
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* A PNG from its signature to the end of IEND, with the check sums of its chunks (PNG
 * specification, 5.3): what was written is what is read. */
static bool is_whole_png(struct str image) {
	static const char signature[] = "\x89PNG\r\n\x1a\n";
	size_t at = sizeof(signature) - 1;
	if (!str_starts(image, (struct str){ signature, at }))
		return false;
	while (image.len - at >= 12) {
		const unsigned char *chunk = (const unsigned char *)image.at + at;
		uint32_t len = big_endian(chunk);
		if (len > image.len - at - 12
			|| libdeflate_crc32(0, chunk + 4, len + 4) != big_endian(chunk + 8 + len))
			return false;
		at += 12 + len;
		if (memcmp(chunk + 4, "IEND", 4) == 0)
			return at == image.len;
	}
	return false;
}

static bool take_entries(struct pmreader *r, const struct pm_entry *entry, uint32_t n) {
	for (uint32_t i = 0; i < n; i++) {
		const struct pm_entry *last = r->nentries ? &r->entry[r->nentries - 1] : NULL;
		if (entry[i].run == 0 || (last && entry[i].tile < last->tile + last->run)
			|| entry[i].offset > r->header.tiles.len
			|| entry[i].len > r->header.tiles.len - entry[i].offset)
			return false;
		*arena_push(&r->arena, r->entry, r->nentries, r->capacity) = entry[i];
	}
	return true;
}

static bool read_leaf(struct pmreader *r, const struct pm_entry *at) {
	struct arena scratch = ARENA_INIT;
	struct pm_entry *entry;
	struct str packed;
	uint32_t n;
	bool ok = at->offset <= r->header.leaves.len && at->len <= r->header.leaves.len - at->offset
		&& read_span(r, (struct pm_span){ r->header.leaves.offset + at->offset, at->len },
			&packed, &scratch)
		&& pm_directory_read(packed, r->header.internal_compression, &entry, &n, &scratch)
		&& take_entries(r, entry, n);
	arena_release(&scratch);
	return ok;
}

static bool read_directories(struct pmreader *r) {
	struct arena scratch = ARENA_INIT;
	struct pm_entry *entry = NULL;
	struct str packed;
	uint32_t n = 0;
	bool ok = r->header.leaves.len <= MOST_LEAVES && r->header.root.len <= PM_ROOT_END
		&& read_span(r, r->header.root, &packed, &scratch)
		&& pm_directory_read(packed, r->header.internal_compression, &entry, &n, &scratch);
	for (uint32_t i = 0; ok && i < n; i++)
		ok = entry[i].run ? take_entries(r, &entry[i], 1) : read_leaf(r, &entry[i]);
	arena_release(&scratch);
	return ok;
}

static bool read_about(struct pmreader *r, struct tileset *about) {
	struct str packed, json;
	if (r->header.metadata.len > MOST_METADATA
		|| !read_span(r, r->header.metadata, &packed, &r->arena)
		|| !pm_gunzip(packed, MOST_METADATA, &json, &r->arena)
		|| !about_read(json, about, &r->arena))
		return false;
	about->bounds = r->header.bounds;
	if (about->bounds.max.x < about->bounds.min.x)
		about->bounds.max.x += 360;
	about->minzoom = r->header.minzoom;
	about->maxzoom = r->header.maxzoom;
	return about->maxzoom <= TILE_MAX_ZOOM && about->minzoom <= about->maxzoom;
}

static bool open_file(struct pmreader *r, const char *path, struct diag *diag) {
	struct stat info;
	r->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (r->fd < 0)
		return diag_error(diag, r->at, "cannot open: %s", strerror(errno));
	if (fstat(r->fd, &info) != 0 || !S_ISREG(info.st_mode))
		return diag_error(diag, r->at, "not a regular file");
	r->size = (uint64_t)info.st_size;
	return true;
}

static bool read_archive(struct pmreader *r, struct tileset *about, struct diag *diag) {
	struct pm_span head = { 0, PM_HEADER };
	struct str bytes;
	if (!read_span(r, head, &bytes, &r->arena) || !pm_header_read(bytes, &r->header))
		return diag_error(diag, r->at, "not a PMTiles archive of version 3");
	if (r->header.internal_compression != PM_GZIP || !read_about(r, about))
		return diag_error(diag, r->at, "not a part that sitmap tiles has written");
	return read_directories(r) || damaged(r, diag);
}

struct pmreader *pmreader_open(const char *path, struct tileset *about, struct diag *diag) {
	struct arena arena = ARENA_INIT;
	struct pmreader *r = arena_new(&arena, struct pmreader, 1);
	r->arena = arena;
	r->at = diag_file(diag, path);
	*about = (struct tileset){ 0 };
	if (open_file(r, path, diag) && read_archive(r, about, diag))
		return r;
	pmreader_close(r);
	return NULL;
}

bool pmreader_range(const struct pmreader *r, uint64_t *first, uint64_t *last) {
	if (r->nentries == 0)
		return false;
	const struct pm_entry *end = &r->entry[r->nentries - 1];
	*first = r->entry[0].tile;
	*last = end->tile + end->run - 1;
	return true;
}

bool pmreader_find(struct pmreader *r, struct tile_id id, struct str *image, struct arena *arena) {
	uint64_t tile = tile_hilbert(id);
	uint32_t low = 0, high = r->nentries;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (r->entry[middle].tile + r->entry[middle].run <= tile)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == r->nentries)
		return false;
	const struct pm_entry *e = &r->entry[low];
	return e->tile <= tile
		&& read_span(r, (struct pm_span){ r->header.tiles.offset + e->offset, e->len },
			image, arena);
}

bool pmreader_copy(struct pmreader *r, struct sink *to, struct diag *diag) {
	struct arena scratch = ARENA_INIT;
	bool ok = true;
	for (uint32_t i = 0; ok && i < r->nentries; i++) {
		const struct pm_entry *e = &r->entry[i];
		struct arena_mark mark = arena_mark(&scratch);
		struct str image;
		if (!read_span(r, (struct pm_span){ r->header.tiles.offset + e->offset, e->len },
			    &image, &scratch)
			|| !is_whole_png(image)) {
			ok = damaged(r, diag);
			break;
		}
		/* A run is as long as it claims only while its zooms exist. */
		for (uint32_t k = 0; ok && k < e->run; k++) {
			struct tile_id id = tile_from_hilbert(e->tile + k);
			ok = id.z <= r->header.maxzoom ? sink_put(to, id, image, diag)
						       : damaged(r, diag);
		}
		arena_rewind(&scratch, mark);
	}
	arena_release(&scratch);
	return ok;
}

void pmreader_close(struct pmreader *r) {
	if (!r)
		return;
	if (r->fd >= 0)
		close(r->fd);
	struct arena arena = r->arena;
	arena_release(&arena);
}
