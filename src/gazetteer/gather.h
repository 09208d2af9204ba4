#ifndef GAZETTEER_GATHER_H
#define GAZETTEER_GATHER_H

#include "base/diag.h"
#include "geo/point.h"

/* One name of a place; `language` is "ar", "en", ... or empty. */
struct place_name {
	struct str text, language;
};

/* A place as a source tells of it; texts live in the gathering's arena. */
struct gathered {
	struct str id, name, country, also, admin1, feature_code, class;
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

/* All places of all sources, before they are sorted and written. */
struct gathering {
	struct arena *arena;
	struct gathered *place;
	uint32_t nplaces, capacity;
};

struct gathered *gather_place(struct gathering *g);
void gather_name(struct gathering *g, struct gathered *place, struct str text, struct str language);

/* GeoNames' table of places as it is: 19 columns apart by tabs, no header. */
bool gather_geonames(struct gathering *g, const struct source *source, struct diag *diag);

/* A table of ours with a header row (see docs of the columns in curated.c). */
bool gather_csv(struct gathering *g, const struct source *source, struct diag *diag);

/* The language that a name's letters betray, where that is certain enough to
 * label a map ("ar", "ckb", "fa", "ru", "uk", "he", "el", "zh", "ja", ...);
 * empty for Latin letters. */
struct str name_language(struct str name);

#endif
