#include <math.h>

#include "style/checker.h"
#include "style/color.h"
#include "style/node.h"
#include "style/parse.h"
#include "style/rewrite.h"
#include "style/text.h"

const char *json_kind(const struct json *json) {
	switch (json->type) {
	case JSON_NULL:
		return "null";
	case JSON_ARRAY:
		return "array";
	default:
		return json_typeof(json);
	}
}

const char *json_string_of(const struct json *json, struct arena *arena) {
	if (!json)
		return "undefined";
	struct value v = value_of_json(json, arena);
	if (v.type == VALUE_NULL)
		return "null";
	return arena_strdup(arena, value_to_string(&v, arena));
}

struct str json_text(const struct json *json, struct arena *arena) {
	struct value v = value_of_json(json, arena);
	return value_to_json(&v, arena);
}

const struct json *json_string(const struct json *json, const char *name) {
	const struct json *j = json_member(json, name);
	return j && j->type == JSON_STRING ? j : NULL;
}

bool json_is_filled(const struct json *j) {
	return j && j->type != JSON_NULL && j->type != JSON_FALSE
		&& !(j->type == JSON_STRING && j->string.len == 0);
}

const struct json *json_follow(const struct json *json, const char *key) {
	while (*key == '[') {
		uint32_t index = 0;
		for (key++; *key >= '0' && *key <= '9'; key++)
			index = index * 10 + (uint32_t)(*key - '0');
		const struct json *next = json_element(json, index);
		if (*key++ != ']' || !next)
			break;
		json = next;
	}
	return json;
}

static void expected(struct check *c, struct held h, const char *what) {
	check_error(c, h.key, h.json, "%s expected, %s found", what, json_kind(h.json));
}

void check_string(struct check *c, const char *key, const struct json *json) {
	if (json->type != JSON_STRING)
		expected(c, (struct held){ .json = json, .key = key }, "string");
}

static const char *number_text(double number, struct arena *arena) {
	char *text = arena_new(arena, char, NUMBER_TEXT_SIZE);
	number_to_text(number, text);
	return text;
}

void check_number(struct check *c, struct held h) {
	if (h.json->type != JSON_NUMBER) {
		expected(c, h, "number");
		return;
	}
	double number = h.json->number;
	if (number < h.spec->least)
		check_error(c, h.key, h.json, "%s is less than the minimum value %s",
			number_text(number, c->arena), number_text(h.spec->least, c->arena));
	else if (number > h.spec->greatest)
		check_error(c, h.key, h.json, "%s is greater than the maximum value %s",
			number_text(number, c->arena), number_text(h.spec->greatest, c->arena));
}

static const char *comma_list(const char *words, struct arena *arena) {
	struct str rest = str_of(words);
	const char *list = "";
	while (rest.at) {
		struct str word = str_split(&rest, ' ');
		list = arena_printf(arena, "%s%s%.*s", list, *list ? ", " : "", STR_ARG(word));
	}
	return list;
}

/* Of words with spaces between, the one that is meant. */
static const char *nearest_word(struct str word, const char *words, struct arena *arena) {
	const char *list[64];
	size_t n = 0;
	struct str rest = str_of(words);
	while (rest.at && n < sizeof(list) / sizeof(list[0]))
		list[n++] = arena_strdup(arena, str_split(&rest, ' '));
	return str_nearest(word, list, n);
}

void check_enum(struct check *c, const char *key, const struct json *json, const char *words) {
	struct prop_spec spec = { .words = words };
	if (json->type == JSON_STRING && spec_has_word(&spec, json->string))
		return;
	check_error(c, key, json, "expected one of [%s], %.*s found", comma_list(words, c->arena),
		STR_ARG(json_text(json, c->arena)));
	if (json->type == JSON_STRING)
		check_suggest(c, nearest_word(json->string, words, c->arena));
}

static void check_color(struct check *c, struct held h) {
	struct rgba color;
	if (h.json->type != JSON_STRING)
		expected(c, h, "color");
	else if (!rgba_parse(h.json->string, &color))
		check_error(c, h.key, h.json, "color expected, \"%.*s\" found",
			STR_ARG(h.json->string));
}

/* Expressions. */

/* `json` is what is compiled, `h` where it stands. */
enum compiled_as { AS_VALUE, AS_PROPERTY, AS_FILTER };

