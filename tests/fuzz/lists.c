/* Event lists, their places lock, map files, states of a build and GeoNames' dumps, chosen
 * by the first byte of the input, the whole import seldom, since it takes its time; seeds
 * in lists/. */
#include <stddef.h>
#include <stdint.h>

#include "app/ledger.h"
#include "app/mapfile.h"
#include "asfile.h"
#include "event/events.h"
#include "gazetteer/import.h"
#include "gazetteer/lock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_events(const struct source *source, struct arena *arena, struct diag *diag) {
	static const struct str languages[] = { { "en", 2 } };
	struct events events;
	struct event_layers layers;
	if (!events_read(source, &events, arena, diag))
		return;
	events_select(&events, (struct date){ 2019, 0, 0 }, (struct date){ 2021, 0, 0 });
	for (uint32_t i = 0; i < events.count; i++)
		for (uint32_t k = 0; k < events.event[i].nplaces; k++)
			events.event[i].place[k].has_point = true;
	events_layers(&events, NULL, languages, 1, &layers, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct lock lock;
	struct mapfile file;
	struct ledger ledger;
	struct import import;
	struct import_figures figures;
	const char *path = NULL, *made = NULL;
	if (size == 0)
		return 0;
	struct source source = { "input", { (const char *)data + 1, size - 1 } };
	diag_init(&diag, &arena);
	switch (data[0] < 250 ? data[0] % 4 : 4) {
	case 0:
		read_events(&source, &arena, &diag);
		break;
	case 1:
		path = as_file(source.text, ".lock", &arena);
		lock_read(path, &lock, &arena, &diag);
		break;
	case 2:
		path = as_file(source.text, ".yaml", &arena);
		mapfile_read(path, &file, &arena, &diag);
		break;
	case 3:
		path = as_file(source.text, ".state", &arena);
		ledger_read(path, &ledger, &arena, &diag);
		break;
	default:
		path = as_file(source.text, data[0] & 1 ? ".txt" : ".csv", &arena);
		made = arena_printf(&arena, "%s.sqlite", path);
		import = (struct import){ .path = &path,
			.npaths = 1,
			.output = made,
			.memory = data[0] & 2 ? 1 << 16 : 512 };
		gazetteer_import_all(&import, &figures, &diag);
	}
	if (path)
		unlink(path);
	if (made)
		unlink(made);
	arena_release(&arena);
	return 0;
}
