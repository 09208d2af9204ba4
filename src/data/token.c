#include "data/token.h"

void tokens_of_text(struct tokens *t, const struct source *source, struct arena *arena,
	struct diag *diag) {
	*t = (struct tokens){ .reader = { .source = source, .arena = arena }, .diag = diag };
}

void tokens_of_tree(struct tokens *t, const struct json *root, struct diag *diag) {
	*t = (struct tokens){ .root = root, .next = root, .diag = diag };
}

static bool is_container(const struct json *node) {
	return node->type == JSON_ARRAY || node->type == JSON_OBJECT;
}

static enum json_token close_node(struct tokens *t, struct json *value) {
	const struct json *node = t->open;
	*value = *node;
	t->next = node == t->root ? NULL : node->next;
	t->open = node == t->root ? NULL : node->parent;
	return JSON_TOKEN_CLOSE;
}

static enum json_token tree_next(struct tokens *t, struct json *value) {
	const struct json *node = t->next;
	if (!node)
		return t->open ? close_node(t, value) : JSON_TOKEN_END;
	*value = *node;
	if (t->open && t->open->type == JSON_OBJECT && !t->key_said) {
		t->key_said = true;
		value->type = JSON_STRING;
		value->string = node->key;
		return JSON_TOKEN_KEY;
	}
	t->key_said = false;
	if (!is_container(node)) {
		t->next = node == t->root ? NULL : node->next;
		return JSON_TOKEN_VALUE;
	}
	t->open = node;
	t->next = node->count ? node->child : NULL;
	return JSON_TOKEN_OPEN;
}

enum json_token tokens_next(struct tokens *t, struct json *value) {
	enum json_token token = t->root ? tree_next(t, value)
					: json_next(&t->reader, value, t->diag);
	if (token == JSON_TOKEN_OPEN)
		t->depth++;
	else if (token == JSON_TOKEN_CLOSE)
		t->depth--;
	else if (token == JSON_TOKEN_ERROR)
		t->failed = true;
	return token;
}

bool tokens_unwind(struct tokens *t, unsigned depth) {
	struct json value;
	while (t->depth > depth && !t->failed)
		tokens_next(t, &value);
	return !t->failed;
}

bool tokens_pass(struct tokens *t, enum json_token token) {
	if (token == JSON_TOKEN_OPEN)
		return tokens_unwind(t, t->depth - 1);
	return !t->failed;
}
