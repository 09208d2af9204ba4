#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena_block;

/*
 * Memory that is given back all at once.  What a function allocates in the
 * arena it was handed lives exactly as long as that arena; nothing is freed
 * one by one.  Running out of memory ends the process, so no caller checks.
 */
struct arena {
	struct arena_block *block;
	size_t used;
};

struct arena_mark {
	struct arena_block *block;
	size_t used;
};

#define ARENA_INIT \
	{ 0 }

/* `count` times `size` zeroed bytes; an overflow ends the process. */
void *arena_alloc(struct arena *arena, size_t count, size_t size, size_t align);
char *arena_strdup(struct arena *arena, struct str s);
char *arena_printf(struct arena *arena, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *fmt, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Room for one more element: returns `old`, or a larger copy of it with
 * `*capacity` updated.  The larger copy is not zeroed behind `count`. */
void *arena_grow(struct arena *arena, void *old, size_t count, uint32_t *capacity, size_t size,
	size_t align);

struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);
void arena_release(struct arena *arena);

/* What `from` holds lives as long as the arena from now on; `from` is empty. */
void arena_adopt(struct arena *arena, struct arena *from);

#define arena_new(arena, type, count) \
	((type *)arena_alloc((arena), (count), sizeof(type), _Alignof(type)))

/* A pointer to a new last element of the growing array `array[count]`. */
#define arena_push(arena, array, count, capacity) \
	((array) = arena_grow((arena), (array), (count), &(capacity), sizeof(*(array)), \
		 _Alignof(max_align_t)), \
		&(array)[(count)++])

#endif
