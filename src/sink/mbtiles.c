#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/out.h"
#include "sink/about.h"
#include "sink/seen.h"
#include "sink/there.h"

/*
 * MBTiles 1.3: rows counted from the south; each image once, seen through a view,
 * as its section on tables permits.  SQLite writes the temporary file itself, with no
 * journal: nobody sees the file before it is whole.
 */
struct mbtiles {
	struct sink sink;
	struct arena arena;
	const struct tileset *about;
	const char *path;
	struct out *out;
	sqlite3 *db;
	sqlite3_stmt *add_tile, *add_image;
	struct seen seen;
};

/* Says what SQLite could not do. */
static bool check(struct mbtiles *m, bool ok, struct diag *diag) {
	if (ok)
		return true;
	return diag_error(diag, diag_file(diag, m->path), "cannot write: %s",
		sqlite3_errmsg(m->db));
}

static bool run_sql(struct mbtiles *m, const char *sql, struct diag *diag) {
	return check(m, sqlite3_exec(m->db, sql, NULL, NULL, NULL) == SQLITE_OK, diag);
}

/* Page size and application id ("MPBX" of the specification) are part of the bytes. */
static const char schema[] =
	"PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
	"PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-16000;"
	"PRAGMA application_id=0x4d504258; BEGIN;"
	"CREATE TABLE metadata (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)"
	" WITHOUT ROWID;"
	"CREATE TABLE images (id INTEGER PRIMARY KEY, data BLOB NOT NULL);"
	"CREATE TABLE places (zoom_level INTEGER NOT NULL, tile_column INTEGER NOT NULL,"
	" tile_row INTEGER NOT NULL, image INTEGER NOT NULL,"
	" PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;"
	"CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, data AS tile_data"
	" FROM places JOIN images ON images.id = places.image;";

static bool prepare(struct mbtiles *m, const char *sql, sqlite3_stmt **out, struct diag *diag) {
	return check(m, sqlite3_prepare_v2(m->db, sql, -1, out, NULL) == SQLITE_OK, diag);
}

static bool step_once(struct mbtiles *m, sqlite3_stmt *statement, struct diag *diag) {
	bool ok = check(m, sqlite3_step(statement) == SQLITE_DONE, diag);
	sqlite3_reset(statement);
	return ok;
}

static bool mbtiles_put(struct sink *sink, struct tile_id id, struct str image, struct diag *diag) {
	struct mbtiles *m = (struct mbtiles *)sink;
	bool is_new;
	struct seen_image *seen = seen_find(&m->seen, image, &is_new);
	if (is_new) {
		seen->at = m->seen.count;
		sqlite3_bind_int64(m->add_image, 1, (sqlite3_int64)seen->at);
		sqlite3_bind_blob64(m->add_image, 2, image.at, image.len, SQLITE_STATIC);
		if (!step_once(m, m->add_image, diag))
			return false;
	}
	sqlite3_bind_int(m->add_tile, 1, id.z);
	sqlite3_bind_int64(m->add_tile, 2, id.x);
	sqlite3_bind_int64(m->add_tile, 3, tile_flip_y(id));
	sqlite3_bind_int64(m->add_tile, 4, (sqlite3_int64)seen->at);
	return step_once(m, m->add_tile, diag);
}

static struct str numbers(const double *value, int n, struct arena *arena) {
	struct out *text = out_memory(arena);
	for (int i = 0; i < n; i++) {
		out_str(text, i ? STR(",") : STR(""));
		out_number(text, value[i], 7);
	}
	return out_bytes(text);
}

static bool add_metadata(struct mbtiles *m, struct diag *diag) {
	const struct tileset *about = m->about;
	struct rect b = about_bounds(about);
	struct point c = about_center(about);
	const double box[] = { b.min.x, b.min.y, b.max.x, b.max.y };
	const double middle[] = { c.x, c.y, about->minzoom };
	const double zooms[] = { about->minzoom, about->maxzoom, about->scale };
	const struct {
		const char *name;
		struct str value;
	} rows[] = {
		{ "name", about->name.len ? about->name : STR("sitmap") },
		{ "format", STR("png") },
		{ "bounds", numbers(box, 4, &m->arena) },
		{ "center", numbers(middle, 3, &m->arena) },
		{ "minzoom", numbers(zooms, 1, &m->arena) },
		{ "maxzoom", numbers(zooms + 1, 1, &m->arena) },
		{ "scale", numbers(zooms + 2, 1, &m->arena) },
		{ "attribution", about->attribution },
		{ "description", about->description },
		{ "version", STR("1") },
		{ "type", about->overlay ? STR("overlay") : STR("baselayer") },
	};
	sqlite3_stmt *add;
	bool ok = prepare(m, "INSERT INTO metadata VALUES (?, ?)", &add, diag);
	for (size_t i = 0; ok && i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].value.len == 0)
			continue;
		sqlite3_bind_text(add, 1, rows[i].name, -1, SQLITE_STATIC);
		sqlite3_bind_text(add, 2, rows[i].value.at, (int)rows[i].value.len, SQLITE_STATIC);
		ok = step_once(m, add, diag);
	}
	sqlite3_finalize(add);
	return ok;
}

