#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "data/prj.h"

#define SPHEROID "SPHEROID[\"WGS_1984\",6378137.0,298.257223563]"
#define DEGREE "UNIT[\"Degree\",0.0174532925199433]"
#define GREENWICH "PRIMEM[\"Greenwich\",0.0]"
#define GEOGCS(datum, meridian, unit) \
	"GEOGCS[\"GCS\",DATUM[\"" datum "\"," SPHEROID "]," meridian "," unit "]"

static struct str text_of(const char *s) {
	return (struct str){ s, strlen(s) };
}

static void degrees_are_told_by_text(void **state) {
	static const struct {
		const char *wkt;
		bool degrees;
	} rows[] = {
		{ GEOGCS("D_WGS_1984", GREENWICH, DEGREE), true },
		{ GEOGCS("WGS_1984", "PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]]",
			  "UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]]"),
			true },
		{ "\n GEOGCS [\"a\", DATUM [\"WGS 84\", " SPHEROID "], " GREENWICH ", " DEGREE
		  "]\n",
			true },
		{ "GEOGCRS[\"WGS 84\",ENSEMBLE[\"World Geodetic System 1984 ensemble\",MEMBER["
		  "\"World Geodetic System 1984 (G2139)\"],ELLIPSOID[\"WGS 84\",6378137,"
		  "298.257223563,LENGTHUNIT[\"metre\",1]]],PRIMEM[\"Greenwich\",0,ANGLEUNIT["
		  "\"degree\",0.0174532925199433]],CS[ellipsoidal,2]]",
			true },
		/* Another datum, meridian, unit; a shift; a projection. */
		{ GEOGCS("D_European_1950", GREENWICH, DEGREE), false },
		{ GEOGCS("D_WGS_1972", GREENWICH, DEGREE), false },
		{ GEOGCS("D_WGS_1984", "PRIMEM[\"Paris\",2.33722917]", DEGREE), false },
		{ GEOGCS("D_WGS_1984", GREENWICH, "UNIT[\"Grad\",0.01570796326794897]"), false },
		{ "GEOGCS[\"x\",DATUM[\"WGS_1984\"," SPHEROID ",TOWGS84[1,2,3]]," GREENWICH
		  "," DEGREE "]",
			false },
		{ "PROJCS[\"x\"," GEOGCS("D_WGS_1984", GREENWICH, DEGREE) "]", false },
		{ "GEOGCS[\"DATUM[\\\"WGS_1984\\\"\"]", false },
		{ "GEOGCS", false },
		{ "GEOGCS[", false },
		{ "", false },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (prj_is_degrees(text_of(rows[i].wkt)) != rows[i].degrees)
			fail_msg("%s", rows[i].wkt);
}

static void names_are_found(void **state) {
	(void)state;
	assert_true(str_equal(prj_name(STR(" PROJCS[\"WGS 84 / UTM zone 38N\",GEOGCS[")),
		STR("WGS 84 / UTM zone 38N")));
	assert_int_equal(prj_name(STR("PROJCS")).len, 0);
	assert_int_equal(prj_name(STR("")).len, 0);
}

/* Opens and brings a point of the file to degrees. */
static void expect(const char *wkt, struct point p, struct point degrees) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct projector *projector;
	struct source source = { "a.prj", text_of(wkt) };
	diag_init(&diag, &arena);
	assert_true(prj_open(&source, &projector, &arena, &diag));
	if (projector)
		projector_inverse(projector, &p, 1);
	assert_true(fabs(p.x - degrees.x) < 1e-6 && fabs(p.y - degrees.y) < 1e-6);
	projector_close(projector);
	arena_release(&arena);
}

static void systems_are_opened(void **state) {
	(void)state;
	expect("", (struct point){ 44, 33 }, (struct point){ 44, 33 });
	expect(GEOGCS("D_WGS_1984", GREENWICH, DEGREE), (struct point){ 44, 33 },
		(struct point){ 44, 33 });
	expect("PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\"," GEOGCS("D_WGS_1984", GREENWICH,
		       DEGREE) ",PROJECTION["
			       "\"Mercator_Auxiliary_Sphere\"],PARAMETER[\"False_Easting\",0.0],PARAMETER["
			       "\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",0.0],PARAMETER["
			       "\"Standard_Parallel_1\",0.0],PARAMETER[\"Auxiliary_Sphere_Type\",0.0],UNIT["
			       "\"Meter\",1.0]]",
		(struct point){ 20037508.342789244, 0 }, (struct point){ 180, 0 });
	/* In grads: a right angle has 100. */
	expect(GEOGCS("D_WGS_1984", GREENWICH, "UNIT[\"Grad\",0.01570796326794897]"),
		(struct point){ 50, 50 }, (struct point){ 45, 45 });
}

static void nonsense_is_an_error(void **state) {
	static const char *const texts[] = { "PROJCS[", "hello", "GEOGCS[\"x\"]" };
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct arena arena = ARENA_INIT;
		struct diag diag;
		struct projector *projector;
		struct source source = { "a.prj", text_of(texts[i]) };
		diag_init(&diag, &arena);
		assert_false(prj_open(&source, &projector, &arena, &diag));
		assert_int_equal(diag.errors, 1);
		assert_ptr_equal(diag.first->at.source, &source);
		assert_non_null(strstr(diag.first->message, "coordinate system not understood"));
		arena_release(&arena);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(degrees_are_told_by_text),
		cmocka_unit_test(names_are_found),
		cmocka_unit_test(systems_are_opened),
		cmocka_unit_test(nonsense_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
