#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "random.h"
#include "shapewriter.h"

static const struct read_options everything = { .geometry_only = false };

/* A whole number below n. */
static int below(uint64_t *state, int n) {
	return (int)(random_next(state) % (uint64_t)n);
}

static double between(uint64_t *state, double low, double high) {
	return low + (high - low) * (double)(random_next(state) >> 11) * 0x1p-53;
}

enum { CELLS = 6, CORNERS = 12, MOST_RINGS = 2 * CELLS };

/* Rings of one shape; each outer one in a cell of its own, with or without a
 * hole, in any order after the first. */
struct rings {
	int n, npoints, start[MOST_RINGS];
	double x[MOST_RINGS * CORNERS], y[MOST_RINGS * CORNERS];
	double area; /* outer ones less holes */
};

static double add_ring(struct rings *r, double cx, double cy, double radius, int corners,
	bool clockwise) {
	double area = 0;
	int first = r->npoints;
	r->start[r->n++] = first;
	for (int i = 0; i <= corners; i++) {
		int k = i == corners ? 0 : clockwise ? corners - i : i;
		double angle = 2 * acos(-1) * (k % corners) / corners;
		r->x[r->npoints] = cx + radius * cos(angle);
		r->y[r->npoints++] = cy + radius * sin(angle);
	}
	for (int i = first; i + 1 < r->npoints; i++)
		area += r->x[i] * r->y[i + 1] - r->x[i + 1] * r->y[i];
	return fabs(area);
}

static struct rings make_rings(uint64_t *state, bool by_the_book) {
	struct rings r = { .n = 0 };
	int ncells = 1 + below(state, CELLS), holes[CELLS], nholes = 0;
	double west = between(state, -170, 100), south = between(state, -80, 70);
	for (int i = 0; i < ncells; i++) {
		double cx = west + 10 * i;
		r.area += add_ring(&r, cx, south, 4, 3 + below(state, 8), true);
		if (!below(state, 2))
			continue;
		if (by_the_book)
			r.area -= add_ring(&r, cx, south, 1, 3 + below(state, 8), false);
		else
			holes[nholes++] = i;
	}
	while (nholes > 0)
		r.area -= add_ring(&r, west + 10 * holes[--nholes], south, 1, 3 + below(state, 8),
			below(state, 2));
	return r;
}

static bool in_ring(const struct point *ring, uint32_t n, struct point p) {
	bool inside = false;
	for (uint32_t i = 1; i < n; i++)
		if ((ring[i - 1].y > p.y) != (ring[i].y > p.y)
			&& p.x < (ring[i].x - ring[i - 1].x) * (p.y - ring[i - 1].y)
						/ (ring[i].y - ring[i - 1].y)
					+ ring[i - 1].x)
			inside = !inside;
	return inside;
}

/* Outer rings counter-clockwise, each followed by its holes, all closed. */
static void check_polygons(const struct geom *g, const struct rings *r) {
	double area = 0;
	const struct point *outer = NULL;
	uint32_t nouter = 0;
	assert_int_equal(g->nparts, r->n);
	assert_int_equal(g->npoints, r->npoints);
	for (uint32_t i = 0; i < g->nparts; i++) {
		const struct point *ring = g->point + geom_start(g, i);
		uint32_t n = g->end[i] - geom_start(g, i);
		double own = ring_area(ring, n);
		assert_true(ring[0].x == ring[n - 1].x && ring[0].y == ring[n - 1].y);
		area += own;
		if (own > 0) {
			outer = ring;
			nouter = n;
		} else {
			assert_non_null(outer);
			assert_true(in_ring(outer, nouter, ring[0]));
		}
	}
	assert_true(fabs(area - r->area) < 1e-6 * r->area);
}

