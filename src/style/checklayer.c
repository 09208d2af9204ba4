#include "style/checker.h"

static const struct json *layer_by_id(const struct json *layers, struct str id) {
	const struct json *found = NULL;
	for (const struct json *j = layers->child; j; j = j->next) {
		const struct json *other = json_string(j, "id");
		if (other && str_equal(other->string, id))
			found = j;
	}
	return found;
}

static void check_layer_id(struct check *c, const char *key, const struct json *layer) {
	const struct json *id = json_string(layer, "id");
	if (!id || id->string.len == 0)
		return;
	for (const struct json *j = layer->parent->child; j != layer; j = j->next) {
		const struct json *other = json_string(j, "id");
		unsigned line, column;
		if (!other || !str_equal(other->string, id->string))
			continue;
		source_position(other->source, other->offset, &line, &column);
		check_error(c, key, id, "duplicate layer id \"%.*s\", previously used at line %u",
			STR_ARG(id->string), line);
	}
}

/* The layer that a `ref` names; NULL: an error. */
static const struct json *check_ref(struct check *c, const char *key, const struct json *layer,
	const struct json *ref) {
	static const char *const barred[] = { "type", "source", "source-layer", "filter",
		"layout" };
	for (size_t i = 0; i < sizeof(barred) / sizeof(barred[0]); i++) {
		const struct json *j = json_member(layer, barred[i]);
		if (j)
			check_error(c, key, j, "\"%s\" is prohibited for ref layers", barred[i]);
	}
	const struct json *parent = ref->type == JSON_STRING
		? layer_by_id(layer->parent, ref->string)
		: NULL;
	if (!parent)
		check_error(c, key, ref, "ref layer \"%s\" not found",
			json_string_of(ref, c->arena));
	else if (json_member(parent, "ref"))
		check_error(c, key, ref, "ref cannot reference another ref layer");
	return parent && !json_member(parent, "ref") ? parent : NULL;
}

static bool is_word(const struct json *j, const char *word) {
	return j && j->type == JSON_STRING && str_equal(j->string, str_of(word));
}

static const char *id_text(struct check *c, const struct json *layer) {
	return json_string_of(json_member(layer, "id"), c->arena);
}

/* Whether the source's type is one that the layer's type can show. */
static void check_layer_source(struct check *c, const char *key, const struct json *layer,
	const struct json *type) {
	const struct json *name = json_member(layer, "source");
	if (!json_is_filled(name)) {
		check_error(c, key, layer, "missing required property \"source\"");
		return;
	}
	const struct json *sources = json_member(c->style, "sources"), *source = NULL;
	if (name->type == JSON_STRING)
		source = json_member(sources, arena_strdup(c->arena, name->string));
	if (!source) {
		check_error(c, key, name, "source \"%s\" not found",
			json_string_of(name, c->arena));
		return;
	}
	const struct json *kind = json_member(source, "type");
	const struct json *paint = json_member(layer, "paint");
	const char *id = id_text(c, layer);
	bool relief = is_word(type, "hillshade") || is_word(type, "color-relief");
	if (is_word(kind, "vector") && is_word(type, "raster"))
		check_error(c, key, name, "layer \"%s\" requires a raster source", id);
	else if (!is_word(kind, "raster-dem") && relief)
		check_error(c, key, name, "layer \"%s\" requires a raster-dem source", id);
	else if (is_word(kind, "raster") && !is_word(type, "raster"))
		check_error(c, key, name, "layer \"%s\" requires a vector source", id);
	else if (is_word(kind, "vector") && !json_is_filled(json_member(layer, "source-layer")))
		check_error(c, key, layer, "layer \"%s\" must specify a \"source-layer\"", id);
	else if (is_word(kind, "raster-dem") && !relief)
		check_error(c, key, name,
			"raster-dem source can only be used with layer type "
			"'hillshade' or 'color-relief'.");
	else if (is_word(type, "line") && json_is_filled(json_member(paint, "line-gradient"))
		&& (!is_word(kind, "geojson")
			|| !json_is_filled(json_member(source, "lineMetrics"))))
		check_error(c, key, layer,
			"layer \"%s\" specifies a line-gradient, which requires a "
			"GeoJSON source with `lineMetrics` enabled.",
			id);
}

