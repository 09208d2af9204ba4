#ifndef DATA_VALUE_H
#define DATA_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/color.h"
#include "base/str.h"

enum value_type {
	VALUE_NULL, VALUE_BOOL, VALUE_NUMBER, VALUE_STRING, VALUE_COLOR,
	VALUE_ARRAY, VALUE_OBJECT,
	VALUE_MISSING,                  /* only inside features: no such property */
};

/* What a feature's property or an expression's result is.  Borrowed parts live
 * in the arena of whoever made the value. */
struct value {
	enum value_type type;
	union {
		bool boolean;
		double number;
		struct str string;
		struct color color;
		struct {
			const struct value *item;
			uint32_t count;
		} array;
		struct {
			const struct value *key, *item;  /* keys are strings */
			uint32_t count;
		} object;
	};
};

const char *value_type_name(enum value_type type);
bool value_equal(const struct value *a, const struct value *b);
bool value_truthy(const struct value *v);

#endif
