#include "gazetteer/store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gazetteer/asked.h"
#include "gazetteer/entries.h"
#include "gazetteer/keys.h"
#include "gazetteer/letters.h"

enum { MOST_PLACES = 1 << (ENTRY_VALUE_BITS - STORE_WEIGHT_BITS), MOST_NAMES = 4000 };

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

static bool fail(const char *path, sqlite3 *db, struct diag *diag) {
	struct source *source = arena_new(diag->arena, struct source, 1);
	source->name = arena_strdup(diag->arena, str_of(path));
	return diag_error(diag, (struct where){ source, WHERE_WHOLE, NULL },
		"cannot write the gazetteer: %s", sqlite3_errmsg(db));
}

unsigned store_weight(uint32_t population, bool curated) {
	static const uint32_t steps[] = { 1000, 3000, 10000, 30000, 100000, 300000, 1000000 };
	unsigned weight = 0;
	while (weight < 7 && population >= steps[weight])
		weight++;
	return curated && weight < 5 ? 5 : weight;
}

static void add_name(struct gathered *p, struct place_name name, struct arena *arena) {
	*arena_push(arena, p->other, p->nothers, p->capacity) = name;
}

static void lay_over(struct gathered *to, const struct gathered *from, struct arena *arena) {
	struct str none = { "", 0 };
	if (to->name.len)
		add_name(to, (struct place_name){ to->name, name_language(to->name), none, none },
			arena);
	if (from->name.len)
		to->name = from->name;
	if (from->country.len)
		to->country = from->country;
	if (from->also.len)
		to->also = from->also;
	if (from->admin1.len)
		to->admin1 = from->admin1;
	if (from->feature_code.len)
		to->feature_code = from->feature_code;
	if (from->class.len)
		to->class = from->class;
	if (from->parent.len)
		to->parent = from->parent;
	if (from->has_point)
		to->at = from->at;
	to->has_point |= from->has_point;
	if (from->population)
		to->population = from->population;
	if (from->precision > 0)
		to->precision = from->precision;
	if (from->has_extent)
		to->extent = from->extent;
	to->has_extent |= from->has_extent;
	to->curated |= from->curated;
	for (uint32_t i = 0; i < from->nothers && to->nothers < MOST_NAMES; i++)
		add_name(to, from->other[i], arena);
}

/* Country first, within it the largest first. */
static uint64_t order_of(const struct gathered *p) {
	uint64_t key = 0;
	for (size_t i = 0; i < 3; i++)
		key = key << 8 | (i < p->country.len ? (unsigned char)p->country.at[i] : 0);
	return key << 32 | (uint32_t)~p->population;
}

/* Rows of one id become one place; those that only add to an id that no source
 * has are left out. */
static bool merge_ids(struct sorter *rows, struct sorter *places, struct diag *diag) {
	struct arena arena = ARENA_INIT;
	struct gathered merged = { 0 }, row;
	struct record record;
	bool has = false, ok = true;
	arena_new(&arena, char, 1);
	struct arena_mark clean = arena_mark(&arena);
	for (;;) {
		bool more = sorter_take(rows, &record);
		struct str bytes = { (const char *)record.at, more ? record.size : 0 };
		if (has && (!more || !str_equal(merged.id, str_of(more ? bytes.at : "")))) {
			if (merged.has_point) {
				struct str packed = gathered_pack(&merged, 0, &arena);
				sorter_put(places,
					(struct record){ order_of(&merged),
						(const unsigned char *)packed.at,
						(uint32_t)packed.len });
			}
			arena_rewind(&arena, clean);
			has = false;
		}
		if (!more)
			break;
		/* The record is gone with the next one. */
		bytes.at = arena_strdup(&arena, bytes);
		ok = gathered_unpack(bytes, &row, &arena);
		if (!ok)
			break;
		if (has)
			lay_over(&merged, &row, &arena);
		else
			merged = row;
		has = true;
	}
	arena_release(&arena);
	return ok && sorter_ok(rows, diag) && sorter_ok(places, diag);
}

