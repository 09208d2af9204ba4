/* The sorter and the entries: what goes in comes out in order, from memory and
 * through files. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "gazetteer/entries.h"
#include "gazetteer/sorter.h"
#include "random.h"

enum { MOST_BYTES = 40 };

/* A record with its bytes in it. */
struct kept {
	uint64_t key;
	uint32_t size;
	unsigned char bytes[MOST_BYTES];
};

static int compare_kept(const void *a, const void *b) {
	const struct kept *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	uint32_t least = x->size < y->size ? x->size : y->size;
	int order = memcmp(x->bytes, y->bytes, least);
	return order ? order : (x->size > y->size) - (x->size < y->size);
}

/* Few keys and few letters, zeros among them, so that much is equal up to some
 * depth, and some records are wholly equal. */
static struct kept make(uint64_t *seed, uint64_t keys) {
	struct kept k = { .key = random_next(seed) % keys * 0x9E3779B97F4A7C15u };
	k.size = (uint32_t)(random_next(seed) % (MOST_BYTES + 1));
	for (uint32_t i = 0; i < k.size; i++)
		k.bytes[i] = i < 20 ? 'a' : (unsigned char)(random_next(seed) % 3);
	return k;
}

static void expect_sorted(size_t n, uint64_t keys, size_t budget) {
	uint64_t seed = 5;
	struct kept *all = calloc(n, sizeof(*all));
	struct sorter *s = sorter_open("/tmp/x", budget);
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct record r;
	diag_init(&diag, &arena);
	for (size_t i = 0; i < n; i++) {
		all[i] = make(&seed, keys);
		sorter_put(s, (struct record){ all[i].key, all[i].bytes, all[i].size });
	}
	qsort(all, n, sizeof(*all), compare_kept);
	for (size_t i = 0; i < n; i++) {
		assert_true(sorter_take(s, &r));
		assert_true(r.key == all[i].key);
		assert_int_equal(r.size, all[i].size);
		assert_memory_equal(r.at, all[i].bytes, r.size);
	}
	assert_false(sorter_take(s, &r));
	assert_false(sorter_take(s, &r));
	assert_true(sorter_ok(s, &diag));
	sorter_drop(s);
	assert_false(sorter_take(s, &r));
	sorter_close(s);
	arena_release(&arena);
	free(all);
}

static void test_in_memory(void **state) {
	(void)state;
	expect_sorted(0, 1, 1 << 20);
	expect_sorted(1, 1, 1 << 20);
	expect_sorted(10000, 1000000, 1 << 20);
	expect_sorted(10000, 3, 1 << 20);
}

static void test_through_a_file(void **state) {
	(void)state;
	expect_sorted(20000, 1000000, 1 << 14);
	expect_sorted(20000, 3, 1 << 16);
	expect_sorted(20000, 1, 1 << 17);
}

/* Larger than the window in which a run is read. */
static void test_large_records(void **state) {
	(void)state;
	enum { SIZE = 1 << 19, N = 6 };
	struct sorter *s = sorter_open("/tmp/x", 1 << 20);
	unsigned char *bytes = calloc(1, SIZE);
	struct record r;
	for (int i = 0; i < N; i++) {
		memset(bytes, 'a' + i, SIZE);
		sorter_put(s, (struct record){ (uint64_t)(N - i), bytes, SIZE });
	}
	for (int i = N; i-- > 0;) {
		assert_true(sorter_take(s, &r));
		assert_int_equal(r.size, SIZE);
		assert_int_equal(r.at[0], 'a' + i);
		assert_int_equal(r.at[SIZE - 1], 'a' + i);
	}
	assert_false(sorter_take(s, &r));
	sorter_close(s);
	free(bytes);
}

static void expect_failure(struct sorter *s, const char *words) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct record r;
	diag_init(&diag, &arena);
	assert_false(sorter_take(s, &r));
	assert_false(sorter_ok(s, &diag));
	assert_int_equal(diag.errors, 1);
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	diag_print(&diag, file, false);
	fclose(file);
	assert_non_null(strstr(text, words));
	free(text);
	sorter_close(s);
	arena_release(&arena);
}

static void test_failures(void **state) {
	(void)state;
	unsigned char bytes[2048] = { 0 };
	struct sorter *s = sorter_open("/no/such/folder/x", 1 << 12);
	for (uint64_t i = 0; i < 100; i++)
		sorter_put(s, (struct record){ i, bytes, 512 });
	expect_failure(s, "No such file");
	s = sorter_open("/tmp/x", 1024);
	sorter_put(s, (struct record){ 1, bytes, 2048 });
	expect_failure(s, "too long");
}

/* Much that is wholly equal for long, and what is there without a folder's name. */
static void test_long_likeness(void **state) {
	(void)state;
	enum { N = 600, LIKE = 100 };
	struct sorter *s = sorter_open("x", 1 << 20);
	unsigned char bytes[LIKE + 1];
	struct record r;
	memset(bytes, 'a', sizeof(bytes));
	for (int i = N; i-- > 0;) {
		bytes[LIKE] = (unsigned char)(i % 200);
		sorter_put(s, (struct record){ 7, bytes, sizeof(bytes) });
	}
	for (int i = 0; i < N; i++) {
		assert_true(sorter_take(s, &r));
		assert_int_equal(r.at[LIKE], i / 3);
	}
	sorter_close(s);
	sorter_close(NULL);
}

