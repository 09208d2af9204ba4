#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* Text that holds NUL bytes needs its length. */
#define T(literal) \
	{ literal, sizeof(literal) - 1 }

/* RFC 8259: what every reader must take. */
/* clang-format off */
static const struct str accepted[] = {
	/* the seven kinds of value, alone */
	T("null"), T("true"), T("false"), T("0"), T("\"\""), T("[]"), T("{}"),
	/* space: the four characters, anywhere between tokens */
	T(" \t\r\n1\n\r\t "), T("[ ]"), T("{ }"), T("[ 1 , 2 ]"), T("{ \"a\" : 1 , \"b\" : 2 }"),
	T("\n[\n1\n]\n"), T("\r\n[]"),
	/* a byte order mark may be passed over */
	T("\xEF\xBB\xBF{}"), T("\xEF\xBB\xBF 1"),
	/* numbers */
	T("-0"), T("-1"), T("10"), T("1.0"), T("0.0"), T("-0.0"), T("1e1"), T("1E1"), T("1e+1"),
	T("1e-1"), T("0e0"), T("0e+1"), T("1.5e10"), T("1.5E-10"), T("123456789012345678901234567890"),
	T("0.00000000000000000000000000000000000000000001"), T("1e308"), T("1.7976931348623157e308"),
	T("5e-324"), T("1e-400"), T("-1e-999999999999"), T("0e99999999999"),
	T("[1,-2,3.5,-4.5e-6]"),
	/* strings */
	T("\"a\""), T("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), T("\"\\u0041\""), T("\"\\u00e9\\u00E9\""),
	T("\"\\ud834\\udd1e\""), T("\"\\uDBFF\\uDFFF\""), T("\"\\u0000\""), T("\"\\uffff\""),
	T("\"\\ufdd0\\uFFFE\""), T("\"\x7f\""), T("\"/\""), T("\"'\""), T("\"\xC3\xA9\""),
	T("\"\xD8\xA8\xD8\xBA\xD8\xAF\xD8\xA7\xD8\xAF\""), T("\"\xE2\x82\xAC\""), T("\"\xF0\x9D\x84\x9E\""),
	T("\"\xF4\x8F\xBF\xBF\""), T("\"\xEF\xBF\xBF\""), T("\"\xC2\x80\""), T("\"\xE0\xA0\x80\""),
	T("\"\xF0\x90\x80\x80\""), T("\"\xED\x9F\xBF\""), T("\"\xEE\x80\x80\""), T("\"\xEF\xBB\xBF\""),
	T("\"\xE2\x80\xA8\xE2\x80\xA9\""), T("\"[{,:}]\""), T("\"//\""), T("\"\\\\u0041\""),
	/* structure */
	T("[null,true,false,0,\"\",[],{}]"), T("[[[[[[]]]]]]"), T("{\"a\":{\"b\":{\"c\":{}}}}"),
	T("{\"\":0}"), T("{\"a\":[],\"b\":[{}]}"), T("{\"a b\":1}"), T("{\"\\u0061\":1}"),
	T("{\"a\":1,\"A\":2}"), T("[{},{},[]]"), T("[\"a\",\"b\"]"), T("[0]"), T("[false]"),
	/* a repeated key is taken, with a warning */
	T("{\"a\":1,\"a\":2}"),
};
/* clang-format on */

