#include "tile/delivery.h"

#include <string.h>

void delivery_next_zoom(struct delivery *d, uint64_t *now, const uint64_t *part) {
	arena_release(&d->above.arena);
	d->above = d->here;
	d->here = (struct shown){ .arena = ARENA_INIT };
	d->now = now;
	d->part = part;
}

void delivery_end(struct delivery *d) {
	arena_release(&d->here.arena);
	arena_release(&d->above.arena);
}

static bool is_shown(const struct shown *shown, uint64_t tile) {
	uint32_t low = 0, high = shown->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (shown->tile[middle] < tile)
			low = middle + 1;
		else
			high = middle;
	}
	return low < shown->count && shown->tile[low] == tile;
}

/* Clients enlarge the parent of a missing tile: an empty one is written where its
 * parent is not empty, and nothing below that. */
static bool is_written(const struct delivery *d, struct tile_id id, bool empty) {
	if (!d->pyramid->about->overlay || !empty)
		return true;
	struct tile_id parent = { (uint8_t)(id.z - 1), id.x / 2, id.y / 2 };
	return id.z > d->pyramid->about->minzoom && is_shown(&d->above, tile_hilbert(parent));
}

static void tell_written(struct carry *c, struct tile_id id) {
	c->nwritten++;
	carry_changed(c, id);
}

/* The image may have been left out because it is the one that was there. */
static bool carry_tile(struct delivery *d, const struct parcel *p, struct str image,
	struct diag *diag) {
	struct carry *c = d->pyramid->carry;
	struct tile_id id = tile_from_hilbert(p->tile);
	struct str old;
	bool there = c->former && former_find(c->former, id, &old);
	bool drawn = image.len > 0;
	d->now[p->number] = p->digest;
	c->npainted += drawn;
	if (!drawn && d->part && d->part[p->number])
		drawn = former_find(c->part_former, id, &image);
	else if (!drawn && there)
		drawn = (image = old).len > 0;
	if (!drawn)
		return diag_error(diag, WHERE_NOWHERE,
			"tile %u/%u/%u cannot be read from the set before; draw it anew with "
			"--force",
			id.z, id.x, id.y);
	if (there && str_equal(old, image)) {
		c->nwritten++;
		return sink_keep(d->sink, id, old, diag);
	}
	tell_written(c, id);
	return sink_put(d->sink, id, image, diag);
}

static bool put_tile(struct delivery *d, const struct parcel *p, struct str image,
	struct diag *diag) {
	struct tile_id id = tile_from_hilbert(p->tile);
	if (d->pyramid->about->overlay && !p->empty)
		*arena_push(&d->here.arena, d->here.tile, d->here.count,
			d->here.capacity) = p->tile;
	if (!p->written)
		return true;
	d->done++;
	if (!is_written(d, id, p->empty))
		return true;
	if (d->now)
		return carry_tile(d, p, image, diag);
	if (d->pyramid->carry)
		tell_written(d->pyramid->carry, id);
	return sink_put(d->sink, id, image, diag);
}

bool delivery_put(struct delivery *d, struct str parcels, struct diag *diag) {
	for (size_t at = 0; at < parcels.len;) {
		struct parcel p;
		memcpy(&p, parcels.at + at, sizeof(p));
		at += sizeof(p);
		if (!put_tile(d, &p, (struct str){ parcels.at + at, p.len }, diag))
			return false;
		at += p.len;
	}
	const struct pyramid *p = d->pyramid;
	return !p->progress || p->progress(p->user, d->done, d->total);
}
