#include "event/fields.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"

/* Every property name of the file, in the order of first sight. */
struct names {
	struct str *name;
	const char **path;
	struct where *at;
	struct field_column *column;
	uint32_t n, capacity;
	uint32_t *slot, nslots; /* open hashing: name index + 1 */
};

static uint32_t hash_name(struct str s) {
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.at[i]) * 16777619u;
	return h;
}

static uint32_t *names_slot(const struct names *names, struct str name) {
	uint32_t mask = names->nslots - 1, i = hash_name(name) & mask;
	while (names->slot[i] && !str_equal(names->name[names->slot[i] - 1], name))
		i = (i + 1) & mask;
	return &names->slot[i];
}

static bool collect_names(const struct source *source, const struct json *features,
	struct names *names, struct arena *arena, struct diag *diag) {
	names->nslots = 4 * LIMIT_FIELDS;
	while (names->nslots & (names->nslots - 1))
		names->nslots += names->nslots & -names->nslots;
	names->slot = arena_new(arena, uint32_t, names->nslots);
	for (const struct json *f = features->child; f; f = f->next) {
		const struct json *properties = json_member(f, "properties");
		if (!properties || properties->type != JSON_OBJECT)
			continue;
		for (const struct json *p = properties->child; p; p = p->next) {
			uint32_t *slot = names_slot(names, p->key);
			if (*slot)
				continue;
			if (names->n == LIMIT_FIELDS)
				return json_error(diag, p,
					"more than the limit of %d different "
					"properties",
					LIMIT_FIELDS);
			*arena_push(arena, names->name, names->n, names->capacity) = p->key;
			*slot = names->n;
		}
	}
	names->path = arena_new(arena, const char *, names->n);
	names->at = arena_new(arena, struct where, names->n);
	names->column = arena_new(arena, struct field_column, names->n);
	for (uint32_t i = 0; i < names->n; i++) {
		names->path[i] = arena_strdup(arena, names->name[i]);
		names->at[i] = (struct where){ source, WHERE_WHOLE, NULL };
	}
	return true;
}

/* As fields_assign(), but places come from geometries too. */
static void assign_names(struct names *names) {
	bool taken[NFIELDS] = { false };
	for (int proper = 1; proper >= 0; proper--) {
		for (uint32_t i = 0; i < names->n; i++) {
			struct field_column c = field_find(names->name[i]);
			bool is_proper = c.field != FIELD_NONE
				&& str_equal_nocase(names->name[i], str_of(field_names[c.field]));
			if (is_proper != (proper != 0))
				continue;
			if (c.field != FIELD_NONE && taken[c.field])
				c.field = FIELD_NONE;
			else if (c.field != FIELD_NONE)
				taken[c.field] = true;
			names->column[i] = c;
		}
	}
}

static struct value value_of(const struct json *j, struct arena *arena) {
	struct value v = { .type = VALUE_NULL };
	switch (j->type) {
	case JSON_NULL:
		break;
	case JSON_FALSE:
	case JSON_TRUE:
		v.type = VALUE_BOOL;
		v.boolean = j->type == JSON_TRUE;
		break;
	case JSON_NUMBER:
		v.type = VALUE_NUMBER;
		v.number = j->number;
		break;
	case JSON_STRING:
		v.type = VALUE_STRING;
		v.string = j->string;
		break;
	case JSON_ARRAY:
	case JSON_OBJECT: {
		struct value *item = arena_new(arena, struct value, j->count);
		struct value *key = arena_new(arena, struct value, j->count);
		uint32_t n = 0;
		for (const struct json *c = j->child; c; c = c->next, n++) {
			key[n] = (struct value){ .type = VALUE_STRING, .string = c->key };
			item[n] = value_of(c, arena);
		}
		if (j->type == JSON_ARRAY) {
			v.type = VALUE_ARRAY;
			v.array.item = item;
			v.array.count = n;
		} else {
			v.type = VALUE_OBJECT;
			v.object.key = key;
			v.object.item = item;
			v.object.count = n;
		}
	}
	}
	return v;
}

static struct str text_of(const struct json *j, struct arena *arena) {
	char figure[64];
	if (j->type == JSON_STRING)
		return str_trim(j->string);
	if (j->type != JSON_NUMBER)
		return (struct str){ "", 0 };
	int len = str_from_double(j->number, 9, figure, sizeof(figure));
	return (struct str){ arena_strdup(arena, (struct str){ figure, (size_t)len }),
		(size_t)len };
}

static bool read_position(const struct json *j, struct point *out, struct diag *diag) {
	if (j->type != JSON_ARRAY || j->count < 2)
		return json_error(diag, j, "a position is [lon, lat]");
	const struct json *lon = j->child, *lat = lon->next;
	if (lon->type != JSON_NUMBER || lat->type != JSON_NUMBER)
		return json_error(diag, j, "a position is two numbers, [lon, lat]");
	*out = (struct point){ lon->number, lat->number };
	if (!(fabs(out->x) <= 180))
		return json_error(diag, lon, "lon %g is not between -180 and 180", out->x);
	if (!(fabs(out->y) <= 90))
		return json_error(diag, lat, "lat %g is not between -90 and 90%s", out->y,
			fabs(out->y) <= 180 ? "; are lon and lat swapped?" : "");
	return true;
}

