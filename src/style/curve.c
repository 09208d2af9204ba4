#include <math.h>

#include "style/color.h"
#include "style/ops.h"
#include "style/text.h"

/* step and interpolate */

/* The last label that is not above the input, which lies between the first and the
 * last; the count when the input is not a number. */
static uint32_t find_label(const struct curve *c, double input) {
	uint32_t low = 0, high = c->nlabels - 1;
	if (isnan(input))
		return c->nlabels;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (c->label[middle] <= input)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static bool eval_step(const struct expr *e, const struct expr_env *env, struct value *out) {
	const struct curve *c = e->curve;
	struct value input;
	if (c->nlabels == 1)
		return node_eval(e->arg[1], env, out);
	if (!node_eval(e->arg[0], env, &input))
		return false;
	uint32_t i = c->nlabels - 1;
	if (!(input.number >= c->label[i]))
		i = find_label(c, input.number);
	if (i == c->nlabels)
		return expr_fail(e, env, "Input is not a number.");
	return node_eval(e->arg[1 + i], env, out);
}

/* Cubic from (0, 0) to (1, 1): y where x is `x`. */
static double bezier(const double control[4], double x) {
	double cx = 3 * control[0], bx = 3 * (control[2] - control[0]) - cx, ax = 1 - cx - bx;
	double cy = 3 * control[1], by = 3 * (control[3] - control[1]) - cy, ay = 1 - cy - by;
	double t = x, low = 0, high = 1;
	if (x <= 0)
		return 0;
	if (x >= 1)
		return 1;
	/* Newton where the curve is steep enough, else halving. */
	for (int i = 0; i < 8; i++) {
		double miss = ((ax * t + bx) * t + cx) * t - x;
		double slope = (3 * ax * t + 2 * bx) * t + cx;
		if (fabs(miss) < 1e-6)
			return ((ay * t + by) * t + cy) * t;
		if (fabs(slope) < 1e-6)
			break;
		t -= miss / slope;
	}
	t = x;
	for (int i = 0; i < 60; i++) {
		double at = ((ax * t + bx) * t + cx) * t;
		if (fabs(at - x) < 1e-6)
			break;
		if (x > at)
			low = t;
		else
			high = t;
		t = (high - low) / 2 + low;
	}
	return ((ay * t + by) * t + cy) * t;
}

static double exponential(double input, double base, double low, double high) {
	double difference = high - low, progress = input - low;
	if (difference == 0)
		return 0;
	if (base == 1)
		return progress / difference;
	return (pow(base, progress) - 1) / (pow(base, difference) - 1);
}

static double factor(const struct curve *c, double input, double low, double high) {
	switch (c->kind) {
	case CURVE_EXPONENTIAL:
		return exponential(input, c->base, low, high);
	case CURVE_BEZIER:
		return bezier(c->control, exponential(input, 1, low, high));
	default:
		return exponential(input, 1, low, high);
	}
}

static double mix(double a, double b, double t) {
	return a + t * (b - a);
}

static struct rgba mix_colors(enum curve_space space, struct rgba a, struct rgba b, double t) {
	switch (space) {
	case SPACE_HCL:
		return rgba_mix_hcl(a, b, t);
	case SPACE_LAB:
		return rgba_mix_lab(a, b, t);
	default:
		return rgba_mix(a, b, t);
	}
}

static const double *mix_padding(const double *a, const double *b, double t, struct arena *arena) {
	double *number = arena_new(arena, double, 4);
	for (int i = 0; i < 4; i++)
		number[i] = mix(a[i], b[i], t);
	return number;
}

static bool mix_arrays(const struct value *a, const struct value *b, double t,
	const struct expr_env *env, struct value *out) {
	uint32_t n = a->array.count;
	struct value *item = arena_new(env->scratch, struct value, n);
	for (uint32_t i = 0; i < n; i++)
		item[i] = value_number(i < b->array.count
				? mix(a->array.item[i].number, b->array.item[i].number, t)
				: NAN);
	*out = (struct value){ .type = VALUE_ARRAY, .array = { item, n } };
	return true;
}

static bool mix_color_arrays(const struct expr *e, const struct expr_env *env,
	const struct value *a, const struct value *b, double t, struct value *out) {
	uint32_t n = a->colors.count;
	if (n != b->colors.count)
		return expr_fail_plain(env,
			"colorArray: Arrays have mismatched length (%u vs. %u), "
			"cannot interpolate.",
			n, b->colors.count);
	struct rgba *color = arena_new(env->scratch, struct rgba, n);
	for (uint32_t i = 0; i < n; i++)
		color[i] = mix_colors(e->curve->space, a->colors.at[i], b->colors.at[i], t);
	*out = (struct value){ .type = VALUE_COLORS, .colors = { color, n } };
	return true;
}

static bool mix_number_arrays(const struct value *a, const struct value *b, double t,
	const struct expr_env *env, struct value *out) {
	uint32_t n = a->numbers.count;
	double *number = arena_new(env->scratch, double, n);
	for (uint32_t i = 0; i < n; i++)
		number[i] = i < b->numbers.count ? mix(a->numbers.at[i], b->numbers.at[i], t) : NAN;
	*out = (struct value){ .type = VALUE_NUMBERS, .numbers = { number, n } };
	return true;
}

static bool mix_anchors(const struct expr *e, const struct expr_env *env, const struct value *a,
	const struct value *b, double t, struct value *out) {
	uint32_t n = a->anchors.count;
	if (n != b->anchors.count)
		return env->error
			&& expr_fail(e, env,
				"Cannot interpolate values of different "
				"length. from: %.*s, to: %.*s",
				STR_ARG(value_to_json(a, env->scratch)),
				STR_ARG(value_to_json(b, env->scratch)));
	struct value_anchor *anchor = arena_new(env->scratch, struct value_anchor, n);
	for (uint32_t i = 0; i < n; i++) {
		const struct value_anchor *x = &a->anchors.at[i], *y = &b->anchors.at[i];
		if (!str_equal(x->anchor, y->anchor))
			return expr_fail(e, env,
				"Cannot interpolate values containing mismatched "
				"anchors. from[%u]: %.*s, to[%u]: %.*s",
				2 * i, STR_ARG(x->anchor), 2 * i, STR_ARG(y->anchor));
		anchor[i] = (struct value_anchor){ x->anchor, mix(x->x, y->x, t),
			mix(x->y, y->y, t) };
	}
	*out = (struct value){ .type = VALUE_ANCHORS, .anchors = { anchor, n } };
	return true;
}

static bool mix_projections(const struct value *a, const struct value *b, double t,
	const struct expr_env *env, struct value *out) {
	struct value from, to;
	if (!value_to_projection(a, &from, env->scratch)
		|| !value_to_projection(b, &to, env->scratch))
		return false;
	struct value_projection *p = arena_new(env->scratch, struct value_projection, 1);
	*p = (struct value_projection){ from.projection->from, to.projection->from, t };
	*out = (struct value){ .type = VALUE_PROJECTION, .projection = p };
	return true;
}

OWN_FRAME static bool mix_values(const struct expr *e, const struct expr_env *env,
	const struct value *a, const struct value *b, double t, struct value *out) {
	switch (e->type->kind) {
	case KIND_NUMBER:
		*out = value_number(mix(a->number, b->number, t));
		return true;
	case KIND_COLOR:
		*out = value_of_rgba(mix_colors(e->curve->space, value_rgba(a), value_rgba(b), t));
		return true;
	case KIND_PADDING:
		*out = (struct value){ .type = VALUE_PADDING,
			.padding = mix_padding(a->padding, b->padding, t, env->scratch) };
		return true;
	case KIND_NUMBERS:
		return mix_number_arrays(a, b, t, env, out);
	case KIND_COLORS:
		return mix_color_arrays(e, env, a, b, t, out);
	case KIND_ANCHORS:
		return mix_anchors(e, env, a, b, t, out);
	case KIND_PROJECTION:
		return mix_projections(a, b, t, env, out);
	default:
		return mix_arrays(a, b, t, env, out);
	}
}

static bool eval_interpolate(const struct expr *e, const struct expr_env *env, struct value *out) {
	const struct curve *c = e->curve;
	struct value input, a, b;
	if (c->nlabels == 1)
		return node_eval(e->arg[1], env, out);
	if (!node_eval(e->arg[0], env, &input))
		return false;
	double x = input.number;
	if (x <= c->label[0])
		return node_eval(e->arg[1], env, out);
	if (x >= c->label[c->nlabels - 1])
		return node_eval(e->arg[c->nlabels], env, out);
	uint32_t i = find_label(c, x);
	if (i == c->nlabels)
		return expr_fail(e, env, "Input is not a number.");
	double t = factor(c, x, c->label[i], c->label[i + 1]);
	return node_eval(e->arg[1 + i], env, &a) && node_eval(e->arg[2 + i], env, &b)
		&& mix_values(e, env, &a, &b, t, out);
}

/* Parsing. */

/* One label and its output; `index` is the label's. */
static bool parse_stop(const struct at *at, const struct json *label, uint32_t index,
	const char *name, struct curve *c) {
	if (label->type != JSON_NUMBER)
		return parse_error_at(at, index,
			"Input/output pairs for \"%s\" expressions must be "
			"defined using literal numeric values (not computed expressions) for the input "
			"values.",
			name);
	if (c->nlabels && c->label[c->nlabels - 1] >= label->number)
		return parse_error_at(at, index,
			"Input/output pairs for \"%s\" expressions must be "
			"arranged with input values in strictly ascending order.",
			name);
	c->label[c->nlabels++] = label->number;
	return true;
}

static bool parse_output(const struct at *at, const struct json *json, uint32_t index,
	struct expr *e, uint32_t stop) {
	const struct expr *output = parse_child(at, json, index, e->type);
	if (!output)
		return false;
	if (!e->type)
		e->type = output->type;
	node_set(e, 1 + stop, output);
	return true;
}

static const struct expr *finish_curve(struct expr *e, enum expr_op op, const struct curve *c) {
	bool defined = true;
	for (uint32_t i = 1; i < e->nargs; i++)
		defined = defined && e->arg[i]->flags & EXPR_DEFINED;
	e->op = (uint8_t)op;
	e->curve = c;
	if (defined)
		e->flags |= EXPR_DEFINED;
	return node_finish(e);
}

static const struct type *wanted(const struct at *at) {
	return at->expected && at->expected->kind != KIND_VALUE ? at->expected : NULL;
}

static struct curve *curve_new(struct arena *arena, uint32_t nlabels) {
	struct curve *c = arena_new(arena, struct curve, 1);
	c->label = arena_new(arena, double, nlabels);
	c->base = 1;
	return c;
}

const struct expr *parse_step(const struct at *at, const struct json *json) {
	if (json->count < 5)
		return parse_error(at, "Expected at least 4 arguments, but found only %u.",
			json->count - 1);
	if ((json->count - 1) % 2)
		return parse_error(at, "Expected an even number of arguments.");
	const struct expr *input = parse_child(at, json_element(json, 1), 1,
		type_of_kind(KIND_NUMBER));
	if (!input)
		return NULL;
	uint32_t nstops = (json->count - 1) / 2;
	struct curve *c = curve_new(at->parser->arena, nstops);
	struct expr *e = node_new(at, eval_step, wanted(at), 1 + nstops);
	node_set(e, 0, input);
	c->label[c->nlabels++] = -INFINITY;
	const struct json *j = json_element(json, 2);
	if (!parse_output(at, j, 2, e, 0))
		return NULL;
	for (uint32_t stop = 1; stop < nstops; stop++) {
		j = j->next;
		if (!parse_stop(at, j, 2 * stop + 1, "step", c))
			return NULL;
		j = j->next;
		if (!parse_output(at, j, 2 * stop + 2, e, stop))
			return NULL;
	}
	return finish_curve(e, OP_STEP, c);
}

static const char *js_text(const struct json *json, struct arena *arena) {
	struct value v = value_of_json(json, arena);
	struct str text = v.type == VALUE_NULL ? STR("null") : value_to_string(&v, arena);
	return arena_strdup(arena, text);
}

static bool parse_bezier(const struct at *at, const struct json *json, struct curve *c) {
	uint32_t i = 0;
	bool fine = json->count == 5;
	for (const struct json *j = json->child->next; fine && j; j = j->next) {
		fine = j->type == JSON_NUMBER && j->number >= 0 && j->number <= 1;
		c->control[i++] = j->number;
	}
	c->kind = CURVE_BEZIER;
	if (!fine)
		parse_error_at(at, 1,
			"Cubic bezier interpolation requires four numeric arguments "
			"with values between 0 and 1.");
	return fine;
}

/* ["linear"], ["exponential", base], ["cubic-bezier", x1, y1, x2, y2] */
static bool parse_interpolation(const struct at *at, const struct json *json, struct curve *c) {
	if (!json || json->type != JSON_ARRAY || json->count == 0)
		return parse_error_at(at, 1, "Expected an interpolation type expression.");
	struct str name = json->child->type == JSON_STRING ? json->child->string
							   : (struct str){ NULL, 0 };
	if (str_equal(name, STR("linear")))
		return true;
	if (str_equal(name, STR("cubic-bezier")))
		return parse_bezier(at, json, c);
	struct at inside = *at;
	inside.path = path_add(at->parser->arena, at->path, 1);
	if (!str_equal(name, STR("exponential")))
		return parse_error_at(&inside, 0, "Unknown interpolation type %s",
			js_text(json->child, at->parser->arena));
	if (json->count < 2 || json->child->next->type != JSON_NUMBER)
		return parse_error_at(&inside, 1,
			"Exponential interpolation requires a numeric "
			"base.");
	c->kind = CURVE_EXPONENTIAL;
	c->base = json->child->next->number;
	return true;
}

static bool interpolates(const struct type *type) {
	switch (type->kind) {
	case KIND_NUMBER:
	case KIND_PROJECTION:
	case KIND_COLOR:
	case KIND_PADDING:
	case KIND_NUMBERS:
	case KIND_COLORS:
	case KIND_ANCHORS:
		return true;
	case KIND_ARRAY:
		return type->item->kind == KIND_NUMBER && type->length >= 0;
	default:
		return false;
	}
}

const struct expr *parse_interpolate(const struct at *at, const struct json *json) {
	struct arena *arena = at->parser->arena;
	struct str name = json->child->string;
	uint32_t nstops = json->count > 3 ? (json->count - 3) / 2 : 0;
	struct curve *c = curve_new(arena, nstops);
	if (!parse_interpolation(at, json_element(json, 1), c))
		return NULL;
	if (json->count < 5)
		return parse_error(at, "Expected at least 4 arguments, but found only %u.",
			json->count - 1);
	if ((json->count - 1) % 2)
		return parse_error(at, "Expected an even number of arguments.");
	const struct expr *input = parse_child(at, json_element(json, 2), 2,
		type_of_kind(KIND_NUMBER));
	if (!input)
		return NULL;
	const struct type *type = wanted(at);
	if (!str_equal(name, STR("interpolate"))) {
		c->space = str_equal(name, STR("interpolate-hcl")) ? SPACE_HCL : SPACE_LAB;
		if (!type || type->kind != KIND_COLORS)
			type = type_of_kind(KIND_COLOR);
	}
	struct expr *e = node_new(at, eval_interpolate, type, 1 + nstops);
	node_set(e, 0, input);
	const struct json *j = json_element(json, 3);
	for (uint32_t stop = 0; stop < nstops; stop++, j = j->next->next)
		if (!parse_stop(at, j, 2 * stop + 3, "interpolate", c)
			|| !parse_output(at, j->next, 2 * stop + 4, e, stop))
			return NULL;
	if (!interpolates(e->type))
		return parse_error(at, "Type %s is not interpolatable.", type_name(e->type, arena));
	return finish_curve(e, OP_INTERPOLATE, c);
}
