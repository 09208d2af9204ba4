#include "gazetteer/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A run in the file, being read. */
struct spool_run {
	off_t at, end;
	unsigned char *buffer;
	size_t size, used, held; /* of the buffer: room, read off, filled */
	struct record record;    /* at its front */
};

enum { KEY = 8, SIZE = 4, WRITING = 1 << 20, READING = 1 << 18 };

int record_compare(const void *a, const void *b) {
	const struct record *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	int order = memcmp(x->at, y->at, x->size < y->size ? x->size : y->size);
	return order ? order : (x->size > y->size) - (x->size < y->size);
}

void spool_init(struct spool *s, const char *beside, bool keys_only) {
	*s = (struct spool){ .fd = -1, .keys_only = keys_only };
	s->beside = arena_strdup(&s->arena, str_of(beside));
}

/* A file that nothing but this process sees. */
static void open_file(struct spool *s) {
	static const char name[] = ".sitmap-XXXXXX";
	struct str path = str_of(s->beside);
	while (path.len && path.at[path.len - 1] != '/')
		path.len--;
	char *template = arena_printf(&s->arena, "%.*s%s", STR_ARG(path), name);
	s->writing = arena_new(&s->arena, unsigned char, WRITING);
	s->fd = mkstemp(template);
	if (s->fd < 0)
		s->error = errno;
	else
		unlink(template);
}

static void write_all(struct spool *s, const unsigned char *at, size_t size) {
	s->written += (off_t)size;
	while (size && !s->error) {
		ssize_t n = write(s->fd, at, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			s->error = errno;
			return;
		}
		at += n;
		size -= (size_t)n;
	}
}

static void flush(struct spool *s) {
	write_all(s, s->writing, s->nwriting);
	s->nwriting = 0;
}

static void put(struct spool *s, const void *data, size_t size) {
	if (size > WRITING - s->nwriting)
		flush(s);
	if (size > WRITING) {
		write_all(s, data, size);
		return;
	}
	memcpy(s->writing + s->nwriting, data, size);
	s->nwriting += size;
}

void spool_put(struct spool *s, struct record record) {
	if (s->fd < 0 && !s->error)
		open_file(s);
	if (s->error)
		return;
	put(s, &record.key, KEY);
	if (s->keys_only)
		return;
	put(s, &record.size, SIZE);
	put(s, record.at, record.size);
}

void spool_end_run(struct spool *s) {
	off_t at = s->nruns ? s->run[s->nruns - 1].end : 0;
	flush(s);
	struct spool_run *run = arena_push(&s->arena, s->run, s->nruns, s->capacity);
	*run = (struct spool_run){ .at = at, .end = s->written };
}

/* Makes `need` bytes lie in the buffer; false at the run's end. */
static bool fill(struct spool *s, struct spool_run *run, size_t need) {
	size_t rest = run->held - run->used;
	if (rest >= need)
		return true;
	if (need > run->size) {
		size_t size = need > READING ? 2 * need : READING;
		unsigned char *larger = arena_new(&s->arena, unsigned char, size);
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

static bool next_of_run(struct spool *s, struct spool_run *run) {
	struct record *r = &run->record;
	size_t head = s->keys_only ? KEY : KEY + SIZE;
	if (!fill(s, run, head))
		return false;
	memcpy(&r->key, run->buffer + run->used, KEY);
	if (!s->keys_only)
		memcpy(&r->size, run->buffer + run->used + KEY, SIZE);
	if (!fill(s, run, head + r->size))
		return false;
	r->at = run->buffer + run->used + head;
	run->used += head + r->size;
	return true;
}

static bool is_before(const struct spool *s, uint32_t a, uint32_t b) {
	return record_compare(&s->run[s->heap[a]].record, &s->run[s->heap[b]].record) < 0;
}

static void sink(struct spool *s, uint32_t i) {
	for (;;) {
		uint32_t least = i, left = 2 * i + 1, right = left + 1;
		if (left < s->nheap && is_before(s, left, least))
			least = left;
		if (right < s->nheap && is_before(s, right, least))
			least = right;
		if (least == i)
			return;
		uint32_t was = s->heap[i];
		s->heap[i] = s->heap[least];
		s->heap[least] = was;
		i = least;
	}
}

static void begin_reading(struct spool *s) {
	s->reading = true;
	s->heap = arena_new(&s->arena, uint32_t, s->nruns);
	for (uint32_t i = 0; i < s->nruns && !s->error; i++)
		if (next_of_run(s, &s->run[i]))
			s->heap[s->nheap++] = i;
	for (uint32_t i = s->nheap / 2; i-- > 0;)
		sink(s, i);
}

bool spool_take(struct spool *s, struct record *out) {
	if (!s->reading) {
		begin_reading(s);
	} else if (s->nheap) {
		if (!next_of_run(s, &s->run[s->heap[0]]))
			s->heap[0] = s->heap[--s->nheap];
		sink(s, 0);
	}
	if (s->error || !s->nheap)
		return false;
	*out = s->run[s->heap[0]].record;
	return true;
}

bool spool_ok(const struct spool *s, struct diag *diag) {
	if (!s->error)
		return true;
	return diag_error(diag, WHERE_NOWHERE,
		"cannot keep what is being sorted in a file beside the gazetteer: %s",
		strerror(s->error));
}

void spool_release(struct spool *s) {
	if (s->fd >= 0)
		close(s->fd);
	arena_release(&s->arena);
	*s = (struct spool){ .fd = -1, .error = s->error, .reading = true };
}