/* RFC 8259: what no reader may take, and a word of the complaint. */
/* clang-format off */
static const struct {
	struct str text;
	const char *complaint;
} refused[] = {
	/* nothing, or not all */
	{ T(""), "empty" }, { T("   \n"), "empty" }, { T("\xEF\xBB\xBF"), "empty" },
	{ T("["), "ends" }, { T("{"), "ends" }, { T("[1"), "ends" }, { T("[1,"), "ends" },
	{ T("{\"a\""), "ends" }, { T("{\"a\":"), "ends" }, { T("{\"a\":1"), "ends" },
	{ T("{\"a\":1,"), "ends" }, { T("[[]"), "ends" }, { T("\""), "closing quote" },
	{ T("\"a"), "closing quote" }, { T("[\"a"), "closing quote" }, { T("\"\\"), "closing quote" },
	{ T("\"\\\""), "closing quote" }, { T("{\"a"), "closing quote" },
	{ T("t"), "value" }, { T("tru"), "value" }, { T("nul"), "value" }, { T("-"), "minus" },
	/* more than one */
	{ T("1 2"), "end of the text" }, { T("{}{}"), "end of the text" }, { T("[]]"), "end of the text" },
	{ T("{}}"), "end of the text" }, { T("null,"), "end of the text" }, { T("[]a"), "end of the text" },
	{ T("[] \x00"), "end of the text" }, { T("\"\"\"\""), "end of the text" }, { T("1:2"), "end of the text" },
	/* words */
	{ T("True"), "written \"true\"" }, { T("NULL"), "value" }, { T("nil"), "value" },
	{ T("undefined"), "value" }, { T("NaN"), "no such number" }, { T("Infinity"), "no such number" },
	{ T("-Infinity"), "no such number" }, { T("-NaN"), "minus" }, { T("truee"), "value" },
	{ T("nullx"), "value" }, { T("true1"), "value" }, { T("a"), "value" }, { T("[a]"), "value" },
	{ T("\xC3\xA9"), "value" }, { T("None"), "written \"null\"" },
	/* numbers */
	{ T("+1"), "plus sign" }, { T(".5"), "begins with a digit" }, { T("5."), "digit" }, { T("-.5"), "minus" },
	{ T("1.e1"), "digit" }, { T("01"), "begin with 0" }, { T("-01"), "begin with 0" }, { T("00"), "begin with 0" },
	{ T("1e"), "digit" }, { T("1e+"), "digit" }, { T("1e-"), "digit" }, { T("1E"), "digit" },
	{ T("1.5e"), "digit" }, { T("--1"), "minus" }, { T("-+1"), "minus" }, { T("0x1"), "end of the text" },
	{ T("0x"), "end of the text" }, { T("1_000"), "end of the text" }, { T("1.2.3"), "end of the text" },
	{ T("1e1.5"), "end of the text" }, { T("1e2e3"), "end of the text" }, { T("1f"), "end of the text" },
	{ T("1e400"), "too large" }, { T("-1e400"), "too large" }, { T("1.7976931348623159e308"), "too large" },
	{ T("1 000"), "end of the text" }, { T("[1 2]"), "comma" }, { T("[-]"), "minus" }, { T("[1.]"), "digit" },
	{ T("[012]"), "begin with 0" }, { T("[7,44.]"), "digit" }, { T("- 1"), "minus" },
	{ T("\xEF\xBC\x91"), "value" },
	/* strings */
	{ T("'a'"), "double quotes" }, { T("\"\\x41\""), "escape" }, { T("\"\\a\""), "escape" },
	{ T("\"\\'\""), "escape" }, { T("\"\\0\""), "escape" }, { T("\"\\ \""), "escape" },
	{ T("\"\\\n\""), "escape" }, { T("\"\\U0041\""), "escape" }, { T("\"\\\x00\""), "escape" },
	{ T("\"\\u\""), "four" }, { T("\"\\u1\""), "four" }, { T("\"\\u123\""), "four" },
	{ T("\"\\u123g\""), "four" }, { T("\"\\u{41}\""), "four" }, { T("\"\\u 041\""), "four" },
	{ T("\"\\u+041\""), "four" }, { T("\"\\u00\\u0041\""), "four" },
	{ T("\"\\ud800\""), "first half" }, { T("\"\\ud834x\""), "first half" },
	{ T("\"\\ud834\\u0041\""), "first half" }, { T("\"\\ud834\\ud834\""), "first half" },
	{ T("\"\\ud834\\n\""), "first half" }, { T("\"\\ud834\\udd1\""), "first half" },
	{ T("\"\\udd1e\""), "second half" }, { T("\"\\udd1e\\ud834\""), "second half" },
	{ T("\"a\nb\""), "end of a line" }, { T("\"a\rb\""), "end of a line" }, { T("\"a\tb\""), "control" },
	{ T("\"\x00\""), "control" }, { T("\"\x1f\""), "control" }, { T("\"\x01z\""), "control" },
	/* UTF-8 */
	{ T("\"\x80\""), "UTF-8" }, { T("\"\xBF\""), "UTF-8" }, { T("\"\xC3\""), "UTF-8" },
	{ T("\"\xC3(\""), "UTF-8" }, { T("\"\xE2\x82\""), "UTF-8" }, { T("\"\xF0\x9D\x84\""), "UTF-8" },
	{ T("\"\xC0\x80\""), "UTF-8" }, { T("\"\xC1\xBF\""), "UTF-8" }, { T("\"\xE0\x80\x80\""), "UTF-8" },
	{ T("\"\xE0\x9F\xBF\""), "UTF-8" }, { T("\"\xF0\x80\x80\x80\""), "UTF-8" },
	{ T("\"\xF0\x8F\xBF\xBF\""), "UTF-8" }, { T("\"\xED\xA0\x80\""), "UTF-8" },
	{ T("\"\xED\xBF\xBF\""), "UTF-8" }, { T("\"\xF4\x90\x80\x80\""), "UTF-8" },
	{ T("\"\xF8\x88\x80\x80\x80\""), "UTF-8" }, { T("\"\xFE\""), "UTF-8" }, { T("\"\xFF\""), "UTF-8" },
	{ T("\xFF\xFE[\x00]\x00"), "UTF-8" }, { T("[\x80]"), "UTF-8" }, { T("{\"\xC3\":1}"), "UTF-8" },
	{ T("\xEF\xBB{}"), "UTF-8" }, { T("\"\\\xC3\""), "escape" },
	/* arrays */
	{ T("]"), "value" }, { T("[,]"), "value" }, { T("[,1]"), "value" }, { T("[1,]"), "nothing behind" },
	{ T("[1,,2]"), "value" }, { T("[1;2]"), "comma" }, { T("[1}"), "comma" }, { T("[1:2]"), "comma" },
	{ T("[\"a\":1]"), "comma" }, { T("[\"a\" \"b\"]"), "comma" }, { T("[][]"), "end of the text" },
	{ T("[}"), "value" }, { T("(1)"), "value" }, { T("[1)"), "comma" }, { T("[\x0B]"), "value" },
	{ T("[\x0C]"), "value" }, { T("[\xC2\xA0]"), "value" }, { T("[\x00]"), "value" },
	{ T("[*]"), "value" }, { T("[ , ]"), "value" }, { T("[1 true]"), "comma" },
	/* objects */
	{ T("}"), "value" }, { T("{a:1}"), "key" }, { T("{'a':1}"), "key" }, { T("{1:1}"), "key" },
	{ T("{null:1}"), "key" }, { T("{[]:1}"), "key" }, { T("{\"a\"}"), "colon" }, { T("{\"a\",1}"), "colon" },
	{ T("{\"a\" 1}"), "colon" }, { T("{\"a\"=1}"), "colon" }, { T("{\"a\"::1}"), "value" },
	{ T("{\"a\":}"), "value" }, { T("{\"a\":,}"), "value" }, { T("{:1}"), "key" }, { T("{,}"), "key" },
	{ T("{,\"a\":1}"), "key" }, { T("{\"a\":1,}"), "nothing behind" }, { T("{\"a\":1,,\"b\":2}"), "key" },
	{ T("{\"a\":1 \"b\":2}"), "comma" }, { T("{\"a\":1;}"), "comma" }, { T("{\"a\":1]"), "comma" },
	{ T("{]"), "key" }, { T("{\"a\":1,b}"), "key" }, { T("{\"a\":1 2}"), "comma" },
	{ T("{\"a\":a}"), "value" }, { T("{{}}"), "key" }, { T("{\"a\":1:2}"), "comma" },
	/* comments */
	{ T("// a\n1"), "no comments" }, { T("/* a */1"), "no comments" }, { T("1 // a"), "no comments" },
	{ T("[1/**/]"), "no comments" }, { T("# a\n1"), "no comments" }, { T("{/**/}"), "no comments" },
	{ T("<!-- -->1"), "value" },
};
/* clang-format on */

