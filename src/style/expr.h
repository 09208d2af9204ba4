#ifndef STYLE_EXPR_H
#define STYLE_EXPR_H

#include "base/json.h"
#include "data/feature.h"
#include "style/spec.h"

struct expr_cache;

/* What a failing evaluation says: where in the expression ("[2][1]", empty: the
 * whole) and why. */
struct expr_error {
	const char *key;
	const char *message;
};

/* A tile on whose grid of 8192 units geometry is rounded, as a web map does. */
struct expr_tile {
	uint32_t z, x, y;
};

/* What an expression may look at while it runs.  Zeroed members are harmless. */
struct expr_env {
	double zoom;
	const struct feature *feature;     /* NULL: none */
	const struct value *global_state;  /* object, or NULL */
	const struct value *feature_state; /* object, or NULL */
	/* Names that ["image", ...] finds; NULL: all. */
	bool (*has_image)(void *user, struct str name);
	void *user;
	struct arena *scratch; /* strings that evaluation makes */

	double line_progress, heatmap_density, elevation;
	const struct expr_tile *tile; /* NULL: degrees as they are */
	/* at NULL: follows from the feature's geometry; empty: none. */
	struct str geometry_type;
	struct expr_error *error; /* filled when evaluation fails; NULL: not wanted */
	/* Remembers where properties stand among the columns: much faster over many
	 * features.  One per thread, from expr_cache_new(); NULL: none. */
	struct expr_cache *cache;
};

/* Typed, checked and folded; never changes after it was parsed, so threads
 * may share it. */
struct expr;

/* Numbers for the names of properties; shared by the expressions of a style. */
struct expr_names {
	struct str *name;
	uint32_t count, capacity;
};

struct expr_errors {
	struct expr_error *item;
	uint32_t count, capacity;
};

/* A property's value: a constant, an expression or an old-style function.  NULL:
 * `errors` (allocated in the arena) tell why, in the specification's words. */
const struct expr *expr_parse(const struct json *json, const struct prop_spec *spec,
	struct expr_names *names, struct arena *arena, struct expr_errors *errors);

/* A filter in either syntax. */
const struct expr *expr_parse_filter(const struct json *json, struct expr_names *names,
	struct arena *arena, struct expr_errors *errors);

/* False when evaluation fails: env->error says why. */
bool expr_eval(const struct expr *e, const struct expr_env *env, struct value *out);

/* What the value depends on. */
bool expr_is_constant(const struct expr *e);
bool expr_uses_feature(const struct expr *e);
bool expr_uses_zoom(const struct expr *e);
/* The zooms at which the curve over the zoom has its stops; how many. */
uint32_t expr_zoom_stops(const struct expr *e, const double **stops);
/* The type as the specification writes it: "array<number, 2>". */
const char *expr_type_name(const struct expr *e, struct arena *arena);

/* For one thread and the expressions that share `names`. */
struct expr_cache *expr_cache_new(const struct expr_names *names, struct arena *arena);

#endif
