#include "style/expr.h"

#include <math.h>

#include "style/color.h"
#include "style/compile.h"
#include "style/parse.h"
#include "style/rewrite.h"

bool expr_eval(const struct expr *e, const struct expr_env *env, struct value *out) {
	return node_eval(e, env, out);
}

bool expr_uses_feature(const struct expr *e) {
	return e->flags & EXPR_FEATURE;
}

bool expr_uses_zoom(const struct expr *e) {
	return e->flags & EXPR_ZOOM;
}

bool expr_is_constant(const struct expr *e) {
	return e->op == OP_LITERAL;
}

const char *expr_type_name(const struct expr *e, struct arena *arena) {
	return type_name(e->type, arena);
}

bool expr_is_defined(const struct expr *e) {
	return e->flags & EXPR_DEFINED;
}

/* The curve over the zoom. */

enum { NOT_ON_TOP = 1, TWO_CURVES = 2 };

static bool is_zoom_curve(const struct expr *e) {
	return (e->op == OP_STEP || e->op == OP_INTERPOLATE) && e->arg[0]->op == OP_ZOOM;
}

/*
 * The only step or interpolation over the zoom that the expression has; it must be
 * the whole, the result of "let" or an argument of "coalesce".
 */
static const struct expr *find_curve(const struct expr *e, int *error) {
	const struct expr *found = is_zoom_curve(e) ? e : NULL;
	if (!(e->flags & EXPR_ZOOM))
		return NULL;
	uint32_t first = e->op == OP_LET ? e->nargs - 1 : 0;
	bool passes = e->op == OP_LET || e->op == OP_COALESCE;
	const struct expr *inner[2] = { NULL, NULL };
	for (uint32_t k = 0; k < e->nargs && !*error; k++) {
		/* The result of "let" counts before what it binds. */
		const struct expr *arg = e->arg[(first + k) % e->nargs];
		const struct expr *curve = find_curve(arg, error);
		if (*error || !curve)
			continue;
		bool on_top = passes && (e->op == OP_COALESCE || k == 0);
		if (!found && on_top && !inner[0])
			found = curve;
		else if (!found)
			*error = NOT_ON_TOP;
		else if (found != curve)
			*error = TWO_CURVES;
	}
	return *error ? NULL : found;
}

uint32_t expr_zoom_stops(const struct expr *e, const double **stops) {
	int error = 0;
	const struct expr *curve = find_curve(e, &error);
	if (!curve)
		return 0;
	*stops = curve->curve->label;
	return curve->curve->nlabels;
}

static const struct expr *complain(struct parser *parser, struct expr_errors *errors,
	const char *message) {
	*arena_push(parser->arena, errors->item, errors->count,
		errors->capacity) = (struct expr_error){ "", message };
	return NULL;
}

/* Whether the property may depend on what the expression depends on. */
static const struct expr *check_property(const struct expr *e, const struct prop_spec *spec,
	struct parser *parser, struct expr_errors *errors) {
	int error = 0;
	if (e->flags & EXPR_FEATURE && !(spec->flags & SPEC_DATA))
		return complain(parser, errors, "data expressions not supported");
	if (!(e->flags & EXPR_ZOOM))
		return e;
	if (!(spec->flags & SPEC_ZOOM))
		return complain(parser, errors, "zoom expressions not supported");
	const struct expr *curve = find_curve(e, &error);
	if (error == TWO_CURVES)
		return complain(parser, errors,
			"Only one zoom-based \"step\" or \"interpolate\" "
			"subexpression may be used in an expression.");
	if (!curve)
		return complain(parser, errors,
			"\"zoom\" expression may only be used as input to a "
			"top-level \"step\" or \"interpolate\" expression.");
	if (curve->op == OP_INTERPOLATE && !(spec->flags & SPEC_LERP))
		return complain(parser, errors,
			"\"interpolate\" expressions cannot be used with "
			"this property");
	return e;
}

static struct at root_of(struct parser *parser, struct expr_errors *errors) {
	return (struct at){ .parser = parser,
		.expected = type_of_spec(parser->spec, parser->arena),
		.errors = errors };
}

const struct expr *expr_compile_any(const struct json *json, const struct prop_spec *spec,
	struct expr_names *names, struct arena *arena, struct expr_errors *errors) {
	struct parser parser = { .arena = arena, .names = names, .spec = spec };
	struct at at = root_of(&parser, errors);
	return parse_here(&at, json, ANNOTATE_BY_TYPE);
}

