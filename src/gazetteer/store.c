#include "gazetteer/store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gazetteer/import.h"
#include "gazetteer/keys.h"

/* Classes that the rest of the program speaks of, by the beginning of GeoNames'
 * feature code; the first that fits. */
/* clang-format off */
static const struct {
	const char *prefix, *class;
} classes[] = {
	{ "PPLX", "quarter" }, { "PPL", "town" }, { "STLMT", "town" }, { "PCL", "country" },
	{ "TERR", "country" }, { "ADM1", "region" }, { "ADM", "district" },
	{ "ADMD", "district" }, { "AIRB", "base" }, { "AIRF", "airport" }, { "AIRP", "airport" },
	{ "AIRH", "airport" }, { "AIRQ", "airport" }, { "INSM", "base" }, { "MILB", "base" },
	{ "NVB", "base" }, { "FT", "base" }, { "CMPREF", "camp" }, { "CMP", "camp" },
	{ "PSTB", "crossing" }, { "PSTC", "crossing" }, { "CSTM", "crossing" },
	{ "BDG", "bridge" }, { "DAM", "dam" }, { "PRT", "port" }, { "HBR", "port" },
	{ "OILR", "refinery" }, { "OILF", "oilfield" }, { "PS", "power station" },
	{ "MT", "mountain" }, { "PK", "mountain" }, { "HLL", "mountain" }, { "ISL", "island" },
	{ "LK", "lake" }, { "RSV", "lake" }, { "STM", "river" }, { "CNL", "river" },
	{ "RGN", "region" }, { "CONT", "region" }, { "SEA", "sea" }, { "OCN", "sea" },
	{ "GULF", "sea" }, { "STRT", "sea" }, { "DSRT", "region" }, { "VAL", "region" },
};
/* clang-format on */

const char *store_class(struct str feature_code) {
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (str_starts(feature_code, str_of(classes[i].prefix)))
			return classes[i].class;
	return feature_code.len ? "place" : "town";
}

const char *store_class_name(size_t i) {
	return i < sizeof(classes) / sizeof(classes[0]) ? classes[i].class : NULL;
}

static bool fail(struct gazetteer *g, struct diag *diag, const char *what) {
	struct source *source = arena_new(diag->arena, struct source, 1);
	source->name = arena_strdup(diag->arena, str_of(g->source.name));
	return diag_error(diag, (struct where){ source, WHERE_WHOLE, NULL }, "%s", what);
}

/* A file that somebody else wrote may hold anything: a view in place of a
 * table, a blob of a gigabyte.  Nothing of that is trusted. */
enum { LONGEST_BLOB = 64 << 20, PAUSE_STEPS = 10000, MOST_PAUSES = 100 };

/* No row here needs more than a few hundred steps; they are counted from row to
 * row, for SQLite's own count of a statement goes on for ever. */
static int count_pause(void *data) {
	struct gazetteer *g = data;
	return ++g->pauses > MOST_PAUSES;
}

static void defend(struct gazetteer *g) {
	sqlite3 *db = g->db;
	sqlite3_progress_handler(db, PAUSE_STEPS, count_pause, g);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, LONGEST_BLOB);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
}

/* A URI, so that SQLite takes the file for one that does not change: no locks,
 * no look for journals.  Of a path, "%", "?" and "#" mean something there. */
static char *uri_of(const char *path, struct arena *arena) {
	static const char hex[] = "0123456789ABCDEF", head[] = "file:", tail[] = "?immutable=1";
	char *uri = arena_new(arena, char, 3 * strlen(path) + sizeof(head) + sizeof(tail));
	size_t n = sizeof(head) - 1;
	memcpy(uri, head, n);
	for (const char *c = path; *c; c++) {
		unsigned char byte = (unsigned char)*c;
		if (*c == '%' || *c == '?' || *c == '#') {
			uri[n++] = '%';
			uri[n++] = hex[byte >> 4];
			uri[n++] = hex[byte & 15];
		} else {
			uri[n++] = *c;
		}
	}
	memcpy(uri + n, tail, sizeof(tail));
	return uri;
}

static bool prepare(struct gazetteer *g, const char *text, sqlite3_stmt **out) {
	return sqlite3_prepare_v3(g->db, text, -1, SQLITE_PREPARE_PERSISTENT, out, NULL)
		== SQLITE_OK;
}

static long one_number(struct gazetteer *g, const char *text) {
	sqlite3_stmt *s = NULL;
	long value = -1;
	if (prepare(g, text, &s) && sqlite3_step(s) == SQLITE_ROW)
		value = (long)sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return value;
}

#define PLACE_COLUMNS \
	"number, id, name, country, also, admin1, admin2, feature_code, class, lon, lat," \
	" population, precision, names, curated, parent"

bool store_prepare_keys(struct gazetteer *g) {
	return prepare(g,
		       "SELECT entry, posting FROM keys WHERE entry <= ?"
		       " ORDER BY entry DESC LIMIT 1",
		       &g->row_with)
		&& prepare(g,
			"SELECT entry, posting FROM keys WHERE entry > ?"
			" ORDER BY entry LIMIT 1",
			&g->row_behind);
}

