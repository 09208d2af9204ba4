#ifndef DATA_VALUE_H
#define DATA_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/color.h"
#include "base/str.h"

enum value_type {
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_NUMBER,
	VALUE_STRING,
	VALUE_COLOR,
	VALUE_ARRAY,
	VALUE_OBJECT,
	VALUE_MISSING, /* only inside features: no such property */
	/* Only results of style expressions. */
	VALUE_FORMATTED,
	VALUE_IMAGE,
	VALUE_COLLATOR,
	VALUE_PADDING,
	VALUE_NUMBERS,
	VALUE_COLORS,
	VALUE_ANCHORS,
	VALUE_PROJECTION,
};

/* A colour as expressions reckon with it: straight alpha, 0 to 1, sRGB, exact enough
 * to give the numbers of a web map. */
struct rgba {
	double r, g, b, a;
};

/* One run of a formatted text: words or an image, with what it changes. */
struct value_section {
	struct str text;
	struct str image; /* at NULL: a section of text */
	bool image_available;
	bool has_scale, has_color;
	double scale;    /* of the font size */
	struct str font; /* names joined by commas; at NULL: the layer's */
	struct rgba color;
	struct str vertical_align; /* bottom, center, top; at NULL: none */
};

/* How strings are compared; locale empty: the root locale. */
struct value_collator {
	bool case_sensitive, diacritic_sensitive;
	struct str locale;
};

/* A place for a label beside its point, and the offset there in ems. */
struct value_anchor {
	struct str anchor; /* "top-left", ... */
	double x, y;
};

struct value_projection {
	struct str from, to;
	double transition;
};

/* What a feature's property or an expression's result is.  Borrowed parts live
 * in the arena of whoever made the value. */
struct value {
	enum value_type type;
	uint32_t alpha; /* of a colour, in units of 1 / VALUE_ALPHA: here is room */
	union {
		bool boolean;
		double number;
		struct str string;
		struct {
			double r, g, b;
		} color; /* see value_rgba() */
		struct {
			const struct value *item;
			uint32_t count;
		} array;
		struct {
			const struct value *key, *item; /* keys are strings */
			uint32_t count;
		} object;
		struct {
			const struct value_section *section;
			uint32_t count;
		} formatted;
		struct {
			struct str name;
			bool available;
		} image;
		const struct value_collator *collator;
		const double *padding; /* top, right, bottom, left */
		struct {
			const double *at;
			uint32_t count;
		} numbers;
		struct {
			const struct rgba *at;
			uint32_t count;
		} colors;
		struct {
			const struct value_anchor *at;
			uint32_t count;
		} anchors;
		const struct value_projection *projection;
	};
};

const char *value_type_name(enum value_type type);
/* `b` is null, a boolean, a number or a string. */
bool value_equal(const struct value *a, const struct value *b);
/* False are null, false, 0, NaN and the empty string. */
bool value_truthy(const struct value *v);

/* The item of an object under a key; NULL: none. */
const struct value *value_member(const struct value *object, struct str key);

static inline struct value value_null(void) {
	return (struct value){ .type = VALUE_NULL };
}

static inline struct value value_bool(bool b) {
	return (struct value){ .type = VALUE_BOOL, .boolean = b };
}

/* The same without touching what a truth value leaves unused. */
static inline void value_set_bool(struct value *v, bool b) {
	v->type = VALUE_BOOL;
	v->boolean = b;
}

static inline struct value value_number(double n) {
	return (struct value){ .type = VALUE_NUMBER, .number = n };
}

static inline struct value value_string(struct str s) {
	return (struct value){ .type = VALUE_STRING, .string = s };
}

/* Decimal fractions of alpha up to nine digits are kept exactly. */
#define VALUE_ALPHA 4000000000.0

static inline struct value value_of_rgba(struct rgba c) {
	double a = c.a >= 1 ? 1 : c.a > 0 ? c.a : 0;
	return (struct value){ .type = VALUE_COLOR,
		.alpha = (uint32_t)(a * VALUE_ALPHA + 0.5),
		.color = { c.r, c.g, c.b } };
}

static inline struct rgba value_rgba(const struct value *v) {
	return (struct rgba){ v->color.r, v->color.g, v->color.b, v->alpha / VALUE_ALPHA };
}

/* What painters take. */
static inline struct color rgba_to_color(struct rgba c) {
	return (struct color){ (float)c.r, (float)c.g, (float)c.b, (float)c.a };
}

#endif
