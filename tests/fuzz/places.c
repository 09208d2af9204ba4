/* A gazetteer of others: an SQLite file that is asked for places; seeds in places/. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "asfile.h"
#include "gazetteer/gazetteer.h"
#include "gazetteer/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(struct gazetteer *g, struct arena *arena, struct diag *diag) {
	static const char *const names[] = { "Northbase", "Twinford, SY", "Twinford, Anbar",
		"Nordbase", "x" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct place_query query = { .name = str_of(names[i]) };
		struct place_result found;
		if (!gazetteer_find(g, &query, 5, &found, arena, diag))
			continue;
		for (uint32_t k = 0; k < found.nmatches; k++)
			gazetteer_name(g, found.match[k].place->id, STR("ar"), arena);
	}
	gazetteer_place(g, STR("t:n"), arena);
	struct rect box;
	gazetteer_extent(g, STR("Anbar"), &box, diag);
	gazetteer_extent(g, STR("Iraq"), &box, diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	/* What is no whole number of pages is refused. */
	struct str file = { NULL, (size / STORE_PAGE_SIZE + 1) * STORE_PAGE_SIZE };
	char *bytes = arena_new(&arena, char, file.len);
	memcpy(bytes, data, size);
	file.at = bytes;
	const char *path = as_file(file, ".sqlite", &arena);
	diag_init(&diag, &arena);
	struct gazetteer *g = gazetteer_open(path, &diag);
	if (g)
		ask(g, &arena, &diag);
	gazetteer_close(g);
	unlink(path);
	arena_release(&arena);
	return 0;
}
