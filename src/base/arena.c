#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/temporary.h"

/*
 * A chain of blocks, the newest first.  A debug build (SITMAP_ARENA_DEBUG)
 * gives each allocation a block of its own, so that a sanitizer sees overruns.
 */
struct arena_block {
	struct arena_block *previous;
	size_t size;
	_Alignas(max_align_t) unsigned char bytes[];
};

#ifdef SITMAP_ARENA_DEBUG
/* Under a sanitizer each page that is touched costs more. */
enum { LARGE_SIZE = 1024 * 1024 };
#else
enum { BLOCK_SIZE = 64 * 1024, MOST_SIZE = 1024 * 1024, LARGE_SIZE = 8 * 1024 * 1024 };
#endif

#ifdef __linux__
/* Not in POSIX, and hidden by it. */
extern int madvise(void *start, size_t size, int advice);
#endif

/* Faulting large arrays in page by page takes longer than filling them. */
static void use_large_pages(void *memory, size_t size) {
#if defined(__linux__) && !defined(SITMAP_ARENA_DEBUG)
	enum { ADVICE_HUGE_PAGES = 14, PAGE = 4096 };
	uintptr_t start = ((uintptr_t)memory + PAGE - 1) / PAGE * PAGE;
	uintptr_t end = ((uintptr_t)memory + size) / PAGE * PAGE;
	madvise((void *)start, end - start, ADVICE_HUGE_PAGES);
#else
	(void)memory, (void)size;
#endif
}

/* The one place below app/ that ends the process; no file is left half-written. */
static void out_of_memory(void) {
	static const char message[] = "sitmap: out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, message, sizeof(message) - 1);
	(void)ignored;
	temporary_remove_all();
	_exit(1);
}

/* A large block comes zeroed, and then true. */
static bool block_add(struct arena *arena, size_t need) {
	size_t size = need;
#ifndef SITMAP_ARENA_DEBUG
	/* Grow with what is used already, so that large arenas have few blocks. */
	size_t wanted = arena->block ? arena->block->size * 2 : BLOCK_SIZE;
	if (wanted > MOST_SIZE)
		wanted = MOST_SIZE;
	if (size < wanted)
		size = wanted;
#endif
	size_t total;
	if (__builtin_add_overflow(size, sizeof(struct arena_block), &total))
		out_of_memory();
	bool large = total >= LARGE_SIZE;
	struct arena_block *block = large ? calloc(total, 1) : malloc(total);
	if (!block) {
		out_of_memory();
		return false;
	}
	if (large)
		use_large_pages(block, total);
	block->previous = arena->block;
	block->size = size;
	arena->block = block;
	arena->used = 0;
	return large;
}

static void *arena_take(struct arena *arena, size_t bytes, size_t align, bool *zeroed) {
	size_t start = (arena->used + align - 1) & ~(align - 1);
#ifdef SITMAP_ARENA_DEBUG
	bool fits = false;
#else
	bool fits = arena->block && start <= arena->block->size
		&& bytes <= arena->block->size - start;
#endif
	*zeroed = !fits && block_add(arena, bytes ? bytes : 1);
	if (!fits)
		start = 0;
	arena->used = start + bytes;
	return arena->block->bytes + start;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size, size_t align) {
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory();
	bool zeroed;
	void *memory = arena_take(arena, bytes, align, &zeroed);
	if (bytes && !zeroed)
		memset(memory, 0, bytes);
	return memory;
}

void *arena_grow(struct arena *arena, void *old, size_t count, uint32_t *capacity, size_t size,
	size_t align) {
	if (count < *capacity)
		return old;
	size_t wanted, bytes;
	if (__builtin_mul_overflow((size_t)*capacity, (size_t)2, &wanted))
		out_of_memory();
	if (wanted < 8)
		wanted = 8;
	if (wanted > UINT32_MAX || __builtin_mul_overflow(wanted, size, &bytes))
		out_of_memory();
	/* The newest allocation grows where it is. */
	size_t held = (size_t)*capacity * size;
	if (old && arena->block && (unsigned char *)old + held == arena->block->bytes + arena->used
		&& arena->block->size - arena->used >= bytes - held) {
		arena->used += bytes - held;
		*capacity = (uint32_t)wanted;
		return old;
	}
	bool zeroed;
	void *memory = arena_take(arena, bytes, align, &zeroed);
	if (count)
		memcpy(memory, old, count * size);
	*capacity = (uint32_t)wanted;
	return memory;
}

char *arena_strdup(struct arena *arena, struct str s) {
	bool zeroed;
	char *copy = arena_take(arena, s.len + 1, 1, &zeroed);
	if (s.len)
		memcpy(copy, s.at, s.len);
	copy[s.len] = '\0';
	return copy;
}

char *arena_vprintf(struct arena *arena, const char *fmt, va_list args) {
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, fmt, args);
	size_t size = len < 0 ? 1 : (size_t)len + 1;
	bool zeroed;
	char *text = arena_take(arena, size, 1, &zeroed);
	text[0] = '\0';
	vsnprintf(text, size, fmt, again);
	va_end(again);
	return text;
}

char *arena_printf(struct arena *arena, const char *fmt, ...) {
	va_list args;
	va_start(args, fmt);
	char *text = arena_vprintf(arena, fmt, args);
	va_end(args);
	return text;
}

struct arena_mark arena_mark(const struct arena *arena) {
	return (struct arena_mark){ arena->block, arena->used };
}

void arena_rewind(struct arena *arena, struct arena_mark mark) {
	while (arena->block != mark.block) {
		struct arena_block *block = arena->block;
		arena->block = block->previous;
		free(block);
	}
	arena->used = mark.used;
}

void arena_release(struct arena *arena) {
	arena_rewind(arena, (struct arena_mark){ NULL, 0 });
}

/* Below the newest block, which goes on being filled. */
void arena_adopt(struct arena *arena, struct arena *from) {
	struct arena_block *last = from->block;
	if (!arena->block || !last) {
		if (last)
			*arena = *from;
		*from = (struct arena)ARENA_INIT;
		return;
	}
	while (last->previous)
		last = last->previous;
	last->previous = arena->block->previous;
	arena->block->previous = from->block;
	*from = (struct arena)ARENA_INIT;
}