static const char *nearest_property(struct str layer, enum spec_place place, struct str name) {
	const char *list[128];
	size_t n = 0;
	for (uint32_t i = 0; i < nprop_specs + nundrawn_specs && n < 128; i++) {
		const struct prop_spec *spec = i < nprop_specs ? &prop_specs[i]
							       : &undrawn_specs[i - nprop_specs];
		if (spec->place == place && str_equal(str_of(spec->layer), layer))
			list[n++] = spec->name;
	}
	if (place == SPEC_LAYOUT && n < 128)
		list[n++] = visibility_spec.name;
	return str_nearest(name, list, n);
}

static void check_properties(struct check *c, const char *key, const struct json *json,
	struct str layer, enum spec_place place) {
	struct prop_spec types = { .words = spec_field("layer", STR("type"))->spec.words };
	if (!check_is_object(c, key, json) || !spec_has_word(&types, layer))
		return;
	for (const struct json *j = json->child; j; j = j->next) {
		const char *name = key_member(c, key, j->key);
		const struct prop_spec *spec = spec_find(layer, place, j->key);
		struct str base = check_transition_of(j->key);
		const struct prop_spec *moved = base.at && place == SPEC_PAINT
			? spec_find(layer, place, base)
			: NULL;
		if (moved && moved->flags & SPEC_TRANSITION) {
			check_object(c, name, j, "transition");
		} else if (spec) {
			check_property(c, (struct held){ .json = j, .key = name, .spec = spec },
				layer);
			if (spec->flags & SPEC_UNDRAWN && spec >= prop_specs
				&& spec < prop_specs + nprop_specs)
				check_undrawn(c, name, j,
					arena_printf(c->arena, "\"%s\" is not drawn", spec->name));
		} else {
			check_error(c, name, j, "unknown property \"%.*s\"", STR_ARG(j->key));
			check_suggest(c, nearest_property(layer, place, j->key));
		}
	}
}

static void check_layer_members(struct check *c, const char *key, const struct json *layer,
	struct str type) {
	for (const struct json *j = layer->child; j; j = j->next) {
		const char *name = key_member(c, key, j->key);
		const struct field_spec *field = spec_field("layer", j->key);
		if (!field && !str_equal(j->key, STR("ref")))
			check_unknown(c, key, j, "layer");
		else if (field && field->kind == FIELD_LAYOUT)
			check_properties(c, name, j, type, SPEC_LAYOUT);
		else if (field && field->kind == FIELD_PAINT)
			check_properties(c, name, j, type, SPEC_PAINT);
		else if (field)
			check_field(c, name, j, field);
	}
	if (!json_member(layer, "id"))
		check_error(c, key, layer, "missing required property \"id\"");
}

static void check_layer(struct check *c, const char *key, const struct json *layer) {
	const struct json *type = json_member(layer, "type"), *ref = json_member(layer, "ref");
	if (!check_is_object(c, key, layer))
		return;
	if (!json_is_filled(type) && !json_is_filled(ref))
		check_error(c, key, layer, "either \"type\" or \"ref\" is required");
	check_layer_id(c, key, layer);
	if (ref) {
		const struct json *parent = check_ref(c, key, layer, ref);
		if (parent)
			type = json_member(parent, "type");
	} else if (!is_word(type, "background")) {
		check_layer_source(c, key, layer, type);
	}
	const struct json *paint = json_member(layer, "paint");
	if (is_word(type, "raster") && json_member(paint, "resampling")
		&& json_member(paint, "raster-resampling"))
		check_error(c, key, paint,
			"layer \"%s\" redundantly specifies \"resampling\" and "
			"\"raster-resampling\" paint properties, but only one is allowed. It is advised "
			"to use \"resampling\".",
			id_text(c, layer));
	struct str name = type && type->type == JSON_STRING ? type->string : STR("");
	check_layer_members(c, key, layer, name);
	for (uint32_t i = 0; i < nundrawn_specs; i++)
		if (str_equal(str_of(undrawn_specs[i].layer), name)) {
			check_undrawn(c, key_member(c, key, STR("type")), type,
				arena_printf(c->arena, "layers of type \"%.*s\" are not drawn",
					STR_ARG(name)));
			break;
		}
}

void check_layers(struct check *c, const char *key, const struct json *json) {
	uint32_t i = 0;
	if (json->type != JSON_ARRAY) {
		check_error(c, key, json, "array expected, %s found", json_kind(json));
		return;
	}
	for (const struct json *j = json->child; j; j = j->next, i++)
		check_layer(c, key_index(c, key, i), j);
}
