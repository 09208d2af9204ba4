#ifndef DATA_TOKEN_H
#define DATA_TOKEN_H

#include "base/json.h"

/*
 * The tokens of a JSON text or, in the same order, of a tree that was read
 * before: one GeoJSON reader serves files and the inline data of styles.
 */
struct tokens {
	struct json_reader reader;
	const struct json *root; /* of a tree; NULL: the reader's text */
	const struct json *next, *open;
	bool key_said;
	unsigned depth; /* of open arrays and objects */
	struct diag *diag;
	bool failed; /* the text is no JSON: said */
};

void tokens_of_text(struct tokens *t, const struct source *source, struct arena *arena,
	struct diag *diag);
void tokens_of_tree(struct tokens *t, const struct json *root, struct diag *diag);

/* As json_next(). */
enum json_token tokens_next(struct tokens *t, struct json *value);

/* Passes over the rest of what is open, up to where only `depth` are; false
 * when the text is broken. */
bool tokens_unwind(struct tokens *t, unsigned depth);

/* Passes over the value whose first token was `token`. */
bool tokens_pass(struct tokens *t, enum json_token token);

static inline struct where token_where(const struct json *value, const char *path) {
	return (struct where){ value->source, value->offset, path };
}

#endif
