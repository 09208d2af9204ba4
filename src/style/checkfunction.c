#include <math.h>

#include "style/checker.h"
#include "style/parse.h"
#include "style/text.h"

/* Old-style functions. */

enum function_type {
	FUNCTION_UNNAMED,
	FUNCTION_IDENTITY,
	FUNCTION_EXPONENTIAL,
	FUNCTION_INTERVAL,
	FUNCTION_CATEGORICAL,
	FUNCTION_UNKNOWN,
};

struct function_check {
	struct check *c;
	struct held h;
	enum function_type type;
	bool both;        /* stops have a zoom and a value */
	const char *kind; /* of the inputs up to now; NULL: none yet */
	bool has_zoom, has_number;
	double zoom, number;                /* of the stop before */
	const struct json *first, *current; /* stops of this zoom */
};

static enum function_type type_of_function(const struct json *json) {
	static const char *const word[] = { "", "identity", "exponential", "interval",
		"categorical" };
	const struct json *type = json_member(json, "type");
	for (int i = 1; type && type->type == JSON_STRING && i < 5; i++)
		if (str_equal(type->string, str_of(word[i])))
			return (enum function_type)i;
	return type ? FUNCTION_UNKNOWN : FUNCTION_UNNAMED;
}

static const struct json *input_of(const struct function_check *f, const struct json *stop) {
	const struct json *input = json_element(stop, 0);
	return f->both ? json_member(input, "value") : input;
}

/* Whether an earlier stop of the same zoom has the same input. */
static bool is_repeated(const struct function_check *f, const struct json *input) {
	struct str text = json_text(input, f->c->arena);
	for (const struct json *j = f->first; j && j != f->current; j = j->next) {
		const struct json *other = input_of(f, j);
		if (other && str_equal(json_text(other, f->c->arena), text))
			return true;
	}
	return false;
}

/* Of what is null, the stop is blamed. */
static void check_input(struct function_check *f, const char *key, const struct json *json) {
	const struct json *at = json->type == JSON_NULL ? f->current : json;
	struct check *c = f->c;
	const char *kind = json_kind(json);
	bool number = json->type == JSON_NUMBER;
	if (!f->kind)
		f->kind = kind;
	if (!str_equal(str_of(kind), str_of(f->kind))) {
		check_error(c, key, at,
			"%s stop domain type must match previous stop domain type "
			"%s",
			kind, f->kind);
		return;
	}
	if (json->type == JSON_NULL || json->type == JSON_ARRAY || json->type == JSON_OBJECT) {
		check_error(c, key, at, "stop domain value must be a number, string, or boolean");
		return;
	}
	if (!number && f->type != FUNCTION_CATEGORICAL) {
		bool hint = f->h.spec->flags & SPEC_DATA && f->type == FUNCTION_UNNAMED;
		check_error(c, key, at, "number expected, %s found%s", kind,
			hint ? "\nIf you intended to use a categorical function, specify "
			       "`\"type\": \"categorical\"`."
			     : "");
		return;
	}
	if (f->type == FUNCTION_CATEGORICAL) {
		char text[NUMBER_TEXT_SIZE];
		if (number && floor(json->number) != json->number) {
			number_to_text(json->number, text);
			check_error(c, key, at, "integer expected, found %s", text);
		} else if (is_repeated(f, json)) {
			check_error(c, key, at, "stop domain values must be unique");
		}
		return;
	}
	if (f->has_number && json->number < f->number) {
		check_error(c, key, at, "stop domain values must appear in ascending order");
		return;
	}
	f->has_number = true;
	f->number = json->number;
}

