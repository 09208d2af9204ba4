/* The .prj of a shapefile and PROJ's strings; seeds in crs/.  Apart, since PROJ takes its
 * time. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "data/prj.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct projector *projector = NULL;
	struct source source = { "input", { (const char *)data, size } };
	diag_init(&diag, &arena);
	prj_open(&source, &projector, &arena, &diag);
	projector_close(projector);
	prj_name(source.text);
	arena_release(&arena);
	return 0;
}