static const struct expr *compile(struct check *c, struct held h, const struct json *json,
	enum compiled_as as) {
	struct expr_errors errors = { NULL, 0, 0 };
	struct expr_names names = { NULL, 0, 0 };
	const struct expr *e = as == AS_FILTER ? expr_parse_filter(json, &names, c->arena, &errors)
		: as == AS_PROPERTY ? expr_compile(json, h.spec, &names, c->arena, &errors)
				    : expr_compile_any(json, h.spec, &names, c->arena, &errors);
	for (uint32_t i = 0; !e && i < errors.count; i++) {
		const char *key = arena_printf(c->arena, "%s%s", h.key, errors.item[i].key);
		struct check_item *item = check_add(c, CHECK_ERROR, key, h.json,
			errors.item[i].message);
		item->spot = json_follow(h.json, errors.item[i].key);
		struct json *spot = (struct json *)item->spot;
		if (spot->type == JSON_STRING && spot->parent && spot->parent->child == spot
			&& spot != h.json && !operator_find(spot->string))
			check_suggest(c, operator_nearest(spot->string));
	}
	return e;
}

static void check_expression(struct check *c, struct held h) {
	const struct expr *e = compile(c, h, h.json, h.property ? AS_PROPERTY : AS_VALUE);
	if (!e || !h.property)
		return;
	if (str_equal(str_of(h.spec->name), STR("text-font")) && !expr_is_defined(e))
		check_error(c, h.key, h.json,
			"Invalid data expression for \"text-font\". Output "
			"values must be contained as literals within the expression.");
	else if (h.spec->place == SPEC_LAYOUT && e->flags & EXPR_STATE)
		check_error(c, h.key, h.json,
			"\"feature-state\" data expressions are not supported "
			"with layout properties.");
}

/* Lists. */

static struct prop_spec item_spec(const struct prop_spec *spec, enum spec_type type) {
	return (struct prop_spec){ .name = spec->name,
		.type = type,
		.flags = SPEC_FIXED,
		.least = -INFINITY,
		.greatest = INFINITY,
		.words = spec->words };
}

static void check_items(struct check *c, struct held h, enum spec_type type) {
	struct prop_spec spec = item_spec(h.spec, type);
	uint32_t i = 0;
	for (const struct json *j = h.json->child; j; j = j->next, i++)
		check_value(c,
			(struct held){ .json = j, .key = key_index(c, h.key, i), .spec = &spec });
}

static void check_array(struct check *c, struct held h, enum spec_type item) {
	if (h.json->type != JSON_ARRAY)
		expected(c, h, "array");
	else if (h.spec->length && h.json->count != h.spec->length)
		check_error(c, h.key, h.json, "array length %u expected, length %u found",
			h.spec->length, h.json->count);
	else
		check_items(c, h, item);
}

static void check_padding(struct check *c, struct held h) {
	struct prop_spec number = item_spec(h.spec, SPEC_NUMBER);
	if (h.json->type != JSON_ARRAY)
		check_number(c, (struct held){ .json = h.json, .key = h.key, .spec = &number });
	else if (h.json->count < 1 || h.json->count > 4)
		check_error(c, h.key, h.json, "padding requires 1 to 4 values; %u values found",
			h.json->count);
	else
		check_items(c, h, SPEC_NUMBER);
}

/* One, or an array of them. */
static void check_several(struct check *c, struct held h, enum spec_type type) {
	struct prop_spec one = item_spec(h.spec, type);
	if (h.json->type != JSON_ARRAY)
		check_value(c, (struct held){ .json = h.json, .key = h.key, .spec = &one });
	else if (h.json->count == 0)
		check_error(c, h.key, h.json, "array length at least 1 expected, length 0 found");
	else
		check_items(c, h, type);
}

static void check_anchors(struct check *c, struct held h) {
	static const char anchors[] = "center left right top bottom top-left top-right "
				      "bottom-left bottom-right";
	if (h.json->type != JSON_ARRAY || h.json->count == 0 || h.json->count % 2) {
		check_error(c, h.key, h.json,
			"variableAnchorOffsetCollection requires a non-empty "
			"array of even length");
		return;
	}
	struct prop_spec offset = item_spec(h.spec, SPEC_ARRAY_NUMBER);
	offset.length = 2;
	uint32_t i = 0;
	for (const struct json *j = h.json->child; j; j = j->next, i++) {
		const char *key = key_index(c, h.key, i);
		if (i % 2)
			check_array(c, (struct held){ .json = j, .key = key, .spec = &offset },
				SPEC_NUMBER);
		else
			check_enum(c, key, j, anchors);
	}
}

