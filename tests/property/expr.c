#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evaluate.h"
#include "random.h"

enum { ROUNDS = 60000, DEPTH = 4 };

/* What writes a random expression. */
struct writer {
	uint64_t state;
	struct strbuf text;
};

static uint32_t below(struct writer *w, uint32_t n) {
	return (uint32_t)(random_next(&w->state) % n);
}

static void put(struct writer *w, const char *s) {
	strbuf_add(&w->text, str_of(s));
}

static void put_word(struct writer *w, const char *s) {
	strbuf_add_json_string(&w->text, str_of(s));
}

static const char *const operators[] = { "==", "!=", "<", ">", "<=", ">=", "array", "at", "boolean",
	"case", "coalesce", "collator", "format", "image", "in", "index-of", "interpolate",
	"interpolate-hcl", "interpolate-lab", "length", "let", "literal", "match", "number",
	"number-format", "object", "semiliteral", "slice", "step", "string", "to-boolean",
	"to-color", "to-number", "to-string", "var", "within", "distance", "global-state", "error",
	"typeof", "to-rgba", "rgb", "rgba", "get", "has", "feature-state", "properties",
	"geometry-type", "id", "zoom", "line-progress", "accumulated", "+", "*", "-", "/", "%",
	"ln2", "pi", "e", "^", "sqrt", "log10", "ln", "log2", "sin", "cos", "tan", "asin", "acos",
	"atan", "min", "max", "abs", "round", "floor", "ceil", "all", "any", "!",
	"is-supported-script", "upcase", "downcase", "concat", "split", "join", "resolved-locale",
	"filter-==", "filter-in", "nonsense" };

static void put_literal(struct writer *w) {
	static const char *const literal[] = { "0", "1", "2", "-1", "0.5", "1e300", "-7.25", "100",
		"true", "false", "null", "\"\"", "\"a\"", "\"name\"", "\"n\"", "\"red\"",
		"\"#12g\"", "\"\xd9\x85\xd9\x88\xd8\xb5\xd9\x84\"", "\"\xf0\x9f\x9a\x9a x\"",
		"[\"literal\",[1,2,3]]", "[\"literal\",[\"a\",\"b\"]]", "[\"literal\",{\"n\":1}]",
		"[\"get\",\"name\"]", "[\"get\",\"n\"]", "[\"get\",\"list\"]", "[\"get\",\"none\"]",
		"{\"locale\":\"de\"}", "{\"font-scale\":2}", "[\"linear\"]", "[\"exponential\",2]",
		"[]", "[\"zoom\"]",
		"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9],[0,0]]]}",
		"{\"type\":\"Point\",\"coordinates\":[1]}" };
	put(w, literal[below(w, sizeof(literal) / sizeof(literal[0]))]);
}

static void put_expression(struct writer *w, int depth);

/* Three times in four what the operator takes, so that much compiles. */
static void put_numeric(struct writer *w, int depth) {
	static const char *const name[] = { "+", "*", "-", "/", "min", "max", "^", "%" };
	put(w, "[");
	put_word(w, name[below(w, 8)]);
	for (int i = 0; i < 2; i++) {
		put(w, ",");
		put_expression(w, depth - 1);
	}
	put(w, "]");
}

static void put_choice(struct writer *w, int depth) {
	static const char *const head[] = { "[\"case\",[\"has\",\"n\"],", "[\"coalesce\",",
		"[\"match\",[\"get\",\"name\"],\"a\",", "[\"step\",[\"number\",[\"get\",\"n\"],0],",
		"[\"let\",\"x\"," };
	static const char *const middle[] = { ",", ",", ",", ",1,", "," };
	uint32_t i = below(w, 5);
	put(w, head[i]);
	put_expression(w, depth - 1);
	put(w, middle[i]);
	put_expression(w, depth - 1);
	put(w, "]");
}

static void put_curve(struct writer *w, int depth) {
	put(w, "[\"interpolate\",[\"linear\"],[\"number\",[\"get\",\"n\"],3],0,");
	put_expression(w, depth - 1);
	put(w, ",5,");
	put_expression(w, depth - 1);
	put(w, "]");
}

