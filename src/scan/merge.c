#include "scan/story.h"

#include <math.h>

#include "gazetteer/fold.h"
#include "scan/sense.h"

static const double same_place_km = 25;
enum { DAY = 86400, CLOSE_DAYS = 3 };

/* Events are held against so many before and behind them: a year of articles in
 * one run stays linear. */
enum { WINDOW = 2000 };

static uint32_t window_first(uint32_t i) {
	return i > WINDOW ? i - WINDOW : 0;
}

static uint32_t window_end(const struct stories *stories, uint32_t i) {
	return stories->n - i > WINDOW ? i + WINDOW : stories->n;
}

static bool is_same_site(const struct site *a, const struct site *b) {
	if (!a->set || !b->set)
		return false;
	if (str_equal(a->id, b->id))
		return true;
	/* A town and the base that bears its name. */
	bool town_and_base = str_equal(a->class, STR("town")) != str_equal(b->class, STR("town"));
	return town_and_base && !str_equal(a->class, STR("country"))
		&& !str_equal(b->class, STR("country"))
		&& rough_distance(a->at, b->at) < same_place_km;
}

static bool is_same_or_missing(const struct site *a, const struct site *b) {
	return !a->set || !b->set || is_same_site(a, b);
}

static bool is_convoy_like(const struct story *a, const struct story *b) {
	if (a->nvia && b->nvia && !is_same_site(&a->via[0], &b->via[0]))
		return false;
	if (!is_same_or_missing(&a->to, &b->to))
		return false;
	return is_same_site(&a->place, &b->place) || is_same_site(&a->place, &b->to)
		|| is_same_site(&a->to, &b->place)
		|| (a->nvia && is_same_site(&a->via[0], &b->place))
		|| (b->nvia && is_same_site(&b->via[0], &a->place));
}

static bool is_same_date(const struct story *a, const struct story *b) {
	if (a->dated && b->dated)
		return a->date.year == b->date.year && a->date.month == b->date.month
			&& (a->date.day == b->date.day || !a->date.day || !b->date.day);
	if (a->document == b->document || !a->date.year || !b->date.year)
		return true;
	int64_t gap = date_to_unix(a->date) - date_to_unix(b->date);
	return gap <= CLOSE_DAYS * DAY && -gap <= CLOSE_DAYS * DAY;
}

static bool happened(const struct story *s) {
	return s->status == STATUS_CONFIRMED || s->status == STATUS_CLAIMED;
}

static bool is_about_same(const struct story *a, const struct story *b) {
	if (a->kind != b->kind || !is_same_date(a, b))
		return false;
	return a->kind == KIND_CONVOY ? is_convoy_like(a, b) : is_same_site(&a->place, &b->place);
}

static bool is_same_text(struct str a, struct str b) {
	struct folded x, y;
	fold(a, &x);
	fold(b, &y);
	struct str p = { x.text, x.ntext }, q = { y.text, y.ntext };
	return str_equal(p, q);
}

/* "coalition" and "the US-led coalition" are no contradiction. */
static bool is_within(struct str a, struct str b) {
	struct folded x, y;
	fold(a, &x);
	fold(b, &y);
	struct str p = { x.text, x.ntext }, q = { y.text, y.ntext };
	return str_ends(p, q) || str_ends(q, p) || str_starts(p, q) || str_starts(q, p);
}

static struct str teller(const struct told *t) {
	return t->source.len ? t->source : t->file;
}

static void add_claim(struct story *s, const char *what, struct str value, const struct told *told,
	struct arena *arena) {
	char *text = value.len ? arena_printf(arena, "%s: %.*s (%.*s)", what, STR_ARG(value),
			     STR_ARG(teller(told)))
			       : arena_printf(arena, "%s: %.*s", what, STR_ARG(teller(told)));
	for (uint32_t i = 0; i < s->nclaims; i++)
		if (str_equal(s->claim[i], str_of(text)))
			return;
	*arena_push(arena, s->claim, s->nclaims, s->claims_capacity) = str_of(text);
}

static void take_actor(struct str *own, struct str other, const char *what, struct story *to,
	const struct story *from, struct arena *arena) {
	if (!own->len)
		*own = other;
	else if (other.len && is_within(*own, other))
		*own = other.len > own->len ? other : *own;
	else if (other.len)
		add_claim(to, what, other, &from->told[0], arena);
}

static void take_route(struct story *to, const struct story *from) {
	if (!to->to.set && from->to.set && !is_same_site(&from->to, &to->place))
		to->to = from->to;
	/* One tells only where it arrived: the other knows whence. */
	if (to->place.set && from->place.set && !is_same_site(&to->place, &from->place)) {
		if (is_same_site(&to->place, &from->to)) {
			to->to = to->place;
			to->place = from->place;
		}
	}
	if (!to->nvia)
		for (; to->nvia < from->nvia; to->nvia++)
			to->via[to->nvia] = from->via[to->nvia];
}

