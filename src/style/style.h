#ifndef STYLE_STYLE_H
#define STYLE_STYLE_H

#include "style/expr.h"

enum style_layer_type {
	STYLE_BACKGROUND,
	STYLE_FILL,
	STYLE_LINE,
	STYLE_CIRCLE,
	STYLE_SYMBOL,
	STYLE_UNDRAWN, /* valid, but sitmap does not draw it */
};

/* STYLE_LINE_WIDTH, STYLE_TEXT_FIELD, ...: one line each in props.def, with
 * its name, layer type, value type, default, and whether zoom or data may
 * drive it. */
enum style_prop {
#define PROP(id, ...) STYLE_##id,
#include "style/props.def"
#undef PROP
	STYLE_NPROPS
};

struct style_source {
	struct str id, type;
	const struct json *data; /* a string or inline GeoJSON; NULL: none */
	const struct json *json;
};

struct style_layer {
	struct str id, source, source_layer;
	enum style_layer_type type;
	double minzoom, maxzoom;
	bool hidden;                           /* visibility: none, whatever the global state */
	const struct expr *filter;             /* NULL: everything */
	const struct expr *prop[STYLE_NPROPS]; /* NULL: the default */
	const struct json *json;               /* the layer; metadata is looked up in it */
	const struct expr *visibility;         /* depends on the global state; else NULL */
	const struct value *fallback;          /* the defaults, by enum style_prop */
	struct str type_name;                  /* as it is written */
};

struct style {
	struct str name;
	const struct style_source *source;
	const struct style_layer *layer;
	uint32_t nsources, nlayers;
	const struct json *json;
	struct expr_names names; /* of the properties that expressions look up */
};

/* All errors of the style at once; NULL if there was one. */
const struct style *style_parse(const struct source *source, struct arena *arena,
	struct diag *diag);

/* What ["global-state", ...] finds: the defaults of the style's `state`, and over them
 * the members of `given` (an object, or NULL). */
struct value style_state(const struct style *style, const struct value *given, struct arena *arena);

/* Put it into the environment of each thread: properties are found faster. */
struct expr_cache *style_cache(const struct style *style, struct arena *arena);

/* Visible at this zoom, and the filter accepts the feature. */
bool style_layer_shows(const struct style_layer *layer, const struct expr_env *env);

/* The property's value, or its default where an expression fails. */
struct value style_value(const struct style_layer *layer, enum style_prop prop,
	const struct expr_env *env);
double style_number(const struct style_layer *layer, enum style_prop prop,
	const struct expr_env *env);
bool style_bool(const struct style_layer *layer, enum style_prop prop, const struct expr_env *env);
struct color style_color(const struct style_layer *layer, enum style_prop prop,
	const struct expr_env *env);
struct str style_text(const struct style_layer *layer, enum style_prop prop,
	const struct expr_env *env);
/* Numbers of an array (text-offset, line-dasharray); returns how many. */
uint32_t style_numbers(const struct style_layer *layer, enum style_prop prop,
	const struct expr_env *env, double *out, uint32_t max);
/* False when the style does not set the property. */
bool style_has(const struct style_layer *layer, enum style_prop prop);

/* metadata["sitmap:NAME"] of a layer or of the style (layer NULL); NULL: none. */
const struct json *style_metadata(const struct style *style, const struct style_layer *layer,
	const char *name);

#endif
