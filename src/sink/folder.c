#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/out.h"
#include "sink/about.h"

/*
 * DEST/z/x/y.png, "y@2x.png" at scale 2, with tiles.json beside them.  The
 * manifest, written last, lists every tile; its temporary is the lock of the
 * folder.  Tiles are put under their names some at a time, when all of them are on the
 * disk.  Tiles that an earlier run left and this one does not write are removed
 * before the manifest is replaced.
 *
 * In a folder that was empty, a small image that was written already is not written
 * again: the tile is a second name (a hard link) of that file.
 */
static const char manifest_name[] = "manifest.tsv";

/* An image and the tile that has it. */
struct copy {
	struct digest digest;
	struct tile_id id;
	uint32_t batch; /* from 1; 0: none */
};

enum { COPIES = 256, COPY_MOST = 4096, LINKS_MOST = 4096 };

struct folder {
	struct sink sink;
	struct arena arena;
	struct sink_options options;
	const char *path;
	bool fresh;        /* nothing was in it when it was locked */
	struct str suffix; /* of a tile's name */
	struct out *manifest;
	uint64_t *tile; /* ascending, as they came */
	uint32_t ntiles, capacity;
	uint64_t *gone; /* that were swept away, as they were found */
	uint32_t ngone, gone_capacity;
	struct tile_id last; /* whose folders are known to exist */
	bool has_last;
	/* Written, but not yet under their names. */
	struct arena waiting_arena;
	struct out *waiting[OUT_MOST];
	size_t nwaiting;
	uint32_t batch; /* the number of those that wait, from 1 */
	struct copy copy[COPIES];
	/* Whose columns have new links that are not yet on the disk. */
	struct tile_id linked[LINKS_MOST];
	size_t nlinked;
};

static bool fail(const char *path, const char *what, struct diag *diag) {
	int error = errno;
	struct where at = diag_file(diag, path);
	return error ? diag_error(diag, at, "%s: %s", what, strerror(error))
		     : diag_error(diag, at, "%s", what);
}

static bool make_folder(const char *path, struct diag *diag) {
	if (mkdir(path, 0777) == 0 || errno == EEXIST)
		return true;
	const char *what = "cannot make the folder";
	if (errno == ENOENT) {
		errno = 0;
		what = "cannot make the folder: the one that it would stand in does not exist";
	}
	return fail(path, what, diag);
}

static bool write_file(const char *path, struct str bytes, struct diag *diag) {
	struct arena scratch = ARENA_INIT;
	struct out *out = out_file(path, &scratch);
	out_str(out, bytes);
	bool ok = out_commit(out, diag);
	arena_release(&scratch);
	return ok;
}

static const char *column_path(const struct folder *f, struct tile_id id, struct arena *arena) {
	return arena_printf(arena, "%s/%u/%u", f->path, id.z, id.x);
}

static const char *tile_path(const struct folder *f, struct tile_id id, struct arena *arena) {
	return arena_printf(arena, "%s/%u/%u/%u%.*s", f->path, id.z, id.x, id.y,
		STR_ARG(f->suffix));
}

static bool make_folders(struct folder *f, struct tile_id id, struct arena *scratch,
	struct diag *diag) {
	if (!f->has_last || f->last.z != id.z) {
		f->has_last = false;
		if (!make_folder(arena_printf(scratch, "%s/%u", f->path, id.z), diag))
			return false;
	}
	if ((!f->has_last || f->last.x != id.x) && !make_folder(column_path(f, id, scratch), diag))
		return false;
	f->last = id;
	f->has_last = true;
	return true;
}

/* Into the lists. */
static void add_tile(struct folder *f, struct tile_id id, size_t len) {
	*arena_push(&f->arena, f->tile, f->ntiles, f->capacity) = tile_hilbert(id);
	out_printf(f->manifest, "%u/%u/%u%.*s\t%zu\n", id.z, id.x, id.y, STR_ARG(f->suffix), len);
}

static bool folder_keep(struct sink *sink, struct tile_id id, struct str image, struct diag *diag) {
	(void)diag;
	add_tile((struct folder *)sink, id, image.len);
	return true;
}

