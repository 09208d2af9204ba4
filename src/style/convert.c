#include <math.h>

#include "style/color.h"
#include "style/ops.h"
#include "style/text.h"

/* Assertions and coercions. */

static const char *kind_text(const struct value *v, const struct expr_env *env) {
	return type_name(type_of_value(v, env->scratch), env->scratch);
}

static bool eval_assertion(const struct expr *e, const struct expr_env *env, struct value *out) {
	for (uint32_t i = 0; i < e->nargs; i++) {
		if (!node_eval(e->arg[i], env, out))
			return false;
		if (type_accepts(e->type, out))
			return true;
	}
	if (!env->error)
		return false;
	return expr_fail(e, env, "Expected value to be of type %s, but found %s instead.",
		type_name(e->type, env->scratch), kind_text(out, env));
}

/* The frequent case: one argument, a plain type. */
static bool eval_assertion_plain(const struct expr *e, const struct expr_env *env,
	struct value *out) {
	if (!node_eval(e->arg[0], env, out))
		return false;
	if (kind_of_value(out) == e->type->kind)
		return true;
	if (!env->error)
		return false;
	return expr_fail(e, env, "Expected value to be of type %s, but found %s instead.",
		type_name(e->type, env->scratch), kind_text(out, env));
}

bool node_is_assertion(const struct expr *e) {
	return e->eval == eval_assertion_plain;
}

static const struct expr *finish_annotation(struct expr *e) {
	bool defined = true;
	for (uint32_t i = 0; i < e->nargs; i++)
		defined = defined && e->arg[i]->flags & EXPR_DEFINED;
	e->op = OP_ANNOTATION;
	if (defined)
		e->flags |= EXPR_DEFINED;
	return node_finish(e);
}

static bool parse_rest(const struct at *at, const struct json *json, uint32_t from,
	struct expr *e) {
	uint32_t index = from;
	for (const struct json *j = json_element(json, from); j; j = j->next, index++) {
		const struct expr *arg = parse_child(at, j, index, type_of_kind(KIND_VALUE));
		if (!arg)
			return false;
		node_set(e, index - from, arg);
	}
	return true;
}

static const struct type *named_type(struct str name) {
	if (str_equal(name, STR("string")))
		return type_of_kind(KIND_STRING);
	if (str_equal(name, STR("number")))
		return type_of_kind(KIND_NUMBER);
	if (str_equal(name, STR("boolean")))
		return type_of_kind(KIND_BOOL);
	return NULL;
}

/* ["array", type, length, value], where type and length may be left out. */
static const struct type *parse_array_type(const struct at *at, const struct json *json,
	uint32_t *from) {
	const struct type *item = type_of_kind(KIND_VALUE);
	int64_t length = -1;
	if (json->count > 2) {
		const struct json *name = json_element(json, 1);
		item = name->type == JSON_STRING ? named_type(name->string) : NULL;
		if (!item) {
			parse_error_at(at, 1,
				"The item type argument of \"array\" must be one of "
				"string, number, boolean");
			return NULL;
		}
		++*from;
	}
	if (json->count > 3) {
		const struct json *n = json_element(json, 2);
		if (n->type != JSON_NULL
			&& (n->type != JSON_NUMBER || n->number < 0 || n->number != floor(n->number)
				|| n->number > 1e9)) {
			parse_error_at(at, 2,
				"The length argument to \"array\" must be a positive "
				"integer literal");
			return NULL;
		}
		if (n->type == JSON_NUMBER)
			length = (int64_t)n->number;
		++*from;
	}
	return type_array(item, length, at->parser->arena);
}

const struct expr *parse_assertion(const struct at *at, const struct json *json) {
	if (json->count < 2)
		return parse_error(at, "Expected at least one argument.");
	uint32_t from = 1;
	struct str name = json->child->string;
	const struct type *type = named_type(name);
	if (str_equal(name, STR("object")))
		type = type_of_kind(KIND_OBJECT);
	else if (!type)
		type = parse_array_type(at, json, &from);
	if (!type)
		return NULL;
	struct expr *e = node_new(at, eval_assertion, type, json->count - from);
	if (!parse_rest(at, json, from, e))
		return NULL;
	if (e->nargs == 1 && type->kind != KIND_ARRAY)
		e->eval = eval_assertion_plain;
	return finish_annotation(e);
}

const struct expr *node_assertion(const struct at *at, const struct type *type,
	const struct expr *arg) {
	struct expr *e = node_new(at,
		type->kind == KIND_ARRAY ? eval_assertion : eval_assertion_plain, type, 1);
	node_set(e, 0, arg);
	return finish_annotation(e);
}

