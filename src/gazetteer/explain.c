#include "gazetteer/explain.h"

#include <string.h>

#include "gazetteer/rank.h"

enum { MOST_REASONS = 8 };

struct reasons {
	const char **text;
	uint32_t n;
};

static void say(struct reasons *r, const char *text) {
	if (r->n < MOST_REASONS)
		r->text[r->n++] = text;
}

static void say_name(const struct context *context, const struct candidate *c, struct reasons *r,
	struct arena *arena) {
	struct str name = c->name;
	bool main_name = str_equal(name, c->stored.place.name);
	const char *with = c->by_core && context->asked.kind
		? arena_printf(arena, " without \"%s\"", context->asked.kind->words)
		: "";
	switch (c->fit) {
	case FIT_SAME:
		say(r,
			main_name ? arena_printf(arena, "same name%s", with)
				  : arena_printf(arena, "also called \"%.*s\"%s", STR_ARG(name),
					  with));
		return;
	case FIT_NO_ARTICLE:
		say(r,
			arena_printf(arena, "same name without article as \"%.*s\"%s",
				STR_ARG(name), with));
		return;
	case FIT_SOUND:
		say(r,
			arena_printf(arena, "another romanisation of \"%.*s\"%s", STR_ARG(name),
				with));
		return;
	case FIT_NEAR:
		say(r,
			arena_printf(arena, "%.0f%% like \"%.*s\"%s", 100 * c->similarity,
				STR_ARG(name), with));
		return;
	}
}

/* "its name from 1924 to 1991, so not in 2020" */
static void say_use(const struct context *context, const struct candidate *c, struct reasons *r,
	struct arena *arena) {
	if (!c->from.len && !c->until.len)
		return;
	struct str date = context->query->date;
	bool known = c->until.len && !str_equal(c->until, STR("?"));
	const char *span = c->from.len && known
		? arena_printf(arena, "from %.*s to %.*s", STR_ARG(c->from), STR_ARG(c->until))
		: c->from.len ? arena_printf(arena, "since %.*s", STR_ARG(c->from))
		: known       ? arena_printf(arena, "until %.*s", STR_ARG(c->until))
			      : "once";
	say(r,
		c->out_of_use
			? arena_printf(arena, "so called %s, not in %.*s", span, STR_ARG(date))
			: arena_printf(arena, "so called %s", span));
}

/* For the classes of places: "an airport", "a university". */
static const char *article(struct str word) {
	return word.len && strchr("aeio", word.at[0]) ? "an" : "a";
}

static void say_class(const struct context *context, const struct candidate *c, struct reasons *r,
	struct arena *arena) {
	struct str asked = context->asked.class, own = c->stored.place.class;
	const struct class_word *kind = context->asked.kind;
	if (!asked.len)
		return;
	if (c->has_class && kind)
		say(r,
			arena_printf(arena, "%.*s, because the name says \"%s\"", STR_ARG(own),
				kind->words));
	else if (c->has_class)
		say(r, arena_printf(arena, "%.*s as asked", STR_ARG(own)));
	else
		say(r,
			arena_printf(arena, "%s %.*s, not %s %.*s", article(own), STR_ARG(own),
				article(asked), STR_ARG(asked)));
}

const char *const *explain(const struct context *context, const struct candidate *c, uint32_t *n,
	struct arena *arena) {
	const struct place *p = &c->stored.place;
	struct reasons r = { arena_new(arena, const char *, MOST_REASONS), 0 };
	say_name(context, c, &r, arena);
	if (context->country.code[0])
		say(&r,
			context_is_in_country(context, &c->stored)
				? arena_printf(arena, "in %s as asked", context->country.code)
				: arena_printf(arena, "in %.*s, not in %s", STR_ARG(p->country),
					context->country.code));
	if (context->has_region)
		say(&r,
			arena_printf(arena, "%s \"%.*s\"", c->in_region ? "in or near" : "not in",
				STR_ARG(context->asked.qualifier)));
	say_use(context, c, &r, arena);
	say_class(context, c, &r, arena);
	if (c->prefers_class)
		say(&r, arena_printf(arena, "%.*s preferred", STR_ARG(p->class)));
	if (context->query->nnear)
		say(&r,
			arena_printf(arena, "%.0f km from the route's nearest place",
				c->nearest / 1000));
	if (c->is_usual)
		say(&r,
			arena_printf(arena, "most places of the list are in %.*s",
				STR_ARG(p->country)));
	if (p->population >= 1000)
		say(&r, arena_printf(arena, "%u people", p->population));
	*n = r.n;
	return r.text;
}

