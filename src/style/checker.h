#ifndef STYLE_CHECKER_H
#define STYLE_CHECKER_H

#include "style/check.h"
#include "style/compile.h"
#include "style/spec.h"

/* What the parts of the checker share; for them only. */

/* Where a value stands: the value, its key, and what it may be. */
struct held {
	const struct json *json;
	const char *key;
	const struct prop_spec *spec;
	bool property; /* of a layer: what may drive it counts */
};

/* An error at a value, in the place of its key. */
void check_error(struct check *c, const char *key, const struct json *at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Of the item that was added last. */
void check_suggest(struct check *c, const char *word);
struct check_item *check_add(struct check *c, enum check_severity severity, const char *key,
	const struct json *at, const char *text);

void check_undrawn(struct check *c, const char *key, const struct json *at, const char *text);
/* A key that nothing knows: wrong, or, where any is allowed, only told. */
void check_unknown(struct check *c, const char *key, const struct json *at, const char *object);
bool check_is_object(struct check *c, const char *key, const struct json *json);
/* "fill-color" of "fill-color-transition"; at NULL: it is none. */
struct str check_transition_of(struct str name);

const char *key_member(struct check *c, const char *key, struct str member);
const char *key_index(struct check *c, const char *key, uint32_t index);

/* "array", "null", "number", ... */
const char *json_kind(const struct json *json);
/* String() in JavaScript; "undefined" for NULL. */
const char *json_string_of(const struct json *json, struct arena *arena);
/* JSON.stringify */
struct str json_text(const struct json *json, struct arena *arena);

/* A constant, a function or an expression of the property's type. */
void check_value(struct check *c, struct held h);
void check_number(struct check *c, struct held h);
void check_string(struct check *c, const char *key, const struct json *json);
void check_enum(struct check *c, const char *key, const struct json *json, const char *words);
void check_function(struct check *c, struct held h);
void check_filter(struct check *c, const char *key, const struct json *json);
/* The property's text-font and layout rules as well. */
void check_property(struct check *c, struct held h, struct str layer_type);
/* The members of an object by the rows of fields.def. */
void check_object(struct check *c, const char *key, const struct json *json, const char *object);
/* One member, whatever its kind. */
void check_field(struct check *c, const char *key, const struct json *json,
	const struct field_spec *field);

void check_sprite(struct check *c, const char *key, const struct json *json);
void check_glyphs(struct check *c, const char *key, const struct json *json);
void check_fonts(struct check *c, const char *key, const struct json *json);
void check_sources(struct check *c, const char *key, const struct json *json);
void check_layers(struct check *c, const char *key, const struct json *json);

/* The member if it is a string; else NULL. */
const struct json *json_string(const struct json *json, const char *name);
/* It is there, and neither null, false nor empty text. */
bool json_is_filled(const struct json *json);

/* The element of an array that a key such as "[2][1]" leads to, or nearest to it. */
const struct json *json_follow(const struct json *json, const char *key);

#endif