static bool prepare_all(struct gazetteer *g) {
	return store_prepare_keys(g)
		&& prepare(g, "SELECT " PLACE_COLUMNS " FROM place WHERE number = ?", &g->by_number)
		&& prepare(g,
			"SELECT first, last, place, west, south, east, north FROM country"
			" WHERE code = ?",
			&g->one_country)
		&& prepare(g, "SELECT west, south, east, north FROM extent WHERE number = ?",
			&g->one_extent)
		&& prepare(g, "SELECT number FROM border WHERE country = ?", &g->border);
}

static bool check(struct gazetteer *g, off_t size, struct diag *diag) {
	if (one_number(g, "PRAGMA application_id") != STORE_APPLICATION_ID)
		return fail(g, diag, "not a gazetteer; make one with \"sitmap gazetteer import\"");
	if (one_number(g, "PRAGMA user_version") != STORE_VERSION)
		return fail(g, diag,
			"a gazetteer of another version; make it again with "
			"\"sitmap gazetteer import\"");
	long hash = one_number(g, "SELECT value FROM meta WHERE name = 'hash_bits'");
	/* SQLite takes what is missing of the last page for zeros. */
	if (size % STORE_PAGE_SIZE || hash < 1 || hash > ENTRY_HASH_BITS || !prepare_all(g))
		return fail(g, diag,
			"a damaged gazetteer; make it again with "
			"\"sitmap gazetteer import\"");
	g->hash_bits = (unsigned)hash;
	return true;
}

struct gazetteer *gazetteer_open(const char *path, struct diag *diag) {
	struct arena arena = ARENA_INIT;
	struct gazetteer *g = arena_new(&arena, struct gazetteer, 1);
	struct stat info;
	g->source.name = arena_strdup(&arena, str_of(path));
	char *uri = uri_of(path, &arena);
	g->arena = arena;
	diag_reads(diag, path);
	bool ok = stat(path, &info) == 0
		|| fail(g, diag,
			"no such gazetteer; make it with "
			"\"make\" or \"sitmap gazetteer import\"");
	if (ok && !S_ISREG(info.st_mode))
		ok = fail(g, diag, "not a regular file");
	if (ok
		&& sqlite3_open_v2(uri, &g->db,
			   SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
				   | SQLITE_OPEN_PRIVATECACHE,
			   NULL)
			!= SQLITE_OK)
		ok = fail(g, diag, sqlite3_errmsg(g->db));
	if (ok) {
		defend(g);
		ok = check(g, info.st_size, diag);
	}
	if (ok)
		return g;
	gazetteer_close(g);
	return NULL;
}

void gazetteer_close(struct gazetteer *g) {
	if (!g)
		return;
	sqlite3_finalize(g->row_with);
	sqlite3_finalize(g->row_behind);
	sqlite3_finalize(g->by_number);
	sqlite3_finalize(g->one_country);
	sqlite3_finalize(g->one_extent);
	sqlite3_finalize(g->border);
	sqlite3_close(g->db);
	struct arena arena = g->arena; /* it holds `g` itself */
	arena_release(&arena);
}

bool gazetteer_sound(const struct gazetteer *g, struct diag *diag) {
	return !g || !g->damaged
		|| diag_error(diag, WHERE_NOWHERE,
			"%s: a damaged gazetteer; make it again with \"sitmap gazetteer import\"",
			g->source.name);
}

static struct str column_str(sqlite3_stmt *s, int i, struct arena *arena) {
	const char *text = (const char *)sqlite3_column_text(s, i);
	int len = sqlite3_column_bytes(s, i);
	if (!text || len <= 0)
		return (struct str){ "", 0 };
	return (struct str){ arena_strdup(arena, (struct str){ text, (size_t)len }), (size_t)len };
}

/* Millionths; a file of others may say anything. */
static double degrees(sqlite3_stmt *s, int i, double limit) {
	double d = (double)sqlite3_column_int64(s, i) / 1e6;
	return d < -limit ? -limit : d > limit ? limit : d;
}

bool store_has_row(struct gazetteer *g, sqlite3_stmt *s) {
	g->pauses = 0;
	int result = sqlite3_step(s);
	g->damaged |= result != SQLITE_ROW && result != SQLITE_DONE;
	return result == SQLITE_ROW;
}

