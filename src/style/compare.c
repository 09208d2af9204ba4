#include <math.h>
#include <string.h>

#include "style/locale.h"
#include "style/ops.h"
#include "style/text.h"

enum compare { COMPARE_EQ, COMPARE_NE, COMPARE_LT, COMPARE_GT, COMPARE_LE, COMPARE_GE };

/* In `extra` of a node, beside the code above: one side has no static type. */
enum { COMPARE_UNTYPED = 8, COMPARE_CODE = 7 };

static const char *const compare_name[] = { "==", "!=", "<", ">", "<=", ">=" };

static bool is_order(unsigned code) {
	return code >= COMPARE_LT;
}

static bool holds(unsigned code, int order) {
	switch (code) {
	case COMPARE_EQ:
		return order == 0;
	case COMPARE_NE:
		return order != 0;
	case COMPARE_LT:
		return order < 0;
	case COMPARE_GT:
		return order > 0;
	case COMPARE_LE:
		return order <= 0;
	default:
		return order >= 0;
	}
}

static bool numbers_hold(unsigned code, double a, double b) {
	switch (code) {
	case COMPARE_EQ:
		return a == b;
	case COMPARE_NE:
		return a != b;
	case COMPARE_LT:
		return a < b;
	case COMPARE_GT:
		return a > b;
	case COMPARE_LE:
		return a <= b;
	default:
		return a >= b;
	}
}

bool value_same(const struct value *a, const struct value *b) {
	if (a->type != b->type)
		return false;
	switch (a->type) {
	case VALUE_NULL:
		return true;
	case VALUE_BOOL:
		return a->boolean == b->boolean;
	case VALUE_NUMBER:
		return a->number == b->number;
	case VALUE_STRING:
		return str_equal(a->string, b->string);
	case VALUE_ARRAY:
		return a->array.item == b->array.item && a->array.count == b->array.count;
	case VALUE_OBJECT:
		return a->object.item == b->object.item && a->object.count == b->object.count;
	default:
		return false;
	}
}

static bool compare_values(unsigned code, const struct value *a, const struct value *b) {
	if (!is_order(code))
		return value_same(a, b) == (code == COMPARE_EQ);
	if (a->type == VALUE_NUMBER)
		return numbers_hold(code, a->number, b->number);
	return holds(code, text_compare(a->string, b->string));
}

static bool comparable(const struct value *a, const struct value *b) {
	return a->type == b->type && (a->type == VALUE_STRING || a->type == VALUE_NUMBER);
}

static bool compare(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value a, b;
	unsigned code = e->extra & COMPARE_CODE;
	if (!node_eval(e->arg[0], env, &a) || !node_eval(e->arg[1], env, &b))
		return false;
	bool untyped = e->extra & COMPARE_UNTYPED;
	if (untyped && is_order(code) && !comparable(&a, &b)) {
		if (!env->error)
			return false;
		/* Only the kind: an array is "array", whatever it holds. */
		return expr_fail(e, env,
			"Expected arguments for \"%s\" to be (string, string) or "
			"(number, number), but found (%s, %s) instead.",
			compare_name[code], value_type_name(a.type), value_type_name(b.type));
	}
	bool strings = a.type == VALUE_STRING && b.type == VALUE_STRING;
	if (e->nargs < 3 || !strings) {
		value_set_bool(out, compare_values(code, &a, &b));
		return true;
	}
	struct value collator;
	if (!node_eval(e->arg[2], env, &collator))
		return false;
	value_set_bool(out, holds(code, locale_compare(collator.collator, a.string, b.string)));
	return true;
}

static bool eval_compare(const struct expr *e, const struct expr_env *env, struct value *out) {
	return eval_forgetting(compare, e, env, out);
}

static inline bool same_text(struct str a, struct str b) {
	return a.len == b.len && (a.at == b.at || memcmp(a.at, b.at, a.len) == 0);
}

/*
 * A property beside a literal, the frequent case in filters: `bound` is the node that
 * names the property, argument 1 the literal.  What does not fit goes the long way,
 * which knows the errors.
 */