const char *place_verdict_name(enum place_verdict verdict) {
	static const char *const names[] = { [PLACE_UNKNOWN] = "unknown",
		[PLACE_CLEAR] = "clear",
		[PLACE_DECIDED] = "decided",
		[PLACE_AMBIGUOUS] = "ambiguous" };
	return names[verdict];
}

const char *place_reason(const struct place_result *result) {
	const struct place_match *m = &result->match[0];
	return result->decision ? result->decision : m->nreasons ? m->reason[0] : "";
}

void place_tell(const struct place_result *result, struct str name, struct where at,
	struct diag *diag) {
	/* Below, the place has not quite that name. */
	static const double same_name = 0.96;
	const struct place_match *m = &result->match[0];
	const struct place *taken = m->place, *doubt = result->doubt;
	if (result->decision)
		diag_note(diag, at, "\"%.*s\" is taken for %s", STR_ARG(name), result->decision);
	else if (m->similarity < same_name)
		diag_note(diag, at, "\"%.*s\" is taken for %.*s, %.*s: %s", STR_ARG(name),
			STR_ARG(taken->name), STR_ARG(taken->country), place_reason(result));
	/* A small place is taken by its name, but a great city's is a letter away. */
	if (doubt)
		diag_warn(diag, at,
			"\"%.*s\" is taken for %.*s, %.*s; did you mean \"%.*s, %.*s\"?",
			STR_ARG(name), STR_ARG(taken->name), STR_ARG(taken->country),
			STR_ARG(doubt->name), STR_ARG(doubt->country));
}

static void put_json_string(struct out *out, struct str s) {
	static const char hex[] = "0123456789abcdef";
	out_write(out, "\"", 1);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		char escape[] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
		char quoted[] = { '\\', s.at[i] };
		if (c == '"' || c == '\\')
			out_write(out, quoted, 2);
		else if (c < 0x20 || c == 0x7F)
			out_write(out, escape, 6);
		else
			out_write(out, &s.at[i], 1);
	}
	out_write(out, "\"", 1);
}

static void put_member(struct out *out, const char *name, struct str value) {
	out_printf(out, ",\"%s\":", name);
	put_json_string(out, value);
}

static void put_candidate(struct out *out, struct str query, uint32_t rank,
	const struct place_match *m, enum place_verdict verdict) {
	const struct place *p = m->place;
	out_printf(out, "{\"query\":");
	put_json_string(out, query);
	out_printf(out, ",\"rank\":%u", rank);
	put_member(out, "name", p->name);
	out_printf(out, ",\"lon\":");
	out_number(out, p->at.x, 6);
	out_printf(out, ",\"lat\":");
	out_number(out, p->at.y, 6);
	put_member(out, "country", p->country);
	put_member(out, "admin1", p->admin1);
	put_member(out, "feature_code", p->feature_code);
	put_member(out, "class", p->class);
	put_member(out, "id", p->id);
	out_printf(out, ",\"score\":");
	out_number(out, m->score, 4);
	put_member(out, "verdict", str_of(place_verdict_name(verdict)));
	out_printf(out, ",\"reasons\":[");
	for (uint32_t i = 0; i < m->nreasons; i++) {
		if (i)
			out_write(out, ",", 1);
		put_json_string(out, str_of(m->reason[i]));
	}
	out_printf(out, "]}\n");
}

