#include "data/value.h"

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

static bool items_equal(const struct value *a, const struct value *b, uint32_t n) {
	for (uint32_t i = 0; i < n; i++)
		if (!value_equal(&a[i], &b[i]))
			return false;
	return true;
}

static bool rgba_equal(struct rgba a, struct rgba b) {
	return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static bool sections_equal(const struct value_section *a, const struct value_section *b,
	uint32_t n) {
	for (uint32_t i = 0; i < n; i++)
		if (!str_equal(a[i].text, b[i].text) || !str_equal(a[i].image, b[i].image)
			|| !str_equal(a[i].font, b[i].font) || a[i].has_scale != b[i].has_scale
			|| a[i].has_color != b[i].has_color || a[i].scale != b[i].scale
			|| !rgba_equal(a[i].color, b[i].color)
			|| !str_equal(a[i].vertical_align, b[i].vertical_align))
			return false;
	return true;
}

static bool numbers_equal(const double *a, const double *b, uint32_t n) {
	for (uint32_t i = 0; i < n; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

static bool anchors_equal(const struct value_anchor *a, const struct value_anchor *b, uint32_t n) {
	for (uint32_t i = 0; i < n; i++)
		if (!str_equal(a[i].anchor, b[i].anchor) || a[i].x != b[i].x || a[i].y != b[i].y)
			return false;
	return true;
}

static bool objects_equal(const struct value *a, const struct value *b) {
	if (a->object.count != b->object.count)
		return false;
	for (uint32_t i = 0; i < a->object.count; i++) {
		const struct value *other = value_member(b, a->object.key[i].string);
		if (!other || !value_equal(&a->object.item[i], other))
			return false;
	}
	return true;
}

bool value_equal(const struct value *a, const struct value *b) {
	if (a->type != b->type)
		return false;
	switch (a->type) {
	case VALUE_NULL:
	case VALUE_MISSING:
		return true;
	case VALUE_BOOL:
		return a->boolean == b->boolean;
	case VALUE_NUMBER:
		return a->number == b->number;
	case VALUE_STRING:
		return str_equal(a->string, b->string);
	case VALUE_COLOR:
		return rgba_equal(value_rgba(a), value_rgba(b));
	case VALUE_ARRAY:
		return a->array.count == b->array.count
			&& items_equal(a->array.item, b->array.item, a->array.count);
	case VALUE_OBJECT:
		return objects_equal(a, b);
	case VALUE_FORMATTED:
		return a->formatted.count == b->formatted.count
			&& sections_equal(a->formatted.section, b->formatted.section,
				a->formatted.count);
	case VALUE_IMAGE:
		return str_equal(a->image.name, b->image.name);
	case VALUE_COLLATOR:
		return a->collator->case_sensitive == b->collator->case_sensitive
			&& a->collator->diacritic_sensitive == b->collator->diacritic_sensitive
			&& str_equal(a->collator->locale, b->collator->locale);
	case VALUE_PADDING:
		return numbers_equal(a->padding, b->padding, 4);
	case VALUE_NUMBERS:
		return a->numbers.count == b->numbers.count
			&& numbers_equal(a->numbers.at, b->numbers.at, a->numbers.count);
	case VALUE_COLORS:
		if (a->colors.count != b->colors.count)
			return false;
		for (uint32_t i = 0; i < a->colors.count; i++)
			if (!rgba_equal(a->colors.at[i], b->colors.at[i]))
				return false;
		return true;
	case VALUE_ANCHORS:
		return a->anchors.count == b->anchors.count
			&& anchors_equal(a->anchors.at, b->anchors.at, a->anchors.count);
	case VALUE_PROJECTION:
		return str_equal(a->projection->from, b->projection->from)
			&& str_equal(a->projection->to, b->projection->to)
			&& a->projection->transition == b->projection->transition;
	}
	return false;
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
