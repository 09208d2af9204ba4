#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "style/ops.h"
#include "style/text.h"

/* What is looked up in features, objects, arrays and strings. */

struct expr_cache *expr_cache_new(const struct expr_names *names, struct arena *arena) {
	size_t size = sizeof(struct expr_cache) + names->count * sizeof(int32_t);
	struct expr_cache *cache = arena_alloc(arena, 1, size, _Alignof(struct expr_cache));
	cache->count = names->count;
	return cache;
}

const struct value value_missing = { .type = VALUE_MISSING };

int cache_column(struct expr_cache *cache, const struct columns *columns, struct str name,
	uint32_t number) {
	if (!cache || number >= cache->count)
		return columns_find(columns, name);
	if (cache->columns != columns) {
		cache->columns = columns;
		for (uint32_t i = 0; i < cache->count; i++)
			cache->column[i] = COLUMN_UNKNOWN;
	}
	if (cache->column[number] == COLUMN_UNKNOWN)
		cache->column[number] = columns_find(columns, name);
	return cache->column[number];
}

struct str env_geometry_type(const struct expr_env *env) {
	if (env->geometry_type.at)
		return env->geometry_type.len ? env->geometry_type : (struct str){ NULL, 0 };
	if (!env->feature)
		return (struct str){ NULL, 0 };
	switch (env->feature->geom.type) {
	case GEOM_POINTS:
		return STR("Point");
	case GEOM_LINES:
		return STR("LineString");
	case GEOM_POLYGONS:
		return STR("Polygon");
	}
	return (struct str){ NULL, 0 };
}

static struct value present(const struct value *v) {
	return v->type == VALUE_MISSING ? value_null() : *v;
}

static const uint32_t ANY_NAME = UINT32_MAX - 1;

static bool eval_get_named(const struct expr *e, const struct expr_env *env, struct value *out) {
	*out = present(env_property(env, e->name.text, e->name.number));
	return true;
}

static bool eval_has_named(const struct expr *e, const struct expr_env *env, struct value *out) {
	const struct value *v = env_property(env, e->name.text, e->name.number);
	value_set_bool(out, v->type != VALUE_MISSING);
	return true;
}

bool eval_get(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value name;
	if (!node_eval(e->arg[0], env, &name))
		return false;
	*out = present(env_property(env, name.string, ANY_NAME));
	return true;
}

bool eval_has(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value name;
	if (!node_eval(e->arg[0], env, &name))
		return false;
	value_set_bool(out, env_property(env, name.string, ANY_NAME)->type != VALUE_MISSING);
	return true;
}

void specialise(struct expr *e, struct parser *parser) {
	bool get = e->eval == eval_get, has = e->eval == eval_has;
	if (e->eval == eval_zoom)
		e->op = OP_ZOOM;
	if (get || has)
		e->flags |= EXPR_FEATURE;
	/* Whatever names a property of the feature in its first argument. */
	if (!(e->flags & EXPR_FEATURE) || e->nargs == 0 || !node_is_literal(e->arg[0])
		|| e->arg[0]->type->kind != KIND_STRING)
		return;
	e->name.text = e->arg[0]->literal.string;
	e->name.number = name_number(parser, e->name.text);
	if (get)
		e->op = OP_GET;
	if (get || has)
		e->eval = get ? eval_get_named : eval_has_named;
}

static const struct value *member_arg(const struct expr *e, const struct expr_env *env, bool *ok) {
	struct value name, object;
	*ok = node_eval(e->arg[0], env, &name) && node_eval(e->arg[1], env, &object);
	if (!*ok)
		return NULL;
	const struct value *v = value_member(&object, name.string);
	return v ? v : &value_missing;
}

bool eval_get_in(const struct expr *e, const struct expr_env *env, struct value *out) {
	bool ok;
	const struct value *v = member_arg(e, env, &ok);
	if (ok)
		*out = present(v);
	return ok;
}

bool eval_has_in(const struct expr *e, const struct expr_env *env, struct value *out) {
	bool ok;
	const struct value *v = member_arg(e, env, &ok);
	if (ok)
		value_set_bool(out, v->type != VALUE_MISSING);
	return ok;
}

