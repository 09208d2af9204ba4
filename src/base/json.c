#include "base/json.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/tree.h"

static bool build(struct tree *tree, struct json_reader *reader, struct diag *diag) {
	struct str key = { NULL, 0 };
	for (;;) {
		struct json value = { 0 };
		bool ok = true;
		switch (json_next(reader, &value, diag)) {
		case JSON_TOKEN_END:
			return true;
		case JSON_TOKEN_ERROR:
			return false;
		case JSON_TOKEN_KEY:
			key = value.string;
			continue;
		case JSON_TOKEN_CLOSE:
			tree_close(tree);
			continue;
		case JSON_TOKEN_VALUE:
			value.key = key;
			ok = tree_add(tree, &value, diag);
			break;
		case JSON_TOKEN_OPEN:
			value.key = key;
			ok = tree_open(tree, &value, diag);
			break;
		}
		if (!ok)
			return false;
		key = (struct str){ NULL, 0 };
	}
}

const struct json *json_parse(const struct source *source, struct arena *arena, struct diag *diag) {
	struct json_reader reader = { .source = source, .arena = arena };
	const struct json *root = NULL;
	struct tree tree;
	tree_init(&tree, arena);
	if (build(&tree, &reader, diag)) {
		root = tree_finish(&tree);
		for (uint32_t i = 0; i < tree.nrepeated; i++)
			json_warn(diag, tree.repeated[i],
				"\"%.*s\" stands more than once in its object; "
				"the last one counts",
				STR_ARG(tree.repeated[i]->key));
	}
	tree_release(&tree);
	return root;
}

const struct json *json_member(const struct json *object, const char *key) {
	if (!object || object->type != JSON_OBJECT)
		return NULL;
	size_t len = strlen(key);
	for (const struct json *m = object->child; m; m = m->next)
		if (m->key.len == len && (len == 0 || memcmp(m->key.at, key, len) == 0))
			return m;
	return NULL;
}

const struct json *json_element(const struct json *array, uint32_t index) {
	if (!array || array->type != JSON_ARRAY || index >= array->count)
		return NULL;
	return &array->child[index];
}

const char *json_type_name(const struct json *value) {
	static const char *const names[] = {
		[JSON_NULL] = "null",
		[JSON_FALSE] = "a boolean",
		[JSON_TRUE] = "a boolean",
		[JSON_NUMBER] = "a number",
		[JSON_STRING] = "text",
		[JSON_ARRAY] = "an array",
		[JSON_OBJECT] = "an object",
	};
	return names[value->type];
}

static bool is_word(struct str key) {
	for (size_t i = 0; i < key.len; i++) {
		char c = key.at[i], letter = (char)(c | 0x20);
		if (!(letter >= 'a' && letter <= 'z') && !(c >= '0' && c <= '9') && c != '_'
			&& c != '-' && c != ':' && (unsigned char)c < 0x80)
			return false;
	}
	return key.len > 0;
}

const char *json_path(const struct json *at, struct arena *arena) {
	const struct json *way[LIMIT_JSON_DEPTH + 1];
	size_t n = 0;
	const char *path = "";
	for (; at->parent && n < LIMIT_JSON_DEPTH; at = at->parent)
		way[n++] = at;
	while (n-- > 0) {
		const struct json *step = way[n];
		struct str key = str_slice(step->key, 0, 80);
		if (step->parent->type == JSON_ARRAY)
			path = arena_printf(arena, "%s[%zu]", path,
				(size_t)(step - step->parent->child));
		else if (is_word(key))
			path = arena_printf(arena, "%s%s%.*s", path, *path ? "." : "",
				STR_ARG(key));
		else
			path = arena_printf(arena, "%s[\"%.*s\"]", path, STR_ARG(key));
	}
	return path;
}

struct where json_where(const struct json *at, struct arena *arena) {
	return (struct where){ at->source, at->source ? at->offset : 0, json_path(at, arena) };
}

bool json_error(struct diag *diag, const struct json *at, const char *fmt, ...) {
	va_list args;
	va_start(args, fmt);
	diag_add(diag, DIAG_ERROR, json_where(at, diag->arena), fmt, args);
	va_end(args);
	return false;
}

/* A key that needed no copy shows where it stands. */
static struct where where_of_key(const struct json *at, struct arena *arena) {
	struct where where = json_where(at, arena);
	uintptr_t key = (uintptr_t)at->key.at,
		  text = at->source ? (uintptr_t)at->source->text.at : 0;
	if (at->key.at && at->source && key >= text && key - text < at->source->text.len) {
		where.offset = key - text;
		where.offset -= where.offset && at->source->text.at[where.offset - 1] == '"';
	}
	return where;
}

bool json_key_error(struct diag *diag, const struct json *member, const char *fmt, ...) {
	va_list args;
	va_start(args, fmt);
	diag_add(diag, DIAG_ERROR, where_of_key(member, diag->arena), fmt, args);
	va_end(args);
	return false;
}

void json_warn(struct diag *diag, const struct json *at, const char *fmt, ...) {
	va_list args;
	va_start(args, fmt);
	diag_add(diag, DIAG_WARNING, json_where(at, diag->arena), fmt, args);
	va_end(args);
}
