#include "sink/sink.h"

enum sink_kind sink_kind(const char *path) {
	struct str name = str_of(path);
	return str_ends(name, STR(".pmtiles"))    ? SINK_PMTILES
		: str_ends(name, STR(".mbtiles")) ? SINK_MBTILES
						  : SINK_FOLDER;
}

bool sink_is_foreign(const char *path) {
	/* Archives, databases, pictures and data: nobody wants a folder of such a name. */
	static const char *const suffixes[] = { ".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz",
		".zst", ".7z", ".rar", ".gpkg", ".sqlite", ".db", ".tpk", ".vtpk", ".mvt", ".pbf",
		".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".pdf", ".tif", ".tiff", ".json",
		".geojson", ".csv", ".yaml", ".html", ".pmtiles", ".mbtiles" };
	struct str name = str_of(path);
	if (sink_kind(path) != SINK_FOLDER)
		return false;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++)
		if (str_ends_nocase(name, str_of(suffixes[i])))
			return true;
	return false;
}

struct sink *sink_open(const char *path, const struct sink_options *options, struct diag *diag) {
	enum sink_kind kind = sink_kind(path);
	return kind == SINK_PMTILES    ? sink_pmtiles_open(path, options, diag)
		: kind == SINK_MBTILES ? sink_mbtiles_open(path, options, diag)
				       : sink_folder_open(path, options, diag);
}

static bool memory_put(struct sink *sink, struct tile_id id, struct str image, struct diag *diag) {
	struct sink_memory *m = (struct sink_memory *)sink;
	(void)diag;
	*arena_push(m->arena, m->tile, m->ntiles, m->capacity) = (struct sink_tile){ id,
		{ arena_strdup(m->arena, image), image.len } };
	return true;
}

static bool memory_commit(struct sink *sink, struct diag *diag) {
	(void)diag;
	((struct sink_memory *)sink)->committed = true;
	return true;
}

static void memory_close(struct sink *sink) {
	(void)sink;
}

void sink_memory_init(struct sink_memory *memory, struct arena *arena) {
	static const struct sink_ops ops = { memory_put, memory_commit, memory_close, NULL, NULL };
	*memory = (struct sink_memory){ .sink = { &ops }, .arena = arena };
}
