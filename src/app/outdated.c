#include <string.h>

#include "app/fingerprint.h"

static void say(struct ledger_words *why, struct arena *arena, const char *text) {
	for (uint32_t i = 0; i < why->count; i++)
		if (str_equal(why->item[i], str_of(text)))
			return;
	ledger_add_words(why, str_of(text), arena);
}

/* --- settings ------------------------------------------------------------------------ */

static const struct ledger_print *find_print(const struct ledger_prints *prints, struct str name) {
	for (uint32_t i = 0; i < prints->count; i++)
		if (str_equal(prints->item[i].name, name))
			return &prints->item[i];
	return NULL;
}

static void compare_settings(const struct ledger_prints *then, const struct ledger_prints *now,
	struct ledger_words *why, struct arena *arena) {
	for (uint32_t i = 0; i < now->count; i++) {
		const struct ledger_print *new = &now->item[i];
		const struct ledger_print *old = find_print(then, new->name);
		if (!old || !digest_equal(old->digest, new->digest))
			say(why, arena,
				arena_printf(arena, "setting \"%.*s\" %s", STR_ARG(new->name),
					old ? "changed" : "added"));
	}
	for (uint32_t i = 0; i < then->count; i++)
		if (!find_print(now, then->item[i].name))
			say(why, arena,
				arena_printf(arena, "setting \"%.*s\" removed",
					STR_ARG(then->item[i].name)));
}

/* --- events -------------------------------------------------------------------------- */

static int compare_prints(const void *left, const void *right) {
	const struct ledger_print *a = left, *b = right;
	int order = str_compare(a->name, b->name);
	if (order)
		return order;
	if (a->digest.high != b->digest.high)
		return a->digest.high < b->digest.high ? -1 : 1;
	return (a->digest.low > b->digest.low) - (a->digest.low < b->digest.low);
}

static struct ledger_prints sorted(const struct ledger_prints *from, struct arena *arena) {
	struct ledger_prints to = { arena_new(arena, struct ledger_print, from->count), from->count,
		from->count };
	if (from->count) {
		memcpy(to.item, from->item, from->count * sizeof(*to.item));
		qsort(to.item, to.count, sizeof(*to.item), compare_prints);
	}
	return to;
}

/* What both have goes; the rest stays in order of key. */
static void drop_common(struct ledger_prints *a, struct ledger_prints *b) {
	uint32_t i = 0, k = 0, na = 0, nb = 0;
	while (i < a->count || k < b->count) {
		int order = i == a->count ? 1
			: k == b->count   ? -1
					  : compare_prints(&a->item[i], &b->item[k]);
		if (order < 0) {
			a->item[na++] = a->item[i++];
		} else if (order > 0) {
			b->item[nb++] = b->item[k++];
		} else {
			i++;
			k++;
		}
	}
	a->count = na;
	b->count = nb;
}

static void say_events(struct ledger_words *why, struct arena *arena, uint32_t n,
	const char *what) {
	if (n)
		say(why, arena, arena_printf(arena, "%u event%s %s", n, n == 1 ? "" : "s", what));
}

static bool same_order(const struct ledger_prints *a, const struct ledger_prints *b) {
	for (uint32_t i = 0; i < a->count; i++)
		if (i >= b->count || compare_prints(&a->item[i], &b->item[i]) != 0)
			return false;
	return a->count == b->count;
}

static void compare_events(const struct ledger_prints *then, const struct ledger_prints *now,
	struct ledger_words *why, struct arena *arena) {
	if (same_order(then, now))
		return;
	struct ledger_prints old = sorted(then, arena), new = sorted(now, arena);
	uint32_t added = 0, removed = 0, changed = 0, i = 0, k = 0;
	drop_common(&old, &new);
	while (i < old.count || k < new.count) {
		int order = i == old.count ? 1
			: k == new.count   ? -1
					   : str_compare(old.item[i].name, new.item[k].name);
		removed += order < 0;
		added += order > 0;
		changed += order == 0;
		i += order <= 0;
		k += order >= 0;
	}
	say_events(why, arena, added, "added");
	say_events(why, arena, removed, "removed");
	say_events(why, arena, changed, "changed");
	if (added + removed + changed == 0)
		say(why, arena, "events in another order");
}

