#include "style/spec.h"

#include <math.h>
#include <stddef.h>

#define BACKGROUND "background"
#define FILL "fill"
#define LINE "line"
#define CIRCLE "circle"
#define SYMBOL "symbol"

#define FREE -INFINITY, INFINITY, NULL

enum {
	ANY = SPEC_ANY,
	STRING = SPEC_STRING,
	PROJECTION = SPEC_PROJECTION,
	LAYOUT = SPEC_LAYOUT,
	PAINT = SPEC_PAINT,
	NUMBER = SPEC_NUMBER,
	COLOR = SPEC_COLOR,
	BOOL = SPEC_BOOL,
	ENUM = SPEC_ENUM,
	FORMATTED = SPEC_FORMATTED,
	IMAGE = SPEC_IMAGE,
	PADDING = SPEC_PADDING,
	ANCHORS = SPEC_ANCHORS,
	NUMBERS = SPEC_NUMBERS,
	COLORS = SPEC_COLORS,
	ARRAY_NUMBER = SPEC_ARRAY_NUMBER,
	ARRAY_STRING = SPEC_ARRAY_STRING,
	ARRAY_ENUM = SPEC_ARRAY_ENUM,
	ZOOM = SPEC_ZOOM,
	DATA = SPEC_DATA,
	STATE = SPEC_STATE,
	LERP = SPEC_LERP,
	FADE = SPEC_FADE,
	RAMP = SPEC_RAMP,
	FIXED = SPEC_FIXED,
	TRANSITION = SPEC_TRANSITION,
	TOKENS = SPEC_TOKENS,
	UNDRAWN = SPEC_UNDRAWN,
};

const struct prop_spec prop_specs[] = {
#define PROP(id, name, layer, place, type, length, fallback, flags, ...) \
	{ name, layer, (enum spec_place)(place), (enum spec_type)(type), length, fallback, flags, \
		__VA_ARGS__ },
#include "style/props.def"
#undef PROP
};
const uint32_t nprop_specs = sizeof(prop_specs) / sizeof(prop_specs[0]);

const struct prop_spec undrawn_specs[] = {
#define UNDRAWN_PROP(name, layer, place, type, length, fallback, flags, ...) \
	{ name, layer, (enum spec_place)(place), (enum spec_type)(type), length, fallback, \
		(flags) | UNDRAWN, __VA_ARGS__ },
#include "style/undrawn.def"
#undef UNDRAWN_PROP
};
const uint32_t nundrawn_specs = sizeof(undrawn_specs) / sizeof(undrawn_specs[0]);

const struct field_spec field_specs[] = {
#define FIELD(object, name, kind, required, type, length, flags, ...) \
	{ object, FIELD_##kind, required, \
		{ name, object, SPEC_PAINT, (enum spec_type)(type), length, NULL, flags, \
			__VA_ARGS__ } },
#include "style/fields.def"
#undef FIELD
};
const uint32_t nfield_specs = sizeof(field_specs) / sizeof(field_specs[0]);

const struct field_spec *spec_field(const char *object, struct str name) {
	for (uint32_t i = 0; i < nfield_specs; i++)
		if (str_equal(str_of(field_specs[i].object), str_of(object))
			&& str_equal(str_of(field_specs[i].spec.name), name))
			return &field_specs[i];
	return NULL;
}

const struct prop_spec visibility_spec = {
	.name = "visibility",
	.place = SPEC_LAYOUT,
	.type = SPEC_ENUM,
	.fallback = "\"visible\"",
	.least = -INFINITY,
	.greatest = INFINITY,
	.words = "visible none",
};

const struct prop_spec filter_spec = {
	.name = "filter",
	.type = SPEC_BOOL,
	.fallback = "false",
	.flags = SPEC_ZOOM | SPEC_DATA,
	.least = -INFINITY,
	.greatest = INFINITY,
};

static const struct prop_spec *find_in(const struct prop_spec *specs, uint32_t n, struct str layer,
	enum spec_place place, struct str name) {
	for (uint32_t i = 0; i < n; i++)
		if (specs[i].place == place && str_equal(str_of(specs[i].name), name)
			&& str_equal(str_of(specs[i].layer), layer))
			return &specs[i];
	return NULL;
}

const struct prop_spec *spec_find(struct str layer, enum spec_place place, struct str name) {
	if (place == SPEC_LAYOUT && str_equal(name, STR("visibility")))
		return &visibility_spec;
	const struct prop_spec *found = find_in(prop_specs, nprop_specs, layer, place, name);
	return found ? found : find_in(undrawn_specs, nundrawn_specs, layer, place, name);
}

bool spec_has_word(const struct prop_spec *spec, struct str word) {
	struct str rest = str_of(spec->words);
	while (rest.at)
		if (str_equal(str_split(&rest, ' '), word))
			return true;
	return false;
}
