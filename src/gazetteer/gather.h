#ifndef GAZETTEER_GATHER_H
#define GAZETTEER_GATHER_H

#include "gazetteer/lines.h"
#include "gazetteer/sorter.h"
#include "geo/point.h"

/* One name of a place; `language` is "ar", "en", ... or empty.  When it was in
 * use, where that is known: years or dates, empty for an open end. */
struct place_name {
	struct str text, language;
	struct str from, until;
};

/* A place as a source tells of it. */
struct gathered {
	struct str id, name, country, also, admin1, admin2, feature_code, class;
	struct str parent; /* ids of what it lies in, apart by ";" */
	struct point at;
	uint32_t population;
	double precision;         /* metres */
	struct place_name *other; /* names besides `name` */
	uint32_t nothers, capacity;
	struct rect extent; /* degrees, max.x may pass 180; used when has_extent */
	bool has_extent;
	bool has_point;
	bool curated; /* from a list of ours: wins over GeoNames */
};

/* Names of countries, for tables that have no codes. */
struct country_code {
	char *name; /* folded */
	char code[4];
};

/* All places of all sources on their way into the order of their ids. */
struct gathering {
	struct arena *arena;     /* lives as long as the gathering */
	struct arena scratch;    /* of the row being read */
	struct arena_mark clean; /* its state between rows */
	struct sorter *sorter;   /* where they go; NULL: they are only counted */
	struct gathered place;   /* being gathered */
	uint64_t nrows;
	uint64_t nplaces; /* rows with a point */
	struct country_code *country;
	uint32_t ncountries, country_capacity;
};

/* An empty place to be filled in; its texts must live until gather_put(). */
struct gathered *gather_place(struct gathering *g);
void gather_name(struct gathering *g, struct str text, struct str language);
void gather_dated_name(struct gathering *g, struct place_name name);
/* Keeps the place; what the row took of `scratch` is free again. */
void gather_put(struct gathering *g);

/* GeoNames' tables as they are (its readme.txt): places (19 columns), alternate
 * names, names of first and second divisions, countries, the hierarchy. */
bool gather_geonames(struct gathering *g, struct lines *lines, struct diag *diag);
bool gather_alternates(struct gathering *g, struct lines *lines, struct diag *diag);
bool gather_divisions(struct gathering *g, struct lines *lines, struct diag *diag);
bool gather_countries(struct gathering *g, struct lines *lines, struct diag *diag);
bool gather_hierarchy(struct gathering *g, struct lines *lines, struct diag *diag);

/* A table of ours with a header row (see docs of the columns in curated.c). */
bool gather_csv(struct gathering *g, const struct source *source, struct diag *diag);

/* OurAirports' airports.csv and OpenFlights' airports.dat.  The second names
 * countries, which must have been gathered before. */
bool gather_ourairports(struct gathering *g, const struct source *source, struct diag *diag);
bool gather_openflights(struct gathering *g, const struct source *source, struct diag *diag);

/* The code of a country that was gathered, by its name; empty: unknown. */
struct str gather_country_code(const struct gathering *g, struct str name);
void gather_country(struct gathering *g, struct str name, struct str code);

/* A place as bytes and back; `g->scratch` holds both.  The bytes begin with the
 * id and a NUL, so that their order is that of ids. */
struct str gathered_pack(const struct gathered *p, uint64_t row, struct arena *arena);
bool gathered_unpack(struct str bytes, struct gathered *p, struct arena *arena);

/* "IQ.07", or with a second level "IQ.07.98182"; empty when a part is. */
struct str gathered_division(struct str country, struct str admin1, struct str admin2,
	struct arena *arena);

/* The language that a name's letters betray, where that is certain enough to
 * label a map ("ar", "ckb", "fa", "ru", "uk", "he", "el", "zh", "ja", ...);
 * empty for Latin letters. */
struct str name_language(struct str name);

#endif
