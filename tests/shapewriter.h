#ifndef TESTS_SHAPEWRITER_H
#define TESTS_SHAPEWRITER_H

#include <shapefil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/shapefile.h"

/*
 * Shapefiles made by shapelib's writer in a temporary folder, then taken into
 * memory: each file in a block of exactly its size, so that a sanitizer sees a
 * read behind its end.
 */
struct writer {
	char folder[32], path[64];
	SHPHandle shp;
	DBFHandle dbf;
	int nshapes;
};

static inline void writer_open(struct writer *w, int type) {
	snprintf(w->folder, sizeof(w->folder), "/tmp/shapes-XXXXXX");
	if (!mkdtemp(w->folder))
		abort();
	snprintf(w->path, sizeof(w->path), "%s/a.shp", w->folder);
	w->shp = SHPCreate(w->path, type);
	w->dbf = DBFCreateEx(w->path, NULL);
	w->nshapes = 0;
	if (!w->shp || !w->dbf)
		abort();
}

/* `parts` holds the first point of each; NULL: one part. */
static inline void writer_shape(struct writer *w, int type, int nparts, const int *parts,
	int npoints, const double *x, const double *y) {
	static const int one = 0;
	double *z = calloc((size_t)npoints + 1, sizeof(double));
	SHPObject *object = SHPCreateObject(type, -1, nparts, parts ? parts : &one, NULL, npoints,
		x, y, z, z);
	SHPWriteObject(w->shp, -1, object);
	SHPDestroyObject(object);
	free(z);
	w->nshapes++;
}

static inline struct str file_bytes(const char *path) {
	FILE *f = fopen(path, "rb");
	if (!f)
		return (struct str){ NULL, 0 };
	fseek(f, 0, SEEK_END);
	size_t len = (size_t)ftell(f);
	rewind(f);
	char *bytes = malloc(len ? len : 1);
	if (fread(bytes, 1, len, f) != len)
		abort();
	fclose(f);
	return (struct str){ bytes, len };
}

static inline struct source take_file(const struct writer *w, const char *suffix,
	const char *name) {
	char path[80];
	snprintf(path, sizeof(path), "%s/a%s", w->folder, suffix);
	struct source source = { name, file_bytes(path) };
	unlink(path);
	return source;
}

/* Closes what was written and gives its bytes; files_free() frees them. */
static inline struct shapefile writer_close(struct writer *w) {
	SHPClose(w->shp);
	DBFClose(w->dbf);
	struct shapefile files = {
		.shp = take_file(w, ".shp", "a.shp"),
		.shx = take_file(w, ".shx", "a.shx"),
		.dbf = take_file(w, ".dbf", "a.dbf"),
		.cpg = { "a.cpg", { NULL, 0 } },
		.prj = { "a.prj", { NULL, 0 } },
	};
	rmdir(w->folder);
	return files;
}

static inline void files_free(struct shapefile *files) {
	free((void *)(uintptr_t)files->shp.text.at);
	free((void *)(uintptr_t)files->shx.text.at);
	free((void *)(uintptr_t)files->dbf.text.at);
}

#endif
