#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "data/info.h"
#include "shapewriter.h"
#include "showlayer.h"

#define WGS84 \
	"DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]]," \
	"PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]"
#define UTM \
	"PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",500000.0]," \
	"PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",45.0]," \
	"PARAMETER[\"Scale_Factor\",0.9996],PARAMETER[\"Latitude_Of_Origin\",0.0]," \
	"UNIT[\"Meter\",1.0]"

/* A folder of its own for each test. */
static char folder[32];

static int make_folder(void **state) {
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/info-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
	static const char *const names[] = { "a.csv", "a.geojson", "data", "a.SHP", "a.DBF",
		"a.shp", "a.PRJ", "fifo" };
	char path[64];
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		unlink(path);
	}
	return rmdir(folder);
}

static const char *path_of(const char *name) {
	static char path[64];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static const char *write_file(const char *name, const void *bytes, size_t n) {
	const char *path = path_of(name);
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
	return path;
}

static const char *write_text(const char *name, const char *text) {
	return write_file(name, text, strlen(text));
}

/* What is said about a file, behind the line of its name. */
static void expect_info(const char *path, const char *wanted) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct data_info info;
	struct shown s = { .len = 0 };
	diag_init(&diag, &arena);
	if (data_info_read(path, &info, &arena, &diag)) {
		struct out *out = out_memory(&arena);
		data_info_write(&info, out);
		struct str text = out_bytes(out);
		str_split(&text, '\n');
		show(&s, "%.*s", STR_ARG(text));
	}
	show_diag(&s, &diag);
	if (strcmp(s.text, wanted) != 0)
		fail_msg("gives %s\nnot   %s", s.text, wanted);
	arena_release(&arena);
}

/* One line of it. */
static void expect_line(const char *path, const char *label, const char *wanted) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct data_info info;
	diag_init(&diag, &arena);
	assert_true(data_info_read(path, &info, &arena, &diag));
	struct out *out = out_memory(&arena);
	data_info_write(&info, out);
	const char *text = arena_strdup(&arena, out_bytes(out));
	const char *line = arena_printf(&arena, "\n  %-9s %s\n", label, wanted);
	if (!strstr(text, line))
		fail_msg("%s has not%s", text, line);
	arena_release(&arena);
}

static void files_are_described(void **state) {
	static const char csv[] = "name,lon,lat,n\nMo\x1bsul,43.1,36.3,\nBasra,47.8,30.5,7\n";
	static const char geojson[] =
		"{\"type\":\"FeatureCollection\",\"features\":["
		"{\"type\":\"Feature\",\"properties\":{\"a\":1,\"list\":[1,2]},\"geometry\":"
		"{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}},"
		"{\"type\":\"Feature\",\"properties\":{\"a\":\"x\"},\"geometry\":null}]}";
	static const char odd[] =
		"{\"type\":\"FeatureCollection\",\"features\":["
		"{\"type\":\"Feature\",\"properties\":{\"yes\":true,\"no\":false,\"o\":{\"a\":{}},\"p\":{\"a\":1,\"b\":2},\"l\":[null],"
		"\"a name that is longer than thirty letters, which is the widest column\":"
		"\"and a \\u0085text that is longer than forty letters, so it is cut\"},"
		"\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}]}";
	(void)state;
	expect_info(write_file("a.csv", csv, sizeof(csv) - 1),
		"  format    table, points\n"
		"  features  2\n"
		"  points    2\n"
		"  box       43.1, 30.5, 47.8, 36.3  (west, south, east, north)\n"
		"  crs       degrees of WGS 84\n"
		"  encoding  UTF-8\n"
		"  columns   4  (name, type, how many, a sample)\n"
		"  name      text            2  \"Mo\xEF\xBF\xBDsul\"\n"
		"  lon       number          2  43.1\n"
		"  lat       number          2  36.3\n"
		"  n         number          1  7\n");
	expect_info(write_file("a.geojson", odd, sizeof(odd) - 1),
		"  format    GeoJSON, points\n"
		"  features  1\n"
		"  points    1\n"
		"  box       1, 2, 1, 2  (west, south, east, north)\n"
		"  crs       degrees of WGS 84\n"
		"  encoding  UTF-8\n"
		"  columns   6  (name, type, how many, a sample)\n"
		"  yes                             boolean         1  true\n"
		"  no                              boolean         1  false\n"
		"  o                               object          1  1 member\n"
		"  p                               object          1  2 members\n"
		"  l                               array           1  1 item\n"
		"  a name that is longer than thirty letters, which is the wide\xE2\x80\xA6  text"
		"            1  \"and a \xEF\xBF\xBDtext that is longer than forty le\xE2\x80\xA6\"\n");
	/* What has no suffix is told apart by its first letter. */
	expect_line(write_text("data", "\xEF\xBB\xBF{\"type\":\"Point\",\"coordinates\":[1,2]}"),
		"columns", "0");
	expect_line(write_text("data", "a name of 20 letters,lon,lat\nx,1,2\n"), "format",
		"table, points");
	expect_info(write_text("data", "[1]"), "!no GeoJSON: its outermost value is no object");
	expect_info(write_text("data", ""), "!empty: a table begins with a row of column names");
	expect_info(write_file("data", geojson, sizeof(geojson) - 1),
		"  format    GeoJSON, lines\n"
		"  features  2, 1 without geometry\n"
		"  points    2\n"
		"  box       1, 2, 3, 4  (west, south, east, north)\n"
		"  crs       degrees of WGS 84\n"
		"  encoding  UTF-8\n"
		"  columns   2  (name, type, how many, a sample)\n"
		"  a         mixed           2  1\n"
		"  list      array           1  2 items\n");
}

