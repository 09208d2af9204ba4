#ifndef STYLE_OPS_H
#define STYLE_OPS_H

#include "style/parse.h"

/* What evaluates the operators of the table that are checked by signature. */
expr_fn eval_error, eval_typeof, eval_to_rgba, eval_rgba;
expr_fn eval_get, eval_get_in, eval_has, eval_has_in, eval_feature_state, eval_properties,
	eval_geometry_type, eval_id, eval_zoom, eval_heatmap_density, eval_elevation,
	eval_line_progress, eval_accumulated;
expr_fn eval_add, eval_multiply, eval_subtract, eval_negate, eval_divide, eval_modulo, eval_ln2,
	eval_pi, eval_e, eval_power, eval_sqrt, eval_log10, eval_ln, eval_log2, eval_sin, eval_cos,
	eval_tan, eval_asin, eval_acos, eval_atan, eval_min, eval_max, eval_abs, eval_round,
	eval_floor, eval_ceil;
expr_fn eval_all, eval_any, eval_not;
expr_fn eval_is_supported_script, eval_upcase, eval_downcase, eval_concat, eval_split, eval_join,
	eval_resolved_locale;

/* What filters of the older notation become. */
expr_fn eval_filter_eq, eval_filter_lt, eval_filter_gt, eval_filter_le, eval_filter_ge,
	eval_filter_in, eval_filter_has, eval_filter_id_eq, eval_filter_id_lt, eval_filter_id_gt,
	eval_filter_id_le, eval_filter_id_ge, eval_filter_id_in, eval_filter_has_id,
	eval_filter_type_eq, eval_filter_type_in;

/* Equality of JavaScript: an array or object is equal only to itself. */
bool value_same(const struct value *a, const struct value *b);

/* Exchanges a node for a faster form of the same, and marks what it depends on. */
void specialise(struct expr *e, struct parser *parser);

#endif
