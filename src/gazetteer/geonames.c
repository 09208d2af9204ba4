#include "gazetteer/gather.h"

#include "base/utf8.h"

/* The columns of GeoNames' tables (its readme.txt), in order. */
enum {
	GN_ID,
	GN_NAME,
	GN_ASCII,
	GN_ALTERNATE,
	GN_LAT,
	GN_LON,
	GN_CLASS,
	GN_CODE,
	GN_COUNTRY,
	GN_CC2,
	GN_ADMIN1,
	GN_ADMIN2,
	GN_ADMIN3,
	GN_ADMIN4,
	GN_POPULATION,
	GN_ELEVATION,
	GN_DEM,
	GN_ZONE,
	GN_MODIFIED,
	NGN,
	GN_LEAST = GN_POPULATION + 1,
};

/* Among GeoNames' alternate names stand transliterations made by machine,
 * "alqyart" for three letters of Arabic: they begin with a small letter, which
 * other names do only when an article leads. */
static bool is_machine_made(struct str name) {
	if (!name.len || name.at[0] < 'a' || name.at[0] > 'z')
		return false;
	for (size_t i = 1; i < name.len && i < 5; i++)
		if (name.at[i] == '-' || name.at[i] == '\'')
			return false;
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.at[i] >= 0x80 || (name.at[i] >= 'A' && name.at[i] <= 'Z'))
			return false;
	return true;
}

/* Cells of a line, apart by tabs; the number of those there are. */
static int cut(struct str line, struct str *cell, int most) {
	struct str none = { "", 0 };
	int n = 0;
	while (line.at && n < most)
		cell[n++] = str_split(&line, '\t');
	for (int i = n; i < most; i++)
		cell[i] = none;
	return n;
}

/* Codes of countries have two letters; "" is none. */
static bool is_country(struct str code) {
	return code.len <= 3;
}

static bool read_place(struct gathering *g, struct str *cell, int n, const struct lines *at,
	struct diag *diag) {
	double lat, lon;
	long population = 0;
	if (n < GN_LEAST)
		return diag_error(diag, lines_where(at, diag),
			"%d columns, but a GeoNames table has %d", n, NGN);
	if (!str_to_double(cell[GN_LAT], &lat) || !str_to_double(cell[GN_LON], &lon)
		|| !(fabs(lat) <= 90) || !(fabs(lon) <= 180))
		return diag_error(diag, lines_where(at, diag),
			"\"%.*s\", \"%.*s\" is not a latitude and a longitude",
			STR_ARG(cell[GN_LAT]), STR_ARG(cell[GN_LON]));
	if (cell[GN_POPULATION].len && !str_to_long(cell[GN_POPULATION], &population))
		return diag_error(diag, lines_where(at, diag),
			"population \"%.*s\" is not a number", STR_ARG(cell[GN_POPULATION]));
	if (!cell[GN_NAME].len)
		return diag_error(diag, lines_where(at, diag), "a place without a name");
	if (!is_country(cell[GN_COUNTRY]))
		return diag_error(diag, lines_where(at, diag), "\"%.*s\" is no country's code",
			STR_ARG(cell[GN_COUNTRY]));
	struct gathered *p = gather_place(g);
	p->id = str_of(arena_printf(&g->scratch, "gn:%.*s", STR_ARG(cell[GN_ID])));
	p->name = cell[GN_NAME];
	p->country = cell[GN_COUNTRY];
	p->also = cell[GN_CC2];
	p->admin1 = cell[GN_ADMIN1];
	p->admin2 = cell[GN_ADMIN2];
	p->feature_code = cell[GN_CODE];
	p->at = (struct point){ lon, lat };
	p->has_point = true;
	p->population = population < 0    ? 0
		: population > UINT32_MAX ? UINT32_MAX
					  : (uint32_t)population;
	gather_name(g, cell[GN_ASCII], (struct str){ "", 0 });
	struct str names = cell[GN_ALTERNATE];
	while (names.at && names.len) {
		struct str name = str_trim(str_split(&names, ','));
		if (name.len && !is_machine_made(name))
			gather_name(g, name, (struct str){ "", 0 });
	}
	gather_put(g);
	return true;
}

static bool read_places_row(struct gathering *g, struct str line, const struct lines *at,
	struct diag *diag) {
	struct str cell[NGN];
	int n = cut(line, cell, NGN);
	return read_place(g, cell, n, at, diag);
}

/* Pseudo-languages that are no names: links, Wikidata, postal codes, ... */
static bool is_no_name(struct str language) {
	static const char *const none[] = { "link", "wkdt", "post", "unlc", "tcid", "phon" };
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		if (str_equal(language, str_of(none[i])))
			return true;
	return false;
}

static bool is_number(struct str s) {
	long number;
	return str_to_long(s, &number);
}

/* alternateNameId, geonameid, isolanguage, name, isPreferred, isShort,
 * isColloquial, isHistoric, from, to; the first edition has no dates. */
