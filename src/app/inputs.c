#include "app/inputs.h"

#include <string.h>

void inputs_init(struct inputs *inputs, struct arena *arena) {
	*inputs = (struct inputs){ .arena = arena, .nslots = 256 };
	inputs->slot = arena_new(arena, uint32_t, inputs->nslots);
}

static uint32_t first_slot(const struct inputs *inputs, const char *path) {
	return (uint32_t)digest_xxh64(str_of(path), 0) & (inputs->nslots - 1);
}

/* The slot that holds the path, or the free one where it belongs. */
static uint32_t *slot_of(const struct inputs *inputs, const char *path) {
	uint32_t i = first_slot(inputs, path);
	while (inputs->slot[i] && strcmp(inputs->item[inputs->slot[i] - 1].path, path) != 0)
		i = (i + 1) & (inputs->nslots - 1);
	return &inputs->slot[i];
}

static void widen(struct inputs *inputs) {
	inputs->nslots *= 2;
	inputs->slot = arena_new(inputs->arena, uint32_t, inputs->nslots);
	for (uint32_t i = 0; i < inputs->count; i++)
		*slot_of(inputs, inputs->item[i].path) = i + 1;
}

struct input input_now(const char *path) {
	struct input input = { .path = path };
	input.there = digest_tree(path, &input.digest, &input.size);
	return input;
}

const struct input *inputs_look(struct inputs *inputs, const char *path) {
	uint32_t *slot = slot_of(inputs, path);
	if (*slot)
		return &inputs->item[*slot - 1];
	path = arena_strdup(inputs->arena, str_of(path));
	struct input *input = arena_push(inputs->arena, inputs->item, inputs->count,
		inputs->capacity);
	*input = (struct input){ .path = path };
	input->there = digest_file(path, &input->digest, &input->size);
	*slot = inputs->count;
	if (inputs->count > inputs->nslots / 2)
		widen(inputs);
	return &inputs->item[inputs->count - 1];
}

void reading_hears(void *listener, const char *path) {
	struct reading *r = listener;
	for (size_t i = 0; i < 2; i++)
		if (r->except[i] && strcmp(r->except[i], path) == 0)
			return;
	/* The array may move when it grows; copies are small. */
	struct input *copy = arena_new(r->inputs->arena, struct input, 1);
	*copy = *inputs_look(r->inputs, path);
	*arena_push(r->inputs->arena, r->item, r->count, r->capacity) = copy;
}

static int compare_paths(const void *a, const void *b) {
	return strcmp((*(const struct input *const *)a)->path,
		(*(const struct input *const *)b)->path);
}

void reading_sort(struct reading *r) {
	uint32_t n = 0;
	if (r->count)
		qsort(r->item, r->count, sizeof(*r->item), compare_paths);
	for (uint32_t i = 0; i < r->count; i++)
		if (n == 0 || strcmp(r->item[n - 1]->path, r->item[i]->path) != 0)
			r->item[n++] = r->item[i];
	r->count = n;
}
