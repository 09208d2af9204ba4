#include "gazetteer/store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/work.h"
#include "gazetteer/entries.h"
#include "gazetteer/merge.h"
#include "gazetteer/named.h"

/* Places are made ready in parallel, a batch of them in memory. */
enum { MOST_PLACES = 1 << (ENTRY_VALUE_BITS - STORE_WEIGHT_BITS), BATCH = 8192, PORTION = 64 };

/* Places of one country, while they are written. */
struct land {
	char code[8];
	uint32_t first, place;
	struct rect extent;
	bool has_extent;
	double *lon; /* of its places */
	double south, north;
	uint32_t nlons, capacity;
	struct arena arena;
};

struct building {
	sqlite3 *db;
	sqlite3_stmt *place, *country, *extent, *border;
	const char *path;
	struct entries *entries;
	struct import_figures *figures;
	struct arena scratch;
	struct land land;
	struct diag *diag;
};

/* Says what SQLite could not do. */
static bool check(struct building *b, bool ok) {
	if (ok)
		return true;
	struct source *source = arena_new(b->diag->arena, struct source, 1);
	source->name = arena_strdup(b->diag->arena, str_of(b->path));
	return diag_error(b->diag, (struct where){ source, WHERE_WHOLE, NULL },
		"cannot write the gazetteer: %s", sqlite3_errmsg(b->db));
}

unsigned store_weight(uint32_t population, bool curated) {
	static const uint32_t steps[] = { 1000, 3000, 10000, 30000, 100000, 300000, 1000000 };
	unsigned weight = 0;
	while (weight < 7 && population >= steps[weight])
		weight++;
	return curated && weight < 5 ? 5 : weight;
}

static bool sql(struct building *b, const char *text) {
	return check(b, sqlite3_exec(b->db, text, NULL, NULL, NULL) == SQLITE_OK);
}

static bool prepare(struct building *b, const char *text, sqlite3_stmt **out) {
	return check(b, sqlite3_prepare_v2(b->db, text, -1, out, NULL) == SQLITE_OK);
}

static bool step(struct building *b, sqlite3_stmt *statement) {
	bool ok = check(b, sqlite3_step(statement) == SQLITE_DONE);
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return ok;
}

/* Empty is NULL: it takes no room. */
static void bind_text(sqlite3_stmt *s, int i, struct str text) {
	if (text.len)
		sqlite3_bind_text(s, i, text.at, (int)text.len, SQLITE_STATIC);
}

/* A place, made ready to be written. */
struct ready {
	struct gathered place;
	struct named named;
};

static bool write_place(struct building *b, uint32_t number, const struct ready *r) {
	const struct gathered *p = &r->place;
	sqlite3_stmt *s = b->place;
	sqlite3_bind_int64(s, 1, number);
	bind_text(s, 2, p->id);
	bind_text(s, 3, p->name);
	bind_text(s, 4, p->country);
	bind_text(s, 5, p->also);
	bind_text(s, 6, p->admin1);
	bind_text(s, 7, p->admin2);
	bind_text(s, 8, p->feature_code);
	bind_text(s, 9, p->class);
	sqlite3_bind_int64(s, 10, llround(p->at.x * 1e6));
	sqlite3_bind_int64(s, 11, llround(p->at.y * 1e6));
	if (p->population)
		sqlite3_bind_int64(s, 12, p->population);
	if (p->precision > 0)
		sqlite3_bind_int64(s, 13, llround(p->precision));
	bind_text(s, 14, r->named.lines);
	if (p->curated)
		sqlite3_bind_int(s, 15, 1);
	bind_text(s, 16, p->parent);
	return step(b, s);
}