static bool commit_waiting(struct folder *f, struct diag *diag) {
	bool ok = out_commit_all(f->waiting, f->nwaiting, diag);
	f->nwaiting = 0;
	f->batch++;
	arena_release(&f->waiting_arena);
	f->waiting_arena = (struct arena)ARENA_INIT;
	return ok;
}

static int compare_columns(const void *left, const void *right) {
	const struct tile_id *a = left, *b = right;
	return a->z != b->z ? (a->z > b->z) - (a->z < b->z) : (a->x > b->x) - (a->x < b->x);
}

static bool sync_links(struct folder *f, struct diag *diag) {
	struct arena scratch = ARENA_INIT;
	bool ok = true;
	qsort(f->linked, f->nlinked, sizeof(*f->linked), compare_columns);
	for (size_t i = 0; ok && i < f->nlinked; i++)
		if (i == 0 || compare_columns(&f->linked[i - 1], &f->linked[i]) != 0)
			ok = out_sync_folder(column_path(f, f->linked[i], &scratch), diag);
	f->nlinked = 0;
	arena_release(&scratch);
	return ok;
}

/* All tiles up to here have their names, and these are on the disk. */
static bool settle(struct folder *f, struct diag *diag) {
	return commit_waiting(f, diag) && sync_links(f, diag);
}

/* Where this image is kept in mind, or would be; NULL: it is written each time. */
static struct copy *copy_of(struct folder *f, struct str image, struct digest *digest) {
	if (!f->fresh || image.len > COPY_MOST)
		return NULL;
	*digest = digest_of(image);
	return &f->copy[digest->low % COPIES];
}

static bool link_tile(struct folder *f, const struct copy *copy, struct digest digest,
	struct tile_id id, const char *path, struct arena *scratch) {
	if (copy->batch == 0 || copy->batch == f->batch || !digest_equal(copy->digest, digest)
		|| !out_link(tile_path(f, copy->id, scratch), path))
		return false;
	f->linked[f->nlinked++] = id;
	return true;
}

static bool write_tile(struct folder *f, const char *path, struct str image, struct diag *diag) {
	struct out *out = out_file(path, &f->waiting_arena);
	out_str(out, image);
	f->waiting[f->nwaiting++] = out;
	return (f->nwaiting < OUT_MOST && !out_failed(out)) || commit_waiting(f, diag);
}

static bool folder_put(struct sink *sink, struct tile_id id, struct str image, struct diag *diag) {
	struct folder *f = (struct folder *)sink;
	struct arena scratch = ARENA_INIT;
	struct digest digest;
	bool ok = make_folders(f, id, &scratch, diag);
	const char *path = tile_path(f, id, &scratch);
	struct copy *copy = copy_of(f, image, &digest);
	bool linked = ok && copy && link_tile(f, copy, digest, id, path, &scratch);
	if (linked && f->nlinked == LINKS_MOST) {
		ok = sync_links(f, diag);
	} else if (ok && !linked) {
		if (copy && (copy->batch != f->batch || !digest_equal(copy->digest, digest)))
			*copy = (struct copy){ digest, id, f->batch };
		ok = write_tile(f, path, image, diag);
	}
	add_tile(f, id, image.len);
	arena_release(&scratch);
	return ok;
}

/* How many figures a name begins with that are a number of at most `most`, without a
 * leading zero; 0: none. */
static size_t take_number(const char *name, uint32_t most, uint32_t *out) {
	uint64_t value = 0;
	size_t n = 0;
	for (; name[n] >= '0' && name[n] <= '9' && value <= most; n++)
		value = value * 10 + (uint64_t)(name[n] - '0');
	if (value > most || (n > 1 && name[0] == '0'))
		return 0;
	*out = (uint32_t)value;
	return n;
}

static bool as_number(const char *name, uint32_t most, uint32_t *out) {
	size_t n = take_number(name, most, out);
	return n && !name[n];
}

static int compare_tiles(const void *left, const void *right) {
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
	return (a > b) - (a < b);
}

