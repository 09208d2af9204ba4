#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "base/yaml.h"

static void show(struct out *out, const struct json *v) {
	static const char *const words[] = { "null", "false", "true" };
	if (v->type <= JSON_TRUE) {
		out_printf(out, "%s", words[v->type]);
	} else if (v->type == JSON_NUMBER) {
		out_number(out, v->number, 6);
	} else if (v->type == JSON_STRING) {
		out_printf(out, "'%.*s'", STR_ARG(v->string));
	} else {
		out_str(out, v->type == JSON_ARRAY ? STR("[") : STR("{"));
		for (const struct json *c = v->child; c; c = c->next) {
			assert_ptr_equal(c->parent, v);
			if (v->type == JSON_OBJECT)
				out_printf(out, "%.*s:", STR_ARG(c->key));
			show(out, c);
			if (c->next)
				out_str(out, STR(","));
		}
		out_str(out, v->type == JSON_ARRAY ? STR("]") : STR("}"));
	}
}

/* The tree, then each error with its line and column. */
static void expect(const char *text, const char *shown) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	size_t len = strlen(text);
	char *copy = malloc(len ? len : 1);
	memcpy(copy, text, len);
	struct source source = { "test.yaml", { copy, len } };
	diag_init(&diag, &arena);
	struct out *out = out_memory(&arena);
	const struct json *root = yaml_parse(&source, &arena, &diag);
	if (root)
		show(out, root);
	else
		assert_true(diag.errors > 0);
	for (const struct diag_item *i = diag.first; i; i = i->next) {
		unsigned line, column;
		source_position(&source, i->at.offset, &line, &column);
		out_printf(out, " %u:%u %s%s%s", line, column, i->at.path ? i->at.path : "",
			i->at.path ? ": " : "", i->message);
	}
	if (!str_equal(out_bytes(out), str_of(shown)))
		fail_msg("%s\ngives %.*s\nnot   %s", text, STR_ARG(out_bytes(out)), shown);
	arena_release(&arena);
	free(copy);
}

static void test_trees(void **state) {
	(void)state;
	expect("a: 1\nb: [x, 'y', \"z\\u00e9\"]\n", "{a:1,b:['x','y','z\xC3\xA9']}");
	expect("- 1\n- - 2\n  - {k: v}\n", "[1,[2,{k:'v'}]]");
	expect("maps:\n  - name: iraq\n    size: {px: [1600, 1200]}\n",
		"{maps:[{name:'iraq',size:{px:[1600,1200]}}]}");
	expect("text", "'text'");
	expect("{}", "{}");
	expect("\xEF\xBB\xBF"
	       "a: 1",
		"{a:1}");
	expect("%YAML 1.2\n---\na: 1\n...\n", "{a:1}");
	expect("a: |\n  two\n  lines\nb: >\n  one\n  line\n", "{a:'two\nlines\n',b:'one line\n'}");
	expect("\"a b\": 1\n'c': 2\n5: 3\n", "{a b:1,c:2,5:3}");
	expect("a: &x 1\n", "{a:1} 1:4 an anchor (\"&x\") is not supported");
}

static void test_scalars(void **state) {
	(void)state;
	expect("[null, ~, true, false, , 1]",
		" 1:24 did not find expected node content while parsing a flow node");
	expect("a:\nb: ~\nc: null\n", "{a:null,b:null,c:null}");
	expect("[true, false, True, yes, no, on, NO]", "[true,false,'True','yes','no','on','NO']");
	expect("[0, -1, 1.5, 1e3, -0.5, 2.]", "[0,-1,1.5,1000,-0.5,2]");
	expect("[010, +1, .5, 0x10, 1_000, 1e, 12:30, .inf, .nan, 1e999, -]",
		"['010','+1','.5','0x10','1_000','1e','12:30','.inf','.nan','1e999','-']");
	expect("['1', \"true\", 'null', '']", "['1','true','null','']");
	expect("[2020-04-07, 2020, Baghdad (old), a#b]",
		"['2020-04-07',2020,'Baghdad (old)','a#b']");
}

static void test_refused(void **state) {
	(void)state;
	expect("", " 1:1 empty; it should hold a YAML document");
	expect("# nothing\n", " 2:1 empty; it should hold a YAML document");
	expect("a: 1\n---\nb: 2\n", " 2:1 a second document in one file");
	expect("a: *x\nb: &y !t 2\n<<: 3\n",
		"{a:null,b:2,<<:3} 1:4 an alias (\"*x\") is not supported"
		" 2:4 an anchor (\"&y\") is not supported 2:4 a tag (\"!t\") is not supported"
		" 3:1 a merge key (\"<<\") is not supported");
	expect("a: !!str 2\n", "{a:2} 1:4 a tag (\"tag:yaml.org,2002:str\") is not supported");
	expect("a: 1\nb: 2\na: 3\n", "{b:2,a:3} 3:1 a: \"a\" stands more than once");
	expect("x:\n  - \"k\": 1\n    \"k\": 2\n",
		"{x:[{k:2}]} 3:5 x[0].k: \"k\" stands more than once");
	expect("? [a]\n: 1\n", " 1:3 a key must be text");
	expect("?\n: 1\n", "{:1} 1:2 a key is missing before the colon");
	expect("a: 1\n\tb: 2\n", " 2:1 a tab where YAML wants spaces");
	expect("a: [1, 2\nb: 3\n",
		" 2:2 did not find expected ',' or ']' while parsing a flow sequence "
		"that begins in line 1");
	expect("a: b: c\n",
		" 1:5 mapping values are not allowed in this context: a text with \": \" in "
		"it must stand in quotes");
	expect("a: \x01\n", " 1:4 a control character that YAML does not allow");
	expect("a: \xFF\n", " 1:4 byte 0xff is not UTF-8");
	expect("\xC3\xA9: \"x\n",
		" 2:1 found unexpected end of stream while scanning a quoted scalar "
		"that begins in line 1");
}

/* Columns count characters, wherever the error is. */
static void test_positions(void **state) {
	(void)state;
	expect("t: \xD8\xA8\xD8\xBA\nu: [\xF0\x9D\x84\x9E, *a]\r\nv: *b\r\n",
		"{t:'\xD8\xA8\xD8\xBA',u:['\xF0\x9D\x84\x9E',null],v:null}"
		" 2:8 an alias (\"*a\") is not supported 3:4 an alias (\"*b\") is not supported");
}

static void expect_depth(unsigned depth, bool good) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	char *text = malloc(2 * depth);
	memset(text, '[', depth);
	memset(text + depth, ']', depth);
	struct source source = { "test.yaml", { text, 2 * depth } };
	diag_init(&diag, &arena);
	assert_int_equal(yaml_parse(&source, &arena, &diag) != NULL, good);
	if (!good)
		assert_non_null(strstr(diag.first->message, "limit of 512"));
	arena_release(&arena);
	free(text);
}

static void test_limits(void **state) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	(void)state;
	expect_depth(LIMIT_JSON_DEPTH, true);
	expect_depth(LIMIT_JSON_DEPTH + 1, false);
	char *text = malloc(LIMIT_YAML_SIZE + 1);
	memset(text, '\n', LIMIT_YAML_SIZE + 1);
	struct source source = { "test.yaml", { text, LIMIT_YAML_SIZE + 1 } };
	diag_init(&diag, &arena);
	assert_null(yaml_parse(&source, &arena, &diag));
	assert_non_null(strstr(diag.first->message, "limit of 4194304"));
	arena_release(&arena);
	free(text);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trees),
		cmocka_unit_test(test_scalars),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_positions),
		cmocka_unit_test(test_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
