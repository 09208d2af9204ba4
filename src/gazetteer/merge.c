#include "gazetteer/merge.h"

#include <string.h>

enum { MOST_NAMES = 4000 };

static void add_name(struct gathered *p, struct place_name name, struct arena *arena) {
	*arena_push(arena, p->other, p->nothers, p->capacity) = name;
}

static bool has_parent(struct str parents, struct str id) {
	while (parents.at && parents.len)
		if (str_equal(str_split(&parents, ';'), id))
			return true;
	return false;
}

/* A town lies in its district, and in a region that is none of the state's. */
static void add_parents(struct gathered *p, struct str parents, struct arena *arena) {
	enum { MOST_BYTES = 1000 };
	while (parents.at && parents.len) {
		struct str id = str_split(&parents, ';');
		if (!id.len || has_parent(p->parent, id) || p->parent.len > MOST_BYTES)
			continue;
		p->parent = str_of(arena_printf(arena, "%.*s%s%.*s", STR_ARG(p->parent),
			p->parent.len ? ";" : "", STR_ARG(id)));
	}
}

static void lay_over(struct gathered *to, const struct gathered *from, struct arena *arena) {
	struct str none = { "", 0 };
	if (to->name.len)
		add_name(to, (struct place_name){ to->name, name_language(to->name), none, none },
			arena);
	if (from->name.len)
		to->name = from->name;
	if (from->country.len)
		to->country = from->country;
	if (from->also.len)
		to->also = from->also;
	if (from->admin1.len)
		to->admin1 = from->admin1;
	if (from->admin2.len)
		to->admin2 = from->admin2;
	if (from->feature_code.len)
		to->feature_code = from->feature_code;
	if (from->class.len)
		to->class = from->class;
	add_parents(to, from->parent, arena);
	if (from->has_point)
		to->at = from->at;
	to->has_point |= from->has_point;
	if (from->population)
		to->population = from->population;
	if (from->precision > 0)
		to->precision = from->precision;
	if (from->has_extent)
		to->extent = from->extent;
	to->has_extent |= from->has_extent;
	to->curated |= from->curated;
	for (uint32_t i = 0; i < from->nothers && to->nothers < MOST_NAMES; i++)
		add_name(to, from->other[i], arena);
}

/* Country first, within it the largest first. */
static uint64_t order_of(const struct gathered *p) {
	uint64_t key = 0;
	for (size_t i = 0; i < 3; i++)
		key = key << 8 | (i < p->country.len ? (unsigned char)p->country.at[i] : 0);
	return key << 32 | (uint32_t)~p->population;
}

bool merge_rows(struct sorter *rows, struct sorter *places, struct diag *diag) {
	struct arena arena = ARENA_INIT;
	struct gathered merged = { 0 }, row;
	struct record record;
	bool has = false, ok = true;
	arena_new(&arena, char, 1);
	struct arena_mark clean = arena_mark(&arena);
	for (;;) {
		bool more = sorter_take(rows, &record);
		struct str bytes = { (const char *)record.at, more ? record.size : 0 };
		if (has && (!more || !str_equal(merged.id, str_of(more ? bytes.at : "")))) {
			if (merged.has_point) {
				struct str packed = gathered_pack(&merged, 0, &arena);
				sorter_put(places,
					(struct record){ order_of(&merged),
						(const unsigned char *)packed.at,
						(uint32_t)packed.len });
			}
			arena_rewind(&arena, clean);
			has = false;
		}
		if (!more)
			break;
		/* The record is gone with the next one. */
		bytes.at = arena_strdup(&arena, bytes);
		ok = gathered_unpack(bytes, &row, &arena);
		if (!ok)
			break;
		if (has)
			lay_over(&merged, &row, &arena);
		else
			merged = row;
		has = true;
	}
	arena_release(&arena);
	return ok && sorter_ok(rows, diag) && sorter_ok(places, diag);
}
