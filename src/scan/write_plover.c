#include "scan/story.h"

#include "scan/json.h"

/*
 * The field names and categories of PLOVER's codebook, version 0.7b1 (Open Event Data
 * Alliance, github.com/openeventdata/PLOVER, chapters "Event Categories" and "JSON Data
 * Fields"); what it has no name for keeps ours.  Places have GeoNames' field names, as
 * the codebook asks.
 */

enum { DAY_SECONDS = 86400 };

static struct date day_before(struct date d) {
	return date_from_unix(date_to_unix(d) - DAY_SECONDS);
}

/* PLOVER's dates are days: a month or year is its first to its last. */
static void days_of(const struct story *s, struct date *first, struct date *last) {
	*first = s->date;
	*last = s->until;
	if (!s->date.month) {
		*first = (struct date){ s->date.year, 1, 1 };
		*last = (struct date){ s->date.year, 12, 31 };
	} else if (!s->date.day) {
		bool december = s->date.month == 12;
		first->day = 1;
		*last = day_before((struct date){ s->date.year + december,
			december ? 1 : s->date.month + 1, 1 });
	}
}

static void put_date(struct out *out, const char *key, struct date d) {
	if (d.year)
		out_printf(out, ",\"%s\":\"%04d-%02d-%02d\"", key, d.year, d.month, d.day);
}

static bool is_number(struct str s) {
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return s.len > 0;
}

static void put_location(struct out *out, const struct site *p) {
	out_str(out, STR("{"));
	json_put_member(out, "name", p->name, true);
	bool geonames = str_starts(p->id, STR("gn:"));
	struct str number = geonames ? str_slice(p->id, 3, p->id.len) : STR("");
	if (is_number(number))
		out_printf(out, ",\"geonameid\":%.*s", STR_ARG(number));
	else
		json_put_member(out, "id", p->id, false);
	out_str(out, STR(",\"latitude\":"));
	out_number(out, p->at.y, 6);
	out_str(out, STR(",\"longitude\":"));
	out_number(out, p->at.x, 6);
	json_put_member(out, "feature code", p->feature_code, false);
	json_put_member(out, "country code", p->country, false);
	out_str(out, STR("}"));
}

/* A list of actors: one, or nobody. */
static void put_actors(struct out *out, const char *key, struct str actor) {
	out_printf(out, ",\"%s\":[", key);
	if (actor.len) {
		out_str(out, STR("{"));
		json_put_member(out, "actor_text", actor, true);
		out_str(out, STR("}"));
	}
	out_str(out, STR("]"));
}

static void put_count(struct out *out, const struct counted *c) {
	if (!c->text.len)
		return;
	out_str(out, STR(",\"count\":{"));
	json_put_member(out, "text", c->text, true);
	json_put_member(out, "unit", c->unit, false);
	out_str(out, STR(",\"least\":"));
	out_number(out, c->least, 0);
	if (c->most < 1e12) {
		out_str(out, STR(",\"most\":"));
		out_number(out, c->most, 0);
	}
	out_str(out, STR("}"));
}

static void put_told(struct out *out, const struct told *t) {
	json_put_member(out, "text", t->sentence, true);
	out_printf(out, ",\"text_info\":{\"start\":%u,\"end\":%u},\"cite_info\":{", t->start,
		t->end);
	json_put_member(out, "corpus", t->file, true);
	json_put_member(out, "publication", t->source, false);
	out_str(out, STR("}"));
}

static void put_route(struct out *out, const struct story *s) {
	if (s->nvia)
		out_str(out, STR(",\"via\":["));
	for (uint32_t k = 0; k < s->nvia; k++) {
		out_str(out, k ? STR(",") : STR(""));
		put_location(out, &s->via[k]);
	}
	if (s->nvia)
		out_str(out, STR("]"));
	if (s->to.set) {
		out_str(out, STR(",\"destination\":"));
		put_location(out, &s->to);
	}
}

static void put_story(struct out *out, const struct story *s, uint32_t number) {
	const struct kind_row *kind = &kind_rows[s->kind];
	const char *context = s->status == STATUS_PLANNED ? "future"
		: s->status == STATUS_DENIED              ? "negation"
							  : NULL;
	const char *mode = s->mode ? s->mode : kind->plover_mode;
	out_printf(out, "{\"id\":\"%s-%u\"", kind->name, number);
	if (s->date.year) {
		struct date first, last;
		days_of(s, &first, &last);
		put_date(out, "date", first);
		put_date(out, "enddate", last);
	}
	put_actors(out, "source", s->actor);
	put_actors(out, "recipient", s->recipient);
	out_printf(out, ",\"event\":[\"%s\"],\"quad_code\":%d", kind->plover_type,
		kind->plover_quad);
	if (*mode)
		out_printf(out, ",\"mode\":[\"%s\"]", mode);
	if (context)
		out_printf(out, ",\"context\":[\"%s\"]", context);
	out_str(out, STR(",\"event_loc\":"));
	put_location(out, &s->place);
	put_route(out, s);
	out_str(out, STR(","));
	put_told(out, &s->told[0]);
	json_put_member(out, "coder", STR("sitmap scan"), false);
	json_put_member(out, "kind", str_of(kind->name), false);
	json_put_member(out, "status", str_of(story_status_name(s->status)), false);
	out_str(out, STR(",\"score\":"));
	out_number(out, s->score, 2);
	put_count(out, &s->count);
	out_str(out, STR(",\"also_told\":["));
	for (uint32_t i = 1; i < s->ntold; i++) {
		out_str(out, i > 1 ? STR(",{") : STR("{"));
		put_told(out, &s->told[i]);
		out_str(out, STR("}"));
	}
	out_str(out, STR("],\"claims\":["));
	for (uint32_t k = 0; k < s->nclaims; k++) {
		out_str(out, k ? STR(",") : STR(""));
		json_put_string(out, s->claim[k]);
	}
	out_str(out, STR("]}\n"));
}

void stories_write_plover(struct out *out, const struct stories *stories) {
	for (uint32_t i = 0; i < stories->n; i++)
		put_story(out, &stories->at[i], i + 1);
}
