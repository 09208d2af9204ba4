#include "data/geojson.h"

#include <string.h>

#include "base/limits.h"
#include "data/rows.h"
#include "data/shape.h"
#include "data/skipped.h"
#include "data/token.h"

/* What the members of one object said. */
struct object {
	struct str type; /* at NULL: none */
	struct json at;  /* where the object begins */
	bool has_features, has_coordinates, has_geometries, has_geometry;
	struct value id;
};

struct reading {
	struct tokens tokens;
	const struct source *source;
	const struct read_options *options;
	struct layer *layer;
	struct arena *arena, scratch;
	struct diag *diag;
	struct skipped skipped;
	struct rows rows;
	struct shape shape;
	struct feature *feature;
	uint32_t nfeatures, capacity;
	uint32_t *width; /* of each feature's row */
	uint32_t nwidths, width_capacity;
	uint32_t index; /* of the feature at hand, in "features" */
	uint64_t npoints;
};

/* A broken feature is passed over, a broken text ends the run. */
enum outcome { READ, BROKEN, FAILED };

static enum outcome broken(struct reading *r, const struct json *at, const char *fault) {
	shape_fault(&r->shape, at, "%s", fault);
	return BROKEN;
}

static enum outcome read_geometry(struct reading *r, struct object *o);

static bool is_key(const struct json *key, const char *name) {
	return str_equal(key->string, str_of(name));
}

static enum outcome pass(struct reading *r, enum json_token token) {
	return tokens_pass(&r->tokens, token) ? READ : FAILED;
}

static enum outcome read_type(struct reading *r, struct object *o, enum json_token token,
	const struct json *value) {
	if (token == JSON_TOKEN_ERROR)
		return FAILED;
	if (token != JSON_TOKEN_VALUE || value->type != JSON_STRING)
		return broken(r, value, "\"type\" is no string");
	o->type = value->string;
	return READ;
}

static enum outcome read_coordinates(struct reading *r, struct object *o, enum json_token token,
	const struct json *value) {
	if (o->has_coordinates)
		return broken(r, value, "\"coordinates\" twice");
	o->has_coordinates = true;
	if (token == JSON_TOKEN_VALUE && value->type == JSON_NULL)
		return READ;
	if (shape_coordinates(&r->shape, &r->tokens, token, value))
		return READ;
	return r->tokens.failed ? FAILED : BROKEN;
}

/* The members of a GeometryCollection. */
static enum outcome read_geometries(struct reading *r, enum json_token token,
	const struct json *value) {
	if (token == JSON_TOKEN_ERROR)
		return FAILED;
	if (token != JSON_TOKEN_OPEN || value->type != JSON_ARRAY)
		return broken(r, value, "\"geometries\" is no array");
	struct json v;
	for (;;) {
		token = tokens_next(&r->tokens, &v);
		if (token == JSON_TOKEN_ERROR)
			return FAILED;
		if (token == JSON_TOKEN_CLOSE)
			return READ;
		if (token != JSON_TOKEN_OPEN || v.type != JSON_OBJECT)
			return broken(r, &v, "a geometry is an object");
		struct object inner = { .at = v };
		enum outcome outcome = read_geometry(r, &inner);
		if (outcome != READ)
			return outcome;
	}
}

/* What an object with coordinates or geometries is worth, once it is closed. */
static enum outcome end_geometry(struct reading *r, const struct object *o) {
	if (!o->type.at)
		return broken(r, &o->at, "a geometry without \"type\"");
	if (str_equal(o->type, STR("GeometryCollection")))
		return o->has_geometries
			? READ
			: broken(r, &o->at, "a GeometryCollection without \"geometries\"");
	if (!o->has_coordinates && !o->has_geometries)
		return broken(r, &o->at, "a geometry without \"coordinates\"");
	if (o->has_geometries)
		return broken(r, &o->at, "\"geometries\" belong to a GeometryCollection");
	return shape_piece(&r->shape, o->type, &o->at) ? READ : BROKEN;
}

/* Behind the opening of a geometry object. */
static enum outcome read_geometry(struct reading *r, struct object *o) {
	struct json key, value;
	for (;;) {
		enum json_token token = tokens_next(&r->tokens, &key);
		if (token == JSON_TOKEN_ERROR)
			return FAILED;
		if (token == JSON_TOKEN_CLOSE)
			return end_geometry(r, o);
		enum outcome outcome;
		token = tokens_next(&r->tokens, &value);
		if (is_key(&key, "type"))
			outcome = read_type(r, o, token, &value);
		else if (is_key(&key, "coordinates"))
			outcome = read_coordinates(r, o, token, &value);
		else if (is_key(&key, "geometries")) {
			o->has_geometries = true;
			outcome = read_geometries(r, token, &value);
		} else
			outcome = pass(r, token);
		if (outcome != READ)
			return outcome;
	}
}

