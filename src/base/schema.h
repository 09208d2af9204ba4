#ifndef BASE_SCHEMA_H
#define BASE_SCHEMA_H

#include "base/json.h"

/*
 * What an object of a JSON or YAML file may hold, as a table: reading it fills a
 * struct and reports every error at once (wrong types, unknown keys with a
 * suggestion, missing keys).
 */
enum schema_type {
	SCHEMA_STRING,  /* struct str */
	SCHEMA_STRINGS, /* struct schema_list of struct str; one alone may stand
	                                 * without brackets */
	SCHEMA_NUMBER,  /* double; min to max where they differ */
	SCHEMA_BOOL,    /* bool */
	SCHEMA_ENUM,    /* int, the index in `words` */
	SCHEMA_DATE,    /* struct date */
	SCHEMA_BBOX,    /* double[4], degrees: W, S, E, N; E < W over the dateline */
	SCHEMA_OBJECT,  /* the struct of `schema` */
	SCHEMA_OBJECTS, /* struct schema_list of it */
	SCHEMA_ANY,     /* const struct json *, as it is */
	SCHEMA_CUSTOM,  /* what `read` makes of it */
};

struct schema_list {
	void *item; /* in the arena */
	uint32_t count;
};

struct schema_row {
	const char *key;
	enum schema_type type;
	bool required;
	size_t offset; /* of the field in the struct that is filled */
	double min, max;
	const char *const *words; /* up to NULL */
	const struct schema *schema;
	/* False after an error at `value`. */
	bool (*read)(const struct json *value, void *field, struct arena *arena, struct diag *diag);
};

struct schema {
	const struct schema_row *row;
	size_t nrows;
	size_t size;          /* of the struct */
	const void *defaults; /* of each element of a list, or NULL for zeros */
};

/* Sets the fields whose keys are there and leaves the others as they are. */
bool schema_read(const struct schema *schema, const struct json *object, void *out,
	struct arena *arena, struct diag *diag);

#endif
