#include "style/check.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

#include "style/checker.h"
#include "style/text.h"

/* Items. */

struct check_item *check_add(struct check *c, enum check_severity severity, const char *key,
	const struct json *at, const char *text) {
	struct check_item *item = arena_push(c->arena, c->item, c->count, c->capacity);
	*item = (struct check_item){ .severity = severity,
		.value = at,
		.spot = at,
		.key = key,
		.text = text };
	c->nerrors += severity == CHECK_ERROR;
	return item;
}

void check_error(struct check *c, const char *key, const struct json *at, const char *fmt, ...) {
	va_list args;
	va_start(args, fmt);
	const char *text = arena_vprintf(c->arena, fmt, args);
	va_end(args);
	check_add(c, CHECK_ERROR, key, at, text);
}

void check_suggest(struct check *c, const char *word) {
	c->item[c->count - 1].suggestion = word;
}

const char *key_member(struct check *c, const char *key, struct str member) {
	return arena_printf(c->arena, "%s%s%.*s", key, *key ? "." : "", STR_ARG(member));
}

const char *key_index(struct check *c, const char *key, uint32_t index) {
	return arena_printf(c->arena, "%s[%u]", key, index);
}

const char *check_severity_name(enum check_severity severity) {
	static const char *const name[] = { "error", "warning", "undrawn", "note" };
	return name[severity];
}

void check_undrawn(struct check *c, const char *key, const struct json *at, const char *text) {
	check_add(c, CHECK_UNDRAWN, key, at, text);
}

/* "fill-color" of "fill-color-transition"; at NULL: it is none. */
struct str check_transition_of(struct str name) {
	if (!str_ends(name, STR("-transition")))
		return (struct str){ NULL, 0 };
	return str_slice(name, 0, name.len - 11);
}

/* Objects. */

static const char *nearest_field(const char *object, struct str name) {
	const char *list[64];
	size_t n = 0;
	for (uint32_t i = 0; i < nfield_specs && n < 64; i++)
		if (str_equal(str_of(field_specs[i].object), str_of(object)))
			list[n++] = field_specs[i].spec.name;
	return str_nearest(name, list, n);
}

/* A key that nothing knows: wrong, or, where any is allowed, only told. */
void check_unknown(struct check *c, const char *key, const struct json *at, const char *object) {
	const char *near = nearest_field(object, at->key);
	if (!spec_field(object, STR("*"))) {
		check_error(c, key, at, "unknown property \"%.*s\"", STR_ARG(at->key));
		check_suggest(c, near);
	} else if (near) {
		check_add(c, CHECK_NOTE, key, at,
			arena_printf(c->arena, "unknown property \"%.*s\"", STR_ARG(at->key)));
		check_suggest(c, near);
	}
}

static void check_required(struct check *c, const char *key, const struct json *json,
	const char *object) {
	for (uint32_t i = 0; i < nfield_specs; i++) {
		const struct field_spec *field = &field_specs[i];
		if (field->required && str_equal(str_of(field->object), str_of(object))
			&& !json_member(json, field->spec.name))
			check_error(c, key, json, "missing required property \"%s\"",
				field->spec.name);
	}
}

bool check_is_object(struct check *c, const char *key, const struct json *json) {
	if (json->type == JSON_OBJECT)
		return true;
	check_error(c, key, json, "object expected, %s found", json_kind(json));
	return false;
}

void check_object(struct check *c, const char *key, const struct json *json, const char *object) {
	if (!check_is_object(c, key, json))
		return;
	for (const struct json *j = json->child; j; j = j->next) {
		const struct field_spec *field = spec_field(object, j->key);
		if (field)
			check_field(c, key_member(c, key, j->key), j, field);
		else
			check_unknown(c, key, j, object);
	}
	check_required(c, key, json, object);
}

/* light, sky, terrain, projection: keys without what leads to them, as the
 * specification's validator has it. */
static void check_part(struct check *c, const struct json *json, const char *object) {
	if (!check_is_object(c, object, json))
		return;
	for (const struct json *j = json->child; j; j = j->next) {
		const char *key = arena_strdup(c->arena, j->key);
		const struct field_spec *field = spec_field(object, j->key);
		struct str base = check_transition_of(j->key);
		const struct field_spec *moved = base.at ? spec_field(object, base) : NULL;
		if (moved && moved->spec.flags & SPEC_TRANSITION) {
			check_object(c, key, j, "transition");
		} else if (field) {
			check_field(c, key, j, field);
		} else {
			check_error(c, key, j, "unknown property \"%.*s\"", STR_ARG(j->key));
			check_suggest(c, nearest_field(object, j->key));
		}
	}
}

/* Members of all kinds. */

static void check_corners(struct check *c, const char *key, const struct json *json) {
	struct prop_spec pair = { .name = "coordinates",
		.type = SPEC_ARRAY_NUMBER,
		.length = 2,
		.flags = SPEC_FIXED,
		.least = -INFINITY,
		.greatest = INFINITY };
	uint32_t i = 0;
	if (json->type != JSON_ARRAY) {
		check_error(c, key, json, "array expected, %s found", json_kind(json));
		return;
	}
	if (json->count != 4) {
		check_error(c, key, json, "array length 4 expected, length %u found", json->count);
		return;
	}
	for (const struct json *j = json->child; j; j = j->next, i++)
		check_value(c,
			(struct held){ .json = j, .key = key_index(c, key, i), .spec = &pair });
}