static enum outcome read_member_geometry(struct reading *r, struct object *o, enum json_token token,
	const struct json *value) {
	if (o->has_geometry)
		return broken(r, value, "\"geometry\" twice");
	o->has_geometry = true;
	if (token == JSON_TOKEN_ERROR)
		return FAILED;
	if (token == JSON_TOKEN_VALUE && value->type == JSON_NULL)
		return READ;
	if (token != JSON_TOKEN_OPEN || value->type != JSON_OBJECT)
		return broken(r, value, "\"geometry\" is neither an object nor null");
	struct object inner = { .at = *value };
	return read_geometry(r, &inner);
}

/* Where the geometry came first, the properties of what is not wanted are not
 * looked at. */
static bool is_outside(const struct reading *r) {
	return r->shape.npoints && !read_options_want(r->options, r->shape.bounds);
}

static enum outcome read_properties(struct reading *r, enum json_token token,
	const struct json *value) {
	if (token == JSON_TOKEN_ERROR)
		return FAILED;
	if (token == JSON_TOKEN_VALUE && value->type == JSON_NULL)
		return READ;
	if (token != JSON_TOKEN_OPEN || value->type != JSON_OBJECT)
		return broken(r, value, "\"properties\" is neither an object nor null");
	if (r->options->geometry_only || is_outside(r))
		return pass(r, token);
	for (;;) {
		struct json key, first;
		token = tokens_next(&r->tokens, &key);
		if (token == JSON_TOKEN_CLOSE)
			return READ;
		if (token == JSON_TOKEN_ERROR)
			return FAILED;
		token = tokens_next(&r->tokens, &first);
		if (!rows_add(&r->rows, key.string, false, &r->tokens, token, &first))
			return FAILED;
	}
}

static enum outcome read_id(struct reading *r, struct object *o, enum json_token token,
	const struct json *value) {
	if (token == JSON_TOKEN_VALUE && value->type == JSON_NUMBER)
		o->id = (struct value){ .type = VALUE_NUMBER, .number = value->number };
	else if (token == JSON_TOKEN_VALUE && value->type == JSON_STRING)
		o->id = (struct value){ .type = VALUE_STRING, .string = value->string };
	return pass(r, token);
}

/* Known to the RFC, but of no use here. */
static bool is_passed_over(const struct json *key) {
	return is_key(key, "bbox") || is_key(key, "crs");
}

static enum outcome read_feature_member(struct reading *r, struct object *o,
	const struct json *key) {
	struct json value;
	enum json_token token = tokens_next(&r->tokens, &value);
	if (is_key(key, "type"))
		return read_type(r, o, token, &value);
	if (is_key(key, "geometry"))
		return read_member_geometry(r, o, token, &value);
	if (is_key(key, "properties"))
		return read_properties(r, token, &value);
	if (is_key(key, "id"))
		return read_id(r, o, token, &value);
	if (is_passed_over(key) || r->options->geometry_only)
		return pass(r, token);
	return rows_add(&r->rows, key->string, true, &r->tokens, token, &value) ? READ : FAILED;
}

static bool add_feature(struct reading *r, struct feature f, uint32_t width) {
	r->npoints += f.geom.npoints;
	struct where at = { r->source, WHERE_WHOLE, NULL };
	if (r->npoints > LIMIT_VERTICES)
		return diag_error(r->diag, at, "more than the limit of %u points for a layer",
			LIMIT_VERTICES);
	if (r->nfeatures == LIMIT_FEATURES)
		return diag_error(r->diag, at, "more than the limit of %u features for a layer",
			LIMIT_FEATURES);
	if (!geom_is_empty(&f.geom))
		f.bounds = geom_bounds(&f.geom);
	r->layer->bounds = rect_union(r->layer->bounds, f.bounds);
	*arena_push(&r->scratch, r->width, r->nwidths, r->width_capacity) = width;
	*arena_push(&r->scratch, r->feature, r->nfeatures, r->capacity) = f;
	return true;
}