static void polygons_come_back(void **unused) {
	uint64_t state = 20200407;
	(void)unused;
	for (int run = 0; run < 60; run++) {
		struct writer w;
		struct rings rings[8];
		int type = SHPT_POLYGON + 10 * below(&state, 3), n = 1 + below(&state, 8);
		writer_open(&w, type);
		DBFAddField(w.dbf, "number", FTDouble, 20, 6);
		for (int i = 0; i < n; i++) {
			rings[i] = make_rings(&state, run % 2);
			writer_shape(&w, type, rings[i].n, rings[i].start, rings[i].npoints,
				rings[i].x, rings[i].y);
			DBFWriteDoubleAttribute(w.dbf, i, 0, i * 1.25);
		}
		struct shapefile all = writer_close(&w), files = all;
		if (below(&state, 2))
			files.shx.text = (struct str){ NULL, 0 };
		struct arena arena = ARENA_INIT;
		struct diag diag;
		struct layer layer;
		diag_init(&diag, &arena);
		assert_true(shapefile_read(&files, &everything, &layer, &arena, &diag));
		assert_null(diag.first);
		assert_int_equal(layer.nfeatures, n);
		for (int i = 0; i < n; i++) {
			check_polygons(&layer.feature[i].geom, &rings[i]);
			assert_true(layer.feature[i].value[0].number == i * 1.25);
		}
		arena_release(&arena);
		files_free(&all);
	}
}

static void lines_and_points_come_back(void **unused) {
	static const int types[] = { SHPT_ARC, SHPT_MULTIPOINT };
	uint64_t state = 7;
	(void)unused;
	for (int run = 0; run < 60; run++) {
		enum { MOST = 40 };
		int type = types[run % 2] + 10 * below(&state, 3),
		    npoints = 2 + below(&state, MOST - 1);
		int parts[] = { 0, npoints / 2 }, nparts = npoints >= 4 && run % 2 == 0 ? 2 : 1;
		double x[MOST], y[MOST];
		struct writer w;
		writer_open(&w, type);
		for (int i = 0; i < npoints; i++) {
			x[i] = between(&state, -180, 180);
			y[i] = between(&state, -90, 90);
		}
		writer_shape(&w, type, nparts, parts, npoints, x, y);
		writer_shape(&w, SHPT_NULL, 0, NULL, 0, NULL, NULL);
		DBFAddField(w.dbf, "t", FTString, 20, 0);
		DBFWriteStringAttribute(w.dbf, 0, 0, "first");
		DBFWriteStringAttribute(w.dbf, 1, 0, "second");
		struct shapefile files = writer_close(&w);
		struct arena arena = ARENA_INIT;
		struct diag diag;
		struct layer layer;
		diag_init(&diag, &arena);
		assert_true(shapefile_read(&files, &everything, &layer, &arena, &diag));
		assert_null(diag.first);
		assert_int_equal(layer.nfeatures, 2);
		const struct geom *g = &layer.feature[0].geom;
		assert_int_equal(g->npoints, npoints);
		if (g->type == GEOM_LINES)
			assert_int_equal(g->nparts, nparts);
		for (int i = 0; i < npoints; i++)
			assert_true(g->point[i].x == x[i] && g->point[i].y == y[i]);
		assert_int_equal(layer.feature[1].geom.npoints, 0);
		assert_true(str_equal(layer.feature[1].value[0].string, STR("second")));
		arena_release(&arena);
		files_free(&files);
	}
}

/* Whatever came out of a broken file can be drawn. */
static void check_layer(const struct layer *layer, size_t bytes) {
	assert_true(layer->nfeatures <= bytes);
	for (uint32_t i = 0; i < layer->nfeatures; i++) {
		const struct feature *f = &layer->feature[i];
		uint32_t last = 0;
		assert_true(f->geom.npoints <= bytes / 8);
		for (uint32_t k = 0; k < f->geom.npoints; k++) {
			struct point p = f->geom.point[k];
			assert_true(fabs(p.x) <= 540 && fabs(p.y) <= 90);
			assert_true(rect_contains(f->bounds, p));
		}
		for (uint32_t part = 0; f->geom.end && part < f->geom.nparts; part++) {
			assert_true(
				f->geom.end[part] > last && f->geom.end[part] <= f->geom.npoints);
			last = f->geom.end[part];
		}
		for (uint32_t c = 0; f->value && c < f->columns->count; c++)
			assert_true(f->value[c].type <= VALUE_STRING);
	}
}

/* Reads it twice, once through a window.  An error is said, and only once. */
static void read_broken(const struct shapefile *files) {
	static const struct read_options window = { .window = { { 0, 0 }, { 20, 20 } },
		.has_window = true };
	const struct read_options *const options[] = { &everything, &window };
	for (int i = 0; i < 2; i++) {
		struct arena arena = ARENA_INIT;
		struct diag diag;
		struct layer layer;
		diag_init(&diag, &arena);
		bool ok = shapefile_read(files, options[i], &layer, &arena, &diag);
		assert_int_equal(diag.errors, ok ? 0 : 1);
		if (ok)
			check_layer(&layer, files->shp.text.len + files->shx.text.len);
		arena_release(&arena);
	}
}

