#ifndef STYLE_REWRITE_H
#define STYLE_REWRITE_H

#include "base/json.h"
#include "style/spec.h"

/*
 * The older notations, rewritten as expressions: functions (objects with stops or a
 * property) and filters that name a property in place of an expression.  The new
 * nodes keep the offset of what they were made from.
 */

/* A value that is an object is an old-style function. */
const struct json *function_rewrite(const struct json *function, const struct prop_spec *spec,
	struct arena *arena);

/* "{name} and {other}" as ["concat", ...]; the string itself when it has no token. */
const struct json *tokens_rewrite(const struct json *string, struct arena *arena);

/* Told apart by the specification's rule. */
bool filter_is_expression(const struct json *filter);
const struct json *filter_rewrite(const struct json *filter, struct arena *arena);

/* A filter of the older notation as an expression that a user would write, as JSON;
 * at NULL: there is no simple one. */
struct str filter_suggestion(const struct json *filter, struct arena *arena);

/* Building. */

/* An array that grows. */
struct json_list {
	struct arena *arena;
	const struct json *from; /* gives the offset */
	struct json *array, *item;
	uint32_t capacity;
};

struct json_list list_new(const struct json *from, struct arena *arena);
void list_add(struct json_list *l, const struct json *item); /* a copy of it */
void list_add_string(struct json_list *l, struct str s);
void list_add_number(struct json_list *l, double number);
/* What JavaScript has where nothing is: no JSON, an error in any expression. */
void list_add_undefined(struct json_list *l);
bool json_is_undefined(const struct json *json);

struct json *json_new(enum json_type type, const struct json *from, struct arena *arena);
const struct json *json_new_string(struct str s, const struct json *from, struct arena *arena);

#endif
