#include "style/parse.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "style/rewrite.h"

const struct path *path_add(struct arena *arena, const struct path *outer, uint32_t index) {
	struct path *path = arena_new(arena, struct path, 1);
	*path = (struct path){ outer, index };
	return path;
}

const char *path_text(const struct path *path, struct arena *arena) {
	size_t length = 0;
	for (const struct path *p = path; p; p = p->outer)
		length += 13;
	char *text = arena_new(arena, char, length + 1);
	char *at = text + length;
	for (const struct path *p = path; p; p = p->outer) {
		uint32_t n = p->index;
		*--at = ']';
		do
			*--at = (char)('0' + n % 10);
		while (n /= 10);
		*--at = '[';
	}
	return at;
}

static const struct expr *add_error(const struct at *at, const struct path *path,
	const char *message) {
	struct arena *arena = at->parser->arena;
	struct expr_errors *errors = at->errors;
	*arena_push(arena, errors->item, errors->count,
		errors->capacity) = (struct expr_error){ path_text(path, arena), message };
	return NULL;
}

const struct expr *parse_error(const struct at *at, const char *fmt, ...) {
	va_list args;
	va_start(args, fmt);
	const char *message = arena_vprintf(at->parser->arena, fmt, args);
	va_end(args);
	return add_error(at, at->path, message);
}

const struct expr *parse_error_at(const struct at *at, uint32_t index, const char *fmt, ...) {
	va_list args;
	va_start(args, fmt);
	const char *message = arena_vprintf(at->parser->arena, fmt, args);
	va_end(args);
	return add_error(at, path_add(at->parser->arena, at->path, index), message);
}

/* `at` NULL: of no part of the expression. */
static void fail(const struct expr *at, const struct expr_env *env, const char *fmt, va_list args) {
	if (env->error) {
		env->error->message = arena_vprintf(env->scratch, fmt, args);
		env->error->key = at ? path_text(at->path, env->scratch) : "";
	}
}

bool expr_fail(const struct expr *e, const struct expr_env *env, const char *fmt, ...) {
	va_list args;
	va_start(args, fmt);
	fail(e, env, fmt, args);
	va_end(args);
	return false;
}

bool expr_fail_plain(const struct expr_env *env, const char *fmt, ...) {
	va_list args;
	va_start(args, fmt);
	fail(NULL, env, fmt, args);
	va_end(args);
	return false;
}

/* Nodes. */

struct expr *node_new(const struct at *at, expr_fn *eval, const struct type *type, uint32_t nargs) {
	struct arena *arena = at->parser->arena;
	struct expr *e = arena_new(arena, struct expr, 1);
	e->eval = eval;
	e->type = type;
	e->path = at->path;
	e->nargs = nargs;
	e->arg = arena_new(arena, const struct expr *, nargs);
	return e;
}

void node_set(struct expr *e, uint32_t i, const struct expr *arg) {
	((const struct expr **)e->arg)[i] = arg;
}

bool node_is_literal(const struct expr *e) {
	return e->op == OP_LITERAL;
}

/* Bytes that count as much as a step. */
enum { BYTES_PER_STEP = 64 };

static uint32_t add_saturated(uint32_t a, uint32_t b) {
	uint32_t sum;
	return __builtin_add_overflow(a, b, &sum) ? UINT32_MAX : sum;
}

const struct expr *node_finish(struct expr *e) {
	bool constant = true;
	e->cost = add_saturated(e->cost, 1);
	for (uint32_t i = 0; i < e->nargs; i++) {
		const struct expr *arg = e->arg[i];
		e->flags |= (uint8_t)(arg->flags & EXPR_INHERITED);
		e->cost = add_saturated(e->cost, arg->cost);
		e->size = add_saturated(e->size, arg->size);
		constant = constant
			&& (e->op == OP_ANNOTATION ? arg->flags & EXPR_CONSTANT
						   : node_is_literal(arg));
	}
	if (e->type->kind == KIND_STRING)
		e->cost = add_saturated(e->cost, e->size / BYTES_PER_STEP);
	if (constant && !(e->flags & (EXPR_FEATURE | EXPR_ZOOM | EXPR_GLOBAL | EXPR_VARIES)))
		e->flags |= EXPR_CONSTANT;
	return e;
}