/* "BGW", "K1": codes are looked up as they are, nothing is like them. */
static bool is_code(struct str name, const struct folded *f) {
	if (name.len > 3)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] >= 'a' && name.at[i] <= 'z')
			return false;
	return f->scripts == 1u << SCRIPT_LATIN;
}

static int compare_u64(const void *a, const void *b) {
	const uint64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* The names of one place while its keys are made. */
struct own_keys {
	uint64_t *key;
	uint32_t n, capacity;
};

static void add_keys(struct own_keys *own, struct arena *scratch, struct str name,
	const struct folded *f) {
	struct folded core;
	const struct class_word *kind;
	uint64_t key[KEYS_MOST];
	size_t n = keys_make(f, is_code(name, f) ? KEY_WHOLE : KEY_ALL, false, key);
	for (size_t i = 0; i < n; i++)
		*arena_push(scratch, own->key, own->n, own->capacity) = key[i];
	/* "Habbaniyah" finds "Habbaniyah base". */
	if (!asked_core(f, &core, &kind))
		return;
	n = keys_make(&core, KEY_ALL, false, key);
	for (size_t i = 0; i < n; i++)
		*arena_push(scratch, own->key, own->n, own->capacity) = key[i];
}

/* Names that fold to the same have the same keys: `seen` is a hash set of them. */
struct seen {
	struct folded f;
	struct str language;
	struct place_name *name;
	bool used;
};

static uint32_t hash_of(const char *s) {
	uint32_t h = 2166136261u;
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h;
}

/* The slot of a name: taken by one that folds to the same in this language, or
 * free.  `*keys`: none before folds to the same in any. */
static struct seen *find_seen(struct seen *seen, uint32_t room, const struct folded *f,
	struct str language, bool *keys) {
	uint32_t i = hash_of(f->whole) & (room - 1);
	*keys = true;
	for (; seen[i].used; i = (i + 1) & (room - 1)) {
		if (strcmp(seen[i].f.whole, f->whole) != 0)
			continue;
		*keys = false;
		if (str_equal(seen[i].language, language))
			break;
	}
	return &seen[i];
}

/* Of names that fold to the same only the first of its language is kept: the
 * others would never be found by anything that it is not found by. */
static void enter_names(struct building *b, uint32_t number, struct gathered *p) {
	struct own_keys own = { 0 };
	struct folded f;
	bool keys;
	uint32_t n = 0, room = 4;
	uint64_t value = (uint64_t)number << STORE_WEIGHT_BITS
		| store_weight(p->population, p->curated);
	while (room < 2 * (p->nothers + 1))
		room *= 2;
	struct seen *seen = arena_new(&b->scratch, struct seen, room);
	fold(p->name, &f);
	struct str language = name_language(p->name);
	*find_seen(seen, room, &f, language, &keys) = (struct seen){ f, language, NULL, true };
	add_keys(&own, &b->scratch, p->name, &f);
	for (uint32_t i = 0; i < p->nothers; i++) {
		struct place_name name = p->other[i];
		if (!name.text.len)
			continue;
		fold(name.text, &f);
		if (!f.nwhole)
			continue;
		struct seen *same = find_seen(seen, room, &f, name.language, &keys);
		if (same->used) {
			/* When it was in use is only known to some. */
			if (same->name && (name.from.len || name.until.len))
				*same->name = name;
			continue;
		}
		if (keys)
			add_keys(&own, &b->scratch, name.text, &f);
		p->other[n] = name;
		*same = (struct seen){ f, name.language, &p->other[n++], true };
	}
	p->nothers = n;
	b->figures->names += n + 1;
	qsort(own.key, own.n, sizeof(*own.key), compare_u64);
	for (uint32_t i = 0; i < own.n; i++)
		if (!i || own.key[i] != own.key[i - 1])
			entries_put(b->entries,
				own.key[i] >> ENTRY_VALUE_BITS << ENTRY_VALUE_BITS | value);
}

static bool sql(struct building *b, const char *text) {
	return sqlite3_exec(b->db, text, NULL, NULL, NULL) == SQLITE_OK
		|| fail(b->path, b->db, b->diag);
}

static sqlite3_stmt *prepare(struct building *b, const char *text) {
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(b->db, text, -1, &statement, NULL) != SQLITE_OK)
		fail(b->path, b->db, b->diag);
	return statement;
}

