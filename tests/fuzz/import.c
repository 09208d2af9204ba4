/* Tables of places, told by the first byte, as rows that are packed, sorted and
 * unpacked; seeds in import/. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "gazetteer/gather.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool read_table(struct gathering *g, uint8_t kind, const struct source *source,
	struct diag *diag) {
	static bool (*const dumps[])(struct gathering *, struct lines *,
		struct diag *) = { gather_geonames, gather_alternates, gather_divisions,
		gather_countries, gather_hierarchy };
	static bool (*const tables[])(struct gathering *, const struct source *,
		struct diag *) = { gather_csv, gather_ourairports, gather_openflights };
	enum { DUMPS = 5, TABLES = 3 };
	struct lines lines;
	kind %= DUMPS + TABLES;
	if (kind >= DUMPS)
		return tables[kind - DUMPS](g, source, diag);
	lines_of(&lines, source, g->arena);
	return dumps[kind](g, &lines, diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	if (size < 1)
		return 0;
	diag_init(&diag, &arena);
	struct gathering g = { .arena = &arena, .sorter = sorter_open("/tmp/x", 1 << 16) };
	struct source source = { "fuzz", { (const char *)data + 1, size - 1 } };
	bool ok = read_table(&g, data[0], &source, &diag);
	if (ok != (diag.errors == 0))
		abort();
	struct record record;
	struct gathered p;
	while (sorter_take(g.sorter, &record)) {
		struct str bytes = { (const char *)record.at, record.size };
		if (!gathered_unpack(bytes, &p, &arena) || !(fabs(p.at.x) <= 360)
			|| !(fabs(p.at.y) <= 90))
			abort();
	}
	sorter_close(g.sorter);
	arena_release(&g.scratch);
	arena_release(&arena);
	return 0;
}