bool eval_feature_state(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value name;
	if (!node_eval(e->arg[0], env, &name))
		return false;
	const struct value *v = env->feature_state ? value_member(env->feature_state, name.string)
						   : NULL;
	*out = v ? present(v) : value_null();
	return true;
}

bool eval_properties(const struct expr *e, const struct expr_env *env, struct value *out) {
	(void)e;
	const struct feature *f = env->feature;
	*out = (struct value){ .type = VALUE_OBJECT };
	if (!f || !f->columns || !f->value)
		return true;
	struct value *key = arena_new(env->scratch, struct value, f->columns->count);
	struct value *item = arena_new(env->scratch, struct value, f->columns->count);
	uint32_t n = 0;
	for (uint32_t i = 0; i < f->columns->count; i++) {
		if (f->value[i].type == VALUE_MISSING)
			continue;
		key[n] = value_string(f->columns->name[i]);
		item[n++] = f->value[i];
	}
	out->object.key = key;
	out->object.item = item;
	out->object.count = n;
	return true;
}

bool eval_geometry_type(const struct expr *e, const struct expr_env *env, struct value *out) {
	(void)e;
	struct str type = env_geometry_type(env);
	*out = type.at ? value_string(type) : value_null();
	return true;
}

bool eval_id(const struct expr *e, const struct expr_env *env, struct value *out) {
	(void)e;
	*out = env->feature ? present(&env->feature->id) : value_null();
	return true;
}

#define GLOBAL(name, result) \
	bool eval_##name(const struct expr *e, const struct expr_env *env, struct value *out) { \
		(void)e; \
		*out = value_number(result); \
		return true; \
	}

GLOBAL(zoom, env->zoom)
GLOBAL(heatmap_density, env->heatmap_density)
GLOBAL(elevation, env->elevation)
GLOBAL(line_progress, env->line_progress)

/* Only while points are clustered, which sitmap does not. */
bool eval_accumulated(const struct expr *e, const struct expr_env *env, struct value *out) {
	(void)e, (void)env;
	*out = value_null();
	return true;
}

bool eval_typeof(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value v;
	if (!node_eval(e->arg[0], env, &v))
		return false;
	*out = value_string(str_of(type_name(type_of_value(&v, env->scratch), env->scratch)));
	return true;
}

bool eval_error(const struct expr *e, const struct expr_env *env, struct value *out) {
	if (!node_eval(e->arg[0], env, out))
		return false;
	return expr_fail(e, env, "%.*s", STR_ARG(out->string));
}

static bool eval_global_state(const struct expr *e, const struct expr_env *env, struct value *out) {
	const struct value *v = env->global_state ? value_member(env->global_state, e->name.text)
						  : NULL;
	*out = v ? present(v) : value_null();
	return true;
}

const struct expr *parse_global_state(const struct at *at, const struct json *json) {
	if (json->count != 2)
		return parse_error(at, "Expected 1 argument, but found %u instead.",
			json->count - 1);
	const struct json *key = json->child->next;
	if (key->type == JSON_NULL)
		return parse_error(at, "Global state property must be defined.");
	if (key->type != JSON_STRING)
		return parse_error(at,
			"Global state property must be string, but found %s instead.",
			json_typeof(key));
	struct expr *e = node_new(at, eval_global_state, type_of_kind(KIND_VALUE), 0);
	e->name.text = key->string;
	e->flags = EXPR_VARIES;
	return node_finish(e);
}

/* Arrays and strings. */

static const char *kind_text(const struct value *v, const struct expr_env *env) {
	return type_name(type_of_value(v, env->scratch), env->scratch);
}

static bool eval_at(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value index, array;
	if (!node_eval(e->arg[0], env, &index) || !node_eval(e->arg[1], env, &array))
		return false;
	char number[NUMBER_TEXT_SIZE];
	double i = index.number;
	number_to_text(i, number);
	if (i < 0)
		return expr_fail(e, env, "Array index out of bounds: %s < 0.", number);
	if (i >= array.array.count)
		return expr_fail(e, env, "Array index out of bounds: %s > %lld.", number,
			(long long)array.array.count - 1);
	if (i != floor(i))
		return expr_fail(e, env, "Array index must be an integer, but found %s instead.",
			number);
	*out = array.array.item[(uint32_t)i];
	return true;
}