static bool eval_compare_property(const struct expr *e, const struct expr_env *env,
	struct value *out) {
	const struct value *a = env_property(env, e->bound->name.text, e->bound->name.number);
	const struct value *b = &e->arg[1]->literal;
	unsigned code = e->extra & COMPARE_CODE;
	if (a->type == VALUE_NUMBER && b->type == VALUE_NUMBER)
		value_set_bool(out, numbers_hold(code, a->number, b->number));
	else if (a->type == VALUE_STRING && b->type == VALUE_STRING && !is_order(code))
		value_set_bool(out, same_text(a->string, b->string) == (code == COMPARE_EQ));
	else
		return eval_compare(e, env, out);
	return true;
}

static void specialise_compare(struct expr *e) {
	const struct expr *get = e->arg[0];
	if (node_is_assertion(get))
		get = get->arg[0];
	if (e->nargs != 2 || get->op != OP_GET || !node_is_literal(e->arg[1]))
		return;
	e->bound = get;
	e->eval = eval_compare_property;
}

static bool is_comparable_type(unsigned code, const struct type *type) {
	enum kind kind = type->kind;
	if (kind == KIND_STRING || kind == KIND_NUMBER || kind == KIND_VALUE)
		return true;
	return !is_order(code) && (kind == KIND_BOOL || kind == KIND_NULL);
}

static const struct expr *parse_side(const struct at *at, const struct json *json, uint32_t index,
	unsigned code) {
	const struct expr *e = parse_child(at, json_element(json, index), index,
		type_of_kind(KIND_VALUE));
	if (!e || is_comparable_type(code, e->type))
		return e;
	return parse_error_at(at, index, "\"%s\" comparisons are not supported for type '%s'.",
		compare_name[code], type_name(e->type, at->parser->arena));
}

static unsigned compare_code(struct str name) {
	unsigned code = 0;
	while (!str_equal(name, str_of(compare_name[code])))
		code++;
	return code;
}

static const struct expr *parse_collator_arg(const struct at *at, const struct json *json,
	const struct expr *a, const struct expr *b) {
	enum kind x = a->type->kind, y = b->type->kind;
	if (x != KIND_STRING && y != KIND_STRING && x != KIND_VALUE && y != KIND_VALUE)
		return parse_error(at, "Cannot use collator to compare non-string types.");
	return parse_child(at, json_element(json, 3), 3, type_of_kind(KIND_COLLATOR));
}

const struct expr *parse_compare(const struct at *at, const struct json *json) {
	unsigned code = compare_code(json->child->string);
	if (json->count != 3 && json->count != 4)
		return parse_error(at, "Expected two or three arguments.");
	const struct expr *a = parse_side(at, json, 1, code);
	if (!a)
		return NULL;
	const struct expr *b = parse_side(at, json, 2, code);
	if (!b)
		return NULL;
	bool a_value = a->type->kind == KIND_VALUE, b_value = b->type->kind == KIND_VALUE;
	if (a->type->kind != b->type->kind && !a_value && !b_value)
		return parse_error(at, "Cannot compare types '%s' and '%s'.",
			type_name(a->type, at->parser->arena),
			type_name(b->type, at->parser->arena));
	/* Where one side has a type, the other must have it too. */
	if (is_order(code) && a_value && !b_value)
		a = node_assertion(at, b->type, a);
	else if (is_order(code) && b_value && !a_value)
		b = node_assertion(at, a->type, b);
	const struct expr *collator = NULL;
	if (json->count == 4) {
		collator = parse_collator_arg(at, json, a, b);
		if (!collator)
			return NULL;
	}
	struct expr *e = node_new(at, eval_compare, type_of_kind(KIND_BOOL), collator ? 3 : 2);
	node_set(e, 0, a);
	node_set(e, 1, b);
	if (collator)
		node_set(e, 2, collator);
	e->extra = (uint16_t)code;
	if (a->type->kind == KIND_VALUE || b->type->kind == KIND_VALUE)
		e->extra |= COMPARE_UNTYPED;
	e->flags |= EXPR_DEFINED;
	specialise_compare(e);
	return node_finish(e);
}
