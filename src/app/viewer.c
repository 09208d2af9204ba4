#include "app/viewer.h"

#include "base/out.h"

static bool write_file(const char *path, struct str text, struct arena *arena, struct diag *diag) {
	struct out *out = out_file(path, arena);
	out_str(out, text);
	return out_commit(out, diag);
}

static const char *beside(const char *tiles, const char *in_folder, const char *suffix,
	struct arena *arena) {
	struct str name = str_of(tiles);
	if (sink_kind(tiles) == SINK_FOLDER)
		return arena_printf(arena, "%s/%s", tiles, in_folder);
	name.len -= sizeof(".pmtiles") - 1;
	return arena_printf(arena, "%.*s%s", STR_ARG(name), suffix);
}

bool viewer_write_events(const char *tiles, struct str events, struct arena *arena,
	struct diag *diag) {
	return write_file(beside(tiles, "events.geojson", ".geojson", arena), events, arena, diag);
}

bool viewer_write(const struct viewer *viewer, struct arena *arena, struct diag *diag) {
	(void)viewer;
	(void)arena;
	return diag_error(diag, WHERE_NOWHERE, "--viewer: no viewer is installed");
}
