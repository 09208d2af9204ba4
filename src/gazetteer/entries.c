#include "gazetteer/entries.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "gazetteer/sorter.h"

enum { DIGIT = 16, DIGITS = 1 << DIGIT, READING = 1 << 15 };

struct run {
	off_t at, end;
	uint64_t *buffer;
	size_t used, held;
};

struct entries {
	struct arena arena;
	uint64_t *at, *other; /* two halves of the memory, to sort from one to the other */
	size_t *start;
	size_t n, taken, most;
	struct run *run;
	uint32_t nruns, run_capacity;
	uint32_t *heap, nheap;
	uint64_t total;
	off_t written;
	const char *beside;
	int fd, error;
	bool reading;
};

struct entries *entries_open(const char *beside, size_t memory) {
	struct arena arena = ARENA_INIT;
	struct entries *e = arena_new(&arena, struct entries, 1);
	e->beside = arena_strdup(&arena, str_of(beside));
	e->most = memory / sizeof(uint64_t);
	e->fd = -1;
	e->start = arena_new(&arena, size_t, DIGITS);
	e->arena = arena;
	return e;
}

/* Least significant digit first, sixteen bits a pass. */
static void sort(struct entries *e) {
	for (unsigned shift = 0; shift < 64; shift += DIGIT) {
		memset(e->start, 0, DIGITS * sizeof(*e->start));
		for (size_t i = 0; i < e->n; i++)
			e->start[e->at[i] >> shift & (DIGITS - 1)]++;
		size_t sum = 0;
		for (size_t i = 0; i < DIGITS; i++) {
			size_t n = e->start[i];
			e->start[i] = sum;
			sum += n;
		}
		for (size_t i = 0; i < e->n; i++)
			e->other[e->start[e->at[i] >> shift & (DIGITS - 1)]++] = e->at[i];
		uint64_t *swap = e->at;
		e->at = e->other;
		e->other = swap;
	}
}

static void spill(struct entries *e) {
	if (!e->n)
		return;
	sort(e);
	if (e->fd < 0 && !e->error) {
		e->fd = sorter_file(e->beside);
		e->error = e->fd < 0 ? errno : 0;
	}
	size_t size = e->n * sizeof(*e->at);
	if (!e->error && !sorter_write(e->fd, e->at, size))
		e->error = errno ? errno : ENOSPC;
	struct run *run = arena_push(&e->arena, e->run, e->nruns, e->run_capacity);
	*run = (struct run){ .at = e->written, .end = e->written + (off_t)size };
	e->written += (off_t)size;
	e->n = 0;
}

void entries_put(struct entries *e, uint64_t entry) {
	if (!e->at) {
		/* All at once: what is not used costs nothing, and growing would hold
		 * two of each. */
		e->at = arena_new(&e->arena, uint64_t, e->most);
		e->other = arena_new(&e->arena, uint64_t, e->most);
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
	if (e->nruns)
		return ENTRY_HASH_BITS;
	uint64_t mask = ~(uint64_t)0 << (64 - bits) | (((uint64_t)1 << ENTRY_VALUE_BITS) - 1);
	for (size_t i = 0; i < e->n; i++)
		e->at[i] &= mask;
	return bits;
}

static bool fill(struct entries *e, struct run *run) {
	if (run->used < run->held)
		return true;
	size_t most = READING * sizeof(uint64_t), n = 0;
	if ((off_t)most > run->end - run->at)
		most = (size_t)(run->end - run->at);
	while (n < most) {
		ssize_t got = pread(e->fd, (char *)run->buffer + n, most - n, run->at + (off_t)n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			e->error = got < 0 ? errno : EIO;
			return false;
		}
		n += (size_t)got;
	}
	run->at += (off_t)n;
	run->used = 0;
	run->held = n / sizeof(uint64_t);
	return run->held > 0;
}

static uint64_t front(const struct entries *e, uint32_t i) {
	const struct run *run = &e->run[e->heap[i]];
	return run->buffer[run->used];
}

static void sink(struct entries *e, uint32_t i) {
	for (;;) {
		uint32_t least = i, left = 2 * i + 1, right = left + 1;
		if (left < e->nheap && front(e, left) < front(e, least))
			least = left;
		if (right < e->nheap && front(e, right) < front(e, least))
			least = right;
		if (least == i)
			return;
		uint32_t was = e->heap[i];
		e->heap[i] = e->heap[least];
		e->heap[least] = was;
		i = least;
	}
}

static void begin_reading(struct entries *e) {
	e->reading = true;
	if (!e->nruns) {
		if (e->n)
			sort(e);
		return;
	}
	spill(e);
	e->heap = arena_new(&e->arena, uint32_t, e->nruns);
	for (uint32_t i = 0; i < e->nruns && !e->error; i++) {
		e->run[i].buffer = arena_new(&e->arena, uint64_t, READING);
		if (fill(e, &e->run[i]))
			e->heap[e->nheap++] = i;
	}
	for (uint32_t i = e->nheap / 2; i-- > 0;)
		sink(e, i);
}

bool entries_take(struct entries *e, uint64_t *out) {
	if (!e->reading)
		begin_reading(e);
	if (e->error)
		return false;
	if (!e->nruns) {
		if (e->taken == e->n)
			return false;
		*out = e->at[e->taken++];
		return true;
	}
	if (!e->nheap)
		return false;
	struct run *run = &e->run[e->heap[0]];
	*out = run->buffer[run->used++];
	if (!fill(e, run)) {
		if (e->error)
			return false;
		e->heap[0] = e->heap[--e->nheap];
	}
	sink(e, 0);
	return true;
}

bool entries_ok(const struct entries *e, struct diag *diag) {
	return !e->error
		|| diag_error(diag, WHERE_NOWHERE,
			"cannot keep what is being sorted in a file beside the gazetteer: %s",
			strerror(e->error));
}

void entries_close(struct entries *e) {
	if (!e)
		return;
	if (e->fd >= 0)
		close(e->fd);
	struct arena arena = e->arena;
	arena_release(&arena);
}