/* Coercions. */

static struct str text_or_json(const struct value *v, struct arena *arena) {
	return v->type == VALUE_STRING ? v->string : value_to_json(v, arena);
}

static bool eval_to_boolean(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value v;
	if (!node_eval(e->arg[0], env, &v))
		return false;
	*out = value_bool(value_truthy(&v));
	return true;
}

static bool eval_to_string(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value v;
	if (!node_eval(e->arg[0], env, &v))
		return false;
	*out = value_string(value_to_text(&v, env->scratch));
	return true;
}

static bool eval_to_number(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value v = value_null();
	for (uint32_t i = 0; i < e->nargs; i++) {
		if (!node_eval(e->arg[i], env, &v))
			return false;
		double number = number_of_value(&v, env->scratch);
		if (!isnan(number)) {
			*out = value_number(number);
			return true;
		}
	}
	if (!env->error)
		return false;
	return expr_fail(e, env, "Could not convert %.*s to number.",
		STR_ARG(value_to_json(&v, env->scratch)));
}

static const char *join_values(const struct value *item, uint32_t n, struct arena *arena) {
	struct strbuf b = { .arena = arena };
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			strbuf_add(&b, STR(", "));
		strbuf_add(&b, value_to_string(&item[i], arena));
	}
	strbuf_add(&b, (struct str){ "", 1 });
	return b.at;
}

/* NULL: they are the channels of a colour, up to 255 and the alpha up to 1. */
static const char *rgba_error(const struct value *item, uint32_t n, struct arena *arena) {
	for (uint32_t i = 0; i < 3; i++)
		if (item[i].type != VALUE_NUMBER || !(item[i].number >= 0 && item[i].number <= 255))
			return arena_printf(arena,
				"Invalid rgba value [%s]: 'r', 'g', and 'b' must be "
				"between 0 and 255.",
				join_values(item, n > 3 && item[3].type == VALUE_NUMBER ? 4 : 3,
					arena));
	if (n > 3
		&& (item[3].type != VALUE_NUMBER || !(item[3].number >= 0 && item[3].number <= 1)))
		return arena_printf(arena, "Invalid rgba value [%s]: 'a' must be between 0 and 1.",
			join_values(item, 4, arena));
	return NULL;
}

static struct rgba rgba_of_channels(const struct value *item, uint32_t n) {
	return (struct rgba){ item[0].number / 255, item[1].number / 255, item[2].number / 255,
		n > 3 ? item[3].number : 1 };
}

bool eval_rgba(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value channel[4];
	for (uint32_t i = 0; i < e->nargs; i++)
		if (!node_eval(e->arg[i], env, &channel[i]))
			return false;
	if (e->nargs < 4)
		channel[3] = value_number(1);
	const char *error = rgba_error(channel, 4, env->scratch);
	if (error)
		return expr_fail(e, env, "%s", error);
	*out = value_of_rgba(rgba_of_channels(channel, e->nargs));
	return true;
}

bool eval_to_rgba(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value v;
	if (!node_eval(e->arg[0], env, &v))
		return false;
	struct value *item = arena_new(env->scratch, struct value, 4);
	struct rgba c = value_rgba(&v);
	item[0] = value_number(c.r * 255);
	item[1] = value_number(c.g * 255);
	item[2] = value_number(c.b * 255);
	item[3] = value_number(c.a);
	*out = (struct value){ .type = VALUE_ARRAY, .array = { item, 4 } };
	return true;
}

/* The channels of an array count as multiplied by their alpha already. */
static const char *rgba_of_array(const struct value *v, struct rgba *out, struct arena *arena) {
	uint32_t n = v->array.count;
	if (n < 3 || n > 4)
		return arena_printf(arena,
			"Invalid rgba value %.*s: expected an array containing "
			"either three or four numeric values.",
			STR_ARG(value_to_json(v, arena)));
	const char *error = rgba_error(v->array.item, n, arena);
	if (error)
		return error;
	*out = rgba_of_channels(v->array.item, n);
	if (out->a > 0)
		*out = (struct rgba){ out->r / out->a, out->g / out->a, out->b / out->a, out->a };
	return NULL;
}

