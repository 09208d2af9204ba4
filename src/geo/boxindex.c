#include "geo/boxindex.h"

#include <stdlib.h>
#include <string.h>

/*
 * Boxes in the order of the Hilbert curve through their middles, 16 to a node,
 * nodes of nodes above them, all in one array: level 0 first, the root last.
 * Built once for a scene or a layer and then asked thousands of times, mostly
 * for windows that hold a few dozen boxes.
 */

enum { FANOUT = 16, MOST_LEVELS = 9, SMALL = 512 };

struct boxindex {
	uint32_t n, nlevels;
	uint32_t start[MOST_LEVELS + 1]; /* first node of each level */
	struct rect *box;
	uint32_t *item; /* of level 0: the caller's number */
};

/* The usual walk from the largest square to the smallest: each step says in
 * which quarter the point lies and turns the next one. */
static uint32_t hilbert_16(uint32_t x, uint32_t y) {
	uint32_t d = 0;
	for (uint32_t s = 1u << 15; s > 0; s /= 2) {
		uint32_t right = (x & s) != 0, up = (y & s) != 0;
		d += s * s * ((3 * right) ^ up);
		if (!up) {
			if (right) {
				x = 65535 - x;
				y = 65535 - y;
			}
			uint32_t swap = x;
			x = y;
			y = swap;
		}
	}
	return d;
}

struct keyed {
	uint32_t key, item;
};

/* By key, equal keys in the order they came: least significant byte first. */
static void radix_sort(struct keyed *from, struct keyed *to, uint32_t n) {
	for (unsigned shift = 0; shift < 32; shift += 8) {
		uint32_t count[257] = { 0 };
		for (uint32_t i = 0; i < n; i++)
			count[(from[i].key >> shift & 255) + 1]++;
		for (unsigned k = 0; k < 256; k++)
			count[k + 1] += count[k];
		for (uint32_t i = 0; i < n; i++)
			to[count[from[i].key >> shift & 255]++] = from[i];
		struct keyed *swap = from;
		from = to;
		to = swap;
	}
}

static uint32_t grid(double v, double low, double size) {
	double t = (v - low) / size * 65535;
	return t > 0 ? t < 65535 ? (uint32_t)t : 65535 : 0;
}

/* An empty or endless box has no middle; it comes first. */
static uint32_t curve_key(struct rect box, struct rect all) {
	struct point middle = rect_center(box);
	if (!isfinite(middle.x) || !isfinite(middle.y))
		return 0;
	return hilbert_16(grid(middle.x, all.min.x, rect_width(all)),
		grid(middle.y, all.min.y, rect_height(all)));
}

static void fill_leaves(struct boxindex *index, const struct rect *box) {
	struct arena scratch = ARENA_INIT;
	struct keyed *keyed = arena_new(&scratch, struct keyed, index->n);
	struct keyed *other = arena_new(&scratch, struct keyed, index->n);
	struct rect all = RECT_EMPTY;
	for (uint32_t i = 0; i < index->n; i++) {
		struct point middle = rect_center(box[i]);
		if (isfinite(middle.x) && isfinite(middle.y))
			all = rect_add(all, middle);
	}
	for (uint32_t i = 0; i < index->n; i++)
		keyed[i] = (struct keyed){ curve_key(box[i], all), i };
	radix_sort(keyed, other, index->n);
	for (uint32_t i = 0; i < index->n; i++) {
		index->item[i] = keyed[i].item;
		index->box[i] = box[keyed[i].item];
	}
	arena_release(&scratch);
}

static void fill_level(struct boxindex *index, uint32_t level) {
	uint32_t below = index->start[level - 1], end = index->start[level];
	for (uint32_t node = end; node < index->start[level + 1]; node++) {
		struct rect all = RECT_EMPTY;
		uint32_t first = below + (node - end) * FANOUT;
		for (uint32_t i = first; i < end && i - first < FANOUT; i++)
			if (!rect_is_empty(index->box[i]))
				all = rect_union(all, index->box[i]);
		index->box[node] = all;
	}
}

const struct boxindex *boxindex_build(const struct rect *box, uint32_t n, struct arena *arena) {
	struct boxindex *index = arena_new(arena, struct boxindex, 1);
	index->n = n;
	uint32_t total = n, width = n;
	index->start[1] = n;
	index->nlevels = 1;
	while (width > 1) {
		width = (width + FANOUT - 1) / FANOUT;
		total += width;
		index->start[++index->nlevels] = total;
	}
	if (n == 0)
		return index;
	index->box = arena_new(arena, struct rect, total);
	index->item = arena_new(arena, uint32_t, n);
	fill_leaves(index, box);
	for (uint32_t level = 1; level < index->nlevels; level++)
		fill_level(index, level);
	return index;
}

struct hits {
	struct arena arena;
	uint32_t *item, n, capacity;
	uint32_t small[SMALL];
};

static void hits_add(struct hits *h, uint32_t item) {
	if (h->n == h->capacity) {
		uint32_t wider = h->capacity * 2;
		uint32_t *larger = arena_new(&h->arena, uint32_t, wider);
		memcpy(larger, h->item, h->n * sizeof(*larger));
		h->item = larger;
		h->capacity = wider;
	}
	h->item[h->n++] = item;
}

static void collect(const struct boxindex *index, struct rect window, struct hits *hits) {
	struct {
		uint32_t level, node;
	} stack[MOST_LEVELS * FANOUT + 1];
	uint32_t depth = 0;
	stack[depth].level = index->nlevels - 1;
	stack[depth++].node = index->start[index->nlevels - 1];
	while (depth) {
		depth--;
		uint32_t level = stack[depth].level, node = stack[depth].node;
		if (!rect_overlaps(index->box[node], window))
			continue;
		if (level == 0) {
			hits_add(hits, index->item[node]);
			continue;
		}
		uint32_t end = index->start[level];
		uint32_t first = index->start[level - 1] + (node - end) * FANOUT;
		for (uint32_t i = first; i < end && i - first < FANOUT; i++) {
			stack[depth].level = level - 1;
			stack[depth++].node = i;
		}
	}
}

static int by_number(const void *a, const void *b) {
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static void sort_hits(struct hits *h) {
	if (h->n > 32) {
		qsort(h->item, h->n, sizeof(*h->item), by_number);
		return;
	}
	for (uint32_t i = 1; i < h->n; i++) {
		uint32_t v = h->item[i], k = i;
		for (; k > 0 && h->item[k - 1] > v; k--)
			h->item[k] = h->item[k - 1];
		h->item[k] = v;
	}
}

void boxindex_search(const struct boxindex *index, struct rect window,
	bool (*visit)(uint32_t i, void *user), void *user) {
	if (index->n == 0)
		return;
	struct hits hits = { .arena = ARENA_INIT, .capacity = SMALL };
	hits.item = hits.small;
	collect(index, window, &hits);
	sort_hits(&hits);
	for (uint32_t i = 0; i < hits.n && visit(hits.item[i], user); i++)
		;
	arena_release(&hits.arena);
}
