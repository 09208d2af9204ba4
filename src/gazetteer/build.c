#include "gazetteer/store.h"

#include <stdlib.h>
#include <string.h>

#include "gazetteer/asked.h"
#include "gazetteer/keys.h"
#include "gazetteer/letters.h"

/* One entry of the index on its way: hash above, value below. */
enum { VALUE_BITS = 28, MOST_PLACES = 1 << (VALUE_BITS - STORE_WEIGHT_BITS) };

struct entries {
	uint64_t *at;
	size_t n, capacity;
};

struct building {
	struct gathering *g;
	sqlite3 *db;
	const char *path;
	struct entries entries;
	unsigned hash_bits, bucket_bits;
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

static int compare_places(const void *a, const void *b) {
	const struct gathered *x = a, *y = b;
	int order = str_compare(x->country, y->country);
	if (order)
		return order;
	if (x->population != y->population)
		return x->population > y->population ? -1 : 1;
	return str_compare(x->id, y->id);
}

static int compare_ids(const void *a, const void *b) {
	const struct gathered *const *x = a, *const *y = b;
	int order = str_compare((*x)->id, (*y)->id);
	if (order)
		return order;
	/* GeoNames' row first: ours is laid over it. */
	return (*x)->curated != (*y)->curated ? (*x)->curated - (*y)->curated
					      : (*x > *y) - (*x < *y);
}

static void lay_over(struct gathering *g, struct gathered *to, const struct gathered *from) {
	gather_name(g, to, to->name, (struct str){ "", 0 });
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
	if (from->has_point)
		to->at = from->at;
	if (from->population)
		to->population = from->population;
	if (from->precision > 0)
		to->precision = from->precision;
	if (from->has_extent)
		to->extent = from->extent;
	to->has_extent |= from->has_extent;
	to->curated |= from->curated;
	for (uint32_t i = 0; i < from->nothers; i++)
		gather_name(g, to, from->other[i].text, from->other[i].language);
}

/* Rows of one id become one place; those that only add to an id that no source
 * has are left out. */
static void merge_ids(struct gathering *g) {
	struct gathered **order = arena_new(g->arena, struct gathered *, g->nplaces);
	struct gathered *merged = arena_new(g->arena, struct gathered, g->nplaces);
	uint32_t n = 0;
	for (uint32_t i = 0; i < g->nplaces; i++)
		order[i] = &g->place[i];
	qsort(order, g->nplaces, sizeof(*order), compare_ids);
	for (uint32_t i = 0; i < g->nplaces; i++) {
		bool same = n && str_equal(merged[n - 1].id, order[i]->id);
		if (same)
			lay_over(g, &merged[n - 1], order[i]);
		else if (order[i]->has_point)
			merged[n++] = *order[i];
	}
	g->place = merged;
	g->nplaces = n;
	g->capacity = n;
}

static void push_entry(struct entries *e, struct arena *arena, uint64_t entry) {
	if (e->n == e->capacity) {
		size_t larger = e->capacity ? e->capacity * 2 : 1 << 16;
		uint64_t *at = arena_new(arena, uint64_t, larger);
		if (e->n)
			memcpy(at, e->at, e->n * sizeof(*at));
		e->at = at;
		e->capacity = larger;
	}
	e->at[e->n++] = entry;
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

static void add_keys(struct own_keys *own, struct arena *scratch, struct str name) {
	struct folded f, core;
	const struct class_word *kind;
	uint64_t key[KEYS_MOST];
	fold(name, &f);
	size_t n = keys_make(&f, is_code(name, &f) ? KEY_WHOLE : KEY_ALL, false, key);
	for (size_t i = 0; i < n; i++)
		*arena_push(scratch, own->key, own->n, own->capacity) = key[i];
	/* "Habbaniyah" finds "Habbaniyah base". */
	if (!asked_core(&f, &core, &kind))
		return;
	n = keys_make(&core, KEY_ALL, false, key);
	for (size_t i = 0; i < n; i++)
		*arena_push(scratch, own->key, own->n, own->capacity) = key[i];
}

static void enter_keys(struct building *b, uint32_t number, const struct gathered *p,
	struct arena *scratch) {
	struct own_keys own = { 0 };
	uint64_t value = (uint64_t)number << STORE_WEIGHT_BITS
		| store_weight(p->population, p->curated);
	add_keys(&own, scratch, p->name);
	for (uint32_t i = 0; i < p->nothers; i++)
		add_keys(&own, scratch, p->other[i].text);
	qsort(own.key, own.n, sizeof(*own.key), compare_u64);
	for (uint32_t i = 0; i < own.n; i++)
		if (!i || own.key[i] != own.key[i - 1])
			push_entry(&b->entries, b->g->arena,
				own.key[i] >> VALUE_BITS << VALUE_BITS | value);
}

/* Least significant digit first, sixteen bits a pass. */
static void sort_entries(struct entries *e, struct arena *arena) {
	enum { DIGIT = 16, DIGITS = 1 << DIGIT };
	uint64_t *other = arena_new(arena, uint64_t, e->n);
	size_t *start = arena_new(arena, size_t, DIGITS);
	for (unsigned shift = 0; shift < 64; shift += DIGIT) {
		memset(start, 0, DIGITS * sizeof(*start));
		for (size_t i = 0; i < e->n; i++)
			start[e->at[i] >> shift & (DIGITS - 1)]++;
		size_t sum = 0;
		for (size_t i = 0; i < DIGITS; i++) {
			size_t n = start[i];
			start[i] = sum;
			sum += n;
		}
		for (size_t i = 0; i < e->n; i++)
			other[start[e->at[i] >> shift & (DIGITS - 1)]++] = e->at[i];
		uint64_t *swap = e->at;
		e->at = other;
		other = swap;
	}
}

/* Ten bits more than there are entries: one look-up in a thousand meets a
 * stranger.  A bucket has some 128 entries, a sixth of a page. */
static void choose_bits(struct building *b) {
	unsigned bits = 0;
	while (bits < 40 && (size_t)1 << bits < b->entries.n)
		bits++;
	b->hash_bits = bits + 10 > 64 - VALUE_BITS ? 64 - VALUE_BITS : bits + 10;
	b->bucket_bits = bits > 8 ? bits - 7 : 1;
	uint64_t hash = ~(uint64_t)0 << (64 - b->hash_bits);
	uint64_t value = ((uint64_t)1 << VALUE_BITS) - 1;
	for (size_t i = 0; i < b->entries.n; i++)
		b->entries.at[i] &= hash | value;
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

struct seen {
	char whole[FOLD_SIZE];
	struct str language;
};

/* Of names that fold to the same only the first of its language is kept: the
 * others would never be found by anything that it is not found by. */
static bool is_new(struct seen *seen, uint32_t n, struct str text, struct str language) {
	struct folded f;
	fold(text, &f);
	for (uint32_t i = 0; i < n; i++)
		if (str_equal(seen[i].language, language) && strcmp(seen[i].whole, f.whole) == 0)
			return false;
	memcpy(seen[n].whole, f.whole, sizeof(f.whole));
	seen[n].language = language;
	return f.nwhole > 0;
}

static void drop_repeated(struct gathered *p, struct arena *scratch) {
	struct seen *seen = arena_new(scratch, struct seen, (size_t)p->nothers + 1);
	uint32_t n = 0;
	is_new(seen, n, p->name, name_language(p->name));
	for (uint32_t i = 0; i < p->nothers; i++) {
		struct place_name name = p->other[i];
		if (name.text.len && is_new(seen, n + 1, name.text, name.language))
			p->other[n++] = name;
	}
	p->nothers = n;
}

static struct str join_names(const struct gathered *p, struct arena *scratch) {
	size_t size = 0, n = 0;
	for (uint32_t i = 0; i < p->nothers; i++)
		size += p->other[i].text.len + p->other[i].language.len + 2;
	char *text = arena_new(scratch, char, size + 1);
	for (uint32_t i = 0; i < p->nothers; i++) {
		struct place_name name = p->other[i];
		if (name.language.len)
			memcpy(text + n, name.language.at, name.language.len);
		n += name.language.len;
		text[n++] = '\t';
		memcpy(text + n, name.text.at, name.text.len);
		n += name.text.len;
		text[n++] = '\n';
	}
	return (struct str){ text, n };
}

static bool write_place(struct building *b, sqlite3_stmt *s, uint32_t number,
	const struct gathered *p, struct arena *scratch) {
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
	bind_text(s, 13, join_names(p, scratch));
	if (p->curated)
		sqlite3_bind_int(s, 14, 1);
	return step(b, s);
}

static bool write_places(struct building *b) {
	sqlite3_stmt *s = prepare(b, "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
	struct arena scratch = ARENA_INIT;
	bool ok = s != NULL;
	for (uint32_t i = 0; ok && i < b->g->nplaces; i++) {
		struct arena_mark mark = arena_mark(&scratch);
		struct gathered *p = &b->g->place[i];
		drop_repeated(p, &scratch);
		enter_keys(b, i + 1, p, &scratch);
		ok = write_place(b, s, i + 1, p, &scratch);
		arena_rewind(&scratch, mark);
	}
	sqlite3_finalize(s);
	arena_release(&scratch);
	return ok;
}

static int compare_doubles(const void *a, const void *b) {
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* The narrowest box around a country's places: longitudes are a circle, so the
 * widest gap between neighbours is what lies outside. */
static struct rect places_extent(const struct gathered *p, uint32_t n, struct arena *arena) {
	struct rect r = RECT_EMPTY;
	double *lon = arena_new(arena, double, n), widest = 0;
	uint32_t after = 0;
	for (uint32_t i = 0; i < n; i++) {
		lon[i] = p[i].at.x;
		r = rect_add(r, p[i].at);
	}
	qsort(lon, n, sizeof(*lon), compare_doubles);
	for (uint32_t i = 1; i < n; i++) {
		if (lon[i] - lon[i - 1] > widest) {
			widest = lon[i] - lon[i - 1];
			after = i;
		}
	}
	if (widest > lon[0] + 360 - lon[n - 1]) {
		r.min.x = lon[after];
		r.max.x = lon[after - 1] + 360;
	}
	return r;
}

static bool write_country(struct building *b, sqlite3_stmt *s, uint32_t from, uint32_t to) {
	const struct gathered *p = b->g->place, *own = NULL;
	for (uint32_t i = from; i < to && !own; i++)
		if (str_equal(p[i].class, STR("country")))
			own = &p[i];
	struct rect r = own && own->has_extent ? own->extent
					       : places_extent(p + from, to - from, b->g->arena);
	bind_text(s, 1, p[from].country);
	sqlite3_bind_int64(s, 2, from + 1);
	sqlite3_bind_int64(s, 3, to);
	if (own)
		sqlite3_bind_int64(s, 4, own - p + 1);
	sqlite3_bind_double(s, 5, r.min.x);
	sqlite3_bind_double(s, 6, r.min.y);
	sqlite3_bind_double(s, 7, r.max.x);
	sqlite3_bind_double(s, 8, r.max.y);
	return step(b, s);
}

static bool write_extents(struct building *b) {
	const struct gathering *g = b->g;
	sqlite3_stmt *s = prepare(b, "INSERT INTO country VALUES (?,?,?,?,?,?,?,?)");
	bool ok = s != NULL;
	for (uint32_t i = 0, end; ok && i < g->nplaces; i = end) {
		for (end = i + 1;
			end < g->nplaces && str_equal(g->place[end].country, g->place[i].country);)
			end++;
		ok = !g->place[i].country.len || write_country(b, s, i, end);
	}
	sqlite3_finalize(s);
	if (!ok)
		return false;
	s = prepare(b, "INSERT INTO extent VALUES (?,?,?,?,?)");
	for (uint32_t i = 0; (ok = s != NULL) && i < g->nplaces; i++) {
		const struct gathered *p = &g->place[i];
		if (!p->has_extent || str_equal(p->class, STR("country")))
			continue;
		sqlite3_bind_int64(s, 1, i + 1);
		sqlite3_bind_double(s, 2, p->extent.min.x);
		sqlite3_bind_double(s, 3, p->extent.min.y);
		sqlite3_bind_double(s, 4, p->extent.max.x);
		sqlite3_bind_double(s, 5, p->extent.max.y);
		if (!(ok = step(b, s)))
			break;
	}
	sqlite3_finalize(s);
	return ok;
}

/* Places on a border belong to each country that their source names. */
static bool write_border(struct building *b, sqlite3_stmt *s, uint32_t i) {
	struct str also = b->g->place[i].also;
	char separator = ',';
	for (size_t k = 0; k < also.len; k++)
		if (also.at[k] == ';')
			separator = ';';
	while (also.at && also.len) {
		struct str code = str_trim(str_split(&also, separator));
		if (!code.len || str_equal(code, b->g->place[i].country))
			continue;
		bind_text(s, 1, code);
		sqlite3_bind_int64(s, 2, i + 1);
		if (!step(b, s))
			return false;
	}
	return true;
}

static bool write_borders(struct building *b) {
	sqlite3_stmt *s = prepare(b, "INSERT OR IGNORE INTO border VALUES (?,?)");
	bool ok = s != NULL;
	for (uint32_t i = 0; ok && i < b->g->nplaces; i++)
		ok = write_border(b, s, i);
	sqlite3_finalize(s);
	return ok;
}

static size_t put_number(unsigned char *out, uint64_t v) {
	size_t n = 0;
	for (; v >= 0x80; v >>= 7)
		out[n++] = (unsigned char)(v | 0x80);
	out[n++] = (unsigned char)v;
	return n;
}

static bool write_keys(struct building *b) {
	const struct entries *e = &b->entries;
	sqlite3_stmt *s = prepare(b, "INSERT INTO keys VALUES (?,?)");
	unsigned rest_bits = b->hash_bits - b->bucket_bits;
	uint64_t rest_mask = ((uint64_t)1 << rest_bits) - 1;
	struct arena scratch = ARENA_INIT;
	bool ok = s != NULL;
	for (size_t i = 0, end; ok && i < e->n; i = end) {
		struct arena_mark mark = arena_mark(&scratch);
		uint64_t bucket = e->at[i] >> (64 - b->bucket_bits);
		for (end = i + 1; end < e->n && e->at[end] >> (64 - b->bucket_bits) == bucket;)
			end++;
		unsigned char *blob = arena_alloc(&scratch, end - i, 20, 1);
		uint64_t rest = 0, value = 0;
		size_t n = 0;
		for (size_t k = i; k < end; k++) {
			uint64_t r = e->at[k] >> (64 - b->hash_bits) & rest_mask;
			uint64_t v = e->at[k] & (((uint64_t)1 << VALUE_BITS) - 1);
			if (k > i && r == rest && v == value)
				continue;
			n += put_number(blob + n, r - rest);
			n += put_number(blob + n, k > i && r == rest ? v - value : v);
			rest = r;
			value = v;
		}
		sqlite3_bind_int64(s, 1, (sqlite3_int64)bucket);
		sqlite3_bind_blob64(s, 2, blob, n, SQLITE_STATIC);
		ok = step(b, s);
		arena_rewind(&scratch, mark);
	}
	sqlite3_finalize(s);
	arena_release(&scratch);
	return ok;
}

static const char schema[] =
	"PRAGMA page_size = 4096;"
	"PRAGMA journal_mode = OFF;"
	"PRAGMA synchronous = OFF;"
	"PRAGMA locking_mode = EXCLUSIVE;"
	"PRAGMA cache_size = -8000;"
	"BEGIN;"
	"CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
	"CREATE TABLE place (number INTEGER PRIMARY KEY, id TEXT, name TEXT, country TEXT,"
	" also TEXT, admin1 TEXT, feature_code TEXT, class TEXT, lon INTEGER, lat INTEGER,"
	" population INTEGER, precision INTEGER, names TEXT, curated INTEGER);"
	"CREATE TABLE country (code TEXT PRIMARY KEY, first INTEGER, last INTEGER,"
	" place INTEGER, west REAL, south REAL, east REAL, north REAL) WITHOUT ROWID;"
	"CREATE TABLE border (country TEXT, number INTEGER, PRIMARY KEY (country, number))"
	" WITHOUT ROWID;"
	"CREATE TABLE extent (number INTEGER PRIMARY KEY, west REAL, south REAL, east REAL,"
	" north REAL);"
	"CREATE TABLE keys (bucket INTEGER PRIMARY KEY, posting BLOB);";

static bool write_meta(struct building *b) {
	struct arena *a = b->g->arena;
	return sql(b,
		arena_printf(a,
			"INSERT INTO meta VALUES ('bucket_bits', %u),"
			"('entries', %zu), ('hash_bits', %u), ('places', %u);"
			"PRAGMA application_id = %d; PRAGMA user_version = %d;",
			b->bucket_bits, b->entries.n, b->hash_bits, b->g->nplaces,
			STORE_APPLICATION_ID, STORE_VERSION));
}

static bool write_all(struct building *b) {
	if (!sql(b, schema) || !write_places(b) || !write_extents(b) || !write_borders(b))
		return false;
	choose_bits(b);
	sort_entries(&b->entries, b->g->arena);
	return write_keys(b) && write_meta(b)
		&& sql(b, "CREATE UNIQUE INDEX place_id ON place (id); COMMIT");
}

bool store_write(const char *path, struct gathering *g, struct diag *diag) {
	struct building b = { .g = g, .path = path, .diag = diag };
	if (g->nplaces >= MOST_PLACES)
		return diag_error(diag, WHERE_NOWHERE, "%u places; the limit is %d", g->nplaces,
			MOST_PLACES - 1);
	merge_ids(g);
	qsort(g->place, g->nplaces, sizeof(*g->place), compare_places);
	bool ok = sqlite3_open_v2(path, &b.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL)
		== SQLITE_OK;
	ok = ok ? write_all(&b) : fail(path, b.db, diag);
	if (sqlite3_close(b.db) != SQLITE_OK && ok)
		ok = fail(path, b.db, diag);
	return ok;
}
