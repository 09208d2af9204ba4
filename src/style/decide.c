#include <math.h>
#include <string.h>

#include "style/ops.h"
#include "style/text.h"

/* case, match, coalesce, all, any, let. */

bool eval_all(const struct expr *e, const struct expr_env *env, struct value *out) {
	value_set_bool(out, true);
	for (uint32_t i = 0; i < e->nargs; i++) {
		if (!node_eval(e->arg[i], env, out))
			return false;
		if (!out->boolean)
			return true;
	}
	return true;
}

bool eval_any(const struct expr *e, const struct expr_env *env, struct value *out) {
	value_set_bool(out, false);
	for (uint32_t i = 0; i < e->nargs; i++) {
		if (!node_eval(e->arg[i], env, out))
			return false;
		if (out->boolean)
			return true;
	}
	return true;
}

bool eval_not(const struct expr *e, const struct expr_env *env, struct value *out) {
	if (!node_eval(e->arg[0], env, out))
		return false;
	out->boolean = !out->boolean;
	return true;
}

static bool eval_case(const struct expr *e, const struct expr_env *env, struct value *out) {
	for (uint32_t i = 0; i + 1 < e->nargs; i += 2) {
		struct value test;
		if (!node_eval(e->arg[i], env, &test))
			return false;
		if (test.boolean)
			return node_eval(e->arg[i + 1], env, out);
	}
	return node_eval(e->arg[e->nargs - 1], env, out);
}

/* What is wanted here, or NULL: whatever the first output is. */
static const struct type *wanted(const struct at *at) {
	return at->expected && at->expected->kind != KIND_VALUE ? at->expected : NULL;
}

const struct expr *parse_case(const struct at *at, const struct json *json) {
	if (json->count < 4)
		return parse_error(at, "Expected at least 3 arguments, but found only %u.",
			json->count - 1);
	if (json->count % 2)
		return parse_error(at, "Expected an odd number of arguments.");
	const struct type *type = wanted(at);
	struct expr *e = node_new(at, eval_case, NULL, json->count - 1);
	uint32_t index = 1;
	bool defined = true;
	for (const struct json *j = json->child->next; j; j = j->next, index++) {
		bool test = index % 2 && index + 1 < json->count;
		const struct expr *arg = parse_child(at, j, index,
			test ? type_of_kind(KIND_BOOL) : type);
		if (!arg)
			return NULL;
		node_set(e, index - 1, arg);
		if (test)
			continue;
		if (!type)
			type = arg->type;
		defined = defined && arg->flags & EXPR_DEFINED;
	}
	e->type = type;
	if (defined)
		e->flags |= EXPR_DEFINED;
	return node_finish(e);
}

/* coalesce */

static bool eval_coalesce(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct str missing_image = { NULL, 0 };
	for (uint32_t i = 0; i < e->nargs; i++) {
		if (!node_eval(e->arg[i], env, out))
			return false;
		if (out->type == VALUE_IMAGE && !out->image.available) {
			/* The first name is asked for when none of the images is there. */
			if (!missing_image.at)
				missing_image = out->image.name;
			*out = i + 1 == e->nargs ? value_string(missing_image) : value_null();
		}
		if (out->type != VALUE_NULL)
			return true;
	}
	return true;
}

const struct expr *parse_coalesce(const struct at *at, const struct json *json) {
	if (json->count < 2)
		return parse_error(at, "Expected at least one argument.");
	const struct type *type = wanted(at);
	struct expr *e = node_new(at, eval_coalesce, NULL, json->count - 1);
	uint32_t index = 1;
	bool defined = true, annotated = false;
	for (const struct json *j = json->child->next; j; j = j->next, index++) {
		/* An assertion would fail on the null that is to be passed over; it is put
		 * around the whole instead. */
		const struct expr *arg = parse_child_as(at, j, index, type, at->scope,
			ANNOTATE_OMIT);
		if (!arg)
			return NULL;
		if (!type)
			type = arg->type;
		node_set(e, index - 1, arg);
		defined = defined && arg->flags & EXPR_DEFINED;
		annotated = annotated
			|| (at->expected && !type_is_subtype(at->expected, arg->type));
	}
	e->op = OP_COALESCE;
	e->type = annotated ? type_of_kind(KIND_VALUE) : type;
	if (defined)
		e->flags |= EXPR_DEFINED;
	return node_finish(e);
}

/* let and var */

static bool eval_bound(const struct expr *e, const struct expr_env *env, struct value *out) {
	return node_eval(e->bound, env, out);
}

static bool eval_let(const struct expr *e, const struct expr_env *env, struct value *out) {
	return node_eval(e->arg[e->nargs - 1], env, out);
}

