#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "gazetteer/lock.h"

struct fixture {
	char folder[64], path[128];
	struct arena arena;
	struct diag diag;
};

static int setup(void **state) {
	struct fixture *f = calloc(1, sizeof(*f));
	strncpy(f->folder, "/tmp/sitmap-test-XXXXXX", sizeof(f->folder) - 1);
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->path, sizeof(f->path), "%s/list.csv.places.lock", f->folder);
	diag_init(&f->diag, &f->arena);
	*state = f;
	return 0;
}

static int teardown(void **state) {
	struct fixture *f = *state;
	unlink(f->path);
	assert_int_equal(rmdir(f->folder), 0);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static struct lock_entry entry(const char *name, const char *context, double x) {
	return (struct lock_entry){ .name = str_of(name),
		.context = str_of(context),
		.id = STR("gn:1"),
		.reason = STR("same\tname\n"),
		.at = { x, 36.9 },
		.precision = 10000 };
}

static void test_round_trip(void **state) {
	struct fixture *f = *state;
	struct lock lock, again;
	assert_true(lock_read(f->path, &lock, &f->arena, &f->diag));
	assert_int_equal(lock.count, 0);
	lock_set(&lock, entry("b", "", 1), &f->arena);
	lock_set(&lock, entry("al-Walid", "to Al-Malikiyah", 42.17), &f->arena);
	lock_set(&lock, entry("al-Walid", "IQ", 38.937), &f->arena);
	lock_set(&lock, entry("b", "", 2), &f->arena);
	assert_true(lock.changed);
	assert_true(lock_write(&lock, f->path, &f->arena, &f->diag));
	assert_true(lock_read(f->path, &again, &f->arena, &f->diag));
	assert_false(again.changed);
	assert_int_equal(again.count, 3);
	const struct lock_entry *e = lock_find(&again, STR("al-Walid"), STR("to Al-Malikiyah"));
	assert_non_null(e);
	assert_float_equal(e->at.x, 42.17, 0);
	assert_float_equal(e->precision, 10000, 0);
	assert_true(str_equal(e->reason, STR("same name ")));
	assert_float_equal(lock_find(&again, STR("b"), STR(""))->at.x, 2, 0);
	assert_null(lock_find(&again, STR("al-Walid"), STR("")));
	/* Sorted, so that a diff shows what changed. */
	assert_true(str_equal(again.entry[0].context, STR("IQ")));
	assert_true(str_equal(again.entry[2].name, STR("b")));
}

static void put(struct fixture *f, const char *text) {
	FILE *file = fopen(f->path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void test_six_columns(void **state) {
	struct fixture *f = *state;
	struct lock lock;
	put(f, "# comment\n\nK1\tIQ\tsitmap:k1\t44.284\t35.513\tsame name\r\n");
	assert_true(lock_read(f->path, &lock, &f->arena, &f->diag));
	assert_int_equal(lock.count, 1);
	assert_float_equal(lock.entry[0].precision, 0, 0);
	assert_true(str_equal(lock.entry[0].reason, STR("same name")));
}

static void test_broken(void **state) {
	struct fixture *f = *state;
	struct lock lock;
	put(f,
		"K1\tIQ\tsitmap:k1\t44,284\t35.513\tcomma\n"
		"K1\tIQ\tsitmap:k1\t44.284\n"
		"K2\t\t\t444\t35.513\tnowhere\n"
		"K3\t\t\tnan\t35\tno number\n"
		"K4\t\t\t4\t3\tfine\tfar\n"
		"K5\t\t\t4\t3\tfine\t-1\n");
	assert_false(lock_read(f->path, &lock, &f->arena, &f->diag));
	assert_int_equal(f->diag.errors, 6);
	/* Nothing is written over it. */
	lock = (struct lock){ 0 };
	lock_set(&lock, entry("b", "", 1), &f->arena);
	assert_false(lock_write(&lock, f->path, &f->arena, &f->diag));
	assert_int_equal(f->diag.errors, 12);
	/* Below a file there is no file to read, which is another thing than none. */
	char below[160];
	snprintf(below, sizeof(below), "%s/x.lock", f->path);
	assert_false(lock_read(below, &lock, &f->arena, &f->diag));
	assert_int_equal(f->diag.errors, 13);
}

/* Root may write everywhere, so that a missing folder has to stand for one
 * that must not be written. */
static void test_unwritable(void **state) {
	struct fixture *f = *state;
	struct lock lock = { 0 };
	char path[160];
	lock_set(&lock, entry("b", "", 1), &f->arena);
	snprintf(path, sizeof(path), "%s/none/list.places.lock", f->folder);
	assert_true(lock_write(&lock, path, &f->arena, &f->diag));
	assert_int_equal(f->diag.errors, 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_round_trip, setup, teardown),
		cmocka_unit_test_setup_teardown(test_six_columns, setup, teardown),
		cmocka_unit_test_setup_teardown(test_broken, setup, teardown),
		cmocka_unit_test_setup_teardown(test_unwritable, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