static struct shapefile sample(int type) {
	uint64_t state = (uint64_t)type;
	struct writer w;
	writer_open(&w, type);
	DBFAddField(w.dbf, "name", FTString, 9, 0);
	DBFAddField(w.dbf, "n", FTDouble, 9, 2);
	DBFAddField(w.dbf, "yes", FTLogical, 1, 0);
	DBFAddNativeFieldType(w.dbf, "day", 'D', 8, 0);
	for (int i = 0; i < 2; i++) {
		struct rings r = make_rings(&state, i);
		bool single = type % 10 == SHPT_POINT;
		writer_shape(&w, type, type % 10 == SHPT_ARC || type % 10 == SHPT_POLYGON ? r.n : 1,
			r.start, single ? 1 : r.npoints, r.x, r.y);
		DBFWriteStringAttribute(w.dbf, i, 0, "M\xC3\xBCnchen");
		DBFWriteDoubleAttribute(w.dbf, i, 1, 1.5);
		DBFWriteLogicalAttribute(w.dbf, i, 2, 'T');
		DBFWriteAttributeDirectly(w.dbf, i, 3, "20200407");
	}
	return writer_close(&w);
}

static struct source *file_of(struct shapefile *files, int i) {
	return i == 0 ? &files->shp : i == 1 ? &files->shx : &files->dbf;
}

static void every_byte_may_be_wrong(struct shapefile *files) {
	static const unsigned char flips[] = { 0xFF, 0x80, 0x7F, 0x01, 0x10 };
	for (int i = 0; i < 3; i++) {
		struct str text = file_of(files, i)->text;
		unsigned char *bytes = (unsigned char *)(uintptr_t)text.at;
		for (size_t at = 0; at < text.len; at++) {
			for (size_t k = 0; k < sizeof(flips); k++) {
				bytes[at] ^= flips[k];
				read_broken(files);
				bytes[at] ^= flips[k];
			}
		}
	}
}

static void every_length_may_be_short(struct shapefile *files) {
	for (int i = 0; i < 3; i++) {
		struct source *source = file_of(files, i);
		struct str text = source->text;
		for (size_t len = 0; len < text.len; len++) {
			char *copy = malloc(len ? len : 1);
			memcpy(copy, text.at, len);
			source->text = (struct str){ copy, len };
			read_broken(files);
			free(copy);
		}
		source->text = text;
	}
}

/* Several bytes at once, anywhere. */
static void bytes_may_be_noise(struct shapefile *files, uint64_t *state) {
	for (int run = 0; run < 300; run++) {
		struct str text = file_of(files, below(state, 3))->text;
		unsigned char *bytes = (unsigned char *)(uintptr_t)text.at, old[16];
		size_t at[16];
		for (int k = 0; k < 16; k++) {
			at[k] = random_next(state) % text.len;
			old[k] = bytes[at[k]];
			bytes[at[k]] = (unsigned char)random_next(state);
		}
		read_broken(files);
		for (int k = 15; k >= 0; k--)
			bytes[at[k]] = old[k];
	}
}

static void broken_files_do_no_harm(void **unused) {
	static const int types[] = {
		SHPT_POINT,
		SHPT_ARC,
		SHPT_POLYGONZ,
		SHPT_MULTIPOINTM,
		SHPT_POLYGON,
	};
	uint64_t state = 11;
	(void)unused;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct shapefile files = sample(types[i]);
		every_length_may_be_short(&files);
		every_byte_may_be_wrong(&files);
		bytes_may_be_noise(&files, &state);
		/* The same when the records have to be walked. */
		struct str shx = files.shx.text;
		files.shx.text = (struct str){ NULL, 0 };
		for (size_t at = 0; at < files.shp.text.len; at++) {
			unsigned char *byte = (unsigned char *)(uintptr_t)files.shp.text.at + at;
			*byte ^= 0xFF;
			read_broken(&files);
			*byte ^= 0xFF;
		}
		files.shx.text = shx;
		files_free(&files);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(polygons_come_back),
		cmocka_unit_test(lines_and_points_come_back),
		cmocka_unit_test(broken_files_do_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
