#include <math.h>

#include "app/command.h"
#include "app/job.h"
#include "style/compile.h"
#include "style/parse.h"
#include "style/region.h"
#include "style/rewrite.h"
#include "style/text.h"

/*
 * sitmap expr --json: JSON lines in, JSON lines out.  A line is
 *   {"id", "expression" or "filter", "propertySpec", "globalState",
 *    "inputs": [[{"zoom", ...}, {"properties", "id", "geometry", "featureState"}], ...]}
 * and is answered by
 *   {"id", "compiled": {"result", ...}, "outputs": [...]}.
 */

struct expr_options {
	bool json;
};

static const struct opt options[] = {
	{ .name = "json",
		.type = OPT_FLAG,
		.offset = offsetof(struct expr_options, json),
		.help = "JSON lines from standard input to standard output" },
};

/* Where the expression of a line would stand in a style; errors name it. */
static const char place[] = "layers[0].paint.some-property";

static bool is_true(const struct json *json) {
	return json && json->type == JSON_TRUE;
}

static struct str text_of(const struct json *json) {
	return json && json->type == JSON_STRING ? json->string : (struct str){ NULL, 0 };
}

static double number_of(const struct json *json) {
	return json && json->type == JSON_NUMBER ? json->number : 0;
}

/* The property that the line describes. */

static enum spec_type spec_type(struct str name, struct str item) {
	static const struct {
		const char *name;
		enum spec_type type, array;
	} row[] = {
		{ "number", SPEC_NUMBER, SPEC_ARRAY_NUMBER },
		{ "string", SPEC_STRING, SPEC_ARRAY_STRING },
		{ "enum", SPEC_ENUM, SPEC_ARRAY_ENUM },
		{ "boolean", SPEC_BOOL, SPEC_ARRAY_BOOL },
		{ "color", SPEC_COLOR, SPEC_ARRAY_COLOR },
		{ "formatted", SPEC_FORMATTED, SPEC_ARRAY },
		{ "resolvedImage", SPEC_IMAGE, SPEC_ARRAY },
		{ "padding", SPEC_PADDING, SPEC_ARRAY },
		{ "numberArray", SPEC_NUMBERS, SPEC_ARRAY },
		{ "colorArray", SPEC_COLORS, SPEC_ARRAY },
		{ "variableAnchorOffsetCollection", SPEC_ANCHORS, SPEC_ARRAY },
		{ "projectionDefinition", SPEC_PROJECTION, SPEC_ARRAY },
	};
	bool array = str_equal(name, STR("array"));
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		if (str_equal(array ? item : name, str_of(row[i].name)))
			return array ? row[i].array : row[i].type;
	return array ? SPEC_ARRAY : SPEC_ANY;
}

static bool lists(const struct json *array, struct str word) {
	if (!array || array->type != JSON_ARRAY)
		return false;
	for (const struct json *j = array->child; j; j = j->next)
		if (j->type == JSON_STRING && str_equal(j->string, word))
			return true;
	return false;
}

static unsigned spec_flags(const struct json *spec) {
	const struct json *expression = json_member(spec, "expression");
	const struct json *parameters = json_member(expression, "parameters");
	const struct json *type = json_member(spec, "property-type");
	struct str kind = type ? text_of(type) : STR("data-driven");
	unsigned flags = 0;
	if (!expression)
		flags |= SPEC_ZOOM | SPEC_LERP;
	if (lists(parameters, STR("zoom")))
		flags |= SPEC_ZOOM;
	if (is_true(json_member(expression, "interpolated")))
		flags |= SPEC_LERP;
	if (str_equal(kind, STR("data-driven")) || str_equal(kind, STR("cross-faded-data-driven")))
		flags |= SPEC_DATA;
	if (is_true(json_member(spec, "tokens")))
		flags |= SPEC_TOKENS;
	return flags;
}

static const char *join_keys(const struct json *object, struct arena *arena) {
	const char *words = "";
	if (!object || object->type != JSON_OBJECT)
		return words;
	for (const struct json *j = object->child; j; j = j->next)
		words = arena_printf(arena, "%s%s%.*s", words, *words ? " " : "", STR_ARG(j->key));
	return words;
}

static struct prop_spec read_spec(const struct json *json, struct arena *arena) {
	struct prop_spec spec = { .name = "some-property",
		.layer = "",
		.place = SPEC_PAINT,
		.flags = SPEC_ZOOM | SPEC_DATA | SPEC_LERP,
		.least = -INFINITY,
		.greatest = INFINITY };
	if (!json || json->type != JSON_OBJECT)
		return spec;
	const struct json *fallback = json_member(json, "default");
	spec.type = spec_type(text_of(json_member(json, "type")),
		text_of(json_member(json, "value")));
	double length = number_of(json_member(json, "length"));
	spec.length = length > 0 && length < 1e6 ? (uint32_t)length : 0;
	spec.flags = spec_flags(json);
	spec.words = join_keys(json_member(json, "values"), arena);
	if (fallback) {
		struct value v = value_of_json(fallback, arena);
		spec.fallback = arena_strdup(arena, value_to_json(&v, arena));
	}
	return spec;
}

