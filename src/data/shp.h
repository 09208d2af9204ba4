#ifndef DATA_SHP_H
#define DATA_SHP_H

#include "base/diag.h"
#include "data/skipped.h"
#include "geo/geom.h"

/*
 * The geometry of a shapefile, read where it lies (ESRI Shapefile Technical
 * Description, 1998).  Every count in a header or a record is held against the
 * bytes that are there before it is used.
 */
struct shp {
	const struct source *source;
	struct str bytes;
	enum geom_type type;
	struct rect bounds; /* as the header claims; empty when it makes no sense */
	uint32_t nrecords;
	const unsigned char *entry; /* of the .shx, eight bytes a record; or NULL */
	const uint64_t *offset;     /* walked, when there is no .shx */
	uint64_t visited;           /* bytes of the records that were looked at */
	struct arena *memory;
	struct shp_ring *ring; /* of the record at hand */
	uint32_t nrings, ring_capacity;
};

struct shp_ring {
	uint32_t start, end;
	double area; /* twice; positive: outer */
	struct rect box;
};

/* A record whose claims were checked.  `parts` and `points` are unaligned,
 * little-endian, and lie in the file. */
struct shp_record {
	uint32_t nparts, npoints; /* both 0: no geometry */
	const unsigned char *parts, *points;
	struct rect box; /* as the record claims */
};

/* Header and record table.  A .shx that cannot be used gets a warning and the
 * records are walked instead.  `memory` must live as long as `shp`. */
bool shp_open(struct shp *shp, const struct source *source, const struct source *shx,
	struct arena *memory, struct diag *diag);

/* Record i, from 0.  False: broken, and said to `skipped`. */
bool shp_record(struct shp *shp, uint32_t i, struct shp_record *out, struct skipped *skipped);

/* Room that shp_geometry() needs at most. */
static inline uint64_t shp_record_room(const struct shp_record *r) {
	return (uint64_t)r->npoints + r->nparts;
}

/*
 * Copies the geometry of a record to `geom->point` and, for lines and polygons,
 * `geom->end`, which the caller provides.  Rings are closed and turned
 * counter-clockwise (outer) or clockwise (holes); parts without extent are left
 * out.  `*unordered` when rings are not one outer ring after the other, each
 * followed by its holes, as they are in a file by the book: then geom_orient()
 * has to look at them.  `*bounds` is that of the points; not finite when one of
 * the points is not.
 */
void shp_geometry(struct shp *shp, const struct shp_record *record, struct geom *geom,
	struct rect *bounds, bool *unordered);

/* "points", "lines with heights", ... as `sitmap info` says it. */
const char *shp_type_name(const struct shp *shp);

#endif
