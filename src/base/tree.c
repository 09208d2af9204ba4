#include "base/tree.h"

#include <stdlib.h>
#include <string.h>

void tree_init(struct tree *tree, struct arena *arena) {
	*tree = (struct tree){ .arena = arena };
}

void tree_release(struct tree *tree) {
	arena_release(&tree->scratch);
}

bool tree_add(struct tree *tree, const struct json *value, struct diag *diag) {
	if (tree->nvalues == LIMIT_JSON_VALUES)
		return json_error(diag, value, "more than the limit of %d values",
			LIMIT_JSON_VALUES);
	tree->nvalues++;
	*arena_push(&tree->scratch, tree->open, tree->nopen, tree->capacity) = *value;
	tree->open[tree->nopen - 1].next = NULL;
	return true;
}

bool tree_open(struct tree *tree, const struct json *value, struct diag *diag) {
	if (tree->depth == LIMIT_JSON_DEPTH)
		return json_error(diag, value,
			"arrays and objects nested deeper than the limit of %d", LIMIT_JSON_DEPTH);
	if (!tree_add(tree, value, diag))
		return false;
	tree->first[tree->depth++] = tree->nopen;
	return true;
}

/* Called once its children have their final place, and so has it. */
static void adopt(struct json *parent) {
	if (parent->type != JSON_ARRAY && parent->type != JSON_OBJECT)
		return;
	struct json *child = (struct json *)parent->child;
	for (uint32_t i = 0; i < parent->count; i++)
		child[i].parent = parent;
}

static int compare_keys(const void *a, const void *b) {
	const struct json *left = *(struct json *const *)a, *right = *(struct json *const *)b;
	int order = str_compare(left->key, right->key);
	return order ? order : (left > right) - (left < right);
}

/* Members are sorted, so that an object of many keys does not take the square
 * of their number.  One that is repeated later is marked: `next` is itself; the
 * last of its key gets it as its parent until the true one is known. */
static void mark_repeated(struct arena *scratch, struct json *member, uint32_t count) {
	struct arena_mark mark = arena_mark(scratch);
	struct json **sorted = arena_new(scratch, struct json *, count);
	for (uint32_t i = 0; i < count; i++)
		sorted[i] = &member[i];
	qsort(sorted, count, sizeof(*sorted), compare_keys);
	for (uint32_t i = 1; i < count; i++) {
		if (!str_equal(sorted[i - 1]->key, sorted[i]->key))
			continue;
		sorted[i - 1]->next = sorted[i - 1];
		sorted[i]->parent = sorted[i - 1];
	}
	arena_rewind(scratch, mark);
}

static bool has_repeated(const struct json *member, uint32_t count) {
	enum { FEW = 12 };
	if (count > FEW)
		return true; /* worth sorting */
	for (uint32_t i = 1; i < count; i++)
		for (uint32_t k = 0; k < i; k++)
			if (str_equal(member[i].key, member[k].key))
				return true;
	return false;
}

void tree_close(struct tree *tree) {
	uint32_t first = tree->first[--tree->depth], count = tree->nopen - first, kept = 0;
	struct json *from = tree->open + first, *parent = from - 1;
	if (parent->type == JSON_OBJECT && has_repeated(from, count))
		mark_repeated(&tree->scratch, from, count);
	for (uint32_t i = 0; i < count; i++)
		kept += from[i].next == NULL;
	struct json *child = kept ? arena_new(tree->arena, struct json, kept) : NULL;
	parent->child = child;
	parent->count = kept;
	for (uint32_t i = 0, n = 0; i < count; i++) {
		if (from[i].next)
			continue;
		child[n] = from[i];
		child[n].next = n + 1 < kept ? &child[n + 1] : NULL;
		adopt(&child[n]);
		if (from[i].parent)
			*arena_push(&tree->scratch, tree->repeated, tree->nrepeated,
				tree->repeated_capacity) = &child[n];
		n++;
	}
	tree->nopen = first;
}

const struct json *tree_finish(struct tree *tree) {
	struct json *root = arena_new(tree->arena, struct json, 1);
	*root = tree->open[0];
	adopt(root);
	return root;
}
