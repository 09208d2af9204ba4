#include <string.h>

#include "style/rewrite.h"

/* Old-style functions as expressions. */

struct function {
	struct arena *arena;
	const struct prop_spec *spec;
	const struct json *json, *fallback; /* `default`, or NULL */
	struct str property, type, space;   /* at NULL: not given */
	double base;
};

/* A stop: its input and its output. */
struct stop {
	const struct json *input, *output;
	double zoom;
};

static struct str text_member(const struct json *object, const char *key) {
	const struct json *j = json_member(object, key);
	return j && j->type == JSON_STRING ? j->string : (struct str){ NULL, 0 };
}

/* Arrays and objects stand for themselves. */
static const struct json *literal(const struct function *f, const struct json *value) {
	if (value->type != JSON_ARRAY && value->type != JSON_OBJECT)
		return value;
	struct json_list l = list_new(value, f->arena);
	list_add_string(&l, STR("literal"));
	list_add(&l, value);
	return l.array;
}

static const struct json *get(const struct function *f) {
	struct json_list l = list_new(f->json, f->arena);
	list_add_string(&l, STR("get"));
	if (f->property.at)
		list_add_string(&l, f->property);
	return l.array;
}

static const struct json *wrap(const struct function *f, const char *op, const struct json *arg) {
	struct json_list l = list_new(f->json, f->arena);
	list_add_string(&l, str_of(op));
	list_add(&l, arg);
	return l.array;
}

static void add_words(struct json_list *l, const char *words) {
	struct str rest = str_of(words);
	while (rest.at)
		list_add_string(l, str_split(&rest, ' '));
}

/* The operator that makes or asserts a property's type, and an array's items. */
static const struct {
	const char *name, *item;
} assertions[] = {
	[SPEC_ANY] = { "array", NULL },
	[SPEC_COLOR] = { "to-color", NULL },
	[SPEC_NUMBER] = { "number", NULL },
	[SPEC_BOOL] = { "boolean", NULL },
	[SPEC_STRING] = { "string", NULL },
	[SPEC_PADDING] = { "padding", NULL },
	[SPEC_NUMBERS] = { "numberArray", NULL },
	[SPEC_COLORS] = { "colorArray", NULL },
	[SPEC_FORMATTED] = { "formatted", NULL },
	[SPEC_IMAGE] = { "resolvedImage", NULL },
	[SPEC_ANCHORS] = { "variableAnchorOffsetCollection", NULL },
	[SPEC_PROJECTION] = { "projectionDefinition", NULL },
	[SPEC_ARRAY] = { "array", NULL },
	[SPEC_ARRAY_NUMBER] = { "array", "number" },
	[SPEC_ARRAY_BOOL] = { "array", "boolean" },
	[SPEC_ARRAY_STRING] = { "array", "string" },
	[SPEC_ARRAY_ENUM] = { "array", "string" },
	[SPEC_ARRAY_COLOR] = { "array", NULL },
};

/* The default as the second choice of an assertion. */
static const struct json *identity_with_default(const struct function *f) {
	struct json_list l = list_new(f->json, f->arena);
	if (f->spec->type == SPEC_ENUM) {
		struct json_list words = list_new(f->json, f->arena);
		add_words(&words, f->spec->words);
		list_add_string(&l, STR("match"));
		list_add(&l, get(f));
		list_add(&l, words.array);
		list_add(&l, get(f));
		list_add(&l, f->fallback);
		return l.array;
	}
	list_add_string(&l, str_of(assertions[f->spec->type].name));
	const char *item = assertions[f->spec->type].item;
	if (item) {
		list_add_string(&l, str_of(item));
		if (f->spec->length)
			list_add_number(&l, f->spec->length);
		else
			list_add(&l, json_new(JSON_NULL, f->json, f->arena));
	}
	list_add(&l, get(f));
	list_add(&l, literal(f, f->fallback));
	return l.array;
}

static const struct json *identity(const struct function *f) {
	if (f->fallback)
		return identity_with_default(f);
	return f->spec->type == SPEC_STRING ? wrap(f, "string", get(f)) : get(f);
}

static bool same_input(const struct json *a, const struct json *b) {
	if (a->type != b->type)
		return false;
	if (a->type == JSON_NUMBER)
		return a->number == b->number;
	return a->type == JSON_STRING && str_equal(a->string, b->string);
}

/* Adds stops to a curve or a match; of equal inputs the first counts.  A step has
 * no input before its first output. */
