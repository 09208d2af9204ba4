#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compose/iconset.h"

struct fixture {
	struct arena arena;
	struct diag diag;
	char folder[40], file[60];
};

static int open_folder(void **state) {
	struct fixture *f = calloc(1, sizeof(*f));
	diag_init(&f->diag, &f->arena);
	strncpy(f->folder, "/tmp/iconset-XXXXXX", sizeof(f->folder) - 1);
	*state = f;
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->file, sizeof(f->file), "%s/icons.json", f->folder);
	return 0;
}

static int close_folder(void **state) {
	struct fixture *f = *state;
	unlink(f->file);
	rmdir(f->folder);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static bool read_text(struct fixture *f, const char *text, struct iconset *set) {
	FILE *file = fopen(f->file, "wb");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	f->diag.errors = 0;
	return iconset_read(set, f->folder, &f->arena, &f->diag);
}

static void test_badge(void **state) {
	struct fixture *f = *state;
	struct iconset set;
	assert_true(read_text(f,
		"{\"icons\":{\"b\":{\"badge\":\"M-5-5H5V5H-5z\","
		"\"number\":{\"at\":[1,2],\"size\":9}},"
		"\"a\":{\"size\":[8,6],\"parts\":[{\"d\":\"M0 0H1\",\"stroke\":\"#ff0000\","
		"\"stroke-width\":2,\"fill\":\"rim\",\"stroke-first\":true}]}}}",
		&set));
	assert_int_equal(set.nicons, 4);
	const struct icon *b = iconset_find(&set, STR("b")),
			  *h = iconset_find(&set, STR("b-hollow"));
	const struct icon *a = iconset_find(&set, STR("a"));
	assert_true(a && b && h);
	assert_null(iconset_find(&set, STR("c")));
	assert_true(b->number_at.x == 1 && b->number_at.y == 2 && b->number_size == 9);
	/* What is denied has a bar, a line below and above it, behind the hollow badge. */
	const struct icon *d = iconset_find(&set, STR("b-denied"));
	assert_true(d && d->nparts == h->nparts + 2 && d->size.x > h->size.x);
	assert_int_equal(d->number_paint, ICON_TINT);
	/* A filled badge's number has the rim's colour, a hollow one's the tint. */
	assert_int_equal(b->number_paint, ICON_RIM);
	assert_int_equal(h->number_paint, ICON_TINT);
	assert_true(b->size.x == 13);
	assert_true(a->size.x == 8 && a->size.y == 6);
	assert_int_equal(a->nparts, 2);
	assert_true(a->part[0].has_stroke && !a->part[0].has_fill);
	assert_true(a->part[0].stroke.r == 1 && a->part[0].stroke_width == 2);
}

static void test_bad(void **state) {
	struct fixture *f = *state;
	static const struct {
		const char *text;
		unsigned errors;
		const char *said;
	} cases[] = {
		{ "{", 1, "" },
		{ "[]", 1, "\"icons\"" },
		{ "{\"icons\":[]}", 1, "\"icons\"" },
		{ "{\"icons\":{\"a\":1}}", 1, "object" },
		{ "{\"icons\":{\"a\":{}}}", 1, "\"badge\" or \"parts\"" },
		{ "{\"icons\":{\"a\":{\"badge\":\"M0 0H1\",\"parts\":[]}}}", 1, "either" },
		{ "{\"icons\":{\"a\":{\"badge\":\"M0 0Lx\"}}}", 1, "path data" },
		{ "{\"icons\":{\"a\":{\"badge\":\"\"}}}", 1, "no points" },
		{ "{\"icons\":{\"a\":{\"bagde\":\"M0 0H1\",\"parts\":[]}}}", 1,
			"did you mean \"badge\"" },
		{ "{\"icons\":{\"a\":{\"parts\":[{\"d\":\"M0 0H1\",\"fill\":\"tnt\"}]}}}", 1,
			"tnt" },
		{ "{\"icons\":{\"a\":{\"parts\":[{\"fill\":\"tint\"}]}}}", 1, "\"d\" is missing" },
		{ "{\"icons\":{\"a\":{\"parts\":[3]}}}", 1, "object" },
		{ "{\"icons\":{\"a\":{\"size\":[0,1],\"parts\":[]}}}", 1, "at least" },
		{ "{\"icons\":{\"a\":{\"badge\":\"M0 0x\"},\"b\":{\"badge\":3}}}", 2, "" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct iconset set;
		diag_init(&f->diag, &f->arena);
		if (read_text(f, cases[i].text, &set))
			fail_msg("%s: taken", cases[i].text);
		if (f->diag.errors != cases[i].errors
			|| !strstr(f->diag.first->message, cases[i].said))
			fail_msg("%s: %u errors, %s", cases[i].text, f->diag.errors,
				f->diag.first->message);
	}
	struct iconset set;
	assert_false(iconset_read(&set, "/nonexistent", &f->arena, &f->diag));
}

/* The bundled ones are all there, and keep within their size. */
static void test_bundled(void **state) {
	struct fixture *f = *state;
	static const char *const wanted[] = {
		"event",
		"handover",
		"convoy",
		"strike",
		"base",
		"statement",
		"withdrawal",
		"airport",
		"crossing",
		"event-hollow",
		"handover-hollow",
		"convoy-hollow",
		"strike-hollow",
		"base-hollow",
		"statement-hollow",
		"withdrawal-hollow",
		"withdrawal-denied",
		"town",
		"capital",
		"chevron",
		"arrow",
		"route-origin",
		"route-via",
		"route-destination",
		"hatch-diagonal",
		"hatch-cross",
		"dots",
	};
	struct iconset set;
	assert_true(iconset_read(&set, "styles/icons", &f->arena, &f->diag));
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (!iconset_find(&set, str_of(wanted[i])))
			fail_msg("%s is missing", wanted[i]);
	for (uint32_t i = 0; i < set.nicons; i++) {
		struct rect box = icon_bounds(&set.icon[i]);
		assert_false(rect_is_empty(box));
		assert_true(rect_width(box) < 40 && rect_height(box) < 40);
		assert_true(set.icon[i].size.x > 0 && set.icon[i].size.y > 0);
	}
}

#define FOLDER_TEST(f) cmocka_unit_test_setup_teardown(f, open_folder, close_folder)

int main(void) {
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(test_badge),
		FOLDER_TEST(test_bad),
		FOLDER_TEST(test_bundled),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
