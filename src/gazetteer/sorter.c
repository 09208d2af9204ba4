#include "gazetteer/sorter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gazetteer/spool.h"

struct sorter {
	struct arena arena, memory; /* of this struct; to sort in */
	unsigned char *bytes;
	size_t nbytes, budget;
	struct record *record, *other; /* `other`: to sort from one to the other */
	size_t nrecords, most_records, taken;
	struct spool spool;
	bool reading;
};

enum { RECORD_USUAL = 64 };

struct sorter *sorter_open(const char *beside, size_t budget) {
	struct arena arena = ARENA_INIT;
	struct sorter *s = arena_new(&arena, struct sorter, 1);
	s->arena = arena;
	s->budget = budget;
	s->most_records = budget / RECORD_USUAL;
	s->bytes = arena_new(&s->memory, unsigned char, budget);
	s->record = arena_new(&s->memory, struct record, s->most_records);
	s->other = arena_new(&s->memory, struct record, s->most_records);
	spool_init(&s->spool, beside, false);
	return s;
}

/* By key alone, least significant digit first; digits that all have in common
 * are passed over. */
static void sort_by_key(struct record *r, struct record *other, size_t n) {
	enum { DIGIT = 11, DIGITS = 1 << DIGIT };
	struct record *from = r, *to = other;
	size_t start[DIGITS];
	for (unsigned shift = 0; shift < 64; shift += DIGIT) {
		memset(start, 0, sizeof(start));
		for (size_t i = 0; i < n; i++)
			start[from[i].key >> shift & (DIGITS - 1)]++;
		if (start[from[0].key >> shift & (DIGITS - 1)] == n)
			continue;
		size_t sum = 0;
		for (size_t i = 0; i < DIGITS; i++) {
			size_t here = start[i];
			start[i] = sum;
			sum += here;
		}
		for (size_t i = 0; i < n; i++)
			to[start[from[i].key >> shift & (DIGITS - 1)]++] = from[i];
		struct record *swap = from;
		from = to;
		to = swap;
	}
	if (from != r)
		memcpy(r, from, n * sizeof(*r));
}

/* Eight bytes from `depth`, what is not there taken for zero, as a number that
 * has their order. */
static uint64_t word_at(const struct record *r, uint32_t depth) {
	uint64_t word = 0;
	for (uint32_t i = depth; i < depth + 8; i++)
		word = word << 8 | (i < r->size ? r->at[i] : 0);
	return word;
}

/* What agrees in its key and up to `depth` in its bytes: the next eight bytes
 * take the key's place for a while, so that bytes are looked at once, not at each
 * comparison. */
static void sort_equal(struct record *r, struct record *other, size_t n, uint32_t depth);

/* Sorts by key, then what has the same key by its bytes from `depth`. */
static void sort(struct record *r, struct record *other, size_t n, uint32_t depth) {
	sort_by_key(r, other, n);
	for (size_t i = 0; i < n;) {
		size_t end = i + 1;
		while (end < n && r[end].key == r[i].key)
			end++;
		if (end - i > 1)
			sort_equal(r + i, other, end - i, depth);
		i = end;
	}
}

static void sort_equal(struct record *r, struct record *other, size_t n, uint32_t depth) {
	enum { FEW = 256, DEEPEST = 64 };
	uint64_t key = r[0].key;
	if (n <= FEW || depth > DEEPEST) {
		qsort(r, n, sizeof(*r), record_compare);
		return;
	}
	for (size_t i = 0; i < n; i++)
		r[i].key = word_at(&r[i], depth);
	sort(r, other, n, depth + 8);
	for (size_t i = 0; i < n; i++)
		r[i].key = key;
}

/* What is in memory becomes a run of the file. */
static void spill(struct sorter *s) {
	if (!s->nrecords)
		return;
	sort(s->record, s->other, s->nrecords, 0);
	for (size_t i = 0; i < s->nrecords; i++)
		spool_put(&s->spool, s->record[i]);
	spool_end_run(&s->spool);
	s->nrecords = 0;
	s->nbytes = 0;
}

void sorter_put(struct sorter *s, struct record record) {
	if (s->nrecords == s->most_records || record.size > s->budget - s->nbytes)
		spill(s);
	if (record.size > s->budget) {
		s->spool.error = E2BIG;
		return;
	}
	memcpy(s->bytes + s->nbytes, record.at, record.size);
	record.at = s->bytes + s->nbytes;
	s->nbytes += record.size;
	s->record[s->nrecords++] = record;
}

static void begin_reading(struct sorter *s) {
	s->reading = true;
	if (s->spool.nruns) {
		spill(s);
		arena_release(&s->memory);
	} else if (s->nrecords) {
		sort(s->record, s->other, s->nrecords, 0);
	}
}

bool sorter_take(struct sorter *s, struct record *out) {
	if (!s->reading)
		begin_reading(s);
	if (s->spool.nruns)
		return spool_take(&s->spool, out);
	if (s->spool.error || s->taken == s->nrecords)
		return false;
	*out = s->record[s->taken++];
	return true;
}

bool sorter_ok(const struct sorter *s, struct diag *diag) {
	return spool_ok(&s->spool, diag);
}

void sorter_drop(struct sorter *s) {
	spool_release(&s->spool);
	arena_release(&s->memory);
	s->nrecords = s->taken = 0;
	s->reading = true;
}

void sorter_close(struct sorter *s) {
	if (!s)
		return;
	sorter_drop(s);
	struct arena arena = s->arena;
	arena_release(&arena);
}
