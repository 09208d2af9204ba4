#include <string.h>

#include "style/ops.h"
#include "style/text.h"

/*
 * Filters of the older notation: a value of another type is no error, it just does
 * not pass.  What they compare with is always a literal.
 */

static const struct value *property(const struct expr *e, const struct expr_env *env) {
	return env_property(env, e->name.text, e->name.number);
}

/* Less, equal, greater; false: of different types or of none that has an order. */
static bool order_of(const struct value *a, const struct value *b, int *order) {
	if (a->type != b->type)
		return false;
	switch (a->type) {
	case VALUE_NUMBER:
		*order = (a->number > b->number) - (a->number < b->number);
		return a->number == a->number && b->number == b->number;
	case VALUE_STRING:
		*order = text_compare(a->string, b->string);
		return true;
	case VALUE_BOOL:
		*order = a->boolean - b->boolean;
		return true;
	case VALUE_NULL:
		*order = 0;
		return true;
	default:
		return false;
	}
}

#define FILTER_EQ(name, left, right) \
	bool eval_filter_##name(const struct expr *e, const struct expr_env *env, \
		struct value *out) { \
		value_set_bool(out, value_same(left, right)); \
		return true; \
	}

#define FILTER_ORDER(name, left, right, test) \
	bool eval_filter_##name(const struct expr *e, const struct expr_env *env, \
		struct value *out) { \
		int order; \
		value_set_bool(out, order_of(left, right, &order) && order test 0); \
		return true; \
	}

static const struct value *feature_id(const struct expr_env *env) {
	static const struct value none = { .type = VALUE_NULL };
	return env->feature ? &env->feature->id : &none;
}

FILTER_EQ(eq, property(e, env), &e->arg[1]->literal)
FILTER_ORDER(lt, property(e, env), &e->arg[1]->literal, <)
FILTER_ORDER(gt, property(e, env), &e->arg[1]->literal, >)
FILTER_ORDER(le, property(e, env), &e->arg[1]->literal, <=)
FILTER_ORDER(ge, property(e, env), &e->arg[1]->literal, >=)
FILTER_EQ(id_eq, feature_id(env), &e->arg[0]->literal)
FILTER_ORDER(id_lt, feature_id(env), &e->arg[0]->literal, <)
FILTER_ORDER(id_gt, feature_id(env), &e->arg[0]->literal, >)
FILTER_ORDER(id_le, feature_id(env), &e->arg[0]->literal, <=)
FILTER_ORDER(id_ge, feature_id(env), &e->arg[0]->literal, >=)

static bool is_among(const struct value *v, const struct value *list) {
	for (uint32_t i = 0; i < list->array.count; i++)
		if (value_same(v, &list->array.item[i]))
			return true;
	return false;
}

bool eval_filter_in(const struct expr *e, const struct expr_env *env, struct value *out) {
	value_set_bool(out, is_among(property(e, env), &e->arg[1]->literal));
	return true;
}

bool eval_filter_id_in(const struct expr *e, const struct expr_env *env, struct value *out) {
	value_set_bool(out, is_among(feature_id(env), &e->arg[0]->literal));
	return true;
}

bool eval_filter_has(const struct expr *e, const struct expr_env *env, struct value *out) {
	value_set_bool(out, property(e, env)->type != VALUE_MISSING);
	return true;
}

bool eval_filter_has_id(const struct expr *e, const struct expr_env *env, struct value *out) {
	(void)e;
	enum value_type type = feature_id(env)->type;
	value_set_bool(out, type != VALUE_NULL && type != VALUE_MISSING);
	return true;
}

bool eval_filter_type_eq(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct str type = env_geometry_type(env);
	value_set_bool(out, type.at && str_equal(type, e->arg[0]->literal.string));
	return true;
}

bool eval_filter_type_in(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct str type = env_geometry_type(env);
	struct value v = value_string(type);
	value_set_bool(out, type.at && is_among(&v, &e->arg[0]->literal));
	return true;
}