const struct expr *parse_at(const struct at *at, const struct json *json) {
	if (json->count != 3)
		return parse_error(at, "Expected 2 arguments, but found %u instead.",
			json->count - 1);
	const struct type *item = at->expected ? at->expected : type_of_kind(KIND_VALUE);
	const struct expr *index = parse_child(at, json_element(json, 1), 1,
		type_of_kind(KIND_NUMBER));
	const struct expr *array = parse_child(at, json_element(json, 2), 2,
		type_array(item, -1, at->parser->arena));
	if (!index || !array)
		return NULL;
	struct expr *e = node_new(at, eval_at, array->type->item, 2);
	node_set(e, 0, index);
	node_set(e, 1, array);
	return node_finish(e);
}

static bool is_needle(const struct value *v) {
	return v->type == VALUE_BOOL || v->type == VALUE_STRING || v->type == VALUE_NUMBER
		|| v->type == VALUE_NULL;
}

static int64_t find_item(const struct value *array, const struct value *needle, int64_t from) {
	for (int64_t i = from; i < (int64_t)array->array.count; i++)
		if (value_equal(&array->array.item[i], needle))
			return i;
	return -1;
}

/* Bytes before the needle, at or after byte `from`; -1: not there. */
static int64_t find_text(struct str text, struct str needle, size_t from) {
	for (size_t i = from; i + needle.len <= text.len; i++)
		if (needle.len == 0 || memcmp(text.at + i, needle.at, needle.len) == 0)
			return (int64_t)i;
	return -1;
}

/* JavaScript searches for the text of what is not a string. */
static struct str needle_text(const struct value *needle, const struct expr_env *env) {
	return needle->type == VALUE_NULL ? STR("null") : value_to_text(needle, env->scratch);
}

static bool bad_needle(const struct expr *e, const struct expr_env *env,
	const struct value *needle) {
	return expr_fail(e, env,
		"Expected first argument to be of type boolean, string, number "
		"or null, but found %s instead.",
		env->error ? kind_text(needle, env) : "");
}

static bool bad_haystack(const struct expr *e, const struct expr_env *env, const char *which,
	const struct value *v) {
	return expr_fail(e, env,
		"Expected %s argument to be of type array or string, but found "
		"%s instead.",
		which, env->error ? kind_text(v, env) : "");
}

static bool has_item(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value needle, haystack;
	if (!node_eval(e->arg[0], env, &needle) || !node_eval(e->arg[1], env, &haystack))
		return false;
	value_set_bool(out, false);
	if (!value_truthy(&haystack))
		return true;
	if (!is_needle(&needle))
		return bad_needle(e, env, &needle);
	if (haystack.type == VALUE_ARRAY)
		out->boolean = find_item(&haystack, &needle, 0) >= 0;
	else if (haystack.type == VALUE_STRING)
		out->boolean = find_text(haystack.string, needle_text(&needle, env), 0) >= 0;
	else
		return bad_haystack(e, env, "second", &haystack);
	return true;
}

static bool eval_in(const struct expr *e, const struct expr_env *env, struct value *out) {
	return eval_forgetting(has_item, e, env, out);
}

static bool parse_needle(const struct at *at, const struct json *json, const struct expr *arg[2]) {
	const struct type *value = type_of_kind(KIND_VALUE);
	arg[0] = parse_child(at, json_element(json, 1), 1, value);
	arg[1] = parse_child(at, json_element(json, 2), 2, value);
	if (!arg[0] || !arg[1])
		return false;
	enum kind kind = arg[0]->type->kind;
	if (kind == KIND_BOOL || kind == KIND_STRING || kind == KIND_NUMBER || kind == KIND_NULL
		|| kind == KIND_VALUE)
		return true;
	parse_error(at,
		"Expected first argument to be of type boolean, string, number or null, "
		"but found %s instead",
		type_name(arg[0]->type, at->parser->arena));
	return false;
}

