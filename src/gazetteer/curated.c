#include "gazetteer/gather.h"

#include "base/csv.h"
#include "base/limits.h"

/*
 * A table of places of our own, or of a user's.  Its columns, in any order:
 *
 *   id           "sitmap:k1"; "gn:99003" adds to that place of GeoNames
 *   name         the name that maps show (required)
 *   names        further spellings, apart by ";" or "|"; "Saigon (-1976)" was in use
 *                until 1976, "Leningrad (1924-1991)" between these years
 *   name:ar ...  the name in a language, one column each
 *   country      ISO 3166-1 alpha-2; several ("IQ;SY") where it lies on a border
 *   admin1       GeoNames' code of the first-level division, or its name
 *   class        base, airport, crossing, town, district, region, country, ...
 *   lon, lat     degrees; without them the row only adds names to its id
 *   precision    how far off the point may be: metres, or with unit ("15km")
 *   population
 *   west, south, east, north   the extent of a country or region
 *
 * Other columns (source, note) are for readers and passed over.
 */
/* "1924-1991" */
enum { LONGEST_SPAN = 9, LONGEST_CODE = 3 };

enum column {
	COLUMN_ID,
	COLUMN_NAME,
	COLUMN_NAMES,
	COLUMN_COUNTRY,
	COLUMN_ADMIN1,
	COLUMN_CLASS,
	COLUMN_FEATURE_CODE,
	COLUMN_LON,
	COLUMN_LAT,
	COLUMN_PRECISION,
	COLUMN_TOLERANCE_KM,
	COLUMN_POPULATION,
	COLUMN_WEST,
	COLUMN_SOUTH,
	COLUMN_EAST,
	COLUMN_NORTH,
	COLUMN_LANGUAGE,
	COLUMN_OTHER,
	NCOLUMNS = COLUMN_LANGUAGE,
};

/* clang-format off */
static const struct {
	const char *name;
	enum column column;
} columns[] = {
	{ "id", COLUMN_ID }, { "key", COLUMN_ID },
	{ "name", COLUMN_NAME },
	{ "names", COLUMN_NAMES }, { "spellings", COLUMN_NAMES }, { "aliases", COLUMN_NAMES },
	{ "alt_names", COLUMN_NAMES }, { "alternates", COLUMN_NAMES },
	{ "demonyms", COLUMN_OTHER },
	{ "country", COLUMN_COUNTRY }, { "cc", COLUMN_COUNTRY }, { "iso2", COLUMN_COUNTRY },
	{ "alpha2", COLUMN_COUNTRY }, { "alpha_2", COLUMN_COUNTRY }, { "code", COLUMN_COUNTRY },
	{ "admin1", COLUMN_ADMIN1 }, { "region", COLUMN_ADMIN1 },
	{ "class", COLUMN_CLASS }, { "kind", COLUMN_CLASS }, { "type", COLUMN_CLASS },
	{ "feature_code", COLUMN_FEATURE_CODE },
	{ "iso3", COLUMN_NAMES }, { "alpha3", COLUMN_NAMES }, { "alpha_3", COLUMN_NAMES },
	{ "lon", COLUMN_LON }, { "longitude", COLUMN_LON },
	{ "lat", COLUMN_LAT }, { "latitude", COLUMN_LAT },
	{ "precision", COLUMN_PRECISION }, { "precision_m", COLUMN_PRECISION },
	{ "tolerance_km", COLUMN_TOLERANCE_KM }, { "precision_km", COLUMN_TOLERANCE_KM },
	{ "population", COLUMN_POPULATION }, { "pop", COLUMN_POPULATION },
	{ "west", COLUMN_WEST }, { "w", COLUMN_WEST }, { "south", COLUMN_SOUTH },
	{ "s", COLUMN_SOUTH }, { "east", COLUMN_EAST }, { "e", COLUMN_EAST },
	{ "north", COLUMN_NORTH }, { "n", COLUMN_NORTH },
};
/* clang-format on */

struct table {
	const struct source *source;
	enum column *column;
	struct str *language; /* of a COLUMN_LANGUAGE */
	const char **path;
	uint32_t ncolumns;
};

static enum column find_column(struct str name, struct str *language) {
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (str_equal_nocase(name, str_of(columns[i].name)))
			return columns[i].column;
	if (name.len > 5 && (str_starts(name, STR("name:")) || str_starts(name, STR("name_")))) {
		*language = str_slice(name, 5, name.len);
		return COLUMN_LANGUAGE;
	}
	return COLUMN_OTHER;
}