/* y of "y.png" or "y@2x.png", of any scale. */
static bool tile_name(const char *name, uint32_t *y, struct str *suffix) {
	static const char *const known[] = { ".png", "@2x.png", "@3x.png", "@4x.png" };
	size_t n = take_number(name, UINT32_MAX, y);
	*suffix = str_of(name + n);
	for (size_t i = 0; n && i < sizeof(known) / sizeof(known[0]); i++)
		if (str_equal(*suffix, str_of(known[i])))
			return true;
	return false;
}

/* A file where a folder could be is none of ours. */
static bool not_opened(const char *path, struct diag *diag) {
	if (errno == ENOTDIR)
		return true;
	return fail(path, "cannot read the folder", diag);
}

static bool remove_tile(const char *path, struct diag *diag) {
	if (unlink(path) == 0)
		return true;
	return fail(path, "cannot remove a tile of an earlier run", diag);
}

static bool is_written(const struct folder *f, struct tile_id id) {
	uint64_t key = tile_hilbert(id);
	return id.y >> id.z == 0 && f->ntiles
		&& bsearch(&key, f->tile, f->ntiles, sizeof(key), compare_tiles);
}

/* Of one column: what this run did not write goes, and the column if it is empty. */
static bool sweep_column(struct folder *f, struct tile_id id, const char *path, struct diag *diag) {
	struct arena scratch = ARENA_INIT;
	struct str suffix;
	DIR *dir = opendir(path);
	if (!dir)
		return not_opened(path, diag);
	bool ok = true;
	out_sweep(path);
	for (const struct dirent *e; ok && (e = readdir(dir));) {
		if (!tile_name(e->d_name, &id.y, &suffix))
			continue;
		bool written = is_written(f, id);
		if (written && str_equal(suffix, f->suffix))
			continue;
		ok = remove_tile(arena_printf(&scratch, "%s/%s", path, e->d_name), diag);
		if (!written && id.y >> id.z == 0)
			*arena_push(&f->arena, f->gone, f->ngone, f->gone_capacity) = tile_hilbert(
				id);
	}
	closedir(dir);
	rmdir(path);
	arena_release(&scratch);
	return ok;
}

static bool sweep_zoom(struct folder *f, uint32_t z, const char *path, struct diag *diag) {
	struct arena scratch = ARENA_INIT;
	DIR *dir = opendir(path);
	if (!dir)
		return not_opened(path, diag);
	bool ok = true;
	for (const struct dirent *e; ok && (e = readdir(dir));) {
		struct tile_id id = { .z = (uint8_t)z };
		if (as_number(e->d_name, UINT32_MAX, &id.x) && id.x >> z == 0)
			ok = sweep_column(f, id, arena_printf(&scratch, "%s/%s", path, e->d_name),
				diag);
	}
	closedir(dir);
	rmdir(path);
	arena_release(&scratch);
	return ok;
}

static bool sweep(struct folder *f, struct diag *diag) {
	struct arena scratch = ARENA_INIT;
	DIR *dir = opendir(f->path);
	if (!dir)
		return not_opened(f->path, diag);
	bool ok = true;
	for (const struct dirent *e; ok && (e = readdir(dir));) {
		uint32_t z;
		if (as_number(e->d_name, TILE_MAX_ZOOM, &z))
			ok = sweep_zoom(f, z, arena_printf(&scratch, "%s/%s", f->path, e->d_name),
				diag);
	}
	closedir(dir);
	out_sweep(f->path);
	arena_release(&scratch);
	return ok;
}

/* In their order, once where a tile stood there in two sizes. */
static void tell_gone(struct folder *f) {
	if (!f->options.on_gone || f->ngone == 0)
		return;
	qsort(f->gone, f->ngone, sizeof(*f->gone), compare_tiles);
	for (uint32_t i = 0; i < f->ngone; i++)
		if (i == 0 || f->gone[i] != f->gone[i - 1])
			f->options.on_gone(f->options.user, tile_from_hilbert(f->gone[i]));
}