const struct expr *expr_compile(const struct json *json, const struct prop_spec *spec,
	struct expr_names *names, struct arena *arena, struct expr_errors *errors) {
	struct parser parser = { .arena = arena, .names = names, .spec = spec };
	struct at at = root_of(&parser, errors);
	/* What is meant as a string may be anything. */
	const struct expr *e = parse_here(&at, json,
		spec->type == SPEC_STRING ? ANNOTATE_COERCE : ANNOTATE_BY_TYPE);
	return e ? check_property(e, spec, &parser, errors) : NULL;
}

const struct expr *expr_parse_filter(const struct json *json, struct expr_names *names,
	struct arena *arena, struct expr_errors *errors) {
	struct parser parser = { .arena = arena, .names = names, .spec = &filter_spec };
	struct at at = root_of(&parser, errors);
	if (json->type == JSON_NULL)
		return node_literal(&at, value_bool(true), at.expected);
	if (!filter_is_expression(json))
		json = filter_rewrite(json, arena);
	return parse_here(&at, json, ANNOTATE_BY_TYPE);
}

bool json_is_expression(const struct json *json) {
	return json->type == JSON_ARRAY && json->count && json->child->type == JSON_STRING
		&& operator_find(json->child->string);
}

/* Constants. */

static bool items_fit(const struct value *v, const struct prop_spec *spec) {
	enum value_type want = spec->type == SPEC_ARRAY_NUMBER ? VALUE_NUMBER : VALUE_STRING;
	if (spec->length && v->array.count != spec->length)
		return false;
	for (uint32_t i = 0; i < v->array.count; i++)
		if (v->array.item[i].type != want)
			return false;
	return true;
}

bool value_of_constant(const struct json *json, const struct prop_spec *spec, struct value *out,
	struct arena *arena) {
	struct value v = value_of_json(json, arena);
	struct rgba color;
	*out = v;
	switch (spec->type) {
	case SPEC_COLOR:
		if (v.type != VALUE_STRING || !rgba_parse(v.string, &color))
			return false;
		*out = value_of_rgba(color);
		return true;
	case SPEC_NUMBER:
		return v.type == VALUE_NUMBER;
	case SPEC_BOOL:
		return v.type == VALUE_BOOL;
	case SPEC_STRING:
		return v.type == VALUE_STRING;
	case SPEC_ENUM:
		return v.type == VALUE_STRING && spec_has_word(spec, v.string);
	case SPEC_FORMATTED:
		if (v.type == VALUE_STRING)
			*out = value_formatted(v.string, arena);
		return v.type == VALUE_STRING;
	case SPEC_IMAGE:
		if (v.type == VALUE_STRING)
			*out = (struct value){ .type = VALUE_IMAGE, .image = { v.string, true } };
		return v.type == VALUE_STRING;
	case SPEC_PADDING:
		return value_to_padding(&v, out, arena);
	case SPEC_NUMBERS:
		return value_to_numbers(&v, out, arena);
	case SPEC_COLORS:
		return value_to_colors(&v, out, arena);
	case SPEC_ANCHORS:
		return value_to_anchors(&v, out, arena);
	case SPEC_PROJECTION:
		return value_to_projection(&v, out, arena);
	case SPEC_ARRAY_NUMBER:
	case SPEC_ARRAY_STRING:
	case SPEC_ARRAY_ENUM:
		return v.type == VALUE_ARRAY && items_fit(&v, spec);
	default:
		return true;
	}
}

static const char *type_text(const struct prop_spec *spec, struct arena *arena) {
	const struct type *type = type_of_spec(spec, arena);
	return type ? type_name(type, arena) : "value";
}

const struct expr *expr_parse(const struct json *json, const struct prop_spec *spec,
	struct expr_names *names, struct arena *arena, struct expr_errors *errors) {
	if (json->type == JSON_OBJECT) {
		struct prop_spec lenient = *spec;
		lenient.flags |= SPEC_LENIENT;
		return expr_compile(function_rewrite(json, &lenient, arena), &lenient, names, arena,
			errors);
	}
	if (json_is_expression(json))
		return expr_compile(json, spec, names, arena, errors);
	if (json->type == JSON_STRING && spec->flags & SPEC_TOKENS) {
		const struct json *tokens = tokens_rewrite(json, arena);
		if (tokens != json)
			return expr_compile(tokens, spec, names, arena, errors);
	}
	struct parser parser = { .arena = arena, .names = names, .spec = spec };
	struct at at = root_of(&parser, errors);
	struct value v;
	if (!value_of_constant(json, spec, &v, arena))
		return complain(&parser, errors,
			arena_printf(arena, "%s expected", type_text(spec, arena)));
	return node_literal(&at, v, at.expected ? at.expected : type_of_value(&v, arena));
}
