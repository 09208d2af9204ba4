#ifndef STYLE_PARSE_H
#define STYLE_PARSE_H

#include "style/node.h"

/* What the parts of one expression share while it is parsed. */
struct parser {
	struct arena *arena;
	struct expr_names *names;
	const struct prop_spec *spec;
	uint32_t steps;
	struct failure *failure;
	uint32_t nfailures, capacity;
};

struct scope {
	const struct scope *outer;
	struct str name;
	const struct expr *bound;
};

/* Where the parser stands. */
struct at {
	struct parser *parser;
	const struct path *path;     /* NULL: the root */
	const struct type *expected; /* NULL: anything */
	const struct scope *scope;
	struct expr_errors *errors;
};

/* What is put around a node of type value where a type is expected. */
enum annotation { ANNOTATE_BY_TYPE, ANNOTATE_COERCE, ANNOTATE_OMIT };

/* The node at `json`, which stands at `index` of the node at `at`; NULL: an error
 * was added. */
const struct expr *parse_child(const struct at *at, const struct json *json, uint32_t index,
	const struct type *expected);
const struct expr *parse_child_as(const struct at *at, const struct json *json, uint32_t index,
	const struct type *expected, const struct scope *scope, enum annotation annotation);
const struct expr *parse_here(const struct at *at, const struct json *json,
	enum annotation annotation);

/* Adds an error at the node, at its child `index`; always NULL. */
const struct expr *parse_error(const struct at *at, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
const struct expr *parse_error_at(const struct at *at, uint32_t index, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
const struct path *path_add(struct arena *arena, const struct path *outer, uint32_t index);
const char *path_text(const struct path *path, struct arena *arena);

/* A new node with room for arguments, to be filled and handed to node_finish(). */
struct expr *node_new(const struct at *at, expr_fn *eval, const struct type *type, uint32_t nargs);
/* Sets argument i. */
void node_set(struct expr *e, uint32_t i, const struct expr *arg);
/* Flags and cost from the arguments. */
const struct expr *node_finish(struct expr *e);
const struct expr *node_literal(const struct at *at, struct value value, const struct type *type);
const struct expr *node_assertion(const struct at *at, const struct type *type,
	const struct expr *arg);
const struct expr *node_coercion(const struct at *at, const struct type *type,
	const struct expr *arg);
bool node_is_literal(const struct expr *e);

uint32_t name_number(struct parser *parser, struct str name);
struct value value_of_json(const struct json *json, struct arena *arena);
/* typeof in JavaScript. */
const char *json_typeof(const struct json *json);

typedef const struct expr *parse_fn(const struct at *at, const struct json *json);

struct overload {
	const char *signature; /* a letter for each argument; "n*": any number */
	expr_fn *eval;
};

/* A row of the operator table. */
struct operator{
	const char *name;
	parse_fn *parse; /* NULL: by signature */
	char result;
	unsigned flags;
	struct overload overload[2];
};

/* NULL: no such operator. */
const struct operator* operator_find(struct str name);
const char *operator_nearest(struct str name);
/* The type that a letter of a signature stands for. */
const struct type *type_of_letter(char letter);

parse_fn parse_assertion, parse_coercion, parse_at, parse_in, parse_index_of, parse_slice,
	parse_length, parse_case, parse_match, parse_coalesce, parse_let, parse_var, parse_step,
	parse_interpolate, parse_compare, parse_literal, parse_semiliteral, parse_collator,
	parse_number_format, parse_format, parse_image, parse_within, parse_distance,
	parse_global_state, parse_get, parse_by_signature;

#endif