const struct expr *parse_in(const struct at *at, const struct json *json) {
	if (json->count != 3)
		return parse_error(at, "Expected 2 arguments, but found %u instead.",
			json->count - 1);
	const struct expr *arg[2];
	if (!parse_needle(at, json, arg))
		return NULL;
	struct expr *e = node_new(at, eval_in, type_of_kind(KIND_BOOL), 2);
	node_set(e, 0, arg[0]);
	node_set(e, 1, arg[1]);
	e->flags |= EXPR_DEFINED;
	return node_finish(e);
}

/* The byte at which UTF-16 code unit `unit` begins. */
static size_t byte_of_unit(struct str s, double unit) {
	size_t i = 0;
	for (double n = 0; n < unit && i < s.len; n++)
		if (utf8_next(s, &i) > 0xFFFF)
			n++;
	return i;
}

static double whole_number(double x) {
	return isnan(x) ? 0 : trunc(x);
}

static bool index_of(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value needle, haystack, from = value_number(0);
	if (!node_eval(e->arg[0], env, &needle) || !node_eval(e->arg[1], env, &haystack))
		return false;
	if (!is_needle(&needle))
		return bad_needle(e, env, &needle);
	if (e->nargs > 2 && !node_eval(e->arg[2], env, &from))
		return false;
	double start = whole_number(from.number);
	if (haystack.type == VALUE_STRING) {
		struct str text = haystack.string;
		int64_t byte = find_text(text, needle_text(&needle, env),
			byte_of_unit(text, start));
		*out = value_number(
			byte < 0 ? -1 : (double)utf8_count(str_slice(text, 0, (size_t)byte)));
	} else if (haystack.type == VALUE_ARRAY) {
		double n = haystack.array.count;
		if (start < 0)
			start = start + n > 0 ? start + n : 0;
		*out = value_number(
			start >= n ? -1 : (double)find_item(&haystack, &needle, (int64_t)start));
	} else {
		return bad_haystack(e, env, "second", &haystack);
	}
	return true;
}

static bool eval_index_of(const struct expr *e, const struct expr_env *env, struct value *out) {
	return eval_forgetting(index_of, e, env, out);
}

const struct expr *parse_index_of(const struct at *at, const struct json *json) {
	if (json->count <= 2 || json->count >= 5)
		return parse_error(at, "Expected 2 or 3 arguments, but found %u instead.",
			json->count - 1);
	const struct expr *arg[2];
	if (!parse_needle(at, json, arg))
		return NULL;
	struct expr *e = node_new(at, eval_index_of, type_of_kind(KIND_NUMBER), json->count - 1);
	node_set(e, 0, arg[0]);
	node_set(e, 1, arg[1]);
	if (json->count == 4) {
		const struct expr *from = parse_child(at, json_element(json, 3), 3,
			type_of_kind(KIND_NUMBER));
		if (!from)
			return NULL;
		node_set(e, 2, from);
	}
	return node_finish(e);
}

/* An index from the end counts backwards; both ends are kept inside. */
static uint32_t slice_index(double index, uint32_t n) {
	index = whole_number(index);
	if (index < 0)
		index += n;
	return index <= 0 ? 0 : index >= n ? n : (uint32_t)index;
}

static size_t byte_of_letter(struct str s, uint32_t letter) {
	size_t i = 0;
	while (letter-- && i < s.len)
		utf8_next(s, &i);
	return i;
}

static bool eval_slice(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value input, begin, end = value_number(INFINITY);
	if (!node_eval(e->arg[0], env, &input) || !node_eval(e->arg[1], env, &begin)
		|| (e->nargs > 2 && !node_eval(e->arg[2], env, &end)))
		return false;
	if (input.type == VALUE_STRING) {
		struct str s = input.string;
		uint32_t n = (uint32_t)utf8_count(s);
		uint32_t from = slice_index(begin.number, n), to = slice_index(end.number, n);
		*out = value_string(to <= from
				? STR("")
				: str_slice(s, byte_of_letter(s, from), byte_of_letter(s, to)));
	} else if (input.type == VALUE_ARRAY) {
		uint32_t n = input.array.count;
		uint32_t from = slice_index(begin.number, n), to = slice_index(end.number, n);
		*out = (struct value){ .type = VALUE_ARRAY,
			.array = { input.array.item ? input.array.item + from : NULL,
				to > from ? to - from : 0 } };
	} else {
		return bad_haystack(e, env, "first", &input);
	}
	return true;
}

