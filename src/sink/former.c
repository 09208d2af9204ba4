#include "sink/former.h"

#include <sqlite3.h>

#include "sink/pmreader.h"

struct former {
	struct arena arena, image;
	enum sink_kind kind;
	const char *path;
	uint32_t scale;
	struct pmreader *archive;
	sqlite3 *db;
	sqlite3_stmt *select;
};

static const char tile_of[] = "SELECT data FROM places JOIN images ON id = image "
			      "WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?";

static bool open_database(struct former *f) {
	if (sqlite3_open_v2(f->path, &f->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		return false;
	sqlite3_db_config(f->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(f->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	return sqlite3_prepare_v2(f->db, tile_of, -1, &f->select, NULL) == SQLITE_OK;
}

static bool open_archive(struct former *f) {
	struct tileset about;
	struct diag quiet;
	diag_init(&quiet, &f->arena);
	f->archive = pmreader_open(f->path, &about, &quiet);
	return f->archive != NULL;
}

struct former *former_open(const char *path, const struct tileset *about) {
	struct arena arena = ARENA_INIT;
	struct former *f = arena_new(&arena, struct former, 1);
	f->arena = arena;
	f->path = arena_strdup(&f->arena, str_of(path));
	f->kind = sink_kind(path);
	f->scale = about->scale;
	if (f->kind == SINK_FOLDER || (f->kind == SINK_MBTILES && open_database(f))
		|| (f->kind == SINK_PMTILES && open_archive(f)))
		return f;
	former_close(f);
	return NULL;
}

void former_close(struct former *f) {
	if (!f)
		return;
	pmreader_close(f->archive);
	sqlite3_finalize(f->select);
	sqlite3_close(f->db);
	arena_release(&f->image);
	struct arena arena = f->arena;
	arena_release(&arena);
}

static bool select_tile(struct former *f, struct tile_id id, struct str *image) {
	sqlite3_reset(f->select);
	sqlite3_bind_int(f->select, 1, id.z);
	sqlite3_bind_int64(f->select, 2, id.x);
	sqlite3_bind_int64(f->select, 3, tile_flip_y(id));
	if (sqlite3_step(f->select) != SQLITE_ROW)
		return false;
	*image = (struct str){ sqlite3_column_blob(f->select, 0),
		(size_t)sqlite3_column_bytes(f->select, 0) };
	return image->len > 0;
}

static bool read_file(struct former *f, struct tile_id id, struct str *image) {
	struct source source;
	struct diag quiet;
	const char *scale = f->scale > 1 ? arena_printf(&f->image, "@%ux", f->scale) : "";
	diag_init(&quiet, &f->image);
	if (!source_load(&source,
		    arena_printf(&f->image, "%s/%u/%u/%u%s.png", f->path, id.z, id.x, id.y, scale),
		    &f->image, &quiet))
		return false;
	*image = source.text;
	return true;
}

bool former_find(struct former *f, struct tile_id id, struct str *image) {
	arena_release(&f->image);
	switch (f->kind) {
	case SINK_MBTILES:
		return select_tile(f, id, image);
	case SINK_PMTILES:
		return pmreader_find(f->archive, id, image, &f->image);
	case SINK_FOLDER:
		break;
	}
	return read_file(f, id, image);
}
