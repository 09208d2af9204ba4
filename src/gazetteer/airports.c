#include "gazetteer/gather.h"

#include <string.h>

#include "base/csv.h"

/* Words in the name of an airfield that is no airport of the public. */
static const char *const military[] = { "Air Base", "Airbase", "Air Force", "AFB", "Army",
	"Military", "Naval", "Air Station", "Heliport Base" };

static bool holds(struct str s, struct str part) {
	for (size_t i = 0; i + part.len <= s.len; i++)
		if (memcmp(s.at + i, part.at, part.len) == 0)
			return true;
	return false;
}

static struct str class_of(struct str name) {
	for (size_t i = 0; i < sizeof(military) / sizeof(*military); i++)
		if (holds(name, str_of(military[i])))
			return STR("base");
	return STR("airport");
}

static struct str cell_of(const struct csv_row *row, int column) {
	struct str none = { "", 0 };
	if (column < 0 || (uint32_t)column >= row->ncells)
		return none;
	struct str s = str_trim(row->cell[column].text);
	return str_equal(s, STR("\\N")) ? none : s;
}

static bool read_point(const struct source *source, const struct csv_row *row, struct str lon,
	struct str lat, struct point *out, struct diag *diag) {
	if (str_to_double(lon, &out->x) && str_to_double(lat, &out->y) && fabs(out->x) <= 180
		&& fabs(out->y) <= 90)
		return true;
	return diag_error(diag, (struct where){ source, row->offset, NULL },
		"\"%.*s\", \"%.*s\" is not a longitude and a latitude", STR_ARG(lon), STR_ARG(lat));
}

static void add_code(struct gathering *g, struct str code) {
	if (code.len >= 2 && !str_equal(code, g->place.name))
		gather_name(g, code, (struct str){ "", 0 });
}

/* The names that both tables allow for: codes, and the town's for a large one. */
static void add_town(struct gathering *g, struct str town) {
	if (town.len)
		gather_name(g, str_of(arena_printf(&g->scratch, "%.*s airport", STR_ARG(town))),
			(struct str){ "", 0 });
}

enum { IDENT, TYPE, NAME, LAT, LON, COUNTRY, TOWN, GPS, IATA, LOCAL, KEYWORDS, NCOLUMNS };

static bool read_ourairport(struct gathering *g, const struct source *source,
	const struct csv_row *row, const int *column, struct diag *diag) {
	struct str type = cell_of(row, column[TYPE]), name = cell_of(row, column[NAME]);
	struct point at;
	if (!read_point(source, row, cell_of(row, column[LON]), cell_of(row, column[LAT]), &at,
		    diag))
		return false;
	if (!name.len || !cell_of(row, column[IDENT]).len || cell_of(row, column[COUNTRY]).len > 3)
		return diag_error(diag, (struct where){ source, row->offset, NULL },
			"an airport without a name, a code or a country's code");
	if (str_equal(type, STR("closed")))
		return true;
	struct gathered *p = gather_place(g);
	p->id = str_of(arena_printf(&g->scratch, "oa:%.*s", STR_ARG(cell_of(row, column[IDENT]))));
	p->name = name;
	p->country = cell_of(row, column[COUNTRY]);
	p->class = str_equal(type, STR("heliport")) ? STR("heliport") : class_of(name);
	p->feature_code = STR("AIRP");
	p->at = at;
	p->has_point = true;
	for (int code = GPS; code <= LOCAL; code++)
		add_code(g, cell_of(row, column[code]));
	add_code(g, cell_of(row, column[IDENT]));
	if (str_equal(type, STR("large_airport")))
		add_town(g, cell_of(row, column[TOWN]));
	struct str words = cell_of(row, column[KEYWORDS]);
	while (words.at && words.len)
		add_code(g, str_trim(str_split(&words, ',')));
	gather_put(g);
	return true;
}

bool gather_ourairports(struct gathering *g, const struct source *source, struct diag *diag) {
	static const char *const names[NCOLUMNS] = { "ident", "type", "name", "latitude_deg",
		"longitude_deg", "iso_country", "municipality", "gps_code", "iata_code",
		"local_code", "keywords" };
	struct arena rows = ARENA_INIT;
	struct csv csv;
	struct csv_row row;
	int column[NCOLUMNS];
	unsigned errors = diag->errors;
	csv_open(&csv, source, &rows);
	if (csv_next(&csv, &row, diag)) {
		for (int i = 0; i < NCOLUMNS; i++) {
			column[i] = -1;
			for (uint32_t k = 0; k < row.ncells; k++)
				if (str_equal_nocase(str_trim(row.cell[k].text), str_of(names[i])))
					column[i] = (int)k;
			if (i <= COUNTRY && column[i] < 0)
				diag_error(diag, (struct where){ source, row.offset, NULL },
					"no column \"%s\"", names[i]);
		}
	}
	struct arena_mark mark = arena_mark(&rows);
	while (diag->errors == errors && csv_next(&csv, &row, diag)) {
		read_ourairport(g, source, &row, column, diag);
		arena_rewind(&rows, mark);
	}
	arena_release(&rows);
	return diag->errors == errors;
}

/* id, name, town, country, IATA, ICAO, latitude, longitude, ... (its site). */
static bool read_openflight(struct gathering *g, const struct source *source,
	const struct csv_row *row, struct diag *diag) {
	enum { AIRPORT = 1, CITY, STATE, FIRST_CODE, SECOND_CODE, NORTH, EAST };
	struct point at;
	struct str name = cell_of(row, AIRPORT);
	if (!read_point(source, row, cell_of(row, EAST), cell_of(row, NORTH), &at, diag))
		return false;
	if (!name.len)
		return diag_error(diag, (struct where){ source, row->offset, NULL },
			"an airport without a name");
	struct gathered *p = gather_place(g);
	struct str code = cell_of(row, SECOND_CODE);
	/* The same airport of OurAirports has this id. */
	p->id = str_of(arena_printf(&g->scratch, code.len ? "oa:%.*s" : "of:%.*s",
		STR_ARG(code.len ? code : cell_of(row, 0))));
	p->name = name;
	p->country = gather_country_code(g, cell_of(row, STATE));
	p->class = class_of(name);
	p->feature_code = STR("AIRP");
	p->at = at;
	p->has_point = true;
	add_code(g, code);
	add_code(g, cell_of(row, FIRST_CODE));
	add_town(g, cell_of(row, CITY));
	gather_put(g);
	return true;
}

bool gather_openflights(struct gathering *g, const struct source *source, struct diag *diag) {
	struct arena rows = ARENA_INIT;
	struct csv csv;
	struct csv_row row;
	unsigned errors = diag->errors;
	csv_open(&csv, source, &rows);
	struct arena_mark mark = arena_mark(&rows);
	while (diag->errors == errors && csv_next(&csv, &row, diag)) {
		read_openflight(g, source, &row, diag);
		arena_rewind(&rows, mark);
	}
	arena_release(&rows);
	return diag->errors == errors;
}
