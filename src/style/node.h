#ifndef STYLE_NODE_H
#define STYLE_NODE_H

#include "style/expr.h"
#include "style/type.h"

/*
 * What is inside an expression; only for the files of style/.
 *
 * An expression is a tree of nodes, each with the function that evaluates it.
 * Nodes never change once their parent has been made, so any number of threads
 * may evaluate the same tree.  Evaluation fails by returning false; what failed
 * is told only if the environment asks for it.
 */
/* Keeps what does not recurse out of the frames of what does: expressions may be as
 * deep as JSON, and a stack of 256 KiB must do. */
#define OWN_FRAME __attribute__((noinline))

typedef bool expr_fn(const struct expr *e, const struct expr_env *env, struct value *out);

/* Nodes that the parser must tell apart; all others are OP_OTHER. */
enum expr_op {
	OP_OTHER,
	OP_LITERAL,
	OP_VAR,
	OP_LET,
	OP_COALESCE,
	OP_STEP,
	OP_INTERPOLATE,
	OP_ZOOM,
	OP_ANNOTATION,
	OP_GET,
};

enum expr_flags {
	EXPR_FEATURE = 1 << 0, /* depends on the feature */
	EXPR_ZOOM = 1 << 1,
	EXPR_STATE = 1 << 2,    /* feature-state */
	EXPR_GLOBAL = 1 << 3,   /* another thing that changes as the map is drawn */
	EXPR_VARIES = 1 << 4,   /* this node itself may not be folded */
	EXPR_CONSTANT = 1 << 5, /* can be folded */
	EXPR_DEFINED = 1 << 6,  /* all values it can have are literals inside it */
	EXPR_INHERITED = EXPR_FEATURE | EXPR_ZOOM | EXPR_STATE | EXPR_GLOBAL,
};

/* Where a node stands: "[2][1]" read from its end. */
struct path {
	const struct path *outer;
	uint32_t index;
};

enum curve_kind { CURVE_LINEAR, CURVE_EXPONENTIAL, CURVE_BEZIER };
enum curve_space { SPACE_RGB, SPACE_HCL, SPACE_LAB };

/* Of step and interpolate: arg[0] is the input, arg[1 + i] the output of label i. */
struct curve {
	enum curve_kind kind;
	enum curve_space space;
	double base, control[4];
	double *label;
	uint32_t nlabels;
};

struct match;
struct region;

struct expr {
	expr_fn *eval;
	const struct type *type;
	const struct expr *const *arg;
	const struct path *path;
	uint32_t nargs;
	uint8_t op;
	uint8_t flags;
	uint16_t extra; /* for the operator: a compare code, ... */
	uint32_t cost;  /* nodes that one evaluation may visit, and text that it may copy */
	uint32_t size;  /* bytes of literal text below */
	union {
		struct value literal;
		struct {
			struct str text; /* a property, a state or a variable */
			uint32_t number; /* of the name among expr_names */
		} name;
		const struct curve *curve;
		const struct match *match;
		const struct region *region;
		const struct expr *bound;   /* OP_VAR */
		const struct value *values; /* a list, count in nvalues */
		const struct prop_spec *spec;
	};
	uint32_t nvalues;
};

/* Evaluates what gives a number or a truth value; the text that it needed on the way is
 * forgotten. */
static inline bool eval_forgetting(expr_fn *eval, const struct expr *e, const struct expr_env *env,
	struct value *out) {
	struct arena_mark mark = arena_mark(env->scratch);
	if (!eval(e, env, out))
		return false;
	arena_rewind(env->scratch, mark);
	return true;
}

/* Fails the evaluation; always false. */
bool expr_fail(const struct expr *e, const struct expr_env *env, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The same without a place in the expression. */
bool expr_fail_plain(const struct expr_env *env, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static inline bool node_eval(const struct expr *e, const struct expr_env *env, struct value *out) {
	return e->eval(e, env, out);
}

enum { COLUMN_NONE = -1, COLUMN_UNKNOWN = -2 };

struct expr_cache {
	const struct columns *columns;
	uint32_t count;
	int32_t column[]; /* of each name */
};

extern const struct value value_missing;

/* Where the column is, looked for if need be; COLUMN_NONE: nowhere. */
int cache_column(struct expr_cache *cache, const struct columns *columns, struct str name,
	uint32_t number);

/* The feature's property of that name; VALUE_MISSING where it has none. */
static inline const struct value *env_property(const struct expr_env *env, struct str name,
	uint32_t number) {
	const struct feature *f = env->feature;
	struct expr_cache *cache = env->cache;
	if (!f || !f->value || !f->columns)
		return &value_missing;
	int column = COLUMN_UNKNOWN;
	if (cache && cache->columns == f->columns && number < cache->count)
		column = cache->column[number];
	if (column == COLUMN_UNKNOWN)
		column = cache_column(cache, f->columns, name, number);
	return column < 0 ? &value_missing : &f->value[column];
}

/* A node that only checks the type of its one argument. */
bool node_is_assertion(const struct expr *e);

/* "Point", "LineString", "Polygon"; at NULL: no feature or no geometry. */
struct str env_geometry_type(const struct expr_env *env);

#endif
