#include "base/schema.h"

#include <string.h>

#include "base/date.h"

static bool wrong_type(const struct json *value, const char *wanted, struct diag *diag) {
	const char *hint = "";
	if (value->type != JSON_STRING && strcmp(wanted, "text") == 0 && value->type != JSON_ARRAY
		&& value->type != JSON_OBJECT)
		hint = "; put it in quotes";
	return json_error(diag, value, "should be %s, not %s%s", wanted, json_type_name(value),
		hint);
}

static bool read_number(const struct schema_row *row, const struct json *value, double *out,
	struct diag *diag) {
	char low[32], high[32];
	if (value->type != JSON_NUMBER)
		return wrong_type(value, "a number", diag);
	*out = value->number;
	if (row->min >= row->max || (value->number >= row->min && value->number <= row->max))
		return true;
	str_from_double(row->min, 6, low, sizeof(low));
	str_from_double(row->max, 6, high, sizeof(high));
	return json_error(diag, value, "should be from %s to %s", low, high);
}

static bool read_word(const struct schema_row *row, const struct json *value, int *out,
	struct diag *diag) {
	size_t n = 0;
	if (value->type != JSON_STRING)
		return wrong_type(value, "text", diag);
	for (; row->words[n]; n++) {
		if (str_equal(value->string, str_of(row->words[n]))) {
			*out = (int)n;
			return true;
		}
	}
	const char *near = str_nearest(value->string, row->words, n);
	if (near)
		return json_error(diag, value, "\"%.*s\" is not known here; did you mean \"%s\"?",
			STR_ARG(value->string), near);
	const char *all = "";
	for (size_t i = 0; i < n; i++)
		all = arena_printf(diag->arena, "%s%s%s", all, i ? ", " : "", row->words[i]);
	return json_error(diag, value, "\"%.*s\" is not one of %s", STR_ARG(value->string), all);
}

/* A year alone is a number in YAML and JSON. */
static bool read_date(const struct json *value, struct date *out, struct diag *diag) {
	char year[32];
	struct str text = value->string;
	if (value->type == JSON_NUMBER)
		text = (struct str){ year,
			(size_t)str_from_double(value->number, 3, year, sizeof(year)) };
	else if (value->type != JSON_STRING)
		return wrong_type(value, "a date", diag);
	if (date_parse(text, out))
		return true;
	return json_error(diag, value, "\"%.*s\" is not a date such as 2020-04-07", STR_ARG(text));
}

static bool read_bbox(const struct json *value, double out[static 4], struct diag *diag) {
	static const double most[4] = { 180, 90, 180, 90 };
	if (value->type != JSON_ARRAY || value->count != 4)
		return json_error(diag, value,
			"should be four numbers, [west, south, east, north]");
	for (uint32_t i = 0; i < 4; i++) {
		const struct json *degree = json_element(value, i);
		if (degree->type != JSON_NUMBER)
			return wrong_type(degree, "a number", diag);
		if (degree->number < -most[i] || degree->number > most[i])
			return json_error(diag, degree, "should be from %d to %d degrees",
				-(int)most[i], (int)most[i]);
		out[i] = degree->number;
	}
	return out[1] < out[3] || json_error(diag, value, "south should be less than north");
}

static bool read_strings(const struct json *value, struct schema_list *out, struct arena *arena,
	struct diag *diag) {
	bool ok = true;
	if (value->type != JSON_ARRAY && value->type != JSON_STRING)
		return wrong_type(value, "a list of texts", diag);
	out->count = value->type == JSON_ARRAY ? value->count : 1;
	struct str *item = arena_new(arena, struct str, out->count);
	for (uint32_t i = 0; i < out->count; i++) {
		const struct json *text = value->type == JSON_ARRAY ? json_element(value, i)
								    : value;
		if (text->type == JSON_STRING)
			item[i] = text->string;
		else
			ok = wrong_type(text, "text", diag);
	}
	out->item = item;
	return ok;
}

static bool read_objects(const struct schema *schema, const struct json *value,
	struct schema_list *out, struct arena *arena, struct diag *diag) {
	bool ok = true;
	if (value->type != JSON_ARRAY)
		return wrong_type(value, "a list", diag);
	out->count = value->count;
	out->item = arena_alloc(arena, value->count, schema->size, _Alignof(max_align_t));
	for (uint32_t i = 0; i < value->count; i++) {
		char *item = (char *)out->item + i * schema->size;
		if (schema->defaults)
			memcpy(item, schema->defaults, schema->size);
		ok &= schema_read(schema, json_element(value, i), item, arena, diag);
	}
	return ok;
}

static bool read_field(const struct schema_row *row, const struct json *value, void *field,
	struct arena *arena, struct diag *diag) {
	switch (row->type) {
	case SCHEMA_STRING:
		if (value->type != JSON_STRING)
			return wrong_type(value, "text", diag);
		*(struct str *)field = value->string;
		return true;
	case SCHEMA_STRINGS:
		return read_strings(value, field, arena, diag);
	case SCHEMA_NUMBER:
		return read_number(row, value, field, diag);
	case SCHEMA_BOOL:
		if (value->type != JSON_TRUE && value->type != JSON_FALSE)
			return wrong_type(value, "true or false", diag);
		*(bool *)field = value->type == JSON_TRUE;
		return true;
	case SCHEMA_ENUM:
		return read_word(row, value, field, diag);
	case SCHEMA_DATE:
		return read_date(value, field, diag);
	case SCHEMA_BBOX:
		return read_bbox(value, field, diag);
	case SCHEMA_OBJECT:
		return schema_read(row->schema, value, field, arena, diag);
	case SCHEMA_OBJECTS:
		return read_objects(row->schema, value, field, arena, diag);
	case SCHEMA_ANY:
		*(const struct json **)field = value;
		return true;
	case SCHEMA_CUSTOM:
		return row->read(value, field, arena, diag);
	}
	return false;
}

static bool unknown_key(const struct schema *schema, const struct json *member, struct diag *diag) {
	struct arena scratch = ARENA_INIT;
	const char **keys = arena_new(&scratch, const char *, schema->nrows);
	for (size_t i = 0; i < schema->nrows; i++)
		keys[i] = schema->row[i].key;
	const char *near = str_nearest(member->key, keys, schema->nrows);
	arena_release(&scratch);
	if (near)
		return json_key_error(diag, member, "unknown key \"%.*s\"; did you mean \"%s\"?",
			STR_ARG(member->key), near);
	return json_key_error(diag, member, "unknown key \"%.*s\"", STR_ARG(member->key));
}

static bool read_member(const struct schema *schema, const struct json *member, void *out,
	struct arena *arena, struct diag *diag) {
	for (size_t i = 0; i < schema->nrows; i++) {
		const struct schema_row *row = &schema->row[i];
		if (str_equal(member->key, str_of(row->key)))
			return read_field(row, member, (char *)out + row->offset, arena, diag);
	}
	return unknown_key(schema, member, diag);
}

bool schema_read(const struct schema *schema, const struct json *object, void *out,
	struct arena *arena, struct diag *diag) {
	bool ok = true;
	if (object->type != JSON_OBJECT)
		return wrong_type(object, "keys with values", diag);
	for (const struct json *m = object->child; m; m = m->next)
		ok &= read_member(schema, m, out, arena, diag);
	for (size_t i = 0; i < schema->nrows; i++)
		if (schema->row[i].required && !json_member(object, schema->row[i].key))
			ok = json_error(diag, object, "\"%s\" is missing", schema->row[i].key);
	return ok;
}
