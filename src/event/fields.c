#include "event/fields.h"

#include <string.h>

/* clang-format off */
const char *const field_names[NFIELDS] = {
	[FIELD_ID] = "id", [FIELD_DATE] = "date", [FIELD_END_DATE] = "end_date",
	[FIELD_KIND] = "kind", [FIELD_PLACE] = "place", [FIELD_COUNTRY] = "country",
	[FIELD_LON] = "lon", [FIELD_LAT] = "lat", [FIELD_VIA] = "via", [FIELD_TO] = "to",
	[FIELD_ACTOR] = "actor", [FIELD_RECIPIENT] = "recipient", [FIELD_COUNT] = "count",
	[FIELD_TITLE] = "title", [FIELD_NOTE] = "note", [FIELD_SOURCE] = "source",
	[FIELD_URL] = "url", [FIELD_CONFIDENCE] = "confidence",
	[FIELD_PRECISION] = "precision",
};
/* clang-format on */

/* ACLED's export, simplestyle, and what people call coordinates. */
static const struct {
	const char *name;
	enum field field;
	bool acled;
} aliases[] = {
	{ "event_id_cnty", FIELD_ID, true },
	{ "event_date", FIELD_DATE, true },
	{ "event_type", FIELD_KIND, true },
	{ "location", FIELD_PLACE, true },
	{ "latitude", FIELD_LAT, true },
	{ "longitude", FIELD_LON, true },
	{ "geo_precision", FIELD_PRECISION, true },
	{ "notes", FIELD_NOTE, true },
	{ "actor1", FIELD_ACTOR, true },
	{ "description", FIELD_NOTE, false },
	{ "lng", FIELD_LON, false },
	{ "long", FIELD_LON, false },
};

/* How far off a point of that precision may be: the size of a town, of a
 * district as they are in the Middle East, of a first-level division. */
static const struct {
	const char *name;
	double metres;
} precisions[] = {
	{ "exact", 0 },
	{ "town", 3000 },
	{ "district", 20000 },
	{ "region", 75000 },
};

static const char *const confidences[] = { "confirmed", "claimed", "planned", "denied" };

enum {
	NALIASES = sizeof(aliases) / sizeof(aliases[0]),
	NPRECISIONS = sizeof(precisions) / sizeof(precisions[0]),
	NCONFIDENCES = sizeof(confidences) / sizeof(confidences[0])
};

struct field_column field_find(struct str name) {
	for (int i = 0; i < NFIELDS; i++)
		if (str_equal_nocase(name, str_of(field_names[i])))
			return (struct field_column){ (enum field)i, false };
	for (int i = 0; i < NALIASES; i++)
		if (str_equal_nocase(name, str_of(aliases[i].name)))
			return (struct field_column){ aliases[i].field, aliases[i].acled };
	return (struct field_column){ FIELD_NONE, false };
}

static bool is_proper(struct str name, enum field field) {
	return field != FIELD_NONE && str_equal_nocase(name, str_of(field_names[field]));
}

/* One coordinate alone is no more than none, so they are guessed only beside the other. */
static bool say_no_place(const struct str *name, uint32_t n, bool one_coordinate, struct where at,
	struct diag *diag) {
	static const char *const wanted[] = { "place", "location", "lon", "lat", "latitude",
		"longitude" };
	for (uint32_t i = 0; i < n; i++) {
		const char *meant = str_nearest(name[i], wanted, one_coordinate ? 6 : 2);
		if (meant && field_find(name[i]).field == FIELD_NONE)
			return diag_error(diag, at,
				"no column \"place\", nor \"lon\" and \"lat\"; "
				"did you mean \"%s\" by \"%.*s\"?",
				meant, STR_ARG(name[i]));
	}
	if (n == 1)
		return diag_error(diag, at,
			"no column \"place\", nor \"lon\" and \"lat\", and only one column; "
			"write commas, semicolons or tabs between the cells");
	return diag_error(diag, at,
		"no column \"place\", nor \"lon\" and \"lat\": an event list needs one or the "
		"other; its first row begins with \"%.*s\"",
		STR_ARG(name[0]));
}