/* Records that no buffer holds, in a file of the current folder. */
static void test_huge_records(void **state) {
	(void)state;
	enum { SIZE = 3 << 20 };
	char folder[] = "/tmp/sitmap-sorter-XXXXXX";
	unsigned char *bytes = calloc(1, SIZE);
	struct record r;
	assert_true(mkdtemp(folder) && chdir(folder) == 0);
	struct sorter *s = sorter_open("x", 1 << 22);
	for (int i = 3; i-- > 0;) {
		bytes[SIZE - 1] = (unsigned char)i;
		sorter_put(s, (struct record){ (uint64_t)i, bytes, SIZE });
	}
	for (int i = 0; i < 3; i++) {
		assert_true(sorter_take(s, &r));
		assert_int_equal(r.size, SIZE);
		assert_int_equal(r.at[SIZE - 1], i);
	}
	assert_false(sorter_take(s, &r));
	sorter_close(s);
	free(bytes);
	/* Nothing is in it. */
	assert_int_equal(chdir("/") + rmdir(folder), 0);
}

/* A run that is longer than what is written at a time, on a disk that is full. */
static void test_full_disk(void **state) {
	(void)state;
	struct rlimit old, small;
	unsigned char bytes[1000] = { 0 };
	struct sorter *s = sorter_open("/tmp/x", 1 << 22);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 1000;
	setrlimit(RLIMIT_FSIZE, &small);
	for (uint64_t i = 0; i < 5000; i++)
		sorter_put(s, (struct record){ i, bytes, sizeof(bytes) });
	setrlimit(RLIMIT_FSIZE, &old);
	expect_failure(s, "File too large");
}

/* The descriptors of files without a name. */
static int unnamed_file(void) {
	struct stat info;
	for (int fd = 3; fd < 100; fd++)
		if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_nlink == 0)
			return fd;
	fail();
	return -1;
}

enum { MANY = 3000 };

/* More than is read of a file at a time. */
static struct sorter *spilled(void) {
	unsigned char bytes[1000] = { 0 };
	struct sorter *s = sorter_open("/tmp/x", 1 << 20);
	for (uint64_t i = 0; i < MANY; i++)
		sorter_put(s, (struct record){ i, bytes, sizeof(bytes) });
	return s;
}

static void expect_early_end(struct sorter *s, const char *words) {
	struct record r;
	unsigned n = 0;
	while (sorter_take(s, &r))
		n++;
	assert_true(n < MANY);
	expect_failure(s, words);
}

/* The file became shorter, or cannot be read any more. */
static void test_damaged_file(void **state) {
	(void)state;
	struct record first;
	struct sorter *s = spilled();
	assert_true(sorter_take(s, &first));
	assert_int_equal(ftruncate(unnamed_file(), 100), 0);
	expect_early_end(s, "Input/output error");
	s = spilled();
	int other = open("/dev/null", O_WRONLY);
	assert_true(dup2(other, unnamed_file()) >= 0);
	expect_early_end(s, "Bad file descriptor");
	close(other);
}

static int compare_u64(const void *a, const void *b) {
	const uint64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static void expect_entries(size_t n, size_t memory) {
	uint64_t seed = 9, entry;
	uint64_t *all = calloc(n, sizeof(*all));
	struct entries *e = entries_open("/tmp/x", memory);
	for (size_t i = 0; i < n; i++) {
		all[i] = random_next(&seed) % 5 ? random_next(&seed) : seed & 0xFF;
		entries_put(e, all[i]);
	}
	assert_int_equal(entries_count(e), n);
	qsort(all, n, sizeof(*all), compare_u64);
	for (size_t i = 0; i < n; i++) {
		assert_true(entries_take(e, &entry));
		assert_true(entry == all[i]);
	}
	assert_false(entries_take(e, &entry));
	entries_close(e);
	free(all);
}

static void test_entries(void **state) {
	(void)state;
	expect_entries(0, 1 << 16);
	expect_entries(5000, 1 << 16);
	expect_entries(8192, 1 << 16);
	expect_entries(100000, 1 << 16);
	/* Few enough for narrow digits, and one too many. */
	expect_entries(16383, 1 << 20);
	expect_entries(16384, 1 << 20);
}

/* The hashes keep their upper bits only when nothing was sorted yet. */
static void test_cut(void **state) {
	(void)state;
	uint64_t entry;
	struct entries *e = entries_open("/tmp/x", 1 << 16);
	entries_put(e, ~(uint64_t)0);
	assert_int_equal(entries_cut(e, 20), 20);
	assert_true(entries_take(e, &entry));
	assert_true(entry == (~(uint64_t)0 << 44 | (((uint64_t)1 << ENTRY_VALUE_BITS) - 1)));
	entries_close(e);
	e = entries_open("/tmp/x", 64);
	for (uint64_t i = 0; i < 20; i++)
		entries_put(e, i);
	assert_int_equal(entries_cut(e, 20), ENTRY_HASH_BITS);
	entries_close(e);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_memory),
		cmocka_unit_test(test_through_a_file),
		cmocka_unit_test(test_large_records),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_long_likeness),
		cmocka_unit_test(test_huge_records),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_damaged_file),
		cmocka_unit_test(test_entries),
		cmocka_unit_test(test_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