static bool read_header(struct gathering *g, struct table *t, const struct csv_row *row,
	struct diag *diag) {
	bool name = false, id = false;
	if (row->ncells > LIMIT_FIELDS)
		return diag_error(diag, (struct where){ t->source, row->offset, NULL },
			"%u columns; the limit is %d", row->ncells, LIMIT_FIELDS);
	t->ncolumns = row->ncells;
	t->column = arena_new(g->arena, enum column, t->ncolumns);
	t->language = arena_new(g->arena, struct str, t->ncolumns);
	t->path = arena_new(g->arena, const char *, t->ncolumns);
	for (uint32_t i = 0; i < t->ncolumns; i++) {
		struct str text = str_trim(row->cell[i].text);
		t->column[i] = find_column(text, &t->language[i]);
		t->path[i] = arena_strdup(g->arena, text);
		name |= t->column[i] == COLUMN_NAME;
		id |= t->column[i] == COLUMN_ID;
	}
	return name || id
		|| diag_error(diag, (struct where){ t->source, row->offset, NULL },
			"no column \"name\": a table of places needs one");
}

static bool read_number(const struct table *t, const struct csv_cell *cell, uint32_t column,
	double limit, double *out, struct diag *diag) {
	struct str text = str_trim(cell->text);
	struct where at = { t->source, cell->offset, t->path[column] };
	if (!str_to_double(text, out))
		return diag_error(diag, at, "\"%.*s\" is not a number", STR_ARG(text));
	if (!(fabs(*out) <= limit))
		return diag_error(diag, at, "\"%.*s\" is not between -%.10g and %.10g",
			STR_ARG(text), limit, limit);
	return true;
}

/* "15km", "300m" or bare metres. */
static bool read_precision(const struct table *t, const struct csv_cell *cell, uint32_t column,
	double *out, struct diag *diag) {
	struct csv_cell figure = *cell;
	double factor = 1;
	figure.text = str_trim(cell->text);
	if (str_ends(figure.text, STR("km"))) {
		factor = 1000;
		figure.text.len -= 2;
	} else if (str_ends(figure.text, STR("m"))) {
		figure.text.len -= 1;
	}
	if (!read_number(t, &figure, column, 2e7, out, diag))
		return false;
	*out *= factor;
	return *out >= 0
		|| diag_error(diag, (struct where){ t->source, cell->offset, t->path[column] },
			"\"%.*s\" is below zero", STR_ARG(cell->text));
}

/* "Saigon (-1976)": a name that was in use until then; "(1924-1991)". */
static void gather_own_name(struct gathering *g, struct str name, struct str language) {
	struct place_name n = { name, language, { "", 0 }, { "", 0 } };
	size_t open = name.len;
	while (open > 1 && name.at[open - 1] != '(')
		open--;
	struct str span = open > 1 && name.at[name.len - 1] == ')'
		? str_slice(name, open, name.len - 1)
		: (struct str){ "", 0 };
	bool dates = span.len > 0 && span.len <= LONGEST_SPAN;
	for (size_t i = 0; i < span.len; i++)
		dates &= span.at[i] == '-' || (span.at[i] >= '0' && span.at[i] <= '9');
	if (dates) {
		n.text = str_trim(str_slice(name, 0, open - 1));
		n.from = str_split(&span, '-');
		n.until = span.at ? span : n.from;
	}
	gather_dated_name(g, n);
}

static void add_names(struct gathering *g, struct str list, struct str language) {
	char separator = ';';
	for (size_t i = 0; i < list.len; i++)
		if (list.at[i] == '|')
			separator = '|';
	while (list.at && list.len) {
		struct str name = str_trim(str_split(&list, separator));
		if (name.len)
			gather_own_name(g, name, language);
	}
}

/* What is read as numbers before it is known to be whole. */
struct figures {
	double value[NCOLUMNS];
	bool has[NCOLUMNS];
};

static bool read_cell(struct gathering *g, const struct table *t, uint32_t i,
	const struct csv_cell *cell, struct gathered *p, struct figures *f, struct diag *diag) {
	struct str text = str_trim(cell->text), none = { "", 0 };
	enum column column = t->column[i];
	if (!text.len)
		return true;
	switch (column) {
	case COLUMN_ID:
		p->id = text;
		return true;
	case COLUMN_NAME:
		p->name = text;
		return true;
	case COLUMN_NAMES:
		add_names(g, text, none);
		return true;
	case COLUMN_LANGUAGE:
		add_names(g, text, t->language[i]);
		return true;
	case COLUMN_COUNTRY:
		p->country = str_trim(str_split(&text, ';'));
		p->also = text.at ? str_trim(text) : none;
		return p->country.len <= LONGEST_CODE
			|| diag_error(diag, (struct where){ t->source, cell->offset, t->path[i] },
				"\"%.*s\" is no country's code of two letters, such as IQ",
				STR_ARG(p->country));
	case COLUMN_ADMIN1:
		p->admin1 = text;
		return true;
	case COLUMN_CLASS:
		p->class = text;
		return true;
	case COLUMN_FEATURE_CODE:
		p->feature_code = text;
		return true;
	case COLUMN_PRECISION:
		return read_precision(t, cell, i, &p->precision, diag);
	case COLUMN_OTHER:
		return true;
	default:
		f->has[column] = true;
		return read_number(t, cell, i,
			column == COLUMN_POPULATION                              ? UINT32_MAX
				: column == COLUMN_EAST || column == COLUMN_WEST ? 360
				: column == COLUMN_LON                           ? 180
				: column == COLUMN_TOLERANCE_KM                  ? 20000
										 : 90,
			&f->value[column], diag);
	}
}

