#include "style/type.h"

static const struct type plain[] = {
	[KIND_NULL] = { KIND_NULL, -1, NULL },
	[KIND_NUMBER] = { KIND_NUMBER, -1, NULL },
	[KIND_STRING] = { KIND_STRING, -1, NULL },
	[KIND_BOOL] = { KIND_BOOL, -1, NULL },
	[KIND_COLOR] = { KIND_COLOR, -1, NULL },
	[KIND_PROJECTION] = { KIND_PROJECTION, -1, NULL },
	[KIND_OBJECT] = { KIND_OBJECT, -1, NULL },
	[KIND_VALUE] = { KIND_VALUE, -1, NULL },
	[KIND_ERROR] = { KIND_ERROR, -1, NULL },
	[KIND_COLLATOR] = { KIND_COLLATOR, -1, NULL },
	[KIND_FORMATTED] = { KIND_FORMATTED, -1, NULL },
	[KIND_PADDING] = { KIND_PADDING, -1, NULL },
	[KIND_NUMBERS] = { KIND_NUMBERS, -1, NULL },
	[KIND_COLORS] = { KIND_COLORS, -1, NULL },
	[KIND_IMAGE] = { KIND_IMAGE, -1, NULL },
	[KIND_ANCHORS] = { KIND_ANCHORS, -1, NULL },
};

const struct type type_strings = { KIND_ARRAY, -1, &plain[KIND_STRING] };
const struct type type_four_numbers = { KIND_ARRAY, 4, &plain[KIND_NUMBER] };

/* clang-format off */
static const char *const kind_name[] = {
	[KIND_NULL] = "null", [KIND_NUMBER] = "number", [KIND_STRING] = "string",
	[KIND_BOOL] = "boolean", [KIND_COLOR] = "color",
	[KIND_PROJECTION] = "projectionDefinition", [KIND_OBJECT] = "object",
	[KIND_VALUE] = "value", [KIND_ERROR] = "error", [KIND_COLLATOR] = "collator",
	[KIND_FORMATTED] = "formatted", [KIND_PADDING] = "padding",
	[KIND_NUMBERS] = "numberArray", [KIND_COLORS] = "colorArray",
	[KIND_IMAGE] = "resolvedImage", [KIND_ANCHORS] = "variableAnchorOffsetCollection",
	[KIND_ARRAY] = "array",
};
/* clang-format on */

const struct type *type_of_kind(enum kind kind) {
	return &plain[kind];
}

const struct type *type_array(const struct type *item, int64_t length, struct arena *arena) {
	struct type *t = arena_new(arena, struct type, 1);
	*t = (struct type){ KIND_ARRAY, length, item };
	return t;
}

/* clang-format off */
static const enum kind kind_of_spec[] = {
	[SPEC_ANY] = KIND_VALUE, [SPEC_NUMBER] = KIND_NUMBER, [SPEC_COLOR] = KIND_COLOR,
	[SPEC_BOOL] = KIND_BOOL, [SPEC_ENUM] = KIND_STRING, [SPEC_STRING] = KIND_STRING,
	[SPEC_FORMATTED] = KIND_FORMATTED, [SPEC_IMAGE] = KIND_IMAGE,
	[SPEC_PADDING] = KIND_PADDING, [SPEC_ANCHORS] = KIND_ANCHORS,
	[SPEC_NUMBERS] = KIND_NUMBERS, [SPEC_COLORS] = KIND_COLORS,
	[SPEC_PROJECTION] = KIND_PROJECTION, [SPEC_ARRAY] = KIND_VALUE,
	[SPEC_ARRAY_NUMBER] = KIND_NUMBER, [SPEC_ARRAY_STRING] = KIND_STRING,
	[SPEC_ARRAY_ENUM] = KIND_STRING, [SPEC_ARRAY_BOOL] = KIND_BOOL,
	[SPEC_ARRAY_COLOR] = KIND_COLOR,
};
/* clang-format on */

