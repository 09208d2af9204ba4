#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "base/out.h"
#include "base/utf8.h"
#include "random.h"

/* A random value, written as it is made, with random space between tokens. */
struct writer {
	struct out *out;
	uint64_t seed;
	int values;
};

static unsigned dice(struct writer *w, unsigned sides) {
	return (unsigned)(random_next(&w->seed) % sides);
}

static void space(struct writer *w) {
	static const char *const kinds[] = { "", "", "", " ", "\n", "\t ", "\r\n" };
	out_str(w->out, str_of(kinds[dice(w, 7)]));
}

/* Code points of every length, some as escapes in one of their forms. */
static void write_string(struct writer *w) {
	static const uint32_t most[] = { 0x7F, 0x7F, 0x7FF, 0xFFFF, 0x10FFFF };
	out_str(w->out, STR("\""));
	for (unsigned n = dice(w, 12); n > 0; n--) {
		uint32_t c = (uint32_t)(random_next(&w->seed) % (most[dice(w, 5)] + 1));
		if (c >= 0xD800 && c < 0xE000)
			c = 0xFFFD;
		if (dice(w, 6) == 0 && c >= 0x10000)
			out_printf(w->out, "\\u%04x\\u%04X", (c - 0x10000) >> 10 | 0xD800,
				(c & 0x3FF) | 0xDC00);
		else if (c < 0x20 || c == '"' || c == '\\' || (dice(w, 6) == 0 && c < 0x10000))
			out_printf(w->out, dice(w, 2) ? "\\u%04x" : "\\u%04X", c);
		else {
			char bytes[4];
			out_write(w->out, bytes, (size_t)utf8_put(c, bytes));
		}
	}
	out_str(w->out, STR("\""));
}

static void write_number(struct writer *w) {
	char text[NUMBER_SIZE];
	uint64_t bits = random_next(&w->seed);
	double value;
	memcpy(&value, &bits, sizeof(value));
	if (dice(w, 2))
		value = (double)(int32_t)bits / 1000;
	number_format(value, text);
	out_str(w->out, str_of(text));
}

static void write_value(struct writer *w, int depth) {
	static const char *const words[] = { "null", "true", "false" };
	unsigned kind = dice(w, depth > 6 || w->values > 300 ? 5 : 8);
	w->values++;
	space(w);
	if (kind < 3)
		out_str(w->out, str_of(words[kind]));
	else if (kind == 3)
		write_number(w);
	else if (kind == 4)
		write_string(w);
	else {
		bool object = kind == 5;
		out_str(w->out, object ? STR("{") : STR("["));
		space(w);
		for (unsigned i = 0, n = dice(w, 6); i < n; i++) {
			out_str(w->out, i ? STR(",") : STR(""));
			if (object) {
				space(w);
				write_string(w);
				space(w);
				out_str(w->out, STR(":"));
			}
			write_value(w, depth + 1);
		}
		out_str(w->out, object ? STR("}") : STR("]"));
	}
	space(w);
}

static void print_string(struct out *out, struct str s) {
	out_str(out, STR("\""));
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (c < 0x20 || c == '"' || c == '\\')
			out_printf(out, "\\u%04x", c);
		else
			out_write(out, &s.at[i], 1);
	}
	out_str(out, STR("\""));
}

/* The plainest form of a tree. */
static void print(struct out *out, const struct json *v) {
	static const char *const words[] = { "null", "false", "true" };
	char text[NUMBER_SIZE];
	if (v->type <= JSON_TRUE) {
		out_str(out, str_of(words[v->type]));
	} else if (v->type == JSON_NUMBER) {
		number_format(v->number, text);
		out_str(out, str_of(text));
	} else if (v->type == JSON_STRING) {
		print_string(out, v->string);
	} else {
		out_str(out, v->type == JSON_OBJECT ? STR("{") : STR("["));
		for (const struct json *c = v->child; c; c = c->next) {
			assert_ptr_equal(c->parent, v);
			if (v->type == JSON_OBJECT) {
				print_string(out, c->key);
				out_str(out, STR(":"));
			}
			print(out, c);
			if (c->next)
				out_str(out, STR(","));
		}
		out_str(out, v->type == JSON_OBJECT ? STR("}") : STR("]"));
	}
}

