/* What a set of tiles says of itself, and what is taken back from that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sink/about.h"

static struct arena arena;

static int tear_down(void **state) {
	(void)state;
	arena_release(&arena);
	return 0;
}

static const struct tileset whole = { .name = { "A \"map\"", 7 },
	.bounds = { { 170, -20 }, { 200, 20 } },
	.minzoom = 1,
	.maxzoom = 3,
	.tile_size = 512,
	.scale = 2,
	.overlay = true,
	.shard = 2,
	.nshards = 3 };

static void test_tilejson(void **state) {
	struct out *out = out_memory(&arena);
	(void)state;
	about_tilejson(&whole, STR("{z}.png"), out);
	assert_string_equal(arena_strdup(&arena, out_bytes(out)),
		"{\"tilejson\":\"3.0.0\",\"name\":\"A \\\"map\\\"\",\"format\":\"png\",\"type\":\"overlay\","
		"\"tileSize\":512,\"scale\":2,\"scheme\":\"xyz\",\"tiles\":[\"{z}.png\"],\"minzoom\":1,"
		"\"maxzoom\":3,\"bounds\":[-180,-20,180,20],\"center\":[-175,0,1]}");
}

static void test_there_and_back(void **state) {
	struct out *out = out_memory(&arena);
	struct tileset back = { 0 };
	(void)state;
	about_metadata(&whole, out);
	assert_true(about_read(out_bytes(out), &back, &arena));
	assert_true(str_equal(back.name, whole.name));
	assert_true(back.overlay && back.tile_size == 512 && back.scale == 2);
	assert_true(back.shard == 2 && back.nshards == 3);
}

/* What is not ours, or has no sizes, is not taken; what is of another kind is not said. */
static void test_others(void **state) {
	static const struct {
		const char *json;
		bool taken;
	} cases[] = {
		{ "", false },
		{ "[]", false },
		{ "{\"tileSize\":256,\"scale\":1}", false },
		{ "{\"generator\":1,\"tileSize\":256,\"scale\":1}", false },
		{ "{\"generator\":\"x\",\"tileSize\":256,\"scale\":1}", false },
		{ "{\"generator\":\"sitmap\",\"tileSize\":256}", false },
		{ "{\"generator\":\"sitmap\",\"scale\":1}", false },
		{ "{\"generator\":\"sitmap\",\"tileSize\":\"256\",\"scale\":1}", false },
		{ "{\"generator\":\"sitmap\",\"tileSize\":256,\"scale\":-1}", false },
		{ "{\"generator\":\"sitmap\",\"tileSize\":256,\"scale\":1e10}", false },
		{ "{\"generator\":\"sitmap\",\"tileSize\":256,\"scale\":1,\"name\":7,\"shard\":-1}",
			true },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tileset back = { .name = STR("before"), .shard = 9 };
		if (about_read(str_of(cases[i].json), &back, &arena) != cases[i].taken)
			fail_msg("%s", cases[i].json);
		if (cases[i].taken)
			assert_true(back.name.len == 0 && back.shard == 0);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_tilejson, tear_down),
		cmocka_unit_test_teardown(test_there_and_back, tear_down),
		cmocka_unit_test_teardown(test_others, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