static bool eval_literal(const struct expr *e, const struct expr_env *env, struct value *out) {
	(void)env;
	*out = e->literal;
	return true;
}

const struct expr *node_literal(const struct at *at, struct value value, const struct type *type) {
	struct expr *e = node_new(at, eval_literal, type, 0);
	e->op = OP_LITERAL;
	e->literal = value;
	e->flags = EXPR_DEFINED;
	node_finish(e);
	/* Given, not copied. */
	if (value.type == VALUE_STRING)
		e->size = value.string.len < UINT32_MAX ? (uint32_t)value.string.len : UINT32_MAX;
	return e;
}

uint32_t name_number(struct parser *parser, struct str name) {
	struct expr_names *names = parser->names;
	for (uint32_t i = 0; i < names->count; i++)
		if (str_equal(names->name[i], name))
			return i;
	*arena_push(parser->arena, names->name, names->count, names->capacity) = name;
	return names->count - 1;
}

/* JSON. */

const char *json_typeof(const struct json *json) {
	switch (json->type) {
	case JSON_NUMBER:
		return "number";
	case JSON_STRING:
		return "string";
	case JSON_FALSE:
	case JSON_TRUE:
		return "boolean";
	default:
		return "object";
	}
}

struct value value_of_json(const struct json *json, struct arena *arena) {
	switch (json->type) {
	case JSON_NULL:
		return value_null();
	case JSON_FALSE:
	case JSON_TRUE:
		return value_bool(json->type == JSON_TRUE);
	case JSON_NUMBER:
		return value_number(json->number);
	case JSON_STRING:
		return value_string(json->string);
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
	struct value *item = arena_new(arena, struct value, json->count);
	struct value *key = NULL;
	if (json->type == JSON_OBJECT)
		key = arena_new(arena, struct value, json->count);
	uint32_t i = 0;
	for (const struct json *child = json->child; child; child = child->next, i++) {
		item[i] = value_of_json(child, arena);
		if (key)
			key[i] = value_string(child->key);
	}
	if (!key)
		return (struct value){ .type = VALUE_ARRAY, .array = { item, json->count } };
	return (struct value){ .type = VALUE_OBJECT, .object = { key, item, json->count } };
}

/* Literals. */

OWN_FRAME static const struct expr *literal_of(const struct at *at, const struct json *json) {
	struct arena *arena = at->parser->arena;
	struct value value = value_of_json(json, arena);
	const struct type *type = type_of_value(&value, arena);
	const struct type *expected = at->expected;
	/* An empty array is an array of whatever is wanted. */
	if (type->kind == KIND_ARRAY && type->length == 0 && expected
		&& expected->kind == KIND_ARRAY && expected->length <= 0)
		type = expected;
	return node_literal(at, value, type);
}

const struct expr *parse_literal(const struct at *at, const struct json *json) {
	if (json->count != 2)
		return parse_error(at,
			"'literal' expression requires exactly one argument, "
			"but found %u instead.",
			json->count - 1);
	return literal_of(at, json->child->next);
}

static bool eval_semiliteral(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value *item = arena_new(env->scratch, struct value, e->nargs);
	for (uint32_t i = 0; i < e->nargs; i++)
		if (!node_eval(e->arg[i], env, &item[i]))
			return false;
	*out = (struct value){ .type = VALUE_ARRAY, .array = { item, e->nargs } };
	return true;
}

const struct expr *parse_semiliteral(const struct at *at, const struct json *json) {
	if (json->count != 2)
		return parse_error(at,
			"'semiliteral' expression requires exactly one argument, "
			"but found %u instead.",
			json->count - 1);
	const struct json *list = json->child->next;
	if (list->type != JSON_ARRAY)
		return literal_of(at, list);
	struct arena *arena = at->parser->arena;
	struct at inside = *at;
	inside.path = path_add(arena, at->path, 1);
	inside.expected = NULL;
	struct expr *e = node_new(at, eval_semiliteral, NULL, list->count);
	const struct type *item = NULL;
	uint32_t i = 0;
	bool defined = true;
	for (const struct json *j = list->child; j; j = j->next, i++) {
		const struct expr *arg = parse_child(&inside, j, i, type_of_kind(KIND_VALUE));
		if (!arg)
			return NULL;
		if (item && item != arg->type)
			item = type_of_kind(KIND_VALUE);
		else
			item = arg->type;
		defined = defined && arg->flags & EXPR_DEFINED;
		node_set(e, i, arg);
	}
	e->type = type_array(item ? item : type_of_kind(KIND_VALUE), list->count, arena);
	if (defined)
		e->flags |= EXPR_DEFINED;
	return node_finish(e);
}

/* Types. */

static const struct expr *annotate(const struct at *at, const struct expr *e,
	enum annotation annotation, bool coerce) {
	if (annotation == ANNOTATE_OMIT)
		return e;
	if (annotation == ANNOTATE_COERCE || coerce)
		return node_coercion(at, at->expected, e);
	return node_assertion(at, at->expected, e);
}

/* Whether a value of kind `actual` becomes one of kind `expected` by itself. */
static bool coerces(enum kind expected, enum kind actual) {
	bool value = actual == KIND_VALUE;
	switch (expected) {
	case KIND_PROJECTION:
		return value || actual == KIND_STRING || actual == KIND_ARRAY;
	case KIND_COLOR:
	case KIND_FORMATTED:
	case KIND_IMAGE:
		return value || actual == KIND_STRING;
	case KIND_PADDING:
	case KIND_NUMBERS:
		return value || actual == KIND_NUMBER || actual == KIND_ARRAY;
	case KIND_COLORS:
		return value || actual == KIND_STRING || actual == KIND_ARRAY;
	case KIND_ANCHORS:
		return value || actual == KIND_ARRAY;
	default:
		return false;
	}
}

static bool asserts(enum kind expected) {
	return expected == KIND_STRING || expected == KIND_NUMBER || expected == KIND_BOOL
		|| expected == KIND_OBJECT || expected == KIND_ARRAY;
}

OWN_FRAME static const struct expr *conform(const struct at *at, const struct expr *e,
	enum annotation annotation) {
	const struct type *expected = at->expected;
	if (!expected)
		return e;
	if (asserts(expected->kind) && e->type->kind == KIND_VALUE)
		return annotate(at, e, annotation, false);
	if (coerces(expected->kind, e->type->kind))
		return annotate(at, e, annotation, true);
	if (type_is_subtype(expected, e->type))
		return e;
	struct arena *arena = at->parser->arena;
	return parse_error(at, "Expected %s but found %s instead.", type_name(expected, arena),
		type_name(e->type, arena));
}

static bool no_image(void *user, struct str name) {
	(void)user, (void)name;
	return false;
}

/* What never changes is evaluated now; not images, which may be missing. */
OWN_FRAME static const struct expr *fold(const struct at *at, const struct expr *e) {
	if (node_is_literal(e) || e->type->kind == KIND_IMAGE || !(e->flags & EXPR_CONSTANT))
		return e;
	if (at->parser->spec && at->parser->spec->flags & SPEC_UNFOLDED)
		return e;
	struct expr_error error = { NULL, NULL };
	struct expr_env env = { .scratch = at->parser->arena,
		.error = &error,
		.has_image = no_image };
	struct value value;
	if (!node_eval(e, &env, &value))
		return parse_error(at, "%s", error.message);
	return node_literal(at, value, e->type);
}

static const struct expr *parse_operator(const struct at *at, const struct json *json) {
	if (json->count == 0)
		return parse_error(at,
			"Expected an array with at least one element. If you wanted "
			"a literal array, use [\"literal\", []].");
	const struct json *name = json->child;
	if (name->type != JSON_STRING)
		return parse_error_at(at, 0,
			"Expression name must be a string, but found %s "
			"instead. If you wanted a literal array, use [\"literal\", [...]].",
			json_typeof(name));
	const struct operator* operator= operator_find(name->string);
	if (!operator)
		return parse_error_at(at, 0,
			"Unknown expression \"%.*s\". If you wanted a literal "
			"array, use [\"literal\", [...]].",
			STR_ARG(name->string));
	return operator->parse ? operator->parse(at, json) : parse_by_signature(at, json);
}

const struct expr *parse_here(const struct at *at, const struct json *json,
	enum annotation annotation) {
	if (++at->parser->steps > LIMIT_EXPRESSION_STEPS)
		return parse_error(at,
			"The expression takes more than %d steps to parse "
			"(LIMIT_EXPRESSION_STEPS).",
			(int)LIMIT_EXPRESSION_STEPS);
	if (json_is_undefined(json))
		return parse_error(at, "'undefined' value invalid. Use null instead.");
	if (json->type == JSON_OBJECT)
		return parse_error(at, "Bare objects invalid. Use [\"literal\", {...}] instead.");
	const struct expr *e = json->type == JSON_ARRAY ? parse_operator(at, json)
							: literal_of(at, json);
	if (e)
		e = conform(at, e, annotation);
	if (e && e->cost > LIMIT_EXPRESSION_STEPS)
		return parse_error(at,
			"The expression takes more than %d steps to evaluate "
			"(LIMIT_EXPRESSION_STEPS).",
			(int)LIMIT_EXPRESSION_STEPS);
	return e ? fold(at, e) : NULL;
}

/*
 * What has failed fails again: operators with several signatures try their arguments
 * once for each and once more for the message, which would double with every level of
 * a deep expression that is wrong at its bottom.
 */
struct failure {
	const struct json *json;
	const struct type *expected;
	const struct scope *scope;
	enum annotation annotation;
	struct expr_errors errors;
};

enum { FAILURES_KEPT = 4096 };

OWN_FRAME static void add_errors(const struct at *at, const struct expr_errors *from) {
	struct expr_errors *errors = at->errors;
	for (uint32_t i = 0; i < from->count; i++)
		*arena_push(at->parser->arena, errors->item, errors->count,
			errors->capacity) = from->item[i];
}

OWN_FRAME static bool failed_before(const struct at *at, const struct json *json,
	enum annotation annotation) {
	const struct parser *parser = at->parser;
	for (uint32_t i = parser->nfailures; i-- > 0;) {
		const struct failure *f = &parser->failure[i];
		if (f->json != json || f->expected != at->expected || f->scope != at->scope
			|| f->annotation != annotation)
			continue;
		add_errors(at, &f->errors);
		return true;
	}
	return false;
}

OWN_FRAME static void remember_failure(const struct at *at, const struct json *json,
	enum annotation annotation, const struct expr_errors *errors) {
	struct parser *parser = at->parser;
	if (parser->nfailures == FAILURES_KEPT)
		return;
	*arena_push(parser->arena, parser->failure, parser->nfailures,
		parser->capacity) = (struct failure){ json, at->expected, at->scope, annotation,
		*errors };
}

const struct expr *parse_child_as(const struct at *at, const struct json *json, uint32_t index,
	const struct type *expected, const struct scope *scope, enum annotation annotation) {
	struct expr_errors errors = { NULL, 0, 0 };
	struct at child = *at;
	child.path = path_add(at->parser->arena, at->path, index);
	child.expected = expected;
	child.scope = scope;
	if (failed_before(&child, json, annotation))
		return NULL;
	child.errors = &errors;
	const struct expr *e = parse_here(&child, json, annotation);
	/* A node that was made may have errors of its own beside it. */
	add_errors(at, &errors);
	if (!e)
		remember_failure(&child, json, annotation, &errors);
	return e;
}

const struct expr *parse_child(const struct at *at, const struct json *json, uint32_t index,
	const struct type *expected) {
	return parse_child_as(at, json, index, expected, at->scope, ANNOTATE_BY_TYPE);
}