bool fields_assign(const struct str *name, const struct where *at, uint32_t n,
	struct field_column *out, struct diag *diag) {
	uint32_t taken[NFIELDS] = { 0 }; /* column + 1 */
	bool ok = true;
	for (int proper = 1; proper >= 0; proper--) {
		for (uint32_t i = 0; i < n; i++) {
			struct field_column c = field_find(name[i]);
			if (is_proper(name[i], c.field) != (proper != 0))
				continue;
			out[i] = c;
			if (c.field == FIELD_NONE)
				continue;
			if (taken[c.field] && proper)
				ok = diag_error(diag, at[i], "column \"%.*s\" appears twice",
					STR_ARG(name[i]));
			if (taken[c.field])
				out[i].field = FIELD_NONE;
			else
				taken[c.field] = i + 1;
		}
	}
	for (uint32_t i = 0; i < n; i++)
		if (taken[FIELD_LON] == i + 1 || taken[FIELD_LAT] == i + 1)
			out[i].acled = false;
	if (!taken[FIELD_PLACE] && !(taken[FIELD_LON] && taken[FIELD_LAT])) {
		return say_no_place(name, n, taken[FIELD_LON] || taken[FIELD_LAT], at[0], diag);
	}
	return ok;
}

/* "07 April 2020", ACLED's own form. */
static bool parse_long_date(struct str s, struct date *out) {
	static const char *const months[] = { "January", "February", "March", "April", "May",
		"June", "July", "August", "September", "October", "November", "December" };
	struct str rest = s, day = str_split(&rest, ' '), month = str_split(&rest, ' ');
	long d, y;
	if (!str_to_long(day, &d) || !rest.at || !str_to_long(rest, &y) || y < 1 || y > 9999)
		return false;
	for (int m = 0; m < 12; m++) {
		if (!str_equal_nocase(month, str_of(months[m])))
			continue;
		char iso[32];
		int len = snprintf(iso, sizeof(iso), "%04ld-%02d-%02ld", y, m + 1, d);
		return date_parse((struct str){ iso, (size_t)len }, out);
	}
	return false;
}

static bool read_date(const struct field_cell *cell, struct date *out, struct diag *diag) {
	if (!cell->text.len || date_parse(cell->text, out))
		return true;
	if (cell->acled && parse_long_date(cell->text, out))
		return true;
	*out = (struct date){ 0 };
	return diag_error(diag, cell->at,
		"\"%.*s\" is not a date; write 2020-04-07, "
		"2020-04 or 2020",
		STR_ARG(cell->text));
}

static bool read_dates(const struct field_cell *cell, struct event *e, struct diag *diag) {
	bool ok = read_date(&cell[FIELD_DATE], &e->date, diag);
	ok &= read_date(&cell[FIELD_END_DATE], &e->end_date, diag);
	if (!ok || !e->end_date.year)
		return ok;
	if (!e->date.year)
		return diag_error(diag, cell[FIELD_END_DATE].at, "an end date needs a date");
	bool same_month = e->end_date.year == e->date.year
		&& (!e->end_date.month || (e->end_date.month == e->date.month && !e->end_date.day));
	if (date_compare(e->end_date, e->date) < 0 && !same_month)
		return diag_error(diag, cell[FIELD_END_DATE].at,
			"\"%.*s\" is before the event's date \"%.*s\"",
			STR_ARG(cell[FIELD_END_DATE].text), STR_ARG(cell[FIELD_DATE].text));
	return true;
}

static bool read_confidence(const struct field_cell *cell, struct event *e, struct diag *diag) {
	if (!cell->text.len)
		return true;
	for (int i = 0; i < NCONFIDENCES; i++) {
		if (str_equal_nocase(cell->text, str_of(confidences[i]))) {
			e->confidence = str_of(confidences[i]);
			return true;
		}
	}
	return diag_error(diag, cell->at,
		"confidence \"%.*s\" is not known; write confirmed, "
		"claimed, planned or denied",
		STR_ARG(cell->text));
}

