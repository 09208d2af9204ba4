#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "event/events.h"
#include "gazetteer/import.h"

static const char places[] =
	"id,name,names,class,country,lon,lat,precision_m,population,name:ar\n"
	"own:walid-s,al-Walid crossing,al-Walid,crossing,IQ;SY,38.937,33.433,1000,,\n"
	"own:walid-n,al-Walid crossing (north),al-Walid;al-Walid crossing,crossing,IQ;SY,42.17,36.9,10000,,معبر الوليد\n"
	"own:malikiyah,Al-Malikiyah,Derik,town,SY,42.14,37.177,,,المالكية\n"
	"own:derik,Derik,,town,TR,40.265,37.363,,200000,\n"
	"own:mosul,Mosul,,town,IQ,43.119,36.335,,1739800,\n"
	"own:kirkuk,Kirkuk,,town,IQ,44.392,35.468,,600000,\n"
	"own:erbil,Erbil,Hewler,town,IQ,44.012,36.183,,900000,\n"
	"own:tripoli-ly,Tripoli,,town,LY,13.187,32.887,,1150989,\n"
	"own:tripoli-iq,Tripoli,,town,IQ,44,34,,900000,\n"
	"own:q-town,Qayyarah,,town,IQ,43.294,35.799,,,\n"
	"own:volgograd,Volgograd,Stalingrad (1925-1961);Tsaritsyn (-1925),town,RU,44.502,48.719,,1013533,\n"
	"own:namesake,Novomaysk,Stalingrad (1962-),town,UA,31,49,,900,\n"
	"own:kinshasa,Kinshasa,Leopoldville (-1966),town,CD,15.314,-4.328,,7785965,\n"
	"own:q-base,Qayyarah Airfield West,Qayyarah base,base,IQ,43.122,35.766,,,\n";

struct fixture {
	char folder[64], gazetteer[128], lock[128];
	struct arena arena;
	struct diag diag;
	struct source source;
	struct gazetteer *g;
	struct events events;
};

static int setup(void **state) {
	struct fixture *f = calloc(1, sizeof(*f));
	char path[128];
	const char *paths[] = { path };
	strncpy(f->folder, "/tmp/sitmap-test-XXXXXX", sizeof(f->folder) - 1);
	assert_non_null(mkdtemp(f->folder));
	snprintf(path, sizeof(path), "%s/own.csv", f->folder);
	snprintf(f->gazetteer, sizeof(f->gazetteer), "%s/g.sqlite", f->folder);
	snprintf(f->lock, sizeof(f->lock), "%s/list.places.lock", f->folder);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(places, file);
	assert_int_equal(fclose(file), 0);
	diag_init(&f->diag, &f->arena);
	assert_true(gazetteer_import(paths, 1, f->gazetteer, &f->diag));
	unlink(path);
	f->g = gazetteer_open(f->gazetteer, &f->diag);
	assert_non_null(f->g);
	*state = f;
	return 0;
}

