#include "data/shapefile.h"

#include <assert.h>
#include <errno.h>
#include <shapefil.h>
#include <string.h>

#include "base/limits.h"
#include "data/dbf.h"
#include "data/mapped.h"
#include "data/prj.h"
#include "data/shp.h"
#include "data/skipped.h"

/*
 * Shapelib reads the attribute table, from bytes in memory through its hooks.
 * The geometry is decoded where it is mapped (data/shp.c): shapelib's
 * SHPReadObject() takes each record through several allocations and copies, and
 * trusts what the record claims (tests/bench/shapefile.c has the figures).
 */

/* The file beside `path`, whose suffix may be in either case. */
static bool map_beside(struct source *source, const char *path, const char *suffix,
	const char *other_case, struct arena *arena, struct diag *diag) {
	struct str stem = str_of(path);
	stem.len -= strlen(suffix);
	bool upper = path[stem.len + 1] == 'S';
	const char *const order[] = { upper ? other_case : suffix, upper ? suffix : other_case };
	for (int i = 0; i < 2; i++) {
		const char *name = arena_printf(arena, "%.*s%s", STR_ARG(stem), order[i]);
		if (!mapped_open(source, name, arena, diag))
			return false;
		if (source->text.at)
			return true;
	}
	return true;
}

bool shapefile_open(struct shapefile *files, const char *path, struct arena *arena,
	struct diag *diag) {
	*files = (struct shapefile){ 0 };
	struct str name = str_of(path);
	struct str suffix = str_slice(name, name.len < 4 ? 0 : name.len - 4, name.len);
	if (!str_equal_nocase(suffix, STR(".shp"))) {
		files->shp.name = arena_strdup(arena, name);
		return diag_error(diag, (struct where){ &files->shp, WHERE_WHOLE, NULL },
			"the name of a shapefile ends in .shp");
	}
	if (mapped_open(&files->shp, path, arena, diag)) {
		if (!files->shp.text.at)
			diag_error(diag, (struct where){ &files->shp, WHERE_WHOLE, NULL },
				"cannot open: %s", strerror(ENOENT));
		else if (map_beside(&files->shx, path, ".shx", ".SHX", arena, diag)
			&& map_beside(&files->dbf, path, ".dbf", ".DBF", arena, diag)
			&& map_beside(&files->cpg, path, ".cpg", ".CPG", arena, diag)
			&& map_beside(&files->prj, path, ".prj", ".PRJ", arena, diag))
			return true;
	}
	shapefile_close(files);
	return false;
}

void shapefile_close(struct shapefile *files) {
	mapped_close(&files->shp);
	mapped_close(&files->shx);
	mapped_close(&files->dbf);
	mapped_close(&files->cpg);
	mapped_close(&files->prj);
}

/* Bytes as a file, for shapelib. */
struct memory_file {
	struct str bytes;
	size_t at;
};

/* The hooks have no argument of ours, so the "name" that shapelib opens is the
 * address of the memory_file, with the suffix that shapelib adds. */
static SAFile memory_open(const char *name, const char *access) {
	(void)access;
	if (!str_ends(str_of(name), STR(".dbf")))
		return NULL;
	return (SAFile)(uintptr_t)strtoull(name, NULL, 16);
}

static SAOffset memory_read(void *to, SAOffset size, SAOffset count, SAFile file) {
	struct memory_file *f = (void *)file;
	size_t left = f->bytes.len - f->at;
	assert(size > 0); /* dbf_check() has seen to it */
	if (count > left / size)
		count = left / size;
	memcpy(to, f->bytes.at + f->at, size * count);
	f->at += size * count;
	return count;
}

static SAOffset memory_write(void *from, SAOffset size, SAOffset count, SAFile file) {
	(void)from, (void)size, (void)count, (void)file;
	return 0;
}

static SAOffset memory_seek(SAFile file, SAOffset offset, int whence) {
	struct memory_file *f = (void *)file;
	const size_t from[] = {
		[SEEK_SET] = 0,
		[SEEK_CUR] = f->at,
		[SEEK_END] = f->bytes.len,
	};
	offset += from[whence];
	if (offset > f->bytes.len)
		return (SAOffset)-1;
	f->at = offset;
	return 0;
}

static SAOffset memory_tell(SAFile file) {
	return ((struct memory_file *)(void *)file)->at;
}

static int memory_flush(SAFile file) {
	(void)file;
	return 0;
}

static int memory_remove(const char *name) {
	(void)name;
	return -1;
}

static void silent(const char *message) {
	(void)message;
}

static double number_of(const char *text) {
	double value;
	return str_to_double(str_trim(str_of(text)), &value) ? value : 0;
}

