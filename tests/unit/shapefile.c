#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shapewriter.h"
#include "showlayer.h"

static const char wgs84[] = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID["
			    "\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],"
			    "UNIT[\"Degree\",0.0174532925199433]]";

static const char utm38[] =
	"PROJCS[\"WGS_1984_UTM_Zone_38N\",GEOGCS[\"GCS_WGS_1984\","
	"DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
	"PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"
	"PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",500000.0],"
	"PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",45.0],"
	"PARAMETER[\"Scale_Factor\",0.9996],PARAMETER[\"Latitude_Of_Origin\",0.0],"
	"UNIT[\"Meter\",1.0]]";

static const struct read_options everything = { .geometry_only = false };

/* What a reading gives and says, beside what it should. */
static void expect_with(const struct shapefile *files, const struct read_options *options,
	const char *wanted) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct layer layer;
	struct shown s = { .len = 0 };
	diag_init(&diag, &arena);
	if (shapefile_read(files, options, &layer, &arena, &diag))
		show_layer(&s, &layer);
	show_diag(&s, &diag);
	if (strcmp(s.text, wanted) != 0)
		fail_msg("gives %s\nnot   %s", s.text, wanted);
	arena_release(&arena);
}

static void expect(const struct shapefile *files, const char *wanted) {
	expect_with(files, &everything, wanted);
}

static struct str text_of(const char *s) {
	return (struct str){ s, strlen(s) };
}

/* One shape, no column. */
static struct shapefile one(int type, int nparts, const int *parts, int npoints, const double *x,
	const double *y) {
	struct writer w;
	writer_open(&w, type);
	writer_shape(&w, type, nparts, parts, npoints, x, y);
	DBFAddField(w.dbf, "n", FTInteger, 4, 0);
	DBFWriteIntegerAttribute(w.dbf, 0, 0, 7);
	return writer_close(&w);
}

static void every_type_is_read(void **state) {
	static const double x[] = { 1, 2, 3, 3.5 }, y[] = { 4, 5, 6, -6 };
	static const double rx[] = { 0, 0, 4, 4, 0 }, ry[] = { 0, 4, 4, 0, 0 };
	static const int two[] = { 0, 2 };
	(void)state;
	for (int variant = 0; variant < 30; variant += 10) {
		struct shapefile f = one(SHPT_POINT + variant, 1, NULL, 1, x, y);
		expect(&f, "points (1 4) n=7");
		files_free(&f);
		f = one(SHPT_MULTIPOINT + variant, 1, NULL, 3, x, y);
		expect(&f, "points (1 4, 2 5, 3 6) n=7");
		files_free(&f);
		f = one(SHPT_ARC + variant, 2, two, 4, x, y);
		expect(&f, "lines (1 4, 2 5) (3 6, 3.5 -6) n=7");
		files_free(&f);
		f = one(SHPT_POLYGON + variant, 1, NULL, 5, rx, ry);
		expect(&f, "polygons (0 0, 4 0, 4 4, 0 4, 0 0) n=7");
		files_free(&f);
	}
}

