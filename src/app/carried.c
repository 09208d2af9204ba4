#include "app/carried.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char *carried_part(const char *output, struct arena *arena) {
	static const char
		*const suffix[] = { [SINK_MBTILES] = "mbtiles", [SINK_PMTILES] = "pmtiles" };
	enum sink_kind kind = sink_kind(output);
	const char *slash = strrchr(output, '/');
	if (kind == SINK_FOLDER)
		return output;
	struct digest name = digest_of(str_of(slash ? slash + 1 : output));
	return out_beside(output,
		arena_printf(arena, ".sitmap-%016llx.part.%s", (unsigned long long)name.high,
			suffix[kind]),
		arena);
}

const char *carried_part_record(const char *record, struct arena *arena) {
	return arena_printf(arena, "%s.part", record);
}

bool carried_remove(const char *file, struct diag *diag) {
	if (unlink(file) == 0 || errno == ENOENT)
		return true;
	int error = errno;
	struct source *source = arena_new(diag->arena, struct source, 1);
	source->name = arena_strdup(diag->arena, str_of(file));
	return diag_error(diag, (struct where){ source, WHERE_WHOLE, NULL }, "cannot remove it: %s",
		strerror(error));
}

double carried_clock(void) {
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct digest painter_of(const struct carried *c, const struct tileset *about) {
	const uint32_t size[] = { about->tile_size, about->scale };
	struct digest_stream s;
	digest_begin(&s);
	digest_add(&s, &c->program, sizeof(c->program));
	digest_add(&s, &c->libraries, sizeof(c->libraries));
	digest_add(&s, size, sizeof(size));
	return digest_end(&s);
}

static bool is_as_written(const struct record *r, const char *output) {
	struct digest now;
	uint64_t size;
	return digest_tree(output, &now, &size) && digest_equal(now, r->archive);
}

static void hear_changed(void *carried, struct tile_id id) {
	out_printf(((struct carried *)carried)->changed, "%u/%u/%u\n", id.z, id.x, id.y);
}

/* What the run before had no time to finish, if it can be relied on. */
static void begin_part(struct carried *c, const char *output, const struct tileset *about,
	struct arena *arena) {
	const char *part = carried_part(output, arena);
	if (c->afresh)
		return;
	if (sink_kind(output) == SINK_FOLDER) {
		c->carry.resumed = c->carry.then ? c->resumed : 0;
		return;
	}
	if (!record_read(carried_part_record(c->path, arena), &c->part, arena)
		|| !is_as_written(&c->part, part) || !digest_equal(c->part.painter, c->now.painter))
		return;
	c->carry.part_former = former_open(part, about);
	if (!c->carry.part_former)
		return;
	c->carry.part = &c->part;
	c->carry.resumed = c->resumed;
}

static void begin_then(struct carried *c, const char *output, const struct tileset *about,
	struct arena *arena) {
	if (!record_read(c->path, &c->then, arena) || !is_as_written(&c->then, output))
		return;
	c->carry.afresh = c->afresh || !digest_equal(c->then.painter, c->now.painter);
	c->carry.former = former_open(output, about);
	if (c->carry.former)
		c->carry.then = &c->then;
}

struct carry *carried_begin(struct carried *c, const char *output, const struct tileset *about,
	struct arena *arena) {
	c->carry = (struct carry){ .now = &c->now, .user = c };
	if (c->changed)
		c->carry.on_changed = hear_changed;
	if (!record_start(&c->now, about, arena)) {
		c->carry.now = NULL;
		return &c->carry;
	}
	c->now.painter = painter_of(c, about);
	begin_then(c, output, about, arena);
	begin_part(c, output, about, arena);
	return &c->carry;
}

/* So many tiles show nearly every event, and come first. */
enum { LOW_ZOOMS = 64 };

bool carried_goes_on(struct carried *c, uint64_t done, uint64_t total) {
	c->ndone = done;
	c->ntotal = total;
	bool again = done <= c->before && c->carry.npainted <= done / 2 + LOW_ZOOMS;
	if (again)
		c->deadline = fmax(c->deadline, carried_clock() + c->least);
	c->stopped = done < total && !again && carried_clock() >= c->deadline;
	return !c->stopped;
}

void carried_gone(void *carried, struct tile_id id) {
	carry_changed(&((struct carried *)carried)->carry, id);
}

/* The set is whole, or its part of no use. */
static bool remove_part(const struct carried *c, const char *output, struct arena *arena,
	struct diag *diag) {
	return sink_kind(output) == SINK_FOLDER
		|| (carried_remove(carried_part(output, arena), diag)
			&& carried_remove(carried_part_record(c->path, arena), diag));
}

bool carried_park(struct carried *c, struct sink *sink, const char *output, struct arena *arena,
	struct diag *diag) {
	if (c->carry.now || sink_kind(output) == SINK_FOLDER)
		return sink_park(sink, carried_part(output, arena), diag);
	return remove_part(c, output, arena, diag);
}

void carried_end(struct carried *c) {
	if (!c)
		return;
	former_close(c->carry.former);
	former_close(c->carry.part_former);
	c->carry.former = c->carry.part_former = NULL;
}

/* A folder that was left half-way: the tiles that this run did not reach are those of `then`. */
static void keep_rest(struct carried *c) {
	for (int z = 0; c->carry.then && !c->carry.afresh && z <= TILE_MAX_ZOOM; z++) {
		struct record_zoom *now = &c->now.zoom[z];
		const uint64_t *then = now->digest ? record_find(&c->then, &now->grid) : NULL;
		for (uint64_t i = 0; then && i < tilegrid_count(&now->grid); i++)
			if (now->digest[i] == 0)
				now->digest[i] = then[i];
	}
}

bool carried_keep(struct carried *c, const char *output, struct digest archive, struct arena *arena,
	struct diag *diag) {
	const char *path = c->path;
	bool folder = sink_kind(output) == SINK_FOLDER;
	if (c->stopped && folder)
		keep_rest(c);
	else if (c->stopped)
		path = carried_part_record(path, arena);
	else if (!folder && c->carry.then)
		record_gone(c->carry.then, &c->now, carried_gone, c);
	c->now.archive = archive;
	if (c->carry.now && !record_write(&c->now, path, arena, diag))
		return false;
	return c->stopped || remove_part(c, output, arena, diag);
}