/* The feature that was read: one a kind of geometry. */
static bool keep_feature(struct reading *r, const struct object *o) {
	static const enum geom_type order[] = { GEOM_POLYGONS, GEOM_LINES, GEOM_POINTS };
	struct feature f = { .id = o->id, .bounds = RECT_EMPTY, .columns = &r->layer->columns };
	bool empty = r->shape.npoints == 0;
	if (empty ? r->options->has_window : !read_options_want(r->options, r->shape.bounds))
		return true;
	uint32_t width;
	if (!rows_end(&r->rows, &o->at, &f.value, &width))
		return false;
	if (empty) {
		f.geom.type = r->shape.npieces ? r->shape.piece[0].type : GEOM_POINTS;
		return add_feature(r, f, width);
	}
	for (int i = 0; i < 3; i++)
		if (shape_geom(&r->shape, order[i], &f.geom, r->arena) && !add_feature(r, f, width))
			return false;
	return true;
}

static void begin_feature(struct reading *r) {
	shape_reset(&r->shape);
	rows_begin(&r->rows);
}

/* Behind the opening of an object of "features". */
static enum outcome read_feature(struct reading *r, struct object *o) {
	struct json key;
	begin_feature(r);
	for (;;) {
		enum json_token token = tokens_next(&r->tokens, &key);
		if (token == JSON_TOKEN_ERROR)
			return FAILED;
		if (token == JSON_TOKEN_CLOSE)
			break;
		enum outcome outcome = read_feature_member(r, o, &key);
		if (outcome != READ)
			return outcome;
	}
	if (!o->type.at || !str_equal(o->type, STR("Feature")))
		return broken(r, &o->at, "an object of \"features\" whose type is not \"Feature\"");
	return keep_feature(r, o) ? READ : FAILED;
}

static void skip_feature(struct reading *r) {
	const char *path = NULL;
	if (skipped_is_named(&r->skipped))
		path = arena_printf(r->diag->arena, "features[%u]", r->index);
	skipped_add(&r->skipped, token_where(&r->shape.fault_at, path), "%s", r->shape.fault);
}

/* Each object of "features"; `token` begins the value. */
static enum outcome read_features(struct reading *r, enum json_token token,
	const struct json *value) {
	if (token == JSON_TOKEN_ERROR)
		return FAILED;
	if (token != JSON_TOKEN_OPEN || value->type != JSON_ARRAY)
		return broken(r, value, "\"features\" is no array");
	unsigned depth = r->tokens.depth;
	for (;; r->index++) {
		struct json v;
		token = tokens_next(&r->tokens, &v);
		if (token == JSON_TOKEN_CLOSE)
			return READ;
		if (token == JSON_TOKEN_ERROR)
			return FAILED;
		struct object o = { .at = v };
		enum outcome outcome;
		if (token == JSON_TOKEN_OPEN && v.type == JSON_OBJECT) {
			outcome = read_feature(r, &o);
		} else {
			shape_reset(&r->shape);
			outcome = broken(r, &v, "a feature is an object");
		}
		if (outcome == FAILED || !tokens_unwind(&r->tokens, depth))
			return FAILED;
		if (outcome == BROKEN)
			skip_feature(r);
	}
}

/* "crs" of the format's elder version names a system in one of several ways. */
static enum outcome read_crs(struct reading *r, enum json_token token, const struct json *first) {
	static const char *const degrees[] = {
		"urn:ogc:def:crs:OGC:1.3:CRS84",
		"urn:ogc:def:crs:OGC::CRS84",
		"OGC:CRS84",
		"CRS84",
		"EPSG:4326",
		"urn:ogc:def:crs:EPSG::4326",
		"http://www.opengis.net/def/crs/OGC/1.3/CRS84",
		"http://www.opengis.net/def/crs/EPSG/0/4326",
	};
	struct value crs;
	if (!rows_value(&r->rows, &r->tokens, token, first, &crs))
		return FAILED;
	const struct value *properties = value_member(&crs, STR("properties"));
	const struct value *name = properties ? value_member(properties, STR("name")) : NULL;
	if (crs.type == VALUE_NULL)
		return READ;
	struct str said = name && name->type == VALUE_STRING ? name->string : STR("?");
	for (size_t i = 0; i < sizeof(degrees) / sizeof(degrees[0]); i++)
		if (str_equal_nocase(said, str_of(degrees[i])))
			return READ;
	diag_warn(r->diag, token_where(first, "crs"),
		"\"%.*s\" is not looked at: "
		"GeoJSON holds degrees of WGS 84",
		said.len > 60 ? 60 : (int)said.len, said.at);
	return READ;
}

