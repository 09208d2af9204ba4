#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "paint/buffer.h"
#include "scene/path.h"

/* The path with absolute coordinates, two decimals. */
static struct str written(const struct path *p, struct arena *arena) {
	static const char letters[] = "MLCZ";
	struct buffer b = { .arena = arena };
	const struct point *q = p->point;
	for (uint32_t i = 0; i < p->nverbs; i++) {
		buffer_add(&b, &letters[p->verb[i]], 1);
		for (uint32_t k = 0; k < path_verb_npoints(p->verb[i]); k++, q++) {
			buffer_put(&b, k ? " " : "");
			buffer_number(&b, q->x, 2);
			buffer_put(&b, ",");
			buffer_number(&b, q->y, 2);
		}
	}
	return buffer_bytes(&b);
}

static const struct {
	const char *data, *path; /* NULL: taken, whatever it is */
} read_as[] = {
	{ "", "" },
	{ "M1 2", "M1,2" },
	{ " M 1,2 L 3 , 4\nZ ", "M1,2L3,4Z" },
	{ "M1 2 3 4 5 6", "M1,2L3,4L5,6" },
	{ "m1 2 3 4", "M1,2L4,6" },
	{ "M1 2h3v4H0V0", "M1,2L4,2L4,6L0,6L0,0" },
	{ "M0 0l1 1 2 2", "M0,0L1,1L3,3" },
	{ "M.5.5-1-1", "M0.5,0.5L-1,-1" },
	{ "M1e1 2E-1l+1.5+2.", "M10,0.2L11.5,2.2" },
	{ "M0 0C1 1 2 2 3 3s1 1 2 2", "M0,0C1,1 2,2 3,3C4,4 4,4 5,5" },
	{ "M0 0S1 1 2 2", "M0,0C0,0 1,1 2,2" },
	{ "M0 0Q3 3 6 0T12 0", "M0,0C2,2 4,2 6,0C8,-2 10,-2 12,0" },
	{ "M0 0T3 3", "M0,0C0,0 1,1 3,3" },
	{ "M1 1L2 2zl1 0", "M1,1L2,2ZM1,1L2,1" },
	{ "M1 1L2 2zm1 1h1", "M1,1L2,2ZM2,2L3,2" },
	/* Half a circle: two quarters; radii too small are grown; flags without spaces. */
	{ "M-1 0A1 1 0 0 1 1 0", "M-1,0C-1,-0.55 -0.55,-1 0,-1C0.55,-1 1,-0.55 1,0" },
	{ "M-1 0A.1 .1 0 0 1 1 0", "M-1,0C-1,-0.55 -0.55,-1 0,-1C0.55,-1 1,-0.55 1,0" },
	{ "M-1 0a1 1 0 012 0", "M-1,0C-1,-0.55 -0.55,-1 0,-1C0.55,-1 1,-0.55 1,0" },
	{ "M0 0A0 5 0 0 1 1 0", "M0,0L1,0" },
	{ "M0 0A5 5 0 0 1 0 0", "M0,0L0,0" },
	{ "M0 0a2 1 90 0 0 1 2", "M0,0C0,1.1 0.45,2 1,2" },
	{ "M0 0A5 0 0 0 1 1 0", "M0,0L1,0" },
	{ "M0 0A-5-5 0 0 1 0 3L1\t1\r\n2\f2", NULL },
	{ "M0 0A1e300 1e300 0 1 0 1e300 0", NULL },
};

static const char *const refused[] = {
	"L1 1",
	"x",
	"M",
	"M1",
	"M1 2L",
	"M1 2L3",
	"M1 2 3",
	"M1 2X",
	"M1 2C1 1 2 2 3",
	"M1 2A1 1 0 2 0 3 3",
	"M1,,2",
	"M1 2;",
	"M0x1 2",
	"Mnan 1",
	"z",
	"M1 2 l",
	"M1 2m",
	"M1 2m1",
	"M1 2H",
	"M1 2V",
	"M1 2C",
	"M1 2C1",
	"M1 2C1 1",
	"M1 2C1 1 2 2",
	"M1 2S",
	"M1 2S1 1",
	"M1 2Q",
	"M1 2Q1 1",
	"M1 2T",
	"M1 2T1",
	"M1 2A",
	"M1 2A1",
	"M1 2A1 1",
	"M1 2A1 1 0",
	"M1 2A1 1 0 0",
	"M1 2A1 1 0 0 0",
	"M1 2A1 1 0 0 0 3",
	"M1 2A1 1 0 x 0 3 3",
	"M1 2A1 1 0 0",
	"M+ 1",
	"M1e 1",
	"M1e+ 1",
	"M1e",
	"M1 2L1e+",
	"M1e999 1",
	"M. 1",
	"[1 2",
	"M1 2{",
};

static void test_read(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof(read_as) / sizeof(read_as[0]); i++) {
		struct arena arena = ARENA_INIT;
		struct path p;
		if (!path_parse(str_of(read_as[i].data), &p, &arena))
			fail_msg("%s: refused", read_as[i].data);
		struct str got = written(&p, &arena);
		if (read_as[i].path && !str_equal(got, str_of(read_as[i].path)))
			fail_msg("%s: %.*s instead of %s", read_as[i].data, STR_ARG(got),
				read_as[i].path);
		arena_release(&arena);
	}
}

static void test_refused(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct arena arena = ARENA_INIT;
		struct path p;
		if (path_parse(str_of(refused[i]), &p, &arena))
			fail_msg("%s: taken", refused[i]);
		arena_release(&arena);
	}
}

static void test_shapes(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct path_builder b = { .arena = &arena };
	path_circle(&b, (struct point){ 10, 10 }, 5);
	struct path p = path_builder_path(&b);
	struct rect box = path_bounds(&p);
	assert_true(fabs(box.min.x - 5) < 1e-9 && fabs(box.max.y - 15) < 1e-9);
	assert_int_equal(p.nverbs, 6);
	struct path_builder r = { .arena = &arena };
	path_rect(&r, (struct rect){ { 0, 0 }, { 4, 2 } }, 0);
	p = path_builder_path(&r);
	struct str got = written(&p, &arena);
	assert_true(str_equal(got, STR("M0,0L4,0L4,2L0,2Z")));
	arena_release(&arena);
}

static void test_from_geom(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct point ring[] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 0 }, { 5, 5 }, { 6, 6 } };
	uint32_t one[] = { 4 }, two[] = { 4, 6 };
	struct geom g = { GEOM_POLYGONS, 4, 1, ring, one };
	struct path p = path_from_geom(&g, &arena);
	assert_true(str_equal(written(&p, &arena), STR("M0,0L1,0L1,1Z")));
	g = (struct geom){ GEOM_LINES, 6, 2, ring, two };
	p = path_from_geom(&g, &arena);
	assert_true(str_equal(written(&p, &arena), STR("M0,0L1,0L1,1L0,0M5,5L6,6")));
	arena_release(&arena);
}

static void test_transform(void **state) {
	(void)state;
	struct transform t = transform_of((struct point){ 10, 20 }, 1.5707963267948966, 2);
	struct point p = transform_point(&t, (struct point){ 3, 0 });
	/* Clockwise on a page whose y runs down. */
	assert_true(fabs(p.x - 10) < 1e-9 && fabs(p.y - 26) < 1e-9);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_from_geom),
		cmocka_unit_test(test_transform),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