static void shapefiles_are_described(void **state) {
	struct writer w;
	(void)state;
	writer_open(&w, SHPT_ARCZ);
	writer_shape(&w, SHPT_ARCZ, 1, NULL, 2, (double[]){ 1, 3 }, (double[]){ 2, 4 });
	DBFAddField(w.dbf, "name", FTString, 20, 0);
	DBFWriteStringAttribute(w.dbf, 0, 0, "Tigris");
	struct shapefile files = writer_close(&w);
	write_file("a.DBF", files.dbf.text.at, files.dbf.text.len);
	expect_info(write_file("a.SHP", files.shp.text.at, files.shp.text.len),
		"  format    shapefile, lines with heights\n"
		"  features  1\n"
		"  points    2\n"
		"  box       1, 2, 3, 4  (west, south, east, north)\n"
		"  crs       not stated; taken as degrees of WGS 84\n"
		"  encoding  not stated (UTF-8 or Windows-1252)\n"
		"  columns   1  (name, type, how many, a sample)\n"
		"  name      text            1  \"Tigris\"\n");
	static const struct {
		const char *prj, *said;
	} crs[] = {
		{ "GEOGCS[\"GCS_WGS_1984\"," WGS84 "]", "degrees of WGS 84" },
		{ "PROJCS[\"UTM_38N\",GEOGCS[\"x\"," WGS84 "]," UTM "]", "UTM_38N" },
		{ "PROJCS[\"\",GEOGCS[\"x\"," WGS84 "]," UTM "]", "a projection without a name" },
	};
	for (size_t i = 0; i < sizeof(crs) / sizeof(crs[0]); i++) {
		write_file("a.PRJ", crs[i].prj, strlen(crs[i].prj));
		expect_line(path_of("a.SHP"), "crs", crs[i].said);
	}
	unlink(path_of("a.DBF"));
	unlink(path_of("a.PRJ"));
	expect_line(path_of("a.SHP"), "encoding", "no attribute table");
	assert_int_equal(truncate(path_of("a.SHP"), (off_t)LIMIT_FILE_SIZE + 1), 0);
	expect_info(path_of("a.SHP"),
		"!larger than the limit of 4294967296 bytes for an input file");
	files_free(&files);
}

static void what_cannot_be_opened_is_said(void **state) {
	(void)state;
	expect_info(path_of("none.shp"), "!cannot open: No such file or directory");
	expect_info(path_of("none.csv"), "!cannot open: No such file or directory");
	expect_info(path_of("a.dbf"), "!the name of a shapefile ends in .shp");
	assert_int_equal(mkfifo(path_of("fifo"), 0600), 0);
	expect_info(path_of("fifo"), "!not a regular file");
	expect_info(write_file("a.SHP", "", 0),
		"!not a shapefile: 0 bytes are less than its header");
	expect_info(write_file("a.geojson", "", 0), "!empty; it should hold a JSON value");
}

static void what_lies_beside_must_be_files(void **state) {
	static const char *const beside[] = { "a.shx", "a.dbf", "a.cpg", "a.prj" };
	struct writer w;
	(void)state;
	writer_open(&w, SHPT_POINT);
	writer_shape(&w, SHPT_POINT, 1, NULL, 1, &(double){ 1 }, &(double){ 2 });
	struct shapefile files = writer_close(&w);
	write_file("a.shp", files.shp.text.at, files.shp.text.len);
	files_free(&files);
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		assert_int_equal(mkfifo(path_of(beside[i]), 0600), 0);
		expect_info(path_of("a.shp"), "!not a regular file");
		unlink(path_of(beside[i]));
	}
}

static void layers_have_names(void **state) {
	struct arena arena = ARENA_INIT;
	(void)state;
	assert_true(str_equal(layer_name("/a.b/rivers.shp", &arena), STR("rivers")));
	assert_true(str_equal(layer_name("rivers.10m.geojson", &arena), STR("rivers.10m")));
	assert_true(str_equal(layer_name(".hidden", &arena), STR(".hidden")));
	assert_true(str_equal(layer_name("-", &arena), STR("-")));
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(files_are_described, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(shapefiles_are_described, make_folder,
			remove_folder),
		cmocka_unit_test_setup_teardown(what_cannot_be_opened_is_said, make_folder,
			remove_folder),
		cmocka_unit_test_setup_teardown(what_lies_beside_must_be_files, make_folder,
			remove_folder),
		cmocka_unit_test(layers_have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
