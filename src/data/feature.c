#include "data/feature.h"

/* Walking a dozen names is faster than hashing one. */
enum { FEW_COLUMNS = 12 };

static uint32_t hash_name(struct str name) {
	/* FNV-1a, 32 bits. */
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < name.len; i++)
		h = (h ^ (unsigned char)name.at[i]) * 16777619u;
	return h ^ h >> 15;
}

int columns_find(const struct columns *c, struct str name) {
	if (c->slot) {
		uint32_t at = hash_name(name) & (c->nslots - 1);
		for (; c->slot[at]; at = (at + 1) & (c->nslots - 1))
			if (str_equal(c->name[c->slot[at] - 1], name))
				return (int)c->slot[at] - 1;
		return -1;
	}
	for (uint32_t i = 0; i < c->count; i++)
		if (str_equal(c->name[i], name))
			return (int)i;
	return -1;
}

void columns_index(struct columns *c, struct arena *arena) {
	c->slot = NULL;
	c->nslots = 0;
	if (c->count <= FEW_COLUMNS)
		return;
	uint32_t nslots = 32;
	while (nslots < 2 * c->count)
		nslots *= 2;
	uint32_t *slot = arena_new(arena, uint32_t, nslots);
	for (uint32_t i = 0; i < c->count; i++) {
		uint32_t at = hash_name(c->name[i]) & (nslots - 1);
		while (slot[at] && !str_equal(c->name[slot[at] - 1], c->name[i]))
			at = (at + 1) & (nslots - 1);
		if (!slot[at])
			slot[at] = i + 1;
	}
	c->slot = slot;
	c->nslots = nslots;
}

const struct value *feature_get(const struct feature *f, struct str name) {
	if (!f->columns || !f->value)
		return NULL;
	int i = columns_find(f->columns, name);
	if (i < 0 || f->value[i].type == VALUE_MISSING)
		return NULL;
	return &f->value[i];
}
