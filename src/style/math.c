#include <math.h>

#include "style/ops.h"

static bool number_arg(const struct expr *e, uint32_t i, const struct expr_env *env, double *out) {
	struct value v;
	if (!node_eval(e->arg[i], env, &v))
		return false;
	*out = v.number;
	return true;
}

static bool give(struct value *out, double number) {
	*out = value_number(number);
	return true;
}

bool eval_add(const struct expr *e, const struct expr_env *env, struct value *out) {
	double sum = 0, x;
	for (uint32_t i = 0; i < e->nargs; i++) {
		if (!number_arg(e, i, env, &x))
			return false;
		sum += x;
	}
	return give(out, sum);
}

bool eval_multiply(const struct expr *e, const struct expr_env *env, struct value *out) {
	double product = 1, x;
	for (uint32_t i = 0; i < e->nargs; i++) {
		if (!number_arg(e, i, env, &x))
			return false;
		product *= x;
	}
	return give(out, product);
}

/* NaN wins, as in JavaScript. */
bool eval_min(const struct expr *e, const struct expr_env *env, struct value *out) {
	double least = INFINITY, x;
	for (uint32_t i = 0; i < e->nargs; i++) {
		if (!number_arg(e, i, env, &x))
			return false;
		if (x < least || isnan(x))
			least = x;
	}
	return give(out, least);
}

bool eval_max(const struct expr *e, const struct expr_env *env, struct value *out) {
	double greatest = -INFINITY, x;
	for (uint32_t i = 0; i < e->nargs; i++) {
		if (!number_arg(e, i, env, &x))
			return false;
		if (x > greatest || isnan(x))
			greatest = x;
	}
	return give(out, greatest);
}

/* JavaScript has no power of one that is not a number's. */
static double power(double base, double exponent) {
	if (isnan(exponent) || (fabs(base) == 1 && isinf(exponent)))
		return NAN;
	return pow(base, exponent);
}

/* Halves away from zero. */
static double round_half(double x) {
	double whole = floor(fabs(x));
	if (fabs(x) - whole >= 0.5)
		whole += 1;
	return copysign(whole, x);
}

#define BINARY(name, result) \
	bool eval_##name(const struct expr *e, const struct expr_env *env, struct value *out) { \
		double a, b; \
		return number_arg(e, 0, env, &a) && number_arg(e, 1, env, &b) \
			&& give(out, result); \
	}

BINARY(subtract, a - b)
BINARY(divide, a / b)
BINARY(modulo, fmod(a, b))
BINARY(power, power(a, b))

#define UNARY(name, result) \
	bool eval_##name(const struct expr *e, const struct expr_env *env, struct value *out) { \
		double x; \
		return number_arg(e, 0, env, &x) && give(out, result); \
	}

static const double ln_2 = 0.693147180559945309417232, ln_10 = 2.302585092994045684017991;

UNARY(negate, -x)
UNARY(sqrt, sqrt(x))
UNARY(log10, log(x) / ln_10)
UNARY(ln, log(x))
UNARY(log2, log(x) / ln_2)
UNARY(sin, sin(x))
UNARY(cos, cos(x))
UNARY(tan, tan(x))
UNARY(asin, asin(x))
UNARY(acos, acos(x))
UNARY(atan, atan(x))
UNARY(abs, fabs(x))
UNARY(round, round_half(x))
UNARY(floor, floor(x))
UNARY(ceil, ceil(x))

#define CONSTANT(name, result) \
	bool eval_##name(const struct expr *e, const struct expr_env *env, struct value *out) { \
		(void)e, (void)env; \
		return give(out, result); \
	}

CONSTANT(ln2, ln_2)
CONSTANT(pi, PI)
CONSTANT(e, 2.718281828459045235360287)
