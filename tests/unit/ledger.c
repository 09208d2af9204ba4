#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/ledger.h"

#define PRINT "\"0123456789abcdef0123456789abcdef\""

static const char state[] =
	"{\"sitmap-state\":1,\"entries\":[{\"name\":\"a\",\"kind\":\"map\",\"title\":\"t\",\"data\":\"/d\","
	"\"epoch\":\"1\",\"program\":" PRINT ",\"libraries\":" PRINT ",\"list\":" PRINT
	",\"places\":" PRINT ",\"settings\":[[\"style\"," PRINT "]],\"events\":[[\"e\"," PRINT
	"]],\"inputs\":[[\"x\",null]],\"outputs\":[[\"a.png\"," PRINT ",12]],\"tiles\":[5,2],"
	"\"why\":[\"new\"],\"warnings\":[\"w\"],\"failed\":[\"f\"],\"part\":{\"name\":\"p\",\"kind\":"
	"\"tiles\",\"title\":\"t\",\"data\":\"\",\"epoch\":\"\",\"program\":" PRINT
	",\"libraries\":" PRINT ",\"list\":" PRINT ",\"places\":" PRINT
	",\"settings\":[],\"events\":[],\"inputs\":[],"
	"\"outputs\":[],\"why\":[],\"warnings\":[],\"failed\":[],\"done\":3,\"drawn\":8},\"drawn\":7}]}";

/* Each makes a state of it that cannot be read. */
static const struct {
	const char *from, *to;
} wrong[] = {
	{ "{\"sitmap-state\":1", "[1" },
	{ "\"sitmap-state\":1", "\"sitmap-state\":2" },
	{ "\"sitmap-state\":1", "\"sitmap-state\":\"1\"" },
	{ "\"sitmap-state\":1", "\"state\":1" },
	{ "\"entries\":[", "\"entry\":[" },
	{ "\"entries\":[", "\"entries\":5,\"x\":[" },
	{ "[{\"name\"", "[5,{\"name\"" },
	{ "\"name\":\"a\"", "\"name\":5" },
	{ "\"name\":\"a\",", "" },
	{ "\"kind\":\"map\"", "\"kind\":null" },
	{ "\"title\":\"t\"", "\"title\":[]" },
	{ "\"data\":\"/d\"", "\"data\":1" },
	{ "\"epoch\":\"1\"", "\"epoch\":1" },
	{ "\"program\":\"0", "\"program\":\"x" },
	{ "\"program\":\"0", "\"program\":\"" },
	{ "\"libraries\":\"0", "\"libraries\":\"00" },
	{ "\"list\":", "\"list\":5,\"l\":" },
	{ "\"places\":", "\"place\":" },
	{ "\"settings\":[[", "\"settings\":5,\"s\":[[" },
	{ "\"settings\":[[", "\"settings\":[5,[" },
	{ "[\"style\",", "[5," },
	{ "[\"style\",", "[\"style\",1," },
	{ "[\"style\",\"0", "[\"style\",\"y" },
	{ "\"events\":", "\"event\":" },
	{ "\"inputs\":[[\"x\",null]", "\"inputs\":[[\"x\"]" },
	{ ",12]", ",-12]" },
	{ ",12]", ",\"12\"]" },
	{ ",12]", ",1e300]" },
	{ ",12]", "]" },
	{ "\"tiles\":[5,2]", "\"tiles\":[5]" },
	{ "\"tiles\":[5,2]", "\"tiles\":5" },
	{ "\"tiles\":[5,2]", "\"tiles\":[5,-1]" },
	{ "\"tiles\":[5,2]", "\"tiles\":[\"5\",1]" },
	{ "\"tiles\":[5,2]", "\"tiles\":[1e300,1]" },
	{ "\"why\":[\"new\"]", "\"why\":[5]" },
	{ "\"why\":[\"new\"]", "\"why\":\"new\"" },
	{ "\"warnings\":", "\"warning\":" },
	{ "\"failed\":[\"f\"]", "\"failed\":{}" },
	{ "\"done\":3", "\"done\":-3" },
	{ "\"done\":3", "\"done\":\"3\"" },
	{ "\"part\":{", "\"part\":5,\"x\":{" },
	{ "\"part\":{", "\"part\":{\"part\":{}," },
	{ "\"drawn\":8", "\"drawn\":null" },
	{ "\"drawn\":7", "\"drawn\":\"7\"" },
	{ "\"drawn\":7", "\"drawn\":-1e300" },
	{ ",\"drawn\":7", "" },
	{ "}]}", "}]" },
};

static const char *path_of(struct arena *arena) {
	return arena_printf(arena, "/tmp/sitmap-test-%ld.state", (long)getpid());
}

static void read_text(const char *text, struct ledger *ledger, struct arena *arena,
	struct diag *diag) {
	struct out *out = out_file(path_of(arena), arena);
	diag_init(diag, arena);
	out_str(out, str_of(text));
	assert_true(out_commit(out, diag));
	ledger_read(path_of(arena), ledger, arena, diag);
	unlink(path_of(arena));
}

static void test_round_trip(void **state_of_test) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct ledger ledger;
	(void)state_of_test;
	read_text(state, &ledger, &arena, &diag);
	assert_int_equal(diag.warnings, 0);
	assert_int_equal(ledger.count, 1);
	const struct ledger_entry *e = ledger_find(&ledger, STR("a"));
	assert_true(e && e->part && e->part->ndone == 3 && e->part->drawn == 8 && e->ndone == 0);
	assert_true(e->ntiles == 5 && e->nchanged == 2 && e->size[0] == 12 && e->drawn == 7);
	assert_false(e->inputs.item[0].there);
	assert_null(ledger_find(&ledger, STR("b")));
	/* What is written is read again, and written the same. */
	struct out *once = out_memory(&arena), *twice = out_memory(&arena);
	struct source source;
	struct ledger_entry again;
	ledger_write_entry(e, once);
	source = (struct source){ "entry", out_bytes(once) };
	assert_true(ledger_read_entry(json_parse(&source, &arena, &diag), &again, &arena));
	ledger_write_entry(&again, twice);
	assert_true(str_equal(out_bytes(once), out_bytes(twice)));
	ledger_remove(&ledger, STR("b"));
	assert_int_equal(ledger.count, 1);
	ledger_remove(&ledger, STR("a"));
	assert_int_equal(ledger.count, 0);
	arena_release(&arena);
}

static void test_wrong(void **state_of_test) {
	(void)state_of_test;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct arena arena = ARENA_INIT;
		struct diag diag;
		struct ledger ledger;
		const char *at = strstr(state, wrong[i].from);
		assert_non_null(at);
		read_text(arena_printf(&arena, "%.*s%s%s", (int)(at - state), state, wrong[i].to,
				  at + strlen(wrong[i].from)),
			&ledger, &arena, &diag);
		if (diag.warnings != 1 || diag.errors || ledger.count)
			fail_msg("%s for %s is read", wrong[i].to, wrong[i].from);
		arena_release(&arena);
	}
}

static void test_none(void **state_of_test) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct ledger ledger;
	(void)state_of_test;
	diag_init(&diag, &arena);
	ledger_read("/nonexistent/state", &ledger, &arena, &diag);
	assert_int_equal(diag.warnings, 0);
	ledger_read("/tmp", &ledger, &arena, &diag);
	assert_int_equal(diag.warnings, 1);
	assert_int_equal(ledger.count, 0);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
