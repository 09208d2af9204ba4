#ifndef TESTS_EVALUATE_H
#define TESTS_EVALUATE_H

#include <math.h>
#include <string.h>

#include "style/compile.h"
#include "style/expr.h"
#include "style/parse.h"
#include "style/rewrite.h"
#include "style/text.h"

/* Expressions as rows of text: what goes in, what comes out, both JSON. */

static inline const struct json *json_of(const char *text, struct arena *arena) {
	struct source *source = arena_new(arena, struct source, 1);
	struct diag diag;
	*source = (struct source){ "test", str_of(text) };
	diag_init(&diag, arena);
	const struct json *json = json_parse(source, arena, &diag);
	if (!json)
		diag_print(&diag, stderr, true);
	return json;
}

/* Members of the object are the columns. */
static inline struct feature feature_of(const char *properties, struct arena *arena) {
	const struct json *json = json_of(properties, arena);
	struct columns *columns = arena_new(arena, struct columns, 1);
	struct str *name = arena_new(arena, struct str, json->count);
	struct value *value = arena_new(arena, struct value, json->count);
	for (uint32_t i = 0; i < json->count; i++) {
		name[i] = json->child[i].key;
		value[i] = value_of_json(&json->child[i], arena);
	}
	*columns = (struct columns){ name, json->count };
	return (struct feature){ .columns = columns, .value = value, .id = value_null() };
}

/* "error KEY: MESSAGE", or the value as JSON; the same must succeed where nobody asks for
 * the words of an error, as when a map is drawn. */
static inline const char *result_of(const struct expr *e, const struct expr_env *env,
	struct arena *arena) {
	struct expr_error error = { "", "" };
	struct expr_env with = *env;
	struct value v;
	with.scratch = arena;
	bool fine = expr_eval(e, &with, &v);
	with.error = &error;
	if (expr_eval(e, &with, &v) != fine)
		return "with words for errors another result";
	if (!fine)
		return arena_printf(arena, "error %s: %s", error.key, error.message);
	return arena_strdup(arena, value_to_json(&v, arena));
}

static inline const char *errors_of(const struct expr_errors *errors, struct arena *arena) {
	const char *text = "";
	for (uint32_t i = 0; i < errors->count; i++)
		text = arena_printf(arena, "%s%scannot %s: %s", text, *text ? " | " : "",
			errors->item[i].key, errors->item[i].message);
	return text;
}

/* What an expression for the property comes to: its value, its failure, or why it
 * does not compile ("cannot KEY: MESSAGE"). */
static inline const char *evaluate(const char *expression, const struct prop_spec *spec,
	const struct expr_env *env, const char *properties, struct arena *arena) {
	struct expr_names names = { NULL, 0, 0 };
	struct expr_errors errors = { NULL, 0, 0 };
	const struct json *json = json_of(expression, arena);
	const struct expr *e = json->type == JSON_OBJECT
		? expr_parse(json, spec, &names, arena, &errors)
		: expr_compile(json, spec, &names, arena, &errors);
	struct feature feature = feature_of(properties, arena);
	struct expr_env with = *env;
	if (!e)
		return errors_of(&errors, arena);
	with.feature = &feature;
	return result_of(e, &with, arena);
}

#endif
