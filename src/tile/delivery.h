#ifndef TILE_DELIVERY_H
#define TILE_DELIVERY_H

#include "base/arena.h"
#include "sink/sink.h"
#include "tile/pyramid.h"

/* A painted tile on its way to the sink: this, then its image. */
struct parcel {
	uint64_t tile, number, digest; /* tile_hilbert(); number: in the order of the zoom */
	uint32_t len;                  /* of the image; 0: it is the one that was there */
	bool empty, written;           /* written: it belongs to this run */
};

/* Tiles of a zoom that show something, ascending. */
struct shown {
	struct arena arena;
	uint64_t *tile;
	uint32_t count, capacity;
};

/*
 * Hands painted tiles to the sink, zoom by zoom and in the order of the curve: carries over
 * those that were there, leaves out empty tiles of an overlay that nobody would miss.
 */
struct delivery {
	const struct pyramid *pyramid;
	struct sink *sink;
	uint64_t done, total; /* tiles of this run */
	uint64_t *now;        /* digests of this zoom; NULL: nobody asks */
	const uint64_t *part; /* the same of a run that was stopped; NULL */
	struct shown here, above;
};

/* The tiles that follow are of the next zoom. */
void delivery_next_zoom(struct delivery *delivery, uint64_t *now, const uint64_t *part);

/* Parcels, one after the other as bytes.  False after an error, or where `progress` ends the
 * run. */
bool delivery_put(struct delivery *delivery, struct str parcels, struct diag *diag);

void delivery_end(struct delivery *delivery);

#endif