/* {zoom, value}; false: the output is not looked at. */
static bool check_zoom_and_value(struct function_check *f, const char *key,
	const struct json *stop) {
	struct check *c = f->c;
	const struct json *input = json_element(stop, 0);
	if (input->type != JSON_OBJECT) {
		check_error(c, key, stop, "object expected, %s found", json_kind(input));
		return false;
	}
	const struct json *zoom = json_member(input, "zoom");
	const struct json *value = json_member(input, "value");
	if (!zoom || !value) {
		check_error(c, key, stop, "object stop key must have %s", zoom ? "value" : "zoom");
		return false;
	}
	bool number = zoom->type == JSON_NUMBER;
	if (number && f->has_zoom && f->zoom > zoom->number) {
		check_error(c, key, zoom, "stop zoom values must appear in ascending order");
		return false;
	}
	if (number && (!f->has_zoom || zoom->number != f->zoom)) {
		f->has_zoom = true;
		f->zoom = zoom->number;
		f->has_number = false;
		f->first = stop;
	}
	struct prop_spec any = { .type = SPEC_NUMBER,
		.flags = SPEC_FIXED,
		.least = -INFINITY,
		.greatest = INFINITY };
	const char *at = key_index(c, key, 0);
	for (const struct json *j = input->child; j; j = j->next) {
		if (j == zoom)
			check_number(c,
				(struct held){ .json = j,
					.key = key_member(c, at, j->key),
					.spec = &any });
		else if (j == value)
			check_input(f, key_member(c, at, j->key), j);
		else
			check_error(c, at, j, "unknown property \"%.*s\"", STR_ARG(j->key));
	}
	return true;
}

static void check_stop(struct function_check *f, const char *key, const struct json *stop) {
	struct check *c = f->c;
	f->current = stop;
	if (stop->type != JSON_ARRAY) {
		check_error(c, key, stop, "array expected, %s found", json_kind(stop));
		return;
	}
	if (stop->count != 2) {
		check_error(c, key, stop, "array length 2 expected, length %u found", stop->count);
		return;
	}
	if (!f->both)
		check_input(f, key_index(c, key, 0), stop->child);
	else if (!check_zoom_and_value(f, key, stop))
		return;
	struct held output = { .json = stop->child->next,
		.key = key_index(c, key, 1),
		.spec = f->h.spec };
	if (json_is_expression(output.json))
		check_error(c, output.key, output.json,
			"expressions are not allowed in function stops.");
	else
		check_value(c, output);
}

static void check_stops(struct function_check *f, const char *key, const struct json *stops) {
	struct check *c = f->c;
	uint32_t i = 0;
	if (f->type == FUNCTION_IDENTITY) {
		check_error(c, key, stops, "identity function may not have a \"stops\" property");
		return;
	}
	if (stops->type != JSON_ARRAY) {
		check_error(c, key, stops, "array expected, %s found", json_kind(stops));
		return;
	}
	if (stops->count == 0)
		check_error(c, key, stops, "array must have at least one stop");
	f->first = stops->child;
	for (const struct json *j = stops->child; j; j = j->next, i++)
		check_stop(f, key_index(c, key, i), j);
}

static void check_members(struct function_check *f) {
	struct check *c = f->c;
	for (const struct json *j = f->h.json->child; j; j = j->next) {
		const char *key = key_member(c, f->h.key, j->key);
		const struct field_spec *field = spec_field("function", j->key);
		if (str_equal(j->key, STR("stops")))
			check_stops(f, key, j);
		else if (str_equal(j->key, STR("default")))
			check_value(c, (struct held){ .json = j, .key = key, .spec = f->h.spec });
		else if (field)
			check_field(c, key, j, field);
		else
			check_error(c, f->h.key, j, "unknown property \"%.*s\"", STR_ARG(j->key));
	}
}

void check_function(struct check *c, struct held h) {
	const struct json *stops = json_member(h.json, "stops");
	const struct json *first = json_element(stops, 0);
	const struct json *input = json_element(first, 0);
	bool property = json_member(h.json, "property");
	struct function_check f = { .c = c,
		.h = h,
		.type = type_of_function(h.json),
		.both = input && input->type == JSON_OBJECT };
	bool zoom = f.type != FUNCTION_CATEGORICAL && !property;
	check_members(&f);
	if (f.type == FUNCTION_IDENTITY && zoom)
		check_error(c, h.key, h.json, "missing required property \"property\"");
	if (f.type != FUNCTION_IDENTITY && !json_is_filled(stops))
		check_error(c, h.key, h.json, "missing required property \"stops\"");
	if (f.type == FUNCTION_EXPONENTIAL && !(h.spec->flags & SPEC_LERP))
		check_error(c, h.key, h.json, "exponential functions not supported");
	if (!zoom && !(h.spec->flags & SPEC_DATA))
		check_error(c, h.key, h.json, "property functions not supported");
	else if (zoom && !(h.spec->flags & SPEC_ZOOM))
		check_error(c, h.key, h.json, "zoom functions not supported");
	if ((f.type == FUNCTION_CATEGORICAL || f.both) && !property)
		check_error(c, h.key, h.json, "\"property\" property is required");
}