/* What the expression looks at. */

static bool lists_image(void *user, struct str name) {
	return lists(user, name);
}

static void read_properties(const struct json *json, struct feature *f, struct arena *arena) {
	struct columns *columns = arena_new(arena, struct columns, 1);
	uint32_t n = json && json->type == JSON_OBJECT ? json->count : 0;
	struct str *name = arena_new(arena, struct str, n);
	struct value *value = arena_new(arena, struct value, n);
	for (uint32_t i = 0; i < n; i++) {
		name[i] = json->child[i].key;
		value[i] = value_of_json(&json->child[i], arena);
	}
	*columns = (struct columns){ name, n };
	f->columns = columns;
	f->value = value;
}

/* Without a tile the geometry has only a type, as on the reference's side. */
static void read_geometry(const struct json *json, struct feature *f, struct expr_env *env,
	struct arena *arena) {
	env->geometry_type = STR("");
	if (!json || json->type != JSON_OBJECT)
		return;
	const struct region *region = region_parse(json, false, arena);
	struct str type = text_of(json_member(json, "type"));
	if (str_starts(type, STR("Multi")) && env->tile)
		type = str_slice(type, 5, type.len);
	env->geometry_type = type;
	if (region && env->tile)
		f->geom = region_to_geom(region, arena);
}

static const struct expr_tile *read_tile(const struct json *json, struct arena *arena) {
	if (!json || json->type != JSON_OBJECT)
		return NULL;
	struct expr_tile *tile = arena_new(arena, struct expr_tile, 1);
	double z = number_of(json_member(json, "z"));
	tile->z = z > 0 && z < 40 ? (uint32_t)z : 0;
	return tile;
}

static const struct value *read_object(const struct json *json, struct arena *arena) {
	if (!json || json->type != JSON_OBJECT)
		return NULL;
	struct value *v = arena_new(arena, struct value, 1);
	*v = value_of_json(json, arena);
	return v;
}

/* An input is a pair: what is global, and the feature. */
static void read_input(const struct json *pair, struct expr_env *env, struct feature *f,
	struct arena *arena) {
	const struct json *globals = json_element(pair, 0), *feature = json_element(pair, 1);
	const struct json *zoom = json_member(globals, "zoom");
	const struct json *id = json_member(feature, "id");
	*f = (struct feature){ .id = id ? value_of_json(id, arena) : value_null() };
	env->feature = f;
	env->zoom = zoom && zoom->type == JSON_NUMBER ? zoom->number : NAN;
	env->line_progress = number_of(json_member(globals, "lineProgress"));
	env->heatmap_density = number_of(json_member(globals, "heatmapDensity"));
	env->elevation = number_of(json_member(globals, "elevation"));
	env->tile = read_tile(json_member(globals, "canonicalID"), arena);
	env->has_image = lists_image;
	env->user = (void *)json_member(globals, "availableImages");
	env->feature_state = read_object(json_member(feature, "featureState"), arena);
	read_properties(json_member(feature, "properties"), f, arena);
	read_geometry(json_member(feature, "geometry"), f, env, arena);
}

/* Answers. */

static void add_text(struct strbuf *b, const char *label, const char *text) {
	strbuf_add(b, str_of(label));
	strbuf_add_json_string(b, str_of(text));
}

static void add_errors(struct strbuf *b, const struct expr_errors *errors) {
	strbuf_add(b, STR("{\"result\":\"error\",\"errors\":["));
	for (uint32_t i = 0; i < errors->count; i++) {
		add_text(b, i ? ",{\"key\":" : "{\"key\":", errors->item[i].key);
		add_text(b, ",\"error\":", errors->item[i].message);
		strbuf_add(b, STR("}"));
	}
	strbuf_add(b, STR("]}"));
}

static void add_success(struct strbuf *b, const struct expr *e) {
	const char *yes = "true", *no = "false";
	strbuf_add(b,
		str_of(arena_printf(b->arena,
			"{\"result\":\"success\","
			"\"isFeatureConstant\":%s,\"isZoomConstant\":%s",
			expr_uses_feature(e) ? no : yes, expr_uses_zoom(e) ? no : yes)));
	add_text(b, ",\"type\":", expr_type_name(e, b->arena));
	strbuf_add(b, STR("}"));
}

/* A colour by itself is an array of its channels, multiplied by the alpha. */
static void add_output(struct strbuf *b, const struct expr *e, const struct value *v) {
	if (v->type == VALUE_COLOR && str_equal(str_of(expr_type_name(e, b->arena)), STR("color")))
		strbuf_add_channels(b, value_rgba(v));
	else
		strbuf_add_json(b, v);
}

