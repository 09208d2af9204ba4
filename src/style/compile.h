#ifndef STYLE_COMPILE_H
#define STYLE_COMPILE_H

#include "style/expr.h"

/* For the checker and `sitmap expr`: what expr_parse() is made of. */

/* Always an expression, never a constant that only looks like one. */
const struct expr *expr_compile(const struct json *json, const struct prop_spec *spec,
	struct expr_names *names, struct arena *arena, struct expr_errors *errors);

/* The same without regard to what may drive the property. */
const struct expr *expr_compile_any(const struct json *json, const struct prop_spec *spec,
	struct expr_names *names, struct arena *arena, struct expr_errors *errors);

/* An array that begins with the name of an operator. */
bool json_is_expression(const struct json *json);

/* A constant of the property's type; false: it is none. */
bool value_of_constant(const struct json *json, const struct prop_spec *spec, struct value *out,
	struct arena *arena);

/* All values that it can have are literals inside it. */
bool expr_is_defined(const struct expr *e);

#endif
