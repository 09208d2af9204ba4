#include "style/style.h"

#include <math.h>
#include <string.h>

#include "style/checker.h"
#include "style/compile.h"
#include "style/parse.h"
#include "style/text.h"

/* What is shared while a style is read. */
struct reader {
	struct style *style;
	struct arena *arena;
	struct diag *diag;
	const struct value *fallback;
};

static struct str text_member(const struct json *object, const char *key) {
	const struct json *j = json_member(object, key);
	return j && j->type == JSON_STRING ? j->string : (struct str){ NULL, 0 };
}

static void report(struct reader *r, const struct json *json, const struct expr_errors *errors) {
	for (uint32_t i = 0; i < errors->count; i++)
		json_error(r->diag, json_follow(json, errors->item[i].key), "%s",
			errors->item[i].message);
}

static const struct expr *read_value(struct reader *r, const struct json *json,
	const struct prop_spec *spec) {
	struct expr_errors errors = { NULL, 0, 0 };
	const struct expr *e = expr_parse(json, spec, &r->style->names, r->arena, &errors);
	if (!e)
		report(r, json, &errors);
	return e;
}

static const struct value *read_fallbacks(struct arena *arena) {
	struct value *fallback = arena_new(arena, struct value, STYLE_NPROPS);
	struct diag diag;
	diag_init(&diag, arena);
	for (uint32_t i = 0; i < STYLE_NPROPS; i++) {
		struct source source = { prop_specs[i].name, str_of(prop_specs[i].fallback) };
		const struct json *json = prop_specs[i].fallback ? json_parse(&source, arena, &diag)
								 : NULL;
		if (!json || !value_of_constant(json, &prop_specs[i], &fallback[i], arena))
			fallback[i] = value_null();
	}
	return fallback;
}

/* Sources. */

static void read_sources(struct reader *r, const struct json *json) {
	struct style_source *source = arena_new(r->arena, struct style_source, json->count);
	uint32_t n = 0;
	for (const struct json *j = json->child; j; j = j->next)
		source[n++] = (struct style_source){ j->key, text_member(j, "type"),
			json_member(j, "data"), j };
	r->style->source = source;
	r->style->nsources = n;
}

/* Layers. */

static enum style_layer_type layer_type(struct str name) {
	static const char *const word[] = { "background", "fill", "line", "circle", "symbol" };
	for (int i = 0; i < STYLE_UNDRAWN; i++)
		if (str_equal(name, str_of(word[i])))
			return (enum style_layer_type)i;
	return STYLE_UNDRAWN;
}

static double read_zoom(const struct json *layer, const char *key, double fallback) {
	const struct json *j = json_member(layer, key);
	return j ? j->number : fallback;
}

static void read_visibility(struct reader *r, const struct json *json, struct style_layer *layer) {
	const struct expr *e = read_value(r, json, &visibility_spec);
	if (!e)
		return;
	if (!expr_is_constant(e)) {
		layer->visibility = e;
		return;
	}
	struct value v;
	struct expr_env env = { .scratch = r->arena };
	layer->hidden = expr_eval(e, &env, &v) && str_equal(v.string, STR("none"));
}

static void read_properties(struct reader *r, const struct json *json, enum spec_place place,
	struct style_layer *layer) {
	for (const struct json *j = json ? json->child : NULL; j; j = j->next) {
		const struct prop_spec *spec = spec_find(layer->type_name, place, j->key);
		if (spec == &visibility_spec)
			read_visibility(r, j, layer);
		else if (spec >= prop_specs && spec < prop_specs + nprop_specs)
			layer->prop[spec - prop_specs] = read_value(r, j, spec);
	}
}

static void read_filter(struct reader *r, const struct json *json, struct style_layer *layer) {
	struct expr_errors errors = { NULL, 0, 0 };
	layer->filter = expr_parse_filter(json, &r->style->names, r->arena, &errors);
	if (!layer->filter)
		report(r, json, &errors);
}

/* The layer that another one takes its source, type, filter and layout from. */
static const struct json *parent_of(const struct json *layer) {
	struct str ref = text_member(layer, "ref");
	if (!ref.at)
		return layer;
	for (const struct json *j = layer->parent->child; j; j = j->next)
		if (str_equal(text_member(j, "id"), ref))
			return j;
	return layer;
}

static void read_layer(struct reader *r, const struct json *json, struct style_layer *layer) {
	const struct json *parent = parent_of(json);
	layer->json = json;
	layer->id = text_member(json, "id");
	layer->type_name = text_member(parent, "type");
	layer->source = text_member(parent, "source");
	layer->source_layer = text_member(parent, "source-layer");
	layer->type = layer_type(layer->type_name);
	layer->minzoom = read_zoom(json_member(json, "minzoom") ? json : parent, "minzoom",
		-INFINITY);
	layer->maxzoom = read_zoom(json_member(json, "maxzoom") ? json : parent, "maxzoom",
		INFINITY);
	layer->fallback = r->fallback;
	const struct json *filter = json_member(parent, "filter");
	if (filter)
		read_filter(r, filter, layer);
	read_properties(r, json_member(parent, "layout"), SPEC_LAYOUT, layer);
	read_properties(r, json_member(json, "paint"), SPEC_PAINT, layer);
}

static void read_layers(struct reader *r, const struct json *json) {
	struct style_layer *layer = arena_new(r->arena, struct style_layer, json->count);
	uint32_t n = 0;
	for (const struct json *j = json->child; j; j = j->next)
		read_layer(r, j, &layer[n++]);
	r->style->layer = layer;
	r->style->nlayers = n;
}

