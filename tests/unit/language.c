#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/language.h"

static void test_direction(void **state) {
	static const char *const right[] = { "ar", "he", "fa", "yi", "dv", "ckb", "AR", "ar-IQ",
		"fa-AF", "ku-Arab", "ku-Arab-IQ" };
	static const char *const left[] = { "", "en", "ku", "tr", "az-Latn", "ar-Latn", "ara", "a",
		"en-IL" };
	(void)state;
	for (size_t i = 0; i < sizeof(right) / sizeof(*right); i++)
		assert_true(language_is_right_to_left(str_of(right[i])));
	for (size_t i = 0; i < sizeof(left) / sizeof(*left); i++)
		assert_false(language_is_right_to_left(str_of(left[i])));
}

int main(void) {
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_direction) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