static void rings_are_turned_closed_and_ordered(void **state) {
	(void)state;
	/* Counter-clockwise, against the book, and left open. */
	struct shapefile f = one(SHPT_POLYGON, 1, NULL, 4, (double[]){ 0, 4, 4, 0 },
		(double[]){ 0, 0, 4, 4 });
	expect(&f, "polygons (0 4, 0 0, 4 0, 4 4, 0 4) n=7");
	files_free(&f);
	/* An outer ring and its hole. */
	f = one(SHPT_POLYGON, 2, (int[]){ 0, 5 }, 10, (double[]){ 0, 0, 4, 4, 0, 1, 2, 2, 1, 1 },
		(double[]){ 0, 4, 4, 0, 0, 1, 1, 2, 2, 1 });
	expect(&f, "polygons (0 0, 4 0, 4 4, 0 4, 0 0) (1 1, 1 2, 2 2, 2 1, 1 1) n=7");
	files_free(&f);
	/* The hole of the first ring stands behind the second. */
	f = one(SHPT_POLYGON, 3, (int[]){ 0, 5, 10 }, 15,
		(double[]){ 0, 0, 4, 4, 0, 10, 10, 14, 14, 10, 1, 2, 2, 1, 1 },
		(double[]){ 0, 4, 4, 0, 0, 0, 4, 4, 0, 0, 1, 1, 2, 2, 1 });
	expect(&f,
		"polygons (0 0, 4 0, 4 4, 0 4, 0 0) (1 1, 1 2, 2 2, 2 1, 1 1) "
		"(10 0, 14 0, 14 4, 10 4, 10 0) n=7");
	files_free(&f);
	/* Everything the wrong way round. */
	f = one(SHPT_POLYGON, 2, (int[]){ 0, 5 }, 10, (double[]){ 0, 4, 4, 0, 0, 1, 1, 2, 2, 1 },
		(double[]){ 0, 0, 4, 4, 0, 1, 2, 2, 1, 1 });
	expect(&f, "polygons (0 0, 4 0, 4 4, 0 4, 0 0) (1 1, 1 2, 2 2, 2 1, 1 1) n=7");
	files_free(&f);
	/* A ring and a line without extent. */
	f = one(SHPT_POLYGON, 2, (int[]){ 0, 5 }, 8, (double[]){ 0, 0, 4, 4, 0, 9, 9, 9 },
		(double[]){ 0, 4, 4, 0, 0, 1, 2, 1 });
	expect(&f, "polygons (0 0, 4 0, 4 4, 0 4, 0 0) n=7");
	files_free(&f);
	f = one(SHPT_ARC, 2, (int[]){ 0, 2 }, 4, (double[]){ 5, 5, 0, 1 },
		(double[]){ 5, 5, 0, 1 });
	expect(&f, "lines (0 0, 1 1) n=7");
	files_free(&f);
}

/* A point with one text field. */
static struct shapefile named(const char *bytes, const char *cpg, unsigned char driver) {
	struct writer w;
	writer_open(&w, SHPT_POINT);
	writer_shape(&w, SHPT_POINT, 1, NULL, 1, &(double){ 1 }, &(double){ 2 });
	DBFAddField(w.dbf, "name", FTString, 12, 0);
	DBFWriteStringAttribute(w.dbf, 0, 0, bytes);
	struct shapefile f = writer_close(&w);
	((char *)(uintptr_t)f.dbf.text.at)[29] = (char)driver;
	if (cpg)
		f.cpg.text = text_of(cpg);
	return f;
}