/* The same from the tokens; repeated keys are left to the caller. */
static bool print_tokens(struct out *out, const struct source *source, struct arena *arena) {
	struct json_reader reader = { .source = source, .arena = arena };
	struct diag diag;
	struct json v;
	bool comma = false;
	diag_init(&diag, arena);
	for (;;) {
		enum json_token token = json_next(&reader, &v, &diag);
		if (token == JSON_TOKEN_END || token == JSON_TOKEN_ERROR)
			return token == JSON_TOKEN_END;
		if (comma && token != JSON_TOKEN_CLOSE)
			out_str(out, STR(","));
		comma = token == JSON_TOKEN_VALUE || token == JSON_TOKEN_CLOSE;
		if (token == JSON_TOKEN_OPEN) {
			out_str(out, v.type == JSON_OBJECT ? STR("{") : STR("["));
		} else if (token == JSON_TOKEN_CLOSE) {
			out_str(out, v.type == JSON_OBJECT ? STR("}") : STR("]"));
		} else {
			v.next = NULL;
			print(out, &v);
			if (token == JSON_TOKEN_KEY)
				out_str(out, STR(":"));
		}
	}
}

/* Written, read, printed, read, printed: the last two are the same bytes. */
static void test_round_trip(void **state) {
	(void)state;
	for (uint64_t seed = 1; seed <= 1500; seed++) {
		struct arena arena = ARENA_INIT;
		struct diag diag;
		struct writer w = { out_memory(&arena), seed, 0 };
		write_value(&w, 0);
		struct source first = { "first", out_bytes(w.out) }, second = { "second", { 0 } };
		diag_init(&diag, &arena);
		const struct json *root = json_parse(&first, &arena, &diag);
		if (!root)
			fail_msg("%s\n%.*s", diag.first->message, STR_ARG(first.text));
		struct out *once = out_memory(&arena), *twice = out_memory(&arena),
			   *tokens = out_memory(&arena);
		print(once, root);
		second.text = out_bytes(once);
		root = json_parse(&second, &arena, &diag);
		assert_non_null(root);
		print(twice, root);
		assert_true(str_equal(out_bytes(once), out_bytes(twice)));
		assert_true(print_tokens(tokens, &first, &arena));
		if (diag.warnings == 0)
			assert_true(str_equal(out_bytes(once), out_bytes(tokens)));
		arena_release(&arena);
	}
}

/* Whatever is changed or cut, a parse ends with a tree or with one error. */
static void test_damaged(void **state) {
	uint64_t dirt = 77;
	unsigned refused = 0;
	(void)state;
	for (uint64_t seed = 1; seed <= 3000; seed++) {
		struct arena arena = ARENA_INIT;
		struct diag diag;
		struct writer w = { out_memory(&arena), seed, 200 };
		write_value(&w, 0);
		struct str text = out_bytes(w.out);
		if (text.len == 0)
			continue;
		size_t len = random_next(&dirt) % 4 ? text.len : random_next(&dirt) % text.len;
		char *copy = malloc(len ? len : 1);
		memcpy(copy, text.at, len);
		for (uint64_t n = random_next(&dirt) % 3; n > 0 && len > 0; n--)
			copy[random_next(&dirt) % len] = (char)random_next(&dirt);
		struct source source = { "damaged", { copy, len } };
		diag_init(&diag, &arena);
		const struct json *root = json_parse(&source, &arena, &diag);
		assert_int_equal(diag.errors, root == NULL);
		refused += root == NULL;
		free(copy);
		arena_release(&arena);
	}
	assert_true(refused > 500 && refused < 2900);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_damaged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
