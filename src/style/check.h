#ifndef STYLE_CHECK_H
#define STYLE_CHECK_H

#include "base/json.h"

/*
 * A style held against the specification, whole: every error at once, in the words
 * of the specification's own validator, so that users find them explained; and what
 * is right but not drawn.
 */
enum check_severity {
	CHECK_ERROR,
	CHECK_WARNING, /* drawn, but hardly as it is meant */
	CHECK_UNDRAWN, /* valid, but sitmap does not draw it */
	CHECK_NOTE,    /* a key that nobody knows, where any is allowed */
};

struct check_item {
	enum check_severity severity;
	const struct json *value; /* what the validator would point at */
	const struct json *spot;  /* the same, or a part of it that is to blame */
	const char *key;          /* "layers[0].paint.fill-color"; "" or less for some */
	const char *text;
	const char *suggestion; /* the nearest known word; NULL: none */
	const char *identifier; /* some kinds of error have a name; or NULL */
	uint32_t line;          /* of the value, from 1 */
	uint32_t order;         /* in which it was found */
};

struct check {
	struct arena *arena;
	const struct json *style;
	struct check_item *item;
	uint32_t count, capacity;
	uint32_t nerrors;
};

/* False when there was an error.  Items are in the order of the text. */
bool style_check(const struct json *style, struct check *out, struct arena *arena);

/* As errors, warnings and notes; what is not drawn as warnings. */
void check_report(const struct check *check, struct diag *diag);

/* An array of {"message", "severity", "line", "path", "suggestion", "identifier"}. */
struct str check_json(const struct check *check, struct arena *arena);

const char *check_severity_name(enum check_severity severity);

#endif