static void text_comes_in_many_encodings(void **state) {
	static const struct {
		const char *bytes, *cpg;
		unsigned char driver;
		const char *wanted;
	} rows[] = {
		{ "Mosul", NULL, 0, "\"Mosul\"" },
		{ " Mosul ", NULL, 0, "\"Mosul\"" },
		{ "", NULL, 0, "null" },
		{ "M\xFCnchen", NULL, 0, "\"M\xC3\xBCnchen\"" },
		{ "M\xC3\xBCnchen", NULL, 0x57, "\"M\xC3\xBCnchen\"" },
		{ "\x80 5 \x96 6", NULL, 0x57, "\"\xE2\x82\xAC 5 \xE2\x80\x93 6\"" },
		{ "M\xC3\xBCnchen", "UTF-8\r\n", 0, "\"M\xC3\xBCnchen\"" },
		{ "\xC8\xDB\xCF\xC7\xCF", NULL, 0x7E,
			"\"\xD8\xA8\xD8\xBA\xD8\xAF\xD8\xA7\xD8\xAF\"" },
		{ "\xC8\xDB\xCF\xC7\xCF", "1256", 0,
			"\"\xD8\xA8\xD8\xBA\xD8\xAF\xD8\xA7\xD8\xAF\"" },
		{ "\xC8\xDB\xCF\xC7\xCF", "ANSI 1256", 0,
			"\"\xD8\xA8\xD8\xBA\xD8\xAF\xD8\xA7\xD8\xAF\"" },
		{ "\xE9\xA4", "ISO 8859-5", 0, "\"\xD1\x89\xD0\x84\"" },
		{ "\xE9\xA4", "88595", 0, "\"\xD1\x89\xD0\x84\"" },
		{ "M\x81nchen", "OEM 850", 0, "\"M\xC3\xBCnchen\"" },
		{ "\xB1\xB1\xBE\xA9", "GBK", 0, "\"\xE5\x8C\x97\xE4\xBA\xAC\"" },
		{ "M\x81nchen", "LDID/2", 0, "\"M\xC3\xBCnchen\"" },
		{ "M\x81nchen", "System\n", 2, "\"M\xC3\xBCnchen\"" },
		{ "M\xC3\xBCnchen", "\xEF\xBB\xBFutf-8", 0, "\"M\xC3\xBCnchen\"" },
		{ "x \xF0\x9F\x98\x80", "UTF-8", 0, "\"x \xF0\x9F\x98\x80\"" },
		{ "Mosul", "KOI8-R", 0, "\"Mosul\"" },
		/* Cut in the middle of a letter by the width of the field. */
		{ "abcdefghijk\xD8\xA8", "UTF-8", 0, "\"abcdefghijk\"" },
		{ "\x82\xB1\x82", "CP932", 0, "\"\xE3\x81\x93\"" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char wanted[128];
		struct shapefile f = named(rows[i].bytes, rows[i].cpg, rows[i].driver);
		snprintf(wanted, sizeof(wanted), "points (1 2) name=%s", rows[i].wanted);
		expect(&f, wanted);
		files_free(&f);
	}
}

static void wrong_encodings_are_said(void **state) {
	static const struct {
		const char *bytes, *cpg;
		unsigned char driver;
		const char *wanted;
	} rows[] = {
		{ "M\xFCnchen", "UTF-8", 0,
			"\"M\xC3\xBCnchen\" ~some text is not in its encoding, UTF-8; taken as "
			"Windows-1252" },
		{ "\x82", "CP932", 0,
			"\"\xE2\x80\x9A\" ~some text is not in its encoding, CP932; taken as "
			"Windows-1252" },
		{ "\x82\xB1\xFF"
		  "abc",
			"CP932", 0,
			"\"\xE2\x80\x9A\xC2\xB1\xC3\xBF"
			"abc\" ~some text is not in its encoding, "
			"CP932; taken as Windows-1252" },
		/* Not known to every iconv. */
		{ "\xE9", NULL, 0x98,
			"\"\xC3\xA9\" ~some text is not in its encoding, MACGREEK; taken as "
			"Windows-1252" },
		{ "Mosul", "klingon//x", 0,
			"\"Mosul\" ~unknown encoding \"klingon//x\"; taken as UTF-8 or "
			"Windows-1252" },
		{ "Mosul", "LDID/300", 0,
			"\"Mosul\" ~unknown encoding \"LDID/300\"; taken as UTF-8 or "
			"Windows-1252" },
		{ "Mosul", "LDID/x", 0,
			"\"Mosul\" ~unknown encoding \"LDID/x\"; taken as UTF-8 or "
			"Windows-1252" },
		{ "Mosul", "ISO 8859-five", 0,
			"\"Mosul\" ~unknown encoding \"ISO 8859-five\"; taken as UTF-8 or "
			"Windows-1252" },
		{ "Mosul", "what a long name of an encoding this has become", 0,
			"\"Mosul\" ~unknown encoding \"what a long name of an encoding this has\"; "
			"taken as UTF-8 or Windows-1252" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char wanted[200];
		struct shapefile f = named(rows[i].bytes, rows[i].cpg, rows[i].driver);
		snprintf(wanted, sizeof(wanted), "points (1 2) name=%s", rows[i].wanted);
		expect(&f, wanted);
		files_free(&f);
	}
}

/* A point with a field of one type and what its cell holds. */
static void expect_cell(char type, const char *bytes, const char *wanted) {
	struct writer w;
	char line[256], padded[9];
	writer_open(&w, SHPT_POINT);
	writer_shape(&w, SHPT_POINT, 1, NULL, 1, &(double){ 1 }, &(double){ 2 });
	DBFAddNativeFieldType(w.dbf, "c", type, 8, 0);
	snprintf(padded, sizeof(padded), "%-8s", bytes);
	DBFWriteAttributeDirectly(w.dbf, 0, 0, padded);
	struct shapefile f = writer_close(&w);
	snprintf(line, sizeof(line), "points (1 2) c=%s", wanted);
	expect(&f, line);
	files_free(&f);
}

static void cells_become_values(void **state) {
	(void)state;
	expect_cell('N', "12", "12");
	expect_cell('N', "-1.5e3", "-1500");
	expect_cell('N', "", "null");
	expect_cell('N', "********", "null");
	expect_cell('F', "  3.25", "3.25");
	expect_cell('L', "T", "true");
	expect_cell('L', "n", "false");
	expect_cell('L', "?", "null");
	expect_cell('D', "20200407", "\"2020-04-07\"");
	expect_cell('D', "00000000", "null");
	expect_cell('C', "x y", "\"x y\"");
	expect_cell('N', "12abc",
		"null ~record 1: column \"c\" holds \"12abc   \", which its "
		"type does not allow; taken as null, as all such");
	expect_cell('D', "7 April",
		"null ~record 1: column \"c\" holds \"7 April \", which its "
		"type does not allow; taken as null, as all such");
}

static struct shapefile three_points(void) {
	struct writer w;
	writer_open(&w, SHPT_POINT);
	DBFAddField(w.dbf, "n", FTInteger, 4, 0);
	for (int i = 0; i < 3; i++) {
		double x = 10 * i, y = i;
		writer_shape(&w, SHPT_POINT, 1, NULL, 1, &x, &y);
		DBFWriteIntegerAttribute(w.dbf, i, 0, i);
	}
	return writer_close(&w);
}

static void rows_may_be_deleted_or_missing(void **state) {
	(void)state;
	struct shapefile f = three_points();
	char *dbf = (char *)(uintptr_t)f.dbf.text.at;
	expect(&f, "points (0 0) n=0; points (10 1) n=1; points (20 2) n=2");
	dbf[(unsigned char)dbf[8] + 5] = '*';
	expect(&f, "points (0 0) n=0; points (20 2) n=2");
	dbf[(unsigned char)dbf[8] + 5] = ' ';
	dbf[4] = 2;
	expect(&f,
		"points (0 0) n=0; points (10 1) n=1; points (20 2) "
		"~has 2 rows for 3 shapes");
	struct source dbf_source = f.dbf;
	f.dbf.text = (struct str){ NULL, 0 };
	expect(&f,
		"points (0 0); points (10 1); points (20 2) "
		".there is no .dbf beside it: its features have no attributes");
	expect_with(&f, &(struct read_options){ .geometry_only = true },
		"points (0 0); points (10 1); points (20 2)");
	f.dbf = dbf_source;
	files_free(&f);
}

static void what_is_asked_for_is_read(void **state) {
	(void)state;
	struct shapefile f = three_points();
	struct read_options window = { .window = { { 5, -5 }, { 15, 5 } }, .has_window = true };
	expect_with(&f, &window, "points (10 1) n=1");
	window.window = (struct rect){ { 365, -5 }, { 375, 5 } };
	expect_with(&f, &window, "points (10 1) n=1");
	expect_with(&f, &(struct read_options){ .geometry_only = true },
		"points (0 0); points (10 1); points (20 2)");
	struct str name = STR("m");
	struct columns only = { &name, 1 };
	expect_with(&f, &(struct read_options){ .only = &only },
		"points (0 0); points (10 1); points (20 2)");
	name = STR("n");
	expect_with(&f, &(struct read_options){ .only = &only },
		"points (0 0) n=0; points (10 1) n=1; points (20 2) n=2");
	files_free(&f);
}

static void put(const struct source *source, size_t at, const void *bytes, size_t n) {
	memcpy((char *)(uintptr_t)source->text.at + at, bytes, n);
}

static void cut(struct source *source, size_t by) {
	source->text.len -= by;
}

/* What the header and the records' boxes say counts only as far as it can be true. */
static void boxes_are_claims(void **state) {
	static const double far = 4e6, none = NAN;
	struct read_options window = { .window = { { 1, 1 }, { 2, 2 } }, .has_window = true };
	(void)state;
	struct shapefile f = one(SHPT_POLYGON, 1, NULL, 5, (double[]){ 0, 0, 4, 4, 0 },
		(double[]){ 0, 4, 4, 0, 0 });
	put(&f.shp, 100 + 8 + 4, &none, 8);
	expect_with(&f, &window, "polygons (0 0, 4 0, 4 4, 0 4, 0 0) n=7");
	files_free(&f);
	f = three_points();
	cut(&f.shp, f.shp.text.len - 100);
	cut(&f.shx, f.shx.text.len - 100);
	put(&f.shp, 24, "\0\0\0\x32", 4);
	put(&f.shx, 24, "\0\0\0\x32", 4);
	put(&f.shp, 52, &far, 8);
	expect(&f, "~has 3 rows for 0 shapes");
	files_free(&f);
}

/* A pole that rounding pushed over the edge. */
static void latitudes_end_at_the_poles(void **state) {
	static const double south = -90.0000005, north = 90.0000005;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct layer layer;
	(void)state;
	struct shapefile f = three_points();
	put(&f.shp, 100 + 20, &south, 8);
	put(&f.shp, 128 + 20, &north, 8);
	diag_init(&diag, &arena);
	assert_true(shapefile_read(&f, &everything, &layer, &arena, &diag));
	assert_int_equal(layer.nfeatures, 3);
	assert_true(layer.feature[0].geom.point[0].y == -90);
	assert_true(layer.feature[1].geom.point[0].y == 90);
	assert_true(layer.bounds.min.y == -90 && layer.bounds.max.y == 90);
	arena_release(&arena);
	files_free(&f);
}

static void broken_files_are_named(void **state) {
	(void)state;
	struct shapefile f = three_points();
	struct shapefile g = f;
	cut(&g.shp, 4);
	expect(&g,
		"!truncated: its header says 184 bytes, the file has 180; "
		"record 3 is cut off");
	g.shx.text = (struct str){ NULL, 0 };
	expect(&g,
		"!truncated: its header says 184 bytes, the file has 180; "
		"record 3 is cut off");
	cut(&g.shp, 100);
	expect(&g, "!not a shapefile: 80 bytes are less than its header");
	g = f;
	cut(&g.shx, 8);
	expect(&g,
		"points (0 0) n=0; points (10 1) n=1; points (20 2) n=2 ~truncated: its "
		"header says 124 bytes, the file has 116; the records are walked instead");
	g.shx.text = (struct str){ NULL, 0 };
	expect(&g, "points (0 0) n=0; points (10 1) n=1; points (20 2) n=2");
	g = f;
	cut(&g.dbf, 5);
	expect(&g, "!truncated: its header says 3 rows of 5 bytes, there are 2");
	cut(&g.dbf, 30);
	expect(&g, "!truncated or not a dBase table: a header of 65 bytes in a file of 46");
	g = f;
	g.dbf.text = text_of("plain text");
	expect(&g, "!not a dBase table: 10 bytes are less than its header");
	g = f;
	g.shp.text = text_of("<html>not a shapefile at all, but long enough to hold a header, "
			     "which takes all of one hundred bytes</html>");
	expect(&g, "!not a shapefile: it does not begin with 9994");
	put(&f.dbf, 4, "\xFF\xFF\xFF\x7F", 4);
	expect(&f, "!truncated: its header says 2147483647 rows of 5 bytes, there are 3");
	put(&f.shp, 32, "\x1F", 1);
	expect(&f, "!holds surfaces in space (multipatch), which cannot be drawn");
	put(&f.shp, 32, "\x07", 1);
	expect(&f, "!unknown shape type 7");
	files_free(&f);
}

static void broken_records_are_left_out(void **state) {
	static const double nan_value = NAN, huge = 1e300;
	(void)state;
	struct shapefile f = three_points();
	/* Records begin at 100, 128 and 156; a point's x is 12 bytes behind that. */
	put(&f.shp, 128 + 12, &nan_value, 8);
	expect(&f,
		"points (0 0) n=0; points (20 2) n=2 "
		"~record 2: a coordinate is not a number; skipped");
	put(&f.shp, 128 + 12, &huge, 8);
	f.prj.text = text_of(wgs84);
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct layer layer;
	diag_init(&diag, &arena);
	assert_true(shapefile_read(&f, &everything, &layer, &arena, &diag));
	assert_int_equal(layer.skipped, 1);
	assert_int_equal(diag.warnings, 1);
	assert_string_equal(diag.first->at.path, "record 2");
	arena_release(&arena);
	put(&f.shp, 128 + 4, "\0\0\0\x04", 4);
	expect(&f,
		"points (0 0) n=0; points (20 2) n=2 "
		"~record 2: 8 bytes are too few for a point; skipped");
	put(&f.shp, 128 + 4, "\x7F\0\0\0", 4);
	expect(&f,
		"points (0 0) n=0; points (20 2) n=2 "
		"~record 2: claims 4261412864 bytes where 48 are left; skipped");
	put(&f.shp, 128 + 4, "\0\0\0\x0A\x05\0\0\0", 8);
	expect(&f,
		"points (0 0) n=0; points (20 2) n=2 "
		"~record 2: its shape type 5 does not belong into this file; skipped");
	put(&f.shx, 108, "\x7F\0\0\0", 4);
	expect(&f,
		"points (0 0) n=0; points (20 2) n=2 "
		"~record 2: the .shx places it at byte 4261412864 of a file of 184; skipped");
	files_free(&f);
}

static void counts_are_claims(void **state) {
	(void)state;
	struct shapefile f = one(SHPT_POLYGON, 1, NULL, 5, (double[]){ 0, 0, 4, 4, 0 },
		(double[]){ 0, 4, 4, 0, 0 });
	put(&f.shp, 100 + 8 + 4 + 32, "\xFF\xFF\xFF\x7F\xFF\xFF\xFF\x7F", 8);
	expect(&f,
		"~record 1: its 128 bytes are too few for the 2147483647 parts and "
		"2147483647 points it claims; skipped !its only feature is broken");
	put(&f.shp, 100 + 8 + 4 + 32, "\x01\0\0\0\x05\0\0\0\x02\0\0\0", 12);
	expect(&f,
		"~record 1: its parts do not follow one another; skipped "
		"!its only feature is broken");
	files_free(&f);
}

/* An index whose entries all point to one record would multiply a file. */
static void records_are_visited_once(void **state) {
	char shx[124];
	(void)state;
	struct shapefile f = one(SHPT_POLYGON, 1, NULL, 5, (double[]){ 0, 0, 4, 4, 0 },
		(double[]){ 0, 4, 4, 0, 0 });
	memcpy(shx, f.shx.text.at, 108);
	shx[27] = (char)(sizeof(shx) / 2);
	memcpy(shx + 108, shx + 100, 8);
	memcpy(shx + 116, shx + 100, 8);
	struct shapefile g = f;
	g.shx.text = (struct str){ shx, sizeof(shx) };
	g.dbf.text = (struct str){ NULL, 0 };
	expect_with(&g, &(struct read_options){ .geometry_only = true },
		"polygons (0 0, 4 0, 4 4, 0 4, 0 0) "
		"~record 2: the .shx lets it share bytes with other records; skipped "
		"~record 3: the .shx lets it share bytes with other records; skipped");
	files_free(&f);
}

/* Fields of no width would multiply a row by the size of a value. */
static void fields_without_width_are_passed_over(void **state) {
	(void)state;
	struct shapefile f = three_points();
	struct writer w;
	writer_open(&w, SHPT_POINT);
	DBFAddField(w.dbf, "a", FTString, 1, 0);
	DBFAddField(w.dbf, "n", FTInteger, 4, 0);
	for (int i = 0; i < 3; i++)
		DBFWriteIntegerAttribute(w.dbf, i, 1, i);
	struct shapefile g = writer_close(&w);
	/* The first field's width moves into the second. */
	put(&g.dbf, 32 + 16, "\0", 1);
	put(&g.dbf, 64 + 16, "\5", 1);
	struct shapefile mixed = f;
	mixed.dbf = g.dbf;
	expect(&mixed, "points (0 0) n=0; points (10 1) n=1; points (20 2) n=2");
	files_free(&f);
	files_free(&g);
}

static void coordinate_systems_are_understood(void **state) {
	(void)state;
	struct shapefile f = three_points();
	f.prj.text = text_of(wgs84);
	expect(&f, "points (0 0) n=0; points (10 1) n=1; points (20 2) n=2");
	f.prj.text = text_of("PROJCS[\"unheard of\"");
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct layer layer;
	diag_init(&diag, &arena);
	assert_false(shapefile_read(&f, &everything, &layer, &arena, &diag));
	assert_int_equal(diag.errors, 1);
	assert_ptr_equal(diag.first->at.source, &f.prj);
	arena_release(&arena);
	files_free(&f);

	struct writer w;
	writer_open(&w, SHPT_POINT);
	writer_shape(&w, SHPT_POINT, 1, NULL, 1, &(double){ 500000 }, &(double){ 3700000 });
	DBFAddField(w.dbf, "n", FTInteger, 4, 0);
	DBFWriteIntegerAttribute(w.dbf, 0, 0, 7);
	f = writer_close(&w);
	expect(&f,
		"!coordinates like 500000, 3700000 are no degrees, and there is no .prj "
		"that says what they are");
	f.prj.text = text_of(wgs84);
	expect(&f,
		"~record 1: longitude 500000, latitude 3700000 are no degrees; skipped "
		"!its only feature is broken");
	f.prj.text = text_of(utm38);
	/* `invproj +proj=utm +zone=38` gives 45, 33.439395. */
	expect(&f, "points (45 33.4394) n=7");
	struct read_options near = { .window = { { 44, 33 }, { 46, 34 } }, .has_window = true };
	expect_with(&f, &near, "points (45 33.4394) n=7");
	near.window = (struct rect){ { 40, 33 }, { 44, 34 } };
	expect_with(&f, &near, "");
	/* The zone does not reach around the world: everything is looked at. */
	near.window = (struct rect){ { -180, -90 }, { 180, 90 } };
	expect_with(&f, &near, "points (45 33.4394) n=7");
	static const double outside = 1e12;
	put(&f.shp, 100 + 12, &outside, 8);
	expect(&f,
		"~record 1: a coordinate is not a number, or outside of what its projection covers; "
		"skipped !its only feature is broken");
	files_free(&f);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_is_read),
		cmocka_unit_test(rings_are_turned_closed_and_ordered),
		cmocka_unit_test(text_comes_in_many_encodings),
		cmocka_unit_test(wrong_encodings_are_said),
		cmocka_unit_test(cells_become_values),
		cmocka_unit_test(rows_may_be_deleted_or_missing),
		cmocka_unit_test(what_is_asked_for_is_read),
		cmocka_unit_test(boxes_are_claims),
		cmocka_unit_test(latitudes_end_at_the_poles),
		cmocka_unit_test(broken_files_are_named),
		cmocka_unit_test(broken_records_are_left_out),
		cmocka_unit_test(counts_are_claims),
		cmocka_unit_test(records_are_visited_once),
		cmocka_unit_test(fields_without_width_are_passed_over),
		cmocka_unit_test(coordinate_systems_are_understood),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
