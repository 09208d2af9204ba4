#ifndef DATA_SHAPE_H
#define DATA_SHAPE_H

#include "data/token.h"
#include "geo/geom.h"

/* One geometry object: where its points and parts lie in the shape. */
struct piece {
	enum geom_type type;
	uint32_t point, npoints;
	uint32_t part, nparts;
	uint32_t polygon, npolygons;
};

/*
 * The coordinates of a feature while it is read.  They may come before the type
 * that says what they mean, and a collection may hold several geometries.  All
 * is in the scratch arena and used again for the next feature.
 */
struct shape {
	struct arena *scratch;
	struct point *point;
	uint32_t npoints, point_capacity;
	uint32_t *end; /* of each line or ring */
	uint32_t nparts, part_capacity;
	uint32_t *polygon_end; /* in parts, of each polygon */
	uint32_t npolygons, polygon_capacity;
	struct piece *piece;
	uint32_t npieces, piece_capacity;
	struct rect bounds;
	unsigned depth;  /* of the last coordinates: 1 a position, 4 polygons */
	char fault[200]; /* what is wrong with the feature; "": nothing */
	struct json fault_at;
};

void shape_reset(struct shape *s);

/* Notes the first fault; always false. */
bool shape_fault(struct shape *s, const struct json *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Reads the value of "coordinates", whose first token is `token`, behind what
 * the shape has.  False after a fault, or when the text is broken. */
bool shape_coordinates(struct shape *s, struct tokens *t, enum json_token token,
	const struct json *value);

/* Makes a piece of all that was read since the last piece. */
bool shape_piece(struct shape *s, struct str type, const struct json *at);

/* The pieces of one kind as one geometry: rings closed and turned as struct geom
 * has them.  False when there are none. */
bool shape_geom(const struct shape *s, enum geom_type type, struct geom *out, struct arena *arena);

#endif
