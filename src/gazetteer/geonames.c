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

static bool read_row(struct gathering *g, const struct source *source, struct str line,
	struct diag *diag) {
	struct str cell[NGN] = { { 0 } }, rest = line;
	struct where at = { source, (size_t)(line.at - source->text.at), NULL };
	int n = 0;
	double lat, lon;
	long population = 0;
	while (rest.at && n < NGN)
		cell[n++] = str_split(&rest, '\t');
	if (n < GN_LEAST)
		return diag_error(diag, at, "%d columns, but a GeoNames table has %d", n, NGN);
	if (utf8_check(line) != SIZE_MAX)
		return diag_error(diag, at, "not UTF-8");
	if (!str_to_double(cell[GN_LAT], &lat) || !str_to_double(cell[GN_LON], &lon)
		|| !(fabs(lat) <= 90) || !(fabs(lon) <= 180))
		return diag_error(diag, at, "\"%.*s\", \"%.*s\" is not a latitude and a longitude",
			STR_ARG(cell[GN_LAT]), STR_ARG(cell[GN_LON]));
	if (cell[GN_POPULATION].len && !str_to_long(cell[GN_POPULATION], &population))
		return diag_error(diag, at, "population \"%.*s\" is not a number",
			STR_ARG(cell[GN_POPULATION]));
	if (!cell[GN_NAME].len)
		return diag_error(diag, at, "a place without a name");
	struct gathered *p = gather_place(g);
	p->id = str_of(arena_printf(g->arena, "gn:%.*s", STR_ARG(cell[GN_ID])));
	p->name = cell[GN_NAME];
	p->country = cell[GN_COUNTRY];
	p->also = cell[GN_CC2];
	p->admin1 = cell[GN_ADMIN1];
	p->feature_code = cell[GN_CODE];
	p->at = (struct point){ lon, lat };
	p->has_point = true;
	p->population = population < 0    ? 0
		: population > UINT32_MAX ? UINT32_MAX
					  : (uint32_t)population;
	gather_name(g, p, cell[GN_ASCII], (struct str){ "", 0 });
	struct str names = cell[GN_ALTERNATE];
	while (names.at && names.len) {
		struct str name = str_trim(str_split(&names, ','));
		if (name.len && !is_machine_made(name))
			gather_name(g, p, name, (struct str){ "", 0 });
	}
	return true;
}

bool gather_geonames(struct gathering *g, const struct source *source, struct diag *diag) {
	/* A dump that is no dump would give a message for each of its lines. */
	enum { ERRORS_ENOUGH = 20 };
	unsigned errors = diag->errors;
	struct str rest = source->text;
	while (rest.at && rest.len) {
		struct str line = str_split(&rest, '\n');
		if (line.len && line.at[line.len - 1] == '\r')
			line.len--;
		if (!line.len || line.at[0] == '#')
			continue;
		if (!read_row(g, source, line, diag) && diag->errors - errors >= ERRORS_ENOUGH)
			break;
	}
	return diag->errors == errors;
}