static bool folder_commit(struct sink *sink, struct diag *diag) {
	struct folder *f = (struct folder *)sink;
	struct out *json = out_memory(&f->arena);
	if (!settle(f, diag) || (!f->fresh && !sweep(f, diag)))
		return false;
	tell_gone(f);
	about_tilejson(f->options.about,
		str_of(arena_printf(&f->arena, "{z}/{x}/{y}%.*s", STR_ARG(f->suffix))), json);
	out_printf(json, "\n");
	return write_file(arena_printf(&f->arena, "%s/tiles.json", f->path), out_bytes(json), diag)
		&& out_commit(f->manifest, diag);
}

static bool folder_park(struct sink *sink, const char *path, struct diag *diag) {
	(void)path;
	return settle((struct folder *)sink, diag);
}

static void folder_close(struct sink *sink) {
	struct folder *f = (struct folder *)sink;
	for (size_t i = 0; i < f->nwaiting; i++)
		out_abandon(f->waiting[i]);
	arena_release(&f->waiting_arena);
	out_abandon(f->manifest);
	struct arena arena = f->arena;
	arena_release(&arena);
}

/* What a run of ours leaves, killed or not. */
static bool is_ours(const char *name) {
	static const char *const known[] = { "tiles.json", "manifest.tsv", "index.html",
		"events.geojson", "viewer", ".", "..", NULL };
	uint32_t z;
	for (const char *const *k = known; *k; k++)
		if (strcmp(name, *k) == 0)
			return true;
	return as_number(name, TILE_MAX_ZOOM, &z) || str_starts(str_of(name), STR(".sitmap-"));
}

static bool check_there(const char *path, const char *manifest, struct diag *diag) {
	struct stat info;
	char foreign[256] = "";
	errno = 0;
	if (stat(path, &info) != 0)
		return true;
	if (!S_ISDIR(info.st_mode))
		return fail(path, "a file stands there, and a folder of tiles is to be written",
			diag);
	if (access(manifest, F_OK) == 0)
		return true;
	DIR *dir = opendir(path);
	if (!dir)
		return fail(path, "cannot read the folder", diag);
	for (struct dirent *e; !foreign[0] && (e = readdir(dir));)
		if (!is_ours(e->d_name))
			snprintf(foreign, sizeof(foreign), "%s", e->d_name);
	closedir(dir);
	errno = 0;
	if (foreign[0])
		return fail(path,
			arena_printf(diag->arena,
				"the folder holds other files (\"%s\"); name a new or an empty one",
				foreign),
			diag);
	return true;
}

/* But for one file; false when that cannot be told. */
static bool is_empty(const char *path, const char *but) {
	DIR *dir = but ? opendir(path) : NULL;
	bool empty = dir != NULL;
	for (const struct dirent *e; empty && (e = readdir(dir));)
		empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0
			|| strcmp(e->d_name, strrchr(but, '/') + 1) == 0;
	if (dir)
		closedir(dir);
	return empty;
}

struct sink *sink_folder_open(const char *path, const struct sink_options *options,
	struct diag *diag) {
	static const struct sink_ops ops = { folder_put, folder_commit, folder_close, folder_keep,
		folder_park };
	struct arena arena = ARENA_INIT;
	struct folder *f = arena_new(&arena, struct folder, 1);
	f->sink.ops = &ops;
	f->batch = 1;
	f->options = *options;
	size_t len = strlen(path);
	while (len > 1 && path[len - 1] == '/')
		len--;
	f->path = arena_strdup(&arena, (struct str){ path, len });
	f->suffix = f->options.about->scale > 1
		? str_of(arena_printf(&arena, "@%ux.png", f->options.about->scale))
		: STR(".png");
	const char *manifest = arena_printf(&arena, "%s/%s", f->path, manifest_name);
	f->arena = arena;
	if (!check_there(f->path, manifest, diag) || !make_folder(f->path, diag)) {
		folder_close(&f->sink);
		return NULL;
	}
	f->manifest = options->wait ? out_file_wait(manifest, &f->arena)
				    : out_file(manifest, &f->arena);
	out_printf(f->manifest, "# sitmap tiles, version 1: file, bytes\n");
	f->fresh = is_empty(f->path, out_temporary(f->manifest));
	if (!out_failed(f->manifest))
		return &f->sink;
	out_commit(f->manifest, diag);
	folder_close(&f->sink);
	return NULL;
}
