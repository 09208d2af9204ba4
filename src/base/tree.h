#ifndef BASE_TREE_H
#define BASE_TREE_H

#include "base/json.h"

/* Builds a tree of struct json from the events of a reader (JSON, YAML). */
struct tree {
	struct arena scratch, *arena;
	struct json *open; /* values whose parent is not closed yet */
	uint32_t nopen, capacity;
	uint32_t nvalues;
	unsigned depth;
	uint32_t first[LIMIT_JSON_DEPTH]; /* of each level, its children in `open` */
	const struct json **repeated;     /* members whose key stood before in their object */
	uint32_t nrepeated, repeated_capacity;
};

/* What is built lives in `arena`. */
void tree_init(struct tree *tree, struct arena *arena);

/* A scalar, with the key if it is a member; false at LIMIT_JSON_VALUES. */
bool tree_add(struct tree *tree, const struct json *value, struct diag *diag);

/* An array or object, to which everything belongs until it is closed. */
bool tree_open(struct tree *tree, const struct json *value, struct diag *diag);

/* Of a key that stands twice in an object, the last member stays. */
void tree_close(struct tree *tree);

/* The root, all parents set.  `repeated` stays readable until the release. */
const struct json *tree_finish(struct tree *tree);
void tree_release(struct tree *tree);

#endif