static bool step(struct building *b, sqlite3_stmt *statement) {
	bool ok = sqlite3_step(statement) == SQLITE_DONE || fail(b->path, b->db, b->diag);
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return ok;
}

/* Empty is NULL: it takes no room. */
static void bind_text(sqlite3_stmt *s, int i, struct str text) {
	if (text.len)
		sqlite3_bind_text(s, i, text.at, (int)text.len, SQLITE_STATIC);
}

static int print_name(char *out, size_t room, const struct place_name *n) {
	bool dated = n->from.len || n->until.len;
	return snprintf(out, room, "%.*s%s%.*s%s%.*s\t%.*s\n", STR_ARG(n->language),
		dated ? "@" : "", STR_ARG(n->from), dated ? "/" : "", STR_ARG(n->until),
		STR_ARG(n->text));
}

/* A line for each: language, "@from/until" where it was not always in use, tab,
 * name. */
static struct str join_names(const struct gathered *p, struct arena *scratch) {
	size_t size = 0, n = 0;
	for (uint32_t i = 0; i < p->nothers; i++)
		size += p->other[i].text.len + p->other[i].language.len + p->other[i].from.len
			+ p->other[i].until.len + 5;
	char *text = arena_new(scratch, char, size + 1);
	for (uint32_t i = 0; i < p->nothers; i++) {
		struct place_name name = p->other[i];
		n += (size_t)print_name(text + n, size + 1 - n, &name);
	}
	return (struct str){ text, n };
}

