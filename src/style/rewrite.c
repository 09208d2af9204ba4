#include "style/rewrite.h"

#include "style/parse.h"
#include "style/text.h"

/* Building. */

struct json *json_new(enum json_type type, const struct json *from, struct arena *arena) {
	struct json *j = arena_new(arena, struct json, 1);
	j->type = type;
	j->offset = from->offset;
	j->source = from->source;
	j->parent = from->parent;
	j->key = from->key;
	return j;
}

const struct json *json_new_string(struct str s, const struct json *from, struct arena *arena) {
	struct json *j = json_new(JSON_STRING, from, arena);
	j->string = s;
	return j;
}

struct json_list list_new(const struct json *from, struct arena *arena) {
	return (struct json_list){ .arena = arena,
		.from = from,
		.array = json_new(JSON_ARRAY, from, arena) };
}

void list_add(struct json_list *l, const struct json *item) {
	struct json copy = *item;
	struct json *before = l->item;
	copy.next = NULL;
	*arena_push(l->arena, l->item, l->array->count, l->capacity) = copy;
	/* Children stand side by side, and are linked. */
	uint32_t n = l->array->count;
	for (uint32_t i = l->item == before && n > 1 ? n - 2 : 0; i + 1 < n; i++)
		l->item[i].next = &l->item[i + 1];
	l->array->child = l->item;
}

void list_add_string(struct json_list *l, struct str s) {
	list_add(l, json_new_string(s, l->from, l->arena));
}

void list_add_number(struct json_list *l, double number) {
	struct json *j = json_new(JSON_NUMBER, l->from, l->arena);
	j->number = number;
	list_add(l, j);
}

static const char undefined[] = "undefined";

void list_add_undefined(struct json_list *l) {
	list_add_string(l, (struct str){ undefined, 0 });
}

bool json_is_undefined(const struct json *json) {
	return json->type == JSON_STRING && json->string.at == undefined;
}

/* Filters. */

enum filter_class { FILTER_LEGACY, FILTER_NEUTRAL, FILTER_EXPRESSION };

static bool is_one_of(struct str s, const char *const *words) {
	for (; *words; words++)
		if (str_equal(s, str_of(*words)))
			return true;
	return false;
}

static bool is_text(const struct json *j, const char *text) {
	return j && j->type == JSON_STRING && str_equal(j->string, str_of(text));
}

static bool is_array(const struct json *j) {
	return j && j->type == JSON_ARRAY;
}

static enum filter_class classify(const struct json *filter);

static enum filter_class classify_children(const struct json *filter) {
	enum filter_class all = FILTER_NEUTRAL;
	for (const struct json *j = filter->child->next; j; j = j->next) {
		enum filter_class one = classify(j);
		if (one == FILTER_EXPRESSION)
			return one;
		if (one == FILTER_LEGACY)
			all = FILTER_LEGACY;
	}
	return all;
}

static enum filter_class classify(const struct json *filter) {
	static const char *const legacy[] = { "!in", "!has", "none", NULL };
	static const char *const compare[] = { "==", "!=", ">", ">=", "<", "<=", NULL };
	if (filter->type == JSON_TRUE || filter->type == JSON_FALSE)
		return FILTER_NEUTRAL;
	if (filter->type != JSON_ARRAY || filter->count == 0)
		return FILTER_LEGACY;
	const struct json *a = filter->child->next, *b = a ? a->next : NULL;
	if (filter->child->type != JSON_STRING)
		return FILTER_EXPRESSION;
	struct str op = filter->child->string;
	if (is_one_of(op, legacy))
		return FILTER_LEGACY;
	if (str_equal(op, STR("has"))) {
		if (!a || is_text(a, "$id") || is_text(a, "$type"))
			return FILTER_LEGACY;
		return filter->count == 2 ? FILTER_NEUTRAL : FILTER_EXPRESSION;
	}
	if (str_equal(op, STR("in")))
		return filter->count >= 3 && (a->type != JSON_STRING || is_array(b))
			? FILTER_EXPRESSION
			: FILTER_LEGACY;
	if (is_one_of(op, compare))
		return filter->count != 3 || is_array(a) || is_array(b) ? FILTER_EXPRESSION
									: FILTER_LEGACY;
	if (str_equal(op, STR("any")) || str_equal(op, STR("all")))
		return classify_children(filter);
	return FILTER_EXPRESSION;
}

bool filter_is_expression(const struct json *filter) {
	return classify(filter) != FILTER_LEGACY;
}

static const struct json *json_bool(bool b, const struct json *from, struct arena *arena) {
	return json_new(b ? JSON_TRUE : JSON_FALSE, from, arena);
}

static const struct json *negate(const struct json *filter, struct arena *arena) {
	struct json_list l = list_new(filter, arena);
	list_add_string(&l, STR("!"));
	list_add(&l, filter);
	return l.array;
}

/* ["filter-id-==", value], ["filter-==", property, value] */
static const struct json *compare_rewrite(const struct json *filter, struct str op,
	struct arena *arena) {
	const struct json *property = filter->child->next, *value = property->next;
	bool type = is_text(property, "$type"), id = is_text(property, "$id");
	struct json_list l = list_new(filter, arena);
	const char *name = arena_printf(arena, "filter-%s%.*s",
		type         ? "type-"
			: id ? "id-"
			     : "",
		STR_ARG(op));
	list_add_string(&l, str_of(name));
	if (!type && !id)
		list_add(&l, property);
	if (value)
		list_add(&l, value);
	return l.array;
}