/* --- files --------------------------------------------------------------------------- */

static const char *kind_of_input(struct str name) {
	static const struct {
		struct str part;
		bool at_end;
		const char *kind;
	} known[] = {
		{ { ".ttf", 4 }, true, "font" },
		{ { ".otf", 4 }, true, "font" },
		{ { ".ttc", 4 }, true, "font" },
		{ { ".sqlite", 7 }, true, "gazetteer" },
		{ { "/styles/icons", 13 }, false, "icons" },
		{ { "/styles/", 8 }, false, "style" },
		{ { ".json", 5 }, true, "style" },
		{ { "proj.db", 7 }, true, "projection database" },
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (known[i].at_end && str_ends(name, known[i].part))
			return known[i].kind;
		for (size_t k = 0; !known[i].at_end && k + known[i].part.len <= name.len; k++)
			if (str_starts(str_slice(name, k, name.len), known[i].part))
				return known[i].kind;
	}
	return "geodata";
}

static struct str last_part(struct str path) {
	size_t i = path.len;
	while (i && path.at[i - 1] != '/')
		i--;
	return str_slice(path, i, path.len);
}

static void compare_inputs(const struct fingerprint_from *from, const struct ledger_prints *then,
	struct ledger_words *why, struct arena *arena) {
	for (uint32_t i = 0; i < then->count; i++) {
		const struct ledger_print *old = &then->item[i];
		const struct input *new = inputs_look(from->inputs,
			fingerprint_path(from->job, old->name, arena));
		if (new->there == old->there
			&& (!new->there || digest_equal(new->digest, old->digest)))
			continue;
		const char *what = !old->there ? "appeared" : !new->there ? "is gone" : "changed";
		const char *kind = kind_of_input(old->name);
		if (strcmp(kind, "icons") == 0)
			say(why, arena, "icons changed");
		else
			say(why, arena,
				arena_printf(arena, "%s %s (%.*s)", kind, what,
					STR_ARG(last_part(old->name))));
	}
}

static void compare_outputs(const struct fingerprint_from *from, const struct ledger_prints *then,
	struct ledger_words *why, struct arena *arena) {
	for (uint32_t i = 0; i < then->count; i++) {
		const struct ledger_print *old = &then->item[i];
		struct input now = input_now(fingerprint_path(from->job, old->name, arena));
		if (now.there && digest_equal(now.digest, old->digest))
			continue;
		say(why, arena,
			arena_printf(arena, "%.*s %s", STR_ARG(old->name),
				now.there ? "is not what was written" : "is missing"));
	}
}

void fingerprint_compare(const struct fingerprint_from *from, const struct ledger_entry *then,
	const struct ledger_entry *now, struct ledger_words *why, struct arena *arena) {
	if (!digest_equal(then->program, now->program))
		say(why, arena, "sitmap changed");
	else if (!digest_equal(then->libraries, now->libraries))
		say(why, arena, "a library changed");
	if (!str_equal(then->data_dir, now->data_dir))
		say(why, arena, "another data folder");
	if (!str_equal(then->epoch, now->epoch))
		say(why, arena, "another SOURCE_DATE_EPOCH");
	compare_settings(&then->settings, &now->settings, why, arena);
	compare_events(&then->events, &now->events, why, arena);
	if (!digest_equal(then->list, now->list))
		say(why, arena, "the columns or the title of the event list changed");
	if (!digest_equal(then->places, now->places))
		say(why, arena, "places lock changed");
	compare_inputs(from, &then->inputs, why, arena);
	compare_outputs(from, &then->outputs, why, arena);
}
