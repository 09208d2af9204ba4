#include "gazetteer/entries.h"

#include <string.h>

#include "gazetteer/spool.h"

/* Bits of a digit: of many entries, and of so few that clearing a wide table costs more than
 * four passes. */
enum { WIDE = 16, NARROW = 8, FEW = 1 << 14 };

struct entries {
	struct arena arena, memory; /* of this struct; to sort in */
	uint64_t *at, *other;       /* two halves of it, to sort from one to the other */
	size_t *start;
	size_t n, taken, most;
	uint64_t total;
	struct spool spool;
	bool reading;
};

struct entries *entries_open(const char *beside, size_t memory) {
	struct arena arena = ARENA_INIT;
	struct entries *e = arena_new(&arena, struct entries, 1);
	e->most = memory / sizeof(uint64_t);
	e->start = arena_new(&arena, size_t, 1 << WIDE);
	e->arena = arena;
	spool_init(&e->spool, beside, true);
	return e;
}

/* Least significant digit first. */
static void sort(struct entries *e) {
	unsigned width = e->n < FEW ? NARROW : WIDE;
	size_t digits = (size_t)1 << width;
	for (unsigned shift = 0; shift < 64; shift += width) {
		memset(e->start, 0, digits * sizeof(*e->start));
		for (size_t i = 0; i < e->n; i++)
			e->start[e->at[i] >> shift & (digits - 1)]++;
		size_t sum = 0;
		for (size_t i = 0; i < digits; i++) {
			size_t n = e->start[i];
			e->start[i] = sum;
			sum += n;
		}
		for (size_t i = 0; i < e->n; i++)
			e->other[e->start[e->at[i] >> shift & (digits - 1)]++] = e->at[i];
		uint64_t *swap = e->at;
		e->at = e->other;
		e->other = swap;
	}
}

static void spill(struct entries *e) {
	sort(e);
	for (size_t i = 0; i < e->n; i++)
		spool_put(&e->spool, (struct record){ .key = e->at[i] });
	spool_end_run(&e->spool);
	e->n = 0;
}

void entries_put(struct entries *e, uint64_t entry) {
	if (!e->at) {
		/* All at once: what is not used costs nothing, and growing would hold
		 * two of each. */
		e->at = arena_new(&e->memory, uint64_t, e->most);
		e->other = arena_new(&e->memory, uint64_t, e->most);
	}
	if (e->n == e->most)
		spill(e);
	e->at[e->n++] = entry;
	e->total++;
}

uint64_t entries_count(const struct entries *e) {
	return e->total;
}

unsigned entries_cut(struct entries *e, unsigned bits) {
	if (e->spool.nruns)
		return ENTRY_HASH_BITS;
	uint64_t mask = ~(uint64_t)0 << (64 - bits) | (((uint64_t)1 << ENTRY_VALUE_BITS) - 1);
	for (size_t i = 0; i < e->n; i++)
		e->at[i] &= mask;
	return bits;
}

static void begin_reading(struct entries *e) {
	e->reading = true;
	if (e->spool.nruns) {
		spill(e);
		arena_release(&e->memory);
	} else if (e->n) {
		sort(e);
	}
}

bool entries_take(struct entries *e, uint64_t *out) {
	struct record record;
	if (!e->reading)
		begin_reading(e);
	if (e->spool.nruns) {
		if (!spool_take(&e->spool, &record))
			return false;
		*out = record.key;
		return true;
	}
	if (e->taken == e->n)
		return false;
	*out = e->at[e->taken++];
	return true;
}

bool entries_ok(const struct entries *e, struct diag *diag) {
	return spool_ok(&e->spool, diag);
}

void entries_close(struct entries *e) {
	if (!e)
		return;
	spool_release(&e->spool);
	arena_release(&e->memory);
	struct arena arena = e->arena;
	arena_release(&arena);
}
