#ifndef STYLE_SPEC_H
#define STYLE_SPEC_H

#include <stdint.h>

#include "base/str.h"

/* The types that the specification gives to properties. */
enum spec_type {
	SPEC_ANY,
	SPEC_NUMBER,
	SPEC_COLOR,
	SPEC_BOOL,
	SPEC_ENUM,
	SPEC_STRING,
	SPEC_FORMATTED,
	SPEC_IMAGE,
	SPEC_PADDING,
	SPEC_ANCHORS,
	SPEC_NUMBERS,
	SPEC_COLORS,
	SPEC_PROJECTION,
	SPEC_ARRAY,
	SPEC_ARRAY_NUMBER,
	SPEC_ARRAY_STRING,
	SPEC_ARRAY_ENUM,
	SPEC_ARRAY_BOOL,
	SPEC_ARRAY_COLOR,
};

enum spec_place { SPEC_LAYOUT, SPEC_PAINT };

/* What may drive a value, and what becomes of it; see props.def. */
enum spec_flags {
	SPEC_ZOOM = 1 << 0,
	SPEC_DATA = 1 << 1,
	SPEC_STATE = 1 << 2,
	SPEC_LERP = 1 << 3,
	SPEC_FADE = 1 << 4,
	SPEC_RAMP = 1 << 5,
	SPEC_FIXED = 1 << 6,
	SPEC_TRANSITION = 1 << 7,
	SPEC_TOKENS = 1 << 8,
	SPEC_UNDRAWN = 1 << 9,
	/* Not of the table: ["match"] takes fractions as labels (old-style functions). */
	SPEC_LENIENT = 1 << 10,
	/* Nor this: constant parts stay as they are written, which tests compare with. */
	SPEC_UNFOLDED = 1 << 11,
};

/* One property, or whatever else takes an expression. */
struct prop_spec {
	const char *name;
	const char *layer; /* type of the layers that have it */
	enum spec_place place;
	enum spec_type type;
	uint32_t length;      /* of arrays; 0: any */
	const char *fallback; /* the default as JSON; NULL: none */
	unsigned flags;
	double least, greatest;
	const char *words; /* of an enumeration, with spaces between */
};

/* Of the layer types that are drawn, numbered by enum style_prop. */
extern const struct prop_spec prop_specs[];
extern const uint32_t nprop_specs;
/* Of the layer types that are not. */
extern const struct prop_spec undrawn_specs[];
extern const uint32_t nundrawn_specs;

/* Members of a style's objects that need a check of their own. */
enum field_kind {
	FIELD_VALUE,
	FIELD_VERSION,
	FIELD_STATE,
	FIELD_OBJECT,
	FIELD_SOURCES,
	FIELD_SPRITE,
	FIELD_GLYPHS,
	FIELD_FONTS,
	FIELD_LAYERS,
	FIELD_PROMOTE,
	FIELD_FILTER,
	FIELD_CORNERS,
	FIELD_LAYOUT,
	FIELD_PAINT,
};

/* A row of fields.def. */
struct field_spec {
	const char *object; /* "root", "layer", "source geojson", ... */
	enum field_kind kind;
	bool required;
	struct prop_spec spec;
};

extern const struct field_spec field_specs[];
extern const uint32_t nfield_specs;

/* NULL: the object has no member of that name. */
const struct field_spec *spec_field(const char *object, struct str name);

/* "visibility" of every layer, and what a filter is. */
extern const struct prop_spec visibility_spec, filter_spec;

/* The property of a layer type; NULL: it has none of that name there. */
const struct prop_spec *spec_find(struct str layer, enum spec_place place, struct str name);

/* Whether the word is one of the enumeration. */
bool spec_has_word(const struct prop_spec *spec, struct str word);

#endif