static bool take_figures(struct gathered *p, const struct figures *f, struct where at,
	struct diag *diag) {
	if (f->has[COLUMN_LON] != f->has[COLUMN_LAT])
		return diag_error(diag, at, "only one of lon and lat");
	p->has_point = f->has[COLUMN_LON];
	p->at = (struct point){ f->value[COLUMN_LON], f->value[COLUMN_LAT] };
	if (f->has[COLUMN_POPULATION] && f->value[COLUMN_POPULATION] > 0)
		p->population = (uint32_t)f->value[COLUMN_POPULATION];
	if (f->has[COLUMN_TOLERANCE_KM])
		p->precision = 1000 * f->value[COLUMN_TOLERANCE_KM];
	p->has_extent = f->has[COLUMN_WEST] && f->has[COLUMN_SOUTH] && f->has[COLUMN_EAST]
		&& f->has[COLUMN_NORTH];
	if (!p->has_extent)
		return true;
	p->extent = (struct rect){ { f->value[COLUMN_WEST], f->value[COLUMN_SOUTH] },
		{ f->value[COLUMN_EAST], f->value[COLUMN_NORTH] } };
	if (p->extent.max.x < p->extent.min.x)
		p->extent.max.x += 360;
	if (rect_is_empty(p->extent))
		return diag_error(diag, at, "the extent's south is above its north");
	if (!p->has_point)
		p->at = rect_center(p->extent);
	p->has_point = true;
	return true;
}

static bool read_row(struct gathering *g, const struct table *t, const struct csv_row *row,
	struct diag *diag) {
	struct where at = { t->source, row->offset, NULL };
	struct figures figures = { 0 };
	bool ok = true;
	if (row->ncells != t->ncolumns)
		return diag_error(diag, at, "%u cells, but the header has %u columns", row->ncells,
			t->ncolumns);
	struct gathered *p = gather_place(g);
	p->curated = true;
	for (uint32_t i = 0; i < t->ncolumns; i++)
		ok &= read_cell(g, t, i, &row->cell[i], p, &figures, diag);
	ok = ok && take_figures(p, &figures, at, diag);
	if (ok && !p->name.len && !p->nothers)
		ok = diag_error(diag, at, "a place without a name");
	if (ok && !p->has_point && !str_starts(p->id, STR("gn:")))
		ok = diag_error(diag, at, "a place without lon and lat");
	if (!p->name.len && p->nothers && p->has_point)
		p->name = p->other[0].text;
	if (!p->id.len && str_equal(p->class, STR("country")))
		p->id = str_of(arena_printf(&g->scratch, "country:%.*s", STR_ARG(p->country)));
	if (!p->id.len)
		p->id = str_of(arena_printf(&g->scratch, "own:%.*s,%.*s", STR_ARG(p->name),
			STR_ARG(p->country)));
	if (!ok)
		return false;
	if (str_equal(p->class, STR("country"))) {
		gather_country(g, p->name, p->country);
		for (uint32_t i = 0; i < p->nothers; i++)
			gather_country(g, p->other[i].text, p->country);
	}
	gather_put(g);
	return true;
}

bool gather_csv(struct gathering *g, const struct source *source, struct diag *diag) {
	struct table table = { .source = source };
	struct csv csv;
	struct csv_row row;
	unsigned errors = diag->errors;
	struct arena rows = ARENA_INIT;
	csv_open(&csv, source, &rows);
	if (!csv_next(&csv, &row, diag)) {
		if (diag->errors == errors)
			diag_error(diag, (struct where){ source, WHERE_WHOLE, NULL },
				"empty: a table of places begins with a row of column names");
		diag_settle(diag);
		arena_release(&rows);
		return false;
	}
	if (!read_header(g, &table, &row, diag)) {
		diag_settle(diag);
		arena_release(&rows);
		return false;
	}
	struct arena_mark mark = arena_mark(&rows);
	while (csv_next(&csv, &row, diag)) {
		read_row(g, &table, &row, diag);
		arena_rewind(&rows, mark);
	}
	diag_settle(diag);
	arena_release(&rows);
	return diag->errors == errors;
}
