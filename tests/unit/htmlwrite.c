#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/htmlwrite.h"

static void test_text(void **state) {
	static const struct {
		struct str text, html;
	} cases[] = {
		{ { "plain", 5 }, { "plain", 5 } },
		{ { "a<b>&\"c\"", 8 }, { "a&lt;b&gt;&amp;&quot;c&quot;", 28 } },
		{ { "a\x01\x1b\n\x7f", 5 }, { "a    ", 5 } },
		{ { "\xC2\x9B.", 3 }, { " .", 2 } },
		{ { "\xD8\xA8\xE2\x80\xA6", 5 }, { "\xD8\xA8\xE2\x80\xA6", 5 } },
		{ { "\xFF<", 2 }, { "\xEF\xBF\xBD&lt;", 7 } },
	};
	struct arena arena = ARENA_INIT;
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct out *out = out_memory(&arena);
		html_write_text(out, cases[i].text);
		assert_true(str_equal(out_bytes(out), cases[i].html));
	}
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_text) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
