#include <math.h>

#include "style/checker.h"
#include "style/node.h"
#include "style/rewrite.h"

static void check_dem(struct check *c, const char *key, const struct json *json) {
	static const char *const custom[] = { "redFactor", "greenFactor", "blueFactor",
		"baseShift" };
	const struct json *encoding = json_string(json, "encoding");
	bool is_custom = encoding && str_equal(encoding->string, STR("custom"));
	for (const struct json *j = json->child; j; j = j->next) {
		const char *name = arena_strdup(c->arena, j->key);
		const struct field_spec *field = spec_field("source raster-dem", j->key);
		bool factor = false;
		for (int i = 0; i < 4; i++)
			factor = factor || str_equal(j->key, str_of(custom[i]));
		if (factor && !is_custom)
			check_error(c, name, j,
				"In \"%s\": \"%s\" is only valid when \"encoding\" is set "
				"to \"custom\". %s encoding found",
				key, name,
				encoding ? arena_printf(c->arena, "\"%.*s\"",
					STR_ARG(encoding->string))
					 : "Default");
		else if (field)
			check_field(c, name, j, field);
		else
			check_error(c, name, j, "unknown property \"%.*s\"", STR_ARG(j->key));
	}
}

/* One expression of clusterProperties. */
static void check_cluster_expression(struct check *c, const char *key, const struct json *json) {
	static const struct prop_spec any = { .name = "",
		.least = -INFINITY,
		.greatest = INFINITY,
		.flags = SPEC_DATA | SPEC_ZOOM | SPEC_LERP };
	struct expr_errors errors = { NULL, 0, 0 };
	struct expr_names names = { NULL, 0, 0 };
	const struct expr *e = expr_compile_any(json, &any, &names, c->arena, &errors);
	for (uint32_t i = 0; !e && i < errors.count; i++)
		check_add(c, CHECK_ERROR, arena_printf(c->arena, "%s%s", key, errors.item[i].key),
			json, errors.item[i].message)
			->spot = json_follow(json, errors.item[i].key);
	if (e && e->flags & (EXPR_ZOOM | EXPR_STATE))
		check_error(c, key, json,
			"\"zoom\" and \"feature-state\" expressions are not "
			"supported with cluster properties.");
}

/* {name: [operator or expression, expression]} */
static void check_cluster(struct check *c, const char *key, const struct json *json) {
	const struct json *properties = json_member(json, "clusterProperties");
	if (!properties || properties->type != JSON_OBJECT)
		return;
	for (const struct json *j = properties->child; j; j = j->next) {
		const char *name = key_member(c, key, j->key);
		const struct json *reduce = json_element(j, 0), *map = json_element(j, 1);
		if (!reduce || !map) {
			check_error(c, name, j, "array length 2 expected");
			continue;
		}
		struct json_list l = list_new(reduce, c->arena), value = list_new(reduce, c->arena);
		struct json_list get = list_new(reduce, c->arena);
		list_add_string(&value, STR("accumulated"));
		list_add_string(&get, STR("get"));
		list_add_string(&get, j->key);
		list_add(&l, reduce);
		list_add(&l, value.array);
		list_add(&l, get.array);
		check_cluster_expression(c, key_member(c, name, STR("map")), map);
		check_cluster_expression(c, key_member(c, name, STR("reduce")),
			reduce->type == JSON_STRING ? l.array : reduce);
	}
}

static void check_source(struct check *c, const char *key, const struct json *json) {
	static const char words[] = "vector raster raster-dem geojson video image";
	const struct json *type = json_member(json, "type");
	struct prop_spec types = { .words = words };
	if (!json_is_filled(type)) {
		check_error(c, key, json, "\"type\" is required");
		return;
	}
	if (type->type == JSON_STRING && str_equal(type->string, STR("canvas"))) {
		check_error(c, key, json,
			"Please use runtime APIs to add canvas sources, rather than "
			"including them in stylesheets.");
		c->item[c->count - 1].identifier = "source.canvas";
		return;
	}
	if (type->type != JSON_STRING || !spec_has_word(&types, type->string)) {
		check_enum(c, key_member(c, key, STR("type")), type, words);
		return;
	}
	const char *name = arena_strdup(c->arena, type->string);
	if (str_equal(type->string, STR("raster-dem")))
		check_dem(c, key, json);
	else
		check_object(c, key, json, arena_printf(c->arena, "source %s", name));
	const struct json *cluster = json_member(json, "cluster");
	if (!str_equal(type->string, STR("geojson")))
		check_undrawn(c, key_member(c, key, STR("type")), type,
			arena_printf(c->arena, "sources of type \"%s\" are not read", name));
	else if (json_is_filled(cluster)) {
		check_cluster(c, key, json);
		check_undrawn(c, key_member(c, key, STR("cluster")), cluster,
			"points are not clustered");
	}
}

void check_sources(struct check *c, const char *key, const struct json *json) {
	if (!check_is_object(c, key, json))
		return;
	for (const struct json *j = json->child; j; j = j->next)
		check_source(c, key_member(c, key, j->key), j);
}
