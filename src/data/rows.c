#include "data/rows.h"

#include <string.h>

#include "base/limits.h"

static uint32_t hash_name(struct str name) {
	/* FNV-1a, 32 bits. */
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < name.len; i++)
		h = (h ^ (unsigned char)name.at[i]) * 16777619u;
	return h ^ h >> 15;
}

static uint32_t *find_slot(const struct rows *r, struct str name) {
	uint32_t mask = r->nslots - 1, at = hash_name(name) & mask;
	while (r->slot[at] && !str_equal(r->name[r->slot[at] - 1].name, name))
		at = (at + 1) & mask;
	return &r->slot[at];
}

/* Never more than half full. */
static void grow_slots(struct rows *r) {
	r->nslots = r->nslots ? 2 * r->nslots : 64;
	r->slot = arena_new(r->scratch, uint32_t, r->nslots);
	for (uint32_t i = 0; i < r->nnames; i++)
		*find_slot(r, r->name[i].name) = i + 1;
}

static struct row_name new_name(struct rows *r, struct str name) {
	struct row_name made = { { arena_strdup(r->arena, name), name.len }, -1 };
	if (r->options->only && columns_find(r->options->only, name) < 0)
		return made;
	made.column = (int32_t)r->ncolumns;
	*arena_push(r->scratch, r->wanted, r->ncolumns, r->wanted_capacity) = made.name;
	*arena_push(r->scratch, r->cell, r->ncells,
		r->cell_capacity) = (struct value){ .type = VALUE_MISSING };
	return made;
}

/* The index of a name; -1 after an error. */
static int32_t name_index(struct rows *r, struct str name, const struct json *at) {
	/* Most features have the properties of the one before, in that order. */
	if (r->expected < r->nnames && str_equal(r->name[r->expected].name, name))
		return (int32_t)r->expected++;
	if (2 * r->nnames >= r->nslots)
		grow_slots(r);
	uint32_t *slot = find_slot(r, name);
	if (!*slot) {
		if (r->nnames == LIMIT_FIELDS) {
			diag_error(r->diag, token_where(at, NULL),
				"more than the limit of %d "
				"different property names",
				LIMIT_FIELDS);
			return -1;
		}
		struct row_name made = new_name(r, name);
		*arena_push(r->scratch, r->name, r->nnames, r->name_capacity) = made;
		*slot = r->nnames;
	}
	r->expected = *slot;
	return (int32_t)*slot - 1;
}

void rows_begin(struct rows *r) {
	for (uint32_t i = 0; i < r->ncells; i++)
		r->cell[i].type = VALUE_MISSING;
	r->expected = 0;
}

bool rows_add(struct rows *r, struct str name, bool extra, struct tokens *t, enum json_token token,
	const struct json *first) {
	int32_t index = name_index(r, name, first);
	if (index < 0)
		return false;
	int32_t column = r->name[index].column;
	if (column < 0)
		return tokens_pass(t, token);
	struct value value;
	if (!rows_value(r, t, token, first, &value))
		return false;
	if (!extra || r->cell[column].type == VALUE_MISSING)
		r->cell[column] = value;
	r->written++;
	return true;
}

static struct value scalar(const struct json *v) {
	switch (v->type) {
	case JSON_FALSE:
	case JSON_TRUE:
		return (struct value){ .type = VALUE_BOOL, .boolean = v->type == JSON_TRUE };
	case JSON_NUMBER:
		return (struct value){ .type = VALUE_NUMBER, .number = v->number };
	case JSON_STRING:
		return (struct value){ .type = VALUE_STRING, .string = v->string };
	default:
		return (struct value){ .type = VALUE_NULL };
	}
}

/* The values from `base` on are taken from the stack: all of them, or every
 * second one (keys and items of an object). */
static const struct value *pop(const struct rows *r, uint32_t base, uint32_t step, uint32_t count) {
	struct value *out = arena_new(r->arena, struct value, count);
	for (uint32_t i = 0; i < count; i++)
		out[i] = r->stack[base + i * step];
	return out;
}

static void push(struct rows *r, struct value value) {
	*arena_push(r->scratch, r->stack, r->nstack, r->stack_capacity) = value;
}

static bool container(struct rows *r, struct tokens *t, enum json_type type, struct value *out) {
	uint32_t base = r->nstack;
	struct json v;
	for (;;) {
		enum json_token token = tokens_next(t, &v);
		if (token == JSON_TOKEN_CLOSE)
			break;
		struct value item;
		if (token == JSON_TOKEN_KEY)
			item = (struct value){ .type = VALUE_STRING, .string = v.string };
		else if (!rows_value(r, t, token, &v, &item))
			return false;
		push(r, item);
	}
	uint32_t count = r->nstack - base;
	if (type == JSON_ARRAY) {
		*out = (struct value){ .type = VALUE_ARRAY };
		out->array.item = pop(r, base, 1, count);
		out->array.count = count;
	} else {
		*out = (struct value){ .type = VALUE_OBJECT };
		out->object.key = pop(r, base, 2, count / 2);
		out->object.item = pop(r, base + 1, 2, count / 2);
		out->object.count = count / 2;
	}
	r->nstack = base;
	return true;
}

bool rows_value(struct rows *r, struct tokens *t, enum json_token token, const struct json *first,
	struct value *out) {
	if (token == JSON_TOKEN_OPEN)
		return container(r, t, first->type, out);
	if (token != JSON_TOKEN_VALUE)
		return false;
	*out = scalar(first);
	return true;
}

/* A file in which each feature has other names would need the square of its
 * size. */
static bool is_sparse(const struct rows *r, uint64_t cells) {
	return cells > LIMIT_SPARSE && cells / 16 > r->written;
}

bool rows_end(struct rows *r, const struct json *at, const struct value **row, uint32_t *width) {
	*row = NULL;
	*width = r->ncolumns;
	if (!r->ncolumns)
		return true;
	r->cells += r->ncolumns;
	if (is_sparse(r, r->cells))
		return diag_error(r->diag, token_where(at, NULL),
			"features with few of %u "
			"different properties: more than the limit of %d missing values",
			r->ncolumns, LIMIT_SPARSE);
	struct value *copy = arena_new(r->arena, struct value, r->ncolumns);
	memcpy(copy, r->cell, r->ncolumns * sizeof(*copy));
	*row = copy;
	return true;
}

struct columns rows_columns(struct rows *r) {
	struct str *name = arena_new(r->arena, struct str, r->ncolumns);
	if (r->ncolumns)
		memcpy(name, r->wanted, r->ncolumns * sizeof(*name));
	rows_begin(r);
	return (struct columns){ .name = name, .count = r->ncolumns };
}

const struct value *rows_widen(const struct rows *r, const struct value *row, uint32_t width) {
	if (width == r->ncolumns)
		return row;
	struct value *wide = arena_new(r->arena, struct value, r->ncolumns);
	memcpy(wide, r->cell, r->ncolumns * sizeof(*wide));
	if (width)
		memcpy(wide, row, width * sizeof(*wide));
	return wide;
}
