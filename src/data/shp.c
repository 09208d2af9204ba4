#include "data/shp.h"

#include <string.h>

#include "base/limits.h"

enum {
	HEADER_SIZE = 100,
	RECORD_HEADER_SIZE = 8,
	ENTRY_SIZE = 8,
	FILE_CODE = 9994,
	BOX_SIZE = 32,
	POINT_SIZE = 16,
};

/* Shape types; those with Z are 10 more, those with only M 20 more. */
enum {
	SHAPE_NULL = 0,
	SHAPE_POINT = 1,
	SHAPE_ARC = 3,
	SHAPE_POLYGON = 5,
	SHAPE_MULTIPOINT = 8,
	SHAPE_MULTIPATCH = 31
};

static uint32_t big32(const unsigned char *p) {
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline uint32_t little32(const unsigned char *p) {
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

/* Compilers make one load of it where the machine is little-endian, too. */
static inline double little_double(const unsigned char *p) {
	uint64_t bits = (uint64_t)p[7] << 56 | (uint64_t)p[6] << 48 | (uint64_t)p[5] << 40
		| (uint64_t)p[4] << 32 | (uint64_t)p[3] << 24 | (uint64_t)p[2] << 16
		| (uint64_t)p[1] << 8 | p[0];
	double value;
	memcpy(&value, &bits, sizeof(value));
	return value;
}

static inline struct point point_at(const unsigned char *p) {
	return (struct point){ little_double(p), little_double(p + 8) };
}

static struct rect box_at(const unsigned char *p) {
	return (struct rect){ point_at(p), point_at(p + 16) };
}

static const unsigned char *bytes_of(const struct source *source) {
	return (const unsigned char *)source->text.at;
}

/* The shape type without its Z or M; -1: none that we read. */
static int plain_type(uint32_t type) {
	uint32_t plain = type > 30 ? type : type % 10;
	switch (plain) {
	case SHAPE_NULL:
		return type == SHAPE_NULL ? SHAPE_NULL : -1;
	case SHAPE_POINT:
	case SHAPE_ARC:
	case SHAPE_POLYGON:
	case SHAPE_MULTIPOINT:
		return (int)plain;
	default:
		return -1;
	}
}

static enum geom_type family(int plain) {
	return plain == SHAPE_ARC        ? GEOM_LINES
		: plain == SHAPE_POLYGON ? GEOM_POLYGONS
					 : GEOM_POINTS;
}

const char *shp_type_name(const struct shp *shp) {
	static const char *const names[3][6] = {
		{ NULL, "points", NULL, "lines", NULL, "polygons" },
		{ NULL, "points with heights", NULL, "lines with heights", NULL,
			"polygons with heights" },
		{ NULL, "points with measures", NULL, "lines with measures", NULL,
			"polygons with measures" },
	};
	static const char *const many[3] = {
		"multipoints",
		"multipoints with heights",
		"multipoints with measures",
	};
	uint32_t type = little32((const unsigned char *)shp->bytes.at + 32);
	int plain = plain_type(type);
	if (plain <= SHAPE_NULL)
		return "no shapes";
	return plain == SHAPE_MULTIPOINT ? many[type / 10] : names[type / 10][plain];
}

static bool read_header(struct shp *shp, struct diag *diag) {
	struct where at = { shp->source, WHERE_WHOLE, NULL };
	const unsigned char *p = bytes_of(shp->source);
	if (shp->bytes.len < HEADER_SIZE)
		return diag_error(diag, at, "not a shapefile: %zu bytes are less than its header",
			shp->bytes.len);
	if (big32(p) != FILE_CODE)
		return diag_error(diag, at, "not a shapefile: it does not begin with %d",
			FILE_CODE);
	uint32_t type = little32(p + 32);
	if (type == SHAPE_MULTIPATCH)
		return diag_error(diag, at,
			"holds surfaces in space (multipatch), "
			"which cannot be drawn");
	if (plain_type(type) < 0)
		return diag_error(diag, at, "unknown shape type %u", type);
	shp->type = family(plain_type(type));
	shp->bounds = box_at(p + 36);
	if (!isfinite(rect_width(shp->bounds)) || !isfinite(rect_height(shp->bounds)))
		shp->bounds = (struct rect)RECT_EMPTY;
	return true;
}

/* The .shx as a table of entries; false: walk the records. */
static bool read_entries(struct shp *shp, const struct source *shx, struct diag *diag) {
	struct where at = { shx, WHERE_WHOLE, NULL };
	const unsigned char *p = bytes_of(shx);
	size_t len = shx->text.len;
	if (!p)
		return false;
	if (len < HEADER_SIZE || big32(p) != FILE_CODE) {
		diag_warn(diag, at, "not the index of a shapefile; the records are walked instead");
		return false;
	}
	uint64_t claimed = (uint64_t)big32(p + 24) * 2;
	if (claimed > len) {
		diag_warn(diag, at,
			"truncated: its header says %llu bytes, the file has %zu; "
			"the records are walked instead",
			(unsigned long long)claimed, len);
		return false;
	}
	/* A writer that died leaves the length of an empty file there. */
	if (claimed > HEADER_SIZE)
		len = (size_t)claimed;
	shp->entry = p + HEADER_SIZE;
	shp->nrecords = (uint32_t)((len - HEADER_SIZE) / ENTRY_SIZE);
	return true;
}

static uint64_t claimed_length(const struct shp *shp) {
	return (uint64_t)big32(bytes_of(shp->source) + 24) * 2;
}

/* Record headers one behind the other: each says its own length.  What lies
 * behind the length that the file's header claims is no record. */
static bool walk(struct shp *shp, struct diag *diag) {
	struct where where = { shp->source, WHERE_WHOLE, NULL };
	const unsigned char *p = bytes_of(shp->source);
	uint64_t at = HEADER_SIZE, len = shp->bytes.len, claimed = claimed_length(shp);
	if (claimed > HEADER_SIZE && claimed < len)
		len = claimed;
	uint64_t *offset = NULL;
	uint32_t n = 0, capacity = 0;
	bool numbered = true, cut = false;
	while (len - at >= RECORD_HEADER_SIZE) {
		uint64_t size = (uint64_t)big32(p + at + 4) * 2;
		cut = size > len - at - RECORD_HEADER_SIZE;
		if (cut)
			break;
		*arena_push(shp->memory, offset, n, capacity) = at;
		numbered = numbered && big32(p + at) == n;
		at += RECORD_HEADER_SIZE + size;
	}
	shp->offset = offset;
	shp->nrecords = n;
	if (cut && claimed <= len)
		return diag_error(diag, where, "record %u is longer than what is left of the file",
			n + 1);
	if (!numbered)
		diag_warn(diag, where,
			"without the .shx, and with records out of order, "
			"attributes may belong to other shapes");
	return true;
}

static uint64_t record_offset(const struct shp *shp, uint32_t i) {
	return shp->entry ? (uint64_t)big32(shp->entry + (size_t)i * ENTRY_SIZE) * 2
			  : shp->offset[i];
}

/* The first record that is not whole; nrecords: none of those that are known. */
static uint32_t first_cut(const struct shp *shp) {
	const unsigned char *p = bytes_of(shp->source);
	uint64_t len = shp->bytes.len;
	if (!shp->entry)
		return shp->nrecords;
	for (uint32_t i = 0; i < shp->nrecords; i++) {
		uint64_t offset = record_offset(shp, i);
		if (offset + RECORD_HEADER_SIZE > len
			|| (uint64_t)big32(p + offset + 4) * 2 > len - offset - RECORD_HEADER_SIZE)
			return i;
	}
	return shp->nrecords;
}

/* The header may claim more than there is as long as no record is lost. */
static bool check_length(const struct shp *shp, struct diag *diag) {
	struct where at = { shp->source, WHERE_WHOLE, NULL };
	unsigned long long claimed = claimed_length(shp), len = shp->bytes.len;
	if (claimed <= len)
		return true;
	uint32_t cut = first_cut(shp);
	if (!shp->entry || cut < shp->nrecords)
		return diag_error(diag, at,
			"truncated: its header says %llu bytes, "
			"the file has %llu; record %u is cut off",
			claimed, len, cut + 1);
	diag_warn(diag, at,
		"its header says %llu bytes, the file has %llu; "
		"all %u records are whole",
		claimed, len, shp->nrecords);
	return true;
}

bool shp_open(struct shp *shp, const struct source *source, const struct source *shx,
	struct arena *memory, struct diag *diag) {
	*shp = (struct shp){ .source = source, .bytes = source->text, .memory = memory };
	if (!read_header(shp, diag))
		return false;
	if (!read_entries(shp, shx, diag) && !walk(shp, diag))
		return false;
	if (shp->nrecords > LIMIT_FEATURES)
		return diag_error(diag, (struct where){ source, WHERE_WHOLE, NULL },
			"%u records are more than the limit of %u features", shp->nrecords,
			LIMIT_FEATURES);
	return check_length(shp, diag);
}

/* The content of record i and how long it is. */
static const unsigned char *record_content(struct shp *shp, uint32_t i, uint64_t *size,
	struct skipped *skipped) {
	uint64_t len = shp->bytes.len, offset = record_offset(shp, i);
	if (offset < HEADER_SIZE || offset + RECORD_HEADER_SIZE > len) {
		skipped_record(skipped, shp->source, i + 1,
			"the .shx places it at byte %llu of a file of %llu",
			(unsigned long long)offset, (unsigned long long)len);
		return NULL;
	}
	const unsigned char *p = bytes_of(shp->source) + offset;
	*size = (uint64_t)big32(p + 4) * 2;
	if (*size > len - offset - RECORD_HEADER_SIZE) {
		skipped_record(skipped, shp->source, i + 1, "claims %llu bytes where %llu are left",
			(unsigned long long)*size,
			(unsigned long long)(len - offset - RECORD_HEADER_SIZE));
		return NULL;
	}
	shp->visited += RECORD_HEADER_SIZE + *size;
	if (shp->visited > len) {
		skipped_record(skipped, shp->source, i + 1,
			"the .shx lets it share bytes with other records");
		return NULL;
	}
	uint64_t indexed = shp->entry ? (uint64_t)big32(shp->entry + (size_t)i * ENTRY_SIZE + 4) * 2
				      : *size;
	/* A difference is harmless as long as the shape fits into both. */
	if (indexed < *size)
		*size = indexed;
	if (*size < 4) {
		skipped_record(skipped, shp->source, i + 1, "too short for a shape");
		return NULL;
	}
	return p + RECORD_HEADER_SIZE;
}

static bool parts_ascend(const struct shp_record *r) {
	uint32_t last = 0;
	for (uint32_t part = 0; part < r->nparts; part++) {
		uint32_t start = little32(r->parts + 4 * (size_t)part);
		if (part == 0 ? start != 0 : start < last || start > r->npoints)
			return false;
		last = start;
	}
	return true;
}

/* Lines, polygons and multipoints; `p` is behind the shape type. */
static bool read_many(const unsigned char *p, uint64_t size, bool parts, struct shp_record *out) {
	uint64_t fixed = BOX_SIZE + (parts ? 8 : 4);
	if (size < fixed)
		return false;
	out->box = box_at(p);
	out->nparts = parts ? little32(p + BOX_SIZE) : 0;
	out->npoints = little32(p + fixed - 4);
	if ((uint64_t)out->nparts * 4 + (uint64_t)out->npoints * POINT_SIZE > size - fixed)
		return false;
	out->parts = p + fixed;
	out->points = out->parts + 4 * (size_t)out->nparts;
	return true;
}

bool shp_record(struct shp *shp, uint32_t i, struct shp_record *out, struct skipped *skipped) {
	uint64_t size;
	const unsigned char *p = record_content(shp, i, &size, skipped);
	*out = (struct shp_record){ .box = RECT_EMPTY };
	if (!p)
		return false;
	int type = plain_type(little32(p));
	if (type == SHAPE_NULL)
		return true;
	if (type < 0 || family(type) != shp->type)
		return skipped_record(skipped, shp->source, i + 1,
			"its shape type %u does not belong into this file", little32(p));
	if (type == SHAPE_POINT) {
		if (size < 4 + POINT_SIZE)
			return skipped_record(skipped, shp->source, i + 1,
				"%llu bytes are too few for a point", (unsigned long long)size);
		out->points = p + 4;
		out->npoints = 1;
		out->box.min = out->box.max = point_at(p + 4);
		return true;
	}
	if (!read_many(p + 4, size - 4, type != SHAPE_MULTIPOINT, out))
		return skipped_record(skipped, shp->source, i + 1,
			"its %llu bytes are too few for the %u parts and %u points it claims",
			(unsigned long long)size, out->nparts, out->npoints);
	if (!parts_ascend(out))
		return skipped_record(skipped, shp->source, i + 1,
			"its parts do not follow one another");
	if (!out->npoints || (!out->nparts && type != SHAPE_MULTIPOINT))
		*out = (struct shp_record){ .box = RECT_EMPTY };
	return true;
}

/* Bounds that remember whether a coordinate was not finite. */
struct extent {
	struct rect box;
	bool broken;
};

static inline void extent_add(struct extent *e, struct point p) {
	e->box.min.x = p.x < e->box.min.x ? p.x : e->box.min.x;
	e->box.min.y = p.y < e->box.min.y ? p.y : e->box.min.y;
	e->box.max.x = p.x > e->box.max.x ? p.x : e->box.max.x;
	e->box.max.y = p.y > e->box.max.y ? p.y : e->box.max.y;
	e->broken |= !isfinite(p.x) | !isfinite(p.y);
}

static bool without_extent(const struct extent *e) {
	return !e->broken && e->box.min.x == e->box.max.x && e->box.min.y == e->box.max.y;
}

static void extent_join(struct extent *to, const struct extent *e) {
	to->box = rect_union(to->box, e->box);
	to->broken |= e->broken;
}

static struct extent copy_points(struct point *to, const unsigned char *from, uint32_t n) {
	struct extent e = { RECT_EMPTY, false };
	for (uint32_t i = 0; i < n; i++) {
		to[i] = point_at(from + (size_t)i * POINT_SIZE);
		extent_add(&e, to[i]);
	}
	return e;
}

/* Backwards, because rings of a file run the other way round than ours. */
static struct extent copy_ring(struct point *to, const unsigned char *from, uint32_t n,
	double *area) {
	struct extent e = { RECT_EMPTY, false };
	struct point origin = point_at(from), last = origin;
	double sum = 0;
	for (uint32_t i = 0; i < n; i++) {
		struct point p = point_at(from + (size_t)i * POINT_SIZE);
		to[n - 1 - i] = p;
		extent_add(&e, p);
		sum += (p.x - origin.x) * (last.y - origin.y)
			- (last.x - origin.x) * (p.y - origin.y);
		last = p;
	}
	*area = sum;
	return e;
}

static void turn(struct point *ring, uint32_t n) {
	for (uint32_t i = 0, k = n - 1; i < k; i++, k--) {
		struct point swap = ring[i];
		ring[i] = ring[k];
		ring[k] = swap;
	}
}

static uint32_t part_end(const struct shp_record *r, uint32_t part) {
	return part + 1 < r->nparts ? little32(r->parts + 4 * ((size_t)part + 1)) : r->npoints;
}

static struct extent copy_lines(const struct shp_record *r, struct geom *geom) {
	struct extent all = { RECT_EMPTY, false };
	uint32_t from = 0;
	for (uint32_t part = 0; part < r->nparts; part++) {
		uint32_t end = part_end(r, part), n = end - from;
		struct extent e = copy_points(geom->point + geom->npoints,
			r->points + (size_t)from * POINT_SIZE, n);
		from = end;
		if (n == 0 || without_extent(&e))
			continue;
		extent_join(&all, &e);
		geom->npoints += n;
		geom->end[geom->nparts++] = geom->npoints;
	}
	return all;
}

static struct extent copy_rings(struct shp *shp, const struct shp_record *r, struct geom *geom) {
	struct extent all = { RECT_EMPTY, false };
	uint32_t from = 0;
	shp->nrings = 0;
	for (uint32_t part = 0; part < r->nparts; part++) {
		uint32_t end = part_end(r, part), n = end - from, start = geom->npoints;
		struct point *ring = geom->point + start;
		double area = 0;
		if (n == 0)
			continue;
		struct extent e = copy_ring(ring, r->points + (size_t)from * POINT_SIZE, n, &area);
		from = end;
		if (ring[0].x != ring[n - 1].x || ring[0].y != ring[n - 1].y) {
			ring[n] = ring[0];
			n++;
		}
		if (area == 0 && !e.broken)
			continue;
		extent_join(&all, &e);
		geom->npoints += n;
		geom->end[geom->nparts++] = geom->npoints;
		*arena_push(shp->memory, shp->ring, shp->nrings,
			shp->ring_capacity) = (struct shp_ring){ start, geom->npoints, area,
			e.box };
	}
	return all;
}

static bool box_within(struct rect inner, struct rect outer) {
	return rect_contains(outer, inner.min) && rect_contains(outer, inner.max);
}

/* Inside by the crossings of a ray to the right; a ring's own points may count
 * either way. */
static bool in_ring(const struct point *ring, uint32_t n, struct point p) {
	bool inside = false;
	for (uint32_t i = 1; i < n; i++) {
		struct point a = ring[i - 1], b = ring[i];
		if ((a.y > p.y) != (b.y > p.y)
			&& p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x)
			inside = !inside;
	}
	return inside;
}

/* Most corners of the hole decide, because some may lie on the ring. */
static bool ring_within(const struct geom *geom, const struct shp_ring *hole,
	const struct shp_ring *outer) {
	uint32_t n = hole->end - hole->start - 1, votes = n < 5 ? n : 5, inside = 0;
	for (uint32_t i = 0; i < votes; i++)
		inside += in_ring(geom->point + outer->start, outer->end - outer->start,
			geom->point[hole->start + i * (n / votes)]);
	return 2 * inside > votes;
}

/* Whether ring i, which runs like an outer one, lies in another such. */
static bool is_nested(const struct shp *shp, const struct geom *geom, uint32_t i,
	uint64_t *budget) {
	enum { NEIGHBOURS = 64 };
	const struct shp_ring *ring = &shp->ring[i];
	for (uint32_t k = i > NEIGHBOURS ? i - NEIGHBOURS : 0;
		k < shp->nrings && k < i + NEIGHBOURS; k++) {
		const struct shp_ring *other = &shp->ring[k];
		if (k == i || other->area <= ring->area || !box_within(ring->box, other->box))
			continue;
		uint32_t n = other->end - other->start;
		if (n > *budget)
			return false;
		*budget -= n;
		if (in_ring(geom->point + other->start, n, geom->point[ring->start])
			&& ring_within(geom, ring, other))
			return true;
	}
	return false;
}

/* Some writers let holes run like outer rings.  Islands within the box of their
 * mainland look the same from afar, so as much is asked as costs no more than
 * the reading did: a writer with that habit is found by its first hole. */
static bool outers_nest(const struct shp *shp, const struct geom *geom) {
	uint64_t budget = geom->npoints;
	for (uint32_t i = 0; i < shp->nrings && budget; i++)
		if (shp->ring[i].area > 0 && is_nested(shp, geom, i, &budget))
			return true;
	return false;
}

/* Whether the box of a hole lies in that of another outer ring than its own. */
static bool is_doubtful(const struct shp *shp, const struct shp_ring *hole,
	const struct shp_ring *own) {
	for (uint32_t i = 0; i < shp->nrings; i++) {
		const struct shp_ring *other = &shp->ring[i];
		if (other->area > 0 && other != own && box_within(hole->box, other->box))
			return true;
	}
	return false;
}

/* Holes right behind the ring they are in?  By the book they need not be, but
 * nearly all writers do it so, and then nothing has to be computed. */
static bool is_ordered(const struct shp *shp, const struct geom *geom) {
	enum { TOO_MANY = 4000000 };
	const struct shp_ring *own = NULL;
	uint32_t outers = 0;
	for (uint32_t i = 0; i < shp->nrings; i++)
		outers += shp->ring[i].area > 0;
	if ((uint64_t)outers * (shp->nrings - outers) > TOO_MANY)
		return false;
	for (uint32_t i = 0; i < shp->nrings; i++) {
		const struct shp_ring *ring = &shp->ring[i];
		if (ring->area > 0) {
			own = ring;
			continue;
		}
		if (!own || !box_within(ring->box, own->box))
			return false;
		if (outers > 1 && is_doubtful(shp, ring, own) && !ring_within(geom, ring, own))
			return false;
	}
	return outers < 2 || !outers_nest(shp, geom);
}

void shp_geometry(struct shp *shp, const struct shp_record *record, struct geom *geom,
	struct rect *bounds, bool *unordered) {
	struct extent all = { RECT_EMPTY, false };
	geom->type = shp->type;
	geom->npoints = geom->nparts = 0;
	*unordered = false;
	if (shp->type == GEOM_POINTS) {
		geom->end = NULL;
		geom->npoints = record->npoints;
		if (record->npoints)
			all = copy_points(geom->point, record->points, record->npoints);
	} else if (shp->type == GEOM_LINES) {
		all = copy_lines(record, geom);
	} else {
		all = copy_rings(shp, record, geom);
		if (shp->nrings == 1 && shp->ring[0].area < 0)
			turn(geom->point, geom->npoints);
		else if (shp->nrings > 1 && !all.broken)
			*unordered = !is_ordered(shp, geom);
	}
	*bounds = all.broken ? (struct rect){ { NAN, NAN }, { NAN, NAN } } : all.box;
}