struct parsed {
	struct arena arena;
	struct source source;
	struct diag diag;
	const struct json *root;
};

static const struct json *parse(struct parsed *p, struct str text) {
	/* A copy of exactly this size, so that a sanitizer sees a read behind it. */
	char *copy = malloc(text.len ? text.len : 1);
	memcpy(copy, text.at, text.len);
	*p = (struct parsed){ .source = { "test.json", { copy, text.len } } };
	diag_init(&p->diag, &p->arena);
	p->root = json_parse(&p->source, &p->arena, &p->diag);
	return p->root;
}

static void release(struct parsed *p) {
	free((char *)p->source.text.at);
	arena_release(&p->arena);
}

static const char *first_message(const struct parsed *p) {
	return p->diag.first ? p->diag.first->message : "(none)";
}

static void test_accepted(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++) {
		struct parsed p;
		if (!parse(&p, accepted[i]) || p.diag.errors)
			fail_msg("refused: %.*s: %s", STR_ARG(accepted[i]), first_message(&p));
		release(&p);
	}
}

static void test_refused(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct parsed p;
		if (parse(&p, refused[i].text))
			fail_msg("taken: %.*s", STR_ARG(refused[i].text));
		if (p.diag.errors != 1 || !strstr(first_message(&p), refused[i].complaint))
			fail_msg("%.*s: %u errors, \"%s\" lacks \"%s\"", STR_ARG(refused[i].text),
				p.diag.errors, first_message(&p), refused[i].complaint);
		assert_true(p.diag.first->at.offset <= refused[i].text.len);
		release(&p);
	}
}