static void check_promotion(struct check *c, const char *key, const struct json *json) {
	if (json->type == JSON_STRING)
		return;
	if (json->type != JSON_OBJECT) {
		check_string(c, key, json);
		return;
	}
	for (const struct json *j = json->child; j; j = j->next)
		check_string(c, key_member(c, key, j->key), j);
}

static void check_member_object(struct check *c, const char *key, const struct json *json,
	const char *object) {
	struct str name = str_of(object);
	if (str_equal(name, STR("transition"))) {
		check_object(c, key, json, object);
		return;
	}
	check_part(c, json, object);
	if (str_equal(name, STR("sky")) || str_equal(name, STR("terrain")))
		check_undrawn(c, key, json, arena_printf(c->arena, "\"%s\" is not drawn", object));
}

void check_field(struct check *c, const char *key, const struct json *json,
	const struct field_spec *field) {
	switch (field->kind) {
	case FIELD_VALUE:
		check_value(c, (struct held){ .json = json, .key = key, .spec = &field->spec });
		break;
	case FIELD_VERSION:
		if (json->type != JSON_NUMBER || json->number != 8)
			check_error(c, key, json, "expected one of [8], %.*s found",
				STR_ARG(json_text(json, c->arena)));
		break;
	case FIELD_STATE:
		check_is_object(c, key, json);
		break;
	case FIELD_OBJECT:
		check_member_object(c, key, json, field->spec.name);
		break;
	case FIELD_SOURCES:
		check_sources(c, key, json);
		break;
	case FIELD_SPRITE:
		check_sprite(c, key, json);
		break;
	case FIELD_GLYPHS:
		check_glyphs(c, key, json);
		break;
	case FIELD_FONTS:
		check_fonts(c, key, json);
		break;
	case FIELD_LAYERS:
		check_layers(c, key, json);
		break;
	case FIELD_PROMOTE:
		check_promotion(c, key, json);
		break;
	case FIELD_FILTER:
		check_filter(c, key, json);
		break;
	case FIELD_CORNERS:
		check_corners(c, key, json);
		break;
	case FIELD_LAYOUT:
	case FIELD_PAINT:
		break;
	}
}

/* Line numbers of all items in one pass over the text. */
static void number_lines(struct check *c) {
	const struct str text = c->style->source->text;
	uint32_t nlines = 1;
	for (size_t i = 0; i < text.len; i++)
		nlines += text.at[i] == '\n';
	size_t *start = arena_new(c->arena, size_t, nlines);
	uint32_t line = 0;
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '\n')
			start[++line] = i + 1;
	for (uint32_t i = 0; i < c->count; i++) {
		uint32_t low = 0, high = nlines;
		while (high - low > 1) {
			uint32_t middle = low + (high - low) / 2;
			if (start[middle] <= c->item[i].value->offset)
				low = middle;
			else
				high = middle;
		}
		c->item[i].line = low + 1;
		c->item[i].order = i;
	}
}

static int compare_items(const void *a, const void *b) {
	const struct check_item *x = a, *y = b;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

bool style_check(const struct json *style, struct check *out, struct arena *arena) {
	*out = (struct check){ .arena = arena, .style = style };
	check_object(out, "", style, "root");
	const struct json *constants = json_member(style, "constants");
	if (json_is_filled(constants))
		check_error(out, "constants", constants, "constants have been deprecated as of v8");
	number_lines(out);
	if (out->count)
		qsort(out->item, out->count, sizeof(*out->item), compare_items);
	return out->nerrors == 0;
}

void check_report(const struct check *check, struct diag *diag) {
	for (uint32_t i = 0; i < check->count; i++) {
		const struct check_item *item = &check->item[i];
		const char *text = item->text;
		if (item->suggestion)
			text = arena_printf(check->arena, "%s (did you mean \"%s\"?)", text,
				item->suggestion);
		if (item->severity == CHECK_ERROR)
			json_error(diag, item->spot, "%s", text);
		else
			json_warn(diag, item->spot, "%s", text);
	}
}

struct str check_json(const struct check *check, struct arena *arena) {
	struct strbuf b = { .arena = arena };
	strbuf_add(&b, STR("["));
	for (uint32_t i = 0; i < check->count; i++) {
		const struct check_item *item = &check->item[i];
		const char *message = arena_printf(arena, "%s%s%s", item->key,
			*item->key ? ": " : "", item->text);
		strbuf_add(&b, i ? STR(",\n{\"message\":") : STR("\n{\"message\":"));
		strbuf_add_json_string(&b, str_of(message));
		strbuf_add(&b,
			str_of(arena_printf(arena, ",\"severity\":\"%s\",\"line\":%u,\"path\":",
				check_severity_name(item->severity), item->line)));
		strbuf_add_json_string(&b, str_of(json_path(item->spot, arena)));
		if (item->suggestion) {
			strbuf_add(&b, STR(",\"suggestion\":"));
			strbuf_add_json_string(&b, str_of(item->suggestion));
		}
		if (item->identifier) {
			strbuf_add(&b, STR(",\"identifier\":"));
			strbuf_add_json_string(&b, str_of(item->identifier));
		}
		strbuf_add(&b, STR("}"));
	}
	strbuf_add(&b, STR("\n]\n"));
	return strbuf_text(&b);
}