static bool read_alternate(struct gathering *g, struct str line, const struct lines *at,
	struct diag *diag) {
	enum { ID = 1, LANGUAGE, NAME, HISTORIC = 7, FROM, TO, N, LONGEST_LANGUAGE = 8 };
	struct str cell[N], none = { "", 0 };
	int n = cut(line, cell, N);
	if (n <= NAME || !is_number(cell[ID]))
		return diag_error(diag, lines_where(at, diag),
			"not an alternate name: %d columns, where a number, the number of a place, a "
			"language and a name are expected",
			n);
	/* Languages have two or three letters, the codes of airports four. */
	bool language = cell[LANGUAGE].len == 2 || cell[LANGUAGE].len == 3;
	if (is_no_name(cell[LANGUAGE]) || !cell[NAME].len || cell[LANGUAGE].len > LONGEST_LANGUAGE
		|| is_machine_made(cell[NAME]))
		return true;
	struct gathered *p = gather_place(g);
	p->id = str_of(arena_printf(&g->scratch, "gn:%.*s", STR_ARG(cell[ID])));
	if (str_equal(cell[HISTORIC], STR("1")) && !cell[TO].len)
		cell[TO] = STR("?");
	gather_dated_name(g,
		(struct place_name){ cell[NAME], language ? cell[LANGUAGE] : none, cell[FROM],
			cell[TO] });
	gather_put(g);
	return true;
}

/* "IQ.07", name, plain name, geonameid; of the second level "IQ.07.98182". */
static bool read_division(struct gathering *g, struct str line, const struct lines *at,
	struct diag *diag) {
	enum { CODE, NAME, PLAIN, ID, N };
	struct str cell[N], none = { "", 0 };
	if (cut(line, cell, N) < N || !is_number(cell[ID]))
		return diag_error(diag, lines_where(at, diag),
			"not a division: a code such as IQ.07, a name, the plain name and a number "
			"are expected");
	/* Our own table of divisions has the code for an id. */
	const char *const format[] = { "gn:%.*s", "div:%.*s" };
	for (int i = 0; i < 2; i++) {
		struct gathered *p = gather_place(g);
		p->id = str_of(arena_printf(&g->scratch, i ? format[1] : format[0],
			STR_ARG(cell[i ? CODE : ID])));
		gather_name(g, cell[NAME], none);
		gather_name(g, cell[PLAIN], none);
		gather_put(g);
	}
	return true;
}

/* The name of a country goes to GeoNames' place and to that of our own table. */
static bool read_country(struct gathering *g, struct str line, const struct lines *at,
	struct diag *diag) {
	enum { ISO, ISO3, NAME = 4, ID = 16, LEAST };
	struct str cell[LEAST], none = { "", 0 };
	if (cut(line, cell, LEAST) < LEAST || cell[ISO].len != 2 || !cell[NAME].len)
		return diag_error(diag, lines_where(at, diag), "not a row of countryInfo.txt");
	gather_country(g, cell[NAME], cell[ISO]);
	for (int i = 0; i < 2; i++) {
		struct gathered *p = gather_place(g);
		p->id = str_of(i ? arena_printf(&g->scratch, "country:%.*s", STR_ARG(cell[ISO]))
				 : arena_printf(&g->scratch, "gn:%.*s", STR_ARG(cell[ID])));
		gather_name(g, cell[NAME], none);
		gather_name(g, cell[ISO3], none);
		gather_put(g);
	}
	return true;
}

static bool read_parent(struct gathering *g, struct str line, const struct lines *at,
	struct diag *diag) {
	enum { PARENT, CHILD, KIND, N };
	struct str cell[N];
	if (cut(line, cell, N) <= CHILD || !is_number(cell[PARENT]) || !is_number(cell[CHILD]))
		return diag_error(diag, lines_where(at, diag),
			"not a row of hierarchy.txt: two numbers are expected");
	struct gathered *p = gather_place(g);
	p->id = str_of(arena_printf(&g->scratch, "gn:%.*s", STR_ARG(cell[CHILD])));
	p->parent = str_of(arena_printf(&g->scratch, "gn:%.*s", STR_ARG(cell[PARENT])));
	gather_put(g);
	return true;
}

static bool each_line(struct gathering *g, struct lines *lines,
	bool (*read)(struct gathering *, struct str, const struct lines *, struct diag *),
	struct diag *diag) {
	/* A dump that is no dump would give a message for each of its lines. */
	enum { ERRORS_ENOUGH = 20 };
	unsigned errors = diag->errors;
	struct str line;
	while (lines_next(lines, &line, diag))
		if (!read(g, line, lines, diag) && diag->errors - errors >= ERRORS_ENOUGH)
			break;
	return diag->errors == errors;
}

bool gather_geonames(struct gathering *g, struct lines *lines, struct diag *diag) {
	return each_line(g, lines, read_places_row, diag);
}

bool gather_alternates(struct gathering *g, struct lines *lines, struct diag *diag) {
	return each_line(g, lines, read_alternate, diag);
}

bool gather_divisions(struct gathering *g, struct lines *lines, struct diag *diag) {
	return each_line(g, lines, read_division, diag);
}

bool gather_countries(struct gathering *g, struct lines *lines, struct diag *diag) {
	return each_line(g, lines, read_country, diag);
}

bool gather_hierarchy(struct gathering *g, struct lines *lines, struct diag *diag) {
	return each_line(g, lines, read_parent, diag);
}
