#ifndef DATA_FEATURE_H
#define DATA_FEATURE_H

#include "data/value.h"
#include "geo/geom.h"

/*
 * Features of one layer share a table of column names; a feature's values
 * stand in the order of those columns.  Names that differ from feature to
 * feature (GeoJSON) are all columns; what a feature does not have has the type
 * VALUE_MISSING there (a null that is written is VALUE_NULL).
 */
struct columns {
	const struct str *name;
	uint32_t count;
};

struct feature {
	struct value id;  /* VALUE_NULL, number or string */
	struct geom geom; /* degrees */
	struct rect bounds;
	const struct columns *columns;
	const struct value *value; /* one a column; NULL: none at all */
};

struct layer {
	struct str name;
	struct columns columns;
	struct feature *feature;
	uint32_t nfeatures;
	struct rect bounds; /* degrees */
	uint32_t skipped;   /* features that were broken */
};

/* NULL when the feature does not have it. */
const struct value *feature_get(const struct feature *f, struct str name);

/* The first column of that name, or -1.  Names are walked: who asks for many
 * features asks once. */
int columns_find(const struct columns *c, struct str name);

/* Puts it into the row `value` where there is a column of that name. */
void columns_set(const struct columns *c, struct value *value, struct str name, struct value to);

#endif