static void add_stops(struct json_list *l, const struct stop *stop, uint32_t n, bool step) {
	const struct json *last = NULL;
	for (uint32_t i = 0; i < n; i++) {
		if (last && l->array->count > 3 && same_input(last, stop[i].input))
			continue;
		last = stop[i].input;
		if (!(step && l->array->count == 2))
			list_add(l, stop[i].input);
		list_add(l, stop[i].output);
	}
	/* A step of one output needs a second. */
	if (step && l->array->count == 3) {
		struct json only = l->item[2];
		list_add_number(l, 0);
		list_add(l, &only);
	}
}

static const char *interpolate_name(const struct function *f) {
	if (f->space.at && str_equal(f->space, STR("hcl")))
		return "interpolate-hcl";
	if (f->space.at && str_equal(f->space, STR("lab")))
		return "interpolate-lab";
	return "interpolate";
}

static const struct json *interpolation(const struct function *f, double base) {
	struct json_list l = list_new(f->json, f->arena);
	list_add_string(&l, base == 1 ? STR("linear") : STR("exponential"));
	if (base != 1)
		list_add_number(&l, base);
	return l.array;
}

static struct json_list curve(const struct function *f, bool step, double base,
	const struct json *input) {
	struct json_list l = list_new(f->json, f->arena);
	list_add_string(&l, step ? STR("step") : str_of(interpolate_name(f)));
	if (!step)
		list_add(&l, interpolation(f, base));
	list_add(&l, input);
	return l;
}

static bool is_interval(const struct function *f) {
	if (f->type.at)
		return str_equal(f->type, STR("interval"));
	return !(f->spec->flags & SPEC_LERP);
}

/* The function's default, or the property's; NULL where there is neither. */
static const struct json *fallback_of(const struct function *f) {
	if (f->fallback)
		return literal(f, f->fallback);
	if (!f->spec->fallback)
		return f->spec->type == SPEC_IMAGE ? json_new_string(STR(""), f->json, f->arena)
						   : NULL;
	struct diag diag;
	diag_init(&diag, f->arena);
	struct source *source = arena_new(f->arena, struct source, 1);
	*source = (struct source){ f->spec->name, str_of(f->spec->fallback) };
	return literal(f, json_parse(source, f->arena, &diag));
}

static const struct json *categorical(const struct function *f, const struct stop *stop,
	uint32_t n) {
	const struct json *fallback = fallback_of(f);
	struct json_list l = list_new(f->json, f->arena);
	bool booleans = stop[0].input->type == JSON_TRUE || stop[0].input->type == JSON_FALSE;
	list_add_string(&l, booleans ? STR("case") : STR("match"));
	if (!booleans) {
		list_add(&l, get(f));
		add_stops(&l, stop, n, false);
	}
	for (uint32_t i = 0; booleans && i < n; i++) {
		struct json_list test = list_new(f->json, f->arena);
		list_add_string(&test, STR("=="));
		list_add(&test, get(f));
		list_add(&test, stop[i].input);
		list_add(&l, test.array);
		list_add(&l, stop[i].output);
	}
	if (fallback)
		list_add(&l, fallback);
	else if (f->spec->flags & SPEC_LENIENT)
		/* Evaluation fails then, and ends with the default of the property. */
		list_add(&l,
			wrap(f, "error", json_new_string(STR("no default"), f->json, f->arena)));
	else
		list_add_undefined(&l);
	return l.array;
}

/* ["case", ["==", ["typeof", get], "number"], curve, default] */
static const struct json *guarded(const struct function *f, const struct json *e) {
	if (!f->fallback)
		return e;
	struct json_list l = list_new(f->json, f->arena), test = list_new(f->json, f->arena);
	list_add_string(&test, STR("=="));
	list_add(&test, wrap(f, "typeof", get(f)));
	list_add_string(&test, STR("number"));
	list_add_string(&l, STR("case"));
	list_add(&l, test.array);
	list_add(&l, e);
	list_add(&l, literal(f, f->fallback));
	return l.array;
}

static const struct json *of_property(const struct function *f, const struct stop *stop,
	uint32_t n) {
	if (f->type.at && str_equal(f->type, STR("categorical")))
		return categorical(f, stop, n);
	bool step = is_interval(f);
	struct json_list l = curve(f, step, f->base, wrap(f, "number", get(f)));
	add_stops(&l, stop, n, step);
	return guarded(f, l.array);
}

static const struct json *zoom(const struct function *f) {
	struct json_list l = list_new(f->json, f->arena);
	list_add_string(&l, STR("zoom"));
	return l.array;
}

