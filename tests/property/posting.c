/* The index of keys: whatever is put in, a key gives the values it had, of the
 * countries and border places that are wanted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gazetteer/store.h"
#include "random.h"

enum { HASHES = 7, MOST = 60000, HASH_BITS = 30 };

struct index {
	struct gazetteer g;
	uint64_t *entry; /* rising, none twice */
	size_t n;
};

static int compare_u64(const void *a, const void *b) {
	const uint64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Neighbours of all bits set and of none, and what lies between. */
static uint64_t hash_of(uint64_t i) {
	static const uint64_t few[HASHES] = { 0, 1, 2, 0x1FFFFFFF, 0x20000000, 0x20000001,
		0x3FFFFFFF };
	return few[i] << (64 - HASH_BITS);
}

static uint64_t make_entry(uint64_t *seed, uint64_t places) {
	uint64_t number = 1 + random_next(seed) % places, share = random_next(seed) % 100;
	uint64_t hash = hash_of(share < 60 ? 4 : share % HASHES);
	return hash | number << STORE_WEIGHT_BITS | number % 8;
}

static void build(struct index *index, uint64_t seed, size_t n, uint64_t places) {
	sqlite3_stmt *insert = NULL;
	struct gazetteer *g = &index->g;
	struct entries *entries = entries_open("/tmp/x", 1 << 20);
	index->entry = calloc(n + 1, sizeof(*index->entry));
	index->n = 0;
	for (size_t i = 0; i < n; i++) {
		index->entry[i] = make_entry(&seed, places);
		entries_put(entries, index->entry[i]);
	}
	qsort(index->entry, n, sizeof(*index->entry), compare_u64);
	for (size_t i = 0; i < n; i++)
		if (!i || index->entry[i] != index->entry[i - 1])
			index->entry[index->n++] = index->entry[i];
	assert_int_equal(sqlite3_open(":memory:", &g->db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(g->db,
				 "CREATE TABLE keys (entry INTEGER PRIMARY KEY, posting BLOB)",
				 NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_prepare_v2(g->db, "INSERT INTO keys VALUES (?,?)", -1, &insert, NULL);
	assert_true(posting_write(entries, HASH_BITS, insert));
	sqlite3_finalize(insert);
	entries_close(entries);
	assert_true(store_prepare_keys(g));
	g->hash_bits = HASH_BITS;
}

static void close_index(struct index *index) {
	sqlite3_finalize(index->g.row_with);
	sqlite3_finalize(index->g.row_behind);
	sqlite3_close(index->g.db);
	free(index->entry);
}

static bool is_wanted(const struct wanted *w, uint32_t number) {
	bool wanted = number >= w->first && number <= w->last;
	for (uint32_t i = 0; i < w->nborder; i++)
		wanted |= w->border[i] == number;
	return wanted;
}

static void expect(struct index *index, uint64_t hash, const struct wanted *wanted, uint32_t max) {
	static uint32_t value[MOST];
	/* Bits below those of the index are not looked at. */
	uint32_t n = posting_read(&index->g, hash | 0xABCDE, wanted, value, max), k = 0;
	for (size_t i = 0; i < index->n; i++) {
		uint32_t v = (uint32_t)index->entry[i] & ((1u << ENTRY_VALUE_BITS) - 1);
		bool here = index->entry[i] >> (64 - HASH_BITS) == hash >> (64 - HASH_BITS);
		if (!here || !is_wanted(wanted, v >> STORE_WEIGHT_BITS) || k == max)
			continue;
		assert_true(k < n);
		assert_int_equal(value[k], v);
		k++;
	}
	assert_int_equal(k, n);
	assert_false(index->g.damaged);
}

static void check(size_t n, uint64_t places) {
	struct index index = { 0 };
	uint64_t seed = n + 1;
	build(&index, n, n, places);
	for (int round = 0; round < 40; round++) {
		uint32_t border[8], nborder = (uint32_t)(random_next(&seed) % 9);
		uint64_t span = round % 4 ? places / 20 + 1 : places;
		uint32_t first = (uint32_t)(1 + random_next(&seed) % places);
		uint32_t last = first + (uint32_t)(random_next(&seed) % span), at = 0;
		for (uint32_t i = 0; i < nborder; i++)
			border[i] = at += (uint32_t)(1 + random_next(&seed) % (places / 8 + 1));
		struct wanted wanted = { first, last, border, nborder };
		for (uint64_t h = 0; h < HASHES; h++)
			expect(&index, hash_of(h), &wanted, round % 5 ? MOST : 3);
		expect(&index, hash_of(3) + ((uint64_t)5 << 50), &wanted, MOST);
	}
	struct wanted all = { 1, UINT32_MAX, NULL, 0 };
	for (uint64_t h = 0; h < HASHES; h++)
		expect(&index, hash_of(h), &all, MOST);
	close_index(&index);
}

static void test_all_sizes(void **state) {
	(void)state;
	check(0, 10);
	check(1, 10);
	check(1000, 100);
	check(3000, 5000000);
	check(MOST, 40000);
	check(MOST, 30000000);
}

int main(void) {
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_all_sizes) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
