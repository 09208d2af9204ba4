#include "style/parse.h"

#include <string.h>

#include "style/ops.h"

static const struct operator operators[] = {
#define OP(name, result, flags, ...) { name, NULL, result, flags, { __VA_ARGS__ } },
#define FORM(name, parse) { name, parse, 0, 0, { { NULL, NULL } } },
#include "style/operators.def"
#undef OP
#undef FORM
};

enum { NOPERATORS = sizeof(operators) / sizeof(operators[0]) };

const struct operator* operator_find(struct str name) {
	for (size_t i = 0; i < NOPERATORS; i++)
		if (str_equal(str_of(operators[i].name), name))
			return &operators[i];
	return NULL;
}

const char *operator_nearest(struct str name) {
	const char *list[NOPERATORS];
	for (size_t i = 0; i < NOPERATORS; i++)
		list[i] = operators[i].name;
	return str_nearest(name, list, NOPERATORS);
}

const struct type *type_of_letter(char letter) {
	switch (letter) {
	case 'n':
		return type_of_kind(KIND_NUMBER);
	case 's':
		return type_of_kind(KIND_STRING);
	case 'b':
		return type_of_kind(KIND_BOOL);
	case 'c':
		return type_of_kind(KIND_COLOR);
	case 'o':
		return type_of_kind(KIND_OBJECT);
	case 'k':
		return type_of_kind(KIND_COLLATOR);
	case 'e':
		return type_of_kind(KIND_ERROR);
	case 'S':
		return &type_strings;
	case '4':
		return &type_four_numbers;
	default:
		return type_of_kind(KIND_VALUE);
	}
}

/* Of "n*" the argument type is the same everywhere. */
static bool is_variadic(const char *signature) {
	return signature[0] && signature[1] == '*';
}

static char letter_at(const char *signature, uint32_t i) {
	return is_variadic(signature) ? signature[0] : signature[i];
}

static bool fits(const char *signature, uint32_t nargs) {
	return is_variadic(signature) || strlen(signature) == nargs;
}

static const struct expr *parse_overload(const struct at *at, const struct json *json,
	const struct operator* operator, const struct overload * overload) {
	struct expr *e = node_new(at, overload->eval, type_of_letter(operator->result),
		json->count - 1);
	uint32_t i = 0;
	for (const struct json *j = json->child->next; j; j = j->next, i++) {
		const struct type *type = type_of_letter(letter_at(overload->signature, i));
		const struct expr *arg = parse_child(at, j, i + 1, type);
		if (!arg)
			return NULL;
		node_set(e, i, arg);
	}
	e->flags |= (uint8_t) operator->flags;
	specialise(e, at->parser);
	return node_finish(e);
}

static const char *signature_text(const char *signature, struct arena *arena) {
	if (is_variadic(signature))
		return arena_printf(arena, "(%s...)",
			type_name(type_of_letter(signature[0]), arena));
	const char *text = "";
	for (const char *s = signature; *s; s++)
		text = arena_printf(arena, "%s%s%s", text, *text ? ", " : "",
			type_name(type_of_letter(*s), arena));
	return arena_printf(arena, "(%s)", text);
}

OWN_FRAME static const struct expr *complain(const struct at *at, const struct json *json,
	const struct operator* operator, const bool fitting[2], bool any) {
	struct arena *arena = at->parser->arena;
	const char *expected = "", *found = "";
	for (int i = 0; i < 2 && operator->overload[i].signature; i++)
		if (!any || fitting[i])
			expected = arena_printf(arena, "%s%s%s", expected, *expected ? " | " : "",
				signature_text(operator->overload[i].signature, arena));
	uint32_t index = 1;
	for (const struct json *j = json->child->next; j; j = j->next, index++) {
		const struct expr *arg = parse_child(at, j, index, NULL);
		if (!arg)
			return NULL;
		found = arena_printf(arena, "%s%s%s", found, *found ? ", " : "",
			type_name(arg->type, arena));
	}
	return parse_error(at, "Expected arguments of type %s, but found (%s) instead.", expected,
		found);
}

const struct expr *parse_by_signature(const struct at *at, const struct json *json) {
	const struct operator* operator= operator_find(json->child->string);
	struct expr_errors errors = { NULL, 0, 0 };
	bool fitting[2] = { false, false };
	int nfitting = 0;
	for (int i = 0; i < 2 && operator->overload[i].signature; i++) {
		const struct overload *overload = &operator->overload[i];
		if (!fits(overload->signature, json->count - 1))
			continue;
		fitting[i] = true;
		nfitting++;
		/* What fails here may be right for the next. */
		errors = (struct expr_errors){ NULL, 0, 0 };
		struct at attempt = *at;
		attempt.expected = NULL;
		attempt.errors = &errors;
		const struct expr *e = parse_overload(&attempt, json, operator, overload);
		if (e)
			return e;
	}
	if (nfitting != 1)
		return complain(at, json, operator, fitting, nfitting > 0);
	for (uint32_t i = 0; i < errors.count; i++)
		*arena_push(at->parser->arena, at->errors->item, at->errors->count,
			at->errors->capacity) = errors.item[i];
	return NULL;
}