/* A token reader refuses the same texts, and stays refusing. */
static void test_refused_token_by_token(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct arena arena = ARENA_INIT;
		struct diag diag;
		struct source source = { "test.json", refused[i].text };
		struct json_reader reader = { .source = &source, .arena = &arena };
		struct json value;
		enum json_token token;
		diag_init(&diag, &arena);
		do
			token = json_next(&reader, &value, &diag);
		while (token != JSON_TOKEN_END && token != JSON_TOKEN_ERROR);
		assert_int_equal(token, JSON_TOKEN_ERROR);
		assert_int_equal(json_next(&reader, &value, &diag), JSON_TOKEN_ERROR);
		assert_int_equal(diag.errors, 1);
		arena_release(&arena);
	}
}

static void test_values(void **state) {
	static const char text[] =
		"{\"n\": null, \"t\": true, \"f\": false, \"x\": -12.5e1, "
		"\"s\": \"a\\u00e9\\ud834\\udd1e\\n\\\"\", \"list\": [1, [2, 3], {\"k\": 4}], \"e\": {}}";
	struct parsed p;
	const struct json *root = parse(&p, str_of(text));
	(void)state;
	assert_non_null(root);
	assert_int_equal(root->type, JSON_OBJECT);
	assert_int_equal(root->count, 7);
	assert_int_equal(json_member(root, "n")->type, JSON_NULL);
	assert_int_equal(json_member(root, "t")->type, JSON_TRUE);
	assert_int_equal(json_member(root, "f")->type, JSON_FALSE);
	assert_true(json_member(root, "x")->number == -125);
	assert_true(
		str_equal(json_member(root, "s")->string, STR("a\xC3\xA9\xF0\x9D\x84\x9E\n\"")));
	const struct json *list = json_member(root, "list");
	assert_int_equal(list->count, 3);
	assert_true(json_element(list, 0)->number == 1);
	assert_true(json_element(json_element(list, 1), 1)->number == 3);
	assert_true(json_member(json_element(list, 2), "k")->number == 4);
	assert_null(json_element(list, 3));
	assert_null(json_element(root, 0));
	assert_null(json_member(list, "k"));
	assert_null(json_member(root, "missing"));
	assert_null(json_member(NULL, "a"));
	assert_int_equal(json_member(root, "e")->count, 0);
	assert_null(json_member(root, "e")->child);
	uint32_t n = 0;
	for (const struct json *m = root->child; m; m = m->next, n++)
		assert_ptr_equal(m->parent, root);
	assert_int_equal(n, 7);
	release(&p);
}