static bool read_positions(const struct json *list, struct geom *out, struct arena *arena,
	struct diag *diag) {
	if (list->type != JSON_ARRAY || !list->count)
		return json_error(diag, list, "no positions");
	out->point = arena_new(arena, struct point, list->count);
	for (const struct json *j = list->child; j; j = j->next)
		if (!read_position(j, &out->point[out->npoints++], diag))
			return false;
	return true;
}

/* A point or a line; `*has` stays false for a null geometry. */
static bool read_geometry(const struct json *feature, struct geom *out, bool *has,
	struct arena *arena, struct diag *diag) {
	const struct json *g = json_member(feature, "geometry");
	*has = false;
	if (!g || g->type == JSON_NULL)
		return true;
	if (g->type != JSON_OBJECT)
		return json_error(diag, g, "a geometry is an object");
	const struct json *type = json_member(g, "type");
	const struct json *coordinates = json_member(g, "coordinates");
	if (!type || type->type != JSON_STRING)
		return json_error(diag, g, "the geometry has no type");
	if (!coordinates || coordinates->type != JSON_ARRAY)
		return json_error(diag, g, "the geometry has no coordinates");
	*has = true;
	*out = (struct geom){ .type = GEOM_POINTS };
	bool multi = str_starts(type->string, STR("Multi"));
	if (multi && coordinates->count == 1)
		coordinates = coordinates->child;
	else if (multi)
		return json_error(diag, g, "%.*s of %u parts: an event is one point or one line",
			STR_ARG(type->string), coordinates->count);
	if (str_ends(type->string, STR("Point"))) {
		out->point = arena_new(arena, struct point, 1);
		out->npoints = 1;
		return read_position(coordinates, out->point, diag);
	}
	if (!str_ends(type->string, STR("LineString")))
		return json_error(diag, type,
			"a %.*s is no event: events are points and lines, "
			"other layers are given with --data",
			STR_ARG(type->string));
	out->type = GEOM_LINES;
	if (!read_positions(coordinates, out, arena, diag))
		return false;
	return out->npoints >= 2 || json_error(diag, coordinates, "a line of one position");
}

static bool read_feature(const struct source *source, const struct json *feature,
	const struct names *names, struct event *e, struct arena *arena, struct diag *diag) {
	struct field_cell cell[NFIELDS];
	struct geom geom;
	bool drawn;
	e->row = (struct where){ source, feature->offset, NULL };
	if (feature->type != JSON_OBJECT)
		return json_error(diag, feature, "a feature is an object");
	for (int i = 0; i < NFIELDS; i++)
		cell[i] = (struct field_cell){ { "", 0 }, e->row, false };
	bool ok = read_geometry(feature, &geom, &drawn, arena, diag);
	struct value *value = arena_new(arena, struct value, names->n);
	for (uint32_t i = 0; i < names->n; i++)
		value[i].type = VALUE_MISSING;
	const struct json *properties = json_member(feature, "properties");
	const struct json *p = properties && properties->type == JSON_OBJECT ? properties->child
									     : NULL;
	for (; p; p = p->next) {
		uint32_t i = *names_slot(names, p->key) - 1;
		value[i] = value_of(p, arena);
		if (names->column[i].field == FIELD_NONE)
			continue;
		struct where at = { source, p->offset, names->path[i] };
		cell[names->column[i].field] = (struct field_cell){ text_of(p, arena), at,
			names->column[i].acled };
	}
	const struct json *id = json_member(feature, "id");
	if (id && !cell[FIELD_ID].text.len)
		cell[FIELD_ID].text = text_of(id, arena);
	e->column = value;
	return ok && event_from_fields(cell, drawn ? &geom : NULL, e, arena, diag);
}

static struct str own_text(const struct json *root, const char *key) {
	const struct json *j = json_member(root, key);
	return j && j->type == JSON_STRING ? j->string : (struct str){ "", 0 };
}

bool events_read_geojson(const struct source *source, struct events *out, struct arena *arena,
	struct diag *diag) {
	const struct json *root = json_parse(source, arena, diag);
	if (!root)
		return false;
	const struct json *features = root->type == JSON_OBJECT ? json_member(root, "features")
								: NULL;
	if (!features || features->type != JSON_ARRAY)
		return json_error(diag, root,
			"an event list in JSON is a GeoJSON "
			"FeatureCollection");
	struct names names = { 0 };
	unsigned errors = diag->errors;
	uint32_t capacity = 0;
	if (!collect_names(source, features, &names, arena, diag))
		return false;
	assign_names(&names);
	out->title = own_text(root, "title");
	out->subtitle = own_text(root, "subtitle");
	out->columns = (struct columns){ names.name, names.n };
	for (const struct json *f = features->child; f; f = f->next) {
		struct event e = { 0 };
		if (read_feature(source, f, &names, &e, arena, diag))
			*arena_push(arena, out->event, out->count, capacity) = e;
	}
	return diag->errors == errors;
}