/* "15km", "500 m". */
static bool parse_distance(struct str s, double *metres) {
	double factor = 1;
	if (str_ends(s, STR("km")))
		factor = 1000;
	else if (!str_ends(s, STR("m")))
		return false;
	struct str figure = str_trim(str_slice(s, 0, s.len - (factor > 1 ? 2 : 1)));
	if (!str_to_double(figure, metres))
		return false;
	*metres *= factor;
	return true;
}

static bool read_precision(const struct field_cell *cell, struct event *e, struct diag *diag) {
	/* Half the way round the earth: farther off is nowhere. */
	static const double farthest = 20037508;
	struct str s = cell->text;
	if (!s.len)
		return true;
	e->has_precision = true;
	for (int i = 0; i < NPRECISIONS; i++) {
		bool number = cell->acled && s.len == 1 && s.at[0] == '0' + i && i > 0;
		if (number || str_equal_nocase(s, str_of(precisions[i].name))) {
			/* ACLED's 1 is the place named, exactly. */
			e->precision = number && i == 1 ? 0 : precisions[i].metres;
			return true;
		}
	}
	if (!parse_distance(s, &e->precision))
		return diag_error(diag, cell->at,
			"precision \"%.*s\" is not known; write exact, "
			"town, district, region or a distance such as 15km",
			STR_ARG(s));
	if (e->precision < 0 || e->precision > farthest)
		return diag_error(diag, cell->at, "precision \"%.*s\" is not between 0 and 20000km",
			STR_ARG(s));
	return true;
}

static bool read_degrees(const struct field_cell *cell, const char *name, double limit, double *out,
	struct diag *diag) {
	if (!str_to_double(cell->text, out)) {
		bool comma = memchr(cell->text.at, ',', cell->text.len) != NULL;
		return diag_error(diag, cell->at, "%s \"%.*s\" is not a number; %s", name,
			STR_ARG(cell->text),
			comma ? "write a point, as in 44.25" : "write degrees, as in 44.25");
	}
	if (*out < -limit || *out > limit)
		return diag_error(diag, cell->at, "%s \"%.*s\" is not between -%g and %g%s", name,
			STR_ARG(cell->text), limit, limit,
			limit < 100 && *out >= -180 && *out <= 180 ? "; are lon and lat swapped?"
								   : "");
	return true;
}

static bool read_point(const struct field_cell *cell, struct event_place *place,
	struct diag *diag) {
	const struct field_cell *lon = &cell[FIELD_LON], *lat = &cell[FIELD_LAT];
	if (!lon->text.len && !lat->text.len)
		return true;
	if (!lon->text.len || !lat->text.len)
		return diag_error(diag, lon->text.len ? lon->at : lat->at, "%s without %s",
			lon->text.len ? "lon" : "lat", lon->text.len ? "lat" : "lon");
	bool ok = read_degrees(lon, "lon", 180, &place->point.x, diag);
	ok &= read_degrees(lat, "lat", 90, &place->point.y, diag);
	place->has_point = ok;
	return ok;
}

static bool is_country_code(struct str s) {
	return s.len == 2 && s.at[0] >= 'A' && s.at[0] <= 'Z' && s.at[1] >= 'A' && s.at[1] <= 'Z';
}

/* "Name, CC": the code leaves the name. */
static void name_place(struct event_place *place, struct str text, struct where at,
	struct str country) {
	place->at = at;
	place->name = text = str_trim(text);
	place->country = country;
	for (size_t i = text.len; i-- > 0;) {
		if (text.at[i] != ',')
			continue;
		struct str code = str_trim(str_slice(text, i + 1, text.len));
		if (is_country_code(code)) {
			place->country = code;
			place->name = str_trim(str_slice(text, 0, i));
		}
		return;
	}
}

static uint32_t count_via(struct str via) {
	uint32_t n = 0;
	while (via.at && via.len)
		n += str_trim(str_split(&via, ';')).len > 0;
	return n;
}

/* The country column belongs to `place`; the other places of a route have one
 * only when they say so ("Name, CC"). */