static DBFHandle table_open(struct memory_file *file) {
	SAHooks hooks = {
		.FOpen = memory_open,
		.FRead = memory_read,
		.FWrite = memory_write,
		.FSeek = memory_seek,
		.FTell = memory_tell,
		.FFlush = memory_flush,
		.FClose = memory_flush,
		.Remove = memory_remove,
		.Error = silent,
		.Atof = number_of,
	};
	char name[32];
	snprintf(name, sizeof(name), "%llx.dbf", (unsigned long long)(uintptr_t)file);
	return DBFOpenLL(name, "rb", &hooks);
}

/* One run over a shapefile. */
struct reading {
	const struct shapefile *files;
	const struct read_options *options;
	struct layer *layer;
	struct arena *arena, scratch;
	struct diag *diag;
	struct skipped skipped;
	struct shp shp;
	struct projector *projector; /* NULL: degrees */
	struct dbf dbf;              /* source NULL: no table */
	struct rect window;          /* in the units of the file */
	bool has_window;
	uint32_t *kept; /* records, from 0 */
	uint32_t nkept, kept_capacity;
	uint64_t room, nparts; /* that the kept ones need */
	uint32_t *unordered;   /* of kept[]: rings that need geom_orient() */
	uint32_t nunordered, unordered_capacity;
};

static struct where whole(const struct source *source) {
	return (struct where){ source, WHERE_WHOLE, NULL };
}

/* Degrees from anywhere, as far as they can be meant so. */
static bool are_degrees(struct rect r) {
	return r.min.x >= -540 && r.max.x <= 540 && r.min.y >= -90.000001 && r.max.y <= 90.000001;
}

static bool is_finite(struct rect r) {
	return isfinite(r.min.x) && isfinite(r.min.y) && isfinite(r.max.x) && isfinite(r.max.y);
}

/* Coordinates in metres and no word on the projection: nothing can be drawn. */
static bool check_degrees(struct reading *r) {
	struct rect box = r->shp.bounds;
	if (r->projector || rect_is_empty(box) || are_degrees(box)
		|| str_trim(r->files->prj.text).len || r->shp.nrecords == 0)
		return true;
	char x[32], y[32];
	str_from_double(box.min.x, 3, x, sizeof(x));
	str_from_double(box.min.y, 3, y, sizeof(y));
	return diag_error(r->diag, whole(&r->files->shp),
		"coordinates like %s, %s are no "
		"degrees, and there is no .prj that says what they are",
		x, y);
}

/* The box, in the units of the file, that covers a window of degrees; false
 * when the projection cannot tell. */
static bool project_window(struct projector *p, struct rect degrees, struct rect *out) {
	enum { STEPS = 20 };
	struct point grid[(STEPS + 1) * (STEPS + 1)];
	size_t n = 0;
	for (int i = 0; i <= STEPS; i++)
		for (int k = 0; k <= STEPS; k++)
			grid[n++] = (struct point){ degrees.min.x + rect_width(degrees) * i / STEPS,
				degrees.min.y + rect_height(degrees) * k / STEPS };
	if (projector_forward(p, grid, n) != n)
		return false;
	*out = (struct rect)RECT_EMPTY;
	for (size_t i = 0; i < n; i++)
		*out = rect_add(*out, grid[i]);
	/* Edges bulge between the points of the grid. */
	*out = rect_grow(*out, 0.1 * fmax(rect_width(*out), rect_height(*out)));
	return is_finite(*out);
}

static void prepare_window(struct reading *r) {
	r->has_window = r->options->has_window;
	r->window = r->options->window;
	if (r->has_window && r->projector)
		r->has_window = project_window(r->projector, r->options->window, &r->window);
}

/* A box that makes no sense is looked at later, when the points are known. */
static bool box_wanted(const struct reading *r, struct rect box) {
	if (!r->has_window || rect_is_empty(box) || !is_finite(box)
		|| (!r->projector && !are_degrees(box)))
		return true;
	return r->projector ? rect_overlaps(r->window, box) : read_options_want(r->options, box);
}

/* Which records are wanted, and how much room they need.  Of the others only
 * the head is touched. */
static bool plan(struct reading *r) {
	bool null_wanted = !r->options->has_window;
	for (uint32_t i = 0; i < r->shp.nrecords; i++) {
		struct shp_record record;
		if (r->dbf.source && i < r->dbf.nrows && dbf_is_deleted(&r->dbf, i))
			continue;
		if (!shp_record(&r->shp, i, &record, &r->skipped))
			continue;
		if (record.npoints ? !box_wanted(r, record.box) : !null_wanted)
			continue;
		r->room += shp_record_room(&record);
		r->nparts += record.nparts;
		*arena_push(&r->scratch, r->kept, r->nkept, r->kept_capacity) = i;
	}
	if (r->room > LIMIT_VERTICES)
		return diag_error(r->diag, whole(&r->files->shp),
			"%llu points are more than the limit of %u for a layer",
			(unsigned long long)r->room, LIMIT_VERTICES);
	return true;
}

