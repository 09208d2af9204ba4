/* PMTiles archives; seeds in archive/. */
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sink/pmreader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool put(struct sink *sink, struct tile_id tile, struct str image, struct diag *diag) {
	unsigned sum = tile.z;
	(void)sink;
	(void)diag;
	for (size_t i = 0; i < image.len; i++)
		sum += (unsigned char)image.at[i];
	return sum != 1;
}

static bool commit(struct sink *sink, struct diag *diag) {
	return sink && diag;
}

static void leave(struct sink *sink) {
	(void)sink;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	static const struct sink_ops ops = { put, commit, leave };
	struct sink sink = { &ops };
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct tileset about;
	uint64_t first, last;
	const char *folder = getenv("TMPDIR");
	const char *path = arena_printf(&arena, "%s/sitmap-fuzz-%ld.pmtiles",
		folder ? folder : "/tmp", (long)getpid());
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size || close(fd) != 0) {
		perror(path);
		abort();
	}
	diag_init(&diag, &arena);
	struct pmreader *reader = pmreader_open(path, &about, &diag);
	if (reader) {
		pmreader_range(reader, &first, &last);
		pmreader_copy(reader, &sink, &diag);
	}
	pmreader_close(reader);
	unlink(path);
	arena_release(&arena);
	return 0;
}
