#include "data/value.h"

#include <assert.h>
#include <math.h>

const char *value_type_name(enum value_type type) {
	static const char *const name[] = {
		[VALUE_NULL] = "null",
		[VALUE_BOOL] = "boolean",
		[VALUE_NUMBER] = "number",
		[VALUE_STRING] = "string",
		[VALUE_COLOR] = "color",
		[VALUE_ARRAY] = "array",
		[VALUE_OBJECT] = "object",
		[VALUE_MISSING] = "null",
		[VALUE_FORMATTED] = "formatted",
		[VALUE_IMAGE] = "resolvedImage",
		[VALUE_COLLATOR] = "collator",
		[VALUE_PADDING] = "padding",
		[VALUE_NUMBERS] = "numberArray",
		[VALUE_COLORS] = "colorArray",
		[VALUE_ANCHORS] = "variableAnchorOffsetCollection",
		[VALUE_PROJECTION] = "projectionDefinition",
	};
	return name[type];
}

bool value_equal(const struct value *a, const struct value *b) {
	if (a->type != b->type)
		return false;
	switch (a->type) {
	case VALUE_BOOL:
		return a->boolean == b->boolean;
	case VALUE_NUMBER:
		return a->number == b->number;
	case VALUE_STRING:
		return str_equal(a->string, b->string);
	default:
		assert(a->type == VALUE_NULL);
		return true;
	}
}

bool value_truthy(const struct value *v) {
	switch (v->type) {
	case VALUE_NULL:
	case VALUE_MISSING:
		return false;
	case VALUE_BOOL:
		return v->boolean;
	case VALUE_NUMBER:
		return v->number != 0 && !isnan(v->number);
	case VALUE_STRING:
		return v->string.len > 0;
	default:
		return true;
	}
}

const struct value *value_member(const struct value *object, struct str key) {
	if (object->type != VALUE_OBJECT)
		return NULL;
	for (uint32_t i = 0; i < object->object.count; i++)
		if (str_equal(object->object.key[i].string, key))
			return &object->object.item[i];
	return NULL;
}
