/* What the tiles of a set drew; seeds in record/.  The sum at the end is made here, since no
 * mutation gets past it. */
#include <stddef.h>
#include <stdint.h>

#include "asfile.h"
#include "tile/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void count(void *user, struct tile_id id) {
	*(uint64_t *)user += id.z + UINT64_C(1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct arena arena = ARENA_INIT;
	struct diag quiet;
	struct record read, none;
	struct tileset set = { .bounds = { { 10, 30 }, { 20, 40 } }, .maxzoom = 4 };
	struct out *whole = out_memory(&arena);
	struct digest sum = digest_of((struct str){ (const char *)data, size });
	uint64_t n = 0;
	diag_init(&quiet, &arena);
	out_write(whole, data, size);
	out_write(whole, &sum, sizeof(sum));
	const char *path = as_file(out_bytes(whole), ".record", &arena);
	if (record_read(path, &read, &arena) && record_start(&none, &set, &arena)) {
		record_gone(&read, &none, count, &n);
		record_gone(&none, &read, count, &n);
		record_write(&read, path, &arena, &quiet);
		record_close(&read);
	}
	unlink(path);
	arena_release(&arena);
	return 0;
}
