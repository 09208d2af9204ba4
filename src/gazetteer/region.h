#ifndef GAZETTEER_REGION_H
#define GAZETTEER_REGION_H

#include "gazetteer/fold.h"
#include "gazetteer/store.h"

/* What "Region" of "Name, Region" may mean: a place of any class. */
struct anchor {
	struct str id, country, admin1, admin2, feature_code;
	struct point at;
	struct rect extent; /* empty: not known */
	bool has_parts;     /* the gazetteer knows what lies in it */
};

struct region {
	struct gazetteer *g;
	struct anchor *anchor;
	uint32_t nanchors;
	struct folded name, core; /* as it was asked for; without words of kind */
	bool has_core;
};

/*
 * Whether a place lies in the region, by the first of these that can tell: the
 * division that our own lists name; the region's box; the codes of divisions (the
 * first level, and the second where a district was asked for); the hierarchy, from
 * the place's parents and divisions upwards; a distance of 100 km, where neither
 * codes nor parts of the region are known.
 */
bool region_holds(const struct region *r, const struct stored *s);

#endif
