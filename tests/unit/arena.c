#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

static void test_zeroed_and_aligned(void **state) {
	struct arena arena = ARENA_INIT;
	(void)state;
	for (size_t size = 0; size < 300000; size = size * 2 + 1) {
		unsigned char *bytes = arena_alloc(&arena, size, 1, 1);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(bytes[i], 0);
		memset(bytes, 0xAA, size);
		double *number = arena_new(&arena, double, 1);
		assert_int_equal((uintptr_t)number % _Alignof(double), 0);
		max_align_t *most = arena_new(&arena, max_align_t, 1);
		assert_int_equal((uintptr_t)most % _Alignof(max_align_t), 0);
	}
	arena_release(&arena);
	arena_release(&arena);
	assert_null(arena.block);
}

static void test_rewind(void **state) {
	struct arena arena = ARENA_INIT;
	(void)state;
	char *kept = arena_strdup(&arena, STR("kept"));
	struct arena_mark mark = arena_mark(&arena);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 100; i++)
			memset(arena_alloc(&arena, 10000, 1, 1), 'x', 10000);
		arena_rewind(&arena, mark);
		assert_ptr_equal(arena.block, mark.block);
		assert_int_equal(arena.used, mark.used);
		assert_string_equal(kept, "kept");
	}
	arena_rewind(&arena, (struct arena_mark){ NULL, 0 });
	assert_null(arena.block);
}

static void test_push(void **state) {
	struct arena arena = ARENA_INIT;
	int *array = NULL, *other = NULL;
	uint32_t count = 0, capacity = 0, nothers = 0, other_capacity = 0;
	(void)state;
	for (int i = 0; i < 100000; i++) {
		*arena_push(&arena, array, count, capacity) = i;
		if (i % 1000 == 0)
			*arena_push(&arena, other, nothers, other_capacity) = -i;
	}
	assert_int_equal(count, 100000);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(array[i], i);
	for (int i = 0; i < 100; i++)
		assert_int_equal(other[i], -i * 1000);
	arena_release(&arena);
}

static void test_text(void **state) {
	struct arena arena = ARENA_INIT;
	(void)state;
	assert_string_equal(arena_printf(&arena, "%s-%d", "a", 7), "a-7");
	assert_string_equal(arena_strdup(&arena, (struct str){ NULL, 0 }), "");
	assert_int_equal(strlen(arena_printf(&arena, "%1000d", 1)), 1000);
	arena_release(&arena);
}

/* The exit status of a child that asks for that much. */
static int status_of_asking(size_t count, size_t size) {
	int status = 0;
	pid_t pid = fork();
	if (pid == 0) {
		struct arena arena = ARENA_INIT;
		if (!freopen("/dev/null", "w", stderr))
			_exit(8);
		arena_alloc(&arena, count, size, 1);
		_exit(9);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_too_much_ends_the_process(void **state) {
	(void)state;
	assert_int_equal(status_of_asking(SIZE_MAX / 2, 3), 1);
	assert_int_equal(status_of_asking(SIZE_MAX - 8, 1), 1);
	assert_int_equal(status_of_asking(100, 1), 9);
}

/* What was adopted stays when what came after it is given back. */
static void test_adopts_another(void **state) {
	(void)state;
	for (int filled = 0; filled < 2; filled++) {
		struct arena arena = ARENA_INIT, other = ARENA_INIT, nothing = ARENA_INIT;
		char *own = filled ? arena_strdup(&arena, STR("own")) : NULL;
		char *theirs = arena_strdup(&other, STR("theirs"));
		char *large = arena_alloc(&other, 1, 1 << 20, 1);
		large[(1 << 20) - 1] = 'x';
		arena_adopt(&arena, &other);
		assert_null(other.block);
		struct arena_mark mark = arena_mark(&arena);
		arena_alloc(&arena, 1, 1 << 22, 1);
		arena_rewind(&arena, mark);
		arena_adopt(&arena, &nothing);
		assert_string_equal(theirs, "theirs");
		assert_int_equal(large[(1 << 20) - 1], 'x');
		if (own)
			assert_string_equal(own, "own");
		arena_release(&arena);
		assert_null(arena.block);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zeroed_and_aligned),
		cmocka_unit_test(test_rewind),
		cmocka_unit_test(test_push),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_too_much_ends_the_process),
		cmocka_unit_test(test_adopts_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