static bool close_database(struct mbtiles *m, struct diag *diag) {
	sqlite3_finalize(m->add_tile);
	sqlite3_finalize(m->add_image);
	m->add_tile = m->add_image = NULL;
	bool ok = check(m, sqlite3_close(m->db) == SQLITE_OK, diag);
	m->db = NULL;
	return ok;
}

static bool mbtiles_commit(struct sink *sink, struct diag *diag) {
	struct mbtiles *m = (struct mbtiles *)sink;
	return add_metadata(m, diag) && run_sql(m, "COMMIT", diag) && close_database(m, diag)
		&& out_commit(m->out, diag);
}

static bool mbtiles_park(struct sink *sink, const char *path, struct diag *diag) {
	out_redirect(((struct mbtiles *)sink)->out, path);
	return mbtiles_commit(sink, diag);
}

static void mbtiles_close(struct sink *sink) {
	struct mbtiles *m = (struct mbtiles *)sink;
	sqlite3_finalize(m->add_tile);
	sqlite3_finalize(m->add_image);
	sqlite3_close(m->db);
	out_abandon(m->out);
	seen_release(&m->seen);
	struct arena arena = m->arena;
	arena_release(&arena);
}

static bool begin(struct mbtiles *m, struct diag *diag) {
	const char *file = out_temporary(m->out);
	if (!file)
		return out_commit(m->out, diag);
	int opened = sqlite3_open_v2(file, &m->db, SQLITE_OPEN_READWRITE, NULL);
	return check(m, opened == SQLITE_OK, diag) && run_sql(m, schema, diag)
		&& prepare(m, "INSERT INTO places VALUES (?, ?, ?, ?)", &m->add_tile, diag)
		&& prepare(m, "INSERT INTO images VALUES (?, ?)", &m->add_image, diag);
}

/* What an SQLite file is for can be seen: application_id at byte 68 (its file format, 1.3),
 * or, as not all programs say it, the two tables of every MBTiles.  A damaged one of ours
 * may be written anew. */
static bool holds_tiles(const char *path) {
	char head[72];
	sqlite3 *db = NULL;
	sqlite3_stmt *ask = NULL;
	FILE *file = fopen(path, "rbe");
	size_t n = file ? fread(head, 1, sizeof(head), file) : 0;
	if (file)
		fclose(file);
	if (n == 0 || (n == sizeof(head) && memcmp(head + 68, "MPBX", 4) == 0))
		return true;
	bool holds = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK
		&& sqlite3_prepare_v2(db,
			   "SELECT 1 FROM sqlite_schema a, sqlite_schema b"
			   " WHERE a.name = 'metadata' AND b.name = 'tiles'",
			   -1, &ask, NULL)
			== SQLITE_OK
		&& sqlite3_step(ask) == SQLITE_ROW;
	sqlite3_finalize(ask);
	sqlite3_close(db);
	return holds;
}

struct sink *sink_mbtiles_open(const char *path, const struct sink_options *options,
	struct diag *diag) {
	static const struct sink_ops ops = { mbtiles_put, mbtiles_commit, mbtiles_close, NULL,
		mbtiles_park };
	if (!there_is_file(path, STR("SQLite format 3"), diag))
		return NULL;
	if (!holds_tiles(path)) {
		diag_error(diag, diag_file(diag, path),
			"a database that holds no tiles stands there; remove it or choose another "
			"name");
		return NULL;
	}
	struct arena arena = ARENA_INIT;
	struct mbtiles *m = arena_new(&arena, struct mbtiles, 1);
	m->sink.ops = &ops;
	m->about = options->about;
	m->arena = arena;
	m->path = arena_strdup(&m->arena, str_of(path));
	m->out = options->wait ? out_file_wait(path, &m->arena) : out_file(path, &m->arena);
	if (begin(m, diag))
		return &m->sink;
	mbtiles_close(&m->sink);
	return NULL;
}
