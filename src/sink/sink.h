#ifndef SINK_SINK_H
#define SINK_SINK_H

#include "base/diag.h"
#include "geo/tilegrid.h"

/* What a set of tiles says of itself; the same in every container. */
struct tileset {
	struct str name, description, attribution; /* empty: not said */
	struct rect bounds;                        /* degrees */
	uint8_t minzoom, maxzoom;
	uint32_t tile_size; /* page units: 256 or 512 */
	uint32_t scale;     /* pixels for one page unit: 2 is "@2x" */
	bool overlay;
	/* A part of a set: the shard'th (from 1) of nshards; 0 of 0: the whole. */
	uint32_t shard, nshards;
};

/*
 * Where tiles end up: a folder, an archive, or memory.  One thread; tiles come
 * in ascending tile_hilbert().  Nothing of it is seen under the destination's
 * name before commit(), but that a folder fills up and gets its manifest last.
 */
struct sink {
	const struct sink_ops *ops;
};

struct sink_ops {
	bool (*put)(struct sink *, struct tile_id, struct str image, struct diag *);
	bool (*commit)(struct sink *, struct diag *);
	void (*close)(struct sink *); /* what was not committed is gone */
	/* A tile that stands at the destination already, with just this image; NULL: put(). */
	bool (*keep)(struct sink *, struct tile_id, struct str image, struct diag *);
	/* Instead of commit(): the tiles up to here, under another name (out_beside()); those
	 * of a folder stay in it. */
	bool (*park)(struct sink *, const char *path, struct diag *);
};

struct sink_options {
	const struct tileset *about; /* kept */
	bool wait;                   /* for another run that writes the same destination */
	/* Hears, when a folder is committed, of each tile that stood in it and goes; or NULL. */
	void (*on_gone)(void *user, struct tile_id id);
	void *user;
};

/* By the name's suffix; what is there already must be of the same kind.  NULL
 * after an error. */
struct sink *sink_open(const char *path, const struct sink_options *options, struct diag *diag);
struct sink *sink_folder_open(const char *path, const struct sink_options *options,
	struct diag *diag);
struct sink *sink_mbtiles_open(const char *path, const struct sink_options *options,
	struct diag *diag);
struct sink *sink_pmtiles_open(const char *path, const struct sink_options *options,
	struct diag *diag);

/* Keeps the tiles in the arena, for tests. */
struct sink_memory {
	struct sink sink;
	struct arena *arena;
	struct sink_tile {
		struct tile_id id;
		struct str image;
	} * tile;
	uint32_t ntiles, capacity;
	bool committed;
};
void sink_memory_init(struct sink_memory *memory, struct arena *arena);

enum sink_kind { SINK_FOLDER, SINK_MBTILES, SINK_PMTILES };
enum sink_kind sink_kind(const char *path);
/* A name that would be a folder's, but has the suffix of another kind of file, or a container's in
 * capitals.  A "/" at its end says that a folder is meant. */
bool sink_is_foreign(const char *path);

static inline bool sink_put(struct sink *sink, struct tile_id id, struct str image,
	struct diag *diag) {
	return sink->ops->put(sink, id, image, diag);
}

static inline bool sink_keep(struct sink *sink, struct tile_id id, struct str image,
	struct diag *diag) {
	return sink->ops->keep ? sink->ops->keep(sink, id, image, diag)
			       : sink->ops->put(sink, id, image, diag);
}

static inline bool sink_commit(struct sink *sink, struct diag *diag) {
	return sink->ops->commit(sink, diag);
}

static inline bool sink_park(struct sink *sink, const char *path, struct diag *diag) {
	return sink->ops->park(sink, path, diag);
}

/* After a commit too; nothing for NULL. */
static inline void sink_close(struct sink *sink) {
	if (sink)
		sink->ops->close(sink);
}

#endif