static bool read_row(struct gazetteer *g, sqlite3_stmt *s, struct stored *out,
	struct arena *arena) {
	enum {
		NUMBER,
		ID,
		NAME,
		COUNTRY,
		ALSO,
		ADMIN1,
		ADMIN2,
		FEATURE_CODE,
		CLASS,
		LON,
		LAT,
		POPULATION,
		PRECISION,
		NAMES,
		CURATED,
		PARENT
	};
	bool found = store_has_row(g, s);
	if (found) {
		sqlite3_int64 population = sqlite3_column_int64(s, POPULATION);
		*out = (struct stored){
			.number = (uint32_t)sqlite3_column_int64(s, NUMBER),
			.also = column_str(s, ALSO, arena),
			.names = column_str(s, NAMES, arena),
			.curated = sqlite3_column_int(s, CURATED) != 0,
			.admin2 = column_str(s, ADMIN2, arena),
			.parent = column_str(s, PARENT, arena),
			.place = {
				.id = column_str(s, ID, arena),
				.name = column_str(s, NAME, arena),
				.country = column_str(s, COUNTRY, arena),
				.admin1 = column_str(s, ADMIN1, arena),
				.feature_code = column_str(s, FEATURE_CODE, arena),
				.class = column_str(s, CLASS, arena),
				.at = { degrees(s, LON, 180), degrees(s, LAT, 90) },
				.population = population < 0 || population > UINT32_MAX ? 0
					: (uint32_t)population,
				.precision = (double)sqlite3_column_int64(s, PRECISION),
			},
		};
		out->own_class = out->place.class;
		if (!out->place.class.len)
			out->place.class = str_of(store_class(out->place.feature_code));
	}
	sqlite3_reset(s);
	return found;
}

bool store_read(struct gazetteer *g, uint32_t number, struct stored *out, struct arena *arena) {
	sqlite3_bind_int64(g->by_number, 1, number);
	return read_row(g, g->by_number, out, arena);
}

bool store_read_id(struct gazetteer *g, struct str id, struct stored *out, struct arena *arena) {
	enum { MOST = 64 }; /* that share a hash by chance: one nearly always */
	uint32_t value[MOST];
	uint32_t n = posting_read_all(g, keys_text(KEY_ID, id), value, MOST);
	for (uint32_t i = 0; i < n; i++)
		if (store_read(g, value[i] >> STORE_WEIGHT_BITS, out, arena)
			&& str_equal(out->place.id, id))
			return true;
	return false;
}

bool store_may_have_class(struct gazetteer *g, struct str class) {
	static const char sql[] = "SELECT 1 FROM place WHERE class = ?1 LIMIT 1";
	sqlite3_stmt *s;
	if (sqlite3_prepare_v2(g->db, sql, -1, &s, NULL) != SQLITE_OK)
		return true;
	sqlite3_bind_text(s, 1, class.at, (int)class.len, SQLITE_STATIC);
	int result = sqlite3_step(s);
	sqlite3_finalize(s);
	g->pauses = 0;
	return result != SQLITE_DONE;
}

bool store_read_country(struct gazetteer *g, struct str code, struct store_country *out) {
	sqlite3_stmt *s = g->one_country;
	if (code.len < 1 || code.len > 3)
		return false;
	sqlite3_bind_text(s, 1, code.at, (int)code.len, SQLITE_STATIC);
	bool found = store_has_row(g, s);
	if (found) {
		*out = (struct store_country){
			.first = (uint32_t)sqlite3_column_int64(s, 0),
			.last = (uint32_t)sqlite3_column_int64(s, 1),
			.place = (uint32_t)sqlite3_column_int64(s, 2),
			.extent = { { sqlite3_column_double(s, 3), sqlite3_column_double(s, 4) },
				{ sqlite3_column_double(s, 5), sqlite3_column_double(s, 6) } },
		};
		memcpy(out->code, code.at, code.len);
	}
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	return found;
}

uint32_t store_read_border(struct gazetteer *g, struct str code, uint32_t **out,
	struct arena *arena) {
	sqlite3_stmt *s = g->border;
	uint32_t n = 0, capacity = 0;
	*out = NULL;
	sqlite3_bind_text(s, 1, code.at, (int)code.len, SQLITE_STATIC);
	while (store_has_row(g, s))
		*arena_push(arena, *out, n, capacity) = (uint32_t)sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	return n;
}

bool store_read_extent(struct gazetteer *g, uint32_t number, struct rect *out) {
	sqlite3_stmt *s = g->one_extent;
	sqlite3_bind_int64(s, 1, number);
	bool found = store_has_row(g, s);
	if (found)
		*out = (struct rect){ { sqlite3_column_double(s, 0), sqlite3_column_double(s, 1) },
			{ sqlite3_column_double(s, 2), sqlite3_column_double(s, 3) } };
	sqlite3_reset(s);
	return found;
}

bool store_next_name(struct str *names, struct place_name *out) {
	if (!names->at || !names->len)
		return false;
	struct str line = str_split(names, '\n'), none = { "", 0 };
	struct str span = str_split(&line, '\t');
	*out = (struct place_name){ .text = line.at ? line : none, .from = none, .until = none };
	out->language = str_split(&span, '@');
	if (span.at) {
		out->from = str_split(&span, '/');
		out->until = span.at ? span : none;
	}
	return true;
}

bool gazetteer_count(struct gazetteer *g, struct gazetteer_figures *out) {
	out->places = one_number(g, "SELECT value FROM meta WHERE name = 'places'");
	out->entries = one_number(g, "SELECT value FROM meta WHERE name = 'entries'");
	out->names = one_number(g, "SELECT value FROM meta WHERE name = 'names'");
	out->countries = one_number(g, "SELECT count(*) FROM country");
	return out->places >= 0 && out->entries >= 0 && out->countries >= 0;
}