static void put_any(struct writer *w, int depth) {
	uint32_t n = below(w, 5);
	put(w, "[");
	put_word(w, operators[below(w, sizeof(operators) / sizeof(operators[0]))]);
	for (uint32_t i = 0; i < n; i++) {
		put(w, ",");
		put_expression(w, depth - 1);
	}
	put(w, "]");
}

static void put_expression(struct writer *w, int depth) {
	if (depth <= 0 || below(w, 5) == 0)
		put_literal(w);
	else if (below(w, 3) == 0)
		put_numeric(w, depth);
	else if (below(w, 3) == 0)
		put_choice(w, depth);
	else if (below(w, 6) == 0)
		put_curve(w, depth);
	else
		put_any(w, depth);
}

static const char *write_random(uint64_t seed, struct arena *arena) {
	struct writer w = { seed, { .arena = arena } };
	put_expression(&w, DEPTH);
	strbuf_add(&w.text, (struct str){ "", 1 });
	return w.text.at;
}

/* Random expressions never crash, and what is folded comes to the same. */
static void test_folding_changes_nothing(void **state) {
	static const enum spec_type type[] = { SPEC_ANY, SPEC_NUMBER, SPEC_COLOR, SPEC_STRING,
		SPEC_BOOL, SPEC_FORMATTED, SPEC_ARRAY_NUMBER, SPEC_PADDING };
	struct arena arena = ARENA_INIT;
	unsigned compiled = 0;
	(void)state;
	for (uint64_t i = 0; i < ROUNDS; i++) {
		struct arena_mark mark = arena_mark(&arena);
		struct prop_spec spec = { .name = "p",
			.type = type[i % 8],
			.flags = SPEC_ZOOM | SPEC_DATA | SPEC_LERP };
		struct expr_env env = { .zoom = 4 };
		const char *text = write_random(i, &arena);
		const char *properties = "{\"name\":\"a\",\"n\":2,\"list\":[1,2]}";
		const char *folded = evaluate(text, &spec, &env, properties, &arena);
		if (strncmp(folded, "cannot", 6) != 0) {
			spec.flags |= SPEC_UNFOLDED;
			const char *plain = evaluate(text, &spec, &env, properties, &arena);
			compiled++;
			if (strcmp(folded, plain) != 0)
				fail_msg("%s:\n\t%s folded,\n\t%s not", text, folded, plain);
		}
		arena_rewind(&arena, mark);
	}
	/* The test says nothing unless enough of them compile. */
	assert_true(compiled > ROUNDS / 20);
	arena_release(&arena);
}

/* Bytes of a good expression changed: errors, never a crash. */
static void test_damaged_text(void **state) {
	static const char good[] =
		"[\"let\",\"a\",[\"get\",\"n\"],[\"case\",[\"<\",[\"var\",\"a\"],3],[\"format\","
		"[\"concat\",\"x\",[\"var\",\"a\"]],{\"font-scale\":1.5},[\"number-format\",[\"number\","
		"[\"get\",\"n\"]],{\"locale\":\"de\"}],{}],[\"match\",[\"get\",\"name\"],[\"a\",\"b\"],"
		"\"c\",\"d\"]]]";
	struct arena arena = ARENA_INIT;
	uint64_t random = 7;
	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		struct arena_mark mark = arena_mark(&arena);
		char *text = arena_strdup(&arena, str_of(good));
		struct expr_names names = { NULL, 0, 0 };
		struct expr_errors errors = { NULL, 0, 0 };
		struct diag diag;
		for (int k = 0; k < 3; k++)
			text[random_next(&random) % (sizeof(good) - 1)] =
				"[]{}\",:0a-x "[random_next(&random) % 13];
		struct source source = { "damaged", str_of(text) };
		diag_init(&diag, &arena);
		const struct json *json = json_parse(&source, &arena, &diag);
		struct prop_spec spec = { .name = "p", .type = SPEC_FORMATTED, .flags = SPEC_DATA };
		if (json)
			expr_parse(json, &spec, &names, &arena, &errors);
		if (json)
			expr_parse_filter(json, &names, &arena, &errors);
		arena_rewind(&arena, mark);
	}
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_folding_changes_nothing),
		cmocka_unit_test(test_damaged_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
