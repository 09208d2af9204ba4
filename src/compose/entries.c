#include "compose/entries.h"

#include <math.h>
#include <stdlib.h>

struct str entry_text(const struct feature *f, const char *name) {
	const struct value *v = feature_get(f, str_of(name));
	return v && v->type == VALUE_STRING ? v->string : STR("");
}

struct str entry_place(const struct feature *f, struct str language, struct arena *arena) {
	struct str own = entry_text(f, arena_printf(arena, "name:%.*s", STR_ARG(language)));
	return own.len ? own : entry_text(f, "label");
}

static double number_of(const struct feature *f) {
	const struct value *v = feature_get(f, STR("number"));
	return v && v->type == VALUE_NUMBER ? v->number : INFINITY;
}

/* An entry and where it stood, which decides between equals. */
struct numbered {
	struct entry entry;
	uint32_t at;
};

static int compare_numbered(const void *a, const void *b) {
	const struct numbered *x = a, *y = b;
	double m = x->entry.number, n = y->entry.number;
	return m < n ? -1 : m > n ? 1 : (x->at > y->at) - (x->at < y->at);
}

uint32_t entries_in_order(const struct sheet *sheet, struct entry **out, struct arena *arena) {
	const struct layer *layer[2] = { sheet->events, sheet->routes };
	uint32_t room = 0, n = 0;
	for (int k = 0; k < 2; k++)
		room += layer[k] ? layer[k]->nfeatures : 0;
	struct numbered *all = arena_new(arena, struct numbered, room);
	for (int k = 0; k < 2; k++) {
		for (uint32_t i = 0; layer[k] && i < layer[k]->nfeatures; i++, n++) {
			const struct feature *f = &layer[k]->feature[i];
			all[n] = (struct numbered){ { f, number_of(f), k == 1 }, n };
		}
	}
	if (n)
		qsort(all, n, sizeof(*all), compare_numbered);
	*out = arena_new(arena, struct entry, n);
	for (uint32_t i = 0; i < n; i++)
		(*out)[i] = all[i].entry;
	return n;
}
