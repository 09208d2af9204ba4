/*
 * archived FILE.pmtiles FOLDER [SUFFIX]: the archive holds the tiles of the folder
 * (Z/X/YSUFFIX, default .png), byte for byte, and no more.
 */
#include <stdbool.h>
#include <string.h>

#include "archive.h"

static bool is_tile(const struct archive *a, unsigned z, uint64_t x, uint64_t y, const char *folder,
	const char *suffix, uint64_t *count) {
	char name[4096];
	size_t len;
	snprintf(name, sizeof(name), "%s/%u/%llu/%llu%s", folder, z, (unsigned long long)x,
		(unsigned long long)y, suffix);
	const unsigned char *image = archive_find(a, archive_tile(z, x, y), &len);
	FILE *there = fopen(name, "rb");
	bool same = !there == !image;
	if (there) {
		fclose(there);
		struct archive file = archive_load(name);
		same = image && file.len == len && memcmp(file.bytes, image, len) == 0;
		free(file.bytes);
		++*count;
	}
	if (!same)
		printf("%s: not what the archive has\n", name);
	return same;
}

int main(int argc, char **argv) {
	if (argc < 3) {
		fprintf(stderr, "usage: archived FILE.pmtiles FOLDER [SUFFIX]\n");
		return 2;
	}
	struct archive a = archive_load(argv[1]);
	archive_must(a.len > 127 && memcmp(a.bytes, "PMTiles\3", 8) == 0, "not PMTiles 3");
	bool same = true;
	uint64_t count = 0;
	for (unsigned z = a.bytes[100]; same && z <= a.bytes[101]; z++)
		for (uint64_t x = 0; same && x < UINT64_C(1) << z; x++)
			for (uint64_t y = 0; same && y < UINT64_C(1) << z; y++)
				same = is_tile(&a, z, x, y, argv[2], argc > 3 ? argv[3] : ".png",
					&count);
	if (same && count != archive_number(a.bytes + 72, 8)) {
		printf("%s: the header counts other tiles than the folder's %llu\n", argv[1],
			(unsigned long long)count);
		same = false;
	}
	free(a.bytes);
	return !same;
}
