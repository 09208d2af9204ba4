#include "gazetteer/sorter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A run of sorted records in the file, being read. */
struct run {
	off_t at, end;
	unsigned char *buffer;
	size_t size, used, held; /* of the buffer: room, read off, filled */
	struct record record;
};

struct sorter {
	struct arena arena, runs; /* the memory to sort in; the rest, this struct too */
	unsigned char *bytes;
	size_t nbytes, budget;
	struct record *record, *other; /* `other`: to sort from one to the other */
	size_t nrecords, most_records, taken;
	struct run *run;
	uint32_t nruns, capacity;
	uint32_t *heap, nheap;
	unsigned char *writing;
	size_t nwriting;
	off_t written;
	const char *beside;
	int fd, error;
	bool reading;
};

enum { HEAD = 12, WRITING = 1 << 20, READING = 1 << 18, RECORD_USUAL = 64 };

int sorter_file(const char *beside) {
	static const char name[] = ".sitmap-XXXXXX";
	struct arena arena = ARENA_INIT;
	struct str path = str_of(beside);
	while (path.len && path.at[path.len - 1] != '/')
		path.len--;
	char *template = arena_printf(&arena, "%.*s%s", STR_ARG(path), name);
	int fd = mkstemp(template);
	int error = errno;
	if (fd >= 0)
		unlink(template);
	arena_release(&arena);
	errno = error;
	return fd;
}

bool sorter_write(int fd, const void *data, size_t size) {
	const unsigned char *at = data;
	while (size) {
		ssize_t n = write(fd, at, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		size -= (size_t)n;
	}
	return true;
}

struct sorter *sorter_open(const char *beside, size_t budget) {
	struct arena runs = ARENA_INIT;
	struct sorter *s = arena_new(&runs, struct sorter, 1);
	s->beside = arena_strdup(&runs, str_of(beside));
	s->runs = runs;
	s->budget = budget;
	s->most_records = budget / RECORD_USUAL;
	s->bytes = arena_new(&s->arena, unsigned char, budget);
	s->record = arena_new(&s->arena, struct record, s->most_records);
	s->other = arena_new(&s->arena, struct record, s->most_records);
	s->fd = -1;
	return s;
}

static int compare(const void *a, const void *b) {
	const struct record *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	int order = memcmp(x->at, y->at, x->size < y->size ? x->size : y->size);
	return order ? order : (x->size > y->size) - (x->size < y->size);
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
		qsort(r, n, sizeof(*r), compare);
		return;
	}
	for (size_t i = 0; i < n; i++)
		r[i].key = word_at(&r[i], depth);
	sort(r, other, n, depth + 8);
	for (size_t i = 0; i < n; i++)
		r[i].key = key;
}

static void flush(struct sorter *s) {
	if (!s->error && s->nwriting && !sorter_write(s->fd, s->writing, s->nwriting))
		s->error = errno ? errno : ENOSPC;
	s->written += (off_t)s->nwriting;
	s->nwriting = 0;
}

static void write_out(struct sorter *s, const void *data, size_t size) {
	if (s->nwriting + size > WRITING)
		flush(s);
	if (size > WRITING) {
		if (!s->error && !sorter_write(s->fd, data, size))
			s->error = errno ? errno : ENOSPC;
		s->written += (off_t)size;
		return;
	}
	memcpy(s->writing + s->nwriting, data, size);
	s->nwriting += size;
}

/* What is in memory becomes a run of the file. */
static void spill(struct sorter *s) {
	if (!s->nrecords)
		return;
	sort(s->record, s->other, s->nrecords, 0);
	if (s->fd < 0 && !s->error) {
		s->writing = arena_new(&s->runs, unsigned char, WRITING);
		s->fd = sorter_file(s->beside);
		s->error = s->fd < 0 ? errno : 0;
	}
	if (!s->error) {
		struct run *run = arena_push(&s->runs, s->run, s->nruns, s->capacity);
		*run = (struct run){ .at = s->written };
		for (size_t i = 0; i < s->nrecords; i++) {
			unsigned char head[HEAD];
			memcpy(head, &s->record[i].key, 8);
			memcpy(head + 8, &s->record[i].size, 4);
			write_out(s, head, HEAD);
			write_out(s, s->record[i].at, s->record[i].size);
		}
		flush(s);
		run->end = s->written;
	}
	s->nrecords = 0;
	s->nbytes = 0;
}