static bool eval_to_color(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value v = value_null();
	const char *error = NULL;
	for (uint32_t i = 0; i < e->nargs; i++) {
		if (!node_eval(e->arg[i], env, &v))
			return false;
		error = NULL;
		*out = v;
		if (v.type == VALUE_COLOR)
			return true;
		struct rgba c;
		if (v.type == VALUE_ARRAY)
			error = rgba_of_array(&v, &c, env->scratch);
		if (v.type == VALUE_ARRAY ? !error
					  : v.type == VALUE_STRING && rgba_parse(v.string, &c)) {
			*out = value_of_rgba(c);
			return true;
		}
	}
	if (!env->error)
		return false;
	if (error)
		return expr_fail(e, env, "%s", error);
	return expr_fail(e, env, "Could not parse color from value '%.*s'",
		STR_ARG(text_or_json(&v, env->scratch)));
}

static bool all_numbers(const struct value *v) {
	for (uint32_t i = 0; i < v->array.count; i++)
		if (v->array.item[i].type != VALUE_NUMBER)
			return false;
	return true;
}

bool value_to_padding(const struct value *v, struct value *out, struct arena *arena) {
	if (v->type == VALUE_PADDING) {
		*out = *v;
		return true;
	}
	/* Which of the numbers given is top, right, bottom, left. */
	static const uint8_t side[5][4] = {
		{ 0 },
		{ 0, 0, 0, 0 },
		{ 0, 1, 0, 1 },
		{ 0, 1, 2, 1 },
		{ 0, 1, 2, 3 },
	};
	uint32_t n = v->type == VALUE_NUMBER ? 1 : v->array.count;
	if (v->type != VALUE_NUMBER
		&& (v->type != VALUE_ARRAY || n < 1 || n > 4 || !all_numbers(v)))
		return false;
	double *padding = arena_new(arena, double, 4);
	for (int i = 0; i < 4; i++)
		padding[i] = v->type == VALUE_NUMBER ? v->number : v->array.item[side[n][i]].number;
	*out = (struct value){ .type = VALUE_PADDING, .padding = padding };
	return true;
}

bool value_to_numbers(const struct value *v, struct value *out, struct arena *arena) {
	if (v->type == VALUE_NUMBERS) {
		*out = *v;
		return true;
	}
	if (v->type != VALUE_NUMBER && (v->type != VALUE_ARRAY || !all_numbers(v)))
		return false;
	uint32_t n = v->type == VALUE_NUMBER ? 1 : v->array.count;
	double *number = arena_new(arena, double, n);
	for (uint32_t i = 0; i < n; i++)
		number[i] = v->type == VALUE_NUMBER ? v->number : v->array.item[i].number;
	*out = (struct value){ .type = VALUE_NUMBERS, .numbers = { number, n } };
	return true;
}

bool value_to_colors(const struct value *v, struct value *out, struct arena *arena) {
	if (v->type == VALUE_COLORS) {
		*out = *v;
		return true;
	}
	if (v->type != VALUE_STRING && v->type != VALUE_ARRAY)
		return false;
	uint32_t n = v->type == VALUE_STRING ? 1 : v->array.count;
	const struct value *item = v->type == VALUE_STRING ? v : v->array.item;
	struct rgba *color = arena_new(arena, struct rgba, n);
	for (uint32_t i = 0; i < n; i++)
		if (item[i].type != VALUE_STRING || !rgba_parse(item[i].string, &color[i]))
			return false;
	*out = (struct value){ .type = VALUE_COLORS, .colors = { color, n } };
	return true;
}

static bool is_anchor(const struct value *v) {
	static const char *const word[] = {
		"center",
		"left",
		"right",
		"top",
		"bottom",
		"top-left",
		"top-right",
		"bottom-left",
		"bottom-right",
	};
	if (v->type != VALUE_STRING)
		return false;
	for (size_t i = 0; i < sizeof(word) / sizeof(word[0]); i++)
		if (str_equal(v->string, str_of(word[i])))
			return true;
	return false;
}

bool value_to_anchors(const struct value *v, struct value *out, struct arena *arena) {
	if (v->type == VALUE_ANCHORS) {
		*out = *v;
		return true;
	}
	if (v->type != VALUE_ARRAY || v->array.count == 0 || v->array.count % 2)
		return false;
	uint32_t n = v->array.count / 2;
	struct value_anchor *anchor = arena_new(arena, struct value_anchor, n);
	for (uint32_t i = 0; i < n; i++) {
		const struct value *pair = &v->array.item[2 * i], *offset = pair + 1;
		if (!is_anchor(pair) || offset->type != VALUE_ARRAY || offset->array.count != 2
			|| !all_numbers(offset))
			return false;
		anchor[i] = (struct value_anchor){ pair->string, offset->array.item[0].number,
			offset->array.item[1].number };
	}
	*out = (struct value){ .type = VALUE_ANCHORS, .anchors = { anchor, n } };
	return true;
}