/* The geometries of the kept records, one behind the other in one array. */
static size_t decode(struct reading *r, struct feature *feature, struct point *point,
	uint32_t *end) {
	uint64_t room = r->room, nparts = r->nparts;
	size_t used = 0;
	r->shp.visited = 0;
	for (uint32_t i = 0; i < r->nkept; i++) {
		struct shp_record record;
		bool unordered;
		/* A file may change under its mapping: nothing is trusted twice. */
		if (!shp_record(&r->shp, r->kept[i], &record, &r->skipped)
			|| shp_record_room(&record) > room || record.nparts > nparts)
			record = (struct shp_record){ .box = RECT_EMPTY };
		room -= shp_record_room(&record);
		nparts -= record.nparts;
		struct feature *f = &feature[i];
		f->geom.point = point + used;
		f->geom.end = end;
		shp_geometry(&r->shp, &record, &f->geom, &f->bounds, &unordered);
		used += f->geom.npoints;
		end += record.nparts;
		if (unordered)
			*arena_push(&r->scratch, r->unordered, r->nunordered,
				r->unordered_capacity) = i;
	}
	return used;
}

/* Says what is wrong with the coordinates of a record. */
static bool check_bounds(struct reading *r, uint32_t record, const struct feature *f) {
	const struct source *shp = &r->files->shp;
	struct rect b = f->bounds;
	if (geom_is_empty(&f->geom))
		return true;
	if (!is_finite(b))
		return skipped_record(&r->skipped, shp, record + 1,
			r->projector
				? "a coordinate is not a number, or outside of what its projection covers"
				: "a coordinate is not a number");
	if (are_degrees(b))
		return true;
	char x[32], y[32];
	str_from_double(b.max.x > 540 ? b.max.x : b.min.x, 3, x, sizeof(x));
	str_from_double(b.max.y > 90 ? b.max.y : b.min.y, 3, y, sizeof(y));
	return skipped_record(&r->skipped, shp, record + 1,
		"longitude %s, latitude %s are no degrees", x, y);
}

static void clamp_latitudes(struct feature *f) {
	if (f->bounds.min.y >= -90 && f->bounds.max.y <= 90)
		return;
	for (uint32_t i = 0; i < f->geom.npoints; i++)
		f->geom.point[i].y = fmin(fmax(f->geom.point[i].y, -90), 90);
	f->bounds = geom_bounds(&f->geom);
}

/* Leaves out what turned out broken or outside; kept[] follows. */
static void select_features(struct reading *r, struct feature *feature) {
	uint32_t n = 0, next = 0;
	struct rect bounds = RECT_EMPTY;
	for (uint32_t i = 0; i < r->nkept; i++) {
		struct feature *f = &feature[i];
		bool unordered = next < r->nunordered && r->unordered[next] == i;
		next += unordered;
		if (r->projector && !geom_is_empty(&f->geom))
			f->bounds = geom_bounds(&f->geom);
		if (!check_bounds(r, r->kept[i], f))
			continue;
		if (r->options->has_window && !read_options_want(r->options, f->bounds))
			continue;
		if (unordered)
			geom_orient(&f->geom, r->arena);
		clamp_latitudes(f);
		f->columns = &r->layer->columns;
		bounds = rect_union(bounds, f->bounds);
		r->kept[n] = r->kept[i];
		feature[n++] = *f;
	}
	r->nkept = n;
	r->layer->feature = feature;
	r->layer->nfeatures = n;
	r->layer->bounds = bounds;
}

static bool read_geometry(struct reading *r) {
	if (!plan(r))
		return false;
	struct feature *feature = arena_new(r->arena, struct feature, r->nkept);
	struct point *point = arena_new(r->arena, struct point, r->room);
	uint32_t *end = arena_new(r->arena, uint32_t, r->nparts);
	size_t used = decode(r, feature, point, end);
	if (r->projector)
		projector_inverse(r->projector, point, used);
	select_features(r, feature);
	return true;
}