static void check_projection(struct check *c, struct held h) {
	struct value v = value_of_json(h.json, c->arena);
	const struct value *item = v.array.item;
	if (v.type == VALUE_STRING)
		return;
	if (v.type != VALUE_ARRAY)
		check_error(c, h.key, h.json, "projection expected, invalid type \"%s\" found",
			json_kind(h.json));
	else if (v.array.count != 3 || item[0].type != VALUE_STRING || item[1].type != VALUE_STRING
		|| item[2].type != VALUE_NUMBER)
		check_error(c, h.key, h.json, "projection expected, invalid array %.*s found",
			STR_ARG(json_text(h.json, c->arena)));
}

static void check_constant(struct check *c, struct held h) {
	switch (h.spec->type) {
	case SPEC_NUMBER:
		check_number(c, h);
		break;
	case SPEC_COLOR:
		check_color(c, h);
		break;
	case SPEC_BOOL:
		if (h.json->type != JSON_TRUE && h.json->type != JSON_FALSE)
			expected(c, h, "boolean");
		break;
	case SPEC_ENUM:
		check_enum(c, h.key, h.json, h.spec->words);
		break;
	case SPEC_STRING:
		check_string(c, h.key, h.json);
		break;
	case SPEC_FORMATTED:
	case SPEC_IMAGE:
		/* What is no string must be an expression. */
		if (h.json->type != JSON_STRING)
			compile(c, h, h.json, AS_VALUE);
		break;
	case SPEC_PADDING:
		check_padding(c, h);
		break;
	case SPEC_ANCHORS:
		check_anchors(c, h);
		break;
	case SPEC_NUMBERS:
		check_several(c, h, SPEC_NUMBER);
		break;
	case SPEC_COLORS:
		check_several(c, h, SPEC_COLOR);
		break;
	case SPEC_PROJECTION:
		check_projection(c, h);
		break;
	case SPEC_ARRAY_NUMBER:
		check_array(c, h, SPEC_NUMBER);
		break;
	case SPEC_ARRAY_STRING:
		check_array(c, h, SPEC_STRING);
		break;
	case SPEC_ARRAY_ENUM:
		check_array(c, h, SPEC_ENUM);
		break;
	default:
		break;
	}
}

void check_value(struct check *c, struct held h) {
	bool takes = !(h.spec->flags & SPEC_FIXED);
	if (takes && h.json->type == JSON_OBJECT)
		check_function(c, h);
	else if (takes && json_is_expression(h.json))
		check_expression(c, h);
	else
		check_constant(c, h);
}

/* Properties. */

/* "{name}" as a whole. */
static bool is_token(struct str s) {
	if (s.len < 3 || s.at[0] != '{' || s.at[s.len - 1] != '}')
		return false;
	for (size_t i = 1; i + 1 < s.len; i++)
		if (s.at[i] == '}')
			return false;
	return true;
}

void check_property(struct check *c, struct held h, struct str layer_type) {
	const struct json *json = h.json;
	h.property = true;
	if (json->type == JSON_STRING && h.spec->flags & SPEC_DATA && !(h.spec->flags & SPEC_TOKENS)
		&& is_token(json->string)) {
		struct strbuf name = { .arena = c->arena };
		strbuf_add_json_string(&name, str_slice(json->string, 1, json->string.len - 1));
		check_error(c, h.key, json,
			"\"%s\" does not support interpolation syntax\n"
			"Use an identity property function instead: `{ \"type\": \"identity\", "
			"\"property\": %.*s }`.",
			h.spec->name, STR_ARG(strbuf_text(&name)));
		return;
	}
	const struct json *type = json_member(json, "type");
	if (str_equal(layer_type, STR("symbol")) && type && type->type == JSON_STRING
		&& str_equal(str_of(h.spec->name), STR("text-font"))
		&& str_equal(type->string, STR("identity")))
		check_error(c, h.key, json, "\"text-font\" does not support identity functions");
	check_value(c, h);
}

/* Filters. */

static const char filter_words[] = "== != > >= < <= in !in all any none has !has";

static bool is_text(const struct json *j, const char *text) {
	return j && j->type == JSON_STRING && str_equal(j->string, str_of(text));
}

static bool is_among(struct str s, const char *words) {
	struct prop_spec spec = { .words = words };
	return spec_has_word(&spec, s);
}

static void check_compare_filter(struct check *c, const char *key, const struct json *filter) {
	const struct json *property = json_element(filter, 1);
	bool of_type = is_text(property, "$type");
	if (property && property->type != JSON_STRING)
		check_error(c, key_index(c, key, 1), property, "string expected, %s found",
			json_kind(property));
	for (uint32_t i = 2; i < filter->count; i++) {
		const struct json *j = json_element(filter, i);
		if (of_type)
			check_enum(c, key_index(c, key, i), j, "Point LineString Polygon");
		else if (j->type == JSON_NULL || j->type == JSON_ARRAY || j->type == JSON_OBJECT)
			check_error(c, key_index(c, key, i), j,
				"string, number, or boolean expected, %s found", json_kind(j));
	}
}