static bool write_place(struct building *b, uint32_t number, const struct gathered *p) {
	sqlite3_stmt *s = b->place;
	sqlite3_bind_int64(s, 1, number);
	bind_text(s, 2, p->id);
	bind_text(s, 3, p->name);
	bind_text(s, 4, p->country);
	bind_text(s, 5, p->also);
	bind_text(s, 6, p->admin1);
	bind_text(s, 7, p->feature_code);
	bind_text(s, 8, p->class);
	sqlite3_bind_int64(s, 9, llround(p->at.x * 1e6));
	sqlite3_bind_int64(s, 10, llround(p->at.y * 1e6));
	if (p->population)
		sqlite3_bind_int64(s, 11, p->population);
	if (p->precision > 0)
		sqlite3_bind_int64(s, 12, llround(p->precision));
	bind_text(s, 13, join_names(p, &b->scratch));
	if (p->curated)
		sqlite3_bind_int(s, 14, 1);
	bind_text(s, 15, p->parent);
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
	if (!l->code[0] || !l->nlons)
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
	b->place = prepare(b, "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
	b->country = prepare(b, "INSERT INTO country VALUES (?,?,?,?,?,?,?,?)");
	b->extent = prepare(b, "INSERT INTO extent VALUES (?,?,?,?,?)");
	b->border = prepare(b, "INSERT OR IGNORE INTO border VALUES (?,?)");
	return b->place && b->country && b->extent && b->border;
}

static bool write_places(struct building *b, struct sorter *places) {
	struct record record;
	struct gathered p;
	uint32_t number = 0;
	bool ok = prepare_all(b);
	arena_new(&b->scratch, char, 1);
	struct arena_mark clean = arena_mark(&b->scratch);
	while (ok && sorter_take(places, &record)) {
		struct str bytes = { (const char *)record.at, record.size };
		if (number == MOST_PLACES - 1)
			return diag_error(b->diag, WHERE_NOWHERE, "more than %u places, the limit",
				number);
		number++;
		ok = gathered_unpack(bytes, &p, &b->scratch);
		if (ok)
			enter_names(b, number, &p);
		ok = ok && write_place(b, number, &p) && enter_land(b, number, &p)
			&& write_extent(b, number, &p) && write_border(b, number, &p);
		arena_rewind(&b->scratch, clean);
	}
	b->figures->places = number;
	ok = ok && write_country(b, number) && sorter_ok(places, b->diag);
	sqlite3_finalize(b->place);
	sqlite3_finalize(b->country);
	sqlite3_finalize(b->extent);
	sqlite3_finalize(b->border);
	return ok;
}

static size_t put_number(unsigned char *out, uint64_t v) {
	size_t n = 0;
	for (; v >= 0x80; v >>= 7)
		out[n++] = (unsigned char)(v | 0x80);
	out[n++] = (unsigned char)v;
	return n;
}

/* A bucket of entries on its way into a blob. */
struct posting {
	unsigned char *blob;
	size_t n, room;
	uint64_t bucket, rest, value;
	bool any;
};

static bool write_posting(struct building *b, sqlite3_stmt *s, struct posting *p) {
	if (!p->any)
		return true;
	sqlite3_bind_int64(s, 1, (sqlite3_int64)p->bucket);
	sqlite3_bind_blob64(s, 2, p->blob, p->n, SQLITE_STATIC);
	p->n = 0;
	p->rest = 0;
	p->value = 0;
	p->any = false;
	return step(b, s);
}

static void add_posting(struct posting *p, uint64_t rest, uint64_t value, struct arena *arena) {
	enum { LONGEST = 20 };
	if (p->any && rest == p->rest && value == p->value)
		return;
	if (p->n + LONGEST > p->room) {
		size_t room = p->room ? 2 * p->room : 1 << 16;
		unsigned char *larger = arena_new(arena, unsigned char, room);
		if (p->n)
			memcpy(larger, p->blob, p->n);
		p->blob = larger;
		p->room = room;
	}
	p->n += put_number(p->blob + p->n, rest - p->rest);
	p->n += put_number(p->blob + p->n, p->any && rest == p->rest ? value - p->value : value);
	p->rest = rest;
	p->value = value;
	p->any = true;
}

static bool write_keys(struct building *b, unsigned hash_bits, unsigned bucket_bits) {
	sqlite3_stmt *s = prepare(b, "INSERT INTO keys VALUES (?,?)");
	uint64_t rest_mask = ((uint64_t)1 << (hash_bits - bucket_bits)) - 1;
	uint64_t value_mask = ((uint64_t)1 << ENTRY_VALUE_BITS) - 1, entry;
	struct arena arena = ARENA_INIT;
	struct posting p = { 0 };
	bool ok = s != NULL;
	while (ok && entries_take(b->entries, &entry)) {
		uint64_t bucket = entry >> (64 - bucket_bits);
		if (bucket != p.bucket)
			ok = write_posting(b, s, &p);
		p.bucket = bucket;
		add_posting(&p, entry >> (64 - hash_bits) & rest_mask, entry & value_mask, &arena);
	}
	ok = ok && write_posting(b, s, &p) && entries_ok(b->entries, b->diag);
	sqlite3_finalize(s);
	arena_release(&arena);
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
	" also TEXT, admin1 TEXT, feature_code TEXT, class TEXT, lon INTEGER, lat INTEGER,"
	" population INTEGER, precision INTEGER, names TEXT, curated INTEGER, parent TEXT);"
	"CREATE TABLE country (code TEXT PRIMARY KEY, first INTEGER, last INTEGER,"
	" place INTEGER, west REAL, south REAL, east REAL, north REAL) WITHOUT ROWID;"
	"CREATE TABLE border (country TEXT, number INTEGER, PRIMARY KEY (country, number))"
	" WITHOUT ROWID;"
	"CREATE TABLE extent (number INTEGER PRIMARY KEY, west REAL, south REAL, east REAL,"
	" north REAL);"
	"CREATE TABLE keys (bucket INTEGER PRIMARY KEY, posting BLOB);";

static bool write_meta(struct building *b, unsigned hash_bits, unsigned bucket_bits) {
	return sql(b,
		arena_printf(&b->scratch,
			"INSERT INTO meta VALUES ('bucket_bits', %u),"
			"('entries', %llu), ('hash_bits', %u), ('names', %llu), ('places', %llu);"
			"PRAGMA application_id = %d; PRAGMA user_version = %d;",
			bucket_bits, (unsigned long long)b->figures->entries, hash_bits,
			(unsigned long long)b->figures->names,
			(unsigned long long)b->figures->places, STORE_APPLICATION_ID,
			STORE_VERSION));
}

/* Ten bits more than there are entries: one look-up in a thousand meets a
 * stranger.  A bucket has some 128 entries, a sixth of a page. */
static bool write_index(struct building *b) {
	unsigned bits = 0;
	uint64_t n = entries_count(b->entries);
	while (bits < 40 && (uint64_t)1 << bits < n)
		bits++;
	unsigned hash_bits = bits + 10 > ENTRY_HASH_BITS ? ENTRY_HASH_BITS : bits + 10;
	unsigned bucket_bits = bits > 8 ? bits - 7 : 1;
	hash_bits = entries_cut(b->entries, hash_bits);
	b->figures->entries = n;
	return write_keys(b, hash_bits, bucket_bits) && write_meta(b, hash_bits, bucket_bits);
}

static bool write_all(struct building *b, struct sorter *places) {
	return sql(b, schema) && write_places(b, places) && write_index(b)
		&& sql(b, "CREATE UNIQUE INDEX place_id ON place (id); COMMIT");
}

bool store_write(const char *path, struct sorter *rows, size_t memory,
	struct import_figures *figures, struct diag *diag) {
	struct building b = { .path = path, .figures = figures, .diag = diag };
	struct sorter *places = sorter_open(path, memory);
	bool ok = merge_ids(rows, places, diag);
	b.entries = entries_open(path, memory);
	ok = ok
		&& (sqlite3_open_v2(path, &b.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL)
				== SQLITE_OK
			|| fail(path, b.db, diag));
	ok = ok && write_all(&b, places);
	if (sqlite3_close(b.db) != SQLITE_OK && ok)
		ok = fail(path, b.db, diag);
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

/* The places of a file, as rows to be merged with others. */
bool store_gather(struct gazetteer *from, struct gathering *g, struct diag *diag) {
	sqlite3_stmt *all = NULL;
	struct arena arena = ARENA_INIT;
	bool ok = sqlite3_prepare_v2(from->db, "SELECT number FROM place ORDER BY number", -1, &all,
			  NULL)
		== SQLITE_OK;
	while (ok && sqlite3_step(all) == SQLITE_ROW) {
		struct stored s;
		uint32_t number = (uint32_t)sqlite3_column_int64(all, 0);
		struct arena_mark mark = arena_mark(&arena);
		if (store_read(from, number, &s, &arena)) {
			struct gathered *p = gather_place(g);
			struct place_name name;
			*p = (struct gathered){ .id = s.place.id,
				.name = s.place.name,
				.country = s.place.country,
				.also = s.also,
				.admin1 = s.place.admin1,
				.feature_code = s.place.feature_code,
				.class = s.own_class,
				.parent = s.parent,
				.at = s.place.at,
				.has_point = true,
				.population = s.place.population,
				.precision = s.place.precision,
				.curated = s.curated };
			p->has_extent = store_read_extent(from, number, &p->extent)
				|| store_read_country_extent(from, &s, &p->extent);
			while (store_next_name(&s.names, &name))
				gather_dated_name(g, name);
			gather_put(g);
		}
		arena_rewind(&arena, mark);
	}
	sqlite3_finalize(all);
	arena_release(&arena);
	return ok || fail(from->source.name, from->db, diag);
}