static bool is_name(struct str s) {
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
			    || c == '_'))
			return false;
	}
	return true;
}

const struct expr *parse_let(const struct at *at, const struct json *json) {
	if (json->count < 4)
		return parse_error(at, "Expected at least 3 arguments, but found %u instead.",
			json->count - 1);
	struct arena *arena = at->parser->arena;
	const struct scope *scope = at->scope;
	struct expr *e = node_new(at, eval_let, NULL, json->count / 2);
	const struct json *j = json->child->next;
	uint32_t index = 1;
	for (; index + 1 < json->count; index += 2, j = j->next->next) {
		if (j->type != JSON_STRING)
			return parse_error_at(at, index, "Expected string, but found %s instead.",
				json_typeof(j));
		if (!is_name(j->string))
			return parse_error_at(at, index,
				"Variable names must contain only alphanumeric "
				"characters or '_'.");
		const struct expr *bound = parse_child(at, j->next, index + 1, NULL);
		if (!bound)
			return NULL;
		struct scope *inner = arena_new(arena, struct scope, 1);
		*inner = (struct scope){ scope, j->string, bound };
		scope = inner;
		node_set(e, index / 2, bound);
	}
	if (!j)
		return parse_error_at(at, json->count - 1,
			"'undefined' value invalid. Use null "
			"instead.");
	const struct expr *result = parse_child_as(at, j, json->count - 1, at->expected, scope,
		ANNOTATE_BY_TYPE);
	if (!result)
		return NULL;
	node_set(e, e->nargs - 1, result);
	e->op = OP_LET;
	e->type = result->type;
	e->flags |= result->flags & EXPR_DEFINED;
	return node_finish(e);
}

const struct expr *parse_var(const struct at *at, const struct json *json) {
	if (json->count != 2 || json->child->next->type != JSON_STRING)
		return parse_error(at,
			"'var' expression requires exactly one string literal "
			"argument.");
	struct str name = json->child->next->string;
	const struct scope *scope = at->scope;
	while (scope && !str_equal(scope->name, name))
		scope = scope->outer;
	if (!scope)
		return parse_error_at(at, 1,
			"Unknown variable \"%.*s\". Make sure \"%.*s\" has been "
			"bound in an enclosing \"let\" expression before using it.",
			STR_ARG(name), STR_ARG(name));
	struct expr *e = node_new(at, eval_bound, scope->bound->type, 0);
	e->op = OP_VAR;
	e->bound = scope->bound;
	e->flags = scope->bound->flags & EXPR_CONSTANT ? 0 : EXPR_VARIES;
	node_finish(e);
	e->cost = scope->bound->cost;
	e->size = scope->bound->size;
	return e;
}

/* match */

struct match {
	bool numbers;
	uint32_t count, mask;
	const uint32_t *slot; /* by hash: 1 + the label's number; 0: free */
	const struct value *label;
	const uint32_t *output; /* of each label: an argument of the node */
};

static uint32_t hash_text(struct str s) {
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.at[i]) * 16777619u;
	return h ^ h >> 15;
}

static uint32_t hash_number(double number) {
	uint64_t bits;
	if (number == 0)
		number = 0;
	memcpy(&bits, &number, sizeof(bits));
	bits *= 0x9E3779B97F4A7C15u;
	return (uint32_t)(bits >> 32);
}

static uint32_t hash_label(const struct value *v) {
	return v->type == VALUE_NUMBER ? hash_number(v->number) : hash_text(v->string);
}

/* The label's number; `count` when there is none. */
static uint32_t match_find(const struct match *m, const struct value *v) {
	for (uint32_t i = hash_label(v) & m->mask; m->slot[i]; i = (i + 1) & m->mask)
		if (value_equal(&m->label[m->slot[i] - 1], v))
			return m->slot[i] - 1;
	return m->count;
}

static bool eval_match(const struct expr *e, const struct expr_env *env, struct value *out) {
	const struct match *m = e->match;
	struct value input;
	if (!node_eval(e->arg[0], env, &input))
		return false;
	uint32_t output = e->nargs - 1;
	if (input.type == (m->numbers ? VALUE_NUMBER : VALUE_STRING)) {
		uint32_t i = match_find(m, &input);
		if (i < m->count)
			output = m->output[i];
	}
	return node_eval(e->arg[output], env, out);
}

/* Labels as they are gathered. */
struct labels {
	struct value *label;
	uint32_t *output;
	uint32_t count, capacity, output_capacity;
	const struct type *type;
	uint32_t *slot, mask;
};