const struct expr *parse_slice(const struct at *at, const struct json *json) {
	if (json->count <= 2 || json->count >= 5)
		return parse_error(at, "Expected 2 or 3 arguments, but found %u instead.",
			json->count - 1);
	const struct expr *input = parse_child(at, json_element(json, 1), 1,
		type_of_kind(KIND_VALUE));
	const struct expr *begin = parse_child(at, json_element(json, 2), 2,
		type_of_kind(KIND_NUMBER));
	if (!input || !begin)
		return NULL;
	enum kind kind = input->type->kind;
	if (kind != KIND_ARRAY && kind != KIND_STRING && kind != KIND_VALUE)
		return parse_error(at,
			"Expected first argument to be of type array or string, but "
			"found %s instead",
			type_name(input->type, at->parser->arena));
	struct expr *e = node_new(at, eval_slice, input->type, json->count - 1);
	node_set(e, 0, input);
	node_set(e, 1, begin);
	if (json->count == 4) {
		const struct expr *end = parse_child(at, json_element(json, 3), 3,
			type_of_kind(KIND_NUMBER));
		if (!end)
			return NULL;
		node_set(e, 2, end);
	}
	return node_finish(e);
}

static bool length_of(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value input;
	if (!node_eval(e->arg[0], env, &input))
		return false;
	if (input.type == VALUE_STRING)
		*out = value_number((double)utf8_count(input.string));
	else if (input.type == VALUE_ARRAY)
		*out = value_number(input.array.count);
	else
		return expr_fail(e, env,
			"Expected value to be of type string or array, but found "
			"%s instead.",
			env->error ? kind_text(&input, env) : "");
	return true;
}

static bool eval_length(const struct expr *e, const struct expr_env *env, struct value *out) {
	return eval_forgetting(length_of, e, env, out);
}

const struct expr *parse_length(const struct at *at, const struct json *json) {
	if (json->count != 2)
		return parse_error(at, "Expected 1 argument, but found %u instead.",
			json->count - 1);
	const struct expr *input = parse_child(at, json_element(json, 1), 1, NULL);
	if (!input)
		return NULL;
	enum kind kind = input->type->kind;
	if (kind != KIND_ARRAY && kind != KIND_STRING && kind != KIND_VALUE)
		return parse_error(at,
			"Expected argument of type string or array, but found %s "
			"instead.",
			type_name(input->type, at->parser->arena));
	struct expr *e = node_new(at, eval_length, type_of_kind(KIND_NUMBER), 1);
	node_set(e, 0, input);
	return node_finish(e);
}

/* Where the next piece ends and what follows begins; between letters when there is
 * no separator. */
static bool next_piece(struct str s, struct str separator, size_t from, size_t *end, size_t *next) {
	if (separator.len == 0) {
		*end = from;
		utf8_next(s, end);
		*next = *end;
		return *end < s.len;
	}
	int64_t found = find_text(s, separator, from);
	*end = found < 0 ? s.len : (size_t)found;
	*next = *end + separator.len;
	return found >= 0;
}

bool eval_split(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value text, separator;
	if (!node_eval(e->arg[0], env, &text) || !node_eval(e->arg[1], env, &separator))
		return false;
	struct value *item = NULL;
	uint32_t count = 0, capacity = 0;
	size_t from = 0, end, next;
	bool more = text.string.len > 0 || separator.string.len > 0;
	while (more) {
		more = next_piece(text.string, separator.string, from, &end, &next);
		*arena_push(env->scratch, item, count, capacity) = value_string(
			str_slice(text.string, from, end));
		from = next;
	}
	*out = (struct value){ .type = VALUE_ARRAY, .array = { item, count } };
	return true;
}