const struct type *type_of_spec(const struct prop_spec *spec, struct arena *arena) {
	if (!spec || spec->type == SPEC_ANY)
		return NULL;
	const struct type *type = &plain[kind_of_spec[spec->type]];
	if (spec->type < SPEC_ARRAY)
		return type;
	return type_array(type, spec->length ? (int64_t)spec->length : -1, arena);
}

enum kind kind_of_value(const struct value *v) {
	static const enum kind kind[] = {
		[VALUE_NULL] = KIND_NULL,
		[VALUE_BOOL] = KIND_BOOL,
		[VALUE_NUMBER] = KIND_NUMBER,
		[VALUE_STRING] = KIND_STRING,
		[VALUE_COLOR] = KIND_COLOR,
		[VALUE_ARRAY] = KIND_ARRAY,
		[VALUE_OBJECT] = KIND_OBJECT,
		[VALUE_MISSING] = KIND_NULL,
		[VALUE_FORMATTED] = KIND_FORMATTED,
		[VALUE_IMAGE] = KIND_IMAGE,
		[VALUE_COLLATOR] = KIND_COLLATOR,
		[VALUE_PADDING] = KIND_PADDING,
		[VALUE_NUMBERS] = KIND_NUMBERS,
		[VALUE_COLORS] = KIND_COLORS,
		[VALUE_ANCHORS] = KIND_ANCHORS,
		[VALUE_PROJECTION] = KIND_PROJECTION,
	};
	return kind[v->type];
}

/* The kind that all items share; arrays share none with another array, so
 * several of them are KIND_VALUE, as in the reference implementation. */
static enum kind item_kind(const struct value *v) {
	const struct value *item = v->array.item;
	if (v->array.count == 0)
		return KIND_VALUE;
	enum kind kind = kind_of_value(&item[0]);
	if (kind == KIND_ARRAY)
		return v->array.count == 1 ? KIND_ARRAY : KIND_VALUE;
	for (uint32_t i = 1; i < v->array.count; i++)
		if (kind_of_value(&item[i]) != kind)
			return KIND_VALUE;
	return kind;
}

const struct type *type_of_value(const struct value *v, struct arena *arena) {
	if (v->type != VALUE_ARRAY)
		return &plain[kind_of_value(v)];
	enum kind kind = item_kind(v);
	const struct type *item = kind == KIND_ARRAY ? type_of_value(v->array.item, arena)
						     : &plain[kind];
	return type_array(item, v->array.count, arena);
}

const char *type_name(const struct type *t, struct arena *arena) {
	if (t->kind != KIND_ARRAY)
		return kind_name[t->kind];
	const char *item = type_name(t->item, arena);
	if (t->length >= 0)
		return arena_printf(arena, "array<%s, %lld>", item, (long long)t->length);
	if (t->item->kind == KIND_VALUE)
		return "array";
	return arena_printf(arena, "array<%s>", item);
}

bool type_is_subtype(const struct type *expected, const struct type *t) {
	if (t->kind == KIND_ERROR)
		return true;
	if (expected->kind == KIND_ARRAY)
		return t->kind == KIND_ARRAY
			&& ((t->length == 0 && t->item->kind == KIND_VALUE)
				|| type_is_subtype(expected->item, t->item))
			&& (expected->length < 0 || expected->length == t->length);
	if (expected->kind == KIND_VALUE)
		/* An array must be one of values, which any is. */
		return t->kind != KIND_COLLATOR;
	return expected->kind == t->kind;
}

bool type_accepts(const struct type *expected, const struct value *v) {
	enum kind kind = kind_of_value(v);
	if (expected->kind != KIND_ARRAY)
		return expected->kind == KIND_VALUE ? kind != KIND_COLLATOR
						    : kind == expected->kind;
	if (kind != KIND_ARRAY
		|| (expected->length >= 0 && expected->length != (int64_t)v->array.count))
		return false;
	if (v->array.count == 0)
		return true;
	kind = item_kind(v);
	return kind == KIND_ARRAY ? type_accepts(expected->item, v->array.item)
				  : type_is_subtype(expected->item, &plain[kind]);
}