static void test_error_names_the_place(void **state) {
	static const char text[] =
		"{\n \"layers\": [{}, {},\n  {\"paint\": {\"line-width\": [1, \"\xC3\xA9\", -2], \"a b\": 3}}]\n}";
	struct parsed p;
	const struct json *root = parse(&p, str_of(text));
	unsigned line, column;
	(void)state;
	assert_non_null(root);
	const struct json *paint = json_member(json_element(json_member(root, "layers"), 2),
		"paint");
	const struct json *width = json_element(json_member(paint, "line-width"), 2);
	assert_false(json_error(&p.diag, width, "width %d", -2));
	const struct diag_item *item = p.diag.first;
	assert_string_equal(item->at.path, "layers[2].paint.line-width[2]");
	assert_string_equal(item->message, "width -2");
	source_position(item->at.source, item->at.offset, &line, &column);
	assert_int_equal(line, 3);
	assert_int_equal(column, 37);
	json_warn(&p.diag, json_member(paint, "a b"), "odd");
	assert_string_equal(item->next->at.path, "layers[2].paint[\"a b\"]");
	json_error(&p.diag, root, "all");
	assert_string_equal(item->next->next->at.path, "");
	assert_int_equal(p.diag.errors, 2);
	assert_int_equal(p.diag.warnings, 1);
	release(&p);
}

static void test_repeated_keys(void **state) {
	struct parsed p;
	const struct json *root = parse(&p,
		STR("[{\"a\":1,\"b\":{\"c\":1},\"a\":2,\"d\":4,\"\\u0061\":3}]"));
	(void)state;
	assert_non_null(root);
	const struct json *object = json_element(root, 0);
	assert_int_equal(object->count, 3);
	assert_true(json_member(object, "a")->number == 3);
	assert_int_equal(p.diag.errors, 0);
	assert_int_equal(p.diag.warnings, 1);
	assert_string_equal(p.diag.first->at.path, "[0].a");
	assert_non_null(strstr(p.diag.first->message, "more than once"));
	assert_ptr_equal(json_member(json_member(object, "b"), "c")->parent,
		json_member(object, "b"));
	uint32_t n = 0;
	for (const struct json *m = object->child; m; m = m->next, n++)
		assert_ptr_equal(m, &object->child[n]);
	assert_int_equal(n, 3);
	release(&p);
}

/* Many members: no square of their number, and the last of each key stays. */
static void test_large_object(void **state) {
	enum { KEYS = 100000 };
	struct arena arena = ARENA_INIT;
	char *text = malloc(KEYS * 2 * 20), *at = text;
	(void)state;
	*at++ = '{';
	for (int i = 0; i < KEYS * 2; i++)
		at += snprintf(at, 20, "%s\"k%d\":%d", i ? "," : "", i % KEYS, i);
	*at++ = '}';
	struct parsed p;
	const struct json *root = parse(&p, (struct str){ text, (size_t)(at - text) });
	assert_non_null(root);
	assert_int_equal(root->count, KEYS);
	assert_int_equal(p.diag.warnings, KEYS);
	assert_true(json_member(root, "k17")->number == KEYS + 17);
	free(text);
	release(&p);
	arena_release(&arena);
}

static struct str nested(size_t depth, char open, const char *between, char close) {
	size_t width = 1 + strlen(between);
	char *text = malloc(depth * (width + 1) + 1), *at = text;
	for (size_t i = 0; i < depth; i++) {
		*at++ = open;
		if (i + 1 < depth) {
			memcpy(at, between, width - 1);
			at += width - 1;
		}
	}
	memset(at, close, depth);
	return (struct str){ text, (size_t)(at - text) + depth };
}