static int teardown(void **state) {
	struct fixture *f = *state;
	gazetteer_close(f->g);
	unlink(f->gazetteer);
	unlink(f->lock);
	assert_int_equal(rmdir(f->folder), 0);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static enum locate_status locate(struct fixture *f, const char *list, bool skip, bool lock) {
	struct events_options options = { .skip_unplaced = skip,
		.lock_path = lock ? f->lock : NULL };
	diag_init(&f->diag, &f->arena);
	f->source = (struct source){ "list.csv", str_of(list) };
	assert_true(events_read(&f->source, &f->events, &f->arena, &f->diag));
	return events_locate(&f->events, f->g, &options, &f->arena, &f->diag);
}

static void expect_place(const struct fixture *f, uint32_t event, uint32_t i, const char *id) {
	const struct event_place *p = &f->events.event[event].place[i];
	assert_true(p->has_point);
	if (!str_equal(p->id, str_of(id)))
		fail_msg("event %u place %u is %.*s, not %s", event, i, STR_ARG(p->id), id);
}

static bool says(const struct fixture *f, enum severity severity, const char *words) {
	for (const struct diag_item *i = f->diag.first; i; i = i->next)
		if (i->severity == severity && strstr(i->message, words))
			return true;
	return false;
}

static void test_route_decides(void **state) {
	struct fixture *f = *state;
	assert_int_equal(locate(f, "place,to\nal-Walid crossing,Al-Malikiyah\n", false, false),
		LOCATE_DONE);
	expect_place(f, 0, 0, "own:walid-n");
	expect_place(f, 0, 1, "own:malikiyah");
	assert_true(says(f, DIAG_NOTE, "31 km from its neighbour on the route"));
	assert_float_equal(f->events.event[0].place[0].precision, 10000, 0);
	assert_int_equal(f->diag.errors + f->diag.warnings, 0);
}

/* Neither end is clear by itself; the pair that lies close together is meant. */
static void test_pair_decides(void **state) {
	struct fixture *f = *state;
	assert_int_equal(locate(f, "place,to\nal-Walid,Derik\n", false, false), LOCATE_DONE);
	expect_place(f, 0, 0, "own:walid-n");
	expect_place(f, 0, 1, "own:malikiyah");
}

static void test_list_decides(void **state) {
	struct fixture *f = *state;
	assert_int_equal(locate(f, "place\nMosul\nKirkuk\nHewler\nTripoli\n", false, false),
		LOCATE_DONE);
	expect_place(f, 3, 0, "own:tripoli-iq");
	assert_true(says(f, DIAG_NOTE, "where most places of the list are"));
	assert_int_equal(locate(f, "place\nMosul\nTripoli\n", false, false), LOCATE_UNPLACED);
}

static void test_kind_prefers(void **state) {
	struct fixture *f = *state;
	assert_int_equal(
		locate(f, "place,kind\nQayyarah,handover\nQayyarah,protest\n", false, false),
		LOCATE_DONE);
	expect_place(f, 0, 0, "own:q-base");
	expect_place(f, 1, 0, "own:q-town");
}

static void test_unplaced(void **state) {
	struct fixture *f = *state;
	static const char list[] =
		"place,country\nal-Walid crossing,\nXyzzyville,IQ\nMosul,\nDerik,\n";
	assert_int_equal(locate(f, list, false, false), LOCATE_UNPLACED);
	assert_int_equal(f->diag.errors, 3);
	assert_true(says(f, DIAG_ERROR, "place \"al-Walid crossing\" is ambiguous: "));
	assert_true(says(f, DIAG_ERROR, "42.17, 36.9"));
	assert_true(says(f, DIAG_ERROR, "38.937, 33.433"));
	assert_true(says(f, DIAG_ERROR, "write \"al-Walid crossing (north)\""));
	assert_true(says(f, DIAG_ERROR, "place \"Derik\" is ambiguous: "));
	assert_true(says(f, DIAG_ERROR, "\"Derik, TR\""));
	assert_true(says(f, DIAG_ERROR, "\"Derik, SY\""));
	assert_true(says(f, DIAG_ERROR, "place \"Xyzzyville\" in IQ is not known"));
	unsigned line, column;
	source_position(&f->source, f->diag.first->at.offset, &line, &column);
	assert_int_equal(line, 2);
	assert_int_equal(locate(f, list, true, false), LOCATE_DONE);
	assert_int_equal(f->diag.errors, 0);
	assert_int_equal(f->diag.warnings, 3);
	assert_int_equal(f->events.count, 1);
	expect_place(f, 0, 0, "own:mosul");
}

static void test_unknown_country(void **state) {
	struct fixture *f = *state;
	assert_int_equal(locate(f, "place,country\nMosul,XX\nKirkuk,YY\n", false, false),
		LOCATE_FAILED);
	assert_int_equal(f->diag.errors, 2);
	assert_true(says(f, DIAG_ERROR, "no country \"XX\""));
}

static void test_lock(void **state) {
	struct fixture *f = *state;
	static const char list[] = "place,to\nal-Walid,Al-Malikiyah\nMosull,\n";
	assert_int_equal(locate(f, list, false, true), LOCATE_DONE);
	assert_non_null(f->diag.first);
	assert_int_equal(access(f->lock, R_OK), 0);
	/* From the lock: the same places, and nothing left to say. */
	assert_int_equal(locate(f, list, false, true), LOCATE_DONE);
	expect_place(f, 0, 0, "own:walid-n");
	assert_float_equal(f->events.event[0].place[0].precision, 10000, 0);
	assert_null(f->diag.first);
	/* The lock wins over the gazetteer. */
	FILE *file = fopen(f->lock, "w");
	fputs("Mosul\t\tgn:1\t10.5\t20.25\tpinned\n", file);
	fclose(file);
	assert_int_equal(locate(f, "place\nMosul\n", false, true), LOCATE_DONE);
	assert_float_equal(f->events.event[0].place[0].point.x, 10.5, 0);
	file = fopen(f->lock, "w");
	fputs("broken\n", file);
	fclose(file);
	assert_int_equal(locate(f, "place\nMosul\n", false, true), LOCATE_FAILED);
}

/* A name means what bore it then, and the lock tells the years apart. */
static void test_date_decides(void **state) {
	struct fixture *f = *state;
	static const char list[] = "place,date\nStalingrad,1942-08-23\nStalingrad,2020-05-01\n"
				   "Leopoldville,1960\nLeopoldville,2020\n";
	for (int lock = 0; lock < 3; lock++) {
		assert_int_equal(locate(f, list, false, lock > 0), LOCATE_DONE);
		expect_place(f, 0, 0, "own:volgograd");
		expect_place(f, 1, 0, "own:namesake");
		expect_place(f, 2, 0, "own:kinshasa");
		expect_place(f, 3, 0, "own:kinshasa");
	}
	assert_null(f->diag.first);
	/* Where it is out of use, the user is told what was taken. */
	assert_int_equal(locate(f, "place,date\nLeopoldville,2020\n", false, false), LOCATE_DONE);
	assert_true(says(f, DIAG_NOTE, "taken for Kinshasa"));
	assert_int_equal(locate(f, "place,date\nLeopoldville,1960\n", false, false), LOCATE_DONE);
	assert_null(f->diag.first);
}

static void test_given_points_stay(void **state) {
	struct fixture *f = *state;
	assert_int_equal(locate(f, "place,lon,lat\nMosul,1,2\n,3,4\n", false, true), LOCATE_DONE);
	assert_float_equal(f->events.event[0].place[0].point.x, 1, 0);
	assert_int_equal(f->events.event[0].place[0].id.len, 0);
	assert_int_not_equal(access(f->lock, F_OK), 0); /* nothing was looked up */
}

static void test_names_in_layers(void **state) {
	struct fixture *f = *state;
	struct str languages[] = { STR("ar"), STR("en") };
	struct event_layers l;
	assert_int_equal(locate(f, "place,to\nal-Walid,Al-Malikiyah\n", false, false), LOCATE_DONE);
	events_layers(&f->events, f->g, languages, 2, &l, &f->arena);
	const struct value *v = feature_get(&l.routes.feature[0], STR("name:ar"));
	assert_non_null(v);
	assert_true(str_equal(v->string, STR("معبر الوليد \xE2\x86\x90 المالكية")));
	v = feature_get(&l.routes.feature[0], STR("name:en"));
	assert_true(str_equal(v->string, STR("al-Walid \xE2\x86\x92 Al-Malikiyah")));
	assert_int_equal(l.precision.nfeatures, 1);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_route_decides, setup, teardown),
		cmocka_unit_test_setup_teardown(test_pair_decides, setup, teardown),
		cmocka_unit_test_setup_teardown(test_list_decides, setup, teardown),
		cmocka_unit_test_setup_teardown(test_kind_prefers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_unplaced, setup, teardown),
		cmocka_unit_test_setup_teardown(test_unknown_country, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lock, setup, teardown),
		cmocka_unit_test_setup_teardown(test_date_decides, setup, teardown),
		cmocka_unit_test_setup_teardown(test_given_points_stay, setup, teardown),
		cmocka_unit_test_setup_teardown(test_names_in_layers, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
