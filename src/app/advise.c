#include "app/advise.h"

#include <stdlib.h>

/* Icons of events also come hollow, for what is only claimed. */
static bool is_symbol(const struct iconset *icons, struct str name, struct arena *arena) {
	return iconset_find(icons, str_of(arena_printf(arena, "%.*s-hollow", STR_ARG(name))));
}

/* A kind without a symbol, where the list has it first and how often. */
struct kind {
	const struct event *first;
	uint32_t count;
};

static int by_kind(const void *left, const void *right) {
	const struct kind *a = left, *b = right;
	int order = str_compare(a->first->kind, b->first->kind);
	return order ? order : (a->first > b->first) - (a->first < b->first);
}

static int by_row(const void *left, const void *right) {
	const struct kind *a = left, *b = right;
	return (a->first > b->first) - (a->first < b->first);
}

/* Each once, in the order of the list. */
static uint32_t unknown_kinds(const struct events *events, const struct iconset *icons,
	struct kind **out, struct arena *arena) {
	struct kind *kind = arena_new(arena, struct kind, events->count);
	uint32_t all = 0, n = 0;
	for (uint32_t i = 0; i < events->count; i++) {
		const struct event *e = &events->event[i];
		if (e->kind.len && !iconset_find(icons, e->kind))
			kind[all++] = (struct kind){ e, 1 };
	}
	if (all)
		qsort(kind, all, sizeof(*kind), by_kind);
	for (uint32_t i = 0; i < all; i++) {
		if (n && str_equal(kind[n - 1].first->kind, kind[i].first->kind))
			kind[n - 1].count++;
		else
			kind[n++] = kind[i];
	}
	if (n)
		qsort(kind, n, sizeof(*kind), by_row);
	*out = kind;
	return n;
}

void advise_kinds(const struct events *events, const struct iconset *icons, struct arena *arena,
	struct diag *diag) {
	const char **name = arena_new(arena, const char *, icons->nicons);
	uint32_t n = 0;
	for (uint32_t i = 0; i < icons->nicons; i++)
		if (is_symbol(icons, icons->icon[i].name, arena))
			name[n++] = arena_strdup(arena, icons->icon[i].name);
	struct kind *kind;
	uint32_t nkinds = unknown_kinds(events, icons, &kind, arena);
	for (uint32_t i = 0; i < nkinds; i++) {
		const struct event *e = kind[i].first;
		const char *near = str_nearest(e->kind, name, n), *times = "";
		struct where at = e->row;
		at.path = "kind";
		if (kind[i].count > 1)
			times = arena_printf(arena, " (%u events)", kind[i].count);
		if (near)
			diag_note(diag, at,
				"\"%.*s\" has no symbol of its own; did you mean \"%s\"?%s",
				STR_ARG(e->kind), near, times);
	}
}

static int compare_ids(const void *left, const void *right) {
	const struct event *a = *(const struct event *const *)left,
			   *b = *(const struct event *const *)right;
	int order = str_compare(a->id, b->id);
	return order ? order : (a > b) - (a < b);
}

void advise_ids(const struct events *events, struct arena *arena, struct diag *diag) {
	const struct event **all = arena_new(arena, const struct event *, events->count);
	uint32_t n = 0;
	for (uint32_t i = 0; i < events->count; i++)
		if (events->event[i].id.len)
			all[n++] = &events->event[i];
	if (n)
		qsort(all, n, sizeof(*all), compare_ids);
	for (uint32_t i = 1; i < n; i++) {
		struct where at = all[i]->row;
		at.path = "id";
		if (str_equal(all[i]->id, all[i - 1]->id))
			diag_warn(diag, at, "\"%.*s\" stands twice", STR_ARG(all[i]->id));
	}
}

void advise_positions(const struct events *events, struct gazetteer *g, struct diag *diag) {
	const double near = 2; /* degrees: a country's box is that of its main area */
	for (uint32_t i = 0; i < events->count; i++) {
		const struct event_place *p = &events->event[i].place[0];
		struct point other = { p->point.y, p->point.x };
		struct rect box;
		char code[4];
		bool given = p->has_point && p->id.len == 0;
		if (!given || !gazetteer_country_code(g, p->country, code)
			|| !gazetteer_extent(g, p->country, &box, diag))
			continue;
		box = rect_grow(box, near);
		if (!rect_contains(box, p->point) && rect_contains(box, other))
			diag_warn(diag, p->at,
				"lies outside %.*s, and would lie there if lon and lat changed places",
				STR_ARG(p->country));
	}
}
