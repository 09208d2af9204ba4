#include <string.h>

#include "app/tileset.h"
#include "app/viewer.h"
#include "sink/pmreader.h"

struct part {
	const char *path;
	struct pmreader *reader;
	struct tileset about;
};

static bool same_bounds(struct rect a, struct rect b) {
	return a.min.x == b.min.x && a.min.y == b.min.y && a.max.x == b.max.x && a.max.y == b.max.y;
}

static bool same_set(const struct tileset *a, const struct tileset *b) {
	return str_equal(a->name, b->name) && str_equal(a->attribution, b->attribution)
		&& str_equal(a->description, b->description) && same_bounds(a->bounds, b->bounds)
		&& a->minzoom == b->minzoom && a->maxzoom == b->maxzoom
		&& a->tile_size == b->tile_size && a->scale == b->scale && a->overlay == b->overlay
		&& a->nshards == b->nshards;
}

static bool fail(const char *path, const char *what, struct diag *diag) {
	return diag_error(diag, diag_file(diag, path), "%s", what);
}

/* Each part into its place; every one of the set must be there once. */
static bool sort_parts(const struct part *given, int n, struct part *sorted, struct arena *arena,
	struct diag *diag) {
	for (int i = 0; i < n; i++) {
		const struct tileset *about = &given[i].about;
		if (about->nshards == 0 || about->shard < 1 || about->shard > about->nshards)
			return fail(given[i].path, "this is no part made with --shard", diag);
		if (!same_set(about, &given[0].about))
			return fail(given[i].path,
				arena_printf(arena, "not a part of the set that \"%s\" belongs to",
					given[0].path),
				diag);
		if ((int)about->nshards != n)
			return diag_error(diag, WHERE_NOWHERE,
				"merge: the set has %u parts, and %d are given", about->nshards, n);
		if (sorted[about->shard - 1].path)
			return fail(given[i].path,
				arena_printf(arena, "part %u of %u again, after \"%s\"",
					about->shard, about->nshards,
					sorted[about->shard - 1].path),
				diag);
		sorted[about->shard - 1] = given[i];
	}
	return true;
}

/* The parts are stretches of one curve: none may reach into the next. */
static bool ascend(const struct part *part, int n, struct diag *diag) {
	uint64_t first, last, end = 0;
	bool any = false;
	for (int i = 0; i < n; i++) {
		if (!pmreader_range(part[i].reader, &first, &last))
			continue;
		if (any && first <= end)
			return fail(part[i].path, "its tiles lie within another part", diag);
		end = last;
		any = true;
	}
	return true;
}

static bool copy_all(const struct part *part, int n, const char *output, bool wait,
	struct diag *diag) {
	struct tileset about = part[0].about;
	about.shard = about.nshards = 0;
	struct sink_options options = { .about = &about, .wait = wait };
	struct sink *sink = sink_open(output, &options, diag);
	bool ok = sink != NULL;
	for (int i = 0; ok && i < n; i++)
		ok = pmreader_copy(part[i].reader, sink, diag);
	ok = ok && sink_commit(sink, diag);
	sink_close(sink);
	return ok;
}

int tileset_merge(char **path, int nparts, const char *output, bool wait, struct arena *arena,
	struct diag *diag) {
	struct part *given = arena_new(arena, struct part, (size_t)nparts);
	struct part *sorted = arena_new(arena, struct part, (size_t)nparts);
	bool ok = true;
	for (int i = 0; i < nparts; i++) {
		given[i].path = path[i];
		given[i].reader = pmreader_open(path[i], &given[i].about, diag);
		ok &= given[i].reader != NULL;
	}
	ok = ok && sort_parts(given, nparts, sorted, arena, diag) && ascend(sorted, nparts, diag)
		&& copy_all(sorted, nparts, output, wait, diag);
	if (ok && sorted[0].about.overlay)
		ok = viewer_copy_events(sorted[0].path, output, arena, diag);
	for (int i = 0; i < nparts; i++)
		pmreader_close(given[i].reader);
	return ok ? EXIT_DONE : diag->locked ? EXIT_LOCKED : EXIT_FAILED;
}
