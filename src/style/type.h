#ifndef STYLE_TYPE_H
#define STYLE_TYPE_H

#include "base/arena.h"
#include "data/value.h"
#include "style/spec.h"

enum kind {
	KIND_NULL,
	KIND_NUMBER,
	KIND_STRING,
	KIND_BOOL,
	KIND_COLOR,
	KIND_PROJECTION,
	KIND_OBJECT,
	KIND_VALUE,
	KIND_ERROR,
	KIND_COLLATOR,
	KIND_FORMATTED,
	KIND_PADDING,
	KIND_NUMBERS,
	KIND_COLORS,
	KIND_IMAGE,
	KIND_ANCHORS,
	KIND_ARRAY,
};

/* The static type of an expression. */
struct type {
	enum kind kind;
	int64_t length;          /* of an array; -1: any */
	const struct type *item; /* of an array */
};

extern const struct type type_strings;      /* array<string> */
extern const struct type type_four_numbers; /* array<number, 4> */

/* The type of a kind that has no parts. */
const struct type *type_of_kind(enum kind kind);
/* `length` -1: any. */
const struct type *type_array(const struct type *item, int64_t length, struct arena *arena);
/* What an expression for the property must give; NULL: anything. */
const struct type *type_of_spec(const struct prop_spec *spec, struct arena *arena);
const struct type *type_of_value(const struct value *v, struct arena *arena);
enum kind kind_of_value(const struct value *v);

/* "array<number, 2>" */
const char *type_name(const struct type *t, struct arena *arena);
bool type_is_subtype(const struct type *expected, const struct type *t);
/* As type_is_subtype() of the value's type, without making that type. */
bool type_accepts(const struct type *expected, const struct value *v);

#endif