void sorter_put(struct sorter *s, struct record record) {
	if (s->nrecords == s->most_records || record.size > s->budget - s->nbytes)
		spill(s);
	if (record.size > s->budget) {
		s->error = E2BIG;
		return;
	}
	memcpy(s->bytes + s->nbytes, record.at, record.size);
	record.at = s->bytes + s->nbytes;
	s->nbytes += record.size;
	s->record[s->nrecords++] = record;
}

/* Makes `need` bytes lie in the buffer; false at the run's end. */
static bool fill(struct sorter *s, struct run *run, size_t need) {
	size_t rest = run->held - run->used;
	if (rest >= need)
		return true;
	if (need > run->size) {
		size_t size = need > READING ? 2 * need : READING;
		unsigned char *larger = arena_new(&s->runs, unsigned char, size);
		if (rest)
			memcpy(larger, run->buffer + run->used, rest);
		run->buffer = larger;
		run->size = size;
	} else {
		memmove(run->buffer, run->buffer + run->used, rest);
	}
	run->used = 0;
	run->held = rest;
	while (run->held < need && run->at < run->end) {
		size_t room = run->size - run->held;
		if ((off_t)room > run->end - run->at)
			room = (size_t)(run->end - run->at);
		ssize_t n = pread(s->fd, run->buffer + run->held, room, run->at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			s->error = n < 0 ? errno : EIO;
			return false;
		}
		run->held += (size_t)n;
		run->at += n;
	}
	return run->held >= need;
}

static bool next_of_run(struct sorter *s, struct run *run) {
	if (!fill(s, run, HEAD))
		return false;
	memcpy(&run->record.key, run->buffer + run->used, 8);
	memcpy(&run->record.size, run->buffer + run->used + 8, 4);
	if (!fill(s, run, HEAD + (size_t)run->record.size))
		return false;
	run->record.at = run->buffer + run->used + HEAD;
	run->used += HEAD + (size_t)run->record.size;
	return true;
}

static bool is_before(const struct sorter *s, uint32_t a, uint32_t b) {
	return compare(&s->run[s->heap[a]].record, &s->run[s->heap[b]].record) < 0;
}

static void swap(struct sorter *s, uint32_t a, uint32_t b) {
	uint32_t was = s->heap[a];
	s->heap[a] = s->heap[b];
	s->heap[b] = was;
}

static void sink(struct sorter *s, uint32_t i) {
	for (;;) {
		uint32_t least = i, left = 2 * i + 1, right = left + 1;
		if (left < s->nheap && is_before(s, left, least))
			least = left;
		if (right < s->nheap && is_before(s, right, least))
			least = right;
		if (least == i)
			return;
		swap(s, i, least);
		i = least;
	}
}

static void begin_reading(struct sorter *s) {
	s->reading = true;
	if (!s->nruns) {
		if (s->nrecords)
			sort(s->record, s->other, s->nrecords, 0);
		return;
	}
	spill(s);
	arena_release(&s->arena);
	s->heap = arena_new(&s->runs, uint32_t, s->nruns);
	for (uint32_t i = 0; i < s->nruns && !s->error; i++)
		if (next_of_run(s, &s->run[i]))
			s->heap[s->nheap++] = i;
	for (uint32_t i = s->nheap / 2; i-- > 0;)
		sink(s, i);
	s->taken = SIZE_MAX;
}

bool sorter_take(struct sorter *s, struct record *out) {
	bool first = !s->reading;
	if (first)
		begin_reading(s);
	if (s->error)
		return false;
	if (!s->nruns) {
		if (s->taken == s->nrecords)
			return false;
		*out = s->record[s->taken++];
		return true;
	}
	if (!first && s->nheap) {
		if (!next_of_run(s, &s->run[s->heap[0]]))
			swap(s, 0, --s->nheap);
		sink(s, 0);
	}
	if (s->error || !s->nheap)
		return false;
	*out = s->run[s->heap[0]].record;
	return true;
}

bool sorter_ok(const struct sorter *s, struct diag *diag) {
	return !s->error
		|| diag_error(diag, WHERE_NOWHERE,
			"cannot keep what is being sorted in a file beside the gazetteer: %s",
			strerror(s->error));
}

void sorter_drop(struct sorter *s) {
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	s->nruns = s->nheap = 0;
	s->nrecords = s->taken = 0;
	s->reading = true;
	arena_release(&s->arena);
}

void sorter_close(struct sorter *s) {
	if (!s)
		return;
	sorter_drop(s);
	struct arena runs = s->runs;
	arena_release(&runs);
}
