#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"

/* Published values of XXH64 (xxhash's own sanity check and the specification's words). */
static void test_known_values(void **state) {
	(void)state;
	assert_true(digest_xxh64(STR(""), 0) == 0xEF46DB3751D8E999u);
	assert_true(digest_xxh64(STR("a"), 0) == 0xD24EC4F1A98C6E5Bu);
	assert_true(digest_xxh64(STR("abc"), 0) == 0x44BC2CF5AD770999u);
	assert_true(digest_xxh64(STR("Nobody inspects the spammish repetition"), 0)
		== 0xFBCEA83C8A378BF1u);
}

/* However the bytes arrive. */
static void test_pieces(void **state) {
	(void)state;
	char bytes[300];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 37 + 11);
	for (size_t len = 0; len <= sizeof(bytes); len += 7) {
		struct digest whole = digest_of((struct str){ bytes, len });
		assert_true(whole.high == digest_xxh64((struct str){ bytes, len }, 0));
		for (size_t step = 1; step < 70; step += 3) {
			struct digest_stream s;
			digest_begin(&s);
			for (size_t i = 0; i < len; i += step)
				digest_add(&s, bytes + i, len - i < step ? len - i : step);
			assert_true(digest_equal(digest_end(&s), whole));
		}
	}
}

static void test_texts_keep_apart(void **state) {
	(void)state;
	struct digest_stream a, b;
	digest_begin(&a);
	digest_begin(&b);
	digest_add_str(&a, STR("ab"));
	digest_add_str(&a, STR("c"));
	digest_add_str(&b, STR("a"));
	digest_add_str(&b, STR("bc"));
	assert_false(digest_equal(digest_end(&a), digest_end(&b)));
}

static void test_words(void **state) {
	(void)state;
	char text[DIGEST_SIZE];
	struct digest d = digest_of(STR("x")), back;
	digest_format(d, text);
	assert_int_equal(strlen(text), 32);
	assert_true(digest_parse(str_of(text), &back));
	assert_true(digest_equal(d, back));
	text[3] = 'g';
	assert_false(digest_parse(str_of(text), &back));
	assert_false(digest_parse(STR("00"), &back));
}

static void test_files(void **state) {
	(void)state;
	char folder[] = "/tmp/sitmap-digest-XXXXXX", path[64];
	struct digest d, again;
	uint64_t size;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/a", folder);
	assert_false(digest_file(path, &d, &size));
	FILE *f = fopen(path, "w");
	fputs("hello", f);
	fclose(f);
	assert_true(digest_file(path, &d, &size));
	assert_true(digest_equal(d, digest_of(STR("hello"))));
	assert_int_equal(size, 5);
	assert_true(digest_file(folder, &d, &size));
	assert_true(digest_file(folder, &again, &size));
	assert_true(digest_equal(d, again));
	assert_int_equal(rename(path, "/tmp/sitmap-digest-gone"), 0);
	assert_true(digest_file(folder, &again, &size));
	assert_false(digest_equal(d, again));
	unlink("/tmp/sitmap-digest-gone");
	rmdir(folder);
	assert_false(digest_file("/dev/null", &d, &size));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_values),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_texts_keep_apart),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