/* False: it is there already. */
static bool add_label(struct labels *l, struct value v, uint32_t output, struct arena *arena) {
	if ((l->count + 1) * 2 > l->mask) {
		uint32_t size = l->mask ? (l->mask + 1) * 2 : 16;
		l->slot = arena_new(arena, uint32_t, size);
		l->mask = size - 1;
		for (uint32_t k = 0; k < l->count; k++) {
			uint32_t i = hash_label(&l->label[k]) & l->mask;
			while (l->slot[i])
				i = (i + 1) & l->mask;
			l->slot[i] = k + 1;
		}
	}
	uint32_t i = hash_label(&v) & l->mask;
	for (; l->slot[i]; i = (i + 1) & l->mask)
		if (value_equal(&l->label[l->slot[i] - 1], &v))
			return false;
	uint32_t count = l->count;
	*arena_push(arena, l->output, count, l->output_capacity) = output;
	*arena_push(arena, l->label, l->count, l->capacity) = v;
	l->slot[i] = l->count;
	return true;
}

static bool parse_label(const struct at *at, const struct json *json, uint32_t output,
	struct labels *l) {
	struct arena *arena = at->parser->arena;
	bool lenient = at->parser->spec && at->parser->spec->flags & SPEC_LENIENT;
	if (json->type != JSON_NUMBER && json->type != JSON_STRING)
		return parse_error(at, "Branch labels must be numbers or strings.");
	if (json->type == JSON_NUMBER && fabs(json->number) > 9007199254740991.0)
		return parse_error(at,
			"Branch labels must be integers no larger than "
			"9007199254740991.");
	if (json->type == JSON_NUMBER && floor(json->number) != json->number && !lenient)
		return parse_error(at, "Numeric branch labels must be integer values.");
	struct value v = value_of_json(json, arena);
	const struct type *type = type_of_value(&v, arena);
	if (!l->type)
		l->type = type;
	if (l->type != type)
		return parse_error(at, "Expected %s but found %s instead.",
			type_name(l->type, arena), type_name(type, arena));
	if (!add_label(l, v, output, arena))
		return parse_error(at, "Branch labels must be unique.");
	return true;
}

static bool parse_labels(const struct at *at, const struct json *json, uint32_t output,
	struct labels *l) {
	if (json->type != JSON_ARRAY)
		return parse_label(at, json, output, l);
	if (json->count == 0)
		return parse_error(at, "Expected at least one branch label.");
	for (const struct json *j = json->child; j; j = j->next)
		if (!parse_label(at, j, output, l))
			return false;
	return true;
}

static const struct expr *finish_match(struct expr *e, const struct labels *l,
	struct arena *arena) {
	struct match *m = arena_new(arena, struct match, 1);
	*m = (struct match){ l->type->kind == KIND_NUMBER, l->count, l->mask, l->slot, l->label,
		l->output };
	bool defined = true;
	for (uint32_t i = 1; i < e->nargs; i++)
		defined = defined && e->arg[i]->flags & EXPR_DEFINED;
	e->match = m;
	if (defined)
		e->flags |= EXPR_DEFINED;
	return node_finish(e);
}

/* Argument 0 is the input, the last one the fallback. */
const struct expr *parse_match(const struct at *at, const struct json *json) {
	if (json->count < 5)
		return parse_error(at, "Expected at least 4 arguments, but found only %u.",
			json->count - 1);
	if (json->count % 2 != 1)
		return parse_error(at, "Expected an even number of arguments.");
	struct arena *arena = at->parser->arena;
	const struct type *type = wanted(at);
	struct labels labels = { 0 };
	struct expr *e = node_new(at, eval_match, NULL, (json->count - 1) / 2 + 1);
	const struct json *j = json->child->next->next;
	uint32_t index = 2, output = 1;
	for (; index + 1 < json->count; index += 2, output++, j = j->next->next) {
		struct at label = *at;
		label.path = path_add(arena, at->path, index);
		if (!parse_labels(&label, j, output, &labels))
			return NULL;
		const struct expr *result = parse_child(at, j->next, index, type);
		if (!result)
			return NULL;
		if (!type)
			type = result->type;
		node_set(e, output, result);
	}
	const struct expr *input = parse_child(at, json->child->next, 1, type_of_kind(KIND_VALUE));
	if (!input)
		return NULL;
	const struct expr *fallback = parse_child(at, j, json->count - 1, type);
	if (!fallback)
		return NULL;
	if (input->type->kind != KIND_VALUE && !type_is_subtype(labels.type, input->type))
		return parse_error_at(at, 1, "Expected %s but found %s instead.",
			type_name(labels.type, arena), type_name(input->type, arena));
	node_set(e, 0, input);
	node_set(e, e->nargs - 1, fallback);
	e->type = type;
	return finish_match(e, &labels, arena);
}
