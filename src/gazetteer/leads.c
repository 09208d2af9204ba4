#include "gazetteer/leads.h"

#include <stdlib.h>
#include <string.h>

#include "gazetteer/store.h"

/*
 * The whole name leads to nearly all that bears it.  What sounds alike may be half
 * a country ("San ...", "Khirbat ..."): the largest towns of it are enough, for
 * numbers rise as places get smaller.
 */
enum { MOST_WHOLE = 20000, MOST_ALIKE = 2000, FEWEST_SLOTS = 1024 };

/* Beside exact names, only places with at least so much weight are tried by sound, and
 * by letters: 30,000 and 300,000 people. */
enum { KNOWN_WEIGHT = 4, GREAT_WEIGHT = 6 };

/* Promises: the whole name before all; a key is worth the more the fewer places
 * it leads to. */
enum { WHOLE = 1000, STRONG = 40, WEAK = 15, BY_WEIGHT = 3, MOST_PROMISE = 2047 };

void leads_init(struct leads *leads, struct gazetteer *g, struct wanted wanted,
	struct arena *arena) {
	*leads = (struct leads){ .g = g, .wanted = wanted, .room = FEWEST_SLOTS, .arena = arena };
	leads->slot = arena_new(arena, struct lead, leads->room);
	leads->value = arena_new(arena, uint32_t, MOST_WHOLE);
}

static struct lead *find_slot(const struct leads *leads, uint32_t number) {
	uint32_t i = number * 2654435761u;
	for (;; i++) {
		struct lead *l = &leads->slot[i & (leads->room - 1)];
		if (!l->number || l->number == number)
			return l;
	}
}

static void make_room(struct leads *leads) {
	struct leads old = *leads;
	if (2 * leads->n < leads->room)
		return;
	leads->room *= 4;
	leads->slot = arena_new(leads->arena, struct lead, leads->room);
	for (uint32_t i = 0; i < old.room; i++)
		if (old.slot[i].number)
			*find_slot(leads, old.slot[i].number) = old.slot[i];
}

/* 6 for a key of one place, 2 for one of thousands. */
static unsigned key_worth(uint32_t n) {
	unsigned worth = 6;
	for (; n > 8 && worth > 2; n /= 8)
		worth--;
	return worth;
}

static void add(struct leads *leads, uint32_t value, enum key_kind kind, unsigned worth) {
	unsigned weight = value & ((1u << STORE_WEIGHT_BITS) - 1);
	if (leads->great_only && weight < GREAT_WEIGHT)
		return;
	make_room(leads);
	struct lead *l = find_slot(leads, value >> STORE_WEIGHT_BITS);
	if (!l->number) {
		l->number = value >> STORE_WEIGHT_BITS;
		l->weight = (uint8_t)weight;
		l->promise = (uint16_t)(l->weight * BY_WEIGHT);
		leads->n++;
	}
	if (!(l->kinds & kind))
		worth += kind == KEY_WHOLE   ? WHOLE
			: kind == KEY_STRONG ? STRONG
			: kind == KEY_WEAK   ? WEAK
					     : 0;
	l->kinds |= (uint8_t)kind;
	l->promise = (uint16_t)(l->promise + worth);
}

void leads_follow(struct leads *leads, const struct folded *f, enum key_kind kind) {
	uint64_t key[KEYS_MOST];
	size_t nkeys = keys_make(f, kind, !leads->great_only, key);
	uint32_t most = kind == KEY_WHOLE ? MOST_WHOLE : MOST_ALIKE;
	for (size_t k = 0; k < nkeys; k++) {
		uint32_t n = posting_read(leads->g, key[k], &leads->wanted, leads->value, most);
		unsigned worth = key_worth(n);
		for (uint32_t i = 0; i < n; i++)
			add(leads, leads->value[i], kind, worth);
	}
}

static int compare_u32(const void *a, const void *b) {
	const uint32_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static bool is_tried(const struct lead *l, bool known_only) {
	return l->number && (!known_only || l->kinds & KEY_WHOLE || l->weight >= KNOWN_WEIGHT);
}

static unsigned promise_of(const struct lead *l) {
	return l->promise < MOST_PROMISE ? l->promise : MOST_PROMISE;
}

/* Numbers of those whose promise is from `low` to `high`. */
static uint32_t collect(const struct leads *leads, unsigned low, unsigned high, bool known_only,
	uint32_t *out) {
	uint32_t n = 0;
	for (uint32_t i = 0; i < leads->room; i++) {
		const struct lead *l = &leads->slot[i];
		unsigned promise = promise_of(l);
		if (is_tried(l, known_only) && promise >= low && promise <= high)
			out[n++] = l->number;
	}
	return n;
}

uint32_t leads_best(const struct leads *leads, uint32_t most, bool known_only, uint32_t **number,
	struct arena *arena) {
	uint32_t count[MOST_PROMISE + 1] = { 0 }, n = 0;
	unsigned least = MOST_PROMISE + 1;
	for (uint32_t i = 0; i < leads->room; i++)
		if (is_tried(&leads->slot[i], known_only))
			count[promise_of(&leads->slot[i])]++;
	while (least > 0 && n + count[least - 1] <= most)
		n += count[--least];
	*number = arena_new(arena, uint32_t, (size_t)leads->n + 1);
	n = collect(leads, least, MOST_PROMISE, known_only, *number);
	if (least > 0) {
		/* Of those on the threshold the first. */
		uint32_t *tied = *number + n;
		uint32_t ntied = collect(leads, least - 1, least - 1, known_only, tied);
		qsort(tied, ntied, sizeof(*tied), compare_u32);
		n = n + ntied < most ? n + ntied : most;
	}
	qsort(*number, n, sizeof(**number), compare_u32);
	return n;
}