static int compare_doubles(const void *a, const void *b) {
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* The narrowest box around a country's places: longitudes are a circle, so the
 * widest gap between neighbours is what lies outside. */
static struct rect places_extent(struct land *l) {
	double *lon = l->lon, widest = 0;
	uint32_t after = 0, n = l->nlons;
	qsort(lon, n, sizeof(*lon), compare_doubles);
	for (uint32_t i = 1; i < n; i++) {
		if (lon[i] - lon[i - 1] > widest) {
			widest = lon[i] - lon[i - 1];
			after = i;
		}
	}
	struct rect r = { { lon[0], l->south }, { lon[n - 1], l->north } };
	if (widest > lon[0] + 360 - lon[n - 1]) {
		r.min.x = lon[after];
		r.max.x = lon[after - 1] + 360;
	}
	return r;
}

/* The country whose places end with number `last`. */
static bool write_country(struct building *b, uint32_t last) {
	struct land *l = &b->land;
	sqlite3_stmt *s = b->country;
	if (!l->code[0])
		return true;
	struct rect r = l->has_extent ? l->extent : places_extent(l);
	bind_text(s, 1, str_of(l->code));
	sqlite3_bind_int64(s, 2, l->first);
	sqlite3_bind_int64(s, 3, last);
	if (l->place)
		sqlite3_bind_int64(s, 4, l->place);
	sqlite3_bind_double(s, 5, r.min.x);
	sqlite3_bind_double(s, 6, r.min.y);
	sqlite3_bind_double(s, 7, r.max.x);
	sqlite3_bind_double(s, 8, r.max.y);
	return step(b, s);
}

static bool enter_land(struct building *b, uint32_t number, const struct gathered *p) {
	struct land *l = &b->land;
	if (number == 1 || !str_equal(p->country, str_of(l->code))) {
		if (!write_country(b, number - 1))
			return false;
		l->first = number;
		l->place = 0;
		l->nlons = 0;
		l->has_extent = false;
		l->south = 90;
		l->north = -90;
		memset(l->code, 0, sizeof(l->code));
		memcpy(l->code, p->country.at, p->country.len < 7 ? p->country.len : 7);
	}
	*arena_push(&l->arena, l->lon, l->nlons, l->capacity) = p->at.x;
	l->south = fmin(l->south, p->at.y);
	l->north = fmax(l->north, p->at.y);
	bool country = str_equal(p->class, STR("country"));
	if (!country && !p->class.len)
		country = strcmp(store_class(p->feature_code), "country") == 0;
	if (country && (!l->place || (p->has_extent && !l->has_extent))) {
		l->place = number;
		l->extent = p->extent;
		l->has_extent = p->has_extent;
	}
	return true;
}

static bool write_extent(struct building *b, uint32_t number, const struct gathered *p) {
	sqlite3_stmt *s = b->extent;
	if (!p->has_extent || str_equal(p->class, STR("country")))
		return true;
	sqlite3_bind_int64(s, 1, number);
	sqlite3_bind_double(s, 2, p->extent.min.x);
	sqlite3_bind_double(s, 3, p->extent.min.y);
	sqlite3_bind_double(s, 4, p->extent.max.x);
	sqlite3_bind_double(s, 5, p->extent.max.y);
	return step(b, s);
}

/* Places on a border belong to each country that their source names. */
static bool write_border(struct building *b, uint32_t number, const struct gathered *p) {
	struct str also = p->also;
	char separator = ',';
	for (size_t k = 0; k < also.len; k++)
		if (also.at[k] == ';')
			separator = ';';
	while (also.at && also.len) {
		struct str code = str_trim(str_split(&also, separator));
		if (!code.len || str_equal(code, p->country))
			continue;
		bind_text(b->border, 1, code);
		sqlite3_bind_int64(b->border, 2, number);
		if (!step(b, b->border))
			return false;
	}
	return true;
}

static bool prepare_all(struct building *b) {
	return prepare(b, "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", &b->place)
		&& prepare(b, "INSERT INTO country VALUES (?,?,?,?,?,?,?,?)", &b->country)
		&& prepare(b, "INSERT INTO extent VALUES (?,?,?,?,?)", &b->extent)
		&& prepare(b, "INSERT OR IGNORE INTO border VALUES (?,?)", &b->border);
}

/* Places in the order of their numbers, packed. */
struct batch {
	struct building *building;
	struct str bytes[BATCH];
	size_t count;
	uint32_t first; /* number */
	struct arena arena;
};

static size_t portion_end(const struct batch *batch, size_t i) {
	size_t end = (i + 1) * PORTION;
	return end < batch->count ? end : batch->count;
}

/* A portion of a batch: what takes long, on any thread. */
static bool make_ready(void *worker, size_t i, struct arena *arena, struct str *out,
	struct diag *diag) {
	const struct batch *batch = worker;
	struct ready *ready = arena_new(arena, struct ready, PORTION);
	size_t n = 0;
	for (size_t k = i * PORTION; k < portion_end(batch, i); k++, n++) {
		if (!gathered_unpack(batch->bytes[k], &ready[n].place, arena))
			return diag_error(diag, WHERE_NOWHERE,
				"a file beside the gazetteer has "
				"changed while it was sorted");
		named_make(&ready[n].place, &ready[n].named, arena);
	}
	*out = (struct str){ (const char *)ready, n };
	return true;
}

static bool enter(struct building *b, uint32_t number, const struct ready *r) {
	const struct gathered *p = &r->place;
	uint64_t value = (uint64_t)number << STORE_WEIGHT_BITS
		| store_weight(p->population, p->curated);
	for (uint32_t i = 0; i < r->named.nkeys; i++)
		entries_put(b->entries,
			r->named.key[i] >> ENTRY_VALUE_BITS << ENTRY_VALUE_BITS | value);
	b->figures->names += r->named.nnames;
	return write_place(b, number, r) && enter_land(b, number, p) && write_extent(b, number, p)
		&& write_border(b, number, p);
}

static bool write_ready(void *shared, size_t i, struct str out, struct diag *diag) {
	struct batch *batch = shared;
	const struct ready *ready = (const void *)out.at;
	(void)diag;
	for (size_t n = 0; n < out.len; n++)
		if (!enter(batch->building, batch->first + (uint32_t)(i * PORTION + n), &ready[n]))
			return false;
	return true;
}

static bool write_batch(struct batch *batch) {
	struct work work = { .shared = batch, .run = make_ready, .commit = write_ready };
	return work_run(&work, (batch->count + PORTION - 1) / PORTION, work_default_threads(),
		batch->building->diag);
}

static void fill_batch(struct batch *batch, struct sorter *places) {
	struct record record;
	while (batch->count < BATCH && sorter_take(places, &record))
		batch->bytes[batch->count++] = (struct str){
			arena_strdup(&batch->arena,
				(struct str){ (const char *)record.at, record.size }),
			record.size
		};
}

static bool write_places(struct building *b, struct sorter *places) {
	struct batch *batch = arena_new(&b->scratch, struct batch, 1);
	bool ok = prepare_all(b);
	*batch = (struct batch){ .building = b, .first = 1 };
	arena_new(&batch->arena, char, 1);
	struct arena_mark clean = arena_mark(&batch->arena);
	while (ok) {
		fill_batch(batch, places);
		if (!batch->count)
			break;
		if (batch->first + batch->count > MOST_PLACES)
			ok = diag_error(b->diag, WHERE_NOWHERE, "more than %d places, the limit",
				MOST_PLACES - 1);
		ok = ok && write_batch(batch);
		batch->first += (uint32_t)batch->count;
		batch->count = 0;
		arena_rewind(&batch->arena, clean);
	}
	b->figures->places = batch->first - 1;
	ok = ok && write_country(b, batch->first - 1) && sorter_ok(places, b->diag);
	arena_release(&batch->arena);
	sqlite3_finalize(b->place);
	sqlite3_finalize(b->country);
	sqlite3_finalize(b->extent);
	sqlite3_finalize(b->border);
	return ok;
}

static const char schema[] =
	"PRAGMA page_size = 4096;"
	"PRAGMA journal_mode = OFF;"
	"PRAGMA synchronous = OFF;"
	"PRAGMA locking_mode = EXCLUSIVE;"
	"PRAGMA cache_size = -32000;"
	"BEGIN;"
	"CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
	"CREATE TABLE place (number INTEGER PRIMARY KEY, id TEXT, name TEXT, country TEXT,"
	" also TEXT, admin1 TEXT, admin2 TEXT, feature_code TEXT, class TEXT, lon INTEGER,"
	" lat INTEGER, population INTEGER, precision INTEGER, names TEXT, curated INTEGER, parent TEXT);"
	"CREATE TABLE country (code TEXT PRIMARY KEY, first INTEGER, last INTEGER,"
	" place INTEGER, west REAL, south REAL, east REAL, north REAL) WITHOUT ROWID;"
	"CREATE TABLE border (country TEXT, number INTEGER, PRIMARY KEY (country, number))"
	" WITHOUT ROWID;"
	"CREATE TABLE extent (number INTEGER PRIMARY KEY, west REAL, south REAL, east REAL,"
	" north REAL);"
	"CREATE TABLE keys (entry INTEGER PRIMARY KEY, posting BLOB);";

static bool write_meta(struct building *b, unsigned hash_bits) {
	return sql(b,
		arena_printf(&b->scratch,
			"INSERT INTO meta VALUES ('entries', %llu), ('hash_bits', %u),"
			"('names', %llu), ('places', %llu);"
			"PRAGMA application_id = %d; PRAGMA user_version = %d;",
			(unsigned long long)b->figures->entries, hash_bits,
			(unsigned long long)b->figures->names,
			(unsigned long long)b->figures->places, STORE_APPLICATION_ID,
			STORE_VERSION));
}

/* Ten bits more than there are entries: one look-up in a thousand meets a
 * stranger. */
static bool write_index(struct building *b) {
	unsigned bits = 0;
	uint64_t n = entries_count(b->entries);
	while ((uint64_t)1 << bits < n)
		bits++;
	unsigned hash_bits = bits + 10 > ENTRY_HASH_BITS ? ENTRY_HASH_BITS : bits + 10;
	hash_bits = entries_cut(b->entries, hash_bits);
	b->figures->entries = n;
	sqlite3_stmt *insert;
	bool ok = prepare(b, "INSERT INTO keys VALUES (?,?)", &insert)
		&& check(b, posting_write(b->entries, hash_bits, insert));
	sqlite3_finalize(insert);
	return ok && entries_ok(b->entries, b->diag) && write_meta(b, hash_bits);
}

static bool write_all(struct building *b, struct sorter *places) {
	if (!sql(b, schema) || !write_places(b, places))
		return false;
	sorter_drop(places);
	return write_index(b) && sql(b, "COMMIT");
}

bool store_write(const char *path, struct sorter *rows, size_t memory,
	struct import_figures *figures, struct diag *diag) {
	struct building b = { .path = path, .figures = figures, .diag = diag };
	struct sorter *places = sorter_open(path, memory);
	bool ok = merge_rows(rows, places, diag);
	sorter_drop(rows);
	b.entries = entries_open(path, memory);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	ok = ok && check(&b, sqlite3_open_v2(path, &b.db, flags, NULL) == SQLITE_OK)
		&& write_all(&b, places);
	bool closed = sqlite3_close(b.db) == SQLITE_OK;
	ok = ok && check(&b, closed);
	entries_close(b.entries);
	sorter_close(places);
	arena_release(&b.scratch);
	arena_release(&b.land.arena);
	return ok;
}

static bool store_read_country_extent(struct gazetteer *g, const struct stored *s,
	struct rect *out) {
	struct store_country country;
	if (!store_read_country(g, s->place.country, &country) || country.place != s->number)
		return false;
	*out = country.extent;
	return true;
}

static void gather_stored(struct gazetteer *from, struct stored *s, struct gathering *g) {
	struct gathered *p = gather_place(g);
	struct place_name name;
	*p = (struct gathered){ .id = s->place.id,
		.name = s->place.name,
		.country = s->place.country,
		.also = s->also,
		.admin1 = s->place.admin1,
		.admin2 = s->admin2,
		.feature_code = s->place.feature_code,
		.class = s->own_class,
		.parent = s->parent,
		.at = s->place.at,
		.has_point = true,
		.population = s->place.population,
		.precision = s->place.precision,
		.curated = s->curated };
	p->has_extent = store_read_extent(from, s->number, &p->extent)
		|| store_read_country_extent(from, s, &p->extent);
	while (store_next_name(&s->names, &name))
		gather_dated_name(g, name);
	gather_put(g);
}

/* The places of a file, as rows to be merged with others. */
bool store_gather(struct gazetteer *from, struct gathering *g, struct diag *diag) {
	sqlite3_stmt *all = NULL;
	struct arena arena = ARENA_INIT;
	int result = sqlite3_prepare_v2(from->db, "SELECT number FROM place ORDER BY number", -1,
		&all, NULL);
	while (result == SQLITE_OK && store_has_row(from, all)) {
		struct stored s;
		struct arena_mark mark = arena_mark(&arena);
		if (store_read(from, (uint32_t)sqlite3_column_int64(all, 0), &s, &arena))
			gather_stored(from, &s, g);
		arena_rewind(&arena, mark);
	}
	sqlite3_finalize(all);
	arena_release(&arena);
	if (result == SQLITE_OK && !from->damaged)
		return true;
	return diag_error(diag, WHERE_NOWHERE,
		"%s: a damaged gazetteer; its places cannot all be read", from->source.name);
}