/* A member of the outermost object, which may be anything yet. */
static enum outcome read_top_member(struct reading *r, struct object *o, const struct json *key) {
	bool feature = o->type.at && str_equal(o->type, STR("Feature"));
	if (feature || is_key(key, "type") || is_key(key, "geometry") || is_key(key, "properties")
		|| is_key(key, "id"))
		return read_feature_member(r, o, key);
	struct json value;
	enum json_token token = tokens_next(&r->tokens, &value);
	if (is_key(key, "coordinates"))
		return read_coordinates(r, o, token, &value);
	if (is_key(key, "geometries")) {
		o->has_geometries = true;
		return read_geometries(r, token, &value);
	}
	if (is_key(key, "features")) {
		o->has_features = true;
		return read_features(r, token, &value);
	}
	return is_key(key, "crs") ? read_crs(r, token, &value) : pass(r, token);
}

/* What the outermost object turned out to be. */
static enum outcome end_top(struct reading *r, const struct object *o) {
	if (!o->type.at)
		return broken(r, &o->at, "no GeoJSON: the object has no \"type\"");
	if (str_equal(o->type, STR("FeatureCollection")))
		return o->has_features
			? READ
			: broken(r, &o->at, "a FeatureCollection without \"features\"");
	if (o->has_features)
		return broken(r, &o->at, "\"features\" belong to a FeatureCollection");
	if (str_equal(o->type, STR("Topology")))
		return broken(r, &o->at,
			"this is TopoJSON; convert it to GeoJSON, "
			"for instance by ogr2ogr");
	if (!str_equal(o->type, STR("Feature"))) {
		enum outcome outcome = end_geometry(r, o);
		if (outcome != READ)
			return outcome;
	}
	return keep_feature(r, o) ? READ : FAILED;
}

static enum outcome read_top(struct reading *r) {
	struct object o = { .id = { .type = VALUE_NULL } };
	enum json_token token = tokens_next(&r->tokens, &o.at);
	begin_feature(r);
	if (token == JSON_TOKEN_ERROR)
		return FAILED;
	if (token != JSON_TOKEN_OPEN || o.at.type != JSON_OBJECT)
		return broken(r, &o.at, "no GeoJSON: its outermost value is no object");
	for (;;) {
		struct json key;
		token = tokens_next(&r->tokens, &key);
		if (token == JSON_TOKEN_ERROR)
			return FAILED;
		if (token == JSON_TOKEN_CLOSE)
			break;
		enum outcome outcome = read_top_member(r, &o, &key);
		if (outcome != READ)
			return outcome;
	}
	enum outcome outcome = end_top(r, &o);
	if (outcome == READ && tokens_next(&r->tokens, &o.at) != JSON_TOKEN_END)
		return FAILED;
	return outcome;
}

/* Rows get all columns, features their place in the arena. */
static void finish(struct reading *r) {
	struct layer *layer = r->layer;
	layer->columns = rows_columns(&r->rows);
	layer->feature = arena_new(r->arena, struct feature, r->nfeatures);
	layer->nfeatures = r->nfeatures;
	layer->skipped = r->skipped.count;
	for (uint32_t i = 0; i < r->nfeatures; i++) {
		layer->feature[i] = r->feature[i];
		layer->feature[i].value = rows_widen(&r->rows, r->feature[i].value, r->width[i]);
	}
}

static bool read_layer(struct reading *r) {
	*r->layer = (struct layer){ .bounds = RECT_EMPTY };
	r->layer->name = layer_name(r->source->name, r->arena);
	r->skipped.diag = r->diag;
	r->shape.scratch = &r->scratch;
	r->rows = (struct rows){ .arena = r->arena,
		.scratch = &r->scratch,
		.options = r->options,
		.diag = r->diag };
	enum outcome outcome = read_top(r);
	if (outcome == BROKEN)
		diag_error(r->diag, token_where(&r->shape.fault_at, NULL), "%s", r->shape.fault);
	if (outcome == READ)
		finish(r);
	arena_release(&r->scratch);
	return outcome == READ && skipped_end(&r->skipped, r->source, r->nfeatures);
}

bool geojson_read(const struct source *source, const struct read_options *options,
	struct layer *out, struct arena *arena, struct diag *diag) {
	struct reading r = { .source = source,
		.options = options,
		.layer = out,
		.arena = arena,
		.diag = diag };
	tokens_of_text(&r.tokens, source, arena, diag);
	return read_layer(&r);
}

bool geojson_from_json(const struct json *json, struct layer *out, struct arena *arena,
	struct diag *diag) {
	static const struct read_options all = { 0 };
	struct reading r = { .source = json->source,
		.options = &all,
		.layer = out,
		.arena = arena,
		.diag = diag };
	tokens_of_tree(&r.tokens, json, diag);
	return read_layer(&r);
}