void geocode_print_json(struct out *out, struct str query, const struct place_result *result) {
	for (uint32_t i = 0; i < result->nmatches; i++)
		put_candidate(out, query, i + 1, &result->match[i], result->verdict);
}

/* "name 0.80 (100% alike) + people 0.08 + context 0.03" */
static void put_parts(struct out *out, const struct place_match *m) {
	out_printf(out, "     name ");
	out_number(out, m->by_name, 3);
	out_printf(out, " (");
	out_number(out, 100 * m->similarity, 0);
	out_printf(out, "%% alike) + how much it is talked of ");
	out_number(out, m->by_people, 3);
	out_printf(out, " + context ");
	out_number(out, m->by_context, 3);
	out_printf(out, " = ");
	out_number(out, m->score, 3);
	out_printf(out, "\n");
	for (uint32_t k = 0; k < m->nreasons; k++)
		out_printf(out, "     - %s\n", m->reason[k]);
}

void geocode_print(struct out *out, struct str query, const struct place_result *result,
	uint32_t most, bool parts) {
	out_printf(out, "%.*s: %s\n", STR_ARG(query),
		result->decision ? result->decision : place_verdict_name(result->verdict));
	for (uint32_t i = 0; i < result->nmatches && i < most; i++) {
		const struct place_match *m = &result->match[i];
		out_printf(out, "  %u. %.*s, %.*s  ", i + 1, STR_ARG(m->place->name),
			STR_ARG(m->place->country));
		out_number(out, m->place->at.x, 3);
		out_printf(out, " ");
		out_number(out, m->place->at.y, 3);
		out_printf(out, "  %.*s  %.*s  ", STR_ARG(m->place->class), STR_ARG(m->place->id));
		out_number(out, m->score, 2);
		out_printf(out, "  ");
		for (uint32_t k = 0; k < m->nreasons && !parts; k++)
			out_printf(out, "%s%s", k ? "; " : "", m->reason[k]);
		out_printf(out, "\n");
		if (parts)
			put_parts(out, m);
	}
}

/* The division that bears a town's name gives way to the town. */
static bool is_division(const struct place *p) {
	return str_starts(p->feature_code, STR("ADM"));
}

static bool country_pins(const struct place_result *result, uint32_t n, uint32_t i) {
	const struct place *p = result->match[i].place;
	for (uint32_t k = 0; k < n; k++)
		if (k != i && str_equal(result->match[k].place->country, p->country)
			&& (is_division(p) || !is_division(result->match[k].place)))
			return false;
	return p->country.len == 2;
}

static bool same_folded(struct str a, struct str b) {
	struct folded x, y;
	fold(a, &x);
	fold(b, &y);
	return strcmp(x.bare, y.bare) == 0;
}

static bool name_pins(const struct place_result *result, uint32_t n, uint32_t i, struct str asked) {
	struct str own = result->match[i].place->name;
	if (same_folded(own, asked))
		return false;
	for (uint32_t k = 0; k < n; k++)
		if (k != i && same_folded(own, result->match[k].place->name))
			return false;
	return true;
}

const char *place_pin_among(const struct place_result *result, uint32_t n, uint32_t i,
	struct str name, struct arena *arena) {
	const struct place *p = result->match[i].place;
	if (country_pins(result, n, i))
		return arena_printf(arena, "\"%.*s, %.*s\"", STR_ARG(name), STR_ARG(p->country));
	if (name_pins(result, n, i, name))
		return arena_printf(arena, "\"%.*s\"", STR_ARG(p->name));
	return NULL;
}

const char *place_pin(const struct place_result *result, uint32_t i, struct str name,
	struct arena *arena) {
	char lon[32], lat[32];
	if (i >= result->nmatches)
		return "lon and lat";
	const struct place *p = result->match[i].place;
	const char *pin = place_pin_among(result, result->nmatches, i, name, arena);
	if (pin)
		return pin;
	str_from_double(p->at.x, 4, lon, sizeof(lon));
	str_from_double(p->at.y, 4, lat, sizeof(lat));
	return arena_printf(arena, "lon %s, lat %s", lon, lat);
}