static void expect_depth(size_t depth, char open, const char *between, char close, bool good) {
	struct parsed p;
	struct str text = nested(depth, open, between, close);
	bool taken = parse(&p, text) != NULL;
	assert_int_equal(taken, good);
	if (!good)
		assert_non_null(strstr(first_message(&p), "limit of 512"));
	free((char *)text.at);
	release(&p);
}

static void *deep_parses(void *unused) {
	expect_depth(LIMIT_JSON_DEPTH, '[', "", ']', true);
	expect_depth(LIMIT_JSON_DEPTH, '{', "\"a\":", '}', true);
	expect_depth(LIMIT_JSON_DEPTH + 1, '[', "", ']', false);
	expect_depth(LIMIT_JSON_DEPTH + 1, '{', "\"a\":", '}', false);
	expect_depth(1000000, '[', "", ']', false);
	return unused;
}

static void test_depth_on_a_small_stack(void **state) {
	pthread_t thread;
	pthread_attr_t attributes;
	(void)state;
	pthread_attr_init(&attributes);
	assert_int_equal(pthread_attr_setstacksize(&attributes, 256 * 1024), 0);
	assert_int_equal(pthread_create(&thread, &attributes, deep_parses, NULL), 0);
	pthread_join(thread, NULL);
	pthread_attr_destroy(&attributes);
}

static void test_long_text(void **state) {
	struct parsed p;
	size_t len = LIMIT_STRING + 2;
	char *text = malloc(len + 1);
	(void)state;
	memset(text, 'x', len + 1);
	text[0] = text[len - 1] = '"';
	assert_non_null(parse(&p, (struct str){ text, len }));
	assert_int_equal(p.root->string.len, LIMIT_STRING);
	release(&p);
	text[len - 1] = 'x';
	text[len] = '"';
	assert_null(parse(&p, (struct str){ text, len + 1 }));
	assert_non_null(strstr(first_message(&p), "limit of 1048576"));
	release(&p);
	free(text);
}

static void expect_tokens(const char *text, const char *expected) {
	static const char letters[] = { 'e', '!', 'v', 'k', 'o', 'c' };
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct source source = { "test.json", str_of(text) };
	struct json_reader reader = { .source = &source, .arena = &arena };
	struct json value;
	diag_init(&diag, &arena);
	for (const char *e = expected; *e; e++) {
		if (*e == 's') {
			assert_true(json_skip(&reader, &diag));
			continue;
		}
		if (*e == 'S') {
			assert_true(json_skip_open(&reader, &diag));
			continue;
		}
		enum json_token token = json_next(&reader, &value, &diag);
		if (letters[token] != *e)
			fail_msg("%s: token %d of \"%s\" is %c", text, (int)(e - expected),
				expected, letters[token]);
		assert_ptr_equal(value.source, &source);
	}
	assert_int_equal(diag.errors, 0);
	arena_release(&arena);
}

static void test_tokens(void **state) {
	(void)state;
	expect_tokens("1", "vee");
	expect_tokens("[]", "oce");
	expect_tokens("{\"a\":[1,\"x\"],\"b\":{}}", "okovvckocce");
	expect_tokens("{\"a\":[1,[2,\"\\n\"]],\"b\":3}", "okskvce");
	expect_tokens("{\"a\":[1,[2]],\"b\":3}", "okoSkvce");
	expect_tokens("[[],[],3]", "ossvce");
	expect_tokens("[[1,2],{\"k\":[]},3]", "oSe");
	expect_tokens("{\"a\":1,\"b\":2}", "se");
	expect_tokens("[{\"k\":{\"l\":1}},2]", "ookSvce");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_refused_token_by_token),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_error_names_the_place),
		cmocka_unit_test(test_repeated_keys),
		cmocka_unit_test(test_large_object),
		cmocka_unit_test(test_depth_on_a_small_stack),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_tokens),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