static void check_has_filter(struct check *c, const char *key, const struct json *filter) {
	const struct json *property = json_element(filter, 1);
	if (filter->count != 2)
		check_error(c, key, filter,
			"filter array for \"%.*s\" operator must have 2 elements",
			STR_ARG(filter->child->string));
	else if (property->type != JSON_STRING)
		check_error(c, key_index(c, key, 1), property, "string expected, %s found",
			json_kind(property));
}

static void check_legacy_filter(struct check *c, const char *key, const struct json *filter) {
	if (filter->type != JSON_ARRAY) {
		expected(c, (struct held){ .json = filter, .key = key }, "array");
		return;
	}
	if (filter->count == 0) {
		check_error(c, key, filter, "filter array must have at least 1 element");
		return;
	}
	check_enum(c, key_index(c, key, 0), filter->child, filter_words);
	struct str op = filter->child->type == JSON_STRING ? filter->child->string : STR("");
	if (is_among(op, "< <= > >=") && is_text(json_element(filter, 1), "$type"))
		check_error(c, key, filter, "\"$type\" cannot be use with operator \"%.*s\"",
			STR_ARG(op));
	if (is_among(op, "< <= > >= == !=") && filter->count != 3)
		check_error(c, key, filter,
			"filter array for operator \"%.*s\" must have 3 elements", STR_ARG(op));
	if (is_among(op, "< <= > >= == != in !in"))
		check_compare_filter(c, key, filter);
	if (is_among(op, "has !has"))
		check_has_filter(c, key, filter);
	uint32_t i = 1;
	if (is_among(op, "any all none"))
		for (const struct json *j = filter->child->next; j; j = j->next, i++)
			check_legacy_filter(c, key_index(c, key, i), j);
}

static void warn_of_mixture(struct check *c, const char *key, const struct json *filter) {
	struct arena *arena = c->arena;
	const struct json *op = filter->count ? filter->child : NULL;
	const char *text;
	struct str suggestion = filter_suggestion(filter, arena);
	if (op && op->type == JSON_STRING && is_among(op->string, "< <= > >=")
		&& is_text(json_element(filter, 1), "$type"))
		text = arena_printf(arena, "\"$type\" cannot be use with operator \"%.*s\"",
			STR_ARG(op->string));
	else if (suggestion.at)
		text = arena_printf(arena,
			"Mixing deprecated filter syntax with expression syntax "
			"is not supported. Replace %.*s with %.*s.",
			STR_ARG(json_text(filter, arena)), STR_ARG(suggestion));
	else
		text = arena_printf(arena,
			"Mixing deprecated filter syntax with expression syntax "
			"is not supported. Convert %.*s to expression syntax.",
			STR_ARG(json_text(filter, arena)));
	check_add(c, CHECK_WARNING, key, filter, text);
}

/* The first filter of the older notation among expressions; true: there was one. */
static bool find_mixture(struct check *c, const char *key, const struct json *filter) {
	if (filter->type != JSON_ARRAY || filter->count == 0 || filter->child->type != JSON_STRING)
		return false;
	struct str op = filter->child->string;
	bool combines = is_among(op, "all any none"), choice = str_equal(op, STR("case"));
	if (!combines && !choice && !str_equal(op, STR("!")))
		return false;
	uint32_t end = combines ? filter->count : choice ? filter->count - 1 : 2;
	for (uint32_t i = 1; i < end && i < filter->count; i += choice ? 2 : 1) {
		const struct json *child = json_element(filter, i);
		if (child->type != JSON_ARRAY)
			continue;
		if (!filter_is_expression(child)) {
			warn_of_mixture(c, key_index(c, key, i), child);
			return true;
		}
		if (find_mixture(c, key_index(c, key, i), child))
			return true;
	}
	return false;
}

void check_filter(struct check *c, const char *key, const struct json *json) {
	struct held h = { .json = json, .key = key, .spec = &filter_spec };
	if (!filter_is_expression(json)) {
		check_legacy_filter(c, key, json);
		return;
	}
	find_mixture(c, key, json);
	const struct expr *e = compile(c, h, json, AS_FILTER);
	if (e && e->flags & EXPR_STATE)
		check_error(c, key, json,
			"\"feature-state\" data expressions are not supported with "
			"filters.");
}
