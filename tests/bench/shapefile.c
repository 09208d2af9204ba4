#define _DEFAULT_SOURCE
/*
 * shapefile [MILLIONS]: reading a shapefile of ten million points by sitmap and
 * by bare shapelib (open, SHPReadObject() of every record), as points, as
 * lines and as polygons; and a window of a hundredth of the world.
 */
#include <shapefil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "data/shapefile.h"

enum { RING = 1001, RUNS = 5 };

/* CPU time: others may be at work on the machine. */
static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void put_big(FILE *f, uint32_t v) {
	const unsigned char b[] = { (unsigned char)(v >> 24), (unsigned char)(v >> 16),
		(unsigned char)(v >> 8), (unsigned char)v };
	fwrite(b, 1, 4, f);
}

static void put_little(FILE *f, uint32_t v) {
	const unsigned char b[] = { (unsigned char)v, (unsigned char)(v >> 8),
		(unsigned char)(v >> 16), (unsigned char)(v >> 24) };
	fwrite(b, 1, 4, f);
}

static void put_header(FILE *f, uint64_t bytes, uint32_t type) {
	static const double box[8] = { -180, -90, 180, 90, 0, 0, 0, 0 };
	put_big(f, 9994);
	for (int i = 0; i < 5; i++)
		put_big(f, 0);
	put_big(f, (uint32_t)(bytes / 2));
	put_little(f, 1000);
	put_little(f, type);
	fwrite(box, 8, 8, f);
}

/* Record i begins in a cell of its own of a grid over the world. */
static void put_record(FILE *f, uint32_t type, uint32_t i, uint32_t n) {
	double west = -180 + 359.0 * (i % 1000) / 1000;
	double south = -90 + 179.0 * (i / 1000 % 1000) / 1000;
	double box[4] = { west, south, west + 0.3, south + 0.15 };
	double point[2 * RING];
	put_little(f, type);
	if (type != SHPT_POINT) {
		fwrite(box, 8, 4, f);
		put_little(f, 1);
		put_little(f, n);
		put_little(f, 0);
	}
	/* Around a rectangle, clockwise. */
	for (uint32_t k = 0; k < n; k++) {
		uint32_t side = 4 * k / RING, along = 4 * k % RING;
		double t = (double)along / RING;
		double x = side == 0 ? 0 : side == 1 ? t : side == 2 ? 1 : 1 - t;
		double y = side == 0 ? t : side == 1 ? 1 : side == 2 ? 1 - t : 0;
		point[2 * k] = west + 0.3 * x;
		point[2 * k + 1] = south + 0.15 * y;
	}
	if (type == SHPT_POLYGON) {
		point[2 * n - 2] = point[0];
		point[2 * n - 1] = point[1];
	}
	fwrite(point, 16, n, f);
}

static bool generate(const char *stem, uint32_t type, uint32_t npoints) {
	char path[128];
	uint32_t n = type == SHPT_POINT ? 1 : RING, nrecords = npoints / n;
	uint32_t size = type == SHPT_POINT ? 20 : 48 + 16 * n;
	snprintf(path, sizeof(path), "%s.shp", stem);
	FILE *shp = fopen(path, "wb");
	snprintf(path, sizeof(path), "%s.shx", stem);
	FILE *shx = fopen(path, "wb");
	if (!shp || !shx)
		return false;
	put_header(shp, 100 + (uint64_t)nrecords * (8 + size), type);
	put_header(shx, 100 + (uint64_t)nrecords * 8, type);
	for (uint32_t i = 0; i < nrecords; i++) {
		uint64_t at = 100 + (uint64_t)i * (8 + size);
		put_big(shx, (uint32_t)(at / 2));
		put_big(shx, size / 2);
		put_big(shp, i + 1);
		put_big(shp, size / 2);
		put_record(shp, type, i, n);
	}
	bool failed = fclose(shp) != 0;
	return fclose(shx) == 0 && !failed;
}

static double by_shapelib(const char *path, bool fast, uint64_t *npoints) {
	double start = now();
	int nrecords, type;
	double low[4], high[4];
	SHPHandle shp = SHPOpen(path, "rb");
	if (!shp)
		return -1;
	SHPGetInfo(shp, &nrecords, &type, low, high);
	SHPSetFastModeReadObject(shp, fast);
	*npoints = 0;
	for (int i = 0; i < nrecords; i++) {
		SHPObject *object = SHPReadObject(shp, i);
		if (!object)
			return -1;
		*npoints += (uint64_t)object->nVertices;
		SHPDestroyObject(object);
	}
	SHPClose(shp);
	return now() - start;
}

static double by_sitmap(const char *path, const struct read_options *options, uint64_t *npoints) {
	double start = now();
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct layer layer;
	struct shapefile files;
	diag_init(&diag, &arena);
	if (!shapefile_open(&files, path, &arena, &diag)
		|| !shapefile_read(&files, options, &layer, &arena, &diag)) {
		diag_print(&diag, stderr, false);
		return -1;
	}
	shapefile_close(&files);
	*npoints = 0;
	for (uint32_t i = 0; i < layer.nfeatures; i++)
		*npoints += layer.feature[i].geom.npoints;
	arena_release(&arena);
	return now() - start;
}

static void compare(const char *what, const char *path) {
	static const struct read_options all = { .geometry_only = true };
	static const struct read_options window = { .geometry_only = true,
		.has_window = true,
		.window = { { 10, 10 }, { 46, 28 } } };
	double best[4] = { 1e9, 1e9, 1e9, 1e9 };
	uint64_t n[4] = { 0 };
	for (int run = 0; run < RUNS; run++) {
		double t[4] = { by_shapelib(path, false, &n[0]), by_shapelib(path, true, &n[1]),
			by_sitmap(path, &all, &n[2]), by_sitmap(path, &window, &n[3]) };
		for (int i = 0; i < 4; i++)
			best[i] = t[i] < best[i] ? t[i] : best[i];
	}
	if (n[0] != n[2] || n[1] != n[2])
		printf("%s: %llu points by shapelib, %llu by sitmap\n", what,
			(unsigned long long)n[0], (unsigned long long)n[2]);
	printf("%-9s %10llu points: shapelib %.3f s CPU, in its fast mode %.3f s, "
	       "sitmap %.3f s: %.2f of shapelib; a window (%llu points) %.4f s\n",
		what, (unsigned long long)n[2], best[0], best[1], best[2], best[2] / best[0],
		(unsigned long long)n[3], best[3]);
}

int main(int argc, char **argv) {
	static const struct {
		const char *name;
		uint32_t type;
	} rows[] = { { "points", SHPT_POINT }, { "lines", SHPT_ARC },
		{ "polygons", SHPT_POLYGON } };
	char folder[64], stem[80], path[96];
	long millions = argc > 1 ? strtol(argv[1], NULL, 10) : 10;
	const char *tmp = getenv("TMPDIR");
	snprintf(folder, sizeof(folder), "%.40s/shapes-XXXXXX", tmp ? tmp : "/tmp");
	if (millions < 1 || millions > 100 || !mkdtemp(folder))
		return 2;
	snprintf(stem, sizeof(stem), "%s/a", folder);
	snprintf(path, sizeof(path), "%s.shp", stem);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (generate(stem, rows[i].type, (uint32_t)millions * 1000000))
			compare(rows[i].name, path);
		else
			perror(path);
		unlink(path);
		snprintf(path, sizeof(path), "%s.shx", stem);
		unlink(path);
		snprintf(path, sizeof(path), "%s.shp", stem);
	}
	return rmdir(folder) != 0;
}
