#include "data/feature.h"

int columns_find(const struct columns *c, struct str name) {
	for (uint32_t i = 0; i < c->count; i++)
		if (str_equal(c->name[i], name))
			return (int)i;
	return -1;
}

void columns_set(const struct columns *c, struct value *value, struct str name, struct value to) {
	int i = columns_find(c, name);
	if (i >= 0)
		value[i] = to;
}

const struct value *feature_get(const struct feature *f, struct str name) {
	if (!f->columns || !f->value)
		return NULL;
	int i = columns_find(f->columns, name);
	if (i < 0 || f->value[i].type == VALUE_MISSING)
		return NULL;
	return &f->value[i];
}