static void add_outputs(struct strbuf *b, const struct expr *e, const struct json *inputs,
	const struct value *state, bool filter) {
	struct arena *arena = b->arena;
	strbuf_add(b, STR(",\"outputs\":["));
	uint32_t n = inputs && inputs->type == JSON_ARRAY ? inputs->count : 0;
	for (uint32_t i = 0; i < n; i++) {
		struct expr_error error = { "", "" };
		struct expr_env env = { .scratch = arena, .error = &error, .global_state = state };
		struct feature feature;
		struct value v;
		read_input(&inputs->child[i], &env, &feature, arena);
		/* Filters know nothing of the state. */
		if (filter)
			env.feature_state = NULL;
		bool fine = expr_eval(e, &env, &v);
		if (i)
			strbuf_add(b, STR(","));
		if (filter) {
			struct value passes = value_bool(fine && v.type == VALUE_BOOL && v.boolean);
			strbuf_add_json(b, &passes);
		} else if (fine) {
			add_output(b, e, &v);
		} else {
			add_text(b, "{\"error\":",
				arena_printf(arena, "%s%s: %s", place, error.key, error.message));
			strbuf_add(b, STR("}"));
		}
	}
	strbuf_add(b, STR("]"));
}

static const struct expr *compile(const struct json *line, struct arena *arena,
	struct expr_errors *errors) {
	struct expr_names names = { NULL, 0, 0 };
	struct prop_spec spec = read_spec(json_member(line, "propertySpec"), arena);
	struct prop_spec *kept = arena_new(arena, struct prop_spec, 1);
	*kept = spec;
	const struct json *filter = json_member(line, "filter");
	const struct json *json = json_member(line, "expression");
	if (filter)
		return expr_parse_filter(filter, &names, arena, errors);
	if (!json) {
		*arena_push(arena, errors->item, errors->count,
			errors->capacity) = (struct expr_error){ "",
			"\"expression\" or \"filter\" is missing" };
		return NULL;
	}
	if (json->type == JSON_OBJECT)
		json = function_rewrite(json, kept, arena);
	return expr_compile(json, kept, &names, arena, errors);
}

static void answer(const struct json *line, struct out *out, struct arena *arena) {
	struct expr_errors errors = { NULL, 0, 0 };
	struct strbuf b = { .arena = arena };
	const struct json *id = json_member(line, "id");
	struct value key = id ? value_of_json(id, arena) : value_null();
	const struct expr *e = compile(line, arena, &errors);
	strbuf_add(&b, STR("{\"id\":"));
	strbuf_add_json(&b, &key);
	strbuf_add(&b, STR(",\"compiled\":"));
	if (e) {
		add_success(&b, e);
		add_outputs(&b, e, json_member(line, "inputs"),
			read_object(json_member(line, "globalState"), arena),
			json_member(line, "filter"));
	} else {
		add_errors(&b, &errors);
	}
	strbuf_add(&b, STR("}\n"));
	out_str(out, strbuf_text(&b));
}

/* What is wrong with a line, told with its place in the whole input. */
static bool report(const struct source *input, size_t offset, const struct diag *of_line,
	struct diag *diag) {
	for (const struct diag_item *item = of_line->first; item; item = item->next) {
		struct where at = { input, offset + item->at.offset, NULL };
		diag_error(diag, at, "%s", item->message);
	}
	return false;
}

static bool answer_all(const struct source *input, struct out *out, struct diag *diag) {
	struct arena arena = ARENA_INIT;
	struct str rest = input->text;
	bool fine = true;
	while (rest.at && !out_failed(out)) {
		struct arena_mark mark = arena_mark(&arena);
		struct source line = { input->name, str_split(&rest, '\n') };
		struct diag of_line;
		diag_init(&of_line, &arena);
		if (str_trim(line.text).len == 0)
			continue;
		const struct json *json = json_parse(&line, &arena, &of_line);
		if (json)
			answer(json, out, &arena);
		else
			fine = report(input, (size_t)(line.text.at - input->text.at), &of_line,
				diag);
		arena_rewind(&arena, mark);
	}
	arena_release(&arena);
	return fine;
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	const struct expr_options *o = given;
	struct source *input = arena_new(arena, struct source, 1);
	(void)operand;
	if (!o->json || noperands) {
		diag_error(diag, WHERE_NOWHERE,
			noperands ? "expr reads standard input, no files"
				  : "expr needs --json: it reads and writes JSON lines");
		return EXIT_USAGE;
	}
	if (!source_load(input, "-", arena, diag))
		return EXIT_FAILED;
	struct out *out = out_file("-", arena);
	bool fine = answer_all(input, out, diag);
	return command_finish(out, diag) && fine ? EXIT_DONE : EXIT_FAILED;
}

const struct command command_expr = {
	"expr",
	"",
	"evaluates style expressions",
	"Reads expressions and their inputs as JSON lines and writes what they come to.",
	options,
	sizeof(options) / sizeof(*options),
	sizeof(struct expr_options),
	NULL,
	run,
};