static bool read_route(const struct field_cell *cell, struct event *e, struct arena *arena,
	struct diag *diag) {
	const struct field_cell *via = &cell[FIELD_VIA], *to = &cell[FIELD_TO];
	if (via->text.len && !to->text.len)
		return diag_error(diag, via->at, "via without to: where does the route end?");
	uint32_t nvia = count_via(via->text), n = to->text.len ? nvia + 2 : 1;
	struct event_place *place = arena_new(arena, struct event_place, n);
	e->is_route = n > 1;
	e->place = place;
	e->nplaces = n;
	name_place(&place[0], cell[FIELD_PLACE].text, cell[FIELD_PLACE].at,
		cell[FIELD_COUNTRY].text);
	if (n == 1)
		return true;
	struct str rest = via->text;
	for (uint32_t i = 1; rest.at && rest.len;) {
		struct str name = str_trim(str_split(&rest, ';'));
		if (name.len)
			name_place(&place[i++], name, via->at, (struct str){ "", 0 });
	}
	name_place(&place[n - 1], to->text, to->at, (struct str){ "", 0 });
	return true;
}

/* The points of a GeoJSON feature: a point is the place, a line the route. */
static void take_drawn(const struct geom *drawn, struct event *e, struct arena *arena) {
	uint32_t n = drawn->npoints;
	if (drawn->type == GEOM_LINES) {
		e->is_route = true;
		e->path = drawn->point;
		e->npath = n;
		if (e->nplaces < 2) {
			struct event_place *two = arena_new(arena, struct event_place, 2);
			two[0] = e->place[0];
			two[1].at = e->row;
			e->place = two;
			e->nplaces = 2;
		}
		e->place[e->nplaces - 1].point = drawn->point[n - 1];
		e->place[e->nplaces - 1].has_point = true;
	}
	e->place[0].point = drawn->point[0];
	e->place[0].has_point = true;
}

static struct str lower_ascii(struct str s, struct arena *arena) {
	char *text = arena_strdup(arena, s);
	for (size_t i = 0; i < s.len; i++)
		if (text[i] >= 'A' && text[i] <= 'Z')
			text[i] = (char)(text[i] - 'A' + 'a');
	return (struct str){ text, s.len };
}

/* ACLED's types of events as the kinds that have a symbol; others keep their name. */
static struct str acled_kind(struct str type) {
	static const struct {
		struct str type, kind;
	} known[] = {
		{ { "battles", 7 }, { "clash", 5 } },
		{ { "explosions/remote violence", 26 }, { "strike", 6 } },
		{ { "violence against civilians", 26 }, { "attack", 6 } },
		{ { "protests", 8 }, { "protest", 7 } },
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_equal(type, known[i].type))
			return known[i].kind;
	return type;
}

bool event_from_fields(const struct field_cell cell[static NFIELDS], const struct geom *drawn,
	struct event *e, struct arena *arena, struct diag *diag) {
	bool ok = read_dates(cell, e, diag);
	ok &= read_confidence(&cell[FIELD_CONFIDENCE], e, diag);
	ok &= read_precision(&cell[FIELD_PRECISION], e, diag);
	if (!read_route(cell, e, arena, diag))
		return false;
	if (drawn)
		take_drawn(drawn, e, arena);
	else
		ok &= read_point(cell, &e->place[0], diag);
	if (ok && !e->place[0].has_point && !e->place[0].name.len)
		ok = diag_error(diag, e->row, "neither place nor lon and lat");
	e->id = cell[FIELD_ID].text;
	e->kind = lower_ascii(cell[FIELD_KIND].text, arena);
	if (cell[FIELD_KIND].acled)
		e->kind = acled_kind(e->kind);
	e->title = cell[FIELD_TITLE].text;
	e->note = cell[FIELD_NOTE].text;
	e->source = cell[FIELD_SOURCE].text;
	e->url = cell[FIELD_URL].text;
	e->actor = cell[FIELD_ACTOR].text;
	e->recipient = cell[FIELD_RECIPIENT].text;
	e->count = cell[FIELD_COUNT].text;
	return ok;
}