static const struct json *in_rewrite(const struct json *filter, struct arena *arena) {
	const struct json *property = filter->child->next;
	if (filter->count == 2)
		return json_bool(false, filter, arena);
	bool type = is_text(property, "$type"), id = is_text(property, "$id");
	struct json_list l = list_new(filter, arena), literal = list_new(filter, arena);
	struct json_list values = list_new(filter, arena);
	list_add_string(&l,
		type         ? STR("filter-type-in")
			: id ? STR("filter-id-in")
			     : STR("filter-in"));
	if (!type && !id)
		list_add(&l, property);
	for (const struct json *j = property->next; j; j = j->next)
		list_add(&values, j);
	list_add_string(&literal, STR("literal"));
	list_add(&literal, values.array);
	list_add(&l, literal.array);
	return l.array;
}

static const struct json *has_rewrite(const struct json *filter, struct arena *arena) {
	const struct json *property = filter->child->next;
	if (is_text(property, "$type"))
		return json_bool(true, filter, arena);
	struct json_list l = list_new(filter, arena);
	list_add_string(&l, is_text(property, "$id") ? STR("filter-has-id") : STR("filter-has"));
	if (!is_text(property, "$id"))
		list_add(&l, property);
	return l.array;
}

static const struct json *combine_rewrite(const struct json *filter, struct str op, bool negated,
	struct arena *arena) {
	struct json_list l = list_new(filter, arena);
	list_add_string(&l, op);
	for (const struct json *j = filter->child->next; j; j = j->next) {
		const struct json *child = filter_rewrite(j, arena);
		list_add(&l, negated ? negate(child, arena) : child);
	}
	return l.array;
}

const struct json *filter_rewrite(const struct json *filter, struct arena *arena) {
	static const char *const compare[] = { "==", ">", ">=", "<", "<=", NULL };
	if (filter->type != JSON_ARRAY || filter->count == 0 || filter->child->type != JSON_STRING)
		return json_bool(true, filter, arena);
	struct str op = filter->child->string;
	if (filter->count == 1)
		return json_bool(!str_equal(op, STR("any")), filter, arena);
	if (is_one_of(op, compare))
		return compare_rewrite(filter, op, arena);
	if (str_equal(op, STR("!=")))
		return negate(compare_rewrite(filter, STR("=="), arena), arena);
	if (str_equal(op, STR("any")) || str_equal(op, STR("all")))
		return combine_rewrite(filter, op, false, arena);
	if (str_equal(op, STR("none")))
		return combine_rewrite(filter, STR("all"), true, arena);
	if (str_equal(op, STR("in")))
		return in_rewrite(filter, arena);
	if (str_equal(op, STR("!in")))
		return negate(in_rewrite(filter, arena), arena);
	if (str_equal(op, STR("has")))
		return has_rewrite(filter, arena);
	if (str_equal(op, STR("!has")))
		return negate(has_rewrite(filter, arena), arena);
	return json_bool(true, filter, arena);
}

static const struct json *property_expression(const struct json *property, struct arena *arena) {
	struct json_list l = list_new(property, arena);
	bool type = is_text(property, "$type"), id = is_text(property, "$id");
	list_add_string(&l, type ? STR("geometry-type") : id ? STR("id") : STR("get"));
	if (!type && !id)
		list_add(&l, property);
	return l.array;
}

static const struct json *suggest_in(const struct json *filter, struct arena *arena) {
	const struct json *property = filter->child->next;
	struct json_list l = list_new(filter, arena), values = list_new(filter, arena);
	struct json_list literal = list_new(filter, arena);
	for (const struct json *j = property->next; j; j = j->next)
		list_add(&values, j);
	list_add_string(&literal, STR("literal"));
	list_add(&literal, values.array);
	list_add_string(&l, STR("in"));
	list_add(&l, property_expression(property, arena));
	list_add(&l, literal.array);
	return l.array;
}

static const struct json *suggest(const struct json *filter, struct arena *arena) {
	static const char *const compare[] = { "==", "!=", "<", "<=", ">", ">=", NULL };
	if (filter->count < 2 || filter->child->type != JSON_STRING)
		return NULL;
	struct str op = filter->child->string;
	const struct json *property = filter->child->next;
	struct json_list l = list_new(filter, arena);
	if (property->type != JSON_STRING)
		return NULL;
	if (is_one_of(op, compare) && filter->count == 3) {
		list_add(&l, filter->child);
		list_add(&l, property_expression(property, arena));
		list_add(&l, property->next);
		return l.array;
	}
	if (str_equal(op, STR("in")))
		return suggest_in(filter, arena);
	if (str_equal(op, STR("!in")))
		return negate(suggest_in(filter, arena), arena);
	bool has = str_equal(op, STR("has"));
	if ((!has && !str_equal(op, STR("!has"))) || filter->count != 2
		|| is_text(property, "$type") || is_text(property, "$id"))
		return NULL;
	list_add_string(&l, STR("has"));
	list_add(&l, property);
	return has ? l.array : negate(l.array, arena);
}

struct str filter_suggestion(const struct json *filter, struct arena *arena) {
	const struct json *json = suggest(filter, arena);
	if (!json)
		return (struct str){ NULL, 0 };
	struct value v = value_of_json(json, arena);
	return value_to_json(&v, arena);
}