static const struct json *of_zoom(const struct function *f, const struct stop *stop, uint32_t n) {
	bool step = is_interval(f);
	struct json_list l = curve(f, step, f->base, zoom(f));
	add_stops(&l, stop, n, step);
	return l.array;
}

/* One function of the property for each zoom, and a curve over them. */
static const struct json *of_both(const struct function *f, const struct stop *stop, uint32_t n) {
	bool step = !(f->spec->flags & SPEC_LERP);
	struct json_list l = curve(f, step, 1, zoom(f));
	/* Base and colour space are of the curve over the zoom. */
	struct function of_inner = *f;
	of_inner.base = 1;
	of_inner.space.at = NULL;
	struct stop *outer = arena_new(f->arena, struct stop, n);
	struct stop *inner = arena_new(f->arena, struct stop, n);
	uint32_t nouter = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t known = 0, ninner = 0;
		while (known < nouter && outer[known].zoom != stop[i].zoom)
			known++;
		if (known < nouter)
			continue;
		for (uint32_t k = i; k < n; k++)
			if (stop[k].zoom == stop[i].zoom)
				inner[ninner++] = stop[k];
		struct json *at = json_new(JSON_NUMBER, f->json, f->arena);
		at->number = stop[i].zoom;
		outer[nouter++] = (struct stop){ at, of_property(&of_inner, inner, ninner),
			stop[i].zoom };
	}
	add_stops(&l, outer, nouter, step);
	return l.array;
}

/* [[input, output], ...]; `both`: the inputs are {zoom, value}.  0: none. */
static uint32_t read_stops(const struct function *f, const struct json *stops, bool both,
	bool tokens, struct stop *out) {
	uint32_t n = 0;
	for (const struct json *j = stops->child; j; j = j->next) {
		if (j->type != JSON_ARRAY || j->count != 2)
			return 0;
		const struct json *input = j->child, *output = input->next;
		const struct json *at = both && input->type == JSON_OBJECT
			? json_member(input, "zoom")
			: NULL;
		if (both && (!at || at->type != JSON_NUMBER || !json_member(input, "value")))
			return 0;
		output = tokens && output->type == JSON_STRING ? tokens_rewrite(output, f->arena)
							       : literal(f, output);
		out[n++] = (struct stop){ both ? json_member(input, "value") : input, output,
			at ? at->number : 0 };
	}
	return n;
}

const struct json *function_rewrite(const struct json *json, const struct prop_spec *spec,
	struct arena *arena) {
	const struct json *base = json_member(json, "base"), *stops = json_member(json, "stops");
	struct function f = {
		.arena = arena,
		.spec = spec,
		.json = json,
		.fallback = json_member(json, "default"),
		.property = text_member(json, "property"),
		.type = text_member(json, "type"),
		.space = text_member(json, "colorSpace"),
		.base = base && base->type == JSON_NUMBER ? base->number : 1,
	};
	if (!stops || stops->type != JSON_ARRAY || stops->count == 0)
		return identity(&f);
	const struct json *first = stops->child;
	bool both = first->type == JSON_ARRAY && first->count && first->child->type == JSON_OBJECT;
	bool zoom_only = !both && !f.property.at;
	struct stop *stop = arena_new(arena, struct stop, stops->count);
	uint32_t n = read_stops(&f, stops, both, zoom_only && spec->flags & SPEC_TOKENS, stop);
	if (n == 0)
		return identity(&f);
	return both         ? of_both(&f, stop, n)
		: zoom_only ? of_zoom(&f, stop, n)
			    : of_property(&f, stop, n);
}

const struct json *tokens_rewrite(const struct json *string, struct arena *arena) {
	struct str s = string->string;
	struct json_list l = list_new(string, arena);
	size_t from = 0;
	list_add_string(&l, STR("concat"));
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] != '{')
			continue;
		size_t end = i + 1;
		while (end < s.len && s.at[end] != '}' && s.at[end] != '{')
			end++;
		if (end == s.len || s.at[end] != '}' || end == i + 1)
			continue;
		struct json_list get = list_new(string, arena);
		list_add_string(&get, STR("get"));
		list_add_string(&get, str_slice(s, i + 1, end));
		if (i > from)
			list_add_string(&l, str_slice(s, from, i));
		list_add(&l, get.array);
		i = end;
		from = end + 1;
	}
	if (l.array->count == 1)
		return string;
	if (from < s.len)
		list_add_string(&l, str_slice(s, from, s.len));
	if (l.array->count != 2)
		return l.array;
	/* Nothing but one token. */
	struct json_list text = list_new(string, arena);
	list_add_string(&text, STR("to-string"));
	list_add(&text, &l.item[1]);
	return text.array;
}
