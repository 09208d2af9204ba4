#include "app/advise.h"

#include <stdlib.h>

/* Icons of events also come hollow, for what is only claimed. */
static bool is_symbol(const struct iconset *icons, struct str name, struct arena *arena) {
	return iconset_find(icons, str_of(arena_printf(arena, "%.*s-hollow", STR_ARG(name))));
}

void advise_kinds(const struct events *events, const struct iconset *icons, struct arena *arena,
	struct diag *diag) {
	const char **name = arena_new(arena, const char *, icons->nicons);
	uint32_t n = 0;
	for (uint32_t i = 0; i < icons->nicons; i++)
		if (is_symbol(icons, icons->icon[i].name, arena))
			name[n++] = arena_strdup(arena, icons->icon[i].name);
	for (uint32_t i = 0; i < events->count; i++) {
		const struct event *e = &events->event[i];
		struct where at = e->row;
		const char *near = NULL;
		at.path = "kind";
		if (e->kind.len && !iconset_find(icons, e->kind))
			near = str_nearest(e->kind, name, n);
		if (near)
			diag_note(diag, at,
				"\"%.*s\" has no symbol of its own; did you mean \"%s\"?",
				STR_ARG(e->kind), near);
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