static void take_told(struct story *to, const struct story *from, struct arena *arena) {
	for (uint32_t i = 0; i < from->ntold; i++) {
		bool known = false;
		for (uint32_t k = 0; k < to->ntold; k++)
			known |= str_equal(to->told[k].file, from->told[i].file)
				&& to->told[k].start == from->told[i].start;
		if (!known)
			*arena_push(arena, to->told, to->ntold, to->told_capacity) = from->told[i];
	}
}

static void absorb(struct story *to, const struct story *from, struct arena *arena) {
	if (from->dated && !to->dated) {
		to->date = from->date;
		to->until = from->until;
		to->dated = true;
	}
	take_actor(&to->actor, from->actor, "actor", to, from, arena);
	take_actor(&to->recipient, from->recipient, "recipient", to, from, arena);
	if (!to->count.text.len)
		to->count = from->count;
	else if (from->count.text.len && !is_same_text(to->count.text, from->count.text))
		add_claim(to, "count", from->count.text, &from->told[0], arena);
	if (to->kind == KIND_CONVOY)
		take_route(to, from);
	else if (!str_equal(from->place.class, STR("town"))
		&& str_equal(to->place.class, STR("town")))
		to->place = from->place;
	if (from->status == STATUS_CONFIRMED && to->status == STATUS_CLAIMED)
		to->status = STATUS_CONFIRMED;
	to->nominal = to->nominal && from->nominal;
	bool other = to->document != from->document;
	to->score = fmin(1, fmax(to->score, from->score) + (other ? 0.1 : 0));
	take_told(to, from, arena);
}

/* "The coalition handed over K1.  800 troops left the base": one event, of which
 * the second sentence tells the number. */
static void drop_weak(struct stories *stories, struct arena *arena) {
	uint32_t n = 0;
	for (uint32_t i = 0; i < stories->n; i++) {
		struct story *w = &stories->at[i];
		bool part = false;
		uint32_t end = window_end(stories, i);
		for (uint32_t k = window_first(n); k < end && w->weak && !part; k++) {
			struct story *o = &stories->at[k];
			part = o->kind == KIND_HANDOVER && o->document == w->document
				&& is_same_site(&o->place, &w->place) && is_same_date(o, w);
			if (part && !o->count.text.len)
				o->count = w->count;
			if (part)
				take_told(o, w, arena);
		}
		if (!part)
			stories->at[n++] = *w;
	}
	stories->n = n;
}

/* One says so, another denies it: both stay, and each knows of the other.  What is
 * denied without a date of its own is denied for the day that was told. */
static void mark_denials(struct stories *stories, struct arena *arena) {
	for (uint32_t k = 0; k < stories->n; k++)
		for (uint32_t i = window_first(k);
			stories->at[k].status == STATUS_DENIED && i < window_end(stories, k); i++) {
			struct story *a = &stories->at[i], *b = &stories->at[k];
			if (a->status == STATUS_DENIED || !is_about_same(a, b))
				continue;
			if (a->dated && !b->dated && a->document == b->document) {
				b->date = a->date;
				b->until = a->until;
			}
			add_claim(a, "denied", b->actor, &b->told[0], arena);
			add_claim(b, "told", a->actor, &a->told[0], arena);
		}
}

/* What was announced for a day and happened on it. */
static bool came_true(const struct story *a, const struct story *b) {
	bool one = (a->status == STATUS_PLANNED && happened(b))
		|| (b->status == STATUS_PLANNED && happened(a));
	return one && a->dated && b->dated && a->date.day && b->date.day;
}

void stories_merge(struct stories *stories, struct arena *arena) {
	uint32_t n = 0;
	drop_weak(stories, arena);
	for (uint32_t i = 0; i < stories->n; i++) {
		struct story *s = &stories->at[i];
		uint32_t k = window_first(n);
		for (; k < n; k++) {
			struct story *o = &stories->at[k];
			bool status = o->status == s->status || (happened(o) && happened(s))
				|| came_true(o, s);
			if (status && is_about_same(o, s))
				break;
		}
		if (k < n && stories->at[k].status == STATUS_PLANNED && happened(s)) {
			struct story announced = stories->at[k];
			stories->at[k] = *s;
			absorb(&stories->at[k], &announced, arena);
		} else if (k < n)
			absorb(&stories->at[k], s, arena);
		else
			stories->at[n++] = *s;
	}
	stories->n = n;
	mark_denials(stories, arena);
}