/* Those of the fields that are wanted, and the layer's columns. */
static struct dbf_field *open_fields(struct reading *r, DBFHandle table,
	struct encoding *encoding) {
	uint32_t n = 0, nfields = (uint32_t)DBFGetFieldCount(table);
	struct dbf_field *field = arena_new(&r->scratch, struct dbf_field, nfields);
	struct str *name = arena_new(r->arena, struct str, nfields);
	for (uint32_t i = 0; i < nfields; i++) {
		char raw[XBASE_FLDNAME_LEN_READ + 1] = "";
		int width, decimals;
		DBFGetFieldInfo(table, (int)i, raw, &width, &decimals);
		struct str text = encoding_decode(encoding, str_trim(str_of(raw)), r->arena);
		if (!text.len)
			text = str_of(arena_printf(r->arena, "FIELD_%u", i + 1));
		/* Fields without width cost a file nothing: thousands would fill memory. */
		if (table->panFieldSize[i] == 0
			|| (r->options->only && columns_find(r->options->only, text) < 0))
			continue;
		field[n] = (struct dbf_field){ text, table->pachFieldType[i],
			(uint32_t)table->panFieldOffset[i], (uint32_t)table->panFieldSize[i] };
		name[n++] = text;
	}
	r->layer->columns = (struct columns){ .name = name, .count = n };
	return field;
}

static void decode_row(struct reading *r, const struct dbf_field *field, const char *bytes,
	struct encoding *encoding, uint32_t row, struct value *value, bool *odd) {
	for (uint32_t i = 0; i < r->layer->columns.count; i++) {
		if (dbf_value(&field[i], bytes, encoding, r->arena, &value[i]) || *odd)
			continue;
		*odd = true;
		diag_warn(r->diag,
			(struct where){ &r->files->dbf, WHERE_WHOLE,
				arena_printf(r->diag->arena, "record %u", row + 1) },
			"column \"%.*s\" holds \"%.*s\", which its type does not allow; "
			"taken as null, as all such",
			STR_ARG(field[i].name), (int)field[i].width, bytes + field[i].offset);
	}
}

static void read_rows(struct reading *r, DBFHandle table, struct encoding *encoding) {
	const struct dbf_field *field = open_fields(r, table, encoding);
	uint32_t ncolumns = r->layer->columns.count;
	bool odd = false;
	struct value *value = arena_alloc(r->arena, (size_t)r->nkept * ncolumns,
		sizeof(struct value), _Alignof(struct value));
	for (uint32_t i = 0; i < r->nkept && ncolumns; i++, value += ncolumns) {
		uint32_t row = r->kept[i];
		/* Loads the row, too. */
		if (row >= r->dbf.nrows || DBFIsRecordDeleted(table, (int)row))
			continue;
		decode_row(r, field, table->pszCurrentRecord, encoding, row, value, &odd);
		r->layer->feature[i].value = value;
	}
	if (encoding->failed)
		diag_warn(r->diag, whole(&r->files->dbf),
			"some text is not in its encoding, %s; "
			"taken as Windows-1252",
			encoding_name(encoding));
}

static bool read_attributes(struct reading *r) {
	const struct shapefile *files = r->files;
	struct where at = whole(&files->dbf);
	if (!r->dbf.source || r->options->geometry_only)
		return true;
	struct memory_file file = { files->dbf.text, 0 };
	DBFHandle table = table_open(&file);
	if (!table)
		return diag_error(r->diag, at, "not a dBase table that can be read");
	if (r->dbf.nrows != r->shp.nrecords)
		diag_warn(r->diag, at, "has %u rows for %u shapes", r->dbf.nrows, r->shp.nrecords);
	struct encoding encoding;
	encoding_open(&encoding, files->cpg.text, r->dbf.driver, whole(&files->cpg), r->arena,
		r->diag);
	read_rows(r, table, &encoding);
	encoding_close(&encoding);
	DBFClose(table);
	return true;
}

static bool read_layer(struct reading *r) {
	const struct shapefile *files = r->files;
	if (!shp_open(&r->shp, &files->shp, &files->shx, &r->scratch, r->diag)
		|| !prj_open(&files->prj, &r->projector, r->arena, r->diag) || !check_degrees(r))
		return false;
	if (files->dbf.text.at && !dbf_check(&r->dbf, &files->dbf, r->diag))
		return false;
	if (!files->dbf.text.at && !r->options->geometry_only)
		diag_note(r->diag, whole(&files->shp),
			"there is no .dbf beside it: its features have no attributes");
	prepare_window(r);
	if (!read_geometry(r) || !read_attributes(r))
		return false;
	r->layer->skipped = r->skipped.count;
	return skipped_end(&r->skipped, &files->shp, r->layer->nfeatures);
}

bool shapefile_read(const struct shapefile *files, const struct read_options *options,
	struct layer *out, struct arena *arena, struct diag *diag) {
	struct reading r = { .files = files,
		.options = options,
		.layer = out,
		.arena = arena,
		.diag = diag,
		.skipped = { diag, 0 } };
	*out = (struct layer){ .bounds = RECT_EMPTY };
	out->name = layer_name(files->shp.name, arena);
	bool ok = read_layer(&r);
	projector_close(r.projector);
	arena_release(&r.scratch);
	return ok;
}
