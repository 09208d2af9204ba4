/* "Name, Region" by GeoNames' codes of divisions and hierarchy.  The points are such
 * that distance alone would choose wrongly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gazetteer/explain.h"
#include "gazetteer/import.h"

#define PLACE(id, name, lat, lon, class, code, admin1, admin2) \
	id "\t" name "\t" name "\t\t" lat "\t" lon \
	   "\t" class "\t" code "\tQQ\t\t" admin1 "\t" admin2 "\t\t\t0\t\t1\tUTC\t2020-01-01\n"

/* Two states; Uplands is a region of the first, without a code.  Each second town of
 * a name lies beside the point of what the first lies in. */
static const char places[] = PLACE("1", "Quillia", "10", "10", "A", "PCLI", "00", "") PLACE("2",
	"Northstate", "10", "10", "A", "ADM1", "01", "") PLACE("3", "Southstate", "-10", "10", "A",
	"ADM1", "02", "") PLACE("4", "Uplands", "-10", "12", "L", "RGN", "", "") PLACE("5",
	"Hill District", "-10", "14", "A", "ADM2", "01", "100") PLACE("6", "Vale District", "12",
	"16", "A", "ADM2", "01", "200") PLACE("7", "Old Harbour", "12", "20", "P", "PPL", "01",
	"200") PLACE("10", "Ashton", "12", "18", "P", "PPL", "01", "100") PLACE("11", "Ashton",
	"12", "12", "P", "PPL", "01", "200") PLACE("12", "Ashton", "-10.1", "14", "P", "PPL", "02",
	"900") PLACE("13", "Barton", "14", "10", "P", "PPL", "01", "100")
	PLACE("14", "Barton", "-10.1", "12", "P", "PPL", "02", "900")
		PLACE("15", "Dockside", "12", "22", "P", "PPLX", "01", "200")
			PLACE("16", "Dockside", "12.1", "20", "P", "PPL", "02", "900");

static const char districts[] = "QQ.01.100\tHill District\tHill District\t5\n"
				"QQ.01.200\tCollis\tCollis\t6\n";
/* A quarter in its town, the state in a region, a circle, a place that is not there. */
static const char hierarchy[] = "1\t2\tADM\n4\t2\t\n7\t15\t\n2\t1\tADM\n99\t16\t\n";

struct fixture {
	char folder[64], path[128];
	struct arena arena;
	struct diag diag;
	struct gazetteer *g;
};

static const char *const names[] = { "places.txt", "admin2Codes.txt", "hierarchy.txt" };

static int setup(void **state) {
	static const char *const texts[] = { places, districts, hierarchy };
	struct fixture *f = calloc(1, sizeof(*f));
	char path[3][128];
	const char *paths[3];
	strncpy(f->folder, "/tmp/sitmap-test-XXXXXX", sizeof(f->folder) - 1);
	assert_non_null(mkdtemp(f->folder));
	for (int i = 0; i < 3; i++) {
		snprintf(path[i], sizeof(path[i]), "%s/%s", f->folder, names[i]);
		FILE *file = fopen(path[i], "w");
		assert_non_null(file);
		fputs(texts[i], file);
		assert_int_equal(fclose(file), 0);
		paths[i] = path[i];
	}
	snprintf(f->path, sizeof(f->path), "%s/g.sqlite", f->folder);
	diag_init(&f->diag, &f->arena);
	bool ok = gazetteer_import(paths, 3, f->path, &f->diag);
	diag_print(&f->diag, stderr, false);
	assert_true(ok);
	for (int i = 0; i < 3; i++)
		unlink(path[i]);
	f->g = gazetteer_open(f->path, &f->diag);
	assert_non_null(f->g);
	*state = f;
	return 0;
}

static int teardown(void **state) {
	struct fixture *f = *state;
	gazetteer_close(f->g);
	unlink(f->path);
	assert_int_equal(rmdir(f->folder), 0);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static void expect(struct fixture *f, const char *name, const char *id,
	enum place_verdict verdict) {
	struct place_query query = { .name = str_of(name) };
	struct place_result r;
	assert_true(gazetteer_find(f->g, &query, 10, &r, &f->arena, &f->diag));
	const struct place *p = r.nmatches ? r.match[0].place : NULL;
	if (r.verdict != verdict || (*id && (!p || !str_equal(p->id, str_of(id)))))
		fail_msg("\"%s\": %s %.*s", name, place_verdict_name(r.verdict),
			p ? (int)p->id.len : 0, p ? p->id.at : "");
}

static void test_codes(void **state) {
	struct fixture *f = *state;
	expect(f, "Ashton", "", PLACE_AMBIGUOUS);
	expect(f, "Ashton, Southstate", "gn:12", PLACE_DECIDED);
	expect(f, "Ashton, Northstate", "", PLACE_AMBIGUOUS);
	/* The district of the second level, not all of its state; nor what is near. */
	expect(f, "Ashton, Hill District", "gn:10", PLACE_DECIDED);
	expect(f, "Ashton (Hill)", "gn:10", PLACE_DECIDED);
	expect(f, "Ashton, Vale District", "gn:11", PLACE_DECIDED);
	/* A name that only admin2Codes.txt has. */
	expect(f, "Ashton, Collis", "gn:11", PLACE_DECIDED);
	expect(f, "Barton, Vale District", "", PLACE_UNKNOWN);
}

static void test_hierarchy(void **state) {
	struct fixture *f = *state;
	expect(f, "Barton", "", PLACE_AMBIGUOUS);
	/* A town of a state that lies in a region; the other is beside its point. */
	expect(f, "Barton, Uplands", "gn:13", PLACE_DECIDED);
	expect(f, "Ashton, Uplands", "", PLACE_AMBIGUOUS);
	/* A quarter of a town. */
	expect(f, "Dockside, Old Harbour", "gn:15", PLACE_DECIDED);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_hierarchy),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