const struct style *style_parse(const struct source *source, struct arena *arena,
	struct diag *diag) {
	const struct json *json = json_parse(source, arena, diag);
	if (!json)
		return NULL;
	struct check check;
	bool fine = style_check(json, &check, arena);
	check_report(&check, diag);
	if (!fine)
		return NULL;
	unsigned before = diag->errors;
	struct style *style = arena_new(arena, struct style, 1);
	struct reader r = { style, arena, diag, read_fallbacks(arena) };
	style->json = json;
	style->name = text_member(json, "name");
	read_sources(&r, json_member(json, "sources"));
	read_layers(&r, json_member(json, "layers"));
	return diag->errors > before ? NULL : style;
}

/* Values. */

struct value style_state(const struct style *style, const struct value *given,
	struct arena *arena) {
	const struct json *state = json_member(style->json, "state");
	uint32_t nstate = state ? state->count : 0, ngiven = given ? given->object.count : 0;
	struct value *key = arena_new(arena, struct value, nstate + ngiven);
	struct value *item = arena_new(arena, struct value, nstate + ngiven);
	uint32_t n = 0;
	for (; n < ngiven; n++) {
		key[n] = given->object.key[n];
		item[n] = given->object.item[n];
	}
	for (uint32_t i = 0; i < nstate; i++) {
		const struct json *fallback = json_member(&state->child[i], "default");
		if (!fallback || (given && value_member(given, state->child[i].key)))
			continue;
		key[n] = value_string(state->child[i].key);
		item[n++] = value_of_json(fallback, arena);
	}
	return (struct value){ .type = VALUE_OBJECT, .object = { key, item, n } };
}

struct expr_cache *style_cache(const struct style *style, struct arena *arena) {
	return expr_cache_new(&style->names, arena);
}

bool style_layer_shows(const struct style_layer *layer, const struct expr_env *env) {
	struct value v;
	if (layer->hidden || env->zoom < layer->minzoom || env->zoom >= layer->maxzoom)
		return false;
	if (layer->visibility && expr_eval(layer->visibility, env, &v) && v.type == VALUE_STRING
		&& str_equal(v.string, STR("none")))
		return false;
	if (!layer->filter)
		return true;
	return expr_eval(layer->filter, env, &v) && v.type == VALUE_BOOL && v.boolean;
}

/* Null, not a number, or a word that is not of the enumeration. */
static bool is_nothing(const struct value *v, enum style_prop prop) {
	if (v->type == VALUE_NULL || (v->type == VALUE_NUMBER && isnan(v->number)))
		return true;
	const struct prop_spec *spec = &prop_specs[prop];
	return spec->type == SPEC_ENUM && !spec_has_word(spec, v->string);
}

struct value style_value(const struct style_layer *layer, enum style_prop prop,
	const struct expr_env *env) {
	struct value v;
	const struct expr *e = layer->prop[prop];
	if (e && expr_eval(e, env, &v) && (expr_is_constant(e) || !is_nothing(&v, prop)))
		return v;
	return layer->fallback[prop];
}

double style_number(const struct style_layer *layer, enum style_prop prop,
	const struct expr_env *env) {
	struct value v = style_value(layer, prop, env);
	return v.type == VALUE_NUMBER ? v.number : 0;
}

bool style_bool(const struct style_layer *layer, enum style_prop prop, const struct expr_env *env) {
	struct value v = style_value(layer, prop, env);
	return v.type == VALUE_BOOL && v.boolean;
}

struct color style_color(const struct style_layer *layer, enum style_prop prop,
	const struct expr_env *env) {
	struct value v = style_value(layer, prop, env);
	return v.type == VALUE_COLOR ? rgba_to_color(value_rgba(&v)) : (struct color){ 0, 0, 0, 0 };
}

struct str style_text(const struct style_layer *layer, enum style_prop prop,
	const struct expr_env *env) {
	struct value v = style_value(layer, prop, env);
	return v.type == VALUE_STRING ? v.string : value_to_text(&v, env->scratch);
}

uint32_t style_numbers(const struct style_layer *layer, enum style_prop prop,
	const struct expr_env *env, double *out, uint32_t max) {
	struct value v = style_value(layer, prop, env);
	uint32_t n = 0;
	if (v.type == VALUE_PADDING)
		for (; n < 4 && n < max; n++)
			out[n] = v.padding[n];
	else if (v.type == VALUE_NUMBERS)
		for (; n < v.numbers.count && n < max; n++)
			out[n] = v.numbers.at[n];
	else if (v.type == VALUE_ARRAY)
		for (; n < v.array.count && n < max && v.array.item[n].type == VALUE_NUMBER; n++)
			out[n] = v.array.item[n].number;
	return n;
}

bool style_has(const struct style_layer *layer, enum style_prop prop) {
	return layer->prop[prop];
}

const struct json *style_metadata(const struct style *style, const struct style_layer *layer,
	const char *name) {
	const struct json *metadata = json_member(layer ? layer->json : style->json, "metadata");
	char key[128] = "sitmap:";
	size_t n = strlen(name);
	if (!metadata || metadata->type != JSON_OBJECT || n >= sizeof(key) - 8)
		return NULL;
	memcpy(key + 7, name, n + 1);
	return json_member(metadata, key);
}