bool value_to_projection(const struct value *v, struct value *out, struct arena *arena) {
	struct value_projection *p = arena_new(arena, struct value_projection, 1);
	const struct value *item = v->array.item;
	*p = (struct value_projection){ v->string, v->string, 1 };
	*out = (struct value){ .type = VALUE_PROJECTION, .projection = p };
	if (v->type == VALUE_PROJECTION)
		out->projection = v->projection;
	else if (v->type == VALUE_ARRAY && v->array.count == 3 && item[0].type == VALUE_STRING
		&& item[1].type == VALUE_STRING && item[2].type == VALUE_NUMBER)
		*p = (struct value_projection){ item[0].string, item[1].string, item[2].number };
	else if (v->type != VALUE_STRING)
		return false;
	return true;
}

/* What is made of a value by one of these, or the failure in their words. */
#define TO_PARTS(name, word) \
	static bool eval_to_##name(const struct expr *e, const struct expr_env *env, \
		struct value *out) { \
		struct value v = value_null(); \
		for (uint32_t i = 0; i < e->nargs; i++) { \
			if (!node_eval(e->arg[i], env, &v)) \
				return false; \
			if (value_to_##name(&v, out, env->scratch)) \
				return true; \
		} \
		if (!env->error) \
			return false; \
		return expr_fail(e, env, "Could not parse " word " from value '%.*s'", \
			STR_ARG(text_or_json(&v, env->scratch))); \
	}

TO_PARTS(padding, "padding")
TO_PARTS(numbers, "numberArray")
TO_PARTS(colors, "colorArray")
TO_PARTS(anchors, "variableAnchorOffsetCollection")

/* Checked, but left as it is: a curve makes the projection of it. */
static bool eval_to_projection(const struct expr *e, const struct expr_env *env,
	struct value *out) {
	struct value projection;
	if (!node_eval(e->arg[0], env, out))
		return false;
	if (value_to_projection(out, &projection, env->scratch))
		return true;
	if (!env->error)
		return false;
	return expr_fail(e, env, "Could not parse projectionDefinition from value '%.*s'",
		STR_ARG(text_or_json(out, env->scratch)));
}

struct value value_formatted(struct str text, struct arena *arena) {
	struct value_section *section = arena_new(arena, struct value_section, 1);
	section->text = text;
	return (struct value){ .type = VALUE_FORMATTED, .formatted = { section, 1 } };
}

static bool eval_to_formatted(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value v;
	if (!node_eval(e->arg[0], env, &v))
		return false;
	*out = value_formatted(value_to_text(&v, env->scratch), env->scratch);
	return true;
}

static bool eval_to_image(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value v;
	if (!node_eval(e->arg[0], env, &v))
		return false;
	struct str name = value_to_text(&v, env->scratch);
	*out = name.len == 0 ? value_null()
			     : (struct value){ .type = VALUE_IMAGE, .image = { name, false } };
	return true;
}

static expr_fn *coercion_to(enum kind kind) {
	switch (kind) {
	case KIND_BOOL:
		return eval_to_boolean;
	case KIND_COLOR:
		return eval_to_color;
	case KIND_NUMBER:
		return eval_to_number;
	case KIND_PADDING:
		return eval_to_padding;
	case KIND_NUMBERS:
		return eval_to_numbers;
	case KIND_COLORS:
		return eval_to_colors;
	case KIND_ANCHORS:
		return eval_to_anchors;
	case KIND_PROJECTION:
		return eval_to_projection;
	case KIND_FORMATTED:
		return eval_to_formatted;
	case KIND_IMAGE:
		return eval_to_image;
	default:
		return eval_to_string;
	}
}

const struct expr *node_coercion(const struct at *at, const struct type *type,
	const struct expr *arg) {
	struct expr *e = node_new(at, coercion_to(type->kind), type, 1);
	node_set(e, 0, arg);
	return finish_annotation(e);
}

const struct expr *parse_coercion(const struct at *at, const struct json *json) {
	if (json->count < 2)
		return parse_error(at, "Expected at least one argument.");
	struct str name = json->child->string;
	enum kind kind = str_equal(name, STR("to-boolean")) ? KIND_BOOL
		: str_equal(name, STR("to-color"))          ? KIND_COLOR
		: str_equal(name, STR("to-number"))         ? KIND_NUMBER
							    : KIND_STRING;
	if ((kind == KIND_BOOL || kind == KIND_STRING) && json->count != 2)
		return parse_error(at, "Expected one argument.");
	struct expr *e = node_new(at, coercion_to(kind), type_of_kind(kind), json->count - 1);
	if (!parse_rest(at, json, 1, e))
		return NULL;
	return finish_annotation(e);
}
